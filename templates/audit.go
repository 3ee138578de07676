package templates

import (
	"net/url"
	"strconv"
	"time"
)

// An AuditPage lists who did what, for administrators; that of a class what is about it, for its coordinators.
type AuditPage struct {
	Frame
	Class                  *ClassLine     // nil for the whole installation
	Name, Action, From, To string         // the filter as it was typed
	Actions                []SelectOption // to choose from
	Lines                  []AuditLine
	Found                  int // on all pages
	Number                 int // of this page, from 1
	Pages                  int
}

// AuditPerPage is how many entries stand on one page.
const AuditPerPage = 100

// An AuditLine is one entry.
type AuditLine struct {
	At          time.Time // in the zone that the page shows
	By          string    // who did it
	Action      string
	Of          string // whom or what it was done to
	OfID        string // its id
	Was, Became string
}

// NewAuditPage is the list for the staff member p; the caller fills in the rest.
func NewAuditPage(p *Person) AuditPage {
	f := Personal(p, "Record of changes")
	f.Breadcrumb = []Crumb{{"My page", "/me/"}, {"People", "/people"}}
	return AuditPage{Frame: f, Number: 1, Pages: 1}
}

// NewClassAuditPage is the list of a class for a coordinator.
func NewClassAuditPage(p *Person, c ClassLine) AuditPage {
	return AuditPage{Frame: classFrame(p, c, "Record of changes"), Class: &c, Number: 1, Pages: 1}
}

// Tabs are the links between the pages of the class.
func (p AuditPage) Tabs() ClassTabs { return ClassTabs{*p.Class, true, ""} }

// Path is the address of the list without a filter.
func (p AuditPage) Path() string {
	if p.Class != nil {
		return p.Class.Path() + "audit"
	}
	return "/audit"
}

// Template names the page's file.
func (AuditPage) Template() string { return "audit.html" }

// When is the time of an entry: "November 22, 2026, 2:05 PM".
func (l AuditLine) When() string { return l.At.Format("January 2, 2006, 3:04 PM") }

// Filtered reports whether not everything is asked for.
func (p AuditPage) Filtered() bool { return p.Name+p.Action+p.From+p.To != "" }

func (p AuditPage) query() url.Values {
	q := url.Values{}
	for name, value := range map[string]string{"name": p.Name, "action": p.Action, "from": p.From, "to": p.To} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return q
}

// PagePath is the address of another page of the same list.
func (p AuditPage) PagePath(page int) string {
	q := p.query()
	q.Set("page", strconv.Itoa(page))
	return p.Path() + "?" + q.Encode()
}

// FilePath is the address of the same list as a file.
func (p AuditPage) FilePath() string {
	if q := p.query().Encode(); q != "" {
		return p.Path() + ".csv?" + q
	}
	return p.Path() + ".csv"
}

// Fields are the days of the filter.
func (p AuditPage) Fields() []Field {
	return []Field{{Name: "from", Label: "From", Type: "date", Value: p.From, Error: p.FieldError("from"), Width: "middle"},
		{Name: "to", Label: "To", Type: "date", Value: p.To, Error: p.FieldError("to"), Width: "middle"}}
}
