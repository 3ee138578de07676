// Package site makes the pages that are the same for everybody: landing, lessons, glossary, practice, sources, about.
//
// Build renders all of them once, when the process starts, into bytes. Serving one is a look-up in a map: no SQL, no
// template, no file. Export writes the same bytes into a folder, so what is exported is what is served. To make that
// possible all links of a shared page are relative and name their file, and the server answers /learn/law/ and
// /learn/law/index.html alike.
package site

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"frontdesk/quizzes/generate"
	"frontdesk/server/search"
)

// A Site is all shared pages, rendered. It never changes, but for the encodings that are made when first asked for;
// any number of goroutines may serve from it.
type Site struct {
	pages     map[string]*page  // by canonical path: "/", "/learn/law/", "/robots.txt"
	standIns  map[string]*page  // what an export has where the server has personal pages
	redirects map[string]string // addresses that pages had before
	assets    assets
	documents []search.Document
	sayings   []search.Saying
	words     []byte // the search index of an export
	families  []generate.Family
}

// Documents are the lessons, sections and terms of the site, for whoever looks for words in them.
func (s *Site) Documents() []search.Document { return s.documents }

// NewIndex begins to index the documents, and returns at once.
func (s *Site) NewIndex() *search.Index { return search.New(s.documents, s.sayings) }

// assets are the files that an export needs beside the pages.
type assets interface {
	Path(name string) string
	Names() []string
	Content(name string) ([]byte, bool)
}

// A page is one document with its encodings.
type page struct {
	contentType string
	plain       []byte
	etag        string // of the plain bytes
	gzip        []byte

	once         [2]sync.Once
	brotli, zstd []byte
}

func newPage(contentType string, body []byte) *page {
	sum := sha256.Sum256(body)
	p := &page{contentType: contentType, plain: body, etag: hex.EncodeToString(sum[:10])}
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // a valid level, and a buffer takes every write
	_, _ = w.Write(body)
	_ = w.Close()
	p.gzip = b.Bytes()
	return p
}

// encoded returns the page's bytes in an encoding. brotli and zstd are made at the first request for them.
func (p *page) encoded(encoding string) []byte {
	switch encoding {
	case "br":
		p.once[0].Do(func() {
			var b bytes.Buffer
			w := brotli.NewWriterLevel(&b, 5)
			_, _ = w.Write(p.plain)
			_ = w.Close()
			p.brotli = b.Bytes()
		})
		return p.brotli
	case "zstd":
		p.once[1].Do(func() {
			if w, err := zstd.NewWriter(nil); err == nil {
				p.zstd = w.EncodeAll(p.plain, nil)
			}
		})
		return p.zstd
	case "gzip":
		return p.gzip
	}
	return p.plain
}

// canonical is the key of a request path: index.html stands for its folder.
func canonical(urlPath string) string {
	if folder, ok := strings.CutSuffix(urlPath, "/index.html"); ok {
		return folder + "/"
	}
	return urlPath
}

// Has reports whether a shared page stands at the path.
func (s *Site) Has(urlPath string) bool { return s.pages[canonical(urlPath)] != nil }

// Paths returns the addresses of all shared pages, sorted.
func (s *Site) Paths() []string {
	paths := make([]string, 0, len(s.pages))
	for p := range s.pages {
		paths = append(paths, p)
	}
	slices.Sort(paths)
	return paths
}

// Redirect returns where a page has gone that stood at the path before, or the path with the slash that was left out.
func (s *Site) Redirect(urlPath string) (to string, ok bool) {
	p := canonical(urlPath)
	if to, ok = s.redirects[strings.TrimSuffix(p, "/")+"/"]; ok {
		return to, true
	}
	if !strings.HasSuffix(p, "/") && path.Ext(p) == "" && s.pages[p+"/"] != nil {
		return p + "/", true
	}
	return "", false
}

// ServeHTTP answers with the shared page at the request's path, or with a plain 404; a server asks Has first. The
// method is GET or HEAD.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p := s.pages[canonical(r.URL.Path)]
	if p == nil {
		http.NotFound(w, r)
		return
	}
	encoding := negotiate(r.Header.Values("Accept-Encoding"))
	h := w.Header()
	h.Set("Content-Type", p.contentType)
	h.Set("Cache-Control", "public, no-cache") // keep it, but ask whether it still holds
	h.Add("Vary", "Accept-Encoding")
	etag := p.etag
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
		etag += "-" + encoding
	}
	etag = `"` + etag + `"`
	h.Set("ETag", etag)
	if matches(r.Header.Values("If-None-Match"), etag) {
		h.Del("Content-Type")
		h.Del("Content-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body := p.encoded(encoding)
	h.Set("Content-Length", itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the reader has gone: nothing is to be done about it
	}
}
