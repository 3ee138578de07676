package search

import (
	"strings"
	"unicode"
)

// wordsOf are the words of a text in lower case: letters and digits, with hyphens, slashes and apostrophes inside.
func wordsOf(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// corrected replaces each word that stands in no document, in any form, by the nearest that does, if one is near
// enough.
func (x *Index) corrected(words []string) (list []string, changed bool) {
	for _, w := range words {
		if !x.knows(w) {
			if best := x.nearest(w); best != "" {
				w, changed = best, true
			}
		}
		list = append(list, w)
	}
	return list, changed
}

// knows reports whether a word, or another form of it, stands in the documents, or says too little to be looked for.
func (x *Index) knows(word string) bool {
	stems := x.stems([]string{word})
	for stem := range stems {
		return x.known[stem]
	}
	return true
}

// nearest is the word of the documents that a misspelled one was most likely meant to be: one slip away, or two in a
// long word; of several the one that begins alike, then the most frequent. "" if there is none.
func (x *Index) nearest(word string) string {
	letters := []rune(word)
	if len(letters) < 5 {
		return ""
	}
	allowed := 1
	if len(letters) >= 7 {
		allowed = 2
	}
	best, bestScore := "", 0
	for _, w := range x.distinct {
		if d := slips([]rune(w), letters, allowed); d <= allowed {
			score := 1000*(allowed-d) + min(x.words[w], 400)
			if w[0] == word[0] {
				score += 500
			}
			if score > bestScore {
				best, bestScore = w, score
			}
		}
	}
	return best
}

// slips is how many letters must be added, left out, replaced or swapped with their neighbor to turn one word into the
// other (the optimal string alignment distance); anything above most is given as most+1.
func slips(a, b []rune, most int) int {
	if d := len(a) - len(b); d > most || -d > most {
		return most + 1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > most {
			return most + 1
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

// stems are the index's forms of words.
func (x *Index) stems(words []string) map[string]bool {
	set := map[string]bool{}
	for _, w := range words {
		for _, token := range x.stem.Analyze([]byte(w)) {
			set[string(token.Term)] = true
		}
	}
	return set
}

// snippetWords is how many words of a text are shown.
const snippetWords = 28

// snippet is the part of a text with the most of the words asked for, and these marked; the beginning if there are
// none.
func (x *Index) snippet(text string, stems map[string]bool) []Span {
	words := strings.Fields(text)
	hits := make([]bool, len(words))
	for i, w := range words {
		for stem := range x.stems(wordsOf(w)) {
			hits[i] = hits[i] || stems[stem]
		}
	}
	from := densest(hits)
	to := min(from+snippetWords, len(words))
	var spans []Span
	add := func(text string, mark bool) {
		if n := len(spans); n > 0 && spans[n-1].Mark == mark {
			spans[n-1].Text += " " + text
			return
		} else if n > 0 && !mark {
			text = " " + text
		} else if n > 0 {
			spans[n-1].Text += " "
		}
		spans = append(spans, Span{text, mark})
	}
	if from > 0 {
		add("…", false)
	}
	for i := from; i < to; i++ {
		add(words[i], hits[i])
	}
	if to < len(words) {
		add("…", false)
	}
	return spans
}

// densest is where a window begins that holds the most hits: a few words before its first one.
func densest(hits []bool) int {
	best, from := 0, 0
	for i := range hits {
		if !hits[i] {
			continue
		}
		count := 0
		for _, hit := range hits[i:min(i+snippetWords-lead, len(hits))] {
			if hit {
				count++
			}
		}
		if count > best {
			best, from = count, max(i-lead, 0)
		}
	}
	return from
}

// lead is how many words stand before the first one that was asked for.
const lead = 3
