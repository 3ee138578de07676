package server

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"frontdesk/quizzes"
	"frontdesk/server/exam"
	"frontdesk/server/store"
	"frontdesk/templates"
)

// One fixed form of a class: its questions with their answers, and putting another one in the place of one.

// showForm shows the questions of a form with their answers, but for what stands on an open exam of who asks.
func (s *Server) showForm(w http.ResponseWriter, r *http.Request, sc *scope) error {
	page, err := s.fixedPage(r, sc)
	if err != nil {
		return err
	}
	page.Banner = formBanner(r)
	query := r.URL.Query()
	n, err := strconv.Atoi(query.Get("n"))
	if query.Get("done") == "replaced" && err == nil && n >= 1 && n <= len(sc.fixed.Items) && !page.Form.Begun && !page.Shared {
		page.Undo = &templates.FixedUndo{N: n, Back: query.Get("back"), Order: query.Get("order")}
	}
	return s.show(w, http.StatusOK, page)
}

// formLine is the form in the scope as pages name it.
func (s *Server) formLine(r *http.Request, sc *scope) (templates.FixedLine, error) {
	all, err := s.db.ListForms(r.Context(), sc.class.ID)
	if err != nil {
		return templates.FixedLine{}, fmt.Errorf("list forms: %w", err)
	}
	i := slices.IndexFunc(all, func(f store.FormLine) bool { return f.ID == sc.fixed.ID })
	if i < 0 {
		return templates.FixedLine{}, store.ErrNotFound
	}
	return fixedLine(sc.class, all[i]), nil
}

func (s *Server) fixedPage(r *http.Request, sc *scope) (templates.FixedPage, error) {
	line, err := s.formLine(r, sc)
	if err != nil {
		return templates.FixedPage{}, err
	}
	places, err := s.exams.Fixed(r.Context(), sc.person(), sc.fixed, s.now())
	if err != nil {
		return templates.FixedPage{}, fmt.Errorf("read a form: %w", err)
	}
	page := templates.NewFormPage(sc.shown(), classLine(sc.class, sc.role), line)
	page.Look, page.Version = sc.look(), sc.fixed.Version
	if page.Shared, err = s.sharedForm(r, sc); err != nil {
		return page, err
	}
	for i, p := range places {
		q := templates.FixedQuestion{N: p.N, Withheld: p.Withheld, Mark: sc.fixed.Items[i].Mark()}
		if !p.Withheld {
			if q, err = s.fixedQuestion(p, q); err != nil {
				return page, err
			}
		}
		page.Questions = append(page.Questions, q)
	}
	return page, nil
}

// sharedForm tells whether learners get the form in the scope whom who asks may not see.
func (s *Server) sharedForm(r *http.Request, sc *scope) (bool, error) {
	if sc.confined() == "" {
		return false, nil
	}
	all, err := s.db.Assignments(r.Context(), sc.class.ID)
	if err != nil {
		return false, fmt.Errorf("list assignments: %w", err)
	}
	d := desk{}
	if d.people, err = s.db.PeopleOf(r.Context(), sc.class.ID); err != nil {
		return false, fmt.Errorf("list the people of a class: %w", err)
	}
	d.seen = slices.DeleteFunc(slices.Clone(d.people), func(m store.ClassMember) bool { return !sc.sees(m) })
	return slices.ContainsFunc(all, func(a store.Assignment) bool { return a.Form == sc.fixed.ID && d.shared(a) }), nil
}

// fixedQuestion fills in what staff see of a question.
func (s *Server) fixedQuestion(p exam.FixedPlace, q templates.FixedQuestion) (templates.FixedQuestion, error) {
	domain, _ := s.bank.Blueprint().Domain(p.Domain)
	exhibit, err := p.Question.ExhibitHTML(fmt.Sprintf("Exhibit of question %d", q.N))
	if err != nil {
		return q, err
	}
	q.Domain, q.Scenario, q.Exhibit, q.Text = domain.Title, p.Question.Scenario, exhibit, p.Question.Text
	if l := s.course.Lesson(p.Lesson); l != nil && l.Written {
		q.Lesson = &templates.Link{Text: l.Title, Path: l.Path()}
	}
	for i, o := range p.Question.Options {
		q.Options = append(q.Options, templates.FixedOption{Letter: string(rune('A' + i)), Text: o.Text, Key: o.ID == p.Key})
	}
	return q, nil
}

