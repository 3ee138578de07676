package server

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"frontdesk/server/classwork"
	"frontdesk/server/store"
)

// assigned gives a class work and returns it.
func (c *clinic) assigned(class store.Class, kind string, rules ...store.Rule) store.Assignment {
	c.t.Helper()
	w := store.Assignment{Class: class.ID, Kind: kind, Title: "Work", Everyone: true, Zone: class.Zone, Weight: 1, Rules: rules}
	id, err := c.db.NewAssignment(c.t.Context(), store.Shell, w, c.Now())
	if err != nil {
		c.t.Fatal(err)
	}
	if w, err = c.db.Assignment(c.t.Context(), class.ID, id); err != nil {
		c.t.Fatal(err)
	}
	return w
}

// own is a rule of the work itself.
func own(field, value string) store.Rule {
	return store.Rule{Scope: store.RuleWork, Field: field, Value: value}
}

// halfForm is the form for a half exam that everybody gets, with fields in place of its own.
func halfForm(fields ...string) string {
	v := url.Values{"do": {"save"}, "version": {"0"}, "what": {"half"}, "who": {"everyone"}, "zone": {"America/Chicago"}, "due_date": {"2026-12-04"}}
	for i := 0; i+1 < len(fields); i += 2 {
		v.Set(fields[i], fields[i+1])
	}
	return v.Encode()
}

// TestAssignmentForms: what is refused, and in which words; nothing is saved by it, and what was typed stays.
func TestAssignmentForms(t *testing.T) {
	c := open(t)
	class := c.class(c.account("ana", store.Learner), store.Learner)
	cora := c.browser()
	cora.signIn("cora").leads(t, "/me")
	for _, tc := range []struct {
		name   string
		fields []string
		field  string // with the error
		want   string
	}{
		{"nothing", []string{"what", ""}, "what", "Choose what to assign"},
		{"a lesson that there is not", []string{"what", "lesson:d9-99"}, "what", "Choose what to assign"},
		{"a form of no class", []string{"what", "form:x"}, "what", "Choose what to assign"},
		{"a short drill", []string{"what", "drill:domain:d3", "count", "4"}, "count", "Enter a number of questions from 5 to 50"},
		{"a long title", []string{"title", strings.Repeat("é", 101)}, "title", "at most 100 characters"},
		{"nobody", []string{"who", "some"}, "target", "Choose at least one learner"},
		{"a stranger", []string{"who", "some", "target", "person:x"}, "target", "Choose from those who are in the class now"},
		{"another who", []string{"who", "x"}, "who", "Choose one of these"},
		{"due before it opens", []string{"opens_date", "2026-12-05"}, "due_date", "Choose a due date after the opening date"},
		{"due as it opens", []string{"opens_date", "2026-12-04", "opens_time", "17:00"}, "due_date", "Choose a due date after the opening date"},
		{"no date", []string{"due_date", "12/04/2026"}, "due_date", "Enter a date such as 2026-12-04"},
		{"a day that there is not", []string{"due_date", "2027-02-29"}, "due_date", "Enter a date such as 2026-12-04"},
		{"a year that is mistyped", []string{"due_date", "0206-12-04"}, "due_date", "Enter a date such as 2026-12-04"},
		{"no time", []string{"due_time", "5 PM"}, "due_time", "Enter a time such as 17:00"},
		{"a time without a date", []string{"opens_time", "09:00"}, "opens_date", "Enter a date too"},
		{"skipped", []string{"due_date", "2027-03-14", "due_time", "02:30"}, "due_time", "2:30 AM does not exist on March 14, 2027 (clocks go forward). Choose 3:00 AM or later."},
		{"skipped by half an hour", []string{"due_date", "2027-10-03", "due_time", "02:15", "zone", "Australia/Lord_Howe"}, "due_time", "2:15 AM does not exist on October 3, 2027 (clocks go forward). Choose 2:30 AM or later."},
		{"no zone", []string{"zone", "Chicago"}, "zone", "Enter a time zone such as America/Chicago"},
		{"late until no date", []string{"late", "until"}, "until_date", "Choose until when late work is accepted"},
		{"late until before it is due", []string{"late", "until", "until_date", "2026-12-03"}, "until_date", "Choose a date for late work after the due date"},
		{"late without a date", []string{"late", "no", "due_date", ""}, "due_date", "without one no work is late"},
		{"minimum", []string{"minimum", "101"}, "minimum", "Enter a per cent from 0 to 100"},
		{"attempts", []string{"attempts", "21"}, "attempts", "Enter a number of attempts from 0 to 20"},
		{"attempts in words", []string{"attempts", "two"}, "attempts", "Enter a number of attempts from 0 to 20"},
		{"weight", []string{"weight", "-1"}, "weight", "Enter a weight from 0 to 100"},
		{"minutes", []string{"minutes", "0"}, "minutes", "Enter minutes from 1 to 600"},
		{"counts", []string{"counts", "worst"}, "counts", "Choose one of these"},
		{"answers", []string{"answers", "sometimes"}, "answers", "Choose one of these"},
	} {
		a := cora.send("POST", "/classes/"+class.ID+"/assignments/new", halfForm(tc.fields...))
		if a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.body, tc.want) || !strings.Contains(a.body, `<a href="#`+tc.field+`">`) || !strings.Contains(a.body, ` id="`+tc.field+`-error"`) && tc.field != "target" {
			t.Errorf("%s: want 422 and %q at %s\n%v", tc.name, tc.want, tc.field, a)
		}
		for i := 0; i+1 < len(tc.fields); i += 2 {
			if v := tc.fields[i+1]; strings.HasSuffix(tc.fields[i], "_date") && !strings.Contains(a.body, `value="`+v+`"`) && v != "" {
				t.Errorf("%s: %q was not kept\n%v", tc.name, v, a)
			}
		}
	}
	cora.post("/classes/"+class.ID+"/assignments/new", "do", "burn").want(t, http.StatusBadRequest)
	if all, err := c.db.Assignments(t.Context(), class.ID); err != nil || len(all) != 0 {
		t.Errorf("%+v, %v", all, err)
	}
}

