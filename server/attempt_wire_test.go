package server

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// TestHead asks over a real connection: the answer to HEAD is that to GET without its body.
func TestHead(t *testing.T) {
	c := open(t)
	b := c.browser()
	id := begin(b, "mode", "half", "time", "none")
	site := httptest.NewServer(c.Server)
	defer site.Close()
	for _, target := range []string{"", "/items/2", "/check", "/result", "/answers"} {
		for _, accept := range []string{asPage, asJSON} {
			head, _ := b.real(t, site, "HEAD", "/attempts/"+id+target, "", accept)
			get, body := b.real(t, site, "GET", "/attempts/"+id+target, "", accept)
			if head.StatusCode != get.StatusCode || get.StatusCode != 303 && (head.ContentLength != get.ContentLength || int(get.ContentLength) != len(body)) ||
				head.Header.Get("Content-Type") != get.Header.Get("Content-Type") || head.Header.Get("Location") != get.Header.Get("Location") {
				t.Errorf("%s as %s: HEAD %d %v, GET %d %v", target, accept, head.StatusCode, head.Header, get.StatusCode, get.Header)
			}
		}
	}
}

// real sends a request over a connection; the browser's cookies are not changed by the answer.
func (b *browser) real(t *testing.T, site *httptest.Server, method, target, body, accept string) (*http.Response, string) {
	r, err := http.NewRequestWithContext(t.Context(), method, site.URL+target, strings.NewReader(body))
	if err != nil {
		t.Error(err)
		return &http.Response{}, ""
	}
	r.Header.Set("Accept", accept)
	if body != "" {
		r.Header.Set("Content-Type", asJSON)
	}
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	res, err := site.Client().Transport.RoundTrip(r)
	if err != nil {
		t.Error(err)
		return &http.Response{}, ""
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Error(err)
	}
	if method == "HEAD" && len(text) > 0 {
		t.Errorf("HEAD %s has a body", target)
	}
	return res, string(text)
}

// TestStartsRace: fifty starts at once with one key, over connections, are one attempt.
func TestStartsRace(t *testing.T) {
	both(t, func(t *testing.T, c *clinic) {
		b := c.guest()
		site := httptest.NewServer(c.Server)
		defer site.Close()
		var created atomic.Int32
		var ids sync.Map
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() {
				res, body := b.real(t, site, "POST", "/attempts", `{"mode":"mock","key":"once"}`, asJSON)
				if res.StatusCode == 201 {
					created.Add(1)
				} else if res.StatusCode != 200 {
					t.Errorf("%d %s", res.StatusCode, body)
				}
				ids.Store(body, true)
			})
		}
		all.Wait()
		n := 0
		ids.Range(func(any, any) bool { n++; return true })
		if n != 1 || created.Load() != 1 || len(mustAttempts(t, c, b)) != 1 {
			t.Errorf("%d ids, %d created", n, created.Load())
		}
	})
}

// TestSavesRaceSubmit: of 200 at once who save twice each, with a submit in between, over connections,
// each save that was acknowledged is in what was graded, and no other.
func TestSavesRaceSubmit(t *testing.T) {
	both(t, func(t *testing.T, c *clinic) {
		b := c.guest()
		id := begin(b, "mode", "mock")
		site := httptest.NewServer(c.Server)
		defer site.Close()
		const saves = 200
		var kept [saves][2]atomic.Bool
		var done atomic.Int32
		var all sync.WaitGroup
		some := make(chan struct{})
		for i := range saves { // the questions in turn; some are saved by two, the second under higher numbers
			all.Go(func() {
				for k := range 2 {
					save := fmt.Sprintf(`{"seq":%d,"choice":"%c"}`, i/135*2+k+1, "abcd"[(i+k)%4])
					res, body := b.real(t, site, "PUT", fmt.Sprintf("/attempts/%s/items/%d", id, i%135+1), save, asJSON)
					switch {
					case res.StatusCode == 200:
						kept[i][k].Store(true)
					case res.StatusCode != 409 || !strings.Contains(body, `"code":"closed"`):
						t.Errorf("save %d: %d %s", i, res.StatusCode, body)
					}
					if done.Add(1) == saves/2 {
						close(some)
					}
				}
			})
		}
		all.Go(func() {
			<-some
			if res, body := b.real(t, site, "POST", "/attempts/"+id+"/submit", "", asJSON); res.StatusCode != 200 || strings.TrimSpace(body) != `{"state":"graded"}` {
				t.Errorf("submit: %d %s", res.StatusCode, body)
			}
		})
		all.Wait()
		b.exchange(t, id, []exchange{{"after the submit", "PUT", "/attempts/{id}/items/1", `{"seq":9,"choice":"d"}`, 409, "closed graded", nil}})
		want, n := map[int]string{}, 0
		for i := range kept {
			for k := range 2 {
				if kept[i][k].Load() {
					n++
					want[i%135+1] = string("abcd"[(i+k)%4]) // the higher number comes later
				}
			}
		}
		t.Logf("%d of %d saves came before the submit", n, 2*saves)
		var d resultData
		_, body := b.real(t, site, "GET", "/attempts/"+id+"/result", "", asJSON)
		if err := json.Unmarshal([]byte(body), &d); err != nil {
			t.Fatal(err)
		}
		correct := 0
		for _, it := range d.Items {
			if deref(it.Choice) != want[it.N] {
				t.Errorf("question %d: %q was graded, %q acknowledged", it.N, deref(it.Choice), want[it.N])
			}
			if it.Scored && it.Key == want[it.N] {
				correct++
			}
		}
		if correct != d.Correct {
			t.Errorf("%d right, graded %d", correct, d.Correct)
		}
	})
}
