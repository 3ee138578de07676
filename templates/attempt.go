package templates

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"
)

// A StartPage says before an attempt what will be drawn, how long it takes and how much of it is new, and starts it.
type StartPage struct {
	Frame
	Mode      string // mock, half, diagnostic, check, drill or misses
	Questions int    // all, trial questions included
	Trial     int    // of these, not counted
	Minutes   int    // standard time; 0 for no clock
	Factor    float64
	Time      string          // chosen before: standard, 1.5, 2, none
	Fresh     []FreshDomain   // what is new to this person, by domain; of exams and diagnostics
	TooFew    bool            // of a diagnostic or a check: there are too few questions now
	First     bool            // the person's first exam
	Open      *OpenAttempt    // one of this mode that is open, which comes first; nil for none
	Drill     *DrillQuestion  // of a drill; nil else
	Check     *CheckFacts     // of a check; nil else
	Misses    *MissesQuestion // of missed questions; nil else
	Key       string          // idempotency key: fresh for each page shown
}

// NewStartPage is the start page of a mode; the caller fills in the rest.
func NewStartPage(p *Person, mode string) StartPage {
	title := map[string]string{"mock": "Practice exam", "half": "Half exam", "diagnostic": "Diagnostic", "check": "15-question check",
		"drill": "Drill", "misses": "Missed questions"}[mode]
	f := Personal(p, title)
	f.Section, f.Nav = "Practice", Practice
	f.Breadcrumb = []Crumb{{"Practice", "/practice/"}}
	return StartPage{Frame: f, Mode: mode, Time: "standard"}
}

// Template names the page's file.
func (StartPage) Template() string { return "attempt-start.html" }

// Scored is how many of the questions count.
func (s StartPage) Scored() int { return s.Questions - s.Trial }

// A FreshDomain is how many questions of a domain the person has never seen, and how many will be drawn.
type FreshDomain struct {
	Title string
	Left  int
	Need  int
}

// Short is how many of the questions drawn from the domain will be repeats.
func (d FreshDomain) Short() int { return max(d.Need-d.Left, 0) }

// Repeats is how many questions of the form will not be new.
func (s StartPage) Repeats() int {
	n := 0
	for _, d := range s.Fresh {
		n += d.Short()
	}
	return n
}

// Short are the domains that will have repeats.
func (s StartPage) Short() []FreshDomain {
	var list []FreshDomain
	for _, d := range s.Fresh {
		if d.Short() > 0 {
			list = append(list, d)
		}
	}
	return list
}

// Exam reports whether this is an exam with the real mix and a clock: a mock or a half.
func (s StartPage) Exam() bool { return s.Mode == "mock" || s.Mode == "half" }

// HasFacts reports whether the page can say what will be drawn before anything is chosen.
func (s StartPage) HasFacts() bool {
	return s.Drill == nil && !s.TooFew && (s.Misses == nil || s.Misses.Fits > 0)
}

// Thing is what an attempt of the mode is called in a sentence.
func (s StartPage) Thing() string { return thing(s.Mode) }

// Length is the time limit as it is for this person: "135 min", or "203 min, extended from 135".
func (s StartPage) Length() string { return s.extended(max(s.Factor, 1)) }

// Extra says why the time is longer than the usual one, "" if it is not: "You have 1.5 × time on timed work."
func (s StartPage) Extra() string { return ExtraTime(s.Factor) }

// ExtraTime tells a person what staff have set: "You have 1.5 × time on timed work.", or "" without a factor above 1.
func ExtraTime(factor float64) string {
	if factor <= 1 {
		return ""
	}
	return "You have " + times(factor) + " time on timed work."
}

// times writes a factor: "1.25 ×".
func times(factor float64) string { return strconv.FormatFloat(factor, 'f', -1, 64) + " ×" }

// Times are the time limits to choose from. A factor that staff have set holds for all of them.
func (s StartPage) Times() Choice {
	c := Choice{Name: "time", Legend: "Time", Error: s.FieldError("time"), Hint: "This is your own exam, so the time is yours to choose; the result says it. On exam day, NHA decides about extra time. Ask early."}
	none := ChoiceOption{Value: "none", Label: "No limit", Checked: s.Time == "none"}
	if s.Drill != nil {
		c.Hint, none.Label = "With a clock, it goes on if you leave or close the page.", "No clock"
		c.Options = append(c.Options, none)
	}
	for _, t := range []struct {
		value, label string
		factor       float64
	}{{"standard", "Standard", 1}, {"1.5", "1.5 ×", 1.5}, {"2", "2 ×", 2}} {
		factor := max(t.factor, s.Factor)
		if t.value != "standard" && s.Factor >= t.factor {
			continue // the standard time is as long
		}
		c.Options = append(c.Options, ChoiceOption{Value: t.value, Label: t.label + ": " + s.limit(factor), Checked: s.Time == t.value})
	}
	if s.Drill == nil {
		c.Options = append(c.Options, none)
	}
	return c
}

