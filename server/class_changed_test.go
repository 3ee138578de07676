package server

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"frontdesk/server/store"
)

// change posts a form that was made from these values.
func (b *browser) change(target string, was []string, fields ...string) answer {
	b.c.t.Helper()
	form := url.Values{"was": was}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	return b.send("POST", target, form.Encode())
}

// formAt is the form of a page that goes to an address.
func (a answer) formAt(t testing.TB, action string) form {
	t.Helper()
	root, err := html.Parse(strings.NewReader(a.body))
	if err != nil {
		t.Fatal(err)
	}
	all := formsOf(root)
	i := slices.IndexFunc(all, func(f form) bool { return f.action == action })
	if i < 0 {
		t.Fatalf("no form goes to %s\n%v", action, a)
	}
	return all[i]
}

// TestChangedMeanwhile: two coordinators look at the same page; the second to save is told both versions, keeps what was
// typed, and may save it on purpose. An Undo does not take back what it has not seen.
func TestChangedMeanwhile(t *testing.T) {
	c := open(t)
	ana := c.account("ana", store.Learner)
	class := c.class(ana, store.Learner)
	c.joins(class, ana)
	dora := c.account("dora", store.Coordinator)
	c.put(class, dora, store.Coordinator)
	who, err := c.db.AccountByLogin(t.Context(), "cora")
	if err != nil {
		t.Fatal(err)
	}
	cora, other := c.signedIn(who.Person, kindPassword), c.signedIn(dora, kindPassword)
	home := "/classes/" + class.ID + "/"
	person := home + "people/" + ana
	stands := func() string {
		m, err := c.db.MemberOf(t.Context(), class.ID, ana)
		if err != nil {
			t.Fatal(err)
		}
		now, _, err := c.db.ClassFor(t.Context(), class.ID, "")
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(slices.Concat(factsWas(store.Facts{Factor: m.Factor, Extra: m.Extra}), []string{m.Section}, m.Labels, classWas(now)), "|")
	}
	for _, tc := range []struct {
		page, action string
		first        []string // fields of who is faster
		second       []string // fields of who is told
		words        []string // on the page that tells
		then         string   // stands there in the end
	}{
		{person, person + "/facts", []string{"factor", "1.5", "extra", "0"}, []string{"factor", "1", "extra", "2"},
			[]string{"<td><bdi>1.5 ×</bdi></td><td><bdi>1 ×</bdi></td>", "<td><bdi>0</bdi></td><td><bdi>2</bdi></td>", `form="facts-form"`}, "1|2||New hires|Fall|America/Chicago"},
		{person, person + "/place", []string{"section", "Monday", "labels", "new, evening"}, []string{"section", "Tuesday", "labels", "evening, late"},
			[]string{"<td><bdi>Monday</bdi></td><td><bdi>Tuesday</bdi></td>", "<td><bdi>evening, new</bdi></td><td><bdi>evening, late</bdi></td>", `value="evening, late"`}, "1|2|Tuesday|evening|late|New hires|Fall|America/Chicago"},
		{home + "settings", home + "settings", []string{"name", "New hires", "term", "Fall", "zone", "America/Denver"}, []string{"name", "Night shift", "term", "Fall", "zone", "America/Chicago"},
			[]string{"<td><bdi>New hires</bdi></td><td><bdi>Night shift</bdi></td>", "<td><bdi>America/Denver</bdi></td><td><bdi>America/Chicago</bdi></td>", `value="Night shift"`}, "1|2|Tuesday|evening|late|Night shift|Fall|America/Chicago"},
	} {
		seen := cora.get(tc.page).want(t, 200).formAt(t, tc.action).fields["was"]
		other.change(tc.action, seen, tc.first...).want(t, http.StatusSeeOther)
		before := stands()
		told := cora.change(tc.action, seen, tc.second...).want(t, http.StatusConflict, append(tc.words, "Somebody else changed this first", "Keep theirs", "Save yours over theirs")...)
		cora.change(tc.action, nil, tc.second...).want(t, http.StatusConflict)
		if got := stands(); got != before {
			t.Errorf("%s: %s was lost, %s stands there", tc.action, before, got)
		}
		cora.change(tc.action, told.formAt(t, tc.action).fields["was"], tc.second...).want(t, http.StatusSeeOther)
		if got := stands(); got != tc.then {
			t.Errorf("%s: %s stands there, want %s", tc.action, got, tc.then)
		}
	}
	if a := cora.send("POST", person+"/facts", "factor=2&extra=1&was=9&was=9", "Accept", asJSON); a.StatusCode != http.StatusConflict || a.code() != "changed" {
		t.Errorf("a script is told %v", a)
	}

	done := cora.change(person+"/facts", []string{"1", "2"}, "factor", "1.25", "extra", "2").want(t, http.StatusSeeOther).Header.Get("Location")
	undo := cora.get(done).want(t, 200, "Undo").formAt(t, person+"/facts").fields // of two forms the first
	other.change(person+"/facts", []string{"1.25", "2"}, "factor", "1.25", "extra", "3").want(t, http.StatusSeeOther)
	cora.send("POST", person+"/facts", undo.Encode()).want(t, http.StatusConflict, "Somebody else changed this first")
	other.change(person+"/facts", []string{"1.25", "3"}, "factor", "1.25", "extra", "2").want(t, http.StatusSeeOther)
	cora.send("POST", person+"/facts", undo.Encode()).want(t, http.StatusSeeOther)
	done = cora.change(person+"/place", []string{"Tuesday", "late", "evening"}, "section", "", "labels", "").want(t, http.StatusSeeOther).Header.Get("Location")
	undo = cora.get(done).want(t, 200, "Undo").formAt(t, person+"/place").fields
	cora.send("POST", person+"/place", undo.Encode()).want(t, http.StatusSeeOther)
	if got, want := stands(), "1|2|Tuesday|evening|late|Night shift|Fall|America/Chicago"; got != want {
		t.Errorf("after undoing there is %s, want %s", got, want)
	}
}

