package quizzes

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// A Mode is a kind of attempt.
type Mode string

// The modes that this version offers.
const (
	Mock       Mode = "mock"       // as long as the real exam, with pretest items mixed in
	Half       Mode = "half"       // 55 items in blueprint proportion
	Diagnostic Mode = "diagnostic" // 35 items in blueprint proportion, for the first day
	Check      Mode = "check"      // 15 items of one module, after reading it
	Drill      Mode = "drill"      // 1 to 50 items of one domain, lesson or tag; adapts
	Misses     Mode = "misses"     // what was last answered wrong
	Fixed      Mode = "form"       // a fixed form: the same items in the same order for all; staff choose it, nothing is drawn
)

// IsDrill reports whether attempts of the mode are drills: they adapt to the learner, and may show each reason at once.
func (m Mode) IsDrill() bool { return m == Drill || m == Misses }

// counts returns how many scored and pretest items of the domain a form of the mode has.
func (d Domain) counts(m Mode) (scored, pretest int) {
	switch m {
	case Mock:
		return d.Scored, d.Pretest
	case Half:
		return d.Half, 0
	case Diagnostic:
		return d.Diagnostic, 0
	}
	return 0, 0
}

// Seen is what one person has done with one item before.
type Seen struct {
	Times    int       // exposures in finished attempts
	Last     time.Time // the latest one
	Answered time.Time // when it was last answered; zero: never
	Right    bool      // whether that answer was right
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
	return b.unseen(seen, func(e *entry) bool { return e.onForm(at) })
}

func (b *Bank) unseen(seen map[string]Seen, fits func(*entry) bool) map[string]int {
	n := map[string]int{}
	for i := range b.entries {
		if e := &b.entries[i]; fits(e) && seen[e.item.ID()].Times == 0 {
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

// DiagnosticDraw makes a diagnostic: its share of every domain, practice items first, so that exams stay fresh, then exam
// items that may stand on forms; unseen ones before all others, then those seen longest ago. Like an exam it does not
// adapt to what was right or wrong, and holds no enemies. Everything on it is scored. What is excluded stands on an open
// attempt of the person.
func (b *Bank) DiagnosticDraw(exclude map[string]bool, seen map[string]Seen, seed uint64, at time.Time) (Form, error) {
	p := newPacking(b, rand.New(rand.NewPCG(seed, 0x44696167)))
	for i := range b.entries {
		if e := &b.entries[i]; e.item.fits(at) && !exclude[e.item.ID()] {
			p.take(i, e.item.Domain(), seen[e.item.ID()], practiceFirst)
		}
	}
	for _, d := range b.blueprint.Domains {
		p.share(d.ID, d.Title, d.Diagnostic, 0)
	}
	return b.pack(p, 1, seed, seen)
}

// FreshToDiagnose counts, by domain, the items that a diagnostic could take and that the person has not seen.
func (b *Bank) FreshToDiagnose(exclude map[string]bool, seen map[string]Seen, at time.Time) map[string]int {
	return b.unseen(seen, func(e *entry) bool { return e.item.fits(at) && !exclude[e.item.ID()] })
}

// CheckSize is how many items a module check has.
const CheckSize = 15

// CheckDraw makes a check of a module, such as "d3" or "mt": items of its lessons, whatever domain they count for, in the
// order in which a diagnostic takes them and without enemies.
func (b *Bank) CheckDraw(module string, exclude map[string]bool, seen map[string]Seen, seed uint64, at time.Time) (Form, error) {
	p := newPacking(b, rand.New(rand.NewPCG(seed, 0x43686563)))
	for i := range b.entries {
		if e := &b.entries[i]; b.inCheck(e, module, exclude, at) {
			p.take(i, module, seen[e.item.ID()], practiceFirst)
		}
	}
	p.share(module, "module "+module, CheckSize, 0)
	return b.pack(p, 1, seed, seen)
}

// CheckPool is how many items a check of the module could take.
func (b *Bank) CheckPool(module string, exclude map[string]bool, at time.Time) int {
	n := 0
	for i := range b.entries {
		if b.inCheck(&b.entries[i], module, exclude, at) {
			n++
		}
	}
	return n
}

func (b *Bank) inCheck(e *entry, module string, exclude map[string]bool, at time.Time) bool {
	of, _, _ := strings.Cut(e.item.ID(), "-")
	return of == module && e.item.fits(at) && !exclude[e.item.ID()]
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
				p.refresh()
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
