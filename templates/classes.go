package templates

import (
	"strings"
	"time"
)

// Classes: lists, a class's own page, its people, joining and leaving.

// A ClassLine is a class as its pages name it.
type ClassLine struct {
	ID       string
	Name     string
	Term     string // may be ""
	Zone     string // IANA name
	Role     string // of who looks, in the class: "learner"; "" for an administrator who is not in it
	Archived time.Time
}

// Path is the address of the class's own page.
func (c ClassLine) Path() string { return "/classes/" + c.ID + "/" }

// ArchivedOn is the day on which the class ended, "" while it goes on.
func (c ClassLine) ArchivedOn() string {
	if c.Archived.IsZero() {
		return ""
	}
	return c.Archived.Format("January 2, 2006")
}

// ClassTabs are the links between the pages of a class that its staff see. The template "class-tabs" prints them.
type ClassTabs struct {
	Class      ClassLine
	Coordinate bool
	Here       string // one of the Tab constants
}

// The pages of a class.
const (
	TabToday    = "Today"
	TabPeople   = "People"
	TabWork     = "Assignments"
	TabMarks    = "Marks"
	TabMap      = "Class map"
	TabSettings = "Settings"
)

// A Tab is one of the links.
type Tab struct {
	Text, Path string
	Here       bool
}

// Tabs are the links, in order.
func (t ClassTabs) Tabs() []Tab {
	tabs := []Tab{{TabToday, "", false}, {TabPeople, "people", false}, {TabWork, "assignments", false}, {TabMarks, "marks", false}, {TabMap, "map", false}}
	if t.Coordinate {
		tabs = append(tabs, Tab{TabSettings, "settings", false})
	}
	for i := range tabs {
		tabs[i].Path, tabs[i].Here = t.Class.Path()+tabs[i].Path, tabs[i].Text == t.Here
	}
	return tabs
}

// A ClassesPage lists a person's classes; an administrator's has all.
type ClassesPage struct {
	Frame
	Classes []ClassLine
	Make    bool // may make one
}

// NewClassesPage is the list for p; the caller fills in the rest.
func NewClassesPage(p *Person) ClassesPage {
	f := Personal(p, "Classes")
	f.Nav = Classes
	f.Breadcrumb = []Crumb{{"My page", "/me/"}}
	return ClassesPage{Frame: f}
}

// Template names the page's file.
func (ClassesPage) Template() string { return "classes.html" }

// classFrame is the frame of a page below that of the class.
func classFrame(p *Person, c ClassLine, title string) Frame {
	f := Personal(p, title)
	f.Section, f.Nav = c.Name, Classes
	f.Breadcrumb = []Crumb{{"Classes", "/classes"}, {c.Name, c.Path()}}
	return f
}

// A ClassFormPage makes a class, or changes one.
type ClassFormPage struct {
	Frame
	Class ClassLine      // without an ID for a new one; Name, Term and Zone as they were typed
	Plans []SelectOption // of a new one: templates of work that it can begin with
	Start string         // of a new one: the first Monday, as typed
	Copy  bool           // who looks may copy it

	Was      []string  // of one that is changed: what the form was made from
	Conflict *Conflict // somebody else was faster; nil else
}

// SettingsForm is the form of the page that a conflict is about.
const SettingsForm = "settings-form"

// Tabs are the links between the pages of the class.
func (p ClassFormPage) Tabs() ClassTabs { return ClassTabs{p.Class, true, TabSettings} }

// StartField is where the first Monday of a template is typed.
func (p ClassFormPage) StartField() Field {
	return Field{Name: "start", Label: "First Monday", Hint: "Week 1 of the template begins on it. Only with a template.", Type: "date", Error: p.FieldError("start"), Value: p.Start, Width: "middle"}
}

// NewClassFormPage is the form, filled in with c.
func NewClassFormPage(p *Person, c ClassLine) ClassFormPage {
	if c.ID != "" {
		return ClassFormPage{Frame: classFrame(p, c, "Class settings"), Class: c}
	}
	f := Personal(p, "Make a class")
	f.Breadcrumb = []Crumb{{"Classes", "/classes"}}
	return ClassFormPage{Frame: f, Class: c}
}

// Template names the page's file.
func (ClassFormPage) Template() string { return "class-form.html" }

