package templates

import (
	"fmt"
	"html/template"
	"strings"
	"time"
)

// Fixed forms of a class: the list, making one, looking at its questions, and its versions on paper. All are for staff.

// A FixedLine is a form in the list.
type FixedLine struct {
	ID      string
	Title   string
	Count   int
	Created time.Time // in the zone of the class
	Given   []string  // titles of the work that gives it
	Begun   bool      // its questions stay as they are
}

// Path is the address of the form, below that of its class.
func (f FixedLine) Path() string { return "forms/" + f.ID }

// MadeOn is the day on which it was made.
func (f FixedLine) MadeOn() string { return f.Created.Format("January 2, 2006") }

// GivenWords says what gives it: "Quiz 1 and Quiz 2".
func (f FixedLine) GivenWords() string {
	if len(f.Given) == 0 {
		return "nothing yet"
	}
	return namesOf(f.Given)
}

// A FixedFormsPage lists the forms of a class.
type FixedFormsPage struct {
	Frame
	Class ClassLine
	Look  ClassLook
	Forms []FixedLine
}

// NewFixedFormsPage is the list; the caller fills in the forms.
func NewFixedFormsPage(p *Person, c ClassLine) FixedFormsPage {
	return FixedFormsPage{Frame: classFrame(p, c, "Fixed forms"), Class: c}
}

// Template names the page's file.
func (FixedFormsPage) Template() string { return "fixed-forms.html" }

// Tabs are the links between the pages of the class.
func (p FixedFormsPage) Tabs() ClassTabs { return ClassTabs{p.Class, p.Look.Coordinate, TabWork} }

// fixedFrame is the frame of a page below the list of forms.
func fixedFrame(p *Person, c ClassLine, title string) Frame {
	f := classFrame(p, c, title)
	f.Breadcrumb = append(f.Breadcrumb, Crumb{"Fixed forms", c.Path() + "forms"})
	return f
}

// A FixedGroup is some parts of the course, each with a field for how many questions of it a form gets.
type FixedGroup struct {
	Title  string
	Open   bool // something is typed in it, or wrong
	Fields []Field
}

// A NewFixedPage is where a form is made.
type NewFixedPage struct {
	Frame
	Class  ClassLine
	Look   ClassLook
	Name   string // as typed
	Size   string // as chosen: one of the Size constants
	Count  string // as typed, for SizeCount
	Half   int    // questions of a half exam
	Mock   int    // that count on a whole one
	Most   int
	Groups []FixedGroup
}

// What a form is drawn from.
const (
	SizeHalf   = "half"
	SizeMock   = "mock"
	SizeCount  = "count"
	SizeChosen = "chosen"
)

// NewNewFixedPage is the form, empty; the caller fills in the groups and the counts.
func NewNewFixedPage(p *Person, c ClassLine) NewFixedPage {
	return NewFixedPage{Frame: fixedFrame(p, c, "Make a form"), Class: c, Size: SizeHalf}
}

// Template names the page's file.
func (NewFixedPage) Template() string { return "fixed-new.html" }

// Tabs are the links between the pages of the class.
func (p NewFixedPage) Tabs() ClassTabs { return ClassTabs{p.Class, p.Look.Coordinate, TabWork} }

// MaxFormTitle is how many characters the title of a form has at most.
const MaxFormTitle = 100

// NameField is where the title is typed.
func (p NewFixedPage) NameField() Field {
	return Field{Name: "title", Label: "Title", Hint: "Such as “Quiz 1: HIPAA”. Learners see it.", Error: p.FieldError("title"), Value: p.Name, Autocomplete: "off", Required: true}
}

// Sizes are what it can be drawn from.
func (p NewFixedPage) Sizes() Choice {
	c := Choice{Name: "size", Legend: "Questions", Hint: "All of them count. None are trial questions.", Error: p.FieldError("size"), Options: []ChoiceOption{
		{Value: SizeHalf, Label: fmt.Sprintf("Half exam: %d questions", p.Half), Hint: "From all domains, as many of each as a half exam has."},
		{Value: SizeMock, Label: fmt.Sprintf("Whole exam: %d questions", p.Mock), Hint: "As many of each domain as count on the exam."},
		{Value: SizeCount, Label: "Another number, from all domains", Hint: "In the proportion of the exam. Enter the number below."},
		{Value: SizeChosen, Label: "Chosen domains, modules or lessons", Hint: "Enter how many of each below."}}}
	for i := range c.Options {
		c.Options[i].Checked = c.Options[i].Value == p.Size
	}
	return c
}

