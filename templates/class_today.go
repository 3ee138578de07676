package templates

import (
	"fmt"
	"net/url"
	"strconv"
	"time"
)

// What the staff of a class see on opening it, and the map of the class.

// A NeedRow is one person who needs help, with all reasons, worst first.
type NeedRow struct {
	ID      string // of the person
	Name    string
	Reasons []NeedReason
	Facts   string // a digest; what hides the row sends it back
}

// A NeedReason is one of them, with what can be done about it.
type NeedReason struct {
	Words  string // "Half exam 1 is 3 days late."
	Action string // "Give more time"
	Path   string
}

// First is the reason that the row's one action is about.
func (n NeedRow) First() NeedReason { return n.Reasons[0] }

// Others are the actions behind More: those of the other reasons, each once.
func (n NeedRow) Others() (others []NeedReason) {
	seen := map[string]bool{n.First().Path: true}
	for _, r := range n.Reasons[1:] {
		if !seen[r.Path] {
			seen[r.Path] = true
			others = append(others, r)
		}
	}
	return others
}

// A WeekLine is work that is due soon.
type WeekLine struct {
	Link
	Due      time.Time // in the zone of the work
	Zone     string    // "Chicago time"
	Done, Of int
}

// When is its due date: "Friday, December 4, 5:00 PM Chicago time".
func (w WeekLine) When() string { return w.Due.Format("Monday, January 2, 3:04 PM ") + w.Zone }

// A MissedLine is a question that the class has missed.
type MissedLine struct {
	Question   string
	Missed, Of int
	Chosen     string // the option that was chosen instead most often
	Chosers    int
	Drill      string // where a drill on it is assigned
}

// A ClassTodayPage is a class for its staff: who needs help, and what is going on.
type ClassTodayPage struct {
	Frame
	Class    ClassLine
	Look     ClassLook
	Staff    []string // names
	Learners int
	Needs    []NeedRow // at most NeedsShown
	Need     int       // how many people need help, those who are not shown too
	Hidden   []NeedRow // until their facts change
	Checked  time.Time // when it was counted, in the zone of the class
	Assigned bool      // there is work
	Week     []WeekLine
	Missed   []MissedLine
	Code     string
	Join     string // the address for the code, with the site's own
	Closed   bool   // the code lets nobody in
}

// NewClassTodayPage is the page of a class for its staff; the caller fills in the rest.
func NewClassTodayPage(p *Person, c ClassLine) ClassTodayPage {
	f := Personal(p, c.Name)
	f.Section = "Classes"
	f.Breadcrumb = []Crumb{{"My page", "/me/"}, {"Classes", "/classes"}}
	return ClassTodayPage{Frame: f, Class: c}
}

// Template names the page's file.
func (ClassTodayPage) Template() string { return "class-today.html" }

// Tabs are the links between the pages of the class.
func (p ClassTodayPage) Tabs() ClassTabs { return ClassTabs{p.Class, p.Look.Coordinate, TabToday} }

// ShownCode is the code in two halves: "7KQ4-M2XD".
func (p ClassTodayPage) ShownCode() string { return shownCode(p.Code) }

func shownCode(code string) string { return code[:len(code)/2] + "-" + code[len(code)/2:] }

// StaffWords names the staff.
func (p ClassTodayPage) StaffWords() string { return namesOf(p.Staff) }

// NeedsShown is the most rows of who needs help on the page: the worst ones.
const NeedsShown = 50

// Heading says how many need help.
func (p ClassTodayPage) Heading() string {
	switch n := p.Need; n {
	case 0:
		return "Nobody needs help today"
	case 1:
		return "1 person needs help"
	default:
		return strconv.Itoa(n) + " people need help"
	}
}

// CheckedAt is the time of day at which it was counted.
func (p ClassTodayPage) CheckedAt() string { return clockTime(p.Checked) }

// PersonPath is the address of somebody in the class.
func (p ClassTodayPage) PersonPath(id string) string { return p.Class.Path() + "people/" + id }

