package quizzes_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"frontdesk/quizzes"
)

// checkFixed holds a fixed form to what is true of every one, and counts it by share.
func checkFixed(t *testing.T, b *quizzes.Bank, f quizzes.Form) (domains, lessons map[string]int) {
	t.Helper()
	on := map[string]bool{}
	domains, lessons = map[string]int{}, map[string]int{}
	for _, s := range f.Slots {
		it, ok := b.Item(s.Item)
		if !ok || on[s.Item] || !it.OnForm(day) || !s.Scored || s.Revision != it.Revision() || s.Domain != it.Domain() {
			t.Fatalf("slot %+v is unknown, repeated, unfit, frozen wrongly or does not count", s)
		}
		on[s.Item] = true
		domains[s.Domain]++
		lessons[it.Lesson()]++
		checkOrder(t, it, s.Order)
	}
	checkApart(t, b, on)
	return domains, lessons
}

// TestFixedPlans draws over the whole exam in each size: half and mock have the blueprint's counts, others its proportion.
func TestFixedPlans(t *testing.T) {
	b := bank(t, fiveForms(40, rand.New(rand.NewPCG(1, 9))))
	bp := b.Blueprint()
	for _, tc := range []struct {
		mode  quizzes.Mode
		count int
		want  int
	}{{quizzes.Mock, 0, 110}, {quizzes.Half, 0, 55}, {"", 7, 7}, {"", 20, 20}, {"", 1, 1}, {"", 55, 55}, {"", 149, 149}} {
		plan := bp.FixedPlan(tc.mode, tc.count)
		f, err := b.FixedDraw(plan, 5, day)
		if err != nil || len(f.Slots) != tc.want || plan.Count() != tc.want {
			t.Fatalf("%q %d: %d questions of %d, %v", tc.mode, tc.count, len(f.Slots), plan.Count(), err)
		}
		got, _ := checkFixed(t, b, f)
		for _, d := range bp.Domains {
			exact := float64(tc.want) * float64(d.Scored) / 110
			want := map[quizzes.Mode]int{quizzes.Mock: d.Scored, quizzes.Half: d.Half, "": got[d.ID]}[tc.mode]
			if got[d.ID] != want || float64(got[d.ID]) <= exact-1 || float64(got[d.ID]) >= exact+1 {
				t.Errorf("%q %d: domain %s has %d, want about %.1f", tc.mode, tc.count, d.ID, got[d.ID], exact)
			}
		}
		again, err := b.FixedDraw(plan, 5, day)
		other, err2 := b.FixedDraw(plan, 6, day)
		if err != nil || err2 != nil || !slices.Equal(f.Slots, again.Slots) || slices.Equal(f.Slots, other.Slots) {
			t.Errorf("%q %d: the seed does not decide (%v, %v)", tc.mode, tc.count, err, err2)
		}
	}
}

// TestFixedShares mixes a lesson, a module and a domain: each gives what it was asked for, the narrowest first.
func TestFixedShares(t *testing.T) {
	var items []made
	for n := range 1000 { // of two lessons: 900 and 100
		if n < 20 || n >= 900 {
			items = append(items, item("d3", n))
		}
	}
	for n := range 30 {
		items = append(items, item("d4", n), item("d5", n))
	}
	b := bank(t, items)
	plan := quizzes.FixedPlan{Shares: []quizzes.FixedShare{{quizzes.FromDomain, "d3", "Law", 9}, {quizzes.FromLesson, "d3-01", "HIPAA", 4}, {quizzes.FromModule, "d4", "Scheduling", 6}}}
	f, err := b.FixedDraw(plan, 1, day)
	if err != nil {
		t.Fatal(err)
	}
	domains, lessons := checkFixed(t, b, f)
	if domains["d3"] != 13 || domains["d4"] != 6 || lessons["d3-01"] != 4 || lessons["d3-02"] != 9 {
		t.Errorf("%v, %v", domains, lessons)
	}
	if got := b.FixedSize(plan, day); !slices.Equal(got, []int{100, 20, 30}) {
		t.Errorf("sizes %v", got)
	}
	plan.Shares[1].Count = 21
	if _, err := b.FixedDraw(plan, 1, day); !errors.Is(err, quizzes.ErrTooFewItems) {
		t.Errorf("a lesson that is too small says %v", err)
	}
	for _, n := range []int{0, quizzes.MaxFixed + 1} {
		if _, err := b.FixedDraw(b.Blueprint().FixedPlan("", n), 1, day); !errors.Is(err, quizzes.ErrTooFewItems) {
			t.Errorf("%d questions: %v", n, err)
		}
	}
}

