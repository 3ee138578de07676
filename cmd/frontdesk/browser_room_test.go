package main

import (
	"context"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// The exam room, in one Chromium: each test is people of their own, in front of a site of their own.
func TestBrowserRoom(t *testing.T) {
	t.Parallel()
	browser := openBrowser(t)
	for name, test := range map[string]func(*testing.T, context.Context){
		"faults": meetFaults, "waiting": leaveAnswersWaiting, "two tabs": openTwoTabs, "second device": takeSecondDevice,
		"letters": pressLetters, "clock": watchClock, "announcements": hearTime, "states": inspectRoom,
	} {
		t.Run(name, func(t *testing.T) { test(t, browser) })
	}
}

// Every state of the exam room that time and trouble bring is free of axe findings, and nothing scrolls sideways in it;
// browser_axe_test.go has the states that a learner goes through anyway.
func inspectRoom(t *testing.T, browser context.Context) {
	axe := axeSource(t)
	for _, tc := range []struct {
		name   string
		screen screen
		widths []int64
	}{
		{"phone", phone, []int64{320}},
		{"desk", desk, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := openDoor(t, weekday)
			i := inspection{person(t, browser, d.url, tc.screen), tc.screen, tc.widths, axe}
			i.expect(`the server responded with a status of 4`)
			i.frozen(d, 0)
			i.begin(d, halfExam)
			for _, stop := range timeStops(d) {
				stop.reach(i.tab)
				i.inspect(stop.name)
			}
		})
	}
}

// timeStops are a half exam from its last minutes to the end.
func timeStops(d *door) []stop {
	return []stop{
		{"ten minutes left", func(b *tab) { b.pass(d, 45*time.Minute); b.reads("#said", "10 minutes left") }},
		{"clock hidden", func(b *tab) {
			b.press(named("Hide"))
			b.wait(`document.querySelector("#left").hidden`)
			b.enterRoom(d, script[string](b, `location.pathname`))
			b.wait(`document.querySelector("#left").hidden && document.querySelector("#hide").innerText === "Show time left"`) // it stays hidden
		}},
		{"five minutes left", func(b *tab) {
			b.pass(d, 5*time.Minute)
			b.reads("#said", "5 minutes left")
			b.wait(`!document.querySelector("#left").hidden && document.querySelector("#clock.low #left").innerText === "5:00 left"`) // and comes back
		}},
		{"signed out", func(b *tab) {
			d.answer(refusal(401, "no_session"))
			b.choose(2)
			b.reads("#save.waiting #saved", "You were signed out.")
		}},
		{"open in another tab", func(b *tab) {
			b.pass(d, 3*time.Second)
			b.reads("#save:not(.waiting) #saved", "1 answer saved")
			other := b.another(desk)
			other.frozen(d, 0)
			other.enterRoom(d, script[string](b, `location.pathname`))
			other.reads("#save.waiting #saved", "This exam is also open in another tab.")
			other.continueHere(d)
			b.reload()
			b.wait(whole)
			b.reads("#save.waiting #saved", "This exam is also open in another tab.")
			other.open("about:blank")
		}},
		{"taken over", func(b *tab) {
			b.continueHere(d)
			d.answer(refusal(409, "taken_over"))
			b.choose(3)
			b.reads("#save.waiting #saved", "You went on with this exam in another tab at 3:00 PM.")
			b.wait(`document.querySelector("#answers").disabled`)
		}},
		{"high contrast and large text, tools open, a sum", func(b *tab) {
			b.continueHere(d)
			b.press(named("Tools"))
			b.press(named("High"))
			b.press(named("150%"))
			b.fill("sum", "120 × (0.2 + 1)")
			b.press(css(`#pad [aria-label="Equals"]`))
			b.sees("#sum-result", "= 144")
		}},
		{"check page, large text kept", func(b *tab) {
			b.press(named("Tools"))
			b.press(named("All questions"))
			b.reads("h1", "Check before you submit")
			b.wait(`document.documentElement.dataset.text === "3"`)
			b.sees(".lead", "1 answered. 54 not answered.")
			b.script(`localStorage.clear()`)
		}},
		{"one minute left", func(b *tab) {
			b.open(script[string](b, `location.href.replace("check?from=", "items/")`))
			b.wait(whole)
			b.pass(d, script[time.Duration](b, `document.body.dataset.remaining * 1e6 - 6e10`))
			b.reads("#said", "1 minute left")
		}},
		{"time is up", func(b *tab) { b.pass(d, time.Minute); b.heading("Time is up"); b.sees("main", "Your 1 answer is in.") }},
		{"over", func(b *tab) {
			d.forward(time.Minute)
			b.do("look again", chromedp.Reload())
			b.heading("Time is up")
			b.sees("main", "See my result")
		}},
	}
}

// continueHere takes the exam over and waits until the site knows.
func (b *tab) continueHere(d *door) {
	b.t.Helper()
	before := d.saves()
	b.press(named("Continue here"))
	b.reads("#save:not(.waiting) #saved", "1 answer saved")
	b.until("it has said so", func() bool { return d.saves() > before && b.waiting() == 0 })
}

// With a browser whose text is twice as large, and with the room's own largest text, nothing scrolls sideways.
func TestBrowserLargeText(t *testing.T) {
	t.Parallel()
	d := openDoor(t, weekday)
	b := person(t, openBrowser(t, chromedp.Flag("blink-settings", "defaultFontSize=32")), d.url, screen{320, 568, true})
	i := inspection{tab: b}
	path := b.begin(d, halfExam)
	pages := []string{path + "/items/1", path + "/check", path + "/check?ask=1", path + "/result", path + "/answers"}
	for at, page := range pages {
		if at == 3 {
			b.script(`fetch(` + quoted(path+"/submit") + `, { method: "POST" })`)
		}
		b.open(d.url + page)
		for _, look := range []struct {
			text  string
			width int64
		}{{"", 320}, {"3", 390}} {
			b.resize(screen{look.width, 844, true})
			b.script(`document.documentElement.dataset.text = ` + quoted(look.text))
			b.script(`new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))`)
			i.narrow(page+" with text "+look.text, look.width)
		}
	}
}
