package check

import (
	"fmt"
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
	shingled := make([]map[string]bool, len(items))
	with := map[string][]int{} // items by shingle
	for i, it := range items {
		shingled[i] = shingles(toks(it.stem+" "+it.keyText()), run)
		for s := range shingled[i] {
			with[s] = append(with[s], i)
		}
	}
	var found strict.Problems
	for i, it := range items {
		shared := map[int]int{}
		for s := range shingled[i] {
			for _, j := range with[s] {
				if j < i {
					shared[j]++
				}
			}
		}
		for j, n := range shared {
			likeness := float64(n) / float64(len(shingled[i])+len(shingled[j])-n)
			other := items[j]
			switch together := it.Set != "" && it.Set == other.Set; {
			case likeness >= copied:
				found = append(found, about(it, "L55", strict.Error, "question", "stem and key are those of "+other.ID+" in other words; keep one")...)
			case likeness >= similar && !together:
				found = append(found, about(it, "L55", strict.Warning, "question", "stem and key are much like those of "+other.ID)...)
			}
		}
	}
	return found
}

// crossCues (L56): what one item asks for does not stand in another of its lesson, unless the two never meet on a form.
func crossCues(_ *world, items []*item) strict.Problems {
	type text struct{ stem, whole string }
	byLesson, texts := map[string][]*item{}, map[*item]text{}
	spaced := func(s string) string { return " " + strings.Join(toks(s), " ") + " " }
	for _, it := range items {
		byLesson[lessonOf(it.ID)] = append(byLesson[lessonOf(it.ID)], it)
		texts[it] = text{spaced(it.stem), spaced(it.stem + " . " + strings.Join(it.texts, " . "))}
	}
	var found strict.Problems
	for _, it := range items {
		key := spaced(it.keyText())
		if it.practice() || len(it.content[it.key]) < 3 {
			continue
		}
		for _, other := range byLesson[lessonOf(it.ID)] {
			apart := it.Set != "" && it.Set == other.Set || slices.Contains(it.Enemies, other.ID) || slices.Contains(other.Enemies, it.ID)
			if other != it && !other.practice() && !apart && strings.Contains(texts[other].whole, key) {
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
		tokens := toks(it.stem)
		for i := 0; i+words <= len(tokens); i++ {
			if s := strings.Join(tokens[i:i+words], " "); taught[lessonOf(it.ID)][s] {
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
