package main

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"
)

// The countdown is right to two seconds, whatever the device's own clock, its sleep or its zone do.
func watchClock(t *testing.T, browser context.Context) {
	for _, tc := range []struct {
		name   string
		opened time.Time     // when the half exam of 55 minutes begins
		off    time.Duration // by which the device's date is wrong
		zone   string        // of the device
		ends   string        // the end, as the device says it
		spend  func(c clocked)
	}{
		{name: "right", opened: weekday, zone: "UTC", ends: "3:55 PM", spend: func(c clocked) { c.pass(c.door, 51*time.Minute) }},
		{name: "five hours ahead", opened: weekday, off: 5 * time.Hour, zone: "UTC", ends: "8:55 PM", spend: func(c clocked) { c.pass(c.door, 51*time.Minute) }},
		{name: "five hours behind", opened: weekday, off: -5 * time.Hour, zone: "UTC", ends: "10:55 AM", spend: func(c clocked) { c.pass(c.door, 51*time.Minute) }},
		{name: "put right meanwhile", opened: weekday, off: 5 * time.Hour, zone: "UTC", ends: "3:55 PM", spend: func(c clocked) {
			c.pass(c.door, 40*time.Minute)
			c.script(`__clock.move(-5 * 3600e3)`)
			c.pass(c.door, time.Second)
			c.asks()
			c.pass(c.door, 11*time.Minute-time.Second)
		}},
		{name: "put wrong meanwhile", opened: weekday, zone: "UTC", ends: "10:55 AM", spend: func(c clocked) {
			c.pass(c.door, 40*time.Minute)
			c.script(`__clock.move(-5 * 3600e3)`)
			c.pass(c.door, time.Second)
			c.asks()
			c.pass(c.door, 11*time.Minute-time.Second)
		}},
		{name: "background tab", opened: weekday, zone: "UTC", ends: "3:55 PM", spend: func(c clocked) {
			c.pass(c.door, 41*time.Minute)
			c.hide(true)
			c.doze(10*time.Minute, false)
			c.hide(false)
			c.asks()
		}},
		{name: "a phone asleep", opened: weekday, zone: "UTC", ends: "3:55 PM", spend: func(c clocked) {
			c.pass(c.door, 41*time.Minute)
			c.hide(true)
			c.doze(10*time.Minute, true)
			c.hide(false)
			c.asks()
		}},
		{name: "a computer asleep, the page in front", opened: weekday, zone: "UTC", ends: "3:55 PM", spend: func(c clocked) {
			c.pass(c.door, 41*time.Minute-time.Second)
			c.doze(10*time.Minute, true)
			c.pass(c.door, time.Second)
			c.asks()
		}},
		{name: "winter time begins", opened: time.Date(2026, 11, 1, 5, 20, 0, 0, time.UTC), zone: "America/New_York", ends: "1:15 AM",
			spend: func(c clocked) { c.pass(c.door, 51*time.Minute) }},
		{name: "summer time begins", opened: time.Date(2027, 3, 14, 6, 30, 0, 0, time.UTC), zone: "America/New_York", ends: "3:25 AM",
			spend: func(c clocked) { c.pass(c.door, 51*time.Minute) }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := clocked{person(t, browser, "", desk), openDoor(t, tc.opened)}
			c.home = c.door.url
			c.frozen(c.door, tc.off)
			c.timezone(tc.zone)
			c.begin(c.door, halfExam)
			tc.spend(c)
			c.leftIs(4 * time.Minute)
			if got := script[string](c.tab, `document.querySelector("#ends").textContent.replace(/\s/g, " ")`); got != tc.ends {
				t.Errorf("it ends at %s, want %s", got, tc.ends)
			}
			c.pass(c.door, 3*time.Minute+30*time.Second)
			c.leftIs(30 * time.Second)
		})
	}
}

// clocked is somebody at a door with a device whose clock the test has.
type clocked struct {
	*tab
	door *door
}

// leftIs compares what the clock shows.
func (c clocked) leftIs(want time.Duration) {
	c.t.Helper()
	shown := script[string](c.tab, `document.querySelector("#left").innerText`)
	var m, s int
	_, err := fmt.Sscanf(shown, "%d:%d left", &m, &s)
	if off := time.Duration(m*60+s)*time.Second - want; err != nil || off.Abs() > 2*time.Second {
		c.t.Errorf("the clock shows %q, want %s, to two seconds", shown, want)
	}
}

// asks waits until the page has asked the site once more after it was loaded, and has understood the answer.
func (c clocked) asks() {
	c.t.Helper()
	c.wait(`performance.getEntriesByType("resource").filter((e) => /\/attempts\/\w+$/.test(e.name) && e.responseEnd).length === 2`)
	c.script(`new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))`)
}

// doze lets time pass while no timer of the page runs; on a suspended device performance.now stands still, too.
func (c clocked) doze(by time.Duration, suspended bool) {
	c.t.Helper()
	c.door.forward(by)
	c.script(fmt.Sprintf(`__clock.doze(%d, %v)`, by.Milliseconds(), suspended))
}

// hide puts another tab in front, or this one back.
func (c clocked) hide(hidden bool) {
	c.t.Helper()
	c.script(fmt.Sprintf(`Object.defineProperty(document, "hidden", { value: %v, configurable: true }); document.dispatchEvent(new Event("visibilitychange"))`, hidden))
}

// listen keeps every text that a live region of the page says from now on.
func (b *tab) listen() {
	b.t.Helper()
	b.script(`(() => {
		window.__heard = [];
		new MutationObserver((changes) => {
			for (const c of changes) {
				const region = (c.target.nodeType === 1 ? c.target : c.target.parentElement)?.closest("[role=status], [role=alert], [aria-live]");
				if (!region || region.getAttribute("aria-live") === "off") continue;
				for (const n of c.addedNodes) if (n.textContent.trim()) __heard.push(n.textContent.trim());
			}
		}).observe(document.body, { childList: true, characterData: true, subtree: true });
	})()`)
}

// In 135 minutes a screen reader hears four sentences about the time, and the end. Nothing is submitted when it is over.
func hearTime(t *testing.T, browser context.Context) {
	d := openDoor(t, weekday)
	c := clocked{person(t, browser, d.url, desk), d}
	c.frozen(d, 0)
	path := c.begin(c.door, `{"mode":"mock"}`)
	c.listen()
	c.pass(c.door, 135*time.Minute-time.Second)
	want := []string{"30 minutes left", "10 minutes left", "5 minutes left", "1 minute left"}
	if got := script[[]string](c.tab, `__heard`); !slices.Equal(got, want) {
		t.Errorf("heard until the end: %q, want %q", got, want)
	}
	c.pass(c.door, time.Second)
	c.heading("Time is up")
	c.sees("main", "No question was answered.")
	if got := script[[]string](c.tab, `__heard`); !slices.Equal(got, append(want, "No question was answered.")) {
		t.Errorf("heard at the end: %q", got)
	}
	if script[bool](c.tab, `document.activeElement !== document.querySelector("h1")`) {
		t.Error("the focus is not on what has happened")
	}
	if state := attemptOf(t, c.tab, c.door.url+path).State; state != "open" {
		t.Errorf("it is %s, in the seconds of grace", state)
	}
}
