package quizzes_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"frontdesk/quizzes"
)

// practiceBank has n items in the first lesson of each domain, every third of them for practice, and pairs of enemies of
// either use. Half of each domain's items more stand in module mt, which is no domain: they count for it all the same.
func practiceBank(t tester, n, pairs int, rng *rand.Rand) *quizzes.Bank {
	var items []made
	for _, d := range append(slices.Clone(domains), "mt") {
		for k := range n {
			m := item(d, k)
			if k%3 == 0 {
				m.Use, m.unsolved = quizzes.UsePractice, true
			}
			items = append(items, m)
		}
	}
	for range pairs {
		a, b := rng.IntN(len(items)), rng.IntN(len(items))
		if a != b && !slices.Contains(items[a].Enemies, items[b].ID) {
			items[a].Enemies = append(items[a].Enemies, items[b].ID)
		}
	}
	return bank(t, items)
}

// past is what somebody may have done with the items of a bank, and what stands on open attempts.
func past(t *rapid.T, b *quizzes.Bank) (seen map[string]quizzes.Seen, open map[string]bool) {
	rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "history"), 1))
	share := rapid.Float64Range(0, 1).Draw(t, "share seen")
	seen, open = map[string]quizzes.Seen{}, map[string]bool{}
	for _, it := range b.Items() {
		if rng.Float64() < share {
			s := quizzes.Seen{Times: 1 + rng.IntN(3), Last: day.AddDate(0, 0, -rng.IntN(200)), Right: rng.IntN(2) == 0}
			if rng.IntN(4) > 0 { // else it was shown, and not answered
				s.Answered = s.Last
			} else {
				s.Right = false
			}
			seen[it.ID()] = s
		}
		open[it.ID()] = rng.IntN(12) == 0
	}
	return seen, open
}

// checkPractice holds a form to what is true of diagnostics, checks and misses alike.
func checkPractice(t *rapid.T, b *quizzes.Bank, f quizzes.Form, seen map[string]quizzes.Seen, open map[string]bool) {
	on, fresh := map[string]bool{}, 0
	for _, s := range f.Slots {
		it, ok := b.Item(s.Item)
		switch {
		case !ok || on[s.Item] || s.Revision != it.Revision():
			t.Fatalf("slot %+v is unknown, repeated or frozen wrongly", s)
		case open[s.Item]:
			t.Fatalf("%s stands on an open attempt", s.Item)
		case !s.Scored:
			t.Fatalf("%s is not scored", s.Item)
		case !it.OnForm(day) && it.Use() != quizzes.UsePractice:
			t.Fatalf("%s is unfit", s.Item)
		}
		on[s.Item] = true
		if seen[s.Item].Times == 0 {
			fresh++
		}
		for _, e := range it.Draft().Enemies {
			if on[e] {
				t.Fatalf("the enemies %s and %s stand on one form", s.Item, e)
			}
		}
		for _, other := range f.Slots {
			if it, _ := b.Item(other.Item); slices.Contains(it.Draft().Enemies, s.Item) {
				t.Fatalf("the enemies %s and %s stand on one form", other.Item, s.Item)
			}
		}
	}
	if f.Fresh != fresh || f.BankVersion != b.Version() {
		t.Fatalf("the form counts %d unseen, %d are", f.Fresh, fresh)
	}
}

// TestDiagnosticForms: whatever was seen and stands open, a diagnostic holds its share of every domain.
func TestDiagnosticForms(t *testing.T) {
	b := practiceBank(t, 18, 40, rand.New(rand.NewPCG(1, 2)))
	rapid.Check(t, func(t *rapid.T) {
		seen, open := past(t, b)
		f, err := b.DiagnosticDraw(open, seen, rapid.Uint64().Draw(t, "seed"), day)
		if err != nil {
			t.Fatal(err)
		}
		checkPractice(t, b, f, seen, open)
		n, repeats := map[string]int{}, map[string]int{}
		for _, s := range f.Slots {
			n[s.Domain]++
			if seen[s.Item].Times > 0 {
				repeats[s.Domain]++
			}
		}
		for _, d := range b.Blueprint().Domains {
			if n[d.ID] != d.Diagnostic || d.Diagnostic != d.Need(quizzes.Diagnostic) {
				t.Errorf("%s has %d questions, want %d", d.ID, n[d.ID], d.Diagnostic)
			}
			if repeats[d.ID] > 0 {
				noneInstead(t, b, f, d.ID, seen, open)
			}
		}
	})
}

