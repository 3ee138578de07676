package templates

import "net/url"

// An AssignmentFormPage gives a class work, or changes it: what, who, when, rules, what learners see, and all of it in
// words.
type AssignmentFormPage struct {
	WorkFrame
	Values   url.Values     // what was typed, by field; or how the work stands
	Version  int            // that the form was made from; 0 for new work
	Subjects []SelectGroup  // what can be assigned
	Begun    string         // the work in words where it cannot become other work, since somebody has begun; "" else
	Working  int            // how many are working on it now
	Targets  []ChoiceOption // labels, sections and people
	Summary  []string       // sentences; none while something is wrong
	People   int            // who get it
	Section  string         // that who looks sees alone, and that is everyone then; "" for who sees the class
	Conflict *Conflict      // somebody else has changed it meanwhile; nil else
}

// A SelectGroup is a part of what can be chosen in a select, under a heading.
type SelectGroup struct {
	Label   string
	Options []SelectOption
}

// A Conflict is two versions of the same thing, as far as they differ.
type Conflict struct {
	By   string // who has changed it; "" where that is not told
	At   string // "10:41 AM"
	Rows []ConflictRow

	Path string // of the page as it stands by now
	Form string // the form with what was typed, where a button by the versions sends it; "" for none
}

// A ConflictRow is a field that differs.
type ConflictRow struct{ Field, Theirs, Yours string }

// NewAssignmentFormPage is the form for w, which has no ID for new work; the caller fills in the rest.
func NewAssignmentFormPage(p *Person, c ClassLine, look ClassLook, w WorkLine) AssignmentFormPage {
	title := "Assign work"
	if w.ID != "" {
		title = "Edit " + w.Title
	}
	return AssignmentFormPage{WorkFrame: workFrame(p, c, look, w, title)}
}

// Template names the page's file.
func (AssignmentFormPage) Template() string { return "assignment-form.html" }

// Action is where the form goes.
func (p AssignmentFormPage) Action() string {
	if p.Work.ID == "" {
		return p.List() + "/new"
	}
	return p.Path() + "/edit"
}

// Button says what the form does.
func (p AssignmentFormPage) Button() string {
	switch {
	case p.Conflict != nil:
		return "Save mine over it"
	case p.Work.ID != "":
		return "Save"
	}
	return "Assign to " + plural(p.People, "person", "people")
}

// What is what was chosen to be assigned.
func (p AssignmentFormPage) What() string { return p.Values.Get("what") }

func (p AssignmentFormPage) field(name, label, hint string) Field {
	return Field{Name: name, Label: label, Hint: hint, Error: p.FieldError(name), Value: p.Values.Get(name), Autocomplete: "off"}
}

func (p AssignmentFormPage) number(name, label, hint string) Field {
	f := p.field(name, label, hint)
	f.InputMode, f.Width = "numeric", "short"
	return f
}

func (p AssignmentFormPage) choice(name, legend, hint string, options ...ChoiceOption) Choice {
	for i := range options {
		options[i].Checked = options[i].Value == p.Values.Get(name)
	}
	return Choice{Name: name, Legend: legend, Hint: hint, Error: p.FieldError(name), Options: options}
}

// CountField is how many questions a drill has.
func (p AssignmentFormPage) CountField() Field {
	return p.number("count", "Questions", "Of a drill: 5 to 50. Other work has its own number.")
}

// TitleField is what learners read.
func (p AssignmentFormPage) TitleField() Field {
	return p.field("title", "Title", "Learners see it. Empty takes what it is about.")
}

// Who is who gets the work.
func (p AssignmentFormPage) Who() Choice {
	all := ChoiceOption{Value: "everyone", Label: "Everyone", Hint: "Also who joins the class later."}
	if p.Section != "" {
		all.Label, all.Hint = "Everyone in your section, "+p.Section, "Also who comes into it later. Coordinators give work to other sections."
	}
	return p.choice("who", "Who gets it", "", all, ChoiceOption{Value: "some", Label: "Only those whom you choose below"})
}

// Some are the labels, sections and people to choose from.
func (p AssignmentFormPage) Some() Choice {
	return Choice{Name: "target", Legend: "Labels, sections and people", Many: true, Error: p.FieldError("target"), Options: p.Targets}
}

// Picking reports whether those to choose from are shown at once: a class may have hundreds, and most work is for everyone.
func (p AssignmentFormPage) Picking() bool {
	return p.Values.Get("who") == "some" || p.FieldError("target") != ""
}

// Times are the fields of a date and a time.
func (p AssignmentFormPage) times(name, what, hint, clock string) []Field {
	return dateFields(p.field(name+"_date", what+": date", hint), p.field(name+"_time", what+": time", clock))
}

// dateFields are a field for a date and one for a time.
func dateFields(date, clock Field) []Field {
	date.Type, date.Width = "date", "middle"
	clock.Type, clock.Width = "time", "middle"
	return []Field{date, clock}
}

// OpensFields are when it opens.
func (p AssignmentFormPage) OpensFields() []Field {
	return p.times("opens", "Opens", "Empty opens it at once.", "Empty means 8:00 AM.")
}

// DueFields are when it is due.
func (p AssignmentFormPage) DueFields() []Field {
	return p.times("due", "Due", "Empty sets no date.", "Empty means 5:00 PM.")
}

// UntilFields are until when late work is taken.
func (p AssignmentFormPage) UntilFields() []Field {
	return p.times("until", "Late work until", "Only where late work is accepted until a date.", "Empty means 5:00 PM.")
}

// ZoneField is the zone of all times.
func (p AssignmentFormPage) ZoneField() Field {
	f := p.field("zone", "Time zone", "Such as America/Chicago. All times here are local there.")
	f.Width, f.Required = "middle", true
	return f
}

// Late is what happens after the due date.
func (p AssignmentFormPage) Late() Choice {
	return p.choice("late", "Late work", "", ChoiceOption{Value: "always", Label: "Is accepted and marked late"},
		ChoiceOption{Value: "until", Label: "Is accepted until a date, and marked late"}, ChoiceOption{Value: "no", Label: "Is not accepted"})
}

// RuleFields are the rules of work that is sat.
func (p AssignmentFormPage) RuleFields() []Field {
	return []Field{p.number("attempts", "Attempts", "0 is any number, 20 is the most."),
		p.number("minutes", "Minutes", "1 to 600. Empty takes the usual time: exams have one, drills have no limit."),
		p.number("minimum", "Passed from, in per cent", "0 sets no minimum.")}
}

// WeightField is what the work counts in the total of marks.
func (p AssignmentFormPage) WeightField() Field {
	return p.number("weight", "Weight in the total of marks", "0 to 100. 0 counts nothing.")
}

// Counts is which attempt is the mark.
func (p AssignmentFormPage) Counts() Choice {
	return p.choice("counts", "Of several attempts", "", ChoiceOption{Value: "best", Label: "The best one counts"},
		ChoiceOption{Value: "last", Label: "The last one counts"}, ChoiceOption{Value: "mean", Label: "Their mean counts"})
}

// See are what learners see, and when.
func (p AssignmentFormPage) See() []Choice {
	var all []Choice
	for _, c := range [][2]string{{"score", "Their score"}, {"answers", "The right answers"}} {
		all = append(all, p.choice(c[0], c[1], "", ChoiceOption{Value: "at-once", Label: "At once"},
			ChoiceOption{Value: "after-due", Label: "Once it is due for everybody who gets it"}, ChoiceOption{Value: "never", Label: "Never"}))
	}
	return all
}
