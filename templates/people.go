package templates

import (
	"fmt"
	"net/url"
	"strconv"
	"time"
)

// The staff area: people, their time, and attempts to take out of the count. It shows no score: those stay with the
// learner.

// A PeoplePage lists the members of the installation for its staff. Guests are left out.
type PeoplePage struct {
	Frame
	Query  string // what was searched for, "" for everybody
	People []PersonLine
	Found  int // on all pages
	Number int // of this page, from 1
	Pages  int
}

// PeoplePerPage is how many people stand on one page of the list.
const PeoplePerPage = 50

// A PersonLine is one member in the list.
type PersonLine struct {
	ID     string
	Name   string
	Login  string
	Role   string
	Factor float64
	Seen   time.Time // in the zone that the page shows
}

// NewPeoplePage is the list for the staff member p; the caller fills in the rest.
func NewPeoplePage(p *Person) PeoplePage {
	f := Personal(p, "People")
	f.Breadcrumb = []Crumb{{"My page", "/me/"}}
	return PeoplePage{Frame: f, Number: 1, Pages: 1}
}

// Template names the page's file.
func (PeoplePage) Template() string { return "people.html" }

// PagePath is the address of another page of the same search.
func (p PeoplePage) PagePath(page int) string {
	q := url.Values{"page": {strconv.Itoa(page)}}
	if p.Query != "" {
		q.Set("q", p.Query)
	}
	return "/people?" + q.Encode()
}

// Path is the address of the person's page.
func (l PersonLine) Path() string { return "/people/" + l.ID }

// Time is the time factor: "1.5 ×".
func (l PersonLine) Time() string { return times(l.Factor) }

// SeenOn is the day of the last visit.
func (l PersonLine) SeenOn() string { return l.Seen.Format("January 2, 2006") }

// A PersonPage is one member for the staff: facts, time for timed work, attempts.
type PersonPage struct {
	Frame
	Subject  PersonLine
	Made     time.Time
	Other    string         // what was typed as another factor; "" takes the present one
	Chosen   string         // the factor that was chosen; "" takes the present one
	Open     []OpenTime     // open attempts with a clock
	Attempts []StaffAttempt // all, newest first
	Erase    bool           // who looks may erase the person
	Leaving  time.Time      // when the account is to be erased; zero while nobody has asked for it
}

// LeavingOn is the day of that, "" for none.
func (p PersonPage) LeavingOn() string {
	if p.Leaving.IsZero() {
		return ""
	}
	return p.Leaving.Format("January 2, 2006")
}

// NewPersonPage is the page of a member for the staff member p; the caller fills in the rest.
func NewPersonPage(p *Person, subject PersonLine) PersonPage {
	f := Personal(p, subject.Name)
	f.Section = "People"
	f.Breadcrumb = []Crumb{{"My page", "/me/"}, {"People", "/people"}}
	return PersonPage{Frame: f, Subject: subject}
}

// Template names the page's file.
func (PersonPage) Template() string { return "person.html" }

// MadeOn is the day on which the account was made.
func (p PersonPage) MadeOn() string { return p.Made.Format("January 2, 2006") }

// usualFactors are the time factors to choose from without typing.
var usualFactors = []string{"1", "1.25", "1.5", "2"}

// Factors is the form for the time factor.
func (p PersonPage) Factors() Choice {
	c := Choice{Name: "factor", Legend: "Time for timed work", Error: p.FieldError("factor"),
		Hint: "For work that begins from now on. We do not ask or store the reason."}
	chosen, usual := p.Chosen, false
	if chosen == "" {
		chosen = strconv.FormatFloat(p.Subject.Factor, 'f', -1, 64)
	}
	for _, f := range usualFactors {
		label := f + " ×"
		if f == "1" {
			label = "1 ×, the usual time"
		}
		c.Options = append(c.Options, ChoiceOption{Value: f, Label: label, Checked: f == chosen})
		usual = usual || f == chosen
	}
	c.Options = append(c.Options, ChoiceOption{Value: "other", Label: "Another one", Checked: !usual})
	return c
}

// OtherField is where another factor is typed.
func (p PersonPage) OtherField() Field {
	value := p.Other
	if text := strconv.FormatFloat(p.Subject.Factor, 'f', -1, 64); value == "" && p.Factors().Options[len(usualFactors)].Checked && p.Chosen == "" {
		value = text
	}
	return Field{Name: "other", Label: "Another factor", Hint: "From 1 to 5, such as 1.75. It counts where “Another one” is chosen.", Error: p.FieldError("other"),
		Value: value, InputMode: "decimal", Width: "short"}
}

