package server

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"frontdesk/server/classwork"
	"frontdesk/server/store"
)

// assign gives a class work and returns its id. Rules are pairs of a field and a value; who gets it is everybody unless
// the work names targets.
func (c *clinic) assign(class store.Class, w store.Assignment, rules ...string) string {
	c.t.Helper()
	w.Class, w.Zone, w.Title = class.ID, cmp.Or(w.Zone, class.Zone), cmp.Or(w.Title, "Half exam 1")
	w.Everyone, w.Weight = len(w.Targets) == 0, max(w.Weight, 1)
	for i := 0; i+1 < len(rules); i += 2 {
		w.Rules = append(w.Rules, store.Rule{Scope: store.RuleWork, Field: rules[i], Value: rules[i+1]})
	}
	id, err := c.db.NewAssignment(c.t.Context(), store.Shell, w, c.Now())
	if err != nil {
		c.t.Fatal(err)
	}
	return id
}

// localIn is a moment that far from now, as rules write it, on the clock of the class.
func (c *clinic) localIn(class store.Class, d time.Duration) string {
	return classwork.Local(c.Now().Add(d), zoneOf(class))
}

// code is what an answer in JSON is refused with.
func (a answer) code() string {
	var p problem
	_ = json.Unmarshal([]byte(a.body), &p) // no error in it has no code
	return p.Error.Code
}

// TestStartAssigned: who can start what, and when, as a script and as a page.
func TestStartAssigned(t *testing.T) {
	both(t, func(t *testing.T, c *clinic) {
		ana := c.account("ana", store.Learner)
		class := c.class(ana, store.Learner)
		other := c.class(c.account("ben", store.Learner), store.Learner)
		b := c.signedIn(ana, kindPassword)
		start := func(work string) answer {
			return b.send("POST", "/attempts", fmt.Sprintf(`{"assignment":%q}`, work), "Content-Type", asJSON, "Accept", asJSON)
		}
		drill := store.Assignment{Kind: classwork.Drill, Object: "domain:d3", Count: 5, Title: "Five on law"}

		for what, id := range map[string]string{
			"nothing": "NOWHERE", "another class": c.assign(other, drill),
			"another learner": c.assign(class, store.Assignment{Kind: classwork.Drill, Count: 5, Targets: []store.Target{{Kind: classwork.TargetLabel, Target: "evening"}}}),
		} {
			if a := start(id); a.StatusCode != http.StatusNotFound {
				t.Errorf("work of %s: %v", what, a)
			}
		}
		lesson := c.assign(class, store.Assignment{Kind: classwork.Lesson, Object: "d3-03"})
		start(lesson).want(t, http.StatusBadRequest, "This work is read")

		work := c.assign(class, drill, classwork.Opens, c.localIn(class, time.Hour), classwork.Due, c.localIn(class, 24*time.Hour),
			classwork.Late, classwork.LateNo, classwork.Attempts, "2", classwork.Minutes, "10")
		if a := start(work).want(t, http.StatusConflict, "It opens "); a.code() != "not_open" {
			t.Errorf("before it opens: %v", a)
		}
		b.post("/attempts", "assignment", work).want(t, http.StatusConflict, "This work is not open yet", "Chicago time", "/classes/"+class.ID+"/work/"+work)
		c.clock.Forward(2 * time.Hour)
		own := begin(b, "mode", "drill", "what", "domain:d3", "count", "10") // stands beside it
		first := start(work).want(t, http.StatusCreated)
		if again := start(work).want(t, http.StatusOK); again.body != first.body || strings.Contains(first.body, own) {
			t.Errorf("a second start gives %v, the first gave %v", again, first)
		}
		if own2 := begin(b, "mode", "drill", "count", "10"); own2 != own {
			t.Error("the learner's own drill is not gone on with")
		}
		id := strings.Trim(strings.TrimSuffix(strings.TrimSpace(first.body), "}"), `{"id:`)
		if r := b.room(t, id); *r.Minutes != 10 || *r.Remaining != 600_000 || len(r.Items) != 5 {
			t.Errorf("room: %d min, %d ms, %d questions", *r.Minutes, *r.Remaining, len(r.Items))
		}
		b.get("/attempts/"+id).want(t, 200, "Five on law")
		b.post("/attempts/"+id+"/items/1/check", "choice", "a").want(t, http.StatusConflict)
		b.post("/attempts/"+id+"/submit").want(t, http.StatusSeeOther)
		b.get("/attempts/"+id+"/result").want(t, 200, "% right")

		c.clock.Forward(21*time.Hour + 55*time.Minute) // 5 minutes before it closes
		a := b.post("/attempts", "assignment", work, "key", "K").want(t, http.StatusSeeOther)
		second := strings.TrimPrefix(a.Header.Get("Location"), "/attempts/")
		if r := b.room(t, second); *r.Remaining > 300_000 || *r.Remaining < 230_000 { // the rule has no seconds
			t.Errorf("the close does not end it: %d ms", *r.Remaining)
		}
		b.post("/attempts/"+second+"/submit").want(t, http.StatusSeeOther)
		if a := start(work).want(t, http.StatusConflict, "both attempts"); a.code() != "no_attempts" {
			t.Errorf("a third one: %v", a)
		}
		b.post("/attempts", "assignment", work, "key", "K").leads(t, "/attempts/"+second)
		c.clock.Forward(time.Hour)
		if a := start(work).want(t, http.StatusConflict, "It closed "); a.code() != "past_due" {
			t.Errorf("after it closed: %v", a)
		}
		b.get("/classes/"+class.ID+"/work/"+work).want(t, 200, "It closed ", "0 of 2 left", second, id, "Late work is not taken")
	})
}

