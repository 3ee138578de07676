package server

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/server/classwork"
	"frontdesk/server/store"
)

// playHeld hands in class work whose score and answers are held back. Its questions were missed in a drill before, so
// that the result of that one could tell them.
func playHeld(b *browser) (string, []string) {
	c, person := b.c, b.person().ID
	first := begin(b, "mode", "drill", "what", "domain:d3", "count", "20", "feedback", "end")
	b.post("/attempts/"+first+"/submit").want(c.t, http.StatusSeeOther)
	mine, err := c.db.ClassesOf(c.t.Context(), person)
	if err != nil || len(mine) != 1 {
		c.t.Fatalf("%+v, %v", mine, err)
	}
	work := c.assign(mine[0].Class, store.Assignment{Kind: classwork.Drill, Object: "domain:d3", Count: 20, Title: "Law"},
		classwork.Score, classwork.AfterDue, classwork.Answers, classwork.AfterDue)
	id := strings.TrimPrefix(b.post("/attempts", "assignment", work).want(c.t, http.StatusSeeOther).Header.Get("Location"), "/attempts/")
	b.post("/attempts/"+id+"/items/1", "choice", "a").want(c.t, http.StatusSeeOther)
	b.post("/attempts/"+id+"/submit").want(c.t, http.StatusSeeOther)
	return id, []string{first}
}

var heldScenes = []scene{
	{name: "class work handed in", role: store.Learner, play: playHeld, personal: true, held: true},
	{name: "class work handed in by an administrator", role: store.Admin, play: playHeld, personal: true, held: true},
}

// TestSecrecyOfClassWork is TestSecrecy for class work that was handed in and is not released, as somebody who could
// decide about questions. TestPlantedClassWork asks for everything as a learner, and expects nothing else to be told.
func TestSecrecyOfClassWork(t *testing.T) {
	t.Parallel()
	s := play(t, heldScenes[1], &reader{})
	s.quiet(t, "who plays", s.b)
}

// TestClassWorkIsToldAfterwards: once it is released, the detector finds what was held back, on its own result and on
// that of the drill before.
func TestClassWorkIsToldAfterwards(t *testing.T) {
	t.Parallel()
	s := play(t, heldScenes[0], &reader{})
	told := func(target string) int {
		st := step{"GET", target, "", asPage}
		return len(s.secrets.told(st, s.b.send(st.method, st.target, st.body, "Accept", st.accept)))
	}
	targets := []string{"/attempts/" + s.open + "/answers?show=all", "/attempts/" + s.mine[1] + "/answers?show=all"}
	for _, target := range targets {
		if n := told(target); n > 0 {
			t.Errorf("%s tells %d things", target, n)
		}
	}
	works, err := s.db.WorkOf(t.Context(), s.guest)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range works {
		if err := s.db.WithdrawAssignment(t.Context(), store.Shell, w.Assignment.Class, w.ID, true, s.Now()); err != nil {
			t.Fatal(err)
		}
	}
	for _, target := range targets {
		if told(target) == 0 {
			t.Errorf("%s tells nothing", target)
		}
	}
}

// TestPlantedClassWork puts a key into one answer of each kind that there is about class work, and expects the crawl to
// find it.
func TestPlantedClassWork(t *testing.T) {
	t.Parallel()
	s := play(t, heldScenes[0], &reader{})
	s.findPlants(t, []*plant{
		{kind: "page of the work", fits: under("/classes/"+s.class.ID+"/work/", isKind(asPage, 200)), put: swap("</main>", "<p>%s</p></main>", strewn)},
		{kind: "page of the class", fits: under("/classes/"+s.class.ID+"/", isKind(asPage, 200)), put: swap("</main>", "<p>%s</p></main>", strewn)},
		{kind: "held result", fits: under("/attempts/"+s.open+"/result", isKind(asPage, 400)), put: swap("</main>", "%s</main>", strewn)},
		{kind: "held result in JSON", fits: under("/attempts/"+s.open+"/result", isKind(asJSON, 400)), put: swap(`"message":`, `"at":1,"text":%s,"message":`, quoted)},
		{kind: "result of the drill before", fits: under("/attempts/"+s.mine[1]+"/answers", isKind(asPage, 200)), put: swap("</main>", "%s</main>", strewn)},
		{kind: "own data", fits: under("/me/data.json", isKind(asJSON, 200)), put: swap("{", `{"note":%s,`, quoted)},
		{kind: "work in JSON", fits: under("/me.json", isKind(asJSON, 200)), put: swap("{", `{"note":%s,`, quoted)},
	})
}

