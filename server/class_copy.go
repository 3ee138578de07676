package server

import (
	"fmt"
	"net/http"
	"slices"
	"time"

	"frontdesk/server/classwork"
	"frontdesk/server/store"
	"frontdesk/templates"
)

// Copying a class: its work with other dates, and its forms, for other people.

// dateFields are the fields of rules that are local times.
func dateFields() []string { return []string{classwork.Opens, classwork.Due, classwork.Until} }

// firstDay is the earliest date in the rules of some work; zero if there is none.
func firstDay(work []store.Assignment) (first time.Time) {
	for _, w := range work {
		for _, rule := range w.Rules {
			if rule.Scope != store.RuleWork || !slices.Contains(dateFields(), rule.Field) {
				continue
			}
			t, err := time.Parse(classwork.Layout, rule.Value)
			if day := t.Truncate(24 * time.Hour); err == nil && (first.IsZero() || day.Before(first)) {
				first = day
			}
		}
	}
	return first
}

// copiedWork is the work of a class as another class in the zone gets it, its dates moved by whole days: local times stay
// what they are. What was set for people and labels is left out, as are the people themselves.
func copiedWork(work []store.Assignment, zone string, days int) []store.Assignment {
	var all []store.Assignment
	for _, w := range work {
		if !w.Withdrawn.IsZero() {
			continue
		}
		c := w
		c.Zone, c.Rules = zone, nil
		c.Targets = slices.DeleteFunc(slices.Clone(w.Targets), func(t store.Target) bool { return t.Kind == classwork.TargetPerson })
		for _, rule := range w.Rules {
			if rule.Scope != store.RuleWork {
				continue
			}
			if t, err := time.Parse(classwork.Layout, rule.Value); err == nil && slices.Contains(dateFields(), rule.Field) {
				rule.Value = t.AddDate(0, 0, days).Format(classwork.Layout)
			}
			c.Rules = append(c.Rules, rule)
		}
		all = append(all, c)
	}
	return all
}

// standing is the work of a class that is not withdrawn.
func standing(all []store.Assignment) []store.Assignment {
	return slices.DeleteFunc(slices.Clone(all), func(w store.Assignment) bool { return !w.Withdrawn.IsZero() })
}

// copyPage is the form that copies a class, and the work that the new one would get.
func (s *Server) copyPage(r *http.Request, sc *scope) (templates.CopyPage, []store.Assignment, error) {
	page := templates.NewCopyPage(sc.shown(), classLine(sc.class, sc.role))
	page.To = templates.ClassLine{Name: sc.class.Name + ", copy", Zone: sc.class.Zone}
	all, err := s.db.Assignments(r.Context(), sc.class.ID)
	if err != nil {
		return page, nil, fmt.Errorf("list assignments: %w", err)
	}
	forms, err := s.db.ListForms(r.Context(), sc.class.ID)
	if err != nil {
		return page, nil, fmt.Errorf("list forms: %w", err)
	}
	page.Forms, page.There = len(forms), thereOf(all)
	work := standing(all)
	if first := firstDay(work); !first.IsZero() {
		page.First = first.Format("Monday, January 2, 2006")
	}
	return page, work, nil
}

// showCopy is the form, before anything is chosen.
func (s *Server) showCopy(w http.ResponseWriter, r *http.Request, sc *scope) error {
	page, _, err := s.copyPage(r, sc)
	if err != nil {
		return err
	}
	return s.show(w, http.StatusOK, page)
}

// copyClass shows the dates of a copy; once they were seen, it makes it.
func (s *Server) copyClass(w http.ResponseWriter, r *http.Request, sc *scope) error {
	page, work, err := s.copyPage(r, sc)
	if err != nil {
		return err
	}
	to, errs := readClass(sc)
	page.To, page.Start = templates.ClassLine{Name: to.Name, Term: to.Term, Zone: to.Zone}, sc.field("start")
	if sc.field("do") == "copy" && sc.field("there") != page.There { // told first: it may be why something is missing
		page.Errors = []templates.FieldError{{Text: "Nothing was copied: the work of this class was changed meanwhile. Look at the dates again, then copy."}}
		return s.refuseForm(w, r, http.StatusConflict, page, page.Errors)
	}
	days := 0
	if first := firstDay(work); !first.IsZero() {
		start, err := time.Parse(dateLayout, page.Start)
		if err != nil || start.Year() < 2000 || start.Year() > 2200 {
			errs = append(errs, templates.FieldError{Field: "start", Text: "Choose the first date of the new class"})
		}
		days = int(start.Sub(first) / (24 * time.Hour)) // both are dates, in UTC
	}
	if len(errs) > 0 {
		page.Errors = errs
		return s.refuseForm(w, r, http.StatusUnprocessableEntity, page, errs)
	}
	moved := copiedWork(work, to.Zone, days)
	for i, a := range moved {
		l := workLine(i, a)
		if !a.Everyone {
			l.Note = "Not for everyone: choose who gets it, in the new class"
		}
		page.Lines = append(page.Lines, l)
	}
	page.Shown = to.Zone + " " + page.Start
	switch {
	case sc.field("do") != "copy":
		return s.show(w, http.StatusOK, page)
	case sc.field("shown") != page.Shown:
		return s.show(w, http.StatusOK, page) // other dates than those that were seen
	}
	return s.makeCopy(w, r, sc, to, moved)
}

// makeCopy makes the copy.
func (s *Server) makeCopy(w http.ResponseWriter, r *http.Request, sc *scope, to store.Class, work []store.Assignment) error {
	forms, err := s.db.FormsOf(r.Context(), sc.class.ID)
	if err != nil {
		return fmt.Errorf("read forms: %w", err)
	}
	id, err := s.db.NewClassWith(r.Context(), sc.person(), store.NewClass{Class: to, Of: sc.class.ID, Forms: forms, Work: work}, s.now())
	if err != nil {
		return fmt.Errorf("copy a class: %w", err)
	}
	return redirect(w, templates.ClassLine{ID: id}.Path()+"?done=copied")
}
