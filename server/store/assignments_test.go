package store_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"frontdesk/server/store"
)

// half is a half exam for everybody in a class, due on December 4.
func half(class string) store.Assignment {
	return store.Assignment{Class: class, Kind: "half", Title: "Half exam", Everyone: true, Zone: "America/Chicago", Weight: 1,
		Rules: []store.Rule{{Scope: store.RuleWork, Field: "due", Value: "2026-12-04T17:00"}}}
}

func TestAssignments(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, cora, ana, tom := t.Context(), newMember(t, db, "cora"), newMember(t, db, "ana"), newMember(t, db, "tom")
		c, other := newClass(t, db, cora, "New hires"), newClass(t, db, cora, "Other")
		is(t, db.PutMember(ctx, cora, c.ID, ana, store.Learner, noon), nil)
		w := half(c.ID)
		id, err := db.NewAssignment(ctx, cora, w, noon)
		is(t, err, nil)
		got, err := db.Assignment(ctx, c.ID, id)
		if is(t, err, nil); got.Version != 1 || got.Title != "Half exam" || !got.Everyone || got.Changer != "CORA" || !got.Created.Equal(noon) || !slices.Equal(got.Rules, w.Rules) || got.Form != "" || !got.Withdrawn.IsZero() {
			t.Errorf("%+v", got)
		}
		for _, id := range []string{"nowhere", id} { // which is not of the other class
			_, err = db.Assignment(ctx, other.ID, id)
			is(t, err, store.ErrNotFound)
		}

		later := noon.Add(time.Hour)
		got.Title, got.Everyone, got.Weight = "Half exam 1", false, 3
		got.Targets = []store.Target{{Kind: "label", Target: "evening"}, {Kind: "person", Target: ana}}
		got.Rules = []store.Rule{{Scope: store.RulePerson, Target: ana, Field: "due", Value: "2026-12-11T17:00"}, {Scope: store.RuleWork, Field: "due", Value: "2026-12-05T17:00"}}
		is(t, db.ChangeAssignment(ctx, cora, got, later), nil)
		is(t, db.ChangeAssignment(ctx, cora, got, later), store.ErrChanged) // it is version 2 by now
		is(t, db.SetRules(ctx, cora, c.ID, id, 1, store.RuleLabel, "evening", nil, later), store.ErrChanged)
		is(t, db.SetRules(ctx, cora, c.ID, id, 2, store.RuleLabel, "evening", []store.Rule{{Scope: store.RuleLabel, Target: "evening", Field: "attempts", Value: "2"}}, later), nil)
		is(t, db.SetRules(ctx, cora, c.ID, id, 3, store.RulePerson, ana, nil, later), nil)
		now, err := db.Assignment(ctx, c.ID, id)
		want := []store.Rule{{Scope: store.RuleLabel, Target: "evening", Field: "attempts", Value: "2"}, {Scope: store.RuleWork, Field: "due", Value: "2026-12-05T17:00"}}
		if is(t, err, nil); now.Version != 4 || !slices.Equal(now.Rules, want) || !slices.Equal(now.Targets, got.Targets) || now.Everyone || now.Weight != 3 || !now.Changed.Equal(later) || !now.Created.Equal(noon) {
			t.Errorf("%+v", now)
		}

		// Who never was in the class gets nothing there, and nothing of such a change stays.
		stranger := now
		stranger.Title, stranger.Targets = "x", []store.Target{{Kind: "person", Target: tom}}
		is(t, db.ChangeAssignment(ctx, cora, stranger, later), store.ErrNotFound)
		stranger.ID = ""
		_, err = db.NewAssignment(ctx, cora, stranger, later)
		is(t, err, store.ErrNotFound)
		strangers := []store.Rule{{Scope: store.RulePerson, Target: tom, Field: "due", Value: "2026-12-11T17:00"}}
		is(t, db.SetRules(ctx, cora, c.ID, id, 4, store.RulePerson, tom, strangers, later), store.ErrNotFound)
		formed := half(c.ID)
		formed.Form = "no form of this class"
		_, err = db.NewAssignment(ctx, cora, formed, later)
		is(t, err, store.ErrNotFound)
		formed.ID, formed.Version = id, 4
		is(t, db.ChangeAssignment(ctx, cora, formed, later), store.ErrNotFound)
		for _, err := range []error{db.ChangeAssignment(ctx, cora, store.Assignment{ID: id, Class: other.ID}, later), db.WithdrawAssignment(ctx, cora, other.ID, id, true, later),
			db.SetRules(ctx, cora, other.ID, id, 4, store.RuleLabel, "x", nil, later), db.WithdrawAssignment(ctx, cora, "x", id, true, later)} {
			is(t, err, store.ErrNotFound)
		}
		if again, err := db.Assignment(ctx, c.ID, id); err != nil || again.Version != 4 || again.Title != "Half exam 1" || len(again.Targets) != 2 {
			t.Errorf("%+v, %v", again, err)
		}

		for range 2 { // the second time changes nothing
			is(t, db.WithdrawAssignment(ctx, cora, c.ID, id, true, later), nil)
		}
		if now, err = db.Assignment(ctx, c.ID, id); err != nil || !now.Withdrawn.Equal(later) || now.Version != 5 || len(now.Rules) != 2 {
			t.Errorf("%+v, %v", now, err)
		}
		is(t, db.WithdrawAssignment(ctx, cora, c.ID, id, false, later), nil)
		if all, err := db.Assignments(ctx, c.ID); err != nil || len(all) != 1 || !all[0].Withdrawn.IsZero() {
			t.Errorf("%+v, %v", all, err)
		}
		assignmentAudit(t, db, c, id, ana)
	})
}

