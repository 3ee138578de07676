package content

import (
	"fmt"

	"frontdesk/content/markdown"
)

// A Text is a rendered lesson with what is worth knowing about it.
type Text = markdown.Doc

// Render turns a written lesson into HTML, with the first use of each glossary term marked. link rewrites addresses
// of this site, which begin with "/", for the page that the lesson stands on; nil keeps them.
func (c *Course) Render(l *Lesson, link func(dest string) string) (Text, error) {
	terms := make([]markdown.Term, len(c.Cards))
	for i, k := range c.Cards {
		terms[i] = markdown.Term{ID: k.ID, Front: k.Front, Definition: k.Back, Href: k.Path()}
	}
	doc, err := markdown.Render(l.Body, markdown.Options{Terms: terms, Figures: c.Figures, Link: link})
	if err != nil {
		return Text{}, fmt.Errorf("lesson %s: %w", l.ID, err)
	}
	return doc, nil
}

// RenderPart renders a written lesson as a part of a longer page: headings stand one level lower, ids begin with the
// lesson's, and no term is marked.
func (c *Course) RenderPart(l *Lesson, link func(dest string) string) (Text, error) {
	doc, err := markdown.Render(l.Body, markdown.Options{Figures: c.Figures, Link: link, Prefix: l.ID + "-", Title: l.Title, Lower: 1})
	if err != nil {
		return Text{}, fmt.Errorf("lesson %s: %w", l.ID, err)
	}
	return doc, nil
}
