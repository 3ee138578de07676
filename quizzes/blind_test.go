package quizzes_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"frontdesk/quizzes"
)

func blind(t *testing.T, b *quizzes.Bank, p quizzes.Pass, seed uint64) []quizzes.BlindQuestion {
	t.Helper()
	return b.Blind(p, seed, func(string) string { return "The lesson" }, func(quizzes.Item) bool { return true })
}

// TestBlindShows: each pass shows what it may, and nothing that tells the key.
func TestBlindShows(t *testing.T) {
	b := shipped(t)
	for _, p := range quizzes.Passes() {
		list := blind(t, b, p, 7)
		if len(list) != len(b.Items()) {
			t.Fatalf("%s: %d of %d items", p, len(list), len(b.Items()))
		}
		for _, q := range list {
			it, _ := b.Item(q.Item)
			body, err := json.Marshal(q)
			if err != nil {
				t.Fatal(err)
			}
			for _, secret := range append([]string{`"key`, `"why"`, `"tags"`, `"level"`, "misconception"}, it.Why(it.Key())) {
				if strings.Contains(string(body), secret) {
					t.Errorf("%s of %s holds %q", p, q.Item, secret)
				}
			}
			options, stem, sources := p != quizzes.CoverPass, p != quizzes.OptionsPass, p == quizzes.OpenPass
			if (len(q.Options) == 4) != options || (q.Question != "") != stem || (len(q.Sources) > 0) != sources || (q.Lesson != "") == stem {
				t.Errorf("%s of %s is %s", p, q.Item, body)
			}
		}
	}
}

// TestUnblind: labels lead back to the options, whatever the seed, and a seed shuffles items and options.
func TestUnblind(t *testing.T) {
	b := shipped(t)
	orders := map[string]bool{}
	for seed := range uint64(6) {
		list, keys := blind(t, b, quizzes.ClosedPass, seed), map[string]int{}
		var ids []string
		for _, q := range list {
			it, _ := b.Item(q.Item)
			ids = append(ids, q.Item)
			for i, o := range q.Options {
				place, ok := it.Unblind(seed, o.ID)
				if want := it.Draft().Options[place[0]-'a'].Text; !ok || o.ID != quizzes.BlindLabels[i:i+1] || o.Text != strings.TrimSpace(want) {
					t.Fatalf("%s, seed %d: %s is %q, unblinded %q (%s)", q.Item, seed, o.ID, o.Text, want, place)
				}
				if place == it.Key() {
					keys[o.ID]++
				}
			}
		}
		orders[fmt.Sprint(ids)] = true
		for _, label := range []string{"W", "X", "Y", "Z"} {
			if n := keys[label]; n*100 < 15*len(list) || n*100 > 35*len(list) {
				t.Errorf("seed %d: the key is %s in %d of %d items", seed, label, n, len(list))
			}
		}
		if slices.IsSorted(ids) {
			t.Errorf("seed %d: the items stand in their own order", seed)
		}
	}
	if len(orders) != 6 {
		t.Errorf("6 seeds give %d orders", len(orders))
	}
	it := b.Items()[0]
	for _, label := range []string{"", "V", "w", "WX"} {
		if option, ok := it.Unblind(1, label); ok {
			t.Errorf("%q is option %s", label, option)
		}
	}
}

// shipped is the bank in the binary.
func shipped(t *testing.T) *quizzes.Bank {
	t.Helper()
	b, problems := quizzes.Load(quizzes.Embedded(), domainOf)
	if errs := problems.Errors(); len(errs) > 0 {
		t.Fatal(errs)
	}
	return b
}
