package server

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/server/store"
	"frontdesk/server/store/storetest"
)

// An exchange is a request and what the README says that comes back. {id} in it is the attempt. It is a script's unless
// it says otherwise: it accepts JSON.
type exchange struct {
	what, method, target, body string
	status                     int
	want                       string // of JSON, the whole body; of an error, its code and state; of a page, words; of a redirect, where to
	header                     []string
}

// both runs a test on both engines.
func both(t *testing.T, f func(t *testing.T, c *clinic)) {
	for _, engine := range storetest.Engines(t) {
		t.Run(engine, func(t *testing.T) { f(t, openOver(t, storetest.Open(t, engine))) })
	}
}

// go through exchanges one after another.
func (b *browser) exchange(t *testing.T, id string, list []exchange) {
	t.Helper()
	for _, x := range list {
		header := append([]string{"Accept", asJSON}, x.header...)
		a := b.send(x.method, strings.ReplaceAll(x.target, "{id}", id), strings.ReplaceAll(x.body, "{id}", id), header...)
		want := strings.ReplaceAll(x.want, "{id}", id)
		if a.StatusCode != x.status || !x.fits(t, a, want) {
			t.Errorf("%s: want %d %s\n%v", x.what, x.status, want, a)
		}
	}
}

func (x exchange) fits(t *testing.T, a answer, want string) bool {
	isJSON := a.Header.Get("Content-Type") == asJSON
	switch {
	case a.StatusCode == http.StatusSeeOther:
		return a.Header.Get("Location") == want
	case a.StatusCode >= 400 && isJSON:
		code, state := shape(t, x.what, a)
		return strings.TrimSpace(code+" "+state) == want
	case isJSON:
		return strings.TrimSpace(a.body) == want || want == ""
	}
	checkProblem(t, a, asPage)
	return strings.Contains(a.body, want) && !slices.Contains(x.header, asJSON)
}

// shape checks that an error is {"error":{"code","message"},"state"} and returns its code and state.
func shape(t *testing.T, what string, a answer) (code, state string) {
	t.Helper()
	var e struct {
		Error struct {
			Code, Message string
			At            *int64
		}
		State *string
	}
	d := json.NewDecoder(strings.NewReader(a.body))
	d.DisallowUnknownFields()
	if err := d.Decode(&e); err != nil || e.Error.Code == "" || len(e.Error.Message) < 10 || !strings.HasSuffix(e.Error.Message, ".") {
		t.Errorf("%s: the error is not as documented: %v\n%v", what, err, a)
	}
	if e.State != nil {
		state = *e.State
	}
	return e.Error.Code, state
}

func idOf(t *testing.T, a answer) string {
	t.Helper()
	var d struct{ ID string }
	if err := json.Unmarshal([]byte(a.body), &d); err != nil || d.ID == "" || a.body != `{"id":"`+d.ID+`"}`+"\n" {
		t.Fatalf("no id: %v", a)
	}
	return d.ID
}

