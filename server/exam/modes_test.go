package exam_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"frontdesk/quizzes"
	"frontdesk/server/exam"
	"frontdesk/server/store"
)

// allModes has one request of every mode with what its attempt is: how many questions it has and how many count, its
// minutes (0: no clock), whether reasons are shown after each question, and its name.
var allModes = []struct {
	r             exam.Request
	items, scored int
	minutes       int
	each          bool
	title         string
	afterMissing  bool // it needs something that was missed
}{
	{r: exam.Request{Mode: quizzes.Mock}, items: 135, scored: 110, minutes: 135, title: "Practice exam"},
	{r: exam.Request{Mode: quizzes.Half}, items: 55, scored: 55, minutes: 55, title: "Half exam"},
	{r: exam.Request{Mode: quizzes.Diagnostic}, items: 35, scored: 35, title: "Diagnostic"},
	{r: exam.Request{Mode: quizzes.Diagnostic, Time: "none", Feedback: "end"}, items: 35, scored: 35, title: "Diagnostic"},
	{r: exam.Request{Mode: quizzes.Check, Module: "d3", Name: "Medical Law"}, items: 15, scored: 15, title: "Check: Medical Law"},
	{r: exam.Request{Mode: quizzes.Drill}, items: 10, scored: 10, each: true, title: "Drill: mixed questions"},
	{r: exam.Request{Mode: quizzes.Drill, Count: 20, Time: "none", Feedback: "end"}, items: 20, scored: 20, title: "Drill: mixed questions"},
	{r: exam.Request{Mode: quizzes.Drill, Count: 30, Time: "standard", Tag: "one"}, items: 30, scored: 30, minutes: 30, each: true, title: "Drill: one"},
	{r: exam.Request{Mode: quizzes.Drill, Count: 15, Time: "1.5", Domain: "d4"}, items: 15, scored: 15, minutes: 23, each: true, title: "Drill: Scheduling"},
	{r: exam.Request{Mode: quizzes.Drill, Count: 50, Time: "2", Feedback: "end"}, items: 50, scored: 50, minutes: 100, title: "Drill: mixed questions"},
	{r: exam.Request{Mode: quizzes.Misses}, items: 10, scored: 10, each: true, title: "Missed questions", afterMissing: true},
	{r: exam.Request{Mode: quizzes.Misses, Count: 12, Feedback: "end"}, items: 12, scored: 12, title: "Missed questions", afterMissing: true},
	{r: exam.Request{Mode: quizzes.Misses, Count: 50}, items: 20, scored: 20, each: true, title: "Missed questions", afterMissing: true},
}

// missed makes somebody who has answered n questions of a drill wrong.
func (d *desk) missed(n int) {
	d.t.Helper()
	id := d.start(exam.Request{Mode: quizzes.Drill, Count: n, Feedback: "end"}, t0.Add(-time.Hour))
	for _, s := range d.room(id, t0.Add(-time.Hour)).Seats {
		if err := d.choose(id, s.N, other(s.Question), 1, t0.Add(-time.Hour)); err != nil {
			d.t.Fatal(err)
		}
	}
	d.submit(id, t0.Add(-time.Hour))
}

func (d *desk) submit(id string, now time.Time) {
	d.t.Helper()
	if _, state, err := d.Submit(d.t.Context(), d.person, id, now); err != nil || state != exam.Graded {
		d.t.Fatalf("submit gave %s, %v", state, err)
	}
}

