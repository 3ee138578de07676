package templates_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"frontdesk/templates"
)

func TestLink(t *testing.T) {
	for _, tc := range []struct{ from, to, want string }{
		{"/", "/learn/law/", "./learn/law/index.html"},
		{"/", "/", "./index.html"},
		{"/learn/", "/", "../index.html"},
		{"/learn/law/hipaa/", "/terms/#a", "../../../terms/index.html#a"},
		{"/learn/law/hipaa/", "/me/?read=d3-03", "../../../me/index.html?read=d3-03"},
		{"/practice/", "/exam/?mode=drill&lesson=d3-03", "../exam/index.html?mode=drill&lesson=d3-03"},
		{"", "/learn/law/", "/learn/law/"},
		{"", "/me/", "/me"},
		{"", "/exam/?mode=mock", "/attempts/new?mode=mock"},
		{"", "/attempts/X7/result", "/attempts/X7/result"},
	} {
		f := templates.Personal(nil, "Page")
		if tc.from != "" {
			f = templates.Shared(tc.from, "Page")
		}
		if got := f.Link(tc.to); got != tc.want {
			t.Errorf("from %q to %q leads %q, want %q", tc.from, tc.to, got, tc.want)
		}
	}
}

func TestDocumentTitle(t *testing.T) {
	f := templates.Shared("/learn/law/", "Medical Law")
	if got := f.DocumentTitle(); got != "Medical Law · Frontdesk" {
		t.Errorf("title %q", got)
	}
	f.Section = "Learn"
	f.Errors = []templates.FieldError{{Field: "name", Text: "Enter a name"}}
	if got := f.DocumentTitle(); got != "Error: Medical Law · Learn · Frontdesk" {
		t.Errorf("title %q", got)
	}
	if f.FieldError("name") != "Enter a name" || f.FieldError("other") != "" {
		t.Error("a field finds its own sentence and no other")
	}
}

// TestRenderFailure shows that a template with a field that does not exist gives an error and no bytes, and that a
// file that cannot be parsed is named.
func TestRenderFailure(t *testing.T) {
	part := &fstest.MapFile{Data: []byte(`{{define "base"}}<h1>{{.Title}}</h1>{{template "main" .}}{{end}}`)}
	s := set(t, fstest.MapFS{"parts/base.html": part,
		"error.html": {Data: []byte(`{{template "base" .}}{{define "main"}}{{.NoSuchField}}{{end}}`)}})
	page, err := s.Render(templates.Problem(nil, templates.NotFound, templates.Detail{}))
	if page != nil || err == nil || !strings.Contains(err.Error(), "NoSuchField") {
		t.Errorf("got %d bytes and %v", len(page), err)
	}
	_, err = templates.New(fstest.MapFS{"parts/base.html": part, "x.html": {Data: []byte(`{{if}}`)}}, nil)
	if err == nil || !strings.Contains(err.Error(), "x.html") {
		t.Errorf("a broken file is reported as %v", err)
	}
}
