package server

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// answerAll chooses, for each question of an attempt, the key or another option, as right says of its number and domain,
// and submits.
func answerAll(t *testing.T, c *clinic, b *browser, id string, right func(n int, domain string) bool) {
	t.Helper()
	items, err := c.db.AttemptItems(t.Context(), b.person().ID, id)
	if err != nil {
		t.Fatal(err)
	}
	for _, it := range items {
		choice, _ := rightOf(t, c, b, id, it.N)
		if !right(it.N, it.Domain) {
			choice = string('a' + (choice[0]-'a'+1)%4)
		}
		b.post(fmt.Sprintf("/attempts/%s/items/%d", id, it.N), "choice", choice).want(t, http.StatusSeeOther)
	}
	b.post("/attempts/"+id+"/submit").leads(t, "/attempts/"+id+"/result")
}

// TestModes: what scripts and forms may ask for in the modes that are no exams, and what comes of it.
func TestModes(t *testing.T) {
	both(t, func(t *testing.T, c *clinic) {
		b, page := c.browser(), []string{"Accept", asPage}
		b.get("/attempts/new?mode=misses").want(t, 200, "No missed questions right now")
		id := begin(b, "mode", "drill", "count", "10", "feedback", "end", "time", "1.5")
		if r := b.room(t, id); *r.Minutes != 15 || *r.Remaining != 15*60*1000 || len(r.Items) != 10 {
			t.Errorf("a timed drill has %d min and %d questions", *r.Minutes, len(r.Items))
		}
		b.exchange(t, id, []exchange{
			{"nothing was missed", "POST", "/attempts", `{"mode":"misses"}`, 409, "too_few_items", nil},
			{"nothing was missed, in a browser", "POST", "/attempts", "mode=misses", 409, "no missed questions", page},
			{"missed where nothing is graded", "POST", "/attempts", `{"mode":"misses","attempt":"{id}"}`, 409, "not_graded", nil},
			{"missed where nobody was", "POST", "/attempts", `{"mode":"misses","attempt":"X"}`, 404, "not_found", nil},
			{"a module that is none", "POST", "/attempts", `{"mode":"check","module":"d9"}`, 400, "malformed", nil},
			{"no module", "POST", "/attempts", `{"mode":"check"}`, 400, "malformed", nil},
			{"that of no module", "GET", "/attempts/new?mode=check&module=d9", "", 404, "This page is not here", page},
			{"that of misses of nobody", "GET", "/attempts/new?mode=misses&attempt=X", "", 404, "This page is not here", page},
			{"a diagnostic with a clock", "POST", "/attempts", `{"mode":"diagnostic","time":"standard"}`, 400, "malformed", nil},
			{"a diagnostic with reasons", "POST", "/attempts", `{"mode":"diagnostic","feedback":"each"}`, 400, "malformed", nil},
			{"a check of ten", "POST", "/attempts", `{"mode":"check","module":"d3","count":10}`, 400, "malformed", nil},
			{"missed questions with a clock", "POST", "/attempts", `{"mode":"misses","time":"2"}`, 400, "malformed", nil},
		})
		for _, m := range []struct {
			body  string
			items int
		}{{`{"mode":"diagnostic"}`, 35}, {`{"mode":"check","module":"d3"}`, 15}, {`{"mode":"drill","time":"standard","count":20}`, 10}} {
			made := idOf(t, b.send("POST", "/attempts", m.body, "Accept", asJSON))
			if r := b.room(t, made); len(r.Items) != m.items || r.Minutes != nil && made != id {
				t.Errorf("%s has %d questions and %v min", m.body, len(r.Items), r.Minutes)
			}
		}
	})
}

// TestSmallModule: a module with too few questions says so on its start page, and refuses in words.
func TestSmallModule(t *testing.T) {
	c := open(t, func(p *Parts) {
		off := map[string]bool{}
		for _, it := range p.Bank.Items() {
			if strings.HasPrefix(it.ID(), "mt-") {
				off[it.Revision()] = true
			}
		}
		p.Bank = p.Bank.Without(off)
	})
	b, page := c.guest(), []string{"Accept", asPage}
	b.exchange(t, "", []exchange{
		{"a module without questions", "POST", "/attempts", `{"mode":"check","module":"mt"}`, 409, "too_few_items", nil},
		{"the same in a browser", "POST", "/attempts", "mode=check&module=mt", 409, "too few questions for a check", page},
		{"its start page", "GET", "/attempts/new?mode=check&module=mt", "", 200, "too few questions for this", page},
	})
}

