package server

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/server/classwork"
	"frontdesk/server/store"
)

func (c *clinic) workOf(class string) []store.Assignment {
	c.t.Helper()
	all, err := c.db.Assignments(c.t.Context(), class)
	if err != nil {
		c.t.Fatal(err)
	}
	return all
}

// hidden is the value of a hidden field of a page.
func hidden(t *testing.T, a answer, name string) string {
	t.Helper()
	found := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(a.body)
	if found == nil {
		t.Fatalf("no field %s\n%v", name, a)
	}
	return found[1]
}

// ruleOf is the work's own value of a field.
func ruleOf(a store.Assignment, field string) string {
	return classwork.Work{Assignment: a}.Rule(field)
}

// TestPlan gives a class a template over a change of the clocks, in part, and then again: what is there is told and not ticked.
func TestPlan(t *testing.T) {
	both(t, func(t *testing.T, c *clinic) {
		class, cora := c.coordinated()
		at := "/classes/" + class.ID + "/plan"
		plan, _ := c.course.Plan("new-hire")
		all := len(plan.Work)
		cora.get(at).want(t, 200, "New hire, weeks 1 to 4", "School term", `value="2026-11-30"`) // the next Monday
		const start = "2027-03-01"                                                               // clocks go forward on March 14
		page := cora.get(at+"?plan=new-hire&start="+start).want(t, 200, fmt.Sprint(all, " pieces of work, ", all, " ticked"),
			"Due Friday, March 5, 2027, 5:00 PM Chicago time", "Due Friday, March 26, 2027, 5:00 PM Chicago time", "Opens Monday, March 22, 2027")
		fields := []string{"plan", "new-hire", "start", start, "there", hidden(t, page, "there")}
		cora.post(at, fields...).want(t, http.StatusUnprocessableEntity, "Tick at least one")
		some := url.Values{"plan": {"new-hire"}, "start": {start}, "there": {hidden(t, page, "there")}}
		for i := range all - 2 {
			some.Add("pick", fmt.Sprint(i))
		}
		cora.send("POST", at, some.Encode()).leads(t, "/classes/"+class.ID+"/?done=planned")
		work := c.workOf(class.ID)
		if len(work) != all-2 {
			t.Fatalf("%d pieces of work", len(work))
		}
		for _, w := range work {
			due := ruleOf(w, classwork.Due)
			moment, clock, err := classwork.Instant(due, zoneOf(class), false)
			if err != nil || clock != classwork.Once || moment.In(zoneOf(class)).Format("15:04") != "17:00" || !w.Everyone || w.Zone != class.Zone {
				t.Errorf("%s is due %s: %v, %s, %v", w.Title, due, moment, clock, err)
			}
		}
		cora.send("POST", at, some.Encode()).want(t, http.StatusConflict, "Nothing was assigned", "The class has it already")
		if again := c.workOf(class.ID); len(again) != all-2 {
			t.Errorf("%d pieces of work the second time", len(again))
		}
		cora.get(at+"?plan=new-hire&start=2027-04-05").want(t, 200, ", 2 ticked", "The class has it already")
		cora.get(at+"?plan=school-term&start=2026-11-16").want(t, 200, "The date is past")
	})
}

// TestMondays: what a first day can be.
func TestMondays(t *testing.T) {
	c := open(t)
	class, cora := c.coordinated()
	for _, tc := range []struct{ plan, start, want string }{
		{"new-hire", "2027-01-05", "January 5, 2027 is a Tuesday"}, {"new-hire", "", "Choose the Monday"}, {"new-hire", "2027-02-30", "Choose the Monday"},
		{"new-hire", "9999-12-27", "Choose the Monday"}, {"nothing", "2027-01-04", "Choose a template"},
	} {
		query := url.Values{"plan": {tc.plan}, "start": {tc.start}}.Encode()
		cora.get("/classes/"+class.ID+"/plan?"+query).want(t, http.StatusUnprocessableEntity, tc.want)
		a := cora.post("/classes/new", "name", "x", "zone", "UTC", "plan", tc.plan, "start", tc.start)
		a.want(t, http.StatusUnprocessableEntity, tc.want)
	}
	for day, want := range map[string]string{"2026-11-21": "2026-11-23", "2026-11-22": "2026-11-23", "2026-11-23": "2026-11-30", "2026-11-24": "2026-11-30"} {
		now, err := time.Parse(dateLayout, day)
		if got := nextMonday(now, time.UTC); err != nil || got != want {
			t.Errorf("after %s comes %s, want %s", day, got, want)
		}
	}
	if wrong := (errNotMonday{}); !errors.As(fmt.Errorf("x: %w", errNotMonday{}), &wrong) {
		t.Error("it is not found in what wraps it")
	}
}

