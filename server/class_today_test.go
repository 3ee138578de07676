package server

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"frontdesk/quizzes"
	"frontdesk/server/classwork"
	"frontdesk/server/store"
)

// give assigns a drill to a class, with these values of rules by field.
func (c *clinic) give(class store.Class, title string, rules map[string]string) string {
	c.t.Helper()
	w := store.Assignment{Class: class.ID, Kind: classwork.Drill, Title: title, Count: 2, Everyone: true, Zone: class.Zone}
	for field, value := range rules {
		w.Rules = append(w.Rules, store.Rule{Scope: store.RuleWork, Field: field, Value: value})
	}
	id, err := c.db.NewAssignment(c.t.Context(), store.Shell, w, c.Now())
	if err != nil {
		c.t.Fatal(err)
	}
	return id
}

// take begins an attempt of these items for a person: at an assignment, or for "" on their own.
func (c *clinic) take(person, assignment string, items ...quizzes.Item) string {
	c.t.Helper()
	a := store.NewAttempt{Person: person, Key: fmt.Sprint(assignment, c.Now().UnixNano()), Mode: "drill", Course: c.course.ID, Title: "Drill", Assignment: assignment,
		Policy: store.Policy{Factor: 1, Feedback: "end", Release: "submit"}}
	for _, it := range items {
		kept := c.kept(it.ID())
		a.Items = append(a.Items, store.NewItem{Item: kept, Revision: it.Revision(), Domain: it.Domain(), Lesson: it.Lesson(), Order: "abcd", Scored: true})
		a.Texts = append(a.Texts, store.Text{Hash: it.Revision(), Kind: "item", ID: kept, Body: it.Freeze()})
	}
	id, _, err := c.db.StartAttempt(c.t.Context(), a, c.Now())
	if err != nil {
		c.t.Fatal(err)
	}
	return id
}

// miss answers all items of an attempt with a wrong option, and hands it in.
func (c *clinic) miss(person, attempt string, items ...quizzes.Item) {
	c.t.Helper()
	for i, it := range items {
		if _, err := c.db.SaveAnswer(c.t.Context(), store.Save{Person: person, Attempt: attempt, N: i + 1, Seq: 1, Choice: store.Set(wrong(it))}, c.Now()); err != nil {
			c.t.Fatal(err)
		}
	}
	if _, _, err := c.exams.Submit(c.t.Context(), person, attempt, c.Now()); err != nil {
		c.t.Fatal(err)
	}
}

// alike are three items about one objective.
func (c *clinic) alike() []quizzes.Item {
	c.t.Helper()
	by := map[string][]quizzes.Item{}
	for _, it := range c.bank.Items() {
		about := c.objectiveOf(c.kept(it.ID())).Objective
		if by[about] = append(by[about], it); about != "" && len(by[about]) == classwork.StuckAt {
			return by[about]
		}
	}
	c.t.Fatal("no objective has three items")
	return nil
}

// TestMostMissed: what a class has missed is told while its answers are out for everybody, and to nobody who sits it.
func TestMostMissed(t *testing.T) {
	c := open(t)
	items := c.alike()[:1]
	class := c.class(c.account("ana", store.Learner), store.Learner)
	cora, _ := c.db.AccountByLogin(t.Context(), "cora")
	staff, home := c.signedIn(cora.Person, kindPassword), "/classes/"+class.ID+"/"
	work := c.give(class, "Drill 1", nil)
	for i := range 5 {
		person := c.account(fmt.Sprint("learner", i), store.Learner)
		c.put(class, person, store.Learner)
		if i == 4 {
			if a := staff.get(home).want(t, 200); strings.Contains(a.body, "Missed 4 of 4") {
				t.Errorf("four answers are told\n%v", a)
			}
		}
		c.miss(person, c.take(person, work, items...), items...)
	}
	text := items[0].Question("").Text
	told := func(want bool, when string) {
		t.Helper()
		a := staff.get(home).want(t, 200)
		if got := strings.Contains(a.body, "Missed 5 of 5 times") && strings.Contains(a.body, "5 chose:") && strings.Contains(a.body, "object=lesson%3A"+items[0].Lesson()); got != want {
			t.Errorf("%s: told %v, want %v (%s)\n%v", when, got, want, text, a)
		}
	}
	told(true, "with its answers out")
	later := c.give(class, "Drill 2", map[string]string{classwork.Answers: classwork.Never})
	ana, _ := c.db.AccountByLogin(t.Context(), "ana")
	told(true, "beside other work that is secret")
	mine := c.take(cora.Person, "", items...)
	told(false, "while who asks sits it")
	c.miss(cora.Person, mine, items...)
	told(true, "after that")
	secret := c.take(ana.Person, later, items...)
	told(false, "while it stands on secret work")
	c.miss(ana.Person, secret, items...)
	told(false, "after secret work was handed in")
}

