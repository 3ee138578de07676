package templates_test

import (
	"testing"

	"frontdesk/content"
	"frontdesk/quizzes/generate"
	"frontdesk/templates"
)

// endless is a kind of generated practice, and a question of it.
var (
	endless   = templates.GeneratedFamily{ID: "gen-access", Title: "The last day for a request for access", Lesson: *lesson}
	generated = generate.Question{Scenario: "On Tuesday, March 3, 2026, a clinic gets a signed request for a copy.", Text: "By what date must the practice act on the request?",
		Options: []generate.Option{{Text: "April 1, 2026", Why: "This takes the day of receipt as day 1."}, {Text: "April 2, 2026", Why: "Thirty calendar days from receipt.", Key: true},
			{Text: "April 3, 2026", Why: "This counts months."}, {Text: "May 2, 2026", Why: "This is the limit of an amendment."}},
		Steps: []string{"The limit is 30 calendar days.", "March 4 is day 1.", "Day 30 is April 2."}}
)

func generatedSamples() map[string]templates.Page {
	asked := templates.NewGeneratedPage(endless, 7, generated)
	asked.Exhibit = exhibit
	right, other := asked, templates.NewGeneratedPage(endless, generate.MaxSeed, generated)
	right.Choice, right.Harder = "b", &templates.GeneratedFamily{ID: "gen-amendment", Title: "The last day for a request for amendment", Lesson: *lesson}
	other.Choice = "d"
	return map[string]templates.Page{"generated": asked, "generated-right": right, "generated-not-right": other}
}

// coverageSamples are the pages of worked examples and of coverage, which are the same for everybody.
func coverageSamples(t *testing.T, o outline) map[string]templates.Page {
	t.Helper()
	items := templates.ItemCounts{Recall: 4, Application: 9, Analysis: 3, Solved: 15, Practice: 2}
	module := templates.ModuleCoverage{Title: o.law.Title, Path: "/coverage/law/", Items: items, Endless: 1, Gaps: 1, Lessons: []templates.LessonCoverage{
		{Lesson: o.rights, Counts: o.law.Title, Quota: 14, Items: items, Endless: []templates.GeneratedFamily{endless},
			Sources: []templates.SourceNote{{Source: o.access}}, Objectives: []templates.ObjectiveCoverage{
				{Objective: content.Objective{ID: "o1", Text: "Give the notice."}, Items: items, Endless: 1},
				{Objective: content.Objective{ID: "o2", Text: "Work out the deadline."}, Gap: true}}},
		{Lesson: o.breach}}}
	example := templates.NewExample(endless.ID, 1, generated, "")
	return map[string]templates.Page{
		"examples": templates.ExamplesPage{Frame: templates.Shared("/practice/generated/gen-access/", endless.Title), Family: endless, Examples: []templates.SelfCheck{example}},
		"coverage": templates.CoveragePage{Frame: templates.Shared("/coverage/", "Coverage"), Total: items, Needed: 675, Gaps: 1, Modules: []templates.ModuleCoverage{module},
			Domains: []templates.DomainCoverage{{Title: o.law.Title, Items: items, Needed: 105}, {Title: "Scheduling", Items: items, Needed: 10}}},
		"coverage-module": templates.CoverageModulePage{Frame: templates.Shared("/coverage/law/", "Coverage: law"), Module: module},
	}
}

func TestGeneratedPage(t *testing.T) {
	p := templates.NewGeneratedPage(endless, generate.MaxSeed, generated)
	if p.Next() != "/practice/generated/gen-access/?seed=1" {
		t.Errorf("after the last question comes %s", p.Next())
	}
	for choice, want := range map[string]string{"b": "Right", "a": "Not right: the answer is B."} {
		if p.Choice = choice; p.Verdict() != want {
			t.Errorf("%s: %q, want %q", choice, p.Verdict(), want)
		}
	}
}
