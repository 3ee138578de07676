package check

import (
	"regexp"
	"slices"
	"strings"
)

// orderTrue: the options stand in the order that the item claims.
func orderTrue(it *item) {
	switch it.Order {
	case "", "alpha":
		if !slices.IsSortedFunc(it.texts, func(a, b string) int { return strings.Compare(sortForm(a), sortForm(b)) }) {
			it.fail("options", "the options are not in alphabetical order; sort them, or state another order")
		}
	case "numeric", "chrono":
		value := numericValue
		if it.Order == "chrono" {
			value = chronoValue
		}
		it.rising(value)
	}
}

func sortForm(s string) string { return strings.TrimLeft(strings.ToLower(quotes.Replace(s)), `"'`) }

// rising reports the first option whose value cannot be read or does not rise.
func (it *item) rising(value func(string) []float64) {
	var before []float64
	for i, text := range it.texts {
		v := value(text)
		if len(v) == 0 {
			it.fail(option(i), "%q holds no value to sort by; use order: logical", text)
			return
		}
		if i > 0 && slices.Compare(before, v) >= 0 {
			it.fail(option(i), "the values do not rise: %q stands after %q", text, it.texts[i-1])
			return
		}
		before = v
	}
}

var allOfTheAboveRE = regexp.MustCompile(`(?i)\b(all|none|both|neither|any) of (the )?(above|these|those)\b|\bboth [a-d] and [a-d]\b|^[A-D] and [A-D]$`)

// noneOfTheAbove: each option is an answer of its own.
func noneOfTheAbove(it *item) {
	for i, text := range it.texts {
		if !containsAny(strings.ToLower(text), []string{"above", "these", "those", "both ", " and "}) {
			continue
		}
		if m := allOfTheAboveRE.FindString(text); m != "" {
			it.fail(option(i), "%q makes an option of other options", m)
		}
	}
}

// sharedOpening: what all four options begin with belongs into the question.
func sharedOpening(it *item) {
	first, shared := it.toks[0], 0
	for shared < len(first) && shared < 3 && !slices.ContainsFunc(it.toks[1:], func(w []string) bool {
		return len(w) <= shared || w[shared] != first[shared]
	}) {
		shared++
	}
	switch shared {
	case 3:
		it.fail("options", "all four options begin with %q; put it into the question", strings.Join(first[:3], " "))
	case 2:
		it.warn("options", "all four options begin with %q", strings.Join(first[:2], " "))
	}
}

var rangeRE = regexp.MustCompile(`^\D*(\d+(?:\.\d+)?)\s?(?:-|–|to)\s?(\d+(?:\.\d+)?)\b`)

// subsets: no option says part of what another says, and ranges do not overlap.
func subsets(it *item) {
	if it.ordered {
		return
	}
	sets := make([]map[string]bool, len(it.toks))
	for i, t := range it.toks {
		sets[i] = set(t)
	}
	for i, a := range it.texts {
		for j, b := range it.texts {
			x, y := sets[i], sets[j]
			if i != j && len(x) >= 3 && len(x) < len(y) && contains(y, x) {
				it.fail(option(i), "every word of %q is in %q", a, b)
			}
			if i < j && rangesOverlap(a, b) {
				it.fail(option(j), "the ranges %q and %q overlap", a, b)
			}
		}
	}
}

func contains(all, part map[string]bool) bool {
	for w := range part {
		if !all[w] {
			return false
		}
	}
	return true
}

func rangesOverlap(a, b string) bool {
	if !hasDigit(a) || !hasDigit(b) {
		return false
	}
	x, y := rangeRE.FindStringSubmatch(a), rangeRE.FindStringSubmatch(b)
	if x == nil || y == nil {
		return false
	}
	xs, ys := figures(x[1]+" "+x[2]), figures(y[1]+" "+y[2])
	return len(xs) == 2 && len(ys) == 2 && xs[0] <= ys[1] && ys[0] <= xs[1]
}

// sameType: the four options are of one type.
func sameType(it *item) {
	first := it.kinds[0]
	for i, text := range it.texts[1:] {
		if k := it.kinds[i+1]; k != first {
			it.fail(option(i+1), "%q is a %s, but %q is a %s", text, k, it.texts[0], first)
			return
		}
	}
}

// sameForm: the four options begin with the same class of word. That the key alone is of another class gives it away.
func sameForm(it *item) {
	shared := it.openings[0]
	for _, o := range it.openings[1:] {
		shared = intersect(shared, o)
	}
	if len(shared) > 0 {
		return
	}
	others := slices.Delete(slices.Clone(it.openings), it.key, it.key+1)
	of, key := others[0], it.openings[it.key]
	for _, o := range others[1:] {
		of = intersect(of, o)
	}
	if len(of) > 0 && len(intersect(of, key)) == 0 {
		it.report("E", it.keyField(), "the key alone begins with a %s; the others begin with a %s", name(key), name(of))
		return
	}
	it.warn("options", "the options do not begin with the same class of word")
}

// similarLength: no option is much longer than another.
func similarLength(it *item) {
	lengths := it.lengths()
	longest, shortest := slices.Max(lengths), slices.Min(lengths)
	limit := 0.0
	switch {
	case longest > 40:
		limit = 1.6
	case longest >= 15:
		limit = 2.5
	default:
		return
	}
	if r := float64(longest) / float64(shortest); r > limit {
		it.warn("options", "the longest option has %d characters and the shortest %d: %.1f times as many, %.1f is the limit", longest, shortest, r, limit)
	}
}

func (it *item) lengths() []int {
	var n []int
	for _, t := range it.texts {
		n = append(n, chars(t))
	}
	return n
}

// keyVisiblyLongest: the key does not stick out by its length.
func keyVisiblyLongest(it *item) {
	lengths := it.lengths()
	key := lengths[it.key]
	second := slices.Max(slices.Delete(lengths, it.key, it.key+1))
	if float64(key) >= 1.25*float64(second) && key >= second+8 {
		it.fail(it.keyField(), "the key has %d characters, the longest distractor %d", key, second)
	}
}

var notRE = regexp.MustCompile(`(?i)\b(not|except|unless)\b|n't\b`)

// negatives are parts of all that notRE finds, with either apostrophe.
var negatives = []string{"not", "n't", "n’t", "except", "unless"}

// negativeOption: options say what is done, not what is not done.
func negativeOption(it *item) {
	if lower := strings.ToLower(it.keyText()); containsAny(lower, negatives) && it.keyAlone(notRE) {
		it.fail(it.keyField(), "the key alone is negative (%q)", notRE.FindString(it.keyText()))
		return
	}
	for i, text := range it.texts {
		if !containsAny(strings.ToLower(text), negatives) {
			continue
		}
		if m := notRE.FindString(quotes.Replace(text)); m != "" {
			it.warn(option(i), "the option is negative (%q)", m)
		}
	}
}
