package server

import (
	"cmp"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"frontdesk/server/classwork"
	"frontdesk/server/store"
)

// class is a new class of a coordinator of its own, with a person in it.
func (c *clinic) class(person string, role store.Role) store.Class {
	c.t.Helper()
	cora, err := c.db.AccountByLogin(c.t.Context(), "cora")
	if err != nil {
		cora.Person = c.account("cora", store.Coordinator)
	}
	id, err := c.db.NewClass(c.t.Context(), cora.Person, store.Class{Name: "New hires", Term: "Fall", Zone: "America/Chicago"}, c.Now())
	if err != nil {
		c.t.Fatal(err)
	}
	class, _, err := c.db.ClassFor(c.t.Context(), id, "")
	if err != nil {
		c.t.Fatal(err)
	}
	c.put(class, person, role)
	return class
}

// put makes somebody a member of a class.
func (c *clinic) put(class store.Class, person string, role store.Role) {
	c.t.Helper()
	if err := c.db.PutMember(c.t.Context(), store.Shell, class.ID, person, role, c.Now()); err != nil {
		c.t.Fatal(err)
	}
}

// inClass is what the access column promises somebody about a class: 0 for "gets in", else the status. role is what they
// are in that class.
func inClass(a access, installation, role store.Role) int {
	all := installation == store.Admin || installation == store.Owner
	ok := map[access]bool{
		classMaker:       all || installation == store.Coordinator,
		classMember:      all || role != "",
		classStaff:       all || role == store.Instructor || role == store.Coordinator,
		classCoordinator: all || role == store.Coordinator,
		classCopier:      all || role == store.Coordinator && installation == store.Coordinator,
		assignee:         role == store.Learner,
	}[a]
	if ok {
		return 0
	}
	return http.StatusNotFound
}

