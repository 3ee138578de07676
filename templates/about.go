package templates

import "frontdesk/content"

// An AboutPage says how the course was made and checked, with today's figures.
type AboutPage struct {
	Frame
	Lessons   int // outlined
	Written   int
	ExamItems int // in the bank for exams
	Solved    int // of these, solved in their present revision by solvers who saw no key
	Practice  int // practice items
	Cards     int
	SolvedOn  []content.Date // the days of the solvers' runs, in order
	People    int            // people among the solvers
	Levels    SourceLevels
}

// Template names the page's file.
func (AboutPage) Template() string { return "about.html" }

// A HelpPage says how practice works, how to get extra time and whom to ask.
type HelpPage struct {
	Frame
	Exam ExamFacts
	Half ExamFacts
}

// Template names the page's file.
func (HelpPage) Template() string { return "help.html" }

// A PrivacyPage says what is kept about a person, where, and for how long.
type PrivacyPage struct{ Frame }

// Template names the page's file.
func (PrivacyPage) Template() string { return "privacy.html" }

// An AccessibilityPage says what was built and tested, and what is known not to work.
type AccessibilityPage struct{ Frame }

// Template names the page's file.
func (AccessibilityPage) Template() string { return "accessibility.html" }

// A LicensePage says what may be done with code and content.
type LicensePage struct{ Frame }

// Template names the page's file.
func (LicensePage) Template() string { return "license.html" }

// A StandInPage takes the place of a personal page in a copy that has no server.
type StandInPage struct {
	Frame
	Exam bool // stands in for exams and drills, else for My page
}

// Template names the page's file.
func (StandInPage) Template() string { return "standin.html" }

// A MovedPage stands at the old address of a renamed lesson in a copy that has no server.
type MovedPage struct {
	Frame
	To Link
}

// Template names the page's file.
func (MovedPage) Template() string { return "moved.html" }
