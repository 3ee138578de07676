package classwork

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"time"

	"frontdesk/server/store"
)

// Facts are what holds for a person at all work.
type Facts struct {
	ID     string
	Labels []string
	Factor float64 // of time; below 1 is 1
	Extra  int     // attempts
	Joined time.Time
}

// FactsOf are the facts of somebody in a class.
func FactsOf(m store.ClassMember) Facts {
	return Facts{ID: m.ID, Labels: m.Labels, Factor: m.Factor, Extra: m.Extra, Joined: m.Joined}
}

// A Why says where the value of a field comes from.
type Why struct {
	Field  string
	Value  string       // as the rule has it; "" where nothing is said, or nothing is meant
	From   store.Rule   // the rule that holds; its Scope is "" where nothing is said
	Over   []store.Rule // the rules that it stands above, highest first
	Fact   string       // FactFactor or FactExtra, where a fact of the person comes on top
	Result string       // what holds in the end, fact included: a local time of Layout, a number, or Value
}

// The facts of a person that come on top of rules.
const (
	FactFactor = "factor"
	FactExtra  = "extra"
)

// Resolve says which rules of the work hold for a person, and where each comes from, in the order of Fields.
//
// For a field, a rule for the person stands above those for labels, and these above the work's own. If several of the
// person's labels say something, what is best for the learner holds: the earliest opening, the latest dates, the most
// attempts and minutes, the lowest minimum; of equal ones that of the first label by the alphabet. Where a time factor makes an attempt longer, its
// due date and its close move by as much.
func Resolve(w Work, who Facts) (Terms, []Why) {
	fields := Fields()
	r := resolver{work: w, who: who, values: map[string]*Why{}}
	whys := make([]Why, len(fields))
	for i, f := range fields {
		whys[i] = r.choose(f)
		r.values[f] = &whys[i]
	}
	return r.terms(), whys
}

// TermsFor is Resolve without the reasons.
func TermsFor(w Work, who Facts) Terms {
	t, _ := Resolve(w, who)
	return t
}

type resolver struct {
	work   Work
	who    Facts
	values map[string]*Why
}

// choose finds the rule of a field that holds.
func (r *resolver) choose(field string) Why {
	var found []store.Rule
	for _, rule := range r.work.Rules {
		if rule.Field == field && r.means(rule) {
			found = append(found, rule)
		}
	}
	slices.SortStableFunc(found, func(a, b store.Rule) int {
		return cmp.Or(cmp.Compare(rank(b), rank(a)), r.kinder(field, a.Value, b.Value), cmp.Compare(a.Target, b.Target))
	})
	if len(found) == 0 {
		return Why{Field: field, Value: fallback(field), Result: fallback(field)}
	}
	return Why{Field: field, Value: found[0].Value, From: found[0], Over: found[1:], Result: found[0].Value}
}

// means tells whether a rule is about the person.
func (r *resolver) means(rule store.Rule) bool {
	switch rule.Scope {
	case store.RulePerson:
		return rule.Target == r.who.ID && slices.Contains(PersonalFields(), rule.Field)
	case store.RuleLabel:
		return slices.Contains(r.who.Labels, rule.Target) && slices.Contains(PersonalFields(), rule.Field)
	}
	return rule.Scope == store.RuleWork
}

func rank(r store.Rule) int {
	return slices.Index([]string{store.RuleWork, store.RuleLabel, store.RulePerson}, r.Scope)
}

// fallback is the value of a field of which nothing is said.
func fallback(field string) string {
	return map[string]string{Late: LateAlways, Attempts: "0", Minimum: "0", Counts: Best, Score: AtOnce, Answers: AtOnce}[field]
}

