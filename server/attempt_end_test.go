package server

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/server/store"
)

// TestTimeRunsOut: ten seconds of grace, in which saves count and are marked; then nothing counts, but all is kept.
func TestTimeRunsOut(t *testing.T) {
	both(t, func(t *testing.T, c *clinic) {
		b := c.browser()
		id := begin(b, "mode", "half")
		answer := func(seq int, choice string, left, answered int, late bool) string {
			return fmt.Sprintf(`{"seq":%d,"applied":true,"choice":"%s","flagged":false,"struck":[],"confidence":null,"remaining_ms":%d,"answered":%d,"late":%v}`,
				seq, choice, left, answered, late)
		}
		c.clock.Forward(54*time.Minute + 59*time.Second)
		b.exchange(t, id, []exchange{{"a second before", "PUT", "/attempts/{id}/items/1", `{"seq":1,"choice":"a"}`, 200, answer(1, "a", 1000, 1, false), nil}})
		c.clock.Forward(11 * time.Second)
		b.exchange(t, id, []exchange{
			{"in the last of the grace", "PUT", "/attempts/{id}/items/1", `{"seq":2,"choice":"b"}`, 200, answer(2, "b", 0, 1, true), nil},
			{"as a form", "POST", "/attempts/{id}/items/2", "choice=c", 303, "/attempts/{id}/items/2", nil},
		})
		if r := b.room(t, id); r.State != "open" || *r.Remaining != 0 {
			t.Errorf("in the grace: %s, %d ms", r.State, *r.Remaining)
		}
		c.clock.Forward(time.Second)
		b.exchange(t, id, []exchange{
			{"after the grace", "PUT", "/attempts/{id}/items/1", `{"seq":3,"choice":"c"}`, 409, "closed submitted", nil},
			{"a page that was kept", "POST", "/attempts/{id}/items/3", "choice=d", 409, "It ended on", []string{"Accept", asPage}},
			{"nonsense is late too", "PUT", "/attempts/{id}/items/1", `{"seq":`, 409, "closed graded", nil},
			{"looking", "GET", "/attempts/{id}/items/1", "", 200, "", []string{"Accept", asPage}},
		})
		r := b.room(t, id)
		if r.State != "graded" || !r.Released || *r.Remaining != 0 || *r.Items[0].Choice != "b" || *r.Items[1].Choice != "c" || r.Items[2].Choice != nil {
			t.Errorf("afterwards: %s, %v, %+v", r.State, r.Released, r.Items[:3])
		}
		saves, err := c.db.Saves(t.Context(), b.person().ID, id)
		if err != nil {
			t.Fatal(err)
		}
		var late []string
		for _, s := range saves {
			if s.Late {
				late = append(late, fmt.Sprint(s.N, s.Choice))
			}
		}
		if fmt.Sprint(late) != "[1c 3d]" {
			t.Errorf("kept as late: %v", late)
		}
	})
}

// rightOf is the right option of question n of somebody's attempt, which only a test can know.
func rightOf(t *testing.T, c *clinic, b *browser, id string, n int) (key string, scored bool) {
	t.Helper()
	it, err := c.db.AttemptItem(t.Context(), b.person().ID, id, n)
	if err != nil {
		t.Fatal(err)
	}
	item, _ := c.bank.Item(strings.TrimPrefix(it.Item, c.course.ID+"/"))
	return item.Key(), it.Scored
}

