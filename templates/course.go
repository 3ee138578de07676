package templates

import (
	"html/template"

	"frontdesk/content"
)

// A CoursePage shows the whole course: every module with its lessons, written or in preparation, and the tracks.
type CoursePage struct {
	Frame
	Modules []ModuleOutline
	Tracks  []content.Track
	Start   *content.Lesson // where to begin; nil while none is written
	Lessons int             // outlined
	Written int
	Today   content.Date // lessons whose check is due before it are marked
	Sheets  bool         // there are handouts
}

// Template names the page's file.
func (CoursePage) Template() string { return "course.html" }

// A ModuleOutline is a module with its weight on the exam.
type ModuleOutline struct {
	*content.Module
	Scored   int    // scored questions of the exam's domain of the same id; 0 for a module that is no domain
	OfScored int    // scored questions of the whole exam
	Practice string // address of the module's self-check questions; "" for none
	Check    bool   // there are questions enough for a check of the module
}

// WrittenLessons counts the lessons that can be read.
func (m ModuleOutline) WrittenLessons() int {
	n := 0
	for _, l := range m.Lessons {
		if l.Written {
			n++
		}
	}
	return n
}

// A ModulePage is one module.
type ModulePage struct {
	Frame
	Module ModuleOutline
	Today  content.Date
}

// Template names the page's file.
func (ModulePage) Template() string { return "module.html" }

// A ModulePrintPage is all written lessons of a module on one page, to print or to read without clicks.
type ModulePrintPage struct {
	Frame
	Module  *content.Module
	Lessons []PrintedLesson
	Codes   bool // a text names a procedure code
}

// Template names the page's file.
func (ModulePrintPage) Template() string { return "module-print.html" }

// A PrintedLesson is a lesson inside a longer page: its headings stand one level lower, its ids begin with its own.
type PrintedLesson struct {
	*content.Lesson
	Body template.HTML
}

// A LessonPage is one lesson with everything round its text.
type LessonPage struct {
	Frame
	Lesson    *content.Lesson
	Domain    string    // title of the exam domain that the lesson counts toward; "" for none
	Contents  []Heading // of the second level
	Body      template.HTML
	Sources   []SourceNote
	Requires  []*content.Lesson // what makes this lesson easier, written or not
	Questions int               // in a drill of this lesson, at most 10; 0 hides the link
	Practice  string            // address of its self-check questions; "" for none
	Endless   []GeneratedFamily // generated practice of what it teaches
	Previous  *content.Lesson   // the written neighbors in course order, or nil
	Next      *content.Lesson
	Codes     bool // the text names a procedure code, so the owner's notice stands below it
	Today     content.Date
}

// Template names the page's file.
func (LessonPage) Template() string { return "lesson.html" }

// Recheck reports whether the day by which the lesson's facts were to be checked again has passed.
func (p LessonPage) Recheck() bool { return p.Lesson.ReviewBy.Before(p.Today) }

// A Heading is an entry of a page's contents.
type Heading struct{ ID, Text string }

// A SourceNote is a source as a lesson, a term or a reason cites it.
type SourceNote struct {
	*content.Source
	Section string // the part that is meant, such as "(b)(2)"; may be ""
}

// Path is the address of the source's own page.
func (n SourceNote) Path() string { return SourcePath(n.Key) }

// Reference is the text to look up, with the section: "45 CFR 164.524(b)(2)".
func (n SourceNote) Reference() string { return n.Ref + n.Section }

// LevelWords says how the source was checked.
func (n SourceNote) LevelWords() string { return levelWords(n.Level) }

// SourcePath is the address of the page about a source.
func SourcePath(key string) string { return "/sources/" + key + "/" }

func levelWords(level string) string {
	switch level {
	case "V":
		return "read in full"
	case "S":
		return "read on a secondary page"
	}
	return "not re-read"
}