// releaseCase is a rule for score and answers, and what is shown before and after the work is over.
type releaseCase struct {
	score, answers              string
	scoreBefore, answersBefore  bool
	scoreAfter, answersAfter    bool
	wordsOfScore, wordsOfAnswer string
}

// TestRelease: what a learner is told of an attempt that was handed in, everywhere where it could be told.
func TestRelease(t *testing.T) {
	at, due, never := classwork.AtOnce, classwork.AfterDue, classwork.Never
	c := open(t)
	ana := c.account("ana", store.Learner)
	b := c.signedIn(ana, kindPassword)
	for _, tc := range []releaseCase{
		{at, at, true, true, true, true, "", ""},
		{at, due, true, false, true, true, "", "New hires shows the answers on "},
		{at, never, true, false, true, false, "", "does not show the answers"},
		{due, at, false, false, true, true, "New hires shows the scores on ", "shows the answers on "},
		{due, due, false, false, true, true, "shows the scores on ", "shows the answers on "},
		{never, at, false, false, false, false, "does not show the scores", "does not show the answers"},
	} {
		t.Run(tc.score+", "+tc.answers, func(t *testing.T) {
			class := c.class(ana, store.Learner)
			ben := c.account("ben"+class.ID, store.Learner)
			c.put(class, ben, store.Learner)
			if err := c.db.SetPlace(t.Context(), store.Shell, class.ID, ben, "", []string{"later"}, c.Now()); err != nil {
				t.Fatal(err)
			}
			w := store.Assignment{Kind: classwork.Drill, Count: 6, Title: "Work " + class.ID,
				Rules: []store.Rule{{Scope: store.RuleLabel, Target: "later", Field: classwork.Due, Value: c.localIn(class, 50*time.Hour)}}}
			work := c.assign(class, w, classwork.Due, c.localIn(class, 24*time.Hour), classwork.Score, tc.score, classwork.Answers, tc.answers)
			id := strings.TrimPrefix(b.post("/attempts", "assignment", work).want(t, http.StatusSeeOther).Header.Get("Location"), "/attempts/")
			for n := 1; n <= 6; n++ {
				b.post(fmt.Sprintf("/attempts/%s/items/%d", id, n), "choice", "a")
			}
			b.post("/attempts/"+id+"/submit").want(t, http.StatusSeeOther)
			tc.shown(t, b, class, work, id, tc.scoreBefore, tc.answersBefore, false)
			c.clock.Forward(25 * time.Hour) // it is due for Ana, but not for Ben
			tc.shown(t, b, class, work, id, tc.scoreBefore, tc.answersBefore, false)
			c.clock.Forward(26 * time.Hour)
			tc.shown(t, b, class, work, id, tc.scoreAfter, tc.answersAfter, true)
		})
	}
}