// An OpenTime is an open attempt with a clock, to which time can be given.
type OpenTime struct {
	Person  PersonLine
	ID      string
	Name    string        // "Half exam"
	Ends    time.Time     // in the zone that the page shows
	Now     time.Time     // when the page is made, in that zone
	Was     time.Duration // extra time given so far
	Minutes string        // typed
	More    int           // minutes that would be given by the button; 0 asks first
	Factor  float64       // the person's, where More is what it would give; 0 else
	Error   string        // what is wrong with the minutes
}

// Path is the address that the time is given at.
func (o OpenTime) Path() string { return o.Person.Path() + "/attempts/" + o.ID + "/time" }

// WasMS is the extra time so far in milliseconds: whoever presses a button twice gives time once.
func (o OpenTime) WasMS() int64 { return o.Was.Milliseconds() }

// End is when the attempt ends now, NewEnd when it would.
func (o OpenTime) End() string { return moment(o.Ends, o.Now) }

// NewEnd is the other half of End.
func (o OpenTime) NewEnd() string {
	return moment(o.Ends.Add(time.Duration(o.More)*time.Minute), o.Now)
}

// Given says what was given before, "" for nothing.
func (o OpenTime) Given() string {
	if o.Was <= 0 {
		return ""
	}
	return minutes(o.Was) + " more were given so far."
}

// Times is the factor: "1.5 ×".
func (o OpenTime) Times() string { return times(o.Factor) }

// Field is where the minutes are typed.
func (o OpenTime) Field() Field {
	return Field{Name: "minutes-" + o.ID, Label: "Extra minutes for " + o.Name, Error: o.Error, Value: o.Minutes, InputMode: "numeric", Width: "short", Required: true}
}

// moment is a time of day, with the day if that is not the one of now.
func moment(t, now time.Time) string {
	if t.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return clockTime(t)
	}
	return dayAndTime(t)
}

// A StaffAttempt is one attempt as staff see it: never with a score.
type StaffAttempt struct {
	ID      string
	Person  PersonLine
	Name    string // "Half exam"
	State   string // in words: "Open", "Finished"
	Reason  string // of a void one, who voided it, when and why; "" else
	Started time.Time
	Ends    time.Time // of the clock, or when it ended; zero for an open one without a clock
	Void    bool
}

// VoidPath is the address of the page that takes it out of the count.
func (a StaffAttempt) VoidPath() string { return a.Person.Path() + "/attempts/" + a.ID + "/void" }

// StartedOn is when it began.
func (a StaffAttempt) StartedOn() string { return shortTime(a.Started) }

// EndsOn is when it ends or ended.
func (a StaffAttempt) EndsOn() string {
	if a.Ends.IsZero() {
		return "no time limit"
	}
	return shortTime(a.Ends)
}

// shortTime is a day and time for a table: "Nov 21, 2026, 9:45 AM CST".
func shortTime(t time.Time) string { return t.Format("Jan 2, 2006, 3:04 PM MST") }

// A VoidPage asks staff whether an attempt shall be taken out of the count, and why.
type VoidPage struct {
	Frame
	Attempt StaffAttempt
	Reason  string // typed
}

// NewVoidPage asks the staff member p.
func NewVoidPage(p *Person, a StaffAttempt) VoidPage {
	f := Personal(p, "Void this attempt?")
	f.Section = "People"
	f.Breadcrumb = []Crumb{{"People", "/people"}, {a.Person.Name, a.Person.Path()}}
	return VoidPage{Frame: f, Attempt: a}
}

// Template names the page's file.
func (VoidPage) Template() string { return "person-void.html" }

// MaxReason is how many characters the reason of a void attempt may have.
const MaxReason = 200

// ReasonField is where the reason is typed.
func (v VoidPage) ReasonField() Field {
	return Field{Name: "reason", Label: "Reason", Hint: fmt.Sprintf("%s reads it. At most %d characters.", v.Attempt.Person.Name, MaxReason),
		Error: v.FieldError("reason"), Value: v.Reason, Required: true}
}

// VoidWords say to the learner who voided an attempt, when and why. name is "" where the account is gone.
func VoidWords(name string, at time.Time, reason string) string {
	if name == "" {
		name = "Staff"
	}
	return fmt.Sprintf("%s voided this attempt on %s. Reason: %s", name, at.Format("January 2, 2006"), reason)
}
