package exam

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"time"

	"frontdesk/quizzes"
	"frontdesk/server/store"
)

// Enough people who say independently that two answers are right take a question off exam forms until it is decided.
const enough = 2

// offForms are the revisions that a decision keeps off every new form: those of which it is known that the key is not
// right, that the words are to be mended, or that they are not to be used. The newest decision holds.
func offForms(decisions []store.Decision) map[string]bool {
	off, swapped := map[string]bool{}, map[string]bool{}
	for _, d := range decisions { // in order, those of one revision together
		switch d.Verdict {
		case VerdictRekey:
			swapped[d.Revision] = d.Became != d.Revision // else an earlier rekey is taken back
			off[d.Revision] = swapped[d.Revision]
		case VerdictRight: // as it is known by now: after a rekey that is still not what the bank says
			off[d.Revision] = swapped[d.Revision]
		default:
			off[d.Revision] = true
		}
	}
	maps.DeleteFunc(off, func(_ string, is bool) bool { return !is })
	return off
}

// forDrills is the bank without what is off every form.
func (e *Exams) forDrills(ctx context.Context) (*quizzes.Bank, error) {
	decisions, err := e.db.Decisions(ctx)
	if err != nil {
		return nil, fmt.Errorf("read decisions: %w", err)
	}
	return e.bank.Without(offForms(decisions)), nil
}

// forForms is the bank without what is off exam forms: also what enough people have reported, and what else is left out.
func (e *Exams) forForms(ctx context.Context, leftOut map[string]bool) (*quizzes.Bank, error) {
	bank, err := e.lessened(ctx, leftOut)
	if err != nil {
		return nil, err
	}
	held, err := e.db.Reported(ctx, ReasonTwo, enough)
	if err != nil {
		return nil, fmt.Errorf("read reports: %w", err)
	}
	return bank.Without(held), nil
}

// lessened is forDrills without the items that are left out, by id.
func (e *Exams) lessened(ctx context.Context, leftOut map[string]bool) (*quizzes.Bank, error) {
	bank, err := e.forDrills(ctx)
	if err != nil {
		return nil, err
	}
	revisions := map[string]bool{}
	for id := range leftOut {
		if it, ok := bank.Item(id); ok {
			revisions[it.Revision()] = true
		}
	}
	return bank.Without(revisions), nil
}

// drawForm draws an exam form, without the items that are left out.
func (e *Exams) drawForm(ctx context.Context, m quizzes.Mode, leftOut map[string]bool, seen map[string]quizzes.Seen, seed uint64, now time.Time) (quizzes.Form, error) {
	return e.fromForms(ctx, leftOut, func(b *quizzes.Bank) (quizzes.Form, error) { return b.Draw(m, seen, seed, now) })
}

// fromForms draws from the bank for exam forms, without the items that are left out. Where that fails for want of questions
// that are only reported, it takes those too: reports must not be able to close the exam.
func (e *Exams) fromForms(ctx context.Context, leftOut map[string]bool, draw func(*quizzes.Bank) (quizzes.Form, error)) (quizzes.Form, error) {
	bank, err := e.forForms(ctx, leftOut)
	if err != nil {
		return quizzes.Form{}, err
	}
	f, err := draw(bank)
	if !errors.Is(err, quizzes.ErrTooFewItems) {
		return f, err
	}
	if bank, err = e.lessened(ctx, leftOut); err != nil {
		return quizzes.Form{}, err
	}
	return draw(bank)
}

// itemOf returns an item of this course in a revision that was drawn or decided at some time; where the bank has that
// revision it is the bank's. ErrNotFound if there is none.
func (e *Exams) itemOf(ctx context.Context, revision string) (quizzes.Item, error) {
	text, err := e.db.Text(ctx, revision)
	if err != nil {
		return quizzes.Item{}, fmt.Errorf("find item: %w", err)
	}
	id, ok := strings.CutPrefix(text.ID, e.course+"/")
	if !ok || text.Kind != "item" {
		return quizzes.Item{}, store.ErrNotFound
	}
	if now, ok := e.bank.Item(id); ok && now.Revision() == revision {
		return now, nil
	}
	return quizzes.Thaw(text.Body)
}