// TestNewClassFromPlan makes a class from a template in one form; a mistake makes none.
func TestNewClassFromPlan(t *testing.T) {
	c := open(t)
	_, cora := c.coordinated()
	cora.get("/classes/new").want(t, 200, "Start with a template", "New hire, weeks 1 to 4")
	a := cora.post("/classes/new", "name", "Spring", "zone", "America/Denver", "plan", "school-term", "start", "2027-01-11").want(t, http.StatusSeeOther)
	id := strings.Split(a.Header.Get("Location"), "/")[2]
	term, _ := c.course.Plan("school-term")
	work := c.workOf(id)
	if len(work) != len(term.Work) {
		t.Fatalf("%d pieces of work, want %d", len(work), len(term.Work))
	}
	final := work[slices.IndexFunc(work, func(w store.Assignment) bool { return w.Kind == classwork.Mock })]
	if ruleOf(final, classwork.Due) != "2027-04-23T17:00" || ruleOf(final, classwork.Attempts) != "1" || ruleOf(final, classwork.Minimum) != "70" || final.Zone != "America/Denver" || final.Weight != 6 {
		t.Errorf("%+v", final)
	}
	a = cora.post("/classes/new", "name", "Bare", "zone", "UTC", "plan", "").want(t, http.StatusSeeOther)
	if work := c.workOf(strings.Split(a.Header.Get("Location"), "/")[2]); len(work) > 0 {
		t.Errorf("a class without a template has %+v", work)
	}
	before, _ := c.db.ListClasses(t.Context())
	cora.post("/classes/new", "name", "Spring", "zone", "nowhere", "plan", "school-term", "start", "2027-01-12").want(t, http.StatusUnprocessableEntity, "Enter a time zone", "is a Tuesday")
	if after, _ := c.db.ListClasses(t.Context()); len(after) != len(before) {
		t.Error("a class was made all the same")
	}
}

// TestCopyDates moves dates over both changes of the clocks: days are counted, times of day stay.
func TestCopyDates(t *testing.T) {
	rule := func(field, value string) store.Rule {
		return store.Rule{Scope: store.RuleWork, Field: field, Value: value}
	}
	work := []store.Assignment{
		{Title: "first", Rules: []store.Rule{rule(classwork.Opens, "2026-10-26T00:00"), rule(classwork.Due, "2026-10-30T17:00"), rule(classwork.Attempts, "2")}},
		{Title: "over", Rules: []store.Rule{rule(classwork.Due, "2026-11-06T17:00"), rule(classwork.Until, "2026-11-08T02:30"), rule(classwork.Late, classwork.LateUntil)}},
		{Title: "personal", Targets: []store.Target{{Kind: classwork.TargetPerson, Target: "P"}, {Kind: classwork.TargetLabel, Target: "evening"}},
			Rules: []store.Rule{{Scope: store.RulePerson, Target: "P", Field: classwork.Due, Value: "2020-01-01T00:00"}, {Scope: store.RuleLabel, Target: "evening", Field: classwork.Due, Value: "2020-01-01T00:00"}}},
		{Title: "withdrawn", Withdrawn: time.Unix(1, 0), Rules: []store.Rule{rule(classwork.Due, "2020-01-01T00:00")}},
	}
	first := firstDay(standing(work))
	if first.Format(dateLayout) != "2026-10-26" {
		t.Fatalf("the first day is %v", first)
	}
	start := time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)
	got := copiedWork(work, "America/New_York", int(start.Sub(first)/(24*time.Hour)))
	if len(got) != 3 {
		t.Fatalf("%+v", got)
	}
	for i, want := range []map[string]string{
		{classwork.Opens: "2027-03-01T00:00", classwork.Due: "2027-03-05T17:00", classwork.Attempts: "2"},
		{classwork.Due: "2027-03-12T17:00", classwork.Until: "2027-03-14T02:30", classwork.Late: classwork.LateUntil}, {},
	} {
		if len(got[i].Rules) != len(want) || got[i].Zone != "America/New_York" {
			t.Errorf("%+v", got[i])
		}
		for field, value := range want {
			if ruleOf(got[i], field) != value {
				t.Errorf("%s: %s is %s, want %s", got[i].Title, field, ruleOf(got[i], field), value)
			}
		}
	}
	if len(got[2].Targets) != 1 || got[2].Targets[0].Target != "evening" || len(work[2].Targets) != 2 {
		t.Errorf("%+v", got[2].Targets)
	}
	skipped := store.Assignment{Zone: "America/New_York", Rules: []store.Rule{rule(classwork.Due, "2027-03-14T02:30")}}
	if l := workLine(0, skipped); l.When != "Due Sunday, March 14, 2027, 3:00 AM New York time" || l.Note == "" {
		t.Errorf("%+v", l)
	}
}

