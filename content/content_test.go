package content_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"frontdesk/content"
)

// TestEmbeddedCourse holds the shipped course to its outline.
func TestEmbeddedCourse(t *testing.T) {
	c, problems := content.Load(content.Embedded())
	for _, p := range problems {
		t.Error(p)
	}
	if got := len(c.Lessons()); got != 73 {
		t.Errorf("%d lessons outlined, want 73", got)
	}
	if got := len(c.Written()); got < 14 {
		t.Errorf("%d lessons written, want 14 or more", got)
	}
	if got := len(c.Cards); got < 60 {
		t.Errorf("%d cards, want 60 or more", got)
	}
	for id, want := range map[string]string{"d3-03": "d3", "mt-04": "d1", "d1-02": "d3", "d1-05": "d5", "ca-01": "", "zz-01": ""} {
		if got := c.Domain(id); got != want {
			t.Errorf("domain of %s is %q, want %q", id, got, want)
		}
	}
	if got := c.Lesson("d3-03").Path(); got != "/learn/law/hipaa-patient-rights/" {
		t.Errorf("path of d3-03 is %s", got)
	}
}

// course is a course of one lesson, the smallest that loads without a problem.
func course() fstest.MapFS {
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	return fstest.MapFS{
		"cmaa/course.yaml": file(`id: cmaa
title: Course
modules:
  - id: d1
    slug: foundations
    title: Foundations
    summary: One sentence.
    lessons:
      - {id: d1-01, slug: first-lesson, title: First lesson, requires: [], items: 3}
      - {id: d1-02, slug: second-lesson, title: Second lesson, requires: [d1-01], items: 3, counts_as: d3}
tracks:
  - {id: all, title: All, summary: Both., weeks: [{lessons: [d1-01], practice: [half]}, {lessons: [d1-02], practice: [check d1]}]}
`),
		"cmaa/sources.yaml":        file(`a.b: {title: "T", ref: "R", url: "https://example.org/", as_of: 2026-01-02, level: V}` + "\n"),
		"cmaa/misconceptions.yaml": file(`- {id: one, statement: "A statement here.", correction: "No.", lesson: d1-01}` + "\n"),
		"cmaa/skills.yaml":         file(`- {id: lists, title: Lists, people: false, evidence: "A list", lesson: d1-01}` + "\n"),
		"cmaa/names.yaml":          file("family: [Reyes]\ngiven: [Ana]\n"),
		"cmaa/codes_allowed.yaml":  file("ranges: []\ncodes: []\n"),
		"cmaa/d1/01-first-lesson.md": file(`---
title: First lesson
summary: What it says.
minutes: 10
requires: []
objectives:
  - o1: Do one thing.
sources: [a.b]
facts:
  - a.b: one thing
as_of: 2026-01-02
review_by: 2027-01-02
---

# First lesson

Do one thing.
`),
		"cmaa/glossary/bl.yaml": file(`- id: bl-001
  front: Copay
  back: a fixed part of the price
  example: The card says it.
  trap: Not coinsurance.
  lesson: d1-01
  tags: [money]
  reverse: true
`),
	}
}

func TestLoadSmall(t *testing.T) {
	c, problems := content.Load(course())
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	l := c.Lesson("d1-01")
	if !l.Written || strings.TrimSpace(string(l.Body)) != "Do one thing." || l.BodyLine != 16 {
		t.Errorf("lesson is %+v", l)
	}
	if c.Lesson("d1-02").Written || c.Lesson("d1-02").Domain != "d3" {
		t.Error("the second lesson is only outlined and counts for d3")
	}
	track, ok := c.Track("all")
	if !ok || track.Week("d1-02") != 2 || track.Week("d9-01") != 0 || len(c.InOrder(track)) != 1 || len(c.InOrder(content.Track{})) != 1 {
		t.Errorf("track is %+v", track)
	}
	if got := c.Cards[0].Path(); got != "/terms/copay/" {
		t.Errorf("card stands at %s", got)
	}
	if c.Source("a.b#(c)") == nil || c.Source("x.y") != nil {
		t.Error("a key finds its source with or without a section, and nothing else")
	}
}

