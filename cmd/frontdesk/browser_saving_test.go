package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	cdpfetch "github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/chromedp"
)

// unreachable are the faults of a browser whose site is down.
const unreachable = `net::ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|FAILED)|Failed to fetch`

// Every choice is sent at once and survives a reload. What is chosen while the site is down waits, in words, and is sent
// without a click when it is back; also by a later page, if this one is closed meanwhile.
func TestBrowserSaving(t *testing.T) {
	t.Parallel()
	s := serving(t, t.TempDir(), "127.0.0.1:0")
	browser := openBrowser(t)
	b := person(t, browser, s.url, desk)
	b.expect(unreachable)
	b.open(s.url + "/attempts/new?mode=drill&count=5")
	b.press(named("At the end"))
	b.follow(named("Start the drill"))
	b.heading("Question 1 of 5")
	b.press(css(".answer:nth-of-type(2) label"))
	b.sees("#saved", "1 answer saved")
	b.until("the save is acknowledged", func() bool { return b.answered(`^PUT /attempts/\w+/items/1 200$`) })
	b.reload()
	b.wait(`document.querySelector("#option-2").checked`)
	path := script[string](b, `location.pathname.split("/").slice(0, 3).join("/")`)
	b.wait(whole)

	s.end()
	b.press(named("Next"))
	b.heading("Question 2 of 5")
	b.press(css(".answer:nth-of-type(3) label"))
	b.sees("#save.waiting #saved", "The site is not answering. 1 answer is kept here. Next try in")
	b.press(named("Next"))
	b.heading("Question 3 of 5")
	b.press(css(".answer:nth-of-type(4) label"))
	b.sees("#save.waiting #saved", "2 answers are kept here")
	s = s.again()
	b.sees("#save:not(.waiting) #saved", "All 3 answers saved")

	s.end()
	b.press(named("Next"))
	b.heading("Question 4 of 5")
	b.press(css(".answer:nth-of-type(1) label"))
	b.sees("#save.waiting #saved", "1 answer is kept here")
	order := script[[]string](b, `[...document.querySelectorAll("input[name=choice]")].map((i) => i.value)`)
	b.do("close the page", chromedp.Navigate("about:blank"))
	s = s.again()
	later := b.another(desk)
	later.open(s.url + path + "/items/4")
	later.wait(`document.querySelector("#option-1").checked`)
	later.sees("#saved", "All 4 answers saved")

	kept := attemptOf(t, later, s.url+path)
	if len(kept.Items) != 5 || kept.Items[4].Choice != nil {
		t.Fatalf("%+v", kept)
	}
	for i, place := range []int{1, 2, 3, 0} {
		item := kept.Items[i]
		if want := item.Options[place].ID; item.Choice == nil || *item.Choice != want {
			t.Errorf("question %d: %v is kept, %s was chosen", i+1, item.Choice, want)
		}
	}
	if kept.Items[3].Options[0].ID != order[0] {
		t.Errorf("question 4 has another order of options: %v", kept.Items[3].Options)
	}
}

// whole holds once the page knows all questions, so that going on needs no network.
const whole = `performance.getEntriesByType("resource").some((e) => /\/attempts\/\w+$/.test(e.name) && e.responseEnd)`

// What is chosen before the script has arrived is saved when it comes.
func TestBrowserChoiceBeforeScript(t *testing.T) {
	t.Parallel()
	s := serving(t, t.TempDir(), "127.0.0.1:0")
	b := person(t, openBrowser(t), s.url, phone)
	b.open(s.url + "/attempts/new?mode=half")
	held := chromedp.Events(b.ctx, cdpfetch.RequestPaused)
	_, err := chromedp.Call(b.ctx, cdpfetch.Enable, cdpfetch.EnableParams{Patterns: []*cdpfetch.RequestPattern{{URLPattern: "*/room.js"}}})
	b.check("hold the script back", err)
	b.press(named("Start the half exam"))
	b.wait(`document.querySelector("#title")?.innerText === "Question 1 of 55"`)
	b.press(css(".answer:nth-of-type(3) label"))
	b.wait(`document.querySelector("#option-3").checked`)
	for e, err := range held {
		b.check("the script is asked for", err)
		_, err = chromedp.Call(b.ctx, cdpfetch.ContinueRequest, cdpfetch.ContinueRequestParams{RequestID: e.RequestID})
		b.check("let the script through", err)
		break
	}
	b.sees("#saved", "1 answer saved")
	b.until("the save is acknowledged", func() bool { return b.answered(`^PUT /attempts/\w+/items/1 200$`) })
	if !script[bool](b, `document.querySelector("#option-3").checked`) {
		t.Error("the choice is not shown any more")
	}
}

// openAttempt is what GET /attempts/{id} says, as far as it is looked at here.
type openAttempt struct {
	State string
	Items []struct {
		Options []struct{ ID string }
		Choice  *string
		Flagged bool
		Seq     int
	}
}

// attemptOf asks the server itself, as this person.
func attemptOf(t *testing.T, b *tab, address string) openAttempt {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Cookie", b.cookies(address))
	req.Header.Set("Accept", "application/json")
	res, err := client(t).Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var a openAttempt
	if err := json.NewDecoder(res.Body).Decode(&a); err != nil || res.StatusCode != http.StatusOK {
		t.Fatal(fmt.Errorf("%s: %s: %w", address, res.Status, err))
	}
	return a
}
