package store_test

import (
	"reflect"
	"testing"
	"time"

	"frontdesk/server/store"
)

func TestCloseAttempt(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, ana := t.Context(), newGuest(t, db)
		early := start(t, db, drawn(ana, "k1", "mock", 2, 10))
		a, err := db.CloseAttempt(ctx, ana, early, noon.Add(3*time.Minute))
		if is(t, err, nil); !a.Submitted.Equal(noon.Add(3*time.Minute)) || a.RanOut() || a.Open(noon) {
			t.Errorf("%+v", a)
		}
		again, err := db.CloseAttempt(ctx, ana, early, noon.Add(4*time.Minute))
		if is(t, err, nil); again != a {
			t.Errorf("%+v", again)
		}
		late := start(t, db, drawn(ana, "k2", "mock", 2, 10))
		a, err = db.CloseAttempt(ctx, ana, late, noon.Add(20*time.Minute))
		if is(t, err, nil); !a.Submitted.Equal(noon.Add(10*time.Minute)) || !a.RanOut() {
			t.Errorf("%+v", a)
		}
		untimed := start(t, db, drawn(ana, "k3", "mock", 2, 0))
		a, err = db.CloseAttempt(ctx, ana, untimed, noon.AddDate(1, 0, 0))
		if is(t, err, nil); !a.Submitted.Equal(noon.AddDate(1, 0, 0)) || a.RanOut() {
			t.Errorf("%+v", a)
		}
	})
}

// The sweeper finds what is over or half done, and closes nothing before its
// time, granted time included.
func TestSweeping(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, ana := t.Context(), newGuest(t, db)
		timed := start(t, db, drawn(ana, "k1", "mock", 2, 10))
		start(t, db, drawn(ana, "k2", "drill", 2, 0))
		listed := func(now time.Time, want ...store.Due) {
			t.Helper()
			due, err := db.DueForClosing(ctx, now)
			if is(t, err, nil); len(due) != len(want) || len(want) > 0 && !reflect.DeepEqual(due, want) {
				t.Errorf("%+v, want %+v", due, want)
			}
		}
		over := noon.Add(10*time.Minute + store.Grace)
		listed(over)
		a, err := db.CloseOverdue(ctx, ana, timed, over)
		if is(t, err, nil); !a.Open(over) {
			t.Errorf("closed in its grace: %+v", a)
		}
		over = over.Add(time.Millisecond)
		listed(over, store.Due{Person: ana, Attempt: timed})
		is(t, db.Exec("UPDATE attempts SET granted_ms = 60000 WHERE id = ?1", timed), nil)
		listed(over)
		a, err = db.CloseOverdue(ctx, ana, timed, over)
		if is(t, err, nil); !a.Open(over) || a.Granted != time.Minute {
			t.Errorf("closed in granted time: %+v", a)
		}
		over = over.Add(time.Minute)
		a, err = db.CloseOverdue(ctx, ana, timed, over)
		if is(t, err, nil); !a.RanOut() || !a.Submitted.Equal(noon.Add(11*time.Minute)) {
			t.Errorf("%+v", a)
		}
		listed(over, store.Due{Person: ana, Attempt: timed, Submitted: true})
		_, err = db.AppendGrade(ctx, ana, timed, 0, store.Grade{Policy: "first", At: over, Detail: "{}"})
		is(t, err, nil)
		listed(over)
	})
}

func TestGrades(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, ana := t.Context(), newGuest(t, db)
		id := start(t, db, drawn(ana, "k", "mock", 3, 10))
		g := store.Grade{Mark: store.Mark{Correct: 1, Scored: 3, Answered: 2}, Policy: "first", At: noon.Add(time.Hour), Detail: `{"d1":1}`}
		_, err := db.AppendGrade(ctx, ana, id, 0, g)
		is(t, err, store.ErrNotSubmitted)
		_, err = db.CloseAttempt(ctx, ana, id, noon)
		is(t, err, nil)
		grades, err := db.Grades(ctx, ana, id)
		if is(t, err, nil); len(grades) != 0 {
			t.Errorf("%+v", grades)
		}
		_, err = db.AppendGrade(ctx, ana, id, 1, g)
		is(t, err, store.ErrNotFound)
		first, err := db.AppendGrade(ctx, ana, id, 0, g)
		if is(t, err, nil); first.No != 1 {
			t.Errorf("%+v", first)
		}
		g.At, g.Correct = noon.Add(2*time.Hour), 3
		kept, err := db.AppendGrade(ctx, ana, id, 0, g) // another sweeper, too late
		if is(t, err, nil); !reflect.DeepEqual(kept, first) {
			t.Errorf("%+v, want %+v", kept, first)
		}
		g.Policy = "rekey: everyone the point"
		second, err := db.AppendGrade(ctx, ana, id, 1, g)
		if is(t, err, nil); second.No != 2 {
			t.Errorf("%+v", second)
		}
		grades, err = db.Grades(ctx, ana, id)
		if is(t, err, nil); !reflect.DeepEqual(grades, []store.Grade{first, second}) {
			t.Errorf("%+v", grades)
		}
		a, err := db.Attempt(ctx, ana, id)
		if is(t, err, nil); a.Mark != second.Mark || !a.Graded.Equal(noon.Add(time.Hour)) {
			t.Errorf("%+v", a)
		}
	})
}