func TestStart(t *testing.T) {
	both(t, func(t *testing.T, c *clinic) {
		b := c.browser()
		a := b.send("POST", "/attempts", `{"mode":"half","key":"k1"}`).want(t, http.StatusCreated)
		id := idOf(t, a)
		if a.Header.Get("Location") != "/attempts/"+id || b.cookies[cookieName] == "" || b.person().Kind != store.Guest {
			t.Errorf("Location %q, cookies %v", a.Header.Get("Location"), b.cookies)
		}
		same := `{"id":"{id}"}`
		b.exchange(t, id, []exchange{
			{"the same key", "POST", "/attempts", `{"mode":"half","key":"k1"}`, 200, same, nil},
			{"the same key, another mode", "POST", "/attempts", `{"mode":"drill","key":"k1"}`, 200, same, nil},
			{"another key while open", "POST", "/attempts", `{"mode":"half","key":"k2"}`, 200, same, nil},
			{"no key while open", "POST", "/attempts", `{"mode":"half"}`, 200, same, nil},
			{"a form for JSON", "POST", "/attempts", "mode=half", 200, same, nil},
			{"a form", "POST", "/attempts", "mode=half", 303, "/attempts/{id}", []string{"Accept", asPage}},
			{"JSON, whatever is accepted", "POST", "/attempts", `{"mode":"half"}`, 200, same, []string{"Accept", asPage}},

			{"no mode", "POST", "/attempts", `{}`, 400, "malformed", nil},
			{"nothing sent", "POST", "/attempts", "", 400, "malformed", nil},
			{"null", "POST", "/attempts", "null", 400, "malformed", []string{"Content-Type", asJSON}},
			{"an unknown mode", "POST", "/attempts", `{"mode":"quiz"}`, 400, "malformed", nil},
			{"an unknown time", "POST", "/attempts", `{"mode":"mock","time":"3"}`, 400, "malformed", nil},
			{"reasons in an exam", "POST", "/attempts", `{"mode":"mock","feedback":"each"}`, 400, "malformed", nil},
			{"an exam of a domain", "POST", "/attempts", `{"mode":"mock","domain":"d3"}`, 400, "malformed", nil},
			{"too many", "POST", "/attempts", `{"mode":"drill","count":51}`, 400, "malformed", nil},
			{"fewer than none", "POST", "/attempts", `{"mode":"drill","count":-1}`, 400, "malformed", nil},
			{"half a question", "POST", "/attempts", `{"mode":"drill","count":1.5}`, 400, "malformed", nil},
			{"a form's count in words", "POST", "/attempts", "mode=drill&count=ten", 400, "malformed", nil},
			{"an unknown domain", "POST", "/attempts", `{"mode":"drill","domain":"d9"}`, 400, "malformed", nil},
			{"two subjects", "POST", "/attempts", `{"mode":"drill","domain":"d3","tag":"hipaa"}`, 400, "malformed", nil},
			{"an unknown feedback", "POST", "/attempts", `{"mode":"drill","feedback":"never"}`, 400, "malformed", nil},
			{"an endless key", "POST", "/attempts", `{"mode":"drill","key":"` + strings.Repeat("k", 101) + `"}`, 400, "malformed", nil},
			{"an unknown field", "POST", "/attempts", `{"mode":"drill","items":["d3-03-001"]}`, 400, "malformed", nil},
			{"another kind of value", "POST", "/attempts", `{"mode":1}`, 400, "malformed", nil},
			{"a subject without questions", "POST", "/attempts", `{"mode":"drill","tag":"nothing-has-it"}`, 409, "too_few_items", nil},
			{"more than a lesson has", "POST", "/attempts", `{"mode":"drill","lesson":"d3-03","count":50}`, 409, "too_few_items", nil},
			{"the same in a browser", "POST", "/attempts", "mode=drill&what=lesson%3Ad3-03&count=50", 409, "too few questions", []string{"Accept", asPage}},
			{"nonsense in a browser", "POST", "/attempts", "mode=drill&count=51", 400, "Choose 1 to 50", []string{"Accept", asPage}},
			{"an unknown mode in a browser", "POST", "/attempts", "mode=quiz", 400, "Choose mock", []string{"Accept", asPage}},
		})
		drill := b.send("POST", "/attempts", `{"mode":"drill","domain":"d3","count":5,"feedback":"each","time":"none"}`).want(t, http.StatusCreated)
		if idOf(t, drill) == id {
			t.Error("a drill beside an exam is the exam")
		}
		if n := len(mustAttempts(t, c, b)); n != 2 {
			t.Errorf("%d attempts were started", n)
		}
	})
}

func mustAttempts(t *testing.T, c *clinic, b *browser) []store.Attempt {
	t.Helper()
	all, err := c.db.AttemptsOf(t.Context(), b.person().ID)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// room is GET /attempts/{id}, with the names of its fields.
type room struct {
	attemptData
	fields []string
}

func (b *browser) room(t *testing.T, id string) room {
	t.Helper()
	a := b.send("GET", "/attempts/"+id, "", "Accept", asJSON).want(t, 200)
	var r room
	names := map[string]any{}
	if err := json.Unmarshal([]byte(a.body), &r.attemptData); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(a.body), &names); err != nil {
		t.Fatal(err)
	}
	for name := range names {
		r.fields = append(r.fields, name)
	}
	slices.Sort(r.fields)
	return r
}

