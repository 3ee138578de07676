package quizzes

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// candidate is an item that may be drawn, with where it stands at a step of the search.
type candidate struct {
	*entry
	place   int // in Bank.entries
	seen    Seen
	class   int // which are taken first: the lower ones; see classing
	rank    int // in its share, the first to take being 0
	enemies []*candidate
	share   int // in packing.shares
	form    int // that holds it, -1 for none
}

// A classing says in which order items are taken: a lower class first. Seen items are of the highest classes; within
// one, those seen longest ago come first.
type classing func(e *entry, s Seen) int

// unseenOrNot is the classing of exams.
func unseenOrNot(_ *entry, s Seen) int { return min(s.Times, 1) }

// practiceFirst is the classing of forms that leave unseen exam items to exams as long as they can.
func practiceFirst(e *entry, s Seen) int {
	switch {
	case s.Times > 0:
		return 2
	case e.item.Use() != UsePractice:
		return 1
	}
	return 0
}

// share is what one group of items gives to each form.
type share struct {
	title        string
	scored, need int          // need counts pretest items too
	items        []*candidate // in the order in which they are taken
	pool         []*candidate // those that no form holds
}

// unseen is how many of the items were never seen.
func (s *share) unseen() int {
	i := slices.IndexFunc(s.items, func(c *candidate) bool { return c.seen.Times > 0 })
	if i < 0 {
		return len(s.items)
	}
	return i
}

// cell holds the items of one share on one form.
type cell struct {
	share, form int
	items       []*candidate
}

// packing is the state of one search: k forms of one cell a share, and a pool of spare items for each share.
type packing struct {
	bank    *Bank
	rng     *rand.Rand
	taken   map[string][]*candidate // by group, before shares are made of them
	all     []candidate             // their place, so that they are made in one piece
	byEntry []*candidate            // nil where the item may not be drawn
	hostile []*candidate            // those with enemies
	sparing bool                    // no item goes for one of a higher class

	shares []share
	forms  [][]*cell // [form][share]
}

func newPacking(b *Bank, rng *rand.Rand) *packing {
	return &packing{bank: b, rng: rng, taken: map[string][]*candidate{}, all: make([]candidate, len(b.entries)), byEntry: make([]*candidate, len(b.entries))}
}

// take makes the item at that place of the bank a candidate of a group.
func (p *packing) take(place int, group string, s Seen, class classing) {
	e := &p.bank.entries[place]
	c := &p.all[place]
	*c = candidate{entry: e, place: place, seen: s, class: class(e, s), form: -1}
	p.byEntry[place] = c
	p.taken[group] = append(p.taken[group], c)
}

// share makes a share of the group's candidates.
func (p *packing) share(group, title string, scored, pretest int) {
	s := share{title: title, scored: scored, need: scored + pretest, items: p.taken[group]}
	slices.SortFunc(s.items, func(a, b *candidate) int {
		if a.class != b.class || a.seen.Times == 0 {
			return cmp.Or(cmp.Compare(a.class, b.class), cmp.Compare(a.place, b.place))
		}
		return cmp.Or(a.seen.Last.Compare(b.seen.Last), cmp.Compare(a.place, b.place))
	})
	for i, c := range s.items {
		c.rank, c.share = i, len(p.shares)
		for _, place := range c.entry.enemies {
			if e := p.byEntry[place]; e != nil {
				c.enemies = append(c.enemies, e)
			}
		}
		if len(c.enemies) > 0 {
			p.hostile = append(p.hostile, c)
		}
	}
	p.shares = append(p.shares, s)
}

func (p *packing) enough() error {
	for _, s := range p.shares {
		if len(s.items) < s.need {
			return fmt.Errorf("%w in %s: %d of the %d that this form needs", ErrTooFewItems, s.title, len(s.items), s.need)
		}
	}
	return nil
}

// wholeForms is how many forms the unseen items hold by number alone, at least 1.
func (p *packing) wholeForms() int {
	k := math.MaxInt
	for i := range p.shares {
		if s := &p.shares[i]; s.need > 0 {
			k = min(k, s.unseen()/s.need)
		}
	}
	return max(k, 1)
}

