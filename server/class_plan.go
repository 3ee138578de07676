package server

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"frontdesk/content"
	"frontdesk/server/classwork"
	"frontdesk/server/store"
	"frontdesk/templates"
)

// Templates of class work: what a plan of the course asks for, as work of a class with dates.

// dateLayout is how a date is sent by a form.
const dateLayout = "2006-01-02"

// errNotMonday says in words what is wrong with a first day.
type errNotMonday struct{ day time.Time }

// Error is for the person who has chosen the day.
func (e errNotMonday) Error() string {
	if e.day.IsZero() {
		return "Choose the Monday on which week 1 begins"
	}
	return "Choose a Monday: " + e.day.Format("January 2, 2006") + " is a " + e.day.Format("Monday")
}

// readMonday reads the first day of a plan. Years are those that a class can be about.
func readMonday(typed string) (time.Time, error) {
	day, err := time.Parse(dateLayout, typed)
	if err != nil || day.Year() < 2000 || day.Year() > 2200 {
		return time.Time{}, errNotMonday{}
	}
	if day.Weekday() != time.Monday {
		return time.Time{}, errNotMonday{day}
	}
	return day, nil
}

// nextMonday is the first Monday after today on the clock of a zone.
func nextMonday(now time.Time, zone *time.Location) string {
	today := now.In(zone)
	return today.AddDate(0, 0, 7-(int(today.Weekday())+6)%7).Format(dateLayout)
}

// plannedWork is the work of a plan for a class, with its dates on the clock of the zone.
func plannedWork(p content.Plan, class, zone string, monday time.Time) []store.Assignment {
	var all []store.Assignment
	for _, w := range p.Work {
		a := store.Assignment{Class: class, Kind: w.Kind, Object: w.Object, Title: w.Title, Count: w.Count, Everyone: true, Zone: zone, Weight: w.Weight}
		rule := func(field, value string) {
			a.Rules = append(a.Rules, store.Rule{Scope: store.RuleWork, Field: field, Value: value})
		}
		rule(classwork.Opens, w.Opens(monday))
		rule(classwork.Due, w.Due(monday))
		if classwork.Sat(w.Kind) {
			rule(classwork.Answers, classwork.AfterDue)
		}
		if w.Attempts > 0 {
			rule(classwork.Attempts, strconv.Itoa(w.Attempts))
		}
		if w.Minimum > 0 {
			rule(classwork.Minimum, strconv.Itoa(w.Minimum))
		}
		all = append(all, a)
	}
	return all
}

// workLine says in words when a piece of work opens and is due.
func workLine(n int, a store.Assignment) templates.PlanLine {
	w := classwork.Work{Assignment: a, Zone: zoneOf(store.Class{Zone: a.Zone})}
	l := templates.PlanLine{N: n, Title: a.Title, Checked: true}
	if due := w.Rule(classwork.Due); due != "" {
		moment, clock, err := classwork.Instant(due, w.Zone, false)
		if err == nil {
			l.When = "Due " + localTime(moment, w.Zone)
		}
		if clock == classwork.Skipped {
			l.Note = "Clocks go forward over the time of day that was set"
		}
	}
	if opens := w.Rule(classwork.Opens); opens != "" {
		if moment, _, err := classwork.Instant(opens, w.Zone, true); err == nil {
			l.Opens = "Opens " + moment.In(w.Zone).Format("Monday, January 2, 2006")
		}
	}
	return l
}

// thereOf names the work that a class has, so that nobody adds to what they have not seen.
func thereOf(all []store.Assignment) string {
	h := sha256.New()
	for _, a := range all {
		fmt.Fprintln(h, a.ID, a.Version)
	}
	return hex.EncodeToString(h.Sum(nil))[:12]
}

// showPlan shows the templates, and the dates of one once it and its first day are chosen.
func (s *Server) showPlan(w http.ResponseWriter, r *http.Request, sc *scope) error {
	query := r.URL.Query()
	page, _, err := s.planPage(r, sc, query.Get("plan"), query.Get("start"), query.Has("start"))
	if err != nil {
		return err
	}
	if len(page.Errors) > 0 {
		return s.refuseForm(w, r, http.StatusUnprocessableEntity, page, page.Errors)
	}
	return s.show(w, http.StatusOK, page)
}

