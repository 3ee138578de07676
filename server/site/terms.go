package site

import (
	"slices"

	"frontdesk/content"
	"frontdesk/templates"
)

// terms adds the glossary: the index, a page a deck, a page a term.
func (b *builder) terms() error {
	index := templates.TermsPage{Frame: frame("/terms/", "Terms", "", templates.Terms), Terms: len(b.Course.Cards), Letters: templates.LettersOf(b.Course.Cards)}
	crumb := templates.Crumb{Text: "Terms", Path: "/terms/"}
	for _, d := range content.Decks() {
		cards := b.Course.Deck(d.Prefix)
		if len(cards) == 0 {
			continue
		}
		index.Decks = append(index.Decks, templates.DeckOutline{Deck: d, Cards: len(cards)})
		b.add(d.Path(), templates.DeckPage{Frame: frame(d.Path(), d.Title, "Terms", templates.Terms, crumb), Deck: d, Cards: cards})
		for _, k := range cards {
			f := frame(k.Path(), k.Front, "Terms", templates.Terms, crumb, templates.Crumb{Text: d.Title, Path: d.Path()})
			f.Summary = k.Back
			b.add(k.Path(), templates.TermPage{Frame: f, Card: k, Deck: d, SameAs: b.Course.Card(k.SameAs),
				Lessons: b.taughtIn(k), Sources: b.notes(k.Sources)})
		}
	}
	b.add("/terms/", index)
	return nil
}

// taughtIn lists the lesson that the card names, then those that mark it as a term.
func (b *builder) taughtIn(k *content.Card) []*content.Lesson {
	var lessons []*content.Lesson
	if l := b.Course.Lesson(k.Lesson); l != nil {
		lessons = append(lessons, l)
	}
	for _, l := range b.Course.Written() {
		if l.ID != k.Lesson && slices.Contains(b.lessons[l.ID].Terms, k.ID) {
			lessons = append(lessons, l)
		}
	}
	return lessons
}
