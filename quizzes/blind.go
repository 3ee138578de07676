package quizzes

import (
	"cmp"
	"hash/fnv"
	"math/rand/v2"
	"slices"
)

// A Pass of blind solving says what a solver gets to see of an item.
type Pass string

// The passes. Nobody who solves ever sees a key, a rationale, tags or the order of the files.
const (
	CoverPass   Pass = "P1" // the question without its options: can it be answered at all?
	OptionsPass Pass = "P2" // the options without the question: does something give the key away?
	ClosedPass  Pass = "P3" // the whole item, no source
	OpenPass    Pass = "P4" // the whole item and the sources that it names
)

// Passes lists them in order.
func Passes() []Pass { return []Pass{CoverPass, OptionsPass, ClosedPass, OpenPass} }

// BlindLabels are the names of the options in a blind pass, in the order shown.
const BlindLabels = "WXYZ"

// A BlindQuestion is an item as a solver sees it. An answer repeats item, rev, pass and seed, which say how the options
// were shuffled.
type BlindQuestion struct {
	Item     string   `json:"item"`
	Rev      string   `json:"rev"` // the revision that is solved
	Pass     Pass     `json:"pass"`
	Seed     uint64   `json:"seed"`
	Lesson   string   `json:"lesson,omitempty"` // its title, in pass P2
	Scenario string   `json:"scenario,omitempty"`
	Exhibit  string   `json:"exhibit,omitempty"` // a Markdown table
	Question string   `json:"question,omitempty"`
	Options  []Option `json:"options,omitempty"` // the ids are W to Z
	Sources  []string `json:"sources,omitempty"` // keys with sections, in pass P4
}

// Blind returns the items that choose lets through as solvers see them in a pass, shuffled with the seed: the items, and
// the options of each. title gives the title of a lesson.
func (b *Bank) Blind(p Pass, seed uint64, title func(lesson string) string, choose func(Item) bool) []BlindQuestion {
	var all []BlindQuestion
	for _, it := range b.Items() {
		if choose(it) {
			all = append(all, it.blind(p, seed, title))
		}
	}
	place := map[string]uint64{}
	for _, q := range all {
		place[q.Item] = blindRandom(seed, "place of "+q.Item).Uint64()
	}
	slices.SortFunc(all, func(x, y BlindQuestion) int { return cmp.Compare(place[x.Item], place[y.Item]) })
	return all
}

func (it Item) blind(p Pass, seed uint64, title func(string) string) BlindQuestion {
	q := it.Question(it.blindOrder(seed))
	for i := range q.Options {
		q.Options[i].ID = BlindLabels[i : i+1]
	}
	b := BlindQuestion{Item: it.ID(), Rev: it.Revision(), Pass: p, Seed: seed}
	if p == OptionsPass {
		b.Lesson, b.Options = title(it.Lesson()), q.Options
		return b
	}
	b.Scenario, b.Exhibit, b.Question = q.Scenario, q.Exhibit, q.Text
	if p != CoverPass {
		b.Options = q.Options
	}
	if p == OpenPass {
		b.Sources = it.Sources()
	}
	return b
}

// blindOrder is the order of the options of this revision for a seed, items that are otherwise shown as written too.
func (it Item) blindOrder(seed uint64) string {
	order := []byte("abcd")[:len(it.draft().Options)]
	rng := blindRandom(seed, it.Revision())
	rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	return string(order)
}

func blindRandom(seed uint64, about string) *rand.Rand {
	h := fnv.New64a()
	_, _ = h.Write([]byte(about)) // a hash takes everything
	return rand.New(rand.NewPCG(seed, h.Sum64()))
}

// Unblind is the option that a solver meant by a label; ok is false for what is none.
func (it Item) Unblind(seed uint64, label string) (option string, ok bool) {
	order := it.blindOrder(seed)
	for i := range order {
		if label == BlindLabels[i:i+1] {
			return order[i : i+1], true
		}
	}
	return "", false
}
