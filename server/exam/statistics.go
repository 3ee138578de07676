package exam

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"frontdesk/quizzes"
	"frontdesk/server/store"
)

// An ItemStatistics is what answers say of one revision of an item.
type ItemStatistics struct {
	Item   quizzes.Item
	InBank bool // the bank has this very revision
	Off    bool // a decision keeps it off all forms
	quizzes.ItemAnalysis
}

// Statistics are what answers say of all items, for a person of the staff: what stands on an open attempt of that person
// is left out and counted. Flagged items stand first, then in order of id.
type Statistics struct {
	Items    []ItemStatistics
	Forms    []quizzes.FormAnalysis
	Withheld int
}

// Flagged counts the items that deserve a look.
func (s Statistics) Flagged() int {
	n := 0
	for _, it := range s.Items {
		if len(it.Flags) > 0 {
			n++
		}
	}
	return n
}

// Statistics analyzes all answers.
func (e *Exams) Statistics(ctx context.Context, staff string, now time.Time) (Statistics, error) {
	withheld, err := e.withheld(ctx, staff, besides{}, now)
	if err != nil {
		return Statistics{}, err
	}
	all, err := e.analyze(ctx)
	if err != nil {
		return Statistics{}, err
	}
	off, _, err := e.offNow(ctx)
	if err != nil {
		return Statistics{}, err
	}
	s := Statistics{Forms: all.Forms}
	for revision, a := range all.Items {
		item := all.items[revision]
		if withheld[item.ID()] {
			s.Withheld++
			continue
		}
		present, ok := e.bank.Item(item.ID())
		s.Items = append(s.Items, ItemStatistics{item, ok && present.Revision() == revision, off[revision], a})
	}
	slices.SortFunc(s.Items, func(x, y ItemStatistics) int {
		return cmp.Or(-cmp.Compare(min(len(x.Flags), 1), min(len(y.Flags), 1)), cmp.Compare(x.Item.ID(), y.Item.ID()), -cmp.Compare(x.N, y.N),
			cmp.Compare(x.Item.Revision(), y.Item.Revision()))
	})
	return s, nil
}

// analysis is what quizzes makes of all answers, with the items that it is about, by revision.
type analysis struct {
	quizzes.Statistics
	items map[string]quizzes.Item
}

// analyze reads all answers once. Adaptive attempts do not count, for their items were chosen by who sat them; nor do
// those that were left with less than half of their questions answered.
func (e *Exams) analyze(ctx context.Context) (analysis, error) {
	items, facts, err := e.everyItem(ctx)
	if err != nil {
		return analysis{}, err
	}
	var failed error
	sittings := func(yield func(quizzes.Sitting) bool) {
		var s quizzes.Sitting
		attempt, answered, more := "", 0, true
		flush := func() {
			if !adapts(quizzes.Mode(s.Form)) && len(s.Responses) > 0 && 2*answered >= len(s.Responses) && more {
				s.Form = fmt.Sprintf("%s %d", s.Form, scoredOf(s))
				more = yield(s)
			}
			s = quizzes.Sitting{}
		}
		failed = e.db.Responses(ctx, func(r store.Response) error {
			if r.Attempt != attempt {
				flush()
				attempt, answered, s.Form = r.Attempt, r.Answered, r.Mode
			}
			if strings.HasPrefix(r.Item, e.course+"/") {
				s.Responses = append(s.Responses, quizzes.Response{Item: r.Revision, Choice: r.Choice, Scored: r.Scored, First: r.First, Spent: r.Spent})
			}
			return nil
		})
		flush()
	}
	a := analysis{quizzes.Analyze(sittings, facts), items}
	if failed != nil {
		return analysis{}, fmt.Errorf("read answers: %w", failed)
	}
	return a, nil
}

// adapts tells whether attempts of a mode choose their questions by what was done before.
func adapts(m quizzes.Mode) bool { return m.IsDrill() }

func scoredOf(s quizzes.Sitting) int {
	n := 0
	for _, r := range s.Responses {
		if r.Scored {
			n++
		}
	}
	return n
}

// everyItem is every revision of an item of this course that was ever drawn or made by a rekey.
func (e *Exams) everyItem(ctx context.Context) (map[string]quizzes.Item, map[string]quizzes.Facts, error) {
	texts, err := e.db.Texts(ctx, "item")
	if err != nil {
		return nil, nil, fmt.Errorf("read frozen items: %w", err)
	}
	items, facts := map[string]quizzes.Item{}, map[string]quizzes.Facts{}
	for _, t := range texts {
		if !strings.HasPrefix(t.ID, e.course+"/") {
			continue
		}
		item, err := quizzes.Thaw(t.Body)
		if err != nil {
			return nil, nil, fmt.Errorf("item %s: %w", t.ID, err)
		}
		items[t.Hash], facts[t.Hash] = item, quizzes.Facts{Key: item.Key(), Expected: item.Expected()}
	}
	return items, facts, nil
}
