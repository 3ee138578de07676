package server

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"frontdesk/server/store"
	"frontdesk/server/store/storetest"
)

func TestSignUpKeepsGuestWork(t *testing.T) {
	for _, engine := range storetest.Engines(t) {
		t.Run(engine, func(t *testing.T) {
			c := openOver(t, storetest.Open(t, engine))
			b := c.browser()
			b.post("/me/reads", "lesson", "d3-03").leads(t, "/me?done=read")
			id, guest := b.drill(), b.person()
			before := b.cookies[cookieName]
			b.get("/sign-up").want(t, 200, "Keep your work", "1 attempt and 1 lesson")
			b.post("/sign-up", "name", "Ana", "login", " Ana@Example.org ", "password", goodPassword).leads(t, "/me?done=account")

			member := b.person()
			if member.ID != guest.ID || member.Kind != store.Member || member.Login != "ana@example.org" || member.Name != "Ana" {
				t.Fatalf("the guest %+v became %+v", guest, member)
			}
			b.get("/attempts/"+id).want(t, 200)
			b.get("/me.json").want(t, 200, `"guest":false`, `"name":"Ana"`, `"lesson":"d3-03"`, id)
			planted := c.browser()
			planted.cookies[cookieName] = before
			planted.get("/me.json").want(t, http.StatusUnauthorized)

			other := c.browser() // another device
			other.signIn("ANA@example.org").leads(t, "/me")
			other.get("/attempts/"+id).want(t, 200)
		})
	}
}

func TestSignUpRefuses(t *testing.T) {
	c := open(t)
	c.account("rosa", store.Learner)
	for _, tc := range []struct{ name, login, password, want string }{
		{"", "ana", goodPassword, "Enter your name"},
		{"Ana", "  ", goodPassword, "Enter your email or user name"},
		{"Ana", "ana", "elevenchars", "Choose a password with at least 12 characters"},
		{"Ana", "ana", strings.Repeat("x", 1001), "at most 1000 characters"},
		{"Ana", "ROSA", goodPassword, "That name is taken. Sign in, or choose another."},
		{"Ana\r\nBcc: x", "ana", goodPassword, "on one line"},
		{strings.Repeat("A", 101), "ana", goodPassword, "at most 100"},
		{"Ana", strings.Repeat("a", 255), goodPassword, "at most 254"},
		{"Ana", strings.Repeat("\ufdfa", 200), goodPassword, "at most 254"}, // one sign, 18 letters once folded
		{"Ana", "ana\u202enimda", goodPassword, "on one line"},
	} {
		b := c.browser()
		a := b.post("/sign-up", "name", tc.name, "login", tc.login, "password", tc.password).want(t, http.StatusUnprocessableEntity, tc.want)
		if strings.Contains(a.body, goodPassword) || len(b.cookies) > 0 {
			t.Errorf("%q: the password is shown again, or cookies are set: %v", tc.want, b.cookies)
		}
	}
	if people, err := c.db.ListPeople(t.Context()); err != nil || len(people) != 1 {
		t.Errorf("accounts: %v, %v", people, err)
	}
}

func TestSessionIsNewAfterSignIn(t *testing.T) {
	c := open(t)
	rosa := c.account("rosa", store.Learner)
	b := c.browser()
	b.post("/me/reads", "lesson", "d3-03", "undo", "1") // becomes a guest who has nothing
	planted := c.browser()
	planted.cookies[cookieName] = b.cookies[cookieName]
	b.signIn("rosa").leads(t, "/me")
	if b.person().ID != rosa || planted.person().ID != "" {
		t.Errorf("signed in: %v; with the cookie from before: %v", b.person(), planted.person())
	}
}