// TestAssignmentInWords: what the form says back, with a doubled time and those who have terms of their own.
func TestAssignmentInWords(t *testing.T) {
	c := open(t)
	ana, ben := c.account("ana", store.Learner), c.account("ben", store.Learner)
	class := c.class(ana, store.Learner)
	c.put(class, ben, store.Learner)
	cora := c.browser()
	cora.signIn("cora").leads(t, "/me")
	for _, err := range []error{c.db.SetFactor(t.Context(), store.Shell, ana, 1.5, c.Now()), c.db.SetFacts(t.Context(), store.Shell, ben, store.Facts{Factor: 1}, store.Facts{Factor: 1, Extra: 1}, c.Now()),
		c.db.SetPlace(t.Context(), store.Shell, class.ID, ben, "B", []string{"evening"}, c.Now())} {
		if err != nil {
			t.Fatal(err)
		}
	}
	page := "/classes/" + class.ID + "/assignments/new"
	for _, tc := range []struct {
		fields []string
		want   []string
	}{
		{nil, []string{"2 people get one half exam (55 questions, 55 minutes).", "Late work is accepted and marked late.", "One attempt.", "Ana has 83 minutes and until December 4, 2026, 5:28 PM.", "Ben has 2 attempts.", "Assign to 2 people"}},
		{[]string{"due_date", "2027-11-07", "due_time", "01:30"}, []string{"1:30 AM comes twice on November 7, 2027 (clocks go back): the later one is meant."}},
		{[]string{"opens_date", "2027-11-07", "opens_time", "01:30", "due_date", ""}, []string{"comes twice on November 7, 2027 (clocks go back): the earlier one is meant.", "It opens on Sunday, November 7, 2027, 1:30 AM Chicago time and has no due date."}},
		{[]string{"who", "some", "target", "label:evening", "attempts", "0", "late", "no", "score", "never", "answers", "never", "weight", "0"},
			[]string{"1 person gets one half exam", "Late work is not accepted.", "Any number of attempts, the best one counts.", "their score and the right answers never.", "It does not count in the total", "Assign to 1 person"}},
		{[]string{"what", "drill:domain:d3", "minutes", "20", "attempts", "3", "counts", "mean"}, []string{"a drill of 10 questions, 20 minutes: Medical Law", "3 attempts, their mean counts."}},
		{[]string{"what", "lesson:d3-03"}, []string{"get the lesson “"}},
		{[]string{"what", "module:d3"}, []string{"get the module “"}},
		{[]string{"what", "cards:rt"}, []string{"get the cards “Roots and combining forms”."}},
		{[]string{"due_date", "2026-12-04", "zone", "Asia/Kathmandu"}, []string{"5:00 PM Kathmandu time"}},
	} {
		a := cora.send("POST", page, halfForm(append(tc.fields, "do", "read")...)).want(t, 200)
		for _, want := range tc.want {
			if !strings.Contains(a.body, want) {
				t.Errorf("%v: the summary lacks %q\n%v", tc.fields, want, a.body[strings.Index(a.body, `id="words"`):])
			}
		}
	}
	w := c.assigned(class, classwork.Half, own(classwork.Due, "2026-12-04T17:00"), own(classwork.Attempts, "1"), store.Rule{Scope: store.RuleLabel, Target: "evening", Field: classwork.Due, Value: "2026-12-11T17:00"})
	why := workPath(&scope{class: class}, w.ID) + "/why/"
	cora.get(why+ana).want(t, 200, "<td>time factor 1.5 makes 55 83</td>", "makes Friday, December 4, 2026, 5:00 PM Chicago time Friday, December 4, 2026, 5:28 PM Chicago time", "1 of 1 attempt is left.")
	cora.get(why+ben).want(t, 200, "<td>1 extra attempt makes 1 2</td>", "the rule for the label evening", "Friday, December 4, 2026, 5:00 PM Chicago time from the assignment", "2 of 2 attempts are left.")
	cora.send("GET", why+ana, "", "Accept", asJSON).want(t, 200, `{"field":"minutes","value":"","result":"83","from":{"scope":"","target":""},"over":[],"fact":"factor"}`, `"minutes":55,"limit":83,"factor":1.5`)
}

