package templates

import "strconv"

// Giving a class the work of a template, and copying a class with its work: both show all dates in words first.

// A PlanLine is one piece of work of a preview.
type PlanLine struct {
	N       int // names it in the form
	Title   string
	When    string // "Due Friday, January 8, 2027, 5:00 PM Chicago time"; "" for no date
	Opens   string // "Opens Monday, January 4, 2027"; "" for at once
	Note    string // what is to be known about it; "" for nothing
	Checked bool
}

// A PlanPage gives a class the work of a template.
type PlanPage struct {
	Frame
	Class   ClassLine
	Look    ClassLook
	Plans   []ChoiceOption
	Start   string     // as typed: "2027-01-04"
	Plan    string     // chosen; "" before
	Name    string     // of the chosen one
	Zone    string     // in words
	There   string     // names the work that the class has
	Section string     // that gets it; "" for all of the class
	Lines   []PlanLine // empty before a template and a date are chosen
}

// NewPlanPage is the page before anything is chosen; the caller fills in the templates.
func NewPlanPage(p *Person, c ClassLine) PlanPage {
	return PlanPage{Frame: classFrame(p, c, "Use a template"), Class: c}
}

// Template names the page's file.
func (PlanPage) Template() string { return "class-plan.html" }

// Tabs are the links between the pages of the class.
func (p PlanPage) Tabs() ClassTabs { return ClassTabs{p.Class, p.Look.Coordinate, TabWork} }

// Choice is which template.
func (p PlanPage) Choice() Choice {
	return Choice{Name: "plan", Legend: "Template", Error: p.FieldError("plan"), Options: p.Plans}
}

// StartField is where the first Monday is typed.
func (p PlanPage) StartField() Field {
	return Field{Name: "start", Label: "First Monday", Hint: "Week 1 begins on it. Dates are in " + p.Zone + ".", Type: "date", Error: p.FieldError("start"), Value: p.Start, Width: "middle", Required: true}
}

// Pick are the pieces of work to tick.
func (p PlanPage) Pick() Choice { return pickOf(p.Frame, p.Lines) }

func pickOf(f Frame, lines []PlanLine) Choice {
	c := Choice{Name: "pick", Legend: "Work", Hint: "Untick what the class is not to get.", Error: f.FieldError("pick"), Many: true}
	for _, l := range lines {
		hint := l.When
		for _, more := range []string{l.Opens, l.Note} {
			if more != "" {
				hint += ". " + more
			}
		}
		c.Options = append(c.Options, ChoiceOption{Value: strconv.Itoa(l.N), Label: l.Title, Hint: hint, Checked: l.Checked})
	}
	return c
}

// Ticked is how many are ticked.
func (p PlanPage) Ticked() int {
	n := 0
	for _, l := range p.Lines {
		if l.Checked {
			n++
		}
	}
	return n
}

// A CopyPage copies a class with its work and its forms, and without its people.
type CopyPage struct {
	Frame
	Class ClassLine // that is copied
	To    ClassLine // as typed
	Start string    // as typed: "2027-01-04"
	First string    // the first date of the class, in words; "" if it has none
	Forms int
	There string // names the work that the class has
	Shown string // for what the preview is; "" before
	Lines []PlanLine
}

// NewCopyPage is the form; the caller fills in the rest.
func NewCopyPage(p *Person, c ClassLine) CopyPage {
	return CopyPage{Frame: classFrame(p, c, "Copy the class"), Class: c}
}

// Template names the page's file.
func (CopyPage) Template() string { return "class-copy.html" }

// Tabs are the links between the pages of the class.
func (p CopyPage) Tabs() ClassTabs { return ClassTabs{p.Class, true, TabSettings} }

// Fields are what is typed, in order.
func (p CopyPage) Fields() []Field {
	fields := ClassFormPage{Frame: p.Frame, Class: p.To}.Fields()
	if p.First != "" {
		fields = append(fields, Field{Name: "start", Label: "First date of the new class", Hint: "In this class it is " + p.First + ". All dates move by the same number of days and keep their local time.",
			Type: "date", Error: p.FieldError("start"), Value: p.Start, Width: "middle", Required: true})
	}
	return fields
}
