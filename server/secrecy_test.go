package server

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"frontdesk/server/exam"
	"frontdesk/server/store"
)

// A scene is somebody with an attempt that is open, whose secrets are to be kept; beside may name other attempts.
type scene struct {
	name   string
	others []string // who looks on
	play   func(b *browser) (open string, beside []string)
}

var scenes = []scene{
	{"mock", []string{"nobody", "tom", "adam", "ida"}, func(b *browser) (string, []string) { return begin(b, "mode", "mock"), nil }},
	{"half", nil, func(b *browser) (string, []string) { return begin(b, "mode", "half", "time", "none"), nil }},
	{"drill with reasons at the end", nil, func(b *browser) (string, []string) {
		return begin(b, "mode", "drill", "count", "50", "feedback", "end"), nil
	}},
	{"drill with reasons, nothing checked", nil, func(b *browser) (string, []string) {
		return begin(b, "mode", "drill", "count", "10", "feedback", "each"), nil
	}},
	{"second mock after a finished one", nil, func(b *browser) (string, []string) {
		first := begin(b, "mode", "mock")
		for n := 1; n <= 20; n++ {
			b.post(fmt.Sprintf("/attempts/%s/items/%d", first, n), "choice", "a", "confidence", "sure", "flag", "1")
		}
		b.post("/attempts/"+first+"/submit").want(b.c.t, http.StatusSeeOther)
		return begin(b, "mode", "mock"), []string{first}
	}},
	{"mock beside drills", nil, func(b *browser) (string, []string) {
		before := begin(b, "mode", "drill", "count", "50", "feedback", "each")
		for n := 1; n <= 40; n++ {
			b.post(fmt.Sprintf("/attempts/%s/items/%d/check", before, n), "choice", "a").want(b.c.t, http.StatusSeeOther)
		}
		exam := begin(b, "mode", "mock")
		half := begin(b, "mode", "half")
		b.post("/attempts/"+half+"/submit").want(b.c.t, http.StatusSeeOther)
		return exam, []string{before, half}
	}},
}

// stage is a scene that is played, with who plays in it.
type stage struct {
	*clinic
	b       *browser
	guest   string
	open    string
	mine    []string // all attempts
	size    map[string]int
	each    bool // the open attempt tells reasons after each question
	secrets *secrets
}

func play(t testing.TB, sc scene) *stage {
	t.Helper()
	c := open(t)
	for name, role := range map[string]store.Role{"tom": store.Learner, "adam": store.Admin, "ida": store.Owner} {
		c.account(name, role)
	}
	s := &stage{clinic: c, b: c.guest(), size: map[string]int{}}
	s.guest = s.b.person().ID
	id, beside := sc.play(s.b)
	s.open, s.mine = id, append([]string{id}, beside...)
	for _, id := range s.mine {
		a, err := c.db.Attempt(t.Context(), s.guest, id)
		if err != nil {
			t.Fatal(err)
		}
		s.size[id] = a.Items
		s.each = s.each || id == s.open && a.Policy.Feedback == exam.FeedbackEach
	}
	s.secrets = secretsOf(t, c, s.guest, id)
	return s
}

// crawl asks, in a browser, for everything that there is, and returns what was told and which kinds of request were
// made.
func (s *stage) crawl(t testing.TB, b *browser, read reader) (told []string, kinds map[string]bool) {
	cr := newCrawl(b, read, func(st step, a answer, _ document) {
		if a.StatusCode >= 500 {
			t.Errorf("%s: %s", st, a)
		}
		for _, what := range s.secrets.told(st, a) {
			told = append(told, fmt.Sprintf("%s tells %s", st, what))
		}
	})
	person := b.person()
	for _, st := range s.steps(person.ID == s.guest) {
		cr.ask(st)
	}
	cr.few = true // the others are asked for above
	cr.follow()
	if person.ID == s.guest {
		cr.skip = func(f *form) bool { // these would end it all, or are there to tell the answer
			own := strings.HasPrefix(f.action, "/attempts/"+s.open)
			return own && (strings.HasSuffix(f.action, "/submit") || strings.HasSuffix(f.action, "/check")) || f.action == "/me/finish" || f.action == "/sign-in/merge"
		}
		cr.sendForms(func() *browser { return s.signedIn(person.ID, kindGuest) }, func(f *form) string { return f.bodies()[0] })
		a, err := s.db.Attempt(t.Context(), s.guest, s.open)
		if err != nil || !a.Open(s.Now()) {
			t.Errorf("the crawl has ended the attempt: %+v, %v", a, err)
		}
		for _, accept := range []string{asPage, asJSON} {
			cr.ask(step{"POST", "/me/finish", "", accept})
		}
	}
	return told, cr.lines
}

