package classwork

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"frontdesk/server/store"
)

// From when somebody is said to need help. Each is a guess that staff can prove wrong: rows hidden by "Not today" tell which.
const (
	StuckAt     = 3                   // answers in a row that were not right, on questions about one objective
	StuckWithin = 30 * 24 * time.Hour // the last of them not longer ago: what was missed before that is not today's
	AwayAfter   = 7 * 24 * time.Hour  // not seen, while there is work to do
	LowFrom     = 10                  // answers in a domain since joining, before it is judged
	LowBelow    = 60                  // per cent right
)

// A ReasonKind is why somebody needs help. The kinds stand in the order of their weight.
type ReasonKind int

// The kinds of reasons, the one to see to first first.
const (
	Asked   ReasonKind = iota // for help
	Overdue                   // work was not handed in when it was due
	Stuck                     // misses questions about one objective
	Away                      // was not here, and there is work to do
	Low                       // in one domain
)

// A Reason is one thing for which somebody needs help.
type Reason struct {
	Kind    ReasonKind
	Words   string // in a sentence
	Work    string // Overdue: the assignment's id
	Title   string // Overdue: its title
	Object  string // Stuck, Low: what to drill, as Work.Object has it
	Message string // Asked: the message's id

	weight float64 // of two of a kind, the greater one comes first
	fact   string  // what must change for a hidden row to come back: nothing that only time changes
}

// A Need is a learner with all reasons to help, worst first.
type Need struct {
	Person  store.ClassMember
	Reasons []Reason
	Facts   string // a digest of what the reasons rest on
	Hidden  bool   // staff have hidden the row, and its facts are the same
}

// An Answer is what Help knows of one answer.
type Answer struct {
	Objective string // unique in the course; "" for none
	Title     string // the objective in words
	Lesson    string // its lesson's id
	Right     bool
	At        time.Time
}

// A Domain is how a learner does in one domain.
type Domain struct {
	ID, Title string
	Right, Of int
}

// A Situation is what is known of a class; maps are by the learner's id.
type Situation struct {
	Works    []Work
	Learners []store.ClassMember // who are in it now
	Record   store.ClassRecord
	Answers  map[string][]Answer // in the order in which they were given
	Domains  map[string][]Domain
	Asked    []store.Message   // that nobody has dealt with
	Hidden   map[string]string // facts for which a row is hidden
	Zone     *time.Location
	Now      time.Time
}

// Help says who needs help and why: one Need for each learner with a reason, the worst first reason first. Hidden rows
// are there, marked.
func Help(s Situation) []Need {
	var needs []Need
	for _, m := range s.Learners {
		reasons := s.asked(m)
		undone, overdue := s.undone(m)
		reasons = append(reasons, overdue...)
		reasons = append(reasons, s.stuck(m)...)
		if undone {
			reasons = append(reasons, s.away(m)...)
		}
		reasons = append(reasons, s.low(m)...)
		if len(reasons) == 0 {
			continue
		}
		slices.SortStableFunc(reasons, worse)
		n := Need{Person: m, Reasons: reasons, Facts: digest(reasons)}
		n.Hidden = s.Hidden[m.ID] == n.Facts
		needs = append(needs, n)
	}
	slices.SortStableFunc(needs, func(a, b Need) int { return worse(a.Reasons[0], b.Reasons[0]) })
	return needs
}

func worse(a, b Reason) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), -cmp.Compare(a.weight, b.weight))
}

// digest stands for the facts of reasons, whatever their order.
func digest(reasons []Reason) string {
	facts := make([]string, len(reasons))
	for i, r := range reasons {
		facts[i] = fmt.Sprint(r.Kind, " ", r.fact)
	}
	slices.Sort(facts)
	sum := sha256.Sum256([]byte(strings.Join(facts, "\n")))
	return hex.EncodeToString(sum[:8])
}

// asked are the questions of a learner, the one that has waited longest first.
func (s Situation) asked(m store.ClassMember) (reasons []Reason) {
	for _, q := range s.Asked {
		if q.Person != m.ID {
			continue
		}
		about := ""
		if q.Subject != "" {
			about = ": " + q.Subject
		}
		reasons = append(reasons, Reason{Kind: Asked, Message: q.ID, fact: q.ID, weight: s.Now.Sub(q.At).Hours(),
			Words: "Asked for help" + about + ", " + q.At.In(s.Zone).Format("January 2, 3:04 PM") + "."})
	}
	return reasons
}

