package content

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"frontdesk/content/strict"
)

// dir is the folder of the course below the root of the file system.
const dir = "cmaa"

// loader carries what has been read and every problem on the way.
type loader struct {
	fsys     fs.FS
	course   *Course
	problems strict.Problems
}

// Load reads the course below fsys, whose root holds the folder cmaa. It always returns a course, as full as the
// files allow, together with every problem found; whoever cannot live with problems checks Problems.Errors.
func Load(fsys fs.FS) (*Course, Problems) {
	l := &loader{fsys: fsys, course: &Course{
		Sources: map[string]*Source{}, Misconceptions: map[string]*Misconception{},
		lessons: map[string]*Lesson{}, cards: map[string]*Card{},
	}}
	l.handouts() // tracks name them
	l.outline()
	l.sources()
	l.misconceptions()
	l.yaml(path.Join(dir, "names.yaml"), &l.course.Names)
	l.yaml(path.Join(dir, "codes_allowed.yaml"), &l.course.Codes)
	l.sayings()
	l.spelling()
	l.figures()
	l.skills()
	l.plans()
	l.lessonFiles()
	l.glossary()
	l.course.Version = l.version()
	l.problems.Sort()
	return l.course, l.problems
}

// sayings reads search.yaml, which a course may do without.
func (l *loader) sayings() {
	file := path.Join(dir, "search.yaml")
	if _, err := fs.Stat(l.fsys, file); err != nil {
		return
	}
	l.yaml(file, &l.course.Sayings)
	for _, s := range l.course.Sayings {
		if strings.TrimSpace(s.Say) == "" || strings.TrimSpace(s.Find) == "" {
			l.problem(file, 1, "search", "each entry needs say and find; found say %q, find %q", s.Say, s.Find)
		}
	}
}

// skills reads skills.yaml, which a course may do without.
func (l *loader) skills() {
	file := path.Join(dir, "skills.yaml")
	if _, err := fs.Stat(l.fsys, file); err != nil {
		return
	}
	l.yaml(file, &l.course.Skills)
	seen := map[string]bool{}
	for _, s := range l.course.Skills {
		if s.ID == "" || s.Title == "" || s.Evidence == "" || seen[s.ID] {
			l.problem(file, 1, "skill", "each skill needs an id of its own, a title and what counts as evidence; found %+v", s)
		}
		if l.course.lessons[s.Lesson] == nil {
			l.problem(file, 1, "skill", "skill %s names lesson %q, which is not outlined", s.ID, s.Lesson)
		}
		seen[s.ID] = true
	}
}

// handouts reads handouts/*.md; each begins with a title.
func (l *loader) handouts() {
	files, err := fs.Glob(l.fsys, path.Join(dir, "handouts", "*.md"))
	if err != nil {
		return // the pattern is well formed
	}
	for _, file := range files {
		src := l.read(file)
		first, _, _ := bytes.Cut(src, []byte("\n"))
		title, ok := strings.CutPrefix(strings.TrimSpace(string(first)), "# ")
		if !ok || title == "" {
			l.problem(file, 1, "handout", "the first line is the title: \"# \" and its words")
		}
		h := Handout{strings.TrimSuffix(path.Base(file), ".md"), title, src, file}
		if !slices.Contains([]string{ReviewSheet, MarkedTask, Template}, h.Kind()) {
			l.problem(file, 1, "handout", "the name begins with %s-, %s- or %s-", ReviewSheet, MarkedTask, Template)
		}
		l.course.Handouts = append(l.course.Handouts, h)
	}
}

func (l *loader) problem(file string, line int, rule, format string, args ...any) {
	l.problems = append(l.problems, strict.Problemf(file, line, rule, format, args...))
}

// read returns the file, or nil after saying that it cannot be read.
func (l *loader) read(file string) []byte {
	src, err := fs.ReadFile(l.fsys, file)
	if errors.Is(err, fs.ErrNotExist) {
		l.problem(file, 1, "file", "this file is missing; a course needs it")
		return nil
	}
	if err != nil {
		l.problem(file, 1, "file", "this file cannot be read: %v", err)
		return nil
	}
	return src
}

