package quizzes

import (
	"slices"
	"time"
)

// An entry is an item with what every draw needs to know of it, worked out once when the bank is loaded.
type entry struct {
	item     Item
	exam     bool // may stand on exam forms while it is current
	level    int  // in levels
	expected float64
	beliefs  []int // numbers of the misconceptions that it shares with other items; one of its own can never stand twice
	enemies  []int // places in Bank.entries: listed by either side, or of one set
}

// fits reports whether the item may be drawn where practice items are welcome: it is a current practice item, or an exam
// item that may stand on a form. Which domain it counts for, if any, does not matter.
func (it Item) fits(at time.Time) bool {
	return it.OnForm(at) || it.Use() == UsePractice && it.current(at)
}

// onForm is Item.OnForm, with what does not depend on the day looked up.
func (e *entry) onForm(at time.Time) bool { return e.exam && e.item.current(at) }

// prepare works the entries out, in order of id.
func (b *Bank) prepare() {
	b.entries = make([]entry, len(b.ids))
	place, sets, holders := map[string]int{}, map[string][]int{}, map[string][]int{}
	for i, id := range b.ids {
		it := b.items[id]
		b.entries[i] = entry{item: it, exam: it.forExams(), level: levelIndex(it.Level()), expected: it.Expected()}
		place[id] = i
		if set := it.draft().Set; set != "" {
			sets[set] = append(sets[set], i)
		}
		for _, belief := range it.misconceptions() {
			holders[belief] = append(holders[belief], i)
		}
	}
	b.makeEnemies(place, sets)
	b.numberBeliefs(holders)
}

// makeEnemies makes enmity mutual.
func (b *Bank) makeEnemies(place map[string]int, sets map[string][]int) {
	add := func(i, j int) {
		if x, y := &b.entries[i], &b.entries[j]; i != j && !slices.Contains(x.enemies, j) {
			x.enemies, y.enemies = append(x.enemies, j), append(y.enemies, i)
		}
	}
	for i := range b.entries {
		for _, id := range b.entries[i].item.draft().Enemies {
			if j, ok := place[id]; ok {
				add(i, j)
			}
		}
	}
	for _, members := range sets {
		for k, i := range members {
			for _, j := range members[:k] {
				add(i, j)
			}
		}
	}
	for i := range b.entries {
		slices.Sort(b.entries[i].enemies)
	}
}

// numberBeliefs gives each belief that several items rest on a number, in an order that does not depend on the map.
func (b *Bank) numberBeliefs(holders map[string][]int) {
	numbers := map[string]int{}
	for i := range b.entries {
		e := &b.entries[i]
		for _, belief := range e.item.misconceptions() {
			if len(holders[belief]) < 2 {
				continue
			}
			if _, known := numbers[belief]; !known {
				numbers[belief] = len(numbers)
			}
			e.beliefs = append(e.beliefs, numbers[belief])
		}
	}
	b.beliefs = len(numbers)
}
