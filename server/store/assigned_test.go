package store_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"frontdesk/server/store"
)

// assign gives a class work for everybody and returns its id.
func assign(t *testing.T, db *store.DB, class, title string) string {
	t.Helper()
	id, err := db.NewAssignment(t.Context(), store.Shell, store.Assignment{Class: class, Kind: "half", Title: title, Everyone: true, Zone: "America/Chicago"}, noon)
	is(t, err, nil)
	return id
}

// assigned is an attempt at class work of which there may be most.
func assigned(person, key, work string, most int) store.NewAttempt {
	a := drawn(person, key, "half", 2, 10)
	a.Assignment, a.Most = work, most
	return a
}

// TestMostAttempts: however many start and hand in at once, there are never more attempts than the work allows, and no
// fewer.
func TestMostAttempts(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, ana := t.Context(), newMember(t, db, "ana")
		work := assign(t, db, newClass(t, db, newMember(t, db, "cora"), "One").ID, "Half")
		var wg sync.WaitGroup
		var mu sync.Mutex
		began, refused := map[string]int{}, 0
		for i := range 6 {
			wg.Go(func() {
				for n := range 4 {
					id, started, err := db.StartAttempt(ctx, assigned(ana, fmt.Sprint(i, n), work, 3), noon)
					if errors.Is(err, store.ErrNoAttempts) {
						mu.Lock()
						refused++
						mu.Unlock()
						continue
					}
					if err != nil {
						t.Error(err)
						return
					}
					if started {
						mu.Lock()
						began[id]++
						mu.Unlock()
					}
					if _, err := db.CloseAttempt(ctx, ana, id, noon); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		all, err := db.AttemptsOf(ctx, ana)
		if is(t, err, nil); len(all) != 3 || len(began) != 3 || refused == 0 {
			t.Errorf("%d attempts, %d began, %d times refused; want 3, 3, some", len(all), len(began), refused)
		}
		is(t, db.Void(ctx, store.Shell, all[0].ID, "x", noon), nil) // a void one does not count
		start(t, db, assigned(ana, "again", work, 3))
		id, started, err := db.StartAttempt(ctx, assigned(ana, "more", work, 3), noon)
		if is(t, err, nil); started || id == "" {
			t.Errorf("all attempts are used and one is open: %q, %v", id, started)
		}
	})
}

// TestOwnBesideAssigned: an exam of one's own and those for several pieces of work are open beside each other.
func TestOwnBesideAssigned(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, ana := t.Context(), newMember(t, db, "ana")
		class := newClass(t, db, newMember(t, db, "cora"), "One").ID
		one, two := assign(t, db, class, "One"), assign(t, db, class, "Two")
		ids := map[string]bool{}
		for i, work := range []string{"", one, two} {
			a := assigned(ana, fmt.Sprint("k", i), work, 0)
			id := start(t, db, a)
			ids[id] = true
			a.Key = "other"
			again, started, err := db.StartAttempt(ctx, a, noon)
			if is(t, err, nil); started || again != id {
				t.Errorf("for %q a second start gives %q, %v; want %q", work, again, started, id)
			}
			if got, err := db.Attempt(ctx, ana, id); err != nil || got.Assignment != work {
				t.Errorf("%+v, %v", got, err)
			}
		}
		if len(ids) != 3 {
			t.Errorf("%d attempts", len(ids))
		}
		_, started, err := db.StartAttempt(ctx, assigned(ana, "late", one, 0), noon.Add(time.Hour)) // the other one has run out
		if is(t, err, nil); !started {
			t.Error("an attempt that has run out stands in the way")
		}
	})
}