// queries are what can stand behind the question mark of a page, by line of the table.
var queries = map[string][]string{
	"/attempts/new": {"mode=mock", "mode=half", "mode=drill", "mode=drill&what=domain%3Ad3", "mode=drill&lesson=d3-03&count=50", "mode=drill&tag=hipaa",
		"mode=quiz", "mode=drill&count=x"},
	"/attempts/{id}/check":  {"ask=1", "from=2"},
	"/attempts/{id}/result": {"items=all"},
	"/attempts/{id}/answers": {"show=all", "show=all&page=2", "show=all&page=7", "show=flagged", "show=sure", "show=guess", "show=slow", "show=trial",
		"show=all&domain=d3"},
	"/me": {"read=d3-03", "read=nope", "done=account"},
}

// bodiesOf are what can be sent, good and bad, by line of the table.
var bodiesOf = map[string][]string{
	"POST /attempts":      {"mode=quiz", "mode=mock&time=3", "mode=drill&count=99", "mode=drill&what=tag%3Anothing", `{"mode":"mock","feedback":"each"}`, `{"mode":"mock","items":[]}`},
	"POST /attempts/{id}": {""},
	"PUT /attempts/{id}/items/{n}": {`{"seq":1,"choice":"a","flagged":true,"struck":["b"],"confidence":"sure","spent_ms":5000,"tab":"one"}`, `{"seq":2,"choice":"b"}`,
		`{"seq":3,"choice":"c"}`, `{"seq":4,"choice":"d"}`, `{"seq":1,"choice":"d"}`, `{"seq":5,"choice":"e"}`, `{"seq":0}`, `{"choice":"a"}`, `{"seq":`, `{"seq":6,"key":"a"}`,
		`{"seq":6,"flagged":"yes"}`, `{"seq":6,"choice":null,"struck":null}`, "choice=a"},
	"POST /attempts/{id}/items/{n}":       {"choice=a&go=2", "choice=z", "go=x", "go=check", "go=leave", "strike=c", "restore=c", "flag=1", "confidence=sure", "confidence=x", "clear=1", `{"choice":"a"}`},
	"POST /attempts/{id}/items/{n}/check": {""},
	"POST /attempts/{id}/submit":          {"open=0"},
	"POST /sign-in":                       {"", "login=tom&password=wrong"},
	"POST /sign-up":                       {"", "name=x&login=tom&password=short"},
	"POST /me/reads":                      {"lesson=d3-03", "lesson=d3-03&undo=1", "lesson=nope", `{"lesson":"d3-03"}`},
	"POST /me/settings/name":              {"", "name=Ana"},
	"POST /me/settings/password":          {"", "current=x&password=y"},
}

// steps are requests for every line of the table, as a page and as JSON, about every attempt of the learner's. thorough
// asks about every question.
func (s *stage) steps(thorough bool) []step {
	var list, last []step
	for _, rt := range s.table {
		method := methodOf(rt)
		switch method + rt.path {
		case "POST/sign-out", "POST/sign-out/everywhere", "POST/me/finish":
			last = append(last, step{method, rt.path, "", asPage}, step{method, rt.path, "", asJSON})
			continue
		}
		for _, target := range s.targets(rt, thorough) {
			bodies := bodiesOf[method+" "+rt.path]
			if bodies == nil {
				bodies = []string{""}
			}
			alike := s.alike(rt, target)
			for _, body := range bodies {
				list = append(list, step{method, target, body, asPage})
				if alike {
					break
				}
				list = append(list, step{method, target, body, asJSON})
			}
		}
	}
	if thorough {
		last = last[:4] // a guest finishes when everything else is done
	}
	return append(list, last...)
}

