package server

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"frontdesk/server/store"
)

// staffed is a site with an administrator and a learner, each in a browser.
func staffed(t *testing.T, c *clinic) (staff, ana *browser, path string) {
	t.Helper()
	person := c.account("ana", store.Learner)
	return c.signedIn(c.account("adam", store.Admin), kindPassword), c.signedIn(person, kindPassword), "/people/" + person
}

// after is a time of day so many minutes after the tests begin, as pages show it.
func after(minutes int) string { return timeOfDay(opening.Add(time.Duration(minutes) * time.Minute)) }

// TestPeople: staff find members by name or sign-in name, and never guests.
func TestPeople(t *testing.T) {
	c := open(t)
	staff, ana, path := staffed(t, c)
	guest := c.guest()
	for i := range 60 {
		c.account(fmt.Sprintf("zed%02d", i), store.Learner)
	}
	staff.get("/people").want(t, 200, "62 people with an account", `<a href="`+path+`">`, "Page 1 of 2", "administrator")
	staff.get("/people?page=2").want(t, 200, "Zed59", "Page 2 of 2")
	staff.get("/people?q=+ANA").want(t, 200, "1 person with an account", `<a href="`+path+`">`)
	staff.get("/people?q=nobody").want(t, 200, "Nobody has “nobody”")
	staff.get("/me").want(t, 200, `<a href="/people">People</a>`)
	if a := ana.get("/me").want(t, 200); strings.Contains(a.body, "/people") {
		t.Error("a learner is led to the staff area")
	}
	staff.get("/people/"+guest.person().ID).want(t, 404)
	staff.get("/people/nobody").want(t, 404)
	staff.get(path).want(t, 200, "Signs in as", "We do not ask or store the reason.", "No attempts yet")
	id := begin(guest, "mode", "half")
	for _, target := range []string{"/people/" + guest.person().ID + "/attempts/" + id + "/void", path + "/attempts/" + id + "/void"} {
		staff.get(target).want(t, 404)
	}
	staff.post(path+"/attempts/"+id+"/time", "minutes", "20", "was", "0").want(t, 404)
}

// TestFactor: what staff set holds for what begins afterwards, is said to the learner, and is offered for what is open.
func TestFactor(t *testing.T) {
	both(t, func(t *testing.T, c *clinic) {
		staff, ana, path := staffed(t, c)
		half := begin(ana, "mode", "half")
		for _, wrong := range [][]string{{}, {"factor", "0.5"}, {"factor", "9"}, {"factor", "NaN"}, {"factor", "other", "other", "more"}} {
			staff.post(path+"/factor", wrong...).want(t, http.StatusUnprocessableEntity, "Choose a factor between 1 and 5")
		}
		if a := ana.get("/me/settings").want(t, 200); strings.Contains(a.body, "time on timed work") {
			t.Error("the usual time is called extra time")
		}
		staff.post(path+"/factor", "factor", "other", "other", "1.75").leads(t, path+"?done=factor")
		staff.get(path).want(t, 200, `value="1.75"`, "<bdi>Ana</bdi> is in Half exam now. It would end at "+after(97)+" instead of "+after(55), "that is what 1.75 × time gives", "Give 42 minutes now")
		staff.post(path+"/factor", "factor", "1.5").leads(t, path+"?done=factor")
		staff.get(path).want(t, 200, "Give 28 minutes now")
		if r := ana.room(t, half); *r.Minutes != 55 {
			t.Errorf("an open exam takes %d min before anything is given", *r.Minutes)
		}
		staff.post(path+"/attempts/"+half+"/time", "minutes", "28", "was", "0").leads(t, path+"?done=time")
		if r := ana.room(t, half); *r.Minutes != 83 || *r.Remaining != 83*60*1000 {
			t.Errorf("stretched it takes %d min, %d ms left", *r.Minutes, *r.Remaining)
		}
		if a := staff.get(path).want(t, 200, "28 min more were given so far"); strings.Contains(a.body, "that is what") {
			t.Error("what is long enough is offered more")
		}
		ana.get("/me/settings").want(t, 200, "You have 1.5 × time on timed work.")
		ana.get("/attempts/new?mode=mock").want(t, 200, "203 min, extended from 135", "You have 1.5 × time on timed work.", "Standard: 203 min, extended from 135")
		ana.get("/attempts/new?mode=drill").want(t, 200, "Standard: 90 seconds a question")
		if r := ana.room(t, begin(ana, "mode", "mock")); *r.Minutes != 203 {
			t.Errorf("a mock takes %d min", *r.Minutes)
		}
		if r := ana.room(t, begin(ana, "mode", "drill", "count", "10", "time", "standard")); *r.Minutes != 15 {
			t.Errorf("a timed drill takes %d min", *r.Minutes)
		}
	})
}