// shown asks for everything that could tell score or answers.
func (tc releaseCase) shown(t *testing.T, b *browser, class store.Class, work, id string, score, answers, over bool) {
	t.Helper()
	path := "/attempts/" + id
	res, page := b.send("GET", path+"/result", "", "Accept", asJSON), b.get(path+"/result")
	if !score {
		if res.want(t, http.StatusConflict, tc.wordsOfScore); res.code() != "not_released" {
			t.Errorf("result: %v", res)
		}
		page.want(t, http.StatusConflict, "Your work is handed in", tc.wordsOfScore)
	} else {
		res.want(t, 200, fmt.Sprintf(`"released":%v`, answers), `"scored":6`)
		page.want(t, 200, "% right")
		if has := strings.Contains(res.body, `"items":`); has != answers || strings.Contains(res.body, `"key"`) != answers {
			t.Errorf("items in the result: %v, want %v", has, answers)
		}
	}
	list, one := b.get(path+"/answers?show=all"), b.get(path+"/items/1/report")
	if answers {
		list.want(t, 200, `class="right"`)
		one.want(t, 200)
	} else {
		list.want(t, http.StatusConflict, tc.wordsOfAnswer)
		one.want(t, http.StatusConflict)
		b.get("/attempts/new?mode=misses&attempt="+id).want(t, http.StatusConflict)
	}
	var me meData
	if err := json.Unmarshal([]byte(b.get("/me.json").want(t, 200).body), &me); err != nil {
		t.Fatal(err)
	}
	for _, line := range me.Work {
		if got := strings.Contains(line.Status, "%"); strings.HasSuffix(line.Path, work) && got != score {
			t.Errorf("me.json says %q, and the score is shown: %v", line.Status, score)
		}
	}
	for _, target := range []string{"/me", "/me/data.json", "/classes/" + class.ID + "/", "/classes/" + class.ID + "/work/" + work} {
		body := b.get(target).want(t, 200).body
		mine := linesWith(body, id) + linesWith(body, "/work/"+work)
		if target == "/me/data.json" {
			mine = body[strings.Index(body, id):]
			mine = mine[:strings.Index(mine, `"items"`)]
		}
		if got := strings.Contains(mine, "%"); got != score {
			t.Errorf("%s tells the score: %v, want %v\n%s", target, got, score, mine)
		}
	}
	kept, err := b.c.exams.Withheld(t.Context(), b.person().ID, b.c.Now())
	if err != nil {
		t.Fatal(err)
	}
	items, _ := b.c.db.AttemptItems(t.Context(), b.person().ID, id)
	if held, want := kept[items[0].Item], !answers && !over; held != want {
		t.Errorf("its questions are withheld elsewhere: %v, want %v", held, want)
	}
}

// linesWith are the lines of a page that hold a text.
func linesWith(body, text string) (lines string) {
	for line := range strings.Lines(body) {
		if strings.Contains(line, text) {
			lines += line
		}
	}
	return lines
}

