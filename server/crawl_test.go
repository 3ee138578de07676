package server

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/gorilla/mux"
	"golang.org/x/net/html"
)

const (
	asPage = "text/html"
	asJSON = "application/json"
)

// A step is one request of a crawl.
type step struct{ method, target, body, accept string }

func (st step) path() string { path, _, _ := strings.Cut(st.target, "?"); return path }

func (st step) String() string {
	return fmt.Sprintf("%s %s %s (%s)", st.method, st.target, st.body, st.accept)
}

// A crawl asks, in one browser, for everything that can be reached, and shows each answer to look.
type crawl struct {
	b     *browser
	look  func(step, answer, document)
	read  *reader
	asked map[step]bool
	lines map[string]bool   // what was asked of the table: method, path and what kind of answer was wanted
	forms map[string]*form  // what was found to be sent, by what it does
	names []string          // of forms, as they were found
	sent  map[string]bool   // of these, the ones that were
	gets  []step            // found and not asked yet
	still bool              // it looks at nothing but what it is told to ask for
	skip  func(*form) bool  // forms not to be sent; nil for none
	few   bool              // of the questions of an attempt it looks at three: they are all made alike
	brief bool              // of the choices of a form too, and of the two addresses of a shared page at one
	sizes map[string]int    // of attempts
	paths map[string]string // what line has found
	seeds map[string]string // of the question that it looks at, by kind of generated practice
	alone bool              // who sends a form becomes somebody else, whose pages are not for this crawl

	personal bool // it looks at no page that is the same for everybody
}

func newCrawl(b *browser, read *reader, look func(step, answer, document)) *crawl {
	return &crawl{b: b, look: look, read: read, asked: map[step]bool{}, lines: map[string]bool{}, forms: map[string]*form{}, sent: map[string]bool{}, sizes: map[string]int{}, paths: map[string]string{}, seeds: map[string]string{}}
}

// A reader reads each page once: most are the same for everybody.
type reader struct {
	pages    sync.Map // of document, by body
	readings sync.Map // of []string, by body of a shared page
}

// texts are the ways in which the body of an answer can be read.
func (r *reader) texts(a answer) []string {
	if a.Header.Get("Cache-Control") == "no-store" {
		return readings(a.body)
	}
	if texts, ok := r.readings.Load(a.body); ok {
		return texts.([]string)
	}
	texts := readings(a.body)
	r.readings.Store(a.body, texts)
	return texts
}

func (r *reader) page(a answer) document {
	if !strings.HasPrefix(a.Header.Get("Content-Type"), "text/html") {
		return document{}
	}
	if d, ok := r.pages.Load(a.body); ok {
		return d.(document)
	}
	d := parsePage(a.body)
	r.pages.Store(a.body, d)
	return d
}

// lineName is what a line of the table is called in a crawl.
func lineName(method, path, accept string) string { return method + " " + path + " " + accept }

// ask does one request, unless the crawl has done it before.
func (cr *crawl) ask(st step) {
	if !cr.asked[st] {
		cr.asked[st] = true
		if a := cr.askIn(cr.b, st); !cr.still {
			cr.collect(st, a)
		}
	}
}

// askIn does a request in a browser.
func (cr *crawl) askIn(b *browser, st step) answer {
	a := b.send(st.method, st.target, st.body, "Accept", st.accept)
	cr.lines[lineName(st.method, cr.line(st.method, st.target), st.accept)] = true
	cr.look(st, a, cr.read.page(a))
	return a
}

// collect notes what is found in an answer.
func (cr *crawl) collect(st step, a answer) {
	d := cr.read.page(a)
	for _, link := range append(a.Header["Location"], d.links...) {
		cr.found(st, link)
	}
	for _, f := range d.forms {
		cr.foundForm(st, f)
	}
}

// line is the path of the line of the table that takes a request.
func (cr *crawl) line(method, target string) string {
	path, _, _ := strings.Cut(target, "?")
	key := method + path
	if line, ok := cr.paths[key]; ok {
		return line
	}
	var match mux.RouteMatch
	r := httptest.NewRequest(method, "/", nil)
	if r.URL.Path = path; cr.b.c.router.Match(r, &match) {
		cr.paths[key], _ = match.Route.GetPathTemplate()
	}
	return cr.paths[key]
}

// inside is an address of this site that a page names, resolved against where the page stands; "" for any other.
func inside(from step, link string) string {
	base, err := url.Parse(from.target)
	if err != nil {
		return ""
	}
	to, err := base.Parse(link)
	if err != nil || to.Scheme != "" || to.Host != "" {
		return ""
	}
	to.Fragment = ""
	return to.String()
}