// TestExtraTime: time given during an attempt is in the learner's next answer, and a save inside it counts; what has ended
// takes none, in words.
func TestExtraTime(t *testing.T) {
	both(t, func(t *testing.T, c *clinic) {
		staff, ana, path := staffed(t, c)
		id := begin(ana, "mode", "half")
		c.clock.Forward(50 * time.Minute)
		ask := path + "?attempt=" + id + "&minutes-" + id + "="
		staff.get(ask+"20").want(t, 200, "<bdi>Ana</bdi> is in Half exam now. It would end at "+after(75)+" instead of "+after(55), "Give 20 minutes now", `name="was" value="0"`)
		for _, wrong := range []string{"0", "-1", "601", "x", ""} {
			staff.get(ask+wrong).want(t, http.StatusUnprocessableEntity, "Enter minutes between 1 and 600")
			staff.post(path+"/attempts/"+id+"/time", "minutes", wrong, "was", "0").want(t, http.StatusUnprocessableEntity, "Enter minutes between 1 and 600")
		}
		staff.post(path+"/attempts/"+id+"/time", "minutes", "20").want(t, http.StatusBadRequest)
		give := func(was string) answer { return staff.post(path+"/attempts/"+id+"/time", "minutes", "20", "was", was) }
		give("0").leads(t, path+"?done=time")
		give("0").want(t, http.StatusConflict, "Extra time was given meanwhile", "It ends at "+after(75))
		if r := ana.room(t, id); *r.Minutes != 75 || *r.Remaining != 25*60*1000 {
			t.Errorf("the room says %d min, %d ms left", *r.Minutes, *r.Remaining)
		}
		c.clock.Forward(20 * time.Minute)
		ana.send("PUT", "/attempts/"+id+"/items/1", `{"seq":1,"choice":"a"}`, "Accept", asJSON).want(t, 200, `"remaining_ms":300000`, `"late":false`)
		ana.get("/attempts/"+id).want(t, 200, "5:00")
		c.clock.Forward(5*time.Minute + store.Grace + time.Second)
		give("1200000").want(t, http.StatusConflict, "Half exam ended at "+after(75), "when its time ran out, so no time can be added")
		ana.get("/attempts/"+id+"/result").want(t, 200, "Time ran out with 1 of 55 answered", "75 min, extended from 55")
		staff.get(path).want(t, 200, "Time ran out")

		untimed := begin(ana, "mode", "diagnostic")
		staff.post(path+"/attempts/"+untimed+"/time", "minutes", "20", "was", "0").want(t, http.StatusConflict, "has no time limit")
		done := begin(ana, "mode", "half")
		ana.post("/attempts/"+done+"/submit").want(t, http.StatusSeeOther)
		staff.post(path+"/attempts/"+done+"/time", "minutes", "20", "was", "0").want(t, http.StatusConflict, "was submitted at")
	})
}

// TestVoidByStaff: with a reason, after a page that asks, kept in the record and said to the learner everywhere.
func TestVoidByStaff(t *testing.T) {
	both(t, func(t *testing.T, c *clinic) {
		staff, ana, path := staffed(t, c)
		half, drill := begin(ana, "mode", "half"), begin(ana, "mode", "drill")
		answerAll(t, c, ana, drill, func(int, string) bool { return true })
		for _, id := range []string{half, drill} {
			void := path + "/attempts/" + id + "/void"
			staff.get(void).want(t, 200, "Void this attempt?", "This cannot be taken back")
			staff.post(void, "reason", " ").want(t, http.StatusUnprocessableEntity, "Enter the reason")
			staff.post(void, "reason", strings.Repeat("é", 201)).want(t, http.StatusUnprocessableEntity, "Shorten the reason")
			staff.post(void, "reason", "The fire alarm.").leads(t, path+"?done=void")
			staff.post(void, "reason", "Another one.").leads(t, path+"?done=void") // again changes nothing
			staff.get(void).leads(t, path)
			words := "Adam voided this attempt on " + opening.Local().Format("January 2, 2006") + ". Reason: The fire alarm."
			ana.get("/attempts/"+id).want(t, 200, "This attempt is void", words)
			ana.get("/attempts/"+id+"/result").want(t, 200, "This attempt is void", words, "counts for nothing")
			staff.get(path).want(t, 200, words)
			ana.send("PUT", "/attempts/"+id+"/items/1", `{"seq":9,"choice":"a"}`, "Accept", asJSON).want(t, http.StatusConflict, `"closed"`, `"state":"void"`)
		}
		if a := ana.get("/me").want(t, 200, "Void", "Reason: The fire alarm."); strings.Contains(a.body, "100%") {
			t.Error("a void attempt keeps its score on the learner's page")
		}
		if begin(ana, "mode", "half") == half {
			t.Error("a void exam is gone on with")
		}
	})
}

// TestStaffSeeNoScore: nothing of the staff area tells a score, or anything of a question, open or finished.
func TestStaffSeeNoScore(t *testing.T) {
	c := open(t)
	staff, ana, path := staffed(t, c)
	id := begin(ana, "mode", "half")
	secret := secretsOf(t, c, ana.person().ID, id, &reader{})
	targets := []string{"/people", "/people?q=ana", path, path + "?attempt=" + id + "&minutes-" + id + "=20", path + "/attempts/" + id + "/void"}
	look := func() {
		for _, target := range targets {
			st := step{"GET", target, "", asPage}
			a := staff.get(target).want(t, 200)
			if told := secret.told(st, a); len(told) > 0 {
				t.Errorf("%s tells %v", target, told)
			}
			if main := a.body[strings.Index(a.body, "<main"):strings.Index(a.body, "</main>")]; strings.Contains(main, "%") || strings.Contains(main, " of 55") {
				t.Errorf("%s tells a figure:\n%s", target, main)
			}
		}
	}
	look()
	answerAll(t, c, ana, id, func(n int, _ string) bool { return n > 11 })
	look()
}