func TestCheck(t *testing.T) {
	both(t, func(t *testing.T, c *clinic) {
		b, check, page := c.browser(), "/attempts/{id}/items/1/check", []string{"Accept", asPage}
		id := begin(b, "mode", "drill", "count", "5", "feedback", "each")
		b.exchange(t, id, []exchange{
			{"nothing chosen", "POST", check, `{}`, 400, "malformed", nil},
			{"nothing chosen, nothing sent", "POST", check, "", 400, "malformed", nil},
			{"nothing chosen in a browser", "POST", check, "go=2", 422, "Choose an answer first", page},
			{"no such question", "POST", "/attempts/{id}/items/6/check", "", 404, "not_found", nil},
			{"a check does not count as a save", "PUT", "/attempts/{id}/items/2", `{"seq":1,"choice":"a"}`, 200, kept(1, true, `"a"`, false, `[]`, `null`, 1), nil},
			{"a script's check without an answer", "POST", "/attempts/{id}/items/3/check", "", 400, "malformed", nil},
			{"leaves its numbering alone", "PUT", "/attempts/{id}/items/3", `{"seq":1,"choice":"a"}`, 200, kept(1, true, `"a"`, false, `[]`, `null`, 2), nil},
		})
		key, _ := rightOf(t, c, b, id, 2)
		for range 2 { // checking again says the same
			a := b.send("POST", "/attempts/"+id+"/items/2/check", "", "Accept", asJSON).want(t, 200)
			fields, v := map[string]any{}, verdictData{}
			if err := json.Unmarshal([]byte(a.body), &fields); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal([]byte(a.body), &v); err != nil || v.N != 2 || v.Key != key || deref(v.Choice) != "a" || len(v.Why) != 4 || v.Lesson == nil || len(v.Sources) == 0 {
				t.Errorf("%v, key %s: %s", err, key, a.body)
			}
			if got := strings.Join(slices.Sorted(maps.Keys(fields)), " "); got != "changes choice item key lesson n scored sources spent_ms why" {
				t.Errorf("fields %s", got)
			}
		}
		b.exchange(t, id, []exchange{
			{"changing a checked answer", "PUT", "/attempts/{id}/items/2", `{"seq":2,"choice":"b"}`, 409, "locked open", nil},
			{"nonsense about it", "PUT", "/attempts/{id}/items/2", `{"seq":2,"choice":"x"}`, 409, "locked open", nil},
			{"no JSON about it", "PUT", "/attempts/{id}/items/2", `{`, 409, "locked open", nil},
			{"a form about it leads on", "POST", "/attempts/{id}/items/2", "choice=b&go=3", 303, "/attempts/{id}/items/3", page},
			{"a form that chooses and checks", "POST", "/attempts/{id}/items/4/check", "choice=c&go=4", 303, "/attempts/{id}/items/4", page},
		})
		if r := b.room(t, id); fmt.Sprint(r.Locked) != "[2 4]" || *r.Items[1].Choice != "a" || *r.Items[3].Choice != "c" || r.Released {
			t.Errorf("locked %v, %+v", r.Locked, r.Items)
		}
		b.get("/attempts/"+id+"/items/2").want(t, 200, c.mustWhy(t, b, id, 2))
		exam := begin(b, "mode", "half")
		b.exchange(t, exam, []exchange{{"in an exam", "POST", check, "choice=a", 409, "not_released open", nil}})
	})
}

// mustWhy is a piece of a reason of question n, as pages write it.
func (c *clinic) mustWhy(t *testing.T, b *browser, id string, n int) string {
	t.Helper()
	it, err := c.db.AttemptItem(t.Context(), b.person().ID, id, n)
	if err != nil {
		t.Fatal(err)
	}
	item, _ := c.bank.Item(strings.TrimPrefix(it.Item, c.course.ID+"/"))
	return strings.FieldsFunc(item.Why("a"), func(r rune) bool { return strings.ContainsRune(`'"&<>+`, r) })[0]
}