// scoreWords is how pages and files of a learner say a score.
var scoreWords = regexp.MustCompile(`\d%|[0-9]+ of [0-9]+ right|>\d+(\.\d)?<|"score": "\d`)

// TestMarkTellsNoKey: while an own exam with the same question is open, no mark made from class work tells whether an
// answer was right, though the work shows its score at once. Afterwards it does.
func TestMarkTellsNoKey(t *testing.T) {
	t.Parallel()
	c := open(t)
	ana := c.account("ana", store.Learner)
	class := c.class(ana, store.Learner)
	b := c.signedIn(ana, kindPassword)
	half := begin(b, "mode", "half", "time", "standard")
	c.clock.Forward(time.Minute)
	items, err := c.db.AttemptItems(t.Context(), ana, half)
	if err != nil {
		t.Fatal(err)
	}
	it, _ := c.bank.Item(strings.TrimPrefix(items[0].Item, c.course.ID+"/"))
	f := c.fixed(class, it.ID())
	n := 1 + slices.IndexFunc(f.Items, func(i store.FormItem) bool { return i.Item == items[0].Item })
	work := c.assign(class, store.Assignment{Kind: classwork.Form, Form: f.ID, Title: "Quiz"}, classwork.Attempts, "0")
	try := begin(b, "assignment", work)
	b.post(fmt.Sprintf("/attempts/%s/items/%d", try, n), "choice", it.Key()).want(t, http.StatusSeeOther)
	b.post("/attempts/"+try+"/submit").want(t, http.StatusSeeOther)
	home := "/classes/" + class.ID + "/"
	told := func(want bool) {
		t.Helper()
		for target, from := range map[string]string{"/me": "/work/" + work, home: "/work/" + work, home + "work/" + work: "<main", "/me/marks": "<tbody", "/me/data.json": try, "/me.json": `"work"`} {
			body := b.get(target).want(t, 200).body
			body = body[strings.Index(body, from):]
			body = body[:min(len(body), 1000)]
			if found := scoreWords.FindString(body); (found != "") != want {
				t.Errorf("%s tells the score: %q, want %v\n%s", target, found, want, body)
			}
		}
	}
	told(false)
	b.get(home+"work/"+work).want(t, 200, "Handed in")
	b.post("/attempts/"+half+"/submit").want(t, http.StatusSeeOther)
	told(true)
}

// TestListTellsNoHeldQuestion: a learner's own attempt with a question of class work that is held back shows no figure
// anywhere: its result leaves the question out, and the difference would tell it.
func TestListTellsNoHeldQuestion(t *testing.T) {
	t.Parallel()
	c := open(t)
	ana := c.account("ana", store.Learner)
	class := c.class(ana, store.Learner)
	b := c.signedIn(ana, kindPassword)
	it := c.alike()
	own := c.take(ana, "", it...)
	c.clock.Forward(time.Second)
	work := c.assign(class, store.Assignment{Kind: classwork.Drill, Count: 5, Title: "Held"}, classwork.Score, classwork.Never, classwork.Answers, classwork.Never, classwork.Due, c.localIn(class, 48*time.Hour))
	c.miss(ana, c.take(ana, work, it[:1]...), it[:1]...)
	b.post("/attempts/"+own+"/items/1", "choice", it[0].Key()).want(t, http.StatusSeeOther)
	b.post("/attempts/"+own+"/submit").want(t, http.StatusSeeOther)
	b.send("GET", "/attempts/"+own+"/result", "", "Accept", asJSON).want(t, 200, `"correct":0,"scored":2`, `"withheld":1`)
	all := fmt.Sprintf("of %d", len(it))
	told := func(want bool) {
		t.Helper()
		for _, target := range []string{"/me", "/me/data.json"} {
			if body := b.get(target).want(t, 200).body; strings.Contains(body, all) != want || strings.Contains(body, hiddenWords) == want {
				t.Errorf("%s tells the score: %v, want %v", target, !want, want)
			}
		}
	}
	told(false)
	c.clock.Forward(50 * time.Hour) // what is never shown comes back into practice
	told(true)
}

