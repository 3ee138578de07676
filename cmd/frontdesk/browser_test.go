package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// The tests in browser_*_test.go are people in front of the real program: each starts it on a database of its own, opens
// it in a real Chromium, and presses what can be seen there. They wait for what shall appear and never for a time.
//
//	browser_test.go         starts the program and Chromium, and keeps what goes wrong in a page
//	browser_tab_test.go     what a person does in a tab: open, press, type, wait
//	browser_door_test.go    the server in this process, with clocks that stand still and a door that can be shut
//	browser_exam_test.go    a guest on a phone sits a whole practice exam and makes an account
//	browser_plain_test.go   without script; over plain HTTP from another machine
//	browser_saving_test.go  choices are saved, whatever happens to the site meanwhile
//	browser_offline_test.go offline, over a reload and a crash
//	browser_faults_test.go  what may come back for a save, in words and in pauses
//	browser_waiting_test.go what waits belongs to one attempt and one person
//	browser_tabs_test.go    two tabs, a second device
//	browser_clock_test.go   the time left, and what is said of it
//	browser_keys_test.go    keyboard only
//	browser_room_test.go    what time and trouble make of the room; large text
//	browser_axe_test.go     every page and state: barriers, and nothing scrolls sideways
//	browser_export_test.go  the pages as files
//	browser_coordinator_test.go  a coordinator's class, from a template to the marks
//	browser_gradebook_test.go    the marks as a page and as files
//	browser_staff_test.go        staff with the keyboard only; class work without script

const (
	browserLimit = 6 * time.Minute  // for all of a browser's life, so that nothing hangs
	patience     = 45 * time.Second // for one thing to appear, on a machine that is busy with other tests
)

// served is the program while it serves, without the time limit of command: a whole practice exam takes its time.
type served struct {
	*running
	dir string
}

// serving starts the program in dir; it ends with the test.
func serving(t *testing.T, dir, address string) *served {
	t.Helper()
	limited := command(t, dir, "serve", "--addr", address, "--db", "work.db")
	cmd := exec.Command(limited.Path, limited.Args[1:]...)
	cmd.Dir, cmd.Env = limited.Dir, limited.Env
	s := &served{start(t, cmd), dir}
	t.Cleanup(func() {
		if cmd.ProcessState == nil {
			s.stop()
		}
		if t.Failed() {
			t.Logf("the program said:\n%s", s.errs)
		}
	})
	return s
}

// again starts the program once more, on the same database and port.
func (s *served) again() *served {
	s.t.Helper()
	return serving(s.t, s.dir, strings.TrimPrefix(s.url, "http://"))
}

// end stops the program as a service manager does, and wants it to end well.
func (s *served) end() {
	s.t.Helper()
	if status := s.stop(); status != 0 {
		s.t.Fatalf("status %d after SIGTERM\n%s", status, s.errs)
	}
}

// chromium is the browser's program. Without one the test is skipped, and fails where CI is set.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{os.Getenv("FRONTDESK_TEST_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); name != "" && err == nil {
			return path
		}
	}
	missing(t, "there is no Chromium: neither FRONTDESK_TEST_CHROMIUM nor chromium in the PATH names one")
	return ""
}

// missing skips a test that lacks something, and fails it where CI is set.
func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(what)
	}
	t.Skip(what)
}

// openBrowser starts a Chromium for one test. It talks to nobody but the site.
func openBrowser(t *testing.T, more ...chromedp.ExecAllocatorOption) context.Context {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium(t)), chromedp.DisableGPU,
		chromedp.WSURLReadTimeout(patience), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // Chromium's sandbox refuses to work for root
	}
	options = append(options, more...)
	limit, end := context.WithTimeout(context.Background(), browserLimit)
	allocator, free := chromedp.NewExecAllocator(limit, options...)
	ctx, closeBrowser := chromedp.NewContext(allocator)
	t.Cleanup(func() {
		closeBrowser()
		free()
		end()
	})
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start Chromium: %v", err)
	}
	return ctx
}

// A screen is what somebody sits in front of.
type screen struct {
	width, height int64
	touch         bool
}

var (
	phone = screen{390, 844, true}
	desk  = screen{1280, 800, false}
)

// A tab is one page of a browser. What goes wrong in it fails the test at its end: errors in the console, requests that
// fail, and requests that go anywhere but home.
type tab struct {
	t     *testing.T
	ctx   context.Context
	home  string // what every address begins with
	touch bool

	mu       sync.Mutex
	faults   []string
	expected *regexp.Regexp                         // faults that belong to the test; nil for none
	requests map[network.RequestID]*network.Request // those under way and done
	answers  []string                               // "PUT /attempts/x/items/1 200", in order of arrival
}

// person opens a tab for somebody new: cookies and storage are empty.
func person(t *testing.T, browser context.Context, home string, s screen) *tab {
	t.Helper()
	return newTab(t, browser, home, s, chromedp.WithNewBrowserContext())
}