// CountField is where the number for SizeCount is typed.
func (p NewFixedPage) CountField() Field {
	return Field{Name: "count", Label: "How many questions from all domains", Hint: fmt.Sprintf("1 to %d. Only for “Another number”.", p.Most), Error: p.FieldError("count"),
		Value: p.Count, InputMode: "numeric", Width: "short", Autocomplete: "off"}
}

// A FixedOption is one option of a question on a form, as staff see it.
type FixedOption struct {
	Letter string
	Text   string
	Key    bool
}

// A FixedQuestion is one question of a form, as staff see it.
type FixedQuestion struct {
	N        int
	Withheld bool // nothing but its place may be shown
	Domain   string
	Lesson   *Link
	Scenario string
	Exhibit  template.HTML
	Text     string
	Options  []FixedOption
	Mark     string // names the revision, so that what was seen can be told from what stands
}

// A FixedUndo names a question that can be put back.
type FixedUndo struct {
	N           int
	Back, Order string
}

// A FixedPage shows the questions of a form with their answers.
type FixedPage struct {
	Frame
	Class     ClassLine
	Look      ClassLook
	Form      FixedLine
	Version   int
	Shared    bool // learners get it whom who looks may not see: nothing can be replaced
	Questions []FixedQuestion
	Undo      *FixedUndo // nil for none
}

// NewFormPage is the page of a form; the caller fills in the questions.
func NewFormPage(p *Person, c ClassLine, f FixedLine) FixedPage {
	return FixedPage{Frame: fixedFrame(p, c, f.Title), Class: c, Form: f}
}

// Template names the page's file.
func (FixedPage) Template() string { return "fixed.html" }

// Tabs are the links between the pages of the class.
func (p FixedPage) Tabs() ClassTabs { return ClassTabs{p.Class, p.Look.Coordinate, TabWork} }

// Path is the address of the form.
func (p FixedPage) Path() string { return p.Class.Path() + p.Form.Path() }

// Withheld is how many questions may not be shown.
func (p FixedPage) Withheld() int {
	n := 0
	for _, q := range p.Questions {
		if q.Withheld {
			n++
		}
	}
	return n
}

// A PaperPage is one version of a form, to be printed. It has no key.
type PaperPage struct {
	Frame
	Class     ClassLine
	Form      FixedLine
	Version   string // "A" or "B"
	Questions []FixedQuestion
}

// NewPaperPage is the page; the caller fills in the questions.
func NewPaperPage(p *Person, c ClassLine, f FixedLine, version string) PaperPage {
	page := PaperPage{Frame: fixedFrame(p, c, f.Title+", version "+version), Class: c, Form: f, Version: version}
	page.Breadcrumb = append(page.Breadcrumb, Crumb{f.Title, c.Path() + f.Path()})
	return page
}

// Template names the page's file.
func (PaperPage) Template() string { return "paper.html" }

// Path is the address of the form.
func (p PaperPage) Path() string { return p.Class.Path() + p.Form.Path() }

// Sheet is the class of the version, by which its printed pages get their heads.
func (p PaperPage) Sheet() string { return "version-" + strings.ToLower(p.Version) }

// Other is the other version.
func (p PaperPage) Other() string { return otherVersion(p.Version) }

func otherVersion(version string) string {
	if version == "A" {
		return "B"
	}
	return "A"
}

// A PaperAnswer is a line of a key.
type PaperAnswer struct {
	N      int
	Letter string
	Other  int // its number in the other version
}

// A PaperKeyPage is the key of one version, to be printed.
type PaperKeyPage struct {
	Frame
	Class    ClassLine
	Form     FixedLine
	Version  string
	Answers  []PaperAnswer
	Withheld int // questions for whose sake nothing is shown
}

// NewPaperKeyPage is the page; the caller fills in the answers.
func NewPaperKeyPage(p *Person, c ClassLine, f FixedLine, version string) PaperKeyPage {
	page := PaperKeyPage{Frame: fixedFrame(p, c, "Key of "+f.Title+", version "+version), Class: c, Form: f, Version: version}
	page.Breadcrumb = append(page.Breadcrumb, Crumb{f.Title, c.Path() + f.Path()})
	return page
}

// Template names the page's file.
func (PaperKeyPage) Template() string { return "paper-key.html" }

// Path is the address of the form.
func (p PaperKeyPage) Path() string { return p.Class.Path() + p.Form.Path() }

// Other is the other version.
func (p PaperKeyPage) Other() string { return otherVersion(p.Version) }
