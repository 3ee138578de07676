package exam

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"frontdesk/quizzes"
	"frontdesk/server/store"
)

// MissedFrom is how many answers to a question there must be before it is told how often it was missed.
const MissedFrom = 5

// A MissedItem is a question that a class has missed, with the answer that was chosen instead most often.
type MissedItem struct {
	Item    quizzes.Item
	Missed  int
	Of      int
	Chosen  string // option id
	Chosers int    // how many chose that
}

// MostMissed returns up to most questions of a class's work, the ones missed most often first, by the answers of a section
// or for "" of all. out tells of which
// pieces of work the answers may be known to everybody in the class: what stands on any other one of all, or on an open
// attempt of who asks, is left out.
func (e *Exams) MostMissed(ctx context.Context, staff, class, section string, all []string, out func(assignment string) bool, most int, now time.Time) ([]MissedItem, error) {
	kept, err := e.db.ItemsOf(ctx, slices.DeleteFunc(slices.Clone(all), out))
	if err != nil {
		return nil, fmt.Errorf("most missed: %w", err)
	}
	withheld, err := e.withheld(ctx, staff, besides{}, now)
	if err != nil {
		return nil, err
	}
	for _, id := range kept {
		withheld[e.bankID(id)] = true
	}
	counts, err := e.db.AssignedAnswers(ctx, class, section)
	if err != nil {
		return nil, fmt.Errorf("most missed: %w", err)
	}
	found := map[string]*MissedItem{} // by revision
	choices := map[[2]string]int{}
	for _, c := range counts {
		if withheld[e.bankID(c.Item)] {
			continue
		}
		m := found[c.Revision]
		if m == nil {
			m = &MissedItem{}
			found[c.Revision] = m
		}
		m.Of += c.Times
		if c.Right {
			continue
		}
		m.Missed += c.Times
		key := [2]string{c.Revision, c.Choice}
		if choices[key] += c.Times; choices[key] > m.Chosers {
			m.Chosen, m.Chosers = c.Choice, choices[key]
		}
	}
	return e.worst(ctx, found, most)
}

// worst puts the questions that were missed often enough in order, by share, and reads the first ones.
func (e *Exams) worst(ctx context.Context, found map[string]*MissedItem, most int) (worst []MissedItem, err error) {
	var revisions []string
	for revision, m := range found {
		if m.Of >= MissedFrom && m.Missed > 0 {
			revisions = append(revisions, revision)
		}
	}
	slices.SortFunc(revisions, func(a, b string) int {
		x, y := found[a], found[b]
		return cmp.Or(cmp.Compare(y.Missed*x.Of, x.Missed*y.Of), cmp.Compare(y.Of, x.Of), cmp.Compare(a, b))
	})
	for _, revision := range revisions {
		if len(worst) == most {
			break
		}
		m := *found[revision]
		m.Item, err = e.itemOf(ctx, revision)
		if errors.Is(err, store.ErrNotFound) { // of another course
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("most missed: %w", err)
		}
		worst = append(worst, m)
	}
	return worst, nil
}

// Objective returns the lesson of an item, as the store names items, and which of its objectives the item is about;
// both "" for an item that the bank does not have.
func (e *Exams) Objective(kept string) (lesson, objective string) {
	item, ok := e.bank.Item(e.bankID(kept))
	if !ok {
		return "", ""
	}
	return item.Lesson(), item.Objective()
}