// TestStuckAndMap: three misses on one objective make a row, what was before joining counts nowhere, and the map shows
// the figures.
func TestStuckAndMap(t *testing.T) {
	both(t, func(t *testing.T, c *clinic) {
		items, ana, ben := c.alike(), c.account("ana", store.Learner), c.account("ben", store.Learner)
		c.miss(ben, c.take(ben, "", items...), items...)
		c.clock.Forward(1e9)
		class := c.class(ana, store.Learner)
		c.put(class, ben, store.Learner)
		c.miss(ana, c.take(ana, "", items...), items...)
		cora := c.browser()
		cora.signIn("cora").leads(t, "/me")
		home := "/classes/" + class.ID + "/"
		cora.get(home).want(t, 200, "1 person needs help", "three times in a row.", "assignments/new?kind=drill&amp;object=lesson%3A"+items[0].Lesson()+"&amp;person="+ana, `to <bdi>Ana</bdi>`)
		for range 2 { // six answers
			c.clock.Forward(1e9)
			c.miss(ana, c.take(ana, "", items...), items...)
		}
		a := cora.get(home+"map").want(t, 200, "0% right over 9 answers.", `<strong><u>0%</u></strong>`, `<bdi>Ben</bdi>`)
		if strings.Count(a.body, "<strong><u>0%</u></strong>") != 3 {
			t.Errorf("the map marks others than Ana's\n%v", a)
		}
		cora.get(home+"people/"+ana).want(t, 200, "On their own, since joining", "<td>Finished</td>")
		if a := cora.get(home+"people/"+ben).want(t, 200); strings.Contains(a.body, "<td>Finished</td>") {
			t.Errorf("it tells of what was before joining\n%v", a)
		}
	})
}

