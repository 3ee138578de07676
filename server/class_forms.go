package server

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"unicode/utf8"

	"frontdesk/quizzes"
	"frontdesk/server/store"
	"frontdesk/templates"
)

// Fixed forms of a class: the list and the making. One form stands in class_form.go, its paper in class_paper.go.

// formBanner is banner for the pages of forms.
func formBanner(r *http.Request) *templates.Banner {
	n := r.URL.Query().Get("n")
	b, ok := map[string]templates.Banner{
		"made":     {Title: "The form is made", Text: "Read its questions, and replace those that do not fit."},
		"replaced": {Title: "Question " + n + " is replaced", Link: &templates.Link{Text: "See it", Path: "#q-" + n}},
		"back":     {Title: "The old question " + n + " is back", Link: &templates.Link{Text: "See it", Path: "#q-" + n}},
	}[r.URL.Query().Get("done")]
	if _, err := strconv.ParseUint(n, 10, 8); !ok || err != nil && n != "" {
		return nil
	}
	return &b
}

// fixedLine is a form as pages name it.
func fixedLine(c store.Class, f store.FormLine) templates.FixedLine {
	return templates.FixedLine{ID: f.ID, Title: f.Title, Count: f.Count, Created: f.Created.In(zoneOf(c)), Given: f.Given, Begun: f.Begun}
}

// showForms lists the fixed forms of a class.
func (s *Server) showForms(w http.ResponseWriter, r *http.Request, sc *scope) error {
	page := templates.NewFixedFormsPage(sc.shown(), classLine(sc.class, sc.role))
	page.Look = sc.look()
	all, err := s.db.ListForms(r.Context(), sc.class.ID)
	if err != nil {
		return fmt.Errorf("list forms: %w", err)
	}
	for _, f := range slices.Backward(all) { // the newest first
		page.Forms = append(page.Forms, fixedLine(sc.class, f))
	}
	return s.show(w, http.StatusOK, page)
}

// showNewForm is where a form is made.
func (s *Server) showNewForm(w http.ResponseWriter, r *http.Request, sc *scope) error {
	page, err := s.newFormPage(r, sc, nil)
	if err != nil {
		return err
	}
	return s.show(w, http.StatusOK, page)
}

// newFormPage is the form that makes one, as it was sent, with what is wrong in it.
func (s *Server) newFormPage(r *http.Request, sc *scope, errs []templates.FieldError) (templates.NewFixedPage, error) {
	page := templates.NewNewFixedPage(sc.shown(), classLine(sc.class, sc.role))
	page.Look, page.Errors, page.Most = sc.look(), errs, quizzes.MaxFixed
	page.Half, _ = s.bank.Blueprint().Total(quizzes.Half)
	page.Mock, _ = s.bank.Blueprint().Total(quizzes.Mock)
	page.Name, page.Count = sc.field("title"), sc.field("count")
	if sc.form.Has("size") {
		page.Size = sc.field("size")
	}
	for _, group := range s.formParts() {
		sizes, err := s.exams.FixedSize(r.Context(), quizzes.FixedPlan{Shares: group.shares}, s.now())
		if err != nil {
			return page, fmt.Errorf("count what a form can take: %w", err)
		}
		g := templates.FixedGroup{Title: group.title}
		for i, share := range group.shares {
			name := share.Kind + "-" + share.ID
			f := templates.Field{Name: name, Label: share.Title, Error: page.FieldError(name), Value: sc.field(name), InputMode: "numeric", Width: "short", Autocomplete: "off"}
			if sizes[i] == 0 && f.Value == "" {
				continue // a part without exam questions
			}
			g.Open = g.Open || f.Value != "" || f.Error != ""
			g.Fields = append(g.Fields, f)
		}
		if len(g.Fields) > 0 {
			page.Groups = append(page.Groups, g)
		}
	}
	return page, nil
}

// formPart is a group of parts that a form can be drawn from.
type formPart struct {
	title  string
	shares []quizzes.FixedShare
}

// formParts are all of them: the domains, then each module with its lessons.
func (s *Server) formParts() []formPart {
	all := []formPart{{title: "Domains of the exam"}}
	for _, d := range s.bank.Blueprint().Domains {
		all[0].shares = append(all[0].shares, quizzes.FixedShare{Kind: quizzes.FromDomain, ID: d.ID, Title: d.Title})
	}
	for _, m := range s.course.Modules {
		part := formPart{title: "Module: " + m.Title, shares: []quizzes.FixedShare{{Kind: quizzes.FromModule, ID: m.ID, Title: "Any lesson of " + m.Title}}}
		for _, l := range m.Lessons {
			part.shares = append(part.shares, quizzes.FixedShare{Kind: quizzes.FromLesson, ID: l.ID, Title: l.Title})
		}
		all = append(all, part)
	}
	return all
}

