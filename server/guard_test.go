package server

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"frontdesk/server/store"
)

func TestOtherSitesForms(t *testing.T) {
	c := open(t, func(p *Parts) { u := *p.BaseURL; u.Scheme, u.Host = "https", "study.example.org"; p.BaseURL = &u })
	for _, tc := range []struct {
		what, host string
		header     []string
		refused    bool
	}{
		{"another site, a browser of today", "study.example.org", []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.test"}, true},
		{"a neighbor's site", "study.example.org", []string{"Sec-Fetch-Site", "same-site", "Origin", "https://other.example.org"}, true},
		{"another site, an old browser", "study.example.org", []string{"Origin", "https://evil.test"}, true},
		{"no origin that can be named", "study.example.org", []string{"Origin", "null"}, true},
		{"ourselves", "study.example.org", []string{"Sec-Fetch-Site", "same-origin", "Origin", "https://study.example.org"}, false},
		{"ourselves behind a proxy that changes Host", "10.0.0.5:8080", []string{"Origin", "https://study.example.org"}, false},
		{"a plain-HTTP network, where browsers send no Sec-Fetch-Site", "192.168.1.20:8080", []string{"Origin", "http://192.168.1.20:8080"}, false},
		{"a script without a browser", "study.example.org", nil, false},
	} {
		b := c.browser()
		b.host = tc.host
		a := b.send("POST", "/me/reads", "lesson=d3-03", tc.header...)
		if refused := a.StatusCode == http.StatusForbidden; refused != tc.refused {
			t.Errorf("%s: status %d", tc.what, a.StatusCode)
		}
		if tc.refused && (!strings.Contains(a.body, "That came from another site") || len(b.cookies) > 0) {
			t.Errorf("%s: cookies %v, page %s", tc.what, b.cookies, a.body)
		}
	}
	a := c.browser().send("POST", "/me/reads", `{"lesson":"d3-03"}`, "Sec-Fetch-Site", "cross-site")
	a.want(t, http.StatusForbidden, `{"error":{"code":"cross_site"`)
}

func TestBadInput(t *testing.T) {
	c := open(t)
	b := c.guest()
	big := strings.Repeat("x", maxBody)
	for _, tc := range []struct {
		what, method, target, body, kind string
		status                           int
		want                             string
	}{
		{"NUL in the path", "GET", "/learn/%00", "", "", 400, "not valid text"},
		{"Latin-1 in the path", "GET", "/terms/%e9/", "", "", 400, "not valid text"},
		{"Latin-1 in the query", "GET", "/me?read=%e9", "", "", 400, "&#34;read&#34; of the address"},
		{"a broken query", "GET", "/me?read=%zz", "", "", 400, "behind the question mark"},
		{"NUL in a form", "POST", "/sign-in", "login=a%00b&password=x", "form", 400, "&#34;login&#34; of the form"},
		{"raw NUL in a form", "POST", "/sign-in", "login=a\x00b", "form", 400, "&#34;login&#34; of the form"},
		{"Latin-1 in a form", "POST", "/sign-up", "name=Andr%e9", "form", 400, "&#34;name&#34; of the form"},
		{"Latin-1 in a field's name", "POST", "/sign-up", "n%e9=x", "form", 400, "name of a field"},
		{"a broken form", "POST", "/sign-in", "login=%zz", "form", 400, "as browsers write forms"},
		{"a form that is too large", "POST", "/sign-in", "login=" + big, "form", 413, "The limit is 64 KB"},
		{"another kind of form", "POST", "/sign-in", "login", "multipart/form-data; boundary=x", 415, "application/x-www-form-urlencoded"},
		{"no kind at all", "POST", "/sign-in", "login", "", 415, "application/x-www-form-urlencoded"},
		{"broken JSON", "POST", "/me/reads", `{"lesson":`, "json", 400, "not valid JSON"},
		{"two documents", "POST", "/me/reads", `{"lesson":"d3-03"}{}`, "json", 400, "not valid JSON"},
		{"escaped NUL", "POST", "/me/reads", `{"lesson":"d3-03\u0000"}`, "json", 400, "NUL"},
		{"Latin-1 in JSON", "POST", "/me/reads", "{\"lesson\":\"\xe9\"}", "json", 400, "UTF-8"},
		{"an unknown field", "POST", "/me/reads", `{"leson":"d3-03"}`, "json", 400, `no field \"leson\"`},
		{"another kind of value", "POST", "/me/reads", `{"lesson":3}`, "json", 400, `\"lesson\" takes another kind`},
		{"a list", "POST", "/me/reads", `[]`, "json", 400, "takes another kind"},
		{"JSON that is too large", "POST", "/me/reads", `{"lesson":"` + big + `"}`, "json", 413, "too_large"},
		{"deep JSON", "POST", "/me/reads", strings.Repeat("[", 20000) + strings.Repeat("]", 20000), "json", 400, "not valid JSON"},
	} {
		kind := map[string]string{"form": "application/x-www-form-urlencoded", "json": "application/json"}[tc.kind]
		if kind == "" {
			kind = tc.kind
		}
		a := b.send(tc.method, tc.target, tc.body, "Content-Type", kind)
		if a.StatusCode != tc.status || !strings.Contains(a.body, tc.want) {
			t.Errorf("%s: want %d and %q\n%v", tc.what, tc.status, tc.want, a)
		}
	}
}

// A body that says how long it is, and is longer, is cut off like any other.
func TestTooLargeWithoutLength(t *testing.T) {
	c := open(t)
	r, _ := http.NewRequestWithContext(t.Context(), "POST", "http://clinic.test/sign-in", struct{ *strings.Reader }{strings.NewReader("login=" + strings.Repeat("x", maxBody))})
	r.ContentLength = -1
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	in, err := read(nil, r, maxBody)
	if e := refusalOf(err); e.status != http.StatusRequestEntityTooLarge || len(in.form) != 0 {
		t.Errorf("read %v, %v", in.form, err)
	}
	_ = c
}

func TestPanicIsOnePage(t *testing.T) {
	c := open(t)
	inner := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("patient Rosa Diaz") })
	var err error
	if c.handler, err = c.wrapped(inner); err != nil {
		t.Fatal(err)
	}
	a := c.browser().get("/x").want(t, http.StatusInternalServerError, "Something went wrong on our side", "Reference")
	if strings.Contains(a.body, "Rosa") {
		t.Error("the client sees the panic")
	}
	if !strings.Contains(c.log.String(), "patient Rosa Diaz") {
		t.Error("the log does not tell of the panic")
	}
}

