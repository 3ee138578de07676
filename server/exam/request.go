package exam

import (
	"context"
	"fmt"
	"math"
	"slices"

	"frontdesk/quizzes"
	"frontdesk/server/store"
)

// A Request is what a learner asks for on the start page.
type Request struct {
	Mode     quizzes.Mode
	Domain   string // of a drill; at most one of the three
	Lesson   string
	Tag      string
	Module   string // of a check: the id of a module of the course, which the caller has looked up
	Name     string // of that module, for the attempt's title
	Attempt  string // of misses: one of the person's own graded attempts; "" for whatever was last answered wrong
	Count    int    // of a drill, or at most of misses
	Time     string // "" means standard for an exam and none for the others
	Feedback string // "" means each for a drill or misses, and end for the others
	Key      string // idempotency key; "" for none

	assignment string // of class work, see StartAssigned; "" for a learner's own
}

// beside tells whether an attempt stands beside what is asked for: it is of another mode, or for other work.
func (r Request) beside(a store.Attempt) bool {
	return a.Mode != string(r.Mode) || a.Assignment != r.assignment
}

// ErrNothingMissed: there is no missed question to take up again.
var ErrNothingMissed = fmt.Errorf("%w: nothing was missed", quizzes.ErrTooFewItems)

// normal fills in what may be left out and refuses what cannot be done.
func (r Request) normal(bp quizzes.Blueprint) (Request, error) {
	if len(r.Key) > 100 {
		return r, &Refusal{"key", "The key is longer than 100 characters."}
	}
	if err := r.foreign(); err != nil {
		return r, err
	}
	switch r.Mode {
	case quizzes.Mock, quizzes.Half:
		return r.timed(TimeStandard, FeedbackEnd)
	case quizzes.Diagnostic:
		return r.timed(TimeNone, FeedbackEnd)
	case quizzes.Check:
		if r.Module == "" {
			return r, &Refusal{"module", "Choose the module to check."}
		}
		return r.timed(TimeNone, FeedbackEnd)
	case quizzes.Drill:
		return r.drill(bp)
	case quizzes.Misses:
		return r.counted()
	}
	return r, &Refusal{"mode", "Choose mock, half, diagnostic, check, drill or misses for the mode."}
}

// foreign refuses fields that belong to another mode.
func (r Request) foreign() error {
	switch {
	case r.Mode != quizzes.Drill && r.Domain+r.Lesson+r.Tag != "":
		return &Refusal{"mode", "A domain, lesson or tag goes with a drill."}
	case !r.Mode.IsDrill() && r.Count != 0:
		return &Refusal{"mode", "A count goes with a drill or with missed questions."}
	case r.Mode != quizzes.Check && r.Module != "":
		return &Refusal{"mode", "A module goes with a check."}
	case r.Mode != quizzes.Misses && r.Attempt != "":
		return &Refusal{"mode", "An attempt goes with missed questions."}
	}
	return nil
}

// factors are the learner's own choices of time; 0 takes the limit off.
var factors = map[string]float64{TimeStandard: 1, TimeHalfMore: 1.5, TimeDouble: 2, TimeNone: 0}

// timed fills in time and feedback with what the mode has where nothing is asked for.
func (r Request) timed(time, feedback string) (Request, error) {
	if r.Time == "" {
		r.Time = time
	}
	if _, ok := factors[r.Time]; !ok {
		return r, &Refusal{"time", "Choose standard, 1.5, 2 or none for the time."}
	}
	if !hasClock(r.Mode) && r.Time != TimeNone {
		return r, &Refusal{"time", "This kind of practice has no clock. Leave the time out, or choose none."}
	}
	if r.Feedback == "" {
		r.Feedback = feedback
	}
	if r.Feedback != FeedbackEach && r.Feedback != FeedbackEnd {
		return r, &Refusal{"feedback", "Choose each or end for the feedback."}
	}
	if r.Feedback == FeedbackEach && !r.Mode.IsDrill() {
		return r, &Refusal{"feedback", "An exam shows its answers at the end."}
	}
	return r, nil
}

// hasClock tells whether attempts of the mode can have a time limit.
func hasClock(m quizzes.Mode) bool {
	return slices.Contains([]quizzes.Mode{quizzes.Mock, quizzes.Half, quizzes.Drill}, m)
}

// counted fills in how many questions a drill has.
func (r Request) counted() (Request, error) {
	if r.Count == 0 && r.Attempt != "" {
		r.Count = quizzes.MaxDrill // all that was missed there
	}
	if r.Count == 0 {
		r.Count = 10
	}
	if r.Count < 1 || r.Count > quizzes.MaxDrill {
		return r, &Refusal{"count", fmt.Sprintf("Choose 1 to %d questions.", quizzes.MaxDrill)}
	}
	return r.timed(TimeNone, FeedbackEach)
}

func (r Request) drill(bp quizzes.Blueprint) (Request, error) {
	chosen := 0
	for _, s := range []string{r.Domain, r.Lesson, r.Tag} {
		if s != "" {
			chosen++
		}
	}
	if chosen > 1 {
		return r, &Refusal{"domain", "Choose one of domain, lesson and tag."}
	}
	if _, ok := bp.Domain(r.Domain); r.Domain != "" && !ok {
		return r, &Refusal{"domain", "The exam has no such domain."}
	}
	return r.counted()
}

// Minutes is how long an attempt of the mode takes with a factor, rounded up; factor 0 means without limit, which is 0.
// Drills have no time of their own: it depends on how many questions they have.
func (e *Exams) Minutes(m quizzes.Mode, factor float64) int {
	return extended(e.standard(Request{Mode: m}), factor)
}

// extended is a time in minutes times a factor, rounded up.
func extended(minutes int, factor float64) int {
	return int(math.Ceil(float64(minutes)*factor - 1e-6)) // 110 times 1.1 is a little more than 121 in floating point
}

// standard is the time of what is asked for in minutes, before any factor: 60 seconds a question in a drill, and 0 for
// what has no clock.
func (e *Exams) standard(r Request) int {
	switch r.Mode {
	case quizzes.Mock:
		return e.bank.Blueprint().Minutes
	case quizzes.Half:
		return e.bank.Blueprint().HalfMinutes
	case quizzes.Drill:
		return r.Count
	}
	return 0
}

// factor is what the time of a person's attempt is multiplied with: the learner's own choice, or what staff have set for
// the person where that is more; 0 is without limit.
func (e *Exams) factor(ctx context.Context, person, choice string) (float64, error) {
	if factors[choice] == 0 || person == "" {
		return factors[choice], nil
	}
	p, err := e.db.Person(ctx, person)
	if err != nil {
		return 0, fmt.Errorf("read time factor: %w", err)
	}
	return max(factors[choice], p.Factor), nil
}