// HelpPath is where a row is hidden, shown again or dealt with.
func (p ClassTodayPage) HelpPath(id string) string { return p.Class.Path() + "help/" + id }

// A ClassFilter chooses learners of a class, and a page of them.
type ClassFilter struct {
	Path     string // of the list
	Section  string // chosen; "" for all
	Label    string // chosen; "" for all
	Sections []SelectOption
	Labels   []SelectOption
	Found    int // on all pages
	Number   int // of this page, from 1
	Pages    int
}

// ClassPerPage is how many people of a class stand on one page.
const ClassPerPage = 50

// Offered reports whether there is something to filter by.
func (f ClassFilter) Offered() bool { return len(f.Sections)+len(f.Labels) > 0 }

// Filtered reports whether not everybody is asked for.
func (f ClassFilter) Filtered() bool { return f.Section+f.Label != "" }

// PagePath is the address of another page of the same list.
func (f ClassFilter) PagePath(page int) string {
	q := url.Values{"page": {strconv.Itoa(page)}}
	if f.Section != "" {
		q.Set("section", f.Section)
	}
	if f.Label != "" {
		q.Set("label", f.Label)
	}
	return f.Path + "?" + q.Encode()
}

// A MapCell counts answers.
type MapCell struct{ Right, Of int }

// FewAnswers is below how many answers a cell of the map says nothing.
const FewAnswers = 5

// LowShare is the per cent below which a figure of the map is marked as low.
const LowShare = 60

// Few reports whether there are too few answers to say something.
func (c MapCell) Few() bool { return c.Of < FewAnswers }

// PerCent is the share that was right, rounded.
func (c MapCell) PerCent() int { return (200*c.Right + c.Of) / max(2*c.Of, 1) }

// Low reports whether the share is low.
func (c MapCell) Low() bool { return !c.Few() && 100*c.Right < LowShare*c.Of }

// Shade is the class of its color, h1 (low) to h5.
func (c MapCell) Shade() string {
	if c.Few() {
		return ""
	}
	return fmt.Sprintf("h%d", min(max((c.PerCent()-40)/12+1, 1), 5))
}

// Text is the figure: "52%", or a dash.
func (c MapCell) Text() string {
	if c.Few() {
		return "–"
	}
	return strconv.Itoa(c.PerCent()) + "%"
}

// A MapRow is one learner; its cells stand in the order of the domains.
type MapRow struct {
	Name, Path string
	Cells      []MapCell
	All        MapCell
}

// A ClassMapPage is learners by domains.
type ClassMapPage struct {
	Frame
	Class   ClassLine
	Look    ClassLook
	Filter  ClassFilter
	Domains []string  // titles
	Rows    []MapRow  // of this page
	Totals  []MapCell // of all who are chosen, by domain
}

// NewClassMapPage is the map; the caller fills in the rest.
func NewClassMapPage(p *Person, c ClassLine) ClassMapPage {
	return ClassMapPage{Frame: classFrame(p, c, "Class map"), Class: c}
}

// Template names the page's file.
func (ClassMapPage) Template() string { return "class-map.html" }

// Tabs are the links between the pages of the class.
func (p ClassMapPage) Tabs() ClassTabs { return ClassTabs{p.Class, p.Look.Coordinate, TabMap} }

// Finding is what the map shows, in a sentence.
func (p ClassMapPage) Finding() string {
	lowest := -1
	for i, c := range p.Totals {
		if !c.Few() && (lowest < 0 || c.Right*p.Totals[lowest].Of < p.Totals[lowest].Right*c.Of) {
			lowest = i
		}
	}
	if lowest < 0 {
		return "Not enough answers yet: at least 5 in a domain."
	}
	c := p.Totals[lowest]
	return fmt.Sprintf("Lowest: %s, %d%% right over %s.", p.Domains[lowest], c.PerCent(), plural(c.Of, "answer", "answers"))
}