// Twenty sweepers grade one attempt: there is one grade.
func TestGradedOnce(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, ana := t.Context(), newGuest(t, db)
		id := start(t, db, drawn(ana, "k", "mock", 3, 10))
		_, err := db.CloseAttempt(ctx, ana, id, noon)
		is(t, err, nil)
		const n = 20
		results := make(chan store.Grade, n)
		for i := range n {
			go func() {
				g, err := db.AppendGrade(ctx, ana, id, 0, store.Grade{Mark: store.Mark{Correct: i}, Policy: "first", At: noon, Detail: "{}"})
				if err != nil {
					t.Error(err)
				}
				results <- g
			}()
		}
		first := <-results
		for range n - 1 {
			if g := <-results; g.Correct != first.Correct || g.No != 1 {
				t.Errorf("%+v and %+v", g, first)
			}
		}
		count(t, db, "SELECT COUNT(*) FROM grades", 1)
	})
}

func TestHistory(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, ana := t.Context(), newGuest(t, db)
		sit := func(key string, items int, day int, right map[int]bool) string {
			t.Helper()
			id, _, err := db.StartAttempt(ctx, drawn(ana, key, "mock", items, 0), noon.AddDate(0, 0, day))
			is(t, err, nil)
			_, err = db.CloseAttempt(ctx, ana, id, noon.AddDate(0, 0, day))
			is(t, err, nil)
			_, err = db.AppendGrade(ctx, ana, id, 0, store.Grade{Policy: "first", At: noon.AddDate(0, 0, day), Detail: "{}", Right: right})
			is(t, err, nil)
			return id
		}
		first := sit("k1", 4, 1, map[int]bool{1: true, 2: false, 3: true})
		sit("k2", 3, 2, map[int]bool{1: false, 2: true})
		void := sit("k3", 1, 3, map[int]bool{1: true})
		is(t, db.Void(ctx, store.Shell, void, "x", noon.AddDate(0, 0, 3)), nil)
		start(t, db, drawn(ana, "k4", "half", 4, 0)) // open: says nothing
		day := func(n int) time.Time { return noon.AddDate(0, 0, n) }
		want := map[string]store.Seen{
			"cmaa/1": {Times: 3, Last: day(3), Answered: day(2), LastRight: day(1)},
			"cmaa/2": {Times: 2, Last: day(2), Answered: day(2), Right: true, LastRight: day(2)},
			"cmaa/3": {Times: 2, Last: day(2), Answered: day(1), Right: true, LastRight: day(1)},
			"cmaa/4": {Times: 1, Last: day(1)},
		}
		seen, err := db.History(ctx, ana)
		if is(t, err, nil); !reflect.DeepEqual(seen, want) {
			t.Errorf("%+v\nwant %+v", seen, want)
		}
		// A re-key turns what History says of the attempt.
		_, err = db.AppendGrade(ctx, ana, first, 1, store.Grade{Policy: "rekey", At: day(9), Detail: "{}", Right: map[int]bool{1: true, 2: false, 3: false}})
		is(t, err, nil)
		seen, err = db.History(ctx, ana)
		if is(t, err, nil); seen["cmaa/3"] != (store.Seen{Times: 2, Last: day(2), Answered: day(1)}) {
			t.Errorf("%+v", seen["cmaa/3"])
		}
		c, err := db.Counts(ctx, ana)
		if is(t, err, nil); c != (store.Counts{Attempts: 2, Open: 1}) {
			t.Errorf("%+v", c)
		}
		open, err := db.OpenItems(ctx, ana)
		if is(t, err, nil); len(open) != 4 || open[3].Item != "cmaa/4" || open[3].Locked {
			t.Errorf("%+v", open)
		}
	})
}