// alike tells whether an address is answered like others that are asked in all ways: one way is enough for it.
func (s *stage) alike(rt route, target string) bool {
	if rt.path == sharedPage {
		return target != "/" && target != "/learn/" && target != "/nowhere"
	}
	n := path.Base(target)
	return strings.HasSuffix(rt.path, "/{n}") && n != "1" && n != fmt.Sprint(s.size[s.open]+1)
}

// targets are the addresses that fit a line of the table.
func (s *stage) targets(rt route, thorough bool) []string {
	var list []string
	vars := map[string]string{"token": "WRONG", "hash": "x", "file": "room.js", "page": ""}
	ids := []string{""}
	if strings.Contains(rt.path, "{id}") {
		ids = s.mine
	}
	for _, id := range ids {
		vars["id"] = id
		n := []int{0}
		if strings.Contains(rt.path, "{n}") {
			n = s.numbers(rt, id, thorough)
		}
		for _, n := range n {
			vars["n"] = fmt.Sprint(n)
			target := pathOf(rt, vars)
			list = append(list, target)
			for _, q := range queries[rt.path] {
				list = append(list, target+"?"+q)
			}
		}
	}
	if rt.path == sharedPage {
		return append(append(list, s.site.Paths()...), "/nowhere", "/learn", "/terms/%e9/")
	}
	return list
}

// numbers are the questions to ask about. The last one stays without an answer, so that a form that says that all are
// answered submits nothing; of a drill that tells reasons it is the only one to be checked.
func (s *stage) numbers(rt route, id string, thorough bool) []int {
	last, checks := s.size[id], strings.HasSuffix(rt.path, "/check")
	if checks && id == s.open && s.each {
		return []int{last, last + 1}
	}
	n := []int{1, 2, last + 1}
	if thorough && (rt.method != "POST" || checks && id != s.open) && (id == s.open || last <= 50) {
		for i := 3; i < last; i++ {
			n = append(n, i)
		}
	}
	if rt.method == "GET" {
		n = append(n, last)
	}
	return n
}

// TestSecrecy: while an attempt is open, nothing that its owner or anybody else can ask for tells what it must not.
func TestSecrecy(t *testing.T) {
	for _, sc := range scenes {
		t.Run(sc.name, func(t *testing.T) {
			t.Parallel()
			s, read := play(t, sc), reader{}
			for _, who := range sc.others {
				b := s.browser()
				if who != "nobody" {
					b.signIn(who).leads(t, "/me")
				}
				s.quiet(t, who, b, read)
			}
			s.quiet(t, "the learner", s.b, read)
		})
	}
}

// quiet fails the test if somebody is told something, or was not asked for every line of the table as a page and as
// JSON.
func (s *stage) quiet(t *testing.T, who string, b *browser, read reader) {
	told, kinds := s.crawl(t, b, read)
	for _, what := range told[:min(len(told), 20)] {
		t.Errorf("%s: %s", who, what)
	}
	for _, rt := range s.table {
		for _, accept := range []string{asPage, asJSON} {
			if !kinds[lineName(methodOf(rt), rt.path, accept)] {
				t.Errorf("%s was not asked for %s %s as %s", who, rt.method, rt.path, accept)
			}
		}
	}
}

// TestSecretsAreFound: once an attempt is submitted, the detector finds every reason and every mark of its questions
// where they are told, as a page and as JSON: so it would have found them before.
func TestSecretsAreFound(t *testing.T) {
	s := play(t, scenes[0])
	s.b.post("/attempts/"+s.open+"/submit").want(t, http.StatusSeeOther)
	path := "/attempts/" + s.open
	pages := []step{}
	for n := 1; n <= 7; n++ {
		pages = append(pages, step{"GET", fmt.Sprintf("%s/answers?show=all&page=%d", path, n), "", asPage})
	}
	for _, c := range []struct {
		how   string
		steps []step
		also  []string
	}{
		{"JSON", []step{{"GET", path + "/result", "", asJSON}}, []string{"the field key", "the field scored", "the field why", "the id of question 7"}},
		{"pages", pages, []string{`the mark class="right" on <li>`, "the words not counted", "the address of a source of question 7"}},
	} {
		found := map[string]bool{}
		for _, st := range c.steps {
			for _, what := range s.secrets.told(st, s.b.send(st.method, st.target, st.body, "Accept", st.accept)) {
				found[what] = true
			}
		}
		for n := 1; n <= s.size[s.open]; n++ {
			for _, o := range "abcd" {
				if what := fmt.Sprintf("the reason of %c of question %d", o, n); !found[what] {
					t.Errorf("%s: %s is not found", c.how, what)
				}
			}
		}
		for _, what := range c.also {
			if !found[what] {
				t.Errorf("%s: %s is not found", c.how, what)
			}
		}
	}
}

