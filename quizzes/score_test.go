package quizzes_test

import (
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"frontdesk/quizzes"
)

// TestInterval holds marks to worked values.
func TestInterval(t *testing.T) {
	for _, tc := range []struct{ correct, scored, percent, low, high int }{
		{78, 110, 71, 62, 79}, {39, 55, 71, 58, 81}, {14, 16, 88, 64, 97}, {8, 10, 80, 49, 94}, {15, 21, 71, 50, 86},
		{12, 17, 71, 47, 87}, {9, 14, 64, 39, 84}, {5, 11, 45, 21, 72}, {0, 0, 0, 0, 100}, {0, 10, 0, 0, 28}, {10, 10, 100, 72, 100},
	} {
		m := quizzes.Mark{Correct: tc.correct, Scored: tc.scored}
		low, high := m.Interval()
		if m.PerCent() != tc.percent || low != tc.low || high != tc.high {
			t.Errorf("%d of %d is %d (%d to %d), want %d (%d to %d)", tc.correct, tc.scored, m.PerCent(), low, high, tc.percent, tc.low, tc.high)
		}
	}
}

// TestWilson checks what holds for every proportion: the interval lies in 0 to 1, holds the proportion, narrows with
// more answers, and mirrors when right and wrong change places.
func TestWilson(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 5000).Draw(t, "n")
		k := rapid.IntRange(0, n).Draw(t, "k")
		low, high := quizzes.Wilson(k, n)
		p := float64(k) / float64(n)
		if low < 0 || high > 1 || low > p+1e-12 || high < p-1e-12 {
			t.Fatalf("%d of %d lies between %f and %f", k, n, low, high)
		}
		mirrorLow, mirrorHigh := quizzes.Wilson(n-k, n)
		if math.Abs(low-(1-mirrorHigh)) > 1e-9 || math.Abs(high-(1-mirrorLow)) > 1e-9 {
			t.Fatalf("%d of %d is %f to %f, and %d of it %f to %f", k, n, low, high, n-k, mirrorLow, mirrorHigh)
		}
		if l, h := quizzes.Wilson(2*k, 2*n); h-l >= high-low {
			t.Fatalf("twice as many answers do not narrow %d of %d", k, n)
		}
	})
	if low, high := quizzes.Wilson(0, 0); low != 0 || high != 1 {
		t.Errorf("nothing is known without answers, but Wilson says %f to %f", low, high)
	}
}

func TestScore(t *testing.T) {
	b := bank(t, []made{item("d1", 0), item("d1", 1), item("d2", 0), item("d2", 1), {Draft: quizzes.Draft{ID: "ca-01-001", Use: quizzes.UsePractice}}})
	answer := func(id, choice string, scored bool) quizzes.Answer {
		it, ok := b.Item(id)
		if !ok {
			t.Fatal(id)
		}
		switch choice {
		case "right":
			choice = it.Key()
		case "wrong":
			choice = map[bool]string{true: "b", false: "a"}[it.Key() == "a"]
		}
		return quizzes.Answer{Item: it, Choice: choice, Scored: scored}
	}
	mark := func(domain string, correct, scored, answered int) quizzes.Mark {
		return quizzes.Mark{Domain: domain, Correct: correct, Scored: scored, Answered: answered}
	}
	for _, tc := range []struct {
		name    string
		answers []quizzes.Answer
		want    quizzes.Result
	}{
		{"nothing", nil, quizzes.Result{}},
		{"right, wrong and not answered", []quizzes.Answer{answer("d1-01-001", "right", true), answer("d1-01-002", "wrong", true), answer("d2-01-001", "", true)},
			quizzes.Result{Whole: mark("", 1, 3, 2), Domains: []quizzes.Mark{mark("d1", 1, 2, 2), mark("d2", 0, 1, 0)}}},
		{"pretest counts nowhere", []quizzes.Answer{answer("d2-01-001", "right", true), answer("d2-01-002", "right", false), answer("d1-01-001", "wrong", false)},
			quizzes.Result{Whole: mark("", 1, 1, 1), Domains: []quizzes.Mark{mark("d2", 1, 1, 1)}}},
		{"blueprint order, whatever the order of answers", []quizzes.Answer{answer("d2-01-001", "right", true), answer("d1-01-001", "right", true)},
			quizzes.Result{Whole: mark("", 2, 2, 2), Domains: []quizzes.Mark{mark("d1", 1, 1, 1), mark("d2", 1, 1, 1)}}},
		{"a lesson of no domain counts in the whole", []quizzes.Answer{answer("ca-01-001", "right", true), answer("d1-01-001", "wrong", true)},
			quizzes.Result{Whole: mark("", 1, 2, 2), Domains: []quizzes.Mark{mark("d1", 0, 1, 1)}}},
		{"all pretest", []quizzes.Answer{answer("d1-01-001", "right", false)}, quizzes.Result{}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := quizzes.Score(b.Blueprint(), tc.answers); !reflect.DeepEqual(got, tc.want) {
				t.Errorf("the result is %+v, want %+v", got, tc.want)
			}
		})
	}
}
