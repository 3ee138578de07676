package classwork

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"frontdesk/server/store"
)

var monday = time.Date(2026, 11, 23, 14, 0, 0, 0, time.UTC) // 8:00 AM in Chicago

func chicago(t testing.TB) *time.Location {
	zone, err := time.LoadLocation("America/Chicago")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// learner is somebody who joined a month ago and was here so many days ago.
func learner(id string, away int) store.ClassMember {
	return store.ClassMember{Person: store.Person{ID: id, Name: id, Factor: 1, Seen: monday.AddDate(0, 0, -away)}, In: store.Learner, Joined: monday.AddDate(0, -1, 0)}
}

// due is a half exam for everybody that was due so many days ago; none of it where days is 0.
func due(t testing.TB, id string, days int, rules ...store.Rule) Work {
	zone := chicago(t)
	if days != 0 {
		rules = append(rules, store.Rule{Scope: store.RuleWork, Field: Due, Value: Local(monday.AddDate(0, 0, -days), zone)})
	}
	return Work{Assignment: store.Assignment{ID: id, Kind: Half, Title: "Half exam " + id, Everyone: true, Zone: zone.String(), Rules: rules}, Zone: zone, Standard: 55}
}

// answers are some about one objective, right where there is a 1, an hour apart, the last one a day ago.
func answers(objective, marks string) (all []Answer) {
	for i, m := range marks {
		at := monday.Add(-24*time.Hour - time.Duration(len(marks)-1-i)*time.Hour)
		all = append(all, Answer{Objective: objective, Title: "patient share", Lesson: "d4-02", Right: m == '1', At: at})
	}
	return all
}

func tried(work string) map[string][]store.Try {
	return map[string][]store.Try{"ana": {{Attempt: "A1", Assignment: work, Person: "ana", Started: monday.AddDate(0, 0, -5), Submitted: monday.AddDate(0, 0, -5), Graded: monday, Correct: 5, Scored: 9, No: 1}}}
}

func TestHelpReasons(t *testing.T) {
	late := func(days int) []Work { return []Work{due(t, "1", days)} }
	for name, tc := range map[string]struct {
		s    Situation
		away int
		want string // reasons with their objects; "" for no row
	}{
		"nothing":                   {},
		"asked":                     {s: Situation{Asked: []store.Message{{ID: "M", Person: "ana", Subject: "access deadlines", At: monday.Add(time.Hour)}}}, want: "Asked for help: access deadlines, November 23, 9:00 AM."},
		"asked without a subject":   {s: Situation{Asked: []store.Message{{ID: "M", Person: "ana", At: monday.Add(time.Hour)}}}, want: "Asked for help, November 23, 9:00 AM."},
		"somebody else asked":       {s: Situation{Asked: []store.Message{{ID: "M", Person: "ben", At: monday}}}},
		"due in time":               {s: Situation{Works: late(-1)}},
		"overdue":                   {s: Situation{Works: late(3)}, want: "Half exam 1 is 3 days late."},
		"overdue for a day":         {s: Situation{Works: late(1)}, want: "Half exam 1 is 1 day late."},
		"handed in":                 {s: Situation{Works: late(3), Record: store.ClassRecord{Tries: tried("1")}}},
		"overdue and closed":        {s: Situation{Works: []Work{due(t, "1", 3, store.Rule{Scope: store.RuleWork, Field: Late, Value: LateNo})}}, away: 9, want: "Half exam 1 is 3 days late."},
		"overdue, but not for her":  {s: Situation{Works: []Work{due(t, "1", 3, store.Rule{Scope: store.RulePerson, Target: "ana", Field: Due, Value: "2026-12-30T17:00"})}}},
		"the one later comes first": {s: Situation{Works: []Work{due(t, "1", 2), due(t, "2", 9)}}, want: "Half exam 2 is 9 days late. Half exam 1 is 2 days late."},
		"two misses":                {s: Situation{Answers: map[string][]Answer{"ana": answers("o1", "100")}}},
		"three misses":              {s: Situation{Answers: map[string][]Answer{"ana": answers("o1", "1000")}}, want: "Missed “patient share” three times in a row. lesson:d4-02"},
		"right since":               {s: Situation{Answers: map[string][]Answer{"ana": answers("o1", "0001")}}},
		"five misses":               {s: Situation{Answers: map[string][]Answer{"ana": answers("o1", "00000")}}, want: "Missed “patient share” 5 times in a row. lesson:d4-02"},
		"misses of two":             {s: Situation{Answers: map[string][]Answer{"ana": append(answers("o1", "00"), answers("o2", "00")...)}}},
		"misses of what is no more": {s: Situation{Answers: map[string][]Answer{"ana": answers("", "0000")}}},
		"misses long ago":           {s: Situation{Now: monday.Add(StuckWithin), Answers: map[string][]Answer{"ana": answers("o1", "000")}}},
		"away with nothing to do":   {away: 30},
		"away with work":            {s: Situation{Works: late(0)}, away: 9, want: "Not here for 9 days."},
		"away for six days":         {s: Situation{Works: late(0)}, away: 6},
		"away, all done":            {s: Situation{Works: late(0), Record: store.ClassRecord{Tries: tried("1")}}, away: 9},
		"away, work not open yet":   {s: Situation{Works: []Work{due(t, "1", 0, store.Rule{Scope: store.RuleWork, Field: Opens, Value: "2026-12-30T08:00"})}}, away: 9},
		"low":                       {s: Situation{Domains: map[string][]Domain{"ana": {{"d4", "Billing", 5, 14}}}}, want: "Billing: 5 of 14 right. domain:d4"},
		"few answers":               {s: Situation{Domains: map[string][]Domain{"ana": {{"d4", "Billing", 0, 9}}}}},
		"sixty per cent":            {s: Situation{Domains: map[string][]Domain{"ana": {{"d4", "Billing", 6, 10}}}}},
		"the lowest domain first":   {s: Situation{Domains: map[string][]Domain{"ana": {{"d1", "Law", 5, 10}, {"d4", "Billing", 1, 10}}}}, want: "Billing: 1 of 10 right. domain:d4 Law: 5 of 10 right. domain:d1"},
		"everything, the worst first": {s: Situation{Works: late(2), Domains: map[string][]Domain{"ana": {{"d4", "Billing", 5, 14}}}, Answers: map[string][]Answer{"ana": answers("o1", "000")}, Asked: []store.Message{{ID: "M", Person: "ana", At: monday}}}, away: 9,
			want: "Asked for help, November 23, 8:00 AM. Half exam 1 is 2 days late. Missed “patient share” three times in a row. lesson:d4-02 Not here for 9 days. Billing: 5 of 14 right. domain:d4"},
	} {
		s := tc.s
		s.Zone, s.Learners = chicago(t), []store.ClassMember{learner("ana", tc.away)}
		if s.Now.IsZero() {
			s.Now = monday
		}
		var got []string
		for _, n := range Help(s) {
			for _, r := range n.Reasons {
				got = append(got, strings.TrimSpace(r.Words+" "+r.Object))
			}
		}
		if strings.Join(got, " ") != tc.want {
			t.Errorf("%s: %s\nwant %s", name, strings.Join(got, " "), tc.want)
		}
	}
}

// TestHelpOrder: rows by their worst reason, of one kind the worse first, and else as the people stand.
func TestHelpOrder(t *testing.T) {
	s := Situation{Zone: chicago(t), Now: monday, Works: []Work{due(t, "1", 3)},
		Learners: []store.ClassMember{learner("ada", 1), learner("ana", 1), learner("ben", 1), learner("cy", 20), learner("dan", 1), learner("eve", 1)},
		Asked:    []store.Message{{ID: "M1", Person: "eve", At: monday.Add(-time.Hour)}, {ID: "M2", Person: "dan", At: monday.Add(-time.Minute)}},
		Answers:  map[string][]Answer{"ada": answers("o1", "000")}}
	s.Works[0].Everyone, s.Works[0].Targets = false, []store.Target{{Kind: TargetPerson, Target: "ana"}, {Kind: TargetPerson, Target: "ben"}}
	away := due(t, "2", 0)
	away.Everyone, away.Targets = false, []store.Target{{Kind: TargetPerson, Target: "cy"}}
	s.Works = append(s.Works, away)
	var got []string
	for _, n := range Help(s) {
		got = append(got, n.Person.ID)
	}
	if want := "eve dan ana ben ada cy"; strings.Join(got, " ") != want {
		t.Errorf("%v, want %s", got, want)
	}
}

// TestHelpRows: whatever is known of a class, each learner has at most one row, reasons and rows are in order of weight,
// a hidden row stays hidden while only time goes on, and comes back when a fact changes.
func TestHelpRows(t *testing.T) {
	zone := chicago(t)
	rapid.Check(t, func(r *rapid.T) {
		s := Situation{Zone: zone, Now: monday, Answers: map[string][]Answer{}, Domains: map[string][]Domain{}, Record: store.ClassRecord{Tries: map[string][]store.Try{}}}
		for i := range rapid.IntRange(0, 3).Draw(r, "works") {
			s.Works = append(s.Works, due(t, fmt.Sprint(i), rapid.IntRange(1, 9).Draw(r, "late")))
		}
		for i := range rapid.IntRange(1, 4).Draw(r, "learners") {
			id := fmt.Sprint("p", i)
			s.Learners = append(s.Learners, learner(id, rapid.IntRange(0, 12).Draw(r, "away")))
			s.Answers[id] = answers("o1", rapid.StringMatching("[01]{0,6}").Draw(r, "answers"))
			s.Domains[id] = []Domain{{"d4", "Billing", rapid.IntRange(0, 10).Draw(r, "right"), rapid.IntRange(10, 14).Draw(r, "of")}}
			for j := range rapid.IntRange(0, 2).Draw(r, "asked") {
				s.Asked = append(s.Asked, store.Message{ID: fmt.Sprint(id, j), Person: id, At: monday.Add(-time.Duration(j) * time.Hour)})
			}
		}
		needs := Help(s)
		seen := map[string]bool{}
		s.Hidden = map[string]string{}
		for i, n := range needs {
			if seen[n.Person.ID] || len(n.Reasons) == 0 || n.Hidden {
				r.Fatalf("%+v", n)
			}
			seen[n.Person.ID] = true
			if !slices.IsSortedFunc(n.Reasons, worse) || i > 0 && worse(needs[i-1].Reasons[0], n.Reasons[0]) > 0 {
				r.Fatalf("out of order: %+v", needs)
			}
			s.Hidden[n.Person.ID] = n.Facts
		}
		later := s
		later.Now = monday.Add(25 * time.Hour) // of which some are away for seven days only now
		reasons := map[string]int{}
		for _, n := range needs {
			reasons[n.Person.ID] = len(n.Reasons)
		}
		for _, n := range Help(later) {
			if n.Hidden == (len(n.Reasons) != reasons[n.Person.ID]) {
				r.Fatalf("a day later, %s is hidden: %v: %+v", n.Person.ID, n.Hidden, n.Reasons)
			}
		}
		if len(needs) == 0 {
			return
		}
		who := needs[0].Person.ID
		s.Asked = append(s.Asked, store.Message{ID: "new", Person: who, At: monday})
		for _, n := range Help(s) {
			if n.Hidden == (n.Person.ID == who) {
				r.Fatalf("after %s has asked, %s is hidden: %v", who, n.Person.ID, n.Hidden)
			}
		}
	})
}

func TestAnswersOut(t *testing.T) {
	rule := func(scope, target, field, value string) store.Rule {
		return store.Rule{Scope: scope, Target: target, Field: field, Value: value}
	}
	class := []store.ClassMember{learner("ana", 0), learner("ben", 0)}
	after := rule(store.RuleWork, "", Answers, AfterDue)
	for name, tc := range map[string]struct {
		w    Work
		want bool
	}{
		"at once":                 {due(t, "1", 0), true},
		"never":                   {due(t, "1", 3, rule(store.RuleWork, "", Answers, Never)), false},
		"after a due date":        {due(t, "1", 3, after), true},
		"before it":               {due(t, "1", -3, after), false},
		"without one":             {due(t, "1", 0, after), false},
		"not due for one of them": {due(t, "1", 3, after, rule(store.RulePerson, "ben", Due, "2026-12-30T17:00")), false},
		"closed":                  {due(t, "1", 3, after, rule(store.RuleWork, "", Late, LateNo)), true},
		"due, but closes later":   {due(t, "1", 3, after, rule(store.RuleWork, "", Late, LateUntil), rule(store.RuleWork, "", Until, "2026-12-30T17:00")), false},
	} {
		if got := AnswersOut(tc.w, class, monday); got != tc.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
