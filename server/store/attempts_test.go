package store_test

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"frontdesk/server/store"
	"frontdesk/server/store/storetest"
)

func TestStartAttempt(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, ana := t.Context(), newGuest(t, db)
		a := drawn(ana, "k1", "mock", 135, 135)
		id := start(t, db, a)
		got, err := db.Attempt(ctx, ana, id)
		is(t, err, nil)
		want := store.Attempt{
			ID: id, Person: ana, Key: "k1", Mode: "mock", Course: "cmaa", Title: "Practice exam", Blueprint: "2022-01",
			BankVersion: "bank1", CourseVersion: "course1", Policy: a.Policy, Seed: 1<<63 + 7, SeenCount: 3,
			Started: noon, Deadline: noon.Add(135 * time.Minute), Items: 135,
		}
		if got != want {
			t.Errorf("%+v\nwant %+v", got, want)
		}
		items, err := db.AttemptItems(ctx, ana, id)
		is(t, err, nil)
		if len(items) != 135 {
			t.Fatalf("%d items", len(items))
		}
		for i, it := range items {
			n := a.Items[i]
			if it != (store.AttemptItem{N: i + 1, Item: n.Item, Revision: n.Revision, Domain: n.Domain, Lesson: n.Lesson, Order: n.Order, Scored: n.Scored}) {
				t.Errorf("%+v", it)
			}
		}
		item, err := db.AttemptItem(ctx, ana, id, 135)
		is(t, err, nil)
		if item != items[134] {
			t.Errorf("%+v", item)
		}
		texts, err := db.AttemptTexts(ctx, ana, id)
		is(t, err, nil)
		if len(texts) != 135 || string(texts["rev of cmaa/7"].Body) != "body of cmaa/7" {
			t.Errorf("%d texts, %+v", len(texts), texts["rev of cmaa/7"])
		}
	})
}

// What is somebody else's is not there.
func TestAttemptScope(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, ana, ben := t.Context(), newGuest(t, db), newGuest(t, db)
		id := start(t, db, drawn(ana, "k", "drill", 3, 0))
		right := func(string) bool { return true }
		for name, call := range map[string]func(person, id string, n int) error{
			"Attempt":      func(p, id string, _ int) error { _, err := db.Attempt(ctx, p, id); return err },
			"AttemptItems": func(p, id string, _ int) error { _, err := db.AttemptItems(ctx, p, id); return err },
			"AttemptItem":  func(p, id string, n int) error { _, err := db.AttemptItem(ctx, p, id, n); return err },
			"AttemptTexts": func(p, id string, _ int) error { _, err := db.AttemptTexts(ctx, p, id); return err },
			"Grades":       func(p, id string, _ int) error { _, err := db.Grades(ctx, p, id); return err },
			"CloseAttempt": func(p, id string, _ int) error { _, err := db.CloseAttempt(ctx, p, id, noon); return err },
			"CloseOverdue": func(p, id string, _ int) error { _, err := db.CloseOverdue(ctx, p, id, noon); return err },
			"LockItem":     func(p, id string, n int) error { _, err := db.LockItem(ctx, p, id, n, right, noon); return err },
			"AppendGrade": func(p, id string, _ int) error {
				_, err := db.AppendGrade(ctx, p, id, 0, store.Grade{At: noon})
				return err
			},
			"SaveAnswer": func(p, id string, n int) error {
				_, err := db.SaveAnswer(ctx, store.Save{Person: p, Attempt: id, N: n, Seq: 1}, noon)
				return err
			},
		} {
			t.Run(name, func(t *testing.T) {
				is(t, call(ben, id, 1), store.ErrNotFound)
				is(t, call("", id, 1), store.ErrNotFound)
				is(t, call(ana, "no such attempt", 1), store.ErrNotFound)
				if name == "LockItem" || name == "SaveAnswer" || name == "AttemptItem" {
					is(t, call(ana, id, 0), store.ErrNotFound)
					is(t, call(ana, id, 4), store.ErrNotFound)
				}
			})
		}
		saves, err := db.Saves(ctx, ben, id)
		if is(t, err, nil); len(saves) != 0 {
			t.Errorf("%+v", saves)
		}
		a, err := db.Attempt(ctx, ana, id)
		if is(t, err, nil); !a.Open(noon) || !a.Graded.IsZero() {
			t.Errorf("%+v", a)
		}
	})
}

func TestStartAgain(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, ana := t.Context(), newGuest(t, db)
		id := start(t, db, drawn(ana, "k1", "mock", 3, 10))
		again := func(key, mode string, now time.Time) (string, bool) {
			t.Helper()
			id, started, err := db.StartAttempt(ctx, drawn(ana, key, mode, 3, 10), now)
			is(t, err, nil)
			return id, started
		}
		if got, started := again("k1", "mock", noon); got != id || started {
			t.Errorf("the same key: %s, %v", got, started)
		}
		if got, started := again("k2", "mock", noon); got != id || started {
			t.Errorf("an open attempt of the mode: %s, %v", got, started)
		}
		if got, started := again("k3", "half", noon); got == id || !started {
			t.Errorf("another mode: %s, %v", got, started)
		}
		if _, started, err := db.StartAttempt(ctx, drawn(newGuest(t, db), "k1", "mock", 3, 10), noon); err != nil || !started {
			t.Errorf("another person, the same key: %v, %v", started, err)
		}
		if got, started := again("k4", "mock", noon.Add(10*time.Minute+store.Grace)); got != id || started {
			t.Errorf("in its grace: %s, %v", got, started)
		}
		if got, started := again("k4", "mock", noon.Add(10*time.Minute+store.Grace+1e6)); got == id || !started {
			t.Errorf("after its grace: %s, %v", got, started)
		}
		a, err := db.Attempt(ctx, ana, id)
		is(t, err, nil)
		if !a.RanOut() || !a.Submitted.Equal(noon.Add(10*time.Minute)) {
			t.Errorf("the old one: %+v", a)
		}
		if got, started := again("k1", "mock", noon.Add(time.Hour)); got != id || started {
			t.Errorf("its key, when it is closed: %s, %v", got, started)
		}
		if _, _, err := db.StartAttempt(ctx, drawn("nobody", "k", "mock", 1, 0), noon); err == nil {
			t.Error("an attempt of nobody")
		}
		if _, _, err := db.StartAttempt(ctx, drawn(ana, "k9", "drill", 0, 0), noon); err == nil {
			t.Error("an attempt without items")
		}
		all, err := db.AttemptsOf(ctx, ana)
		is(t, err, nil)
		var modes []string
		for _, a := range all {
			modes = append(modes, a.Mode)
		}
		if len(all) != 3 || all[0].Mode != "mock" || all[0].ID == id {
			t.Errorf("%v", modes)
		}
	})
}