// A plant is a secret put into one answer of a kind.
type plant struct {
	kind string
	fits func(r *http.Request, w *httptest.ResponseRecorder) bool
	put  func(w *httptest.ResponseRecorder, text string) // into header or body
	text string                                          // "" for a mark, which put has itself
	want string                                          // what the crawl is to tell
	in   string                                          // where it was put; "" while it was not
}

func isKind(kind string, status int) func(*http.Request, *httptest.ResponseRecorder) bool {
	return func(_ *http.Request, w *httptest.ResponseRecorder) bool {
		return strings.HasPrefix(w.Header().Get("Content-Type"), kind) && w.Code/100*100 == status
	}
}

// personally narrows a kind to answers made for one person, or to those for everybody.
func personally(is bool, fits func(*http.Request, *httptest.ResponseRecorder) bool) func(*http.Request, *httptest.ResponseRecorder) bool {
	return func(r *http.Request, w *httptest.ResponseRecorder) bool {
		return fits(r, w) && (w.Header().Get("Cache-Control") == "no-store") == is
	}
}

// under narrows a kind to addresses that begin with path.
func under(path string, fits func(*http.Request, *httptest.ResponseRecorder) bool) func(*http.Request, *httptest.ResponseRecorder) bool {
	return func(r *http.Request, w *httptest.ResponseRecorder) bool {
		return strings.HasPrefix(r.URL.Path, path) && fits(r, w)
	}
}

// swap puts something in place of the first old in the body; %s is the text, as esc writes it.
func swap(old, new string, esc func(string) string) func(*httptest.ResponseRecorder, string) {
	return func(w *httptest.ResponseRecorder, text string) {
		body := strings.Replace(w.Body.String(), old, strings.ReplaceAll(new, "%s", esc(text)), 1)
		w.Body.Reset()
		w.Body.WriteString(body)
	}
}

func plain(s string) string { return s }

// strewn is text as a page could have it: escaped, on many lines, with mark-up between the words.
func strewn(s string) string {
	return strings.ReplaceAll(html.EscapeString(s), " ", "\n\t") + "</b>"
}

func quoted(s string) string {
	b, _ := json.Marshal("<" + s)
	return string(b)
}

