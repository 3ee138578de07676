package main

import (
	"context"
	"fmt"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// A whole drill goes with Tab, the arrows, Space and Enter alone, and at every stop it can be seen what has the focus.
func TestBrowserKeyboard(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name   string
		screen screen
	}{
		{"desk", desk},
		{"a low window, as at 200% zoom", screen{640, 400, false}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			s := serving(t, t.TempDir(), "127.0.0.1:0")
			b := person(t, openBrowser(t), s.url, tc.screen)
			drillByKeys(b)
		})
	}
}

func drillByKeys(b *tab) {
	b.open(b.home + "/attempts/new?mode=drill&count=4")
	b.tabTo(css("#what"))
	b.key(kb.ArrowDown)
	b.wait(`document.querySelector("#what").value.startsWith("domain:")`)
	b.tabTo(css("[name=feedback]:checked"))
	b.tabTo(named("Start the drill"))
	b.enter()
	for n := 1; n <= 4; n++ {
		b.heading(fmt.Sprintf("Question %d of 4", n))
		b.wait(`document.documentElement.dataset.script === ""`)
		if n == 1 {
			b.tabTo(named("Tools"))
			b.enter()
			b.tabTo(css("#sum")) // past everything in the open panel
		}
		chooseByKeys(b, n)
		b.tabTo(named("Check my answer"))
		b.enter()
		b.wait(`document.activeElement?.id === "verdict"`)
		if n < 4 {
			b.tabTo(named("Next question"))
		} else {
			b.tabTo(named("Check before you submit"))
		}
		b.enter()
	}
	b.heading("Check before you submit")
	b.tabTo(named("Submit my drill"))
	b.enter()
	b.wait(`/^\d+%/.test(document.querySelector("#result:not([data-grading]) h1")?.innerText)`)
	b.tabTo(named("Go through the"))
	b.enter()
	b.wait(`document.querySelector(".reviewed .why")`)
}

// chooseByKeys is on question n and chooses option n+1, after the fourth the first, and waits until it is saved.
func chooseByKeys(b *tab, n int) {
	b.tabTo(css("#option-1"))
	if n%4 == 0 {
		b.key(" ")
	}
	for range n % 4 {
		b.key(kb.ArrowDown)
		b.focusSeen()
	}
	b.wait(fmt.Sprintf(`document.querySelector("#option-%d").checked`, n%4+1))
	b.sees("#saved", savedWords(n))
}

// enter presses what has the focus.
func (b *tab) enter() {
	b.t.Helper()
	b.key(kb.Enter)
}

// In the exam room single keys do everything, say the time and what is saved, and can be switched off.
func pressLetters(t *testing.T, browser context.Context) {
	d := openDoor(t, weekday)
	b := person(t, browser, d.url, desk)
	b.begin(d, halfExam)
	b.listen()
	pressed := func(key, what string) {
		t.Helper()
		b.key(key)
		b.wait(what)
	}
	pressed("b", `document.querySelector("#option-2").checked`)
	pressed("4", `document.querySelector("#option-4").checked`)
	pressed("A", `document.querySelector("#option-1").checked && document.activeElement.id === "option-1"`)
	b.focusSeen()
	pressed("x", `document.querySelector(".answer:nth-of-type(1).struck [data-out]").textContent === " (crossed out)" && document.querySelector("#option-1").checked`)
	pressed("x", `!document.querySelector(".answer.struck")`)
	pressed("f", `document.querySelector("#flag[aria-pressed=true]")`)
	pressed("f", `document.querySelector("#flag[aria-pressed=false]")`)
	pressed("F", `document.querySelector("#flag[aria-pressed=true]")`)
	b.sees("#saved", "1 answer saved")
	pressed("t", `/^5[45] minutes( left| \d)/.test(__heard.at(-1))`)
	pressed("s", `__heard.at(-1) === "1 answer saved"`)
	pressed("n", `document.querySelector("#title").innerText === "Question 2 of 55" && document.activeElement.id === "title"`)
	pressed("p", `document.querySelector("#title").innerText === "Question 1 of 55" && document.querySelector("#option-1").checked`)
	pressed("?", `document.querySelector("#tools[open]") && document.activeElement.matches("#tools summary")`)

	b.fill("sum", "12")
	b.key("b") // typing is typing
	b.key(kb.Enter)
	b.sees("#sum-result", "That is no sum yet")
	if !script[bool](b, `document.querySelector("#option-1").checked && document.querySelector("#sum").value === "12b"`) {
		t.Error("a key in a text field does more than type")
	}
	b.press(css("#keys-switch"))
	for _, key := range []string{"b", "f", "n", "x"} {
		b.key(key)
	}
	if !script[bool](b, `document.querySelector("#title").innerText === "Question 1 of 55" && document.querySelector("#option-1").checked && document.querySelector("#flag[aria-pressed=true]") !== null`) {
		t.Error("single keys do something though they are switched off")
	}
	b.press(css("#keys-switch"))
	pressed("m", `document.querySelector("h1")?.innerText === "Check before you submit"`)
	b.sees(".lead", "1 answered. 54 not answered. 1 flagged.")
	b.wait(whole)
	pressed("m", `document.querySelector("#title")?.innerText === "Question 1 of 55"`)
}
