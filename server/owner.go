package server

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/gorilla/mux"

	"frontdesk/server/store"
	"frontdesk/templates"
)

// linkGone tells whether the owner link cannot be used any more.
func linkGone(err error) bool {
	return errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrOwnerExists)
}

// showOwner is the form behind the owner link. Looking at it, as programs do that preview links, does not use it up.
func (s *Server) showOwner(w http.ResponseWriter, r *http.Request, sc *scope) error {
	token := mux.Vars(r)["token"]
	err := s.db.CheckOwnerToken(r.Context(), token)
	if err != nil {
		return s.ownerRefused(w, r, templates.NewOwnerPage(sc.shown(), "", templates.Used), err)
	}
	return s.show(w, http.StatusOK, templates.NewOwnerPage(sc.shown(), token, templates.Usable))
}

// makeOwner uses the link up and makes the owner's account, all or nothing. A guest becomes the owner and keeps all work.
func (s *Server) makeOwner(w http.ResponseWriter, r *http.Request, sc *scope) error {
	token := mux.Vars(r)["token"]
	page := templates.NewOwnerPage(sc.shown(), token, templates.Usable)
	page.Name, page.Login = sc.field("name"), sc.field("login")
	if err := s.db.CheckOwnerToken(r.Context(), token); err != nil {
		return s.ownerRefused(w, r, page, err)
	}
	if page.Errors = accountErrors(page.Name, page.Login, sc.form.Get("password")); len(page.Errors) > 0 {
		return s.refuseForm(w, r, http.StatusUnprocessableEntity, page, page.Errors)
	}
	hash, err := s.passwords.hash(r.Context(), sc.form.Get("password"))
	if err != nil {
		return err
	}
	account := store.NewAccount{Name: page.Name, Login: page.Login, Hash: hash, Role: store.Owner}
	if sc.guest() {
		account.Person = sc.person()
	}
	person, err := s.db.UseOwnerToken(r.Context(), token, account, s.now())
	if err != nil {
		return s.ownerRefused(w, r, page, err)
	}
	if err := s.become(w, r, sc, person, kindPassword); err != nil {
		return err
	}
	return redirect(w, "/me?done=owner")
}

func (s *Server) ownerRefused(w http.ResponseWriter, r *http.Request, page templates.OwnerPage, err error) error {
	switch {
	case linkGone(err):
		gone := templates.NewOwnerPage(page.Person, "", templates.Used)
		return s.refuseForm(w, r, http.StatusNotFound, gone, []templates.FieldError{{Text: gone.Title}})
	case errors.Is(err, store.ErrTaken), errors.Is(err, store.ErrMember):
		page.Errors = []templates.FieldError{{Field: "login", Text: "That name is taken. Choose another."}}
		return s.refuseForm(w, r, http.StatusUnprocessableEntity, page, page.Errors)
	}
	return fmt.Errorf("make the owner: %w", err)
}
