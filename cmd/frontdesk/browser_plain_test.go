package main

import (
	"fmt"
	"net"
	"net/url"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// Without JavaScript a guest does a whole drill, with the reasons after each question.
func TestBrowserWithoutScript(t *testing.T) {
	t.Parallel()
	s := serving(t, t.TempDir(), "127.0.0.1:0")
	b := person(t, openBrowser(t), s.url, phone)
	b.noScript()
	b.open(s.url + "/practice/")
	b.follow(named("Choose ten questions"))
	b.heading("Drill")
	b.follow(named("Start the drill"))
	for n := 1; n <= 10; n++ {
		b.heading(fmt.Sprintf("Question %d of 10", n))
		if n == 1 { // going on without an answer, and back
			b.follow(named("Skip"))
			b.heading("Question 2 of 10")
			b.follow(named("Back"))
			b.heading("Question 1 of 10")
		}
		b.press(css(fmt.Sprintf(".answer:nth-of-type(%d) label", n%4+1)))
		b.wait(`document.querySelector("input[name=choice]:checked")`)
		b.follow(named("Check my answer"))
		b.wait(`/^(Right|Not right)/.test(document.querySelector("#verdict")?.innerText)`)
		if reasons := script[int](b, `[...document.querySelectorAll(".as-sat .why")].filter((w) => w.innerText.length > 20).length`); reasons != 4 {
			t.Fatalf("question %d: %d reasons", n, reasons)
		}
		if n < 10 {
			b.follow(named("Next question"))
		}
	}
	b.follow(named("Check before you submit"))
	b.sees(".lead", "All 10 answered.")
	b.follow(named("Submit my drill"))
	b.wait(`/^\d+%/.test(document.querySelector("#result h1")?.innerText)`)
	b.follow(named("Go through the"))
	b.wait(`document.querySelectorAll(".reviewed .why").length >= 4`)
	b.open(s.url + "/me")
	b.sees("main", "Only this browser can open your work: 1 attempt and 10 answers.")
}

// Without JavaScript and without an account somebody practises on generated questions, with Tab and the arrows alone.
func TestBrowserGenerated(t *testing.T) {
	t.Parallel()
	s := serving(t, t.TempDir(), "127.0.0.1:0")
	b := person(t, openBrowser(t), s.url, phone)
	b.noScript()
	b.open(s.url + "/practice/")
	b.follow(named("The reorder point"))
	b.heading("The reorder point")
	for n := range 3 {
		before := script[string](b, `location.search`)
		b.tabTo(css("input[name=answer]"))
		b.key(" ")
		for range n {
			b.key(kb.ArrowDown)
		}
		b.wait(`document.querySelector("input[name=answer]:checked").value === "` + string(rune('a'+n)) + `"`)
		b.tabTo(named("Check my answer"))
		b.enter()
		b.wait(`/^(Right|Not right: the answer is [A-D]\.)$/.test(document.querySelector("#verdict")?.innerText)`)
		b.wait(`document.querySelectorAll(".as-sat .why").length === 4 && document.querySelectorAll(".question > ol:last-child > li").length === 3`)
		b.tabTo(named("Next question"))
		b.enter()
		b.wait(`document.querySelector("form.question") && location.search !== ` + quoted(before))
	}
	if cookies := script[string](b, `document.cookie`); cookies != "" {
		t.Errorf("cookies were set: %s", cookies)
	}
}

// A form works on plain HTTP over an address of this machine that is not the loopback one: there the browser sends no
// Sec-Fetch-Site, and no Secure cookie comes back. With script every choice is saved there, too.
func TestBrowserPlainNetwork(t *testing.T) {
	t.Parallel()
	s := serving(t, t.TempDir(), "0.0.0.0:0")
	u, err := url.Parse(s.url)
	if err != nil {
		t.Fatal(err)
	}
	home := "http://" + net.JoinHostPort(networkAddress(t), u.Port())
	browser := openBrowser(t)

	b := person(t, browser, home, desk)
	b.open(home + "/attempts/new?mode=drill&count=3")
	if script[bool](b, `isSecureContext`) {
		t.Fatalf("%s counts as secure, so this test shows nothing", home)
	}
	b.follow(named("Start the drill"))
	b.heading("Question 1 of 3")
	b.press(css(".answer label"))
	b.sees("#saved", "1 answer saved")
	b.follow(named("Check my answer"))
	b.wait(`document.querySelectorAll(".as-sat .why").length === 4`)

	plain := person(t, browser, home, desk)
	plain.noScript()
	plain.open(home + "/attempts/new?mode=drill&count=3")
	plain.follow(named("Start the drill"))
	plain.heading("Question 1 of 3")
	plain.press(css(".answer label"))
	plain.follow(named("Check my answer"))
	plain.wait(`document.querySelectorAll(".as-sat .why").length === 4`)
}

// networkAddress is an IPv4 address of this machine by which others reach it.
func networkAddress(t *testing.T) string {
	t.Helper()
	all, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range all {
		if n, ok := a.(*net.IPNet); ok && !n.IP.IsLoopback() && n.IP.To4() != nil {
			return n.IP.String()
		}
	}
	missing(t, "this machine has no IPv4 address but the loopback one, so forms cannot be tried over a network")
	return ""
}
