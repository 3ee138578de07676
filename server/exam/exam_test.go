package exam_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/quizzes"
	"frontdesk/server/exam"
	"frontdesk/server/store"
	"frontdesk/server/store/storetest"
)

// t0 is when the tests begin.
var t0 = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// desk is one database with its exams and a learner.
type desk struct {
	*exam.Exams
	t      *testing.T
	db     *store.DB
	bank   *quizzes.Bank
	person string
}

// each runs a test on both engines.
func each(t *testing.T, items, practice int, f func(*desk)) {
	b := bank(t, items, practice)
	for _, engine := range storetest.Engines(t) {
		t.Run(engine, func(t *testing.T) {
			db := storetest.Open(t, engine)
			person, err := db.NewGuest(t.Context(), t0)
			if err != nil {
				t.Fatal(err)
			}
			f(&desk{exam.New(db, b, "cmaa", "v1", slog.New(slog.DiscardHandler)), t, db, b, person})
		})
	}
}

func (d *desk) start(r exam.Request, now time.Time) string {
	d.t.Helper()
	id, started, err := d.Start(d.t.Context(), d.person, r, uint64(now.UnixNano()), now)
	if err != nil || !started {
		d.t.Fatalf("start gave %q, %v, %v", id, started, err)
	}
	return id
}

func (d *desk) room(id string, now time.Time) exam.Room {
	d.t.Helper()
	r, err := d.Room(d.t.Context(), d.person, id, now)
	if err != nil {
		d.t.Fatal(err)
	}
	return r
}

func (d *desk) choose(id string, n int, choice string, seq int64, now time.Time) error {
	_, err := d.Save(d.t.Context(), d.person, id, n, exam.Change{Seq: seq, Choice: store.Set(choice)}, now)
	return err
}

// key finds the right option by its text, as no page could: nothing else in a room tells it.
func key(q quizzes.Question) string {
	i := slices.IndexFunc(q.Options, func(o quizzes.Option) bool { return strings.HasPrefix(o.Text, "The key") })
	return q.Options[i].ID
}

func other(q quizzes.Question) string {
	i := slices.IndexFunc(q.Options, func(o quizzes.Option) bool { return !strings.HasPrefix(o.Text, "The key") })
	return q.Options[i].ID
}

func TestMockForm(t *testing.T) {
	each(t, 30, 3, func(d *desk) {
		id := d.start(exam.Request{Mode: quizzes.Mock}, t0)
		items, err := d.db.AttemptItems(d.t.Context(), d.person, id)
		if err != nil {
			d.t.Fatal(err)
		}
		scored, pretest, seen := map[string]int{}, map[string]int{}, map[string]bool{}
		for _, it := range items {
			if seen[it.Item] {
				d.t.Errorf("%s stands twice", it.Item)
			}
			seen[it.Item] = true
			if it.Scored {
				scored[it.Domain]++
			} else {
				pretest[it.Domain]++
			}
		}
		for dom, want := range map[string][2]int{"d1": {10, 2}, "d2": {21, 5}, "d3": {17, 4}, "d4": {16, 4}, "d5": {21, 5}, "d6": {11, 2}, "d7": {14, 3}} {
			if got := [2]int{scored[dom], pretest[dom]}; got != want {
				d.t.Errorf("%s has %v, want %v", dom, got, want)
			}
		}
		r := d.room(id, t0)
		if r.Minutes() != 135 || r.Remaining != 135*time.Minute || r.State != exam.Open || len(r.Seats) != 135 {
			d.t.Errorf("room: %d min, %v left, %s, %d seats", r.Minutes(), r.Remaining, r.State, len(r.Seats))
		}
		again := d.room(id, t0.Add(time.Hour))
		for i := range r.Seats {
			if fmt.Sprint(r.Seats[i].Question) != fmt.Sprint(again.Seats[i].Question) {
				d.t.Fatalf("question %d looks different an hour later", i+1)
			}
		}
	})
}

