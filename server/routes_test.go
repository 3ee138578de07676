package server

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"frontdesk/server/classwork"
	"frontdesk/server/store"
)

// actors are everybody who may ask. Each call makes a browser with a session of its own, so that a request that ends
// the session disturbs no other.
func actors(c *clinic) map[string]func() *browser {
	ida, adam := c.account("ida", store.Owner), c.account("adam", store.Admin)
	rosa, tom := c.account("rosa", store.Learner), c.account("tom", store.Learner)
	as := func(person string) func() *browser {
		return func() *browser { return c.signedIn(person, kindPassword) }
	}
	return map[string]func() *browser{
		"nobody": c.browser, "guest": c.guest, "member": as(rosa), "other member": as(tom), "admin": as(adam), "owner": as(ida),
	}
}

// pathOf fills in a path of the table.
func pathOf(rt route, vars map[string]string) string {
	return regexp.MustCompile(`\{(\w+)[^}]*\}`).ReplaceAllStringFunc(rt.path, func(v string) string {
		name, _, _ := strings.Cut(strings.Trim(v, "{}"), ":")
		return vars[name]
	})
}

// methodOf is a method that the line answers.
func methodOf(rt route) string {
	if rt.method == "" {
		return http.MethodGet
	}
	return rt.method
}

// verdict is what the access column promises somebody: 0 for "gets in", else the status.
func verdict(rt route, who string) int {
	unknown := who == "nobody"
	switch rt.access {
	case shared, anyone:
		return 0
	case person:
		if unknown && !rt.begins {
			return http.StatusUnauthorized
		}
		return 0
	case attemptOwner:
		switch {
		case unknown:
			return http.StatusUnauthorized
		case who != "member":
			return http.StatusNotFound
		}
		return 0
	case classMember, classStaff, classCoordinator, classCopier, assignee: // of a class that the member is a learner in
		switch {
		case unknown:
			return http.StatusUnauthorized
		case rt.access == assignee && who != "member":
			return http.StatusNotFound
		case who == "owner", who == "admin", who == "member" && (rt.access == classMember || rt.access == assignee):
			return 0
		}
		return http.StatusNotFound
	case admin, owner, classMaker:
		switch {
		case unknown:
			return http.StatusUnauthorized
		case who == "owner", who == "admin" && rt.access != owner:
			return 0
		}
		return http.StatusNotFound
	}
	return -1
}

// bodies are what some forms need to be sent with, or what they are about would not be there.
var bodies = map[string]string{"/me/reads": "lesson=d3-03", "/attempts": "mode=drill", "/me/decks": "deck=lw"}

// Every line of the table is asked by everybody, for a page and for JSON, and lets in those whom its access names.
// Tokens in paths are wrong here, so those lines answer 404 to all alike.
func TestEveryRouteAskedAsEveryone(t *testing.T) {
	c := open(t)
	everyone := actors(c)
	rosa := everyone["member"]().person().ID
	for _, rt := range c.table {
		for who, in := range everyone {
			for _, accept := range []string{"text/html", "application/json"} {
				mine, class := everyone["member"]().drill(), c.class(rosa, store.Learner)
				vars := map[string]string{"id": mine, "person": rosa, "n": "1", "token": "WRONG", "hash": "x", "file": "site.css", "page": "", "revision": c.anyRevision(), "family": "gen-share", "class": class.ID, "code": class.Code, "form": c.fixed(class).ID, "work": c.assigned(class, classwork.Half).ID}
				a := in().send(methodOf(rt), pathOf(rt, vars), bodies[rt.path], "Accept", accept)
				want := verdict(rt, who)
				if strings.Contains(rt.path, "{token}") && want == 0 {
					want = http.StatusNotFound
				}
				refused := a.StatusCode == http.StatusUnauthorized || a.StatusCode == http.StatusNotFound
				if want < 0 || a.StatusCode >= 500 || want == 0 && refused || want > 0 && a.StatusCode != want {
					t.Errorf("%s %s (%s) as %s, %s: status %d, want %d (0: any but 401 and 404)", rt.method, rt.path, rt.access, who, accept, a.StatusCode, want)
				}
				if a.StatusCode >= 400 {
					checkProblem(t, a, accept)
				}
			}
		}
	}
}

