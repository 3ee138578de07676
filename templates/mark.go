package templates

// One mark, for the staff of the class, and a learner's own marks.

// A MarkPage is what a learner has for one piece of work: attempts, what staff have set, comments.
type MarkPage struct {
	Frame
	Class      ClassLine
	Coordinate bool
	Learner    string // the name
	LearnerID  string
	WorkID     string
	Zone       string // of all times: "Chicago time"
	Path       string // of this page
	Work       string // the title
	Facts      []Fact
	Attempts   []MarkAttempt
	Why        string // which attempt counts, and why; "" where there are none
	History    []MarkChange
	Comments   []MarkComment
	Undo       string // what the undo button would do; "" where nothing was set
	Seen       int    // number of the newest change that the page shows
	Do         string // chosen: MarkSet, MarkExcuse, MarkOwn
	Mark       string // typed
	Reason     string // typed
	Comment    string // typed
	Conflict   *MarkConflict
}

// A Fact is a term and what it is.
type Fact struct{ Term, Text string }

// What the form for a mark does.
const (
	MarkSet    = "set"
	MarkExcuse = "excuse"
	MarkOwn    = "own"
	MarkUndo   = "undo"
)

// Most characters of a comment; of a reason there is MaxReason.
const MaxComment = 2000

// A MarkAttempt is one attempt at the work.
type MarkAttempt struct {
	N       int
	Started string
	Ended   string // "open now" while it is
	Score   string // "45 of 55, 81.8"; in words while there is none
	Late    bool
	Counts  bool
}

// A MarkChange is something that staff have set.
type MarkChange struct {
	When, By, What, Reason string
}

// A MarkComment is what staff have written for the learner.
type MarkComment struct {
	When, By, Body string
}

// A MarkConflict is said to who comes second.
type MarkConflict struct {
	By     string // who was first
	When   string
	Theirs string // what stands there now: "80", "Excused", "the work’s own mark"
	Reason string // theirs
	Yours  string // what was sent
}

// NewMarkPage is the page for p; the caller fills in the rest.
func NewMarkPage(p *Person, c ClassLine, learner, work string) MarkPage {
	f := classFrame(p, c, learner+": "+work)
	f.Breadcrumb = append(f.Breadcrumb, Crumb{"Marks", c.Path() + "marks"})
	return MarkPage{Frame: f, Class: c, Learner: learner, Work: work, Do: MarkSet}
}

// Template names the page's file.
func (MarkPage) Template() string { return "mark.html" }

// PersonPath is the address of the learner in the class.
func (p MarkPage) PersonPath() string { return p.Class.Path() + "people/" + p.LearnerID }

// WorkPath is the address of the work, for staff.
func (p MarkPage) WorkPath() string { return p.Class.Path() + "assignments/" + p.WorkID }

// Tabs are the links between the pages of the class.
func (p MarkPage) Tabs() ClassTabs {
	return ClassTabs{Class: p.Class, Coordinate: p.Coordinate, Here: TabMarks}
}

// Choices are what the form can do.
func (p MarkPage) Choices() Choice {
	c := Choice{Name: "do", Legend: "What counts", Error: p.FieldError("do"), Options: []ChoiceOption{
		{Value: MarkSet, Label: "A mark that you set", Hint: "Enter it below. It stays if the work is re-scored."},
		{Value: MarkExcuse, Label: "Excused", Hint: "This work does not count for this learner."},
		{Value: MarkOwn, Label: "The work’s own mark", Hint: "Takes back what was set."}}}
	for i := range c.Options {
		c.Options[i].Checked = c.Options[i].Value == p.Do
	}
	return c
}

// MarkField is where the figure is typed.
func (p MarkPage) MarkField() Field {
	return Field{Name: "mark", Label: "Mark", Hint: "Per cent, from 0 to 100, such as 82 or 82.5. Only for a mark that you set.", Error: p.FieldError("mark"), Value: p.Mark,
		InputMode: "decimal", Autocomplete: "off", Width: "short"}
}

// ReasonField is where the reason is typed.
func (p MarkPage) ReasonField() Field {
	return Field{Name: "reason", Label: "Reason (the learner sees it)", Error: p.FieldError("reason"), Value: p.Reason, Autocomplete: "off"}
}

// An OwnMarksPage is a learner's own marks, by class.
type OwnMarksPage struct {
	Frame
	Classes []OwnMarksClass
}

// An OwnMarksClass is what a learner has in one class.
type OwnMarksClass struct {
	ID    string
	Name  string
	Zone  string // in words: "Chicago time"
	Marks []OwnMark
	Total string // "" where nothing counts yet
	Rule  string
}

// An OwnMark is a learner's own mark for one piece of work.
type OwnMark struct {
	Title    string
	Due      string // "" for no date
	Words    string // "82 late", "Done"
	Notes    []string
	Reason   string // of what staff have set; "" for none
	By       string // who has set it
	Comments []MarkComment
}

// NewOwnMarksPage is the page for p; the caller fills in the rest.
func NewOwnMarksPage(p *Person) OwnMarksPage {
	f := Personal(p, "My marks")
	f.Breadcrumb = []Crumb{{"My page", "/me/"}}
	return OwnMarksPage{Frame: f}
}

// Template names the page's file.
func (OwnMarksPage) Template() string { return "me-marks.html" }
