package server

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
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
		cora.get(page).want(t, 200, ">Working<span")
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
	for _, target := range []string{page, page + "/rules", strings.TrimSuffix(page, "/"+w.ID)} {
		if a := b.get(target).want(t, 200); strings.Contains(a.body, "Ben") || strings.Contains(a.body, ben) {
			t.Errorf("%s shows somebody of another section\n%v", target, a)
		}
	}
	b.get(page+"/why/"+ben).want(t, http.StatusNotFound)
	b.post(page+"/rules", "do", "set", "version", "2", "who", "person:"+ben, "attempts", "9").want(t, http.StatusUnprocessableEntity, "Choose a label or a person that gets this work")
	b.send("POST", page+"/edit", halfForm("version", "2", "who", "some", "target", "person:"+ana)).want(t, http.StatusConflict, sharedWords)
	if err := c.db.EndMember(t.Context(), store.Shell, class.ID, ben, c.Now()); err != nil {
		t.Fatal(err)
	}
	// nobody else gets it now: theirs to change, and what Ben had stays
	b.send("POST", page+"/edit", halfForm("version", "2", "who", "some", "target", "person:"+ana)).want(t, http.StatusSeeOther)
	now, err := c.db.Assignment(t.Context(), class.ID, w.ID)
	if err != nil || len(now.Targets) != 2 || !strings.Contains(fmt.Sprint(now.Rules), ben) {
		t.Errorf("%+v, %v: what is of the other section is lost", now, err)
	}
}

// sections is a class with Ana in section A, Ben in B, both with the label evening, and Tolu, who instructs A.
func (c *clinic) sections() (class store.Class, ana, ben string, tolu *browser) {
	c.t.Helper()
	ana, ben = c.account("ana", store.Learner), c.account("ben", store.Learner)
	class = c.class(ana, store.Learner)
	c.put(class, ben, store.Learner)
	teaches := c.account("tolu", store.Learner)
	c.put(class, teaches, store.Instructor)
	for person, section := range map[string]string{ana: "A", ben: "B", teaches: "A"} {
		if err := c.db.SetPlace(c.t.Context(), store.Shell, class.ID, person, section, []string{"evening"}, c.Now()); err != nil {
			c.t.Fatal(err)
		}
	}
	return class, ana, ben, c.signedIn(teaches, kindPassword)
}

// TestSectionAlone: an instructor of a section changes nothing that others get, and gives work to the section alone.
func TestSectionAlone(t *testing.T) {
	c := open(t)
	class, ana, _, tolu := c.sections()
	f := c.fixed(class)
	w := c.assigned(class, classwork.Half, own(classwork.Due, "2026-12-04T17:00"))
	quiz, err := c.db.NewAssignment(t.Context(), store.Shell, store.Assignment{Class: class.ID, Kind: classwork.Form, Form: f.ID, Title: "Quiz", Everyone: true, Zone: class.Zone}, c.Now())
	if err != nil {
		t.Fatal(err)
	}
	list := "/classes/" + class.ID + "/assignments"
	page := list + "/" + w.ID
	for _, tc := range []struct {
		method, target, body string
		want                 int
		words                string
	}{
		{"GET", page + "/edit", "", 409, sharedWords},
		{"POST", page + "/edit", halfForm("version", "1"), 409, sharedWords},
		{"GET", page + "/withdraw", "", 409, sharedWords},
		{"POST", page + "/withdraw", "do=withdraw", 409, sharedWords},
		{"POST", page + "/withdraw", "do=give", 409, sharedWords},
		{"POST", page + "/rules", "do=set&version=1&who=label:evening&late=no", 422, sharedWords},
		{"POST", page + "/rules", "do=remove&version=1&who=label:evening", 422, sharedWords},
		{"POST", page + "/rules", "do=set&version=1&who=person:" + ana + "&late=no", 303, ""},
		{"POST", formAt(f) + "/replace", "n=1&version=1&seen=" + f.Items[0].Mark(), 409, "also given to learners of other sections"},
		{"POST", list + "/new", halfForm("who", "some", "target", "label:evening"), 422, "Learners of other sections would get this too"},
		{"GET", list + "/new", "", 200, "Everyone in your section, A"},
		{"POST", list + "/new", halfForm("do", "read"), 200, "1 person gets one half exam"},
	} {
		tolu.send(tc.method, tc.target, tc.body).want(t, tc.want, tc.words)
	}
	for target, offers := range map[string]string{page: page + "/edit", page + "/": "withdraw", page + "/rules": "label:evening", formAt(f): "Replace this question"} {
		if a := tolu.get(strings.TrimSuffix(target, "/")).want(t, 200); strings.Contains(a.body, offers) {
			t.Errorf("%s offers %s\n%v", target, offers, a)
		}
	}
	made := tolu.send("POST", list+"/new", halfForm()).want(t, http.StatusSeeOther).Header.Get("Location")
	made, _, _ = strings.Cut(strings.TrimPrefix(made, list+"/"), "?")
	to := fmt.Sprint([]store.Target{{Kind: classwork.TargetSection, Target: "A"}})
	if now, err := c.db.Assignment(t.Context(), class.ID, made); err != nil || now.Everyone || fmt.Sprint(now.Targets) != to {
		t.Errorf("%+v, %v: want it for section A", now, err)
	}
	tolu.send("POST", list+"/"+made+"/withdraw", "do=withdraw").want(t, http.StatusSeeOther)
	tolu.send("POST", list+"/"+made+"/withdraw", "do=give").want(t, http.StatusSeeOther)

	plan := "/classes/" + class.ID + "/plan"
	query := "plan=" + c.course.Plans[0].ID + "&start=2027-01-04"
	a := tolu.get(plan+"?"+query).want(t, 200, "Everyone in your section, <bdi>A</bdi>, gets it")
	tolu.send("POST", plan, query+"&pick=0&there="+hidden(t, a, "there")).want(t, http.StatusSeeOther)
	for _, a := range c.workOf(class.ID) {
		if a.ID != w.ID && a.ID != quiz && fmt.Sprint(a.Targets) != to {
			t.Errorf("%+v is not for section A alone", a)
		}
	}
}