// checkProblem looks at an error: a whole page or JSON of the documented form.
func checkProblem(t interface{ Errorf(string, ...any) }, a answer, accept string) {
	if accept == "application/json" {
		var p problem
		if err := json.Unmarshal([]byte(a.body), &p); err != nil || p.Error.Code == "" || p.Error.Message == "" {
			t.Errorf("status %d is no error in JSON: %v\n%v", a.StatusCode, err, a)
		}
		return
	}
	if !strings.HasPrefix(a.body, "<!doctype html>") || !strings.HasSuffix(strings.TrimSpace(a.body), "</html>") || !strings.Contains(a.body, "<h1") {
		t.Errorf("status %d is no page:\n%v", a.StatusCode, a)
	}
}

// The relations, on a line of their own; one that the table does not know lets nobody in.
func TestStaffAccess(t *testing.T) {
	c := open(t)
	everyone := actors(c)
	for _, a := range []access{admin, owner, classMaker, "classmate"} {
		rt := route{method: "GET", path: "/staff", access: a, handle: func(w http.ResponseWriter, _ *http.Request, _ *scope) error {
			w.WriteHeader(http.StatusNoContent)
			return nil
		}}
		for who, in := range everyone {
			want := verdict(rt, who)
			switch want {
			case 0:
				want = http.StatusNoContent
			case -1: // named in the table, but nothing resolves it: closed
				if want = http.StatusInternalServerError; who == "nobody" {
					want = http.StatusUnauthorized
				}
			}
			handler := c.handler
			c.handler = c.observed(c.handlerOf(rt))
			if got := in().get("/staff").StatusCode; got != want {
				t.Errorf("%s as %s: status %d, want %d", a, who, got, want)
			}
			c.handler = handler
		}
	}
}

// Personal pages are kept by nobody, every answer has the headers, HEAD is GET without a body.
func TestHeaders(t *testing.T) {
	c := open(t)
	member := actors(c)["member"]
	for _, rt := range c.table {
		if rt.method == "POST" || rt.method == "PUT" {
			continue
		}
		b := member()
		path := pathOf(rt, map[string]string{"id": b.drill(), "person": b.person().ID, "n": "1", "token": "WRONG", "hash": "x", "file": "site.css", "page": "learn/", "revision": "x", "family": "gen-share", "class": "x", "code": "x", "form": "x", "work": "x"})
		a, head := b.get(path), b.send("HEAD", path, "")
		if head.StatusCode != a.StatusCode {
			t.Errorf("%s: HEAD %d, GET %d", path, head.StatusCode, a.StatusCode)
		}
		for name, want := range map[string]string{"Content-Security-Policy": contentPolicy, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"} {
			if got := a.Header[name]; !slices.Equal(got, []string{want}) {
				t.Errorf("%s: %s is %q", path, name, got)
			}
		}
		if rt.access != shared && a.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: Cache-Control is %q", path, a.Header.Get("Cache-Control"))
		}
	}
}

