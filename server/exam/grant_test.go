package exam_test

import (
	"errors"
	"testing"
	"time"

	"frontdesk/quizzes"
	"frontdesk/server/exam"
	"frontdesk/server/store"
)

func TestGrant(t *testing.T) {
	each(t, 30, 3, func(d *desk) {
		ctx := d.t.Context()
		id := d.start(exam.Request{Mode: quizzes.Half}, t0)
		for _, minutes := range []int{-5, 0, exam.MaxGrant + 1} {
			_, err := d.Grant(ctx, "staff", d.person, id, 0, minutes, t0)
			var refused *exam.Refusal
			if !errors.As(err, &refused) || refused.Field != "minutes" {
				d.t.Errorf("%d minutes gave %v", minutes, err)
			}
		}
		if a, err := d.Grant(ctx, "staff", d.person, id, 0, 20, t0.Add(50*time.Minute)); err != nil || !a.Ends().Equal(t0.Add(75*time.Minute)) {
			d.t.Fatalf("20 minutes more end at %v, %v", a.Ends(), err)
		}
		r := d.room(id, t0.Add(60*time.Minute))
		if r.State != exam.Open || r.Minutes() != 75 || r.Remaining != 15*time.Minute {
			d.t.Errorf("five minutes after the first end: %s, %d min, %v left", r.State, r.Minutes(), r.Remaining)
		}
		k, err := d.Save(ctx, d.person, id, 1, exam.Change{Seq: 1, Choice: store.Set("a")}, t0.Add(60*time.Minute))
		if err != nil || k.InGrace || k.Remaining != 15*time.Minute {
			d.t.Errorf("a save inside the stretched time: %+v, %v", k, err)
		}
		if n, err := d.Sweep(ctx, t0.Add(74*time.Minute)); err != nil || n != 0 {
			d.t.Errorf("the sweeper dealt with %d, %v", n, err)
		}
		if n, err := d.Sweep(ctx, t0.Add(76*time.Minute)); err != nil || n != 1 {
			d.t.Errorf("after the new end the sweeper dealt with %d, %v", n, err)
		}
		if _, err := d.Grant(ctx, "staff", d.person, id, 20*time.Minute, 20, t0.Add(76*time.Minute)); !errors.Is(err, store.ErrClosed) {
			d.t.Errorf("time for one that has run out gave %v", err)
		}
		if res, err := d.Result(ctx, d.person, id, t0.Add(76*time.Minute)); err != nil || !res.RanOut || res.Whole.Answered != 1 {
			d.t.Errorf("the result: ran out %v, %d answered, %v", res.RanOut, res.Whole.Answered, err)
		}
	})
}

func TestStretch(t *testing.T) {
	start := func(minutes int, factor float64, granted time.Duration) store.Attempt {
		a := store.Attempt{Started: t0, Policy: store.Policy{Minutes: minutes, Factor: factor}, Granted: granted}
		if minutes > 0 {
			a.Deadline = t0.Add(time.Duration(float64(minutes)*factor*60) * time.Second)
		}
		return a
	}
	for _, tc := range []struct {
		name   string
		a      store.Attempt
		factor float64
		want   int
	}{
		{"half as much again", start(135, 1, 0), 1.5, 68}, // 202.5 rounded up
		{"a part was given", start(135, 1, 20*time.Minute), 1.5, 48},
		{"more was given", start(135, 1, 90*time.Minute), 1.5, 0},
		{"as long already", start(135, 2, 0), 2, 0},
		{"longer already", start(135, 2, 0), 1.5, 0},
		{"seconds were given", start(55, 1, 30*time.Second), 1.25, 14}, // 69 less 55.5, rounded up
		{"without a clock", start(0, 1, 0), 2, 0},
	} {
		if got := exam.Stretch(tc.a, tc.factor); got != tc.want {
			t.Errorf("%s: %d minutes, want %d", tc.name, got, tc.want)
		}
	}
}
