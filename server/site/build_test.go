package site_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
	"golang.org/x/net/html"

	"frontdesk/content"
	"frontdesk/quizzes"
	"frontdesk/server/site"
	"frontdesk/static"
	"frontdesk/templates"
)

// at is the day for which tests build the site; what expires later is not past its date.
var at = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// input is the shipped course, bank, templates and static files.
func input(t *testing.T) site.Input {
	t.Helper()
	course, problems := content.Load(content.Embedded())
	if errs := problems.Errors(); len(errs) > 0 {
		t.Fatal(errs)
	}
	bank, problems := quizzes.Load(quizzes.Embedded(), course.Domain)
	if errs := problems.Errors(); len(errs) > 0 {
		t.Fatal(errs)
	}
	files, err := static.New(static.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	set, err := templates.New(templates.Embedded(), files.Path)
	if err != nil {
		t.Fatal(err)
	}
	return site.Input{Course: course, Bank: bank, Templates: set, Static: files, At: at}
}

// fresh is a site of which no page has been asked for yet.
func fresh(t *testing.T) *site.Site {
	t.Helper()
	s, err := site.Build(input(t))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// built keeps the site that build returns: a site never changes, and making it takes long under the race detector.
var built struct {
	once sync.Once
	site *site.Site
}

// build is the shipped site, made once for all tests.
func build(t *testing.T) *site.Site {
	t.Helper()
	built.once.Do(func() { built.site = fresh(t) })
	if built.site == nil {
		t.Fatal("the site could not be built; the first test that asked for it says why")
	}
	return built.site
}

// export writes the site into a folder of the test's and returns it.
func export(t *testing.T) (*site.Site, string) {
	t.Helper()
	s, dir := build(t), filepath.Join(t.TempDir(), "out")
	if err := s.Export(dir); err != nil {
		t.Fatal(err)
	}
	return s, dir
}

func get(s *site.Site, target string, headers ...string) *http.Response {
	r := httptest.NewRequest("GET", target, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) []byte {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestExportEqualsServed compares every file of an export with what is served at its address.
func TestExportEqualsServed(t *testing.T) {
	s, dir := export(t)
	for _, p := range s.Paths() {
		file := p
		if strings.HasSuffix(p, "/") {
			file += "index.html"
			if again := get(s, file); again.StatusCode != 200 || !bytes.Equal(body(t, again), body(t, get(s, p))) {
				t.Errorf("%s is not served as %s is", file, p)
			}
		}
		exported, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(file)))
		if err != nil {
			t.Error(err)
			continue
		}
		if !bytes.Equal(exported, body(t, get(s, p))) {
			t.Errorf("%s: exported and served bytes differ", p)
		}
	}
	if len(s.Paths()) < 150 {
		t.Errorf("only %d pages", len(s.Paths()))
	}
}

// document is one exported page with what links to and from it need.
type document struct {
	ids   map[string]int
	links []string
}

func parse(t *testing.T, file string) document {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	root, err := html.Parse(f)
	if err != nil {
		t.Fatal(err)
	}
	d := document{ids: map[string]int{}}
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			switch a.Key {
			case "id":
				d.ids[a.Val]++
			case "href", "src", "action":
				d.links = append(d.links, a.Val)
			case "style", "onclick", "onload":
				t.Errorf("%s: the attribute %s is forbidden by the site's security policy", file, a.Key)
			}
		}
	}
	return d
}

