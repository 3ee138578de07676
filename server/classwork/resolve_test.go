package classwork_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"testing"
	"time"

	"frontdesk/server/classwork"
	"frontdesk/server/store"
)

// The oracle: what Resolve's comment says, written once more as plainly as it goes, from the other end. It looks at every
// rule for every field and knows nothing of orders, ranks or sorting.

// localTimes are what rules in the test have as dates, with skipped and doubled ones of Chicago and Berlin among them.
var localTimes = []string{"", "2026-11-01T01:30", "2026-11-01T02:00", "2026-12-04T17:00", "2026-12-04T23:59", "2026-12-11T17:00",
	"2027-03-14T02:30", "2027-03-14T02:45", "2027-03-14T03:00", "2027-03-28T02:30", "2027-10-31T02:30", "2027-01-01T00:00"}

// An oracleClock finds moments by walking through all minutes near a local time; it keeps what it has found.
type oracleClock map[string][2]time.Time

func (o oracleClock) moment(local string, z *time.Location, early bool) time.Time {
	if local == "" {
		return time.Time{}
	}
	key := z.String() + local
	if _, ok := o[key]; !ok {
		wall, _ := time.Parse(classwork.Layout, local)
		when, gaps := walk(z, wall.AddDate(0, 0, -2), wall.AddDate(0, 0, 2)).moments(1)
		at := when[wall.Unix()/60]
		if len(at) == 0 {
			at = []int64{gaps[wall.Unix()/60]}
		}
		o[key] = [2]time.Time{time.Unix(60*at[0], 0), time.Unix(60*at[len(at)-1], 0)}
	}
	if early {
		return o[key][0]
	}
	return o[key][1]
}

// better tells whether value a of a field is better for the learner than b.
func (o oracleClock) better(field, a, b string, z *time.Location) bool {
	far := time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	number := func(v string, none float64) float64 {
		n, _ := strconv.ParseFloat(v, 64)
		if n == 0 {
			return none
		}
		return n
	}
	date := func(v string) time.Time {
		if v == "" {
			return far // without a date there is no end
		}
		return o.moment(v, z, false)
	}
	switch field {
	case "opens":
		return a != b && (a == "" || b != "" && o.moment(a, z, true).Before(o.moment(b, z, true)))
	case "due", "until":
		return date(a).After(date(b))
	case "late":
		worth := map[string]int{"always": 2, "until": 1, "no": 0}
		return worth[a] > worth[b]
	case "attempts":
		return number(a, math.Inf(1)) > number(b, math.Inf(1)) // 0 is any number
	case "minutes":
		if a == "" || b == "" {
			return a != "" && b == ""
		}
		return number(a, math.Inf(1)) > number(b, math.Inf(1)) // 0 has no limit
	case "minimum":
		return number(a, 0) < number(b, 0)
	}
	return false
}

// oracle is what holds of a field: the rule, and those that it stands above, highest first.
func (o oracleClock) oracle(w classwork.Work, who classwork.Facts, field string) (all []store.Rule) {
	personal := field != "counts" && field != "score" && field != "answers"
	for _, r := range w.Rules {
		if personal && r.Scope == "person" && r.Target == who.ID && r.Field == field {
			all = append(all, r)
		}
	}
	var ofLabels []store.Rule
	for _, label := range slices.Sorted(slices.Values(who.Labels)) {
		for _, r := range w.Rules {
			if personal && r.Scope == "label" && r.Target == label && r.Field == field {
				ofLabels = append(ofLabels, r)
			}
		}
	}
	for len(ofLabels) > 0 { // the best one, then the best of the others
		best := 0
		for i := range ofLabels {
			if o.better(field, ofLabels[i].Value, ofLabels[best].Value, w.Zone) {
				best = i
			}
		}
		all = append(all, ofLabels[best])
		ofLabels = slices.Delete(ofLabels, best, best+1)
	}
	for _, r := range w.Rules {
		if r.Scope == "work" && r.Field == field {
			all = append(all, r)
		}
	}
	return all
}

