package server

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"frontdesk/content"
	"frontdesk/quizzes"
	"frontdesk/server/exam"
	"frontdesk/templates"
)

// The start of an attempt: the page before it, and the form or request that begins it.

// startFields are a start request as a script sends it.
type startFields struct {
	Mode     string `json:"mode"`
	Domain   string `json:"domain"`
	Lesson   string `json:"lesson"`
	Tag      string `json:"tag"`
	Module   string `json:"module"`
	Attempt  string `json:"attempt"`
	Count    int    `json:"count"`
	Time     string `json:"time"`
	Feedback string `json:"feedback"`
	Key      string `json:"key"`

	Assignment string `json:"assignment"` // work of a class; of the others Key alone is then read
}

// request is what package exam is asked for. An unknown module is an *exam.Refusal.
func (s *Server) request(f startFields) (exam.Request, error) {
	r := exam.Request{Mode: quizzes.Mode(f.Mode), Domain: f.Domain, Lesson: f.Lesson, Tag: f.Tag, Module: f.Module, Attempt: f.Attempt,
		Count: f.Count, Time: f.Time, Feedback: f.Feedback, Key: f.Key}
	if f.Module == "" {
		return r, nil
	}
	m := s.module(f.Module)
	if m == nil {
		return r, &exam.Refusal{Field: "module", Message: "The course has no such module."}
	}
	r.Name = m.Title
	return r, nil
}

// module is the module of that id, or nil.
func (s *Server) module(id string) *content.Module {
	i := slices.IndexFunc(s.course.Modules, func(m *content.Module) bool { return m.ID == id })
	if i < 0 {
		return nil
	}
	return s.course.Modules[i]
}

// fieldsOf reads a start request from a form or a query, as far as it belongs to the mode. what is the select of the start
// page: "domain:d3", "lesson:d3-03", "tag:hipaa" or "".
func fieldsOf(get func(string) string) (f startFields, err error) {
	if f = (startFields{Assignment: get("assignment"), Key: get("key")}); f.Assignment != "" {
		return f, nil
	}
	f.Mode = get("mode")
	switch quizzes.Mode(f.Mode) {
	case quizzes.Check:
		f.Module = get("module")
	case quizzes.Misses:
		f.Attempt, f.Feedback = get("attempt"), get("feedback")
		f.Count, err = countOf(get)
	case quizzes.Drill:
		f.Domain, f.Lesson, f.Tag, f.Time, f.Feedback = get("domain"), get("lesson"), get("tag"), get("time"), get("feedback")
		switch kind, value, _ := strings.Cut(get("what"), ":"); kind {
		case "domain":
			f.Domain = value
		case "lesson":
			f.Lesson = value
		case "tag":
			f.Tag = value
		}
		f.Count, err = countOf(get)
	case quizzes.Diagnostic:
	default:
		f.Time = get("time")
	}
	return f, err
}

// countOf is how many questions are asked for; 0 leaves it to the mode.
func countOf(get func(string) string) (int, error) {
	count := get("count")
	if count == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(count)
	if err != nil {
		return 0, malformed("The field %q takes a number.", "count")
	}
	return n, nil
}

// startAttempt begins an attempt: 201 with its id, or 200 with the id of the one that the key or the mode already has;
// a form is led into the room.
func (s *Server) startAttempt(w http.ResponseWriter, r *http.Request, sc *scope) error {
	var f startFields
	err := error(nil)
	if sc.body != nil {
		err = sc.decode(&f)
	} else {
		f, err = fieldsOf(sc.field)
	}
	if err != nil {
		return err
	}
	if f.Assignment != "" {
		return s.startAssigned(w, r, sc, f)
	}
	id, started := "", false
	q, err := s.request(f)
	if err == nil {
		id, started, err = s.exams.Start(r.Context(), sc.person(), q, s.random(), s.now())
	}
	if err != nil && !wantsJSON(r) && (errors.Is(err, quizzes.ErrTooFewItems) || errors.As(err, new(*exam.Refusal))) {
		return s.showStartRefused(w, r, sc, f, err)
	}
	if err != nil {
		return s.attemptError(r, sc, err)
	}
	if !wantsJSON(r) {
		return s.toStarted(w, r, sc, f, id, started)
	}
	return startedJSON(w, id, started)
}

// startedJSON tells a script which attempt it has now.
func startedJSON(w http.ResponseWriter, id string, started bool) error {
	status := http.StatusOK
	if started {
		status = http.StatusCreated
		w.Header().Set("Location", "/attempts/"+id)
	}
	return writeJSON(w, status, map[string]string{"id": id})
}

// toStarted leads a form into the room. Somebody who asked for what was missed in one attempt, and has a drill of other
// missed questions open, is told so first.
func (s *Server) toStarted(w http.ResponseWriter, r *http.Request, sc *scope, f startFields, id string, started bool) error {
	if f.Attempt != "" && !started {
		a, err := s.db.Attempt(r.Context(), sc.person(), id)
		if err != nil {
			return fmt.Errorf("look at the open attempt: %w", err)
		}
		if f.Key == "" || a.Key != f.Key {
			return redirect(w, "/attempts/new?mode=misses")
		}
	}
	return redirect(w, "/attempts/"+id)
}