// TestClassMatrix asks every line of the table about classes as everybody, about a class of theirs and others, for a page
// and for JSON: whoever the column does not let in gets 404, and nothing was changed by it.
func TestClassMatrix(t *testing.T) {
	c := open(t)
	here, there := c.class(c.account("ana", store.Learner), store.Learner), c.class(c.account("ben", store.Learner), store.Learner)
	over := c.class(c.account("zoe", store.Learner), store.Learner)
	cora, _ := c.db.AccountByLogin(t.Context(), "cora")
	type actor struct {
		login        string
		installation store.Role
		in           map[string]store.Role // by class
	}
	actors := []actor{
		{"learner", store.Learner, map[string]store.Role{here.ID: store.Learner, over.ID: store.Learner}},
		{"other-learner", store.Learner, map[string]store.Role{there.ID: store.Learner}},
		{"instructor", store.Instructor, map[string]store.Role{here.ID: store.Instructor, over.ID: store.Instructor}},
		{"other-instructor", store.Instructor, map[string]store.Role{there.ID: store.Instructor}},
		{"coordinator", store.Coordinator, map[string]store.Role{here.ID: store.Coordinator, over.ID: store.Coordinator}},
		{"other-coordinator", store.Coordinator, map[string]store.Role{there.ID: store.Coordinator}},
		{"class-coordinator", store.Learner, map[string]store.Role{here.ID: store.Coordinator}}, // in the class alone
		{"both", store.Learner, map[string]store.Role{here.ID: store.Learner, there.ID: store.Coordinator}},
		{"nowhere", store.Coordinator, nil},
		{"gone", store.Coordinator, nil}, // was a coordinator of all of them
		{"admin", store.Admin, nil},
		{"owner", store.Owner, nil},
	}
	people := map[string]string{}
	for _, a := range actors {
		people[a.login] = c.account(a.login, a.installation)
	}
	for _, class := range []store.Class{here, there, over} {
		c.put(class, people["gone"], store.Coordinator)
		if err := c.db.EndMember(t.Context(), cora.Person, class.ID, people["gone"], c.Now()); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.db.ArchiveClass(t.Context(), cora.Person, over.ID, true, c.Now()); err != nil {
		t.Fatal(err)
	}
	forms, works := map[string]string{"NOWHERE": "NOWHERE"}, map[string]string{} // by class
	for _, class := range []store.Class{here, there, over} {
		forms[class.ID] = c.fixed(class).ID
		works[class.ID] = c.assigned(class, classwork.Half, own(classwork.Due, "2026-12-04T17:00")).ID
	}
	asked := 0
	ask := func(rt route, who string, b *browser, class string, want int) {
		for _, subject := range []string{"ana", "ben"} {
			if !strings.Contains(rt.path, "{person}") && subject == "ben" {
				continue
			}
			account, _ := c.db.AccountByLogin(t.Context(), subject)
			expect := want
			if strings.Contains(rt.path, "{person}") && want == 0 && (class != here.ID) == (subject == "ana") {
				expect = http.StatusNotFound // is not in that class
			}
			for _, accept := range []string{asPage, asJSON} {
				before := auditOf(t, c)
				a := b.send(rt.method, pathOf(rt, map[string]string{"class": class, "person": account.Person, "form": forms[class], "work": cmp.Or(works[class], "NOWHERE")}), "", "Accept", accept)
				asked++
				refused := a.StatusCode == http.StatusUnauthorized || a.StatusCode == http.StatusNotFound
				if a.StatusCode >= 500 || expect == 0 && refused || expect > 0 && a.StatusCode != expect {
					t.Errorf("%s %s (%s, about %s) as %s: status %d, want %d (0: any but 401 and 404)", rt.method, rt.path, rt.access, subject, who, a.StatusCode, expect)
				}
				if refused && auditOf(t, c) != before {
					t.Errorf("%s %s as %s was refused and has changed something", rt.method, rt.path, who)
				}
			}
		}
	}
	for _, rt := range c.table {
		if rt.access != classMaker && !strings.Contains(rt.path, "{class}") {
			continue
		}
		for _, class := range []string{here.ID, there.ID, over.ID, "NOWHERE"} {
			for _, a := range actors {
				for id, role := range a.in { // what was left before is taken back
					c.put(store.Class{ID: id}, people[a.login], role)
				}
				want := inClass(rt.access, a.installation, a.in[class])
				if class == "NOWHERE" && rt.access != classMaker {
					want = http.StatusNotFound
				}
				if strings.Contains(rt.path, "{person}") && class == over.ID && want == 0 {
					want = http.StatusNotFound // neither ana nor ben is in it
				}
				b := c.signedIn(people[a.login], kindPassword)
				if rt.path == "/classes/{class}/leave" && rt.method == "POST" && want == 0 {
					asked++ // it works once: TestClass
					b.post(pathOf(rt, map[string]string{"class": class})).want(t, http.StatusSeeOther)
					continue
				}
				ask(rt, a.login, b, class, want)
			}
			guest := http.StatusNotFound
			ask(rt, "a guest", c.guest(), class, guest)
			ask(rt, "nobody", c.browser(), class, http.StatusUnauthorized)
		}
	}
	t.Logf("%d requests", asked)
	if asked < 1500 {
		t.Errorf("only %d requests", asked)
	}
}

// auditOf is how much was written down.
func auditOf(t *testing.T, c *clinic) int {
	t.Helper()
	_, n, err := c.db.Audit(t.Context(), store.AuditFilter{Most: 1})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestClassPages: what each of them sees of a class, on both engines.
func TestClassPages(t *testing.T) {
	both(t, func(t *testing.T, c *clinic) {
		ana := c.account("ana", store.Learner)
		class := c.class(ana, store.Learner)
		home := "/classes/" + class.ID + "/"
		learner, cora := c.signedIn(ana, kindPassword), c.browser()
		cora.signIn("cora").leads(t, "/me")
		learner.post("/me/reads", "lesson", "d3-03").leads(t, "/me?done=read")
		drill := begin(learner, "mode", "drill", "count", "10")
		learner.post("/attempts/"+drill+"/submit").want(t, http.StatusSeeOther)

		shown := class.Code[:4] + "-" + class.Code[4:]
		cora.get(home).want(t, 200, "<h1><bdi>New hires</bdi></h1>", "http://clinic.test/join/"+shown, "1 learner", "Nobody needs help today", "Nothing is assigned", "Close the code")
		cora.get(home+"people").want(t, 200, `<bdi>Ana</bdi></a></th>`, `<td>learner</td>`, `<td class="right">1</td>`, "1 learner", "November 23, 2026")
		for _, target := range []string{home, home + "people", home + "leave", "/classes"} { // figures stand on the map and beside marks
			main := cora.get(target).want(t, 200).body
			if main = main[strings.Index(main, "<main"):strings.Index(main, "</main>")]; strings.Contains(main, "%") || strings.Contains(main, " of 10") {
				t.Errorf("%s tells a figure:\n%s", target, main)
			}
		}
		if a := learner.get(home).want(t, 200, "Cora", "Leave the class"); strings.Contains(a.body, class.Code[:4]) || strings.Contains(a.body, "Lessons done") || strings.Contains(a.body, ">People<") {
			t.Errorf("a learner sees the code or the others\n%v", a)
		}
		instructor := c.account("tolu", store.Learner)
		c.put(class, instructor, store.Instructor)
		if a := c.signedIn(instructor, kindPassword).get(home+"people").want(t, 200, "Ana"); strings.Contains(a.body[strings.Index(a.body, "<main"):], "<form method=\"post\"") || strings.Contains(a.body, "Take out") {
			t.Errorf("an instructor is offered what only coordinators may do\n%v", a)
		}
		c.signedIn(c.account("adam", store.Admin), kindPassword).get("/classes").want(t, 200, home, "Make a class")
		c.signedIn(c.account("tom", store.Learner), kindPassword).get("/classes").want(t, 200, "You are in no class")
		for who, links := range map[*browser]bool{learner: true, cora: true, c.signedIn(c.account("uma", store.Learner), kindPassword): false, c.guest(): false, c.browser(): false} {
			if got := strings.Contains(who.get("/me").want(t, 200).body, `href="/classes"`); got != links {
				t.Errorf("My page links to the classes: %v, want %v", got, links)
			}
		}
	})
}

// TestClassForms: what is refused, and in which words.
func TestClassForms(t *testing.T) {
	c := open(t)
	class := c.class(c.account("ana", store.Learner), store.Learner)
	cora := c.browser()
	cora.signIn("cora").leads(t, "/me")
	home := "/classes/" + class.ID + "/"
	long := strings.Repeat("é", 101)
	for _, tc := range []struct {
		path   string
		fields []string
		status int
		want   string
	}{
		{"/classes/new", nil, 422, "Enter a name for the class"},
		{"/classes/new", []string{"name", long, "zone", "UTC"}, 422, "at most 100 characters"},
		{"/classes/new", []string{"name", "x\u202ey", "zone", "UTC"}, 422, "at most 100 characters"},
		{"/classes/new", []string{"name", "x", "term", long, "zone", "UTC"}, 422, "at most 100 characters"},
		{"/classes/new", []string{"name", "x"}, 422, "Enter a time zone"},
		{"/classes/new", []string{"name", "x", "zone", "Local"}, 422, "Enter a time zone"},
		{"/classes/new", []string{"name", "x", "zone", "../../etc/passwd"}, 422, "Enter a time zone"},
		{home + "settings", []string{"name", "", "zone", "UTC"}, 422, "Enter a name for the class"},
		{home + "archive", nil, 400, "takes 1 or 0"},
		{home + "code", []string{"do", "burn"}, 400, "takes close, open or new"},
		{home + "people", []string{"role", "learner"}, 422, "Enter a sign-in name"},
		{home + "people", []string{"login", "ana"}, 422, "Choose a role"},
		{home + "people", []string{"login", "ana", "role", "owner"}, 422, "Choose a role"},
		{home + "people", []string{"login", "nobody", "role", "learner"}, 422, "Nobody has this sign-in name"},
		{home + "people", []string{"login", "new@clinic", "name", "Nia", "role", "learner"}, 422, "has no ending such as .com"},
		{home + "people", []string{"login", "new", "name", "=1+1", "role", "learner"}, 422, "formula"},
		{home + "people", []string{"login", "nia", "name", "Nia", "role", "learner"}, 200, "/reset/"},
	} {
		a := cora.post(tc.path, tc.fields...)
		if a.StatusCode != tc.status || !strings.Contains(strings.ReplaceAll(a.body, "&#34;", `"`), tc.want) {
			t.Errorf("%s %v: want %d and %q\n%v", tc.path, tc.fields, tc.status, tc.want, a)
		}
	}
}

// TestJoinTries: wrong codes are counted by address, right ones are not, and no sign-in is used up.
func TestJoinTries(t *testing.T) {
	c := open(t)
	class := c.class(c.account("ana", store.Learner), store.Learner)
	b := c.browser()
	for range 3 * triesPerAddress {
		b.get("/join/"+class.Code).want(t, 200)
	}
	for i := range triesPerAddress {
		b.get(fmt.Sprintf("/join/WRONG%d", i)).want(t, http.StatusNotFound, "It is mistyped or closed")
	}
	if a := b.get("/join/"+class.Code).want(t, http.StatusTooManyRequests); a.Header.Get("Retry-After") == "" {
		t.Error("it does not say when to come back")
	}
	b.signIn("ana").leads(t, "/me")
	c.clock.Forward(triesWindow + time.Second)
	b.post("/join/"+class.Code).want(t, http.StatusSeeOther)
	b.get("/join/"+class.Code).leads(t, "/classes/"+class.ID+"/")
}
