package server

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"
	"unicode/utf8"

	"frontdesk/server/store"
	"frontdesk/templates"
)

// Classes: the list, a class's own page, making and changing one. Who is in it stands in class_people.go, coming in by
// the code in join.go.

// classBanner is banner for the pages of classes.
func classBanner(r *http.Request) *templates.Banner {
	b, ok := map[string]templates.Banner{
		"made":      {Title: "The class is made", Text: "Give its code to your learners."},
		"copied":    {Title: "The class is copied", Text: "Its people do not come along. Give its code to your learners."},
		"planned":   {Title: "The work is assigned"},
		"saved":     {Title: "Saved"},
		"archived":  {Title: "The class is archived", Text: "It can be opened again under Class settings."},
		"reopened":  {Title: "The class goes on"},
		"closed":    {Title: "The code is closed", Text: "It lets nobody in until you open it again."},
		"opened":    {Title: "The code is open"},
		"new-code":  {Title: "There is a new code", Text: "The one before lets nobody in any more."},
		"joined":    {Title: "You are in this class"},
		"left":      {Title: "You have left the class", Text: "Your work stays yours."},
		"added":     {Title: "Added"},
		"taken-out": {Title: "Taken out of the class", Text: "The work is kept.", Link: &templates.Link{Text: "Undo below", Path: "#gone"}},
		"back":      {Title: "Back in the class"},
		"places":    {Title: "Sections and labels are saved"},
	}[r.URL.Query().Get("done")]
	if !ok {
		return nil
	}
	return &b
}

// zoneOf is the time zone of a class.
func zoneOf(c store.Class) *time.Location {
	zone, err := time.LoadLocation(c.Zone)
	if err != nil { // it was known when the class was made
		return time.Local
	}
	return zone
}

// classLine is a class as pages name it to somebody with a role there.
func classLine(c store.Class, role store.Role) templates.ClassLine {
	l := templates.ClassLine{ID: c.ID, Name: c.Name, Term: c.Term, Zone: c.Zone, Role: string(role)}
	if !c.Archived.IsZero() {
		l.Archived = c.Archived.In(zoneOf(c))
	}
	return l
}

// classesOf are the classes that a member is in.
func (s *Server) classesOf(r *http.Request, sc *scope) ([]store.Membership, error) {
	all, err := s.db.ClassesOf(r.Context(), sc.person())
	if err != nil {
		return nil, fmt.Errorf("list classes: %w", err)
	}
	return slices.DeleteFunc(all, func(m store.Membership) bool { return !m.Left.IsZero() }), nil
}

// showClasses lists the classes of who asks; an administrator's are all.
func (s *Server) showClasses(w http.ResponseWriter, r *http.Request, sc *scope) error {
	page := templates.NewClassesPage(sc.shown())
	page.Banner, page.Make = classBanner(r), mayMake(sc.session.Person)
	mine, err := s.classesOf(r, sc)
	if err != nil {
		return err
	}
	roles := map[string]store.Role{}
	for _, m := range mine {
		roles[m.ID] = m.Role
		if !isAdmin(sc.session.Person.Role) {
			page.Classes = append(page.Classes, classLine(m.Class, m.Role))
		}
	}
	if isAdmin(sc.session.Person.Role) {
		all, err := s.db.ListClasses(r.Context())
		if err != nil {
			return fmt.Errorf("list classes: %w", err)
		}
		for _, c := range all {
			page.Classes = append(page.Classes, classLine(c, roles[c.ID]))
		}
	}
	return s.show(w, http.StatusOK, page)
}

// showNewClass is the form for a class.
func (s *Server) showNewClass(w http.ResponseWriter, r *http.Request, sc *scope) error {
	zone := time.Local.String()
	if zone == "Local" || zone == "UTC" { // the server's own, which says nothing about where the class is
		zone = ""
	}
	page := templates.NewClassFormPage(sc.shown(), templates.ClassLine{Zone: zone})
	page.Plans = s.planChoices("")
	return s.show(w, http.StatusOK, page)
}

// readClass reads the form for a class, and says what is wrong in it.
func readClass(sc *scope) (store.Class, []templates.FieldError) {
	c := store.Class{ID: sc.class.ID, Name: sc.field("name"), Term: sc.field("term"), Zone: sc.field("zone"), Archived: sc.class.Archived}
	var errs []templates.FieldError
	refuse := func(field, text string) {
		errs = append(errs, templates.FieldError{Field: field, Text: text})
	}
	switch {
	case c.Name == "":
		refuse("name", "Enter a name for the class")
	case utf8.RuneCountInString(c.Name) > templates.MaxClassName || unprintable(c.Name):
		refuse("name", fmt.Sprintf("Enter a name of at most %d characters, on one line", templates.MaxClassName))
	}
	if utf8.RuneCountInString(c.Term) > templates.MaxTerm || unprintable(c.Term) {
		refuse("term", fmt.Sprintf("Enter at most %d characters, on one line", templates.MaxTerm))
	}
	if _, err := time.LoadLocation(c.Zone); err != nil || c.Zone == "" || c.Zone == "Local" {
		refuse("zone", "Enter a time zone such as America/Chicago")
	}
	return c, errs
}