// TestWorkThatWasBegun: the questions stand, the rest can change, and a change of time reaches who is working.
func TestWorkThatWasBegun(t *testing.T) {
	both(t, func(t *testing.T, c *clinic) {
		ana := c.account("ana", store.Learner)
		class := c.class(ana, store.Learner)
		cora := c.browser()
		cora.signIn("cora").leads(t, "/me")
		w := c.assigned(class, classwork.Half, own(classwork.Due, "2026-12-04T17:00"))
		open := store.NewAttempt{Person: ana, Key: "k", Mode: "half", Course: "cmaa", Title: "Half exam", Assignment: w.ID, Deadline: c.Now().Add(55 * 60e9),
			Policy: store.Policy{Minutes: 55, Factor: 1, Time: "standard", Feedback: "end", Release: "submit"}, Items: []store.NewItem{{Item: "cmaa/x", Revision: "r", Domain: "d1", Lesson: "d1-01", Order: "abcd"}},
			Texts: []store.Text{{Hash: "r", Kind: "item", ID: "cmaa/x", Body: []byte("x")}}}
		id, _, err := c.db.StartAttempt(t.Context(), open, c.Now())
		if err != nil {
			t.Fatal(err)
		}
		page := workPath(&scope{class: class}, w.ID)
		cora.get(page+"/edit").want(t, 200, "1 person is working on it now. Changes to time apply at once; questions cannot change.", "Somebody has begun, so this cannot change", `name="what" value="half"`)
		cora.get(page+"/withdraw").want(t, 200, "1 person is working on it now and can finish")
		cora.send("POST", page+"/edit", halfForm("version", "1", "what", "mock")).want(t, http.StatusUnprocessableEntity, "1 person has begun, so the questions cannot change")
		cora.send("POST", page+"/edit", halfForm("version", "1", "minutes", "70")).want(t, http.StatusSeeOther)
		if a, err := c.db.Attempt(t.Context(), ana, id); err != nil || a.Granted != 15*60e9 {
			t.Errorf("%v, %v: the open attempt was not made longer", a.Granted, err)
		}
		cora.send("POST", page+"/rules", url.Values{"do": {"set"}, "version": {"2"}, "who": {"person:" + ana}, "minutes": {"80"}}.Encode()).want(t, http.StatusSeeOther)
		if a, err := c.db.Attempt(t.Context(), ana, id); err != nil || a.Granted != 25*60e9 {
			t.Errorf("%v, %v: the open attempt was not made longer", a.Granted, err)
		}
		cora.get(page).want(t, 200, "<td>Working</td>")
		cora.get(page+"/why/"+ana).want(t, 200, "Ana is working on it now.", "<td><bdi>the rule for Ana</bdi></td>")
	})
}