// readFormPlan reads what a form is to be drawn from, and says what is wrong in it.
func (s *Server) readFormPlan(sc *scope) (plan quizzes.FixedPlan, errs []templates.FieldError) {
	bp := s.bank.Blueprint()
	refuse := func(field, text string) { errs = append(errs, templates.FieldError{Field: field, Text: text}) }
	switch title := sc.field("title"); {
	case title == "":
		refuse("title", "Enter a title for the form")
	case utf8.RuneCountInString(title) > templates.MaxFormTitle || unprintable(title):
		refuse("title", fmt.Sprintf("Enter a title of at most %d characters, on one line", templates.MaxFormTitle))
	}
	switch sc.field("size") {
	case templates.SizeHalf:
		return bp.FixedPlan(quizzes.Half, 0), errs
	case templates.SizeMock:
		return bp.FixedPlan(quizzes.Mock, 0), errs
	case templates.SizeCount:
		n, err := strconv.Atoi(sc.field("count"))
		if err != nil || n < 1 || n > quizzes.MaxFixed {
			refuse("count", fmt.Sprintf("Enter a number from 1 to %d", quizzes.MaxFixed))
			return plan, errs
		}
		return bp.FixedPlan("", n), errs
	case templates.SizeChosen:
		plan, wrong := s.chosenPlan(sc)
		return plan, append(errs, wrong...)
	}
	refuse("size", "Choose what the form is drawn from")
	return plan, errs
}

// chosenPlan reads how many questions of each part a form is to have.
func (s *Server) chosenPlan(sc *scope) (plan quizzes.FixedPlan, errs []templates.FieldError) {
	for _, part := range s.formParts() {
		for _, share := range part.shares {
			name := share.Kind + "-" + share.ID
			typed := sc.field(name)
			if typed == "" || typed == "0" {
				continue
			}
			n, err := strconv.Atoi(typed)
			if err != nil || n < 0 || n > quizzes.MaxFixed {
				errs = append(errs, templates.FieldError{Field: name, Text: fmt.Sprintf("%s: enter a number from 0 to %d", share.Title, quizzes.MaxFixed)})
				continue
			}
			share.Count = n
			plan.Shares = append(plan.Shares, share)
		}
	}
	if len(errs) > 0 {
		return plan, errs
	}
	if n := plan.Count(); n == 0 {
		errs = append(errs, templates.FieldError{Field: "size", Text: "Enter how many questions of at least one part"})
	} else if n > quizzes.MaxFixed {
		errs = append(errs, templates.FieldError{Field: "size", Text: fmt.Sprintf("These are %d questions. A form has at most %d.", n, quizzes.MaxFixed)})
	}
	return plan, errs
}

// makeForm draws a form and keeps it.
func (s *Server) makeForm(w http.ResponseWriter, r *http.Request, sc *scope) error {
	plan, errs := s.readFormPlan(sc)
	if len(errs) > 0 {
		return s.refuseNewForm(w, r, sc, errs)
	}
	f, texts, err := s.exams.DrawFixed(r.Context(), plan, s.random(), s.now())
	if errors.Is(err, quizzes.ErrTooFewItems) {
		wrong, err := s.tooFew(r, plan)
		if err != nil {
			return err
		}
		return s.refuseNewForm(w, r, sc, wrong)
	}
	if err != nil {
		return fmt.Errorf("draw a form: %w", err)
	}
	f.Class, f.Title = sc.class.ID, sc.field("title")
	id, err := s.db.PutForm(r.Context(), sc.person(), f, texts, s.now())
	if err != nil {
		return fmt.Errorf("keep a form: %w", err)
	}
	return redirect(w, classLine(sc.class, "").Path()+"forms/"+id+"?done=made")
}

// tooFew says which parts of a plan ask for more than there is.
func (s *Server) tooFew(r *http.Request, plan quizzes.FixedPlan) (errs []templates.FieldError, err error) {
	sizes, err := s.exams.FixedSize(r.Context(), plan, s.now())
	if err != nil {
		return nil, fmt.Errorf("count what a form can take: %w", err)
	}
	for i, share := range plan.Shares {
		if sizes[i] < share.Count {
			errs = append(errs, templates.FieldError{Field: "size", Text: fmt.Sprintf("%s: only %d questions fit, %d are asked for. Choose fewer.", share.Title, sizes[i], share.Count)})
		}
	}
	if len(errs) == 0 {
		errs = append(errs, templates.FieldError{Field: "size", Text: "Too few questions fit that do not give each other away. Choose fewer."})
	}
	return errs[:1], nil
}

func (s *Server) refuseNewForm(w http.ResponseWriter, r *http.Request, sc *scope, errs []templates.FieldError) error {
	page, err := s.newFormPage(r, sc, errs)
	if err != nil {
		return err
	}
	return s.refuseForm(w, r, http.StatusUnprocessableEntity, page, errs)
}
