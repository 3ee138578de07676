package exam

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"frontdesk/quizzes"
	"frontdesk/server/classwork"
	"frontdesk/server/store"
)

// Attempts at work that a class is given. Time, number and dates are those of the work, not the learner's choice.

// NotNow says why an attempt at class work cannot begin.
type NotNow struct {
	Standing classwork.Standing // Early, Over or Used
	Terms    classwork.Terms
	Used     int // attempts that were made
}

// Error is for the log.
func (n *NotNow) Error() string {
	return fmt.Sprintf("class work cannot be begun: %s after %d attempts", n.Standing, n.Used)
}

// Work is class work with what this package knows about it: its zone, and the time that its kind has where no rule says
// it.
func (e *Exams) Work(a store.Assignment) classwork.Work {
	w := classwork.Work{Assignment: a, Zone: time.Local}
	if zone, err := time.LoadLocation(a.Zone); err == nil && a.Zone != "" { // it was known when the work was given
		w.Zone = zone
	}
	if m := modeOf(a.Kind); m == quizzes.Half || m == quizzes.Mock {
		w.Standard = e.Minutes(m, 1)
	}
	return w
}

// modeOf is the mode of attempts at work of a kind; "" for work that is read.
func modeOf(kind string) quizzes.Mode {
	return map[string]quizzes.Mode{classwork.Drill: quizzes.Drill, classwork.Half: quizzes.Half, classwork.Mock: quizzes.Mock, classwork.Form: quizzes.Fixed}[kind]
}

// StartAssigned begins an attempt at class work, under terms that hold for the person, or returns the one that is open
// or that the same key began; started tells which. The caller has checked that the person gets the work. Errors:
// *NotNow; *Refusal; quizzes.ErrTooFewItems; store errors, of which store.ErrChanged says that the work has changed since it
// was read: read it again.
func (e *Exams) StartAssigned(ctx context.Context, person, key string, w classwork.Work, t classwork.Terms, seed uint64, now time.Time) (id string, started bool, err error) {
	r := Request{Mode: modeOf(w.Kind), Count: w.Count, Key: key, Time: TimeStandard, Feedback: FeedbackEnd, assignment: w.ID}
	switch {
	case r.Mode == "":
		return "", false, &Refusal{"assignment", "This work is read. It has no questions to start."}
	case len(key) > 100:
		return "", false, &Refusal{"key", "The key is longer than 100 characters."}
	}
	switch kind, value, _ := strings.Cut(w.Object, ":"); kind {
	case "domain":
		r.Domain = value
	case "lesson":
		r.Lesson = value
	case "tag":
		r.Tag = value
	}
	open, used, err := e.existing(ctx, person, r, now)
	if err != nil || open != "" {
		return open, false, err
	}
	if standing := t.At(now, used); standing != classwork.Ready {
		return "", false, &NotNow{standing, t, used}
	}
	a, err := e.assigned(ctx, person, r, w, t, seed, now)
	if err != nil {
		return "", false, fmt.Errorf("draw class work: %w", err)
	}
	id, started, err = e.db.StartAttempt(ctx, a, now)
	if errors.Is(err, store.ErrNoAttempts) { // another request was quicker
		return "", false, &NotNow{classwork.Used, t, t.Attempts}
	}
	if err != nil {
		return "", false, fmt.Errorf("start class work: %w", err)
	}
	return id, started, nil
}

// assigned is the record of an attempt at class work that begins now.
func (e *Exams) assigned(ctx context.Context, person string, r Request, w classwork.Work, t classwork.Terms, seed uint64, now time.Time) (store.NewAttempt, error) {
	var a store.NewAttempt
	if r.Mode == quizzes.Fixed {
		form, err := e.db.Form(ctx, w.Form)
		if err != nil {
			return a, fmt.Errorf("read a fixed form: %w", err)
		}
		seen, err := e.history(ctx, person)
		if err != nil {
			return a, err
		}
		a = e.attempt(person, r, quizzes.Form{Seed: form.Seed, BankVersion: e.bank.Version()}, 1, now)
		a.Form, a.FormVersion = form.ID, form.Version
		for _, it := range form.Items {
			if seen[e.bankID(it.Item)].Times > 0 {
				a.SeenCount++
			}
			a.Items = append(a.Items, store.NewItem{Item: it.Item, Revision: it.Revision, Domain: it.Domain, Lesson: it.Lesson, Order: it.Order, Scored: true})
		}
	} else {
		form, _, err := e.draw(ctx, person, r, seed, now)
		if err != nil {
			return a, err
		}
		a = e.attempt(person, r, form, 1, now)
	}
	a.Title, a.Assignment, a.WorkVersion, a.Most, a.Deadline = w.Title, w.ID, w.Version, t.Attempts, t.Deadline(now)
	a.Policy = store.Policy{Minutes: t.Minutes, Factor: t.Factor, Time: TimeStandard, Feedback: FeedbackEnd, Release: "class"}
	return a, nil
}