// makeClass makes a class, with the work of a template if one is chosen; who asks becomes its coordinator.
func (s *Server) makeClass(w http.ResponseWriter, r *http.Request, sc *scope) error {
	c, errs := readClass(sc)
	work, wrong := s.firstWork(sc, c)
	if errs = append(errs, wrong...); len(errs) > 0 {
		return s.refuseClass(w, r, sc, c, errs)
	}
	id, err := s.db.NewClassWith(r.Context(), sc.person(), store.NewClass{Class: c, Work: work}, s.now())
	if err != nil {
		return fmt.Errorf("make a class: %w", err)
	}
	return redirect(w, templates.ClassLine{ID: id}.Path()+"?done=made")
}

func (s *Server) refuseClass(w http.ResponseWriter, r *http.Request, sc *scope, c store.Class, errs []templates.FieldError) error {
	page := templates.NewClassFormPage(sc.shown(), classLine(c, sc.role))
	page.Errors, page.Was = errs, sc.form["was"]
	if c.ID == "" {
		page.Plans, page.Start = s.planChoices(sc.field("plan")), sc.field("start")
	}
	return s.refuseForm(w, r, http.StatusUnprocessableEntity, page, errs)
}

// showClassSettings is the form that changes a class.
func (s *Server) showClassSettings(w http.ResponseWriter, r *http.Request, sc *scope) error {
	page := templates.NewClassFormPage(sc.shown(), classLine(sc.class, sc.role))
	page.Copy, page.Was = mayMake(sc.session.Person), classWas(sc.class)
	return s.show(w, http.StatusOK, page)
}

// changeClass gives a class another name, term and zone.
func (s *Server) changeClass(w http.ResponseWriter, r *http.Request, sc *scope) error {
	c, errs := readClass(sc)
	if len(errs) > 0 {
		return s.refuseClass(w, r, sc, c, errs)
	}
	err := s.db.ChangeClass(r.Context(), sc.person(), classOf(sc.form["was"]), c, s.now())
	if errors.Is(err, store.ErrChanged) {
		return s.showClassConflict(w, r, sc, c)
	}
	if err != nil {
		return fmt.Errorf("change a class: %w", err)
	}
	return redirect(w, classLine(c, "").Path()+"?done=saved")
}

// archiveClass ends a class, or opens it again.
func (s *Server) archiveClass(w http.ResponseWriter, r *http.Request, sc *scope) error {
	done, ok := map[string]string{"1": "archived", "0": "reopened"}[sc.field("archived")]
	if !ok {
		return malformed("The field %q takes 1 or 0.", "archived")
	}
	if err := s.db.ArchiveClass(r.Context(), sc.person(), sc.class.ID, done == "archived", s.now()); err != nil {
		return fmt.Errorf("archive a class: %w", err)
	}
	return redirect(w, classLine(sc.class, "").Path()+"?done="+done)
}

// changeCode closes or opens the join code, or makes another.
func (s *Server) changeCode(w http.ResponseWriter, r *http.Request, sc *scope) (err error) {
	done := ""
	switch sc.field("do") {
	case "close":
		done, err = "closed", s.db.CloseCode(r.Context(), sc.person(), sc.class.ID, true, s.now())
	case "open":
		done, err = "opened", s.db.CloseCode(r.Context(), sc.person(), sc.class.ID, false, s.now())
	case "new":
		done, err = "new-code", s.db.NewCode(r.Context(), sc.person(), sc.class.ID, s.now())
	default:
		return malformed("The field %q takes close, open or new.", "do")
	}
	if err != nil {
		return fmt.Errorf("change a join code: %w", err)
	}
	return redirect(w, classLine(sc.class, "").Path()+"?done="+done)
}

// showClass is a class: for learners who teaches it and what there is to do, for staff who needs help (class_today.go).
func (s *Server) showClass(w http.ResponseWriter, r *http.Request, sc *scope) error {
	if sc.look().Staff {
		return s.showClassToday(w, r, sc)
	}
	page := templates.NewClassPage(sc.shown(), classLine(sc.class, sc.role))
	page.Banner, page.Look = classBanner(r), sc.look()
	staff, err := s.staffOf(r, sc.class)
	if err != nil {
		return err
	}
	page.Staff = staffNames(staff)
	works, err := s.ownWorks(r.Context(), sc, sc.class.ID)
	if err != nil {
		return err
	}
	page.Work = s.workLines(works)
	return s.show(w, http.StatusOK, page)
}
