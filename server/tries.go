package server

import (
	"crypto/sha256"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"
)

// How many failed tries are taken in triesWindow: with one sign-in name, and from one address, behind which a whole
// class may sit.
const (
	triesWindow     = 5 * time.Minute
	triesPerLogin   = 10
	triesPerAddress = 100
	triesKept       = 100_000 // names and addresses counted at most, some 10 MB
)

// tries counts failed sign-ins in this process. A try counts when it begins, so that a hundred at once are not all let
// through, and is taken back when it succeeds. Names and addresses are kept as hashes.
type tries struct {
	mu     sync.Mutex
	counts map[tryKey]tryCount
}

type tryKey [16]byte

type tryCount struct {
	n     int
	until time.Time
}

func newTries() *tries { return &tries{counts: map[tryKey]tryCount{}} }

func loginKey(login string) tryKey     { return keyOf("login\n" + login) }
func addressKey(address string) tryKey { return keyOf("address\n" + address) }

func keyOf(s string) (k tryKey) {
	sum := sha256.Sum256([]byte(s))
	copy(k[:], sum[:])
	return k
}

// take counts a try under the key and returns 0, or how long to wait if there were more than limit of them.
func (t *tries) take(key tryKey, limit int, now time.Time) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	c, ok := t.counts[key]
	if !ok || !now.Before(c.until) {
		t.makeRoom(now)
		c = tryCount{until: now.Add(triesWindow)}
	}
	if c.n >= limit {
		return c.until.Sub(now)
	}
	c.n++
	t.counts[key] = c
	return 0
}

// giveBack takes a try back that was none: a right password.
func (t *tries) giveBack(key tryKey) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if c, ok := t.counts[key]; ok && c.n > 0 {
		c.n--
		t.counts[key] = c
	}
}

// makeRoom drops what has run out once there are too many, and everything if that does not help: forgetting counts is
// better than running out of memory.
func (t *tries) makeRoom(now time.Time) {
	if len(t.counts) < triesKept {
		return
	}
	for k, c := range t.counts {
		if !now.Before(c.until) {
			delete(t.counts, k)
		}
	}
	if len(t.counts) >= triesKept {
		clear(t.counts)
	}
}

// address is where the request comes from: the connection's other end, or, if that is a proxy of ours, the last
// address in X-Forwarded-For that is not.
func (s *Server) address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	list := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(list) - 1; i >= 0 && s.proxy(host); i-- {
		if next := strings.TrimSpace(list[i]); next != "" {
			host = next
		}
	}
	return network(host)
}

// proxy tells whether an address is one of the proxies that are trusted.
func (s *Server) proxy(host string) bool {
	a, err := netip.ParseAddr(host)
	if err != nil {
		return false
	}
	for _, p := range s.proxies {
		if p.Contains(a.Unmap()) {
			return true
		}
	}
	return false
}

// network is what counts as one address: an IPv6 customer has a whole /64 of them.
func network(host string) string {
	a, err := netip.ParseAddr(host)
	if err != nil || a.Unmap().Is4() {
		return host
	}
	p, err := a.WithZone("").Prefix(64)
	if err != nil {
		return host
	}
	return p.String()
}
