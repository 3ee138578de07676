package exam

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"frontdesk/quizzes"
	"frontdesk/server/store"
)

// Start begins an attempt, or returns the one that the same key began or that is open in the same mode; started tells
// which. Errors: *Refusal; quizzes.ErrTooFewItems; store errors.
func (e *Exams) Start(ctx context.Context, person string, r Request, seed uint64, now time.Time) (id string, started bool, err error) {
	r, err = r.normal(e.bank.Blueprint())
	if err != nil {
		return "", false, err
	}
	if id, _, err := e.existing(ctx, person, r, now); err != nil || id != "" {
		return id, false, err
	}
	if r.Attempt != "" {
		a, err := e.db.Attempt(ctx, person, r.Attempt)
		if err != nil {
			return "", false, fmt.Errorf("look up what was missed: %w", err)
		}
		r.Name = a.Title
	}
	form, _, err := e.draw(ctx, person, r, seed, now)
	if err != nil {
		return "", false, fmt.Errorf("draw a form: %w", err)
	}
	factor, err := e.factor(ctx, person, r.Time)
	if err != nil {
		return "", false, err
	}
	id, started, err = e.db.StartAttempt(ctx, e.attempt(person, r, form, factor, now), now)
	if err != nil {
		return "", false, fmt.Errorf("start attempt: %w", err)
	}
	return id, started, nil
}

// existing finds the attempt that Start would return anyway, "" for none, before a form is drawn for nothing: an open
// exam can make the bank too small for a second one. used is how many attempts at the same class work were made.
func (e *Exams) existing(ctx context.Context, person string, r Request, now time.Time) (open string, used int, err error) {
	all, err := e.db.AttemptsOf(ctx, person)
	if err != nil {
		return "", 0, fmt.Errorf("look for an open attempt: %w", err)
	}
	for _, a := range all {
		if r.Key != "" && a.Key == r.Key {
			return a.ID, 0, nil
		}
		if r.beside(a) {
			continue
		}
		if a.Open(now) {
			open = a.ID
		}
		if a.Voided.IsZero() {
			used++
		}
	}
	return open, used, nil
}

// draw picks the items. It also tells, for a drill, where they come from.
func (e *Exams) draw(ctx context.Context, person string, r Request, seed uint64, now time.Time) (f quizzes.Form, mix quizzes.DrillMix, err error) {
	seen, err := e.history(ctx, person)
	if err != nil {
		return f, mix, err
	}
	held, err := e.held(ctx, person, now)
	if err != nil {
		return f, mix, err
	}
	withheld := held.but(besides{assignment: r.assignment})
	if r.Mode == quizzes.Mock || r.Mode == quizzes.Half {
		countHeld(withheld, seen, now)
		f, err = e.drawForm(ctx, r.Mode, held.onForms(), seen, seed, now)
		return f, mix, err
	}
	held.hush(r.assignment, seen)
	bank, err := e.forDrills(ctx)
	if err != nil {
		return f, mix, err
	}
	switch r.Mode {
	case quizzes.Diagnostic:
		f, err = bank.DiagnosticDraw(withheld, seen, seed, now)
	case quizzes.Check:
		f, err = bank.CheckDraw(r.Module, withheld, seen, seed, now)
	case quizzes.Misses:
		f, err = e.drawMisses(ctx, bank, person, r, withheld, seen, seed, now)
	default:
		f, mix, err = bank.DrillDraw(quizzes.DrillPlan{Domain: r.Domain, Lesson: r.Lesson, Tag: r.Tag, Count: r.Count, Exclude: withheld}, seen, seed, now)
	}
	return f, mix, err
}

func (e *Exams) drawMisses(ctx context.Context, bank *quizzes.Bank, person string, r Request, withheld map[string]bool, seen map[string]quizzes.Seen, seed uint64, now time.Time) (quizzes.Form, error) {
	plan, err := e.missesPlan(ctx, person, r, withheld, now)
	if err != nil {
		return quizzes.Form{}, err
	}
	f, err := bank.MissesDraw(plan, seen, seed, now)
	if errors.Is(err, quizzes.ErrTooFewItems) {
		err = ErrNothingMissed
	}
	return f, err
}

// missesPlan says which missed items are meant: those of one attempt, as its result lists them, or all.
func (e *Exams) missesPlan(ctx context.Context, person string, r Request, withheld map[string]bool, now time.Time) (quizzes.MissesPlan, error) {
	plan := quizzes.MissesPlan{Count: r.Count, Exclude: withheld}
	if r.Attempt == "" {
		return plan, nil
	}
	res, err := e.Result(ctx, person, r.Attempt, now)
	if err != nil {
		return plan, fmt.Errorf("list what was missed: %w", err)
	}
	if !res.Release.Answers.Now {
		return plan, ErrNotReleased
	}
	plan.Of = res.missed()
	return plan, nil
}

// attempt is the record of a form that was drawn.
func (e *Exams) attempt(person string, r Request, f quizzes.Form, factor float64, now time.Time) store.NewAttempt {
	a := store.NewAttempt{
		Person: person, Key: r.Key, Mode: string(r.Mode), Course: e.course, Title: e.title(r),
		Blueprint: e.bank.Blueprint().Version, BankVersion: f.BankVersion, CourseVersion: e.courseVersion,
		Policy: store.Policy{Minutes: e.standard(r), Factor: factor, Time: r.Time, Feedback: r.Feedback, Release: "submit"},
		Seed:   f.Seed, SeenCount: f.Repeats(),
	}
	if m := extended(e.standard(r), factor); m > 0 {
		a.Deadline = now.Add(time.Duration(m) * time.Minute)
	} else {
		a.Policy.Minutes = 0
	}
	for _, s := range f.Slots {
		it, _ := e.bank.Item(s.Item) // a form is drawn from this bank
		a.Items = append(a.Items, store.NewItem{Item: e.course + "/" + s.Item, Revision: s.Revision, Domain: s.Domain,
			Lesson: it.Lesson(), Order: s.Order, Scored: s.Scored})
		a.Texts = append(a.Texts, store.Text{Hash: s.Revision, Kind: "item", ID: e.course + "/" + s.Item, Body: it.Freeze()})
	}
	return a
}

// title is the attempt's name in lists.
func (e *Exams) title(r Request) string {
	switch r.Mode {
	case quizzes.Mock:
		return "Practice exam"
	case quizzes.Half:
		return "Half exam"
	case quizzes.Diagnostic:
		return "Diagnostic"
	case quizzes.Check:
		return "Check: " + cmp.Or(r.Name, r.Module)
	case quizzes.Misses:
		if of := strings.TrimPrefix(strings.TrimPrefix(r.Name, missedTitle), ": "); of != "" {
			return missedTitle + ": " + of
		}
		return missedTitle
	}
	switch {
	case r.Domain != "":
		d, _ := e.bank.Blueprint().Domain(r.Domain)
		return "Drill: " + d.Title
	case r.Lesson != "":
		return "Drill: lesson " + r.Lesson
	case r.Tag != "":
		return "Drill: " + strings.ReplaceAll(r.Tag, "-", " ")
	}
	return "Drill: mixed questions"
}

const missedTitle = "Missed questions"