func (cr *crawl) found(from step, link string) {
	if from.method != http.MethodGet && strings.HasPrefix(link, "#") {
		return // a place in the answer to a form, which has no address of its own
	}
	if to := inside(from, link); to != "" {
		cr.gets = append(cr.gets, step{"GET", to, "", asPage})
	}
}

// foundForm keeps a form: one that only asks is a link for each of its choices, another waits for sendForms.
func (cr *crawl) foundForm(from step, f form) {
	action := inside(from, f.action)
	if f.method == http.MethodPost {
		f.action = action
		if name := f.does(cr.line(f.method, f.action)); cr.forms[name] == nil {
			cr.forms[name], cr.names = &f, append(cr.names, name)
		}
		return
	}
	path, _, _ := strings.Cut(action, "?")
	fields, choices := maps.Clone(f.fields), map[string][]string{}
	fields.Del("key") // another one on each page
	for name, list := range f.choices {
		if cr.brief {
			list = list[:min(len(list), 3)]
		}
		choices[name] = slices.DeleteFunc(slices.Clone(list), func(choice string) bool { return cr.chose(path, name, choice) })
	}
	f.fields, f.choices = fields, choices
	for _, body := range f.bodies() {
		cr.found(from, path+"?"+body)
	}
}

// chose tells whether a choice was made before, and notes it: each is made once, not with each other one.
func (cr *crawl) chose(path, name, choice string) bool {
	key := step{target: path, body: name + "=" + choice}
	before := cr.asked[key]
	cr.asked[key] = true
	return before
}

// follow asks for everything that was found, and for what is found there.
func (cr *crawl) follow(from ...string) {
	for _, target := range from {
		cr.gets = append(cr.gets, step{"GET", target, "", asPage})
	}
	for len(cr.gets) > 0 {
		next := cr.gets[0]
		cr.gets = cr.gets[1:]
		if cr.personal && cr.line("GET", next.target) == sharedPage {
			continue
		}
		if cr.oneMore(next.target) {
			continue
		}
		if cr.few && cr.amongOthers(next.path()) || cr.brief && strings.HasSuffix(next.path(), "/index.html") {
			continue
		}
		cr.ask(next)
	}
}

// oneMore tells whether an address is that of another question of a kind of generated practice than the one that the
// crawl has found first: each leads to the next, a million times. A crawl of personal pages looks at none.
func (cr *crawl) oneMore(target string) bool {
	path, query, _ := strings.Cut(target, "?")
	family, ours := strings.CutPrefix(path, "/practice/generated/")
	values, err := url.ParseQuery(query)
	seed := values.Get("seed")
	if !ours || err != nil || seed == "" && !cr.personal {
		return false
	}
	if cr.seeds[family] == "" {
		cr.seeds[family] = seed
	}
	return cr.personal || cr.seeds[family] != seed
}

// amongOthers tells whether an address is that of a question of somebody's own, but not of its first two or its last.
func (cr *crawl) amongOthers(path string) bool {
	parts := strings.Split(path, "/")
	if len(parts) != 5 || parts[1] != "attempts" || parts[3] != "items" {
		return false
	}
	n, err := strconv.Atoi(parts[4])
	if err != nil || n <= 2 {
		return false
	}
	if cr.sizes[parts[2]] == 0 {
		a, _ := cr.b.c.db.Attempt(cr.b.c.t.Context(), cr.b.person().ID, parts[2])
		cr.sizes[parts[2]] = a.Items
	}
	return n < cr.sizes[parts[2]]
}

// A form is what a page lets somebody send, by one of its buttons.
type form struct {
	method, action string
	fields         url.Values          // what it holds as the page was made
	choices        map[string][]string // what else could be chosen, by field
	typed          []string            // fields to write in
	button         struct{ name, value string }
}

// does names a form by its line of the table, its attempt, its fields and its button: not by which question it is about
// or which one it leads to, nor by what is chosen.
func (f form) does(line string) string {
	names := append(slices.Collect(maps.Keys(f.fields)), f.typed...)
	slices.Sort(names)
	attempt, value := "", f.button.value
	if parts := strings.Split(f.action, "/"); len(parts) > 2 && parts[1] == "attempts" {
		attempt = parts[2]
	}
	if len(value) < 4 {
		value = ""
	}
	return fmt.Sprint(line, attempt, slices.Compact(names), f.button.name, value)
}

// written is what somebody writes into a field of that name.
var written = map[string]string{"login": "rosa", "name": "Rosa", "password": goodPassword, "current": goodPassword, "erase-password": goodPassword,
	"text": "Something more.", "note": "The rule says so.", "term": "Fall", "zone": "America/Chicago",
	"body": "Something more.", "place": "evening", "section": "Monday", "labels": "new", "extra": "1", "title": "Quiz", "start": "2027-01-04", "attempts": "2", "more_date": "2027-01-15", "mark": "82.5", "reason": "Two questions were not taught"}

