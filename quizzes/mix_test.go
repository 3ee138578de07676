package quizzes_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"frontdesk/quizzes"
)

// TestBeliefs lets neighbours in the bank share a belief, so that a random form holds many twice; a form that holds
// none twice exists, and is found.
func TestBeliefs(t *testing.T) {
	items := fiveForms(40, rand.New(rand.NewPCG(4, 4)))
	for i := range items {
		items[i] = items[i].fill()
		for j := range items[i].Options {
			if o := &items[i].Options[j]; !o.Key {
				o.Misconception = fmt.Sprintf("belief-%d-%d", i/3, j) // three items share
				break
			}
		}
	}
	b := bank(t, items)
	for seed := range uint64(10) {
		f, err := b.Draw(quizzes.Mock, nil, seed, day)
		if err != nil {
			t.Fatal(err)
		}
		held := map[string]string{}
		for _, s := range f.Slots {
			it, _ := b.Item(s.Item)
			for _, o := range it.Draft().Options {
				if o.Misconception != "" && held[o.Misconception] != "" {
					t.Errorf("seed %d: %s and %s rest on %s", seed, held[o.Misconception], s.Item, o.Misconception)
				}
				held[o.Misconception] = s.Item
			}
		}
	}
}

// TestMix holds a form of a mixed bank to the mix that forms aim at.
func TestMix(t *testing.T) {
	items := fiveForms(40, rand.New(rand.NewPCG(6, 6)))
	rng := rand.New(rand.NewPCG(6, 7))
	for i := range items { // levels and difficulty lie in lumps, so that a random form would be off
		items[i].Level = []string{quizzes.Recall, quizzes.Application, quizzes.Application, quizzes.Analysis}[min(3, i%100/26)]
		items[i].Expected = 0.52 + 0.1*float64(rng.IntN(5))
	}
	b := bank(t, items)
	for seed := range uint64(5) {
		f, err := b.Draw(quizzes.Half, nil, seed, day)
		if err != nil {
			t.Fatal(err)
		}
		levels, expected := map[string]float64{}, 0.0
		for _, s := range f.Slots {
			it, _ := b.Item(s.Item)
			levels[it.Level()] += 1. / 55
			expected += it.Expected() / 55
		}
		for level, target := range map[string]float64{quizzes.Recall: 0.25, quizzes.Application: 0.55, quizzes.Analysis: 0.20} {
			if math.Abs(levels[level]-target) > 0.03 {
				t.Errorf("seed %d: %.2f of the form is %s, want %.2f within 0.03", seed, levels[level], level, target)
			}
		}
		if math.Abs(expected-0.72) > 0.01 {
			t.Errorf("seed %d: the form expects %.3f right, want 0.72 within 0.01", seed, expected)
		}
	}
}
