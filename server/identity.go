package server

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/gorilla/sessions"

	"frontdesk/server/store"
)

// identify is the one way from a request to a person: it fills in the scope's session, or leaves it empty for someone
// unknown. A visit more than an hour after the one before is recorded.
func (s *Server) identify(w http.ResponseWriter, r *http.Request, sc *scope) error {
	se, err := s.sessions.Get(r, cookieName)
	if err != nil {
		return err
	}
	row, ok := se.Values[rowKey].(store.Session)
	if !ok {
		if _, err := r.Cookie(cookieName); err == nil {
			return s.forget(w, r, se) // a session that has ended: the browser need not show it again
		}
		return nil
	}
	sc.session, sc.token = row, se.ID
	if s.now().Sub(row.Seen) < touchEvery {
		return nil
	}
	err = se.Save(r, w)
	if errors.Is(err, store.ErrNotFound) { // it was ended a moment ago
		sc.session, sc.token = store.Session{}, ""
		return s.forget(w, r, se)
	}
	return err
}

// forget takes the session's cookies away and ends its row, if there is one.
func (s *Server) forget(w http.ResponseWriter, r *http.Request, se *sessions.Session) error {
	se.Options.MaxAge = -1
	if err := se.Save(r, w); err != nil {
		return fmt.Errorf("sign out: %w", err)
	}
	return nil
}

// begin makes someone unknown a guest.
func (s *Server) begin(w http.ResponseWriter, r *http.Request, sc *scope) error {
	id, err := s.db.NewGuest(r.Context(), s.now())
	if err != nil {
		return fmt.Errorf("make a guest: %w", err)
	}
	return s.become(w, r, sc, id, kindGuest)
}

// become makes the browser's session one of the person, under a new token, and the scope with it.
func (s *Server) become(w http.ResponseWriter, r *http.Request, sc *scope, person, kind string) error {
	se, err := s.sessions.Get(r, cookieName)
	if err != nil {
		return err
	}
	se.Values[personKey], se.Values[kindKey] = person, kind
	if se.Options.MaxAge < 0 {
		se.Options.MaxAge = s.sessions.options.MaxAge
	}
	if err := se.Save(r, w); err != nil {
		return err
	}
	row, err := s.db.Session(r.Context(), se.ID, s.now())
	if err != nil {
		return fmt.Errorf("read the new session: %w", err)
	}
	se.Values[rowKey] = row
	sc.session, sc.token = row, se.ID
	return nil
}

// leave ends the browser's session.
func (s *Server) leave(w http.ResponseWriter, r *http.Request, sc *scope) error {
	se, err := s.sessions.Get(r, cookieName)
	if err != nil {
		return err
	}
	sc.session, sc.token = store.Session{}, ""
	return s.forget(w, r, se)
}
