package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/server/store"
)

// formItem is one place of a form, with its text.
func formItem(n int) (store.FormItem, store.Text) {
	id := fmt.Sprintf("cmaa/%d", n)
	return store.FormItem{Item: id, Revision: "revision of " + id, Domain: "d1", Lesson: "d1-01", Order: "cadb"},
		store.Text{Hash: "revision of " + id, Kind: "item", ID: id, Body: []byte("body of " + id)}
}

// newForm puts a form of so many questions into a class.
func newForm(t testing.TB, db *store.DB, actor, class, title string, questions int) store.Form {
	t.Helper()
	f := store.Form{Class: class, Title: title, Seed: 1<<63 + 9}
	var texts []store.Text
	for n := range questions {
		it, text := formItem(n + 1)
		f.Items, texts = append(f.Items, it), append(texts, text)
	}
	id, err := db.PutForm(t.Context(), actor, f, texts, noon)
	if err != nil {
		t.Fatal(err)
	}
	return formOf(t, db, class, id)
}

func formOf(t testing.TB, db *store.DB, class, id string) store.Form {
	t.Helper()
	f, err := db.FormOf(t.Context(), class, id)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// give assigns a form to everyone and returns the assignment's id.
func give(t testing.TB, db *store.DB, actor string, f store.Form) string {
	t.Helper()
	id, err := db.NewAssignment(t.Context(), actor, store.Assignment{Class: f.Class, Kind: "form", Title: "Quiz", Form: f.ID, Everyone: true, Zone: "UTC", Weight: 1}, noon)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestForms(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, cora := t.Context(), newMember(t, db, "cora")
		class, other := newClass(t, db, cora, "New hires"), newClass(t, db, cora, "Others")
		f := newForm(t, db, cora, class.ID, "Week 1", 150)
		if f.Title != "Week 1" || f.Seed != 1<<63+9 || f.Version != 1 || !f.Created.Equal(noon) || len(f.Items) != 150 || f.Items[149].Item != "cmaa/150" || f.Items[0].Order != "cadb" {
			t.Errorf("%+v", f)
		}
		texts, err := db.FormTexts(ctx, class.ID, f.ID)
		if is(t, err, nil); len(texts) != 150 || string(texts["revision of cmaa/7"].Body) != "body of cmaa/7" {
			t.Errorf("%d texts", len(texts))
		}
		for _, tc := range []struct{ class, form string }{{other.ID, f.ID}, {class.ID, "nowhere"}} {
			_, err = db.FormOf(ctx, tc.class, tc.form)
			is(t, err, store.ErrNotFound)
			texts, err := db.FormTexts(ctx, tc.class, tc.form)
			if is(t, err, nil); len(texts) > 0 {
				t.Error("it tells texts of another class")
			}
		}
		_, err = db.PutForm(ctx, cora, store.Form{Class: "nowhere", Items: f.Items}, nil, noon)
		is(t, err, store.ErrNotFound)
		if _, err = db.PutForm(ctx, cora, store.Form{Class: class.ID}, nil, noon); err == nil {
			t.Error("a form without questions is kept")
		}
		gone := give(t, db, cora, f)
		is(t, db.WithdrawAssignment(ctx, cora, class.ID, gone, true, noon), nil)
		give(t, db, cora, f)
		newForm(t, db, cora, class.ID, "Week 2", 1)
		lines, err := db.ListForms(ctx, class.ID)
		if is(t, err, nil); len(lines) != 2 {
			t.Fatalf("%+v", lines)
		}
		first := lines[slices.IndexFunc(lines, func(l store.FormLine) bool { return l.ID == f.ID })]
		if first.Count != 150 || !slices.Equal(first.Given, []string{"Quiz"}) || first.Begun {
			t.Errorf("%+v", first)
		}
	})
}

// TestReplaceOnForm: what is refused, and what is written down.
func TestReplaceOnForm(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, cora, ana := t.Context(), newMember(t, db, "cora"), newMember(t, db, "ana")
		class, other := newClass(t, db, cora, "New hires"), newClass(t, db, cora, "Others")
		f := newForm(t, db, cora, class.ID, "Week 1", 3)
		it, text := formItem(9)
		replace := func(class, form string, version, n int) error {
			return db.ReplaceOnForm(ctx, cora, class, form, version, n, it, text, noon)
		}
		is(t, replace(other.ID, f.ID, 1, 1), store.ErrNotFound)
		is(t, replace(class.ID, "nowhere", 1, 1), store.ErrNotFound)
		is(t, replace(class.ID, f.ID, 1, 4), store.ErrNotFound)
		is(t, replace(class.ID, f.ID, 1, 0), store.ErrNotFound)
		is(t, replace(class.ID, f.ID, 2, 1), store.ErrChanged)
		is(t, replace(class.ID, f.ID, 1, 2), nil)
		is(t, replace(class.ID, f.ID, 1, 1), store.ErrChanged)
		now := formOf(t, db, class.ID, f.ID)
		if now.Version != 2 || now.Items[1] != it || now.Items[0] != f.Items[0] || now.Items[2] != f.Items[2] {
			t.Errorf("%+v", now)
		}
		all, _, err := db.Audit(ctx, store.AuditFilter{Action: "replace question"})
		if is(t, err, nil); len(all) != 1 || all[0].Object != f.ID || all[0].Of != f.Title || all[0].Was != "question 2: revision" || strings.Contains(all[0].Became, "cmaa/9") {
			t.Errorf("%+v", all)
		}
		work := give(t, db, cora, f)
		begun, err := db.FormBegun(ctx, f.ID)
		if is(t, err, nil); begun {
			t.Error("it was given, and not begun")
		}
		is(t, replace(class.ID, f.ID, 2, 2), nil)
		a := drawn(ana, "", "form", 3, 0)
		a.Assignment = work
		id := start(t, db, a)
		is(t, replace(class.ID, f.ID, 3, 1), store.ErrBegun)
		is(t, db.Void(ctx, cora, id, "x", noon), nil)
		is(t, replace(class.ID, f.ID, 3, 1), store.ErrBegun)
		if begun, err = db.FormBegun(ctx, f.ID); err != nil || !begun {
			t.Errorf("begun: %v, %v", begun, err)
		}
		if lines, _ := db.ListForms(ctx, class.ID); !lines[0].Begun {
			t.Errorf("%+v", lines)
		}
	})
}

