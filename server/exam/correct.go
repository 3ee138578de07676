package exam

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"frontdesk/quizzes"
	"frontdesk/server/store"
)

// What staff can decide about a question as it stood in one revision. All but VerdictRight keep that revision off new
// forms and drills.
const (
	VerdictRight   = "right"   // it is right as it is
	VerdictWording = "wording" // the answer is right, the words are to be mended in the bank
	VerdictRekey   = "rekey"   // the marked answer was wrong
	VerdictRetire  = "retire"  // it is not used any more
)

// What a rekey does to attempts on which the question stood. Neither lowers a score.
const (
	PolicyEveryone = "everyone" // everybody gets the point, also without an answer
	PolicyHigher   = "higher"   // the new answer counts where it is to the learner's good
)

// gives reports whether a decision gives the point of an answer that had it not.
func gives(d store.Decision, choice string) bool {
	return d.Policy == PolicyEveryone || d.Policy == PolicyHigher && choice != "" && choice == d.Key
}

// credit tells the verdicts of an attempt what was decided about their questions. It only ever gives points, so it does
// not matter in which order decisions were made.
func credit(verdicts []Verdict, decisions []store.Decision) {
	for i := range verdicts {
		v := &verdicts[i]
		for _, d := range decisions {
			if d.Revision == v.Item.Revision() && d.Item == v.kept {
				v.Decisions = append(v.Decisions, d)
				v.Given = v.Given || gives(d, v.Answer.Choice)
			}
		}
	}
}

// correct appends to the grades of a graded attempt those that decisions about its questions ask for, one for each. It
// may run in many processes at once and stop anywhere: the store gives each grade its number once, and who was late
// looks again. It returns the attempt as it then stands.
func (e *Exams) correct(ctx context.Context, a store.Attempt, now time.Time) (store.Attempt, error) {
	changed := false
	for StateOf(a) == Graded {
		decisions, err := e.db.AttemptDecisions(ctx, a.Person, a.ID)
		if err != nil {
			return a, fmt.Errorf("read decisions: %w", err)
		}
		decisions = slices.DeleteFunc(decisions, func(d store.Decision) bool { return d.Policy == "" })
		if len(decisions) == 0 {
			break
		}
		grades, err := e.db.Grades(ctx, a.Person, a.ID)
		if err != nil {
			return a, fmt.Errorf("read grades: %w", err)
		}
		applied, next := split(decisions, grades)
		if next == nil {
			break
		}
		if err := e.correctBy(ctx, a, append(applied, *next), len(grades), now); err != nil {
			return a, fmt.Errorf("correct attempt: %w", err)
		}
		changed = true
	}
	if !changed {
		return a, nil
	}
	return e.db.Attempt(ctx, a.Person, a.ID)
}

// split tells decisions that the grades already hold from the first one that they lack; nil for none.
func split(decisions []store.Decision, grades []store.Grade) (applied []store.Decision, next *store.Decision) {
	for i, d := range decisions {
		switch {
		case slices.ContainsFunc(grades, func(g store.Grade) bool { return g.Decision == d.ID }):
			applied = append(applied, d)
		case next == nil:
			next = &decisions[i]
		}
	}
	return applied, next
}

// correctBy appends the grade after number after, by all of decisions, the last of which is the new one.
func (e *Exams) correctBy(ctx context.Context, a store.Attempt, decisions []store.Decision, after int, now time.Time) error {
	answers, err := e.answers(ctx, a)
	if err != nil {
		return err
	}
	credit(answers, decisions)
	d := decisions[len(decisions)-1]
	g, err := e.gradeOf(answers, fmt.Sprintf("rekey of %s to %s, %s: decision %s", d.Item, d.Key, d.Policy, d.ID), now)
	if err != nil {
		return err
	}
	g.Decision = d.ID
	_, err = e.db.AppendGrade(ctx, a.Person, a.ID, after, g)
	return err
}

// late is how long after a decision a process can still be grading with what it had read before. Requests end far
// sooner; until then the sweeper looks again.
const late = 10 * time.Minute

// correctDue gives up to limit attempts of everybody the grades that decisions ask for, and returns how many. What
// cannot be graded is logged and does not stop the others.
func (e *Exams) correctDue(ctx context.Context, limit int, now time.Time) (int, error) {
	due, err := e.db.DueForCorrection(ctx, limit)
	if err != nil {
		return 0, fmt.Errorf("list what is to be corrected: %w", err)
	}
	done := 0
	for _, d := range due {
		if _, err := e.settle(ctx, d.Person, d.Attempt, now); err != nil {
			if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, store.ErrUnavailable) {
				return done, fmt.Errorf("correct attempts: %w", err)
			}
			e.log.ErrorContext(ctx, "attempt could not be corrected", "error", err)
			continue
		}
		done++
	}
	return done, nil
}

// sweepCorrections ends what a decision has begun, and notes where it is done.
func (e *Exams) sweepCorrections(ctx context.Context, now time.Time) (int, error) {
	done, err := e.correctDue(ctx, math.MaxInt32, now)
	if err != nil {
		return done, err
	}
	return done, e.db.FinishDecisions(ctx, now.Add(-late), now)
}

// Key is the right option as it is known now: that of the newest rekey, else of the revision that was sat.
func (v Verdict) Key() string {
	for _, d := range slices.Backward(v.Decisions) {
		if d.Verdict == VerdictRekey {
			return d.Key
		}
	}
	return v.Item.Key()
}

// Rekeyed is the newest rekey of the question; ok is false if there is none.
func (v Verdict) Rekeyed() (d store.Decision, ok bool) {
	for _, d := range slices.Backward(v.Decisions) {
		if d.Verdict == VerdictRekey {
			return d, true
		}
	}
	return store.Decision{}, false
}

// Retired reports whether the newest decision is that the question is not used any more.
func (v Verdict) Retired() bool {
	return len(v.Decisions) > 0 && v.Decisions[len(v.Decisions)-1].Verdict == VerdictRetire
}

// decided puts the decisions into the verdicts of a result: those without a grade as they are, those with one once this
// attempt has it.
func (e *Exams) decided(ctx context.Context, a store.Attempt, verdicts []Verdict, grades []store.Grade) error {
	decisions, err := e.db.AttemptDecisions(ctx, a.Person, a.ID)
	if err != nil {
		return fmt.Errorf("read decisions: %w", err)
	}
	credit(verdicts, slices.DeleteFunc(decisions, func(d store.Decision) bool {
		return d.Policy != "" && !slices.ContainsFunc(grades, func(g store.Grade) bool { return g.Decision == d.ID })
	}))
	return nil
}

// known is a verdict with what was decided about its question, for a drill that tells the answer at once: it must not tell
// one that is known to be wrong.
func (e *Exams) known(ctx context.Context, person, id string, v Verdict) (Verdict, error) {
	decisions, err := e.db.AttemptDecisions(ctx, person, id)
	if err != nil {
		return Verdict{}, fmt.Errorf("read decisions: %w", err)
	}
	one := []Verdict{v}
	credit(one, decisions)
	return one[0], nil
}

// was is the mark of verdicts before any of them was corrected.
func (e *Exams) was(verdicts []Verdict) quizzes.Mark {
	first := scorable(verdicts)
	for i := range first {
		first[i].Given = false
	}
	return quizzes.Score(e.bank.Blueprint(), first).Whole
}

// Corrections are the verdicts whose key was found wrong.
func (r Result) Corrections() []Verdict {
	var list []Verdict
	for _, v := range r.Verdicts {
		if _, ok := v.Rekeyed(); ok {
			list = append(list, v)
		}
	}
	return list
}