// TestStartOnce: fifty starts with one key are one attempt, and so is a second start of an open mode.
func TestStartOnce(t *testing.T) {
	each(t, 30, 3, func(d *desk) {
		var wg sync.WaitGroup
		ids, fresh := make([]string, 50), make([]bool, 50)
		for i := range ids {
			wg.Go(func() {
				var err error
				ids[i], fresh[i], err = d.Start(d.t.Context(), d.person, exam.Request{Mode: quizzes.Mock, Key: "k"}, uint64(i), t0)
				if err != nil {
					d.t.Error(err)
				}
			})
		}
		wg.Wait()
		slices.Sort(ids)
		if ids = slices.Compact(ids); len(ids) != 1 || ids[0] == "" {
			d.t.Errorf("50 starts gave %d attempts", len(ids))
		}
		if n := len(slices.DeleteFunc(fresh, func(b bool) bool { return !b })); n != 1 {
			d.t.Errorf("%d starts say that they began it", n)
		}
		id, started, err := d.Start(d.t.Context(), d.person, exam.Request{Mode: quizzes.Mock, Key: "another"}, 1, t0)
		if err != nil || started || id != ids[0] {
			d.t.Errorf("a second start gave %s, %v, %v", id, started, err)
		}
		if _, _, err := d.Submit(d.t.Context(), d.person, ids[0], t0); err != nil {
			d.t.Fatal(err)
		}
		d.start(exam.Request{Mode: quizzes.Mock, Key: "next"}, t0)
		if id, started, err := d.Start(d.t.Context(), d.person, exam.Request{Mode: quizzes.Mock, Key: "k"}, 1, t0); err != nil || started || id != ids[0] {
			d.t.Errorf("the first key again, with another exam open, gave %s, %v, %v, want %s", id, started, err, ids[0])
		}
	})
}

func TestRequests(t *testing.T) {
	each(t, 30, 3, func(d *desk) {
		for _, c := range []struct {
			name  string
			r     exam.Request
			field string
		}{
			{"no mode", exam.Request{}, "mode"},
			{"unknown mode", exam.Request{Mode: "quiz"}, "mode"},
			{"unknown time", exam.Request{Mode: quizzes.Half, Time: "3"}, "time"},
			{"mock with reasons", exam.Request{Mode: quizzes.Mock, Feedback: "each"}, "feedback"},
			{"mock of a domain", exam.Request{Mode: quizzes.Mock, Domain: "d1"}, "mode"},
			{"drill too long", exam.Request{Mode: quizzes.Drill, Count: 51}, "count"},
			{"drill negative", exam.Request{Mode: quizzes.Drill, Count: -1}, "count"},
			{"drill of nothing known", exam.Request{Mode: quizzes.Drill, Domain: "d9"}, "domain"},
			{"drill of two things", exam.Request{Mode: quizzes.Drill, Domain: "d1", Tag: "one"}, "domain"},
			{"drill with odd feedback", exam.Request{Mode: quizzes.Drill, Feedback: "never"}, "feedback"},
			{"endless key", exam.Request{Mode: quizzes.Mock, Key: strings.Repeat("k", 101)}, "key"},
		} {
			_, _, err := d.Start(d.t.Context(), d.person, c.r, 1, t0)
			var refused *exam.Refusal
			if !errors.As(err, &refused) || refused.Field != c.field {
				d.t.Errorf("%s: %v, want a refusal of %s", c.name, err, c.field)
			}
		}
		_, _, err := d.Start(d.t.Context(), d.person, exam.Request{Mode: quizzes.Drill, Lesson: "d1-02", Count: 10}, 1, t0)
		if !errors.Is(err, quizzes.ErrTooFewItems) {
			d.t.Errorf("a drill of an empty lesson gave %v", err)
		}
	})
}

func TestTime(t *testing.T) {
	each(t, 30, 3, func(d *desk) {
		for _, c := range []struct {
			time    string
			minutes int
		}{{"1.5", 203}, {"2", 270}, {"none", 0}} {
			id := d.start(exam.Request{Mode: quizzes.Mock, Time: c.time}, t0)
			if r := d.room(id, t0); r.Minutes() != c.minutes || r.Untimed != (c.minutes == 0) {
				d.t.Errorf("time %s: %d min, untimed %v", c.time, r.Minutes(), r.Untimed)
			}
			if _, _, err := d.Submit(d.t.Context(), d.person, id, t0); err != nil {
				d.t.Fatal(err)
			}
		}
	})
}