// limit is a time limit in words; in a drill, whose length is chosen beside it, for each question.
func (s StartPage) limit(factor float64) string {
	if s.Drill != nil {
		return strconv.FormatFloat(60*factor, 'f', -1, 64) + " seconds a question"
	}
	return s.extended(factor)
}

// extended is a time limit in whole minutes, rounded up: "135 min", or "203 min, extended from 135".
func (s StartPage) extended(factor float64) string {
	m := int(math.Ceil(float64(s.Minutes)*factor - 1e-6)) // as server/exam rounds
	if m == s.Minutes {
		return fmt.Sprintf("%d min", m)
	}
	return fmt.Sprintf("%d min, extended from %d", m, s.Minutes)
}

// An OpenAttempt is one that can be gone on with.
type OpenAttempt struct {
	ID        string
	Name      string // "Practice exam"
	N         int    // the next open question
	Of        int
	Timed     bool
	Remaining time.Duration
}

// Where says how far it is: "question 37 of 135, 1 h 12 min left".
func (o OpenAttempt) Where() string {
	s := fmt.Sprintf("question %d of %d", o.N, o.Of)
	if o.Timed {
		s += ", " + minutes(o.Remaining) + " left"
	}
	return s
}

// Path is where it goes on.
func (o OpenAttempt) Path() string { return "/attempts/" + o.ID }

// A DrillQuestion is what is asked before a drill, with the answers so far, and what these answers would draw.
type DrillQuestion struct {
	What     string // "", "domain:d3", "lesson:d3-03" or "tag:hipaa"
	Domains  []SelectOption
	Lessons  []SelectOption // those that have questions
	Count    int
	Feedback string // each or end
	Fits     int    // how many questions fit
	Missed   int    // of what will be drawn: last answered not right,
	New      int    // never seen,
	Known    int    // and last answered right
}

// A SelectOption is one line of a select.
type SelectOption struct {
	Value, Label string
	Chosen       bool
}

// Drawn is how many questions the drill would have.
func (d DrillQuestion) Drawn() int { return d.Missed + d.New + d.Known }

// Mix says what will be drawn: "6 you missed, 3 new, 1 known".
func (d DrillQuestion) Mix() string {
	return fmt.Sprintf("%d you missed, %d new, %d known", d.Missed, d.New, d.Known)
}

// Feedbacks are when the reasons can be shown.
func (d DrillQuestion) Feedbacks() Choice { return feedbacks(d.Feedback) }

func feedbacks(chosen string) Choice {
	return Choice{Name: "feedback", Legend: "Show the reason", Options: []ChoiceOption{
		{Value: "each", Label: "After each question", Checked: chosen != "end"},
		{Value: "end", Label: "At the end", Checked: chosen == "end"},
	}}
}

// Counts are the lengths to choose from: the usual four, and all questions that fit where they are fewer than that.
func (d DrillQuestion) Counts() []SelectOption { return counts(d.Count, d.Fits) }

func counts(chosen, fits int) []SelectOption {
	lengths := []int{10, 20, 30, 50}
	if fits > 0 && fits < 50 {
		lengths = append(lengths, fits)
	}
	if chosen > 0 {
		lengths = append(lengths, chosen)
	}
	slices.Sort(lengths)
	var list []SelectOption
	for _, n := range slices.Compact(lengths) {
		label := plural(n, "question", "questions")
		if n == fits {
			label += ", all that fit"
		}
		list = append(list, SelectOption{fmt.Sprint(n), label, n == chosen})
	}
	return list
}

// CheckFacts are what a check of a module would draw.
type CheckFacts struct {
	Module string // id, "d3"
	Title  string
	New    int // of what will be drawn: never seen,
	Known  int // and seen before
}

// A MissesQuestion is what is asked before missed questions are taken up again.
type MissesQuestion struct {
	Attempt  string // the id of the attempt whose missed questions these are; "" for all
	Name     string // of that attempt, "Practice exam"
	Count    int    // at most
	Feedback string // each or end
	Fits     int    // questions that were missed
	Drawn    int    // of them, as chosen
}

// Counts are the lengths to choose from, up to what was missed.
func (m MissesQuestion) Counts() []SelectOption {
	list := counts(min(m.Count, max(m.Fits, 1)), m.Fits)
	return slices.DeleteFunc(list, func(o SelectOption) bool { n, _ := strconv.Atoi(o.Value); return n > m.Fits })
}

// Feedbacks are when the reasons can be shown.
func (m MissesQuestion) Feedbacks() Choice { return feedbacks(m.Feedback) }

// thing is what an attempt of a mode is called in a sentence: "exam", "diagnostic", "check" or "drill".
func thing(mode string) string {
	switch mode {
	case "mock", "half", "form":
		return "exam"
	case "diagnostic", "check":
		return mode
	}
	return "drill"
}