// TestCountsOfSections: an instructor of a section is told numbers of it alone, and still that others have begun.
func TestCountsOfSections(t *testing.T) {
	c := open(t)
	class, _, ben, tolu := c.sections()
	w := c.assigned(class, classwork.Half)
	c.take(ben, w.ID, c.alike()...)
	if w.Everyone, w.Targets = false, []store.Target{{Kind: classwork.TargetSection, Target: "A"}}; c.db.ChangeAssignment(t.Context(), store.Shell, w, c.Now()) != nil {
		t.Fatal("the work cannot be given to section A")
	}
	page := workPath(&scope{class: class}, w.ID)
	for _, target := range []string{"/edit", "/withdraw"} {
		if a := tolu.get(page+target).want(t, 200); strings.Contains(a.body, "working on it now") {
			t.Errorf("%s counts another section\n%v", target, a)
		}
	}
	tolu.get(page+"/edit").want(t, 200, "Somebody has begun, so this cannot change")
}

// TestLateUntilWhen: late work until a date needs the date, from the rule or from the work.
func TestLateUntilWhen(t *testing.T) {
	c := open(t)
	ana := c.account("ana", store.Learner)
	class := c.class(ana, store.Learner)
	cora := c.browser()
	cora.signIn("cora").leads(t, "/me")
	due := own(classwork.Due, "2026-12-04T17:00")
	for _, tc := range []struct {
		work []store.Rule
		form string
		want int
	}{
		{[]store.Rule{due}, "&late=until", 422},
		{[]store.Rule{due}, "&late=until&until_date=2026-12-11", 303},
		{[]store.Rule{due, own(classwork.Late, classwork.LateUntil), own(classwork.Until, "2026-12-11T17:00")}, "&late=until", 303},
	} {
		w := c.assigned(class, classwork.Half, tc.work...)
		cora.send("POST", workPath(&scope{class: class}, w.ID)+"/rules", "do=set&version=1&who=person:"+ana+tc.form).want(t, tc.want)
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

// TestSuggestedWork: a link from who needs help fills in the form, and pressing the button twice gives the work once.
func TestSuggestedWork(t *testing.T) {
	c := open(t)
	ana := c.account("ana", store.Learner)
	class := c.class(ana, store.Learner)
	cora := c.browser()
	cora.signIn("cora").leads(t, "/me")
	target := "/classes/" + class.ID + "/assignments/new"
	page := cora.get(target+"?kind=drill&object=domain:d3&person="+ana).want(t, 200, `value="drill:domain:d3" selected`, `value="some" checked`)
	if !regexp.MustCompile(`value="person:` + ana + `"[^>]* checked`).MatchString(page.body) {
		t.Error("the person is not chosen")
	}
	key := regexp.MustCompile(`name="key" value="([A-Z2-7]{26})"`).FindStringSubmatch(page.body)
	if key == nil {
		t.Fatal("the form has no key")
	}
	cora.get(target+"?kind=drill&object=lesson:d3-99&person=NOBODY").want(t, 200, `value="drill:domain:d3" selected`)
	for range 2 {
		cora.send("POST", target, halfForm("key", key[1])).leads(t, "/classes/"+class.ID+"/assignments/"+key[1]+"?done=assigned")
	}
	all, err := c.db.Assignments(t.Context(), class.ID)
	if err != nil || len(all) != 1 || all[0].ID != key[1] {
		t.Errorf("%+v, %v", all, err)
	}
	other := c.class(c.account("ben", store.Learner), store.Learner)
	cora.send("POST", "/classes/"+other.ID+"/assignments/new", halfForm("key", key[1])).want(t, http.StatusNotFound)
	cora.get("/classes/"+class.ID+"/assignments/"+key[1]+"/edit").want(t, 200, `name="attempts"`, `value="0"`)
}
