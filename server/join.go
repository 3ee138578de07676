package server

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/gorilla/mux"

	"frontdesk/server/store"
	"frontdesk/templates"
)

// Coming into a class by its code. It takes an account: who has none, or is not signed in, is led through the forms for
// that and back here, so that a guest's work comes along.

// codeKey counts wrong codes from an address, apart from its failed sign-ins.
func codeKey(address string) tryKey { return keyOf("code\n" + address) }

// classOfCode finds the class that the path's {code} lets into. Wrong codes are counted by address. Errors:
// store.ErrNotFound; a refusal with 429.
func (s *Server) classOfCode(r *http.Request) (store.Class, error) {
	key := codeKey(s.address(r))
	if wait := s.tries.take(key, triesPerAddress, s.now()); wait > 0 {
		return store.Class{}, tooMany(wait)
	}
	c, err := s.db.ClassByCode(r.Context(), mux.Vars(r)["code"])
	if err != nil {
		return c, fmt.Errorf("look up a join code: %w", err)
	}
	s.tries.giveBack(key)
	return c, nil
}

// joinRefused says that a code lets nobody in, and not whether it ever did.
func (s *Server) joinRefused(w http.ResponseWriter, r *http.Request, sc *scope, err error) error {
	if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	page := templates.NewJoinRefusedPage(sc.shown(), "It is mistyped or closed. Ask the people who teach you for a new one.")
	return s.refuseForm(w, r, http.StatusNotFound, page, []templates.FieldError{{Text: page.Title + ". " + page.Refused}})
}

// showJoin says which class it is and asks.
func (s *Server) showJoin(w http.ResponseWriter, r *http.Request, sc *scope) error {
	c, err := s.classOfCode(r)
	if err != nil {
		return s.joinRefused(w, r, sc, err)
	}
	if sc.member() {
		_, place, err := s.db.ClassFor(r.Context(), c.ID, sc.person())
		if err != nil {
			return fmt.Errorf("load class: %w", err)
		}
		if place.Role != "" { // in it already, and asked again only if that was never by own hand
			err := s.db.OwnHand(r.Context(), c.ID, sc.person())
			if place.Role != store.Learner || err == nil {
				return redirect(w, classLine(c, place.Role).Path())
			}
			if !errors.Is(err, store.ErrAdded) {
				return fmt.Errorf("see how somebody came into a class: %w", err)
			}
		}
	}
	in, err := s.staffOf(r, c)
	if err != nil {
		return err
	}
	return s.show(w, http.StatusOK, templates.NewJoinPage(sc.shown(), c.Name, c.Code, staffNames(in)))
}

// join lets who asks into the class.
func (s *Server) join(w http.ResponseWriter, r *http.Request, sc *scope) error {
	c, err := s.classOfCode(r)
	if err != nil {
		return s.joinRefused(w, r, sc, err)
	}
	if sc.guest() {
		return redirect(w, withNext("/sign-up", "/join/"+c.Code))
	}
	class, err := s.db.Join(r.Context(), c.Code, sc.person(), s.now())
	if err != nil { // the code may have been closed just now
		return s.joinRefused(w, r, sc, err)
	}
	return redirect(w, templates.ClassLine{ID: class}.Path()+"?done=joined")
}
