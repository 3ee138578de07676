package server

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"frontdesk/server/exam"
	"frontdesk/server/store"
	"frontdesk/templates"
)

// Messages between a learner and the staff of a class. Reading changes nothing: what was read is marked by a form.

// readBody reads a message; refused says what is wrong with it.
func readBody(sc *scope, empty bool) (body, refused string) {
	body = sc.field("body")
	switch n := utf8.RuneCountInString(body); {
	case body == "" && !empty:
		return body, "Write a message"
	case n > templates.MaxMessage:
		return body, fmt.Sprintf("Shorten the message by %d characters", n-templates.MaxMessage)
	}
	return body, ""
}

// messageLine is a message as a reader sees it: the learner, or staff.
func messageLine(m store.Message, reader string, zone *time.Location) templates.MessageLine {
	l := templates.MessageLine{By: m.By, Class: m.Name, About: m.About, Subject: m.Subject, Body: m.Body, At: m.At.In(zone)}
	switch {
	case m.Actor == reader:
		l.By = "You"
	case m.By == "":
		l.By = "Staff"
	}
	waits := m.Read.IsZero()
	if waits && m.Own() != (m.Person == reader) {
		l.Waits = m.ID
	}
	switch {
	case waits && m.Own():
		l.Unread = "Waits for an answer"
	case waits && m.Person == reader:
		l.Unread = "New"
	case waits:
		l.Unread = "Not read yet"
	}
	return l
}

// showClassMessages is what was written between the learner in the scope and the class, with a form.
func (s *Server) showClassMessages(w http.ResponseWriter, r *http.Request, sc *scope) error {
	page, err := s.classMessagesPage(r, sc)
	if err != nil {
		return err
	}
	if r.URL.Query().Get("for") == "away" {
		page.Body = "Hello " + sc.classmate.Name + ", you were not here for a while, and there is work to do. Is something in the way? You can answer here."
	}
	return s.show(w, http.StatusOK, page)
}

func (s *Server) classMessagesPage(r *http.Request, sc *scope) (templates.ClassMessagesPage, error) {
	page := templates.NewClassMessagesPage(sc.shown(), classLine(sc.class, sc.role), classPerson(sc.class, sc.classmate))
	page.Look = sc.look()
	all, err := s.db.MessagesOf(r.Context(), sc.class.ID, sc.classmate.ID)
	if err != nil {
		return page, fmt.Errorf("list messages: %w", err)
	}
	for _, m := range all {
		page.Messages = append(page.Messages, messageLine(m, sc.person(), zoneOf(sc.class)))
	}
	return page, nil
}

// writeToLearner sends a message of staff.
func (s *Server) writeToLearner(w http.ResponseWriter, r *http.Request, sc *scope) error {
	body, refused := readBody(sc, false)
	status := http.StatusUnprocessableEntity
	if m := sc.classmate; refused == "" && (m.In != store.Learner || !m.Left.IsZero()) {
		status, refused = http.StatusConflict, m.Name+" is no learner of this class now, so no message was sent"
	}
	if refused == "" {
		err := s.db.AddMessage(r.Context(), store.Message{Class: sc.class.ID, Person: sc.classmate.ID, Actor: sc.person(), Body: body, Shown: sc.form["shown"]}, s.now())
		if err != nil {
			return fmt.Errorf("write to a learner: %w", err)
		}
		return s.backToday(w, sc, "sent")
	}
	page, err := s.classMessagesPage(r, sc)
	if err != nil {
		return err
	}
	page.Body, page.Errors = body, []templates.FieldError{{Field: "body", Text: refused}}
	return s.refuseForm(w, r, status, page, page.Errors)
}

// asked are the classes whose staff the person in the scope can ask, as a learner.
func (s *Server) asked(r *http.Request, sc *scope) (templates.Choice, error) {
	c := templates.Choice{Name: "class", Legend: "Which class"}
	if !sc.known() {
		return c, nil
	}
	mine, err := s.classesOf(r, sc)
	if err != nil {
		return c, err
	}
	for _, m := range mine {
		if m.Role == store.Learner && m.Archived.IsZero() {
			c.Options = append(c.Options, templates.ChoiceOption{Value: m.ID, Label: m.Name, Checked: sc.field("class") == m.ID})
		}
	}
	return c, nil
}

// mayAsk tells whether there is a class whose staff the person in the scope can ask.
func (s *Server) mayAsk(r *http.Request, sc *scope) (bool, error) {
	c, err := s.asked(r, sc)
	return len(c.Options) > 0, err
}

