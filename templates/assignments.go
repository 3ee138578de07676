package templates

import (
	"net/url"
	"time"
)

// The work that a class is given, for its staff: the list, one piece of work with its learners, and taking it back. The
// form stands in assignment_form.go, rules for some and where they come from in assignment_rules.go.

// WorkFrame is what every page about the work of a class has.
type WorkFrame struct {
	Frame
	Class ClassLine
	Look  ClassLook
	Work  WorkLine // that the page is about; zero on the list, and for new work
}

// workFrame is the frame of a page below the list.
func workFrame(p *Person, c ClassLine, look ClassLook, w WorkLine, title string) WorkFrame {
	f := classFrame(p, c, title)
	f.Breadcrumb = append(f.Breadcrumb, Crumb{TabWork, c.Path() + "assignments"})
	if w.ID != "" && w.Title != title {
		f.Breadcrumb = append(f.Breadcrumb, Crumb{w.Title, c.Path() + "assignments/" + w.ID})
	}
	return WorkFrame{Frame: f, Class: c, Look: look, Work: w}
}

// Tabs are the links between the pages of the class.
func (f WorkFrame) Tabs() ClassTabs { return ClassTabs{f.Class, f.Look.Coordinate, TabWork} }

// List is the address of all work.
func (f WorkFrame) List() string { return f.Class.Path() + "assignments" }

// Path is the address of the work that the page is about.
func (f WorkFrame) Path() string { return f.List() + "/" + f.Work.ID }

// A WorkLine is a piece of work in the list.
type WorkLine struct {
	ID        string
	Title     string
	For       string // "Everyone"
	Due       string // "Friday, December 4, 2026, 5:00 PM Chicago time"; "" for no date
	Done, Of  int    // learners
	Withdrawn bool
	Shared    bool // learners get it whom who looks may not see: nothing that changes it for them is offered
}

// An AssignmentsPage lists the work of a class.
type AssignmentsPage struct {
	WorkFrame
	Works     []WorkLine // by due date
	Withdrawn []WorkLine
}

// NewAssignmentsPage is the list; the caller fills in the rest.
func NewAssignmentsPage(p *Person, c ClassLine, look ClassLook) AssignmentsPage {
	return AssignmentsPage{WorkFrame: WorkFrame{Frame: classFrame(p, c, "Assignments"), Class: c, Look: look}}
}

// Template names the page's file.
func (AssignmentsPage) Template() string { return "assignments.html" }

// A WorkFact is one thing about a piece of work, in words.
type WorkFact struct{ Name, Text string }

// A WorkLearner is somebody who gets a piece of work.
type WorkLearner struct {
	ID   string
	Name string
	Mark string // in the words of the marks: "82 late", "Missing"
	Part string // of what is begun and has parts: "3 of 10"; "" else
	Due  string // for this person; "" for no date
}

// An AssignmentPage is one piece of work, with its learners.
type AssignmentPage struct {
	WorkFrame
	Facts    []WorkFact
	Learners []WorkLearner
	Since    time.Time // when it was withdrawn, in its zone; zero for work that is given
}

// NewAssignmentPage is the page of w; the caller fills in the rest.
func NewAssignmentPage(p *Person, c ClassLine, look ClassLook, w WorkLine) AssignmentPage {
	return AssignmentPage{WorkFrame: workFrame(p, c, look, w, w.Title)}
}

// Template names the page's file.
func (AssignmentPage) Template() string { return "assignment.html" }

// SinceOn is the day on which the work was withdrawn; "" for work that is given.
func (p AssignmentPage) SinceOn() string {
	if p.Since.IsZero() {
		return ""
	}
	return p.Since.Format("January 2, 2006")
}

// PersonPath is the address of somebody in the class.
func (p AssignmentPage) PersonPath(person string) string { return p.Class.Path() + "people/" + person }

// MarkPath is the mark of a learner for this work.
func (p AssignmentPage) MarkPath(person string) string {
	return p.Class.Path() + "marks/" + p.Work.ID + "/" + person
}

// WhyPath says where the rules for a learner come from.
func (p AssignmentPage) WhyPath(person string) string { return p.Path() + "/why/" + person }

// MorePath is the form that gives a learner more time.
func (p AssignmentPage) MorePath(person string) string {
	return p.Path() + "/rules?" + url.Values{"person": {person}}.Encode() + "#more"
}

// A WithdrawPage asks whether work shall be taken back.
type WithdrawPage struct {
	WorkFrame
	Working int // how many are working on it now
}

// NewWithdrawPage asks about w.
func NewWithdrawPage(p *Person, c ClassLine, look ClassLook, w WorkLine, working int) WithdrawPage {
	return WithdrawPage{WorkFrame: workFrame(p, c, look, w, "Withdraw "+w.Title+"?"), Working: working}
}

// Template names the page's file.
func (WithdrawPage) Template() string { return "assignment-withdraw.html" }
