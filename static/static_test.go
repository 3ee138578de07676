package static_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"frontdesk/static"
)

func files(t *testing.T) *static.Files {
	t.Helper()
	s, err := static.New(fstest.MapFS{
		"site.css": {Data: []byte("body{}")}, "site.js": {Data: []byte("1")}, "icon.svg": {Data: []byte("<svg/>")},
		"static.go": {Data: []byte("package static")},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func get(s *static.Files, address string, header ...string) *http.Response {
	r := httptest.NewRequest("GET", address, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Result()
}

func TestServe(t *testing.T) {
	s := files(t)
	for _, tc := range []struct {
		address, contentType, cache string
		status                      int
	}{
		{"/" + s.Path("site.css"), "text/css; charset=utf-8", "public, max-age=31536000, immutable", 200},
		{"/" + s.Path("site.js"), "text/javascript; charset=utf-8", "public, max-age=31536000, immutable", 200},
		{"/" + s.Path("icon.svg"), "image/svg+xml", "public, max-age=31536000, immutable", 200},
		{"/static/0123456789ab/site.css", "text/css; charset=utf-8", "no-store", 200},
		{"/" + s.Path("static.go"), "text/plain; charset=utf-8", "", 404},
		{"/" + s.Path("../site.css"), "text/plain; charset=utf-8", "", 404},
		{"/static/site.css", "text/plain; charset=utf-8", "", 404},
	} {
		r := get(s, tc.address)
		if r.StatusCode != tc.status || r.Header.Get("Content-Type") != tc.contentType || r.Header.Get("Cache-Control") != tc.cache {
			t.Errorf("%s: status %d, type %q, cache %q", tc.address, r.StatusCode, r.Header.Get("Content-Type"), r.Header.Get("Cache-Control"))
		}
	}
}

func TestEncodingAndETag(t *testing.T) {
	s := files(t)
	address := "/" + s.Path("site.css")
	plain, zipped := get(s, address), get(s, address, "Accept-Encoding", "br, gzip;q=0.8")
	unzip, err := gzip.NewReader(zipped.Body)
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(unzip)
	if string(body) != "body{}" || zipped.Header.Get("Content-Encoding") != "gzip" || zipped.Header.Get("Vary") != "Accept-Encoding" {
		t.Errorf("zipped body %q, headers %v", body, zipped.Header)
	}
	if plain.Header.Get("ETag") == zipped.Header.Get("ETag") {
		t.Error("two encodings have one ETag")
	}
	if r := get(s, address, "If-None-Match", plain.Header.Get("ETag")); r.StatusCode != http.StatusNotModified {
		t.Errorf("a known ETag is answered with %d", r.StatusCode)
	}
	for _, refused := range []string{"gzip;q=0", "gzip; q=0.000", "identity", ""} {
		if r := get(s, address, "Accept-Encoding", refused); r.Header.Get("Content-Encoding") != "" {
			t.Errorf("Accept-Encoding %q is answered with gzip", refused)
		}
	}
}

// TestHash shows that a change of one file is a new address for all.
func TestHash(t *testing.T) {
	a := files(t)
	b, err := static.New(fstest.MapFS{"site.css": {Data: []byte("body{}")}, "site.js": {Data: []byte("2")}, "icon.svg": {Data: []byte("<svg/>")}})
	if err != nil {
		t.Fatal(err)
	}
	if a.Path("site.css") == b.Path("site.css") || a.Path("site.css") != files(t).Path("site.css") {
		t.Error("the address does not depend on all files, or not on them alone")
	}
	if got := a.Names(); !slices.Equal(got, []string{"icon.svg", "site.css", "site.js"}) {
		t.Errorf("names %v", got)
	}
	if body, ok := b.Content("site.js"); !ok || string(body) != "2" {
		t.Errorf("content %q, %v", body, ok)
	}
}

// TestBudget holds the style sheets to 14 KB in all, compressed, and everything to what the content policy allows.
func TestBudget(t *testing.T) {
	s, err := static.New(static.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	var sheets bytes.Buffer
	w := gzip.NewWriter(&sheets)
	for _, name := range s.Names() {
		body, _ := s.Content(name)
		outside := []string{"http://", "https://", "eval("}
		if path.Ext(name) == ".css" {
			outside = append(outside, "@import", "url(")
		}
		for _, word := range outside {
			if strings.Contains(string(body), word) && path.Ext(name) != ".svg" {
				t.Errorf("%s holds %q", name, word)
			}
		}
		if path.Ext(name) == ".css" {
			w.Write(body)
		}
	}
	w.Close()
	if sheets.Len() > 14<<10 {
		t.Errorf("the style sheets have %d bytes compressed, the budget is 14 KB", sheets.Len())
	}
}