// TestModes takes an attempt of every mode through its states.
func TestModes(t *testing.T) {
	each(t, 30, 3, func(d *desk) {
		for _, m := range allModes {
			person, err := d.db.NewGuest(d.t.Context(), t0)
			if err != nil {
				d.t.Fatal(err)
			}
			d := &desk{d.Exams, d.t, d.db, d.bank, person}
			if m.afterMissing {
				d.missed(20)
			}
			id := d.start(m.r, t0)
			d.opened(id, m.r, m.items, m.minutes, m.title)
			q := d.room(id, t0).Seats[0].Question
			if err := d.choose(id, 1, key(q), 1, t0); err != nil {
				d.t.Fatal(err)
			}
			_, err = d.Check(d.t.Context(), person, id, 1, t0)
			if m.each != (err == nil) || !m.each && !errors.Is(err, exam.ErrNotReleased) {
				d.t.Errorf("%+v: checking a question gave %v", m.r, err)
			}
			if _, err := d.Result(d.t.Context(), person, id, t0); !errors.Is(err, exam.ErrNotGraded) {
				d.t.Errorf("%+v: the result while open gave %v", m.r, err)
			}
			d.submit(id, t0.Add(time.Minute))
			if err := d.choose(id, 2, "a", 1, t0.Add(time.Minute)); !errors.Is(err, store.ErrClosed) {
				d.t.Errorf("%+v: saving after submitting gave %v", m.r, err)
			}
			res, err := d.Result(d.t.Context(), person, id, t0.Add(time.Minute))
			if err != nil || res.Whole.Scored != m.scored || res.Whole.Correct > 1 || len(res.Verdicts) != m.items || res.Attempt.Answered != 1 {
				d.t.Errorf("%+v: the result is %+v, %v", m.r, res.Whole, err)
			}
		}
	})
}

// opened checks an attempt that was just started, and that starting again goes on with it.
func (d *desk) opened(id string, r exam.Request, items, minutes int, title string) {
	d.t.Helper()
	room := d.room(id, t0)
	if len(room.Seats) != items || room.Minutes() != minutes || room.Untimed != (minutes == 0) || room.Attempt.Title != title ||
		room.Attempt.Policy.Minutes != 0 && room.Untimed || room.State != exam.Open {
		d.t.Errorf("%+v is %s with %d questions and %d min, %+v", r, room.Attempt.Title, len(room.Seats), room.Minutes(), room.Attempt.Policy)
	}
	r.Key = "another"
	if again, started, err := d.Start(d.t.Context(), d.person, r, 9, t0.Add(time.Second)); err != nil || started || again != id {
		d.t.Errorf("%+v, started again, is %s, %v, %v, want the open one", r, again, started, err)
	}
	if !room.Untimed {
		last := t0.Add(time.Duration(minutes)*time.Minute + store.Grace)
		if err := d.choose(id, items, "a", 1, last); err != nil {
			d.t.Errorf("%+v: a save in its grace gave %v", r, err)
		}
		if _, err := d.Save(d.t.Context(), d.person, id, items, exam.Change{Seq: 2, Choice: store.Set("")}, last); err != nil {
			d.t.Fatal(err)
		}
		if err := d.choose(id, items, "b", 3, last.Add(time.Millisecond)); !errors.Is(err, store.ErrClosed) {
			d.t.Errorf("%+v: a save after its grace gave %v", r, err)
		}
	}
}

func TestModeRefusals(t *testing.T) {
	each(t, 30, 3, func(d *desk) {
		for _, c := range []struct {
			name  string
			r     exam.Request
			field string
		}{
			{"diagnostic with a clock", exam.Request{Mode: quizzes.Diagnostic, Time: "standard"}, "time"},
			{"diagnostic with reasons", exam.Request{Mode: quizzes.Diagnostic, Feedback: "each"}, "feedback"},
			{"diagnostic of a domain", exam.Request{Mode: quizzes.Diagnostic, Domain: "d1"}, "mode"},
			{"diagnostic of ten", exam.Request{Mode: quizzes.Diagnostic, Count: 10}, "mode"},
			{"check of nothing", exam.Request{Mode: quizzes.Check}, "module"},
			{"check with a clock", exam.Request{Mode: quizzes.Check, Module: "d3", Time: "2"}, "time"},
			{"check with reasons", exam.Request{Mode: quizzes.Check, Module: "d3", Feedback: "each"}, "feedback"},
			{"check of ten", exam.Request{Mode: quizzes.Check, Module: "d3", Count: 10}, "mode"},
			{"drill of a module", exam.Request{Mode: quizzes.Drill, Module: "d3"}, "mode"},
			{"drill of an attempt", exam.Request{Mode: quizzes.Drill, Attempt: "x"}, "mode"},
			{"drill with an odd time", exam.Request{Mode: quizzes.Drill, Time: "3"}, "time"},
			{"misses of a domain", exam.Request{Mode: quizzes.Misses, Domain: "d1"}, "mode"},
			{"misses with a clock", exam.Request{Mode: quizzes.Misses, Time: "1.5"}, "time"},
			{"misses with odd feedback", exam.Request{Mode: quizzes.Misses, Feedback: "never"}, "feedback"},
			{"too many misses", exam.Request{Mode: quizzes.Misses, Count: 51}, "count"},
			{"fewer misses than none", exam.Request{Mode: quizzes.Misses, Count: -1}, "count"},
			{"half of an attempt", exam.Request{Mode: quizzes.Half, Attempt: "x"}, "mode"},
		} {
			_, _, err := d.Start(d.t.Context(), d.person, c.r, 1, t0)
			var refused *exam.Refusal
			if !errors.As(err, &refused) || refused.Field != c.field {
				d.t.Errorf("%s: %v, want a refusal of %s", c.name, err, c.field)
			}
			if _, err := d.Prospect(d.t.Context(), d.person, c.r, t0); !errors.As(err, &refused) {
				d.t.Errorf("%s: its start page gave %v", c.name, err)
			}
		}
		for _, c := range []struct {
			name string
			r    exam.Request
			want error
		}{
			{"nothing was missed", exam.Request{Mode: quizzes.Misses}, exam.ErrNothingMissed},
			{"a module without questions", exam.Request{Mode: quizzes.Check, Module: "mt"}, quizzes.ErrTooFewItems},
			{"what is nobody's", exam.Request{Mode: quizzes.Misses, Attempt: "x"}, store.ErrNotFound},
		} {
			if _, _, err := d.Start(d.t.Context(), d.person, c.r, 1, t0); !errors.Is(err, c.want) {
				d.t.Errorf("%s: %v, want %v", c.name, err, c.want)
			}
		}
		if !errors.Is(exam.ErrNothingMissed, quizzes.ErrTooFewItems) {
			t.Error("nothing missed is no case of too few items")
		}
	})
}

