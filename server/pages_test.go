package server

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"frontdesk/server/classwork"
	"frontdesk/server/store"
)

// A page that a crawl has come by.
type crawled struct {
	step
	answer
	document
}

// surfer checks the pages that somebody comes by.
type surfer struct {
	t     *testing.T
	c     *clinic
	who   string
	pages map[string]crawled // by target
	out   map[string]bool    // addresses outside that may be linked
	seen  map[string]bool    // bodies that were checked, also for others
	again func() *browser    // the same person in another browser
}

// look is for one answer to a link or a form: it works, and if it is a page, it is a good one.
func (s *surfer) look(st step, a answer, d document) {
	if a.StatusCode >= 400 && !strings.Contains(a.body, "This question also stands on an exam that you have open") && !s.takenSince(st, a) && !changedSince(a) {
		s.t.Errorf("%s: %s answers %d to a link or a form\n%.900s", s.who, st, a.StatusCode, a.String())
	}
	if st.method == "GET" {
		s.pages[st.target] = crawled{st, a, d}
	}
	s.judge(st, a, d)
}

// takenSince tells whether a check of a module is refused because other attempts, begun since its form was made, have taken
// its questions: then its start page says so by now, and offers no form any more.
func (s *surfer) takenSince(st step, a answer) bool {
	fields, err := url.ParseQuery(st.body)
	if err != nil || a.StatusCode != http.StatusConflict || fields.Get("mode") != "check" || !strings.Contains(a.body, "has too few questions for a check now") {
		return false
	}
	now := s.again().get("/attempts/new?mode=check&module=" + fields.Get("module"))
	return strings.Contains(now.body, "There are too few questions for this now") && !strings.Contains(now.body, "Start the check")
}

// changedSince tells whether a form is refused because what it is about was changed, by another form of the crawl, after it
// was made.
func changedSince(a answer) bool {
	return a.StatusCode == http.StatusConflict && (strings.Contains(a.body, "Somebody else changed this first") || strings.Contains(a.body, "the work of this class was changed meanwhile") || strings.Contains(a.body, "changed this form meanwhile"))
}

// judge is for any page, those that refuse something too.
func (s *surfer) judge(st step, a answer, d document) {
	if d.ids == nil || s.seen[a.body] {
		return
	}
	s.seen[a.body] = true
	if d.h1 != 1 || len(d.wrong) > 0 || !strings.HasPrefix(a.body, "<!doctype html>") {
		s.t.Errorf("%s: %s has %d h1 and %v", s.who, st, d.h1, d.wrong)
	}
	for id, n := range d.ids {
		if n > 1 {
			s.t.Errorf("%s: %s has the id %q %d times", s.who, st, id, n)
		}
	}
	for _, link := range d.links {
		u, err := url.Parse(link)
		if err != nil || u.Scheme != "" && (u.Scheme != "https" || !s.out[link]) || u.Scheme == "" && u.Host != "" {
			s.t.Errorf("%s: %s links to %q", s.who, st, link)
		}
	}
}

// fragments checks every link to a place in a page, where it has led.
func (s *surfer) fragments() int {
	n := 0
	for from, page := range s.pages {
		for _, link := range page.links {
			_, fragment, ok := strings.Cut(link, "#")
			to := inside(page.step, link)
			if !ok || to == "" {
				continue
			}
			n++
			if strings.HasPrefix(link, "#") {
				to = from
			}
			for range 3 { // redirects
				if next := s.pages[to].answer; next.Response != nil && next.Header.Get("Location") != "" {
					to = inside(s.pages[to].step, next.Header.Get("Location"))
				}
			}
			if s.pages[to].ids[fragment] != 1 {
				s.t.Errorf("%s: %s links to %q, and there is no such place", s.who, from, link)
			}
		}
	}
	return n
}

// sendForms sends every form once and follows where it leads, until there is nothing new; the ones that end something
// come last. Each goes in a session of its own.
func (cr *crawl) sendForms(again func() *browser, fill func(*form) string) {
	for {
		cr.follow()
		var next *form
		for _, name := range cr.names {
			if f := cr.forms[name]; !cr.sent[name] && (cr.skip == nil || !cr.skip(f)) && (next == nil || ending(f) < ending(next)) {
				next = f
			}
		}
		if next == nil {
			return
		}
		cr.sent[next.does(cr.line(next.method, next.action))] = true
		b := again()
		b.remote = fmt.Sprintf("198.51.100.%d:4000", len(cr.sent)) // the limit of sign-ins is tested elsewhere
		st := step{"POST", next.action, fill(next), asPage}
		a := cr.askIn(b, st)
		if !cr.alone {
			if cr.collect(st, a); b.cookies[cookieName] != "" {
				cr.b = b // a new password has ended the other sessions
			}
		} else if to := a.Header.Get("Location"); to != "" {
			cr.askIn(b, step{"GET", to, "", asPage})
		}
	}
}

