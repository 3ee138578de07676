package exam_test

import (
	"testing"
	"time"

	"frontdesk/quizzes"
	"frontdesk/server/classwork"
	"frontdesk/server/exam"
	"frontdesk/server/store"
)

// TestRekeyLeavesMarks: a re-key changes the work's own mark, and a mark that staff have set stays, shown as set, with the own
// one beside it.
func TestRekeyLeavesMarks(t *testing.T) {
	each(t, 10, 0, func(d *desk) {
		ctx := d.t.Context()
		staff, err := d.db.CreateAccount(ctx, store.Shell, store.NewAccount{Name: "Cora", Login: "cora", Hash: "x", Role: store.Coordinator}, t0)
		if err != nil {
			d.t.Fatal(err)
		}
		class, err := d.db.NewClass(ctx, staff, store.Class{Name: "New hires", Zone: "UTC"}, t0)
		if err == nil {
			err = d.db.PutMember(ctx, staff, class, d.person, store.Learner, t0)
		}
		if err != nil {
			d.t.Fatal(err)
		}
		w := classwork.Work{Zone: time.UTC}
		w.Class, w.Kind, w.Title, w.Everyone, w.Weight, w.Assignment.Zone = class, classwork.Drill, "Drill", true, 1, "UTC"
		if w.ID, err = d.db.NewAssignment(ctx, staff, w.Assignment, t0); err != nil {
			d.t.Fatal(err)
		}
		id := d.assigned(w.ID)
		if err := d.choose(id, place(d.t, d.room(id, t0), item3).N, newKey, 1, t0); err != nil {
			d.t.Fatal(err)
		}
		d.submit(id, t0)
		mark := func() classwork.Mark {
			d.t.Helper()
			r, err := d.db.RecordOfClass(ctx, class)
			if err != nil {
				d.t.Fatal(err)
			}
			return classwork.MarkOf(w, classwork.TermsFor(w, classwork.Facts{ID: d.person}), d.person, r, t0.Add(time.Hour))
		}
		before := mark()
		set := store.StaffMark{Assignment: w.ID, Person: d.person, Given: true, Tenths: 725, Reason: "Oral part", Actor: staff}
		if err := d.db.PutMark(ctx, class, set, 0, t0); err != nil {
			d.t.Fatal(err)
		}
		if err := d.Decide(ctx, staff, d.revision(item3), rekey(exam.PolicyHigher), t0.Add(time.Hour)); err != nil {
			d.t.Fatal(err)
		}
		after := mark()
		if !before.OwnHas || before.Words() != "0" || after.Own <= before.Own {
			d.t.Errorf("the own mark was %+v and is %+v", before, after)
		}
		if after.Words() != "72.5 set" || !after.Set() || after.Staff.Reason != "Oral part" {
			d.t.Errorf("the mark that was set is %s: %+v", after.Words(), after)
		}
		if err := d.db.PutMark(ctx, class, store.StaffMark{Assignment: w.ID, Person: d.person, Actor: staff}, 1, t0); err != nil {
			d.t.Fatal(err)
		}
		if back := mark(); back.Set() || back.Tenths != after.Own {
			d.t.Errorf("taken back it is %+v", back)
		}
	})
}

// assigned is a drill of the whole domain d2 that stands on an assignment, with the items of one of the learner's own.
func (d *desk) assigned(work string) string {
	d.t.Helper()
	own := d.as(d.t)
	items, err := d.db.AttemptItems(d.t.Context(), own.person, own.drillAll(t0))
	if err != nil {
		d.t.Fatal(err)
	}
	a := store.NewAttempt{Person: d.person, Key: "k", Mode: string(quizzes.Drill), Course: "cmaa", Title: "Drill", Assignment: work,
		Policy: store.Policy{Factor: 1, Time: exam.TimeNone, Feedback: exam.FeedbackEnd, Release: "submit"}}
	for _, it := range items {
		a.Items = append(a.Items, store.NewItem{Item: it.Item, Revision: it.Revision, Domain: it.Domain, Lesson: it.Lesson, Order: it.Order, Scored: it.Scored})
	}
	id, _, err := d.db.StartAttempt(d.t.Context(), a, t0)
	if err != nil {
		d.t.Fatal(err)
	}
	return id
}