// sat is a finished attempt in which the first wrong questions were answered wrong, the next right ones right, and the rest
// left open.
func (d *desk) sat(r exam.Request, wrong, right int, now time.Time) (id string, ids []string) {
	d.t.Helper()
	id = d.start(r, now)
	for i, s := range d.room(id, now).Seats {
		choice := key(s.Question)
		if i < wrong {
			choice = other(s.Question)
		}
		if i < wrong+right {
			if err := d.choose(id, s.N, choice, 1, now); err != nil {
				d.t.Fatal(err)
			}
		}
		ids = append(ids, s.Question.ID)
	}
	d.submit(id, now)
	return id, ids
}

// on is what stands on an attempt, sorted.
func (d *desk) on(id string, now time.Time) (ids []string) {
	for _, s := range d.room(id, now).Seats {
		ids = append(ids, s.Question.ID)
	}
	slices.Sort(ids)
	return ids
}

// TestMisses: what was last answered wrong comes back, the oldest first, until it is answered right.
func TestMisses(t *testing.T) {
	each(t, 30, 3, func(d *desk) {
		_, old := d.sat(exam.Request{Mode: quizzes.Half}, 8, 5, t0)
		_, young := d.sat(exam.Request{Mode: quizzes.Drill, Count: 20, Feedback: "end"}, 6, 6, t0.Add(time.Hour))
		later := t0.Add(2 * time.Hour)
		p, err := d.Prospect(d.t.Context(), d.person, exam.Request{Mode: quizzes.Misses}, later)
		if want := len(lastWrong(old[:8], young)) + 6; err != nil || p.Fit != want || p.Scored != 10 {
			d.t.Fatalf("%d missed, %d to draw, %v, want %d and 10", p.Fit, p.Scored, err, want)
		}
		id := d.start(exam.Request{Mode: quizzes.Misses}, later)
		drawn := d.on(id, later)
		for _, missed := range lastWrong(old[:8], young) {
			if !slices.Contains(drawn, missed) {
				d.t.Errorf("%s was missed longest ago and does not come back", missed)
			}
		}
		for _, was := range drawn {
			if !slices.Contains(old[:8], was) && !slices.Contains(young[:6], was) {
				d.t.Errorf("%s was not answered wrong", was)
			}
		}
		for _, s := range d.room(id, later).Seats {
			if err := d.choose(id, s.N, key(s.Question), 1, later); err != nil {
				d.t.Fatal(err)
			}
		}
		d.submit(id, later)
		next, err := d.Prospect(d.t.Context(), d.person, exam.Request{Mode: quizzes.Misses, Count: 50}, later)
		if err != nil || next.Fit != p.Fit-10 {
			d.t.Errorf("after ten right answers %d are missed, %v, want %d", next.Fit, err, p.Fit-10)
		}
	})
}

