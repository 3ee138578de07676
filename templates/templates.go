// Package templates is the site's HTML: one file and one typed struct for each page.
//
// A page is a Go struct that embeds Frame, names its file in a method Template and is filled in server/site (pages
// that are the same for everybody) or in server (personal pages). The file x.html begins with the frame that it stands
// in, {{template "base" .}}, and defines "main". What several pages share stands in parts.
//
// A Set is parsed once; Render is all or nothing, so a page that fails half-way is never half-sent. The folder is
// embedded, and New takes any file system, so that a designer can work on the files in place.
//
// To change a page: edit its file, run "go test ./templates -update" and read the difference under testdata. To give a
// page new data: add a field here, a sample of it in the test, and fill it where the page is made.
package templates

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"path"
)

//go:embed *.html parts/*.html
var embedded embed.FS

// Embedded is the folder that ships with the binary.
func Embedded() fs.FS { return embedded }

// A Page can be rendered. Only structs of this package that embed Frame are pages.
type Page interface {
	// Template is the file name of the page, "lesson.html".
	Template() string
	inFrame()
}

// A Set holds every page's template, parsed. It never changes, so any number of goroutines may render from it.
type Set struct{ pages map[string]*template.Template }

// New parses all pages and parts. asset turns the name of a file of package static into its path without a leading
// slash, "static/3f9c…/site.css".
func New(fsys fs.FS, asset func(name string) string) (*Set, error) {
	shared, err := template.New("").Funcs(functions(asset)).ParseFS(fsys, "parts/*.html")
	if err != nil {
		return nil, fmt.Errorf("parse templates: %w", err)
	}
	files, err := fs.Glob(fsys, "*.html")
	if err != nil {
		return nil, fmt.Errorf("list templates: %w", err)
	}
	s := &Set{pages: map[string]*template.Template{}}
	for _, file := range files {
		if s.pages[file], err = parse(shared, fsys, file); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// parse reads one page on top of the parts. The function show runs another template by name and gives its HTML as a
// value: the style page prints each sample twice, once live and once as text.
func parse(shared *template.Template, fsys fs.FS, file string) (*template.Template, error) {
	t, err := shared.Clone()
	if err != nil {
		return nil, fmt.Errorf("parse template %s: %w", file, err)
	}
	t.Funcs(template.FuncMap{"show": func(name string, data any) (template.HTML, error) {
		var b bytes.Buffer
		err := t.ExecuteTemplate(&b, name, data)
		return template.HTML(b.String()), err
	}})
	if _, err := t.ParseFS(fsys, file); err != nil {
		return nil, fmt.Errorf("parse template %s: %w", file, err)
	}
	return t, nil
}

// Render makes the page's bytes, or an error and no bytes.
func (s *Set) Render(p Page) ([]byte, error) {
	t := s.pages[p.Template()]
	if t == nil {
		return nil, fmt.Errorf("render %T: there is no template %s", p, p.Template())
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, path.Base(p.Template()), p); err != nil {
		return nil, fmt.Errorf("render %T: %w", p, err)
	}
	return bytes.TrimLeft(b.Bytes(), "\n"), nil
}

// functions are what all templates may call beside the methods of their page.
func functions(asset func(name string) string) template.FuncMap {
	return template.FuncMap{
		"asset":  asset,
		"add":    func(a, b int) int { return a + b },
		"plural": plural,
		"pair":   pair,
		"show":   func(string, any) (template.HTML, error) { return "", nil }, // set for each page by parse
	}
}

// pair gives a part two values, the page and what the part shows of it.
func pair(page, item any) struct{ Page, Item any } { return struct{ Page, Item any }{page, item} }

// plural is "1 question" or "3 questions".
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%s %s", thousands(n), many)
}

// thousands writes 1200 as 1,200.
func thousands(n int) string {
	if n < 0 {
		return "-" + thousands(-n)
	}
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", thousands(n/1000), n%1000)
}
