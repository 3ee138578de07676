package quizzes

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"time"
)

// A Mode is a kind of attempt.
type Mode string

// The modes that this version offers.
const (
	Mock  Mode = "mock"  // as long as the real exam, with pretest items mixed in
	Half  Mode = "half"  // 55 items in blueprint proportion
	Drill Mode = "drill" // 1 to 50 items of one domain, lesson or tag; adapts
)

// counts returns how many scored and pretest items of the domain a form of the mode has.
func (d Domain) counts(m Mode) (scored, pretest int) {
	switch m {
	case Mock:
		return d.Scored, d.Pretest
	case Half:
		return d.Half, 0
	}
	return 0, 0
}

// Seen is what one person has done with one item before.
type Seen struct {
	Times int       // exposures in finished attempts
	Last  time.Time // the latest one
	Right bool      // whether the latest answer was right
}

// A Slot is one place on a form. Revision and Order are frozen with the attempt.
type Slot struct {
	Item     string
	Revision string
	Domain   string
	Order    string // option ids in the order shown, "cadb"
	Scored   bool   // false for a pretest item, which the learner cannot tell
}

// A Form is what an attempt consists of.
type Form struct {
	Slots       []Slot
	Fresh       int // items that the person had never seen
	Seed        uint64
	BankVersion string
}

// Repeats is the number of items that the person had seen before.
func (f Form) Repeats() int { return len(f.Slots) - f.Fresh }

// ErrTooFewItems says that the bank cannot fill what was asked for. Its wrapping text says where and how many.
var ErrTooFewItems = errors.New("too few questions")

// Fresh counts, by domain, the items that could stand on an exam form at that time and that the person has not seen.
func (b *Bank) Fresh(seen map[string]Seen, at time.Time) map[string]int {
	n := map[string]int{}
	for i := range b.entries {
		if e := &b.entries[i]; e.onForm(at) && seen[e.item.ID()].Times == 0 {
			n[e.item.Domain()]++
		}
	}
	return n
}

// Draw makes an exam form. It packs the unseen items into as many whole forms as they hold, so that a later form
// does not fail because an earlier one took the easy items to place, and returns the first of them. Where a domain
// has too few unseen items it is filled with those seen longest ago. No two enemies stand on one form, and no two
// members of a set. Within that, a form takes at most one item per misconception where it can, and comes as near as
// it can to the mix of levels and to a middling expected score. The same arguments give the same form.
func (b *Bank) Draw(m Mode, seen map[string]Seen, seed uint64, at time.Time) (Form, error) {
	p := newPacking(b, rand.New(rand.NewPCG(seed, 0x466f726d)))
	for i := range b.entries {
		e := &b.entries[i]
		if e.onForm(at) {
			p.take(i, e.item.Domain(), seen[e.item.ID()], unseenOrNot)
		}
	}
	for _, d := range b.blueprint.Domains {
		scored, pretest := d.counts(m)
		p.share(d.ID, d.Title, scored, pretest)
	}
	return b.pack(p, p.wholeForms(), seed, seen)
}

// pack searches for k whole forms, then for fewer, and returns the first form of what it found.
func (b *Bank) pack(p *packing, k int, seed uint64, seen map[string]Seen) (Form, error) {
	if err := p.enough(); err != nil {
		return Form{}, err
	}
	for ; k >= 0; k-- {
		p.sparing = k > 0 // at last an unseen item may go for a seen one
		for range 4 {
			if p.fill(max(k, 1)); p.settle() {
				p.improve()
				return b.form(p, seed, seen), nil
			}
		}
	}
	return Form{}, fmt.Errorf("%w: no form without questions that give each other away could be found", ErrTooFewItems)
}

// form fixes order, option order and which items are pretest, for the first form of the packing.
func (b *Bank) form(p *packing, seed uint64, seen map[string]Seen) Form {
	f := Form{Seed: seed, BankVersion: b.version}
	for g, c := range p.forms[0] {
		for i, place := range p.rng.Perm(len(c.items)) {
			f.Slots = append(f.Slots, slot(c.items[place].item, i < p.shares[g].scored, p.rng))
		}
	}
	p.rng.Shuffle(len(f.Slots), func(i, j int) { f.Slots[i], f.Slots[j] = f.Slots[j], f.Slots[i] })
	for _, s := range f.Slots {
		if seen[s.Item].Times == 0 {
			f.Fresh++
		}
	}
	return f
}

func slot(it Item, scored bool, rng *rand.Rand) Slot {
	order := []byte("abcd")
	if it.Shuffled() {
		rng.Shuffle(4, func(i, j int) { order[i], order[j] = order[j], order[i] })
	}
	return Slot{Item: it.ID(), Revision: it.Revision(), Domain: it.Domain(), Order: string(order), Scored: scored}
}

// Need is how many items of the domain a form of the mode has, pretest items included.
func (d Domain) Need(m Mode) int { s, pretest := d.counts(m); return s + pretest }