// TestManySaveOneAssignment: of many who save the same version at once, one does, and each other one sees both versions
// and what was typed.
func TestManySaveOneAssignment(t *testing.T) {
	both(t, func(t *testing.T, c *clinic) {
		class := c.class(c.account("ana", store.Learner), store.Learner)
		cora, _ := c.db.AccountByLogin(t.Context(), "cora")
		w := c.assigned(class, classwork.Half, own(classwork.Due, "2026-12-04T17:00"))
		page := workPath(&scope{class: class}, w.ID)
		answers := make([]answer, 6)
		var wg sync.WaitGroup
		for i := range answers {
			b := c.signedIn(cora.Person, kindPassword)
			wg.Go(func() {
				answers[i] = b.send("POST", page+"/edit", halfForm("version", "1", "title", fmt.Sprint("Title ", i)))
			})
		}
		wg.Wait()
		now, err := c.db.Assignment(t.Context(), class.ID, w.ID)
		if err != nil || now.Version != 2 {
			t.Fatalf("%+v, %v", now, err)
		}
		for i, a := range answers {
			mine := fmt.Sprint("Title ", i)
			if now.Title == mine {
				a.want(t, http.StatusSeeOther)
				continue
			}
			a.want(t, http.StatusConflict, "<bdi>Cora</bdi> changed this assignment at", "<td><bdi>"+now.Title+"</bdi></td><td><bdi>"+mine+"</bdi></td>", `value="`+mine+`"`, `name="version" value="2"`)
		}
		c.signedIn(cora.Person, kindPassword).send("POST", page+"/edit", halfForm("version", "1"), "Accept", asJSON).want(t, http.StatusConflict, `"code":"changed"`)
	})
}

// TestRulesOfSections: an instructor of a section sees and changes what is of it, and what others have stays.
func TestRulesOfSections(t *testing.T) {
	c := open(t)
	ana, ben, tolu := c.account("ana", store.Learner), c.account("ben", store.Learner), c.account("tolu", store.Learner)
	class := c.class(ana, store.Learner)
	c.put(class, ben, store.Learner)
	c.put(class, tolu, store.Instructor)
	for person, section := range map[string]string{ana: "A", ben: "B", tolu: "A"} {
		if err := c.db.SetPlace(t.Context(), store.Shell, class.ID, person, section, nil, c.Now()); err != nil {
			t.Fatal(err)
		}
	}
	w := c.assigned(class, classwork.Half, own(classwork.Due, "2026-12-04T17:00"), store.Rule{Scope: store.RulePerson, Target: ben, Field: classwork.Attempts, Value: "3"})
	w.Everyone, w.Targets = false, []store.Target{{Kind: classwork.TargetPerson, Target: ben}}
	if err := c.db.ChangeAssignment(t.Context(), store.Shell, w, c.Now()); err != nil {
		t.Fatal(err)
	}
	page, b := workPath(&scope{class: class}, w.ID), c.signedIn(tolu, kindPassword)
	for _, target := range []string{page, page + "/edit", page + "/rules", strings.TrimSuffix(page, "/"+w.ID)} {
		if a := b.get(target).want(t, 200); strings.Contains(a.body, "Ben") || strings.Contains(a.body, ben) {
			t.Errorf("%s shows somebody of another section\n%v", target, a)
		}
	}
	b.get(page+"/why/"+ben).want(t, http.StatusNotFound)
	b.post(page+"/rules", "do", "set", "version", "2", "who", "person:"+ben, "attempts", "9").want(t, http.StatusUnprocessableEntity, "Choose a label or a person that gets this work")
	b.send("POST", page+"/edit", halfForm("version", "2", "who", "some", "target", "person:"+ana)).want(t, http.StatusSeeOther)
	now, err := c.db.Assignment(t.Context(), class.ID, w.ID)
	if err != nil || len(now.Targets) != 2 || !strings.Contains(fmt.Sprint(now.Rules), ben) {
		t.Errorf("%+v, %v: what is of the other section is lost", now, err)
	}
}

// assigns fills a form about assigned work: it says what and for whom where nothing is chosen, and carries the version
// that stands by now. Whom it is about learns in the class.
func (c *clinic) assigns(f *form, body string) string {
	c.t.Helper()
	v, err := url.ParseQuery(body)
	if err != nil {
		c.t.Fatal(err)
	}
	if what := f.choices["what"]; v.Get("what") == "" && len(what) > 1 {
		v.Set("what", what[1])
	}
	if who := f.choices["who"]; v.Get("who") == "" && len(who) > 1 {
		v.Set("who", who[1])
	}
	if v.Has("due_date") && v.Get("due_date") == "" {
		v.Set("due_date", "2026-12-04")
	}
	if person, ok := strings.CutPrefix(v.Get("who"), "person:"); ok { // another form may have made an instructor of a learner
		c.put(store.Class{ID: strings.Split(f.action, "/")[2]}, person, store.Learner)
	}
	if parts := strings.Split(f.action, "/"); len(parts) > 5 {
		w, err := c.db.Assignment(c.t.Context(), parts[2], parts[4])
		if err != nil {
			c.t.Fatal(err)
		}
		v.Set("version", fmt.Sprint(w.Version))
	}
	return v.Encode()
}
