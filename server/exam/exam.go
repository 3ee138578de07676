// Package exam is an attempt from start to result. It decides: what is drawn, how long it takes, whether a save is
// good, when keys may be shown. The SQL is the store's, the bank and the scoring are those of package quizzes.
//
// An attempt is open, then submitted, then graded; void stands beside them. Nothing here keeps state in memory, so any
// process can serve any attempt, and two may serve the same one at once: every move goes through the guard of the
// attempt's own row in the store.
//
// Keys are kept in one place. While an attempt is open its pages get quizzes.Question values, which hold no key; and
// no page of any other attempt of that person shows the key of a question that stands on it, or on class work whose
// answers are not released (release.go).
package exam

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"frontdesk/quizzes"
	"frontdesk/server/store"
)

// The states of an attempt.
type State string

// An attempt whose time is over stays Open for store.Grace, is Submitted by its owner or by the sweeper, and is Graded
// soon after. Void takes it out of every count.
const (
	Open      State = "open"
	Submitted State = "submitted"
	Graded    State = "graded"
	Void      State = "void"
)

// The values of a start request.
const (
	TimeStandard = "standard"
	TimeHalfMore = "1.5"
	TimeDouble   = "2"
	TimeNone     = "none"

	FeedbackEach = "each" // the reasons after each question; drills and missed questions only
	FeedbackEnd  = "end"
)

var (
	// ErrNotGraded: the attempt is still open, or is being graded.
	ErrNotGraded = errors.New("the attempt is not graded yet")
	// ErrNotReleased: the answer may not be shown now.
	ErrNotReleased = errors.New("the answer is not released")
	// ErrWithheld: the question also stands on another attempt that is open, or on class work whose answers are held back.
	ErrWithheld = fmt.Errorf("%w: the question stands on another open attempt, or on class work", ErrNotReleased)
)

// A Refusal says in words what is wrong with a request. Field is the name of the field, for a form.
type Refusal struct{ Field, Message string }

// Error is the message, which a person may read.
func (r *Refusal) Error() string { return r.Message }

// Exams runs the attempts of one course.
type Exams struct {
	db            *store.DB
	bank          *quizzes.Bank
	course        string // id, the beginning of item ids in the store
	courseVersion string
	log           *slog.Logger
}

// New returns the attempts of a course. All it keeps is immutable.
func New(db *store.DB, bank *quizzes.Bank, course, courseVersion string, log *slog.Logger) *Exams {
	return &Exams{db: db, bank: bank, course: course, courseVersion: courseVersion, log: log}
}

// history is what the person has done with each item of this course, by id in the bank.
func (e *Exams) history(ctx context.Context, person string) (map[string]quizzes.Seen, error) {
	kept, err := e.db.History(ctx, person)
	if err != nil {
		return nil, fmt.Errorf("read history: %w", err)
	}
	seen := map[string]quizzes.Seen{}
	for id, s := range kept {
		if id, ok := strings.CutPrefix(id, e.course+"/"); ok {
			seen[id] = quizzes.Seen{Times: s.Times, Last: s.Last, Answered: s.Answered, Right: s.Right}
		}
	}
	return seen, nil
}

// countHeld counts what is withheld as seen: a form that is drawn beside it takes other questions first.
func countHeld(withheld map[string]bool, seen map[string]quizzes.Seen, now time.Time) {
	for id := range withheld {
		if s := seen[id]; s.Times == 0 {
			seen[id] = quizzes.Seen{Times: 1, Last: now}
		}
	}
}

// bankID is the id in the bank of an item as the store names it.
func (e *Exams) bankID(kept string) string { return strings.TrimPrefix(kept, e.course+"/") }
