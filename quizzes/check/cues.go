package check

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"frontdesk/content/strict"
)

// commonRoots are the roots that stand in more than 8 % of the stems, and in three of them or more: below that a share
// says nothing.
func commonRoots(items []*item) map[string]bool {
	count := map[string]int{}
	for _, it := range items {
		for r := range it.stemContent {
			count[r]++
		}
	}
	common := map[string]bool{}
	for r, n := range count {
		if n >= 3 && float64(n) > 0.08*float64(len(items)) {
			common[r] = true
		}
	}
	return common
}

// stemRoots are the roots of the stem that could be a cue, in order.
func (it *item) stemRoots() []string {
	var roots []string
	for r := range it.stemContent {
		if !it.common[r] {
			roots = append(roots, r)
		}
	}
	slices.Sort(roots)
	return roots
}

// among counts the distractors whose content holds the root.
func (it *item) among(r string) (n int) {
	for i, c := range it.content {
		if i != it.key && c[r] {
			n++
		}
	}
	return n
}

// clang: no word of the stem stands in the key alone.
func clang(it *item) {
	key := it.content[it.key]
	for _, r := range it.stemRoots() {
		if key[r] && it.among(r) == 0 {
			it.fail(it.keyField(), "the stem and, of the options, the key alone share %q", wordWith(r, it.keyText()))
		}
	}
}

// reverseClang: no word of the stem stands in one distractor alone.
func reverseClang(it *item) {
	if it.ordered {
		return
	}
	key := it.content[it.key]
	for _, r := range it.stemRoots() {
		if key[r] || it.among(r) != 1 {
			continue
		}
		i := slices.IndexFunc(it.content, func(c map[string]bool) bool { return c[r] })
		it.warn(option(i), "the stem and this distractor alone share %q", wordWith(r, it.texts[i]))
	}
}

// wordWith is the first word of a text that has the root.
func wordWith(r, text string) string {
	for _, w := range toks(text) {
		if len(w) >= contentWord && root(w) == r {
			return w
		}
	}
	return r
}

var (
	absoluteWords = strings.Fields(`always never all none only every everyone everything nobody nothing cannot completely
		entirely totally impossible guaranteed must immediately`)
	vagueWordList = strings.Fields(`usually sometimes often frequently generally rarely probably may might appropriate
		proper etc`)
	insideQuotesRE = regexp.MustCompile(`"[^"]*"`)
	mayDateRE      = regexp.MustCompile(`\bMay\b( \d|,|$)`)
)

// unquoted takes out what an option quotes, unless the whole option is a quotation.
func unquoted(text string) string {
	text = quotes.Replace(text)
	if !strings.Contains(text, `"`) || kindOf(text) == "quotation" {
		return text
	}
	return insideQuotesRE.ReplaceAllString(text, " ")
}

// unquotedToks are the tokens of an option without what it quotes.
func (it *item) unquotedToks(place int) []string {
	if text := it.texts[place]; strings.ContainsAny(text, `"“”`) {
		return toks(unquoted(text))
	}
	return it.toks[place]
}

// absolutes: words that leave no exception mark an option as false, unless all four have them.
func absolutes(it *item) {
	tokens := make([][]string, len(it.texts))
	for i := range it.texts {
		tokens[i] = it.unquotedToks(i)
	}
	for _, w := range absoluteWords {
		var where []int
		for i := range tokens {
			if slices.Contains(tokens[i], w) {
				where = append(where, i)
			}
		}
		if len(where) > 0 && len(where) < len(it.texts) {
			it.fail(option(where[0]), "the option has the absolute word %q", w)
		}
	}
}

// vagueWords: words that leave everything open mark an option as true.
func vagueWords(it *item) {
	for i, t := range it.texts {
		tokens := it.unquotedToks(i)
		if strings.Contains(t, "May") {
			tokens = toks(mayDateRE.ReplaceAllString(unquoted(t), " "))
		}
		for _, w := range vagueWordList {
			if slices.Contains(tokens, w) {
				it.warn(option(i), "the option has the vague word %q", w)
			}
		}
	}
}

// standOut are the marks and words that make an option stand out.
var standOut = []struct {
	what     string
	severity strict.Severity
	re       *regexp.Regexp
}{
	{"a parenthesis", strict.Error, regexp.MustCompile(`[()]`)},
	{"a semicolon", strict.Error, regexp.MustCompile(`;`)},
	{"a colon", strict.Error, regexp.MustCompile(`:(\D|$)`)},
	{`a reason ("because")`, strict.Error, regexp.MustCompile(`(?i)\bbecause\b`)},
	{`a reason ("so that")`, strict.Error, regexp.MustCompile(`(?i)\bso that\b`)},
	{"a digit", strict.Warning, regexp.MustCompile(`\d`)},
	{"an acronym", strict.Warning, regexp.MustCompile(`\b[A-Z]{2,}\b`)},
}

// keyStandsOut: the key is not the only option with a mark or a kind of word.
func keyStandsOut(it *item) {
	for _, m := range standOut {
		switch {
		case !it.keyAlone(m.re):
		case m.severity == strict.Error:
			it.fail(it.keyField(), "the key alone has %s", m.what)
		default:
			it.warn(it.keyField(), "the key alone has %s", m.what)
		}
	}
}

// convergence: the key is not the option that shares most with all the others.
func convergence(it *item) {
	means := it.similarities()
	key := means[it.key]
	others := slices.Max(slices.Delete(means, it.key, it.key+1))
	if key-others >= 0.15-1e-9 {
		it.warn(it.keyField(), "the key shares more words with the other options than any of them (%.2f, next %.2f)", key, others)
	}
}

