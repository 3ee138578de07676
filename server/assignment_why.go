package server

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"frontdesk/server/classwork"
	"frontdesk/server/store"
	"frontdesk/templates"
)

// Which rules of assigned work hold for one person, and where each comes from: as a page, and as JSON for scripts.

// showWhy explains the work in the scope for the classmate there.
func (s *Server) showWhy(w http.ResponseWriter, r *http.Request, sc *scope) error {
	terms, whys := termsOf(sc.work, sc.classmate)
	if wantsJSON(r) {
		return writeJSON(w, http.StatusOK, whyData(sc.work, terms, whys))
	}
	d, err := s.desk(r, sc)
	if err != nil {
		return err
	}
	m := sc.classmate
	page := templates.NewWhyPage(sc.shown(), classLine(sc.class, sc.role), sc.look(), s.workLine(sc.work, d), m.ID, m.Name)
	page.Sentence = s.mayWords(sc.work, m, terms, d.record)
	for _, y := range whys {
		if line, ok := whyLine(sc.work, m, y, d.seen); ok {
			page.Lines = append(page.Lines, line)
		}
	}
	return s.show(w, http.StatusOK, page)
}

// mayWords says what somebody may do at a piece of work now.
func (s *Server) mayWords(w classwork.Work, m store.ClassMember, t classwork.Terms, record store.ClassRecord) string {
	given := w.Assignment
	given.Withdrawn = time.Time{}
	mark := classwork.MarkOf(w, t, m.ID, record, s.now())
	switch {
	case !classwork.Gets(given, m):
		return m.Name + " does not get this work."
	case !w.Withdrawn.IsZero():
		return "The work is withdrawn, so " + m.Name + " does not see it."
	case mark.Open != "":
		return m.Name + " is working on it now."
	}
	switch t.At(s.now(), mark.Used) {
	case classwork.Early:
		return m.Name + " can begin on " + localTime(t.Opens, w.Zone) + "."
	case classwork.Over:
		return "It closed for " + m.Name + " on " + localTime(t.Close, w.Zone) + "."
	case classwork.Used:
		return m.Name + " has made all of " + count(t.Attempts, "attempt", "attempts") + "."
	}
	words := m.Name + " can begin now"
	if !t.Due.IsZero() {
		words += ", and is in time until " + localTime(t.Due, w.Zone)
	}
	if t.Attempts > 0 && classwork.Sat(w.Kind) {
		left := t.Attempts - mark.Used
		words += fmt.Sprintf("; %d of %s %s left", left, count(t.Attempts, "attempt", "attempts"), map[bool]string{true: "is", false: "are"}[left == 1])
	}
	return words + "."
}

// whyLine is where a rule comes from, in words; ok is false for a rule that such work does not have.
func whyLine(w classwork.Work, m store.ClassMember, y classwork.Why, people []store.ClassMember) (line templates.WhyLine, ok bool) {
	read := []string{classwork.Opens, classwork.Due, classwork.Late, classwork.Until}
	if !classwork.Sat(w.Kind) && !slices.Contains(read, y.Field) {
		return line, false
	}
	line = templates.WhyLine{Rule: ruleNames[y.Field], Value: ruleWords(y.Field, y.Result, w.Zone), From: fromWords(y.From, people)}
	var over []string
	for _, r := range y.Over {
		over = append(over, ruleWords(r.Field, r.Value, w.Zone)+" from "+fromWords(r, people))
	}
	line.Over = strings.Join(over, "; ")
	before := ruleWords(y.Field, y.Value, w.Zone)
	switch {
	case y.Fact == classwork.FactExtra:
		line.Fact = count(m.Extra, "extra attempt makes ", "extra attempts make ") + before + " " + y.Result
	case y.Fact == classwork.FactFactor:
		if y.Field == classwork.Minutes && y.Value == "" {
			before = strconv.Itoa(w.Standard)
		}
		line.Fact = fmt.Sprintf("time factor %s makes %s %s", strconv.FormatFloat(m.Factor, 'f', -1, 64), before, line.Value)
	}
	return line, true
}

// fromWords names the rule that something comes from.
func fromWords(r store.Rule, people []store.ClassMember) string {
	switch r.Scope {
	case store.RuleLabel:
		return "the rule for the label " + r.Target
	case store.RulePerson:
		return "the rule for " + targetWords(r.Scope, r.Target, people)
	case store.RuleWork:
		return "the assignment"
	}
	return "nothing said"
}

// whyJSON is documented in the README, and does not change.
type whyJSON struct {
	Fields []whyField `json:"fields"`
	Terms  whyTerms   `json:"terms"`
}

type whyField struct {
	Field  string    `json:"field"`
	Value  string    `json:"value"`
	Result string    `json:"result"`
	From   whyRule   `json:"from"`
	Over   []whyRule `json:"over"`
	Fact   string    `json:"fact"`
}

type whyRule struct {
	Scope  string  `json:"scope"`
	Target string  `json:"target"`
	Value  *string `json:"value,omitempty"` // of those that it stands above
}

type whyTerms struct {
	Opens    *time.Time `json:"opens"`
	Due      *time.Time `json:"due"`
	Close    *time.Time `json:"close"`
	Attempts int        `json:"attempts"`
	Minutes  int        `json:"minutes"`
	Limit    int        `json:"limit"`
	Factor   float64    `json:"factor"`
	Minimum  int        `json:"minimum"`
	Counts   string     `json:"counts"`
	Score    string     `json:"score"`
	Answers  string     `json:"answers"`
}

func whyData(w classwork.Work, t classwork.Terms, whys []classwork.Why) whyJSON {
	moment := func(at time.Time) *time.Time {
		if at.IsZero() {
			return nil
		}
		at = at.In(w.Zone)
		return &at
	}
	data := whyJSON{Terms: whyTerms{moment(t.Opens), moment(t.Due), moment(t.Close), t.Attempts, t.Minutes, t.Limit, t.Factor, t.Minimum, t.Counts, t.Score, t.Answers}}
	for _, y := range whys {
		f := whyField{Field: y.Field, Value: y.Value, Result: y.Result, From: whyRule{Scope: y.From.Scope, Target: y.From.Target}, Over: []whyRule{}, Fact: y.Fact}
		for _, r := range y.Over {
			f.Over = append(f.Over, whyRule{r.Scope, r.Target, &r.Value})
		}
		data.Fields = append(data.Fields, f)
	}
	return data
}
