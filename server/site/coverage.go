package site

import (
	"slices"

	"frontdesk/content"
	"frontdesk/quizzes"
	"frontdesk/templates"
)

// exams is for how many practice exams without a repeated question the bank is planned.
const exams = 5

// coverage adds the page that says what there is for each domain, and one a module.
func (b *builder) coverage() error {
	page := templates.CoveragePage{Frame: frame("/coverage/", "Coverage", "About", "", templates.Crumb{Text: "About", Path: "/about/"})}
	for _, d := range b.Bank.Blueprint().Domains {
		c := templates.DomainCoverage{Title: d.Title, Needed: needed(d),
			Items: b.count(func(it quizzes.Item) bool { return it.Domain() == d.ID })}
		page.Domains = append(page.Domains, c)
		page.Needed += c.Needed
	}
	page.Total = b.count(func(quizzes.Item) bool { return true })
	for _, m := range b.Course.Modules {
		c := b.moduleCoverage(m)
		page.Modules = append(page.Modules, c)
		page.Gaps += c.Gaps
		b.add(c.Path, templates.CoverageModulePage{Module: c,
			Frame: frame(c.Path, "Coverage: "+m.Title, "About", "", templates.Crumb{Text: "Coverage", Path: "/coverage/"})})
	}
	b.add("/coverage/", page)
	return nil
}

// needed is how many exam questions a domain needs, trial questions included.
func needed(d quizzes.Domain) int { return exams * (d.Scored + d.Pretest) }

// count counts the questions in use that fit.
func (b *builder) count(fits func(quizzes.Item) bool) templates.ItemCounts {
	var c templates.ItemCounts
	for _, it := range b.Bank.Items() {
		if it.Retired(b.At) || !fits(it) {
			continue
		}
		if it.Use() == quizzes.UsePractice {
			c.Practice++
			continue
		}
		switch it.Level() {
		case quizzes.Recall:
			c.Recall++
		case quizzes.Application:
			c.Application++
		case quizzes.Analysis:
			c.Analysis++
		}
		if it.SolvedNow() {
			c.Solved++
		}
	}
	return c
}

func (b *builder) moduleCoverage(m *content.Module) templates.ModuleCoverage {
	c := templates.ModuleCoverage{Title: m.Title, Path: "/coverage/" + m.Slug + "/",
		Items: b.count(func(it quizzes.Item) bool { l := b.Course.Lesson(it.Lesson()); return l != nil && l.Module == m })}
	for _, l := range m.Lessons {
		lesson := b.lessonCoverage(l)
		c.Lessons = append(c.Lessons, lesson)
		c.Endless += len(lesson.Endless)
		for _, o := range lesson.Objectives {
			if o.Gap {
				c.Gaps++
			}
		}
	}
	return c
}

func (b *builder) lessonCoverage(l *content.Lesson) templates.LessonCoverage {
	c := templates.LessonCoverage{Lesson: l, Quota: b.quota(l), Sources: b.notes(l.Sources),
		Items: b.count(func(it quizzes.Item) bool { return it.Lesson() == l.ID })}
	if d, ok := b.Bank.Blueprint().Domain(l.Domain); ok {
		c.Counts = d.Title
	}
	c.Sources = slices.CompactFunc(c.Sources, func(x, y templates.SourceNote) bool { return x.Key == y.Key }) // two sections of one text
	objective := map[string]int{}
	for _, f := range b.families {
		if f.Lesson == l.ID {
			c.Endless = append(c.Endless, b.family(f))
			objective[f.Objective]++
		}
	}
	for _, o := range l.Objectives {
		items := b.count(func(it quizzes.Item) bool { return it.Lesson() == l.ID && it.Objective() == o.ID })
		c.Objectives = append(c.Objectives, templates.ObjectiveCoverage{Objective: o, Items: items, Endless: objective[o.ID],
			Gap: c.Counts != "" && items.Exam() == 0})
	}
	return c
}

// quota is the lesson's share of what its domain needs, rounded.
func (b *builder) quota(l *content.Lesson) int {
	d, ok := b.Bank.Blueprint().Domain(l.Domain)
	if !ok {
		return 0
	}
	all := 0
	for _, other := range b.Course.Lessons() {
		if other.Domain == l.Domain {
			all += other.Items
		}
	}
	return (2*needed(d)*l.Items + all) / (2 * max(all, 1))
}