// Most characters of what is typed about a class.
const (
	MaxClassName = 100
	MaxTerm      = 100
)

// Fields are what is typed, in order.
func (p ClassFormPage) Fields() []Field {
	return []Field{
		{Name: "name", Label: "Name of the class", Hint: "Such as “New hires, fall”. Learners see it.", Error: p.FieldError("name"), Value: p.Class.Name, Autocomplete: "off", Required: true},
		{Name: "term", Label: "Term", Hint: "In your own words, such as “September to December 2026”. May stay empty.", Error: p.FieldError("term"), Value: p.Class.Term, Autocomplete: "off"},
		{Name: "zone", Label: "Time zone", Hint: "Such as America/Chicago. Dates of the class are local there.", Error: p.FieldError("zone"), Value: p.Class.Zone, Autocomplete: "off", Width: "middle", Required: true},
	}
}

// A ClassPerson is somebody in a class, or who was.
type ClassPerson struct {
	ID      string
	Name    string
	Login   string
	Role    string    // in the class
	Lessons int       // marked as read
	Seen    time.Time // in the zone of the class
	Left    time.Time // zero while in it
	Section string    // "" for none
	Labels  []string
	Factor  float64 // of time
	Extra   int     // attempts
}

// LabelWords are the labels in a line.
func (p ClassPerson) LabelWords() string { return strings.Join(p.Labels, ", ") }

// Time is the time factor: "1.5 ×".
func (p ClassPerson) Time() string { return times(max(p.Factor, 1)) }

// ExtraTime is the time factor where it is more than usual, else "".
func (p ClassPerson) ExtraTime() string {
	if p.Factor <= 1 {
		return ""
	}
	return times(p.Factor)
}

// SeenOn is the day of the last visit.
func (p ClassPerson) SeenOn() string { return p.Seen.Format("January 2, 2006") }

// LeftOn is the day on which the person left.
func (p ClassPerson) LeftOn() string { return p.Left.Format("January 2, 2006") }

// ClassLook says how much of a class somebody may see and do.
type ClassLook struct {
	Staff      bool // sees people and code
	Coordinate bool // changes them
	In         bool // is in the class, and can leave it
}

// A ClassPage is a class for its learners: who teaches it, and what there is to do. Staff see a ClassTodayPage.
type ClassPage struct {
	Frame
	Class ClassLine
	Look  ClassLook
	Staff []string // names
	Work  WorkList
}

// NewClassPage is the page of a class; the caller fills in the rest.
func NewClassPage(p *Person, c ClassLine) ClassPage {
	f := Personal(p, c.Name)
	f.Section = "Classes"
	f.Breadcrumb = []Crumb{{"My page", "/me/"}, {"Classes", "/classes"}}
	return ClassPage{Frame: f, Class: c}
}

// Template names the page's file.
func (ClassPage) Template() string { return "class.html" }

// StaffWords names the staff: "Rosa Diaz and Tolu Adeyemi".
func (p ClassPage) StaffWords() string { return namesOf(p.Staff) }

