package exam_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"frontdesk/quizzes"
	"frontdesk/server/exam"
	"frontdesk/server/store"
)

// TestFixedForm draws a fixed form, keeps it, replaces a question and puts the old one back. What stands on an open exam of
// who asks has no key.
func TestFixedForm(t *testing.T) {
	each(t, 30, 3, func(d *desk) {
		ctx, t := d.t.Context(), d.t
		cora, err := d.db.CreateAccount(ctx, store.Shell, store.NewAccount{Name: "Cora", Login: "cora", Hash: "x", Role: store.Coordinator}, t0)
		if err != nil {
			t.Fatal(err)
		}
		class, err := d.db.NewClass(ctx, cora, store.Class{Name: "x", Zone: "UTC"}, t0)
		if err != nil {
			t.Fatal(err)
		}
		f, texts, err := d.DrawFixed(ctx, d.bank.Blueprint().FixedPlan(quizzes.Mock, 0), 7, t0)
		if err != nil || len(f.Items) != 110 || len(texts) != 110 {
			t.Fatalf("%d questions, %d texts, %v", len(f.Items), len(texts), err)
		}
		f.Class, f.Title = class, "Week 1"
		id, err := d.db.PutForm(ctx, cora, f, texts, t0)
		if err != nil {
			t.Fatal(err)
		}
		if f, err = d.db.FormOf(ctx, class, id); err != nil {
			t.Fatal(err)
		}
		for range 2 { // the second time from a bank that has other revisions
			places, err := d.Fixed(ctx, d.person, f, t0)
			if err != nil || len(places) != 110 {
				t.Fatalf("%d places, %v", len(places), err)
			}
			for i, p := range places {
				if p.N != i+1 || p.Withheld || p.Key != key(p.Question) || p.Domain != f.Items[i].Domain {
					t.Fatalf("place %d: %+v", i, p)
				}
			}
			edited := bankWith(t, 30, 3, func(text string) string { return strings.ReplaceAll(text, "What is question", "What was question") })
			d.Exams = exam.New(d.db, edited, "cmaa", "v2", nil)
		}
		d.Exams = exam.New(d.db, d.bank, "cmaa", "v1", nil)

		it, text, err := d.Substitute(ctx, f, 3, 9, t0)
		old := f.Items[2]
		if err != nil || it.Item == old.Item || it.Domain != old.Domain || it.Lesson != old.Lesson || text.Hash != it.Revision {
			t.Fatalf("%+v for %+v, %v", it, old, err)
		}
		if err := d.db.ReplaceOnForm(ctx, cora, class, id, 1, 3, it, text, t0); err != nil {
			t.Fatal(err)
		}
		now, err := d.db.FormOf(ctx, class, id)
		if err != nil {
			t.Fatal(err)
		}
		back, _, err := d.PutBack(now, 3, old.Mark(), old.Order, t0)
		if err != nil || back != old {
			t.Errorf("%+v is put back for %+v, %v", back, old, err)
		}
		for _, mark := range []string{"", "nothing"} {
			if _, _, err := d.PutBack(now, 3, mark, old.Order, t0); !errors.Is(err, quizzes.ErrTooFewItems) {
				t.Errorf("the mark %q: %v", mark, err)
			}
		}
		for _, n := range []int{0, 111} {
			if _, _, err := d.Substitute(ctx, f, n, 1, t0); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("place %d: %v", n, err)
			}
		}
	})
}

// TestFixedWithheld: of a form that somebody of the staff also has on an open exam, those questions have no key.
func TestFixedWithheld(t *testing.T) {
	each(t, 30, 3, func(d *desk) {
		ctx, t := d.t.Context(), d.t
		id := d.start(exam.Request{Mode: quizzes.Half}, t0)
		items, err := d.db.AttemptItems(ctx, d.person, id)
		if err != nil {
			t.Fatal(err)
		}
		onExam := map[string]bool{}
		for _, it := range items {
			onExam[it.Item] = true
		}
		f, _, err := d.DrawFixed(ctx, d.bank.Blueprint().FixedPlan(quizzes.Mock, 0), 7, t0)
		if err != nil {
			t.Fatal(err)
		}
		for _, who := range []string{d.person, "somebody else"} {
			places, err := d.Fixed(ctx, who, f, t0)
			if err != nil {
				t.Fatal(err)
			}
			withheld := 0
			for i, p := range places {
				want := who == d.person && onExam[f.Items[i].Item]
				if p.Withheld != want || (p.Key == "") != want {
					t.Errorf("%s, place %d: %+v", who, p.N, p)
				}
				if want {
					withheld++
				}
			}
			if who == d.person && withheld == 0 {
				t.Error("no question stands on both, so nothing was tested")
			}
		}
	})
}

// TestHeldOffFixed: what enough people say is wrong is not drawn in place of another.
func TestHeldOffFixed(t *testing.T) {
	each(t, 30, 3, func(d *desk) {
		ctx, t := d.t.Context(), d.t
		f, _, err := d.DrawFixed(ctx, d.bank.Blueprint().FixedPlan("", 7), 7, t0)
		if err != nil {
			t.Fatal(err)
		}
		spare := 0
		for _, it := range d.bank.Items() {
			if "cmaa/"+it.ID() == f.Items[0].Item || it.Lesson() != f.Items[0].Lesson || it.Use() != quizzes.UseExam {
				continue
			}
			if spare++; spare == 1 {
				continue // is left
			}
			for n := range 2 {
				person, attempt := d.reporter(n)
				r := store.Report{Person: person, Attempt: attempt, N: 1, Item: "cmaa/" + it.ID(), Revision: it.Revision(), Reason: exam.ReasonTwo}
				if _, _, err := d.db.AddReport(ctx, r, t0); err != nil {
					t.Fatal(err)
				}
			}
		}
		first := ""
		for seed := range uint64(20) {
			it, _, err := d.Substitute(ctx, f, 1, seed, t0)
			if err != nil {
				t.Fatal(err)
			}
			if first == "" {
				first = it.Item
			}
			if it.Item != first {
				t.Fatalf("%s and %s are drawn, and only one is not held", first, it.Item)
			}
		}
	})
}

// reporter is somebody with an attempt, the same for a number.
func (d *desk) reporter(n int) (person, attempt string) {
	d.t.Helper()
	account, err := d.db.AccountByLogin(d.t.Context(), fmt.Sprint("reporter", n))
	if person = account.Person; err != nil {
		login := fmt.Sprint("reporter", n)
		if person, err = d.db.CreateAccount(d.t.Context(), store.Shell, store.NewAccount{Name: login, Login: login, Hash: "x", Role: store.Learner}, t0); err != nil {
			d.t.Fatal(err)
		}
	}
	attempt, _, err = d.Start(d.t.Context(), person, exam.Request{Mode: quizzes.Drill, Count: 1, Key: "one"}, 1, t0)
	if err != nil {
		d.t.Fatal(err)
	}
	return person, attempt
}
