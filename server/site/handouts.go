package site

import (
	"fmt"
	"html/template"

	"frontdesk/content"
	"frontdesk/content/docx"
	"frontdesk/content/markdown"
	"frontdesk/templates"
)

// docxType is the media type of Word documents.
const docxType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// handouts adds a page for each handout and the list of them. The files to take away come with fileHandouts.
func (b *builder) handouts() error {
	list := templates.HandoutsPage{Frame: frame("/handouts/", "To print and take along", "", templates.Learn)}
	crumb := templates.Crumb{Text: "To print and take along", Path: "/handouts/"}
	for _, h := range b.Course.Handouts {
		f := frame(h.Path(), h.Title, "Handouts", templates.Learn, crumb)
		doc, err := markdown.Render(h.Body(), markdown.Options{Figures: b.Course.Figures, Link: f.Link})
		if err != nil {
			return fmt.Errorf("handout %s: %w", h.Name, err)
		}
		b.add(h.Path(), templates.HandoutPage{Frame: f, Handout: h, Body: template.HTML(doc.HTML)})
		switch h.Kind() {
		case content.ReviewSheet:
			list.Review = append(list.Review, h)
		case content.MarkedTask:
			list.Tasks = append(list.Tasks, h)
		default:
			list.Forms = append(list.Forms, h)
		}
	}
	if len(b.Course.Handouts) > 0 {
		b.add("/handouts/", list)
	}
	return nil
}

// fileHandouts adds each handout as a Word document and as text.
func (b *builder) fileHandouts(s *Site) error {
	for _, h := range b.Course.Handouts {
		body, err := docx.Convert(string(h.Markdown), h.Title)
		if err != nil {
			return fmt.Errorf("handout %s: %w", h.Name, err)
		}
		s.pages[h.Document()] = newPage(docxType, body)
		s.pages[h.Text()] = newPage("text/markdown; charset=utf-8", h.Markdown)
	}
	return nil
}
