package site

import (
	"fmt"
	"slices"

	"frontdesk/content"
	"frontdesk/quizzes"
	"frontdesk/templates"
)

// group is the self-check questions of one module.
type group struct {
	templates.PracticeGroup
	questions []templates.SelfCheck
}

// practiceGroups makes the self-check questions: practice items alone, which no exam draws.
func (b *builder) practiceGroups() error {
	items := b.Bank.Practice(b.At)
	for _, m := range b.Course.Modules {
		g := group{PracticeGroup: templates.PracticeGroup{ID: m.ID, Title: m.Title, Path: "/practice/" + m.Slug + "/"}}
		if d, ok := b.Bank.Blueprint().Domain(m.ID); ok {
			g.Scored = d.Scored
		}
		for _, it := range items {
			l := b.Course.Lesson(it.Lesson())
			if l == nil || l.Module != m {
				continue
			}
			q, err := b.selfCheck(it, l)
			if err != nil {
				return fmt.Errorf("practice item %s: %w", it.ID(), err)
			}
			q.Number = len(g.questions) + 1
			g.questions = append(g.questions, q)
		}
		if g.Questions = len(g.questions); g.Questions > 0 {
			b.groups = append(b.groups, g)
		}
	}
	return nil
}

// selfCheck makes one question. Its options stand as authored: alphabetically, or in the order that means something.
func (b *builder) selfCheck(it quizzes.Item, l *content.Lesson) (templates.SelfCheck, error) {
	exhibit, err := it.Question("").ExhibitHTML("Exhibit of question " + it.ID())
	if err != nil {
		return templates.SelfCheck{}, err
	}
	q, err := templates.NewSelfCheck(it, "", exhibit)
	if err != nil {
		return templates.SelfCheck{}, err
	}
	q.Sources = b.notes(it.Sources())
	if l.Written {
		q.Lesson = &templates.Link{Text: l.Title, Path: l.Path()}
	}
	return q, nil
}

// practicePath is the address of a module's self-check questions, or "".
func (b *builder) practicePath(module string) string {
	i := slices.IndexFunc(b.groups, func(g group) bool { return g.ID == module })
	if i < 0 {
		return ""
	}
	return b.groups[i].Path
}

// practice adds the page on which practice is chosen, and a page a group.
func (b *builder) practice() error {
	page := templates.PracticePage{Frame: frame("/practice/", "Practice", "", templates.Practice),
		Exam: b.facts(quizzes.Mock), Half: b.facts(quizzes.Half), First: b.facts(quizzes.Diagnostic), Endless: b.endless()}
	for _, g := range b.groups {
		page.Groups = append(page.Groups, g.PracticeGroup)
		b.add(g.Path, templates.SelfCheckPage{Group: g.PracticeGroup, Questions: g.questions,
			Frame: frame(g.Path, "Self-check: "+g.Title, "Practice", templates.Practice, templates.Crumb{Text: "Practice", Path: "/practice/"})})
	}
	b.add("/practice/", page)
	return nil
}

func (b *builder) facts(m quizzes.Mode) templates.ExamFacts {
	scored, pretest := b.Bank.Blueprint().Total(m)
	facts := templates.ExamFacts{Questions: scored + pretest, Trial: pretest}
	switch m {
	case quizzes.Mock:
		facts.Minutes = b.Bank.Blueprint().Minutes
	case quizzes.Half:
		facts.Minutes = b.Bank.Blueprint().HalfMinutes
	}
	return facts
}
