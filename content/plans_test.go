package content_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"frontdesk/content"
	"frontdesk/content/strict"
)

// TestShippedPlans: the templates that the course ships with teach lessons in an order that their prerequisites allow, and end
// with an exam.
func TestShippedPlans(t *testing.T) {
	c, problems := content.Load(content.Embedded())
	if found := problems.Errors(); len(found) > 0 {
		t.Fatal(found)
	}
	for id, weeks := range map[string]int{"new-hire": 4, "school-term": 15} {
		p, ok := c.Plan(id)
		if !ok || p.Weeks != weeks {
			t.Fatalf("%s: %+v", id, p)
		}
		in := map[int]bool{}
		var read []string
		exams := 0
		for _, w := range p.Work {
			in[w.Week] = true
			if w.Kind == "lesson" {
				for _, r := range c.Lesson(w.Object).Requires {
					later := slices.ContainsFunc(p.Work, func(o content.PlannedWork) bool { return o.Kind == "lesson" && o.Object == r }) && !slices.Contains(read, r)
					if later {
						t.Errorf("%s: %s stands before %s, which it requires", id, w.Object, r)
					}
				}
				read = append(read, w.Object)
			}
			if w.Kind == "half" || w.Kind == "mock" {
				exams++
			}
		}
		if len(in) != weeks || exams == 0 || p.Work[len(p.Work)-1].Week != weeks {
			t.Errorf("%s has work in %d weeks, and %d exams", id, len(in), exams)
		}
	}
	term, _ := c.Plan("school-term")
	var modules, all []string
	for _, w := range term.Work {
		if w.Kind == "module" {
			modules = append(modules, w.Object)
		}
	}
	for _, m := range c.Modules {
		all = append(all, m.ID)
	}
	if !slices.Equal(modules, all) {
		t.Errorf("the term has the modules %v, the course %v", modules, all)
	}
	if _, ok := c.Plan("nothing"); ok {
		t.Error("there is a plan of no name")
	}
}

// TestPlannedDates: the days of a plan, over the end of a year.
func TestPlannedDates(t *testing.T) {
	monday := time.Date(2026, 12, 28, 0, 0, 0, 0, time.UTC)
	for _, tc := range []struct {
		work       content.PlannedWork
		opens, due string
	}{
		{content.PlannedWork{Week: 1, Day: "monday", Time: "09:30"}, "2026-12-28T00:00", "2026-12-28T09:30"},
		{content.PlannedWork{Week: 1, Day: "sunday", Time: "23:59"}, "2026-12-28T00:00", "2027-01-03T23:59"},
		{content.PlannedWork{Week: 3, From: 2, Day: "friday", Time: "17:00"}, "2027-01-04T00:00", "2027-01-15T17:00"},
		{content.PlannedWork{Week: 12, Day: "sunday", Time: "02:30"}, "2027-03-15T00:00", "2027-03-21T02:30"},
	} {
		if opens, due := tc.work.Opens(monday), tc.work.Due(monday); opens != tc.opens || due != tc.due {
			t.Errorf("%+v opens %s and is due %s", tc.work, opens, due)
		}
	}
}

// TestPlanProblems: what is wrong in a plan is found, with its line.
func TestPlanProblems(t *testing.T) {
	const good = "- id: p\n  title: Plan\n  summary: Some.\n  weeks: 2\n  work:\n" +
		"    - {week: 1, day: friday, time: \"17:00\", kind: lesson, object: d1-02, weight: 1, title: Read}\n" +
		"    - {week: 2, from: 1, day: friday, time: \"17:00\", kind: drill, object: \"domain:d3\", count: 10, attempts: 2, minimum: 70, weight: 0, title: Drill}\n"
	for _, tc := range []struct {
		old, new, want string
		line           int
	}{
		{"", "", "", 0},
		{"domain:d3", "lesson:d1-02", "", 0},
		{"domain:d3", "", "", 0},
		{"id: p", "id: ''", "needs an id", 1},
		{"weeks: 2", "weeks: 0", "needs an id", 1},
		{"week: 1,", "week: 3,", "week lies between 1 and 2", 6},
		{"from: 1,", "from: 3,", "from is not after it", 7},
		{"week: 1, day: friday", "week: 1, day: Friday", "day is one of", 6},
		{"17:00", "17.00", "time is written", 6},
		{"17:00", "24:00", "time is written", 6},
		{"17:00", "9:00", "time is written", 6},
		{"kind: lesson", "kind: book", "has no book", 6},
		{"object: d1-02", "object: d9-01", `no lesson "d9-01"`, 6},
		{"domain:d3", "domain:d9", `no drill "domain:d9"`, 7},
		{"domain:d3", "domain:", "no drill", 7},
		{"domain:d3", "tag:hipaa", "no drill", 7},
		{"count: 10", "count: 51", "count is for a drill", 7},
		{"weight: 1", "weight: 1, count: 5", "count is for a drill", 6},
		{"weight: 1", "weight: 1, attempts: 2", "are for drills and exams", 6},
		{"minimum: 70", "minimum: 101", "are for drills and exams", 7},
		{"weight: 0", "weight: -1", "weight lies between", 7},
		{"title: Read", "title: ' '", "needs a title", 6},
		{"week: 1, day: friday", "week: 2, day: saturday", "before what stands above", 7},
		{"weight: 1", "wait: 1", "no key \"wait\"", 6},
	} {
		files := course()
		files["cmaa/plans.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(good, tc.old, tc.new, 1))}
		_, problems := content.Load(files)
		found := slices.DeleteFunc(problems, func(p strict.Problem) bool { return p.File != "cmaa/plans.yaml" })
		switch {
		case tc.want == "" && len(found) > 0:
			t.Errorf("%s: %v", tc.new, found)
		case tc.want != "" && (len(found) == 0 || !strings.Contains(found[0].Message, tc.want) || found[0].Line != tc.line):
			t.Errorf("%s: want %q on line %d, found %v", tc.new, tc.want, tc.line, found)
		}
	}
}
