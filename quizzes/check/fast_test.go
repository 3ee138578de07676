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