func TestWrongMethod(t *testing.T) {
	c := open(t)
	id := c.browser().drill()
	for _, tc := range []struct{ method, path, allow string }{
		{"GET", "/sign-out", "POST"},
		{"GET", "/attempts", "POST"},
		{"DELETE", "/sign-in", "GET, HEAD, POST"},
		{"PATCH", "/attempts/" + id + "/items/1", "GET, HEAD, POST, PUT"},
		{"POST", "/", "GET, HEAD"},
		{"PUT", "/learn/", "GET, HEAD"},
		{"POST", "/attempts/new", "GET, HEAD"},
		{"BREW", "/me", "GET, HEAD"},
	} {
		a := c.browser().send(tc.method, tc.path, "").want(t, http.StatusMethodNotAllowed)
		if a.Header.Get("Allow") != tc.allow {
			t.Errorf("%s %s: Allow %q, want %q", tc.method, tc.path, a.Header.Get("Allow"), tc.allow)
		}
	}
	c.browser().send("POST", "/nowhere", "").want(t, http.StatusNotFound)
	for _, odd := range []string{"/nowhere/%0a", "/attempts//items/%0a", "*"} { // no pattern of the router matches a line break
		a := c.browser().send("OPTIONS", odd, "").want(t, http.StatusNotFound)
		checkProblem(t, a, "text/html")
	}
	checkProblem(t, c.browser().send("POST", "/attempts/%0a", "").want(t, http.StatusMethodNotAllowed), "text/html")
	c.browser().send("POST", "//sign-in", "login=x").want(t, http.StatusNotFound) // and no redirect, which would lose the form
}

// Every address that an export could have had leads somewhere.
func TestStandIns(t *testing.T) {
	c := open(t)
	for path, want := range map[string]string{
		"/me/":                                  "/me",
		"/me/index.html?read=d3-03":             "/me?read=d3-03",
		"/exam/index.html?mode=mock":            "/attempts/new?mode=mock",
		"/exam/?mode=drill&what=domain%3Ad3":    "/attempts/new?mode=drill&what=domain%3Ad3",
		"/me/index.html?next=https://evil.test": "/me?next=https://evil.test",
	} {
		c.browser().get(path).leads(t, want)
	}
	a := c.browser().get("/learn").want(t, http.StatusMovedPermanently)
	if a.Header.Get("Location") != "/learn/" {
		t.Errorf("/learn leads to %q", a.Header.Get("Location"))
	}
	if a, b := c.browser().get("/learn/"), c.browser().get("/learn/index.html"); a.body != b.body || a.StatusCode != 200 {
		t.Error("/learn/ and /learn/index.html differ")
	}
}