// assignmentAudit looks at what TestAssignments has written down.
func assignmentAudit(t *testing.T, db *store.DB, c store.Class, id, ana string) {
	t.Helper()
	auditIs(t, db, "add to class, change assignment, create account, create account, create account, make assignment, make class, make class, set rules, set rules, withdraw assignment, withdraw assignment")
	count(t, db, "SELECT COUNT(*) FROM audit WHERE object = '"+id+"' AND class = '"+c.ID+"'", 6)
	entries, _, err := db.Audit(t.Context(), store.AuditFilter{Action: "change assignment"})
	was := "Half exam; half; for everyone; America/Chicago; weight 1; due 2026-12-04T17:00"
	became := fmt.Sprintf("Half exam 1; half; for label evening; for person %s; America/Chicago; weight 3; due 2026-12-05T17:00; person %[1]s due 2026-12-11T17:00", "ANA")
	if is(t, err, nil); entries[0].By != "CORA" || entries[0].Was != was || entries[0].Became != became {
		t.Errorf("%+v\nwant %s\n%s", entries[0], was, became)
	}
	if _, n, err := db.Audit(t.Context(), store.AuditFilter{Class: c.ID, People: []string{ana}}); err != nil || n != 4 { // adding her, the change, and both rules: they have her in them
		t.Errorf("%d entries about a person, %v", n, err)
	}
}

// TestAssignmentsFor: the work of the classes that somebody learns in now.
func TestAssignmentsFor(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, cora, ana := t.Context(), newMember(t, db, "cora"), newMember(t, db, "ana")
		c, other, over := newClass(t, db, cora, "New hires"), newClass(t, db, cora, "Other"), newClass(t, db, cora, "Over")
		for _, class := range []store.Class{c, other, over} {
			two := []store.Assignment{half(class.ID), half(class.ID)}
			two[1].Kind = "mock"
			is(t, db.NewAssignments(ctx, cora, two, noon), nil)
		}
		is(t, db.PutMember(ctx, cora, c.ID, ana, store.Learner, noon), nil)
		is(t, db.PutMember(ctx, cora, other.ID, ana, store.Instructor, noon), nil)
		is(t, db.PutMember(ctx, cora, over.ID, ana, store.Learner, noon), nil)
		is(t, db.ArchiveClass(ctx, cora, over.ID, true, noon), nil)
		mine, err := db.AssignmentsFor(ctx, ana)
		if is(t, err, nil); len(mine) != 2 || mine[0].Class != c.ID || len(mine[1].Rules) != 1 {
			t.Fatalf("%+v", mine)
		}
		is(t, db.WithdrawAssignment(ctx, cora, c.ID, mine[0].ID, true, noon), nil)
		if left, err := db.AssignmentsFor(ctx, ana); err != nil || len(left) != 1 || left[0].ID != mine[1].ID {
			t.Errorf("%+v, %v", left, err)
		}
		is(t, db.EndMember(ctx, cora, c.ID, ana, noon), nil)
		if none, err := db.AssignmentsFor(ctx, ana); err != nil || len(none) != 0 {
			t.Errorf("%+v, %v", none, err)
		}
		// All or nothing: the second piece of work names somebody who never was in the class.
		bad := []store.Assignment{half(c.ID), half(c.ID)}
		bad[1].Targets = []store.Target{{Kind: "person", Target: newMember(t, db, "tom")}}
		is(t, db.NewAssignments(ctx, cora, bad, noon), store.ErrNotFound)
		count(t, db, "SELECT COUNT(*) FROM assignments WHERE class = '"+c.ID+"'", 2)
	})
}

