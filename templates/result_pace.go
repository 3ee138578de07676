package templates

import (
	"fmt"
	"slices"
	"time"
)

// A Pace is how the time of an attempt went over its counted questions.
type Pace struct {
	Slow  int // took over two minutes
	Right int // of these
	Dots  []PaceDot
}

// A PaceDot is one question: its number, the time spent on it, and whether it was answered right.
type PaceDot struct {
	N     int
	Spent time.Duration
	Right bool
}

// Seconds is the time spent, in whole seconds, begun ones included.
func (d PaceDot) Seconds() int { return seconds(d.Spent) }

const (
	fewestDots = 20              // below, a plot shows nothing that the sentence does not
	paceTop    = 3 * time.Minute // longer ones stand at the top, with a plus
	paceGoal   = time.Minute     // what the exam gives for a question
)

// Plot is the pace as a picture; nil with too few questions.
func (p Pace) Plot() *PacePlot {
	if len(p.Dots) < fewestDots {
		return nil
	}
	return &PacePlot{Narrow: pacePlot(p.Dots, 300), Wide: pacePlot(p.Dots, 640), Dots: p.Dots, Sentence: p.sentence()}
}

// sentence compares the middle time of right answers with that of the others: the finding of the plot.
func (p Pace) sentence() string {
	var right, missed []time.Duration
	for _, d := range p.Dots {
		if d.Right {
			right = append(right, d.Spent)
		} else {
			missed = append(missed, d.Spent)
		}
	}
	if len(right) == 0 || len(missed) == 0 {
		return fmt.Sprintf("Half of the questions took %d seconds or less.", seconds(median(append(right, missed...))))
	}
	return fmt.Sprintf("Half of those you got right took %d seconds or less, half of those you missed %d.", seconds(median(right)), seconds(median(missed)))
}

// median is the middle of some times; of an even number the lower middle. The list is not empty.
func median(times []time.Duration) time.Duration {
	sorted := slices.Sorted(slices.Values(times))
	return sorted[(len(sorted)-1)/2]
}

// A PacePlot draws each question as a dot: its number to the right, its time upward. It is drawn once narrow, for a
// phone, and once wide.
type PacePlot struct {
	Narrow, Wide PaceDrawing
	Dots         []PaceDot
	Sentence     string
}

// A PaceDrawing is one SVG: its size, the places of its dots and of the words at its axes.
type PaceDrawing struct {
	Width, Height int
	Left, Bottom  int     // where the axes meet
	Goal          float64 // y of 60 seconds
	Places        []PacePlace
	Times         []ChartText // words at the left axis
	First, Last   int         // numbers of questions, at the lower axis
}

// A PacePlace is where one dot stands.
type PacePlace struct {
	X, Y  float64
	Right bool
	Over  bool // took longer than the axis is high
}

func pacePlot(dots []PaceDot, width int) PaceDrawing {
	d := PaceDrawing{Width: width, Height: 220, Left: 44, Bottom: 190, First: dots[0].N, Last: dots[len(dots)-1].N}
	const top = 16
	y := func(t time.Duration) float64 {
		return float64(d.Bottom) - float64(d.Bottom-top)*min(t, paceTop).Seconds()/paceTop.Seconds()
	}
	d.Goal = y(paceGoal)
	for _, t := range []time.Duration{0, paceGoal, 2 * paceGoal, paceTop} {
		d.Times = append(d.Times, ChartText{fmt.Sprintf("%d s", seconds(t)), int(y(t)) + 5})
	}
	step := float64(width-d.Left-14) / float64(max(d.Last-d.First, 1))
	for _, dot := range dots {
		d.Places = append(d.Places, PacePlace{X: float64(d.Left) + 8 + float64(dot.N-d.First)*step, Y: y(dot.Spent), Right: dot.Right, Over: dot.Spent > paceTop})
	}
	return d
}
