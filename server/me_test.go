package server

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"frontdesk/server/store"
)

func TestMeWithoutAnything(t *testing.T) {
	c := open(t)
	b := c.browser()
	b.get("/me").want(t, 200, "My page", "Start with the first lesson")
	if len(b.cookies) > 0 {
		t.Errorf("looking sets cookies: %v", b.cookies)
	}
	b.get("/me.json").want(t, http.StatusUnauthorized)
}

func TestMarkRead(t *testing.T) {
	c := open(t)
	l := c.course.Lesson("d3-03")
	b := c.browser()
	b.get("/me?read=d3-03").want(t, 200, "Mark this lesson as read?", l.Title)
	if len(b.cookies) > 0 {
		t.Error("following a link makes a guest")
	}
	b.post("/me/reads", "lesson", "d3-03").leads(t, "/me?done=read")
	b.get("/me?done=read").want(t, 200, "Marked as read")
	b.get("/me?read=d3-03").want(t, 200, "This lesson is marked as read")
	b.get("/me.json").want(t, 200, `"guest":true`, `"lessons_done":[{"lesson":"d3-03","read":1795424400000}]`, `"due":0,"attempts":[]`)
	text, err := c.db.Text(t.Context(), l.Revision)
	if err != nil || text.ID != "cmaa/d3-03" || !strings.HasPrefix(string(text.Body), l.Title+"\n") {
		t.Errorf("the revision that was read is kept as %v, %v", text.ID, err)
	}
	b.post("/me/reads", "lesson", "d3-03", "undo", "1").leads(t, "/me?done=unread")
	b.get("/me.json").want(t, 200, `"lessons_done":[]`)

	b.send("POST", "/me/reads", `{"lesson":"d3-03","revision":"`+l.Revision+`"}`).want(t, 200, `"read":true`)
	b.send("POST", "/me/reads", `{"lesson":"d3-03","revision":"ffff","undo":false}`).want(t, http.StatusConflict, `"code":"changed"`)
	b.send("POST", "/me/reads", `{"lesson":"d3-03","undo":true}`).want(t, 200, `"read":false`)
	b.send("POST", "/me/reads", `{"lesson":"nope"}`).want(t, http.StatusNotFound)
	b.get("/me?read=nope").want(t, http.StatusNotFound)
}

func TestMeShowsAttempts(t *testing.T) {
	c := open(t)
	b := c.browser()
	id := b.drill()
	b.get("/me").want(t, 200, "/attempts/"+id, "Only this browser can open your work")
	b.post("/attempts/"+id+"/submit").want(t, http.StatusSeeOther)
	b.get("/me").want(t, 200, "/attempts/"+id+"/result", "0%, 0 of 10")
	b.get("/me.json").want(t, 200, `"id":"`+id+`","mode":"drill"`, `"state":"graded"`)
}

func TestFinish(t *testing.T) {
	c := open(t)
	b := c.browser()
	id := b.drill()
	guest := b.person().ID
	b.get("/me/finish").want(t, 200, "This erases 1 attempt", "still open")
	b.get("/attempts/"+id).want(t, 200)
	b.post("/me/finish").leads(t, "/sign-in?done=finished")
	if len(b.cookies) > 0 {
		t.Errorf("cookies are left: %v", b.cookies)
	}
	if _, err := c.db.Attempt(t.Context(), guest, id); err == nil {
		t.Error("the attempt is still there")
	}
	member := c.signedIn(c.account("rosa", store.Learner), kindPassword)
	member.post("/me/finish").leads(t, "/me/settings")
	member.get("/me.json").want(t, 200)
}

func TestIdleGuestsAreErased(t *testing.T) {
	c := open(t)
	idle, back, member := c.browser(), c.browser(), c.signedIn(c.account("rosa", store.Learner), kindPassword)
	idle.drill()
	id := back.drill()
	c.clock.Forward(150 * 24 * time.Hour)
	back.get("/me").want(t, 200)
	c.clock.Forward(31 * 24 * time.Hour)
	if err := c.EraseIdle(t.Context()); err != nil {
		t.Fatal(err)
	}
	idle.get("/me.json").want(t, http.StatusUnauthorized)
	back.get("/attempts/"+id).want(t, 200)
	if _, err := c.db.AccountByLogin(t.Context(), "rosa"); err != nil {
		t.Errorf("the member is gone: %v", err)
	}
	_ = member
	if !strings.Contains(c.log.String(), "guests=1") {
		t.Errorf("log: %s", c.log)
	}
}

func TestSettings(t *testing.T) {
	c := open(t)
	rosa := c.account("rosa", store.Learner)
	b, other := c.signedIn(rosa, kindPassword), c.signedIn(rosa, kindPassword)
	b.get("/me/settings").want(t, 200, "Rosa", "Sign out everywhere")
	b.post("/me/settings/name", "name", "").want(t, http.StatusUnprocessableEntity, "Enter your name")
	b.post("/me/settings/name", "name", "Rosa Díaz").leads(t, "/me/settings?done=name")
	b.get("/me/settings?done=name").want(t, 200, "Rosa Díaz", "Saved")

	b.post("/me/settings/password", "current", "wrong", "password", "another four words").want(t, http.StatusUnprocessableEntity, "That is not your password now")
	b.post("/me/settings/password", "current", goodPassword, "password", "short").want(t, http.StatusUnprocessableEntity, "at least 12")
	other.get("/me.json").want(t, 200)
	before := b.cookies[cookieName]
	b.post("/me/settings/password", "current", goodPassword, "password", "another four words").leads(t, "/me/settings?done=password")
	b.get("/me.json").want(t, 200)
	other.get("/me.json").want(t, http.StatusUnauthorized)
	other.cookies[cookieName] = before
	other.get("/me.json").want(t, http.StatusUnauthorized)
	c.browser().signIn("rosa").want(t, http.StatusUnprocessableEntity)

	guest := c.guest()
	for _, path := range []string{"/me/settings/name", "/me/settings/password"} {
		guest.post(path, "name", "x").leads(t, "/sign-up")
	}
	guest.get("/me/settings").leads(t, "/sign-up")
	c.browser().get("/me/settings").want(t, http.StatusUnauthorized, "Sign in to see this page", "/sign-in?next=%2Fme%2Fsettings")
}
