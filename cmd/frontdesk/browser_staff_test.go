package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// With the keyboard alone a coordinator assigns work, gives one learner more time for it and sets a mark; at every stop it
// can be seen what has the focus.
func TestBrowserStaffKeyboard(t *testing.T) {
	t.Parallel()
	y := newStory(t)
	y.cora.widths = nil
	y.smallClass()
	c := y.cora.tab

	c.open(y.s.url + y.class)
	c.tabTo(named("Assign one thing"))
	c.enter()
	c.heading("Assign work")
	c.tabTo(css("#what"))
	c.do("choose", chromedp.KeyEvent("Half exam"))
	c.wait(`document.querySelector("#what").selectedOptions[0].text === "Half exam"`)
	c.tabTo(css("[name=who]:checked"))
	c.tabTo(css("#due_date"))
	c.do("type a date", chromedp.KeyEvent(y.friday[5:7]+y.friday[8:]+y.friday[:4]))
	c.wait(`document.querySelector("#due_date").value === ` + quoted(y.friday))
	c.tabTo(named("Read it back"))
	c.enter()
	c.sees("main", "1 person gets one half exam")
	c.tabTo(named("Assign to 1 person"))
	c.enter()
	c.sees(".banner", "Learners see it at once")

	c.tabTo(css(`[aria-label="Give more time to Ana Diaz"]`))
	c.enter()
	c.heading("Rules for some")
	c.tabTo(named("Give more time to Ana Diaz"))
	c.enter()
	c.sees(".banner", "The rules are set")

	c.tabTo(named("Marks"))
	c.enter()
	c.heading("Marks")
	c.tabTo(named("Not started"))
	c.enter()
	c.heading("Ana Diaz: Half exam")
	c.tabTo(css("input[name=do]:checked"))
	for range 3 { // round to the first
		if script[bool](c, `document.activeElement.value === "set"`) {
			break
		}
		c.key(kb.ArrowUp)
	}
	c.focusSeen()
	c.tabTo(css("#mark"))
	c.do("type a mark", chromedp.KeyEvent("88"))
	c.tabTo(css("#reason"))
	c.do("type a reason", chromedp.KeyEvent("Done on paper"))
	c.tabTo(named("Save mark"))
	c.enter()
	c.sees(".banner", "Saved")
	c.sees("main", "88 set")
}

// smallClass makes a class by the form, with Ana Diaz in it, and gives the address where Ana chooses a password.
func (y *story) smallClass() string {
	file := filepath.Join(y.t.TempDir(), "people.csv")
	if err := os.WriteFile(file, []byte("name,login,role\nAna Diaz,ana,learner\nTolu,tolu,principal\n"), 0o600); err != nil {
		y.t.Fatal(err)
	}
	c := y.cora.tab
	c.open(y.s.url + "/classes/new")
	c.fill("name", "New hires, fall")
	c.fill("zone", y.zone)
	c.follow(css("main form .filled"))
	c.heading("New hires, fall")
	y.class = script[string](c, `location.pathname`)
	c.follow(named("Import a list"))
	c.do("choose the file", chromedp.SetUploadFiles("#file", []string{file}))
	c.follow(named("Check the list"))
	c.sees("main", "1 new. 1 row with problems is left out.")
	c.follow(named("Change 1 person"))
	c.heading("The list is in")
	return script[string](c, `document.querySelector("main td code").innerText`)
}

// Without JavaScript a coordinator imports a list, assigns work and sets a mark, and a learner does the work.
func TestBrowserClassWithoutScript(t *testing.T) {
	t.Parallel()
	y := newStory(t)
	y.cora.noScript()
	link := y.smallClass()
	c := y.cora.tab
	c.follow(named("People"))
	c.follow(named("Assignments"))
	c.follow(named("Assign one thing"))
	choose(c, "what", "Drill: ")
	c.fill("count", "5")
	enter(c, "due_date", y.friday)
	c.follow(named("Read it back"))
	c.sees("main", "1 person gets ")
	c.follow(named("Assign to 1 person"))
	c.sees(".banner", "Learners see it at once")
	work := script[string](c, `location.pathname`)

	ana := person(t, y.browser, y.s.url, phone)
	ana.noScript()
	ana.open(link)
	ana.fill("password", fourWords)
	ana.follow(named("Save the password"))
	ana.open(y.s.url + "/me")
	ana.follow(css(`main a[href*="/work/"]`))
	ana.sees("main", "5:00 PM "+y.words)
	ana.follow(named("Start"))
	for n := 1; n <= 5; n++ {
		ana.heading(fmt.Sprintf("Question %d of 5", n))
		ana.press(css(".answer label"))
		ana.follow(css("#next"))
	}
	ana.sees(".lead", "All 5 answered.")
	ana.follow(named("Submit my drill"))
	ana.wait(`/^\d+%/.test(document.querySelector("#result h1")?.innerText)`)

	c.open(y.s.url + work)
	c.sees("caption", "1 of 1 done")
	c.follow(named("Marks"))
	c.follow(css(`main tbody a`))
	c.press(named("A mark that you set"))
	c.fill("mark", "75")
	c.fill("reason", "Two were asked twice.")
	c.follow(named("Save mark"))
	c.sees(".banner", "Saved")
	c.sees("main", "75 set")
	ana.open(y.s.url + "/me/marks")
	ana.sees("main", "Set by Cora: Two were asked twice.")
	if !strings.Contains(script[string](ana, `document.querySelector("main tfoot").innerText`), "75") {
		t.Error("the total is not the mark that was set")
	}
}
