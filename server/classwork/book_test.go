package classwork_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"frontdesk/server/classwork"
	"frontdesk/server/store"
)

var (
	chicago, _ = time.LoadLocation("America/Chicago")
	noon       = time.Date(2026, 11, 23, 18, 0, 0, 0, time.UTC) // in Chicago
)

// given is work for everyone, due at a local time, weighing so much; rules are pairs of field and value.
func given(id, kind, due string, weight int, rules ...string) classwork.Work {
	w := classwork.Work{Zone: chicago, Lessons: []string{"l1", "l2"}}
	w.ID, w.Title, w.Kind, w.Everyone, w.Weight = id, id, kind, true, weight
	for i := 0; i+1 < len(rules); i += 2 {
		w.Rules = append(w.Rules, store.Rule{Scope: store.RuleWork, Field: rules[i], Value: rules[i+1]})
	}
	w.Rules = append(w.Rules, store.Rule{Scope: store.RuleWork, Field: classwork.Due, Value: due})
	return w
}

func learner(id string, labels ...string) store.ClassMember {
	m := store.ClassMember{In: store.Learner, Labels: labels}
	m.ID, m.Name = id, id
	return m
}

// try is a graded attempt of ana's that was handed in so many hours before noon.
func try(work string, correct, scored, hours int) store.Try {
	at := noon.Add(-time.Duration(hours) * time.Hour)
	return store.Try{Attempt: fmt.Sprint(work, hours), Assignment: work, Person: "ana", Started: at, Submitted: at, Graded: at, Correct: correct, Scored: scored, No: 1}
}

const (
	past   = "2026-11-23T09:00" // three hours before noon
	future = "2026-11-24T09:00"
)

