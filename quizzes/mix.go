package quizzes

import (
	"math"
	"slices"
)

// The mix that a form aims at: the middle of the bank's limits for levels, and of the band for the expected score.
// Levels are summed in this order, so that the same draw gives the same sums to the last bit.
var (
	levels      = [...]string{Recall, Application, Analysis}
	levelTarget = [...]float64{0.25, 0.55, 0.20}
)

const expectedTarget = 0.72

// levelIndex is the place of a level in levels, -1 for none.
func levelIndex(level string) int { return slices.Index(levels[:], level) }

// mix is the running sum of what items have in common.
type mix struct {
	n        int
	levels   [len(levels)]int
	expected float64
	beliefs  []int // by belief: how many items rest on it; nil where that does not matter
	doubles  int   // items too many on some belief
}

// add takes an item in (sign 1) or out (sign -1).
func (m *mix) add(e *entry, sign int) {
	m.n += sign
	m.levels[e.level] += sign
	m.expected += float64(sign) * e.expected
	if m.beliefs == nil {
		return
	}
	for _, b := range e.beliefs {
		if sign > 0 && m.beliefs[b] > 0 {
			m.doubles++
		}
		if sign < 0 && m.beliefs[b] > 1 {
			m.doubles--
		}
		m.beliefs[b] += sign
	}
}

// doubled reports whether an item that was added rests on a belief that another one rests on too.
func (m *mix) doubled(e *entry) bool {
	return slices.ContainsFunc(e.beliefs, func(b int) bool { return m.beliefs[b] > 1 })
}

// cost is how far the items are from what a form aims at. A shared belief weighs more than any mix.
func (m *mix) cost() float64 {
	sum := 2 * float64(m.doubles)
	for i, target := range levelTarget {
		sum += math.Abs(float64(m.levels[i])/float64(m.n) - target)
	}
	return sum + 4*math.Abs(m.expected/float64(m.n)-expectedTarget)
}

// balance is the first form of a packing and what is left beside it for later forms. Only the first form is taken, and the
// others are dealt anew with the next draw, so their items count as one stock.
type balance struct {
	form, stock *mix
	weight      float64 // of the stock: how many whole forms it holds
}

func (p *packing) balance() *balance {
	b := &balance{form: &mix{beliefs: make([]int, p.bank.beliefs)}, stock: &mix{}, weight: float64(len(p.forms) - 1)}
	for _, s := range p.shares {
		for _, c := range s.items {
			switch {
			case c.form == 0:
				b.form.add(c.entry, 1)
			case c.seen.Times == 0:
				b.stock.add(c.entry, 1)
			}
		}
	}
	return b
}

func (b *balance) cost() float64 {
	if b.weight == 0 {
		return b.form.cost()
	}
	return b.form.cost() + b.weight*b.stock.cost()
}

// swap takes x out of the form and y in.
func (b *balance) swap(x, y *candidate) {
	b.form.add(x.entry, -1)
	b.form.add(y.entry, 1)
	b.stock.add(y.entry, -1)
	b.stock.add(x.entry, 1)
}

// improve tries random swaps on the first form, until many in a row have bettered nothing. It keeps those that bring the
// form nearer to the mix without making enemies and without taking a seen item, or one of a higher class, from the pool.
// What the form gains the stock may lose; the sum decides.
func (p *packing) improve() {
	b := p.balance()
	for tries, idle := 0, 0; tries < 1500 && idle < 120; tries++ {
		idle++
		c := p.forms[0][p.rng.IntN(len(p.shares))]
		slot := p.randomPartner(c)
		if slot != nil && len(c.items) > 0 && trySwap(b, &c.items[p.rng.IntN(len(c.items))], slot) {
			idle = 0
		}
	}
	p.partBeliefs(b)
}

// partBeliefs tries the items of the first form that still share a misconception with another one there.
func (p *packing) partBeliefs(b *balance) {
	for range 50 {
		if b.form.doubles == 0 {
			return
		}
		for _, c := range p.forms[0] {
			for i := range c.items {
				if slot := p.randomPartner(c); slot != nil && b.form.doubled(c.items[i].entry) {
					trySwap(b, &c.items[i], slot)
				}
			}
		}
	}
}

// randomPartner picks a place outside c, a cell of the first form, that holds an item of the same share, or nil if there
// is none.
func (p *packing) randomPartner(c *cell) **candidate {
	need, pool := len(c.items), p.shares[c.share].pool
	n := need*(len(p.forms)-1) + len(pool)
	if n == 0 {
		return nil
	}
	i := p.rng.IntN(n)
	if i < len(pool) {
		return &pool[i]
	}
	i -= len(pool)
	return &p.forms[1+i/need][c.share].items[i%need]
}

// trySwap lets two items change places unless that is worse, and reports whether it is better.
func trySwap(b *balance, mine, other **candidate) bool {
	x, y := *mine, *other
	if y.form < 0 && (y.seen.Times > 0 || y.class > x.class) || enemiesAfter(x, y) > 0 {
		return false // what was seen comes in by need alone, the longest unseen first
	}
	before := b.cost()
	b.swap(x, y)
	after := b.cost()
	if after > before {
		b.swap(y, x)
		return false
	}
	exchange(mine, other)
	return after < before
}
