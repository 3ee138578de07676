package main

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// Twenty answers in three minutes without the site: the device offline, the page loaded again meanwhile, the browser
// killed and started again with the same profile. When the network is back, all twenty are on the server, and nobody
// has pressed anything.
func TestBrowserOffline(t *testing.T) {
	t.Parallel()
	d, profile := openDoor(t, weekday), t.TempDir()
	browser := openBrowser(t, chromedp.UserDataDir(profile))
	b := newTab(t, browser, d.url, phone)
	b.offlinePerson(d)
	path := b.begin(d, `{"mode":"half"}`)
	cookies := b.cookies(d.url)

	b.network(true)
	b.reads("#save.waiting #saved", "You are offline. What you choose is kept on this device.")
	d.close(true)
	b.answerFrom(d, 1, 7)
	b.reads("#save.waiting #saved", "You are offline. 7 answers are kept on this device and will be sent when you are back.")

	b.network(false) // a network is there again, but saves do not come through
	b.enterRoom(d, path+"/items/7")
	b.wait(`document.querySelector("#option-3").checked`)
	b.reads("#save.waiting #saved", "7 answers are kept")
	b.network(true)
	b.reads("#save.waiting #saved", "You are offline. 7 answers")
	b.goOn(d, 8, 14)
	b.reads("#save.waiting #saved", "14 answers are kept on this device")

	if err := chromedp.FromContext(browser).Browser.Process().Kill(); err != nil {
		t.Fatal(err)
	}
	<-browser.Done()
	again := newTab(t, openBrowser(t, chromedp.UserDataDir(profile)), d.url, phone)
	again.offlinePerson(d)
	again.showCookies(d, cookies)
	again.enterRoom(d, path+"/items/14")
	again.reads("#save.waiting #saved", "14 answers are kept")
	again.network(true)
	again.reads("#save.waiting #saved", "You are offline. 14 answers")
	again.goOn(d, 15, 20)
	again.reads("#save.waiting #saved", "20 answers are kept on this device")
	if passed := d.time().Sub(weekday); passed < 3*time.Minute {
		t.Errorf("it was offline for %s", passed)
	}

	d.close(false)
	again.network(false)
	again.until("all are on the server", func() bool { return answered(attemptOf(t, again, d.url+path)) == 20 })
	again.reads("#save:not(.waiting) #saved", "All 20 answers saved")
	for i, item := range attemptOf(t, again, d.url+path).Items[:20] {
		if want := item.Options[i%4].ID; item.Choice == nil || *item.Choice != want {
			t.Errorf("question %d: %v is kept, %s was chosen", i+1, item.Choice, want)
		}
	}
	if left := again.waiting(); left != 0 {
		t.Errorf("%d rows are left in the browser", left)
	}
}

func (b *tab) offlinePerson(d *door) {
	b.t.Helper()
	b.expect(`ERR_INTERNET_DISCONNECTED|` + unreachable)
	b.frozen(d, 0)
}

// answerFrom stands on question from and answers up to question to, nine seconds on each, the nth with the option at
// place n modulo 4.
func (b *tab) answerFrom(d *door, from, to int) {
	b.t.Helper()
	for n := from; n <= to; n++ {
		if n > from {
			b.next(n)
		}
		b.pass(d, 9*time.Second)
		b.choose((n-1)%4 + 1)
	}
}

// goOn stands on the question before from.
func (b *tab) goOn(d *door, from, to int) {
	b.t.Helper()
	b.next(from)
	b.answerFrom(d, from, to)
}

func answered(a openAttempt) int {
	n := 0
	for _, item := range a.Items {
		if item.Choice != nil {
			n++
		}
	}
	return n
}

// waiting is how many saves the browser keeps, of anybody.
func (b *tab) waiting() int {
	b.t.Helper()
	return script[int](b, `new Promise((done) => {
		const open = indexedDB.open("frontdesk");
		open.onsuccess = () => {
			const db = open.result, names = [...db.objectStoreNames];
			const count = names.length ? db.transaction(names).objectStore(names[0]).count() : null;
			const end = (n) => { db.close(); done(n); };
			if (count) count.onsuccess = () => end(count.result); else end(0);
		};
	})`)
}

// showCookies gives the browser back the cookies that it had: Chromium writes them down within half a minute, and is
// killed sooner here.
func (b *tab) showCookies(d *door, cookies string) {
	b.t.Helper()
	for pair := range strings.SplitSeq(cookies, "; ") {
		name, value, _ := strings.Cut(pair, "=")
		_, err := chromedp.Call(b.ctx, network.SetCookie, network.SetCookieParams{Name: name, Value: value, URL: d.url, Path: "/"})
		b.check("show a cookie", err)
	}
}
