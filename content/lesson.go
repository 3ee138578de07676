package content

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"frontdesk/content/strict"
)

var lessonFileRE = regexp.MustCompile(`^(\d\d)-([a-z0-9-]+)\.md$`)

// lessonFiles reads every Markdown file of every module's folder; the file's name says which lesson it is.
func (l *loader) lessonFiles() {
	for _, m := range l.course.Modules {
		entries, err := fs.ReadDir(l.fsys, path.Join(dir, m.ID))
		if err != nil {
			continue // a module whose lessons are only outlined has no folder
		}
		for _, e := range entries {
			if !strings.HasSuffix(e.Name(), ".md") {
				continue
			}
			file := path.Join(dir, m.ID, e.Name())
			g := lessonFileRE.FindStringSubmatch(e.Name())
			if g == nil {
				l.problem(file, 1, "lesson", "a lesson's file is named number-slug.md, such as 03-hipaa-patient-rights.md")
				continue
			}
			le := l.course.lessons[m.ID+"-"+g[1]]
			if le == nil || le.Slug != g[2] {
				l.problem(file, 1, "lesson", "course.yaml outlines no lesson %s-%s with the slug %s", m.ID, g[1], g[2])
				continue
			}
			l.lesson(le, file)
		}
	}
}

// frontMatter is what stands between the two --- lines of a lesson.
type frontMatter struct {
	Title      string   `yaml:"title"`
	Summary    string   `yaml:"summary"`
	Minutes    int      `yaml:"minutes"`
	Requires   []string `yaml:"requires"`
	Objectives []pair   `yaml:"objectives"`
	Sources    []string `yaml:"sources"`
	Facts      []pair   `yaml:"facts"`
	AsOf       Date     `yaml:"as_of"`
	ReviewBy   Date     `yaml:"review_by"`
	Was        []string `yaml:"was"`
}

// A pair is a mapping with a single entry, the form in which objectives and facts are listed.
type pair struct {
	Key, Value string
	Line       int
}

// UnmarshalYAML reads "key: value" and keeps its line.
func (p *pair) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind != yaml.MappingNode || len(n.Content) != 2 || n.Content[1].Kind != yaml.ScalarNode {
		return &yaml.TypeError{Errors: []string{fmt.Sprintf("line %d: write one \"key: words\" here", n.Line)}}
	}
	*p = pair{n.Content[0].Value, n.Content[1].Value, n.Line}
	return nil
}

// lesson fills an outlined lesson from its file.
func (l *loader) lesson(le *Lesson, file string) {
	src := bytes.ReplaceAll(l.read(file), []byte("\r\n"), []byte("\n"))
	front, body, bodyLine, ok := split(src)
	if !ok {
		l.problem(file, 1, "lesson", "a lesson begins with front matter between two lines of ---")
		return
	}
	var fm frontMatter
	l.problems = append(l.problems, strict.Decode(file, front, 2, &fm)...)
	le.Written, le.File = true, file
	le.Summary, le.Minutes, le.Sources = fm.Summary, fm.Minutes, fm.Sources
	le.AsOf, le.ReviewBy, le.Was = fm.AsOf, fm.ReviewBy, fm.Was
	for _, o := range fm.Objectives {
		le.Objectives = append(le.Objectives, Objective{o.Key, o.Value})
	}
	for _, f := range fm.Facts {
		le.Facts = append(le.Facts, Fact{f.Key, f.Value, f.Line + 1})
	}
	l.frontMatter(le, fm)
	le.Body, le.BodyLine = l.titleLine(le, body, bodyLine)
	sum := sha256.Sum256([]byte(le.Title + "\n" + string(le.Body)))
	le.Revision = hex.EncodeToString(sum[:])[:16]
}

// frontMatter reports what is missing from the front matter or differs from the outline.
func (l *loader) frontMatter(le *Lesson, fm frontMatter) {
	if fm.Title != le.Title {
		l.problem(le.File, 2, "lesson", "the title %q differs from course.yaml, which says %q", fm.Title, le.Title)
	}
	if !slices.Equal(fm.Requires, le.Requires) {
		l.problem(le.File, 2, "lesson", "requires %v differs from course.yaml, which says %v", fm.Requires, le.Requires)
	}
	if fm.Summary == "" || fm.Minutes < 1 || len(fm.Objectives) == 0 || fm.AsOf.IsZero() || fm.ReviewBy.IsZero() {
		l.problem(le.File, 2, "lesson", "the front matter needs summary, minutes, objectives, as_of and review_by")
	}
	for i, o := range fm.Objectives {
		if want := fmt.Sprintf("o%d", i+1); o.Key != want {
			l.problem(le.File, o.Line+1, "lesson", "objectives are numbered in order: this is %s, not %s", want, o.Key)
		}
	}
	for _, s := range fm.Sources {
		if l.course.Source(s) == nil {
			l.problem(le.File, 2, "lesson", "there is no source %s in sources.yaml", s)
		}
	}
	for _, f := range fm.Facts {
		if l.course.Source(f.Key) == nil {
			l.problem(le.File, f.Line+1, "lesson", "a fact rests on %s, which is not in sources.yaml", f.Key)
		}
	}
}

// titleLine takes the "# Title" line off the body: the page prints the title itself.
func (l *loader) titleLine(le *Lesson, body []byte, line int) ([]byte, int) {
	trimmed := bytes.TrimLeft(body, "\n")
	line += len(body) - len(trimmed)
	first, rest, _ := bytes.Cut(trimmed, []byte("\n"))
	if string(bytes.TrimSpace(first)) != "# "+le.Title {
		l.problem(le.File, line, "lesson", "the text begins with the line \"# %s\"", le.Title)
		return trimmed, line
	}
	return rest, line + 1
}

// split separates front matter and body; bodyLine is the body's first line in the file.
func split(src []byte) (front, body []byte, bodyLine int, ok bool) {
	rest, found := bytes.CutPrefix(src, []byte("---\n"))
	if !found {
		return nil, nil, 0, false
	}
	front, body, found = bytes.Cut(rest, []byte("\n---\n"))
	if !found {
		return nil, nil, 0, false
	}
	front = append(slices.Clip(front), '\n')
	return front, body, 2 + bytes.Count(front, []byte("\n")) + 1, true
}
