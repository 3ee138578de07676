package quizzes

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
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
	for _, it := range b.Items() {
		if it.OnForm(at) && seen[it.ID()].Times == 0 {
			n[it.Domain()]++
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
	p := newPacking(b, m, seen, rand.New(rand.NewPCG(seed, 0x466f726d)), at)
	if err := p.enough(); err != nil {
		return Form{}, err
	}
	for k := p.wholeForms(); k >= 0; k-- {
		p.sparing = k > 0 // at last an unseen item may go for a seen one
		for range 4 {
			if p.fill(max(k, 1)); p.settle() {
				p.improve()
				return b.form(m, p.forms[0], p.rng, seed, seen), nil
			}
		}
	}
	return Form{}, fmt.Errorf("%w: no form without questions that give each other away could be found", ErrTooFewItems)
}

// form fixes order, option order and which items are pretest.
func (b *Bank) form(m Mode, cells []*cell, rng *rand.Rand, seed uint64, seen map[string]Seen) Form {
	f := Form{Seed: seed, BankVersion: b.version}
	for _, c := range cells {
		scored, _ := c.domain.counts(m)
		for i, place := range rng.Perm(len(c.items)) {
			f.Slots = append(f.Slots, slot(c.items[place].item, i < scored, rng))
		}
	}
	rng.Shuffle(len(f.Slots), func(i, j int) { f.Slots[i], f.Slots[j] = f.Slots[j], f.Slots[i] })
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

// candidate is an item that may be drawn, with what the packing needs to know of it at every step.
type candidate struct {
	item    Item
	index   int  // in packing.all
	fresh   bool // never seen
	rank    int  // among the seen ones of its domain; 0 was not seen for longest
	beliefs []int
	enemies []*candidate

	level    int // in levels
	expected float64
}

// cell holds the items of one domain on one form.
type cell struct {
	domain Domain
	form   int
	items  []*candidate
}

// packing is the state of one search: k forms of one cell a domain, and a pool of spare items for each domain.
type packing struct {
	mode    Mode
	domains []Domain
	rng     *rand.Rand
	byDom   map[string][]*candidate // fresh ones first, then the longest unseen
	beliefs int
	sparing bool // no unseen item goes for a seen one

	forms [][]*cell               // [form][domain]
	pool  map[string][]*candidate // items that no form holds
	where []int                   // by candidate index: its form, or -1
}

// newPacking collects the candidates in an order that does not depend on map iteration.
func newPacking(b *Bank, m Mode, seen map[string]Seen, rng *rand.Rand, at time.Time) *packing {
	p := &packing{mode: m, domains: b.blueprint.Domains, rng: rng, byDom: map[string][]*candidate{}}
	byID, beliefs, sets := map[string]*candidate{}, map[string]int{}, map[string][]*candidate{}
	for _, it := range b.Items() {
		if !it.OnForm(at) {
			continue
		}
		c := &candidate{item: it, index: len(byID), fresh: seen[it.ID()].Times == 0, level: levelIndex(it.Level()), expected: it.Expected()}
		for _, id := range it.misconceptions() {
			if _, known := beliefs[id]; !known {
				beliefs[id] = len(beliefs)
			}
			c.beliefs = append(c.beliefs, beliefs[id])
		}
		byID[it.ID()] = c
		if it.draft().Set != "" {
			sets[it.draft().Set] = append(sets[it.draft().Set], c)
		}
		p.byDom[it.Domain()] = append(p.byDom[it.Domain()], c)
	}
	p.beliefs = len(beliefs)
	link(byID, sets)
	p.where = make([]int, len(byID))
	for _, list := range p.byDom {
		slices.SortStableFunc(list, func(a, b *candidate) int {
			sa, sb := seen[a.item.ID()], seen[b.item.ID()]
			return cmp.Or(cmp.Compare(min(sa.Times, 1), min(sb.Times, 1)), sa.Last.Compare(sb.Last))
		})
		for i, c := range list {
			c.rank = i
		}
	}
	return p
}

// link makes enmity mutual: listed by either side, or members of one set.
func link(byID map[string]*candidate, sets map[string][]*candidate) {
	add := func(a, b *candidate) {
		if a != b && !slices.Contains(a.enemies, b) {
			a.enemies, b.enemies = append(a.enemies, b), append(b.enemies, a)
		}
	}
	for _, c := range byID {
		for _, id := range c.item.draft().Enemies {
			if e := byID[id]; e != nil {
				add(c, e)
			}
		}
	}
	for _, members := range sets {
		for i, a := range members {
			for _, b := range members[:i] {
				add(a, b)
			}
		}
	}
	for _, c := range byID {
		slices.SortFunc(c.enemies, func(a, b *candidate) int { return cmp.Compare(a.index, b.index) })
	}
}

func (p *packing) need(d Domain) int { return d.Need(p.mode) }

func (p *packing) enough() error {
	for _, d := range p.domains {
		if have, need := len(p.byDom[d.ID]), p.need(d); have < need {
			return fmt.Errorf("%w in %s: %d of the %d that this form needs", ErrTooFewItems, d.Title, have, need)
		}
	}
	return nil
}

// wholeForms is how many forms the unseen items hold by number alone, at least 1.
func (p *packing) wholeForms() int {
	k := math.MaxInt
	for _, d := range p.domains {
		if n := p.need(d); n > 0 {
			k = min(k, p.fresh(d)/n)
		}
	}
	return max(k, 1)
}

func (p *packing) fresh(d Domain) int {
	i := slices.IndexFunc(p.byDom[d.ID], func(c *candidate) bool { return !c.fresh })
	if i < 0 {
		return len(p.byDom[d.ID])
	}
	return i
}

// fill deals the unseen items of each domain to k forms at random; what is missing on the only form comes from the
// items seen longest ago, and what is over goes to the pool.
func (p *packing) fill(k int) {
	p.forms, p.pool = make([][]*cell, k), map[string][]*candidate{}
	for i := range p.where {
		p.where[i] = -1
	}
	for _, d := range p.domains {
		list := slices.Clone(p.byDom[d.ID])
		n := p.fresh(d)
		p.rng.Shuffle(n, func(i, j int) { list[i], list[j] = list[j], list[i] })
		for f := range k {
			c := &cell{domain: d, form: f, items: slices.Clone(list[:p.need(d)])}
			for _, x := range c.items {
				p.where[x.index] = f
			}
			p.forms[f], list = append(p.forms[f], c), list[p.need(d):]
		}
		p.pool[d.ID] = list
	}
}

// conflicts counts the enemies of c on form f.
func (p *packing) conflicts(c *candidate, f int) int {
	n := 0
	for _, e := range c.enemies {
		if p.where[e.index] == f {
			n++
		}
	}
	return n
}

// settle swaps items until no form holds enemies; it reports whether it got there. Swaps that keep the number of
// conflicts are taken too, or the search would stick.
func (p *packing) settle() bool {
	for range 4000 {
		c, i := p.conflict()
		if c == nil {
			return true
		}
		p.bestSwap(c, i)
	}
	return false
}

// conflict returns a cell and a place in it whose item has an enemy on the same form, or nil.
func (p *packing) conflict() (*cell, int) {
	type at struct {
		c *cell
		i int
	}
	var all []at
	for _, form := range p.forms {
		for _, c := range form {
			for i, x := range c.items {
				if len(x.enemies) > 0 && p.conflicts(x, c.form) > 0 {
					all = append(all, at{c, i})
				}
			}
		}
	}
	if len(all) == 0 {
		return nil, 0
	}
	pick := all[p.rng.IntN(len(all))]
	return pick.c, pick.i
}

// What a swap costs, from worst to least: an enemy on a form, an unseen item given for a seen one, and a seen item
// taken although another was not seen for longer (its rank, which is smaller than any bank is large).
const (
	enemyCost = 1 << 40
	freshCost = 1 << 20
)

// swapCost is what exchanging x, on form from, for other would leave; ok is false if the packing may not do it now.
func (p *packing) swapCost(x, other *candidate, from int) (cost int, ok bool) {
	to := p.where[other.index]
	if to < 0 && x.fresh && !other.fresh {
		if p.sparing {
			return 0, false
		}
		cost += freshCost
	}
	if to < 0 && !other.fresh {
		cost += other.rank
	}
	p.where[x.index], p.where[other.index] = to, from
	cost += enemyCost * p.conflicts(other, from)
	if to >= 0 {
		cost += enemyCost * p.conflicts(x, to)
	}
	p.where[x.index], p.where[other.index] = from, to
	return cost, true
}

// bestSwap exchanges the item for the one of the same domain, on another form or in the pool, that costs least. Ties
// are broken at random.
func (p *packing) bestSwap(c *cell, i int) {
	best, ties := math.MaxInt, 0
	var with **candidate
	p.eachPartner(c, func(slot **candidate) {
		cost, ok := p.swapCost(c.items[i], *slot, c.form)
		if !ok || cost > best {
			return
		}
		if cost < best {
			best, ties = cost, 0
		}
		if ties++; p.rng.IntN(ties) == 0 {
			with = slot
		}
	})
	if with != nil {
		p.exchange(c, i, with)
	}
}

// eachPartner calls f for every place outside c that holds an item of the same domain.
func (p *packing) eachPartner(c *cell, f func(slot **candidate)) {
	for _, form := range p.forms {
		for _, o := range form {
			if o == c || o.domain.ID != c.domain.ID {
				continue
			}
			for j := range o.items {
				f(&o.items[j])
			}
		}
	}
	pool := p.pool[c.domain.ID]
	for j := range pool {
		f(&pool[j])
	}
}

func (p *packing) exchange(c *cell, i int, slot **candidate) {
	x, y := c.items[i], *slot
	p.where[x.index], p.where[y.index] = p.where[y.index], p.where[x.index]
	c.items[i], *slot = y, x
}

// Need is how many items of the domain a form of the mode has, pretest items included.
func (d Domain) Need(m Mode) int { s, pretest := d.counts(m); return s + pretest }
