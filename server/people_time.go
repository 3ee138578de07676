package server

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"frontdesk/server/store"
	"frontdesk/templates"
)

// setFactor sets the time factor of the member that the scope is about.
func (s *Server) setFactor(w http.ResponseWriter, r *http.Request, sc *scope) error {
	chosen, field := sc.field("factor"), "factor"
	if chosen == "other" {
		chosen, field = sc.field("other"), "other"
	}
	factor, refused := factorOf(chosen)
	if refused != "" {
		page, err := s.personPage(r, sc)
		if err != nil {
			return err
		}
		page.Chosen, page.Other = sc.field("factor"), sc.field("other")
		page.Errors = []templates.FieldError{{Field: field, Text: refused}}
		return s.refuseForm(w, r, http.StatusUnprocessableEntity, page, page.Errors)
	}
	if err := s.db.SetFactor(r.Context(), sc.person(), sc.subject.ID, factor, s.now()); err != nil {
		return fmt.Errorf("set time factor: %w", err)
	}
	if err := s.stretchAll(r, sc.person(), sc.subject.ID); err != nil {
		return err
	}
	return redirect(w, lineOf(sc.subject).Path()+"?done=factor")
}

// factorOf reads a time factor; refused says what is wrong with it.
func factorOf(text string) (factor float64, refused string) {
	f, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(text, "×")), 64)
	if err != nil || !(f >= 1 && f <= 5) { // NaN is neither
		return 0, "Choose a factor between 1 and 5, such as 1.75"
	}
	return math.Round(100*f) / 100, ""
}

// giveTime gives the attempt that the scope is about extra minutes. was is the extra time that the page has shown, so that
// the button gives it once.
func (s *Server) giveTime(w http.ResponseWriter, r *http.Request, sc *scope) error {
	minutes, refused := minutesOf(sc.field("minutes"))
	was, err := strconv.ParseInt(sc.field("was"), 10, 64)
	switch {
	case refused != "":
		return s.timeRefused(w, r, sc, http.StatusUnprocessableEntity, refused)
	case err != nil || was < 0 || was > math.MaxInt64/int64(time.Millisecond):
		return malformed("The field %q takes the extra time so far in milliseconds.", "was")
	}
	_, err = s.exams.Grant(r.Context(), sc.person(), sc.subject.ID, sc.attempt.ID, time.Duration(was)*time.Millisecond, minutes, s.now())
	switch {
	case errors.Is(err, store.ErrClosed):
		return s.timeRefused(w, r, sc, http.StatusConflict, s.whyNoTime(r, sc))
	case errors.Is(err, store.ErrUntimed):
		return s.timeRefused(w, r, sc, http.StatusConflict, sc.attempt.Title+" has no time limit, so it takes no extra time")
	case errors.Is(err, store.ErrChanged):
		return s.timeRefused(w, r, sc, http.StatusConflict, "Extra time was given meanwhile, perhaps by pressing the button twice. Nothing more was given: look at the end below")
	case err != nil:
		return err
	}
	return redirect(w, lineOf(sc.subject).Path()+"?done=time")
}

// whyNoTime says why a closed attempt takes no extra time, and what can be done.
func (s *Server) whyNoTime(r *http.Request, sc *scope) string {
	a, err := s.db.Attempt(r.Context(), sc.subject.ID, sc.attempt.ID)
	if err != nil {
		a = sc.attempt
	}
	name := sc.subject.Name
	switch {
	case !a.Voided.IsZero():
		return a.Title + " is void, so it takes no extra time"
	case a.RanOut() || a.Submitted.IsZero():
		return fmt.Sprintf("%s ended at %s, when its time ran out, so no time can be added. Its answers are kept. To give %s another try, set the time below and let a new one begin",
			a.Title, timeOfDay(a.Ends()), name)
	}
	return fmt.Sprintf("%s was submitted at %s, so it takes no extra time", a.Title, timeOfDay(a.Submitted))
}

// timeRefused is the person's page again, with why no time was given.
func (s *Server) timeRefused(w http.ResponseWriter, r *http.Request, sc *scope, status int, why string) error {
	page, err := s.personPage(r, sc)
	if err != nil {
		return err
	}
	refused := templates.FieldError{Text: why}
	for i := range page.Open {
		if o := &page.Open[i]; o.ID == sc.attempt.ID {
			o.Error, refused.Field = why, o.Field().Name
		}
	}
	page.Errors = []templates.FieldError{refused}
	return s.refuseForm(w, r, status, page, page.Errors)
}

// showVoid asks whether an attempt shall be taken out of the count, and why.
func (s *Server) showVoid(w http.ResponseWriter, r *http.Request, sc *scope) error {
	if !sc.attempt.Voided.IsZero() {
		return redirect(w, lineOf(sc.subject).Path())
	}
	return s.show(w, http.StatusOK, templates.NewVoidPage(sc.shown(), s.staffAttempt(lineOf(sc.subject), sc.attempt)))
}

// void takes it out of the count.
func (s *Server) void(w http.ResponseWriter, r *http.Request, sc *scope) error {
	reason, refused := sc.field("reason"), ""
	switch {
	case reason == "":
		refused = "Enter the reason"
	case utf8.RuneCountInString(reason) > templates.MaxReason:
		refused = fmt.Sprintf("Shorten the reason to %d characters", templates.MaxReason)
	}
	if refused != "" {
		page := templates.NewVoidPage(sc.shown(), s.staffAttempt(lineOf(sc.subject), sc.attempt))
		page.Reason, page.Errors = reason, []templates.FieldError{{Field: "reason", Text: refused}}
		return s.refuseForm(w, r, http.StatusUnprocessableEntity, page, page.Errors)
	}
	if err := s.db.Void(r.Context(), sc.person(), sc.attempt.ID, reason, s.now()); err != nil {
		return fmt.Errorf("void attempt: %w", err)
	}
	return redirect(w, lineOf(sc.subject).Path()+"?done=void")
}
