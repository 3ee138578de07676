package templates

import (
	"fmt"
	"html/template"
	"net/url"
	"time"
)

// An AnswersPage goes through the questions of a finished attempt as they were sat, with the reason for every option.
type AnswersPage struct {
	Frame
	Attempt  string         // its id
	Show     string         // missed, all, flagged, sure, guess, slow, trial or corrected
	Domain   string         // "" for all
	Domains  []SelectOption // those of the attempt
	All      int            // questions of the attempt
	Matching int            // questions that fit the filters, on all pages
	Number   int            // of this page, from 1
	Pages    int
	Items    []AnsweredItem // of this page
	Released bool           // false: the answers are not open yet, and When says when they will be
	When     string
	Again    int    // how many missed questions can be drilled now; 0 hides the button
	Key      string // idempotency key of that drill
	Withheld int    // questions left out because they also stand on another attempt that is open
	Ask      bool   // there is a class that can be asked
}

// PerPage is how many questions stand on one page of the answers.
const PerPage = 20

// showWords are the filters: their value, their name in the list, and what the heading says after the count.
var showWords = [...]struct{ value, label, heading string }{
	{"missed", "Missed", "missed"},
	{"all", "All", "in all"},
	{"flagged", "Flagged", "flagged"},
	{"sure", "Sure and not right", "sure and not right"},
	{"guess", "Guessed and right", "guessed and right"},
	{"slow", "Over 2 minutes", "over 2 minutes"},
	{"trial", "Not counted", "not counted"},
	{"corrected", "Corrected", "corrected"},
}

// KnownShow reports whether show is one of the filters.
func KnownShow(show string) bool {
	for _, w := range showWords {
		if w.value == show {
			return true
		}
	}
	return false
}

// NewAnswersPage is a page of the answers of the attempt called name; the caller fills in the rest.
func NewAnswersPage(p *Person, attempt, name, show string, matching int) AnswersPage {
	title := "Answers"
	for _, w := range showWords {
		if w.value == show {
			title = fmt.Sprintf("Answers: %d %s", matching, w.heading)
		}
	}
	f := Personal(p, title)
	f.Section, f.Nav = name, Practice
	f.Breadcrumb = []Crumb{{"My page", "/me/"}, {"Result", "/attempts/" + attempt + "/result"}}
	return AnswersPage{Frame: f, Attempt: attempt, Show: show, Matching: matching, Number: 1, Pages: 1, Released: true}
}

// Template names the page's file.
func (AnswersPage) Template() string { return "answers.html" }

// Path is the attempt's address.
func (a AnswersPage) Path() string { return "/attempts/" + a.Attempt }

// Shows are the filters to choose from.
func (a AnswersPage) Shows() []SelectOption {
	var list []SelectOption
	for _, w := range showWords {
		list = append(list, SelectOption{w.value, w.label, w.value == a.Show})
	}
	return list
}

// PagePath is the address of another page with the same filters; page is counted from 1.
func (a AnswersPage) PagePath(page int) string {
	q := url.Values{"show": {a.Show}, "page": {fmt.Sprint(page)}}
	if a.Domain != "" {
		q.Set("domain", a.Domain)
	}
	return a.Path() + "/answers?" + q.Encode()
}

// Range names the questions of a page by their place in the list: "21 to 40".
func (a AnswersPage) Range(page int) string {
	return fmt.Sprintf("%d to %d", (page-1)*PerPage+1, min(page*PerPage, a.Matching))
}

// An AnsweredItem is one question as it was sat, with what was right and why.
type AnsweredItem struct {
	N          int
	Counted    bool   // false for a trial question
	Domain     string // its title
	Scenario   string
	Exhibit    template.HTML
	Question   string
	Reasons    []Reason // the options as they were sat
	Spent      time.Duration
	Confidence string // guess, unsure, sure or ""
	Flag       bool
	Late       bool  // the last choice came after time was over and does not count
	Lesson     *Link // where it is taught; nil if that lesson is not written
	Sources    []SourceNote
	Correction *Correction  // what we had wrong; nil for nothing
	Retired    bool         // it is not used any more
	Report     *ReportEntry // the learner's own report about it; nil for none
}

// Facts are the small facts under a question's number: domain, time, confidence.
func (i AnsweredItem) Facts() []string {
	facts := []string{i.Domain}
	if i.Spent >= time.Second {
		facts = append(facts, fmt.Sprintf("%d s", int(i.Spent/time.Second)))
	}
	if words := map[string]string{"guess": "You guessed", "unsure": "You were unsure", "sure": "You were sure"}[i.Confidence]; words != "" {
		facts = append(facts, words)
	}
	if i.Flag {
		facts = append(facts, "Flagged")
	}
	return compact(facts)
}

// Answered reports whether an option was chosen.
func (i AnsweredItem) Answered() bool {
	for _, r := range i.Reasons {
		if r.Chosen {
			return true
		}
	}
	return false
}

// Right reports whether the right option was chosen.
func (i AnsweredItem) Right() bool {
	for _, r := range i.Reasons {
		if r.Chosen && r.Key {
			return true
		}
	}
	return false
}

// A Reason is an option with what it was worth and why. It stands only on pages where the answer may be known.
type Reason struct {
	Letter string // on the page as it was sat, "A"
	Text   string
	Why    string
	Chosen bool
	Key    bool
	Was    bool // it was taken for the right answer, and is not
}

// Verdict says in words what the option was: "Your answer, and right", "Your answer, not right", "Right answer" or "".
func (r Reason) Verdict() string {
	switch {
	case r.Chosen && r.Key:
		return "Your answer, and right"
	case r.Chosen && r.Was:
		return "Your answer, marked right before"
	case r.Chosen:
		return "Your answer, not right"
	case r.Key:
		return "Right answer"
	case r.Was:
		return "Marked right before"
	}
	return ""
}