// TestCopyClass copies a class with its forms and work; nothing is made before its dates were seen, nor from what has changed.
func TestCopyClass(t *testing.T) {
	both(t, func(t *testing.T, c *clinic) {
		class, cora := c.coordinated()
		at := "/classes/" + class.ID + "/copy"
		form := c.fixed(class)
		rules := []store.Rule{{Scope: store.RuleWork, Field: classwork.Due, Value: "2026-12-04T17:00"}}
		for _, w := range []store.Assignment{{Kind: classwork.Form, Title: "Quiz", Form: form.ID, Everyone: true}, {Kind: classwork.Half, Title: "Half", Targets: []store.Target{{Kind: classwork.TargetLabel, Target: "late"}}}} {
			w.Class, w.Zone, w.Rules = class.ID, class.Zone, rules
			if _, err := c.db.NewAssignment(t.Context(), store.Shell, w, c.Now()); err != nil {
				t.Fatal(err)
			}
		}
		cora.get(at).want(t, 200, "1 fixed form ", "In this class it is Friday, December 4, 2026")
		fields := []string{"name", "Spring", "term", "2027", "zone", "America/Denver", "start", "2027-03-19"}
		cora.post(at, "name", "", "zone", "x").want(t, http.StatusUnprocessableEntity, "Enter a name", "Enter a time zone", "Choose the first date")
		page := cora.post(at, append(fields, "do", "look")...).want(t, 200, "Due Friday, March 19, 2027, 5:00 PM Denver time", "2 pieces of work in the new class", "Not for everyone")
		fields = append(fields, "do", "copy", "shown", hidden(t, page, "shown"), "there", hidden(t, page, "there"))
		other := slices.Clone(fields)
		other[slices.Index(other, "2027-03-19")] = "2027-03-26"
		cora.post(at, other...).want(t, 200, "Due Friday, March 26, 2027") // was not seen before
		a := cora.post(at, fields...).want(t, http.StatusSeeOther)
		id := strings.Split(a.Header.Get("Location"), "/")[2]
		cora.get(a.Header.Get("Location")).want(t, 200, "The class is copied", "Spring", "0 learners")
		forms, err := c.db.FormsOf(t.Context(), id)
		work := c.workOf(id)
		if err != nil || len(forms) != 1 || forms[0].ID == form.ID || !slices.Equal(forms[0].Items, form.Items) || len(work) != 2 {
			t.Fatalf("%+v, %+v, %v", forms, work, err)
		}
		for _, w := range work {
			if ruleOf(w, classwork.Due) != "2027-03-19T17:00" || w.Zone != "America/Denver" || w.Kind == classwork.Form && w.Form != forms[0].ID {
				t.Errorf("%+v", w)
			}
		}
		if err := c.db.WithdrawAssignment(t.Context(), store.Shell, class.ID, c.workOf(class.ID)[0].ID, true, c.Now()); err != nil {
			t.Fatal(err)
		}
		cora.post(at, fields...).want(t, http.StatusConflict, "Nothing was copied")
	})
}