// TestAssignmentChangedAtOnce: of many who change the same version at once, one does, and the others are told.
func TestAssignmentChangedAtOnce(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, cora := t.Context(), newMember(t, db, "cora")
		c := newClass(t, db, cora, "New hires")
		id, err := db.NewAssignment(ctx, cora, half(c.ID), noon)
		is(t, err, nil)
		results := make([]error, 10)
		var wg sync.WaitGroup
		for i := range results {
			wg.Go(func() {
				w := half(c.ID)
				w.ID, w.Version, w.Title = id, 1, fmt.Sprint("Title ", i)
				if i%2 == 0 {
					results[i] = db.ChangeAssignment(ctx, cora, w, noon)
				} else {
					results[i] = db.SetRules(ctx, cora, c.ID, id, 1, store.RuleLabel, w.Title, nil, noon)
				}
			})
		}
		wg.Wait()
		done := 0
		for _, err := range results {
			if err == nil {
				done++
				continue
			}
			is(t, err, store.ErrChanged)
		}
		if w, err := db.Assignment(ctx, c.ID, id); err != nil || done != 1 || w.Version != 2 {
			t.Errorf("%d have changed it; %+v, %v", done, w, err)
		}
	})
}

// TestAssignmentBegun: what is to be done can change until somebody has begun; the rest can always.
func TestAssignmentBegun(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, cora, ana := t.Context(), newMember(t, db, "cora"), newMember(t, db, "ana")
		c := newClass(t, db, cora, "New hires")
		id, err := db.NewAssignment(ctx, cora, half(c.ID), noon)
		is(t, err, nil)
		w, err := db.Assignment(ctx, c.ID, id)
		is(t, err, nil)
		w.Kind, w.Object, w.Count = "drill", "domain:d3", 10
		is(t, db.ChangeAssignment(ctx, cora, w, noon), nil)
		if w, err = db.Assignment(ctx, c.ID, id); err != nil || w.Kind != "drill" || w.Object != "domain:d3" || w.Count != 10 {
			t.Errorf("%+v, %v", w, err)
		}
		a := drawn(ana, "k1", "drill", 2, 0)
		a.Assignment = id
		attempt := start(t, db, a)
		for _, change := range []func(*store.Assignment){func(w *store.Assignment) { w.Kind = "half" }, func(w *store.Assignment) { w.Object = "" }, func(w *store.Assignment) { w.Count = 5 }} {
			other := w
			change(&other)
			is(t, db.ChangeAssignment(ctx, cora, other, noon), store.ErrBegun)
		}
		w.Title = "Drill"
		is(t, db.ChangeAssignment(ctx, cora, w, noon), nil)
		is(t, db.Void(ctx, cora, attempt, "by mistake", noon), nil)
		for _, f := range []store.AuditFilter{{Action: "void attempt"}, {Action: "void attempt", People: []string{ana}}, {Action: "void attempt", Class: c.ID, People: []string{ana}}} {
			entries, n, err := db.Audit(ctx, f)
			if is(t, err, nil); n != 1 || entries[0].Object != attempt || entries[0].Of != "ANA, Drill" || entries[0].Became != "by mistake" {
				t.Errorf("%+v", entries)
			}
		}
		if _, n, err := db.Audit(ctx, store.AuditFilter{Action: "void attempt", People: []string{newMember(t, db, "ben")}}); err != nil || n != 0 {
			t.Errorf("%d entries about somebody else, %v", n, err)
		}
		w.Version, w.Count = 3, 5
		is(t, db.ChangeAssignment(ctx, cora, w, noon), nil)
	})
}

func TestFormsOfClass(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		cora := newMember(t, db, "cora")
		c := newClass(t, db, cora, "New hires")
		if forms, err := db.ListForms(t.Context(), c.ID); err != nil || len(forms) != 0 {
			t.Errorf("%+v, %v", forms, err)
		}
	})
}
