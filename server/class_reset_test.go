package server

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"frontdesk/server/store"
)

var resetAddress = regexp.MustCompile(`http://clinic\.test(/reset/\w+)`)

// TestLearnerReset: a coordinator makes a learner's link, which works once and for an hour, and only the newest one.
func TestLearnerReset(t *testing.T) {
	both(t, func(t *testing.T, c *clinic) {
		ana := c.account("ana", store.Learner)
		class := c.class(ana, store.Learner)
		c.joins(class, ana)
		cora := c.browser()
		cora.signIn("cora").leads(t, "/me")
		elsewhere := c.signedIn(ana, kindPassword)
		target := "/classes/" + class.ID + "/people/" + ana + "/reset"
		cora.get("/classes/"+class.ID+"/people").want(t, 200, `href="`+target+`"`)
		before := auditOf(t, c)
		cora.get(target).want(t, 200, "Make the link", "good for one hour and once")
		if auditOf(t, c) != before {
			t.Error("asking has made a link")
		}
		link := func() string {
			t.Helper()
			found := resetAddress.FindStringSubmatch(html.UnescapeString(cora.post(target).want(t, 200, "until 4:00 AM CST", "only time it is shown").body))
			if found == nil {
				t.Fatal("there is no link on the page")
			}
			return found[1]
		}
		older, newer := link(), link()
		entries, n, err := c.db.Audit(t.Context(), store.AuditFilter{Most: 100})
		made := 0
		for _, e := range entries {
			if e.Action == "make password link" && e.Object == ana && e.Became == "as a learner in New hires" {
				made++
			}
		}
		if err != nil || n != before+2 || made != 2 {
			t.Errorf("%+v, %v", entries, err)
		}
		c.browser().get(older).want(t, http.StatusNotFound, "does not work any more")
		elsewhere.get("/me.json").want(t, 200)
		b := c.browser()
		b.get(newer).want(t, 200, "ana")
		b.post(newer, "password", "quite another set of words").leads(t, "/me?done=password")
		elsewhere.get("/me.json").want(t, http.StatusUnauthorized)
		b.get(newer).want(t, http.StatusNotFound)
		last := link()
		c.clock.Forward(resetLife)
		c.browser().get(last).want(t, http.StatusNotFound)
	})
}

// joins lets somebody who was put into a class come in by own hand.
func (c *clinic) joins(class store.Class, person string) {
	c.t.Helper()
	if _, err := c.db.Join(c.t.Context(), class.Code, person, c.Now()); err != nil {
		c.t.Fatal(err)
	}
}

// TestNoResetOfStaff: nobody gets into the account of somebody who is more than a learner, by whichever role, nor of one
// who becomes it after the link was made.
func TestNoResetOfStaff(t *testing.T) {
	c := open(t)
	class, other := c.class(c.account("ana", store.Learner), store.Learner), c.class(c.account("ben", store.Learner), store.Learner)
	cora := c.browser()
	cora.signIn("cora").leads(t, "/me")
	owner := c.signedIn(c.account("olga", store.Owner), kindPassword)
	target := func(login string) string {
		account, err := c.db.AccountByLogin(t.Context(), login)
		if err != nil {
			t.Fatal(err)
		}
		return "/classes/" + class.ID + "/people/" + account.Person + "/reset"
	}
	refused := func(login, why string) {
		t.Helper()
		before := auditOf(t, c)
		for _, b := range []*browser{cora, owner} {
			if a := b.get(target(login)).want(t, 200, why); strings.Contains(a.body, "Make the link") {
				t.Errorf("there is a button for %s", login)
			}
			if a := b.post(target(login)).want(t, http.StatusConflict, "There is no link for this person", why); resetAddress.MatchString(a.body) {
				t.Errorf("there is a link for %s", login)
			}
		}
		if auditOf(t, c) != before {
			t.Errorf("something was written down about %s", login)
		}
	}
	for login, role := range map[string]store.Role{"adam": store.Admin, "otto": store.Owner, "cody": store.Coordinator, "ines": store.Instructor} {
		c.put(class, c.account(login, role), store.Learner)
		refused(login, "is staff")
	}
	for login, role := range map[string]store.Role{"here-coordinator": store.Coordinator, "here-instructor": store.Instructor} {
		c.put(class, c.account(login, store.Learner), role)
		refused(login, "is staff")
	}
	for login, role := range map[string]store.Role{"there-coordinator": store.Coordinator, "there-instructor": store.Instructor} {
		person := c.account(login, store.Learner)
		c.put(class, person, store.Learner)
		c.put(other, person, role)
		c.joins(class, person)
		refused(login, "is staff")
		if err := c.db.EndMember(t.Context(), store.Shell, other.ID, person, c.Now()); err != nil {
			t.Fatal(err)
		}
		cora.post(target(login)).want(t, 200) // was staff
	}
	c.put(class, c.account("added", store.Learner), store.Learner)
	refused("added", "was added by sign-in name")
	gone := c.account("gone", store.Learner)
	c.put(class, gone, store.Learner)
	if err := c.db.EndMember(t.Context(), store.Shell, class.ID, gone, c.Now()); err != nil {
		t.Fatal(err)
	}
	refused("gone", "has left the class")
	cora.get(target("ben")).want(t, http.StatusNotFound)
	cora.post(target("ben")).want(t, http.StatusNotFound)

	guest := c.guest()
	c.put(class, guest.person().ID, store.Learner)
	cora.post("/classes/"+class.ID+"/people/"+guest.person().ID+"/reset").want(t, http.StatusConflict, "has no account")

	ana, _ := c.db.AccountByLogin(t.Context(), "ana")
	c.joins(class, ana.Person)
	link := resetAddress.FindStringSubmatch(html.UnescapeString(cora.post(target("ana")).want(t, 200).body))[1]
	c.browser().get(link).want(t, 200)
	c.put(other, ana.Person, store.Instructor)
	c.browser().get(link).want(t, http.StatusNotFound)
	c.browser().post(link, "password", "quite another set of words").want(t, http.StatusNotFound)
	c.clock.Forward(time.Minute)
	c.browser().signIn("ana").leads(t, "/me")
}