func (o oracleClock) resolve(w classwork.Work, who classwork.Facts) (t classwork.Terms, whys []classwork.Why) {
	nothing := map[string]string{"late": "always", "attempts": "0", "minimum": "0", "counts": "best", "score": "at-once", "answers": "at-once"}
	value := map[string]string{}
	for _, f := range []string{"opens", "due", "late", "until", "attempts", "minutes", "minimum", "counts", "score", "answers"} {
		why := classwork.Why{Field: f, Value: nothing[f]}
		if all := o.oracle(w, who, f); len(all) > 0 {
			why.Value, why.From, why.Over = all[0].Value, all[0], all[1:]
		}
		why.Result, value[f] = why.Value, why.Value
		whys = append(whys, why)
	}
	number := func(f string) int { n, _ := strconv.Atoi(value[f]); return n }
	t = classwork.Terms{Opens: o.moment(value["opens"], w.Zone, true), Due: o.moment(value["due"], w.Zone, false), Attempts: number("attempts"),
		Minutes: w.Standard, Factor: who.Factor, Minimum: number("minimum"), Counts: value["counts"], Score: value["score"], Answers: value["answers"]}
	if t.Factor < 1 {
		t.Factor = 1
	}
	if value["minutes"] != "" {
		t.Minutes = number("minutes")
	}
	t.Limit = t.Minutes
	for float64(t.Limit) < float64(t.Minutes)*t.Factor-0.0001 {
		t.Limit++
	}
	if !t.Due.IsZero() && value["late"] == "no" {
		t.Close = t.Due
	}
	if until := o.moment(value["until"], w.Zone, false); !t.Due.IsZero() && value["late"] == "until" && !until.IsZero() {
		t.Close = until
		if until.Before(t.Due) {
			t.Close = t.Due
		}
	}
	more := time.Duration(t.Limit-t.Minutes) * time.Minute
	fact := func(i int, fact, result string) { whys[i].Fact, whys[i].Result = fact, result }
	if !t.Due.IsZero() && more > 0 {
		t.Due = t.Due.Add(more)
		fact(1, "factor", t.Due.In(w.Zone).Format(classwork.Layout))
	}
	if !t.Close.IsZero() && more > 0 {
		t.Close = t.Close.Add(more)
		if value["late"] == "until" {
			fact(3, "factor", t.Close.In(w.Zone).Format(classwork.Layout))
		}
	}
	if t.Attempts > 0 && who.Extra > 0 {
		t.Attempts += who.Extra
		fact(4, "extra", fmt.Sprint(t.Attempts))
	}
	whys[5].Result = fmt.Sprint(t.Limit)
	if more > 0 {
		whys[5].Fact = "factor"
	}
	return t, whys
}

// ruleSet is some work with rules, and somebody it is given.
func ruleSet(r *rand.Rand, zones []*time.Location) (classwork.Work, classwork.Facts) {
	one := func(from ...string) string { return from[r.IntN(len(from))] }
	value := map[string]func() string{
		"opens": func() string { return one(localTimes...) }, "due": func() string { return one(localTimes...) }, "until": func() string { return one(localTimes...) },
		"late": func() string { return one("always", "until", "no") }, "attempts": func() string { return one("0", "1", "2", "3") },
		"minutes": func() string { return one("", "0", "1", "45", "55", "110") }, "minimum": func() string { return one("0", "50", "70", "100") },
		"counts": func() string { return one("best", "last", "mean") }, "score": func() string { return one("at-once", "after-due", "never") },
		"answers": func() string { return one("at-once", "after-due", "never") },
	}
	w := classwork.Work{Zone: zones[r.IntN(len(zones))], Standard: []int{0, 55, 110}[r.IntN(3)]}
	w.ID = "W"
	seen := map[store.Rule]bool{}
	for range r.IntN(30) {
		rule := store.Rule{Scope: one("work", "label", "person"), Field: one(classwork.Fields()...)}
		switch rule.Scope {
		case "label":
			rule.Target = one("evening", "morning", "repeat", "Évora")
		case "person":
			rule.Target = one("ana", "ben")
		}
		if !seen[rule] { // the store has one of each
			seen[rule] = true
			rule.Value = value[rule.Field]()
			w.Rules = append(w.Rules, rule)
		}
	}
	who := classwork.Facts{ID: one("ana", "ben"), Factor: []float64{0, 1, 1.1, 1.25, 1.5, 2}[r.IntN(6)], Extra: r.IntN(3)}
	for _, l := range []string{"Évora", "morning", "evening", "repeat"} {
		if r.IntN(2) == 0 {
			who.Labels = append(who.Labels, l)
		}
	}
	return w, who
}

