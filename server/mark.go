package server

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"frontdesk/server/classwork"
	"frontdesk/server/store"
	"frontdesk/templates"
)

// One mark, for staff: where it comes from, what was set in its place, comments. No page here leads to an answer.

// oneMark is a mark with all that its page says of it.
type oneMark struct {
	classwork.Mark
	terms   classwork.Terms
	tries   []store.Try
	history []store.StaffMark // newest first
}

// markOf reads the mark that the scope is about; ErrNotFound where the learner does not get the work.
func (s *Server) markOf(r *http.Request, sc *scope) (oneMark, error) {
	record, err := s.db.RecordOfMember(r.Context(), sc.class.ID, sc.classmate.ID)
	if err != nil {
		return oneMark{}, fmt.Errorf("read what a learner has done: %w", err)
	}
	given := sc.work.Assignment
	given.Withdrawn = time.Time{} // what was done for withdrawn work is kept, and so is its mark
	if !classwork.Stands(given, sc.classmate, record) {
		return oneMark{}, store.ErrNotFound
	}
	m := oneMark{terms: classwork.TermsFor(sc.work, classwork.FactsOf(sc.classmate))}
	m.Mark = classwork.MarkOf(sc.work, m.terms, sc.classmate.ID, record, s.now())
	for _, t := range record.Tries[sc.classmate.ID] {
		if t.Assignment == sc.work.ID {
			m.tries = append(m.tries, t)
		}
	}
	if m.history, err = s.db.MarksOf(r.Context(), sc.work.ID, sc.classmate.ID); err != nil {
		return m, fmt.Errorf("read what was set: %w", err)
	}
	return m, nil
}

// seen is the number of the newest thing that was set; 0 for nothing.
func (m oneMark) seen() int {
	if len(m.history) == 0 {
		return 0
	}
	return m.history[0].No
}

// own is the work's own mark in words.
func (m oneMark) own() string {
	switch {
	case m.OwnHas && m.Of > 0:
		return classwork.WordDone
	case m.OwnHas:
		return classwork.Tenths(m.Own)
	}
	return "none yet"
}

// setWords says what was set; the zero value is nothing.
func setWords(m store.StaffMark) string {
	switch {
	case m.Excused:
		return classwork.WordExcused
	case m.Given:
		return classwork.Tenths(m.Tenths)
	}
	return "the work’s own mark"
}

// before is what held before the newest thing that was set.
func (m oneMark) before() store.StaffMark {
	if len(m.history) < 2 {
		return store.StaffMark{}
	}
	return m.history[1]
}

// dayAndTime is a moment of a class's work: "December 3, 10:41 AM", on the clock of the class.
func dayAndTime(t time.Time, zone *time.Location) string {
	return t.In(zone).Format("January 2, 3:04 PM")
}

// markPage is the page of the mark in the scope.
func (s *Server) markPage(r *http.Request, sc *scope, m oneMark) (templates.MarkPage, error) {
	zone := zoneOf(sc.class)
	page := templates.NewMarkPage(sc.shown(), classLine(sc.class, sc.role), sc.classmate.Name, sc.work.Title)
	page.Coordinate, page.Seen = sc.look().Coordinate, m.seen()
	page.Path, page.LearnerID, page.WorkID, page.Zone = ownMarkPath(sc), sc.classmate.ID, sc.work.ID, zoneWords(zone)
	page.Facts = markFacts(m, zone)
	page.Attempts, page.Why = markAttempts(m, zone)
	for _, h := range m.history {
		page.History = append(page.History, templates.MarkChange{When: dayAndTime(h.At, zone), By: cmp.Or(h.By, "Somebody who has left"), What: setWords(h), Reason: h.Reason})
	}
	if len(m.history) > 0 {
		page.Undo = "Puts back " + setWords(m.before()) + "."
	}
	comments, err := s.db.CommentsOn(r.Context(), sc.work.ID, sc.classmate.ID)
	if err != nil {
		return page, fmt.Errorf("read comments: %w", err)
	}
	page.Comments = markComments(comments, zone)
	return page, nil
}

func ownMarkPath(sc *scope) string {
	return classLine(sc.class, "").Path() + "marks/" + sc.work.ID + "/" + sc.classmate.ID
}

func markComments(all []store.Comment, zone *time.Location) (list []templates.MarkComment) {
	for _, c := range all {
		list = append(list, templates.MarkComment{When: dayAndTime(c.At, zone), By: cmp.Or(c.By, "Staff"), Body: c.Body})
	}
	return list
}

