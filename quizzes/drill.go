package quizzes

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

// A DrillPlan says what to practise. At most one of Domain, Lesson and Tag is set; none means anything.
type DrillPlan struct {
	Domain, Lesson, Tag string
	Count               int             // how many items, 1 to 50
	Exclude             map[string]bool // items that stand on an open exam of the person
}

// MaxDrill is the largest number of items in a drill.
const MaxDrill = 50

// A DrillMix says where the items of a drill come from.
type DrillMix struct{ Missed, New, Known int }

// DrillDraw picks the items of a drill: what was last answered not right, then what was never seen, then what was
// seen longest ago. Practice items are taken before exam items of the same kind, so that exams stay fresh. Unlike an
// exam a drill adapts, and everything on it is scored.
func (b *Bank) DrillDraw(plan DrillPlan, seen map[string]Seen, seed uint64, at time.Time) (Form, DrillMix, error) {
	rng := rand.New(rand.NewPCG(seed, 0x447269))
	pool := b.drillPool(plan, at)
	if plan.Count < 1 || plan.Count > MaxDrill || len(pool) < plan.Count {
		return Form{}, DrillMix{}, fmt.Errorf("%w: %d fit, %d were asked for", ErrTooFewItems, len(pool), plan.Count)
	}
	rng.Shuffle(len(pool), func(i, j int) { pool[i], pool[j] = pool[j], pool[i] })
	class := func(it Item) int {
		s := seen[it.ID()]
		switch {
		case s.Times > 0 && !s.Right:
			return 0
		case s.Times == 0:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(pool, func(x, y Item) int {
		a, b := class(x), class(y)
		if a == 2 && b == 2 {
			return seen[x.ID()].Last.Compare(seen[y.ID()].Last)
		}
		return cmp.Or(cmp.Compare(a, b), -cmp.Compare(x.Use(), y.Use()))
	})
	f, mix := Form{Seed: seed, BankVersion: b.version}, DrillMix{}
	for _, it := range pool[:plan.Count] {
		*[]*int{&mix.Missed, &mix.New, &mix.Known}[class(it)]++
		f.Slots = append(f.Slots, slot(it, true, rng))
	}
	f.Fresh = mix.New
	rng.Shuffle(len(f.Slots), func(i, j int) { f.Slots[i], f.Slots[j] = f.Slots[j], f.Slots[i] })
	return f, mix, nil
}

// DrillSize is how many items a plan could draw at most, whatever its Count.
func (b *Bank) DrillSize(plan DrillPlan, at time.Time) int { return len(b.drillPool(plan, at)) }

// drillPool is every item that fits the plan: current ones, and of the exam items only those solved blind.
func (b *Bank) drillPool(plan DrillPlan, at time.Time) []Item {
	var pool []Item
	for _, e := range b.ofLesson(plan.Lesson) {
		if it := e.item; it.fits(at) && !plan.Exclude[it.ID()] &&
			(plan.Domain == "" || it.Domain() == plan.Domain) &&
			(plan.Tag == "" || slices.Contains(it.Tags(), plan.Tag)) {
			pool = append(pool, it)
		}
	}
	return pool
}

// A MissesPlan says which missed items to take up again.
type MissesPlan struct {
	Of      []string        // exactly these, in this order; nil: whatever was last answered wrong, the longest ago first
	Count   int             // at most this many; 1 to 50
	Exclude map[string]bool // items that stand on an open attempt of the person
}

// MissesDraw takes up again what was missed, at most as many items as planned. Without a list it leaves out what would
// stand beside an enemy; that has its turn the next time. Everything is scored.
func (b *Bank) MissesDraw(plan MissesPlan, seen map[string]Seen, seed uint64, at time.Time) (Form, error) {
	missed := b.missed(plan, seen, at)
	if plan.Count < 1 || plan.Count > MaxDrill || len(missed) == 0 {
		return Form{}, fmt.Errorf("%w: %d were missed, %d were asked for", ErrTooFewItems, len(missed), plan.Count)
	}
	rng := rand.New(rand.NewPCG(seed, 0x4d697373))
	f := Form{Seed: seed, BankVersion: b.version}
	for _, it := range missed[:min(plan.Count, len(missed))] {
		f.Slots = append(f.Slots, slot(it, true, rng))
		if seen[it.ID()].Times == 0 {
			f.Fresh++
		}
	}
	rng.Shuffle(len(f.Slots), func(i, j int) { f.Slots[i], f.Slots[j] = f.Slots[j], f.Slots[i] })
	return f, nil
}

// MissesSize is how many items a plan could take up at most, whatever its Count.
func (b *Bank) MissesSize(plan MissesPlan, seen map[string]Seen, at time.Time) int {
	return len(b.missed(plan, seen, at))
}

func (b *Bank) missed(plan MissesPlan, seen map[string]Seen, at time.Time) []Item {
	ok := func(it Item) bool { return it.fits(at) && !plan.Exclude[it.ID()] }
	var list []Item
	if plan.Of != nil {
		for _, id := range plan.Of {
			if it, there := b.Item(id); there && ok(it) {
				list = append(list, it)
			}
		}
		return list
	}
	for _, it := range b.Items() {
		if s := seen[it.ID()]; ok(it) && !s.Answered.IsZero() && !s.Right {
			list = append(list, it)
		}
	}
	slices.SortStableFunc(list, func(x, y Item) int { return seen[x.ID()].Answered.Compare(seen[y.ID()].Answered) })
	return b.apart(list)
}

// apart leaves out every item that has an enemy before it.
func (b *Bank) apart(list []Item) []Item {
	barred := map[int]bool{}
	return slices.DeleteFunc(list, func(it Item) bool {
		place, _ := slices.BinarySearch(b.ids, it.ID())
		if barred[place] {
			return true
		}
		for _, e := range b.entries[place].enemies {
			barred[e] = true
		}
		return false
	})
}
