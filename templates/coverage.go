package templates

import "frontdesk/content"

// A CoveragePage says what the course has for each part of the exam, in counts alone: nothing of any question. Each
// module has a page of its own, for all of them would be too much for one.
type CoveragePage struct {
	Frame
	Domains []DomainCoverage
	Modules []ModuleCoverage
	Total   ItemCounts
	Needed  int // for five practice exams, over all domains
	Gaps    int // objectives that count for the exam and have no question
}

// Template names the page's file.
func (CoveragePage) Template() string { return "coverage.html" }

// ItemCounts are the questions on something, by use and level. Retired ones are left out.
type ItemCounts struct {
	Recall, Application, Analysis int // exam questions
	Solved                        int // of these, solved blind in their present wording
	Practice                      int // questions for self-check and drills
}

// Exam is the number of exam questions.
func (c ItemCounts) Exam() int { return c.Recall + c.Application + c.Analysis }

// A DomainCoverage is a part of the exam.
type DomainCoverage struct {
	Title  string
	Items  ItemCounts
	Needed int // for five practice exams of which no two share a question, trial questions included
}

// Missing is how many questions are still to be written; 0 if there are enough.
func (d DomainCoverage) Missing() int { return max(d.Needed-d.Items.Exam(), 0) }

// A ModuleCoverage is a module with its lessons.
type ModuleCoverage struct {
	Title   string
	Path    string // of its page
	Lessons []LessonCoverage
	Items   ItemCounts
	Endless int // families of generated practice
	Gaps    int
}

// A LessonCoverage is a lesson with what there is on it.
type LessonCoverage struct {
	*content.Lesson
	Counts     string // title of the exam domain that its questions count for; "" for none
	Quota      int    // its share of what that domain needs, rounded
	Items      ItemCounts
	Objectives []ObjectiveCoverage
	Endless    []GeneratedFamily
	Sources    []SourceNote
}

// An ObjectiveCoverage is one objective with the questions on it.
type ObjectiveCoverage struct {
	content.Objective
	Items   ItemCounts
	Endless int
	Gap     bool // it counts for the exam, and has no exam question
}

// A CoverageModulePage is the coverage of one module.
type CoverageModulePage struct {
	Frame
	Module ModuleCoverage
}

// Template names the page's file.
func (CoverageModulePage) Template() string { return "coverage-module.html" }
