package server

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"frontdesk/server/classwork"
	"frontdesk/server/store"
	"frontdesk/templates"
)

// One person of a class for its staff: place in the class, facts that hold everywhere, work, messages.

// newestMessages is how many messages stand on a person's page.
const newestMessages = 3

// showClassPerson is somebody in the class.
func (s *Server) showClassPerson(w http.ResponseWriter, r *http.Request, sc *scope) error {
	page, err := s.classPersonPage(r, sc)
	if err != nil {
		return err
	}
	m, query := sc.classmate, r.URL.Query()
	switch {
	case query.Get("done") == "facts":
		page.Banner = &templates.Banner{Title: factWords(m), Text: "Open work is longer at once, where that gives more time."}
		if f, refused := factorOf(query.Get("factor")); refused == "" && page.NoFacts == "" {
			page.Undo = &templates.FactUndo{Path: page.Path() + "/facts", Fields: withWas([][2]string{{"factor", "other"}, {"other", strconv.FormatFloat(f, 'f', -1, 64)}, {"extra", query.Get("extra")}}, query["saved"])}
		}
	case query.Get("done") == "place":
		page.Banner = &templates.Banner{Title: "Section and labels of " + m.Name + " are saved"}
		if sc.look().Coordinate {
			page.Undo = &templates.FactUndo{Path: page.Path() + "/place", Fields: withWas([][2]string{{"section", query.Get("section")}, {"labels", query.Get("labels")}}, query["saved"])}
		}
	}
	return s.show(w, http.StatusOK, page)
}

// factWords says what somebody has now.
func factWords(m store.ClassMember) string {
	words := fmt.Sprintf("%s now has %s × time", m.Name, strconv.FormatFloat(m.Factor, 'f', -1, 64))
	switch m.Extra {
	case 0:
		return words
	case 1:
		return words + " and 1 extra attempt"
	}
	return fmt.Sprintf("%s and %d extra attempts", words, m.Extra)
}

// noFacts says why who asks may not set the time factor and extra attempts of somebody in the class, which hold
// everywhere; "" where they may. Administrators set them for everybody, coordinators for learners who came in by their own
// hand: else whoever knows a sign-in name could add its owner and change what holds in other classes.
func (s *Server) noFacts(r *http.Request, sc *scope) (string, error) {
	m := sc.classmate
	switch {
	case !sc.look().Coordinate:
		return "Time and attempts are set by coordinators of the class.", nil
	case m.Kind != store.Member:
		return "Time and attempts are set for people with an account.", nil
	case !m.Left.IsZero():
		return m.Name + " has left the class. Time and attempts are set for those who are in it.", nil
	case isAdmin(sc.session.Person.Role):
		return "", nil
	case m.In != store.Learner || m.Role != store.Learner:
		return m.Name + " is staff, here or on this site. Ask an administrator to set time and attempts.", nil
	}
	err := s.db.OwnHand(r.Context(), sc.class.ID, m.ID)
	if errors.Is(err, store.ErrAdded) {
		return fmt.Sprintf("%[1]s was added by sign-in name, or came before this was written down, and time and attempts hold in all classes. Ask %[1]s to open the join address of the class once more, or ask an administrator.", m.Name), nil
	}
	if err != nil {
		return "", fmt.Errorf("see whether time and attempts may be set: %w", err)
	}
	return "", nil
}