// similarities is the mean Jaccard similarity of each option with the three others.
func (it *item) similarities() []float64 {
	means := make([]float64, len(it.texts))
	sets := make([]map[string]bool, len(it.toks))
	for i, t := range it.toks {
		sets[i] = set(t)
	}
	for i, a := range sets {
		for j, b := range sets {
			if i != j {
				means[i] += jaccard(a, b) / float64(len(it.texts)-1)
			}
		}
	}
	return means
}

var antonyms = antonymSet(`before/after over/short over/under above/below increase/decrease raise/lower accept/refuse
	accept/reject accept/decline approve/deny approve/reject allow/forbid with/without first/last early/late
	earlier/later high/low higher/lower more/less more/fewer open/closed open/close add/remove add/subtract add/delete
	include/exclude included/excluded inside/outside in/out up/down left/right start/stop start/end begin/end keep/destroy
	keep/delete keep/discard send/receive yes/no can/cannot primary/secondary new/established new/old old/young
	older/younger older/newer public/private written/oral written/spoken debit/credit minimum/maximum true/false
	same/different longer/shorter lock/unlock positive/negative
	required/optional`)

func antonymSet(pairs string) map[[2]string]bool {
	m := map[[2]string]bool{}
	for _, p := range strings.Fields(pairs) {
		a, b, _ := strings.Cut(p, "/")
		m[[2]string{a, b}], m[[2]string{b, a}] = true, true
	}
	return m
}

// oppositePair: where two options are opposites, the other two are as well.
func oppositePair(it *item) {
	opposite := func(i, j int) bool { return opposites(it.toks[i], it.toks[j]) }
	pairings := [][4]int{{0, 1, 2, 3}, {0, 2, 1, 3}, {0, 3, 1, 2}}
	for _, p := range pairings {
		if opposite(p[0], p[1]) && opposite(p[2], p[3]) {
			return
		}
	}
	for _, p := range pairings {
		for _, pair := range [][2]int{{p[0], p[1]}, {p[2], p[3]}} {
			if opposite(pair[0], pair[1]) {
				it.warn(option(pair[1]), "%q and %q are opposites, so one of them looks like the key", it.texts[pair[0]], it.texts[pair[1]])
				return
			}
		}
	}
}

// opposites reports whether two options differ by one pair of antonyms.
func opposites(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	x, y := difference(a, b), difference(b, a)
	return len(x) == 1 && len(y) == 1 && antonyms[[2]string{x[0], y[0]}]
}

// difference is what a has beyond b, counting each word as often as it stands.
func difference(a, b []string) []string {
	b = slices.Clone(b)
	var rest []string
	for _, w := range a {
		if i := slices.Index(b, w); i >= 0 {
			b = slices.Delete(b, i, i+1)
		} else {
			rest = append(rest, w)
		}
	}
	return rest
}

var (
	whichTwoRE = regexp.MustCompile(`(?i)\bwhich (two|three)\b`)
	whichRE    = regexp.MustCompile(`(?i)\bwhich ((?:[\w'-]+ ){1,4}?)(?:is|are|was|should|must|does|do|did|can|could|will|would|has|have|fits?|shows?|names?|applies|belongs?)\b`)
	listRE     = regexp.MustCompile(`^(?:[\w'-]+ ){0,3}[\w'-]+(?:, (?:[\w'-]+ ){0,3}[\w'-]+)*,? and ((?:[\w'-]+ ){0,3}[\w'-]+)$`)
	clauseRE   = regexp.MustCompile(`(?i)\b(because|is|are|was|were|has|have|had|so|to|who|that|which|when|if|after|until|as|does|did)\b`)
	groupRE    = regexp.MustCompile(`(?i)\b(set|pair|list|group|combination|order|mix|and)\b`)
)

// agreement: a question for one thing is not answered by a list, and "which two" asks for a pair.
func agreement(it *item) {
	if m := whichTwoRE.FindString(it.Question); m != "" {
		it.fail("question", "%q asks for more than one answer", m)
	}
	asked := whichRE.FindStringSubmatch(it.Question)
	if asked == nil || isPlural(asked[1]) || groupRE.MatchString(asked[1]) {
		return
	}
	for i, t := range it.texts {
		g := listRE.FindStringSubmatch(t)
		if g != nil && openings(t)[noun] && !clauseRE.MatchString(t) && !unicode.IsUpper([]rune(g[1])[0]) {
			it.fail(option(i), "the question asks for one %s, but %q is a list", strings.TrimSpace(asked[1]), t)
		}
	}
}

// isPlural reports whether the last word of a noun phrase, or the one before "of", ends like a plural.
func isPlural(phrase string) bool {
	head, _, _ := strings.Cut(" "+phrase, " of ")
	w := strings.Fields(strings.ToLower(head))
	if len(w) == 0 {
		return true
	}
	last := w[len(w)-1]
	return strings.HasSuffix(last, "s") && !endsIn(last, "ss", "us", "is")
}

var kindRE = regexp.MustCompile(`(?i)\b(safe|privacy|respect|sorry|thank|protect)\w*`)

// keyKindest: the key is not the only option that names safety, privacy or courtesy.
func keyKindest(it *item) {
	if it.keyAlone(kindRE) {
		it.warn(it.keyField(), "the key alone speaks of safety, privacy or courtesy (%q)", kindRE.FindString(it.keyText()))
	}
}
