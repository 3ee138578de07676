package check

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The text functions of this file are fixed by the item-writing standard, section 4.9, so that two programs give the
// same answer. A change here changes which items pass: change the standard first.

var (
	quotes = strings.NewReplacer("‘", "'", "’", "'", "“", `"`, "”", `"`)
)

// toks splits a text into lower-case words and numbers.
func toks(s string) []string {
	if isASCII(s) { // nothing to normalize, no curly quotes
		return tokens(strings.ReplaceAll(strings.ToLower(s), "'s", ""))
	}
	s = quotes.Replace(strings.ToLower(norm.NFKC.String(s)))
	return tokens(strings.ReplaceAll(s, "'s", ""))
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// tokens finds runs of letters a to z, and numbers with the marks inside them, as the standard's pattern does, many times as fast.
func tokens(s string) (all []string) {
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case isLetter(c):
			end := i
			for end < len(s) && isLetter(s[end]) {
				end++
			}
			all = append(all, s[i:end])
			i = end
		case isDigit(c) || c == '$' && i+1 < len(s) && isDigit(s[i+1]):
			end := numberEnd(s, i)
			all = append(all, s[i:end])
			i = end
		default:
			i++
		}
	}
	return all
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// numberEnd is where a number ends that begins at a place, perhaps with a $.
func numberEnd(s string, at int) int {
	if s[at] == '$' {
		at++
	}
	for at < len(s) && (isDigit(s[at]) || strings.IndexByte(".,:", s[at]) >= 0 && at+1 < len(s) && isDigit(s[at+1])) {
		at++
	}
	return at
}

// stop holds the words that carry no content: articles, pronouns, prepositions, auxiliaries, wh-words.
var stop = set(strings.Fields(`
	a an the
	i me my mine myself we us our ours ourselves you your yours yourself he him his himself she her hers herself
	it its itself they them their theirs themselves this that these those
	about above across after against along among around at before behind below beneath beside between beyond by
	down during for from in inside into near of off on onto out outside over per since through to toward towards
	under until up upon via with within without
	am is are was were be been being do does did doing done have has had having can could may might must shall
	should will would
	who whom whose which what when where why how`))

var suffixes = longestFirst(strings.Fields(`ations ation ities ments ment ings ing ions ion ness able ible ally ity
	ies ers ors ed er or es ly al s y e`))

func longestFirst(words []string) []string {
	slices.SortStableFunc(words, func(a, b string) int { return len(b) - len(a) })
	return words
}

// root strips the longest suffix that leaves four letters or more, and keeps the first six letters.
func root(w string) string {
	for _, s := range suffixes {
		if strings.HasSuffix(w, s) && len(w)-len(s) >= 4 {
			w = w[:len(w)-len(s)]
			break
		}
	}
	return w[:min(len(w), 6)]
}

// contentWord is the length from which a word counts as content.
const contentWord = 5

// contentOf is the set of roots of the words of a text that have five letters or more and are not in stop.
func contentOf(s string) map[string]bool { return contentIn(toks(s), contentWord) }

// contentIn is content(s, n) of the standard, from the tokens of s: from n letters on, a word counts.
func contentIn(tokens []string, n int) map[string]bool {
	roots := map[string]bool{}
	for _, w := range tokens {
		if isLetter(w[0]) && len(w) >= n && !stop[w] {
			roots[root(w)] = true
		}
	}
	return roots
}

func isLetter(b byte) bool { return 'a' <= b && b <= 'z' }

// syl estimates the syllables of a lower-case word.
func syl(w string) int {
	n, inside := 0, false
	for i := range len(w) {
		vowel := strings.IndexByte("aeiouy", w[i]) >= 0
		n += number(vowel && !inside)
		inside = vowel
	}
	switch {
	case strings.HasSuffix(w, "e"):
		consonantLE := len(w) >= 3 && strings.HasSuffix(w, "le") && !strings.ContainsRune("aeiouy", rune(w[len(w)-3]))
		if !consonantLE {
			n--
		}
	case strings.HasSuffix(w, "ed"):
		if !endsIn(w[:len(w)-2], "t", "d") {
			n--
		}
	case strings.HasSuffix(w, "es"):
		if !endsIn(w[:len(w)-2], "s", "x", "z", "ch", "sh", "c", "g") {
			n--
		}
	}
	return max(n, 1)
}

func endsIn(s string, endings ...string) bool {
	return slices.ContainsFunc(endings, func(e string) bool { return strings.HasSuffix(s, e) })
}

// reading is what the reading level of a text is worked out from. The sums of several texts can be added up.
type reading struct{ words, sentences, syllables int }

// readingOf counts a text in which terms are masked. mask may be nil.
func readingOf(s string, mask func(string) string) reading {
	if mask != nil {
		s = mask(s)
	}
	s = numbersAsWords(untitled(s))
	cut := toks
	if isASCII(s) { // the same, prepared for all sentences at once
		s, cut = strings.ReplaceAll(strings.ToLower(s), "'s", ""), tokens
	}
	var r reading
	for _, sentence := range strings.FieldsFunc(s, func(c rune) bool { return c == '.' || c == '!' || c == '?' }) {
		words := cut(sentence)
		if len(words) > 0 {
			r.sentences++
		}
		r.words += len(words)
		for _, w := range words {
			r.syllables += syl(w)
		}
	}
	return r
}

