package main

import (
	"strings"
	"testing"
)

// An owner makes a class and brings a list into it, and somebody who has worked as a guest joins by the code: each page is
// free of axe findings and nothing scrolls sideways.
func TestBrowserClasses(t *testing.T) {
	t.Parallel()
	s, axe := serving(t, t.TempDir(), "127.0.0.1:0"), axeSource(t)
	browser := openBrowser(t)
	look := func(at screen, widths ...int64) inspection {
		return inspection{person(t, browser, s.url, at), at, widths, axe}
	}
	owner, learner := look(desk, 320), look(phone, 320)
	owner.expect(`the server responded with a status of 422`)
	learner.expect(`the server responded with a status of 404`)

	s.readLine()
	owner.open(s.url + strings.TrimPrefix(s.readLine(), s.url))
	owner.fill("name", "Ida")
	owner.fill("login", "ida")
	owner.fill("password", "four unrelated words")
	owner.follow(named("Make me the owner"))
	owner.follow(named("Classes"))
	owner.inspect("classes, none")
	owner.follow(named("Make a class"))
	owner.fill("name", "New hires, fall")
	owner.fill("zone", "Mars")
	owner.follow(css("main form .filled"))
	owner.sees(".errors", "Enter a time zone")
	owner.inspect("new class, refused")
	owner.fill("zone", "America/Chicago")
	owner.follow(css("main form .filled"))
	owner.sees(".banner", "The class is made")
	owner.inspect("class, nobody in it")
	join := script[string](owner.tab, `document.querySelector("section[aria-labelledby=code] strong").textContent`)

	owner.follow(named("People"))
	owner.follow(named("Import a list"))
	owner.follow(named("Check the list"))
	owner.sees(".errors", "Choose a file, or paste rows")
	owner.inspect("import, refused")
	owner.fill("text", "name,login,role\nAna Diaz,ana,\nTolu,tolu,teacher\nRosa,rosa@clinic,\n")
	owner.follow(named("Check the list"))
	owner.sees("main", "2 new.")
	owner.inspect("import, checked")
	owner.follow(named("Change 2 people"))
	owner.sees("main", "/reset/")
	owner.inspect("import, done")

	learner.open(s.url + "/attempts/new?mode=drill&count=10")
	learner.follow(named("Start the drill"))
	learner.open(join)
	learner.inspect("join, a guest")
	learner.follow(named("Make an account"))
	learner.fill("name", "Gus")
	learner.fill("login", "gus")
	learner.fill("password", "four unrelated words")
	learner.follow(css("main form .filled"))
	learner.sees("h1", "Join “New hires, fall”?")
	learner.inspect("join")
	learner.follow(named("Join"))
	learner.sees(".banner", "You are in this class")
	learner.inspect("class, a learner")
	learner.follow(named("Leave the class"))
	learner.inspect("leave the class")
	learner.open(s.url + "/join/WRONG")
	learner.inspect("join, refused")

	owner.follow(named("People"))
	owner.sees("main", "Gus")
	owner.inspect("people of a class")
	owner.follow(css(`main a[aria-label="Take out Gus"]`))
	owner.inspect("take out")
	owner.follow(css("main form .danger"))
	owner.sees("main", "Left the class")
	owner.inspect("people, one gone")
	owner.follow(css(`button[aria-label="Bring back Gus"]`))
	owner.sees(".banner", "Back in the class")
	owner.follow(css(".crumbs li:last-child a"))
	owner.inspect("class")
	owner.follow(named("Class settings"))
	owner.inspect("class settings")
}
