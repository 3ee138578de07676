package exam

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"frontdesk/quizzes"
	"frontdesk/server/store"
)

// Submit closes an attempt and grades it. It closes first: from then on no save is taken, and every save that was
// acknowledged is graded. A crash between the two is finished by the sweeper. Submitting again changes nothing. It
// returns the attempt as it stands. Errors: store.ErrNotFound; store.ErrClosed if it is void.
func (e *Exams) Submit(ctx context.Context, person, id string, now time.Time) (store.Attempt, State, error) {
	a, err := e.db.CloseAttempt(ctx, person, id, now)
	if err != nil {
		return a, "", fmt.Errorf("submit: %w", err)
	}
	if a, err = e.grade(ctx, a, now); err != nil {
		return a, "", err
	}
	if a, err = e.correct(ctx, a, now); err != nil {
		return a, "", err
	}
	return a, StateOf(a), nil
}

// settle returns an attempt after closing, grading and correcting it if that is overdue.
func (e *Exams) settle(ctx context.Context, person, id string, now time.Time) (store.Attempt, error) {
	a, err := e.db.Attempt(ctx, person, id)
	if err != nil {
		return a, fmt.Errorf("read attempt: %w", err)
	}
	if StateOf(a) == Open && !a.Open(now) {
		if a, err = e.db.CloseOverdue(ctx, person, id, now); err != nil {
			return a, fmt.Errorf("close attempt: %w", err)
		}
	}
	if a, err = e.grade(ctx, a, now); err != nil {
		return a, err
	}
	return e.correct(ctx, a, now)
}

// detail is what a grade keeps beside its figure.
type detail struct {
	Domains []domainMark `json:"domains"`
}

type domainMark struct {
	Domain   string `json:"domain"`
	Correct  int    `json:"correct"`
	Scored   int    `json:"scored"`
	Answered int    `json:"answered"`
}

// grade scores a submitted attempt that has no grade yet. Two processes may do it at once: the first one's grade
// stands, and both computed the same.
func (e *Exams) grade(ctx context.Context, a store.Attempt, now time.Time) (store.Attempt, error) {
	if StateOf(a) != Submitted {
		return a, nil
	}
	answers, err := e.answers(ctx, a)
	if err != nil {
		return a, fmt.Errorf("grade attempt: %w", err)
	}
	g, err := e.gradeOf(answers, "first", now)
	if err != nil {
		return a, fmt.Errorf("grade attempt: %w", err)
	}
	if _, err := e.db.AppendGrade(ctx, a.Person, a.ID, 0, g); err != nil {
		return a, fmt.Errorf("grade attempt: %w", err)
	}
	return e.db.Attempt(ctx, a.Person, a.ID)
}

// gradeOf is the grade of answers; the caller sets the decision, if it comes from one.
func (e *Exams) gradeOf(answers []Verdict, policy string, now time.Time) (store.Grade, error) {
	r := quizzes.Score(e.bank.Blueprint(), scorable(answers))
	g := store.Grade{Mark: store.Mark{Correct: r.Whole.Correct, Scored: r.Whole.Scored}, Policy: policy, At: now, Right: map[int]bool{}}
	for _, v := range answers {
		if v.Answer.Choice != "" {
			g.Answered++
			g.Right[v.N] = v.Right()
		}
	}
	var d detail
	for _, m := range r.Domains {
		d.Domains = append(d.Domains, domainMark{m.Domain, m.Correct, m.Scored, m.Answered})
	}
	body, err := json.Marshal(d)
	g.Detail = string(body)
	return g, err
}

// answers is every item of a closed attempt with its key. For grading and results alone.
func (e *Exams) answers(ctx context.Context, a store.Attempt) ([]Verdict, error) {
	items, err := e.db.AttemptItems(ctx, a.Person, a.ID)
	if err != nil {
		return nil, fmt.Errorf("read answers: %w", err)
	}
	thawed, err := e.thaw(ctx, a.Person, a.ID, items)
	if err != nil {
		return nil, err
	}
	verdicts := make([]Verdict, len(items))
	for i, it := range items {
		verdicts[i] = Verdict{N: it.N, Item: thawed[i], Order: it.Order, Answer: it.Answer, Scored: it.Scored, kept: it.Item}
	}
	return verdicts, nil
}

func scorable(vs []Verdict) []quizzes.Answer {
	list := make([]quizzes.Answer, len(vs))
	for i, v := range vs {
		list[i] = quizzes.Answer{Item: v.Item, Choice: v.Answer.Choice, Scored: v.Scored, Given: v.Given}
	}
	return list
}

// A Result is a graded attempt.
type Result struct {
	Attempt  store.Attempt
	Whole    quizzes.Mark   // of the newest grade; while anything is withheld, of the verdicts alone
	Was      quizzes.Mark   // the same before any of the verdicts was corrected
	Domains  []quizzes.Mark // the same, in blueprint order
	Pretest  int            // items that were not counted
	RanOut   bool           // closed because its time was over
	Verdicts []Verdict      // without those that are withheld
	Withheld int            // items that stand on another attempt that is open now, or on class work that is not released
	Release  Release        // of an attempt at class work; everything is shown of a learner's own
}

// MissedAgain is how many of the missed questions of a result a drill would take up now.
func (e *Exams) MissedAgain(r Result, now time.Time) int {
	return min(e.bank.MissesSize(quizzes.MissesPlan{Of: r.missed()}, nil, now), quizzes.MaxDrill)
}