// TestLateTellsNotWhichCounts: while the score of the best of two attempts is held back, the work reads late only if no
// attempt was in time, whichever was better.
func TestLateTellsNotWhichCounts(t *testing.T) {
	t.Parallel()
	c := open(t)
	ana := c.account("ana", store.Learner)
	class := c.class(ana, store.Learner)
	b := c.signedIn(ana, kindPassword)
	it := c.alike()[:1]
	held := func(title string) string {
		return c.assign(class, store.Assignment{Kind: classwork.Drill, Count: 5, Title: title}, classwork.Score, classwork.Never, classwork.Due, c.localIn(class, time.Hour))
	}
	both, late := held("Both"), held("Only late")
	c.miss(ana, c.take(ana, both, it...), it...)
	c.clock.Forward(2 * time.Hour)
	try := c.take(ana, both, it...)
	b.post("/attempts/"+try+"/items/1", "choice", it[0].Key()).want(t, http.StatusSeeOther)
	b.post("/attempts/"+try+"/submit").want(t, http.StatusSeeOther)
	c.miss(ana, c.take(ana, late, it...), it...)
	body := b.get("/me.json").want(t, 200, `"status":"Handed in; the score is not shown"`, `"status":"Handed in; the score is not shown, late"`).body
	if n := strings.Count(body, ", late"); n != 1 {
		t.Errorf("%d pieces of work are late\n%s", n, body)
	}
	marks := b.get("/me/marks").want(t, 200, "Handed in late").body
	if n := strings.Count(marks, "Handed in late"); n != 1 {
		t.Errorf("%d marks are late\n%s", n, marks)
	}
}

// TestStuckTellsNoHeldQuestion: the form that asks for help names the objective of a question once its answer is told.
func TestStuckTellsNoHeldQuestion(t *testing.T) {
	t.Parallel()
	c := open(t)
	ana := c.account("ana", store.Learner)
	class := c.class(ana, store.Learner)
	b := c.signedIn(ana, kindPassword)
	it := c.alike()[:1]
	title := c.objectiveOf(c.kept(it[0].ID())).Title[:20]
	own := c.take(ana, "", it...)
	c.miss(ana, own, it...)
	stuck := func(try string, want bool) {
		t.Helper()
		if body := b.get("/me/stuck?about=/attempts/"+try+"/items/1").want(t, 200).body; strings.Contains(body, title) != want {
			t.Errorf("the objective is named: %v, want %v", !want, want)
		}
	}
	stuck(own, true)
	c.clock.Forward(time.Second)
	work := c.assign(class, store.Assignment{Kind: classwork.Drill, Count: 5, Title: "Held"}, classwork.Answers, classwork.Never, classwork.Due, c.localIn(class, time.Hour))
	try := c.take(ana, work, it...)
	stuck(own, false)
	c.miss(ana, try, it...)
	stuck(own, false)
	stuck(try, false)
	c.clock.Forward(2 * time.Hour)
	stuck(own, true)  // what is never shown comes back into practice
	stuck(try, false) // but is not told of the work
}
