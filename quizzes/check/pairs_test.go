package check

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"frontdesk/content"
	"frontdesk/content/strict"
	"frontdesk/quizzes"
)

// TestPlantedCopies plants copies of a shipped item in a file of another domain and looks whether they are found among
// all others.
func TestPlantedCopies(t *testing.T) {
	const from, to = "cmaa/d3/03.yaml", "cmaa/d6/01.yaml"
	src, other := read(t, from), read(t, to)
	_, original, _ := strings.Cut(src, "\n- id: d3-03-002")
	original, _, _ = strings.Cut(original, "\n- id: ")
	original = strings.ReplaceAll(original, "\n  set: ", "\n  set: planted-")
	plant := func(id, text string) string { return "\n- id: " + id + text + "\n" }
	words := strings.NewReplacer(" the ", " that ", " clinic", " office", " asks ", " wants to know ", " Monday", " Friday")
	for name, c := range map[string]struct {
		text string
		want strict.Severity
	}{
		"word for word":    {original, strict.Error},
		"some other words": {words.Replace(original), strict.Warning},
	} {
		changed := fstest.MapFS{to: &fstest.MapFile{Data: []byte(other + plant("d6-01-999", c.text))}}
		found := duplicates(t, changed)
		i := slices.IndexFunc(found, func(p strict.Problem) bool {
			return p.File == to && strings.Contains(p.Message, "d6-01-999") && strings.Contains(p.Message, "d3-03-002")
		})
		if i < 0 || c.want == strict.Error && found[i].Severity != strict.Error {
			t.Errorf("a copy of d3-03-002, %s, is not found among %v", name, found)
		}
	}
}

// duplicates runs L55 over the shipped bank with some files changed.
func duplicates(t *testing.T, changed fstest.MapFS) strict.Problems {
	course, _ := content.Load(content.Embedded())
	bank, problems := quizzes.Load(over{changed, quizzes.Embedded()}, course.Domain)
	if err := problems.Errors(); len(err) > 0 {
		t.Fatal(err)
	}
	w := &world{course: course, bank: bank, at: time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC), mask: func(s string) string { return s }}
	var items []*item
	for _, q := range bank.Items() {
		items = append(items, newItem(w, q))
	}
	return nearDuplicates(w, items)
}

// over is a file system with some files of another in front.
type over struct{ front, back fs.FS }

func (o over) Open(name string) (fs.File, error) {
	if f, err := o.front.Open(name); err == nil {
		if info, err := f.Stat(); err == nil && !info.IsDir() {
			return f, nil
		}
	}
	return o.back.Open(name)
}

func read(t *testing.T, file string) string {
	src, err := fs.ReadFile(quizzes.Embedded(), file)
	if err != nil {
		t.Fatal(err)
	}
	return string(src)
}

// TestSolvedIsVoid makes sure that a changed option voids what solvers did with an item, and that a changed rationale does
// not.
func TestSolvedIsVoid(t *testing.T) {
	files := fstest.MapFS{}
	for _, file := range []string{"cmaa/blueprint.yaml", "cmaa/solvers.yaml", "cmaa/d3/03.yaml"} {
		files[file] = &fstest.MapFile{Data: []byte(read(t, file))}
	}
	solved := func(edit func(*quizzes.Draft)) bool {
		bank, _ := quizzes.Load(files, func(string) string { return "d3" })
		for _, it := range bank.Items() {
			if it.SolvedNow() {
				d := it.Draft()
				edit(d)
				return d.Solved.Rev == d.Revision()
			}
		}
		t.Fatal("no item of d3-03 is solved")
		return false
	}
	for name, c := range map[string]struct {
		edit func(*quizzes.Draft)
		want bool
	}{
		"nothing":      {func(*quizzes.Draft) {}, true},
		"a rationale":  {func(d *quizzes.Draft) { d.Options[0].Why += " This is more." }, true},
		"an estimate":  {func(d *quizzes.Draft) { d.Expected = 0.5 }, true},
		"an option":    {func(d *quizzes.Draft) { d.Options[0].Text += " now" }, false},
		"the question": {func(d *quizzes.Draft) { d.Question = "So, " + d.Question }, false},
		"the key": {func(d *quizzes.Draft) {
			next := (d.KeyPlace() + 1) % 4
			for i := range d.Options {
				d.Options[i].Key = i == next
			}
		}, false},
	} {
		if got := solved(c.edit); got != c.want {
			t.Errorf("after changing %s, solved is %v, want %v", name, got, c.want)
		}
	}
}