// TestExportLinks follows every link of every exported page, as a browser would that opened the folder from a memory
// stick: each must be relative and lead to a file, and to an id in it.
func TestExportLinks(t *testing.T) {
	_, dir := export(t)
	documents := map[string]document{}
	err := filepath.WalkDir(dir, func(file string, e fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(file, ".html") {
			documents[filepath.ToSlash(strings.TrimPrefix(file, dir))] = parse(t, file)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	links := 0
	for from, d := range documents {
		for id, n := range d.ids {
			if n > 1 {
				t.Errorf("%s: the id %q stands %d times", from, id, n)
			}
		}
		for _, link := range d.links {
			links++
			checkLink(t, dir, from, link, documents)
		}
	}
	if links < 3000 {
		t.Errorf("followed only %d links", links)
	}
}

func checkLink(t *testing.T, dir, from, link string, documents map[string]document) {
	t.Helper()
	u, err := url.Parse(link)
	if err != nil {
		t.Errorf("%s: %q cannot be read as a link", from, link)
		return
	}
	if u.Scheme == "https" && u.Host != "" {
		return // a source or license outside
	}
	if u.Scheme != "" || u.Host != "" || strings.HasPrefix(u.Path, "/") {
		t.Errorf("%s: %q is not relative", from, link)
		return
	}
	to := from
	if u.Path != "" {
		to = path.Join(path.Dir(from), u.Path)
	}
	if info, err := os.Stat(filepath.Join(dir, filepath.FromSlash(to))); err != nil || info.IsDir() {
		t.Errorf("%s: %q leads to no file", from, link)
		return
	}
	if u.Fragment != "" && documents[to].ids[u.Fragment] != 1 {
		t.Errorf("%s: %q leads to no id", from, link)
	}
}

// TestExportIsValid runs html-validate over the export.
func TestExportIsValid(t *testing.T) {
	tools := os.Getenv("FRONTDESK_TEST_TOOLS")
	if tools == "" {
		if os.Getenv("CI") != "" {
			t.Fatal("FRONTDESK_TEST_TOOLS is not set, and CI skips nothing")
		}
		t.Skip("FRONTDESK_TEST_TOOLS is not set: run make test")
	}
	_, dir := export(t)
	config := filepath.Join(dir, ".htmlvalidate.json")
	rules := `{"root":true,"extends":["html-validate:standard"],"rules":{"no-trailing-whitespace":"off","no-inline-style":"error","long-title":"off"}}`
	if err := os.WriteFile(config, []byte(rules), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(filepath.Join(tools, "node_modules", ".bin", "html-validate"), "--formatter", "text", ".")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		if len(out) > 4000 {
			out = append(out[:4000], "\n…"...)
		}
		t.Errorf("html-validate: %v\n%s", err, out)
	}
}

// TestNoExamItem looks for every exam item's question and rationales on every shared page: they are the same for
// everybody, so they must never show one.
func TestNoExamItem(t *testing.T) {
	in, s := input(t), build(t)
	var all bytes.Buffer
	for _, p := range s.Paths() {
		root, err := html.Parse(bytes.NewReader(body(t, get(s, p))))
		if err != nil {
			t.Fatal(err)
		}
		for n := range root.Descendants() {
			if n.Type == html.TextNode {
				all.WriteString(strings.Join(strings.Fields(n.Data), " ") + "\n")
			}
		}
	}
	text, exam, practice := all.String(), 0, 0
	for _, it := range in.Bank.Items() {
		fold := func(s string) string { return strings.Join(strings.Fields(s), " ") }
		shown := strings.Contains(text, fold(it.Why("a"))) || strings.Contains(text, fold(it.Why(it.Key())))
		if it.Use() == quizzes.UsePractice {
			practice++
			if !shown {
				t.Errorf("practice item %s is on no page: this test would not find an exam item either", it.ID())
			}
			continue
		}
		if exam++; shown {
			t.Errorf("the rationale of exam item %s stands on a shared page", it.ID())
		}
	}
	if exam < 146 || practice < 28 {
		t.Errorf("looked for %d exam and %d practice items", exam, practice)
	}
}

// TestNoExamItemCanBeASelfCheck: the guard that keeps exam items away.
func TestNoExamItemCanBeASelfCheck(t *testing.T) {
	for _, it := range input(t).Bank.Items() {
		if it.Use() == quizzes.UseExam {
			if _, err := templates.NewSelfCheck(it, "", ""); !errors.Is(err, templates.ErrNotPractice) {
				t.Fatalf("%v became a self-check question", it)
			}
		}
	}
}

func TestEncodings(t *testing.T) {
	s := build(t)
	plain := body(t, get(s, "/learn/"))
	for _, c := range []struct {
		accept, want string
		read         func([]byte) ([]byte, error)
	}{
		{"", "", func(b []byte) ([]byte, error) { return b, nil }},
		{"gzip", "gzip", func(b []byte) ([]byte, error) {
			r, err := gzip.NewReader(bytes.NewReader(b))
			if err != nil {
				return nil, err
			}
			return io.ReadAll(r)
		}},
		{"gzip, deflate, br, zstd", "br", func(b []byte) ([]byte, error) { return io.ReadAll(brotli.NewReader(bytes.NewReader(b))) }},
		{"gzip, zstd", "zstd", func(b []byte) ([]byte, error) {
			d, err := zstd.NewReader(nil)
			if err != nil {
				return nil, err
			}
			return d.DecodeAll(b, nil)
		}},
		{"br;q=0, gzip;q=0", "", func(b []byte) ([]byte, error) { return b, nil }},
		{"br;q=0.2, gzip;q=0.5", "gzip", nil},
		{"*", "br", nil},
		{"identity, gzip;q=0.1", "", nil},
		{"GZIP", "gzip", nil},
		{"nonsense;q=x", "", nil},
	} {
		r := get(s, "/learn/", "Accept-Encoding", c.accept)
		if got := r.Header.Get("Content-Encoding"); got != c.want {
			t.Errorf("Accept-Encoding %q gave %q, want %q", c.accept, got, c.want)
			continue
		}
		if r.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("Accept-Encoding %q: Vary is %q", c.accept, r.Header.Get("Vary"))
		}
		if c.read != nil {
			if got, err := c.read(body(t, r)); err != nil || !bytes.Equal(got, plain) {
				t.Errorf("Accept-Encoding %q does not decode to the page (%v)", c.accept, err)
			}
		}
		tag := r.Header.Get("ETag")
		if again := get(s, "/learn/", "Accept-Encoding", c.accept, "If-None-Match", tag); again.StatusCode != http.StatusNotModified {
			t.Errorf("ETag %s of %q gives %d, want 304", tag, c.accept, again.StatusCode)
		}
	}
	if a, b := get(s, "/learn/").Header.Get("ETag"), get(s, "/learn/", "Accept-Encoding", "gzip").Header.Get("ETag"); a == b {
		t.Error("two encodings have one ETag")
	}
}

// TestConcurrentEncodings is for the race detector: encodings are made at the first request.
func TestConcurrentEncodings(t *testing.T) {
	s := fresh(t)
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			for _, e := range []string{"br", "zstd", "gzip", ""} {
				if r := get(s, "/", "Accept-Encoding", e); r.StatusCode != 200 {
					t.Errorf("%s: %d", e, r.StatusCode)
				}
			}
		})
	}
	wg.Wait()
}

