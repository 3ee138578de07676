package templates_test

import (
	"testing"
	"time"

	"frontdesk/templates"
)

func TestPacePlot(t *testing.T) {
	if p := (templates.Pace{Dots: dots(19)}).Plot(); p != nil {
		t.Errorf("19 questions are drawn: %v", p.Sentence)
	}
	all := dots(20)
	all[4].Spent = 10 * time.Minute
	p := templates.Pace{Dots: all}.Plot()
	if p == nil {
		t.Fatal("20 questions are not drawn")
	}
	for _, d := range []templates.PaceDrawing{p.Narrow, p.Wide} {
		for i, at := range d.Places {
			if at.X < float64(d.Left) || at.X > float64(d.Width) || at.Y < 0 || at.Y > float64(d.Bottom) {
				t.Errorf("of width %d: question %d stands outside, at %v, %v", d.Width, i+1, at.X, at.Y)
			}
			if at.Over != (all[i].Spent > 3*time.Minute) {
				t.Errorf("question %d: over the top is %v", i+1, at.Over)
			}
		}
	}
}

func TestPaceSentence(t *testing.T) {
	s := func(n int) time.Duration { return time.Duration(n) * time.Second }
	half := make([]templates.PaceDot, 20)
	for i := range half {
		half[i] = templates.PaceDot{N: i + 1, Spent: s(10 + i), Right: i < 10} // right: 10 to 19 s, missed: 20 to 29 s
	}
	allRight := make([]templates.PaceDot, 21)
	for i := range allRight {
		allRight[i] = templates.PaceDot{N: i + 1, Spent: s(30 + i), Right: true}
	}
	for _, c := range []struct {
		dots []templates.PaceDot
		want string
	}{
		{half, "Half of those you got right took 14 seconds or less, half of those you missed 24."},
		{allRight, "Half of the questions took 40 seconds or less."},
	} {
		if got := (templates.Pace{Dots: c.dots}).Plot().Sentence; got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}