// Fifty starts at once, from two processes' worth of pools, make one attempt:
// with one key, and with fifty.
func TestFiftyStarts(t *testing.T) {
	for _, engine := range storetest.Engines(t) {
		t.Run(engine, func(t *testing.T) {
			dsn := storetest.DSN(t, engine)
			pools := []*store.DB{storetest.Reopen(t, dsn), storetest.Reopen(t, dsn)}
			for _, keys := range []int{1, 50} {
				ana := newGuest(t, pools[0])
				ids := make(chan string, 50)
				for i := range 50 {
					go func() {
						id, _, err := pools[i%2].StartAttempt(t.Context(), drawn(ana, fmt.Sprint("k", i%keys), "mock", 20, 30), noon)
						if err != nil {
							t.Error(err)
						}
						ids <- id
					}()
				}
				seen := map[string]int{}
				for range 50 {
					seen[<-ids]++
				}
				all, err := pools[1].AttemptsOf(t.Context(), ana)
				if is(t, err, nil); len(seen) != 1 || len(all) != 1 || all[0].Items != 20 {
					t.Errorf("%d keys: ids %v, attempts %d", keys, seen, len(all))
				}
			}
		})
	}
}

func TestTexts(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		var texts []store.Text
		for i := range 1200 {
			texts = append(texts, store.Text{Hash: fmt.Sprint(i), Kind: "item", ID: "x", Body: fmt.Append(nil, "ü", i)})
		}
		is(t, db.PutTexts(ctx, texts), nil)
		is(t, db.PutTexts(ctx, []store.Text{{Hash: "7", Kind: "item", ID: "x", Body: []byte("other")}}), nil)
		is(t, db.PutTexts(ctx, nil), nil)
		got, err := db.Text(ctx, "7")
		is(t, err, nil)
		if !reflect.DeepEqual(got, texts[7]) {
			t.Errorf("%+v", got)
		}
		_, err = db.Text(ctx, "none")
		is(t, err, store.ErrNotFound)
		count(t, db, "SELECT COUNT(*) FROM texts", 1200)
	})
}

func TestReads(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, ana := t.Context(), newGuest(t, db)
		mark := func(lesson, revision string, minutes int) {
			t.Helper()
			text := store.Text{Hash: revision, Kind: "lesson", ID: lesson, Body: []byte("text")}
			is(t, db.MarkRead(ctx, ana, text, noon.Add(time.Duration(minutes)*time.Minute)), nil)
		}
		read := func(want ...store.Read) {
			t.Helper()
			got, err := db.ReadsOf(ctx, ana)
			is(t, err, nil)
			if len(got) != len(want) || len(want) > 0 && !reflect.DeepEqual(got, want) {
				t.Errorf("%+v, want %+v", got, want)
			}
			c, err := db.Counts(ctx, ana)
			if is(t, err, nil); c.Lessons != len(want) {
				t.Errorf("%+v", c)
			}
		}
		read()
		mark("d1-01", "r1", 0)
		mark("d1-01", "r1", 1)
		mark("d2-05", "r2", 2)
		mark("d1-01", "r3", 3)
		read(store.Read{Lesson: "d2-05", Revision: "r2", At: noon.Add(2 * time.Minute)}, store.Read{Lesson: "d1-01", Revision: "r3", At: noon.Add(3 * time.Minute)})
		is(t, db.UndoRead(ctx, ana, "d1-01", noon), nil)
		is(t, db.UndoRead(ctx, ana, "d1-01", noon), nil)
		read(store.Read{Lesson: "d2-05", Revision: "r2", At: noon.Add(2 * time.Minute)})
		mark("d1-01", "r3", 3) // in the same millisecond as before
		is(t, db.UndoRead(ctx, ana, "d2-05", noon), nil)
		read(store.Read{Lesson: "d1-01", Revision: "r3", At: noon.Add(3 * time.Minute)})
		count(t, db, "SELECT COUNT(*) FROM reads", 3)
		_, err := db.Text(ctx, "r1")
		is(t, err, nil)
		is(t, db.MarkRead(ctx, "nobody", store.Text{Hash: "r9", Kind: "lesson", ID: "d1-01"}, noon), store.ErrNotFound)
		is(t, db.UndoRead(ctx, "nobody", "d1-01", noon), store.ErrNotFound)
		_, err = db.Text(ctx, "r9")
		is(t, err, store.ErrNotFound)
	})
}
