package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"testing"
	"time"
)

// weekday is a day without anything special about its time.
var weekday = time.Date(2026, 11, 23, 15, 0, 0, 0, time.UTC)

// refusal answers as the server's own errors look.
func refusal(status int, code string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		fmt.Fprintf(w, `{"error":{"code":%q,"message":"It is so.","at":%d},"state":"open"}`, code, weekday.UnixMilli())
	}
}

// html answers with a page where JSON was asked for, as networks do that want a sign-in of their own.
func html(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(status)
		io.WriteString(w, "<!doctype html><title>Guest Wi-Fi</title><p>Accept the terms.")
	}
}

// silence takes a save and never answers it.
func silence(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body) // only then it is heard when the browser goes
	<-r.Context().Done()
}

// A fault is what may come back for a save, what the save line says then, and what becomes of the save.
type fault struct {
	name   string
	answer http.HandlerFunc // nil: nobody answers, not even later ones
	after  time.Duration    // on the device, until the browser gives up; 0 for an answer that comes at once
	words  string           // all that the line says
	way    string           // the first thing that can be done about it; "" for nothing
	again  string           // button that sends again; "" where the clock does, "-" where nothing is sent any more
	early  time.Duration    // nothing is sent before
	late   time.Duration    // it is sent by then
}

// The pauses of room-send.js begin with 2 seconds.
var faults = []fault{
	{name: "401", answer: refusal(401, "no_session"), words: "Waiting You were signed out. 1 answer is kept here. Sign in in another tab, then try again. Sign in Try now", way: "Sign in", early: 1999 * time.Millisecond, late: 2 * time.Second},
	{name: "403", answer: refusal(403, "cross_site"), words: "This exam belongs to another account. Nothing was sent. 1 answer is kept here. Try again", way: "Try again", again: "Try again"},
	{name: "404", answer: refusal(404, "not_found"), words: "This exam belongs to another account. Nothing was sent. 1 answer is kept here. Try again", way: "Try again", again: "Try again"},
	{name: "409 taken_over", answer: refusal(409, "taken_over"), words: "You went on with this exam in another tab at 3:00 PM. This tab only shows it. Continue here", way: "Continue here", again: "Continue here"},
	{name: "409 locked", answer: refusal(409, "locked"), words: "The answer to that question was checked and stands. Reload the page to see it; your other answers are safe. Reload the page", way: "Reload the page", again: "-"},
	{name: "409 closed", answer: refusal(409, "closed"), words: "This exam ended at 3:00 PM. What you chose later does not count. See where it stands", way: "See where it stands", again: "-"},
	{name: "400", answer: refusal(400, "malformed"), words: "One save was refused. Reload the page; your other answers are safe. Reload the page", way: "Reload the page", again: "-"},
	{name: "413", answer: refusal(413, "too_large"), words: "One save was refused as too large. Reload the page; your other answers are safe. Reload the page", way: "Reload the page", again: "-"},
	{name: "429", answer: refusal(429, "too_many", "Retry-After", "7"), words: "Waiting The site is busy. 1 answer is kept here and goes out in 7 seconds. Try now", way: "Try now", early: 6999 * time.Millisecond, late: 7 * time.Second},
	{name: "429 with a date", answer: refusal(429, "too_many", "Date", weekday.Format(http.TimeFormat), "Retry-After", weekday.Add(30*time.Second).Format(http.TimeFormat)), words: "Waiting The site is busy. 1 answer is kept here and goes out in 30 seconds. Try now", way: "Try now", early: 29999 * time.Millisecond, late: 30 * time.Second},
	{name: "503", answer: refusal(503, "unavailable", "Retry-After", "5"), words: "Waiting The site is busy. 1 answer is kept here and goes out in 5 seconds. Try now", way: "Try now", early: 4999 * time.Millisecond, late: 5 * time.Second},
	{name: "500", answer: refusal(500, "internal"), words: "Waiting Something is wrong at the site. 1 answer is kept here. Next try in 2 seconds. Try now", way: "Try now", early: 1999 * time.Millisecond, late: 2 * time.Second},
	{name: "502 of a proxy", answer: html(502), words: "Waiting Something is wrong at the site. 1 answer is kept here. Next try in 2 seconds. Try now", way: "Try now", early: 1999 * time.Millisecond, late: 2 * time.Second},
	{name: "time-out", answer: silence, after: 16 * time.Second, words: "Waiting The site is not answering. 1 answer is kept here. Next try in 2 seconds. Try now", way: "Try now", early: time.Second, late: 2 * time.Second},
	{name: "no connection", words: "Waiting The site is not answering. 1 answer is kept here. Next try in 2 seconds. Try now", way: "Try now", early: 1999 * time.Millisecond, late: 2 * time.Second},
	{name: "a network's page", answer: html(200), words: "Waiting This network wants you to sign in first. Open another page, sign in to the network, come back. 1 answer is kept here. Try now", way: "Try now", early: 1999 * time.Millisecond, late: 2 * time.Second},
	{name: "a network's 403", answer: html(403), words: "Waiting This network wants you to sign in first. Open another page, sign in to the network, come back. 1 answer is kept here. Try now", way: "Try now", early: 1999 * time.Millisecond, late: 2 * time.Second},
	{name: "a network's redirect", answer: func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/healthz", http.StatusFound) }, words: "Waiting This network wants you to sign in first. Open another page, sign in to the network, come back. 1 answer is kept here. Try now", way: "Try now", early: 1999 * time.Millisecond, late: 2 * time.Second},
}

// Whatever comes back for a save has its own words and leaves the page where it is; what can still be sent is sent again
// after the right pause, without a click where none is needed.
func meetFaults(t *testing.T, browser context.Context) {
	d := openDoor(t, weekday)
	b := person(t, browser, d.url, desk)
	b.expect(`the server responded with a status of|` + unreachable)
	b.frozen(d, 0)
	b.timezone("UTC")
	for i, f := range faults {
		path := b.begin(d, fmt.Sprintf(`{"mode":"drill","count":2,"feedback":"end","key":"%d"}`, i))
		b.elapse(time.Second)
		b.t.Log(f.name)
		f.meet(b, d)
		b.open(d.url + "/about/license/") // or the next attempt's page would find this one's on the way out
		b.script(`fetch(` + quoted(path+"/submit") + `, { method: "POST" })`)
	}
}

// meet answers the next save with the fault and looks what becomes of it.
func (f fault) meet(b *tab, d *door) {
	b.t.Helper()
	before, address := d.saves(), script[string](b, `location.href`)
	if f.answer != nil {
		d.answer(f.answer)
	}
	d.close(f.answer == nil)
	b.choose(2)
	b.until("the save comes to the door", func() bool { return d.saves() > before })
	b.elapse(f.after)
	line := `document.querySelector("#save").innerText.replace(/\s+/g, " ").trim()`
	b.wait(`document.querySelector("#save.waiting")`)
	b.elapse(60 * time.Millisecond) // the line is emptied first, so that it is spoken
	if got := script[string](b, line); got != f.words {
		b.t.Errorf("%s: the line says\n%s\nwant\n%s", f.name, got, f.words)
	}
	if got := script[string](b, `document.querySelector("#save-ways").firstElementChild?.innerText || ""`); got != f.way {
		b.t.Errorf("%s: the way is %q, want %q", f.name, got, f.way)
	}
	d.close(false)
	tried := d.saves()
	switch f.again {
	case "":
		b.elapse(f.early - 60*time.Millisecond)
		if n := d.saves() - tried; n != 0 {
			b.t.Errorf("%s: %d more saves before the pause was over", f.name, n)
		}
		b.elapse(f.late - f.early)
		b.sees("#save:not(.waiting) #saved", "")
	case "-":
		b.elapse(10 * time.Minute)
		if n := d.saves() - tried; n != 0 {
			b.t.Errorf("%s: %d more saves, though it was refused for good", f.name, n)
		}
	default:
		b.elapse(10 * time.Minute)
		if n := d.saves() - tried; n != 0 {
			b.t.Errorf("%s: %d more saves before somebody pressed %s", f.name, n, f.again)
		}
		b.press(named(f.again))
	}
	if f.again != "-" {
		b.until("it is sent again", func() bool { return d.saves() > tried })
		b.elapse(60 * time.Millisecond)
		b.sees("#save:not(.waiting) #saved", "1 answer saved")
		if kept := attemptOf(b.t, b, address[:len(address)-len("/items/1")]); kept.Items[0].Choice == nil {
			b.t.Errorf("%s: the answer is not on the server", f.name)
		}
	}
	if got := script[string](b, `location.href`); got != address {
		b.t.Errorf("%s: it left %s for %s", f.name, address, got)
	}
}
