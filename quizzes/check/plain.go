package check

import (
	"regexp"
	"slices"
	"strings"
)

// spelledWell (L44): American spelling, straight quotes, single spaces, nothing left to do. What no dictionary has and is
// right all the same stands in the course's spelling.txt, or in the item's terms.
func spelledWell(p *prose) (found []flaw) {
	if strings.HasPrefix(p.text, "**Sources.**") {
		return nil // names of other people's works, which sources.yaml spells out
	}
	for _, w := range p.words.misspelled(p.text) {
		if !p.allows(w.text) {
			found = append(found, flawf(w.at, "%q is in no dictionary; correct it, or add it to spelling.txt", w.text))
		}
	}
	if at := strings.Index(p.text, "TODO"); at >= 0 {
		found = append(found, flawf(at, "something is left to do"))
	}
	if p.kind != inItem && p.kind != inRationale {
		return found
	}
	if !isASCII(p.text) {
		if at := strings.IndexAny(p.text, "‘’“”"); at >= 0 {
			found = append(found, flawf(at, "the quotation mark or apostrophe is curly; type straight ones"))
		}
	}
	if p.field != "exhibit" && strings.Contains(p.text, "  ") {
		if at := doubleSpaceRE.FindStringIndex(p.text); at != nil {
			found = append(found, flawf(at[0], "two spaces stand in a row"))
		}
	}
	return found
}

var doubleSpaceRE = regexp.MustCompile(`\S  +\S`)

// plainWords (L42): a word that is neither common nor explained makes an item harder for the wrong reason. Explained are
// the terms of the glossary, the words that the item's lesson or many lessons use, and the item's own terms. The standard
// asks for a list of 10,000 words and ships none: the common words here are some 18,000 families of SCOWL 35.
func plainWords(it *item) {
	var hard []string
	look := func(text string) {
		text = runningText(text)
		for _, w := range letters(text) {
			lower := strings.ToLower(strings.TrimSuffix(w.text, "'s"))
			if len(lower) < contentWord || it.words.isCommon(lower) || isAcronym(w.text) || isPart(text, w) || it.isName(text, w) || !it.words.hasSpelling(w.text) || it.taught(lower) ||
				slices.Contains(hard, lower) {
				continue
			}
			hard = append(hard, lower)
		}
	}
	look(it.stem)
	for _, t := range it.texts {
		look(t)
	}
	if len(hard) > 0 {
		it.warn("question", "neither common nor explained: %s; say it in plain words, or list it in terms", strings.Join(hard, ", "))
	}
}

// isName reports whether a word begins with a capital that no beginning of a sentence explains, or is on the list of names.
func (it *item) isName(s string, w wordAt) bool {
	if w.text[0] < 'A' || w.text[0] > 'Z' {
		return false
	}
	before := strings.TrimRight(s[:w.at], ` "'(`)
	return before != "" && !strings.ContainsRune(".?!:", rune(before[len(before)-1])) || it.words.own[strings.TrimSuffix(w.text, "'s")]
}

// taught reports whether the item's lesson, five others or its own terms use a lower-case word of that family.
func (it *item) taught(lower string) bool {
	f := family(lower)
	if it.lessonWords[""][f] || it.lesson != nil && it.lessonWords[it.lesson.ID][f] {
		return true
	}
	return slices.ContainsFunc(it.Terms, func(t string) bool {
		return slices.ContainsFunc(letters(t), func(w wordAt) bool { return family(strings.ToLower(w.text)) == f })
	})
}

// usual is in how many lessons a word stands that every reader of the course meets.
const usual = 5

// familiesByLesson are the families of the words of each lesson, and under "" those of usual words.
func familiesByLesson(w *world) map[string]map[string]bool {
	all, in := map[string]map[string]bool{"": {}}, map[string]int{}
	for _, l := range w.course.Written() {
		of := map[string]bool{}
		for _, t := range tokens(strings.ToLower(string(l.Body))) {
			of[family(t)] = true
		}
		all[l.ID] = of
		for f := range of {
			if in[f]++; in[f] == usual {
				all[""][f] = true
			}
		}
	}
	return all
}