func TestRoomData(t *testing.T) {
	both(t, func(t *testing.T, c *clinic) {
		b := c.browser()
		id := begin(b, "mode", "mock", "time", "1.5")
		c.clock.Forward(90 * time.Second)
		r := b.room(t, id)
		if got := strings.Join(r.fields, " "); got != "id items locked minutes mode released remaining_ms started state" {
			t.Errorf("fields %s", got)
		}
		if r.ID != id || r.Mode != "mock" || r.State != "open" || !r.Started.Equal(opening) || *r.Minutes != 203 || *r.Remaining != (203*60-90)*1000 ||
			r.Released || len(r.Locked) != 0 || len(r.Items) != 135 {
			t.Errorf("%+v", r.attemptData)
		}
		for i, it := range r.Items {
			ids := ""
			for _, o := range it.Options {
				ids += o.ID
			}
			if letters := []byte(ids); it.N != i+1 || it.Question == "" || len(letters) != 4 || sortedBytes(letters) != "abcd" || it.Choice != nil ||
				it.Flagged || len(it.Struck) != 0 || it.Confidence != nil || it.Seen || it.Seq != 0 {
				t.Errorf("item %d: %+v", i+1, it)
			}
			if it.Exhibit != "" && !strings.Contains(it.Exhibit, "<table>") {
				t.Errorf("exhibit of %d: %s", it.N, it.Exhibit)
			}
		}
		if again := b.room(t, id); fmt.Sprint(again.Items[0].Options) != fmt.Sprint(r.Items[0].Options) {
			t.Error("the options stand in another order")
		}
		raw := b.send("GET", "/attempts/"+id, "", "Accept", asJSON).body
		if !strings.Contains(raw, `"locked":[]`) || !strings.Contains(raw, `"choice":null,"flagged":false,"struck":[],"confidence":null,"seen":false,"seq":0}`) {
			t.Errorf("empty values are %.900s", raw)
		}
		if n := strings.Count(raw, `"scenario":`); n != 135 {
			t.Errorf("%d of 135 questions tell their scenario", n)
		}
		drill := b.room(t, begin(b, "mode", "drill", "count", "3"))
		if drill.Minutes != nil || drill.Remaining != nil || len(drill.Items) != 3 {
			t.Errorf("a drill has %v minutes, %v left", drill.Minutes, drill.Remaining)
		}
	})
}

func sortedBytes(b []byte) string { slices.Sort(b); return string(b) }

// kept is the answer to a save of an untimed attempt.
func kept(seq int, applied bool, choice string, flagged bool, struck, confidence string, answered int) string {
	return fmt.Sprintf(`{"seq":%d,"applied":%v,"choice":%s,"flagged":%v,"struck":%s,"confidence":%s,"remaining_ms":null,"answered":%d,"late":false}`,
		seq, applied, choice, flagged, struck, confidence, answered)
}

