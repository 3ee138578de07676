package check

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"frontdesk/content"
	"frontdesk/quizzes"
)

// What is written by hand for speed is held to the pattern that says what is meant.

var tokenRE = regexp.MustCompile(`[a-z]+|\$?\d+(?:[.,:]\d+)*`)

func TestTokensByPattern(t *testing.T) {
	bank, _ := quizzes.Load(quizzes.Embedded(), func(string) string { return "d1" })
	same := func(s string) bool { return slices.Equal(tokens(s), tokenRE.FindAllString(s, -1)) }
	for _, it := range bank.Items() {
		if s := strings.ToLower(it.Draft().Scenario); !same(s) {
			t.Errorf("%q: %q", s, tokens(s))
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom([]rune("ab z09$.,: é'-"))).Draw(rt, "text")
		if !same(s) {
			rt.Fatalf("%q: %q, want %q", s, tokens(s), tokenRE.FindAllString(s, -1))
		}
	})
}

// maskedByPattern is what masker does, as a pattern.
func maskedByPattern(terms []string) func(string) string {
	var alternatives []string
	for _, t := range terms {
		if t = strings.TrimSpace(t); len(t) > 1 {
			alternatives = append(alternatives, regexp.QuoteMeta(t))
		}
	}
	re := regexp.MustCompile(`(?i)\b(?:` + strings.Join(longestFirst(alternatives), "|") + `)(?:e?s)?\b`)
	return func(s string) string { return re.ReplaceAllString(strings.Join(strings.Fields(s), " "), "cover") }
}

func TestMaskerByPattern(t *testing.T) {
	course, _ := content.Load(content.Embedded())
	bank, _ := quizzes.Load(quizzes.Embedded(), course.Domain)
	terms := glossaryTerms(course)
	fast, slow := masker(terms), maskedByPattern(terms)
	for i, it := range bank.Items() {
		if s := it.Draft().Scenario; i%20 == 0 && fast(s) != slow(s) {
			t.Errorf("%q becomes %q, want %q", s, fast(s), slow(s))
		}
	}
	few := []string{"Copay", "copay waiver", "MRI", "gas", "of"}
	fast, slow = masker(few), maskedByPattern(few)
	rapid.Check(t, func(rt *rapid.T) {
		s := strings.Join(rapid.SliceOf(rapid.SampledFrom([]string{"copay", "Copays", "waiver", "MRIs", "mri", "gases", "gass", "often", "of", " ", ", ", "-", "'", "é"})).Draw(rt, "text"), rapid.SampledFrom([]string{"", " "}).Draw(rt, "space"))
		if fast(s) != slow(s) {
			rt.Fatalf("%q becomes %q, want %q", s, fast(s), slow(s))
		}
	})
}

// TestHandWritten holds what is written by hand for speed to the patterns that say what is meant.
func TestHandWritten(t *testing.T) {
	number, end := regexp.MustCompile(`\$?\d+(?:[.,:]\d+)*`), regexp.MustCompile(`[.!?]["')]*(?:\s+|$)`)
	title := regexp.MustCompile(`\b(Dr|Mr|Ms|Mrs)\.`)
	vowels := regexp.MustCompile(`[aeiouy]+`)
	same := func(s string) string {
		switch {
		case numbersAsWords(s) != number.ReplaceAllString(s, "two"):
			return "numbersAsWords"
		case !slices.Equal(splitSentences(s), end.Split(s, -1)):
			return "splitSentences"
		case untitled(s) != title.ReplaceAllString(s, "$1"):
			return "untitled"
		case isPhrase(s) && slices.ContainsFunc(kinds, func(k struct {
			kind kind
			re   *regexp.Regexp
		}) bool {
			return k.re.MatchString(s)
		}):
			return "isPhrase"
		case countWords(s) != len(words(s)):
			return "countWords"
		case singleSpaced(s) != strings.Join(strings.Fields(s), " "):
			return "singleSpaced"
		case clockRE.MatchString(s) && !mayHoldClock(s):
			return "mayHoldClock"
		case anyDateRE.MatchString(s) && !mayHoldDate(s):
			return "mayHoldDate"
		case bannedRE.MatchString(s) && !containsAny(strings.ToLower(s), bannedParts):
			return "bannedParts"
		case abbreviationRE.MatchString(s) && !containsAny(strings.ToLower(s), abbreviated):
			return "abbreviated"
		case hostRE.MatchString(s) && !dotInside(s):
			return "dotInside"
		case (phoneRE.MatchString(s) || ssnRE.MatchString(s)) && !hyphenated(s):
			return "hyphenated"
		case mbiRE.MatchString(s) && !digitBeforeCapital(s):
			return "digitBeforeCapital"
		case syl(s) != max(1, len(vowels.FindAllString(s, -1))) && !strings.HasSuffix(s, "e") && !strings.HasSuffix(s, "ed") && !strings.HasSuffix(s, "es"):
			return "syl"
		}
		for _, p := range namePatterns {
			if p.re.MatchString(singleSpaced(s)) && !containsAny(singleSpaced(s), p.needs) {
				return "namePatterns"
			}
		}
		return ""
	}
	course, _ := content.Load(content.Embedded())
	bank, _ := quizzes.Load(quizzes.Embedded(), course.Domain)
	for i, it := range bank.Items() {
		if i%10 > 0 {
			continue // the patterns take long, and the parts below mix what matters
		}
		for _, p := range passagesOf(newItem(&world{course: course, mask: func(s string) string { return s }}, it)) {
			if what := same(p.text); what != "" {
				t.Errorf("%s differs on %q", what, p.text)
			}
		}
	}
	parts := []string{"Mr. ", "Mrs", "Dr", "named ", "I am ", "Ana", " Tran", ", 45,", ", age 7, ", "9", "12", ":30", ":", " a.m.", "pm", " p", "$", ",", ".", "! ", "?", "\"", "')", " ",
		"\n", "March ", "May", "2026", "Friday", "-", "555-", "0100", "123-45-6789", "1EG4", "TE5", "MK73", "www.mayo.com", "e.g.", "U.S. ", "No. 5", "he/she", "(s)he", "Alcoholics", "normal ", "people", "é", "’", "\u00a0", "aeiou", "queue"}
	rapid.Check(t, func(rt *rapid.T) {
		s := strings.Join(rapid.SliceOfN(rapid.SampledFrom(parts), 0, 12).Draw(rt, "text"), "")
		if what := same(s); what != "" {
			rt.Fatalf("%s differs on %q", what, s)
		}
	})
}

// words are the white-space separated parts of a text that hold a letter or a digit.
func words(s string) []string {
	return slices.DeleteFunc(strings.Fields(s), func(w string) bool { return !strings.ContainsFunc(w, isWordRune) })
}