// TestWorkThatIsRead: lessons and decks by the learner's own word, on the pages of class, person and work.
func TestWorkThatIsRead(t *testing.T) {
	c := open(t)
	ana := c.account("ana", store.Learner)
	class := c.class(ana, store.Learner)
	c.clock.Forward(100 * time.Hour) // what is overdue was not due before she joined
	b := c.signedIn(ana, kindPassword)
	lesson := c.assign(class, store.Assignment{Kind: classwork.Lesson, Object: "d3-03", Title: "Patient rights"}, classwork.Due, c.localIn(class, -75*time.Hour))
	deck := c.assign(class, store.Assignment{Kind: classwork.Cards, Object: "bl", Title: "Billing cards"}, classwork.Due, c.localIn(class, 75*time.Hour))
	c.assign(class, store.Assignment{Kind: classwork.Half, Title: "Someday"})
	later := c.assign(class, store.Assignment{Kind: classwork.Half, Title: "Later"}, classwork.Opens, c.localIn(class, 99*time.Hour), classwork.Due, c.localIn(class, 200*time.Hour))
	home := "/classes/" + class.ID + "/"

	me := b.get("/me").want(t, 200, "From your class", "3 days late", "No date", "Opens ").body
	for _, pair := range [][2]string{{"Patient rights", "Billing cards"}, {"Billing cards", "Someday"}, {"Someday", "Opens later: 1"}, {"Opens later: 1", "Later"}} {
		if strings.Index(me, pair[0]) > strings.Index(me, pair[1]) {
			t.Errorf("%s stands after %s", pair[0], pair[1])
		}
	}
	if strings.Index(me, "From your class") > strings.Index(me, "Your track") {
		t.Error("class work does not come first")
	}
	b.get(home).want(t, 200, "3 days late", home+"work/"+deck, home+"work/"+later)
	b.get(home+"work/"+lesson).want(t, 200, "Read: ", "1 lesson, 0 read", "Taken, and shown as late")
	b.post("/me/reads", "lesson", "d3-03")
	b.get(home+"work/"+lesson).want(t, 200, "1 lesson, 1 read", "Done, late")
	b.get(home+"work/"+deck).want(t, 200, "I have gone through it", `href="/terms/billing/"`)
	b.post("/me/decks", "deck", "bl", "work", deck).leads(t, home+"work/"+deck+"?done=deck")
	b.get(home+"work/"+deck+"?done=deck").want(t, 200, "Marked as gone through", "Gone through on", "Undo")
	b.get("/me").want(t, 200, "Done: 2")
	b.send("GET", "/me.json", "", "Accept", asJSON).want(t, 200, `"title":"Billing cards"`, `"state":"done"`, `"path":"`+home+"work/"+deck+`"`)
	b.post("/me/decks", "deck", "bl", "undo", "1").leads(t, "/me?done=no-deck")
	b.get(home+"work/"+deck).want(t, 200, "I have gone through it")
	b.post("/me/decks", "deck", "zz").want(t, http.StatusNotFound)
	b.get("/attempts/new?mode=half").want(t, 200)
	if body := b.get("/attempts/new?mode=half").body; strings.Contains(body, "Someday") {
		t.Error("the page before one's own exam speaks of class work")
	}
	if err := c.db.ArchiveClass(t.Context(), store.Shell, class.ID, true, c.Now()); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.get("/me").body, "From your class") {
		t.Error("the work of an archived class is still to be done")
	}
	b.get(home+"work/"+later).want(t, 200, "This class is archived")
	b.post("/attempts", "assignment", later).want(t, http.StatusNotFound)
}

// TestEarlierWorkStaysPrivate: what a guest did before joining is not in what staff are shown of the class.
func TestEarlierWorkStaysPrivate(t *testing.T) {
	both(t, func(t *testing.T, c *clinic) {
		class := c.class(c.account("ana", store.Learner), store.Learner)
		work := c.assign(class, store.Assignment{Kind: classwork.Drill, Count: 5})
		b := c.guest()
		early := begin(b, "mode", "drill", "count", "5")
		b.post("/attempts/"+early+"/submit").want(t, http.StatusSeeOther)
		c.clock.Forward(time.Hour)
		b.post("/sign-up", "name", "Gus", "login", "gus", "password", goodPassword, "next", "/join/"+class.Code).leads(t, "/join/"+class.Code)
		b.get("/join/"+class.Code).want(t, 200, "sees your name", "What you did before stays with you")
		b.post("/join/"+class.Code).leads(t, "/classes/"+class.ID+"/?done=joined")
		b.get("/attempts/"+early+"/result").want(t, 200)
		a := b.post("/attempts", "assignment", work).want(t, http.StatusSeeOther)
		b.post(a.Header.Get("Location") + "/submit")
		record, err := c.db.RecordOfClass(t.Context(), class.ID)
		if err != nil {
			t.Fatal(err)
		}
		tries := record.Tries[b.person().ID]
		if len(tries) != 1 || tries[0].Assignment != work || tries[0].Attempt == early {
			t.Errorf("staff see %+v", tries)
		}
	})
}

// TestReadOnceClosed: what is read once the work has closed does not count, and its learner is told.
func TestReadOnceClosed(t *testing.T) {
	c := open(t)
	ana := c.account("ana", store.Learner)
	class := c.class(ana, store.Learner)
	b := c.signedIn(ana, kindPassword)
	work := c.assign(class, store.Assignment{Kind: classwork.Lesson, Object: "d3-03", Title: "Read"}, classwork.Due, c.localIn(class, time.Hour), classwork.Late, classwork.LateNo)
	c.clock.Forward(2 * time.Hour)
	b.post("/me/reads", "lesson", "d3-03").want(t, http.StatusSeeOther)
	b.get("/classes/"+class.ID+"/work/"+work).want(t, 200, "Closed ", "What you read from now on does not count for it.")
	b.get("/me/marks").want(t, 200, "Missing")
}