// TestMergeAssigned: an attempt of a guest at class work moves, beside the member's own of that mode; where both are at
// the same work, the guest's is closed.
func TestMergeAssigned(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, guest, ana := t.Context(), newGuest(t, db), newMember(t, db, "ana")
		class := newClass(t, db, newMember(t, db, "cora"), "One").ID
		one, two := assign(t, db, class, "One"), assign(t, db, class, "Two")
		own, mine := start(t, db, assigned(ana, "k1", "", 0)), start(t, db, assigned(ana, "k2", one, 2))
		same, other := start(t, db, assigned(guest, "k1", one, 2)), start(t, db, assigned(guest, "k2", two, 2))
		is(t, db.MarkDeck(ctx, guest, "cmaa/bl", false, noon), nil)
		is(t, db.MergeGuest(ctx, guest, ana, noon.Add(time.Minute)), nil)
		for id, open := range map[string]bool{own: true, mine: true, same: false, other: true} {
			if a, err := db.Attempt(ctx, ana, id); err != nil || a.Submitted.IsZero() != open {
				t.Errorf("%s for %q: submitted %v, %v", a.Key, a.Assignment, a.Submitted, err)
			}
		}
		_, err := db.CloseAttempt(ctx, ana, mine, noon.Add(time.Minute))
		is(t, err, nil)
		_, _, err = db.StartAttempt(ctx, assigned(ana, "k9", one, 2), noon.Add(time.Minute))
		is(t, err, store.ErrNoAttempts) // both count
		if decks, err := db.DecksOf(ctx, ana); err != nil || len(decks) != 1 {
			t.Errorf("%v, %v", decks, err)
		}
	})
}

// TestWorkOf: what somebody has to do with, and who else is in the class.
func TestWorkOf(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, ana, cora := t.Context(), newMember(t, db, "ana"), newMember(t, db, "cora")
		in, left, over, other := newClass(t, db, cora, "In"), newClass(t, db, cora, "Left"), newClass(t, db, cora, "Over"), newClass(t, db, cora, "Other")
		for _, c := range []store.Class{in, left, over} {
			is(t, db.PutMember(ctx, cora, c.ID, ana, store.Learner, noon), nil)
		}
		is(t, db.SetPlace(ctx, cora, in.ID, ana, "A", []string{"evening"}, noon), nil)
		titles := map[string]string{}
		for _, w := range [][2]string{{in.ID, "open"}, {in.ID, "withdrawn"}, {left.ID, "tried"}, {left.ID, "not tried"}, {over.ID, "archived"}, {other.ID, "no"}} {
			titles[w[1]] = assign(t, db, w[0], w[1])
		}
		start(t, db, assigned(ana, "k", titles["tried"], 0))
		is(t, db.EndMember(ctx, cora, left.ID, ana, noon), nil)
		is(t, db.ArchiveClass(ctx, cora, over.ID, true, noon), nil)
		is(t, db.WithdrawAssignment(ctx, cora, in.ID, titles["withdrawn"], true, noon), nil)
		works, err := db.WorkOf(ctx, ana)
		is(t, err, nil)
		got := []string{}
		for _, w := range works {
			got = append(got, fmt.Sprint(w.Name, ": ", w.Title, " ", w.Over, " ", w.Tried))
		}
		slices.Sort(got)
		if want := "[In: open false false In: withdrawn true false Left: tried false true Over: archived true false]"; fmt.Sprint(got) != want {
			t.Errorf("%v\nwant %s", got, want)
		}
		learners, err := db.LearnersOf(ctx, in.ID)
		if is(t, err, nil); len(learners) != 1 || learners[0].ID != ana || learners[0].Section != "A" || fmt.Sprint(learners[0].Labels) != "[evening]" {
			t.Errorf("%+v", learners)
		}
	})
}

// TestDecks: the first word counts, and can be taken back.
func TestDecks(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, ana := t.Context(), newGuest(t, db)
		is(t, db.MarkDeck(ctx, ana, "cmaa/bl", false, noon), nil)
		is(t, db.MarkDeck(ctx, ana, "cmaa/bl", false, noon.Add(time.Hour)), nil)
		if decks, err := db.DecksOf(ctx, ana); err != nil || len(decks) != 1 || !decks["cmaa/bl"].Equal(noon) {
			t.Errorf("%v, %v", decks, err)
		}
		is(t, db.MarkDeck(ctx, ana, "cmaa/bl", true, noon), nil)
		if decks, err := db.DecksOf(ctx, ana); err != nil || len(decks) != 0 {
			t.Errorf("%v, %v", decks, err)
		}
		is(t, db.MarkDeck(ctx, "NOBODY", "cmaa/bl", false, noon), store.ErrNotFound)
	})
}