// TestSaves is the table of what a save may meet.
func TestSaves(t *testing.T) {
	each(t, 30, 3, func(d *desk) {
		id := d.start(exam.Request{Mode: quizzes.Half}, t0)
		end := t0.Add(55 * time.Minute)
		var refused *exam.Refusal
		late, err := d.Save(d.t.Context(), d.person, id, 1, exam.Change{Seq: 1, Choice: store.Set("a")}, end.Add(5*time.Second))
		if err != nil || !late.InGrace || !late.Applied || late.Remaining != 0 {
			d.t.Errorf("inside grace: %+v, %v", late, err)
		}
		stranger, err := d.db.NewGuest(d.t.Context(), t0)
		if err != nil {
			d.t.Fatal(err)
		}
		for _, c := range []struct {
			name string
			err  error
			want error
		}{
			{"on time", d.choose(id, 2, "b", 1, t0), nil},
			{"not an option", d.choose(id, 2, "e", 2, t0), &exam.Refusal{}},
			{"a number above what JavaScript counts", d.choose(id, 2, "a", 1<<53, t0), &exam.Refusal{}},
			{"two letters", d.choose(id, 2, "ab", 2, t0), &exam.Refusal{}},
			{"no such question", d.choose(id, 56, "a", 1, t0), store.ErrNotFound},
			{"question 0", d.choose(id, 0, "a", 1, t0), store.ErrNotFound},
			{"no such attempt", d.choose("nowhere", 1, "a", 1, t0), store.ErrNotFound},
			{"another's attempt", func() error {
				_, err := d.Save(d.t.Context(), stranger, id, 1, exam.Change{Seq: 9, Choice: store.Set("a")}, t0)
				return err
			}(), store.ErrNotFound},
			{"after grace", d.choose(id, 3, "c", 1, end.Add(11*time.Second)), store.ErrClosed},
			{"nonsense after grace", d.choose(id, 3, "z", 2, end.Add(11*time.Second)), store.ErrClosed},
		} {
			switch {
			case c.want == nil && c.err != nil, c.want != nil && !errors.Is(c.err, c.want) && !(errors.As(c.want, &refused) && errors.As(c.err, &refused)):
				d.t.Errorf("%s: %v, want %v", c.name, c.err, c.want)
			}
		}
		r := d.room(id, end.Add(12*time.Second))
		if r.State != exam.Graded || r.Answered() != 2 || r.Seats[2].Answer.Choice != "" {
			d.t.Errorf("after the end: %s, %d answered, third %q", r.State, r.Answered(), r.Seats[2].Answer.Choice)
		}
		if err := d.choose(id, 2, "a", 5, t0); !errors.Is(err, store.ErrClosed) {
			d.t.Errorf("a save after grading, from a clock that runs behind, gave %v", err)
		}
	})
}

func TestScore(t *testing.T) {
	each(t, 30, 3, func(d *desk) {
		id := d.start(exam.Request{Mode: quizzes.Mock}, t0)
		items, err := d.db.AttemptItems(d.t.Context(), d.person, id)
		if err != nil {
			d.t.Fatal(err)
		}
		right, answered := 0, 0
		for i, seat := range d.room(id, t0).Seats {
			choice := key(seat.Question)
			switch i % 3 {
			case 1:
				choice = other(seat.Question)
			case 2:
				continue
			}
			answered++
			if items[i].Scored && i%3 == 0 {
				right++
			}
			if err := d.choose(id, seat.N, choice, 1, t0.Add(time.Minute)); err != nil {
				d.t.Fatal(err)
			}
		}
		if _, err := d.Result(d.t.Context(), d.person, id, t0); !errors.Is(err, exam.ErrNotGraded) {
			d.t.Errorf("the result of an open attempt gave %v", err)
		}
		for range 2 { // the second time changes nothing
			if _, state, err := d.Submit(d.t.Context(), d.person, id, t0.Add(time.Hour)); err != nil || state != exam.Graded {
				d.t.Fatalf("submit: %s, %v", state, err)
			}
		}
		res, err := d.Result(d.t.Context(), d.person, id, t0.Add(time.Hour))
		if err != nil {
			d.t.Fatal(err)
		}
		if res.Whole.Correct != right || res.Whole.Scored != 110 || res.Pretest != 25 || len(res.Verdicts) != 135 || res.Attempt.Mark.Answered != answered {
			d.t.Errorf("result %+v, pretest %d, %d verdicts, %d answered; want %d right, %d answered",
				res.Whole, res.Pretest, len(res.Verdicts), res.Attempt.Mark.Answered, right, answered)
		}
		sum := quizzes.Mark{}
		for _, m := range res.Domains {
			sum.Correct, sum.Scored = sum.Correct+m.Correct, sum.Scored+m.Scored
		}
		if len(res.Domains) != 7 || sum.Correct != right || sum.Scored != 110 {
			d.t.Errorf("domains add up to %+v", sum)
		}
		grades, err := d.db.Grades(d.t.Context(), d.person, id)
		if err != nil || len(grades) != 1 {
			d.t.Errorf("%d grades, %v", len(grades), err)
		}
	})
}