// TestFacts: coordinators set time and attempts of learners, administrators also those of staff; an instructor with a
// section sees only who is in it.
func TestFacts(t *testing.T) {
	c := open(t)
	ana, tolu, boss := c.account("ana", store.Learner), c.account("tolu", store.Learner), c.account("boss", store.Coordinator)
	class := c.class(ana, store.Learner)
	c.put(class, tolu, store.Instructor)
	c.put(class, boss, store.Learner)
	cora := c.browser()
	cora.signIn("cora").leads(t, "/me")
	people := "/classes/" + class.ID + "/people/"
	form, usual := []string{"factor", "1.5", "extra", "1"}, []string{"1", "0"}
	cora.change(people+ana+"/facts", usual, form...).want(t, http.StatusConflict, "Ask Ana to open the join address")
	if a := cora.get(people+ana).want(t, 200, "Ask Ana to open the join address"); strings.Contains(a.body, ana+"/facts") {
		t.Errorf("it offers time for somebody who was only added\n%v", a)
	}
	learner := c.signedIn(ana, kindPassword)
	learner.get("/join/"+class.Code).want(t, 200, "New hires")
	learner.post("/join/"+class.Code).want(t, http.StatusSeeOther)
	learner.get("/join/"+class.Code).want(t, http.StatusSeeOther)
	cora.change(people+ana+"/facts", usual, form...).want(t, http.StatusSeeOther)
	for _, person := range []string{tolu, boss} {
		cora.change(people+person+"/facts", usual, form...).want(t, http.StatusConflict)
		if a := cora.get(people+person).want(t, 200); strings.Contains(a.body, person+"/facts") {
			t.Errorf("it offers what is refused\n%v", a)
		}
	}
	c.signedIn(c.account("adam", store.Admin), kindPassword).change(people+boss+"/facts", usual, form...).want(t, http.StatusSeeOther)
	p, err := c.db.Person(t.Context(), boss)
	if err != nil || p.Factor != 1.5 || p.Extra != 1 {
		t.Errorf("%+v, %v", p, err)
	}
	for who, section := range map[string]string{tolu: "Monday", ana: "Tuesday", boss: "Monday"} {
		cora.post(people+who+"/place", "section", section, "was", "").want(t, http.StatusSeeOther)
	}
	instructor := c.signedIn(tolu, kindPassword)
	instructor.get(people+ana).want(t, http.StatusNotFound)
	instructor.post(people+ana+"/messages", "body", "x").want(t, http.StatusNotFound)
	instructor.get(people+boss).want(t, 200)
	if a := instructor.get("/classes/"+class.ID+"/map").want(t, 200, "<bdi>Boss</bdi>"); strings.Contains(a.body, "<bdi>Ana</bdi>") {
		t.Errorf("the map shows another section\n%v", a)
	}
	c.signedIn(ana, kindPassword).post("/me/stuck", "body", "Help").want(t, http.StatusSeeOther)
	if a := instructor.get("/classes/"+class.ID+"/").want(t, 200); strings.Contains(a.body, "<bdi>Ana</bdi>") {
		t.Errorf("the page shows another section\n%v", a)
	}
}

// TestEraseWhom: nobody erases themselves here, and only owners erase administrators.
func TestEraseWhom(t *testing.T) {
	c := open(t)
	adam, eve, ida := c.account("adam", store.Admin), c.account("eve", store.Admin), c.account("ida", store.Owner)
	admin, owner := c.signedIn(adam, kindPassword), c.signedIn(ida, kindPassword)
	for _, tc := range []struct {
		b    *browser
		who  string
		want int
	}{{admin, adam, 409}, {admin, eve, 409}, {admin, ida, 409}, {owner, ida, 409}, {owner, eve, 303}} {
		tc.b.post("/people/"+tc.who+"/erase", "password", goodPassword).want(t, tc.want)
	}
}

// TestWhoHasLeft: the staff of a class see of somebody who has left what was until then, and nothing since.
func TestWhoHasLeft(t *testing.T) {
	c := open(t)
	ana := c.account("ana", store.Learner)
	class, it := c.class(ana, store.Learner), c.alike()
	before := c.take(ana, "", it...)
	c.miss(ana, before, it...)
	c.clock.Forward(time.Hour)
	if err := c.db.EndMember(t.Context(), ana, class.ID, ana, c.Now()); err != nil {
		t.Fatal(err)
	}
	c.clock.Forward(30 * 24 * time.Hour)
	c.take(ana, "", it...)
	if err := c.db.SetFactor(t.Context(), store.Shell, ana, 2, c.Now()); err != nil {
		t.Fatal(err)
	}
	cora := c.browser()
	cora.signIn("cora").leads(t, "/me")
	a := cora.get("/classes/"+class.ID+"/people/"+ana).want(t, 200, "has left the class", "until leaving")
	for _, tells := range []string{"Last seen", "2 ×", "Lessons done", "Extra attempts</dt>"} {
		if strings.Contains(a.body, tells) {
			t.Errorf("it tells %q of who has left\n%v", tells, a)
		}
	}
	if n := strings.Count(a.body, `<th scope="row">Drill</th>`); n != 1 {
		t.Errorf("%d attempts, want the one from before\n%v", n, a)
	}
	if a := cora.get("/classes/"+class.ID+"/audit.csv").want(t, 200); strings.Contains(a.body, "set time factor") {
		t.Errorf("the record of the class has what was changed after leaving\n%v", a)
	}
}