func TestInnerErrorsStayInside(t *testing.T) {
	c := open(t)
	rt := route{method: "GET", path: "/x", access: anyone, handle: func(http.ResponseWriter, *http.Request, *scope) error {
		return errors.New("pq: relation secret_table")
	}}
	c.handler = c.observed(c.handlerOf(rt))
	for _, accept := range []string{"text/html", "application/json"} {
		a := c.browser().send("GET", "/x", "", "Accept", accept).want(t, http.StatusInternalServerError)
		if strings.Contains(a.body, "secret_table") {
			t.Errorf("%s: the client sees the error", accept)
		}
	}
	if !strings.Contains(c.log.String(), "secret_table") {
		t.Error("the log does not tell of the error")
	}
}

// With the database gone, the lessons stay and personal pages say so.
func TestDatabaseDown(t *testing.T) {
	c := open(t)
	member := c.signedIn(c.account("rosa", store.Learner), kindPassword)
	id := member.drill()
	if err := c.db.Close(); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/", "/learn/", "/practice/", "/terms/", "/healthz", "/me/index.html"} {
		if a := member.get(path); a.StatusCode >= 400 {
			t.Errorf("%s: status %d", path, a.StatusCode)
		}
	}
	member.get("/readyz").want(t, 200, `"ready":true`, `"database":"unreachable"`)
	for _, path := range []string{"/me", "/me.json", "/sign-in", "/attempts/" + id} {
		a := member.get(path).want(t, http.StatusServiceUnavailable, "We cannot show your page right now")
		if a.Header.Get("Retry-After") != "5" {
			t.Errorf("%s: Retry-After %q", path, a.Header.Get("Retry-After"))
		}
	}
	member.send("PUT", "/attempts/"+id+"/items/1", `{"seq":1,"choice":"a"}`).want(t, http.StatusServiceUnavailable, `"code":"unavailable"`)
	c.browser().signIn("rosa").want(t, http.StatusServiceUnavailable)
}

// The log tells what was asked for and how it went, and nothing about who asked.
func TestLogHasNoPersonalData(t *testing.T) {
	c := open(t)
	rosa := c.account("rosa@example.org", store.Learner)
	b := c.browser()
	b.header.Set("User-Agent", "Mozilla/5.0 (Rosa)")
	b.header.Set("Referer", "https://secret.example/")
	b.post("/sign-in", "login", "rosa@example.org", "password", goodPassword)
	id := b.drill()
	b.get("/attempts/" + id + "?show=secret")
	b.send("PUT", "/attempts/"+id+"/items/3", `{"seq":1,"choice":"a","tab":"tab-77"}`).want(t, 200)
	b.get("/nowhere/rosa@example.org")
	b.get("/learn/law/?q=secret").want(t, 200)
	b.get("/learn/%00").want(t, 400)
	log := c.log.String()
	for _, bad := range []string{"rosa", "Rosa", "example", "192.0.2.7", id, rosa, "secret", "tab-77", "Mozilla", b.cookies[cookieName], "items/3"} {
		if strings.Contains(log, bad) {
			t.Errorf("the log has %q:\n%s", bad, log)
		}
	}
	for _, want := range []string{
		"msg=request method=POST route=/sign-in status=303 ms=", "method=PUT route=/attempts/{id}/items/{n} status=200", "route=(nowhere) status=404",
		"route=" + sharedPage + " status=200", "route=(refused) status=400"} {
		if !strings.Contains(log, want) {
			t.Errorf("the log lacks %q:\n%s", want, log)
		}
	}
	b.get("/metrics").want(t, 200, `frontdesk_requests_total{method="PUT",route="/attempts/{id}/items/{n}",status="200"} 1`,
		`frontdesk_requests_total{method="GET",route="(nowhere)",status="404"} 1`, "go_goroutines")
}

func TestReadiness(t *testing.T) {
	c := open(t)
	b := c.browser()
	b.get("/healthz").want(t, 200, `"alive":true`)
	b.get("/readyz").want(t, 200, `{"ready":true,"draining":false,"database":"ok"}`)
	c.Drain()
	b.get("/readyz").want(t, http.StatusServiceUnavailable, `{"ready":false,"draining":true,"database":"ok"}`)
	b.get("/me").want(t, 200)
}

// Replicas and restarts share the key in the database; FRONTDESK_SECRET replaces it.
func TestSecret(t *testing.T) {
	c := open(t)
	b := c.guest()
	again := openOver(t, c.db)
	b.c = again
	b.get("/me.json").want(t, 200)
	secret := func(p *Parts) { p.Secret = []byte(strings.Repeat("s", 32)) }
	b.c = openOver(t, c.db, secret)
	b.get("/me.json").want(t, http.StatusUnauthorized)
	b = b.c.guest()
	b.c = openOver(t, c.db, secret)
	b.get("/me.json").want(t, 200)
}
