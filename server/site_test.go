package server

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"frontdesk/content"
	"frontdesk/quizzes"
	"frontdesk/server/site"
	"frontdesk/server/store"
	"frontdesk/server/store/storetest"
	"frontdesk/static"
	"frontdesk/templates"
)

// A clinic is a whole site for a test: the shipped course over a database of its own, with a clock that the test moves.
type clinic struct {
	*Server
	t     testing.TB
	db    *store.DB
	clock *clock
	log   *bytes.Buffer
}

type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Forward(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// set moves the clock to a moment, back too.
func (c *clock) set(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = now
}

var opening = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// shippedParts loads the course once for all tests.
var shippedParts = sync.OnceValues(func() (Parts, error) {
	course, problems := content.Load(content.Embedded())
	bank, more := quizzes.Load(quizzes.Embedded(), course.Domain)
	if errs := append(problems, more...).Errors(); len(errs) > 0 {
		return Parts{}, errs
	}
	files, err := static.New(static.Embedded())
	if err != nil {
		return Parts{}, err
	}
	set, err := templates.New(templates.Embedded(), files.Path)
	if err != nil {
		return Parts{}, err
	}
	pages, err := site.Build(site.Input{Course: course, Bank: bank, Templates: set, Static: files, At: opening})
	return Parts{Course: course, Bank: bank, Templates: set, Static: files, Site: pages, Search: pages.NewIndex()}, err
})

// open starts a site over a new SQLite database. change may alter its parts.
func open(t testing.TB, change ...func(*Parts)) *clinic {
	t.Helper()
	return openOver(t, storetest.Open(t, string(store.SQLite)), change...)
}

func openOver(t testing.TB, db *store.DB, change ...func(*Parts)) *clinic {
	t.Helper()
	p, err := shippedParts()
	if err != nil {
		t.Fatal(err)
	}
	c := &clinic{t: t, db: db, clock: &clock{now: opening}, log: &bytes.Buffer{}}
	var seed atomic.Uint64 // requests ask for it at once
	p.Store, p.Now, p.BaseURL = db, c.clock.Now, &url.URL{Scheme: "http", Host: "clinic.test"}
	p.Random = func() uint64 { return seed.Add(1) }
	p.Log = slog.New(slog.NewTextHandler(c.log, nil))
	for _, f := range change {
		f(&p)
	}
	if c.Server, err = New(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	return c
}

// goodPassword is everybody's. Its hash is weak on purpose: tests make many accounts.
const (
	goodPassword = "four unrelated words"
	weakHash     = "$argon2id$v=19$m=64,t=1,p=1$mooz02bgZqxNWIkyupcTVA$T7T9tOILNQDN86Jz65CxGQl9ljPlWLmgPUV9eYrWqew"
)

// account makes a member.
func (c *clinic) account(login string, role store.Role) string {
	c.t.Helper()
	id, err := c.db.CreateAccount(c.t.Context(), store.Shell, store.NewAccount{Name: strings.ToTitle(login[:1]) + login[1:], Login: login,
		Hash: weakHash, Role: role}, c.Now())
	if err != nil {
		c.t.Fatal(err)
	}
	return id
}

// Now is the clinic's time.
func (c *clinic) Now() time.Time { return c.clock.Now() }

// A browser keeps cookies and shows its own address.
type browser struct {
	c       *clinic
	cookies map[string]string
	remote  string
	host    string
	header  http.Header // sent with every request
}

func (c *clinic) browser() *browser {
	return &browser{c: c, cookies: map[string]string{}, remote: "192.0.2.7:40000", host: "clinic.test", header: http.Header{}}
}

// signedIn is a browser with a session of the person.
func (c *clinic) signedIn(person, kind string) *browser {
	c.t.Helper()
	b := c.browser()
	w, r := httptest.NewRecorder(), httptest.NewRequestWithContext(c.t.Context(), "GET", "/", nil)
	if err := c.become(w, r, &scope{}, person, kind); err != nil {
		c.t.Fatal(err)
	}
	b.keep(w.Result())
	return b
}

// guest is a browser of a new guest.
func (c *clinic) guest() *browser {
	c.t.Helper()
	id, err := c.db.NewGuest(c.t.Context(), c.Now())
	if err != nil {
		c.t.Fatal(err)
	}
	return c.signedIn(id, kindGuest)
}

func (b *browser) keep(res *http.Response) {
	for _, cookie := range res.Cookies() {
		if cookie.MaxAge < 0 {
			delete(b.cookies, cookie.Name)
			continue
		}
		b.cookies[cookie.Name] = cookie.Value
	}
}

// answer is what came back.
type answer struct {
	*http.Response
	body string
}

// String is the answer for a failing test: of a page, its main part.
func (a answer) String() string {
	body := a.body
	if i := strings.Index(body, "<main"); i >= 0 {
		body = body[i:max(i, strings.Index(body, "</main>"))]
	}
	return fmt.Sprintf("%s %v\n%.2000s", a.Status, a.Header, body)
}

// send does one request. The body's kind is told from its first letter.
func (b *browser) send(method, target, body string, header ...string) answer {
	b.c.t.Helper()
	r := httptest.NewRequestWithContext(b.c.t.Context(), method, "/", strings.NewReader(body))
	u, err := url.ParseRequestURI(target)
	if err != nil {
		b.c.t.Fatalf("address of the test: %v", err)
	}
	r.URL, r.RequestURI, r.RemoteAddr, r.Host = u, target, b.remote, b.host
	if body != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if strings.HasPrefix(body, "{") {
			r.Header.Set("Content-Type", "application/json")
		}
	}
	for name, values := range b.header {
		r.Header[name] = values
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	b.c.ServeHTTP(w, r)
	res := w.Result()
	b.keep(res)
	text, err := io.ReadAll(res.Body)
	if err != nil {
		b.c.t.Fatal(err)
	}
	return answer{res, string(text)}
}

func (b *browser) get(target string) answer { b.c.t.Helper(); return b.send("GET", target, "") }

func (b *browser) post(target string, fields ...string) answer {
	b.c.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	return b.send("POST", target, form.Encode())
}

// signIn goes through the form.
func (b *browser) signIn(login string) answer {
	b.c.t.Helper()
	return b.post("/sign-in", "login", login, "password", goodPassword)
}

// want fails the test unless the answer has the status and every piece of text.
func (a answer) want(t testing.TB, status int, pieces ...string) answer {
	t.Helper()
	if a.StatusCode != status {
		t.Fatalf("status %d, want %d\n%v", a.StatusCode, status, a)
	}
	for _, p := range pieces {
		if !strings.Contains(a.body, p) {
			t.Fatalf("the body lacks %q\n%v", p, a)
		}
	}
	return a
}

// leads fails the test unless the answer is a redirect to path.
func (a answer) leads(t testing.TB, path string) answer {
	t.Helper()
	if a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != path {
		t.Fatalf("want 303 to %s\n%v", path, a)
	}
	return a
}

// drill starts a drill in the browser and returns its id.
func (b *browser) drill() string {
	b.c.t.Helper()
	a := b.post("/attempts", "mode", "drill", "count", "10").want(b.c.t, http.StatusSeeOther)
	return strings.TrimPrefix(a.Header.Get("Location"), "/attempts/")
}

// person is who the browser's session belongs to.
func (b *browser) person() store.Person {
	b.c.t.Helper()
	r := httptest.NewRequestWithContext(context.Background(), "GET", "/", nil)
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	sc := &scope{}
	if err := b.c.identify(httptest.NewRecorder(), r, sc); err != nil {
		b.c.t.Fatal(err)
	}
	return sc.session.Person
}
