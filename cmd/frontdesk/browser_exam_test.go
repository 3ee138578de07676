package main

import (
	"fmt"
	"maps"
	"testing"

	"frontdesk/content"
)

// outcomeOf is what GET /attempts/{id}/result says, as far as it is looked at here.
type outcomeOf struct {
	Correct int
	Scored  int
	PerCent int `json:"per_cent"`
	Domains []struct {
		ID     string
		Scored int
	}
	Items []struct {
		Item   string
		Scored bool
		Choice string
		Key    string
		Why    map[string]string
	}
}

// A guest on a phone reads a lesson, sits a whole practice exam, reads the result, makes an account; and after the
// program was stopped and started again, all of it is there for another browser.
func TestBrowserGuestSitsExam(t *testing.T) {
	t.Parallel()
	s := serving(t, t.TempDir(), "127.0.0.1:0")
	browser := openBrowser(t)
	b := person(t, browser, s.url, phone)

	b.open(s.url + "/")
	b.follow(named("Start the first lesson"))
	readLesson(b)
	b.follow(named("Practice"))
	b.follow(named("Look at the practice exam"))
	b.heading("Practice exam")
	b.sees("main", "135: 110 scored and 25 trial ones")
	b.follow(named("Start the exam"))
	sitExam(b, 135)
	b.sees(".lead", "All 135 answered.")
	b.follow(named("Submit my exam"))
	attempt := readResult(t, b)

	b.open(s.url + attempt + "/result")
	b.follow(named("Keep my work"))
	b.sees("main", "You have 1 attempt, 135 answers and 1 lesson in this browser.")
	b.fill("name", "Rosa")
	b.fill("login", "rosa@example.org")
	b.fill("password", "four unrelated words")
	b.follow(named("Keep my work"))
	b.sees(".banner", "Your account is made")

	s.end()
	s = s.again()
	other := person(t, browser, s.url, phone)
	other.open(s.url + "/me")
	other.follow(named("Sign in to an account"))
	other.fill("login", "rosa@example.org")
	other.fill("password", "four unrelated words")
	other.follow(named("Sign in"))
	other.sees(".account", "Rosa")
	other.wait(`/\b1 of \d+ done/.test(document.querySelector("main").innerText)`)
	other.follow(css(`a[href^="` + attempt + `"]`))
	if again := readResult(t, other); again != attempt {
		t.Errorf("%s is on the page of the account, %s was sat", again, attempt)
	}
}

// readLesson is on a lesson, opens its self-check and marks it as read.
func readLesson(b *tab) {
	b.wait(`document.querySelector(".lesson h1").innerText.length > 5`)
	b.wait(`document.querySelector(".lesson .callout .callout-label").innerText`)
	b.press(css("details.answers > summary"))
	b.wait(`document.querySelector("details.answers[open]").innerText.length > 100`)
	b.press(named("Mark as read"))
	b.sees("[data-read-status]", "Read on")
	b.until("the server knows that it is read", func() bool { return b.answered(`^POST /me/reads 20\d$`) })
}

// sitExam answers every question of the exam that is open in the tab, the first three and the last with the finger, and
// ends on the page before submitting.
func sitExam(b *tab, of int) {
	for n := 1; n <= of; n++ {
		b.wait(fmt.Sprintf(`document.readyState === "complete" && document.querySelector("#title").innerText === "Question %d of %d"`, n, of))
		option := fmt.Sprintf("#option-%d", n%4+1)
		if n > 3 && n < of {
			b.script(`document.querySelector(` + quoted(option) + `).click(); document.querySelector("#next").click()`)
			continue
		}
		b.press(css(fmt.Sprintf(".answer:nth-of-type(%d) label", n%4+1)))
		b.wait(`document.querySelector(` + quoted(option) + `).checked`)
		b.sees("#saved", savedWords(n))
		if n < of {
			b.press(named("Next"))
		}
	}
	b.follow(named("Check before you submit"))
	b.heading("Check before you submit")
}

// savedWords are what the save line says when n answers are on the server and none waits.
func savedWords(n int) string {
	if n == 1 {
		return "1 answer saved"
	}
	return fmt.Sprintf("All %d answers saved", n)
}

// readResult is on the result of a whole practice exam, compares it with the blueprint, and reads the answers. It
// returns the attempt's path.
func readResult(t *testing.T, b *tab) string {
	b.wait(`document.querySelector("#result:not([data-grading])")`)
	r := script[outcomeOf](b, `fetch(location.pathname, { headers: { Accept: "application/json" } }).then((a) => a.json())`)
	b.heading(fmt.Sprintf("%d%%", r.PerCent))
	b.sees(".lead", fmt.Sprintf("%d of 110 scored questions", r.Correct))

	want := map[string]int{"d1": 10, "d2": 21, "d3": 17, "d4": 16, "d5": 21, "d6": 11, "d7": 14}
	byDomain := map[string]int{}
	for _, d := range r.Domains {
		byDomain[d.ID] = d.Scored
	}
	if !maps.Equal(byDomain, want) || r.Scored != 110 || len(r.Items) != 135 {
		t.Errorf("%d items, %d scored: %v", len(r.Items), r.Scored, byDomain)
	}
	course, _ := content.Load(content.Embedded())
	scored, right := map[string]int{}, 0
	for _, i := range r.Items {
		if i.Choice == "" || len(i.Why) != 4 {
			t.Errorf("%s: choice %q, %d reasons", i.Item, i.Choice, len(i.Why))
		}
		if i.Scored {
			scored[course.Domain(i.Item[:5])]++
			if i.Choice == i.Key {
				right++
			}
		}
	}
	if !maps.Equal(scored, want) || right != r.Correct {
		t.Errorf("the items say %v and %d right, the result says %d", scored, right, r.Correct)
	}
	b.press(named("Show as a table"))
	if rows := script[[]string](b, `[...document.querySelectorAll("[aria-labelledby=chart-table] tbody tr")].map((r) => r.innerText)`); len(rows) != 7 {
		t.Errorf("the table of domains: %q", rows)
	}
	b.follow(named("Go through the"))
	b.wait(`document.querySelectorAll(".reviewed").length > 0`)
	if reasons := script[int](b, `[...document.querySelectorAll(".reviewed")].filter((a) => a.querySelectorAll(".why").length !== 4).length`); reasons != 0 {
		t.Errorf("%d questions do not have four reasons", reasons)
	}
	return script[string](b, `location.pathname.split("/").slice(0, 3).join("/")`)
}
