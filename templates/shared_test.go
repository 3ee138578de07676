package templates_test

import (
	"html/template"
	"maps"
	"testing"
	"testing/fstest"

	"frontdesk/content"
	"frontdesk/quizzes"
	"frontdesk/templates"
)

func date(t *testing.T, s string) content.Date {
	t.Helper()
	d, err := content.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// outline is a course of two modules, with one lesson of the first in preparation.
type outline struct {
	law, desk *content.Module
	rights    *content.Lesson // written
	sharing   *content.Lesson // written, its check overdue
	breach    *content.Lesson // in preparation
	access    *content.Source
	npo, qd   *content.Card
}

func newOutline(t *testing.T) outline {
	var o outline
	o.law = &content.Module{ID: "d3", Slug: "law", Title: "Medical Law, Ethics, and Compliance", Summary: "Privacy and consent as they reach the front desk."}
	o.desk = &content.Module{ID: "ca", Slug: "career", Title: "Career", Summary: "Finding the job and keeping it."}
	o.sharing = &content.Lesson{ID: "d3-02", Slug: "hipaa-sharing", Title: "Sharing information", Module: o.law, Written: true,
		Summary: "Who may hear what.", Minutes: 25, AsOf: date(t, "2025-11-21"), ReviewBy: date(t, "2026-11-01"), Revision: "0a1b",
		Objectives: []content.Objective{{ID: "o1", Text: "Share the minimum."}}}
	o.rights = &content.Lesson{ID: "d3-03", Slug: "hipaa-patient-rights", Title: "HIPAA patient rights at the front desk", Module: o.law, Written: true,
		Summary: "Five rights that sound alike.", Minutes: 30, AsOf: date(t, "2026-11-21"), ReviewBy: date(t, "2027-11-21"), Revision: "9f3c",
		Objectives: []content.Objective{{ID: "o1", Text: "Give the notice."}, {ID: "o2", Text: "Work out the deadline for an access request."}}}
	o.breach = &content.Lesson{ID: "d3-04", Slug: "security-and-breach", Title: "Security safeguards and breach response", Module: o.law}
	o.law.Lessons = []*content.Lesson{o.sharing, o.rights, o.breach}
	o.desk.Lessons = []*content.Lesson{{ID: "ca-01", Slug: "resume", Title: "Your resume", Module: o.desk}}
	o.access = &content.Source{Key: "hipaa.access", Title: "HIPAA Privacy Rule, access of individuals", Ref: "45 CFR 164.524",
		URL: "https://www.ecfr.gov/current/title-45/section-164.524", AsOf: date(t, "2026-11-21"), Level: "S", NextCheck: date(t, "2027-11-21"), Phone: "1-800-368-1019"}
	o.npo = &content.Card{ID: "ab-102", Front: "NPO", Back: "nothing by mouth (Latin, nil per os)", Example: "Tell the patient when to stop food and drinks.",
		Trap: "Ask whether water is included.", Lesson: "mt-09", Safe: "use", Slug: "npo"}
	o.qd = &content.Card{ID: "ab-147", Front: "QD (once daily)", Back: "Do not use. Write \"daily.\"", Example: "Send it back to the clinician.",
		Trap: "Read as QID or QOD.", Lesson: "mt-09", Safe: "do-not-use", Slug: "qd-once-daily"}
	return o
}

// selfCheck is a practice question that goes the whole way from a bank file.
func selfCheck(t *testing.T) templates.SelfCheck {
	t.Helper()
	q, err := templates.NewSelfCheck(item(t, "d3-03-101"), "cabd", template.HTML(`<div class="table" role="region" aria-label="Exhibit" tabindex="0"><table><tbody><tr><td>Received</td><td class="right">March 3</td></tr></tbody></table></div>`))
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// item is one of the two items of a small bank: a practice item d3-03-101 and an exam item d3-03-001.
func item(t *testing.T, id string) quizzes.Item {
	t.Helper()
	options := `
    - {text: "March 18", why: "Fifteen days was a proposal."}
    - {text: "April 2", key: true, why: "Thirty calendar days from receipt."}
    - {text: "May 2", why: "Sixty days was the limit before."}
    - {text: "June 1", why: "Sixty and thirty is for amendments."}`
	rest := "\n  level: application\n  expected: 0.66\n  sources: [hipaa.access#(b)(2)]\n  tags: [hipaa, deadlines]\n"
	one := func(id, use string) string {
		return "- id: " + id + "\n  objective: o2\n  scenario: On March 3 a clinic gets a signed request for a copy.\n  question: By what date must the clinic act?\n  options:" + options + rest + use
	}
	files := fstest.MapFS{
		"cmaa/blueprint.yaml": {Data: []byte("id: cmaa\ntitle: Exam\nversion: v\nas_of: 2026-01-01\nminutes: 135\nhalf_minutes: 55\nscale: {min: 200, max: 500, pass: 390}\ndomains:\n  - {id: d3, title: Law, scored: 17, pretest: 4, half: 8, diagnostic: 5}\n")},
		"cmaa/d3/03.yaml":     {Data: []byte(one("d3-03-001", "") + one("d3-03-101", "  use: practice\n"))},
	}
	bank, problems := quizzes.Load(files, func(string) string { return "d3" })
	it, ok := bank.Item(id)
	if !ok {
		t.Fatalf("no item %s: %v", id, problems)
	}
	return it
}

// sharedSamples are the shared pages in the states that matter.
func sharedSamples(t *testing.T) map[string]templates.Page {
	t.Helper()
	o := newOutline(t)
	all := courseSamples(t, o)
	maps.Copy(all, coverageSamples(t, o))
	note := templates.SourceNote{Source: o.access, Section: "(b)(2)"}
	check := selfCheck(t)
	numbered := check
	numbered.Number, numbered.Lesson, numbered.Sources = 1, &templates.Link{Text: o.rights.Title, Path: o.rights.Path()}, []templates.SourceNote{note}
	exam, half := templates.ExamFacts{Questions: 135, Trial: 25, Minutes: 135}, templates.ExamFacts{Questions: 55, Minutes: 55}
	group := templates.PracticeGroup{ID: "d3", Title: "Medical Law, Ethics, and Compliance", Path: "/practice/law/", Questions: 1, Scored: 17}
	levels := templates.SourceLevels{Read: 3, Secondary: 10, NotRead: 15}
	tracks := []content.Track{{ID: "career-changer", Title: "Career changer", Summary: "Everything, about 15 weeks at 6 hours a week."}, {ID: "other", Title: "Other"}}
	abbreviations, term := content.Decks()[5], templates.Shared("/terms/npo/", "NPO")
	term.Nav, term.Section, term.Breadcrumb = templates.Terms, "Terms", []templates.Crumb{{Text: "Terms", Path: "/terms/"}, {Text: "Abbreviations", Path: "/terms/abbreviations/"}}
	dysuria := &content.Card{ID: "tm-001", Front: "Dysuria", Back: "painful urination", Say: "dis-YOO-ree-uh", Parts: "dys- (painful) + ur/o (urine) + -ia (condition)",
		Example: "The caller reports dysuria.", Trap: "Not dysarthria (speech).", Slug: "dysuria"}
	ostomy := &content.Card{ID: "sx-031", Front: "-ostomy", Back: "a surgical opening", Parts: "suffix", Slug: "ostomy"}
	for name, p := range map[string]templates.Page{
		"landing": templates.LandingPage{Frame: templates.Shared("/", "Study for the CMAA exam"), Lessons: 73, Written: 14, Start: o.sharing,
			Questions: 135, Minutes: 135, Tracks: tracks, Sample: check},
		"terms": templates.TermsPage{Frame: templates.Shared("/terms/", "Terms"), Terms: 4,
			Decks: []templates.DeckOutline{{Deck: abbreviations, Cards: 2}}, Letters: templates.LettersOf([]*content.Card{o.qd, ostomy, o.npo, dysuria})},
		"deck": templates.DeckPage{Frame: templates.Shared("/terms/abbreviations/", "Abbreviations"), Deck: abbreviations, Cards: []*content.Card{o.npo, o.qd, dysuria}},
		"term": templates.TermPage{Frame: term, Card: dysuria, Deck: content.Decks()[3], SameAs: o.npo,
			Lessons: []*content.Lesson{o.rights, o.breach}, Sources: []templates.SourceNote{note}},
		"term-unsafe": templates.TermPage{Frame: term, Card: o.qd, Deck: abbreviations},
		"practice": templates.PracticePage{Frame: templates.Shared("/practice/", "Practice"), Exam: exam, Half: half, First: templates.ExamFacts{Questions: 35},
			Groups: []templates.PracticeGroup{group}, Endless: []templates.GeneratedGroup{{Title: o.law.Title, Families: []templates.GeneratedFamily{endless}}}},
		"selfcheck": templates.SelfCheckPage{Frame: templates.Shared("/practice/law/", "Medical Law: self-check"), Group: group, Questions: []templates.SelfCheck{numbered}},
		"sources": templates.SourcesPage{Frame: templates.Shared("/sources/", "Sources"), Levels: levels,
			Sources: []templates.SourceOutline{{SourceNote: note, Lessons: 2}, {SourceNote: note}}},
		"source": templates.SourcePage{Frame: templates.Shared("/sources/hipaa.access/", "HIPAA access"), Source: note,
			Lessons: []*content.Lesson{o.rights}, Terms: []*content.Card{o.npo}},
		"source-unused": templates.SourcePage{Frame: templates.Shared("/sources/x/", "X"), Source: templates.SourceNote{Source: &content.Source{Key: "x", Title: "X", URL: "https://example.org/"}}},
		"about": templates.AboutPage{Frame: templates.Shared("/about/", "About"), Lessons: 73, Written: 14, ExamItems: 150, Solved: 147, Practice: 28,
			Cards: 60, SolvedOn: []content.Date{date(t, "2026-11-22"), date(t, "2026-11-23")}, Levels: levels},
		"help":          templates.HelpPage{Frame: templates.Shared("/about/help/", "Help"), Exam: exam, Half: half},
		"privacy":       templates.PrivacyPage{Frame: templates.Shared("/about/privacy/", "Privacy")},
		"accessibility": templates.AccessibilityPage{Frame: templates.Shared("/about/accessibility/", "Accessibility")},
		"license":       templates.LicensePage{Frame: templates.Shared("/about/license/", "License")},
		"standin-me":    templates.StandInPage{Frame: templates.Shared("/me/", "My page")},
		"standin-exam":  templates.StandInPage{Frame: templates.Shared("/exam/", "Exams"), Exam: true},
		"handouts": templates.HandoutsPage{Frame: templates.Shared("/handouts/", "To print and take along"), Review: []content.Handout{{Name: "review-d3", Title: "Review: law"}},
			Tasks: []content.Handout{{Name: "task-letter", Title: "A letter"}}, Forms: []content.Handout{{Name: "template-resume", Title: "A résumé"}}},
		"handout": templates.HandoutPage{Frame: templates.Shared("/handouts/review-d3/", "Review: law"), Handout: content.Handout{Name: "review-d3", Title: "Review: law"},
			Body: "<p>Words.</p>\n"},
		"search-standin": templates.SearchStandInPage{Frame: templates.Shared("/search/", "Search"), Index: "../search/words.js"},
		"moved": templates.MovedPage{Frame: templates.Shared("/learn/law/old/", "Moved"),
			To: templates.Link{Text: o.rights.Title, Path: o.rights.Path()}},
		"style": templates.StylePage{Frame: templates.Shared("/about/style/", "Style page"),
			Pairs: []templates.ContrastRow{{Front: "ink", Back: "bg", Needs: 7, Ratios: []string{"16.67", "15.42", "21.00", "21.00"}},
				{Front: "line", Back: "bg", Ratios: []string{"1.41", "1.70", "8.02", "10.22"}}}},
	} {
		all[name] = p
	}
	return all
}

// courseSamples are the pages of course, module and lesson.
func courseSamples(t *testing.T, o outline) map[string]templates.Page {
	today := date(t, "2026-11-22")
	law := templates.ModuleOutline{Module: o.law, Scored: 17, OfScored: 110, Practice: "/practice/law/", Check: true}
	desk := templates.ModuleOutline{Module: o.desk, OfScored: 110}
	module, lesson := templates.Shared(o.law.Path(), o.law.Title), templates.Shared(o.rights.Path(), o.rights.Title)
	module.Nav, module.Section, module.Breadcrumb = templates.Learn, "Learn", []templates.Crumb{{Text: "Learn", Path: "/learn/"}}
	lesson.Nav, lesson.Section, lesson.Summary = templates.Learn, o.law.Title, o.rights.Summary
	lesson.Breadcrumb = []templates.Crumb{{Text: "Learn", Path: "/learn/"}, {Text: o.law.Title, Path: o.law.Path()}}
	return map[string]templates.Page{
		"course": templates.CoursePage{Frame: templates.Shared("/learn/", "Lessons"), Modules: []templates.ModuleOutline{law, desk},
			Tracks: []content.Track{{ID: "new-hire", Title: "New hire", Summary: "What a first month needs."}},
			Start:  o.sharing, Lessons: 4, Written: 2, Today: today},
		"track": templates.TrackPage{Frame: templates.Shared("/learn/tracks/new-hire/", "New hire"), Today: today,
			Track: content.Track{ID: "new-hire", Title: "New hire", Summary: "What a first month needs.", Weeks: []content.Week{{Lessons: []string{"d3-02", "d3-03"}}}},
			Weeks: []templates.WeekOutline{{Number: 1, Lessons: o.law.Lessons, Practice: []templates.Link{{Text: "a half exam", Path: "/exam/?mode=half"}, {Text: "Task: a letter", Path: "/handouts/task-letter/"}}}, {Number: 2}}},
		"module-print": templates.ModulePrintPage{Frame: templates.Shared("/learn/law/print/", "To print: Law"), Module: o.law, Codes: true,
			Lessons: []templates.PrintedLesson{{Lesson: o.rights, Body: `<h3 id="d3-03-start">Start with the notice</h3><p>Text.</p>`}}},
		"module": templates.ModulePage{Frame: module, Module: law, Today: today},
		"lesson": templates.LessonPage{Frame: lesson, Lesson: o.rights, Domain: o.law.Title, Today: today,
			Contents: []templates.Heading{{ID: "start", Text: "Start with the notice"}, {ID: "self-check", Text: "Self-check"}},
			Body:     `<h2 id="start">Start with the notice</h2><p>Text with a <a class="term" href="../../../terms/npo/index.html" data-definition="nothing by mouth">term</a>.</p><h2 id="self-check">Self-check</h2><details class="answers"><summary>Answers</summary><ol><li>No.</li></ol></details>`,
			Sources:  []templates.SourceNote{{Source: o.access, Section: "(b)(2)"}}, Requires: []*content.Lesson{o.sharing, o.breach},
			Questions: 10, Practice: "/practice/law/#d3-03-101", Endless: []templates.GeneratedFamily{endless}, Previous: o.sharing, Next: o.rights, Codes: true},
		"lesson-recheck": templates.LessonPage{Frame: templates.Shared(o.sharing.Path(), o.sharing.Title), Lesson: o.sharing, Today: today},
	}
}
