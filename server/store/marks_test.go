package store_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/server/store"
)

// marked is a class with a coordinator, two learners and work for everyone.
type marked struct {
	t                   *testing.T
	db                  *store.DB
	cora, ana, ben      string
	class, work, second string
}

func newMarked(t *testing.T, db *store.DB) marked {
	t.Helper()
	m := marked{t: t, db: db, cora: newMember(t, db, "cora"), ana: newMember(t, db, "ana"), ben: newMember(t, db, "ben")}
	var err error
	if m.class, err = db.NewClass(t.Context(), m.cora, store.Class{Name: "New hires", Zone: "America/Chicago"}, noon); err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{m.ana, m.ben} {
		if err := db.PutMember(t.Context(), m.cora, m.class, p, store.Learner, noon); err != nil {
			t.Fatal(err)
		}
	}
	m.work, m.second = m.assign("Half exam 1"), m.assign("Half exam 2")
	return m
}

func (m marked) assign(title string) string {
	m.t.Helper()
	id, err := m.db.NewAssignment(m.t.Context(), m.cora, store.Assignment{Class: m.class, Kind: "half", Title: title, Everyone: true, Zone: "America/Chicago", Weight: 1}, noon)
	if err != nil {
		m.t.Fatal(err)
	}
	return id
}

func (m marked) put(s store.StaffMark, seen int, at time.Time) error {
	s.Assignment, s.Person, s.Actor = m.work, m.ana, m.cora
	return m.db.PutMark(m.t.Context(), m.class, s, seen, at)
}

// audited are the entries of an action, newest first, as "was > became".
func (m marked) audited(action string) (list []string) {
	m.t.Helper()
	all, _, err := m.db.Audit(m.t.Context(), store.AuditFilter{Action: action})
	if err != nil {
		m.t.Fatal(err)
	}
	for _, e := range all {
		if e.Actor != m.cora || e.Object != m.ana {
			m.t.Errorf("%s says %+v", action, e)
		}
		list = append(list, e.Was+" > "+e.Became)
	}
	return list
}

// TestPutMark: each mark stands upon the one that was looked at, the newest holds, all stay, and each is written down.
func TestPutMark(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		m := newMarked(t, db)
		for i, s := range []struct {
			mark store.StaffMark
			seen int
			want error
		}{
			{store.StaffMark{Given: true, Tenths: 805, Reason: "Two questions were not taught"}, 0, nil},
			{store.StaffMark{Given: true, Tenths: 820, Reason: "Another"}, 0, store.ErrChanged},
			{store.StaffMark{Given: true, Tenths: 820, Reason: "Another"}, 2, store.ErrChanged},
			{store.StaffMark{Excused: true, Reason: "Was ill"}, 1, nil},
			{store.StaffMark{}, 2, nil},
			{store.StaffMark{}, 2, store.ErrChanged},
		} {
			if err := m.put(s.mark, s.seen, noon.Add(time.Duration(i)*time.Minute)); !errors.Is(err, s.want) {
				t.Fatalf("mark %d after %d: %v, want %v", i, s.seen, err, s.want)
			}
		}
		all, err := db.MarksOf(t.Context(), m.work, m.ana)
		if err != nil || len(all) != 3 {
			t.Fatalf("%d marks, %v", len(all), err)
		}
		want := []store.StaffMark{
			{No: 3, At: noon.Add(4 * time.Minute)},
			{No: 2, Excused: true, Reason: "Was ill", At: noon.Add(3 * time.Minute)},
			{No: 1, Given: true, Tenths: 805, Reason: "Two questions were not taught", At: noon}}
		for i, w := range want {
			w.Assignment, w.Person, w.Actor, w.By = m.work, m.ana, m.cora, "CORA"
			if all[i] != w {
				t.Errorf("mark %d is %+v, want %+v", i, all[i], w)
			}
		}
		got := strings.Join(m.audited("set mark"), "\n")
		if want := strings.Join([]string{
			"Half exam 1: excused > Half exam 1: as the work gives it",
			"Half exam 1: 80.5 per cent > Half exam 1: excused",
			" > Half exam 1: 80.5 per cent"}, "\n"); got != want {
			t.Errorf("the audit has\n%s\nwant\n%s", got, want)
		}
	})
}

