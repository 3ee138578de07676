package server

import (
	"errors"
	"fmt"
	"net/http"

	"frontdesk/server/store"
	"frontdesk/templates"
)

// showSettings is the account of a member; a guest has none yet.
func (s *Server) showSettings(w http.ResponseWriter, r *http.Request, sc *scope) error {
	if sc.guest() {
		return redirect(w, "/sign-up")
	}
	page, err := s.settingsPage(r, sc)
	if err != nil {
		return err
	}
	page.Banner = banner(r)
	return s.show(w, http.StatusOK, page)
}

func (s *Server) settingsPage(r *http.Request, sc *scope) (page templates.SettingsPage, err error) {
	page = templates.NewSettingsPage(sc.shown(), sc.session.Person.Login, sc.session.Person.Factor)
	page.Owner = sc.session.Person.Role == store.Owner
	page.Whose, err = s.whose(r.Context(), sc)
	return page, err
}

// rename changes the name that others see.
func (s *Server) rename(w http.ResponseWriter, r *http.Request, sc *scope) error {
	if sc.guest() {
		return redirect(w, "/sign-up")
	}
	page, err := s.settingsPage(r, sc)
	if err != nil {
		return err
	}
	page.Name = sc.field("name")
	if text := nameError(page.Name); text != "" {
		page.Errors = []templates.FieldError{{Field: "name", Text: text}}
		return s.refuseForm(w, r, http.StatusUnprocessableEntity, page, page.Errors)
	}
	if err := s.db.Rename(r.Context(), sc.person(), sc.person(), page.Name, s.now()); err != nil {
		return fmt.Errorf("rename: %w", err)
	}
	return redirect(w, "/me/settings?done=name")
}

// changePassword takes the present password and a new one, and ends every other session.
func (s *Server) changePassword(w http.ResponseWriter, r *http.Request, sc *scope) error {
	if sc.guest() {
		return redirect(w, "/sign-up")
	}
	page, err := s.settingsPage(r, sc)
	if err != nil {
		return err
	}
	refuse := func(status int, field, text string) error {
		page.Errors = []templates.FieldError{{Field: field, Text: text}}
		return s.refuseForm(w, r, status, page, page.Errors)
	}
	_, err = s.authenticate(r, sc.session.Person.Login, sc.form.Get("current"))
	if errors.Is(err, errNoMatch) {
		return refuse(http.StatusUnprocessableEntity, "current", "That is not your password now")
	}
	if wait := waitOf(err); wait > 0 {
		w.Header().Set("Retry-After", seconds(wait))
		return refuse(http.StatusTooManyRequests, "current", tooManyWords(wait))
	}
	if err != nil {
		return err
	}
	if text := CheckPassword(sc.form.Get("password")); text != "" {
		return refuse(http.StatusUnprocessableEntity, "password", text)
	}
	hash, err := s.passwords.hash(r.Context(), sc.form.Get("password"))
	if err != nil {
		return err
	}
	if err := s.db.SetPassword(r.Context(), sc.person(), sc.person(), hash, sc.token, s.now()); err != nil {
		return fmt.Errorf("change password: %w", err)
	}
	if err := s.become(w, r, sc, sc.person(), sc.session.Kind); err != nil {
		return err
	}
	return redirect(w, "/me/settings?done=password")
}
