package server

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"frontdesk/server/store"
	"frontdesk/templates"
)

// Two who change the same thing about a class or somebody in it. Each form carries in its fields "was" what stood there when
// it was made; who saves after somebody else is shown both versions, with what was typed, and may save all the same.

// factsWas and factsOf write and read the facts that a form was made from. What cannot be read stands nowhere.
func factsWas(f store.Facts) []string {
	return []string{strconv.FormatFloat(f.Factor, 'f', -1, 64), strconv.Itoa(f.Extra)}
}

func factsOf(was []string) store.Facts {
	if len(was) != 2 {
		return store.Facts{}
	}
	factor, err := strconv.ParseFloat(was[0], 64)
	extra, wrong := strconv.Atoi(was[1])
	if errors.Join(err, wrong) != nil {
		return store.Facts{}
	}
	return store.Facts{Factor: factor, Extra: extra}
}

// spotWas writes the section and the labels that a form was made from.
func spotWas(s store.Spot) []string { return append([]string{s.Section}, s.Labels...) }

// changePlace puts the classmate in the scope somewhere else than where the form has seen them.
func (s *Server) changePlace(r *http.Request, sc *scope, to store.Spot) error {
	was := sc.form["was"]
	if len(was) == 0 { // no spot, while an empty one is one
		return store.ErrChanged
	}
	return s.db.ChangePlace(r.Context(), sc.person(), sc.class.ID, sc.classmate.ID, store.Spot{Section: was[0], Labels: was[1:]}, to, s.now())
}

// withWas adds to the fields of a form what it was made from.
func withWas(fields [][2]string, was []string) [][2]string {
	for _, w := range was {
		fields = append(fields, [2]string{"was", w})
	}
	return fields
}

// newConflict is the rows that differ, for a form of the page at path.
func newConflict(path, form string, rows ...templates.ConflictRow) *templates.Conflict {
	same := func(row templates.ConflictRow) bool { return row.Theirs == row.Yours }
	return &templates.Conflict{Path: path, Form: form, Rows: slices.DeleteFunc(rows, same)}
}

// changedMeanwhile is what a script is told.
func changedMeanwhile(what string) error {
	return conflict("changed", "", "Somebody changed "+what+" meanwhile. Yours was not saved.")
}

// changedPerson is the page of the classmate in the scope as they stand by now.
func (s *Server) changedPerson(r *http.Request, sc *scope) (templates.ClassPersonPage, error) {
	m, err := s.db.MemberOf(r.Context(), sc.class.ID, sc.classmate.ID)
	if err != nil {
		return templates.ClassPersonPage{}, fmt.Errorf("look at somebody who was changed: %w", err)
	}
	sc.classmate = m
	return s.classPersonPage(r, sc)
}

// showFactsConflict is the page again after somebody else has set other facts.
func (s *Server) showFactsConflict(w http.ResponseWriter, r *http.Request, sc *scope, mine store.Facts) error {
	if wantsJSON(r) {
		return changedMeanwhile("time or attempts of " + sc.classmate.Name)
	}
	page, err := s.changedPerson(r, sc)
	if err != nil {
		return err
	}
	page.Chosen, page.Other, page.Extra = sc.field("factor"), sc.field("other"), sc.field("extra")
	page.Conflict = newConflict(page.Path(), templates.FactsForm,
		templates.ConflictRow{Field: "Time for timed work", Theirs: page.Subject.Time(), Yours: templates.ClassPerson{Factor: mine.Factor}.Time()},
		templates.ConflictRow{Field: "Extra attempts", Theirs: strconv.Itoa(page.Subject.Extra), Yours: strconv.Itoa(mine.Extra)})
	return s.show(w, http.StatusConflict, page)
}

// showPlaceConflict is the page again after somebody else has set another section or other labels.
func (s *Server) showPlaceConflict(w http.ResponseWriter, r *http.Request, sc *scope, mine store.Spot) error {
	if wantsJSON(r) {
		return changedMeanwhile("section or labels of " + sc.classmate.Name)
	}
	page, err := s.changedPerson(r, sc)
	if err != nil {
		return err
	}
	page.Section, page.Labels = mine.Section, sc.field("labels")
	labels := slices.Compact(slices.Sorted(slices.Values(mine.Labels)))
	page.Conflict = newConflict(page.Path(), templates.PlaceForm,
		templates.ConflictRow{Field: "Section", Theirs: page.Subject.Section, Yours: mine.Section},
		templates.ConflictRow{Field: "Labels", Theirs: page.Subject.LabelWords(), Yours: strings.Join(labels, ", ")})
	return s.show(w, http.StatusConflict, page)
}

// classWas and classOf write and read what a form for a class was made from. What cannot be read stands nowhere.
func classWas(c store.Class) []string { return []string{c.Name, c.Term, c.Zone} }

func classOf(was []string) store.Class {
	if len(was) != 3 {
		return store.Class{}
	}
	return store.Class{Name: was[0], Term: was[1], Zone: was[2]}
}

// showClassConflict is the form again after somebody else has changed the class.
func (s *Server) showClassConflict(w http.ResponseWriter, r *http.Request, sc *scope, mine store.Class) error {
	if wantsJSON(r) {
		return changedMeanwhile("this class")
	}
	theirs, _, err := s.db.ClassFor(r.Context(), sc.class.ID, sc.person())
	if err != nil {
		return fmt.Errorf("look at a class that was changed: %w", err)
	}
	page := templates.NewClassFormPage(sc.shown(), classLine(mine, sc.role))
	page.Copy, page.Was = mayMake(sc.session.Person), classWas(theirs)
	page.Conflict = newConflict(page.Class.Path()+"settings", templates.SettingsForm,
		templates.ConflictRow{Field: "Name of the class", Theirs: theirs.Name, Yours: mine.Name},
		templates.ConflictRow{Field: "Term", Theirs: theirs.Term, Yours: mine.Term},
		templates.ConflictRow{Field: "Time zone", Theirs: theirs.Zone, Yours: mine.Zone})
	return s.show(w, http.StatusConflict, page)
}