func (r *reading) add(o reading) {
	r.words += o.words
	r.sentences += o.sentences
	r.syllables += o.syllables
}

// grade is the Flesch-Kincaid grade; 0 for an empty text.
func (r reading) grade() float64 {
	if r.words == 0 {
		return 0
	}
	return 0.39*float64(r.words)/float64(r.sentences) + 11.8*float64(r.syllables)/float64(r.words) - 15.59
}

// jaccard is how much of two sets is shared, 0 to 1.
func jaccard[K comparable](a, b map[K]bool) float64 {
	shared := 0
	for k := range a {
		if b[k] {
			shared++
		}
	}
	union := len(a) + len(b) - shared
	if union == 0 {
		return 0
	}
	return float64(shared) / float64(union)
}

// shingles is the set of runs of n tokens.
func shingles(tokens []string, n int) map[string]bool {
	runs := make(map[string]bool, len(tokens))
	for _, r := range runsOf(tokens, n) {
		runs[r] = true
	}
	return runs
}

// runsOf are the runs of n tokens in order, all of them parts of one string.
func runsOf(tokens []string, n int) []string {
	if len(tokens) < n {
		return nil
	}
	joined := strings.Join(tokens, " ")
	runs := make([]string, 0, len(tokens)-n+1)
	start, end := 0, len(strings.Join(tokens[:n], " "))
	for i := range len(tokens) - n + 1 {
		runs = append(runs, joined[start:end])
		if i+n < len(tokens) {
			start, end = start+len(tokens[i])+1, end+1+len(tokens[i+n])
		}
	}
	return runs
}

func set(words []string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

// sentences splits a text at the marks that end one. Titles, clock times such as "a.m." and decimal points end none.
func sentences(s string) []string {
	s = untitled(s)
	if containsAny(strings.ToLower(s), abbreviated) {
		s = abbreviationRE.ReplaceAllStringFunc(s, func(m string) string { return strings.ReplaceAll(m, ".", "") })
	}
	return splitSentences(s)
}

// abbreviated are parts of all that abbreviationRE finds.
var abbreviated = []string{"a.m.", "p.m.", "u.s.", "no.", "e.g.", "i.e.", "jr.", "sr.", "st. "}

// splitSentences splits a text after the marks that end a sentence and what closes behind them, as the pattern
// [.!?]["')]*(?:\s+|$) says.
func splitSentences(s string) (all []string) {
	from := 0
	for i := 0; i < len(s); i++ {
		if strings.IndexByte(".!?", s[i]) < 0 {
			continue
		}
		end := i + 1
		for end < len(s) && strings.IndexByte("\"')", s[end]) >= 0 {
			end++
		}
		after := end
		for after < len(s) && strings.IndexByte(" \t\n\f\r", s[after]) >= 0 {
			after++
		}
		if after > end || end == len(s) {
			all = append(all, s[from:i])
			from, i = after, after-1
		}
	}
	return append(all, s[from:])
}

// untitled is a text without the periods of titles.
func untitled(s string) string {
	if !strings.Contains(s, "r.") && !strings.Contains(s, "s.") {
		return s
	}
	var b strings.Builder
	from := 0
	for i := range len(s) {
		if s[i] == '.' && endsInTitle(s[:i]) {
			b.WriteString(s[from:i])
			from = i + 1
		}
	}
	b.WriteString(s[from:])
	return b.String()
}

func endsInTitle(s string) bool {
	for _, t := range []string{"Dr", "Mr", "Ms", "Mrs"} {
		if before, found := strings.CutSuffix(s, t); found && !inWord(before, len(before)-1) {
			return true
		}
	}
	return false
}

// numbersAsWords puts the word two in the place of every number, as numberRE finds them.
func numbersAsWords(s string) string {
	if !hasDigit(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		if isDigit(s[i]) || s[i] == '$' && i+1 < len(s) && isDigit(s[i+1]) {
			b.WriteString("two")
			i = numberEnd(s, i)
			continue
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String()
}

var (
	abbreviationRE = regexp.MustCompile(`(?i)\b(?:a\.m\.|p\.m\.|u\.s\.|no\. ?\d|e\.g\.|i\.e\.|jr\.|sr\.|st\. )`)
)

// countWords is how many white-space separated parts of a text hold a letter or a digit.
func countWords(s string) (n int) {
	counted := false // the one that the place is in
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			counted = false
		case !counted && isWordRune(r):
			n, counted = n+1, true
		}
	}
	return n
}

func isWordRune(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r > 127
}

// chars is the length of a text in characters, trimmed.
func chars(s string) int { return utf8.RuneCountInString(strings.TrimSpace(s)) }
