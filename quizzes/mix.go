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

// mix is the running sum of what a form's items have in common.
type mix struct {
	n        int
	levels   [len(levels)]int
	expected float64
	beliefs  []int // by belief: how many items rest on it
	doubles  int   // items too many on some belief
}

func (p *packing) mixOf(form []*cell) *mix {
	m := &mix{beliefs: make([]int, p.beliefs)}
	for _, c := range form {
		for _, x := range c.items {
			m.add(x, 1)
		}
	}
	return m
}

// add takes an item in (sign 1) or out (sign -1).
func (m *mix) add(c *candidate, sign int) {
	m.n += sign
	m.levels[c.level] += sign
	m.expected += float64(sign) * c.expected
	for _, b := range c.beliefs {
		if sign > 0 && m.beliefs[b] > 0 {
			m.doubles++
		}
		if sign < 0 && m.beliefs[b] > 1 {
			m.doubles--
		}
		m.beliefs[b] += sign
	}
}

// cost is how far the form is from what it aims at. A shared belief weighs more than any mix.
func (m *mix) cost() float64 {
	sum := 2 * float64(m.doubles)
	for i, target := range levelTarget {
		sum += math.Abs(float64(m.levels[i])/float64(m.n) - target)
	}
	return sum + 4*math.Abs(m.expected/float64(m.n)-expectedTarget)
}

// improve tries random swaps and keeps those that bring the forms concerned nearer to the mix without making
// enemies and without taking a seen item from the pool. The forms share the bank, so what one gains another may
// lose; the sum decides.
func (p *packing) improve() {
	mixes := make([]*mix, len(p.forms))
	for f, form := range p.forms {
		mixes[f] = p.mixOf(form)
	}
	for range 1500 * len(p.forms) {
		f := p.rng.IntN(len(p.forms))
		c := p.forms[f][p.rng.IntN(len(p.forms[f]))]
		slot := p.randomPartner(c)
		if slot == nil || len(c.items) == 0 {
			continue
		}
		p.trySwap(mixes, c, p.rng.IntN(len(c.items)), slot)
	}
}

// randomPartner picks a place outside c that holds an item of the same domain, or nil if there is none.
func (p *packing) randomPartner(c *cell) **candidate {
	need := len(c.items)
	pool := p.pool[c.domain.ID]
	n := need*(len(p.forms)-1) + len(pool)
	if n == 0 {
		return nil
	}
	i := p.rng.IntN(n)
	if i < len(pool) {
		return &pool[i]
	}
	i -= len(pool)
	f := i / need
	if f >= c.form {
		f++
	}
	for _, o := range p.forms[f] {
		if o.domain.ID == c.domain.ID {
			return &o.items[i%need]
		}
	}
	return nil
}

func (p *packing) trySwap(mixes []*mix, c *cell, i int, slot **candidate) {
	x, y := c.items[i], *slot
	to := p.where[y.index]
	if !y.fresh && to < 0 {
		return // what was seen comes in by need alone, the longest unseen first
	}
	before := mixes[c.form].cost()
	if to >= 0 {
		before += mixes[to].cost()
	}
	p.move(mixes, c.form, to, x, y)
	p.exchange(c, i, slot)
	after := mixes[c.form].cost()
	if to >= 0 {
		after += mixes[to].cost()
	}
	enemies := p.conflicts(y, c.form)
	if to >= 0 {
		enemies += p.conflicts(x, to)
	}
	if enemies > 0 || after > before {
		p.exchange(c, i, slot)
		p.move(mixes, c.form, to, y, x)
	}
}

// move books x from form f to form to, and y the other way; to is -1 for the pool.
func (p *packing) move(mixes []*mix, f, to int, x, y *candidate) {
	mixes[f].add(x, -1)
	mixes[f].add(y, 1)
	if to >= 0 {
		mixes[to].add(y, -1)
		mixes[to].add(x, 1)
	}
}
