package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A place is a JavaScript expression for one element of the page.
type place string

// css is the first element that can be seen and fits the selector.
func css(selector string) place {
	return place(fmt.Sprintf(`[...document.querySelectorAll(%s)].find((e) => e.checkVisibility({ visibilityProperty: true }))`, quoted(selector)))
}

// named is the link, button or label that can be seen and has these words, or else begins with them; the main part comes
// first.
func named(words string) place {
	return place(fmt.Sprintf(`((words) => {
		const all = [...document.querySelectorAll("main :is(a, button, summary, label)"), ...document.querySelectorAll("body > :not(.skip, main, #first) :is(a, button, summary, label)")]
			.filter((e) => e.checkVisibility({ visibilityProperty: true }));
		const text = (e) => e.innerText.replace(/\s+/g, " ").trim();
		return all.find((e) => text(e) === words) || all.find((e) => text(e).startsWith(words));
	})(%s)`, quoted(words)))
}

func quoted(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string always has a JSON form
	}
	return string(b)
}

func (b *tab) check(what string, err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatalf("%s: %v", what, err)
	}
}

func (b *tab) do(what string, actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	b.check(what, chromedp.Do(b.ctx, actions...))
}

// script works an expression out in the page; a promise is waited for.
func script[T any](b *tab, expression string) T {
	b.t.Helper()
	limit, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(limit, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	b.check(expression, err)
	return v
}

// until waits for a condition outside the page.
func (b *tab) until(what string, holds func() bool) {
	b.t.Helper()
	end := time.Now().Add(patience)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		if time.Now().After(end) {
			b.t.Fatalf("it does not come: %s", what)
		}
		select {
		case <-tick.C:
		case <-b.ctx.Done():
			b.t.Fatalf("the browser is gone before: %s", what)
		}
	}
}

// wait waits until an expression of the page holds. Pages may come and go meanwhile.
func (b *tab) wait(condition string) {
	b.t.Helper()
	b.until(condition, func() bool {
		ok, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](`Boolean(`+condition+`)`))
		return ok && err == nil // an error comes from a page that is being left
	})
}

// heading waits for the page's h1 to begin with these words.
func (b *tab) heading(words string) {
	b.t.Helper()
	b.wait(`document.readyState === "complete" && document.querySelector("h1")?.innerText.startsWith(` + quoted(words) + `)`)
}

// sees waits until these words can be seen in an element.
func (b *tab) sees(selector, words string) {
	b.t.Helper()
	b.wait(fmt.Sprintf(`document.querySelector(%s)?.innerText.replace(/\s+/g, " ").includes(%s)`, quoted(selector), quoted(words)))
}

// open goes to an address and waits for the page; it returns its status.
func (b *tab) open(address string) int64 {
	b.t.Helper()
	return b.arrive(address, chromedp.Navigate(address))
}

func (b *tab) reload() {
	b.t.Helper()
	b.arrive("reload", chromedp.Reload())
}

// arrive does what leads to another page and waits until that has loaded; it returns its status.
func (b *tab) arrive(what string, action chromedp.Action[chromedp.Void]) int64 {
	b.t.Helper()
	limit, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	answer, err := chromedp.RunResponse(limit, action)
	b.check(what, err)
	if answer == nil {
		return 0
	}
	return answer.Status
}

// spot is where a place is pressed, once it can be seen and nothing lies over it.
func (b *tab) spot(at place) (x, y float64) {
	b.t.Helper()
	type point struct {
		X, Y float64
		Over string
	}
	var p *point
	b.until("press "+string(at), func() bool {
		v, err := chromedp.Run(b.ctx, chromedp.Evaluate[*point](`(() => {
			const e = `+string(at)+`;
			if (!e) return null;
			e.scrollIntoView({ block: "center", behavior: "instant" });
			const r = e.getClientRects()[0];
			const x = r.x + r.width / 2, y = r.y + r.height / 2, hit = document.elementFromPoint(x, y);
			return { x, y, over: !hit ? "outside" : e.contains(hit) || hit.control === e ? "" : hit.outerHTML.slice(0, 200) };
		})()`))
		if err == nil {
			p = v
		}
		return err == nil && p != nil && p.Over == ""
	})
	return p.X, p.Y
}

// press taps or clicks, by the real input of the screen.
func (b *tab) press(at place) {
	b.t.Helper()
	x, y := b.spot(at)
	b.do("press "+string(at), b.pressAt(x, y))
}

func (b *tab) pressAt(x, y float64) chromedp.Action[chromedp.Void] {
	if b.touch {
		return chromedp.TapXY(x, y)
	}
	return chromedp.MouseClickXY(x, y)
}

// follow presses and waits for the page that it leads to; it returns its status.
func (b *tab) follow(at place) int64 {
	b.t.Helper()
	x, y := b.spot(at)
	return b.arrive("follow "+string(at), b.pressAt(x, y))
}

// fill types into the field with this id, in place of what stands there.
func (b *tab) fill(id, text string) {
	b.t.Helper()
	b.press(css("#" + id))
	b.wait(`document.activeElement?.id === ` + quoted(id))
	b.script(`document.activeElement.select()`)
	_, err := chromedp.Call(b.ctx, input.InsertText, input.InsertTextParams{Text: text})
	b.check("type into "+id, err)
}

func (b *tab) script(expression string) {
	b.t.Helper()
	script[chromedp.Void](b, expression)
}

// key presses one key, such as kb.Tab.
func (b *tab) key(key string) {
	b.t.Helper()
	b.do("key", chromedp.KeyEvent(key))
}

// tabTo goes forward with the Tab key until a place has the focus, and wants the focus to be visible at every stop.
func (b *tab) tabTo(at place) {
	b.t.Helper()
	for range 80 {
		b.key(kb.Tab)
		b.focusSeen()
		if script[bool](b, `document.activeElement === `+string(at)) {
			return
		}
	}
	b.t.Fatalf("80 times Tab do not reach %s", at)
}

// focusSeen fails the test if what has the focus cannot be seen, is covered, or does not show that it has the focus.
func (b *tab) focusSeen() {
	b.t.Helper()
	if trouble := script[string](b, `(() => {
		const e = document.activeElement;
		if (!e || e === document.body) return "nothing has the focus";
		const r = e.getClientRects()[0], hit = r && document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2);
		const who = e.outerHTML.slice(0, 160);
		if (!hit) return "outside the window: " + who;
		if (!e.contains(hit) && hit.closest("label")?.control !== e) return who + " is covered by " + hit.outerHTML.slice(0, 160);
		const s = getComputedStyle(e);
		if (!e.matches(":focus-visible, :is([type=date], [type=time]):focus-within") || s.outlineStyle === "none" || parseFloat(s.outlineWidth) < 2) return "the focus does not show: " + who;
		return "";
	})()`); trouble != "" {
		b.t.Errorf("at %s: %s", script[string](b, `location.pathname`), trouble)
	}
}

// cookies are those of this person, as a Cookie header.
func (b *tab) cookies(address string) string {
	b.t.Helper()
	all, err := chromedp.Call(b.ctx, network.GetCookies, network.GetCookiesParams{URLs: []string{address}})
	b.check("cookies", err)
	var pairs []string
	for _, c := range all.Cookies {
		pairs = append(pairs, c.Name+"="+c.Value)
	}
	return strings.Join(pairs, "; ")
}