// namesOf lists names in a sentence; "The staff" for none.
func namesOf(names []string) string {
	switch n := len(names); n {
	case 0:
		return "The staff"
	case 1:
		return names[0]
	default:
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
}

// A ClassPeoplePage is who is in a class, for its staff.
type ClassPeoplePage struct {
	Frame
	Class  ClassLine
	Look   ClassLook
	Filter ClassFilter
	People []ClassPerson // who is in it, of this page
	In     int           // learners who are in it and are chosen, on all pages
	Gone   []ClassPerson // who has left
	Name   string        // typed
	Login  string        // typed
	Role   string        // chosen
	Place  string        // typed
}

// Tabs are the links between the pages of the class.
func (p ClassPeoplePage) Tabs() ClassTabs { return ClassTabs{p.Class, p.Look.Coordinate, TabPeople} }

// PersonPath is the address of somebody in the class.
func (p ClassPeoplePage) PersonPath(person string) string { return p.Class.Path() + "people/" + person }

// PlaceField is where a section or label is typed for those who are chosen.
func (p ClassPeoplePage) PlaceField() Field {
	return Field{Name: "place", Label: "Section or label", Hint: "For everybody who is chosen above. An empty section takes people out of theirs.",
		Error: p.FieldError("place"), Value: p.Place, Autocomplete: "off"}
}

// NewClassPeoplePage is the list; the caller fills in the rest.
func NewClassPeoplePage(p *Person, c ClassLine) ClassPeoplePage {
	return ClassPeoplePage{Frame: classFrame(p, c, "People"), Class: c}
}

// Template names the page's file.
func (ClassPeoplePage) Template() string { return "class-people.html" }

// LoginField is where the sign-in name is typed of who shall be added.
func (p ClassPeoplePage) LoginField() Field {
	return Field{Name: "login", Label: "Sign-in name", Hint: "Of somebody who has an account, or is to get one. Who is in the class already gets the role below.",
		Error: p.FieldError("login"), Value: p.Login, Autocomplete: "off", Required: true}
}

// NameField is where the name is typed of who has no account yet.
func (p ClassPeoplePage) NameField() Field {
	return Field{Name: "name", Label: "Name", Hint: "Only for somebody without an account: one is made, with a link to choose a password.",
		Error: p.FieldError("name"), Value: p.Name, Autocomplete: "off"}
}

// Roles are the roles to choose from.
func (p ClassPeoplePage) Roles() Choice {
	c := Choice{Name: "role", Legend: "Role in this class", Error: p.FieldError("role"), Options: []ChoiceOption{
		{Value: "learner", Label: "Learner"},
		{Value: "instructor", Label: "Instructor", Hint: "Sees who is in the class."},
		{Value: "coordinator", Label: "Coordinator", Hint: "Also changes who is in it, its code and its name."}}}
	for i := range c.Options {
		c.Options[i].Checked = c.Options[i].Value == p.Role
	}
	return c
}

// LeavePath is the page that takes somebody out of the class.
func (p ClassPeoplePage) LeavePath(person string) string {
	return p.Class.Path() + "people/" + person + "/leave"
}

// ReturnPath is where that is taken back.
func (p ClassPeoplePage) ReturnPath(person string) string {
	return p.Class.Path() + "people/" + person + "/return"
}

// A ClassLeavePage asks whether somebody shall leave a class.
type ClassLeavePage struct {
	Frame
	Class   ClassLine
	Subject *ClassPerson // nil for who asks
}

// NewClassLeavePage asks p about subject, who is nil for p.
func NewClassLeavePage(p *Person, c ClassLine, subject *ClassPerson) ClassLeavePage {
	title := "Leave this class?"
	if subject != nil {
		title = "Take " + subject.Name + " out of this class?"
	}
	return ClassLeavePage{Frame: classFrame(p, c, title), Class: c, Subject: subject}
}

// Template names the page's file.
func (ClassLeavePage) Template() string { return "class-leave.html" }

// Path is where the answer goes.
func (p ClassLeavePage) Path() string {
	if p.Subject != nil {
		return p.Class.Path() + "people/" + p.Subject.ID + "/leave"
	}
	return p.Class.Path() + "leave"
}

// A JoinPage asks whether somebody wants to join the class of a code.
type JoinPage struct {
	Frame
	Class   string   // its name
	Staff   []string // names
	Code    string
	Refused string // why there is no class to join; "" where there is one
}

// NewJoinPage asks p, who may be nil.
func NewJoinPage(p *Person, class, code string, staff []string) JoinPage {
	return JoinPage{Frame: Personal(p, "Join “"+class+"”?"), Class: class, Code: code, Staff: staff}
}

// NewJoinRefusedPage says why nobody can be let in.
func NewJoinRefusedPage(p *Person, why string) JoinPage {
	return JoinPage{Frame: Personal(p, "This code lets nobody in"), Refused: why}
}

// Template names the page's file.
func (JoinPage) Template() string { return "class-join.html" }

// Member reports whether who asks has an account, and can join at once.
func (p JoinPage) Member() bool { return p.Person != nil && !p.Person.Guest }

// Path is the address of the page, and where the answer goes.
func (p JoinPage) Path() string { return "/join/" + p.Code }

// StaffWords names the staff.
func (p JoinPage) StaffWords() string { return namesOf(p.Staff) }

// Learners says how many learners are in the class.
func (p ClassPeoplePage) Learners() string { return plural(p.In, "learner", "learners") }

// See says what staff do: one "sees", several "see".
func (p JoinPage) See() string {
	if len(p.Staff) == 1 {
		return "sees"
	}
	return "see"
}