// noneInstead fails the test if a question of the domain that was seen could have given way to one that was not: an unseen
// one stays away only beside an enemy.
func noneInstead(t *rapid.T, b *quizzes.Bank, f quizzes.Form, domain string, seen map[string]quizzes.Seen, open map[string]bool) {
	for _, it := range b.Items() {
		fits := it.Domain() == domain && (it.OnForm(day) || it.Use() == quizzes.UsePractice)
		if !fits || open[it.ID()] || seen[it.ID()].Times > 0 || slices.Contains(ids(f), it.ID()) {
			continue
		}
		for i, s := range f.Slots {
			rest := quizzes.Form{Slots: slices.Delete(slices.Clone(f.Slots), i, i+1)}
			if s.Domain == domain && seen[s.Item].Times > 0 && !besideEnemy(b, rest, it) {
				t.Errorf("%s is repeated, and %s was never seen", s.Item, it.ID())
			}
		}
	}
}

// TestCheckForms: a check holds 15 items of its module and of no other.
func TestCheckForms(t *testing.T) {
	b := practiceBank(t, 30, 60, rand.New(rand.NewPCG(1, 3)))
	modules := append(slices.Clone(domains), "mt")
	rapid.Check(t, func(t *rapid.T) {
		seen, open := past(t, b)
		module := rapid.SampledFrom(modules).Draw(t, "module")
		f, err := b.CheckDraw(module, open, seen, rapid.Uint64().Draw(t, "seed"), day)
		if err != nil {
			t.Fatal(err)
		}
		checkPractice(t, b, f, seen, open)
		if len(f.Slots) != quizzes.CheckSize {
			t.Errorf("a check has %d questions", len(f.Slots))
		}
		for _, s := range f.Slots {
			if s.Item[:2] != module {
				t.Errorf("%s stands on the check of %s", s.Item, module)
			}
		}
	})
}

