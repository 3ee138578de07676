package server

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"frontdesk/server/classwork"
	"frontdesk/server/exam"
	"frontdesk/server/store"
	"frontdesk/templates"
)

// A learner's own marks: as far as their scores are released, and always what staff have set and written.

// showOwnMarks is the page of them, by class.
func (s *Server) showOwnMarks(w http.ResponseWriter, r *http.Request, sc *scope) error {
	page := templates.NewOwnMarksPage(sc.shown())
	given, err := s.db.AssignmentsFor(r.Context(), sc.person())
	if err != nil {
		return fmt.Errorf("list own work: %w", err)
	}
	mine, err := s.classesOf(r, sc)
	if err != nil {
		return err
	}
	record, err := s.ownRecord(r.Context(), sc)
	if err != nil {
		return err
	}
	comments, err := s.db.CommentsOn(r.Context(), "", sc.person())
	if err != nil {
		return fmt.Errorf("read comments: %w", err)
	}
	releases, err := s.exams.Releases(r.Context(), sc.person(), s.now())
	if err != nil {
		return err
	}
	for _, c := range mine {
		if c.Role != store.Learner {
			continue
		}
		var works []classwork.Work
		for _, a := range given {
			if a.Class == c.ID {
				works = append(works, s.assignedWork(a))
			}
		}
		class, err := s.marksIn(r, sc, c.Class, works, record, releases, comments)
		if err != nil {
			return err
		}
		page.Classes = append(page.Classes, class)
	}
	return s.show(w, http.StatusOK, page)
}

// marksIn are the marks of who asks in one class.
func (s *Server) marksIn(r *http.Request, sc *scope, c store.Class, works []classwork.Work, record store.ClassRecord, releases exam.Releases, comments []store.Comment) (templates.OwnMarksClass, error) {
	zone := zoneOf(c)
	page := templates.OwnMarksClass{ID: c.ID, Name: c.Name, Zone: zoneWords(zone)}
	me, err := s.db.MemberOf(r.Context(), c.ID, sc.person())
	if err != nil {
		return page, fmt.Errorf("look up a place in a class: %w", err)
	}
	works = slices.DeleteFunc(works, func(w classwork.Work) bool { return !classwork.Gets(w.Assignment, me) })
	sortWorks(works)
	cells, held := make([]classwork.Cell, len(works)), false
	for n, w := range works {
		own := shownMark{work: w, terms: classwork.TermsFor(w, classwork.FactsOf(me)), zone: zone}
		own.Mark = classwork.MarkOf(w, own.terms, sc.person(), record, s.now())
		own.score = releases.Of(w.ID).Score
		if classwork.Sat(w.Kind) && !own.score.Now { // the word would tell which attempt counts
			own.Late = own.Late && !classwork.InTime(w, own.terms, record.Tries[sc.person()])
		}
		for _, k := range comments {
			if k.Assignment == w.ID {
				own.comments = append(own.comments, k)
			}
		}
		page.Marks = append(page.Marks, own.shown())
		if own.hidden() {
			held = true
		} else {
			cells[n] = classwork.Cell{Mark: own.Mark, Terms: own.terms}
		}
	}
	total, has := classwork.Total(works, cells)
	page.Total, page.Rule = totalWords(total, has), ownRule
	if held {
		page.Rule += " Scores that are not shown yet are left out of it."
	}
	return page, nil
}

const ownRule = "The total is the mean of all marks that count, each by its weight. Missing work counts as 0. Excused work, and work without a mark that is not due yet, does not count."

// shownMark is one mark as its learner may see it.
type shownMark struct {
	classwork.Mark
	work     classwork.Work
	terms    classwork.Terms
	zone     *time.Location
	score    exam.Shown
	comments []store.Comment
}

// hidden tells whether the mark is a score that is not released. What staff have set is theirs to show, and that something
// was read is no score.
func (o shownMark) hidden() bool { return o.Has && !o.score.Now && !o.Set() && o.Of == 0 }

// shown is the mark for the page.
func (o shownMark) shown() templates.OwnMark {
	m := templates.OwnMark{Title: o.work.Title, Words: o.Words(), Comments: markComments(o.comments, o.zone)}
	if !o.terms.Due.IsZero() {
		m.Due = "due " + dayAndTime(o.terms.Due, o.zone)
	}
	if o.hidden() {
		m.Words = strings.TrimSpace(classwork.WordWaiting + " " + o.Word())
		m.Notes = append(m.Notes, o.heldNote())
	}
	if o.Set() || o.State == classwork.Excused {
		m.Reason, m.By = o.Staff.Reason, cmp.Or(o.Staff.By, "staff")
	}
	if o.Set() && o.OwnHas && o.Of == 0 && o.score.Now {
		m.Notes = append(m.Notes, "The work’s own mark: "+classwork.Tenths(o.Own)+".")
	}
	if o.terms.Minimum > 0 {
		m.Notes = append(m.Notes, fmt.Sprintf("Passed from %d.", o.terms.Minimum))
	}
	return m
}

// heldNote says why there is no figure.
func (o shownMark) heldNote() string {
	switch {
	case o.score.Never:
		return "Scores of this work are not shown."
	case o.score.At.IsZero():
		return "Your score is shown once this work is due for everybody."
	}
	return "Your score is shown from " + dayAndTime(o.score.At, o.zone) + " on."
}
