package server

import (
	"errors"
	"fmt"
	"net/http"

	"frontdesk/server/store"
	"frontdesk/templates"
)

// A coordinator lets a learner of the class choose a new password. Whoever has the link has the account, so it works only
// for people who are learners and nothing else, both when it is made and when it is used.

// showMakeReset asks whether the link shall be made.
func (s *Server) showMakeReset(w http.ResponseWriter, r *http.Request, sc *scope) error {
	page := templates.NewClassResetPage(sc.shown(), classLine(sc.class, sc.role), classPerson(sc.class, sc.classmate))
	err := s.mayReset(r, sc)
	if refused := (*refusal)(nil); errors.As(err, &refused) { // a link leads here: who is staff elsewhere is not in the list
		page.Refused = refused.message
	} else if err != nil {
		return err
	}
	return s.show(w, http.StatusOK, page)
}

// makeReset makes the link and shows it. Only its hash is kept, so this is the one time.
func (s *Server) makeReset(w http.ResponseWriter, r *http.Request, sc *scope) error {
	if err := s.mayReset(r, sc); err != nil {
		return err
	}
	until := s.now().Add(resetLife)
	token, err := s.db.NewLearnerLink(r.Context(), sc.person(), sc.class.ID, sc.classmate.ID, kindLearnerReset, until, s.now())
	if errors.Is(err, store.ErrStaff) { // since a moment
		return noReset(sc, "is staff, here or in another class")
	}
	if err != nil {
		return fmt.Errorf("make a link for a learner: %w", err)
	}
	page := templates.NewClassResetPage(sc.shown(), classLine(sc.class, sc.role), classPerson(sc.class, sc.classmate))
	page.Address, page.Until = s.base.JoinPath("reset", token).String(), until.In(zoneOf(sc.class))
	return s.show(w, http.StatusOK, page)
}

// mayReset refuses whom nobody may make a link for.
func (s *Server) mayReset(r *http.Request, sc *scope) error {
	switch {
	case !sc.classmate.Left.IsZero():
		return noReset(sc, "has left the class")
	case sc.classmate.Kind != store.Member:
		return noReset(sc, "has no account and no password")
	}
	err := s.db.OnlyLearner(r.Context(), sc.classmate.ID)
	if errors.Is(err, store.ErrStaff) {
		return noReset(sc, "is staff, here or in another class")
	}
	if err == nil {
		err = s.db.OwnHand(r.Context(), sc.class.ID, sc.classmate.ID)
	}
	if errors.Is(err, store.ErrAdded) {
		return noReset(sc, "was added by sign-in name, and did not join with the code")
	}
	if err != nil {
		return fmt.Errorf("see whether a learner may be given a link: %w", err)
	}
	return nil
}

func noReset(sc *scope, why string) error {
	name := sc.classmate.Name
	if name == "" {
		name = "A guest"
	}
	return &refusal{status: http.StatusConflict, code: "not_a_learner", kind: templates.Changed, heading: "There is no link for this person",
		message: fmt.Sprintf("%s %s. You can make links only for learners who joined your class, or whose account came from its list. Ask the people who run this site.", name, why)}
}
