package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// The rules of axe that every page is held to, and those of them that the theme can change: it changes colors alone.
const (
	allRules   = `{ type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }`
	colorRules = `{ type: "rule", values: ["color-contrast", "link-in-text-block"] }`
)

// A stop is a page, or a state of one, that is looked at. Many lead on from the stop before.
type stop struct {
	name  string
	reach func(b *tab)
}

// Every page and every state of the exam room is free of axe findings, in light and dark, and nothing scrolls sideways.
func TestBrowserAccessible(t *testing.T) {
	t.Parallel()
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
			t.Parallel()
			s := serving(t, t.TempDir(), "127.0.0.1:0")
			i := inspection{person(t, openBrowser(t), s.url, tc.screen), tc.screen, tc.widths, axe}
			i.expect(`the server responded with a status of 4(01|04|22)|ERR_INTERNET_DISCONNECTED`)
			stops := sharedStops()
			stops = append(stops, strangerStops(s)...)
			stops = append(stops, roomStops()...)
			stops = append(stops, drillStops()...)
			stops = append(stops, memberStops()...)
			for _, stop := range stops {
				stop.reach(i.tab)
				i.inspect(stop.name)
			}
		})
	}
}

// Every lesson, module, track and handout is free of axe findings on a small phone, and nothing scrolls sideways. Colors
// are those of the pages that TestBrowserAccessible looks at, and looking at them takes axe most of its time.
func TestBrowserEveryLesson(t *testing.T) {
	t.Parallel()
	axe := axeSource(t)
	s := serving(t, t.TempDir(), "127.0.0.1:0")
	small := screen{320, 568, true}
	i := inspection{person(t, openBrowser(t), s.url, small), small, nil, axe}
	pages := []string{"/learn/foundations/print/", "/me/skills"}
	for _, list := range []string{"/learn/", "/handouts/"} {
		i.open(s.url + list)
		pages = append(pages, script[[]string](i.tab, `[...new Set([...document.querySelectorAll("main a:not([download])")].map((a) => a.pathname.replace("index.html", "")))]`)...)
	}
	for _, path := range pages {
		i.open(s.url + path)
		i.narrow(path, small.width)
		i.do("load axe", chromedp.Evaluate[chromedp.Void](axe+`; 0`))
		for _, found := range script[[]string](i.tab, fmt.Sprintf(findings, allRules+`, rules: { "color-contrast": { enabled: false } }`)) {
			t.Errorf("%s: %s", path, found)
		}
	}
	if len(pages) < 100 {
		t.Errorf("only %d pages", len(pages))
	}
}

// axeSource is the program that finds barriers in a page.
func axeSource(t *testing.T) string {
	t.Helper()
	file := filepath.Join(os.Getenv("FRONTDESK_TEST_TOOLS"), "node_modules/axe-core/axe.min.js")
	source, err := os.ReadFile(file)
	if err != nil {
		missing(t, "there is no axe-core: "+err.Error()+"; FRONTDESK_TEST_TOOLS names the folder with node_modules")
	}
	return string(source)
}

// An inspection looks at whatever its tab shows.
type inspection struct {
	*tab
	screen screen
	widths []int64 // other widths at which nothing may scroll sideways
	axe    string
}

func (i inspection) inspect(name string) {
	i.t.Helper()
	i.wait(`document.readyState === "complete"`)
	i.narrow(name, i.screen.width)
	for _, width := range i.widths {
		i.resize(screen{width, i.screen.height, i.screen.touch})
		i.script(`new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))`) // the page has heard of it
		i.narrow(name, width)
	}
	if len(i.widths) > 0 {
		i.resize(i.screen)
	}
	i.do("load axe", chromedp.Evaluate[chromedp.Void](`if (!window.axe) {`+i.axe+`}; 0`))
	for theme, rules := range map[string]string{"light": allRules, "dark": colorRules} {
		i.prefer("prefers-color-scheme", theme)
		for _, found := range script[[]string](i.tab, fmt.Sprintf(findings, rules)) {
			i.t.Errorf("%s, %s: %s", name, theme, found)
		}
	}
}

// narrow wants nothing to scroll sideways at this width.
func (i inspection) narrow(name string, width int64) {
	i.t.Helper()
	if wide := script[[]string](i.tab, fmt.Sprintf(sideways, width)); len(wide) > 0 {
		i.t.Errorf("%s: at %d pixels it scrolls sideways: %s", name, width, strings.Join(wide, "; "))
	}
}