// linked are the addresses outside that pages may name.
func linked(c *clinic) map[string]bool {
	out := map[string]bool{"https://creativecommons.org/licenses/by-sa/4.0/": true, "https://www.apache.org/licenses/LICENSE-2.0": true}
	for _, source := range c.course.Sources {
		out[source.URL] = true
	}
	return out
}

// work makes somebody who has done and left open one of everything.
func work(b *browser) {
	b.c.t.Helper()
	b.post("/me/reads", "lesson", "d3-03").leads(b.c.t, "/me?done=read")
	for _, mode := range []string{"half", "drill"} {
		id := begin(b, "mode", mode)
		b.post("/attempts/"+id+"/items/1", "choice", "a", "flag", "1", "confidence", "sure", "strike", "b").want(b.c.t, http.StatusSeeOther)
		b.post("/attempts/"+id+"/submit").want(b.c.t, http.StatusSeeOther)
	}
	begin(b, "mode", "mock")
	drill := begin(b, "mode", "drill", "count", "5")
	b.post("/attempts/"+drill+"/items/2/check", "choice", "a")
	exam := begin(b, "mode", "half", "time", "none")
	b.post("/attempts/"+exam+"/items/3", "choice", "b", "flag", "1", "confidence", "guess", "strike", "c").want(b.c.t, http.StatusSeeOther)
}

// begin starts an attempt with the fields and returns its id.
func begin(b *browser, fields ...string) string {
	b.c.t.Helper()
	a := b.post("/attempts", fields...).want(b.c.t, http.StatusSeeOther)
	return strings.TrimPrefix(a.Header.Get("Location"), "/attempts/")
}

// TestEveryPage goes, as everybody, through every page that can be reached: each link, form and fragment works for whom
// it was shown to, and each page is what the security policy and a screen reader need. It leaves the personal pages for
// html-validate.
func TestEveryPage(t *testing.T) {
	t.Parallel()
	read := &reader{}
	var mu sync.Mutex
	personal := map[string]string{} // pages by kind, each behind a line that says where it stands
	t.Run("as", func(t *testing.T) {
		for who, least := range map[string]int{"anyone": 5, "guest": 25, "member": 25, "owner": 4} {
			t.Run(who, func(t *testing.T) {
				t.Parallel()
				found := everyPage(t, who, least, read)
				mu.Lock()
				defer mu.Unlock()
				maps.Copy(personal, found)
			})
		}
	})
	s := &surfer{t: t, c: open(t), who: "guest", out: map[string]bool{}, seen: map[string]bool{}}
	s.refused(read, personal)
	validate(t, personal)
}

// everyPage goes through what one of them can reach, and returns the personal pages.
func everyPage(t *testing.T, who string, least int, read *reader) map[string]string {
	c := open(t)
	class := c.class(c.account("rosa", store.Learner), store.Learner)
	b, begin := c.browser(), []string{"/", "/me", "/attempts/new", "/attempts/new?mode=half", "/attempts/new?mode=drill", "/sign-in", "/sign-up", "/me/?read=d3-03", "/join/" + class.Code}
	switch who {
	case "guest":
		b = c.guest()
		work(b)
	case "member":
		tom := c.account("tom", store.Learner)
		c.assign(c.class(tom, store.Learner), store.Assignment{Kind: classwork.Half, Everyone: true})
		b = c.signedIn(tom, kindPassword)
		work(b)
		c.reportAndCorrect(b)
	case "owner":
		b = c.signedIn(c.account("ida", store.Owner), kindPassword)
		learner := c.guest()
		work(learner)
		c.reportAndCorrect(learner)
		c.assigned(class, classwork.Half, own(classwork.Due, "2026-12-04T17:00"))
		begin = append(begin, "/classes/"+class.ID+"/assignments")
	}
	s := &surfer{t: t, c: c, who: who, pages: map[string]crawled{}, out: linked(c), seen: map[string]bool{}}
	s.again = c.browser
	if person := b.person(); who != "anyone" {
		s.again = func() *browser { return c.signedIn(person.ID, kindPassword) }
	}
	cr := newCrawl(b, read, s.look)
	cr.few, cr.alone = true, who == "anyone"
	cr.skip = func(f *form) bool {
		return who == "owner" && (f.action == "/attempts" || f.action == "/me/settings/erase")
	} // a member's exams are like an owner's; the only owner stays
	cr.follow(begin...)
	cr.sendForms(s.again, func(f *form) string {
		body := f.bodies()[0]
		if strings.Contains(f.action, "/assignments/") {
			body = c.assigns(f, body)
		}
		if f.action == "/sign-up" {
			body = strings.Replace(body, "login=rosa", fmt.Sprint("login=", who, len(cr.sent)), 1)
		}
		if strings.HasSuffix(f.action, "/import") && f.button.name == "" {
			body = strings.Replace(body, "text=Something+more.", "text="+url.QueryEscape("name,login,role\nNew,new,learner\nRosa,rosa,instructor\nBad,,\n"), 1)
		}
		return body
	})
	fragments := s.fragments()
	t.Logf("%d addresses, %d links to places in pages, %d forms", len(s.pages), fragments, len(cr.sent))
	if len(s.pages) < 200 || fragments < 200 || len(cr.sent) < least {
		t.Errorf("only %d addresses, %d fragments and %d forms", len(s.pages), fragments, len(cr.sent))
	}
	personal := map[string]string{}
	for target, page := range s.pages {
		if page.Header.Get("Cache-Control") == "no-store" && page.ids != nil {
			personal[cr.kind(target, page.title)] = who + " " + target + "\n" + page.answer.body
		}
	}
	return personal
}

