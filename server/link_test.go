package server

import (
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"frontdesk/server/store"
	"frontdesk/server/store/storetest"
)

func prefixes(t *testing.T, texts ...string) []netip.Prefix {
	t.Helper()
	var list []netip.Prefix
	for _, s := range texts {
		p, err := netip.ParsePrefix(s)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
	return list
}

func (c *clinic) ownerPath() string {
	c.t.Helper()
	link, err := c.OwnerLink(c.t.Context())
	if err != nil || !strings.HasPrefix(link, "http://clinic.test/owner/") {
		c.t.Fatalf("owner link %q, %v", link, err)
	}
	return strings.TrimPrefix(link, "http://clinic.test")
}

func TestOwnerLink(t *testing.T) {
	for _, engine := range storetest.Engines(t) {
		t.Run(engine, func(t *testing.T) {
			c := openOver(t, storetest.Open(t, engine))
			older := c.ownerPath()
			path := c.ownerPath()
			preview := c.browser()
			for range 3 { // programs that preview links
				preview.get(path).want(t, 200, "Make me the owner")
				preview.send("HEAD", path, "").want(t, 200)
			}
			c.browser().get(older).want(t, http.StatusNotFound, "This link does not work any more")

			b := c.browser()
			b.post(path, "name", "Ida", "login", "ida", "password", "short").want(t, http.StatusUnprocessableEntity, "at least 12")
			b.post(older, "name", "Eve", "login", "eve", "password", goodPassword).want(t, http.StatusNotFound)
			b.post(path, "name", "Ida", "login", "ida", "password", goodPassword).leads(t, "/me?done=owner")
			if p := b.person(); p.Role != store.Owner || p.Login != "ida" {
				t.Fatalf("the owner is %+v", p)
			}
			c.browser().get(path).want(t, http.StatusNotFound)
			c.browser().post(path, "name", "Eve", "login", "eve", "password", goodPassword).want(t, http.StatusNotFound)
			if link, err := c.OwnerLink(t.Context()); link != "" || err != nil {
				t.Errorf("with an owner there is a link %q, %v", link, err)
			}
		})
	}
}

func TestOwnerKeepsGuestWork(t *testing.T) {
	c := open(t)
	b := c.browser()
	id := b.drill()
	b.post(c.ownerPath(), "name", "Ida", "login", "ida", "password", goodPassword).leads(t, "/me?done=owner")
	b.get("/attempts/"+id).want(t, 200)
}

func (c *clinic) resetPath(person string) string {
	c.t.Helper()
	link, err := NewResetLink(c.t.Context(), c.db, c.base, person, c.Now())
	if err != nil {
		c.t.Fatal(err)
	}
	return strings.TrimPrefix(link, "http://clinic.test")
}

func TestResetLink(t *testing.T) {
	for _, engine := range storetest.Engines(t) {
		t.Run(engine, func(t *testing.T) {
			c := openOver(t, storetest.Open(t, engine))
			rosa := c.account("rosa", store.Learner)
			elsewhere := c.signedIn(rosa, kindPassword)
			path := c.resetPath(rosa)
			c.browser().get(path).want(t, 200, "rosa", "Save the password")
			b := c.browser()
			b.post(path, "password", "short").want(t, http.StatusUnprocessableEntity, "at least 12")
			elsewhere.get("/me.json").want(t, 200)
			b.post(path, "password", "another four words").leads(t, "/me?done=password")
			if b.person().ID != rosa {
				t.Errorf("signed in is %+v", b.person())
			}
			elsewhere.get("/me.json").want(t, http.StatusUnauthorized)
			b.get(path).want(t, http.StatusNotFound, "This link does not work any more")
			c.browser().post(path, "password", "third set of words").want(t, http.StatusNotFound)
			c.browser().signIn("rosa").want(t, http.StatusUnprocessableEntity)
			c.browser().post("/sign-in", "login", "rosa", "password", "another four words").leads(t, "/me")
		})
	}
}

func TestResetLinkLastsAnHourAndSignsNobodyIn(t *testing.T) {
	c := open(t)
	rosa := c.account("rosa", store.Learner)
	path := c.resetPath(rosa)
	c.clock.Forward(59 * time.Minute)
	c.browser().get(path).want(t, 200)
	c.clock.Forward(2 * time.Minute)
	c.browser().get(path).want(t, http.StatusNotFound)
	c.browser().post(path, "password", "another four words").want(t, http.StatusNotFound)
	if c.signedIn(rosa, kindReset).person().ID != "" {
		t.Error("the token of a reset link opens a session")
	}
	signedIn := c.signedIn(rosa, kindPassword)
	sc := &scope{}
	r, _ := http.NewRequestWithContext(t.Context(), "GET", "/", nil)
	r.AddCookie(&http.Cookie{Name: cookieName, Value: signedIn.cookies[cookieName]})
	if err := c.identify(nil, r, sc); err != nil {
		t.Fatal(err)
	}
	c.browser().get("/reset/"+sc.token).want(t, http.StatusNotFound) // nor does a session reset a password
}

// A guest's work is not taken over, and not lost, because somebody opens a reset link in that browser.
func TestResetLinkInAGuestsBrowser(t *testing.T) {
	c := open(t)
	rosa := c.account("rosa", store.Learner)
	b := c.browser()
	id := b.drill()
	b.post(c.resetPath(rosa), "password", "another four words").leads(t, "/sign-in/merge")
	b.get("/attempts/"+id).want(t, 200)
}