// sideways names the parts that are wider than the page that they stand in; tables and code scroll in their own regions.
const sideways = `((width) => {
	const parts = [document.documentElement, ...document.querySelectorAll("main, .bar, .dock, .panel")];
	return parts.filter((e) => e.scrollWidth > (e === document.documentElement ? width : e.clientWidth) && e.checkVisibility())
		.map((e) => e.tagName + " " + e.className + " is " + e.scrollWidth + " wide; out to the right: " +
			[...e.querySelectorAll("*")].filter((c) => c.getBoundingClientRect().right > width).slice(0, 3).map((c) => c.outerHTML.slice(0, 120)).join(" | "));
})(%d)`

const findings = `axe.run(document, { runOnly: %s, resultTypes: ["violations"], preload: false, iframes: false })
	.then((r) => r.violations.flatMap((v) => v.nodes.map((n) => v.id + ": " + n.target.join(" ") + ": " + n.failureSummary.replace(/\s+/g, " "))))`

// at is a stop that is one address; the note says for whom.
func at(path string, note ...string) stop {
	return stop{strings.Join(append([]string{path}, note...), " "), func(b *tab) { b.open(b.home + path) }}
}

// sharedStops are the pages that are the same for everybody.
func sharedStops() []stop {
	return []stop{
		at("/"),
		{"landing, answered", func(b *tab) { checkOneself(b, `section[aria-labelledby="try"]`, true) }},
		at("/learn/"), at("/learn/law/"), at("/learn/law/hipaa-patient-rights/"),
		{"lesson, self-check and contents open", func(b *tab) {
			b.press(css("details.answers > summary"))
			b.wait(`document.querySelector("details.answers[open]")`)
		}},
		{"lesson, a term's meaning open", func(b *tab) {
			b.press(css(".lesson a.term"))
			b.wait(`document.querySelector(".popover:popover-open")`)
		}},
		at("/terms/"), at("/terms/abbreviations/"),
		{"term", func(b *tab) { b.follow(css(".deck a")) }},
		at("/practice/"), at("/practice/law/"),
		{"self-check, answered", func(b *tab) { checkOneself(b, "article", true) }},
		at("/practice/generated/gen-aging/?seed=1"), at("/practice/generated/gen-aging/?seed=1&answer=a"),
		at("/practice/generated/gen-filing/?seed=1"), at("/practice/generated/gen-birthday/?seed=1&answer=b"),
		at("/coverage/"), at("/coverage/billing/"),
		at("/sources/"),
		{"source", func(b *tab) {
			b.open(b.home + "/learn/law/hipaa-patient-rights/")
			b.follow(named("About this source"))
		}},
		at("/about/"), at("/about/help/"), at("/about/privacy/"), at("/about/accessibility/"), at("/about/license/"), at("/about/style/"),
	}
}

// strangerStops are personal pages for somebody whom the site does not know.
func strangerStops(s *served) []stop {
	s.readLine()
	owner := strings.TrimPrefix(s.readLine(), s.url)
	return []stop{
		at("/no/such/page"), at("/me"), at("/sign-in"),
		{"sign-in, refused", func(b *tab) {
			b.fill("login", "rosa")
			b.fill("password", "not the right words")
			b.follow(named("Sign in"))
			b.sees(".errors", "There is a problem")
		}},
		at("/sign-up"),
		{"sign-up, refused", func(b *tab) {
			b.fill("name", "Rosa")
			b.fill("login", "rosa")
			b.fill("password", "short")
			b.follow(named("Make my account"))
			b.sees(".errors", "There is a problem")
		}},
		at(owner), at("/me?read=d3-03"), at("/me/finish"),
		at("/attempts/new?mode=mock"), at("/attempts/new?mode=half"), at("/attempts/new?mode=drill"),
	}
}