// lastWrong is what of the old misses was not drawn again in a young drill.
func lastWrong(old, young []string) []string {
	return slices.DeleteFunc(slices.Clone(old), func(id string) bool { return slices.Contains(young, id) })
}

// TestDrillThese: exactly what was missed in one attempt, the unanswered questions included and trial ones not, but
// nothing that stands on an open exam.
func TestDrillThese(t *testing.T) {
	each(t, 26, 0, func(d *desk) { // less than two forms, so that a second one repeats much of the first
		d.missed(5)
		id, all := d.sat(exam.Request{Mode: quizzes.Half}, 7, 20, t0)
		want := append(slices.Clone(all[:7]), all[27:]...)
		slices.Sort(want)
		drill := d.start(exam.Request{Mode: quizzes.Misses, Attempt: id}, t0)
		if got := d.on(drill, t0); !slices.Equal(got, want) {
			d.t.Errorf("drilled are %v, missed were %v", got, want)
		}
		a, err := d.db.Attempt(d.t.Context(), d.person, drill)
		if err != nil || a.Title != "Missed questions: Half exam" || a.SeenCount != len(want) {
			d.t.Errorf("it is called %q and counts %d repeats, %v", a.Title, a.SeenCount, err)
		}
		d.submit(drill, t0)
		open := d.start(exam.Request{Mode: quizzes.Mock}, t0)
		onOpen := d.on(open, t0)
		want = lastWrong(want, onOpen)
		rest := d.start(exam.Request{Mode: quizzes.Misses, Attempt: id}, t0)
		if got := d.on(rest, t0); !slices.Equal(got, want) || len(want) == 35 {
			d.t.Errorf("with an exam open, drilled are %v, want %v", got, want)
		}
		again, err := d.db.Attempt(d.t.Context(), d.person, rest)
		if err != nil || again.Title != "Missed questions: Half exam" {
			d.t.Errorf("it is called %q, %v", again.Title, err)
		}
		if _, _, err := d.Start(d.t.Context(), d.person, exam.Request{Mode: quizzes.Misses, Attempt: open, Key: "k"}, 1, t0); err != nil {
			d.t.Errorf("with a drill of missed questions open, another gave %v, want the open one", err)
		}
		d.submit(rest, t0)
		if _, _, err := d.Start(d.t.Context(), d.person, exam.Request{Mode: quizzes.Misses, Attempt: open, Key: "l"}, 1, t0); !errors.Is(err, exam.ErrNotGraded) {
			d.t.Errorf("drilling what was missed in an open exam gave %v", err)
		}
		stranger, err := d.db.NewGuest(d.t.Context(), t0)
		if err != nil {
			d.t.Fatal(err)
		}
		if _, _, err := d.Start(d.t.Context(), stranger, exam.Request{Mode: quizzes.Misses, Attempt: id}, 1, t0); !errors.Is(err, store.ErrNotFound) {
			d.t.Errorf("drilling what somebody else missed gave %v", err)
		}
	})
}

// TestBesideOpenExam: while a mock is open, nothing of it stands on a diagnostic, a check or a drill of missed questions,
// and their start pages count only what is left.
func TestBesideOpenExam(t *testing.T) {
	each(t, 40, 3, func(d *desk) {
		d.missed(20)
		mock := d.start(exam.Request{Mode: quizzes.Mock}, t0)
		onMock := d.on(mock, t0)
		for _, r := range []exam.Request{{Mode: quizzes.Diagnostic}, {Mode: quizzes.Check, Module: "d1"}, {Mode: quizzes.Misses}} {
			p, err := d.Prospect(d.t.Context(), d.person, r, t0)
			if err != nil {
				d.t.Fatal(err)
			}
			got := d.on(d.start(r, t0), t0)
			if len(got) != p.Scored {
				d.t.Errorf("%s: %d questions were promised, %d drawn", r.Mode, p.Scored, len(got))
			}
			for _, id := range got {
				if slices.Contains(onMock, id) {
					d.t.Errorf("%s: %s stands on the open exam too", r.Mode, id)
				}
			}
		}
	})
}