func TestCookies(t *testing.T) {
	for _, tc := range []struct {
		scheme, shared string
		want           []string
	}{
		{"http", "", []string{
			"frontdesk=X; Path=/; Max-Age=15552000; HttpOnly; SameSite=Lax", "fd=1; Path=/; Max-Age=15552000; SameSite=Lax"}},
		{"https", "1", []string{"frontdesk=X; Path=/; HttpOnly; Secure; SameSite=Lax", "fd=1; Path=/; Secure; SameSite=Lax"}},
	} {
		c := open(t, func(p *Parts) { u := *p.BaseURL; u.Scheme = tc.scheme; p.BaseURL = &u })
		c.account("rosa", store.Learner)
		a := c.browser().post("/sign-in", "login", "rosa", "password", goodPassword, "shared", tc.shared)
		var got []string
		for _, line := range a.Header["Set-Cookie"] {
			cookie, err := http.ParseSetCookie(line)
			if err != nil {
				t.Fatal(err)
			}
			if cookie.Name == cookieName {
				cookie.Value = "X"
			}
			cookie.Expires = time.Time{}
			got = append(got, cookie.String())
		}
		if fmt.Sprint(got) != fmt.Sprint(tc.want) {
			t.Errorf("%s, shared %q:\n got %q\nwant %q", tc.scheme, tc.shared, got, tc.want)
		}
	}
}

func TestSessionEnds(t *testing.T) {
	c := open(t)
	c.account("rosa", store.Learner)
	own, library := c.browser(), c.browser()
	own.signIn("rosa").leads(t, "/me")
	library.post("/sign-in", "login", "rosa", "password", goodPassword, "shared", "1").leads(t, "/me")
	c.clock.Forward(13 * time.Hour)
	library.get("/me.json").want(t, http.StatusUnauthorized)
	if _, kept := library.cookies["fd"]; kept {
		t.Error("the browser still shows the cookies of a session that has ended")
	}
	for range 3 { // each visit moves the end
		c.clock.Forward(100 * 24 * time.Hour)
		own.get("/me.json").want(t, 200)
	}
	c.clock.Forward(181 * 24 * time.Hour)
	own.get("/me.json").want(t, http.StatusUnauthorized)
}

func TestForgedCookie(t *testing.T) {
	c := open(t)
	b := c.guest()
	good := b.cookies[cookieName]
	for _, bad := range []string{"", "x", good[:len(good)-2], good + "A", strings.Repeat("A", 4000)} {
		b.cookies[cookieName] = bad
		b.send("GET", "/me.json", "").want(t, http.StatusUnauthorized)
	}
}

func TestSignOut(t *testing.T) {
	c := open(t)
	rosa := c.account("rosa", store.Learner)
	phone, desk := c.signedIn(rosa, kindPassword), c.signedIn(rosa, kindPassword)
	old := phone.cookies[cookieName]
	phone.post("/sign-out").leads(t, "/sign-in?done=out")
	phone.cookies[cookieName] = old
	phone.get("/me.json").want(t, http.StatusUnauthorized)
	desk.get("/me.json").want(t, 200)

	tablet := c.signedIn(rosa, kindPassword)
	desk.post("/sign-out/everywhere").leads(t, "/sign-in?done=everywhere")
	tablet.get("/me.json").want(t, http.StatusUnauthorized)
	if len(desk.cookies) > 0 {
		t.Errorf("cookies are left: %v", desk.cookies)
	}
	c.guest().post("/sign-out").leads(t, "/me/finish")
	c.browser().post("/sign-out").leads(t, "/sign-in?done=out")
}