// toClass reads which class is written to: where there is only one, there is no choice.
func toClass(sc *scope, c *templates.Choice) (class string, refused []templates.FieldError) {
	id := sc.field("class")
	if len(c.Options) == 1 && id == "" {
		id = c.Options[0].Value
	}
	if slices.ContainsFunc(c.Options, func(o templates.ChoiceOption) bool { return o.Value == id }) {
		return id, nil
	}
	c.Error = "Choose a class"
	return "", []templates.FieldError{{Field: "class", Text: c.Error}}
}

// unread are the messages that the person has not read.
func (s *Server) unread(r *http.Request, sc *scope) (lines []templates.MessageLine, err error) {
	all, err := s.db.MessagesOf(r.Context(), "", sc.person())
	if err != nil {
		return nil, fmt.Errorf("list messages: %w", err)
	}
	for _, m := range all {
		if !m.Own() && m.Read.IsZero() {
			lines = append(lines, messageLine(m, sc.person(), time.Local))
		}
	}
	return lines, nil
}

// showMessages are all messages of who asks.
func (s *Server) showMessages(w http.ResponseWriter, r *http.Request, sc *scope) error {
	page, err := s.messagesPage(r, sc)
	if err != nil {
		return err
	}
	page.Banner = messageBanner(r)
	return s.show(w, http.StatusOK, page)
}

func messageBanner(r *http.Request) *templates.Banner {
	b, ok := map[string]templates.Banner{
		"sent":  {Title: "Sent", Text: "The staff of your class see it on their page."},
		"asked": {Title: "You have asked for help", Text: "The staff of your class see it on their page. The answer comes here."},
		"read":  {Title: "Marked as read"},
	}[r.URL.Query().Get("done")]
	if !ok {
		return nil
	}
	return &b
}

func (s *Server) messagesPage(r *http.Request, sc *scope) (templates.MessagesPage, error) {
	page := templates.NewMessagesPage(sc.shown())
	all, err := s.db.MessagesOf(r.Context(), "", sc.person())
	if err != nil {
		return page, fmt.Errorf("list messages: %w", err)
	}
	for _, m := range all {
		page.Messages = append(page.Messages, messageLine(m, sc.person(), time.Local))
	}
	page.Classes, err = s.asked(r, sc)
	return page, err
}

// readMessages marks what the page has shown of what staff wrote as read.
func (s *Server) readMessages(w http.ResponseWriter, r *http.Request, sc *scope) error {
	if err := s.db.ReadMessages(r.Context(), sc.person(), sc.form["shown"], s.now()); err != nil {
		return fmt.Errorf("read messages: %w", err)
	}
	return redirect(w, "/me/messages?done=read")
}

// tooManyAsked is said where MaxOpenMessages wait.
const tooManyAsked = "Ten messages of yours wait already. Wait until one of them is answered"

// writeToClass sends a message of a learner.
func (s *Server) writeToClass(w http.ResponseWriter, r *http.Request, sc *scope) error {
	page, err := s.messagesPage(r, sc)
	if err != nil {
		return err
	}
	body, refused := readBody(sc, false)
	class, errs := toClass(sc, &page.Classes)
	if refused != "" {
		errs = append(errs, templates.FieldError{Field: "body", Text: refused})
	}
	if len(errs) == 0 {
		err = s.db.AddMessage(r.Context(), store.Message{Class: class, Person: sc.person(), Actor: sc.person(), Body: body, Shown: sc.form["shown"]}, s.now())
		if err == nil {
			return redirect(w, "/me/messages?done=sent")
		}
		if !errors.Is(err, store.ErrFull) {
			return fmt.Errorf("write to a class: %w", err)
		}
		errs = []templates.FieldError{{Field: "body", Text: tooManyAsked}}
	}
	page.Body, page.Errors = body, errs
	return s.refuseForm(w, r, http.StatusUnprocessableEntity, page, errs)
}

// A stuckAt is where a learner has got stuck.
type stuckAt struct {
	own   templates.Link // for the learner; without a path for a question, which comes from a page of many
	sent  string         // the address as it was sent
	staff templates.Link // for staff: never an attempt; without a path where there is no lesson
}