func TestRedirect(t *testing.T) {
	in := input(t)
	l := in.Course.Lesson("d3-03")
	l.Was = []string{"old-name"}
	s, err := site.Build(in)
	if err != nil {
		t.Fatal(err)
	}
	for from, want := range map[string]string{
		"/learn/law/old-name/":           "/learn/law/hipaa-patient-rights/",
		"/learn/law/old-name":            "/learn/law/hipaa-patient-rights/",
		"/learn/law/old-name/index.html": "/learn/law/hipaa-patient-rights/",
		"/learn/law":                     "/learn/law/",
		"/learn/law/":                    "",
		"/learn/nowhere":                 "",
	} {
		if got, _ := s.Redirect(from); got != want {
			t.Errorf("%s redirects to %q, want %q", from, got, want)
		}
	}
	if s.Has("/learn/law/old-name/") || !s.Has("/learn/law/hipaa-patient-rights/index.html") {
		t.Error("Has takes the old address for a page, or does not know the new one")
	}
}

func TestExportReplacesOnlyExports(t *testing.T) {
	s := build(t)
	dir := filepath.Join(t.TempDir(), "out")
	for range 2 { // the second one replaces the first
		if err := s.Export(dir); err != nil {
			t.Fatal(err)
		}
	}
	other := t.TempDir()
	precious := filepath.Join(other, "thesis.txt")
	if err := os.WriteFile(precious, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := s.Export(other); !errors.Is(err, site.ErrNotEmpty) {
		t.Errorf("exporting over somebody's files gave %v", err)
	}
	if b, err := os.ReadFile(precious); err != nil || string(b) != "mine" {
		t.Errorf("the file is gone or changed: %q, %v", b, err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(dir), ".frontdesk-build-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	if err := s.Export(filepath.Join(t.TempDir(), "missing", "out")); err == nil {
		t.Error("an export below a folder that does not exist should say so")
	}
}

// BenchmarkServe measures a request for a shared page beside the floor of copying its bytes.
func BenchmarkServe(b *testing.B) {
	in := input(&testing.T{})
	s, err := site.Build(in)
	if err != nil {
		b.Fatal(err)
	}
	r := httptest.NewRequest("GET", "/learn/law/hipaa-patient-rights/", nil)
	r.Header.Set("Accept-Encoding", "gzip")
	b.Run("page", func(b *testing.B) {
		for b.Loop() {
			s.ServeHTTP(httptest.NewRecorder(), r)
		}
	})
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	bytes := w.Body.Bytes()
	b.Run("floor", func(b *testing.B) {
		for b.Loop() {
			_, _ = httptest.NewRecorder().Write(bytes)
		}
	})
}
