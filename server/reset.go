package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/gorilla/mux"

	"frontdesk/server/store"
	"frontdesk/templates"
)

// NewResetLink makes the address at which a member chooses a new password: good for one hour and once. base is the
// site's address. Whoever has the link has the account, so only the command line may make one; class_reset.go has those for
// learners.
func NewResetLink(ctx context.Context, db *store.DB, base *url.URL, person string, now time.Time) (string, error) {
	token, err := db.NewSession(ctx, person, kindReset, now.Add(resetLife), now)
	if err != nil {
		return "", fmt.Errorf("make a link for a new password: %w", err)
	}
	return base.JoinPath("reset", token).String(), nil
}

// resetFor finds whose password a link may change. store.ErrNotFound: it was used, or is too old.
func (s *Server) resetFor(r *http.Request) (token string, p store.Person, err error) {
	token = mux.Vars(r)["token"]
	row, err := s.db.Session(r.Context(), token, s.now())
	if err != nil {
		return token, p, fmt.Errorf("look up reset link: %w", err)
	}
	switch row.Kind {
	case kindReset:
		return token, row.Person, nil
	case kindLearnerReset:
		err := s.db.OnlyLearner(r.Context(), row.Person.ID)
		if errors.Is(err, store.ErrStaff) { // by now
			return token, p, store.ErrNotFound
		}
		return token, row.Person, err
	}
	return token, p, store.ErrNotFound
}

// showReset is the form. Looking at it does not use the link up.
func (s *Server) showReset(w http.ResponseWriter, r *http.Request, _ *scope) error {
	token, p, err := s.resetFor(r)
	if err != nil {
		return s.resetRefused(w, r, err)
	}
	return s.show(w, http.StatusOK, templates.NewResetPage(token, p.Login, templates.Usable))
}

// reset sets the password, ends every session of the person (the link is one of them) and signs in here.
func (s *Server) reset(w http.ResponseWriter, r *http.Request, sc *scope) error {
	token, p, err := s.resetFor(r)
	if err != nil {
		return s.resetRefused(w, r, err)
	}
	password := sc.form.Get("password")
	if text := CheckPassword(password); text != "" {
		page := templates.NewResetPage(token, p.Login, templates.Usable)
		page.Errors = []templates.FieldError{{Field: "password", Text: text}}
		return s.refuseForm(w, r, http.StatusUnprocessableEntity, page, page.Errors)
	}
	hash, err := s.passwords.hash(r.Context(), password)
	if err != nil {
		return err
	}
	if err := s.db.SetPassword(r.Context(), p.ID, p.ID, hash, "", s.now()); err != nil {
		return fmt.Errorf("set a new password: %w", err)
	}
	if sc.person() == p.ID {
		sc.session, sc.token = store.Session{}, "" // ended with all the others
	}
	return s.enter(w, r, sc, p.ID, kindPassword, "/me?done=password")
}

func (s *Server) resetRefused(w http.ResponseWriter, r *http.Request, err error) error {
	if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	page := templates.NewResetPage("", "", templates.Expired)
	return s.refuseForm(w, r, http.StatusNotFound, page, []templates.FieldError{{Text: page.Title}})
}
