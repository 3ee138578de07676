package server

import (
	"sync"
	"testing"

	"frontdesk/server/store"
)

// TestEverybodyAtOnce is for the race detector: everybody asks for every line of the table at once, for a page and for
// JSON, of one server. What each is to be answered is tested elsewhere, in one goroutine.
func TestEverybodyAtOnce(t *testing.T) {
	c := open(t)
	everyone := actors(c)
	member := everyone["member"]()
	rosa := member.person().ID
	vars := map[string]string{"id": member.drill(), "person": rosa, "n": "1", "token": "WRONG", "hash": "x", "file": "site.css", "page": "learn/", "revision": c.anyRevision(), "family": "gen-share"}
	class := c.class(rosa, store.Learner)
	vars["class"], vars["code"] = class.ID, class.Code
	var asking []func()
	for who, in := range everyone {
		for _, accept := range []string{asPage, asJSON} {
			var browsers []*browser // each with a session of its own, for some requests end it
			for range c.table {
				browsers = append(browsers, in())
			}
			asking = append(asking, func() {
				for i, rt := range c.table {
					target := pathOf(rt, vars)
					if target == "/search" {
						target += "?q=appointment"
					}
					if a := browsers[i].send(methodOf(rt), target, bodies[rt.path], "Accept", accept); a.StatusCode >= 500 {
						t.Errorf("%s %s as %s, %s: %v", rt.method, target, who, accept, a)
					}
				}
			})
		}
	}
	var all sync.WaitGroup
	for _, ask := range asking {
		all.Go(ask)
	}
	all.Wait()
}