// yaml decodes a whole file and returns the lines of its entries.
func (l *loader) yaml(file string, out any) []int {
	src := l.read(file)
	if src == nil {
		return nil
	}
	doc, found := strict.Parse(file, src, 1)
	l.problems = append(append(l.problems, found...), doc.Decode(out)...)
	return doc.Lines()
}

// courseFile is course.yaml as it stands.
type courseFile struct {
	ID      string `yaml:"id"`
	Title   string `yaml:"title"`
	Modules []struct {
		ID      string `yaml:"id"`
		Slug    string `yaml:"slug"`
		Title   string `yaml:"title"`
		Summary string `yaml:"summary"`
		Lessons []struct {
			ID       string   `yaml:"id"`
			Slug     string   `yaml:"slug"`
			Title    string   `yaml:"title"`
			Requires []string `yaml:"requires"`
			Items    int      `yaml:"items"`
			CountsAs string   `yaml:"counts_as"`
		} `yaml:"lessons"`
	} `yaml:"modules"`
	Tracks []Track `yaml:"tracks"`
}

var domainRE = regexp.MustCompile(`^d[1-9]$`)

// outline reads course.yaml: modules and lessons without their text.
func (l *loader) outline() {
	file := path.Join(dir, "course.yaml")
	var cf courseFile
	l.yaml(file, &cf)
	c := l.course
	c.ID, c.Title, c.Tracks = cf.ID, cf.Title, cf.Tracks
	slugs := map[string]bool{}
	for _, fm := range cf.Modules {
		m := &Module{ID: fm.ID, Slug: fm.Slug, Title: fm.Title, Summary: fm.Summary}
		if slugs[m.Slug] || m.Slug == "" {
			l.problem(file, 1, "course", "module %s needs a slug of its own, found %q", m.ID, m.Slug)
		}
		slugs[m.Slug] = true
		inModule := map[string]bool{}
		for _, fl := range fm.Lessons {
			le := &Lesson{ID: fl.ID, Slug: fl.Slug, Title: fl.Title, Module: m, Requires: fl.Requires,
				Items: fl.Items, Domain: cmp.Or(fl.CountsAs, fm.ID)}
			if !domainRE.MatchString(le.Domain) {
				le.Domain = ""
			}
			if c.lessons[le.ID] != nil || inModule[le.Slug] || !strings.HasPrefix(le.ID, m.ID+"-") {
				l.problem(file, 1, "course", "lesson %s (%s) needs an id and a slug of its own inside module %s", le.ID, le.Slug, m.ID)
			}
			inModule[le.Slug] = true
			c.lessons[le.ID] = le
			m.Lessons = append(m.Lessons, le)
		}
		c.Modules = append(c.Modules, m)
	}
	l.references(file)
}

// references checks that prerequisites and tracks name lessons that are outlined, and that no lesson requires itself
// by any way round.
func (l *loader) references(file string) {
	c := l.course
	for _, le := range c.Lessons() {
		for _, r := range le.Requires {
			if c.lessons[r] == nil {
				l.problem(file, 1, "course", "lesson %s requires %s, which is not outlined", le.ID, r)
			}
		}
		if c.requires(le.ID, le.ID, map[string]bool{}) {
			l.problem(file, 1, "course", "lesson %s requires itself by way of its prerequisites", le.ID)
		}
	}
	for _, t := range c.Tracks {
		l.track(file, t)
	}
}

// track checks that a track holds lessons once and after what they require, and that its practice exists.
func (l *loader) track(file string, t Track) {
	before := map[string]bool{}
	for _, id := range t.Lessons() {
		le := l.course.lessons[id]
		switch {
		case le == nil:
			l.problem(file, 1, "course", "track %s lists %s, which is not outlined", t.ID, id)
			continue
		case before[id]:
			l.problem(file, 1, "course", "track %s lists %s twice", t.ID, id)
		}
		for _, r := range le.Requires {
			if !before[r] {
				l.problem(file, 1, "course", "track %s has %s before %s, which it requires", t.ID, id, r)
			}
		}
		before[id] = true
	}
	for _, w := range t.Weeks {
		for _, p := range w.Practice {
			if !l.practicable(p) {
				l.problem(file, 1, "course", "track %s: %q is none of diagnostic, half, mock, check and a module, or a handout", t.ID, p)
			}
		}
	}
}

