package server

import (
	"fmt"
	"net/http"

	"frontdesk/quizzes"
	"frontdesk/server/exam"
	"frontdesk/templates"
)

// A fixed form on paper: two versions without keys, and the key of each.

// paperVersion is the version that the address asks for.
func paperVersion(r *http.Request) (string, error) {
	version := r.URL.Query().Get("version")
	if version == "" {
		version = "A"
	}
	if version != "A" && version != "B" {
		return "", malformed("A form on paper has the versions A and B.")
	}
	return version, nil
}

// sheets are the version of the form in the scope, the other one, and its questions in the order of the form.
func (s *Server) sheets(r *http.Request, sc *scope, version string) (this, other quizzes.Sheet, places []exam.FixedPlace, err error) {
	if places, err = s.exams.Fixed(r.Context(), sc.person(), sc.fixed, s.now()); err != nil {
		return nil, nil, nil, fmt.Errorf("read a form: %w", err)
	}
	orders, fixed := make([]string, len(places)), map[int]bool{}
	for i, p := range places {
		orders[i], fixed[i] = p.Order, p.AsIs
	}
	this, other = quizzes.Sheets(orders, fixed, sc.fixed.Seed)
	if version == "B" {
		this, other = other, this
	}
	return this, other, places, nil
}

// showPaper is one version of a form, to be printed.
func (s *Server) showPaper(w http.ResponseWriter, r *http.Request, sc *scope) error {
	version, err := paperVersion(r)
	if err != nil {
		return err
	}
	line, err := s.formLine(r, sc)
	if err != nil {
		return err
	}
	sheet, _, places, err := s.sheets(r, sc, version)
	if err != nil {
		return err
	}
	page := templates.NewPaperPage(sc.shown(), classLine(sc.class, sc.role), line, version)
	for i, printed := range sheet {
		p := places[printed.Place]
		exhibit, err := p.Question.ExhibitHTML(fmt.Sprintf("Exhibit of question %d", i+1))
		if err != nil {
			return err
		}
		q := templates.FixedQuestion{N: i + 1, Scenario: p.Question.Scenario, Exhibit: exhibit, Text: p.Question.Text}
		texts := map[string]string{}
		for _, o := range p.Question.Options {
			texts[o.ID] = o.Text
		}
		for _, option := range printed.Order {
			q.Options = append(q.Options, templates.FixedOption{Letter: printed.Letter(string(option)), Text: texts[string(option)]})
		}
		page.Questions = append(page.Questions, q)
	}
	return s.show(w, http.StatusOK, page)
}

// showPaperKey is the key of one version, unless a question of it stands on an open exam of who asks.
func (s *Server) showPaperKey(w http.ResponseWriter, r *http.Request, sc *scope) error {
	version, err := paperVersion(r)
	if err != nil {
		return err
	}
	line, err := s.formLine(r, sc)
	if err != nil {
		return err
	}
	sheet, other, places, err := s.sheets(r, sc, version)
	if err != nil {
		return err
	}
	page := templates.NewPaperKeyPage(sc.shown(), classLine(sc.class, sc.role), line, version)
	for _, p := range places {
		if p.Withheld {
			page.Withheld++
		}
	}
	there := map[int]int{} // its number in the other version, by place on the form
	for i, printed := range other {
		there[printed.Place] = i + 1
	}
	for i, printed := range sheet {
		if page.Withheld > 0 {
			break
		}
		page.Answers = append(page.Answers, templates.PaperAnswer{N: i + 1, Letter: printed.Letter(places[printed.Place].Key), Other: there[printed.Place]})
	}
	return s.show(w, http.StatusOK, page)
}
