package templates

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"frontdesk/content"
)

// A TermsPage is the way into the glossary: decks, then every term from A to Z.
type TermsPage struct {
	Frame
	Decks   []DeckOutline // those that have a card
	Letters []Letter
	Terms   int
}

// Template names the page's file.
func (TermsPage) Template() string { return "terms.html" }

// A DeckOutline is a deck with the number of its cards.
type DeckOutline struct {
	content.Deck
	Cards int
}

// A Letter is a part of the list from A to Z.
type Letter struct {
	Letter string // "A"
	Cards  []*content.Card
}

// A DeckPage is one deck as a list of words and their meanings.
type DeckPage struct {
	Frame
	Deck  content.Deck
	Cards []*content.Card
}

// Template names the page's file.
func (DeckPage) Template() string { return "deck.html" }

// A TermPage is one word.
type TermPage struct {
	Frame
	Card    *content.Card
	Deck    content.Deck
	SameAs  *content.Card     // a card of the same meaning, or nil
	Lessons []*content.Lesson // where the word is taught or first used; only written ones are linked
	Sources []SourceNote
}

// Template names the page's file.
func (TermPage) Template() string { return "term.html" }

// Parts are the blocks that the word is built of, as its card joins them with +; none for a card that is a word part
// itself.
func (p TermPage) Parts() []WordPart {
	if !strings.Contains(p.Card.Parts, "+") {
		return nil
	}
	var parts []WordPart
	for part := range strings.SplitSeq(p.Card.Parts, "+") {
		form, meaning, _ := strings.Cut(strings.TrimSpace(part), "(")
		parts = append(parts, WordPart{strings.TrimSpace(form), strings.TrimSuffix(strings.TrimSpace(meaning), ")")})
	}
	return parts
}

// A WordPart is one building block of a word. Meaning may be "".
type WordPart struct{ Form, Meaning string }

// LettersOf sorts cards into the list from A to Z. A card stands under the first letter of its word, so "-ostomy" is
// under O; one without any letter stands under "#".
func LettersOf(cards []*content.Card) []Letter {
	sorted := slices.Clone(cards)
	slices.SortStableFunc(sorted, func(a, b *content.Card) int { return cmp.Compare(sortKey(a), sortKey(b)) })
	var letters []Letter
	for _, c := range sorted {
		first := "#"
		if key := sortKey(c); key != "" {
			r, _ := utf8.DecodeRuneInString(key)
			first = string(unicode.ToUpper(r))
		}
		if n := len(letters); n == 0 || letters[n-1].Letter != first {
			letters = append(letters, Letter{Letter: first})
		}
		last := &letters[len(letters)-1]
		last.Cards = append(last.Cards, c)
	}
	return letters
}

// sortKey is the word in lower case from its first letter on.
func sortKey(c *content.Card) string {
	return strings.ToLower(strings.TrimLeftFunc(c.Front, func(r rune) bool { return !unicode.IsLetter(r) }))
}