// bodies are the form as it stands, and once for each other choice.
func (f form) bodies() []string {
	values := maps.Clone(f.fields)
	for _, name := range f.typed {
		values.Set(name, written[name])
	}
	if f.button.name != "" {
		values.Set(f.button.name, f.button.value)
	}
	for name, list := range f.choices {
		if values.Get(name) == "" && len(list) > 0 {
			values.Set(name, list[0])
		}
	}
	bodies := []string{values.Encode()}
	for name, list := range f.choices {
		for _, choice := range list {
			with := maps.Clone(values)
			with.Set(name, choice)
			bodies = append(bodies, with.Encode())
		}
	}
	return bodies
}

// A document is what a page says to a crawl.
type document struct {
	ids   map[string]int
	h1    int
	links []string // addresses as they are written, fragments too
	forms []form
	wrong []string // what the security policy forbids
	title string
}

// parsePage reads a page.
func parsePage(body string) document {
	d := document{ids: map[string]int{}}
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		d.wrong = append(d.wrong, err.Error())
		return d
	}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			d.element(n)
		}
	}
	d.forms = formsOf(root)
	return d
}

func (d *document) element(n *html.Node) {
	if n.Data == "h1" {
		d.h1++
	}
	if n.Data == "title" && n.FirstChild != nil && n.Parent.Data == "head" {
		d.title = n.FirstChild.Data
	}
	if n.Data == "style" || n.Data == "script" && attr(n, "src") == "" {
		d.wrong = append(d.wrong, "an inline "+n.Data)
	}
	for _, a := range n.Attr {
		switch {
		case a.Key == "id":
			d.ids[a.Val]++
		case a.Key == "href" || a.Key == "src":
			d.links = append(d.links, a.Val)
		case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
			d.wrong = append(d.wrong, "the attribute "+a.Key)
		}
	}
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

// formsOf are all forms of a page, once for each button.
func formsOf(root *html.Node) []form {
	var all []form
	for n := range root.Descendants() {
		if n.Type != html.ElementNode || n.Data != "form" || has(n, "hidden") || attr(n, "action") == "" {
			continue // one without an address belongs to a script
		}
		f := form{method: strings.ToUpper(attr(n, "method")), action: attr(n, "action"), fields: url.Values{}, choices: map[string][]string{}}
		var buttons []*html.Node
		for e := range root.Descendants() {
			if e.Type != html.ElementNode || !belongs(e, n) {
				continue
			}
			if e.Data == "button" && attr(e, "type") != "button" {
				buttons = append(buttons, e)
				continue
			}
			f.control(e)
		}
		for _, b := range buttons {
			sent := f
			sent.button.name, sent.button.value = attr(b, "name"), attr(b, "value")
			if to := attr(b, "formaction"); to != "" {
				sent.action = to
			}
			if how := attr(b, "formmethod"); how != "" {
				sent.method = strings.ToUpper(how)
			}
			all = append(all, sent)
		}
	}
	return all
}

// belongs tells whether a control is one of the form's.
func belongs(e, f *html.Node) bool {
	if id := attr(e, "form"); id != "" {
		return id == attr(f, "id")
	}
	for p := e.Parent; p != nil; p = p.Parent {
		if p == f {
			return true
		}
	}
	return false
}

func (f *form) control(e *html.Node) {
	name := attr(e, "name")
	if name == "" {
		return
	}
	switch e.Data {
	case "select":
		for o := range e.Descendants() {
			if o.Data == "option" {
				f.choices[name] = append(f.choices[name], attr(o, "value"))
				if has(o, "selected") {
					f.fields.Set(name, attr(o, "value"))
				}
			}
		}
	case "textarea":
		f.typed = append(f.typed, name)
	case "input":
		switch attr(e, "type") {
		case "radio", "checkbox":
			f.choices[name] = append(f.choices[name], attr(e, "value"))
			if has(e, "checked") {
				f.fields.Set(name, attr(e, "value"))
			}
		case "hidden":
			f.fields.Add(name, attr(e, "value"))
		default:
			f.typed = append(f.typed, name)
		}
	}
}

// endings are the forms that end a crawl's session, attempt or person, and how late they are sent.
func ending(f *form) int {
	for i, last := range []string{"/import", "/archive", "/classes/new", "/leave", "/sign-up", "/submit", "/me/settings/password", "/sign-in", "/sign-in/merge", "/sign-out", "/sign-out/everywhere", "/me/finish", "/me/settings/erase"} {
		if strings.HasSuffix(f.action, last) {
			return i + 1
		}
	}
	return 0
}
