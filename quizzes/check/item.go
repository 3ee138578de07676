package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"frontdesk/content"
	"frontdesk/content/strict"
	"frontdesk/quizzes"
)

// world is what the rules over one item may look at beside the item.
type world struct {
	course *content.Course
	bank   *quizzes.Bank
	items  []*item
	at     time.Time
	common map[string]bool     // roots that many stems share
	mask   func(string) string // hides glossary terms from the reading level
	cpt    map[string]bool     // codes that may be printed
	names  map[string]bool     // that scenarios may use
	limits map[string]bool     // sources that state a length of time
	words  *dictionary

	lessonWords map[string]map[string]bool // families of words by lesson
}

// item is an item of the bank as the rules look at it, and the findings about it.
type item struct {
	*quizzes.Draft
	*world
	lesson  *content.Lesson // nil if the course outlines none of that id
	key     int             // place of the key
	stem    string          // scenario and question
	texts   []string        // of the options
	ordered bool            // numeric or chrono: the options are values

	// What several rules ask for, worked out once.
	passages    []prose           // every text that a learner reads
	stemToks    []string          // tokens of the stem
	stemContent map[string]bool   // content of the stem
	toks        [][]string        // of the options
	content     []map[string]bool // of the options
	openings    []map[opening]bool
	whyToks     [][]string // of the rationales
	read        reading    // of the stem
	readWhy     reading    // of the rationales
	lower       string     // all passages in lower case, one a line
	kinds       []kind     // of the options

	rule  string // that is being run
	found strict.Problems
}

func newItem(w *world, q quizzes.Item) *item {
	d := q.Draft()
	it := &item{Draft: d, world: w, lesson: w.course.Lesson(q.Lesson()), key: d.KeyPlace(),
		stem:    strings.TrimSpace(strings.TrimSpace(d.Scenario) + " " + strings.TrimSpace(d.Question)),
		ordered: d.Order == "numeric" || d.Order == "chrono"}
	for _, o := range d.Options {
		it.texts = append(it.texts, strings.TrimSpace(o.Text))
	}
	it.passages = passagesOf(it)
	it.stemToks = toks(it.stem)
	it.stemContent = contentIn(it.stemToks, contentWord)
	for _, t := range it.texts {
		t := toks(t)
		it.toks = append(it.toks, t)
		it.content = append(it.content, contentIn(t, contentWord))
	}
	it.read = readingOf(it.stem, it.masked)
	for _, o := range d.Options {
		it.whyToks = append(it.whyToks, toks(o.Why))
		it.readWhy.add(readingOf(o.Why, it.masked))
	}
	var all strings.Builder
	for _, p := range it.passages {
		all.WriteString(p.text)
		all.WriteByte('\n')
	}
	it.lower = strings.ToLower(all.String())
	for _, t := range it.texts {
		it.kinds = append(it.kinds, kindOf(t))
		it.openings = append(it.openings, openings(t))
	}
	return it
}

// fail reports what stops a release; field says on which line, "options.1.why".
func (it *item) fail(field, format string, args ...any) {
	it.report(strict.Error, field, format, args...)
}

// warn reports what an author fixes or waives with a reason.
func (it *item) warn(field, format string, args ...any) {
	it.report(strict.Warning, field, format, args...)
}

func (it *item) report(s strict.Severity, field, format string, args ...any) {
	it.found = append(it.found, strict.Problem{File: it.File, Line: it.LineOf(field), Rule: it.rule, Severity: s,
		Message: it.ID + ": " + fmt.Sprintf(format, args...)})
}

// option is the field of the option at a place.
func option(place int) string { return fmt.Sprintf("options.%d", place) }

// keyField is the field of the key.
func (it *item) keyField() string { return option(it.key) }

// keyText is the text of the key.
func (it *item) keyText() string { return it.texts[it.key] }

// distractors are the texts of the other three options.
func (it *item) distractors() []string {
	return slices.Delete(slices.Clone(it.texts), it.key, it.key+1)
}

// keyAlone reports whether the pattern is found in the key and in no distractor.
func (it *item) keyAlone(re *regexp.Regexp) bool {
	return re.MatchString(it.keyText()) && !slices.ContainsFunc(it.distractors(), re.MatchString)
}

// practice reports whether the item is for practice only.
func (it *item) practice() bool { return it.Use == quizzes.UsePractice }

// masked hides the item's terms and those of the glossary.
func (it *item) masked(s string) string {
	if len(it.Terms) > 0 {
		s = masker(it.Terms)(s)
	}
	return it.mask(s)
}

// masker returns a function that puts "cover" in the place of each term, in the singular or the plural.
func masker(terms []string) func(string) string {
	starting := map[string][]string{} // terms by their first word, the longest first
	for _, t := range longestFirst(slices.Clone(terms)) {
		if t = strings.TrimSpace(t); len(t) > 1 {
			first := strings.ToLower(t[:wordEnd(t, 0)])
			starting[first] = append(starting[first], t)
		}
	}
	return func(s string) string {
		s = singleSpaced(s)
		var b strings.Builder
		for i := 0; i < len(s); {
			end := wordEnd(s, i)
			if end == i { // between words
				b.WriteByte(s[i])
				i++
				continue
			}
			if to := termEnd(s, i, nearby(starting, strings.ToLower(s[i:end]))); to > 0 {
				b.WriteString("cover")
				i = to
				continue
			}
			b.WriteString(s[i:end])
			i = end
		}
		return b.String()
	}
}

// nearby are the terms that may begin with a word, in the singular or the plural, the longest first.
func nearby(starting map[string][]string, word string) []string {
	terms := starting[word]
	if !strings.HasSuffix(word, "s") {
		return terms
	}
	one, more := starting[word[:len(word)-1]], starting[strings.TrimSuffix(word, "es")]
	if len(one)+len(more) == 0 {
		return terms
	}
	return longestFirst(slices.Concat(terms, one, more))
}

// termEnd is where the first of the terms ends that stands at a place of a text, in any case, as a whole word and
// perhaps in the plural; 0 if none does.
func termEnd(s string, at int, terms []string) int {
	for _, t := range terms {
		if len(s)-at < len(t) || !strings.EqualFold(s[at:at+len(t)], t) {
			continue
		}
		for _, plural := range []string{"es", "s", ""} {
			end := at + len(t) + len(plural)
			if end <= len(s) && strings.EqualFold(s[at+len(t):end], plural) && inWord(s, end-1) != inWord(s, end) {
				return end
			}
		}
	}
	return 0
}

// wordEnd is where the run of letters, digits and underscores ends that begins at a place; the place itself if none does.
func wordEnd(s string, at int) int {
	for at < len(s) && inWord(s, at) {
		at++
	}
	return at
}

func inWord(s string, at int) bool {
	if at < 0 || at >= len(s) {
		return false
	}
	c := s[at]
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// glossaryTerms are the fronts of all cards that are words of running text; word parts such as "dys-" are none.
func glossaryTerms(c *content.Course) []string {
	var terms []string
	for _, card := range c.Cards {
		front, _, _ := strings.Cut(card.Front, " (")
		for _, t := range strings.Split(front, " and ") {
			if !strings.ContainsAny(t, "-/") {
				terms = append(terms, t)
			}
		}
		if !strings.ContainsAny(front, "/") && strings.Contains(front, " and ") {
			terms = append(terms, front)
		}
	}
	return terms
}
