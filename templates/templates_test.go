package templates_test

import (
	"bytes"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"frontdesk/templates"
)

var update = flag.Bool("update", false, "write the golden pages anew")

func set(t *testing.T, fsys fs.FS) *templates.Set {
	t.Helper()
	s, err := templates.New(fsys, func(name string) string { return "static/hash/" + name })
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// samples is every page in the states that matter, by the name of its golden file. Each subject's test file adds its
// own.
func samples(t *testing.T) map[string]templates.Page {
	all := map[string]templates.Page{}
	for _, pages := range []map[string]templates.Page{errorSamples(), sharedSamples(t), personalSamples(t)} {
		for name, p := range pages {
			if all[name] != nil {
				t.Fatalf("two samples are called %s", name)
			}
			all[name] = p
		}
	}
	return all
}

// TestGolden renders every sample and compares it with testdata. A field that a template names and its struct does not
// have fails here.
func TestGolden(t *testing.T) {
	s := set(t, templates.Embedded())
	for name, page := range samples(t) {
		t.Run(name, func(t *testing.T) {
			got, err := s.Render(page)
			if err != nil {
				t.Fatal(err)
			}
			checkPage(t, got)
			file := filepath.Join("testdata", name+".html")
			if *update {
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%s differs from %s; run with -update and read the difference", page.Template(), file)
			}
		})
	}
}

// TestNoForgottenGolden finds golden files of samples that are gone.
func TestNoForgottenGolden(t *testing.T) {
	all := samples(t)
	files, _ := filepath.Glob("testdata/*.html")
	for _, f := range files {
		if all[strings.TrimSuffix(filepath.Base(f), ".html")] == nil {
			t.Errorf("%s is the golden file of no sample", f)
		}
	}
}

// TestEveryPageHasSample holds the structs of the package, found in its source, and the page files in the folder to the
// samples: each struct that is a page is rendered at least once, and each page file belongs to a struct.
func TestEveryPageHasSample(t *testing.T) {
	sampled, rendered := map[string]bool{}, map[string]bool{}
	for _, p := range samples(t) {
		sampled[typeName(p)], rendered[p.Template()] = true, true
	}
	for _, name := range pageTypes(t) {
		if !sampled[name] {
			t.Errorf("the page %s has no sample in the test", name)
		}
	}
	files, _ := filepath.Glob("*.html")
	for _, f := range files {
		if !rendered[f] {
			t.Errorf("%s is the file of no sample", f)
		}
	}
}

// pageTypes are the types of the package's source with a method Template.
func pageTypes(t *testing.T) []string {
	files, _ := filepath.Glob("*.go")
	var names []string
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range parsed.Decls {
			f, ok := d.(*ast.FuncDecl)
			if ok && f.Recv != nil && f.Name.Name == "Template" {
				names = append(names, f.Recv.List[0].Type.(*ast.Ident).Name)
			}
		}
	}
	return names
}

// checkPage holds every page to what the frame promises: one h1, a title, no inline style or script, nothing from
// elsewhere, ids that are unique and references that have a target.
func checkPage(t *testing.T, page []byte) {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	ids, refs, h1 := map[string]int{}, map[string]string{}, 0
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if n.Data == "h1" {
			h1++
		}
		if n.Data == "style" || n.Data == "script" && n.FirstChild != nil {
			t.Errorf("inline <%s> in the page", n.Data)
		}
		for _, a := range n.Attr {
			checkAttribute(t, n, a, ids, refs)
		}
	}
	if h1 != 1 {
		t.Errorf("%d h1, want one", h1)
	}
	for id, n := range ids {
		if n > 1 {
			t.Errorf("the id %q stands %d times", id, n)
		}
	}
	for ref, from := range refs {
		if ids[ref] == 0 {
			t.Errorf("%s names the id %q, which is not in the page", from, ref)
		}
	}
	if bytes.Contains(page, []byte("ZgotmplZ")) {
		t.Error("html/template refused a value: ZgotmplZ")
	}
}

func checkAttribute(t *testing.T, n *html.Node, a html.Attribute, ids map[string]int, refs map[string]string) {
	t.Helper()
	where := n.Data + " " + a.Key
	switch {
	case a.Key == "id":
		ids[a.Val]++
	case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
		t.Errorf("the attribute %s is inline", where)
	case a.Key == "for" || a.Key == "aria-labelledby" || a.Key == "aria-describedby" || a.Key == "popovertarget":
		for ref := range strings.FieldsSeq(a.Val) {
			refs[ref] = where
		}
	case a.Key == "href" && strings.HasPrefix(a.Val, "#"):
		refs[a.Val[1:]] = where
	case a.Key == "src" && strings.Contains(a.Val, "//"):
		t.Errorf("%s=%q comes from elsewhere", where, a.Val)
	}
}
