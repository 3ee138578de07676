package quizzes

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// A FixedPlan says what a fixed form is drawn from: a form that is made once and is the same for all who sit it. All of
// it counts; there are no pretest items.
type FixedPlan struct {
	Shares []FixedShare
}

// A FixedShare is so many items of one part of the course. Where shares overlap, an item belongs to the narrowest one.
type FixedShare struct {
	Kind  string // FromDomain, FromModule or FromLesson
	ID    string
	Title string // for the error that says what it lacks
	Count int    // 1 or more
}

// The kinds of shares.
const (
	FromDomain = "domain"
	FromModule = "module"
	FromLesson = "lesson"
)

// MaxFixed is the largest number of items of a fixed form.
const MaxFixed = 150

// Count is how many items the plan asks for.
func (p FixedPlan) Count() int {
	n := 0
	for _, s := range p.Shares {
		n += s.Count
	}
	return n
}

// FixedPlan is the plan of a form over the whole exam: a half, the scored part of a mock, or so many items in the
// proportion of the scored ones.
func (bp Blueprint) FixedPlan(m Mode, count int) FixedPlan {
	var p FixedPlan
	for _, d := range bp.Domains {
		n, _ := d.counts(m)
		p.Shares = append(p.Shares, FixedShare{FromDomain, d.ID, d.Title, n})
	}
	if m != Mock && m != Half {
		bp.apportion(p.Shares, count)
	}
	p.Shares = slices.DeleteFunc(p.Shares, func(s FixedShare) bool { return s.Count < 1 })
	return p
}

// apportion deals count items to the domains by largest remainder.
func (bp Blueprint) apportion(shares []FixedShare, count int) {
	whole, _ := bp.Total(Mock)
	order, left := make([]int, len(shares)), count
	for i, d := range bp.Domains {
		order[i], shares[i].Count = i, count*d.Scored/whole
		left -= shares[i].Count
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(count*bp.Domains[b].Scored%whole, count*bp.Domains[a].Scored%whole)
	})
	for _, i := range order[:max(left, 0)] {
		shares[i].Count++
	}
}

// of is the share that an item belongs to, "" for none: of several the narrowest.
func (p FixedPlan) of(it Item) string {
	module, _, _ := strings.Cut(it.ID(), "-")
	in := map[string]string{FromDomain: it.Domain(), FromModule: module, FromLesson: it.Lesson()}
	for _, kind := range []string{FromLesson, FromModule, FromDomain} {
		if slices.ContainsFunc(p.Shares, func(s FixedShare) bool { return s.Kind == kind && s.ID == in[kind] }) {
			return kind + ":" + in[kind]
		}
	}
	return ""
}

// FixedDraw makes a fixed form of items that may stand on exam forms, in a random order. No two enemies stand on it, and
// no two members of a set. The same arguments give the same form. The error is ErrTooFewItems.
func (b *Bank) FixedDraw(plan FixedPlan, seed uint64, at time.Time) (Form, error) {
	if n := plan.Count(); n < 1 || n > MaxFixed {
		return Form{}, fmt.Errorf("%w: a fixed form has 1 to %d, %d were asked for", ErrTooFewItems, MaxFixed, n)
	}
	p := newPacking(b, rand.New(rand.NewPCG(seed, 0x46697865)))
	for i := range b.entries {
		if e := &b.entries[i]; e.onForm(at) {
			if group := plan.of(e.item); group != "" {
				p.take(i, group, Seen{}, unseenOrNot)
			}
		}
	}
	for _, s := range plan.Shares {
		p.share(s.Kind+":"+s.ID, s.Title, s.Count, 0)
	}
	return b.pack(p, 1, seed, nil)
}

// FixedSize is how many items each share of the plan could take at most, whatever its Count, in order.
func (b *Bank) FixedSize(plan FixedPlan, at time.Time) []int {
	sizes := map[string]int{}
	for i := range b.entries {
		if e := &b.entries[i]; e.onForm(at) {
			sizes[plan.of(e.item)]++
		}
	}
	all := make([]int, len(plan.Shares))
	for i, s := range plan.Shares {
		all[i] = sizes[s.Kind+":"+s.ID]
	}
	return all
}

// Substitute draws another item for one place of a form, of the same domain and lesson as the one that stands there: one
// that is not on the form, is no enemy of what stays, and may stand on exam forms. What off names, by revision, is not
// taken. The error is ErrTooFewItems.
func (b *Bank) Substitute(on []string, place int, domain string, off map[string]bool, seed uint64, at time.Time) (Slot, error) {
	barred := map[int]bool{}
	for i, id := range on {
		n, ok := slices.BinarySearch(b.ids, id)
		if !ok {
			continue // the bank has it no more, and does not know its enemies
		}
		barred[n] = true
		if i == place {
			continue
		}
		for _, enemy := range b.entries[n].enemies {
			barred[enemy] = true
		}
	}
	from, _ := slices.BinarySearch(b.ids, lessonOf(on[place])+"-")
	var fit []Item
	for i, e := range b.ofLesson(lessonOf(on[place])) {
		if !barred[from+i] && e.onForm(at) && e.item.Domain() == domain && !off[e.item.Revision()] {
			fit = append(fit, e.item)
		}
	}
	if len(fit) == 0 {
		return Slot{}, fmt.Errorf("%w: lesson %s has no other question that fits this form", ErrTooFewItems, lessonOf(on[place]))
	}
	rng := rand.New(rand.NewPCG(seed, 0x53756273))
	return slot(fit[rng.IntN(len(fit))], true, rng), nil
}

// A Sheet is one version of a form on paper: for each number the place on the form, from 0, and the order of its options.
type Sheet []Printed

// A Printed is one question of a Sheet.
type Printed struct {
	Place int
	Order string // option ids in the order printed
}

// Letter is how the option is called on the sheet, "A" to "D"; "" if it is not there.
func (p Printed) Letter(option string) string {
	if i := strings.Index(p.Order, option); option != "" && i >= 0 {
		return string(rune('A' + i))
	}
	return ""
}

// Sheets are the two versions of a form on paper. A is the form as it is: its orders. In B no question stands where it
// stands in A, and where the options may be shown in any order, none has its letter of A; the same seed gives the same B.
// Fixed names the places whose options are shown as written.
func Sheets(orders []string, fixed map[int]bool, seed uint64) (a, b Sheet) {
	places := make([]int, len(orders))
	for i, order := range orders {
		a, places[i] = append(a, Printed{i, order}), i
	}
	cycle(rand.New(rand.NewPCG(seed, 0x50617065)), len(places), func(i, j int) { places[i], places[j] = places[j], places[i] })
	for _, place := range places {
		order := []byte(orders[place])
		if !fixed[place] {
			rng := rand.New(rand.NewPCG(seed, 0x4f707469+uint64(place))) // its own, so that another question elsewhere changes nothing here
			cycle(rng, len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		}
		b = append(b, Printed{place, string(order)})
	}
	return a, b
}

// cycle shuffles so that nothing stays where it was, unless it is alone.
func cycle(rng *rand.Rand, n int, swap func(i, j int)) {
	for i := n - 1; i > 0; i-- {
		swap(i, rng.IntN(i))
	}
}