// missed are the ids of the missed items, never nil.
func (r Result) missed() []string {
	ids := []string{}
	for _, v := range r.Verdicts {
		if v.Missed() {
			ids = append(ids, v.Item.ID())
		}
	}
	return ids
}

// Result returns the result of one of the person's attempts with every answer that may be shown. An answer to a
// question that stands on another open attempt is left out: it would give that key away. Where the answers are held back
// there are no verdicts. Errors: store.ErrNotFound; ErrNotGraded; store.ErrClosed for a void attempt; ErrNotReleased where
// the score is held back, with Attempt and Release in the result.
func (e *Exams) Result(ctx context.Context, person, id string, now time.Time) (Result, error) {
	a, err := e.settle(ctx, person, id, now)
	if err != nil {
		return Result{}, err
	}
	switch StateOf(a) {
	case Void:
		return Result{Attempt: a}, fmt.Errorf("result: the attempt is void: %w", store.ErrClosed)
	case Open, Submitted:
		return Result{Attempt: a}, ErrNotGraded
	}
	r := Result{Attempt: a, RanOut: a.RanOut()}
	if r.Release, err = e.releaseOf(ctx, a, now); err != nil {
		return Result{}, err
	}
	if !r.Release.Score.Now {
		return Result{Attempt: a, Release: r.Release}, ErrNotReleased
	}
	grades, err := e.marks(ctx, &r)
	if err != nil {
		return Result{}, err
	}
	all, err := e.answers(ctx, a)
	if err != nil {
		return Result{}, err
	}
	if err := e.decided(ctx, a, all, grades); err != nil {
		return Result{}, err
	}
	withheld, err := e.withheld(ctx, person, besides{id, a.Assignment}, now)
	if err != nil {
		return Result{}, err
	}
	changes, err := e.changes(ctx, person, id)
	if err != nil {
		return Result{}, err
	}
	for _, v := range all {
		if !v.Scored {
			r.Pretest++
		}
		if withheld[v.Item.ID()] {
			r.Withheld++
			continue
		}
		v.Changes, v.Before = changes[v.N].times, changes[v.N].before
		r.Verdicts = append(r.Verdicts, v)
	}
	if r.Withheld > 0 { // the whole less what is shown would tell whether the rest was right
		shown := quizzes.Score(e.bank.Blueprint(), scorable(r.Verdicts))
		r.Whole, r.Domains = shown.Whole, shown.Domains
	}
	r.Was = e.was(r.Verdicts)
	if !r.Release.Answers.Now {
		r.Verdicts, r.Withheld = nil, 0
	}
	return r, nil
}

// marks reads the figures of the newest grade. It returns all grades.
func (e *Exams) marks(ctx context.Context, r *Result) ([]store.Grade, error) {
	grades, err := e.db.Grades(ctx, r.Attempt.Person, r.Attempt.ID)
	if err != nil {
		return nil, fmt.Errorf("read grades: %w", err)
	}
	if len(grades) == 0 {
		return nil, ErrNotGraded
	}
	g := grades[len(grades)-1]
	var d detail
	if err := json.Unmarshal([]byte(g.Detail), &d); err != nil {
		return nil, fmt.Errorf("read grade %d: %w", g.No, err)
	}
	r.Whole = quizzes.Mark{Correct: g.Correct, Scored: g.Scored}
	for _, m := range d.Domains {
		r.Whole.Answered += m.Answered
		r.Domains = append(r.Domains, quizzes.Mark{Domain: m.Domain, Correct: m.Correct, Scored: m.Scored, Answered: m.Answered})
	}
	return grades, nil
}

// stood is how long a choice must have stood before another one counts as a change: arrow keys pass over options.
const stood = 2 * time.Second

// change is how an answer came about: how often it was replaced, and what stood before the last time.
type change struct {
	times  int
	before string
}

// changes tells, by item number, how answers were replaced by others.
func (e *Exams) changes(ctx context.Context, person, id string) (map[int]change, error) {
	saves, err := e.db.Saves(ctx, person, id)
	if err != nil {
		return nil, fmt.Errorf("read saves: %w", err)
	}
	found, last := map[int]change{}, map[int]store.Saved{}
	for _, s := range saves {
		before, seen := last[s.N]
		if s.Late || s.Choice == "" || seen && before.Choice == s.Choice {
			continue
		}
		if seen && s.At.Sub(before.At) >= stood {
			found[s.N] = change{found[s.N].times + 1, before.Choice}
		}
		last[s.N] = s
	}
	return found, nil
}

// Sweep closes what is overdue, grades what is submitted and corrects what was decided about, for everybody. It may run in many processes at once and
// die anywhere: each step is the store's own transaction and changes nothing if it was done. It returns how many
// attempts it dealt with; one that fails is logged and does not stop the others.
func (e *Exams) Sweep(ctx context.Context, now time.Time) (int, error) {
	due, err := e.db.DueForClosing(ctx, now)
	if err != nil {
		return 0, fmt.Errorf("list what is due: %w", err)
	}
	done := 0
	for _, d := range due {
		if _, err := e.settle(ctx, d.Person, d.Attempt, now); err != nil {
			if errors.Is(err, context.Canceled) || errors.Is(err, store.ErrUnavailable) {
				return done, fmt.Errorf("sweep: %w", err)
			}
			e.log.ErrorContext(ctx, "attempt could not be graded", "error", err)
			continue
		}
		done++
	}
	corrected, err := e.sweepCorrections(ctx, now)
	return done + corrected, err
}