// markFacts say what the mark is and where it comes from.
func markFacts(m oneMark, zone *time.Location) []templates.Fact {
	facts := []templates.Fact{{Term: "Mark", Text: m.Words()}}
	if m.Set() || m.State == classwork.Excused {
		facts = append(facts, templates.Fact{Term: "The work’s own", Text: m.own()})
	}
	if m.Of > 0 {
		facts = append(facts, templates.Fact{Term: "Read", Text: fmt.Sprintf("%d of %d", m.Part, m.Of)})
	}
	if !m.terms.Due.IsZero() {
		facts = append(facts, templates.Fact{Term: "Due", Text: localTime(m.terms.Due, zone)})
	}
	if m.terms.Minimum > 0 {
		facts = append(facts, templates.Fact{Term: "Passed from", Text: fmt.Sprint(m.terms.Minimum)})
	}
	return facts
}

// markAttempts are the attempts, and which of them counts and why.
func markAttempts(m oneMark, zone *time.Location) (list []templates.MarkAttempt, why string) {
	for i, t := range m.tries {
		a := templates.MarkAttempt{N: i + 1, Started: dayAndTime(t.Started, zone), Ended: "open now", Score: "none yet"}
		if !t.Submitted.IsZero() {
			a.Ended, a.Late, a.Score = dayAndTime(t.Submitted, zone), m.terms.Late(t.Submitted), "being scored"
		}
		if t.No > 0 {
			a.Score = fmt.Sprintf("%d of %d, %s", t.Correct, t.Scored, classwork.Tenths(classwork.TenthsOf(t)))
			a.Counts = t.Attempt == m.Counted || m.terms.Counts == classwork.Mean
		}
		if t.No > 1 {
			a.Score += ", re-scored"
		}
		list = append(list, a)
	}
	why = map[string]string{classwork.Best: "The best attempt counts", classwork.Last: "The last attempt counts", classwork.Mean: "The mean of all attempts counts"}[m.terms.Counts]
	if m.Set() || m.State == classwork.Excused {
		return list, why + " where staff have set nothing."
	}
	return list, why + "."
}

// showMark is the page of one mark.
func (s *Server) showMark(w http.ResponseWriter, r *http.Request, sc *scope) error {
	m, err := s.markOf(r, sc)
	if err != nil {
		return err
	}
	page, err := s.markPage(r, sc, m)
	if err != nil {
		return err
	}
	page.Banner = markBanner(r, sc, m)
	return s.show(w, http.StatusOK, page)
}

// markBanner says what the form has done.
func markBanner(r *http.Request, sc *scope, m oneMark) *templates.Banner {
	switch {
	case r.URL.Query().Get("done") == "comment":
		return &templates.Banner{Title: "The comment is added", Text: "The learner reads it under My marks."}
	case r.URL.Query().Get("done") != "saved" || len(m.history) == 0 || m.history[0].Actor != sc.person():
		return nil
	}
	was, is := m.before(), m.history[0]
	text := fmt.Sprintf("%s was changed to %s by you, %s.", capital(heldWords(m, was)), setWords(is), dayAndTime(is.At, zoneOf(sc.class)))
	if is.Given {
		text += " It stays if the work is re-scored."
	}
	return &templates.Banner{Title: "Saved", Text: text, Link: &templates.Link{Text: "Undo below", Path: "#undo"}}
}

// heldWords is what held when something was set: the figure of the work itself, where there is one.
func heldWords(m oneMark, set store.StaffMark) string {
	if !set.Given && !set.Excused && m.OwnHas {
		return m.own()
	}
	return setWords(set)
}

// setMark puts what staff say in place of the mark, upon what they have seen.
func (s *Server) setMark(w http.ResponseWriter, r *http.Request, sc *scope) error {
	m, err := s.markOf(r, sc)
	if err != nil {
		return err
	}
	seen, err := strconv.Atoi(sc.field("seen"))
	if err != nil || seen < 0 {
		return malformed("The field %q takes the number of the newest change that the page has shown; 0 for none.", "seen")
	}
	set, errs := readMark(sc)
	if sc.field("do") == templates.MarkUndo {
		set, errs = m.before(), nil
	}
	if len(errs) > 0 {
		return s.markRefused(w, r, sc, m, http.StatusUnprocessableEntity, errs, nil)
	}
	set.Assignment, set.Person, set.Actor = sc.work.ID, sc.classmate.ID, sc.person()
	err = s.db.PutMark(r.Context(), sc.class.ID, set, seen, s.now())
	if errors.Is(err, store.ErrChanged) {
		return s.markChanged(w, r, sc, set, seen)
	}
	if err != nil {
		return fmt.Errorf("set a mark: %w", err)
	}
	return redirect(w, ownMarkPath(sc)+"?done=saved")
}

// typedMark is a mark as it may be typed.
var typedMark = regexp.MustCompile(`^(\d{1,3})(?:[.,](\d)0*)?\s*%?$`)