// TestSweepFinishesWhatStopped: an attempt that was abandoned, and one that was closed by a process that died before it
// graded, are both graded by the sweeper; a second sweeper finds nothing.
func TestSweepFinishesWhatStopped(t *testing.T) {
	each(t, 30, 3, func(d *desk) {
		abandoned := d.start(exam.Request{Mode: quizzes.Half}, t0)
		if err := d.choose(abandoned, 1, "a", 1, t0); err != nil {
			d.t.Fatal(err)
		}
		died := d.start(exam.Request{Mode: quizzes.Drill, Count: 10, Feedback: exam.FeedbackEnd}, t0)
		if _, err := d.db.CloseAttempt(d.t.Context(), d.person, died, t0); err != nil {
			d.t.Fatal(err)
		}
		if n, err := d.Sweep(d.t.Context(), t0.Add(55*time.Minute+5*time.Second)); err != nil || n != 1 {
			d.t.Errorf("inside grace the sweeper dealt with %d, %v; want only the one that died", n, err)
		}
		later := t0.Add(56 * time.Minute)
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				if _, err := d.Sweep(d.t.Context(), later); err != nil {
					d.t.Error(err)
				}
			})
		}
		wg.Wait()
		for _, id := range []string{abandoned, died} {
			grades, err := d.db.Grades(d.t.Context(), d.person, id)
			if err != nil || len(grades) != 1 {
				d.t.Errorf("%d grades, %v", len(grades), err)
			}
		}
		res, err := d.Result(d.t.Context(), d.person, abandoned, later)
		if err != nil || !res.RanOut || res.Attempt.Mark.Answered != 1 || !res.Attempt.Submitted.Equal(t0.Add(55*time.Minute)) {
			d.t.Errorf("the abandoned one: %+v, %v", res.Attempt, err)
		}
		if n, err := d.Sweep(d.t.Context(), later); err != nil || n != 0 {
			d.t.Errorf("nothing was left, but the sweeper dealt with %d, %v", n, err)
		}
	})
}

func TestDrillWithReasons(t *testing.T) {
	each(t, 30, 3, func(d *desk) {
		id := d.start(exam.Request{Mode: quizzes.Drill, Domain: "d3", Count: 10}, t0)
		seat := d.room(id, t0).Seats[0]
		var refused *exam.Refusal
		if _, err := d.Check(d.t.Context(), d.person, id, 1, t0); !errors.As(err, &refused) {
			d.t.Errorf("checking without an answer gave %v", err)
		}
		if _, err := d.Checked(d.t.Context(), d.person, id, 1, t0); !errors.Is(err, exam.ErrNotReleased) {
			d.t.Errorf("reading the reasons before checking gave %v", err)
		}
		if err := d.choose(id, 1, other(seat.Question), 1, t0); err != nil {
			d.t.Fatal(err)
		}
		for range 2 {
			v, err := d.Check(d.t.Context(), d.person, id, 1, t0)
			if err != nil || v.Right() || v.Item.Key() != key(seat.Question) {
				d.t.Fatalf("check: %v, %v", v, err)
			}
		}
		if err := d.choose(id, 1, key(seat.Question), 2, t0); !errors.Is(err, store.ErrLocked) {
			d.t.Errorf("changing a checked answer gave %v", err)
		}
		r := d.room(id, t0)
		if !r.Seats[0].Checked || r.Seats[0].Answer.Choice != other(seat.Question) || !r.Untimed {
			d.t.Errorf("the seat is %+v", r.Seats[0])
		}
		if _, state, err := d.Submit(d.t.Context(), d.person, id, t0); err != nil || state != exam.Graded {
			d.t.Fatalf("%s, %v", state, err)
		}
		next := d.start(exam.Request{Mode: quizzes.Drill, Domain: "d3", Count: 10}, t0.Add(time.Hour))
		missed := d.room(next, t0.Add(time.Hour))
		if !slices.ContainsFunc(missed.Seats, func(s exam.Seat) bool { return s.Question.ID == seat.Question.ID }) {
			d.t.Error("the next drill does not begin with what was missed")
		}
		exams := d.start(exam.Request{Mode: quizzes.Half}, t0)
		if _, err := d.Check(d.t.Context(), d.person, exams, 1, t0); !errors.Is(err, exam.ErrNotReleased) {
			d.t.Errorf("checking a question of an exam gave %v", err)
		}
	})
}