// TestUnseenQuestion: an answer settles what its page has shown, and no question that came in meanwhile.
func TestUnseenQuestion(t *testing.T) {
	c := open(t)
	ana := c.account("ana", store.Learner)
	class := c.class(ana, store.Learner)
	who, err := c.db.AccountByLogin(t.Context(), "cora")
	if err != nil {
		t.Fatal(err)
	}
	cora, learner := c.signedIn(who.Person, kindPassword), c.signedIn(ana, kindPassword)
	page, settle := "/classes/"+class.ID+"/people/"+ana+"/messages", "/classes/"+class.ID+"/help/"+ana+"/done"
	open := func(want int) {
		t.Helper()
		if all, err := c.db.OpenMessages(t.Context(), class.ID); err != nil || len(all) != want {
			t.Errorf("%d wait, want %d: %v", len(all), want, err)
		}
	}
	learner.post("/me/messages", "body", "First").want(t, http.StatusSeeOther)
	seen := cora.get(page).want(t, 200, "First")
	learner.post("/me/messages", "body", "Second").want(t, http.StatusSeeOther)
	answer := seen.formAt(t, page).fields
	answer.Set("body", "Because.")
	cora.send("POST", page, answer.Encode()).want(t, http.StatusSeeOther)
	open(1)
	cora.send("POST", settle, seen.formAt(t, settle).fields.Encode()).want(t, http.StatusSeeOther)
	open(1)
	cora.send("POST", settle, cora.get(page).want(t, 200, "Second").formAt(t, settle).fields.Encode()).want(t, http.StatusSeeOther)
	open(0)

	read := learner.get("/me/messages").want(t, 200, "Because.")
	cora.post(page, "body", "And more.").want(t, http.StatusSeeOther)
	learner.send("POST", "/me/messages/read", read.formAt(t, "/me/messages/read").fields.Encode()).want(t, http.StatusSeeOther)
	learner.get("/me").want(t, 200, "1 new message", "And more.")
}