// TestMissesForms: nothing but what was last answered wrong, the longest ago first, and as much of it as was asked for.
func TestMissesForms(t *testing.T) {
	b := practiceBank(t, 12, 30, rand.New(rand.NewPCG(1, 4)))
	rapid.Check(t, func(t *rapid.T) {
		seen, open := past(t, b)
		plan := quizzes.MissesPlan{Count: rapid.IntRange(1, quizzes.MaxDrill).Draw(t, "count"), Exclude: open}
		size := b.MissesSize(plan, seen, day)
		f, err := b.MissesDraw(plan, seen, rapid.Uint64().Draw(t, "seed"), day)
		if size == 0 {
			if !errors.Is(err, quizzes.ErrTooFewItems) {
				t.Fatalf("nothing was missed, and the draw says %v", err)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		checkPractice(t, b, f, seen, open)
		if want := min(plan.Count, size); len(f.Slots) != want {
			t.Errorf("%d were missed, %d asked for, %d drawn", size, plan.Count, len(f.Slots))
		}
		latest := day.AddDate(-9, 0, 0)
		for _, s := range f.Slots {
			if h := seen[s.Item]; h.Answered.IsZero() || h.Right {
				t.Errorf("%s was not answered wrong", s.Item)
			} else if h.Answered.After(latest) {
				latest = h.Answered
			}
		}
		for _, it := range b.Items() {
			h := seen[it.ID()]
			if !h.Answered.IsZero() && !h.Right && !open[it.ID()] && h.Answered.Before(latest) && !slices.Contains(ids(f), it.ID()) && !besideEnemy(b, f, it) {
				t.Errorf("%s was missed longer ago than one that is drawn", it.ID())
			}
		}
	})
}

// besideEnemy reports whether the item is an enemy of one on the form.
func besideEnemy(b *quizzes.Bank, f quizzes.Form, it quizzes.Item) bool {
	return slices.ContainsFunc(f.Slots, func(s quizzes.Slot) bool {
		o, _ := b.Item(s.Item)
		return slices.Contains(o.Draft().Enemies, it.ID()) || slices.Contains(it.Draft().Enemies, o.ID())
	})
}

// TestMissesOf takes up a list: exactly what stands on it, whatever else was missed, but nothing that is open or gone.
func TestMissesOf(t *testing.T) {
	b := practiceBank(t, 12, 0, nil)
	list := []string{"d2-01-004", "d1-01-001", "mt-01-002", "d9-01-001", "d7-01-003"}
	plan := quizzes.MissesPlan{Of: list, Count: 10, Exclude: map[string]bool{"d7-01-003": true}}
	f, err := b.MissesDraw(plan, nil, 1, day)
	if want := []string{"d1-01-001", "d2-01-004", "mt-01-002"}; err != nil || !slices.Equal(ids(f), want) || b.MissesSize(plan, nil, day) != 3 {
		t.Errorf("the list gives %v, %v, want %v", ids(f), err, want)
	}
	plan.Count = 2
	if f, err := b.MissesDraw(plan, nil, 1, day); err != nil || !slices.Equal(ids(f), []string{"d1-01-001", "d2-01-004"}) {
		t.Errorf("two of the list are %v, %v", ids(f), err)
	}
	for _, empty := range []quizzes.MissesPlan{{Of: []string{}, Count: 5}, {Of: list, Count: 0}, {Of: list, Count: quizzes.MaxDrill + 1}, {Count: 5}} {
		if f, err := b.MissesDraw(empty, nil, 1, day); !errors.Is(err, quizzes.ErrTooFewItems) {
			t.Errorf("%+v gives %v, %v", empty, ids(f), err)
		}
	}
}

// TestPracticeFirst: practice items go before exam items, and unseen ones before seen ones.
func TestPracticeFirst(t *testing.T) {
	b := practiceBank(t, 30, 0, nil) // ten practice items in each module
	seen := map[string]quizzes.Seen{}
	for n := range 6 {
		seen[fmt.Sprintf("d3-01-%03d", 1+3*n)] = quizzes.Seen{Times: 1, Last: day}
	}
	diagnose := func(seen map[string]quizzes.Seen, seed uint64) (quizzes.Form, error) {
		return b.DiagnosticDraw(nil, seen, seed, day)
	}
	check := func(seen map[string]quizzes.Seen, seed uint64) (quizzes.Form, error) {
		return b.CheckDraw("d3", nil, seen, seed, day)
	}
	for _, tc := range []struct {
		name                  string
		seen                  map[string]quizzes.Seen
		draw                  func(seen map[string]quizzes.Seen, seed uint64) (quizzes.Form, error)
		practice, exam, again int // in domain or module d3
	}{
		{"diagnostic", seen, diagnose, 4, 1, 0},
		{"diagnostic, all new", nil, diagnose, 5, 0, 0},
		{"check", seen, check, 4, 11, 0},
		{"check, all new", nil, check, 10, 5, 0},
	} {
		for seed := range uint64(5) {
			f, err := tc.draw(tc.seen, seed)
			if err != nil {
				t.Fatal(err)
			}
			practice, exam, again := 0, 0, 0
			for _, s := range f.Slots {
				it, _ := b.Item(s.Item)
				switch {
				case s.Item[:2] != "d3":
				case tc.seen[s.Item].Times > 0:
					again++
				case it.Use() == quizzes.UsePractice:
					practice++
				default:
					exam++
				}
			}
			if practice != tc.practice || exam != tc.exam || again != tc.again {
				t.Errorf("%s: %d for practice, %d for exams, %d seen, want %d, %d, %d", tc.name, practice, exam, again, tc.practice, tc.exam, tc.again)
			}
		}
	}
}

// TestCheckTooSmall: a module without enough items has no check.
func TestCheckTooSmall(t *testing.T) {
	b := practiceBank(t, 14, 0, nil)
	if f, err := b.CheckDraw("d3", nil, nil, 1, day); !errors.Is(err, quizzes.ErrTooFewItems) || b.CheckPool("d3", nil, day) != 14 {
		t.Errorf("14 items give %v, %v", ids(f), err)
	}
	if n := b.CheckPool("d", nil, day) + b.CheckPool("", nil, day) + b.CheckPool("d3", map[string]bool{"d3-01-001": true}, day); n != 13 {
		t.Errorf("%d items in the checks of no module and of one with an open item, want 13", n)
	}
}
