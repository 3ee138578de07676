package store_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"frontdesk/server/store"
)

// sit is an attempt of somebody at work of the class, submitted after an hour and graded so often with these figures.
func (m marked) sit(person, work string, at time.Time, correct ...int) string {
	m.t.Helper()
	a := drawn(person, at.String(), "half", 10, 60)
	a.Assignment = work
	id, started, err := m.db.StartAttempt(m.t.Context(), a, at)
	if err != nil || !started {
		m.t.Fatalf("start: %v, %v", started, err)
	}
	if len(correct) == 0 {
		return id
	}
	if _, err := m.db.CloseAttempt(m.t.Context(), person, id, at.Add(time.Minute)); err != nil {
		m.t.Fatal(err)
	}
	for i, n := range correct {
		g := store.Grade{Mark: store.Mark{Correct: n, Scored: 8, Answered: 10}, Policy: "first", At: at.Add(time.Hour), Detail: "{}"}
		if _, err := m.db.AppendGrade(m.t.Context(), person, id, i, g); err != nil {
			m.t.Fatal(err)
		}
	}
	return id
}

// TestRecord: what was done for the work of a class, and nothing else: own attempts, void ones and other classes stay out,
// the newest grade and the newest mark hold.
func TestRecord(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		m := newMarked(t, db)
		first := m.sit(m.ana, m.work, noon, 3, 5)
		second := m.sit(m.ana, m.work, noon.Add(2*time.Hour))
		gone := m.sit(m.ana, m.second, noon.Add(time.Hour), 8)
		if err := db.Void(ctx, m.cora, gone, "The fire alarm", noon.Add(3*time.Hour)); err != nil {
			t.Fatal(err)
		}
		m.sit(m.ana, "", noon.Add(5*time.Hour), 8) // her own
		bens := m.sit(m.ben, m.second, noon, 8)
		other, err := db.NewClass(ctx, m.cora, store.Class{Name: "Other", Zone: "UTC"}, noon)
		if err == nil {
			err = db.PutMember(ctx, m.cora, other, m.ana, store.Learner, noon)
		}
		if err != nil {
			t.Fatal(err)
		}
		elsewhere := m
		elsewhere.class = other
		theirs := elsewhere.assign("Elsewhere")
		away := m.sit(m.ana, theirs, noon.Add(6*time.Hour), 1)
		for seen, reason := range []string{"One", "Two"} {
			if err := m.put(store.StaffMark{Given: true, Tenths: 500, Reason: reason}, seen, noon); err != nil {
				t.Fatal(err)
			}
		}
		for range 2 {
			if err := db.AddComment(ctx, m.class, store.Comment{Assignment: m.work, Person: m.ana, Actor: m.cora, Body: "Good"}, noon); err != nil {
				t.Fatal(err)
			}
		}
		check := func(name string, r store.ClassRecord, err error, anas, bensTries []string) {
			t.Helper()
			if got := attemptsIn(r, m.ana); err != nil || !slices.Equal(got, anas) || !slices.Equal(attemptsIn(r, m.ben), bensTries) {
				t.Errorf("%s: %v and %v, %v", name, got, attemptsIn(r, m.ben), err)
			}
			if s := r.Marks[m.ana][m.work]; s.No != 2 || s.Reason != "Two" || s.By != "CORA" || r.Comments[m.ana][m.work] != 2 {
				t.Errorf("%s: mark %+v, %d comments", name, s, r.Comments[m.ana][m.work])
			}
		}
		all, err := db.RecordOfClass(ctx, m.class)
		check("class", all, err, []string{first, second}, []string{bens})
		one, err := db.RecordOfMember(ctx, m.class, m.ana)
		check("member", one, err, []string{first, second}, nil)
		own, err := db.RecordOfPerson(ctx, m.ana)
		check("person", own, err, []string{first, second, away}, nil)
		if !reflect.DeepEqual(one.Tries[m.ana], all.Tries[m.ana]) {
			t.Errorf("the member's record differs: %+v and %+v", one.Tries[m.ana], all.Tries[m.ana])
		}
		try, open := all.Tries[m.ana][0], all.Tries[m.ana][1]
		want := store.Try{Attempt: first, Assignment: m.work, Person: m.ana, Started: noon, Ends: noon.Add(time.Hour), Submitted: noon.Add(time.Minute),
			Graded: noon.Add(time.Hour), Correct: 5, Scored: 8, No: 2}
		if try != want {
			t.Errorf("a try is %+v, want %+v", try, want)
		}
		if !open.Submitted.IsZero() || open.No != 0 {
			t.Errorf("an open one is %+v", open)
		}
		if sitting, err := db.OpenTries(ctx, m.work); err != nil || !slices.Contains(sitting, open) || slices.Contains(sitting, try) {
			t.Errorf("open ones are %+v, %v", sitting, err)
		}
		if items, err := db.HandedInItems(ctx, m.ana); err != nil || slices.ContainsFunc(items, func(i store.AssignedItem) bool { return i.Attempt == open.Attempt }) || len(items) == 0 {
			t.Errorf("handed in: %+v, %v", items, err)
		}
	})
}

func attemptsIn(r store.ClassRecord, person string) (ids []string) {
	for _, t := range r.Tries[person] {
		ids = append(ids, t.Attempt)
	}
	return ids
}