// TestReplaceAtOnce lets eight people replace questions of one form from the same version, thirty times: one of them does,
// the others are told, and nothing is lost.
func TestReplaceAtOnce(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, cora := t.Context(), newMember(t, db, "cora")
		class := newClass(t, db, cora, "New hires")
		f := newForm(t, db, cora, class.ID, "Week 1", 8)
		for version := 1; version <= 30; version++ {
			var all sync.WaitGroup
			errs := make([]error, 8)
			for i := range errs {
				all.Go(func() {
					it, text := formItem(100*version + i)
					errs[i] = db.ReplaceOnForm(ctx, cora, class.ID, f.ID, version, i+1, it, text, noon)
				})
			}
			all.Wait()
			won := -1
			for i, err := range errs {
				if err == nil && won < 0 {
					won = i
				} else if !errors.Is(err, store.ErrChanged) {
					t.Fatalf("version %d, place %d: %v, and %d has won", version, i, err, won)
				}
			}
			now := formOf(t, db, class.ID, f.ID)
			if won < 0 || now.Version != version+1 || now.Items[won].Item != fmt.Sprintf("cmaa/%d", 100*version+won) {
				t.Fatalf("version %d: %d has won, and there is %+v", version, won, now)
			}
		}
	})
}

// TestNewClassWith: a class comes with its forms and work, or not at all.
func TestNewClassWith(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, cora := t.Context(), newMember(t, db, "cora")
		f := newForm(t, db, cora, newClass(t, db, cora, "Fall").ID, "Week 1", 3)
		work := []store.Assignment{
			{Class: "is set", Kind: "form", Title: "Quiz", Form: f.ID, Everyone: true, Zone: "America/Denver", Weight: 2, Rules: []store.Rule{{Scope: store.RuleWork, Field: "due", Value: "2027-03-19T17:00"}}},
			{Kind: "lesson", Object: "d3-03", Title: "Rights", Everyone: true, Zone: "America/Denver", Weight: 1},
		}
		copied := store.NewClass{Class: store.Class{Name: "Spring", Zone: "America/Denver"}, Of: f.Class, Forms: []store.Form{f}, Work: work}
		id, err := db.NewClassWith(ctx, cora, copied, noon.Add(time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		c, forms := classOf(t, db, id), []store.Form(nil)
		forms, err = db.FormsOf(ctx, id)
		if is(t, err, nil); len(forms) != 1 || forms[0].ID == f.ID || forms[0].Seed != f.Seed || forms[0].Version != 1 || !slices.Equal(forms[0].Items, f.Items) {
			t.Fatalf("%+v", forms)
		}
		given, err := db.Assignments(ctx, id)
		quiz := slices.IndexFunc(given, func(w store.Assignment) bool { return w.Title == "Quiz" })
		if is(t, err, nil); len(given) != 2 || quiz < 0 || given[quiz].Form != forms[0].ID || given[quiz].Class != id || len(given[quiz].Rules) != 1 || given[1-quiz].Form != "" {
			t.Errorf("%+v", given)
		}
		if c.Name != "Spring" || roleIn(t, db, id, cora) != store.Coordinator {
			t.Errorf("%+v", c)
		}
		if all, _, _ := db.Audit(ctx, store.AuditFilter{Action: "copy class"}); len(all) != 1 || all[0].Was != "copy of "+classOf(t, db, f.Class).Name || all[0].Of != "Spring" {
			t.Errorf("%+v", all)
		}
		before, _ := db.ListClasses(ctx)
		copied.Work = append(copied.Work, store.Assignment{Kind: "lesson", Title: "x", Everyone: true, Zone: "UTC",
			Rules: []store.Rule{{Scope: store.RulePerson, Target: "nobody", Field: "due", Value: "x"}}})
		_, err = db.NewClassWith(ctx, cora, copied, noon)
		is(t, err, store.ErrNotFound)
		copied.Work[2] = store.Assignment{Form: "another"}
		_, err = db.NewClassWith(ctx, cora, copied, noon)
		is(t, err, store.ErrNotFound)
		_, err = db.NewClassWith(ctx, newGuest(t, db), store.NewClass{Class: copied.Class}, noon)
		is(t, err, store.ErrNotFound)
		if after, _ := db.ListClasses(ctx); len(after) != len(before) {
			t.Errorf("%d classes, then %d", len(before), len(after))
		}
	})
}
