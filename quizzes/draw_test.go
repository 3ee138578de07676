package quizzes_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/quizzes"
)

// checkForm holds a form to what is true of every form of that mode.
func checkForm(t *testing.T, b *quizzes.Bank, m quizzes.Mode, f quizzes.Form, seen map[string]quizzes.Seen) {
	t.Helper()
	scored, pretest, fresh := map[string]int{}, map[string]int{}, 0
	on := map[string]bool{}
	for _, s := range f.Slots {
		it, ok := b.Item(s.Item)
		if !ok || on[s.Item] || !it.OnForm(day) || s.Revision != it.Revision() || s.Domain != it.Domain() {
			t.Fatalf("slot %+v is unknown, repeated, unfit or frozen wrongly", s)
		}
		on[s.Item] = true
		if s.Scored {
			scored[s.Domain]++
		} else {
			pretest[s.Domain]++
		}
		if seen[s.Item].Times == 0 {
			fresh++
		}
		checkOrder(t, it, s.Order)
	}
	checkApart(t, b, on)
	if f.Fresh != fresh || f.Repeats() != len(f.Slots)-fresh || f.BankVersion != b.Version() {
		t.Errorf("the form counts %d unseen, %d repeats; %d of %d are unseen", f.Fresh, f.Repeats(), fresh, len(f.Slots))
	}
	for _, d := range b.Blueprint().Domains {
		wantScored, wantPretest := d.Scored, d.Pretest
		if m == quizzes.Half {
			wantScored, wantPretest = d.Half, 0
		}
		if scored[d.ID] != wantScored || pretest[d.ID] != wantPretest {
			t.Errorf("domain %s has %d scored and %d pretest items, want %d and %d", d.ID, scored[d.ID], pretest[d.ID], wantScored, wantPretest)
		}
	}
}

// checkApart makes sure that no two items of a form are enemies or of one set.
func checkApart(t *testing.T, b *quizzes.Bank, on map[string]bool) {
	t.Helper()
	sets := map[string]string{}
	for id := range on {
		it, _ := b.Item(id)
		for _, e := range it.Draft().Enemies {
			if on[e] {
				t.Errorf("the enemies %s and %s stand on one form", id, e)
			}
		}
		set := it.Draft().Set
		if set != "" && sets[set] != "" {
			t.Errorf("%s and %s of the set %s stand on one form", sets[set], id, set)
		}
		sets[set] = id
	}
}

func checkOrder(t *testing.T, it quizzes.Item, order string) {
	t.Helper()
	letters := []byte(order)
	slices.Sort(letters)
	if string(letters) != "abcd" || !it.Shuffled() && order != "abcd" {
		t.Errorf("%s (order %q) is shown as %s", it.ID(), it.Draft().Order, order)
	}
}

// take books a form as seen.
func take(seen map[string]quizzes.Seen, f quizzes.Form, at time.Time) {
	for _, s := range f.Slots {
		h := seen[s.Item]
		seen[s.Item] = quizzes.Seen{Times: h.Times + 1, Last: at, Right: true}
	}
}

// TestFiveForms draws five mocks in a row from 681 items with 40 pairs of enemies for 2,000 simulated histories, in four
// banks: not one question comes twice. A history begins with some of the six spare items seen in drills, so that the
// packing has between six items and none to move about with.
func TestFiveForms(t *testing.T) {
	banks, histories := 4, uint64(500)
	if testing.Short() {
		banks, histories = 2, 3
	}
	for n := range banks {
		t.Run(fmt.Sprint("bank ", n), func(t *testing.T) {
			t.Parallel()
			b := bank(t, fiveForms(40, rand.New(rand.NewPCG(uint64(n), 1))))
			for seed := range histories {
				fiveInARow(t, b, drilled(b, seed), seed)
			}
		})
	}
}

// drilled is a history in which, of each domain that has an item more than five mocks need, one may have been seen.
func drilled(b *quizzes.Bank, seed uint64) map[string]quizzes.Seen {
	rng, seen := rand.New(rand.NewPCG(seed, 3)), map[string]quizzes.Seen{}
	left := b.Fresh(nil, day)
	for _, it := range b.Items() {
		d := it.Domain()
		if left[d] > 5*whole[d] && rng.IntN(5*whole[d]) == 0 {
			seen[it.ID()], left[d] = quizzes.Seen{Times: 1, Last: day.AddDate(0, 0, -1-rng.IntN(90)), Right: rng.IntN(2) == 0}, left[d]-1
		}
	}
	return seen
}

func fiveInARow(t *testing.T, b *quizzes.Bank, seen map[string]quizzes.Seen, seed uint64) {
	t.Helper()
	for form := range 5 {
		f, err := b.Draw(quizzes.Mock, seen, 100*seed+uint64(form), day)
		if err != nil {
			t.Fatalf("history %d, form %d: %v", seed, form+1, err)
		}
		checkForm(t, b, quizzes.Mock, f, seen)
		if f.Fresh != 135 {
			t.Fatalf("history %d, form %d repeats %d questions", seed, form+1, f.Repeats())
		}
		take(seen, f, day.AddDate(0, 0, form))
	}
}