// planPage is the page for a choice, with the work that it means. What the class has already, and what is past, is not ticked.
func (s *Server) planPage(r *http.Request, sc *scope, id, start string, chosen bool) (templates.PlanPage, []store.Assignment, error) {
	zone := zoneOf(sc.class)
	page := templates.NewPlanPage(sc.shown(), classLine(sc.class, sc.role))
	page.Look, page.Plan, page.Start, page.Zone = sc.look(), id, start, zoneWords(zone)
	for _, p := range s.course.Plans {
		page.Plans = append(page.Plans, templates.ChoiceOption{Value: p.ID, Label: p.Title, Hint: p.Summary, Checked: p.ID == id})
	}
	if !chosen {
		page.Start = nextMonday(s.now(), zone)
		return page, nil, nil
	}
	plan, ok := s.course.Plan(id)
	if !ok {
		page.Errors = append(page.Errors, templates.FieldError{Field: "plan", Text: "Choose a template"})
	}
	monday, err := readMonday(start)
	if err != nil {
		page.Errors = append(page.Errors, templates.FieldError{Field: "start", Text: err.Error()})
	}
	if len(page.Errors) > 0 {
		return page, nil, nil
	}
	has, err := s.db.Assignments(r.Context(), sc.class.ID)
	if err != nil {
		return page, nil, fmt.Errorf("list assignments: %w", err)
	}
	work := plannedWork(plan, sc.class.ID, sc.class.Zone, monday)
	page.Name, page.There, page.Section = plan.Title, thereOf(has), sc.confined()
	for i, a := range work {
		work[i] = sc.toAll(a)
		l := workLine(i, a)
		due, _, err := classwork.Instant(plan.Work[i].Due(monday), zone, false)
		switch {
		case slices.ContainsFunc(has, func(h store.Assignment) bool { return sameWork(h, a) && sc.forAll(h) }):
			l.Note, l.Checked = "The class has it already", false
		case err == nil && due.Before(s.now()):
			l.Note, l.Checked = "The date is past", false
		}
		page.Lines = append(page.Lines, l)
	}
	return page, work, nil
}

// forAll tells whether everybody whom who asks sees gets the work; for who sees all of the class any work is meant.
func (sc *scope) forAll(a store.Assignment) bool {
	section := sc.confined()
	return section == "" || a.Everyone || slices.Contains(a.Targets, store.Target{Kind: classwork.TargetSection, Target: section})
}

// sameWork tells whether a class has that piece of work, at whatever dates.
func sameWork(has, w store.Assignment) bool {
	return has.Withdrawn.IsZero() && has.Kind == w.Kind && has.Object == w.Object && has.Count == w.Count && has.Title == w.Title
}

// applyPlan gives a class what is ticked of a template, all or nothing.
func (s *Server) applyPlan(w http.ResponseWriter, r *http.Request, sc *scope) error {
	page, work, err := s.planPage(r, sc, sc.field("plan"), sc.field("start"), true)
	if err != nil {
		return err
	}
	if len(page.Errors) > 0 {
		return s.refuseForm(w, r, http.StatusUnprocessableEntity, page, page.Errors)
	}
	var picked []store.Assignment
	for i := range page.Lines {
		if page.Lines[i].Checked = slices.Contains(sc.form["pick"], strconv.Itoa(i)); page.Lines[i].Checked {
			picked = append(picked, work[i])
		}
	}
	refuse := func(status int, field, text string) error {
		page.Errors = []templates.FieldError{{Field: field, Text: text}}
		return s.refuseForm(w, r, status, page, page.Errors)
	}
	if sc.field("there") != page.There {
		return refuse(http.StatusConflict, "pick", "Nothing was assigned: the work of this class was changed meanwhile. What it has already is said below; look again, then assign.")
	}
	if len(picked) == 0 {
		return refuse(http.StatusUnprocessableEntity, "pick", "Tick at least one")
	}
	if err := s.db.NewAssignments(r.Context(), sc.person(), picked, s.now()); err != nil {
		return fmt.Errorf("assign the work of a template: %w", err)
	}
	return redirect(w, classLine(sc.class, "").Path()+"?done=planned")
}

// planChoices are the templates that a new class can begin with.
func (s *Server) planChoices(chosen string) []templates.SelectOption {
	all := []templates.SelectOption{{Value: "", Label: "No template"}}
	for _, p := range s.course.Plans {
		all = append(all, templates.SelectOption{Value: p.ID, Label: p.Title, Chosen: p.ID == chosen})
	}
	return all
}

// firstWork is the work that a new class begins with, as the form asks for it.
func (s *Server) firstWork(sc *scope, c store.Class) (work []store.Assignment, errs []templates.FieldError) {
	if sc.field("plan") == "" {
		return nil, nil
	}
	plan, ok := s.course.Plan(sc.field("plan"))
	if !ok {
		return nil, []templates.FieldError{{Field: "plan", Text: "Choose a template, or none"}}
	}
	monday, err := readMonday(sc.field("start"))
	if wrong := (errNotMonday{}); errors.As(err, &wrong) {
		return nil, []templates.FieldError{{Field: "start", Text: wrong.Error()}}
	}
	return plannedWork(plan, "", c.Zone, monday), nil
}
