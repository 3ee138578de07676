package content_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"frontdesk/content"
)

var numberRE = regexp.MustCompile(`\d[\d,]*(?:\.\d+)?`)

// numbers are the numbers in a text, without the commas between thousands.
func numbers(text string) []string {
	var all []string
	for _, n := range numberRE.FindAllString(text, -1) {
		all = append(all, strings.ReplaceAll(strings.TrimRight(n, ","), ",", ""))
	}
	return all
}

// TestFactsAgreeWithSources holds every number in a fact of a lesson to testdata/values.yaml, which says what the source
// of that key says: deadlines, amounts, thresholds, names of forms. It was written from the sources and not from the
// lessons; a source that changes its value is changed there first.
func TestFactsAgreeWithSources(t *testing.T) {
	course, problems := content.Load(content.Embedded())
	if found := problems.Errors(); len(found) > 0 {
		t.Fatal(found)
	}
	src, err := os.ReadFile("testdata/values.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var values map[string][]string
	if err := yaml.Unmarshal(src, &values); err != nil {
		t.Fatal(err)
	}
	for key := range values {
		if course.Source(key) == nil {
			t.Errorf("values.yaml has the key %s, which is no source", key)
		}
	}
	compared := 0
	for _, l := range course.Written() {
		for _, f := range l.Facts {
			key, _, _ := strings.Cut(f.Source, "#")
			known := numbers(strings.Join(values[key], " "))
			for _, n := range numbers(f.Text) {
				if compared++; !slices.Contains(known, n) {
					t.Errorf("%s:%d: %q has the number %s, which values.yaml does not give for %s", l.File, f.Line, f.Text, n, key)
				}
			}
		}
	}
	if compared < 250 {
		t.Errorf("only %d numbers compared", compared)
	}
}