// another opens one more tab of the same person.
func (b *tab) another(s screen) *tab {
	b.t.Helper()
	return newTab(b.t, b.ctx, b.home, s)
}

func newTab(t *testing.T, parent context.Context, home string, s screen, options ...chromedp.ContextOption) *tab {
	t.Helper()
	b := &tab{t: t, home: home, requests: map[network.RequestID]*network.Request{}}
	ctx, closeTab := chromedp.NewContext(parent, append(options, chromedp.WithListener(b.hear))...)
	b.ctx = ctx
	t.Cleanup(func() {
		b.judge()
		closeTab()
	})
	b.resize(s)
	return b
}

// resize puts the page on another screen.
func (b *tab) resize(s screen) {
	b.t.Helper()
	b.touch = s.touch
	options := []chromedp.EmulateViewportOption{}
	if s.touch {
		options = append(options, chromedp.EmulateMobile, chromedp.EmulateTouch)
	}
	b.do("set the screen", chromedp.EmulateViewport(s.width, s.height, options...))
}

// prefer sets what the device asks for, such as prefers-color-scheme: dark.
func (b *tab) prefer(feature, value string) {
	b.t.Helper()
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: feature, Value: value}}})
	b.check("prefer "+value, err)
}

// timezone puts the device into a zone, such as America/New_York.
func (b *tab) timezone(name string) {
	b.t.Helper()
	_, err := chromedp.Call(b.ctx, emulation.SetTimezoneOverride, emulation.SetTimezoneOverrideParams{TimezoneID: name})
	b.check("set the time zone", err)
}

// noScript switches JavaScript off for what is opened from now on.
func (b *tab) noScript() {
	b.t.Helper()
	_, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.check("switch JavaScript off", err)
}

// expect lets pass what fits, from now on.
func (b *tab) expect(fault string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.expected = regexp.MustCompile(fault)
}

// hear is told everything that happens in the tab.
func (b *tab) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		b.fault("exception: %s", thrown(e.ExceptionDetails))
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeAssert {
			b.fault("console: %s", logged(e.Args))
		}
	case *cdplog.EventEntryAdded:
		if e.Entry.Level == cdplog.EntryLevelError {
			b.fault("console: %s (%s)", e.Entry.Text, e.Entry.URL)
		}
	case *network.EventRequestWillBeSent:
		b.requests[e.RequestID] = e.Request
		if !strings.HasPrefix(e.Request.URL, b.home) && !strings.HasPrefix(e.Request.URL, "data:") { // Chromium's own pictures in fields for dates
			b.fault("a request leaves the site: %s", e.Request.URL)
		}
	case *network.EventResponseReceived:
		if r := b.requests[e.RequestID]; r != nil {
			b.answers = append(b.answers, fmt.Sprintf("%s %s %d", r.Method, strings.TrimPrefix(r.URL, b.home), e.Response.Status))
		}
	case *network.EventLoadingFailed:
		if r := b.requests[e.RequestID]; r != nil && !e.Canceled {
			b.fault("request failed: %s %s: %s", r.Method, r.URL, e.ErrorText)
		}
	}
}

func thrown(e *runtime.ExceptionDetails) string {
	if e.Exception != nil && e.Exception.Description != "" {
		return e.Exception.Description
	}
	return e.Text
}

func logged(args []*runtime.RemoteObject) string {
	var words []string
	for _, a := range args {
		words = append(words, strings.Trim(string(a.Value), `"`)+a.Description)
	}
	return strings.Join(words, " ")
}

// fault notes something that must not happen. mu is held.
func (b *tab) fault(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if b.expected == nil || !b.expected.MatchString(text) {
		b.faults = append(b.faults, text)
	}
}

// answered reports whether a request has got an answer that fits, such as `^PUT .*/items/1 200$`.
func (b *tab) answered(pattern string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.ContainsFunc(b.answers, regexp.MustCompile(pattern).MatchString)
}

// judge fails the test for every fault, and leaves a picture of the page if the test has failed.
func (b *tab) judge() {
	b.t.Helper()
	b.mu.Lock()
	for _, f := range b.faults {
		b.t.Error(f)
	}
	b.mu.Unlock()
	if !b.t.Failed() {
		return
	}
	limit, cancel := context.WithTimeout(b.ctx, 10*time.Second)
	defer cancel()
	text, err := chromedp.Run(limit, chromedp.Evaluate[string](`location + "\n" + document.title + "\n" + document.body.innerText.slice(0, 1500)`))
	b.t.Logf("the page at the end (%v): %s", err, text)
	picture, err := chromedp.Run(limit, chromedp.CaptureScreenshot())
	if err != nil {
		return
	}
	f, err := os.CreateTemp("", "frontdesk-browser-*.png") // not in t.TempDir, which is gone when somebody looks
	if err != nil {
		return
	}
	defer f.Close()
	if _, err := f.Write(picture); err == nil {
		b.t.Logf("a picture of it is in %s", f.Name())
	}
}