func TestSave(t *testing.T) {
	both(t, func(t *testing.T, c *clinic) {
		b, one := c.browser(), "/attempts/{id}/items/1"
		id := begin(b, "mode", "half", "time", "none")
		elsewhere, err := json.Marshal(b.room(t, id).Items[1].Options[0].Text) // ids are letters, the same in every question
		if err != nil {
			t.Fatal(err)
		}
		b.exchange(t, id, []exchange{
			{"a choice", "PUT", one, `{"seq":1,"choice":"a"}`, 200, kept(1, true, `"a"`, false, `[]`, `null`, 1), nil},
			{"sent again", "PUT", one, `{"seq":1,"choice":"a"}`, 200, kept(1, true, `"a"`, false, `[]`, `null`, 1), nil},
			{"another of that number", "PUT", one, `{"seq":1,"choice":"b"}`, 200, kept(1, false, `"a"`, false, `[]`, `null`, 1), nil},
			{"everything", "PUT", one, `{"seq":4,"choice":"c","flagged":true,"struck":["b","a","b"],"confidence":"sure","spent_ms":61000,"tab":"one"}`,
				200, kept(4, true, `"c"`, true, `["a","b"]`, `"sure"`, 1), nil},
			{"nothing but seq", "PUT", one, `{"seq":5}`, 200, kept(5, true, `"c"`, true, `["a","b"]`, `"sure"`, 1), nil},
			{"an old one", "PUT", one, `{"seq":3,"choice":"d"}`, 200, kept(5, false, `"c"`, true, `["a","b"]`, `"sure"`, 1), nil},
			{"null clears", "PUT", one, `{"seq":6,"choice":null,"struck":null}`, 200, kept(6, true, `null`, true, `[]`, `"sure"`, 0), nil},
			{"null clears the rest", "PUT", one, `{"seq":7,"confidence":null,"flagged":null}`, 200, kept(7, true, `null`, false, `[]`, `null`, 0), nil},
			{"another question counts for itself", "PUT", "/attempts/{id}/items/2", `{"seq":1,"choice":"d"}`, 200, kept(1, true, `"d"`, false, `[]`, `null`, 1), nil},
			{"for who accepts pages", "PUT", "/attempts/{id}/items/3", `{"seq":1,"choice":"d"}`, 200, kept(1, true, `"d"`, false, `[]`, `null`, 2), []string{"Accept", asPage}},

			{"no seq", "PUT", one, `{"choice":"a"}`, 400, "malformed", nil},
			{"seq null", "PUT", one, `{"seq":null,"choice":"a"}`, 400, "malformed", nil},
			{"seq 0", "PUT", one, `{"seq":0,"choice":"a"}`, 400, "malformed", nil},
			{"seq below 0", "PUT", one, `{"seq":-1,"choice":"a"}`, 400, "malformed", nil},
			{"seq in words", "PUT", one, `{"seq":"8","choice":"a"}`, 400, "malformed", nil},
			{"seq beyond numbers", "PUT", one, `{"seq":1e30,"choice":"a"}`, 400, "malformed", nil},
			{"another letter", "PUT", one, `{"seq":8,"choice":"e"}`, 400, "malformed", nil},
			{"a capital", "PUT", one, `{"seq":8,"choice":"A"}`, 400, "malformed", nil},
			{"the words of an option", "PUT", one, `{"seq":8,"choice":"May 2, 2026"}`, 400, "malformed", nil},
			{"an option of another question", "PUT", one, `{"seq":8,"choice":` + string(elsewhere) + `}`, 400, "malformed", nil},
			{"striking what is not there", "PUT", one, `{"seq":8,"struck":["a","x"]}`, 400, "malformed", nil},
			{"striking words", "PUT", one, `{"seq":8,"struck":"a"}`, 400, "malformed", nil},
			{"another confidence", "PUT", one, `{"seq":8,"confidence":"very"}`, 400, "malformed", nil},
			{"less than no time", "PUT", one, `{"seq":8,"spent_ms":-1}`, 400, "malformed", nil},
			{"more than a day", "PUT", one, `{"seq":8,"spent_ms":86400001}`, 400, "malformed", nil},
			{"an endless tab", "PUT", one, `{"seq":8,"tab":"` + strings.Repeat("t", 65) + `"}`, 400, "malformed", nil},
			{"an unknown field", "PUT", one, `{"seq":8,"key":"a"}`, 400, "malformed", nil},
			{"broken JSON", "PUT", one, `{"seq":8,`, 400, "malformed", nil},
			{"no JSON", "PUT", one, "seq=8&choice=a", 400, "malformed", nil},
			{"nothing", "PUT", one, "", 400, "malformed", nil},
			{"plain text", "PUT", one, `{"seq":8}`, 415, "unsupported", []string{"Content-Type", "text/plain"}},
			{"too much", "PUT", one, `{"seq":8,"tab":"` + strings.Repeat("t", maxBody) + `"}`, 413, "too_large", nil},
			{"no such question", "PUT", "/attempts/{id}/items/56", `{"seq":1,"choice":"a"}`, 404, "not_found", nil},
			{"question 0", "PUT", "/attempts/{id}/items/0", `{"seq":1,"choice":"a"}`, 404, "not_found", nil},
			{"no number", "PUT", "/attempts/{id}/items/one", `{"seq":1,"choice":"a"}`, 404, "not_found", nil},
			{"no such question, and nonsense", "PUT", "/attempts/{id}/items/56", `{"seq":`, 404, "not_found", nil},
			{"no such attempt", "PUT", "/attempts/NOWHERE/items/1", `{"seq":1,"choice":"a"}`, 404, "not_found", nil},
			{"none of it was kept", "PUT", one, `{"seq":1}`, 200, kept(7, false, `null`, false, `[]`, `null`, 2), nil},
		})
		r := b.room(t, id)
		if it := r.Items[0]; it.Seq != 7 || !it.Seen || it.Choice != nil {
			t.Errorf("item 1 is %+v", it)
		}
		if it := r.Items[1]; *it.Choice != "d" || it.Seq != 1 {
			t.Errorf("item 2 is %+v", it)
		}
		for who, other := range map[string]*browser{"another guest": c.guest(), "an admin": c.signedIn(c.account("adam", store.Admin), kindPassword)} {
			other.exchange(t, id, []exchange{
				{who + " saves", "PUT", one, `{"seq":9,"choice":"a"}`, 404, "not_found", nil},
				{who + " saves nonsense", "PUT", one, `{"seq":`, 404, "not_found", nil},
				{who + " looks", "GET", "/attempts/{id}", "", 404, "not_found", nil},
				{who + " submits", "POST", "/attempts/{id}/submit", "", 404, "not_found", nil},
				{who + " asks for the result", "GET", "/attempts/{id}/result", "", 404, "not_found", nil},
			})
		}
	})
}