// TestResult sits a mock with known answers, and compares the result with what they are worth.
func TestResult(t *testing.T) {
	both(t, func(t *testing.T, c *clinic) {
		b := c.browser()
		id, page := begin(b, "mode", "mock"), []string{"Accept", asPage}
		b.exchange(t, id, []exchange{
			{"too early", "GET", "/attempts/{id}/result", "", 409, "not_graded open", nil},
			{"too early in a browser", "GET", "/attempts/{id}/result", "", 303, "/attempts/{id}", page},
			{"answers too early", "GET", "/attempts/{id}/answers", "", 409, "not_graded open", nil},
			{"answers too early in a browser", "GET", "/attempts/{id}/answers", "", 303, "/attempts/{id}/result", page},
		})
		right := 0
		for n := 1; n <= 40; n++ {
			key, scored := rightOf(t, c, b, id, n)
			if n%2 == 0 {
				key = string(rune('a' + (key[0]-'a'+1)%4))
			} else if scored {
				right++
			}
			b.send("PUT", fmt.Sprintf("/attempts/%s/items/%d", id, n), `{"seq":1,"choice":"`+key+`","spent_ms":1500}`).want(t, 200)
		}
		b.exchange(t, id, []exchange{
			{"a form that knows of fewer open questions", "POST", "/attempts/{id}/submit", "open=94", 303, "/attempts/{id}/check?ask=1", page},
			{"submitting", "POST", "/attempts/{id}/submit", "", 200, `{"state":"graded"}`, nil},
			{"again", "POST", "/attempts/{id}/submit", "", 200, `{"state":"graded"}`, nil},
			{"again as a form", "POST", "/attempts/{id}/submit", "open=0", 303, "/attempts/{id}/result", page},
			{"a save afterwards", "PUT", "/attempts/{id}/items/1", `{"seq":9,"choice":"a"}`, 409, "closed graded", nil},
			{"nonsense afterwards", "PUT", "/attempts/{id}/items/1", `nonsense`, 409, "closed graded", nil},
			{"no such question afterwards", "PUT", "/attempts/{id}/items/136", `{"seq":9}`, 404, "not_found", nil},
			{"a form afterwards", "POST", "/attempts/{id}/items/1", "choice=a", 409, "closed graded", nil},
			{"a check afterwards", "POST", "/attempts/{id}/items/1/check", `{}`, 409, "not_released graded", nil},
			{"the room afterwards", "GET", "/attempts/{id}", "", 200, "See my result", page},
			{"the check page afterwards", "GET", "/attempts/{id}/check", "", 303, "/attempts/{id}/result", page},
		})
		b.resultIs(t, c, id, right)
		if r := b.room(t, id); r.State != "graded" || !r.Released || *r.Remaining != 0 || r.Items[0].Seq != 1 {
			t.Errorf("the room afterwards: %+v", r.State)
		}
	})
}

func (b *browser) resultIs(t *testing.T, c *clinic, id string, right int) {
	t.Helper()
	a := b.send("GET", "/attempts/"+id+"/result", "", "Accept", asJSON).want(t, 200)
	var d resultData
	if err := json.Unmarshal([]byte(a.body), &d); err != nil {
		t.Fatal(err)
	}
	correct, scored := 0, []int{}
	for _, dom := range d.Domains {
		correct += dom.Correct
		scored = append(scored, dom.Scored)
	}
	if d.Correct != right || correct != right || d.Scored != 110 || fmt.Sprint(scored) != "[10 21 17 16 21 11 14]" || d.Low >= d.PerCent || d.High <= d.PerCent || len(d.Items) != 135 {
		t.Errorf("%d right of %d, by domain %d of %v, %d to %d; want %d", d.Correct, d.Scored, correct, scored, d.Low, d.High, right)
	}
	for i, it := range d.Items {
		key, counts := rightOf(t, c, b, id, it.N)
		if it.N != i+1 || it.Key != key || it.Scored != counts || (it.Choice == nil) != (it.N > 40) || len(it.Why) != 4 || (it.N <= 40) != (it.SpentMS == 1500) {
			t.Errorf("item %d: %+v, want %s, %v", i+1, it, key, counts)
		}
	}
	words := fmt.Sprintf("%d of 110 scored questions", right)
	b.get("/attempts/"+id+"/result").want(t, 200, words)
	b.get("/attempts/"+id+"/answers?show=all").want(t, 200, "Answers: 135 in all", "Right answer")
}

