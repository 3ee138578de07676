package site

import (
	"html/template"
	"slices"
	"strings"
	"sync"

	"frontdesk/content"
	"frontdesk/quizzes"
	"frontdesk/templates"
)

// renderLessons renders every written lesson in parallel.
func (b *builder) renderLessons() error {
	b.lessons = map[string]content.Text{}
	var mu sync.Mutex
	return parallel(b.Course.Written(), func(l *content.Lesson) error {
		text, err := b.Course.Render(l, templates.Shared(l.Path(), l.Title).Link)
		if err != nil {
			return err
		}
		mu.Lock()
		b.lessons[l.ID] = text
		mu.Unlock()
		return nil
	})
}

// course adds the course page and one page a module.
func (b *builder) course() error {
	page := templates.CoursePage{Frame: frame("/learn/", "Lessons", "", templates.Learn), Start: b.first(),
		Lessons: len(b.Course.Lessons()), Written: len(b.Course.Written()), Today: b.today,
		Sheets: len(b.Course.Handouts) > 0}
	learn := templates.Crumb{Text: "Learn", Path: "/learn/"}
	for _, m := range b.Course.Modules {
		outline := b.outline(m)
		page.Modules = append(page.Modules, outline)
		b.add(m.Path(), templates.ModulePage{Frame: frame(m.Path(), m.Title, "Lessons", templates.Learn, learn), Module: outline, Today: b.today})
	}
	for _, t := range b.Course.Tracks {
		track := templates.TrackOutline{Track: t}
		for _, id := range t.Lessons {
			if l := b.Course.Lesson(id); l != nil {
				track.Order = append(track.Order, l)
			}
		}
		page.Tracks = append(page.Tracks, track)
	}
	b.add("/learn/", page)
	return nil
}

func (b *builder) outline(m *content.Module) templates.ModuleOutline {
	scored, _ := b.Bank.Blueprint().Total(quizzes.Mock)
	o := templates.ModuleOutline{Module: m, OfScored: scored, Practice: b.practicePath(m.ID),
		Check: b.Bank.CheckPool(m.ID, nil, b.At) >= quizzes.CheckSize}
	if d, ok := b.Bank.Blueprint().Domain(m.ID); ok {
		o.Scored = d.Scored
	}
	return o
}

// lessonPages adds the lessons, with their neighbors in course order.
func (b *builder) lessonPages() error {
	all := b.Course.Written()
	for i, l := range all {
		p := b.lessonPage(l)
		if i > 0 {
			p.Previous = all[i-1]
		}
		if i+1 < len(all) {
			p.Next = all[i+1]
		}
		b.add(l.Path(), p)
		for _, was := range l.Was {
			old := l.Module.Path() + was + "/"
			b.jobs = append(b.jobs, job{path: old, standIn: true,
				page: templates.MovedPage{Frame: frame(old, l.Title, "Lessons", templates.Learn), To: templates.Link{Text: l.Title, Path: l.Path()}}})
		}
	}
	return nil
}

func (b *builder) lessonPage(l *content.Lesson) templates.LessonPage {
	doc := b.lessons[l.ID]
	f := frame(l.Path(), l.Title, l.Module.Title, templates.Learn,
		templates.Crumb{Text: "Learn", Path: "/learn/"}, templates.Crumb{Text: l.Module.Title, Path: l.Module.Path()})
	f.Summary = l.Summary
	p := templates.LessonPage{Frame: f, Lesson: l, Body: template.HTML(doc.HTML), Sources: b.notes(l.Sources), Today: b.today,
		Practice: b.practicePath(l.Module.ID), Codes: b.namesCode(doc.Text),
		Questions: min(10, b.Bank.DrillSize(quizzes.DrillPlan{Lesson: l.ID}, b.At))}
	if d, ok := b.Bank.Blueprint().Domain(l.Domain); ok {
		p.Domain = d.Title
	}
	for _, h := range doc.Headings {
		if h.Level == 2 {
			p.Contents = append(p.Contents, templates.Heading{ID: h.ID, Text: h.Text})
		}
	}
	for _, id := range l.Requires {
		if r := b.Course.Lesson(id); r != nil {
			p.Requires = append(p.Requires, r)
		}
	}
	return p
}

// namesCode reports whether a text prints one of the single procedure codes, whose owner's notice then stands below.
func (b *builder) namesCode(text string) bool {
	return slices.ContainsFunc(b.Course.Codes.Codes, func(c content.Code) bool { return strings.Contains(text, c.Code) })
}
