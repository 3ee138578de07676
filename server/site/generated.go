package site

import (
	"fmt"
	"html/template"

	"frontdesk/content"
	"frontdesk/quizzes"
	"frontdesk/quizzes/generate"
	"frontdesk/templates"
)

// families are the kinds of practice that the course's names and word parts are enough for, as far as it has their
// lessons.
func families(c *content.Course) []generate.Family {
	m := generate.Material{Given: c.Names.Given, Family: c.Names.Family}
	for _, k := range c.Cards {
		m.Parts = append(m.Parts, generate.Part{ID: k.ID, Form: k.Front, Meaning: k.Back})
	}
	var list []generate.Family
	for _, f := range generate.New(m) {
		if l := c.Lesson(f.Lesson); l != nil && l.Written {
			list = append(list, f)
		}
	}
	return list
}

// Family returns a kind of generated practice by its id; ok is false if the course has none.
func (s *Site) Family(id string) (f generate.Family, ok bool) {
	for _, f := range s.families {
		if f.ID == id {
			return f, true
		}
	}
	return generate.Family{}, false
}

// family is a kind of practice as pages name it.
func (b *builder) family(f generate.Family) templates.GeneratedFamily {
	return ShownFamily(b.Course, f)
}

// ShownFamily is a family of a course as pages name it.
func ShownFamily(c *content.Course, f generate.Family) templates.GeneratedFamily {
	l := c.Lesson(f.Lesson)
	return templates.GeneratedFamily{ID: f.ID, Title: f.Title, Lesson: templates.Link{Text: l.Title, Path: l.Path()}}
}

// endless are all families by the module that teaches them.
func (b *builder) endless() []templates.GeneratedGroup {
	var groups []templates.GeneratedGroup
	for _, m := range b.Course.Modules {
		g := templates.GeneratedGroup{Title: m.Title}
		for _, f := range b.families {
			if b.Course.Lesson(f.Lesson).Module == m {
				g.Families = append(g.Families, b.family(f))
			}
		}
		if len(g.Families) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

// exampleSeeds are those of the worked examples of an export.
var exampleSeeds = [...]uint64{101, 102, 103, 104}

// examples adds what an export has where the server makes questions: some of them, worked.
func (b *builder) examples() error {
	for _, f := range b.families {
		shown := b.family(f)
		page := templates.ExamplesPage{Family: shown, Frame: frame(shown.Path(), f.Title, "Practice", templates.Practice, templates.Crumb{Text: "Practice", Path: "/practice/"})}
		for i, seed := range exampleSeeds {
			q, err := f.Make(seed)
			if err != nil {
				return err
			}
			exhibit, err := GeneratedExhibit(f.ID, q, fmt.Sprintf("Exhibit of example %d", i+1))
			if err != nil {
				return err
			}
			page.Examples = append(page.Examples, templates.NewExample(f.ID, i+1, q, exhibit))
		}
		b.jobs = append(b.jobs, job{path: shown.Path(), standIn: true, page: page})
	}
	return nil
}

// GeneratedExhibit is the exhibit of a generated question as HTML, in a region with that label.
func GeneratedExhibit(family string, q generate.Question, label string) (template.HTML, error) {
	return quizzes.Question{ID: family, Exhibit: q.Exhibit}.ExhibitHTML(label)
}