// TestResolveIsTheOracle compares, on 10,000 sets of rules, every term, and of every field the value, the rule, the rules
// below it, the fact and the result.
func TestResolveIsTheOracle(t *testing.T) {
	var all []*time.Location
	for _, name := range zones {
		all = append(all, zone(t, name))
	}
	o, facts, over := oracleClock{}, 0, 0
	for seed := range uint64(10_000) {
		w, who := ruleSet(rand.New(rand.NewPCG(6, seed)), all)
		before := slices.Clone(w.Rules)
		got, gotWhys := classwork.Resolve(w, who)
		want, wantWhys := o.resolve(w, who)
		if !got.Opens.Equal(want.Opens) || !got.Due.Equal(want.Due) || !got.Close.Equal(want.Close) {
			t.Fatalf("seed %d: %+v\nwant %+v\n%+v\n%+v", seed, got, want, w, who)
		}
		want.Opens, want.Due, want.Close = got.Opens, got.Due, got.Close // the same moments, perhaps of other clocks
		if got != want {
			t.Fatalf("seed %d: %+v\nwant %+v\n%+v\n%+v", seed, got, want, w, who)
		}
		for i := range gotWhys {
			g, o := gotWhys[i], wantWhys[i]
			if len(g.Over) == 0 && len(o.Over) == 0 {
				g.Over, o.Over = nil, nil
			}
			if !reflect.DeepEqual(g, o) {
				t.Fatalf("seed %d: %+v\nwant %+v\n%+v\n%+v", seed, g, o, w, who)
			}
			if facts, over = facts+len(g.Fact), over+len(g.Over); g.From.Scope == "" && g.Fact == "" && g.Result != g.Value && g.Field != "minutes" {
				t.Fatalf("seed %d: %+v has changed without a reason", seed, g)
			}
		}
		if !slices.Equal(before, w.Rules) {
			t.Fatalf("seed %d: Resolve has changed the rules", seed)
		}
	}
	if facts == 0 || over == 0 {
		t.Error("the sets of rules were too plain")
	}
}

func TestGets(t *testing.T) {
	learner := store.ClassMember{Person: store.Person{ID: "ana"}, In: store.Learner, Section: "A", Labels: []string{"evening"}}
	staff, gone := learner, learner
	staff.In, gone.Left = store.Instructor, time.Unix(1, 0)
	for _, tc := range []struct {
		name string
		w    store.Assignment
		m    store.ClassMember
		want bool
	}{
		{"everyone", store.Assignment{Everyone: true}, learner, true},
		{"staff", store.Assignment{Everyone: true}, staff, false},
		{"who has left", store.Assignment{Everyone: true}, gone, false},
		{"withdrawn", store.Assignment{Everyone: true, Withdrawn: time.Unix(1, 0)}, learner, false},
		{"nobody", store.Assignment{}, learner, false},
		{"label", store.Assignment{Targets: []store.Target{{Kind: "label", Target: "evening"}}}, learner, true},
		{"another label", store.Assignment{Targets: []store.Target{{Kind: "label", Target: "A"}}}, learner, false},
		{"section", store.Assignment{Targets: []store.Target{{Kind: "section", Target: "A"}}}, learner, true},
		{"person", store.Assignment{Targets: []store.Target{{Kind: "label", Target: "x"}, {Kind: "person", Target: "ana"}}}, learner, true},
		{"another person", store.Assignment{Targets: []store.Target{{Kind: "person", Target: "ben"}}}, learner, false},
		{"a kind that there is not", store.Assignment{Targets: []store.Target{{Kind: "x", Target: "ana"}}}, learner, false},
	} {
		if got := classwork.Gets(tc.w, tc.m); got != tc.want {
			t.Errorf("%s: %v, want %v", tc.name, got, tc.want)
		}
	}
}

func TestTerms(t *testing.T) {
	nine := time.Date(2026, 12, 4, 9, 0, 0, 0, time.UTC)
	terms := classwork.Terms{Opens: nine, Due: nine.Add(2 * time.Hour), Close: nine.Add(3 * time.Hour), Attempts: 2, Limit: 55}
	for _, tc := range []struct {
		after time.Duration
		used  int
		want  classwork.Standing
		ends  time.Duration
		late  bool
	}{
		{-time.Millisecond, 0, classwork.Early, 0, false},
		{0, 0, classwork.Ready, 55 * time.Minute, false},
		{2 * time.Hour, 1, classwork.Ready, 2*time.Hour + 55*time.Minute, false},
		{2*time.Hour + time.Millisecond, 2, classwork.Used, 0, true},
		{2*time.Hour + 30*time.Minute, 0, classwork.Ready, 3 * time.Hour, true},
		{3 * time.Hour, 0, classwork.Over, 0, true},
		{3 * time.Hour, 2, classwork.Over, 0, true},
	} {
		now := nine.Add(tc.after)
		if got := terms.At(now, tc.used); got != tc.want || terms.Late(now) != tc.late {
			t.Errorf("%v, %d used: %s, late %v", tc.after, tc.used, got, terms.Late(now))
		}
		if got := terms.Deadline(now); tc.want == classwork.Ready && !got.Equal(nine.Add(tc.ends)) {
			t.Errorf("%v: ends %v", tc.after, got)
		}
	}
	open := classwork.Terms{}
	if open.At(nine, 99) != classwork.Ready || !open.Deadline(nine).IsZero() || open.Late(nine) {
		t.Error("without rules everything is open")
	}
}