// TestWithheld: while a question stands on an open exam, no other attempt tells its key: not the review of an earlier
// one, not a drill.
func TestWithheld(t *testing.T) {
	each(t, 27, 0, func(d *desk) { // less than two forms: the second one repeats much of the first
		ctx := d.t.Context()
		first := d.start(exam.Request{Mode: quizzes.Mock}, t0)
		if _, _, err := d.Submit(ctx, d.person, first, t0); err != nil {
			d.t.Fatal(err)
		}
		drill := d.start(exam.Request{Mode: quizzes.Drill, Count: 50, Feedback: exam.FeedbackEach}, t0)
		second := d.start(exam.Request{Mode: quizzes.Mock}, t0.Add(time.Hour))
		onSecond := map[string]bool{}
		for _, s := range d.room(second, t0.Add(time.Hour)).Seats {
			onSecond[s.Question.ID] = true
		}
		res, err := d.Result(ctx, d.person, first, t0.Add(time.Hour))
		if err != nil {
			d.t.Fatal(err)
		}
		for _, v := range res.Verdicts {
			if onSecond[v.Item.ID()] {
				d.t.Fatalf("the result of the first exam tells the key of %v, which is on the open one", v.Item)
			}
		}
		scored := 0
		for _, v := range res.Verdicts {
			if v.Scored {
				scored++
			}
		}
		if res.Whole.Scored != scored {
			d.t.Errorf("the figures count %d questions, %d are shown: the rest can be worked out", res.Whole.Scored, scored)
		}
		if res.Withheld == 0 || res.Withheld+len(res.Verdicts) != 135 {
			d.t.Errorf("%d withheld and %d shown", res.Withheld, len(res.Verdicts))
		}
		refused := 0
		for _, s := range d.room(drill, t0.Add(time.Hour)).Seats {
			if err := d.choose(drill, s.N, "a", 1, t0.Add(time.Hour)); err != nil {
				d.t.Fatal(err)
			}
			_, err := d.Check(ctx, d.person, drill, s.N, t0.Add(time.Hour))
			if onSecond[s.Question.ID] {
				refused++
				if !errors.Is(err, exam.ErrWithheld) {
					d.t.Fatalf("the drill told a key of the open exam: %v", err)
				}
			} else if err != nil {
				d.t.Fatal(err)
			}
		}
		if refused == 0 {
			d.t.Error("the drill and the exam share no question, so nothing was tested")
		}
		if _, _, err := d.Submit(ctx, d.person, second, t0.Add(time.Hour)); err != nil {
			d.t.Fatal(err)
		}
		if _, _, err := d.Submit(ctx, d.person, drill, t0.Add(time.Hour)); err != nil {
			d.t.Fatal(err)
		}
		if res, err := d.Result(ctx, d.person, first, t0.Add(2*time.Hour)); err != nil || res.Withheld != 0 {
			d.t.Errorf("after submitting: %d withheld, %v", res.Withheld, err)
		}
		if res, err := d.Result(ctx, d.person, second, t0.Add(2*time.Hour)); err != nil || res.Attempt.SeenCount < 50 {
			d.t.Errorf("the second exam says %d repeats, %v", res.Attempt.SeenCount, err)
		}
	})
}

