package site

import (
	"fmt"
	"slices"

	"frontdesk/content"
	"frontdesk/quizzes"
	"frontdesk/static"
	"frontdesk/templates"
)

// about adds the pages about the project itself.
func (b *builder) about() error {
	about := templates.AboutPage{Frame: frame("/about/", "About Frontdesk", "", ""), Lessons: len(b.Course.Lessons()), Written: len(b.Course.Written()),
		Cards: len(b.Course.Cards), Levels: b.levels()}
	for _, it := range b.Bank.Items() {
		switch {
		case it.Use() == quizzes.UsePractice:
			about.Practice++
		default:
			about.ExamItems++
			if it.SolvedNow() {
				about.Solved++
			}
		}
	}
	for _, s := range b.Bank.Solvers() {
		if s.Kind == "person" {
			about.People++
		}
		if d := content.DateOf(s.Date.Time); !slices.Contains(about.SolvedOn, d) {
			about.SolvedOn = append(about.SolvedOn, d)
		}
	}
	slices.SortFunc(about.SolvedOn, func(x, y content.Date) int { return x.Time().Compare(y.Time()) })
	b.add("/about/", about)
	section := func(path, title string) templates.Frame {
		return frame(path, title, "About", "", templates.Crumb{Text: "About", Path: "/about/"})
	}
	b.add("/about/help/", templates.HelpPage{Frame: section("/about/help/", "Help"), Exam: b.facts(quizzes.Mock), Half: b.facts(quizzes.Half)})
	b.add("/about/privacy/", templates.PrivacyPage{Frame: section("/about/privacy/", "Privacy")})
	b.add("/about/accessibility/", templates.AccessibilityPage{Frame: section("/about/accessibility/", "Accessibility")})
	b.add("/about/license/", templates.LicensePage{Frame: section("/about/license/", "License")})
	return b.style(section("/about/style/", "Style"))
}

// style adds the page with every token and component, its contrasts worked out from the style sheet itself.
func (b *builder) style(f templates.Frame) error {
	css, _ := b.Static.Content("site.css")
	pairs, err := static.Contrast(css)
	if err != nil {
		return fmt.Errorf("style page: %w", err)
	}
	page := templates.StylePage{Frame: f}
	for _, p := range pairs {
		row := templates.ContrastRow{Front: p.Front, Back: p.Back, Needs: p.Needs}
		for _, r := range p.Ratios {
			row.Ratios = append(row.Ratios, fmt.Sprintf("%.2f", r))
		}
		page.Pairs = append(page.Pairs, row)
	}
	b.add("/about/style/", page)
	return nil
}

// standIns adds what an export has in the place of personal pages.
func (b *builder) standIns() error {
	b.jobs = append(b.jobs,
		job{path: "/me/", standIn: true, page: templates.StandInPage{Frame: frame("/me/", "My page", "", "")}},
		job{path: "/exam/", standIn: true, page: templates.StandInPage{Frame: frame("/exam/", "Exams and drills", "Practice", templates.Practice), Exam: true}})
	return nil
}
