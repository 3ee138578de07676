package main

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// What waits in a browser belongs to one attempt and one person, whoever uses the browser meanwhile, and is not lost
// when a guest becomes somebody.
func leaveAnswersWaiting(t *testing.T, browser context.Context) {
	d := openDoor(t, weekday)
	for _, tc := range []struct {
		name string
		play func(b *tab, d *door)
	}{
		{"another attempt", waitForAttempt},
		{"another person", waitForPerson},
		{"sign-out", waitAtSignOut},
		{"a guest makes an account", waitThroughSignUp},
		{"a guest is merged", waitThroughMerge},
		{"rows of version 1", waitFromVersion1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d.close(false)
			b := person(t, browser, d.url, desk)
			b.expect(`the server responded with a status of 4|` + unreachable)
			tc.play(b, d)
		})
	}
}

const (
	fiveQuestions = `{"mode":"drill","count":5,"feedback":"end"}`
	halfExam      = `{"mode":"half"}`
)

// leaveWaiting chooses an answer that does not arrive, and leaves the room.
func (b *tab) leaveWaiting(d *door, path string) {
	b.t.Helper()
	d.close(true)
	b.choose(3)
	b.sees("#save.waiting #saved", "1 answer is kept here.")
	b.do("leave", chromedp.Navigate(d.url+"/about/license/"))
	if n := answered(attemptOf(b.t, b, d.url+path)); n != 0 {
		b.t.Fatalf("%d answers are on the server", n)
	}
}

// arrives opens the room and wants the answer that waited to be sent.
func (b *tab) arrives(d *door, path string) {
	b.t.Helper()
	d.close(false)
	b.open(d.url + path)
	b.until("the answer is on the server", func() bool { return answered(attemptOf(b.t, b, d.url+path)) == 1 })
	b.sees("#saved", "1 answer saved")
	b.until("nothing waits", func() bool { return b.waiting() == 0 })
}

// form posts a form as the page at hand; it returns where that leads.
func (b *tab) form(path string, fields string) string {
	b.t.Helper()
	return script[string](b, `fetch(`+quoted(path)+`, { method: "POST", body: new URLSearchParams(`+quoted(fields)+`) }).then((a) => a.url)`)
}

func (b *tab) signUp(d *door, login string) {
	b.t.Helper()
	b.open(d.url + "/about/license/")
	if to := b.form("/sign-up", "name="+login+"&login="+login+"&password=four+unrelated+words"); !strings.Contains(to, "/me") {
		b.t.Fatalf("sign up: %s", to)
	}
}

func (b *tab) signIn(d *door, login string) {
	b.t.Helper()
	b.open(d.url + "/sign-in")
	b.fill("login", login)
	b.fill("password", "four unrelated words")
	b.follow(named("Sign in"))
}

func waitForAttempt(b *tab, d *door) {
	first := b.begin(d, fiveQuestions)
	b.leaveWaiting(d, first)
	d.close(false)
	before := d.came(first)
	other := b.begin(d, halfExam)
	b.choose(1)
	b.sees("#saved", "1 answer saved")
	if d.came(first) != before || answered(attemptOf(b.t, b, d.url+first)) != 0 || b.waiting() != 1 {
		b.t.Errorf("the room of another attempt has sent what waits for this one")
	}
	if n := answered(attemptOf(b.t, b, d.url+other)); n != 1 {
		b.t.Errorf("%d answers are in the other attempt", n)
	}
	b.arrives(d, first)
}

func waitForPerson(b *tab, d *door) {
	b.signUp(d, "ana")
	path := b.begin(d, fiveQuestions)
	b.leaveWaiting(d, path)
	before := d.came(path)
	d.close(false)
	b.forgetCookies()

	b.signUp(d, "ben")
	b.begin(d, fiveQuestions)
	b.choose(2)
	b.sees("#saved", "1 answer saved")
	b.open(d.url + "/me")
	b.follow(named("Sign out"))
	b.heading("Sign in")
	if d.came(path) != before || b.waiting() != 1 {
		b.t.Errorf("%d saves came in Ben's session, %d rows are left; want none and Ana's", d.came(path)-before, b.waiting())
	}
	b.signIn(d, "ana")
	b.arrives(d, path)
}