// TestVoid: an attempt that staff have taken out of every count.
func TestVoid(t *testing.T) {
	c := open(t)
	b := c.browser()
	id, page := begin(b, "mode", "half"), []string{"Accept", asPage}
	if err := c.db.Void(t.Context(), store.Shell, id, "The power went out.", c.Now()); err != nil {
		t.Fatal(err)
	}
	b.exchange(t, id, []exchange{
		{"saving", "PUT", "/attempts/{id}/items/1", `{"seq":1,"choice":"a"}`, 409, "closed void", nil},
		{"submitting", "POST", "/attempts/{id}/submit", "", 409, "closed void", nil},
		{"the result", "GET", "/attempts/{id}/result", "", 409, "closed void", nil},
		{"the result in a browser", "GET", "/attempts/{id}/result", "", 200, "The power went out.", page},
		{"the room in a browser", "GET", "/attempts/{id}", "", 200, "The power went out.", page},
		{"the check page in a browser", "GET", "/attempts/{id}/check", "", 200, "The power went out.", page},
	})
	if r := b.room(t, id); r.State != "void" || r.Released || *r.Remaining != 0 {
		t.Errorf("%+v", r.attemptData.State)
	}
	if begin(b, "mode", "half") == id {
		t.Error("a void attempt stands in the way of the next")
	}
}

// TestWhoAndHow: sessions, methods, other sites, sizes, on every address of an attempt.
func TestWhoAndHow(t *testing.T) {
	c := open(t)
	b := c.browser()
	id := begin(b, "mode", "half")
	save, one := `{"seq":1,"choice":"a"}`, "/attempts/{id}/items/1"
	var none []exchange
	for _, rt := range c.table {
		if rt.access == attemptOwner {
			target := strings.NewReplacer("{n}", "1").Replace(rt.path)
			none = append(none, exchange{"without a session", rt.method, target, "", 401, "no_session", nil},
				exchange{"without a session in a browser", rt.method, target, "", 401, "Sign in", []string{"Accept", asPage}})
		}
	}
	if len(none) < 2*9 {
		t.Errorf("the table has %d lines of an attempt", len(none)/2)
	}
	c.browser().exchange(t, id, none)
	b.exchange(t, id, []exchange{
		{"another site", "PUT", one, save, 403, "cross_site", []string{"Sec-Fetch-Site", "cross-site"}},
		{"a neighbor", "POST", "/attempts/{id}/submit", "", 403, "cross_site", []string{"Sec-Fetch-Site", "same-site"}},
		{"another site's form", "POST", one, "choice=a", 403, "another site", []string{"Sec-Fetch-Site", "cross-site", "Accept", asPage}},
		{"another site's link", "GET", "/attempts/{id}", "", 200, "", []string{"Sec-Fetch-Site", "cross-site"}},
		{"typed by hand", "PUT", one, save, 200, "", []string{"Sec-Fetch-Site", "none"}},
		{"ourselves", "PUT", one, save, 200, "", []string{"Sec-Fetch-Site", "same-origin"}},
		{"too large a form", "POST", one, "choice=" + strings.Repeat("a", maxBody), 413, "too_large", nil},
		{"a form of files", "POST", one, "choice=a", 415, "unsupported", []string{"Content-Type", "multipart/form-data; boundary=x"}},
		{"a form of files to start", "POST", "/attempts", "mode=half", 415, "unsupported", []string{"Content-Type", "multipart/form-data; boundary=x"}},
		{"too large a start", "POST", "/attempts", `{"mode":"` + strings.Repeat("x", maxBody) + `"}`, 413, "too_large", nil},
		{"NUL", "PUT", one, `{"seq":2,"tab":"\u0000"}`, 400, "malformed", nil},
		{"NUL in a form", "POST", one, "tab=%00", 400, "malformed", nil},
	})
	for target, allow := range map[string]string{"": "GET, HEAD", "/items/1": "GET, HEAD, POST, PUT", "/items/1/check": "POST", "/check": "GET, HEAD", "/submit": "POST",
		"/result": "GET, HEAD", "/answers": "GET, HEAD"} {
		for _, method := range []string{"DELETE", "PATCH", "POST", "PUT", "GET"} {
			if slices.Contains(strings.Split(allow, ", "), method) {
				continue
			}
			a := b.send(method, "/attempts/"+id+target, "", "Accept", asJSON)
			if code, _ := shape(t, target, a); a.StatusCode != 405 || code != "method_not_allowed" || a.Header.Get("Allow") != allow {
				t.Errorf("%s %s: %d, Allow %q", method, target, a.StatusCode, a.Header.Get("Allow"))
			}
		}
	}
}