func plants(open string) []*plant {
	any200 := func(_ *http.Request, w *httptest.ResponseRecorder) bool { return w.Code == http.StatusOK }
	redirects := func(_ *http.Request, w *httptest.ResponseRecorder) bool { return w.Code == http.StatusSeeOther }
	room := "/attempts/" + open
	return []*plant{
		{kind: "page of the attempt", fits: under(room, isKind(asPage, 200)), put: swap("</main>", "<p><b>%s</p></main>", strewn)},
		{kind: "attribute of a page of the attempt", fits: under(room+"/items", isKind(asPage, 200)), put: swap("<main", `<main title="%s"`, html.EscapeString)},
		{kind: "own page", fits: under("/me", isKind(asPage, 200)), put: swap("</main>", "%s</main>", html.EscapeString)},
		{kind: "shared page", fits: personally(false, isKind(asPage, 200)), put: swap("</main>", "<p><i>%s</p></main>", strewn)},
		{kind: "JSON of the attempt", fits: under(room, isKind(asJSON, 200)), put: swap("{", `{"message":%s,`, quoted)},
		{kind: "answer to a save", fits: under(room+"/items", isKind(asJSON, 200)), put: swap(`"late":false`, `"late":%s`, quoted)},
		{kind: "JSON elsewhere", fits: under("/me.json", isKind(asJSON, 200)), put: swap("{", `{"note":%s,`, quoted)},
		{kind: "error page", fits: isKind(asPage, 400), put: swap("</main>", "%s</main>", strewn)},
		{kind: "JSON error", fits: isKind(asJSON, 400), put: swap("{", `{"detail":%s,`, quoted)},
		{kind: "redirect", fits: redirects, put: func(w *httptest.ResponseRecorder, text string) {
			w.Header().Set("Location", w.Header().Get("Location")+"?why="+url.QueryEscape(text))
		}},
		{kind: "header", fits: any200, put: func(w *httptest.ResponseRecorder, text string) { w.Header().Set("X-Note", text) }},
		{kind: "cookie", fits: any200, put: func(w *httptest.ResponseRecorder, text string) {
			w.Header().Add("Set-Cookie", "note="+url.QueryEscape(text))
		}},
		{kind: "static file", fits: under("/static/", any200), put: func(w *httptest.ResponseRecorder, text string) {
			fmt.Fprintf(w.Body, "\nconst note = %s;", quoted(text))
		}},
		{kind: "plain text", fits: under("/metrics", any200), put: func(w *httptest.ResponseRecorder, text string) { fmt.Fprintf(w.Body, "# %s\n", text) }},

		{kind: "key in JSON", fits: under(room, isKind(asJSON, 200)), put: swap(`"options":[`, `"key":"b","options":[`, plain), want: "the field key"},
		{kind: "scored in JSON", fits: under(room, isKind(asJSON, 200)), put: swap(`"n":5,`, `"n":5,"scored":false,`, plain), want: "the field scored"},
		{kind: "key on a page", fits: under(room, isKind(asPage, 200)), put: swap(`data-option="b"`, `data-option="b" data-key`, plain), want: `the mark data-key="" on <div>`},
		{kind: "class on a page", fits: under(room+"/check", isKind(asPage, 200)), put: swap(`class="tile`, `class="pretest tile`, plain), want: "the mark class="},
		{kind: "comment on a page", fits: under(room, isKind(asPage, 200)), put: swap("</main>", "<!-- b --></main>", plain), want: "a comment:  b "},
		{kind: "words on a page", fits: under(room, isKind(asPage, 200)), put: swap("</main>", "<p>Trial question, <b>not</b> counted</p></main>", plain), want: "the words not counted"},
	}
}

// TestPlantedSecrets puts one secret into one answer of each kind, and expects the crawl to find each, and nothing
// else.
func TestPlantedSecrets(t *testing.T) {
	s := play(t, scenes[1])
	list := plants(s.open)
	items, err := s.db.AttemptItems(t.Context(), s.guest, s.open)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range list {
		it, _ := s.bank.Item(strings.TrimPrefix(items[i].Item, s.course.ID+"/"))
		if p.want == "" { // each kind has a question of its own
			o := "abcd"[i%4 : i%4+1]
			p.text, p.want = it.Why(o), fmt.Sprintf("the reason of %s of question %d", o, items[i].N)
		}
	}
	inner := s.handler
	s.handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rec := httptest.NewRecorder()
		inner.ServeHTTP(rec, r)
		for _, p := range list {
			before := rec.Body.String() + fmt.Sprint(rec.Header())
			if p.in != "" || !p.fits(r, rec) {
				continue
			}
			if p.put(rec, p.text); rec.Body.String()+fmt.Sprint(rec.Header()) != before {
				p.in = r.Method + " " + r.URL.RequestURI()
			}
		}
		for name, values := range rec.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(rec.Code)
		_, _ = w.Write(rec.Body.Bytes())
	})
	told, _ := s.crawl(t, s.b, reader{})
	for _, p := range list {
		found := slices.ContainsFunc(told, func(what string) bool {
			return strings.HasPrefix(what, p.in+" ") && strings.Contains(what, " tells "+p.want)
		})
		if p.in == "" || !found {
			t.Errorf("%s: %q, put into %q, is not found", p.kind, p.want, p.in)
		}
	}
	for _, what := range told {
		if !slices.ContainsFunc(list, func(p *plant) bool { return strings.HasPrefix(what, p.in+" ") }) {
			t.Errorf("found where nothing was put: %s", what)
		}
	}
}
