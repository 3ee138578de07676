package classwork_test

import (
	"testing"
	"time"

	"frontdesk/server/classwork"
	"frontdesk/server/store"
)

// TestMarkOf: what somebody has done for one piece of work, and what mark that is. It was due at noon and is asked at one.
func TestMarkOf(t *testing.T) {
	noon := time.Date(2026, 12, 4, 12, 0, 0, 0, time.UTC)
	due := classwork.Terms{Due: noon, Minimum: 70, Counts: classwork.Best}
	closed, undated, early, last, mean := due, due, due, due, due
	closed.Close = noon
	joined := due
	joined.Joined = noon.Add(time.Minute)
	undated.Due = time.Time{}
	early.Opens, early.Due = noon.Add(2*time.Hour), noon.Add(3*time.Hour)
	last.Counts, mean.Counts = classwork.Last, classwork.Mean
	graded := func(id string, at time.Duration, correct, of int) store.Try {
		return store.Try{Attempt: id, Assignment: "W", Started: noon.Add(at - time.Hour), Submitted: noon.Add(at), No: 1, Correct: correct, Scored: of}
	}
	open, waiting := store.Try{Attempt: "o", Assignment: "W", Started: noon}, store.Try{Attempt: "w", Assignment: "W", Submitted: noon.Add(-time.Hour)}
	other := store.Try{Attempt: "x", Assignment: "X", Submitted: noon, No: 1, Correct: 9, Scored: 10}
	excused, given, taken := &store.StaffMark{Excused: true}, &store.StaffMark{Given: true, Tenths: 805}, &store.StaffMark{}
	half, read, cards := "half", "module", "cards"
	for _, tc := range []struct {
		name  string
		kind  string
		terms classwork.Terms
		tries []store.Try
		reads map[string]time.Time
		staff *store.StaffMark
		want  classwork.Mark
		zero  bool // it counts as zero
	}{
		{"nothing, not open yet", half, early, nil, nil, nil, classwork.Mark{State: classwork.Upcoming}, false},
		{"nothing, no date", half, undated, nil, nil, nil, classwork.Mark{State: classwork.ToDo}, false},
		{"nothing, due", half, due, nil, nil, nil, classwork.Mark{State: classwork.Missing}, true},
		{"nothing, closed", half, closed, nil, nil, nil, classwork.Mark{State: classwork.Missing, Closed: true}, true},
		{"due before joining", half, joined, nil, nil, nil, classwork.Mark{State: classwork.Before}, false},
		{"another piece of work", half, due, []store.Try{other}, nil, nil, classwork.Mark{State: classwork.Missing}, true},
		{"under way after the due date", half, due, []store.Try{open}, nil, nil, classwork.Mark{State: classwork.Begun, Used: 1, Open: "o"}, false},
		{"handed in", half, due, []store.Try{waiting}, nil, nil, classwork.Mark{State: classwork.Waiting, Used: 1}, false},
		{"in time, passed", half, due, []store.Try{graded("a", 0, 7, 10)}, nil, nil, classwork.Mark{State: classwork.Done, Has: true, Tenths: 700, Used: 1, Counted: "a", Passed: true}, false},
		{"late", half, due, []store.Try{graded("a", time.Minute, 2, 3)}, nil, nil, classwork.Mark{State: classwork.Done, Has: true, Tenths: 667, Late: true, Used: 1, Counted: "a"}, false},
		{"zero right", half, due, []store.Try{graded("a", -time.Hour, 0, 10)}, nil, nil, classwork.Mark{State: classwork.Done, Has: true, Used: 1, Counted: "a"}, false},
		{"nothing scored", half, due, []store.Try{graded("a", -time.Hour, 0, 0)}, nil, nil, classwork.Mark{State: classwork.Done, Has: true, Used: 1, Counted: "a"}, false},
		{"best of two, of equal ones the first", half, due, []store.Try{graded("a", -time.Hour, 8, 10), graded("b", time.Minute, 8, 10), graded("c", time.Minute, 5, 10)}, nil, nil,
			classwork.Mark{State: classwork.Done, Has: true, Tenths: 800, Used: 3, Counted: "a", Passed: true}, false},
		{"last of two", half, last, []store.Try{graded("a", -time.Hour, 8, 10), graded("b", time.Minute, 5, 10)}, nil, nil,
			classwork.Mark{State: classwork.Done, Has: true, Tenths: 500, Late: true, Used: 2, Counted: "b"}, false},
		{"mean of three", half, mean, []store.Try{graded("a", -time.Hour, 1, 3), graded("b", time.Minute, 1, 3), graded("c", -time.Hour, 1, 1)}, nil, nil,
			classwork.Mark{State: classwork.Done, Has: true, Tenths: 556, Late: true, Used: 3}, false},
		{"a second attempt under way", half, due, []store.Try{graded("a", -time.Hour, 8, 10), open}, nil, nil,
			classwork.Mark{State: classwork.Done, Has: true, Tenths: 800, Used: 2, Open: "o", Counted: "a", Passed: true}, false},
		{"a second attempt handed in", half, due, []store.Try{graded("a", -time.Hour, 8, 10), waiting}, nil, nil,
			classwork.Mark{State: classwork.Done, Has: true, Tenths: 800, Used: 2, Counted: "a", Passed: true}, false},
		{"nothing read", read, due, nil, nil, nil, classwork.Mark{State: classwork.Missing, Of: 2}, true},
		{"a part read, not due", read, undated, nil, map[string]time.Time{"l1": noon, "l9": noon}, nil, classwork.Mark{State: classwork.Begun, Part: 1, Of: 2}, false},
		{"a part read, due", read, due, nil, map[string]time.Time{"l1": noon}, nil, classwork.Mark{State: classwork.Missing, Part: 1, Of: 2}, true},
		{"all read, the last one late", read, due, nil, map[string]time.Time{"l1": noon, "l2": noon.Add(time.Minute)}, nil,
			classwork.Mark{State: classwork.Done, Has: true, Tenths: 1000, Late: true, Part: 2, Of: 2, Passed: true}, false},
		{"a part read once it had closed", read, closed, nil, map[string]time.Time{"l1": noon.Add(-time.Second), "l2": noon}, nil, classwork.Mark{State: classwork.Missing, Closed: true, Part: 1, Of: 2}, true},
		{"all read when it closed", read, closed, nil, map[string]time.Time{"l1": noon.Add(-time.Hour), "l2": noon.Add(-time.Second)}, nil,
			classwork.Mark{State: classwork.Done, Has: true, Tenths: 1000, Closed: true, Part: 2, Of: 2, Passed: true}, false},
		{"cards", cards, due, nil, map[string]time.Time{"deck": noon}, nil, classwork.Mark{State: classwork.Done, Has: true, Tenths: 1000, Part: 1, Of: 1, Passed: true}, false},
		{"excused", half, due, []store.Try{graded("a", 0, 7, 10)}, nil, excused, classwork.Mark{State: classwork.Excused, Tenths: 700, Used: 1, Counted: "a"}, false},
		{"given", half, due, nil, nil, given, classwork.Mark{State: classwork.Done, Has: true, Tenths: 805, Passed: true}, false},
		{"given and taken back", half, due, nil, nil, taken, classwork.Mark{State: classwork.Missing}, true},
	} {
		w := classwork.Work{Lessons: []string{"l1", "l2"}, Deck: "deck"}
		w.ID, w.Kind = "W", tc.kind
		r := store.ClassRecord{Tries: map[string][]store.Try{"ana": tc.tries}, Comments: map[string]map[string]int{"ana": {"W": 2}}}
		r.Reads = map[string]map[string]time.Time{"ana": tc.reads}
		if tc.kind == cards {
			r.Reads, r.Decks = nil, r.Reads
		}
		if tc.staff != nil {
			r.Marks = map[string]map[string]store.StaffMark{"ana": {"W": *tc.staff}}
		}
		got := classwork.MarkOf(w, tc.terms, "ana", r, noon.Add(time.Hour))
		if got.Set() != (tc.staff == given) || got.Comments != 2 || (got.Staff == nil) != (tc.staff == nil) {
			t.Errorf("%s: %+v", tc.name, got)
		}
		tenths, counts := got.Counts()
		if counts != (got.Has || tc.zero) || tc.zero && tenths != 0 || got.Has && tenths != got.Tenths {
			t.Errorf("%s: it counts %d, %v", tc.name, tenths, counts)
		}
		if got.Staff, got.Comments, got.Own, got.OwnHas = nil, 0, 0, false; got != tc.want {
			t.Errorf("%s:\n%+v, want\n%+v", tc.name, got, tc.want)
		}
	}
}