func waitAtSignOut(b *tab, d *door) {
	b.signUp(d, "cora")
	path := b.begin(d, fiveQuestions)
	b.leaveWaiting(d, path)
	b.open(d.url + "/me/settings")
	b.press(named("Sign out here"))
	b.sees("[role=alert]", "1 answer of an open exam has not arrived yet. Try again in a moment.")
	if b.waiting() != 1 {
		b.t.Error("it was erased")
	}
	d.close(false)
	b.follow(named("Sign out here"))
	b.heading("Sign in")
	if b.waiting() != 0 {
		b.t.Error("something is left for the next person")
	}
	b.signIn(d, "cora")
	if n := answered(attemptOf(b.t, b, d.url+path)); n != 1 {
		b.t.Errorf("%d answers were sent before signing out", n)
	}

	b.enterRoom(d, path+"/items/2")
	d.close(true)
	b.choose(1)
	b.sees("#save.waiting #saved", "1 answer is kept here.")
	b.open(d.url + "/me")
	b.press(named("Sign out"))
	b.follow(named("Sign out and erase 1 answer"))
	b.heading("Sign in")
	if b.waiting() != 0 {
		b.t.Error("it was not erased")
	}
}

func waitThroughSignUp(b *tab, d *door) {
	path := b.begin(d, halfExam)
	b.leaveWaiting(d, path)
	b.signUp(d, "dora")
	if b.waiting() != 1 {
		b.t.Error("making an account has lost it")
	}
	b.arrives(d, path)
}

func waitThroughMerge(b *tab, d *door) {
	b.signUp(d, "eva")
	b.forgetCookies()
	path := b.begin(d, halfExam)
	b.leaveWaiting(d, path)
	room := b.another(desk)
	room.expect(unreachable)
	room.enterRoom(d, path+"/items/2") // a tab that stays open
	b.signIn(d, "eva")
	b.press(named("Mine: take it over"))
	b.press(named("Sign in"))
	b.sees("[role=alert]", "1 answer of an open exam has not arrived yet.")
	d.close(false)
	b.follow(named("Sign in"))
	b.sees(".banner", "The work of this browser is in your account")
	if n := answered(attemptOf(b.t, b, d.url+path)); n != 1 {
		b.t.Errorf("%d answers came along", n)
	}
	d.close(true)
	room.choose(4)
	room.sees("#save.waiting #saved", "kept here. Next try in") // it has read the first one, too, and may have sent it
	room.do("leave", chromedp.Navigate("about:blank"))
	d.close(false)
	b.open(d.url + path)
	b.until("what the guest's tab has left is on the server", func() bool { return answered(attemptOf(b.t, b, d.url+path)) == 2 })
	b.until("nothing waits", func() bool { return b.waiting() == 0 })
}

// waitFromVersion1 has the storage as the first version made it: rows knew their attempt alone.
func waitFromVersion1(b *tab, d *door) {
	b.open(d.url + "/about/license/")
	path := script[string](b, `fetch("/attempts", { method: "POST", headers: { "Content-Type": "application/json" }, body: `+quoted(halfExam)+` })
		.then((a) => a.json()).then((d) => "/attempts/" + d.id)`)
	b.script(`new Promise((done) => {
		const open = indexedDB.open("frontdesk", 1);
		open.onupgradeneeded = () => open.result.createObjectStore("unsent", { autoIncrement: true }).createIndex("attempt", "attempt");
		open.onsuccess = () => {
			const add = open.result.transaction("unsent", "readwrite").objectStore("unsent");
			const row = (attempt) => ({ attempt, n: 1, seq: 1, fields: { choice: "a" }, whole: { choice: "a", flagged: false, struck: [], confidence: null } });
			add.add(row("ANOTHER"));
			add.add(row(` + quoted(strings.TrimPrefix(path, "/attempts/")) + `));
			add.transaction.oncomplete = () => { open.result.close(); done(); };
		};
	})`)
	b.open(d.url + path)
	b.until("the answer is on the server", func() bool { return answered(attemptOf(b.t, b, d.url+path)) == 1 })
	b.until("only the other attempt's row waits", func() bool { return b.waiting() == 1 })
	if n := d.came("/attempts/ANOTHER"); n != 0 {
		b.t.Errorf("%d saves for another attempt", n)
	}
}

// forgetCookies ends the session in this browser without a word to the site.
func (b *tab) forgetCookies() {
	b.t.Helper()
	_, err := chromedp.Call(b.ctx, network.ClearBrowserCookies, cdp.Empty{})
	b.check("forget cookies", err)
}
