package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
)

// The export works from a memory stick and below any path of a plain file server, with script and without, and asks
// nobody else for anything.
func TestBrowserExport(t *testing.T) {
	t.Parallel()
	out := filepath.Join(t.TempDir(), "site")
	browser := openBrowser(t)
	if o := finish(t, command(t, t.TempDir(), "build", "-o", out)); o.status != 0 {
		t.Fatalf("%+v", o)
	}
	files := httptest.NewServer(http.StripPrefix("/some/where/", http.FileServer(http.Dir(out))))
	t.Cleanup(files.Close)
	for _, tc := range []struct{ name, home string }{
		{"file", "file://" + out},
		{"sub-path", files.URL + "/some/where"},
	} {
		t.Run(tc.name, func(t *testing.T) { readExport(t, browser, tc.home, true) })
		t.Run(tc.name+" without script", func(t *testing.T) { readExport(t, browser, tc.home, false) })
	}
}

// readExport goes through an export as a learner does, by its links alone.
func readExport(t *testing.T, browser context.Context, home string, scripted bool) {
	b := person(t, browser, home, phone)
	if !scripted {
		b.noScript()
	}
	b.open(home + "/index.html")
	b.heading("Study for the CMAA exam")
	linksStay(b)
	checkOneself(b, `section[aria-labelledby="try"]`, scripted)
	b.follow(named("Start the first lesson"))
	b.wait(`document.querySelector(".lesson h1").innerText.length > 5 && document.styleSheets.length > 0`)
	linksStay(b)
	b.press(css("details.answers > summary"))
	b.wait(`document.querySelector("details.answers[open]").innerText.length > 100`)
	lookUpTerm(b, scripted)
	b.follow(named("Practice"))
	b.heading("Practice")
	linksStay(b)
	b.follow(css(`section[aria-labelledby="self"] a`))
	b.wait(`document.querySelector("h1").innerText.endsWith(": self-check")`)
	checkOneself(b, `article`, scripted)
	if scripted {
		b.sees("[data-tally]", "1 of ")
	}
	b.follow(named("Practice"))
	b.follow(named("Alphabetic filing"))
	b.heading("Alphabetic filing")
	linksStay(b)
	checkOneself(b, `article`, scripted)
	b.sees("article details[open]", "Step by step:")
	b.follow(named("My page"))
	b.heading("My page needs a server")
	b.follow(named("Terms"))
	b.heading("Terms")
	linksStay(b)
	b.follow(css(".words a"))
	b.sees("main", "At the desk:")
	linksStay(b)
}

// linksStay wants every link of the page to lead to another page of the export, or plainly to somebody else's site.
func linksStay(b *tab) {
	b.t.Helper()
	away := script[[]string](b, `[...document.querySelectorAll("a[href]:not([rel=external])")].map((a) => a.href).filter((href) => !href.startsWith(`+quoted(b.home+"/")+`))`)
	if len(away) > 0 {
		b.t.Errorf("links of %s leave the export: %q", script[string](b, `location.href`), away)
	}
}

// checkOneself answers the first self-check question inside an element and reads why.
func checkOneself(b *tab, in string, scripted bool) {
	b.t.Helper()
	if !scripted {
		b.press(css(in + " [data-selfcheck] summary"))
	} else {
		b.press(css(in + " [data-check] button"))
		b.sees(in+" .verdict", "Choose an answer first.")
		b.press(css(in + " [data-selfcheck] label"))
		b.wait(`document.querySelector(` + quoted(in+" input:checked") + `)`)
		b.press(css(in + " [data-check] button"))
		b.wait(`/^(Right\.|Not right: the answer is [A-D]\.)$/.test(document.querySelector(` + quoted(in+" .verdict") + `).innerText)`)
	}
	b.wait(`[...document.querySelectorAll(` + quoted(in+" [data-selfcheck] details[open] .why") + `)].filter((w) => w.checkVisibility()).length >= 4`)
}

// lookUpTerm presses a term in a lesson: with script its meaning opens in place, and the way to its entry stands there.
func lookUpTerm(b *tab, scripted bool) {
	b.t.Helper()
	if scripted {
		b.press(css(".lesson a.term"))
		b.wait(`document.querySelector(".popover:popover-open").innerText.length > 20`)
		b.follow(css(".popover a"))
	} else {
		b.follow(css(".lesson a.term"))
	}
	b.sees("main", "Easy to mix up with:")
}