// readMark reads the form for a mark, and says what is wrong in it.
func readMark(sc *scope) (m store.StaffMark, errs []templates.FieldError) {
	refuse := func(field, text string) { errs = append(errs, templates.FieldError{Field: field, Text: text}) }
	m.Reason = sc.field("reason")
	switch sc.field("do") {
	case templates.MarkSet:
		m.Given = true
		if parts := typedMark.FindStringSubmatch(sc.field("mark")); parts != nil {
			m.Tenths, _ = strconv.Atoi(parts[1] + cmp.Or(parts[2], "0"))
		} else {
			m.Tenths = -1
		}
		if m.Tenths < 0 || m.Tenths > 1000 {
			refuse("mark", "Enter a mark from 0 to 100, such as 82 or 82.5")
		}
	case templates.MarkExcuse:
		m.Excused = true
	case templates.MarkOwn:
	default:
		refuse("do", "Choose what counts")
	}
	switch {
	case m.Reason == "" && (m.Given || m.Excused):
		refuse("reason", "Enter the reason. The learner sees it")
	case utf8.RuneCountInString(m.Reason) > templates.MaxReason || unprintable(m.Reason):
		refuse("reason", fmt.Sprintf("Enter a reason of at most %d characters, on one line", templates.MaxReason))
	}
	return m, errs
}

// markChanged answers who was second: what stands there now, and what was sent, which stays in the form. Who has pressed the
// button twice has saved it.
func (s *Server) markChanged(w http.ResponseWriter, r *http.Request, sc *scope, sent store.StaffMark, seen int) error {
	m, err := s.markOf(r, sc)
	if err != nil {
		return err
	}
	if len(m.history) == 0 {
		return malformed("The field %q names a change that is not there.", "seen")
	}
	now := m.history[0]
	if now.Actor == sc.person() && now.No == seen+1 && now.Given == sent.Given && now.Excused == sent.Excused && now.Tenths == sent.Tenths && now.Reason == sent.Reason {
		return redirect(w, ownMarkPath(sc)+"?done=saved")
	}
	when, by := dayAndTime(now.At, zoneOf(sc.class)), cmp.Or(now.By, "Somebody who has left")
	if sc.field("do") == templates.MarkUndo {
		text := fmt.Sprintf("Nothing was undone: %s changed this mark to %s on %s", by, setWords(now), when)
		return s.markRefused(w, r, sc, m, http.StatusConflict, []templates.FieldError{{Text: text}}, nil)
	}
	c := &templates.MarkConflict{By: by, When: when, Theirs: setWords(now), Reason: now.Reason, Yours: setWords(sent)}
	text := fmt.Sprintf("%s changed this mark to %s on %s. Yours (%s) was not saved", by, c.Theirs, when, c.Yours)
	return s.markRefused(w, r, sc, m, http.StatusConflict, []templates.FieldError{{Field: "conflict", Text: text}}, c)
}

// markRefused is the page again, with what was sent in its form.
func (s *Server) markRefused(w http.ResponseWriter, r *http.Request, sc *scope, m oneMark, status int, errs []templates.FieldError, conflict *templates.MarkConflict) error {
	page, err := s.markPage(r, sc, m)
	if err != nil {
		return err
	}
	page.Errors, page.Conflict = errs, conflict
	page.Do, page.Mark, page.Reason = cmp.Or(sc.field("do"), templates.MarkSet), sc.field("mark"), sc.field("reason")
	page.Comment = sc.field("body")
	return s.refuseForm(w, r, status, page, errs)
}

// commentOnMark adds a comment, which the learner reads.
func (s *Server) commentOnMark(w http.ResponseWriter, r *http.Request, sc *scope) error {
	m, err := s.markOf(r, sc)
	if err != nil {
		return err
	}
	body := strings.ReplaceAll(sc.field("body"), "\r\n", "\n")
	refused := ""
	switch {
	case body == "":
		refused = "Enter the comment"
	case utf8.RuneCountInString(body) > templates.MaxComment:
		refused = fmt.Sprintf("Shorten the comment to %d characters", templates.MaxComment)
	}
	if refused != "" {
		return s.markRefused(w, r, sc, m, http.StatusUnprocessableEntity, []templates.FieldError{{Field: "body", Text: refused}}, nil)
	}
	c := store.Comment{Assignment: sc.work.ID, Person: sc.classmate.ID, Actor: sc.person(), Body: body}
	if err := s.db.AddComment(r.Context(), sc.class.ID, c, s.now()); err != nil {
		return fmt.Errorf("comment on a mark: %w", err)
	}
	return redirect(w, ownMarkPath(sc)+"?done=comment")
}