// TestHistories draws after random histories: what is unseen comes first wherever the enemies allow, and what is
// repeated was not seen for longest.
func TestHistories(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	b := bank(t, fiveForms(40, rng))
	rounds := 60
	if testing.Short() {
		rounds = 5
	}
	for n := range rounds {
		seen := map[string]quizzes.Seen{}
		share := rng.Float64()
		for _, it := range b.Items() {
			if rng.Float64() < share {
				seen[it.ID()] = quizzes.Seen{Times: 1 + rng.IntN(3), Last: day.AddDate(0, 0, -rng.IntN(200)), Right: rng.IntN(2) == 0}
			}
		}
		m := []quizzes.Mode{quizzes.Mock, quizzes.Half}[n%2]
		f, err := b.Draw(m, seen, uint64(n), day)
		if err != nil {
			t.Fatal(err)
		}
		checkForm(t, b, m, f, seen)
		unseen := b.Fresh(seen, day)
		repeats := map[string]int{}
		for _, s := range f.Slots {
			if seen[s.Item].Times > 0 {
				repeats[s.Domain]++
			}
		}
		for _, d := range b.Blueprint().Domains {
			need := d.Scored + d.Pretest
			if m == quizzes.Half {
				need = d.Half
			}
			if want := max(0, need-unseen[d.ID]); repeats[d.ID] < want || repeats[d.ID] > want+2 { // a pair of enemies may cost one
				t.Errorf("round %d: %s has %d unseen items and repeats %d, need %d", n, d.ID, unseen[d.ID], repeats[d.ID], need)
			}
		}
	}
}

// TestRepeatsLongestUnseen has too few unseen items and no enemies, so that it is settled which ones are repeated.
func TestRepeatsLongestUnseen(t *testing.T) {
	b := bank(t, fiveForms(0, nil))
	for seed := range uint64(10) {
		seen := map[string]quizzes.Seen{}
		var order []string
		for _, it := range b.Items() {
			if it.Domain() == "d4" { // 101 items: 7 unseen, the others seen on a day of their own
				order = append(order, it.ID())
			}
		}
		rand.New(rand.NewPCG(seed, 2)).Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for i, id := range order[7:] {
			seen[id] = quizzes.Seen{Times: 1 + i%3, Last: day.AddDate(0, 0, i-200)}
		}
		f, err := b.Draw(quizzes.Mock, seen, seed, day)
		if err != nil {
			t.Fatal(err)
		}
		checkForm(t, b, quizzes.Mock, f, seen)
		for _, s := range f.Slots {
			if s.Domain == "d4" && !slices.Contains(order[:20], s.Item) {
				t.Errorf("seed %d: %s is repeated, although others were not seen for longer", seed, s.Item)
			}
		}
	}
}

// TestRepeatsAroundEnemies makes enemies of the two that were not seen for longest: one gives way, and the next in line
// comes in.
func TestRepeatsAroundEnemies(t *testing.T) {
	items := fiveForms(0, nil)
	var d4 []string
	for i := range items {
		if items[i].ID[:2] == "d4" {
			d4 = append(d4, items[i].ID)
		}
	}
	slices.Reverse(d4) // the order of time is another one than that of ids
	for i := range items {
		if items[i].ID == d4[0] {
			items[i].Enemies = []string{d4[1]}
		}
	}
	b := bank(t, items)
	seen := map[string]quizzes.Seen{}
	for i, id := range d4 {
		seen[id] = quizzes.Seen{Times: 1, Last: day.AddDate(0, 0, i-200)}
	}
	for seed := range uint64(5) {
		f, err := b.Draw(quizzes.Mock, seen, seed, day)
		if err != nil {
			t.Fatal(err)
		}
		checkForm(t, b, quizzes.Mock, f, seen)
		for _, s := range f.Slots {
			if s.Domain == "d4" && !slices.Contains(d4[:21], s.Item) {
				t.Errorf("seed %d: %s is repeated, although others were not seen for longer", seed, s.Item)
			}
		}
	}
}

// TestPacksWholeForms has a domain without an item to spare, in which eight groups of five are enemies of one another:
// five forms without repeats exist only if each takes one of every group. Whoever packs one form at a time fails.
func TestPacksWholeForms(t *testing.T) {
	items := fiveForms(20, rand.New(rand.NewPCG(11, 11)))
	first := slices.IndexFunc(items, func(m made) bool { return m.ID[:2] == "d7" })
	for group := range 8 {
		for i := range 5 {
			for j := range i {
				a, b := &items[first+5*group+i], items[first+5*group+j].ID
				a.Enemies = append(a.Enemies, b)
			}
		}
	}
	b := bank(t, items)
	for seed := range uint64(3) {
		fiveInARow(t, b, map[string]quizzes.Seen{}, seed)
	}
}