// Whatever is sent to any line of the table by anybody, the answer is a page or JSON and no mistake of ours.
func TestNothingBreaks(t *testing.T) {
	c := open(t)
	everyone := actors(c)
	names := slices.Sorted(func(yield func(string) bool) {
		for name := range everyone {
			if !yield(name) {
				return
			}
		}
	})
	mine, rosa := everyone["member"]().drill(), everyone["member"]().person().ID
	class := c.class(rosa, store.Coordinator)
	form := c.fixed(class)
	given := c.assigned(class, classwork.Half, own(classwork.Due, "2026-12-04T17:00"))
	taught := c.class(rosa, store.Learner)
	work := c.assign(taught, store.Assignment{Kind: classwork.Half})
	learner := c.account("lea", store.Learner)
	c.put(class, learner, store.Learner)
	piece := rapid.OneOf(
		rapid.SampledFrom([]string{"", "1", "0", "-1", "999999999999999999999", "a", "%00", "%ff", "%zz", "%2F", "%2e%2e", "..", "'", "é", "💊", mine,
			"d3-03", "\x00", "\xff", "yes", "null", strings.Repeat("9", 400)}),
		rapid.StringN(0, 20, 60))
	fields := []string{"login", "password", "name", "next", "take", "lesson", "undo", "mode", "count", "time", "what", "key", "feedback", "choice",
		"go", "flag", "strike", "restore", "clear", "open", "confidence", "tab", "read", "page", "show", "domain", "current", "module", "attempt", "q", "factor", "other", "minutes", "was", "reason",
		"text", "verdict", "policy", "note", "decisions", "report", "sort", "seed", "answer", "term", "zone", "role", "do", "archived", "digest", "leave", "section", "labels", "label", "place", "extra", "body", "about", "facts", "class", "title", "size", "version", "n", "seen", "back", "order", "domain-d3", "plan", "start", "pick", "there", "who", "target", "due_date", "due_time", "until_date", "late", "attempts", "minimum", "weight", "more_date", "done", "assignment", "deck", "work", "mark", "by", "learner", "all"}
	jsons := []string{`{`, `null`, `[]`, `"x"`, `{"seq":1}`, `{"seq":-1}`, `{"seq":1e400}`, `{"seq":"1"}`, `{"seq":1,"choice":7}`, `{"seq":2,"choice":"a","struck":["b","b"]}`,
		`{"seq":3,"choice":"\u0000"}`, `{"seq":4,"tab":"\ud800"}`, `{"seq":5,"spent_ms":9223372036854775807}`, `{"mode":"drill","count":-5}`, `{"mode":"drill","count":1.5}`,
		`{"lesson":"d3-03","revision":"\u0000"}`, `{"seq":1}{"seq":2}`, strings.Repeat(`{"a":`, 20000), "{\"seq\":1,\"tab\":\"\xff\"}"}
	rapid.Check(t, func(rt *rapid.T) {
		line := rapid.SampledFrom(c.table).Draw(rt, "route")
		b := everyone[rapid.SampledFrom(names).Draw(rt, "who")]()
		vars := map[string]string{}
		for _, name := range []string{"id", "person", "n", "token", "hash", "file", "page", "revision", "family", "class", "code", "form", "work"} {
			vars[name] = escape(piece.Draw(rt, name))
		}
		if rapid.Bool().Draw(rt, "own attempt") {
			vars["id"], vars["n"], vars["person"], vars["revision"], vars["family"] = mine, "1", rosa, c.anyRevision(), "gen-share"
			vars["class"], vars["code"], vars["form"], vars["work"] = class.ID, class.Code, form.ID, given.ID
			if strings.Contains(line.path, "{work}") {
				vars["person"] = learner
			}
			if line.access == assignee {
				vars["class"], vars["work"] = taught.ID, work
			}
		}
		target := pathOf(line, vars)
		if rapid.Bool().Draw(rt, "query") {
			target += "?" + rapid.SampledFrom(fields).Draw(rt, "name") + "=" + escape(piece.Draw(rt, "value"))
		}
		method := rapid.SampledFrom([]string{methodOf(line), "POST", "PUT", "GET", "HEAD"}).Draw(rt, "method")
		body, kind := "", rapid.SampledFrom([]string{"application/x-www-form-urlencoded", "application/json", "text/plain", "multipart/form-data", ""}).Draw(rt, "type")
		if rapid.Bool().Draw(rt, "JSON") {
			body = rapid.SampledFrom(jsons).Draw(rt, "json")
		} else {
			for range rapid.IntRange(0, 4).Draw(rt, "fields") {
				body += rapid.SampledFrom(fields).Draw(rt, "field") + "=" + piece.Draw(rt, "text") + "&"
			}
		}
		accept := rapid.SampledFrom([]string{"text/html", "application/json"}).Draw(rt, "accept")
		a := b.send(method, target, body, "Content-Type", kind, "Accept", accept)
		if a.StatusCode >= 500 {
			rt.Fatalf("%s %s %q: %v\n%s", method, target, body, a, c.log)
		}
		if a.StatusCode >= 400 && method != "HEAD" {
			if kind == "application/json" {
				accept = kind
			}
			checkProblem(rt, a, accept)
		}
	})
}

// escape writes a piece of an address so that a request line can hold it, and leaves what is escaped already.
func escape(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if ch := s[i]; ch <= ' ' || ch >= 0x7f || strings.IndexByte(`"<>\^{|}#?`+"`", ch) >= 0 {
			fmt.Fprintf(&b, "%%%02x", ch)
			continue
		}
		if s[i] == '%' && (i+2 >= len(s) || !regexp.MustCompile(`^[0-9a-fA-F]{2}`).MatchString(s[i+1:])) {
			b.WriteString("%25")
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
