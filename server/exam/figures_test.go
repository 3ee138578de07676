package exam_test

import (
	"testing"
	"time"

	"frontdesk/quizzes"
	"frontdesk/server/classwork"
	"frontdesk/server/exam"
	"frontdesk/server/store"
)

// domains are the person's figures by domain, as far as they may be shown.
func (d *desk) domains(now time.Time) ([]quizzes.Mark, error) {
	d.t.Helper()
	return d.Domains(d.t.Context(), d.person, d.figures(now), now)
}

func (d *desk) figures(now time.Time) exam.Figures {
	d.t.Helper()
	all, err := d.db.AttemptsOf(d.t.Context(), d.person)
	if err != nil {
		d.t.Fatal(err)
	}
	f, err := d.FiguresOf(d.t.Context(), d.person, all, now)
	if err != nil {
		d.t.Fatal(err)
	}
	return f
}

// TestFiguresThatShareAQuestion: an attempt with a question whose key is held back for something else shows no figure,
// until that is released; what is held back for the attempt's own work does not matter to it.
func TestFiguresThatShareAQuestion(t *testing.T) {
	s := newSchool(t, 30, 3)
	own := s.start(exam.Request{Mode: quizzes.Mock}, t0)
	s.submit(own, t0.Add(time.Minute))
	told := func(id string, at time.Duration, want bool) {
		t.Helper()
		now := t0.Add(at)
		a, err := s.db.Attempt(t.Context(), s.person, id)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.figures(now).Told(id, a.Submitted); got != want {
			t.Errorf("after %v the figure is told: %v, want %v", at, got, want)
		}
		tries := []store.Try{{Attempt: id, Submitted: a.Submitted, No: 1}}
		if s.figures(now).Hide(tries); (tries[0].No == 1) != want {
			t.Errorf("after %v the try reads %+v", at, tries[0])
		}
	}
	told(own, time.Hour, true)
	first := s.assign(classwork.Form, classwork.Answers, classwork.Never, classwork.Due, "2026-11-24T12:00")
	told(own, 2*time.Hour, false) // a form with some of its questions is to be done
	id, err := s.sit(first, t0.Add(2*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	told(own, 3*time.Hour, false)
	s.submit(id, t0.Add(4*time.Hour))
	told(own, 5*time.Hour, false)
	told(id, 5*time.Hour, true) // its own score is shown
	if marks, err := s.domains(t0.Add(5 * time.Hour)); err != nil || len(marks) > 0 && marks[0].Scored > formSize {
		t.Errorf("domains: %+v, %v", marks, err)
	}
	second := s.assign(classwork.Form, classwork.Answers, classwork.Never, classwork.Due, "2026-11-23T12:00")
	told(id, 6*time.Hour, false) // the same questions in other work
	if err := s.db.WithdrawAssignment(t.Context(), store.Shell, s.class, second.ID, true, t0); err != nil {
		t.Fatal(err)
	}
	told(id, 6*time.Hour, true)
	told(own, 5*24*time.Hour, true)
}