func TestMergeAsks(t *testing.T) {
	for _, tc := range []struct {
		take    string
		done    string
		carried int
	}{{"yes", "/me?done=merged", http.StatusOK}, {"no", "/me", http.StatusNotFound}} {
		t.Run(tc.take, func(t *testing.T) {
			c := open(t)
			rosa := c.account("rosa", store.Learner)
			b := c.browser()
			id, guest := b.drill(), b.person()
			b.signIn("rosa").leads(t, "/sign-in/merge")
			if got := b.person(); got.ID != guest.ID {
				t.Fatalf("before the answer the browser is %+v", got)
			}
			b.get("/sign-in/merge").want(t, 200, "Rosa", "1 attempt")
			b.get("/attempts/"+id).want(t, 200)
			b.post("/sign-in/merge", "take", "perhaps").want(t, http.StatusUnprocessableEntity, "Say whose work it is")
			b.post("/sign-in/merge", "take", tc.take).leads(t, tc.done)
			if got := b.person(); got.ID != rosa {
				t.Fatalf("after the answer the browser is %+v", got)
			}
			if _, waits := b.cookies[waitingCookieName]; waits {
				t.Error("the sign-in still waits")
			}
			b.get("/attempts/"+id).want(t, tc.carried)
			b.post("/sign-in/merge", "take", "yes").leads(t, "/sign-in")
		})
	}
}

// A sign-in that waits opens nothing, whichever cookie it is put into, and not for long.
func TestWaitingSignInOpensNothing(t *testing.T) {
	c := open(t)
	c.account("rosa", store.Learner)
	b := c.browser()
	b.drill()
	b.signIn("rosa").leads(t, "/sign-in/merge")
	thief := c.browser()
	thief.cookies[cookieName] = b.cookies[waitingCookieName]
	thief.get("/me.json").want(t, http.StatusUnauthorized)
	thief = c.browser()
	thief.cookies[waitingCookieName] = b.cookies[waitingCookieName]
	thief.post("/sign-in/merge", "take", "no").want(t, http.StatusUnauthorized)
	c.clock.Forward(waitingLife + time.Second)
	b.post("/sign-in/merge", "take", "yes").leads(t, "/sign-in")
	if b.person().Kind != store.Guest {
		t.Errorf("the browser is %+v", b.person())
	}
}

func TestSignInLeadsOnlyHere(t *testing.T) {
	c := open(t)
	c.account("rosa", store.Learner)
	for next, want := range map[string]string{
		"/attempts/X1?a=b":      "/attempts/X1?a=b",
		"":                      "/me",
		"https://evil.test/":    "/me",
		"//evil.test/":          "/me",
		`/\evil.test/`:          "/me",
		`\\evil.test`:           "/me",
		"/\t/evil.test":         "/me",
		"javascript:alert(1)":   "/me",
		"evil.test":             "/me",
		"http:/evil.test":       "/me",
		"/%2F/evil.test":        "/me",
		"/%5cevil.test":         "/%5Cevil.test",
		"/x#https://evil.test/": "/x",
	} {
		c.browser().post("/sign-in", "login", "rosa", "password", goodPassword, "next", next).leads(t, want)
	}
}

func TestWrongPasswordAndUnknownNameAreAlike(t *testing.T) {
	c := open(t)
	c.account("rosa", store.Learner)
	wrong := c.browser().post("/sign-in", "login", "rosa", "password", "not the password").want(t, http.StatusUnprocessableEntity, "do not match")
	unknown := c.browser().post("/sign-in", "login", "asor", "password", "not the password").want(t, http.StatusUnprocessableEntity, "do not match")
	if strings.ReplaceAll(wrong.body, "rosa", "asor") != unknown.body {
		t.Error("the page tells whether the name exists")
	}
	if strings.Contains(wrong.body, "not the password") {
		t.Error("the password is shown again")
	}
}

// Comparing with nobody's hash does the same work as comparing with one that is made now.
func TestUnknownNameCostsTheSame(t *testing.T) {
	hash, err := HashPassword(t.Context(), goodPassword)
	if err != nil {
		t.Fatal(err)
	}
	strength := func(h string) string { return strings.Join(strings.Split(h, "$")[:4], "$") }
	if strength(hash) != strength(nobodysHash) || len(hash) != len(nobodysHash) {
		t.Errorf("hashes are made as %s, nobody's is %s", strength(hash), strength(nobodysHash))
	}
	if ok, err := newPasswords().match(t.Context(), goodPassword, ""); ok || err != nil {
		t.Errorf("no account matched: %v, %v", ok, err)
	}
}