// TestUntil: while an exam is open, what was submitted since it began shows no figure.
func TestUntil(t *testing.T) {
	each(t, 30, 3, func(d *desk) {
		ctx := d.t.Context()
		early := d.start(exam.Request{Mode: quizzes.Drill, Count: 10, Feedback: exam.FeedbackEnd}, t0)
		if _, _, err := d.Submit(ctx, d.person, early, t0.Add(time.Minute)); err != nil {
			d.t.Fatal(err)
		}
		figures := func(now time.Time) int {
			all, err := d.db.AttemptsOf(ctx, d.person)
			if err != nil {
				d.t.Fatal(err)
			}
			details, err := d.db.GradeDetails(ctx, d.person, exam.Until(all, now))
			if err != nil {
				d.t.Fatal(err)
			}
			return len(details)
		}
		during := d.start(exam.Request{Mode: quizzes.Drill, Count: 10, Feedback: exam.FeedbackEnd}, t0.Add(time.Minute))
		mock := d.start(exam.Request{Mode: quizzes.Mock}, t0.Add(2*time.Minute))
		if _, _, err := d.Submit(ctx, d.person, during, t0.Add(3*time.Minute)); err != nil {
			d.t.Fatal(err)
		}
		if n := figures(t0.Add(4 * time.Minute)); n != 1 {
			d.t.Errorf("with an exam open the figures of %d attempts are shown, want that of the one before it", n)
		}
		if _, _, err := d.Submit(ctx, d.person, mock, t0.Add(5*time.Minute)); err != nil {
			d.t.Fatal(err)
		}
		if n := figures(t0.Add(6 * time.Minute)); n != 3 {
			d.t.Errorf("after it the figures of %d attempts are shown, want 3", n)
		}
	})
}

// TestFrozen: an attempt goes on with the revisions that it drew, whatever happens to the bank.
func TestFrozen(t *testing.T) {
	each(t, 30, 3, func(d *desk) {
		id := d.start(exam.Request{Mode: quizzes.Mock}, t0)
		before := d.room(id, t0)
		if err := d.choose(id, 1, key(before.Seats[0].Question), 1, t0); err != nil {
			d.t.Fatal(err)
		}
		empty := bank(d.t, 1, 1) // nearly everything was retired, and what is left has another text
		changed := exam.New(d.db, empty, "cmaa", "v2", slog.New(slog.DiscardHandler))
		after, err := changed.Room(d.t.Context(), d.person, id, t0)
		if err != nil {
			d.t.Fatal(err)
		}
		for i := range before.Seats {
			if fmt.Sprint(before.Seats[i].Question) != fmt.Sprint(after.Seats[i].Question) {
				d.t.Fatalf("question %d changed with the bank", i+1)
			}
		}
		if _, _, err := changed.Submit(d.t.Context(), d.person, id, t0); err != nil {
			d.t.Fatal(err)
		}
		res, err := changed.Result(d.t.Context(), d.person, id, t0)
		if err != nil || len(res.Verdicts) != 135 || !res.Verdicts[0].Right() {
			d.t.Errorf("result with another bank: %d verdicts, %v", len(res.Verdicts), err)
		}
	})
}

// TestFiveForms: five exams one after another have no question in common while the bank holds five forms.
func TestFiveForms(t *testing.T) {
	each(t, 135, 0, func(d *desk) {
		seen := map[string]bool{}
		for n := range 5 {
			now := t0.Add(time.Duration(n) * 24 * time.Hour)
			id := d.start(exam.Request{Mode: quizzes.Mock}, now)
			for _, s := range d.room(id, now).Seats {
				if seen[s.Question.ID] {
					d.t.Fatalf("exam %d repeats %s", n+1, s.Question.ID)
				}
				seen[s.Question.ID] = true
			}
			if _, _, err := d.Submit(d.t.Context(), d.person, id, now); err != nil {
				d.t.Fatal(err)
			}
		}
	})
}

func TestCancelled(t *testing.T) {
	each(t, 30, 3, func(d *desk) {
		ctx, cancel := context.WithCancel(d.t.Context())
		cancel()
		if _, _, err := d.Start(ctx, d.person, exam.Request{Mode: quizzes.Mock}, 1, t0); err == nil {
			d.t.Error("a cancelled start succeeded")
		}
		d.start(exam.Request{Mode: quizzes.Mock}, t0)
	})
}