// replaceQuestion draws another question for one place of a form, or puts the old one back.
func (s *Server) replaceQuestion(w http.ResponseWriter, r *http.Request, sc *scope) error {
	n, err1 := strconv.Atoi(sc.field("n"))
	version, err2 := strconv.Atoi(sc.field("version"))
	if err1 != nil || err2 != nil || n < 1 || n > len(sc.fixed.Items) {
		return malformed("The fields %q and %q take numbers of this form.", "n", "version")
	}
	shared, err := s.sharedForm(r, sc)
	if err != nil {
		return err
	}
	if shared {
		return s.refuseReplace(w, r, sc, "Nothing was replaced: this form is also given to learners of other sections. Ask a coordinator of the class.")
	}
	if version != sc.fixed.Version {
		return s.formChanged(w, r, sc, n)
	}
	old, done := sc.fixed.Items[n-1], "replaced"
	it, text, err := s.exams.Substitute(r.Context(), sc.fixed, n, s.random(), s.now())
	if sc.form.Has("back") {
		done = "back"
		it, text, err = s.exams.PutBack(sc.fixed, n, sc.field("back"), sc.field("order"), s.now())
	}
	if err == nil {
		err = s.db.ReplaceOnForm(r.Context(), sc.person(), sc.class.ID, sc.fixed.ID, version, n, it, text, s.now())
	}
	switch {
	case errors.Is(err, store.ErrChanged):
		return s.formChanged(w, r, sc, n)
	case errors.Is(err, store.ErrBegun):
		return s.refuseReplace(w, r, sc, "Nothing was replaced: somebody has begun this form, so its questions stay as they are. Make another form.")
	case errors.Is(err, quizzes.ErrTooFewItems) && done == "back":
		return s.refuseReplace(w, r, sc, fmt.Sprintf("The old question %d cannot be put back: it is not in use any more, or does not go with the others.", n))
	case errors.Is(err, quizzes.ErrTooFewItems):
		return s.refuseReplace(w, r, sc, fmt.Sprintf("Question %d stays: its lesson has no other question that goes with this form.", n))
	case err != nil:
		return fmt.Errorf("replace a question: %w", err)
	}
	query := url.Values{"done": {done}, "n": {strconv.Itoa(n)}}
	if done == "replaced" {
		query.Set("back", old.Mark())
		query.Set("order", old.Order)
	}
	return redirect(w, classLine(sc.class, "").Path()+"forms/"+sc.fixed.ID+"?"+query.Encode())
}

// refuseReplace is the form as it stands, with why it was not changed.
func (s *Server) refuseReplace(w http.ResponseWriter, r *http.Request, sc *scope, text string) error {
	page, err := s.fixedPage(r, sc)
	if err != nil {
		return err
	}
	page.Errors = []templates.FieldError{{Text: text}}
	return s.refuseForm(w, r, http.StatusConflict, page, page.Errors)
}

// formChanged answers a form that was made from another version: what was seen and what stands there, side by side.
func (s *Server) formChanged(w http.ResponseWriter, r *http.Request, sc *scope, n int) error {
	now, err := s.db.FormOf(r.Context(), sc.class.ID, sc.fixed.ID)
	if err != nil {
		return fmt.Errorf("look at a form again: %w", err)
	}
	sc.fixed = now
	withheld, err := s.exams.Withheld(r.Context(), sc.person(), s.now())
	if err != nil {
		return fmt.Errorf("look at open exams: %w", err)
	}
	who, err := s.changerOf(r, sc)
	if err != nil {
		return err
	}
	seen, stands := sc.field("seen"), now.Items[n-1]
	words := fmt.Sprintf("Nothing was replaced: %s changed this form meanwhile.", who)
	switch {
	case seen == stands.Mark():
		words += fmt.Sprintf(" Question %d is the one that you saw.", n)
	default:
		words += fmt.Sprintf(" Question %d was: %s. It is now: %s.", n, s.quoted(seen, withheld), s.quoted(stands.Mark(), withheld))
	}
	return s.refuseReplace(w, r, sc, words+" Below is the form as it is now; replace the question there if you still want to.")
}

// changerOf names who changed the form in the scope last, and when.
func (s *Server) changerOf(r *http.Request, sc *scope) (string, error) {
	entries, _, err := s.db.Audit(r.Context(), store.AuditFilter{People: []string{sc.fixed.ID}, Action: "replace question", Most: 1})
	if err != nil {
		return "", fmt.Errorf("look who changed a form: %w", err)
	}
	if len(entries) == 0 || entries[0].By == "" {
		return "Somebody", nil
	}
	return entries[0].By + " (" + localTime(entries[0].At, zoneOf(sc.class)) + ")", nil
}

// quoted is the text of the question in the bank with that mark, unless it is withheld.
func (s *Server) quoted(mark string, withheld map[string]bool) string {
	for _, it := range s.bank.Items() {
		switch {
		case len(mark) < 8 || !strings.HasPrefix(it.Revision(), mark):
		case withheld[s.kept(it.ID())]:
			return "one that stands on an exam that you have open"
		default:
			return "“" + it.Question("").Text + "”"
		}
	}
	return "one that is not in use any more"
}
