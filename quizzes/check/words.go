package check

import (
	_ "embed"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"frontdesk/content"
)

// The dictionary of American English; words/README.md says where it comes from and under which terms.
var (
	//go:embed words/common.txt
	commonWords string
	//go:embed words/everyday.txt
	everydayWords string
	//go:embed words/american.txt
	americanWords string
)

// hasLine reports whether a text whose lines are sorted has the line.
func hasLine(sorted, line string) bool {
	low, high := 0, len(sorted)
	for low < high {
		at := low + strings.LastIndexByte(sorted[low:(low+high)/2], '\n') + 1
		end := at + strings.IndexByte(sorted[at:], '\n')
		switch strings.Compare(line, sorted[at:end]) {
		case 0:
			return true
		case -1:
			high = at
		default:
			low = end + 1
		}
	}
	return false
}

// A dictionary knows the words that the course may use. Any number of goroutines may ask it.
type dictionary struct {
	own      map[string]bool // words of the glossary, names and the course's own list
	families map[string]bool // of the terms that the glossary explains
	spelled  answers
	common   answers
}

// answers are what has been asked before. Most words are asked for thousands of times, so they are read without a lock:
// new answers wait beside the published ones, and are published when they have become many.
type answers struct {
	published atomic.Pointer[map[string]bool]
	lock      sync.Mutex
	waiting   map[string]bool
}

// ask returns the answer for a word, and has it worked out once.
func (a *answers) ask(w string, work func(string) bool) bool {
	known := a.published.Load()
	if known != nil {
		if answer, ok := (*known)[w]; ok {
			return answer
		}
	}
	a.lock.Lock()
	defer a.lock.Unlock()
	answer, ok := a.waiting[w]
	if !ok {
		answer = work(w)
		if a.waiting == nil {
			a.waiting = map[string]bool{}
		}
		a.waiting[w] = answer
	}
	if now := a.published.Load(); now == nil || len(a.waiting) > len(*now)/8+64 {
		all := maps.Clone(a.waiting)
		if now != nil {
			maps.Copy(all, *now)
		}
		a.published.Store(&all)
		clear(a.waiting)
	}
	return answer
}

func newDictionary(c *content.Course) *dictionary {
	d := &dictionary{own: map[string]bool{}, families: map[string]bool{}}
	for _, list := range [][]string{{"Mr", "Mrs", "Ms", "Dr", "Jr", "Sr"}, c.Spelling, c.Names.Family, c.Names.Given} {
		for _, w := range list {
			d.own[w] = true
		}
	}
	for _, k := range c.Cards {
		for _, w := range letters(k.Front) {
			d.own[w.text], d.own[strings.ToLower(w.text)] = true, true
			d.families[family(strings.ToLower(w.text))] = true
		}
	}
	return d
}

// hasSpelling reports whether a word is spelled as the dictionary, the glossary, the names or the course's own list spell
// it. A word may begin with a capital wherever it stands, and what a list of the course has may stand in the plural.
func (d *dictionary) hasSpelling(w string) bool { return d.spelled.ask(w, d.looksUp) }

func (d *dictionary) looksUp(w string) bool {
	lower := strings.ToLower(w)
	forms := []string{w, lower, strings.TrimSuffix(lower, "'s"), strings.TrimSuffix(w, "'s")}
	return slices.ContainsFunc(slices.Compact(forms), func(form string) bool {
		return d.own[form] || d.own[strings.TrimSuffix(form, "s")] || hasLine(commonWords, form) || hasLine(americanWords, form)
	})
}

// isCommon reports whether a lower-case word is of the family of a common word or of a term of the glossary: the same
// root with another ending, or with un-, re-, mis- or over- in front.
func (d *dictionary) isCommon(w string) bool { return d.common.ask(w, d.hasFamily) }

func (d *dictionary) hasFamily(w string) bool {
	forms := []string{w, strings.TrimPrefix(w, "un"), strings.TrimPrefix(w, "re"), strings.TrimPrefix(w, "mis"), strings.TrimPrefix(w, "over")}
	return slices.ContainsFunc(slices.Compact(forms), func(form string) bool {
		return d.families[family(form)] || form != "" && (commonForm(form) || hasLine(commonWords, strings.ToUpper(form[:1])+form[1:]))
	})
}

func commonForm(w string) bool {
	if hasLine(commonWords, w) || hasLine(everydayWords, w) {
		return true
	}
	stem := family(w)
	return slices.ContainsFunc([]string{"", "e", "y", "s", "ed", "er", "ing", "ion", "al"}, func(ending string) bool {
		return hasLine(commonWords, stem+ending) || hasLine(everydayWords, stem+ending)
	})
}

