package templates

import (
	"fmt"
	"time"
)

// A ResultPage says what a score means, and what to do next.
type ResultPage struct {
	Frame
	Attempt  string // its id
	Name     string // "Practice exam"
	Mode     string // mock, half, diagnostic, check, drill or misses
	State    ResultState
	Whole    Mark
	Domains  []Mark // in blueprint order; those without a scored question are left out
	Trial    int    // questions that were not counted
	Repeats  int    // questions that were not new to the person
	RanOut   bool   // time ran out with questions open
	Answered int    // of Of
	Of       int    // all questions, trial ones included
	Missed   int    // counted questions that were not right, the open ones included
	Used     time.Duration
	Minutes  int    // the limit that held; 0 for none
	Standard int    // the usual limit; another one than Minutes is said
	Released bool   // the answers may be seen
	When     string // of class work: when what is held back is shown, in a sentence
	Handed   string // of HeldBack: when it was submitted
	Pace     *Pace  // nil leaves the part out, as do the next two
	Changes  *Changes
	Sure     *Sure
	Begin    *Begin       // of a diagnostic: where to begin; nil leaves it out
	Lessons  []LessonMark // of a check: how each lesson of the module went
	Again    int          // how many missed questions can be drilled now; 0 hides the button
	Key      string       // idempotency key of that drill
	Next     []Link       // what to do now, the most useful first
	Reason   string       // of a void attempt, who voided it, when and why

	Corrected *CorrectionNote // questions that we had wrong; nil for none
}

// ResultState is how far an attempt's result is.
type ResultState string

// The states of a result.
const (
	Graded  ResultState = "graded"
	Grading ResultState = "grading" // closed, but not added up yet, or not closed by the sweeper yet
	Void    ResultState = "void"

	HeldBack ResultState = "held" // of class work: the score is not shown now
)

// A Mark is a score with its 95 % interval, in whole per cent.
type Mark struct {
	ID      string // of the domain; "" for the whole
	Title   string // of the domain
	Correct int
	Scored  int
	PerCent int
	Low     int
	High    int
}

// Changes are the answers that were changed, and how it went.
type Changes struct{ Changed, ToRight, FromRight int }

// Sure is what confidence says about the counted questions: sure and not right, guessed and right.
type Sure struct{ NotRight, Guessed int }

// NewResultPage is the result of an attempt; the caller fills in the rest.
func NewResultPage(p *Person, name string, state ResultState, whole Mark) ResultPage {
	title := fmt.Sprintf("%d%% right", whole.PerCent)
	switch state {
	case Grading:
		title = "Adding up your answers"
	case Void:
		title = "This attempt is void"
	case HeldBack:
		title = "Your work is handed in"
	}
	f := Personal(p, title)
	f.Section, f.Nav = name, Practice
	f.Breadcrumb = []Crumb{{"My page", "/me/"}}
	return ResultPage{Frame: f, Name: name, State: state, Whole: whole}
}

// Template names the page's file.
func (ResultPage) Template() string { return "result.html" }

// Drill reports whether this was a drill, whose figures say little.
func (r ResultPage) Drill() bool { return r.Mode == "drill" || r.Mode == "misses" }

// Exam reports whether this was a mock or a half.
func (r ResultPage) Exam() bool { return r.Mode == "mock" || r.Mode == "half" }

// Thing is what the attempt is called in a sentence.
func (r ResultPage) Thing() string { return thing(r.Mode) }

// A Begin is where a diagnostic says to begin.
type Begin struct {
	Domain *Mark // the weakest; nil where nothing was missed, or too little answered
	Lesson *Link // to read first; nil where no lesson is written
	Thin   bool  // chance alone could have put another domain last
}

// A LessonMark is how the questions of one lesson went in a check.
type LessonMark struct {
	Link    // Path is "" while the lesson is not written
	Correct int
	Scored  int
}

// Path is the attempt's address.
func (r ResultPage) Path() string { return "/attempts/" + r.Attempt }

// Chart is the domains as a picture; nil where there is nothing to draw.
func (r ResultPage) Chart() *Chart {
	if len(r.Domains) < 2 {
		return nil
	}
	return newChart(r.Domains)
}

// Few reports whether the whole has too few questions for an interval to say anything.
func (r ResultPage) Few() bool { return r.Whole.Scored < fewest }

// fewest is how many answers a mark needs before a band is drawn.
const fewest = 5

// Few reports whether the mark has too few answers for its band to be drawn.
func (m Mark) Few() bool { return m.Scored < fewest }

// Time says how long it took, and under which limit: "118 min of 203, extended from 135".
func (r ResultPage) Time() string {
	used := minutes(r.Used)
	if r.Used < time.Minute {
		used = "under 1 min"
	}
	switch {
	case r.Minutes == 0 && r.Standard > 0:
		return used + ", no limit (the usual one is " + minutes(time.Duration(r.Standard)*time.Minute) + ")"
	case r.Minutes == 0:
		return used
	case r.Minutes < r.Standard:
		return fmt.Sprintf("%s of %d min; the work closed before the usual %d were over", used, r.Minutes, r.Standard)
	case r.Minutes == r.Standard:
		return used + " of " + minutes(time.Duration(r.Minutes)*time.Minute)
	}
	return fmt.Sprintf("%s of %d min, extended from %d", used, r.Minutes, r.Standard)
}

// Open is how many questions had no answer when time ran out.
func (r ResultPage) Open() int { return r.Of - r.Answered }

// Finding names the lowest and the highest domain by share, among those with enough answers; "" if all are alike or
// too few.
func Finding(domains []Mark) string {
	var low, high *Mark
	for i := range domains {
		m := &domains[i]
		if m.Few() {
			continue
		}
		if low == nil || m.Correct*low.Scored < low.Correct*m.Scored {
			low = m
		}
		if high == nil || m.Correct*high.Scored > high.Correct*m.Scored {
			high = m
		}
	}
	if low == nil || low.Correct*high.Scored == high.Correct*low.Scored {
		return ""
	}
	return fmt.Sprintf("Lowest: %s, %d of %d. Highest: %s, %d of %d.", low.Title, low.Correct, low.Scored, high.Title, high.Correct, high.Scored)
}
