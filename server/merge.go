package server

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/gorilla/sessions"

	"frontdesk/server/store"
	"frontdesk/templates"
)

// Somebody shows the right password in a browser where a guest has work: on a family's or a library's computer that
// may be somebody else's. So the sign-in waits in a cookie of its own, and opens nothing, until the question whose work
// it is has an answer. Who never answers stays the guest, and nothing has happened.

// askToMerge keeps the sign-in waiting and leads to the question, and from there to next.
func (s *Server) askToMerge(w http.ResponseWriter, r *http.Request, person, kind, next string) error {
	se, err := s.sessions.Get(r, waitingCookieName)
	if err != nil {
		return err
	}
	se.Values[personKey], se.Values[kindKey] = person, waitingKind(kind)
	if err := se.Save(r, w); err != nil {
		return err
	}
	if path, _, _ := strings.Cut(next, "?"); path == "/me" { // where it leads anyway
		next = ""
	}
	return redirect(w, withNext("/sign-in/merge", next))
}

// waiting is the sign-in that waits; ok is false if there is none.
func (s *Server) waiting(r *http.Request, sc *scope) (se *sessions.Session, member store.Person, ok bool, err error) {
	se, err = s.sessions.Get(r, waitingCookieName)
	if err != nil {
		return nil, store.Person{}, false, err
	}
	row, found := se.Values[rowKey].(store.Session)
	return se, row.Person, found && sc.guest() && row.Person.Kind == store.Member, nil
}

// showMerge asks whose work it is.
func (s *Server) showMerge(w http.ResponseWriter, r *http.Request, sc *scope) error {
	_, member, ok, err := s.waiting(r, sc)
	if err != nil {
		return err
	}
	if !ok {
		return redirect(w, "/sign-in")
	}
	page, err := s.mergePage(r, sc, member)
	if err != nil {
		return err
	}
	page.Next = localPath(r.URL.Query().Get("next"), "")
	return s.show(w, http.StatusOK, page)
}

func (s *Server) mergePage(r *http.Request, sc *scope, member store.Person) (templates.MergePage, error) {
	work, err := s.workOf(r.Context(), sc.person())
	if err != nil {
		return templates.MergePage{}, err
	}
	page := templates.NewMergePage(sc.shown(), member.Name, work)
	page.Whose = s.tag(sc.person())
	page.Open, err = s.bothOpen(r, sc.person(), member.ID)
	return page, err
}

// bothOpen tells whether two people have an exam of one kind open.
func (s *Server) bothOpen(r *http.Request, a, b string) (bool, error) {
	modes := map[string]string{}
	for _, person := range []string{a, b} {
		all, err := s.db.AttemptsOf(r.Context(), person)
		if err != nil {
			return false, fmt.Errorf("list attempts: %w", err)
		}
		for _, at := range all {
			if !at.Open(s.now()) {
				continue
			}
			if other, ok := modes[at.Mode]; ok && other != person {
				return true, nil
			}
			modes[at.Mode] = person
		}
	}
	return false, nil
}

// merge takes the answer and finishes the sign-in.
func (s *Server) merge(w http.ResponseWriter, r *http.Request, sc *scope) error {
	se, member, ok, err := s.waiting(r, sc)
	if err != nil {
		return err
	}
	if !ok {
		return redirect(w, "/sign-in")
	}
	take, next := sc.field("take"), localPath(sc.field("next"), "")
	if take != "yes" && take != "no" {
		page, err := s.mergePage(r, sc, member)
		if err != nil {
			return err
		}
		page.Next, page.Errors = next, []templates.FieldError{{Field: "take", Text: "Say whose work it is"}}
		return s.refuseForm(w, r, http.StatusUnprocessableEntity, page, page.Errors)
	}
	if take == "yes" {
		if err := s.db.MergeGuest(r.Context(), sc.person(), member.ID, s.now()); err != nil && !errors.Is(err, store.ErrNotFound) {
			return fmt.Errorf("take a guest's work over: %w", err)
		}
	}
	row, _ := se.Values[rowKey].(store.Session)
	if err := s.forget(w, r, se); err != nil {
		return err
	}
	if _, err := s.db.Stay(r.Context(), member.ID, s.now()); err != nil {
		return fmt.Errorf("keep an account: %w", err)
	}
	if err := s.become(w, r, sc, member.ID, waitedKind(row.Kind)); err != nil {
		return err
	}
	switch {
	case next != "":
		return redirect(w, next)
	case take == "yes":
		return redirect(w, "/me?done=merged")
	}
	return redirect(w, "/me")
}

// waitingLife is how long the question waits for its answer.
const waitingLife = 15 * time.Minute

// waitingKind is the kind of a session that waits to become one of kind.
func waitingKind(kind string) string {
	if kind == kindShared {
		return kindWaitingShared
	}
	return kindWaiting
}

func waitedKind(kind string) string { return passwordKind(kind == kindWaitingShared) }