// undone tells whether there is work that the learner could do now, and what of it is overdue.
func (s Situation) undone(m store.ClassMember) (undone bool, overdue []Reason) {
	for _, w := range s.Works {
		if !Gets(w.Assignment, m) {
			continue
		}
		t := TermsFor(w, FactsOf(m))
		mark := MarkOf(w, t, m.ID, s.Record, s.Now)
		undone = undone || !mark.Closed && (mark.State == ToDo || mark.State == Begun || mark.State == Missing)
		if mark.State != Missing {
			continue
		}
		late := s.Now.Sub(t.Due)
		overdue = append(overdue, Reason{Kind: Overdue, Work: w.ID, Title: w.Title, weight: late.Hours(), fact: w.ID + " " + t.Due.UTC().Format(time.RFC3339),
			Words: w.Title + " is " + daysOr(late, "less than a day") + " late."})
	}
	return undone, overdue
}

// daysOr is a time in whole days, "3 days"; none for less than one.
func daysOr(d time.Duration, none string) string {
	switch n := int(d.Hours() / 24); n {
	case 0:
		return none
	case 1:
		return "1 day"
	default:
		return fmt.Sprintf("%d days", n)
	}
}

// stuck are the objectives whose newest answers were not right, the one missed most often first.
func (s Situation) stuck(m store.ClassMember) (reasons []Reason) {
	type run struct {
		last   Answer
		misses int
	}
	runs := map[string]run{}
	for _, a := range s.Answers[m.ID] {
		r := run{last: a}
		if !a.Right {
			r.misses = runs[a.Objective].misses + 1
		}
		runs[a.Objective] = r
	}
	for id, r := range runs {
		if id == "" || r.misses < StuckAt || s.Now.Sub(r.last.At) > StuckWithin {
			continue
		}
		reasons = append(reasons, Reason{Kind: Stuck, Object: "lesson:" + r.last.Lesson, weight: float64(r.misses), fact: fmt.Sprint(id, " ", r.last.At.UnixMilli()),
			Words: fmt.Sprintf("Missed “%s” %s in a row.", r.last.Title, times(r.misses))})
	}
	slices.SortFunc(reasons, func(a, b Reason) int { return strings.Compare(a.fact, b.fact) })
	return reasons
}

func times(n int) string {
	if n == 3 {
		return "three times"
	}
	return fmt.Sprintf("%d times", n)
}

// away is how long a learner was not here. Who has joined and not come yet is counted from joining.
func (s Situation) away(m store.ClassMember) []Reason {
	last := m.Seen
	if m.Joined.After(last) {
		last = m.Joined
	}
	away := s.Now.Sub(last)
	if away < AwayAfter {
		return nil
	}
	return []Reason{{Kind: Away, Words: "Not here for " + daysOr(away, "") + ".", weight: away.Hours(), fact: fmt.Sprint(last.UnixMilli())}}
}

// low are the domains in which a learner does badly, the lowest first.
func (s Situation) low(m store.ClassMember) (reasons []Reason) {
	for _, d := range s.Domains[m.ID] {
		if d.Of < LowFrom || 100*d.Right >= LowBelow*d.Of {
			continue
		}
		reasons = append(reasons, Reason{Kind: Low, Object: "domain:" + d.ID, weight: 1 - float64(d.Right)/float64(d.Of), fact: fmt.Sprint(d.ID, " ", d.Right, " ", d.Of),
			Words: fmt.Sprintf("%s: %d of %d right.", d.Title, d.Right, d.Of)})
	}
	return reasons
}

// AnswersOut tells whether the right answers of a piece of work may be known to everybody in the class: at once, or
// since it was due, or has closed where that is later, for all who get it.
func AnswersOut(w Work, class []store.ClassMember, now time.Time) bool {
	switch TermsFor(w, Facts{}).Answers {
	case AtOnce:
		return true
	case AfterDue:
		var ends []Terms
		for _, m := range class {
			if Gets(w.Assignment, m) {
				ends = append(ends, TermsFor(w, FactsOf(m)))
			}
		}
		end := LastEnd(ends)
		return len(ends) == 0 || !end.IsZero() && !now.Before(end)
	}
	return false
}