// TestBook is a table of what ana has, and what then stands in her row.
func TestBook(t *testing.T) {
	set := func(tenths int) store.StaffMark {
		return store.StaffMark{No: 1, Given: true, Tenths: tenths, Reason: "x"}
	}
	half, w := classwork.Half, given
	for _, c := range []struct {
		name  string
		works []classwork.Work
		tries []store.Try
		marks map[string]store.StaffMark
		reads []string // of l1, l2: an hour before noon
		want  string   // cells, and the total
	}{
		{name: "nothing yet", works: []classwork.Work{w("a", half, future, 1)}, want: "[Not started] –"},
		{name: "missing counts as 0", works: []classwork.Work{w("a", half, past, 1), w("b", half, future, 1)}, tries: []store.Try{try("b", 4, 5, 1)}, want: "[Missing 80] 40"},
		{name: "without a date nothing is missing", works: []classwork.Work{w("a", half, "", 1)}, want: "[Not started] –"},
		{name: "not open", works: []classwork.Work{w("a", half, future, 1, classwork.Opens, future)}, want: "[Not open] –"},
		{name: "weights", works: []classwork.Work{w("a", half, future, 3), w("b", half, future, 1)}, tries: []store.Try{try("a", 1, 1, 1), try("b", 1, 2, 1)}, want: "[100 50] 87.5"},
		{name: "zero weight counts nothing", works: []classwork.Work{w("a", half, future, 0), w("b", half, future, 1)}, tries: []store.Try{try("a", 1, 1, 1), try("b", 1, 2, 1)}, want: "[100 50] 50"},
		{name: "zero weights alone", works: []classwork.Work{w("a", half, past, 0)}, tries: []store.Try{try("a", 1, 1, 9)}, want: "[100] –"},
		{name: "rounded once", works: []classwork.Work{w("a", half, future, 1), w("b", half, future, 1), w("c", half, future, 1)}, tries: []store.Try{try("a", 2, 3, 1), try("b", 2, 3, 1), try("c", 1, 3, 1)}, want: "[66.7 66.7 33.3] 55.6"},
		{name: "half a tenth goes up", works: []classwork.Work{w("a", half, future, 1), w("b", half, future, 1)}, marks: map[string]store.StaffMark{"a": set(805), "b": set(800)}, want: "[80.5 set 80 set] 80.3"},
		{name: "late", works: []classwork.Work{w("a", half, past, 1)}, tries: []store.Try{try("a", 41, 50, 1)}, want: "[82 late] 82"},
		{name: "the best", works: []classwork.Work{w("a", half, past, 1)}, tries: []store.Try{try("a", 4, 10, 9), try("a", 8, 10, 8), try("a", 6, 10, 1)}, want: "[80] 80"},
		{name: "of equals the first", works: []classwork.Work{w("a", half, past, 1)}, tries: []store.Try{try("a", 8, 10, 8), try("a", 8, 10, 1)}, want: "[80] 80"},
		{name: "the last", works: []classwork.Work{w("a", half, past, 1, classwork.Counts, classwork.Last)}, tries: []store.Try{try("a", 8, 10, 8), try("a", 6, 10, 1)}, want: "[60 late] 60"},
		{name: "the mean", works: []classwork.Work{w("a", half, past, 1, classwork.Counts, classwork.Mean)}, tries: []store.Try{try("a", 1, 3, 8), try("a", 2, 3, 7)}, want: "[50] 50"},
		{name: "the mean, one late", works: []classwork.Work{w("a", half, past, 1, classwork.Counts, classwork.Mean)}, tries: []store.Try{try("a", 1, 3, 8), try("a", 2, 3, 1)}, want: "[50 late] 50"},
		{name: "excused", works: []classwork.Work{w("a", half, past, 9), w("b", half, past, 1)}, tries: []store.Try{try("a", 1, 10, 8), try("b", 1, 2, 8)}, marks: map[string]store.StaffMark{"a": {No: 1, Excused: true}}, want: "[Excused 50] 50"},
		{name: "set", works: []classwork.Work{w("a", half, past, 1)}, tries: []store.Try{try("a", 1, 10, 1)}, marks: map[string]store.StaffMark{"a": set(900)}, want: "[90 set] 90"},
		{name: "set to nothing at all", works: []classwork.Work{w("a", half, past, 1)}, marks: map[string]store.StaffMark{"a": set(0)}, want: "[0 set] 0"},
		{name: "taken back", works: []classwork.Work{w("a", half, past, 1)}, tries: []store.Try{try("a", 1, 10, 8)}, marks: map[string]store.StaffMark{"a": {No: 2}}, want: "[10] 10"},
		{name: "read", works: []classwork.Work{w("a", classwork.Module, future, 1)}, reads: []string{"l1", "l2"}, want: "[Done] 100"},
		{name: "read late", works: []classwork.Work{w("a", classwork.Module, past, 1)}, reads: []string{"l1", "l2"}, want: "[Done late] 100"},
		{name: "read in part", works: []classwork.Work{w("a", classwork.Module, future, 1)}, reads: []string{"l1"}, want: "[Working] –"},
		{name: "for others", works: []classwork.Work{{Assignment: store.Assignment{ID: "a", Kind: half, Weight: 1}, Zone: chicago}, w("b", half, past, 1)}, tries: []store.Try{try("b", 1, 1, 8)}, want: "[Not given 100] 100"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := store.ClassRecord{Tries: map[string][]store.Try{"ana": c.tries}, Marks: map[string]map[string]store.StaffMark{"ana": c.marks}, Reads: map[string]map[string]time.Time{"ana": {}}}
			for _, l := range c.reads {
				r.Reads["ana"][l] = noon.Add(-time.Hour)
			}
			row := classwork.NewBook(c.works, []store.ClassMember{learner("ana")}, r, noon).Rows[0]
			var cells []string
			for _, cell := range row.Cells {
				cells = append(cells, cell.Words())
			}
			total := "–"
			if row.HasTotal {
				total = classwork.Tenths(row.Total)
			}
			if got := fmt.Sprint(cells, " ", total); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

// TestMeans: the mean of a column is that of its figures, that of the totals of those who have one.
func TestMeans(t *testing.T) {
	r := store.ClassRecord{Tries: map[string][]store.Try{"ana": {try("a", 1, 2, 8)}}, Marks: map[string]map[string]store.StaffMark{"ben": {"a": {No: 1, Given: true, Tenths: 1000}}}}
	b := classwork.NewBook([]classwork.Work{given("a", classwork.Half, past, 2), given("b", classwork.Half, future, 1)}, []store.ClassMember{learner("ana"), learner("ben"), learner("cid")}, r, noon)
	if c := b.Columns[0]; c.Mean != 750 || c.Figures != 2 || !c.Due.Equal(noon.Add(-3*time.Hour)) {
		t.Errorf("column %+v", c)
	}
	if c := b.Columns[1]; c.Figures != 0 || !b.Weighted {
		t.Errorf("column %+v, weighted %v", c, b.Weighted)
	}
	if b.Mean != 500 || !b.HasMean { // 50, 100, and cid's 0 for what is missing
		t.Errorf("the mean is %d, %v", b.Mean, b.HasMean)
	}
}

// TestTermsOfBook: the terms in every cell are those that Resolve finds, whoever rules, labels and facts are about.
func TestTermsOfBook(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		dates, people, labels := []string{"", past, future}, []string{"ana", "ben", "cid"}, []string{"evening", "new"}
		w := given("a", classwork.Half, rapid.SampledFrom(dates).Draw(rt, "due"), 1)
		w.Standard = 60
		for range rapid.IntRange(0, 3).Draw(rt, "rules") {
			rule := store.Rule{Field: classwork.Due, Value: rapid.SampledFrom(dates).Draw(rt, "date")}
			if rapid.Bool().Draw(rt, "person") {
				rule.Scope, rule.Target = store.RulePerson, rapid.SampledFrom(people).Draw(rt, "who")
			} else {
				rule.Scope, rule.Target = store.RuleLabel, rapid.SampledFrom(labels).Draw(rt, "label")
			}
			w.Rules = append(w.Rules, rule)
		}
		var all []store.ClassMember
		for _, p := range people {
			m := learner(p, rapid.SliceOfNDistinct(rapid.SampledFrom(labels), 0, 2, rapid.ID[string]).Draw(rt, "labels")...)
			m.Factor, m.Extra = rapid.SampledFrom([]float64{0, 1, 1.5}).Draw(rt, "factor"), rapid.IntRange(0, 1).Draw(rt, "extra")
			all = append(all, m)
		}
		for i, row := range classwork.NewBook([]classwork.Work{w}, all, store.ClassRecord{}, noon).Rows {
			want := classwork.TermsFor(w, classwork.FactsOf(all[i]))
			if want.Factor = max(want.Factor, 1); row.Cells[0].Terms != want {
				rt.Fatalf("%s has %+v, want %+v", all[i].ID, row.Cells[0].Terms, want)
			}
		}
	})
}

// Work keeps its place among the marks of who has done it, whatever label, section or place that one has now.
func TestStands(t *testing.T) {
	w := store.Assignment{ID: "W", Targets: []store.Target{{Kind: classwork.TargetLabel, Target: "support"}}}
	gets, was, gone := store.ClassMember{In: store.Learner, Labels: []string{"support"}}, store.ClassMember{In: store.Learner}, store.ClassMember{In: store.Learner, Left: time.Unix(1, 0)}
	for _, m := range []*store.ClassMember{&gets, &was, &gone} {
		m.ID = "ana"
	}
	tried := store.ClassRecord{Tries: map[string][]store.Try{"ana": {{Assignment: "W"}}}}
	marked := store.ClassRecord{Marks: map[string]map[string]store.StaffMark{"ana": {"W": {Given: true}}}}
	other := store.ClassRecord{Tries: map[string][]store.Try{"ana": {{Assignment: "X"}}, "ben": {{Assignment: "W"}}}}
	for _, tc := range []struct {
		what string
		m    store.ClassMember
		r    store.ClassRecord
		want bool
	}{
		{"gets it", gets, store.ClassRecord{}, true}, {"does not get it", was, other, false}, {"has begun it", was, tried, true},
		{"has a mark", was, marked, true}, {"left, with a mark", gone, marked, true}, {"left", gone, other, false},
	} {
		if got := classwork.Stands(w, tc.m, tc.r); got != tc.want {
			t.Errorf("%s: %v", tc.what, got)
		}
	}
	w.Withdrawn = time.Unix(1, 0)
	if classwork.Stands(w, gets, marked) {
		t.Error("it was withdrawn")
	}
}
