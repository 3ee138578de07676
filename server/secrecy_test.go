package server

import (
	"cmp"
	"fmt"
	"net/http"
	"path"
	"strings"
	"testing"

	"frontdesk/server/classwork"
	"frontdesk/server/exam"
	"frontdesk/server/store"
)

// A scene is somebody with an attempt that is open, whose secrets are to be kept; beside may name other attempts.
type scene struct {
	name   string
	role   store.Role // of who plays; "" is a guest
	others []string   // who looks on; where nobody does, three of the open attempt's pages are looked at, not each third
	play   func(b *browser) (open string, beside []string)

	in       store.Role // of who plays, in the class; "" is a learner
	personal bool       // only personal pages are looked at: what is the same for everybody does not depend on the scene
	held     bool       // the attempt was handed in, for class work whose answers are held back
}

var scenes = []scene{
	{name: "mock", others: []string{"nobody", "tom", "adam", "ida"}, play: func(b *browser) (string, []string) { return begin(b, "mode", "mock"), nil }},
	{name: "half", play: func(b *browser) (string, []string) { return begin(b, "mode", "half", "time", "none"), nil }},
	{name: "drill with reasons at the end", play: func(b *browser) (string, []string) {
		return begin(b, "mode", "drill", "count", "50", "feedback", "end"), nil
	}},
	{name: "drill with reasons, nothing checked", play: func(b *browser) (string, []string) {
		return begin(b, "mode", "drill", "count", "10", "feedback", "each"), nil
	}},
	{name: "diagnostic", play: func(b *browser) (string, []string) { return begin(b, "mode", "diagnostic"), nil }},
	{name: "check after a finished one", play: func(b *browser) (string, []string) {
		first := begin(b, "mode", "check", "module", "d3")
		b.post("/attempts/"+first+"/submit").want(b.c.t, http.StatusSeeOther)
		return begin(b, "mode", "check", "module", "d3"), []string{first}
	}},
	{name: "missed questions", play: func(b *browser) (string, []string) {
		half := begin(b, "mode", "half")
		b.post("/attempts/"+half+"/submit").want(b.c.t, http.StatusSeeOther)
		return begin(b, "mode", "misses", "attempt", half), []string{half}
	}},
	{name: "second mock after a finished one", play: func(b *browser) (string, []string) {
		first := begin(b, "mode", "mock")
		for n := 1; n <= 20; n++ {
			b.post(fmt.Sprintf("/attempts/%s/items/%d", first, n), "choice", "a", "confidence", "sure", "flag", "1")
		}
		b.post("/attempts/"+first+"/submit").want(b.c.t, http.StatusSeeOther)
		return begin(b, "mode", "mock"), []string{first}
	}},
	{name: "mock beside drills", play: func(b *browser) (string, []string) {
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
	tom     string      // a member, about whom staff can ask
	class   store.Class // that tom is in, as is who plays, if not a guest
	form    store.Form  // of that class, with questions of the open attempt and others
	work    string      // that the class is given
	open    string
	mine    []string // all attempts
	size    map[string]int
	every   bool // each third question is asked for, not three of them
	each    bool // the open attempt tells reasons after each question
	secrets *secrets

	personal, held bool // see scene
}

func play(t testing.TB, sc scene, read *reader) *stage {
	t.Helper()
	c := open(t)
	c.account("adam", store.Admin)
	c.account("ida", store.Owner)
	s := &stage{clinic: c, tom: c.account("tom", store.Learner), b: c.guest(), size: map[string]int{}, every: len(sc.others) > 0, personal: sc.personal, held: sc.held}
	s.class = c.class(s.tom, store.Learner)
	s.work = c.assigned(s.class, classwork.Half, own(classwork.Due, "2026-12-04T17:00")).ID
	if sc.role != "" {
		ana := c.account("ana", sc.role)
		s.b = c.signedIn(ana, kindPassword)
		c.put(s.class, ana, cmp.Or(sc.in, store.Learner))
	}
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
	s.form = c.fixed(s.class, s.onOpen(3)...)
	s.secrets = secretsOf(t, c, s.guest, id, read)
	return s
}

// crawl asks, in a browser, for everything that there is, and returns what was told and which kinds of request were
// made.
func (s *stage) crawl(t testing.TB, b *browser) (told []string, kinds map[string]bool) {
	person := b.person()
	cr := newCrawl(b, s.secrets.read, func(st step, a answer, _ document) {
		if a.StatusCode >= 500 {
			t.Errorf("%s: %s", st, a)
		}
		if person.ID != s.guest && staffOnly(st) && b.mayDecide() {
			return // who decides about questions has to see them, unless they stand on an open attempt of their own
		}
		for _, what := range s.secrets.told(st, a) {
			told = append(told, fmt.Sprintf("%s tells %s", st, what))
		}
	})
	mine := person.ID == s.guest
	cr.personal = s.personal
	cr.still = !mine // what others are shown leads nowhere that the steps do not
	for _, st := range s.steps(mine) {
		cr.ask(st)
	}
	if mine {
		cr.few, cr.brief = true, true // the steps have asked for the others
		cr.follow()
		cr.skip = func(f *form) bool { // these would end it all, or are there to tell the answer
			own := strings.HasPrefix(f.action, "/attempts/"+s.open)
			return own && (strings.HasSuffix(f.action, "/submit") || strings.HasSuffix(f.action, "/check")) || f.action == "/me/finish" || f.action == "/sign-in/merge" ||
				(f.action == "/sign-up" || f.action == "/attempts") && !s.every // the first scene does: this takes long
		}
		cr.sendForms(func() *browser { return s.signedIn(person.ID, kindGuest) }, func(f *form) string { return f.bodies()[0] })
		a, err := s.db.Attempt(t.Context(), s.guest, s.open)
		if err != nil || a.Open(s.Now()) == s.held {
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
		"mode=diagnostic", "mode=check&module=d3", "mode=misses", "mode=quiz", "mode=drill&count=x"},
	"/attempts/{id}/check":  {"ask=1", "from=2"},
	"/attempts/{id}/result": {"items=all"},
	"/attempts/{id}/answers": {"show=all", "show=all&page=2", "show=all&page=7", "show=flagged", "show=sure", "show=guess", "show=slow", "show=trial",
		"show=all&domain=d3", "show=corrected"},
	"/attempts/{id}/items/{n}/report":           {"done=sent"},
	"/practice/generated/{family}/":             {"seed=1", "seed=1&answer=a", "seed=0", "seed=1&answer=e"},
	"/statistics":                               {"sort=r&domain=d3", "page=2"},
	"/statistics.csv":                           {"domain=d3"},
	"/people":                                   {"q=tom", "q=zz", "page=9"},
	"/people/{person}":                          {"done=factor", "attempt=x&minutes-x=20"},
	"/classes":                                  {"done=left"},
	"/classes/{class}/":                         {"done=made"},
	"/classes/{class}/people":                   {"done=taken-out"},
	"/classes/{class}/plan":                     {"plan=new-hire&start=2027-01-04", "plan=x&start=2027-01-05"},
	"/sign-up":                                  {"next=/join/x"},
	"/classes/{class}/forms/{form}":             {"done=made", "done=replaced&n=1&back=00000000&order=cadb", "done=back&n=x"},
	"/classes/{class}/forms/{form}/paper":       {"version=B", "version=C"},
	"/classes/{class}/forms/{form}/key":         {"version=B"},
	"/me":                                       {"read=d3-03", "read=nope", "done=account"},
	"/classes/{class}/assignments/{work}":       {"done=saved"},
	"/classes/{class}/assignments/{work}/rules": {"who=label:x&done=removed&minutes=9", "person=x"},
	"/classes/{class}/work/{work}":              {"done=deck"},
	"/classes/{class}/marks":                    {"by=learner", "by=work", "all=1", "section=x", "page=2"},
}

// bodiesOf are what can be sent, good and bad, by line of the table.
var bodiesOf = map[string][]string{
	"POST /attempts":      {"assignment=x", `{"assignment":"x"}`, "mode=quiz", "mode=mock&time=3", "mode=drill&count=99", "mode=drill&what=tag%3Anothing", "mode=check&module=mt", "mode=misses&attempt=x", `{"mode":"mock","feedback":"each"}`, `{"mode":"mock","items":[]}`},
	"POST /attempts/{id}": {""},
	"PUT /attempts/{id}/items/{n}": {`{"seq":1,"choice":"a","flagged":true,"struck":["b"],"confidence":"sure","spent_ms":5000,"tab":"one"}`, `{"seq":2,"choice":"b"}`,
		`{"seq":3,"choice":"c"}`, `{"seq":4,"choice":"d"}`, `{"seq":1,"choice":"d"}`, `{"seq":5,"choice":"e"}`, `{"seq":0}`, `{"choice":"a"}`, `{"seq":`, `{"seq":6,"key":"a"}`,
		`{"seq":6,"flagged":"yes"}`, `{"seq":6,"choice":null,"struck":null}`, "choice=a"},
	"POST /attempts/{id}/items/{n}":        {"choice=a&go=2", "choice=z", "go=x", "go=check", "go=leave", "strike=c", "restore=c", "flag=1", "confidence=sure", "confidence=x", "clear=1", `{"choice":"a"}`},
	"POST /attempts/{id}/items/{n}/check":  {""},
	"POST /attempts/{id}/items/{n}/report": {"", "reason=two&text=B+fits", `{"reason":"key"}`},
	"POST /reports/{revision}": {"", "decide=1&verdict=burn", "verdict=retire", "verdict=rekey&key=a&policy=higher&note=x",
		"verdict=rekey&key=b&policy=everyone&note=x", "decide=1&verdict=rekey&key=b&policy=everyone&note=x&decisions=7"},
	"POST /attempts/{id}/submit":                           {"open=0"},
	"POST /sign-in":                                        {"", "login=tom&password=wrong"},
	"POST /sign-up":                                        {"", "name=x&login=tom&password=short"},
	"POST /me/reads":                                       {"lesson=d3-03", "lesson=d3-03&undo=1", "lesson=nope", `{"lesson":"d3-03"}`},
	"POST /me/settings/name":                               {"", "name=Ana"},
	"POST /me/settings/password":                           {"", "current=x&password=y"},
	"POST /people/{person}/factor":                         {"factor=1.5", "factor=other&other=x"},
	"POST /people/{person}/attempts/{id}/time":             {"minutes=20&was=0", "minutes=x"},
	"POST /people/{person}/attempts/{id}/void":             {""},
	"POST /classes/new":                                    {"", "name=New+hires&term=Fall&zone=America/Chicago"},
	"POST /classes/{class}/settings":                       {"name=&zone=x", "name=New+hires&term=&zone=America/Denver"},
	"POST /classes/{class}/archive":                        {"", "archived=1", "archived=0"},
	"POST /classes/{class}/code":                           {"", "do=close", "do=open"},
	"POST /classes/{class}/import":                         {"", "text=name,login%0ATom,tom%0A,x", "do=errors&text=name,login%0A,x", "do=run&digest=x&text=name,login%0ATom,tom"},
	"POST /me/stuck":                                       {"", "about=/learn/law/hipaa-patient-rights/&body=x", "about=/attempts/x/items/1&body=x"},
	"POST /me/messages":                                    {"", "body=x"},
	"POST /classes/{class}/people":                         {"", "login=tom&role=learner", "login=nobody&role=learner"},
	"POST /classes/{class}/forms/new":                      {"", "title=Quiz&size=count&count=3", "title=Quiz&size=chosen&lesson-d3-03=2&domain-d4=1", "title=Quiz&size=count&count=x"},
	"POST /classes/{class}/forms/{form}/replace":           {"", "n=1&version=1&seen=00000000", "n=1&version=2&seen=00000000&back=00000000&order=cadb", "n=2&version=0&seen=00000000"},
	"POST /classes/{class}/plan":                           {"", "plan=new-hire&start=2027-01-04&pick=0&there=x"},
	"POST /classes/{class}/copy":                           {"", "name=Copy&zone=UTC&start=2027-01-04&do=look"},
	"POST /classes/{class}/assignments/new":                {"", halfForm("do", "read"), halfForm("what", "drill"), halfForm("count", "x")},
	"POST /classes/{class}/assignments/{work}/edit":        {"", halfForm("version", "1"), halfForm("version", "1", "title", "Mine")},
	"POST /classes/{class}/assignments/{work}/withdraw":    {"", "do=withdraw", "do=give"},
	"POST /classes/{class}/assignments/{work}/rules":       {"", "do=set&version=1&attempts=2", "do=more", "do=remove"},
	"POST /me/decks":                                       {"", "deck=lw", "deck=lw&undo=1", "deck=nope", `{"deck":"lw"}`},
	"POST /classes/{class}/marks/{work}/{person}":          {"", "do=set&mark=82&reason=x&seen=0", "do=set&mark=81&reason=x&seen=0", "do=excuse&reason=x&seen=1", "do=undo&seen=1"},
	"POST /classes/{class}/marks/{work}/{person}/comments": {"", "body=Good"},
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
	vars := map[string]string{"person": s.tom, "token": "WRONG", "hash": "x", "file": "room.js", "page": "", "family": "gen-access", "class": s.class.ID, "code": s.class.Code, "form": s.form.ID, "work": s.work}
	ids := []string{""}
	if strings.Contains(rt.path, "{id}") {
		ids = s.mine
	}
	if strings.Contains(rt.path, "{revision}") {
		for _, revision := range s.revisions() {
			list = append(list, pathOf(rt, map[string]string{"revision": revision}))
		}
		return list
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
		list = append(list, "/learn/", "/nowhere", "/learn", "/terms/%e9/")
	}
	if rt.path == sharedPage && thorough && !s.personal { // for everybody else they are the same bytes
		list = append(list, s.site.Paths()...)
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
	looked := rt.method == "GET" && id == s.open && s.every
	checked := (rt.method == "PUT" || checks) && id != s.open && last <= 50 // of a drill beside, every answer is asked for
	if thorough && (looked || checked || rt.method == "GET" && last <= 50) {
		for i := 3; i < last; i++ {
			if id != s.open || i%3 == 0 { // as JSON all are asked for at once, and the pages are made alike
				n = append(n, i)
			}
		}
	}
	if rt.method == "GET" {
		n = append(n, last)
	}
	return n
}

// TestSecrecy: while an attempt is open, nothing that its owner or anybody else can ask for tells what it must not.
func TestSecrecy(t *testing.T) {
	read := &reader{}
	for _, sc := range scenes {
		t.Run(sc.name, func(t *testing.T) {
			t.Parallel()
			s := play(t, sc, read)
			for _, who := range sc.others {
				b := s.browser()
				if who != "nobody" {
					b.signIn(who).leads(t, "/me")
				}
				s.quiet(t, who, b)
			}
			s.quiet(t, "the learner", s.b)
		})
	}
}

// quiet fails the test if somebody is told something, or was not asked for every line of the table as a page and as
// JSON.
func (s *stage) quiet(t *testing.T, who string, b *browser) {
	told, kinds := s.crawl(t, b)
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
	t.Parallel()
	s := play(t, scenes[0], &reader{})
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
