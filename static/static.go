// Package static is the site's style sheets, scripts and icons.
//
// All files together have one hash, which is part of their address: /static/{hash}/site.css. A browser may keep what it
// has got for ever, and a new version of any file is a new address for all of them, so that files that belong together
// are never mixed. Templates get addresses from Files.Path; an export writes what Names and Content say.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"
)

//go:embed *.css *.js *.svg
var embedded embed.FS

// Embedded is the folder that ships with the binary.
func Embedded() fs.FS { return embedded }

// Files is the whole folder, read once. It never changes, so any number of goroutines may serve from it.
type Files struct {
	hash  string
	names []string
	files map[string]file
}

type file struct {
	plain, zipped []byte
	etag          string // of the plain bytes, without quotes
}

// contentTypes are the kinds of files that may stand here; anything else in the folder is not served.
var contentTypes = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
}

// New reads the folder and works out its hash.
func New(fsys fs.FS) (*Files, error) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, fmt.Errorf("read static files: %w", err)
	}
	s := &Files{files: map[string]file{}}
	whole := sha256.New()
	for _, e := range entries { // ReadDir sorts by name, so the hash depends on the files alone
		if contentTypes[path.Ext(e.Name())] == "" {
			continue
		}
		body, err := fs.ReadFile(fsys, e.Name())
		if err != nil {
			return nil, fmt.Errorf("read static file %s: %w", e.Name(), err)
		}
		sum := sha256.Sum256(body)
		fmt.Fprintf(whole, "%s %x\n", e.Name(), sum)
		s.names = append(s.names, e.Name())
		s.files[e.Name()] = file{plain: body, zipped: zip(body), etag: hex.EncodeToString(sum[:8])}
	}
	s.hash = hex.EncodeToString(whole.Sum(nil))[:12]
	return s, nil
}

// Path is where a file stands, from the site's root and without a leading slash: "static/{hash}/site.css".
func (s *Files) Path(name string) string { return "static/" + s.hash + "/" + name }

// Names are the names of all files, sorted.
func (s *Files) Names() []string { return slices.Clone(s.names) }

// Content is a file's bytes, which the caller must not change; ok is false if there is no such file.
func (s *Files) Content(name string) (body []byte, ok bool) {
	f, ok := s.files[name]
	return f.plain, ok
}

// ServeHTTP answers /static/{hash}/{name}. An address with another hash comes from a page that another version has
// made: it gets the file as it is here, and nobody keeps it.
func (s *Files) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	hash, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/static/"), "/")
	f, ok := s.files[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", contentTypes[path.Ext(name)])
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	if hash == s.hash {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	h.Set("Vary", "Accept-Encoding")
	body, etag := f.plain, f.etag
	if acceptsGzip(r.Header.Get("Accept-Encoding")) {
		h.Set("Content-Encoding", "gzip")
		body, etag = f.zipped, f.etag+"-gz"
	}
	h.Set("ETag", `"`+etag+`"`)
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(body))
}

// acceptsGzip reports whether gzip is named and not refused by a weight of 0.
func acceptsGzip(header string) bool {
	for part := range strings.SplitSeq(header, ",") {
		coding, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(strings.TrimSpace(coding), "gzip") {
			q := strings.ReplaceAll(weight, " ", "")
			return !strings.HasPrefix(q, "q=0") || strings.Trim(q, "q=0.") != ""
		}
	}
	return false
}

func zip(body []byte) []byte {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err == nil {
		_, err = w.Write(body)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		panic(err) // the level is a constant and a buffer takes every write
	}
	return b.Bytes()
}
