package templates

import "net/url"

// A RuleGroup is all that holds at a piece of work for one label or person, above the work's own rules.
type RuleGroup struct {
	Who   string // "Ana Diaz"
	Value string // as the form has it: "person:…", "label:…"
	Facts []WorkFact
	Fixed bool // who looks may not change it
}

// A RulesPage sets rules for a label or a person. What is empty is inherited.
type RulesPage struct {
	WorkFrame
	Version  int
	Groups   []RuleGroup
	Targets  []SelectGroup // labels and people; the chosen one is marked
	Values   url.Values    // what was typed, or what holds for the one that is chosen
	More     *MoreTime     // for one person who was chosen; nil else
	Removed  []HiddenField // with which what was removed comes back; none else
	Conflict *Conflict
}

// A HiddenField is a value that a form carries.
type HiddenField struct{ Name, Value string }

// MoreTime is the form that moves the due date for one person.
type MoreTime struct {
	ID   string
	Name string
	Due  string // for now, in words; "" for no date, which cannot be moved
	Zone string // in words
	Date string // of the form
	Time string
}

// NewRulesPage is the page for the rules of w; the caller fills in the rest.
func NewRulesPage(p *Person, c ClassLine, look ClassLook, w WorkLine) RulesPage {
	return RulesPage{WorkFrame: workFrame(p, c, look, w, "Rules for some")}
}

// Template names the page's file.
func (RulesPage) Template() string { return "assignment-rules.html" }

// ChoosePath fills the form with what holds for a label or a person.
func (p RulesPage) ChoosePath(who string) string {
	return p.Path() + "/rules?" + url.Values{"who": {who}}.Encode() + "#set"
}

func (p RulesPage) field(name, label, hint string) Field {
	return Field{Name: name, Label: label, Hint: hint, Error: p.FieldError(name), Value: p.Values.Get(name), Autocomplete: "off"}
}

// Times are the dates of the form, in pairs of date and time.
func (p RulesPage) Times() [][]Field {
	var all [][]Field
	for _, t := range [][3]string{{"opens", "Opens", "8:00 AM"}, {"due", "Due", "5:00 PM"}, {"until", "Late work until", "5:00 PM"}} {
		all = append(all, dateFields(p.field(t[0]+"_date", t[1]+": date", ""), p.field(t[0]+"_time", t[1]+": time", "Empty means "+t[2]+".")))
	}
	return all
}

// Late is what happens after the due date.
func (p RulesPage) Late() Choice {
	c := Choice{Name: "late", Legend: "Late work", Error: p.FieldError("late"), Options: []ChoiceOption{{Value: "", Label: "As the assignment has it"},
		{Value: "always", Label: "Is accepted and marked late"}, {Value: "until", Label: "Is accepted until a date, and marked late"}, {Value: "no", Label: "Is not accepted"}}}
	for i := range c.Options {
		c.Options[i].Checked = c.Options[i].Value == p.Values.Get("late")
	}
	return c
}

// Numbers are the other rules.
func (p RulesPage) Numbers() []Field {
	all := []Field{p.field("attempts", "Attempts", "0 is any number, 20 is the most."), p.field("minutes", "Minutes", "1 to 600."), p.field("minimum", "Passed from, in per cent", "0 sets no minimum.")}
	for i := range all {
		all[i].InputMode, all[i].Width = "numeric", "short"
	}
	return all
}

// MoreFields are the new due date.
func (p RulesPage) MoreFields() []Field {
	return dateFields(Field{Name: "more_date", Label: "New due date", Error: p.FieldError("more_date"), Value: p.More.Date, Autocomplete: "off", Required: true},
		Field{Name: "more_time", Label: "Time", Hint: "Empty means 5:00 PM. " + p.More.Zone + ".", Error: p.FieldError("more_time"), Value: p.More.Time, Autocomplete: "off"})
}

// A WhyLine is one rule as it holds for somebody, and where it comes from.
type WhyLine struct {
	Rule  string
	Value string // what holds in the end
	From  string // "the rule for the label evening"
	Over  string // what it stands above; "" for nothing
	Fact  string // a fact of the person that comes on top; "" for none
}

// A WhyPage explains what holds for one person at a piece of work.
type WhyPage struct {
	WorkFrame
	Name     string
	ID       string
	Sentence string // what the person may do now
	Lines    []WhyLine
}

// NewWhyPage explains w to somebody for the person named; the caller fills in the rest.
func NewWhyPage(p *Person, c ClassLine, look ClassLook, w WorkLine, id, name string) WhyPage {
	return WhyPage{WorkFrame: workFrame(p, c, look, w, "What holds for "+name), ID: id, Name: name}
}

// Template names the page's file.
func (WhyPage) Template() string { return "assignment-why.html" }

// MorePath is the form that gives the person more time.
func (p WhyPage) MorePath() string {
	return p.Path() + "/rules?" + url.Values{"person": {p.ID}}.Encode() + "#more"
}
