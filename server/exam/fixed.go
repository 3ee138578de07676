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

// DrawFixed draws a fixed form, with the frozen texts of its questions. Its class and title are the caller's to set.
// Errors: quizzes.ErrTooFewItems; store errors.
func (e *Exams) DrawFixed(ctx context.Context, plan quizzes.FixedPlan, seed uint64, now time.Time) (store.Form, []store.Text, error) {
	drawn, err := e.fromForms(ctx, nil, func(b *quizzes.Bank) (quizzes.Form, error) { return b.FixedDraw(plan, seed, now) })
	if err != nil {
		return store.Form{}, nil, fmt.Errorf("draw a fixed form: %w", err)
	}
	f := store.Form{Seed: seed}
	var texts []store.Text
	for _, s := range drawn.Slots {
		it, text := e.freeze(s)
		f.Items, texts = append(f.Items, it), append(texts, text)
	}
	return f, texts, nil
}

// freeze is a place of a form that was drawn from this bank, as the store has it.
func (e *Exams) freeze(s quizzes.Slot) (store.FormItem, store.Text) {
	it, _ := e.bank.Item(s.Item)
	kept := e.course + "/" + s.Item
	return store.FormItem{Item: kept, Revision: s.Revision, Domain: s.Domain, Lesson: it.Lesson(), Order: s.Order},
		store.Text{Hash: s.Revision, Kind: "item", ID: kept, Body: it.Freeze()}
}

// FixedSize is how many questions each share of a plan could take now, whatever its Count.
func (e *Exams) FixedSize(ctx context.Context, plan quizzes.FixedPlan, now time.Time) ([]int, error) {
	bank, err := e.forForms(ctx, nil)
	if err != nil {
		return nil, err
	}
	return bank.FixedSize(plan, now), nil
}

// A FixedPlace is one place of a fixed form, for staff.
type FixedPlace struct {
	N        int
	Question quizzes.Question // with its options in the order of the form
	Order    string
	AsIs     bool   // its options are shown as written
	Domain   string // it counts for
	Lesson   string
	Key      string // the right option as it is known now; "" if it is withheld
	Withheld bool   // its key may not be shown to who asks
}

// Fixed returns the questions of a fixed form for a person of the staff.
func (e *Exams) Fixed(ctx context.Context, staff string, f store.Form, now time.Time) ([]FixedPlace, error) {
	withheld, err := e.withheld(ctx, staff, besides{}, now)
	if err != nil {
		return nil, err
	}
	items, err := e.thawForm(ctx, f)
	if err != nil {
		return nil, err
	}
	decisions, err := e.db.Decisions(ctx)
	if err != nil {
		return nil, fmt.Errorf("read decisions: %w", err)
	}
	rekeyed := map[string]string{}
	for _, d := range decisions { // in order, those of one revision together
		if d.Verdict == VerdictRekey {
			rekeyed[d.Revision] = d.Key
		}
	}
	places := make([]FixedPlace, len(items))
	for i, it := range items {
		kept := f.Items[i]
		p := FixedPlace{N: i + 1, Question: it.Question(kept.Order), Order: kept.Order, AsIs: !it.Shuffled(), Domain: kept.Domain, Lesson: kept.Lesson,
			Withheld: withheld[it.ID()]}
		if !p.Withheld {
			p.Key = cmp.Or(rekeyed[kept.Revision], it.Key())
		}
		places[i] = p
	}
	return places, nil
}

// thawForm returns the frozen revision of every item of a form, as thaw does for attempts.
func (e *Exams) thawForm(ctx context.Context, f store.Form) ([]quizzes.Item, error) {
	var texts map[string]store.Text
	items := make([]quizzes.Item, len(f.Items))
	for i, it := range f.Items {
		if there, ok := e.bank.Item(e.bankID(it.Item)); ok && there.Revision() == it.Revision {
			items[i] = there
			continue
		}
		var err error
		if texts == nil {
			if texts, err = e.db.FormTexts(ctx, f.Class, f.ID); err != nil {
				return nil, fmt.Errorf("read the texts of a form: %w", err)
			}
		}
		if items[i], err = quizzes.Thaw(texts[it.Revision].Body); err != nil {
			return nil, fmt.Errorf("item %s of a form: %w", it.Item, err)
		}
	}
	return items, nil
}

// Substitute draws another question for place n of a fixed form, from 1: of the same domain and lesson, not on the form, no
// enemy of what is, solved and not held. Errors: store.ErrNotFound for no such place; quizzes.ErrTooFewItems.
func (e *Exams) Substitute(ctx context.Context, f store.Form, n int, seed uint64, now time.Time) (store.FormItem, store.Text, error) {
	off, held, err := e.offNow(ctx)
	if err != nil {
		return store.FormItem{}, store.Text{}, err
	}
	for revision := range held {
		off[revision] = true
	}
	return e.substitute(f, n, off, seed, now)
}

// PutBack is the question that stood at place n before, named by its mark and the order of its options, as Substitute
// would draw it. Errors: as for Substitute, where it is not in the bank any more too.
func (e *Exams) PutBack(f store.Form, n int, mark, order string, now time.Time) (store.FormItem, store.Text, error) {
	others := map[string]bool{}
	for _, it := range e.bank.Items() {
		others[it.Revision()] = mark == "" || !strings.HasPrefix(it.Revision(), mark)
	}
	it, text, err := e.substitute(f, n, others, 0, now)
	letters := []byte(order)
	slices.Sort(letters)
	if bank, ok := e.bank.Item(e.bankID(it.Item)); ok && bank.Shuffled() && string(letters) == "abcd" {
		it.Order = order
	}
	return it, text, err
}

func (e *Exams) substitute(f store.Form, n int, off map[string]bool, seed uint64, now time.Time) (store.FormItem, store.Text, error) {
	if n < 1 || n > len(f.Items) {
		return store.FormItem{}, store.Text{}, store.ErrNotFound
	}
	on := make([]string, len(f.Items))
	for i, it := range f.Items {
		on[i] = e.bankID(it.Item)
	}
	s, err := e.bank.Substitute(on, n-1, f.Items[n-1].Domain, off, seed, now)
	if err != nil {
		return store.FormItem{}, store.Text{}, fmt.Errorf("replace a question: %w", err)
	}
	it, text := e.freeze(s)
	return it, text, nil
}
