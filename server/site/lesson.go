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
		Sheets: len(b.Course.Handouts) > 0, Tracks: b.Course.Tracks}
	learn := templates.Crumb{Text: "Learn", Path: "/learn/"}
	for _, m := range b.Course.Modules {
		outline := b.outline(m)
		page.Modules = append(page.Modules, outline)
		if err := b.printed(m, learn); err != nil {
			return err
		}
		b.add(m.Path(), templates.ModulePage{Frame: frame(m.Path(), m.Title, "Lessons", templates.Learn, learn), Module: outline, Today: b.today})
	}
	for _, t := range b.Course.Tracks {
		b.add(t.Path(), templates.TrackPage{Frame: frame(t.Path(), t.Title, "Tracks", templates.Learn, learn), Track: t, Weeks: b.weeks(t), Today: b.today})
	}
	b.add("/learn/", page)
	return nil
}

// printed adds the page with all written lessons of a module.
func (b *builder) printed(m *content.Module, learn templates.Crumb) error {
	path := m.Path() + "print/"
	p := templates.ModulePrintPage{Frame: frame(path, "To print: "+m.Title, "Lessons", templates.Learn, learn, templates.Crumb{Text: m.Title, Path: m.Path()}), Module: m}
	for _, l := range m.Lessons {
		if !l.Written {
			continue
		}
		text, err := b.Course.RenderPart(l, p.Link)
		if err != nil {
			return err
		}
		p.Lessons = append(p.Lessons, templates.PrintedLesson{Lesson: l, Body: template.HTML(text.HTML)})
		p.Codes = p.Codes || b.namesCode(text.Text)
	}
	if len(p.Lessons) > 0 {
		b.add(path, p)
	}
	return nil
}

// weeks are the weeks of a track with what to read and to practice.
func (b *builder) weeks(t content.Track) []templates.WeekOutline {
	var all []templates.WeekOutline
	for i, w := range t.Weeks {
		o := templates.WeekOutline{Number: i + 1}
		for _, id := range w.Lessons {
			if l := b.Course.Lesson(id); l != nil {
				o.Lessons = append(o.Lessons, l)
			}
		}
		for _, p := range w.Practice {
			o.Practice = append(o.Practice, templates.PracticeLink(b.Course, p))
		}
		all = append(all, o)
	}
	return all
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
	for _, f := range b.families {
		if f.Lesson == l.ID {
			p.Endless = append(p.Endless, b.family(f))
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