func (s *Server) classPersonPage(r *http.Request, sc *scope) (templates.ClassPersonPage, error) {
	m, zone := sc.classmate, zoneOf(sc.class)
	page := templates.NewClassPersonPage(sc.shown(), classLine(sc.class, sc.role), classPerson(sc.class, whileIn(m)))
	page.Look, page.Joined = sc.look(), m.Joined.In(zone)
	var err error
	if page.NoFacts, err = s.noFacts(r, sc); err != nil {
		return page, err
	}
	page.PlaceWas, page.FactsWas = spotWas(store.Spot{Section: m.Section, Labels: m.Labels}), factsWas(store.Facts{Factor: m.Factor, Extra: m.Extra})
	all, err := s.db.MessagesOf(r.Context(), sc.class.ID, m.ID)
	if err != nil {
		return page, fmt.Errorf("list messages: %w", err)
	}
	for _, x := range all[:min(len(all), newestMessages)] {
		page.Messages = append(page.Messages, messageLine(x, sc.person(), zone))
	}
	if m.In != store.Learner {
		return page, nil
	}
	attempts, err := s.db.AttemptsOf(r.Context(), m.ID)
	if err != nil {
		return page, fmt.Errorf("list attempts: %w", err)
	}
	for _, a := range attempts {
		if a.Assignment == "" && !a.Started.Before(m.Joined) && (m.Left.IsZero() || !a.Started.After(m.Left)) {
			v := s.staffAttempt(templates.PersonLine{ID: m.ID, Name: m.Name}, a)
			v.Started = a.Started.In(zone)
			page.Attempts = append(page.Attempts, v)
		}
	}
	works, err := s.worksOf(r, sc.class)
	if err != nil {
		return page, err
	}
	record, err := s.db.RecordOfClass(r.Context(), sc.class.ID)
	if err != nil {
		return page, fmt.Errorf("read what a class has done: %w", err)
	}
	for _, x := range works {
		if classwork.Gets(x.Assignment, m) {
			terms, _ := termsOf(x, m)
			mark := classwork.MarkOf(x, terms, m.ID, record, s.now())
			page.Works = append(page.Works, templates.PersonWork{Title: x.Title, State: mark.Words(),
				Marks: page.Class.Path() + "marks/" + x.ID + "/" + m.ID, Why: page.Class.Path() + "assignments/" + x.ID + "/why/" + m.ID})
		}
	}
	return page, nil
}

// whileIn is what the staff of a class may know of somebody: of who has left, nothing that can have changed since.
func whileIn(m store.ClassMember) store.ClassMember {
	if !m.Left.IsZero() {
		m.Factor, m.Extra, m.Lessons, m.Seen = 1, 0, 0, m.Left
	}
	return m
}

// setFacts sets the time factor and extra attempts of somebody in the class.
func (s *Server) setFacts(w http.ResponseWriter, r *http.Request, sc *scope) error {
	why, err := s.noFacts(r, sc)
	if err != nil {
		return err
	}
	if why != "" {
		return conflict("not_a_learner", "", why)
	}
	chosen, field := sc.field("factor"), "factor"
	if chosen == "other" {
		chosen, field = sc.field("other"), "other"
	}
	var errs []templates.FieldError
	factor, refused := factorOf(chosen)
	if refused != "" {
		errs = append(errs, templates.FieldError{Field: field, Text: refused})
	}
	extra, err := strconv.Atoi(sc.field("extra"))
	if err != nil || extra < 0 || extra > templates.MaxExtra {
		errs = append(errs, templates.FieldError{Field: "extra", Text: fmt.Sprintf("Enter a number of attempts between 0 and %d", templates.MaxExtra)})
	}
	if len(errs) > 0 {
		page, err := s.classPersonPage(r, sc)
		if err != nil {
			return err
		}
		page.Chosen, page.Other, page.Extra, page.Errors = sc.field("factor"), sc.field("other"), sc.field("extra"), errs
		page.FactsWas = sc.form["was"]
		return s.refuseForm(w, r, http.StatusUnprocessableEntity, page, errs)
	}
	m, to := sc.classmate, store.Facts{Factor: factor, Extra: extra}
	err = s.db.SetFacts(r.Context(), sc.person(), m.ID, factsOf(sc.form["was"]), to, s.now())
	if errors.Is(err, store.ErrChanged) {
		return s.showFactsConflict(w, r, sc, to)
	}
	if err != nil {
		return fmt.Errorf("set facts: %w", err)
	}
	if err := s.stretchAll(r, sc.person(), m.ID); err != nil {
		return err
	}
	was := url.Values{"done": {"facts"}, "factor": {strconv.FormatFloat(m.Factor, 'f', -1, 64)}, "extra": {strconv.Itoa(m.Extra)}, "saved": factsWas(to)}
	return redirect(w, classLine(sc.class, "").Path()+"people/"+m.ID+"?"+was.Encode())
}