// TestDrawIsDeterministic draws twice with the same arguments, from a bank that was loaded twice.
func TestDrawIsDeterministic(t *testing.T) {
	items := fiveForms(40, rand.New(rand.NewPCG(3, 3)))
	a, b := bank(t, items), bank(t, items)
	seen := map[string]quizzes.Seen{items[0].ID: {Times: 1, Last: day}, items[99].ID: {Times: 2, Last: day}}
	x, err1 := a.Draw(quizzes.Mock, seen, 5, day)
	y, err2 := b.Draw(quizzes.Mock, maps.Clone(seen), 5, day)
	if err1 != nil || err2 != nil || !slices.Equal(x.Slots, y.Slots) {
		t.Errorf("two draws with one seed differ (%v, %v)", err1, err2)
	}
	z, err := a.Draw(quizzes.Mock, seen, 6, day)
	if err != nil || slices.Equal(x.Slots, z.Slots) {
		t.Errorf("two seeds give the same form (%v)", err)
	}
}

// TestDrawLeavesOut gives each domain exactly as many good items as a mock needs, and spoiled ones beside them.
func TestDrawLeavesOut(t *testing.T) {
	var items []made
	good := map[string]bool{}
	for _, d := range domains {
		for k := range whole[d] + 5 {
			m := item(d, k)
			switch k - whole[d] {
			case 0:
				m.unsolved = true
			case 1:
				m.stale = true
			case 2:
				m.Use = quizzes.UsePractice
			case 3:
				m.Expires = quizzes.Day{Time: day.AddDate(0, 0, -1).Truncate(24 * time.Hour)}
			case 4:
				m.Retired = quizzes.Day{Time: day.Truncate(24 * time.Hour)}
			default:
				good[m.ID] = true
			}
			items = append(items, m)
		}
	}
	b := bank(t, items)
	f, err := b.Draw(quizzes.Mock, nil, 1, day)
	if err != nil {
		t.Fatal(err)
	}
	checkForm(t, b, quizzes.Mock, f, nil)
	for _, s := range f.Slots {
		if !good[s.Item] {
			t.Errorf("%s is drawn", s.Item)
		}
	}
	items[len(items)-6].unsolved = true // one good item of the last domain less
	_, err = bank(t, items).Draw(quizzes.Mock, nil, 1, day)
	if !errors.Is(err, quizzes.ErrTooFewItems) || !strings.Contains(err.Error(), "Medical Practice Administrative Procedures and Logistics: 16 of the 17") {
		t.Errorf("a bank that is one item short says %v", err)
	}
}

// TestImpossible has enough items by number, but two of them can never stand together.
func TestImpossible(t *testing.T) {
	var items []made
	for _, d := range domains {
		for k := range whole[d] {
			items = append(items, item(d, k))
		}
	}
	items[0].Enemies = []string{items[1].ID}
	b := bank(t, items)
	if _, err := b.Draw(quizzes.Mock, nil, 1, day); !errors.Is(err, quizzes.ErrTooFewItems) {
		t.Errorf("a bank without a fair form says %v", err)
	}
	if f, err := b.Draw(quizzes.Half, nil, 1, day); err != nil {
		t.Errorf("a half could do without one of them: %v", err)
	} else {
		checkForm(t, b, quizzes.Half, f, nil)
	}
}

// TestSetsAndEnemies has a third of the bank in sets of four, and enmities listed by one side only.
func TestSetsAndEnemies(t *testing.T) {
	items := fiveForms(20, rand.New(rand.NewPCG(9, 9)))
	for i := 0; i+4 <= len(items)/3; i += 4 {
		for _, m := range []int{i, i + 1, i + 2, i + 3} {
			if items[m].ID[:2] == items[i].ID[:2] {
				items[m].Set = fmt.Sprintf("s%d", i)
			}
		}
	}
	b := bank(t, items)
	seen := map[string]quizzes.Seen{}
	for form := range uint64(4) {
		f, err := b.Draw(quizzes.Mock, seen, form, day)
		if err != nil {
			t.Fatal(err)
		}
		checkForm(t, b, quizzes.Mock, f, seen)
		if f.Fresh != 135 {
			t.Errorf("form %d repeats %d questions", form+1, f.Repeats())
		}
		take(seen, f, day)
	}
}

// TestFixedOrder shows the options of numeric, chronological and logical items as written, and shuffles all others.
func TestFixedOrder(t *testing.T) {
	items := fiveForms(0, nil)
	for i := range items {
		items[i].Order = []string{"", "alpha", "numeric", "chrono", "logical"}[i%5]
	}
	b := bank(t, items)
	f, err := b.Draw(quizzes.Mock, nil, 1, day)
	if err != nil {
		t.Fatal(err)
	}
	orders := map[string]int{}
	for _, s := range f.Slots {
		if it, _ := b.Item(s.Item); it.Shuffled() {
			orders[s.Order]++
		} else {
			checkOrder(t, it, s.Order)
		}
	}
	if len(orders) < 15 {
		t.Errorf("the options are shown in %d orders, want most of the 24", len(orders))
	}
}

func BenchmarkDraw(b *testing.B) {
	bk := bank(b, fiveForms(40, rand.New(rand.NewPCG(1, 1))))
	b.ResetTimer()
	for i := range b.N {
		if _, err := bk.Draw(quizzes.Mock, nil, uint64(i), day); err != nil {
			b.Fatal(err)
		}
	}
}
