package exam_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/quizzes"
	"frontdesk/server/exam"
	"frontdesk/server/store"
)

func (d *desk) report(id string, n int, reason, text string) (store.Report, bool, error) {
	return d.Report(d.t.Context(), d.person, id, n, reason, text, t0.Add(time.Hour))
}

// TestReport is the table of what a report may meet.
func TestReport(t *testing.T) {
	each(t, 10, 0, func(d *desk) {
		id := d.drillAll(t0)
		if _, _, err := d.report(id, 1, exam.ReasonKey, ""); !errors.Is(err, exam.ErrNotGraded) {
			d.t.Errorf("on an open attempt: %v", err)
		}
		d.submit(id, t0)
		first, known, err := d.report(id, 1, exam.ReasonTwo, "C fits too")
		if err != nil || known || first.No != 1 {
			d.t.Errorf("%+v, %v, %v", first, known, err)
		}
		var refused *exam.Refusal
		for _, c := range []struct {
			name         string
			n            int
			reason, text string
			field        string
		}{
			{"no reason", 2, "", "x", "reason"},
			{"unknown reason", 2, "ugly", "x", "reason"},
			{"too long", 2, exam.ReasonOld, strings.Repeat("é", exam.MaxReport+1), "text"},
			{"known, and nothing to add", 1, exam.ReasonOld, "", "text"},
		} {
			if _, _, err := d.report(id, c.n, c.reason, c.text); !errors.As(err, &refused) || refused.Field != c.field {
				d.t.Errorf("%s: %v, want a refusal of %s", c.name, err, c.field)
			}
		}
		more, known, err := d.report(id, 1, "", "and so does D")
		if err != nil || !known || more.No != 1 || more.Body != "C fits too\nand so does D" || more.Reason != exam.ReasonTwo {
			d.t.Errorf("%+v, %v, %v", more, known, err)
		}
		for _, n := range []int{0, 11} {
			if _, _, err := d.report(id, n, exam.ReasonOld, ""); !errors.Is(err, store.ErrNotFound) {
				d.t.Errorf("question %d: %v", n, err)
			}
		}
		if _, _, err := d.as(d.t).report(id, 2, exam.ReasonOld, ""); !errors.Is(err, store.ErrNotFound) {
			d.t.Errorf("somebody else's: %v", err)
		}
		if err := d.db.Void(d.t.Context(), "staff", id, "x", t0); err != nil {
			d.t.Fatal(err)
		}
		if _, _, err := d.report(id, 2, exam.ReasonOld, ""); !errors.Is(err, store.ErrClosed) {
			d.t.Errorf("on a void attempt: %v", err)
		}
	})
}

// TestHeld: two people who say that two answers are right take a question off exam forms until it is decided, but not
// off drills; and however much is reported, an exam can be drawn.
func TestHeld(t *testing.T) {
	each(t, 27, 0, func(d *desk) { // a practice exam needs 26 of d2, d5
		ctx, rev := d.t.Context(), d.revision(item3)
		drill := func(l *desk) string { // all 27 of d2
			return l.start(exam.Request{Mode: quizzes.Drill, Domain: "d2", Count: 27, Feedback: exam.FeedbackEnd}, t0)
		}
		reporters := []*desk{d.as(d.t), d.as(d.t)}
		var rooms []exam.Room
		for _, l := range reporters {
			id := drill(l)
			rooms = append(rooms, l.room(id, t0))
			l.submit(id, t0)
		}
		say := func(who int, item, reason string) {
			if _, _, err := reporters[who].report(rooms[who].Attempt.ID, place(d.t, rooms[who], item).N, reason, "x"); err != nil {
				d.t.Fatal(err)
			}
		}
		left := func() int {
			p, err := d.Prospect(ctx, d.as(d.t).person, exam.Request{Mode: quizzes.Mock}, t0)
			if err != nil {
				d.t.Fatal(err)
			}
			return p.Fresh[1].Left
		}
		say(0, item3, exam.ReasonTwo)
		say(0, item3, exam.ReasonTwo) // the same person again
		if n := left(); n != 27 {
			d.t.Errorf("after one report %d are left", n)
		}
		say(1, item3, exam.ReasonTwo)
		if n := left(); n != 26 {
			d.t.Errorf("after two reports %d are left", n)
		}
		if p, err := d.Prospect(ctx, d.person, exam.Request{Mode: quizzes.Drill, Domain: "d2"}, t0); err != nil || p.Fit != 27 {
			d.t.Errorf("%d fit a drill, %v", p.Fit, err)
		}
		for range 3 {
			l := d.as(d.t)
			if r := l.room(l.start(exam.Request{Mode: quizzes.Mock}, t0), t0); slices.ContainsFunc(r.Seats, func(s exam.Seat) bool { return s.Question.ID == item3 }) {
				d.t.Error("an exam has the question that is held")
			}
		}
		for who := range reporters {
			say(who, "d2-01-004", exam.ReasonTwo)
		}
		l := d.as(d.t)
		l.start(exam.Request{Mode: quizzes.Mock}, t0) // 25 are not enough without those that are only reported

		q, err := d.Inquire(ctx, "staff", rev, t0)
		if err != nil || !q.Held || len(q.Reports) != 2 {
			d.t.Errorf("%+v, %v", q.Reported, err)
		}
		decisions, report := q.Seen()
		if err := d.Decide(ctx, "staff", rev, exam.Ruling{Verdict: exam.VerdictRight, Note: "It is.", Decisions: decisions, Report: report}, t0); err != nil {
			d.t.Fatal(err)
		}
		if n := left(); n != 26 {
			d.t.Errorf("after it was decided %d are left", n)
		}
	})
}

