package server

import (
	"errors"
	"fmt"
	"net/http"

	"frontdesk/server/store"
	"frontdesk/templates"
)

// An administrator exports and erases a person.

// showDataOf is everything that is kept of the member that the scope is about, as a file. What stands on an open attempt
// of who asks is not named in it either.
func (s *Server) showDataOf(w http.ResponseWriter, r *http.Request, sc *scope) error {
	mine, err := s.openNow(r, sc)
	if err != nil {
		return err
	}
	return s.sendData(w, r, &scope{session: store.Session{Person: sc.subject}}, mine, "frontdesk-data.json")
}

// mayErase tells whether who asks may erase the member that the scope is about: nobody themselves here, and only owners
// erase those who run the installation.
func (sc *scope) mayErase() bool {
	return sc.subject.ID != sc.person() && (!isAdmin(sc.subject.Role) || sc.session.Person.Role == store.Owner)
}

// notErased is said where mayErase says no.
func notErased() *refusal {
	return conflict("not_erasable", "", "Only owners erase administrators and owners here, and nobody erases themselves: that is done under Settings.")
}

// showErasePerson asks for the password first.
func (s *Server) showErasePerson(w http.ResponseWriter, r *http.Request, sc *scope) error {
	if !sc.mayErase() {
		return notErased()
	}
	return s.show(w, http.StatusOK, templates.NewPersonErasePage(sc.shown(), sc.session.Person.Login, lineOf(sc.subject)))
}

// erasePerson switches a member's account off, to be erased after leavingTime.
func (s *Server) erasePerson(w http.ResponseWriter, r *http.Request, sc *scope) error {
	if !sc.mayErase() {
		return notErased()
	}
	refuse := func(status int, text string) error {
		page := templates.NewPersonErasePage(sc.shown(), sc.session.Person.Login, lineOf(sc.subject))
		page.Errors = []templates.FieldError{{Field: "password", Text: text}}
		return s.refuseForm(w, r, status, page, page.Errors)
	}
	_, err := s.authenticate(r, sc.session.Person.Login, sc.form.Get("password"))
	if errors.Is(err, errNoMatch) {
		return refuse(http.StatusUnprocessableEntity, "That is not your password")
	}
	if wait := waitOf(err); wait > 0 {
		w.Header().Set("Retry-After", seconds(wait))
		return refuse(http.StatusTooManyRequests, tooManyWords(wait))
	}
	if err != nil {
		return err
	}
	err = s.db.SwitchOff(r.Context(), sc.person(), sc.subject.ID, s.now().Add(leavingTime), s.now())
	if errors.Is(err, store.ErrLastOwner) {
		return refuse(http.StatusConflict, "This is the only owner. Make somebody else an owner first")
	}
	if err != nil {
		return fmt.Errorf("switch somebody's account off: %w", err)
	}
	return redirect(w, lineOf(sc.subject).Path()+"?done=off")
}

// keepPerson takes that back.
func (s *Server) keepPerson(w http.ResponseWriter, r *http.Request, sc *scope) error {
	if !sc.mayErase() {
		return notErased()
	}
	if err := s.db.Keep(r.Context(), sc.person(), sc.subject.ID, s.now()); err != nil {
		return fmt.Errorf("keep somebody's account: %w", err)
	}
	return redirect(w, lineOf(sc.subject).Path()+"?done=kept")
}