// refused are the pages that say no.
func (s *surfer) refused(read *reader, pages map[string]string) {
	b := s.c.guest()
	exam := begin(b, "mode", "half")
	b.post("/attempts/"+exam+"/submit").want(s.t, http.StatusSeeOther)
	first := step{"POST", "/attempts", "mode=drill&what=tag%3Anothing", asPage}
	refusal := b.send(first.method, first.target, first.body).want(s.t, http.StatusConflict)
	s.judge(first, refusal, read.page(refusal))
	pages[first.String()] = first.String() + "\n" + refusal.body
	each := begin(b, "mode", "drill")
	for _, st := range []step{
		{"GET", "/nowhere", "", asPage},
		{"GET", "/attempts/nowhere", "", asPage},
		{"GET", "/attempts/" + each + "/items/11", "", asPage},
		{"GET", "/terms/%e9/", "", asPage},
		{"DELETE", "/me", "", asPage},
		{"POST", "/attempts/" + each + "/items/1", "choice=x", asPage},
		{"POST", "/attempts/" + each + "/items/1/check", "", asPage},
		{"POST", "/attempts/" + exam + "/items/1", "choice=a", asPage},
		{"POST", "/attempts/" + exam + "/items/1/check", "choice=a", asPage},
		{"POST", "/attempts", "mode=drill&count=99", asPage},
		{"POST", "/attempts", "mode=mock&time=3", asPage},
		{"POST", "/attempts", "mode=quiz", asPage},
		{"POST", "/sign-in", "", asPage},
		{"POST", "/sign-in", "login=rosa&password=x", asPage},
		{"POST", "/sign-up", "", asPage},
		{"POST", "/sign-up", "name=" + strings.Repeat("x", maxBody), asPage},
		{"POST", "/sign-in", "login=ida&password=" + url.QueryEscape(goodPassword), asPage},
		{"GET", "/reset/WRONG", "", asPage},
	} {
		a := b.send(st.method, st.target, st.body, "Accept", st.accept)
		d := read.page(a)
		if s.judge(st, a, d); d.ids == nil || a.StatusCode < 400 {
			s.t.Errorf("%s: answers %d, and no page", st, a.StatusCode)
		}
		pages[fmt.Sprint(st.method, st.target, len(pages))] = fmt.Sprintf("%.80s\n%s", st, a.body)
	}
}

// kind is what pages that are made alike have in common: line of the table, query and title, but for numbers and ids.
func (cr *crawl) kind(target, title string) string {
	_, query, _ := strings.Cut(target, "?")
	return regexp.MustCompile(`\d+|[A-Z0-9]{26}|what=\w+`).ReplaceAllString(cr.line("GET", target)+"?"+query+" "+title, "…")
}

// validate runs html-validate over pages: behind a line that says where they stand, by kind.
func validate(t *testing.T, pages map[string]string) {
	t.Helper()
	tools := os.Getenv("FRONTDESK_TEST_TOOLS")
	if tools == "" {
		if os.Getenv("CI") != "" {
			t.Fatal("FRONTDESK_TEST_TOOLS is not set, and CI skips nothing")
		}
		t.Skip("FRONTDESK_TEST_TOOLS is not set: run make test")
	}
	dir, names := t.TempDir(), map[string]string{}
	config := `{"root":true,"extends":["html-validate:standard"],"rules":{"no-trailing-whitespace":"off","no-inline-style":"error","long-title":"off"}}`
	files := map[string]string{".htmlvalidate.json": config}
	for i, name := range slices.Sorted(maps.Keys(pages)) {
		file := fmt.Sprintf("%04d.html", i)
		names[filepath.Join(dir, file)], files[file], _ = strings.Cut(pages[name], "\n")
	}
	for name, body := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("html-validate looks at %d pages", len(pages))
	// The JSON report is cut off at 64 KB, where there is much to tell.
	cmd := exec.CommandContext(t.Context(), filepath.Join(tools, "node_modules", ".bin", "html-validate"), "--formatter", "text", ".")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		for _, line := range strings.Split(string(out[:min(len(out), 8000)]), "\n") {
			file, rest, _ := strings.Cut(line, ":")
			t.Errorf("html-validate: %s: %s", names[file], rest)
		}
		t.Error(err)
	}
}