// TestCorrectedWhileOpen: while the question stands on another open attempt, nothing tells its owner that it was
// corrected: no figure, no list, no outcome of a report. Afterwards everything does.
func TestCorrectedWhileOpen(t *testing.T) {
	each(t, 10, 0, func(d *desk) {
		ctx, rev := d.t.Context(), d.revision(item3)
		id := d.drillAll(t0)
		n := place(d.t, d.room(id, t0), item3).N
		if err := d.choose(id, n, newKey, 1, t0); err != nil {
			d.t.Fatal(err)
		}
		d.submit(id, t0)
		if _, _, err := d.report(id, n, exam.ReasonKey, ""); err != nil {
			d.t.Fatal(err)
		}
		again := d.drillAll(t0.Add(time.Minute))
		if err := d.Decide(ctx, "staff", rev, func() exam.Ruling { r := rekey(exam.PolicyHigher); r.Report = 9; return r }(), t0.Add(time.Hour)); err != nil {
			d.t.Fatal(err)
		}
		if got := d.grades(id); got != "0/10 1/10" {
			d.t.Fatalf("grades %s", got)
		}
		look := func(corrected bool) {
			d.t.Helper()
			a, err := d.db.Attempt(ctx, d.person, id)
			if err != nil || (a.Mark.Correct == 1) != corrected {
				d.t.Errorf("the mark is %+v, %v", a.Mark, err)
			}
			r := d.result(id, t0.Add(2*time.Hour))
			if len(r.Corrections()) > 0 != corrected || r.Whole.Correct > 0 != corrected || r.Was.Correct > 0 {
				d.t.Errorf("result %+v, was %+v, %d corrections", r.Whole, r.Was, len(r.Corrections()))
			}
			domains, err := d.domains(t0.Add(3 * time.Hour))
			if err != nil || len(domains) > 0 && domains[0].Correct > 0 != corrected {
				d.t.Errorf("domains %+v, %v", domains, err)
			}
			own, err := d.OwnReports(ctx, d.person, t0)
			if err != nil || own[0].Withheld == corrected || own[0].Decision.No > 0 != corrected {
				d.t.Errorf("own report %+v, %v", own[0], err)
			}
			if _, err := d.Reportable(ctx, d.person, id, n, t0.Add(2*time.Hour)); errors.Is(err, exam.ErrWithheld) == corrected {
				d.t.Errorf("reporting again: %v", err)
			}
		}
		look(false)
		d.submit(again, t0.Add(2*time.Hour))
		look(true)
	})
}

// TestStaffWithOpenAttempt: who could decide, but has the question on an open attempt, is shown nothing of it.
func TestStaffWithOpenAttempt(t *testing.T) {
	each(t, 13, 0, func(d *desk) {
		ctx, rev := d.t.Context(), d.revision(item3)
		learner := d.as(d.t)
		id := learner.drillAll(t0)
		n := place(d.t, learner.room(id, t0), item3).N
		learner.submit(id, t0)
		fresh := d.as(d.t)
		half := fresh.start(exam.Request{Mode: quizzes.Half}, t0)
		for n := 1; n <= 55; n++ {
			if err := fresh.choose(half, n, "a", 1, t0); err != nil {
				d.t.Fatal(err)
			}
		}
		fresh.submit(half, t0)
		if _, _, err := learner.report(id, n, exam.ReasonKey, ""); err != nil {
			d.t.Fatal(err)
		}
		own := d.drillAll(t0)
		look := func(hidden bool) {
			d.t.Helper()
			q, err := d.Queue(ctx, d.person, t0)
			if err != nil || (q.Withheld == 1) != hidden || (len(q.Open) == 1) == hidden {
				d.t.Errorf("queue: %d open, %d withheld, %v", len(q.Open), q.Withheld, err)
			}
			for _, f := range []func() error{
				func() error { _, err := d.Inquire(ctx, d.person, rev, t0); return err },
				func() error { _, _, err := d.Preview(ctx, d.person, rev, rekey(exam.PolicyHigher), t0); return err },
			} {
				if err := f(); errors.Is(err, exam.ErrWithheld) != hidden {
					d.t.Errorf("%v", err)
				}
			}
			s, err := d.Statistics(ctx, d.person, t0)
			if err != nil || (s.Withheld > 0) != hidden || slices.ContainsFunc(s.Items, func(it exam.ItemStatistics) bool { return it.Item.Domain() == "d2" }) == hidden {
				d.t.Errorf("statistics of %d, %d withheld, %v", len(s.Items), s.Withheld, err)
			}
			if err := d.Decide(ctx, d.person, rev, rekey(exam.PolicyHigher), t0); errors.Is(err, exam.ErrWithheld) != hidden {
				d.t.Errorf("deciding: %v", err)
			}
		}
		look(true)
		d.submit(own, t0)
		look(false)
	})
}

