package templates_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"frontdesk/templates"
)

var classRE = regexp.MustCompile(`\.([a-z][a-z0-9-]*)`)

// classesOf are the classes that a style sheet has rules for.
func classesOf(css string) map[string]bool {
	css = regexp.MustCompile(`(?s)/\*.*?\*/`).ReplaceAllString(css, "")
	classes := map[string]bool{}
	for _, selector := range regexp.MustCompile(`[^{};]+\{`).FindAllString(css, -1) {
		for _, c := range classRE.FindAllStringSubmatch(selector, -1) {
			classes[c[1]] = true
		}
	}
	return classes
}

// classesIn are the classes that a page uses, with one element that does.
func classesIn(t *testing.T, page []byte) map[string]string {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	classes := map[string]string{}
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			if a.Key == "class" {
				for c := range strings.FieldsSeq(a.Val) {
					classes[c] = n.Data
				}
			}
		}
	}
	return classes
}

func sheet(t *testing.T, name string) string {
	t.Helper()
	css, err := os.ReadFile(filepath.Join("../static", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(css)
}

// TestClassesHaveRules finds classes that no style sheet knows: misspelt ones, and those that nobody needs.
func TestClassesHaveRules(t *testing.T) {
	s := set(t, templates.Embedded())
	known := classesOf(sheet(t, "site.css") + sheet(t, "personal.css"))
	for name, p := range samples(t) {
		page, err := s.Render(p)
		if err != nil {
			t.Fatal(err)
		}
		for class, element := range classesIn(t, page) {
			if !known[class] {
				t.Errorf("%s: <%s class=%q> has no rule in the style sheets", name, element, class)
			}
		}
	}
}

// TestStylePageIsComplete holds the style page to the layer of shared components: each class stands in a sample.
func TestStylePageIsComplete(t *testing.T) {
	page, err := set(t, templates.Embedded()).Render(sharedSamples(t)["style"])
	if err != nil {
		t.Fatal(err)
	}
	shown := classesIn(t, page)
	css := sheet(t, "site.css")
	_, components, ok := strings.Cut(css, "@layer components {")
	components, _, end := strings.Cut(components, "\n@layer state {")
	if !ok || !end {
		t.Fatal("site.css has no layer components before the layer state")
	}
	for class := range classesOf(components) {
		if shown[class] == "" {
			t.Errorf("the class %q is not on the style page", class)
		}
	}
}