// showStart is the page before an attempt: what will be drawn, and how long it takes.
func (s *Server) showStart(w http.ResponseWriter, r *http.Request, sc *scope) error {
	query := r.URL.Query()
	f, err := fieldsOf(query.Get)
	if err != nil {
		return err
	}
	if query.Get("mode") == "" {
		f.Mode = string(quizzes.Mock)
	}
	page, err := s.startPage(r, sc, f)
	if errors.As(err, new(*exam.Refusal)) {
		return notHere()
	}
	if err != nil {
		return s.attemptError(r, sc, err)
	}
	return s.show(w, http.StatusOK, page)
}

const nothingMissed = "There are no missed questions to take up right now. What stands on an exam that you have open is left out."

// showStartRefused is the start page again, with what was wrong.
func (s *Server) showStartRefused(w http.ResponseWriter, r *http.Request, sc *scope, f startFields, cause error) error {
	page, err := s.startPage(r, sc, f)
	if err != nil {
		return s.attemptError(r, sc, cause) // what was asked for has no page to go back to
	}
	status, field := http.StatusConflict, templates.FieldError{}
	var refused *exam.Refusal
	switch {
	case errors.As(cause, &refused):
		status, field.Text = http.StatusUnprocessableEntity, refused.Message
	case errors.Is(cause, exam.ErrNothingMissed):
		field.Text = nothingMissed
	case f.Mode == string(quizzes.Drill):
		field.Text = "There are too few questions for that. Choose fewer, or more subjects."
	case f.Mode == string(quizzes.Check):
		field.Text = "This module has too few questions for a check now. A drill works."
	default:
		field.Text = "The question bank has too few questions for this exam now. A drill or self-check practice works."
	}
	if page.Drill != nil {
		field.Field = "count"
		if refused != nil {
			field.Field = refused.Field
		}
	}
	page.Errors = []templates.FieldError{field}
	return s.show(w, status, page)
}

func (s *Server) startPage(r *http.Request, sc *scope, f startFields) (templates.StartPage, error) {
	q, err := s.request(f)
	if err != nil {
		return templates.StartPage{}, err
	}
	p, err := s.exams.Prospect(r.Context(), sc.person(), q, s.now())
	if err != nil {
		return templates.StartPage{}, fmt.Errorf("look ahead: %w", err)
	}
	page := templates.NewStartPage(sc.shown(), f.Mode)
	page.Questions, page.Trial = p.Scored+p.Pretest, p.Pretest
	page.Minutes, page.Factor, page.Time = p.Minutes, p.Factor, p.Request.Time
	page.TooFew, page.Key = p.TooFew, rand.Text()
	for _, d := range p.Fresh {
		page.Fresh = append(page.Fresh, templates.FreshDomain{Title: d.Domain.Title, Left: d.Left, Need: d.Need})
	}
	if p.Open != nil {
		if page.Open, err = s.openAttempt(r, sc, *p.Open); err != nil {
			return page, err
		}
	}
	switch p.Request.Mode {
	case quizzes.Drill:
		page.Drill = s.drillQuestion(p)
	case quizzes.Check:
		page.Check = &templates.CheckFacts{Module: p.Request.Module, Title: p.Request.Name, New: p.Mix.New, Known: p.Mix.Known}
	case quizzes.Misses:
		page.Misses, err = s.missesQuestion(r, sc, p)
	default:
		page.First, err = s.first(r, sc)
	}
	return page, err
}

// first reports whether the person has not started anything yet.
func (s *Server) first(r *http.Request, sc *scope) (bool, error) {
	if !sc.known() {
		return true, nil
	}
	all, err := s.db.AttemptsOf(r.Context(), sc.person())
	if err != nil {
		return false, fmt.Errorf("list attempts: %w", err)
	}
	return len(all) == 0, nil
}

func (s *Server) missesQuestion(r *http.Request, sc *scope, p exam.Prospect) (*templates.MissesQuestion, error) {
	q := p.Request
	m := &templates.MissesQuestion{Attempt: q.Attempt, Count: q.Count, Feedback: q.Feedback, Fits: p.Fit, Drawn: p.Scored}
	if q.Attempt != "" {
		a, err := s.db.Attempt(r.Context(), sc.person(), q.Attempt)
		if err != nil {
			return nil, fmt.Errorf("look up what was missed: %w", err)
		}
		m.Name = a.Title
	}
	return m, nil
}

func (s *Server) drillQuestion(p exam.Prospect) *templates.DrillQuestion {
	q := p.Request
	d := &templates.DrillQuestion{Count: q.Count, Feedback: q.Feedback, Fits: p.Fit, Missed: p.Mix.Missed, New: p.Mix.New, Known: p.Mix.Known}
	switch {
	case q.Domain != "":
		d.What = "domain:" + q.Domain
	case q.Lesson != "":
		d.What = "lesson:" + q.Lesson
	case q.Tag != "":
		d.What = "tag:" + q.Tag
	}
	for _, dom := range s.bank.Blueprint().Domains {
		value := "domain:" + dom.ID
		d.Domains = append(d.Domains, templates.SelectOption{Value: value, Label: dom.Title, Chosen: value == d.What})
	}
	for _, l := range s.course.Lessons() {
		if s.bank.DrillSize(quizzes.DrillPlan{Lesson: l.ID}, s.now()) > 0 {
			value := "lesson:" + l.ID
			d.Lessons = append(d.Lessons, templates.SelectOption{Value: value, Label: l.Title, Chosen: value == d.What})
		}
	}
	return d
}