// roomStops are a whole exam of a guest, from its start to the answers.
func roomStops() []stop {
	attempt := func(b *tab) string { return script[string](b, `location.pathname.split("/").slice(0, 3).join("/")`) }
	return []stop{
		{"room, fresh", func(b *tab) {
			b.open(b.home + "/attempts/new?mode=mock")
			b.follow(named("Start the exam"))
			b.heading("Question 1 of 135")
			b.wait(whole)
		}},
		{"room, tools open", func(b *tab) { b.press(named("Tools")); b.wait(`document.querySelector("#tools[open] #sum")`) }},
		{"room, chosen", func(b *tab) {
			b.script(`document.querySelector("#strike-switch").checked || document.querySelector("#strike-switch").click()`)
			b.press(named("Tools"))
			b.press(css(".answer label"))
			b.sees("#saved", "1 answer saved")
		}},
		{"room, flagged and crossed out", func(b *tab) {
			b.press(named("Flag for later"))
			b.press(css(".answer:nth-of-type(2) .strike"))
			b.press(named("Unsure"))
			b.wait(`document.querySelector("#flag[aria-pressed=true]") && document.querySelector(".answer.struck") && document.querySelector("input[value=unsure]").checked`)
		}},
		{"room, offline", func(b *tab) {
			b.network(true)
			b.sees("#save.waiting #saved", "You are offline.")
		}},
		{"check page", func(b *tab) {
			b.network(false)
			b.sees("#save:not(.waiting) #saved", "1 answer saved")
			b.press(named("Next"))
			b.heading("Question 2 of 135")
			b.follow(named("All questions"))
			b.sees(".lead", "1 answered. 134 not answered. 1 flagged. All choices are saved.")
		}},
		{"confirm", func(b *tab) { b.follow(named("Submit my exam")); b.heading("134 questions have no answer") }},
		at("/attempts/new?mode=mock", "with an exam open"), at("/me", "with an exam open"), at("/me/finish", "with an exam open"),
		{"result", func(b *tab) {
			b.follow(named("Back to my page"))
			b.follow(named("Continue"))
			b.follow(named("All questions"))
			b.follow(named("Submit my exam"))
			b.follow(named("Submit with 134 open"))
			b.wait(`document.querySelector("#result:not([data-grading])")`)
		}},
		{"result, table open", func(b *tab) { b.press(named("Show as a table")) }},
		{"answers", func(b *tab) { b.follow(named("Go through the")) }},
		{"answers, all", func(b *tab) { b.open(b.home + attempt(b) + "/answers?show=all") }},
		{"room, over", func(b *tab) { b.open(b.home + attempt(b)) }},
	}
}

// network takes the device off the network, or back onto it.
func (b *tab) network(off bool) {
	b.t.Helper()
	_, err := chromedp.Call(b.ctx, network.OverrideNetworkState, network.OverrideNetworkStateParams{Offline: off, DownloadThroughput: -1, UploadThroughput: -1})
	b.check("network", err)
}

// drillStops are a drill of a guest, with the reasons after the question, and what a guest has then.
func drillStops() []stop {
	return []stop{
		{"drill", func(b *tab) {
			b.open(b.home + "/attempts/new?mode=drill&count=2")
			b.follow(named("Start the drill"))
			b.heading("Question 1 of 2")
		}},
		{"drill, reasons", func(b *tab) {
			b.press(css(".answer label"))
			b.sees("#saved", "1 answer saved")
			b.follow(named("Check my answer"))
			b.wait(`document.querySelectorAll(".as-sat .why").length === 4`)
		}},
		{"drill, result", func(b *tab) {
			b.follow(named("Next question"))
			b.follow(named("All questions"))
			b.follow(named("Submit my drill"))
			b.follow(named("Submit with 1 open"))
			b.wait(`document.querySelector("#result:not([data-grading])")`)
		}},
		at("/me", "of a guest"), at("/me/finish", "of a guest"), at("/sign-in", "of a guest"), at("/sign-up", "of a guest"),
	}
}

// memberStops are an account, made from a guest's work, and the question whose work it is.
func memberStops() []stop {
	return []stop{
		{"my page of a new account", func(b *tab) {
			b.fill("name", "Rosa")
			b.fill("login", "rosa@example.org")
			b.fill("password", "four unrelated words")
			b.follow(named("Keep my work"))
			b.sees(".banner", "Your account is made")
		}},
		at("/me/settings"),
		{"settings, refused", func(b *tab) {
			b.fill("current", "not the right words")
			b.fill("password", "other unrelated words")
			b.follow(named("Save the password"))
			b.sees(".errors", "There is a problem")
		}},
		{"signed out", func(b *tab) { b.follow(named("Sign out here")); b.sees(".banner", "You are signed out") }},
		{"whose work it is", func(b *tab) {
			b.open(b.home + "/attempts/new?mode=drill&count=1")
			b.follow(named("Start the drill"))
			b.open(b.home + "/sign-in")
			b.fill("login", "rosa@example.org")
			b.fill("password", "four unrelated words")
			b.follow(named("Sign in"))
			b.heading("Take this computer")
		}},
		{"merged", func(b *tab) {
			b.press(named("Mine: take it over"))
			b.follow(named("Sign in"))
			b.sees(".banner", "The work of this browser is in your account")
		}},
	}
}
