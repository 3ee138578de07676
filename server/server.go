// Package server is HTTP and nothing else: a form in, a page out. What an attempt may do is decided in server/exam,
// what is kept in server/store, what the shared pages say in server/site.
//
// Begin with routes.go, the one table of everything that can be asked for: each line has a method, a path, who may ask
// and the handler. access.go turns the third column into a scope (who asks, which attempt it is about) that the handler
// is given; nobody gets past it. A handler reads the scope, calls a package below and answers with a page, JSON or a
// redirect; whatever it cannot do it returns as an error, and refusal.go alone turns errors into statuses and words.
// router.go puts the table behind the router, guard.go and observe.go stand round all of it.
package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/gorilla/mux"

	"frontdesk/content"
	"frontdesk/quizzes"
	"frontdesk/server/exam"
	"frontdesk/server/search"
	"frontdesk/server/site"
	"frontdesk/server/store"
	"frontdesk/static"
	"frontdesk/templates"
)

// Parts are what a Server is made of. All but Proxies and Secret are needed.
type Parts struct {
	Store     *store.DB
	Course    *content.Course
	Bank      *quizzes.Bank
	Site      *site.Site
	Search    *search.Index // over the documents of Site
	Templates *templates.Set
	Static    *static.Files
	BaseURL   *url.URL         // how people reach the site: the trusted origin, and https there makes cookies Secure
	Proxies   []netip.Prefix   // whose X-Forwarded-For is believed; none: the address of the connection counts
	Secret    []byte           // signs the cookies in place of the key in the database; at least 32 bytes, or none
	Now       func() time.Time // the clock
	Random    func() uint64    // seeds of drawn forms
	Log       *slog.Logger
}

// Server answers every request of one installation. Any number of them may run beside one another over one database:
// what it keeps in memory never changes, but for metrics and the counts of failed sign-ins.
type Server struct {
	db        *store.DB
	course    *content.Course
	bank      *quizzes.Bank
	exams     *exam.Exams
	site      *site.Site
	search    *search.Index
	templates *templates.Set
	static    *static.Files
	base      *url.URL
	proxies   []netip.Prefix
	now       func() time.Time
	random    func() uint64
	log       *slog.Logger

	table     []route
	router    *mux.Router
	sessions  *sessionStore
	tagKey    []byte // see tag.go
	passwords *passwords
	tries     *tries
	metrics   *metrics
	draining  atomic.Bool
	handler   http.Handler
}

// New makes a server. It fails if the database does not answer: the cookies' key is kept there.
func New(ctx context.Context, p Parts) (*Server, error) {
	s := &Server{
		db: p.Store, course: p.Course, bank: p.Bank, site: p.Site, search: p.Search, templates: p.Templates, static: p.Static,
		base: p.BaseURL, proxies: p.Proxies, now: p.Now, random: p.Random, log: p.Log,
		exams:     exam.New(p.Store, p.Bank, p.Course.ID, p.Course.Version, p.Log),
		passwords: newPasswords(),
		tries:     newTries(),
	}
	sessions, err := newSessionStore(ctx, s.db, p.Secret, s.base.Scheme == "https", s.now)
	if err != nil {
		return nil, fmt.Errorf("prepare sign-ins: %w", err)
	}
	s.sessions = sessions
	if s.tagKey, err = newTagKey(ctx, s.db); err != nil {
		return nil, err
	}
	s.table = s.routes()
	s.metrics = newMetrics()
	s.router = s.newRouter()
	if s.handler, err = s.wrapped(s.router); err != nil {
		return nil, err
	}
	return s, nil
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Drain makes /readyz say that no more requests should be sent here. Everything is still answered.
func (s *Server) Drain() { s.draining.Store(true) }

// OwnerLink makes the one-time address at which the first owner chooses an account, in place of an earlier one; "" once
// there is an owner.
func (s *Server) OwnerLink(ctx context.Context) (string, error) {
	token, err := s.db.NewOwnerToken(ctx)
	if errors.Is(err, store.ErrOwnerExists) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("make the owner link: %w", err)
	}
	return s.base.JoinPath("owner", token).String(), nil
}