// TestLoadProblems changes one thing at a time and expects one sentence that names the place.
func TestLoadProblems(t *testing.T) {
	for _, tc := range []struct{ name, file, old, new, want string }{
		{"unknown key", "cmaa/course.yaml", "items: 3}", "itmes: 3}", `cmaa/course.yaml:9: yaml: there is no key "itmes"`},
		{"requires nothing known", "cmaa/course.yaml", "requires: [d1-01]", "requires: [d9-01]", "requires d9-01, which is not outlined"},
		{"circle", "cmaa/course.yaml", "requires: []", "requires: [d1-02]", "requires itself"},
		{"track with a stranger", "cmaa/course.yaml", "lessons: [d1-01]", "lessons: [d1-01, d9-01]", "track all lists d9-01, which is not outlined"},
		{"track with one twice", "cmaa/course.yaml", "lessons: [d1-02]", "lessons: [d1-02, d1-01]", "track all lists d1-01 twice"},
		{"track in a wrong order", "cmaa/course.yaml", "lessons: [d1-01]", "lessons: []", "track all has d1-02 before d1-01, which it requires"},
		{"practice of nothing", "cmaa/course.yaml", "check d1", "check d9", `"check d9" is none of`},
		{"practice without a name", "cmaa/course.yaml", "practice: [half]", "practice: [third]", `"third" is none of`},
		{"skill without evidence", "cmaa/skills.yaml", "A list", "", "each skill needs an id of its own"},
		{"skill without a lesson", "cmaa/skills.yaml", "lesson: d1-01", "lesson: d9-01", `names lesson "d9-01"`},
		{"slug twice", "cmaa/course.yaml", "slug: second-lesson", "slug: first-lesson", "a slug of its own"},
		{"bad level", "cmaa/sources.yaml", "level: V", "level: X", "level V, S or K"},
		{"bad date", "cmaa/sources.yaml", "2026-01-02", "2026-13-02", `cmaa/sources.yaml:1: yaml: "2026-13-02" is not a date`},
		{"misconception without lesson", "cmaa/misconceptions.yaml", "d1-01", "d1-09", "names lesson \"d1-09\""},
		{"lesson title", "cmaa/d1/01-first-lesson.md", "title: First lesson", "title: Fist lesson", "differs from course.yaml"},
		{"lesson heading", "cmaa/d1/01-first-lesson.md", "# First lesson", "# Other", "01-first-lesson.md:15: lesson: the text begins with"},
		{"lesson source", "cmaa/d1/01-first-lesson.md", "sources: [a.b]", "sources: [a.c]", "there is no source a.c"},
		{"fact source", "cmaa/d1/01-first-lesson.md", "a.b: one", "a.z: one", "01-first-lesson.md:10: lesson: a fact rests on a.z"},
		{"no front matter", "cmaa/d1/01-first-lesson.md", "---\ntitle", "title", "begins with front matter"},
		{"objective order", "cmaa/d1/01-first-lesson.md", "o1:", "o2:", "this is o1, not o2"},
		{"card id", "cmaa/glossary/bl.yaml", "bl-001", "px-001", "no id of this deck"},
		{"card without trap", "cmaa/glossary/bl.yaml", "trap: Not coinsurance.", "trap: ''", "needs example, trap and tags"},
		{"card key", "cmaa/glossary/bl.yaml", "front:", "font:", `bl.yaml:2: yaml: there is no key "font"`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			files := course()
			changed := strings.Replace(string(files[tc.file].Data), tc.old, tc.new, 1)
			files[tc.file] = &fstest.MapFile{Data: []byte(changed)}
			_, problems := content.Load(files)
			if !strings.Contains(problems.Error(), tc.want) {
				t.Errorf("problems are\n%s\nwant one that holds %q", problems.Error(), tc.want)
			}
		})
	}
}

func TestLoadMissingFile(t *testing.T) {
	for file := range course() {
		if !strings.HasSuffix(file, ".yaml") || strings.Contains(file, "glossary") || strings.Contains(file, "skills") { // a course may do without them
			continue
		}
		files := course()
		delete(files, file)
		if _, problems := content.Load(files); !strings.Contains(problems.Error(), file+":1: file: this file is missing") {
			t.Errorf("without %s the problems are\n%s", file, problems.Error())
		}
	}
}
