package check

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"frontdesk/content/strict"
)

// The rules of this file hold items against one another and against their lesson.

// A pairRule is a rule over the items of a bank together.
type pairRule struct {
	id  string
	run func(*world, []*item) strict.Problems
}

func pairRules() []pairRule {
	return []pairRule{{"L55", nearDuplicates}, {"L56", crossCues}, {"L58", lessonWording}, {"L74", brokenSets}}
}

// about makes a finding about an item outside its own rules; a waived warning is none.
func about(it *item, rule string, s strict.Severity, field, message string) strict.Problems {
	if s == strict.Warning && strings.TrimSpace(it.Waive[rule]) != "" {
		return nil
	}
	return strict.Problems{{File: it.File, Line: it.LineOf(field), Rule: rule, Severity: s, Message: it.ID + ": " + message}}
}

const (
	copied  = 0.60 // from here on two items are one
	similar = 0.35 // from here on they are worth a look
	run     = 3    // tokens of a shingle
)

// nearDuplicates (L55): no two items say nearly the same in stem and key. Members of a set share their options and
// often their setting on purpose, so they are held to the upper limit alone.
func nearDuplicates(_ *world, items []*item) strict.Problems {
	all := rankedShingles(items)
	with := map[int32][]int32{} // items by the rare shingles that they begin with
	for i, ranks := range all {
		for _, r := range ranks[:rareOnes(len(ranks))] {
			with[r] = append(with[r], int32(i))
		}
	}
	found := make([]strict.Problems, len(items))
	onAllCores(len(items), func(i int) {
		met := map[int32]bool{}
		for _, r := range all[i][:rareOnes(len(all[i]))] {
			for _, j := range with[r] {
				if int(j) < i && !met[j] {
					met[j] = true
					found[i] = append(found[i], alike(items[i], items[j], likeness(all[i], all[j]))...)
				}
			}
		}
	})
	return slices.Concat(found...)
}

func alike(it, other *item, likeness float64) strict.Problems {
	switch together := it.Set != "" && it.Set == other.Set; {
	case likeness >= copied:
		return about(it, "L55", strict.Error, "question", "stem and key are those of "+other.ID+" in other words; keep one")
	case likeness >= similar && !together:
		return about(it, "L55", strict.Warning, "question", "stem and key are much like those of "+other.ID)
	}
	return nil
}

// rankedShingles are the shingles of stem and key of each item as numbers: the fewer items have a shingle, the lower its
// number. They are in order, each once.
func rankedShingles(items []*item) [][]int32 {
	number, count := map[string]int32{}, []int32{}
	all := make([][]int32, len(items))
	for i, it := range items {
		for s := range shingles(slices.Concat(it.stemToks, it.toks[it.key]), run) {
			n, ok := number[s]
			if !ok {
				n = int32(len(count))
				number[s], count = n, append(count, 0)
			}
			count[n]++
			all[i] = append(all[i], n)
		}
	}
	byRarity := make([]int32, len(count))
	for n := range byRarity {
		byRarity[n] = int32(n)
	}
	slices.SortStableFunc(byRarity, func(a, b int32) int { return cmp.Compare(count[a], count[b]) })
	rank := make([]int32, len(count))
	for r, n := range byRarity {
		rank[n] = int32(r)
	}
	for _, list := range all {
		for i, n := range list {
			list[i] = rank[n]
		}
		slices.Sort(list)
	}
	return all
}

// rareOnes is of how many of its n rarest shingles an item shares at least one with every item that is similar to it: two
// sets of which similar or more is shared have that share of either in common, so what they share cannot all lie beyond.
func rareOnes(n int) int {
	if n == 0 {
		return 0
	}
	return n - int(math.Ceil(similar*float64(n)-1e-9)) + 1
}

// likeness is the Jaccard similarity of two sets of numbers in order.
func likeness(a, b []int32) float64 {
	shared := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			shared, i, j = shared+1, i+1, j+1
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return float64(shared) / float64(max(len(a)+len(b)-shared, 1))
}

// crossCues (L56): what one item asks for does not stand in another of its lesson, unless the two never meet on a form.
func crossCues(_ *world, items []*item) strict.Problems {
	byLesson, texts := map[string][]*item{}, map[*item]string{}
	spaced := func(tokens ...[]string) string { return " " + strings.Join(slices.Concat(tokens...), " ") + " " }
	for _, it := range items {
		byLesson[lessonOf(it.ID)] = append(byLesson[lessonOf(it.ID)], it)
		texts[it] = spaced(append([][]string{it.stemToks}, it.toks...)...)
	}
	var found strict.Problems
	for _, it := range items {
		key := spaced(it.toks[it.key])
		if it.practice() || len(it.content[it.key]) < 3 {
			continue
		}
		for _, other := range byLesson[lessonOf(it.ID)] {
			apart := it.Set != "" && it.Set == other.Set || slices.Contains(it.Enemies, other.ID) || slices.Contains(other.Enemies, it.ID)
			if other != it && !other.practice() && !apart && strings.Contains(texts[other], key) {
				found = append(found, about(it, "L56", strict.Error, it.keyField(), "its key stands in "+other.ID+"; make them enemies or members of one set")...)
			}
		}
	}
	return found
}

// lessonWording (L58): a stem does not repeat its lesson word for word.
func lessonWording(w *world, items []*item) strict.Problems {
	const words = 7
	taught := map[string]map[string]bool{}
	for _, l := range w.course.Written() {
		taught[l.ID] = shingles(toks(string(l.Body)), words)
	}
	var found strict.Problems
	for _, it := range items {
		lesson := taught[lessonOf(it.ID)]
		for _, s := range runsOf(it.stemToks, words) {
			if lesson[s] {
				found = append(found, about(it, "L58", strict.Warning, "question", "the lesson says \""+s+"\" too")...)
				break
			}
		}
	}
	return found
}

// brokenSets (L74): a set has two to four members of one lesson with the same options and different keys.
func brokenSets(_ *world, items []*item) strict.Problems {
	sets := map[string][]*item{}
	for _, it := range items {
		if it.Set != "" {
			sets[it.Set] = append(sets[it.Set], it)
		}
	}
	var found strict.Problems
	for name, members := range sets {
		first := members[0]
		if len(members) < 2 || len(members) > 4 {
			found = append(found, about(first, "L74", strict.Error, "set", "the set "+name+" has "+fmt.Sprintf("%d members", len(members))+"; two to four belong there")...)
		}
		keys := map[string]string{}
		for _, it := range members {
			if lessonOf(it.ID) != lessonOf(first.ID) || !slices.Equal(sorted(it.texts), sorted(first.texts)) {
				found = append(found, about(it, "L74", strict.Error, "set", "the options differ from those of "+first.ID+", which stands in the same set")...)
			}
			if other := keys[it.keyText()]; other != "" {
				found = append(found, about(it, "L74", strict.Error, "set", "the key is that of "+other+", which stands in the same set")...)
			}
			keys[it.keyText()] = it.ID
		}
	}
	return found
}

func sorted(texts []string) []string {
	s := slices.Clone(texts)
	slices.Sort(s)
	return s
}

func lessonOf(id string) string { return id[:max(strings.LastIndex(id, "-"), 0)] }