// TestTabs: the tab that wrote first and is written by no more is told so, and the other one goes on.
func TestTabs(t *testing.T) {
	both(t, func(t *testing.T, c *clinic) {
		b := c.browser()
		b.exchange(t, begin(b, "mode", "half", "time", "none"), []exchange{
			{"the first tab", "PUT", "/attempts/{id}/items/1", `{"seq":1,"choice":"a","tab":"one"}`, 200, kept(1, true, `"a"`, false, `[]`, `null`, 1), nil},
			{"the second takes over", "PUT", "/attempts/{id}/items/2", `{"seq":1,"choice":"b","tab":"two"}`, 200, kept(1, true, `"b"`, false, `[]`, `null`, 2), nil},
			{"the first is told", "PUT", "/attempts/{id}/items/3", `{"seq":1,"choice":"c","tab":"one"}`, 409, "taken_over open", nil},
			{"the first, as a form", "POST", "/attempts/{id}/items/3", "choice=c&tab=one", 409, "taken_over open", nil},
			{"the first, as a form in a browser", "POST", "/attempts/{id}/items/3", "choice=c&tab=one", 409, "in another tab", []string{"Accept", asPage}},
			{"the second goes on", "PUT", "/attempts/{id}/items/3", `{"seq":1,"choice":"d","tab":"two"}`, 200, kept(1, true, `"d"`, false, `[]`, `null`, 3), nil},
			{"a third takes over", "PUT", "/attempts/{id}/items/4", `{"seq":1,"choice":"d","tab":"three"}`, 200, kept(1, true, `"d"`, false, `[]`, `null`, 4), nil},
			{"without a name", "PUT", "/attempts/{id}/items/4", `{"seq":2,"choice":"a"}`, 200, kept(2, true, `"a"`, false, `[]`, `null`, 4), nil},
			{"the second is told", "PUT", "/attempts/{id}/items/4", `{"seq":3,"choice":"b","tab":"two"}`, 409, "taken_over open", nil},
		})
	})
}

// TestSaveForms: what a browser without script sends.
func TestSaveForms(t *testing.T) {
	c := open(t)
	b := c.browser()
	id := begin(b, "mode", "drill", "count", "5", "feedback", "end")
	page, one, first := []string{"Accept", asPage}, "/attempts/{id}/items/1", func() itemData { return b.room(t, id).Items[0] }
	steps := []struct {
		exchange
		choice, struck, confidence string
		flagged                    bool
	}{
		{exchange{"a choice", "POST", one, "choice=b&go=2", 303, "/attempts/{id}/items/2", page}, "b", "[]", "", false},
		{exchange{"going on without one", "POST", one, "go=check", 303, "/attempts/{id}/check?from=1", page}, "b", "[]", "", false},
		{exchange{"a flag", "POST", one, "flag=1", 303, one, page}, "b", "[]", "", true},
		{exchange{"no flag, and leaving", "POST", one, "flag=0&go=leave", 303, "/me", page}, "b", "[]", "", false},
		{exchange{"crossing out", "POST", one, "strike=c", 303, one, page}, "b", "[c]", "", false},
		{exchange{"crossing out another", "POST", one, "strike=d", 303, one, page}, "b", "[c d]", "", false},
		{exchange{"choosing what was crossed out", "POST", one, "choice=c", 303, one, page}, "c", "[d]", "", false},
		{exchange{"restoring", "POST", one, "restore=d", 303, one, page}, "c", "[]", "", false},
		{exchange{"being sure", "POST", one, "confidence=sure&choice=c", 303, one, page}, "c", "[]", "sure", false},
		{exchange{"clearing", "POST", one, "clear=1&choice=c&confidence=sure", 303, one, page}, "", "[]", "", false},
		{exchange{"a form for JSON", "POST", one, "choice=a", 303, one, nil}, "a", "[]", "", false},
		{exchange{"another letter", "POST", one, "choice=e", 400, "not an option", page}, "a", "[]", "", false},
		{exchange{"crossing out nothing", "POST", one, "strike=x", 400, "malformed", nil}, "a", "[]", "", false},
		{exchange{"going nowhere", "POST", one, "go=nowhere", 400, "number of a question", page}, "a", "[]", "", false},
		{exchange{"JSON where a form belongs", "POST", one, `{"choice":"d"}`, 400, "malformed", nil}, "a", "[]", "", false},
		{exchange{"no such question", "POST", "/attempts/{id}/items/6", "choice=a", 404, "", page}, "a", "[]", "", false},
	}
	for _, s := range steps {
		b.exchange(t, id, []exchange{s.exchange})
		it := first()
		choice, confidence := deref(it.Choice), deref(it.Confidence)
		if choice != s.choice || fmt.Sprint(it.Struck) != s.struck || confidence != s.confidence || it.Flagged != s.flagged {
			t.Errorf("%s: left %q, struck %v, %q, flagged %v", s.what, choice, it.Struck, confidence, it.Flagged)
		}
	}
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