// family is a word without the longest suffix that leaves four letters.
func family(w string) string {
	for _, s := range suffixes {
		if strings.HasSuffix(w, s) && len(w)-len(s) >= 4 {
			return w[:len(w)-len(s)]
		}
	}
	return w
}

// A wordAt is a run of letters in a text, with the apostrophes inside it.
type wordAt struct {
	text string
	at   int // its first byte
}

// letters finds the words of a text.
func letters(s string) (all []wordAt) {
	if isASCII(s) {
		return lettersASCII(s)
	}
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsLetter(r) {
			i += size
			continue
		}
		start := i
		for i < len(s) {
			r, size := utf8.DecodeRuneInString(s[i:])
			if !unicode.IsLetter(r) && !(r == '\'' && i+1 < len(s) && isASCIILetter(s[i+1])) {
				break
			}
			i += size
		}
		all = append(all, wordAt{s[start:i], start})
	}
	return all
}

func lettersASCII(s string) []wordAt {
	all := make([]wordAt, 0, len(s)/5)
	for i := 0; i < len(s); {
		if !isASCIILetter(s[i]) {
			i++
			continue
		}
		start := i
		for i < len(s) && (isASCIILetter(s[i]) || s[i] == '\'' && i+1 < len(s) && isASCIILetter(s[i+1])) {
			i++
		}
		all = append(all, wordAt{s[start:i], start})
	}
	return all
}

func isASCIILetter(b byte) bool { return isLetter(b | 0x20) }

// unspellable finds what is no word of running text: addresses, code, and words that are written by their sound with a
// syllable in capitals, as in kar-dee-OH-muh.
var (
	unspellable = regexp.MustCompile("https?://[^\\s)>\\]]+|`[^`]*`|\\]\\([^)]*\\)|\\[\\^?\\w+\\]:|[\\w.+-]*@[\\w.-]+|\\b(?:[\\w-]+\\.)+(?:com|org|net|gov|edu|io|info|md|dev|ai|us|mil|care)\\b")
	soundRE     = regexp.MustCompile(`\b[A-Za-z]+(?:-[A-Za-z]+)+\b`)
	loudRE      = regexp.MustCompile(`(^|-)[A-Z]{2,}(-|$)`)
)

// misspelled are the words of a text that nothing spells so. Word parts such as -itis and arthr/o, acronyms and single
// letters are not looked up.
func (d *dictionary) misspelled(s string) (all []wordAt) {
	s = runningText(s)
	for _, w := range letters(s) {
		if len(w.text) > 1 && !d.hasSpelling(w.text) && !isAcronym(w.text) && !isPart(s, w) {
			all = append(all, w)
		}
	}
	return all
}

// runningText is a text with straight quotes, and spaces in the place of what is unspellable.
func runningText(s string) string {
	if !isASCII(s) {
		s = quotes.Replace(s)
	}
	if strings.ContainsAny(s, "`@") || containsAny(s, []string{"](", "]:", "://"}) || dotInside(s) {
		s = unspellable.ReplaceAllStringFunc(s, blank)
	}
	if strings.Contains(s, "-") && twoCapitals(s) {
		s = soundRE.ReplaceAllStringFunc(s, func(m string) string {
			if loudRE.MatchString(m) {
				return blank(m)
			}
			return m
		})
	}
	return s
}

// blank is a text of spaces as long as m, so that places stay what they are.
func blank(m string) string { return strings.Repeat(" ", len(m)) }

func isAcronym(w string) bool {
	w = strings.TrimSuffix(strings.TrimSuffix(w, "'s"), "s")
	return strings.ToUpper(w) == w
}

// isPart reports whether a word of a text is a part of words, with a hyphen at an open end or joined to its vowel by a
// stroke, or a part of a number.
func isPart(s string, w wordAt) bool {
	end := w.at + len(w.text)
	letterAt := func(i int) bool { return i >= 0 && i < len(s) && isASCIILetter(s[i]) }
	before, after := byte(' '), byte(' ')
	if w.at > 0 {
		before = s[w.at-1]
	}
	if end < len(s) {
		after = s[end]
	}
	switch {
	case isDigit(before): // 12th, 1395nn
		return true
	case before == '(' && after == ')' && strings.Trim(w.text, "ivx") == "": // a paragraph of a law
		return true
	case before == '-' && !letterAt(w.at-2) && !isDigitAt(s, w.at-2):
		return true
	case after == '-' && !letterAt(end+1) && !isDigitAt(s, end+1):
		return true
	case after == '/' && letterAt(end+1) && !letterAt(end+2):
		return true
	}
	return false
}

func isDigitAt(s string, i int) bool { return i >= 0 && i < len(s) && isDigit(s[i]) }