// kinder orders two values of a field, the one that is better for the learner first.
func (r *resolver) kinder(field, a, b string) int {
	switch field {
	case Opens:
		return r.moment(a, true).Compare(r.moment(b, true)) // none is the zero time, which is earliest
	case Due, Until:
		return none(a, b, r.moment(b, false).Compare(r.moment(a, false)))
	case Late:
		order := []string{LateAlways, LateUntil, LateNo}
		return cmp.Compare(slices.Index(order, a), slices.Index(order, b))
	case Attempts:
		return none(zeroless(a), zeroless(b), cmp.Compare(whole(b), whole(a)))
	case Minutes:
		if a == "" || b == "" { // the kind's own time is not compared with others: it comes last
			return none(b, a, 0)
		}
		return none(zeroless(a), zeroless(b), cmp.Compare(whole(b), whole(a)))
	case Minimum:
		return cmp.Compare(whole(a), whole(b))
	}
	return 0
}

// none puts a value that is empty first, and else orders as said.
func none(a, b string, order int) int {
	switch {
	case a == "" && b == "":
		return 0
	case a == "":
		return -1
	case b == "":
		return 1
	}
	return order
}

func zeroless(s string) string {
	if whole(s) == 0 {
		return ""
	}
	return s
}

func whole(s string) int {
	n, _ := strconv.Atoi(s) // the form has checked it
	return max(n, 0)
}

// moment is the instant of a local time; zero for none.
func (r *resolver) moment(local string, early bool) time.Time {
	if local == "" {
		return time.Time{}
	}
	t, _, err := Instant(local, r.work.Zone, early)
	if err != nil { // the form has checked it
		return time.Time{}
	}
	return t
}

// terms turns the values into what they mean, and adds the facts of the person to them and to the reasons.
func (r *resolver) terms() Terms {
	v := func(field string) string { return r.values[field].Value }
	t := Terms{
		Opens: r.moment(v(Opens), true), Due: r.moment(v(Due), false), Attempts: whole(v(Attempts)), Minutes: r.work.Standard,
		Factor: max(r.who.Factor, 1), Minimum: whole(v(Minimum)), Counts: v(Counts), Score: v(Score), Answers: v(Answers), Joined: r.who.Joined,
	}
	if v(Minutes) != "" {
		t.Minutes = whole(v(Minutes))
	}
	t.Close = r.closes(t.Due)
	t.Limit = Extended(t.Minutes, t.Factor)
	r.result(Minutes, t.Limit != t.Minutes, FactFactor, strconv.Itoa(t.Limit))
	if t.Attempts > 0 && r.who.Extra > 0 {
		t.Attempts += r.who.Extra
		r.result(Attempts, true, FactExtra, strconv.Itoa(t.Attempts))
	}
	stretch := time.Duration(t.Limit-t.Minutes) * time.Minute
	if stretch > 0 && !t.Due.IsZero() {
		t.Due = t.Due.Add(stretch)
		r.result(Due, true, FactFactor, Local(t.Due, r.work.Zone))
	}
	if stretch > 0 && !t.Close.IsZero() {
		t.Close = t.Close.Add(stretch)
		if v(Late) == LateUntil {
			r.result(Until, true, FactFactor, Local(t.Close, r.work.Zone))
		}
	}
	return t
}

// result writes down what holds in the end, and the fact that has changed it.
func (r *resolver) result(field string, changed bool, fact, result string) {
	w := r.values[field]
	w.Result = result
	if changed {
		w.Fact = fact
	}
}

// closes is when the work closes, before any factor. Without a due date nothing is late, and nothing closes.
func (r *resolver) closes(due time.Time) time.Time {
	switch r.values[Late].Value {
	case LateNo:
		return due
	case LateUntil:
		until := r.moment(r.values[Until].Value, false)
		if due.IsZero() || until.IsZero() {
			return time.Time{}
		}
		if until.Before(due) {
			return due
		}
		return until
	}
	return time.Time{}
}

// Extended is a time in minutes times a factor, rounded up; 0 stays 0.
func Extended(minutes int, factor float64) int {
	return int(math.Ceil(float64(minutes)*factor - 1e-6)) // 110 times 1.1 is a little more than 121 in floating point
}
