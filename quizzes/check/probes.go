package check

import (
	"cmp"
	"maps"
	"math"
	"slices"
)

// The probes try to find the key from the options alone, as somebody would who knows nothing but how tests are written.
// Each is trained on four fifths of the lessons and asked about the last fifth, five times over; chance finds one in
// four, and more than 30 % says that the options give something away.

// probes (L66, L73).
func probes(_ *world, items []*item) []Gate {
	words := func(it *item, place int) []string { return it.toks[place] }
	return []Gate{
		gate("L66", "keys found from the words of the options", found(items, words), len(items), 0, 0.30),
		gate("L73", "keys found from length, first word and hedges", found(items, surface), len(items), 0, 0.30),
	}
}

// surface are the features of an option that say nothing of its matter: its rank and size among the four, its first
// word, and each vague word in it.
func surface(it *item, place int) []string {
	lengths := it.lengths()
	longer, mean := 0, 0.0
	for _, n := range lengths {
		longer += number(n > lengths[place])
		mean += float64(n) / float64(len(lengths))
	}
	features := []string{"rank " + string(rune('0'+longer))}
	switch r := float64(lengths[place]) / mean; {
	case r > 1.15:
		features = append(features, "long")
	case r < 0.87:
		features = append(features, "short")
	}
	if t := it.toks[place]; len(t) > 0 {
		features = append(features, "first "+t[0])
	}
	for _, w := range it.toks[place] {
		if slices.Contains(vagueWordList, w) {
			features = append(features, "hedge "+w)
		}
	}
	return features
}

const folds = 5

// found is in how many items a naive Bayes classifier on the features of options picks the key. Of options that look
// equally likely it picks none, so that ties count neither way but by their share.
func found(items []*item, features func(*item, int) []string) int {
	fold := foldsOf(items)
	hits := 0.0
	for f := range folds {
		model := bayes{}
		for _, it := range items {
			if fold[lessonOf(it.ID)] != f {
				for place := range it.texts {
					model.learn(features(it, place), place == it.key)
				}
			}
		}
		for _, it := range items {
			if fold[lessonOf(it.ID)] == f {
				hits += model.guess(it, features)
			}
		}
	}
	return int(math.Round(hits))
}

// foldsOf deals the lessons out, the largest first, so that the folds are about alike in size.
func foldsOf(items []*item) map[string]int {
	size := map[string]int{}
	for _, it := range items {
		size[lessonOf(it.ID)]++
	}
	lessons := slices.Sorted(maps.Keys(size))
	slices.SortStableFunc(lessons, func(a, b string) int { return cmp.Compare(size[b], size[a]) })
	full, fold := [folds]int{}, map[string]int{}
	for _, l := range lessons {
		least := 0
		for f := range full {
			if full[f] < full[least] {
				least = f
			}
		}
		fold[l] = least
		full[least] += size[l]
	}
	return fold
}

// bayes counts features of keys and of distractors.
type bayes struct {
	seen  [2]map[string]int // distractors, keys
	total [2]int
}

func (b *bayes) learn(features []string, key bool) {
	class := number(key)
	if b.seen[class] == nil {
		b.seen[class] = map[string]int{}
	}
	for _, f := range features {
		b.seen[class][f]++
		b.total[class]++
	}
}

// guess is 1 if the option that looks most like a key is the key, a part of it if several look alike, else 0.
func (b *bayes) guess(it *item, features func(*item, int) []string) float64 {
	vocabulary := float64(len(b.seen[0]) + len(b.seen[1]) + 1)
	scores := make([]float64, len(it.texts))
	for place := range it.texts {
		for _, f := range features(it, place) {
			asKey := (float64(b.seen[1][f]) + 1) / (float64(b.total[1]) + vocabulary)
			asOther := (float64(b.seen[0][f]) + 1) / (float64(b.total[0]) + vocabulary)
			scores[place] += math.Log(asKey / asOther)
		}
	}
	best, alike := slices.Max(scores), 0
	for _, s := range scores {
		alike += number(s > best-1e-9)
	}
	if scores[it.key] > best-1e-9 {
		return 1 / float64(alike)
	}
	return 0
}