// stuckAbout reads where a learner got stuck from an address on this site: a lesson, or a question of an own attempt
// whose answer the learner has seen. Anything else is about nothing in particular.
func (s *Server) stuckAbout(r *http.Request, sc *scope, about string) (at stuckAt, err error) {
	u, err := url.Parse(about)
	if err != nil || u.IsAbs() || u.Host != "" || u.RawQuery != "" || !strings.HasPrefix(u.Path, "/") {
		return at, nil
	}
	for _, l := range s.course.Written() {
		if l.Path() == u.Path {
			link := templates.Link{Text: l.Title, Path: l.Path()}
			return stuckAt{link, l.Path(), link}, nil
		}
	}
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	if len(parts) == 3 && parts[2] == "answers" && strings.HasPrefix(u.Fragment, "q") {
		parts = append(parts[:2], "items", u.Fragment[1:])
	}
	if len(parts) != 4 || parts[0] != "attempts" || parts[2] != "items" {
		return at, nil
	}
	n, err := strconv.Atoi(parts[3])
	if err != nil {
		return at, nil
	}
	return s.stuckOn(r, sc, parts[1], n, about)
}

// stuckOn is stuckAbout for question n of an attempt. It tells an objective, never a key, and that only of a question
// whose answer was told, and whose key is held back for nothing else.
func (s *Server) stuckOn(r *http.Request, sc *scope, id string, n int, about string) (at stuckAt, err error) {
	a, err := s.db.Attempt(r.Context(), sc.person(), id)
	if errors.Is(err, store.ErrNotFound) {
		return at, nil
	}
	if err != nil {
		return at, fmt.Errorf("find an attempt: %w", err)
	}
	it, err := s.db.AttemptItem(r.Context(), sc.person(), id, n)
	if errors.Is(err, store.ErrNotFound) {
		return at, nil
	}
	if err != nil {
		return at, fmt.Errorf("find a question: %w", err)
	}
	withheld, err := s.exams.Withheld(r.Context(), sc.person(), s.now())
	if err != nil {
		return at, err
	}
	releases, err := s.exams.Releases(r.Context(), sc.person(), s.now())
	if err != nil {
		return at, err
	}
	objective := s.objectiveOf(it.Item)
	lesson := s.course.Lesson(objective.Lesson)
	told := (exam.StateOf(a) == exam.Graded || !it.Locked.IsZero()) && releases.Of(a.Assignment).Answers.Now
	if !told || withheld[it.Item] || lesson == nil || !lesson.Written {
		return at, nil
	}
	return stuckAt{templates.Link{Text: objective.Title}, about, templates.Link{Text: objective.Title, Path: lesson.Path()}}, nil
}

// showStuck is the form on which a learner asks for help.
func (s *Server) showStuck(w http.ResponseWriter, r *http.Request, sc *scope) error {
	page, _, err := s.stuckPage(r, sc, r.URL.Query().Get("about"))
	if err != nil {
		return err
	}
	return s.show(w, http.StatusOK, page)
}

func (s *Server) stuckPage(r *http.Request, sc *scope, about string) (page templates.StuckPage, at stuckAt, err error) {
	page = templates.NewStuckPage(sc.shown())
	if at, err = s.stuckAbout(r, sc, about); err != nil {
		return page, at, err
	}
	page.About, page.Sent = at.own, at.sent
	page.Classes, err = s.asked(r, sc)
	return page, at, err
}

// askForHelp sends where a learner got stuck to a class.
func (s *Server) askForHelp(w http.ResponseWriter, r *http.Request, sc *scope) error {
	page, at, err := s.stuckPage(r, sc, sc.field("about"))
	if err != nil {
		return err
	}
	body, refused := readBody(sc, at.staff.Text != "")
	class, errs := toClass(sc, &page.Classes)
	if refused != "" {
		errs = append(errs, templates.FieldError{Field: "body", Text: refused})
	}
	if len(errs) == 0 {
		err = s.db.AddMessage(r.Context(), store.Message{Class: class, Person: sc.person(), Actor: sc.person(), About: at.staff.Path, Subject: at.staff.Text, Body: body}, s.now())
		if err == nil {
			return redirect(w, "/me/messages?done=asked")
		}
		if !errors.Is(err, store.ErrFull) {
			return fmt.Errorf("ask for help: %w", err)
		}
		errs = []templates.FieldError{{Field: "body", Text: tooManyAsked}}
	}
	page.Body, page.Errors = body, errs
	return s.refuseForm(w, r, http.StatusUnprocessableEntity, page, errs)
}