// TestDrillThese: one press on a result drills what was missed there; with such a drill open, the page says so.
func TestDrillThese(t *testing.T) {
	c := open(t)
	b := c.guest()
	id := begin(b, "mode", "half")
	answerAll(t, c, b, id, func(n int, _ string) bool { return n > 7 })
	c.clock.Forward(time.Minute)
	b.get("/me").want(t, 200, "Missed questions: ") // enemies of one another have their turns
	b.get("/attempts/"+id+"/answers?show=all").want(t, 200)
	for _, path := range []string{"/result", "/answers?show=missed"} {
		b.get("/attempts/"+id+path).want(t, 200, "Drill these 7", `name="mode" value="misses"`, `name="attempt" value="`+id+`"`, `name="key" value="`)
	}
	for _, path := range []string{"/answers?show=all", "/answers?show=missed&domain=d3"} {
		if a := b.get("/attempts/" + id + path); strings.Contains(a.body, "Drill these") {
			t.Errorf("%s offers to drill another number than it shows", path)
		}
	}
	b.get("/attempts/new?mode=misses&attempt="+id).want(t, 200, "What you missed in: Half exam", "7 of 7 missed")
	drill := begin(b, "mode", "misses", "attempt", id, "key", "k1")
	b.post("/attempts", "mode", "misses", "attempt", id, "key", "k1").leads(t, "/attempts/"+drill)
	b.post("/attempts", "mode", "misses", "attempt", id, "key", "k2").leads(t, "/attempts/new?mode=misses")
	b.get("/attempts/new?mode=misses").want(t, 200, "Missed questions: Half exam, question 1 of 7", "One drill at a time")
	if r := b.room(t, drill); r.Mode != "misses" || len(r.Items) != 7 || r.Minutes != nil {
		t.Errorf("the drill is %s with %d questions", r.Mode, len(r.Items))
	}
	answerAll(t, c, b, drill, func(int, string) bool { return true })
	b.get("/attempts/"+drill+"/result").want(t, 200, "100% right", "7 questions", "About this drill")
	b.get("/attempts/new?mode=misses").want(t, 200, "No missed questions right now")
}

// TestWhereToBegin: the result of a diagnostic names a domain and a lesson, and says how sure it is.
func TestWhereToBegin(t *testing.T) {
	for _, tc := range []struct {
		name  string
		right func(n int, domain string) bool
		words []string
		not   string
	}{
		{"a clear case", func(_ int, d string) bool { return d != "d2" }, []string{"Begin with Communication and Professionalism: 0 of 7 right", "Read first: "}, "The evidence is thin"},
		{"a close one", func(n int, d string) bool { return d != "d6" && n%2 > 0 }, []string{"Begin with Billing and Revenue Cycle: 0 of 4 right", "The evidence is thin: 4 questions are few"}, "You missed nothing"},
		{"all right", func(int, string) bool { return true }, []string{"You missed nothing here"}, "Begin with"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := open(t)
			b := c.guest()
			b.get("/attempts/new?mode=diagnostic").want(t, 200, "35", "no clock", "Practice questions are taken first", "The result says where to begin")
			id := begin(b, "mode", "diagnostic")
			answerAll(t, c, b, id, tc.right)
			a := b.get("/attempts/"+id+"/result").want(t, 200, append(tc.words, "Where to begin", "Seen before")...)
			if strings.Contains(a.body, tc.not) || strings.Contains(a.body, "NHA reports a scaled score") {
				t.Errorf("the result says too much:\n%v", a)
			}
		})
	}
	c := open(t)
	b := c.guest()
	id := begin(b, "mode", "diagnostic")
	b.post("/attempts/"+id+"/items/1", "choice", "a").want(t, http.StatusSeeOther)
	b.post("/attempts/"+id+"/submit").want(t, http.StatusSeeOther)
	b.get("/attempts/"+id+"/result").want(t, 200, "Only 1 of 35 questions are answered: too few to say which domain comes first", "Read first: ")
}

// TestModuleCheck: its result stands for the module, lesson by lesson, and for no domain.
func TestModuleCheck(t *testing.T) {
	c := open(t)
	b := c.guest()
	b.get("/learn/law/").want(t, 200, "15-question check")
	b.get("/attempts/new?mode=check&module=d3").want(t, 200, "Medical Law, Ethics, and Compliance", "Start the check", `name="module" value="d3"`)
	id := begin(b, "mode", "check", "module", "d3")
	answerAll(t, c, b, id, func(n int, _ string) bool { return n > 4 })
	a := b.get("/attempts/"+id+"/result").want(t, 200, "73% right", "By lesson", "About this check")
	if strings.Contains(a.body, "By domain") {
		t.Error("a check of a module judges a domain")
	}
	for range 20 { // until the module has no question left that is new
		again := begin(b, "mode", "check", "module", "d3")
		answerAll(t, c, b, again, func(int, string) bool { return true })
		if strings.Contains(b.get("/attempts/"+again+"/result").want(t, 200).body, "new to you, so this score may be a little high") {
			return
		}
	}
	t.Error("20 checks of one module never say that a question was not new")
}
