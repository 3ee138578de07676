package main

import (
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