func TestTooManyTries(t *testing.T) {
	c := open(t)
	c.account("rosa", store.Learner)
	b := c.browser()
	for range triesPerLogin {
		b.post("/sign-in", "login", "Rosa", "password", "wrong").want(t, http.StatusUnprocessableEntity)
	}
	a := b.signIn("rosa").want(t, http.StatusTooManyRequests, "Too many tries. Wait 5 minutes, then try again.")
	if a.Header.Get("Retry-After") != "300" {
		t.Errorf("Retry-After: %q", a.Header.Get("Retry-After"))
	}
	b.send("POST", "/sign-in", "login=rosa&password=x", "Accept", "application/json").want(t, http.StatusTooManyRequests, `{"error":{"code":"too_many"`)
	c.clock.Forward(4*time.Minute + 30*time.Second)
	b.signIn("rosa").want(t, http.StatusTooManyRequests, "Wait 1 minute,")
	c.clock.Forward(time.Minute)
	b.signIn("rosa").leads(t, "/me")
}

func TestTooManyTriesFromOneAddress(t *testing.T) {
	c := open(t)
	c.account("rosa", store.Learner)
	b := c.browser()
	for i := range triesPerAddress {
		c.tries.take(addressKey("192.0.2.7"), triesPerAddress, c.Now())
		_ = i
	}
	b.signIn("rosa").want(t, http.StatusTooManyRequests)
	b.header.Set("X-Forwarded-For", "203.0.113.9") // anyone can write this
	b.signIn("rosa").want(t, http.StatusTooManyRequests)
	elsewhere := c.browser()
	elsewhere.remote = "198.51.100.3:1234"
	elsewhere.signIn("rosa").leads(t, "/me")
}

// Whoever knows the password is not stopped by having used it often.
func TestRightPasswordIsNoTry(t *testing.T) {
	c := open(t)
	c.account("rosa", store.Learner)
	for range 3 * triesPerLogin {
		c.browser().signIn("rosa").leads(t, "/me")
	}
}

func TestAddress(t *testing.T) {
	c := open(t, func(p *Parts) { p.Proxies = prefixes(t, "10.0.0.0/8", "fd00::/8") })
	for _, tc := range []struct{ remote, forwarded, want string }{
		{"203.0.113.9:1", "", "203.0.113.9"},
		{"203.0.113.9:1", "198.51.100.1", "203.0.113.9"}, // not our proxy
		{"10.1.1.1:1", "198.51.100.1", "198.51.100.1"},
		{"10.1.1.1:1", "6.6.6.6, 198.51.100.1, 10.2.2.2", "198.51.100.1"}, // the first is the client's own word
		{"10.1.1.1:1", "", "10.1.1.1"},
		{"[2001:db8:1:2:3:4:5:6]:1", "", "2001:db8:1:2::/64"},
		{"[fd00::1]:1", "2001:db8:1:2::9", "2001:db8:1:2::/64"},
	} {
		r, _ := http.NewRequest("GET", "/", nil)
		r.RemoteAddr = tc.remote
		if tc.forwarded != "" {
			r.Header.Set("X-Forwarded-For", tc.forwarded)
		}
		if got := c.address(r); got != tc.want {
			t.Errorf("%s, forwarded %q: %s, want %s", tc.remote, tc.forwarded, got, tc.want)
		}
	}
}

func TestTriesStayBounded(t *testing.T) {
	tr := newTries()
	now := opening
	for i := range triesKept + 10 {
		tr.take(loginKey(fmt.Sprint(i)), 1, now)
	}
	if len(tr.counts) > triesKept {
		t.Errorf("%d counts are kept", len(tr.counts))
	}
}