// stretchAll is stretchOpen for all classes that a person is in.
func (s *Server) stretchAll(r *http.Request, actor, person string) error {
	classes, err := s.db.ClassesOf(r.Context(), person)
	if err != nil {
		return fmt.Errorf("list classes: %w", err)
	}
	for _, c := range classes {
		if c.Left.IsZero() {
			if err := s.stretchOpen(r.Context(), actor, c.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// readLabel checks a section or a label; refused says what is wrong with it.
func readLabel(text string, most int) (refused string) {
	if utf8.RuneCountInString(text) > most || unprintable(text) {
		return fmt.Sprintf("Enter at most %d characters, on one line", most)
	}
	return ""
}

// readLabels reads labels with commas between them.
func readLabels(text string) (labels []string, refused string) {
	for part := range strings.SplitSeq(text, ",") {
		label := strings.TrimSpace(part)
		if refused := readLabel(label, templates.MaxLabel); refused != "" {
			return nil, "For each label, e" + refused[1:]
		}
		if label != "" && !slices.Contains(labels, label) {
			labels = append(labels, label)
		}
	}
	if len(labels) > templates.MaxLabels {
		return nil, fmt.Sprintf("Enter at most %d labels", templates.MaxLabels)
	}
	return labels, ""
}

// setPlace puts somebody into a section and gives labels.
func (s *Server) setPlace(w http.ResponseWriter, r *http.Request, sc *scope) error {
	var errs []templates.FieldError
	section := sc.field("section")
	if refused := readLabel(section, templates.MaxSection); refused != "" {
		errs = append(errs, templates.FieldError{Field: "section", Text: refused})
	}
	labels, refused := readLabels(sc.field("labels"))
	if refused != "" {
		errs = append(errs, templates.FieldError{Field: "labels", Text: refused})
	}
	if len(errs) > 0 {
		page, err := s.classPersonPage(r, sc)
		if err != nil {
			return err
		}
		page.Section, page.Labels, page.PlaceWas, page.Errors = section, sc.field("labels"), sc.form["was"], errs
		return s.refuseForm(w, r, http.StatusUnprocessableEntity, page, errs)
	}
	m, to := sc.classmate, store.Spot{Section: section, Labels: labels}
	err := s.changePlace(r, sc, to)
	if errors.Is(err, store.ErrChanged) {
		return s.showPlaceConflict(w, r, sc, to)
	}
	if err != nil {
		return fmt.Errorf("set section and labels: %w", err)
	}
	if err := s.stretchOpen(r.Context(), sc.person(), sc.class.ID); err != nil {
		return err
	}
	was := url.Values{"done": {"place"}, "section": {m.Section}, "labels": {strings.Join(m.Labels, ", ")}, "saved": spotWas(to)}
	return redirect(w, classLine(sc.class, "").Path()+"people/"+m.ID+"?"+was.Encode())
}

// setPlaces sets the section of everybody who was chosen, or adds or removes a label.
func (s *Server) setPlaces(w http.ResponseWriter, r *http.Request, sc *scope) error {
	place, do := sc.field("place"), sc.field("do")
	refused := readLabel(place, templates.MaxLabel)
	switch {
	case do != "section" && do != "add" && do != "remove":
		return malformed("The field %q takes section, add or remove.", "do")
	case refused == "" && do != "section" && (place == "" || strings.Contains(place, ",")):
		refused = "Enter one label"
	case refused == "" && len(sc.form["person"]) == 0:
		refused = "Choose at least one person above"
	}
	people, err := s.classmates(r, sc)
	if err != nil {
		return err
	}
	chosen := slices.DeleteFunc(people, func(m store.ClassMember) bool { return !slices.Contains(sc.form["person"], m.ID) })
	if refused == "" {
		refused = fullOfLabels(do, place, chosen)
	}
	if refused != "" {
		page, err := s.classPeoplePage(r, sc)
		if err != nil {
			return err
		}
		page.Place, page.Errors = place, []templates.FieldError{{Field: "place", Text: refused}}
		return s.refuseForm(w, r, http.StatusUnprocessableEntity, page, page.Errors)
	}
	for _, m := range chosen {
		section, labels := m.Section, slices.DeleteFunc(slices.Clone(m.Labels), func(l string) bool { return do != "section" && l == place })
		switch do {
		case "section":
			section = place
		case "add":
			labels = append(labels, place)
		}
		if err := s.db.SetPlace(r.Context(), sc.person(), sc.class.ID, m.ID, section, labels, s.now()); err != nil {
			return fmt.Errorf("set sections and labels: %w", err)
		}
	}
	if err := s.stretchOpen(r.Context(), sc.person(), sc.class.ID); err != nil {
		return err
	}
	return redirect(w, classLine(sc.class, "").Path()+"people?done=places")
}

// fullOfLabels says who takes no more labels; "" for nobody.
func fullOfLabels(do, label string, chosen []store.ClassMember) string {
	for _, m := range chosen {
		if do == "add" && len(m.Labels) >= templates.MaxLabels && !slices.Contains(m.Labels, label) {
			return fmt.Sprintf("%s has %d labels already. Remove one first; nothing was changed", m.Name, templates.MaxLabels)
		}
	}
	return ""
}
