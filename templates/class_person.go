package templates

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Most of what is kept of somebody's place in a class, and of extra attempts.
const (
	MaxSection = 40 // characters
	MaxLabels  = 10
	MaxLabel   = 40 // characters
	MaxExtra   = 10 // attempts
)

// A PersonWork is one piece of the class's work, for one person.
type PersonWork struct {
	Title string
	State string // in the words of the marks: "82 late", "Missing"
	Marks string // the page of the mark
	Why   string // the page that says which rules hold
}

// A FactUndo is the form that takes a change of facts or place back.
type FactUndo struct {
	Path   string
	Fields [][2]string // name, value
}

// A ClassPersonPage is one person of a class for its staff.
type ClassPersonPage struct {
	Frame
	Class    ClassLine
	Look     ClassLook
	Subject  ClassPerson
	Joined   time.Time
	NoFacts  string // why who looks may not set time and extra attempts; "" where they may
	Labels   string
	Section  string
	Chosen   string // the factor that was chosen; "" takes the present one
	Other    string // typed
	Extra    string // typed
	Undo     *FactUndo
	Works    []PersonWork
	Attempts []StaffAttempt // on their own, since joining
	Messages []MessageLine  // the newest ones
	PlaceWas []string       // what the form for section and labels was made from
	FactsWas []string       // what that for time and attempts was made from
	Conflict *Conflict      // somebody else was faster; nil else
}

// The forms of the page that a conflict can be about.
const (
	PlaceForm = "place-form"
	FactsForm = "facts-form"
)

// NewClassPersonPage is the page of subject; the caller fills in the rest.
func NewClassPersonPage(p *Person, c ClassLine, subject ClassPerson) ClassPersonPage {
	f := classFrame(p, c, subject.Name)
	f.Breadcrumb = append(f.Breadcrumb, Crumb{"People", c.Path() + "people"})
	return ClassPersonPage{Frame: f, Class: c, Subject: subject, Section: subject.Section, Labels: strings.Join(subject.Labels, ", "), Extra: strconv.Itoa(subject.Extra)}
}

// Template names the page's file.
func (ClassPersonPage) Template() string { return "class-person.html" }

// Tabs are the links between the pages of the class.
func (p ClassPersonPage) Tabs() ClassTabs { return ClassTabs{p.Class, p.Look.Coordinate, TabPeople} }

// Path is the address of the page.
func (p ClassPersonPage) Path() string { return p.Class.Path() + "people/" + p.Subject.ID }

// JoinedOn is the day on which the person joined.
func (p ClassPersonPage) JoinedOn() string { return p.Joined.Format("January 2, 2006") }

// PlaceFields are section and labels.
func (p ClassPersonPage) PlaceFields() []Field {
	return []Field{
		{Name: "section", Label: "Section", Hint: "Such as “Monday group”. May stay empty.", Error: p.FieldError("section"), Value: p.Section, Autocomplete: "off"},
		{Name: "labels", Label: "Labels", Hint: fmt.Sprintf("With commas between them, at most %d.", MaxLabels), Error: p.FieldError("labels"), Value: p.Labels, Autocomplete: "off"},
	}
}

// person is the subject as the form for time wants it.
func (p ClassPersonPage) person() PersonPage {
	return PersonPage{Frame: p.Frame, Subject: PersonLine{ID: p.Subject.ID, Factor: p.Subject.Factor}, Chosen: p.Chosen, Other: p.Other}
}

// Factors is the form for the time factor.
func (p ClassPersonPage) Factors() Choice {
	c := p.person().Factors()
	c.Hint = "It holds in all classes. Open work is made longer at once. We do not ask or store the reason."
	return c
}

// OtherField is where another factor is typed.
func (p ClassPersonPage) OtherField() Field { return p.person().OtherField() }

// ExtraField is where extra attempts are typed.
func (p ClassPersonPage) ExtraField() Field {
	return Field{Name: "extra", Label: "Extra attempts", Hint: fmt.Sprintf("At all assigned work, in all classes. From 0 to %d.", MaxExtra), Error: p.FieldError("extra"),
		Value: p.Extra, InputMode: "numeric", Width: "short"}
}

// A PersonErasePage asks an administrator for the password before somebody's account is switched off.
type PersonErasePage struct {
	Frame
	Subject PersonLine
	Login   string // of who asks
}

// NewPersonErasePage asks p, who signs in as login.
func NewPersonErasePage(p *Person, login string, subject PersonLine) PersonErasePage {
	f := Personal(p, "Erase "+subject.Name+"?")
	f.Section = "People"
	f.Breadcrumb = []Crumb{{"People", "/people"}, {subject.Name, subject.Path()}}
	return PersonErasePage{Frame: f, Subject: subject, Login: login}
}

// Template names the page's file.
func (PersonErasePage) Template() string { return "person-erase.html" }

// Field is where the password is typed.
func (p PersonErasePage) Field() Field {
	return Field{Name: "password", Label: "Your password", Hint: "Your own, not that of the person.", Type: "password", Error: p.FieldError("password"), Autocomplete: "current-password", Required: true}
}