func (l *loader) practicable(p string) bool {
	if module, ok := strings.CutPrefix(p, "check "); ok {
		return slices.ContainsFunc(l.course.Modules, func(m *Module) bool { return m.ID == module })
	}
	return slices.Contains([]string{"diagnostic", "half", "mock"}, p) ||
		slices.ContainsFunc(l.course.Handouts, func(h Handout) bool { return h.Name == p })
}

// requires reports whether the lesson from leads to the lesson to through prerequisites.
func (c *Course) requires(from, to string, seen map[string]bool) bool {
	le := c.lessons[from]
	if le == nil || seen[from] {
		return false
	}
	seen[from] = true
	return slices.ContainsFunc(le.Requires, func(r string) bool { return r == to || c.requires(r, to, seen) })
}

// sources reads sources.yaml.
func (l *loader) sources() {
	file := path.Join(dir, "sources.yaml")
	var m map[string]*Source
	src := l.read(file)
	l.problems = append(l.problems, strict.Decode(file, src, 1, &m)...)
	lines := keyLines(src)
	for key, s := range m {
		if s == nil {
			l.problem(file, lines[key], "source", "source %s is empty", key)
			continue
		}
		s.Key, s.File, s.Line = key, file, lines[key]
		if s.Title == "" || s.Ref == "" || s.URL == "" || s.AsOf.IsZero() || !slices.Contains([]string{"V", "S", "K"}, s.Level) {
			l.problem(file, s.Line, "source", "source %s needs title, ref, url, as_of and a level V, S or K", key)
		}
		l.course.Sources[key] = s
	}
}

var keyRE = regexp.MustCompile(`(?m)^([\w.-]+):`)

// keyLines finds the line of each key at the start of a line.
func keyLines(src []byte) map[string]int {
	lines := map[string]int{}
	for _, at := range keyRE.FindAllSubmatchIndex(src, -1) {
		lines[string(src[at[2]:at[3]])] = 1 + bytes.Count(src[:at[0]], []byte("\n"))
	}
	return lines
}

// misconceptions reads misconceptions.yaml.
func (l *loader) misconceptions() {
	file := path.Join(dir, "misconceptions.yaml")
	var list []*Misconception
	lines := l.yaml(file, &list)
	for i, m := range list {
		m.File, m.Line = file, lineAt(lines, i)
		if l.course.Misconceptions[m.ID] != nil {
			l.problem(file, m.Line, "misconception", "the id %s stands twice", m.ID)
		}
		if l.course.lessons[m.Lesson] == nil {
			l.problem(file, m.Line, "misconception", "%s names lesson %q, which is not outlined", m.ID, m.Lesson)
		}
		if m.ID == "" || m.Correction == "" {
			l.problem(file, m.Line, "misconception", "a misconception needs id, statement, correction and lesson")
		}
		l.course.Misconceptions[m.ID] = m
	}
}

func lineAt(lines []int, i int) int {
	if i < len(lines) {
		return lines[i]
	}
	return 1
}

// version is the course's fingerprint.
func (l *loader) version() string {
	h := sha256.New()
	for _, le := range l.course.Lessons() {
		fmt.Fprintln(h, le.ID, le.Slug, le.Title, le.Revision)
	}
	for _, k := range l.course.Cards {
		fmt.Fprintf(h, "%s\x00%s\x00%s\x00%s\x00%s\n", k.ID, k.Front, k.Back, k.Example, k.Trap)
	}
	return hex.EncodeToString(h.Sum(nil))[:12]
}

// spelling reads spelling.txt, which a course may do without: words that are spelled right and stand in no dictionary, one
// a line. What follows a # is a comment.
func (l *loader) spelling() {
	file := path.Join(dir, "spelling.txt")
	if _, err := fs.Stat(l.fsys, file); err != nil {
		return
	}
	for line := range strings.Lines(string(l.read(file))) {
		text, _, _ := strings.Cut(line, "#")
		l.course.Spelling = append(l.course.Spelling, strings.Fields(text)...)
	}
}