// TestSubstitute replaces places of a form again and again: it keeps its counts, holds no enemies, and what is off is not
// taken.
func TestSubstitute(t *testing.T) {
	b := bank(t, fiveForms(150, rand.New(rand.NewPCG(2, 9))))
	first, err := b.FixedDraw(b.Blueprint().FixedPlan(quizzes.Half, 0), 3, day)
	if err != nil {
		t.Fatal(err)
	}
	domains, lessons := checkFixed(t, b, first)
	off := map[string]bool{}
	for i, it := range b.Items() {
		if i%3 == 0 {
			off[it.Revision()] = true
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		f := quizzes.Form{Slots: slices.Clone(first.Slots)}
		for range rapid.IntRange(1, 20).Draw(rt, "times") {
			place := rapid.IntRange(0, len(f.Slots)-1).Draw(rt, "place")
			var on []string
			for _, s := range f.Slots {
				on = append(on, s.Item)
			}
			s, err := b.Substitute(on, place, f.Slots[place].Domain, off, rapid.Uint64().Draw(rt, "seed"), day)
			if err != nil {
				rt.Fatal(err)
			}
			if slices.Contains(on, s.Item) || off[s.Revision] {
				rt.Fatalf("%s is on the form, or off", s.Item)
			}
			f.Slots[place] = s
		}
		gotDomains, gotLessons := checkFixed(t, b, f)
		for d, n := range domains {
			if gotDomains[d] != n {
				rt.Errorf("domain %s has %d, want %d", d, gotDomains[d], n)
			}
		}
		for l, n := range lessons {
			if gotLessons[l] != n {
				rt.Errorf("lesson %s has %d, want %d", l, gotLessons[l], n)
			}
		}
	})
}

// TestSubstituteRunsOut has a lesson of three: two on the form, the third an enemy of the one that stays.
func TestSubstituteRunsOut(t *testing.T) {
	items := []made{item("d3", 0), item("d3", 1), item("d3", 2), item("d3", 900)}
	items[2].Enemies = []string{items[1].ID}
	b := bank(t, items)
	on := []string{items[0].ID, items[1].ID}
	if s, err := b.Substitute(on, 0, "d3", nil, 1, day); !errors.Is(err, quizzes.ErrTooFewItems) {
		t.Errorf("the first was replaced by %s (%v)", s.Item, err)
	}
	s, err := b.Substitute(on, 1, "d3", nil, 1, day)
	if err != nil || s.Item != items[2].ID {
		t.Errorf("the enemy itself was replaced by %q (%v)", s.Item, err)
	}
}

// TestSheets: whatever the seed, B has every question of A once and elsewhere, its options as a permutation, and its letters name
// the same options.
func TestSheets(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n, seed := rapid.IntRange(1, 60).Draw(rt, "n"), rapid.Uint64().Draw(rt, "seed")
		orders, fixed := make([]string, n), map[int]bool{}
		for i := range orders {
			orders[i] = "abcd"
			if fixed[i] = rapid.Bool().Draw(rt, "fixed"); !fixed[i] {
				orders[i] = rapid.SampledFrom([]string{"abcd", "dcba", "cadb"}).Draw(rt, "order")
			}
		}
		a, b := quizzes.Sheets(orders, fixed, seed)
		_, again := quizzes.Sheets(orders, fixed, seed)
		if len(a) != n || len(b) != n || !slices.Equal(b, again) {
			rt.Fatalf("%d and %d questions", len(a), len(b))
		}
		seen := map[int]bool{}
		for i := range b {
			if a[i].Place != i || a[i].Order != orders[i] {
				rt.Errorf("A changes the form at %d: %+v", i, a[i])
			}
			seen[b[i].Place] = true
			if n > 1 && b[i].Place == i {
				rt.Errorf("question %d stands in the same place in both", i)
			}
			for _, option := range []string{"a", "b", "c", "d"} {
				inA, inB := a[b[i].Place].Letter(option), b[i].Letter(option)
				if inA == "" || inB == "" || (inA == inB) != fixed[b[i].Place] {
					rt.Errorf("option %s of question %d is %q in A and %q in B", option, b[i].Place, inA, inB)
				}
			}
		}
		if len(seen) != n {
			rt.Errorf("B has %d of %d questions", len(seen), n)
		}
	})
	if got := (quizzes.Printed{Order: "cadb"}).Letter(""); got != "" {
		t.Errorf("no option has the letter %q", got)
	}
}
