package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"frontdesk/server"
	"frontdesk/server/store"
	"frontdesk/server/store/storetest"
)

// A door is the way into a site: the server in this process, over a database of its own, with a clock that only the test
// moves. What the exam room sends can be stopped there.
type door struct {
	t   *testing.T
	url string
	db  *store.DB

	mu      sync.Mutex
	now     time.Time
	shut    bool               // saves find nobody
	faults  []http.HandlerFunc // what answers the next saves, in place of the server
	arrived []string           // paths of all saves that came to the door
}

// shipped is the course in the binary, read once for all tests.
var shipped = sync.OnceValues(func() (server.Parts, error) { return (&serveCmd{}).parts(streams{out: io.Discard, err: io.Discard}) })

// openDoor opens a site at a time of day.
func openDoor(t *testing.T, now time.Time) *door {
	t.Helper()
	parts, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	d := &door{t: t, db: storetest.Open(t, string(store.SQLite)), now: now}
	listening := httptest.NewUnstartedServer(nil)
	d.url = "http://" + listening.Listener.Addr().String()
	if parts.BaseURL, err = url.Parse(d.url); err != nil {
		t.Fatal(err)
	}
	parts.Store, parts.Now = d.db, d.time
	inner, err := server.New(t.Context(), parts)
	if err != nil {
		t.Fatal(err)
	}
	listening.Config.Handler = d.guard(inner)
	listening.Start()
	t.Cleanup(listening.Close)
	return d
}

func (d *door) time() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now
}

// forward moves the server's clock.
func (d *door) forward(by time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = d.now.Add(by)
}

// close shuts the door for saves, or opens it. Pages are still served, as where a network comes and goes.
func (d *door) close(shut bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.shut = shut
}

// answer lets the next save be answered by f and not by the server.
func (d *door) answer(f http.HandlerFunc) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.faults = append(d.faults, f)
}

// saves is how many saves have come to the door, whatever became of them.
func (d *door) saves() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.arrived)
}

func (d *door) guard(inner http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fault, shut := d.fault(r)
		switch {
		case shut:
			panic(http.ErrAbortHandler) // the connection ends without an answer
		case fault != nil:
			fault(w, r)
		default:
			inner.ServeHTTP(w, r)
		}
	})
}

func (d *door) fault(r *http.Request) (fault http.HandlerFunc, shut bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if r.Method != http.MethodPut {
		return nil, false
	}
	d.arrived = append(d.arrived, r.URL.Path)
	if len(d.faults) > 0 {
		fault, d.faults = d.faults[0], d.faults[1:]
	}
	return fault, d.shut
}

// frozen puts the clock of the test into every page: timers, performance.now and Date stand still and move only by
// pass, doze and sleep. The device's date may be wrong by off.
func (b *tab) frozen(d *door, off time.Duration) {
	b.t.Helper()
	source := fmt.Sprintf(deviceClock, d.time().Add(off).UnixMilli())
	_, err := chromedp.Call(b.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: source})
	b.check("put the clock in place", err)
}

// deviceClock keeps its date in the tab, so that the next page goes on from there. Timers without a delay are real: they
// stand for "afterwards".
const deviceClock = `(() => {
	const later = window.setTimeout, RealDate = Date, timers = new Map();
	let now = 1000, date = %d, id = 1e6;
	try { date = Number(sessionStorage.getItem("test-date")) || date; } catch {}
	const move = (ms, suspended) => {
		date += ms;
		if (!suspended) now += ms;
		try { sessionStorage.setItem("test-date", date); } catch {}
	};
	const add = (f, ms, args, every) => {
		timers.set(++id, { due: now + ms, run: () => f(...args), every });
		return id;
	};
	window.setTimeout = (f, ms, ...args) => (ms > 0 ? add(f, ms, args, 0) : later(f, 0, ...args));
	window.setInterval = (f, ms, ...args) => add(f, ms, args, ms);
	window.clearTimeout = window.clearInterval = (n) => timers.delete(n);
	performance.now = () => now;
	Math.random = () => 0; // pauses last exactly as long as they say
	window.Date = class extends RealDate {
		constructor(...args) { if (args.length > 0) super(...args); else super(date); }
		static now() { return date; }
	};
	window.__clock = {
		// pass lets time pass for a page that is awake: every timer runs when it is due.
		async pass(ms) {
			const end = now + ms;
			for (;;) {
				const [n, timer] = [...timers].filter(([, t]) => t.due <= end).sort(([m, a], [n, b]) => a.due - b.due || m - n)[0] || [];
				if (!timer) break;
				move(Math.max(0, timer.due - now));
				if (timer.every) timer.due += timer.every; else timers.delete(n);
				timer.run();
				await null;
			}
			move(end - now);
		},
		// doze lets time pass for a page whose timers do not run; suspended, its performance.now stands still, too.
		doze(ms, suspended) {
			move(ms, suspended);
			for (const timer of timers.values()) if (timer.every && timer.due < now) timer.due = now; // once, not once for each
		},
		move: (ms) => move(ms, true),
	};
})()`

// pass lets the same time pass at the site and on the device.
func (b *tab) pass(d *door, by time.Duration) {
	b.t.Helper()
	d.forward(by)
	b.elapse(by)
}

// elapse lets time pass on the device alone.
func (b *tab) elapse(by time.Duration) {
	b.t.Helper()
	b.script(fmt.Sprintf(`__clock.pass(%d)`, by.Milliseconds()))
}

// reads waits until these words can be seen in an element; the device's time goes on meanwhile, in steps of what a spoken
// text needs.
func (b *tab) reads(selector, words string) {
	b.t.Helper()
	shown := fmt.Sprintf(`document.querySelector(%s)?.innerText.replace(/\s+/g, " ").includes(%s)`, quoted(selector), quoted(words))
	b.until(shown, func() bool {
		v, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](`__clock.pass(50).then(() => Boolean(`+shown+`))`, chromedp.EvalAwaitPromise))
		return v && err == nil
	})
}

// begin starts an attempt as a script does and opens its room; it returns the attempt's path.
func (b *tab) begin(d *door, request string) string {
	b.t.Helper()
	b.open(d.url + "/about/license/")
	path := script[string](b, `fetch("/attempts", { method: "POST", headers: { "Content-Type": "application/json" }, body: `+quoted(request)+` })
		.then((a) => a.json()).then((d) => "/attempts/" + d.id)`)
	b.enterRoom(d, path)
	return path
}

// enterRoom opens the room of an attempt and waits until it knows all questions.
func (b *tab) enterRoom(d *door, path string) {
	b.t.Helper()
	b.open(d.url + path)
	b.wait(whole)
}

// choose presses an option of the question in place, by its place from 1.
func (b *tab) choose(place int) {
	b.t.Helper()
	b.press(css(fmt.Sprintf(".answer:nth-of-type(%d) label", place)))
	b.wait(fmt.Sprintf(`document.querySelector("#option-%d").checked`, place))
}

// next goes on to question n.
func (b *tab) next(n int) {
	b.t.Helper()
	b.press(named("Next"))
	b.wait(fmt.Sprintf(`document.querySelector("#title").innerText.startsWith("Question %d of")`, n))
}

// came is how many saves of one attempt have come to the door.
func (d *door) came(path string) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	n := 0
	for _, a := range d.arrived {
		if strings.HasPrefix(a, path+"/") {
			n++
		}
	}
	return n
}
