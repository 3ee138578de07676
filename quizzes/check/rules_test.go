package check_test

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"go.yaml.in/yaml/v3"

	"frontdesk/quizzes/check"
)

// day is the day of every check in these tests.
var day = time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)

// TestRules checks every rule against its fixtures in testdata/rules/{id}. A fixture is laid over the course in
// testdata/course and is one of two kinds: name.yaml is a bank file, in which "# <<" marks each line that has to be
// reported; name.edit.yaml lists replacements in the course's files (of nothing: new files), and "at" names a text of the line that has to be
// reported. What begins with "fail" reports exactly those lines and no other rule; what begins with "pass" reports
// nothing.
func TestRules(t *testing.T) {
	for _, id := range slices.Compact(slices.Sorted(slices.Values(check.RuleIDs()))) {
		files, _ := filepath.Glob("testdata/rules/" + id + "/*.yaml")
		kinds := map[string]bool{}
		for _, file := range files {
			name := filepath.Base(file)
			kind, _, _ := strings.Cut(strings.TrimSuffix(strings.TrimSuffix(name, ".yaml"), ".edit"), "-")
			kinds[kind] = true
			t.Run(id+"/"+name, func(t *testing.T) { checkFixture(t, id, file, kind) })
		}
		if !kinds["fail"] || !kinds["pass"] {
			t.Errorf("rule %s needs a failing and a passing fixture", id)
		}
	}
	folders, _ := os.ReadDir("testdata/rules")
	for _, f := range folders {
		if !slices.Contains(check.RuleIDs(), f.Name()) {
			t.Errorf("there are fixtures for %s, which is no rule", f.Name())
		}
	}
}

func checkFixture(t *testing.T, id, file, kind string) {
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	tree := fixtureCourse(t)
	var want []string
	if strings.HasSuffix(file, ".edit.yaml") {
		want = applyEdits(t, tree, src, id)
	} else {
		want = addBank(t, tree, string(src), id)
	}
	if (kind == "fail") != (len(want) > 0) {
		t.Fatalf("a %s fixture has %d marked lines", kind, len(want))
	}
	var got []string
	for _, p := range checkTree(t, tree).Problems {
		t.Log(p)
		if p.Rule != id && slices.Contains(check.PairRuleIDs(), p.Rule) {
			continue // a fixture says the same several times with small changes
		}
		got = append(got, fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Rule))
	}
	slices.Sort(want)
	slices.Sort(got)
	if got = slices.Compact(got); !slices.Equal(got, want) {
		t.Errorf("reported\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

// fixtureCourse reads testdata/course into memory.
func fixtureCourse(t *testing.T) fstest.MapFS {
	tree := fstest.MapFS{}
	root := os.DirFS("testdata/course")
	err := fs.WalkDir(root, ".", func(file string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		src, err := fs.ReadFile(root, file)
		tree[file] = &fstest.MapFile{Data: src}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func checkTree(t *testing.T, tree fstest.MapFS) check.Report {
	contents, err := tree.Sub("content")
	if err != nil {
		t.Fatal(err)
	}
	bank, err := tree.Sub("quizzes")
	if err != nil {
		t.Fatal(err)
	}
	return check.Files(contents, bank, day)
}

var firstIDRE = regexp.MustCompile(`(?m)^- id: (\w\w)-(\d\d)-`)

// addBank puts a bank file where its first id belongs and returns what its marks ask for.
func addBank(t *testing.T, tree fstest.MapFS, src, id string) (want []string) {
	g := firstIDRE.FindStringSubmatch(src)
	if g == nil {
		t.Fatal("the fixture holds no item")
	}
	file := path.Join("quizzes/cmaa", g[1], g[2]+".yaml")
	tree[file] = &fstest.MapFile{Data: []byte(src)}
	for i, line := range strings.Split(src, "\n") {
		if strings.HasSuffix(line, "# <<") {
			want = append(want, fmt.Sprintf("%s:%d: %s", file, i+1, id))
		}
	}
	return want
}

// applyEdits makes the replacements and returns the lines that they ask for.
func applyEdits(t *testing.T, tree fstest.MapFS, src []byte, id string) (want []string) {
	var edits []struct{ File, Replace, With, At string }
	if err := yaml.Unmarshal(src, &edits); err != nil {
		t.Fatal(err)
	}
	for _, e := range edits {
		if tree[e.File] == nil && e.Replace == "" { // a file of its own
			tree[e.File] = &fstest.MapFile{}
		}
		text := string(tree[e.File].Data)
		if strings.Count(text, e.Replace) != 1 {
			t.Fatalf("%q stands %d times in %s", e.Replace, strings.Count(text, e.Replace), e.File)
		}
		text = strings.Replace(text, e.Replace, e.With, 1)
		tree[e.File] = &fstest.MapFile{Data: []byte(text)}
		if e.At == "" {
			continue
		}
		before, _, found := strings.Cut(text, e.At)
		if !found {
			t.Fatalf("%q does not stand in %s", e.At, e.File)
		}
		want = append(want, fmt.Sprintf("%s:%d: %s", e.File, 1+strings.Count(before, "\n"), id))
	}
	return want
}

// TestFixtureCourse makes sure that the course under the fixtures reports nothing by itself.
func TestFixtureCourse(t *testing.T) {
	for _, p := range checkTree(t, fixtureCourse(t)).Problems {
		t.Error(p)
	}
}