// TestMergedReports: a guest's report and correction are the member's after the merge.
func TestMergedReports(t *testing.T) {
	each(t, 10, 0, func(d *desk) {
		ctx := d.t.Context()
		id := d.drillAll(t0)
		n := place(d.t, d.room(id, t0), item3).N
		if err := d.choose(id, n, newKey, 1, t0); err != nil {
			d.t.Fatal(err)
		}
		d.submit(id, t0)
		if _, _, err := d.report(id, n, exam.ReasonKey, "it is B"); err != nil {
			d.t.Fatal(err)
		}
		member, err := d.db.CreateAccount(ctx, store.Shell, store.NewAccount{Name: "Ana", Login: "ana", Hash: "h", Role: store.Learner}, t0)
		if err != nil {
			d.t.Fatal(err)
		}
		if err := d.db.MergeGuest(ctx, d.person, member, t0); err != nil {
			d.t.Fatal(err)
		}
		r := rekey(exam.PolicyEveryone)
		r.Report = 1
		if err := d.Decide(ctx, "staff", d.revision(item3), r, t0); err != nil {
			d.t.Fatal(err)
		}
		d.person = member
		own, err := d.OwnReports(ctx, member, t0)
		if err != nil || len(own) != 1 || own[0].Decision.Note != r.Note || own[0].Attempt != id {
			d.t.Errorf("%+v, %v", own, err)
		}
		if res := d.result(id, t0); res.Whole.Correct != 1 || res.Was.Correct != 0 {
			d.t.Errorf("%+v, was %+v", res.Whole, res.Was)
		}
	})
}

// TestStatistics: drills do not count, nor exams that were hardly begun, nor what was seen before.
func TestStatistics(t *testing.T) {
	each(t, 30, 0, func(d *desk) {
		ctx := d.t.Context()
		answer := func(l *desk, id string, items int, choice func(quizzes.Question) string) {
			for _, seat := range l.room(id, t0).Seats[:items] {
				_, err := l.Save(ctx, l.person, id, seat.N, exam.Change{Seq: 1, Choice: store.Set(choice(seat.Question)), Spent: 20 * time.Second}, t0)
				if err != nil {
					d.t.Fatal(err)
				}
			}
			l.submit(id, t0)
		}
		for i := range 2 {
			l := d.as(d.t)
			answer(l, l.start(exam.Request{Mode: quizzes.Half}, t0.Add(time.Duration(i)*time.Second)), 55, []func(quizzes.Question) string{key, other}[i])
		}
		hardly := d.as(d.t)
		answer(hardly, hardly.start(exam.Request{Mode: quizzes.Half}, t0), 27, key)
		drilled := d.as(d.t)
		answer(drilled, drilled.start(exam.Request{Mode: quizzes.Drill, Count: 10, Feedback: exam.FeedbackEnd}, t0), 10, key)
		s, err := d.Statistics(ctx, "staff", t0)
		if err != nil {
			d.t.Fatal(err)
		}
		answers, right := 0, 0
		for _, it := range s.Items {
			answers, right = answers+it.N, right+it.Correct
			if it.Timed != it.N || it.Median != 20*time.Second || !it.InBank || len(it.Flags) > 0 {
				d.t.Errorf("%v: %+v", it.Item, it.ItemAnalysis)
			}
		}
		if answers != 110 || right != 55 || s.Withheld != 0 || s.Flagged() != 0 {
			d.t.Errorf("%d answers, %d right", answers, right)
		}
		if len(s.Forms) != 1 || s.Forms[0].Form != "half 55" || s.Forms[0].N != 2 || s.Forms[0].Mean != 27.5 {
			d.t.Errorf("forms %+v", s.Forms)
		}
	})
}