// TestMarkOfOthers: there is no mark for somebody who never was in the class, nor for the work of another one.
func TestMarkOfOthers(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		m, zoe := newMarked(t, db), newMember(t, db, "zoe")
		other, err := db.NewClass(t.Context(), m.cora, store.Class{Name: "Other", Zone: "UTC"}, noon)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct{ class, work, person string }{{m.class, m.work, zoe}, {other, m.work, m.ana}, {m.class, "NOWHERE", m.ana}, {"NOWHERE", m.work, m.ana}} {
			err := db.PutMark(t.Context(), c.class, store.StaffMark{Assignment: c.work, Person: c.person, Given: true, Actor: m.cora}, 0, noon)
			also := db.AddComment(t.Context(), c.class, store.Comment{Assignment: c.work, Person: c.person, Actor: m.cora, Body: "x"}, noon)
			if !errors.Is(err, store.ErrNotFound) || !errors.Is(also, store.ErrNotFound) {
				t.Errorf("%+v: mark %v, comment %v", c, err, also)
			}
		}
		if got := len(m.audited("set mark")) + len(m.audited("comment")); got != 0 {
			t.Errorf("%d entries of what was refused", got)
		}
	})
}

// TestMarksRace: of many who mark at once on what they have seen, one does, and the others are told.
func TestMarksRace(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		m := newMarked(t, db)
		for seen := range 3 {
			errs := make([]error, 8)
			var wg sync.WaitGroup
			for i := range errs {
				wg.Go(func() {
					errs[i] = m.put(store.StaffMark{Given: true, Tenths: 10 * i, Reason: fmt.Sprint("by ", i)}, seen, noon)
				})
			}
			wg.Wait()
			won := 0
			for _, err := range errs {
				if err == nil {
					won++
				} else if !errors.Is(err, store.ErrChanged) {
					t.Errorf("who came too late is told %v", err)
				}
			}
			all, err := db.MarksOf(t.Context(), m.work, m.ana)
			if err != nil || won != 1 || len(all) != seen+1 || len(m.audited("set mark")) != seen+1 {
				t.Fatalf("%d have won, %d marks, %d entries, %v", won, len(all), len(m.audited("set mark")), err)
			}
		}
	})
}

// TestComments: they are kept in the order in which they were written, of one work and of all.
func TestComments(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		m := newMarked(t, db)
		for i, c := range []store.Comment{{Assignment: m.work, Body: "First"}, {Assignment: m.second, Body: "Second"}, {Assignment: m.work, Body: "Third"}} {
			c.Person, c.Actor = m.ana, m.cora
			if err := db.AddComment(t.Context(), m.class, c, noon.Add(time.Duration(i)*time.Second)); err != nil {
				t.Fatal(err)
			}
		}
		for work, want := range map[string]string{m.work: "First Third", m.second: "Second", "": "First Second Third", "NOWHERE": ""} {
			all, err := db.CommentsOn(t.Context(), work, m.ana)
			var bodies []string
			for _, c := range all {
				if bodies = append(bodies, c.Body); c.By != "CORA" || c.Person != m.ana {
					t.Errorf("comment %+v", c)
				}
			}
			if got := strings.Join(bodies, " "); err != nil || got != want {
				t.Errorf("on %q: %q, %v, want %q", work, got, err, want)
			}
		}
		if all, err := db.CommentsOn(t.Context(), "", m.ben); err != nil || len(all) != 0 {
			t.Errorf("ben reads %v, %v", all, err)
		}
		if got := len(m.audited("comment")); got != 3 {
			t.Errorf("%d entries", got)
		}
	})
}
