package server

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

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
	t.Parallel()
	s := play(t, scenes[1], &reader{})
	s.findPlants(t, plants(s.open))
}

// findPlants puts each secret of list into one answer, crawls as who plays, and expects each to be found, and nothing
// else.
func (s *stage) findPlants(t *testing.T, list []*plant) {
	t.Helper()
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
	told, _ := s.crawl(t, s.b)
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