// TestForm: a fixed form is read as it was kept.
func TestForm(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		class := newClass(t, db, newMember(t, db, "cora"), "One")
		is(t, db.Exec("INSERT INTO forms (id, class, title, seed, created) VALUES ('F', ?1, 'Paper', -5, 0)", class.ID), nil)
		for n, item := range []string{"cmaa/d1-01-001", "cmaa/d3-03-002"} {
			is(t, db.Exec("INSERT INTO form_items (form, n, item, revision, domain, lesson, opts) VALUES ('F', ?1, ?2, 'r', 'd1', 'd1-01', 'dcba')", 2-n, item), nil)
		}
		f, err := db.Form(t.Context(), "F")
		if is(t, err, nil); f.Class != class.ID || f.Title != "Paper" || f.Version != 1 || len(f.Items) != 2 || f.Items[0].Item != "cmaa/d3-03-002" || f.Items[1].Order != "dcba" {
			t.Errorf("%+v", f)
		}
		_, err = db.Form(t.Context(), "X")
		is(t, err, store.ErrNotFound)
	})
}

// TestStartHoldsWork: an attempt begins at the work as it was read, in a class that goes on and that the person is in, or
// not at all.
func TestStartHoldsWork(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, ana, cora := t.Context(), newMember(t, db, "ana"), newMember(t, db, "cora")
		class := newClass(t, db, cora, "One").ID
		work := assign(t, db, class, "Half")
		version := 1
		begin := func(key string) error {
			a := assigned(ana, key, work, 0)
			a.WorkVersion = version
			_, _, err := db.StartAttempt(ctx, a, noon)
			return err
		}
		is(t, begin("stranger"), store.ErrChanged)
		is(t, db.PutMember(ctx, cora, class, ana, store.Learner, noon), nil)
		w, err := db.Assignment(ctx, class, work)
		is(t, err, nil)
		w.Title = "Half exam"
		is(t, db.ChangeAssignment(ctx, cora, w, noon), nil)
		is(t, begin("before the change"), store.ErrChanged)
		version = 2
		is(t, db.ArchiveClass(ctx, cora, class, true, noon), nil)
		is(t, begin("archived"), store.ErrChanged)
		is(t, db.ArchiveClass(ctx, cora, class, false, noon), nil)
		is(t, db.WithdrawAssignment(ctx, cora, class, work, true, noon), nil)
		version = 3
		is(t, begin("withdrawn"), store.ErrChanged)
		is(t, db.WithdrawAssignment(ctx, cora, class, work, false, noon), nil)
		version = 4
		is(t, begin("as it is"), nil)
	})
}

// TestEraseRules: somebody who is erased leaves no rule and no target behind, and the work can be changed afterwards.
func TestEraseRules(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, ana, cora := t.Context(), newMember(t, db, "ana"), newMember(t, db, "cora")
		class := newClass(t, db, cora, "One").ID
		is(t, db.PutMember(ctx, cora, class, ana, store.Learner, noon), nil)
		id, err := db.NewAssignment(ctx, cora, store.Assignment{Class: class, Kind: "half", Title: "Half", Zone: "UTC",
			Targets: []store.Target{{Kind: store.RulePerson, Target: ana}},
			Rules:   []store.Rule{{Scope: store.RulePerson, Target: ana, Field: "due", Value: "2026-12-04T17:00"}}}, noon)
		is(t, err, nil)
		is(t, db.Leave(ctx, ana, noon, noon), nil)
		if n, err := db.EraseLeaving(ctx, noon); n != 1 || err != nil {
			t.Fatal(n, err)
		}
		w, err := db.Assignment(ctx, class, id)
		is(t, err, nil)
		if len(w.Rules)+len(w.Targets) > 0 {
			t.Errorf("%+v", w)
		}
		is(t, db.ChangeAssignment(ctx, cora, w, noon), nil)
	})
}

// TestLeftByOwnHand: nobody gets a link to the account of who has left by own hand, whoever brings that one back.
func TestLeftByOwnHand(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, ana, cora := t.Context(), newMember(t, db, "ana"), newMember(t, db, "cora")
		c := newClass(t, db, cora, "One")
		_, err := db.Join(ctx, c.Code, ana, noon)
		is(t, err, nil)
		is(t, db.EndMember(ctx, cora, c.ID, ana, noon), nil)
		is(t, db.ReturnMember(ctx, cora, c.ID, ana, noon), nil)
		is(t, db.OwnHand(ctx, c.ID, ana), nil)
		is(t, db.EndMember(ctx, ana, c.ID, ana, noon), nil)
		is(t, db.ReturnMember(ctx, cora, c.ID, ana, noon), nil)
		is(t, db.OwnHand(ctx, c.ID, ana), store.ErrAdded)
	})
}