// fill deals the unseen items of each share to k forms, at random within a class; what is missing on the only form comes
// from the items seen longest ago, and what is over goes to the pool.
func (p *packing) fill(k int) {
	p.forms = make([][]*cell, k)
	for g := range p.shares {
		s := &p.shares[g]
		list := slices.Clone(s.items)
		for n, from := s.unseen(), 0; from < n; {
			to := from + 1
			for to < n && list[to].class == list[from].class {
				to++
			}
			class := list[from:to]
			p.rng.Shuffle(len(class), func(i, j int) { class[i], class[j] = class[j], class[i] })
			from = to
		}
		for f := range k {
			c := &cell{share: g, form: f, items: list[:s.need:s.need]}
			for _, x := range c.items {
				x.form = f
			}
			p.forms[f], list = append(p.forms[f], c), list[s.need:]
		}
		for _, x := range list {
			x.form = -1
		}
		s.pool = list
	}
}

// conflicts counts the enemies of c on form f.
func (c *candidate) conflicts(f int) int {
	n := 0
	for _, e := range c.enemies {
		if e.form == f {
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
	var all []*candidate
	for _, x := range p.hostile {
		if x.form >= 0 && x.conflicts(x.form) > 0 {
			all = append(all, x)
		}
	}
	if len(all) == 0 {
		return nil, 0
	}
	pick := all[p.rng.IntN(len(all))]
	c := p.forms[pick.form][pick.share]
	return c, slices.Index(c.items, pick)
}

// What a swap costs, from worst to least: an enemy on a form, an unseen item given for a seen one (or one of a lower class
// for one of a higher), and a seen item taken although another was not seen for longer (its rank, which is smaller than any
// bank is large).
const (
	enemyCost = 1 << 40
	classCost = 1 << 20
)

// swapCost is what exchanging x, which stands on a form, for other would leave; ok is false if the packing may not do it
// now.
func (p *packing) swapCost(x, other *candidate) (cost int, ok bool) {
	if other.form < 0 {
		if up := other.class - x.class; up > 0 {
			if p.sparing {
				return 0, false
			}
			cost += up * classCost
		}
		if other.seen.Times > 0 {
			cost += other.rank
		}
	}
	return cost + enemyCost*enemiesAfter(x, other), true
}

// enemiesAfter counts the enemies that x and other would have on their forms if they changed places; in the pool nobody
// has any.
func enemiesAfter(x, other *candidate) int {
	if len(x.enemies)+len(other.enemies) == 0 {
		return 0
	}
	x.form, other.form = other.form, x.form
	n := 0
	for _, c := range [2]*candidate{x, other} {
		if c.form >= 0 {
			n += c.conflicts(c.form)
		}
	}
	x.form, other.form = other.form, x.form
	return n
}

// bestSwap exchanges the item for the one of the same share, on another form or in the pool, that costs least. Ties are
// broken at random.
func (p *packing) bestSwap(c *cell, i int) {
	best, ties := math.MaxInt, 0
	var with **candidate
	p.eachPartner(c, func(slot **candidate) {
		cost, ok := p.swapCost(c.items[i], *slot)
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
		exchange(&c.items[i], with)
	}
}

// refresh gives back what settling took although it need not have: items of the first form go for ones of a lower class
// from the pool, unseen for seen, wherever that makes no enemies.
func (p *packing) refresh() {
	for again := !p.sparing; again; {
		again = false
		for _, c := range p.forms[0] {
			pool := p.shares[c.share].pool
			for i := range c.items {
				for j := range pool {
					if pool[j].class < c.items[i].class && enemiesAfter(c.items[i], pool[j]) == 0 {
						exchange(&c.items[i], &pool[j])
						again = true
					}
				}
			}
		}
	}
}

// eachPartner calls f for every place outside c that holds an item of the same share.
func (p *packing) eachPartner(c *cell, f func(slot **candidate)) {
	for form := range p.forms {
		if form == c.form {
			continue
		}
		items := p.forms[form][c.share].items
		for j := range items {
			f(&items[j])
		}
	}
	pool := p.shares[c.share].pool
	for j := range pool {
		f(&pool[j])
	}
}

// exchange lets two items change places.
func exchange(a, b **candidate) {
	(*a).form, (*b).form = (*b).form, (*a).form
	*a, *b = *b, *a
}
