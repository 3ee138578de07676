package server

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"frontdesk/content"
	"frontdesk/server/classwork"
	"frontdesk/server/exam"
	"frontdesk/server/store"
	"frontdesk/templates"
)

// The work of classes as one of its learners sees it. What is said about it in words stands in own_work_words.go.

// ownWork is a piece of class work with how one of its learners stands with it.
type ownWork struct {
	classwork.Work
	Class   string // its name
	Over    bool   // its class is archived: nothing can be begun
	Terms   classwork.Terms
	Mark    classwork.Mark // without a figure while the score is held back
	Held    bool           // there is a figure, and it is held back
	Release exam.Release
}

// path is the address of its page.
func (w ownWork) path() string { return "/classes/" + w.Assignment.Class + "/work/" + w.ID }

// done tells whether nothing is to be done about it any more.
func (w ownWork) done() bool {
	return w.Mark.State == classwork.Done || w.Mark.State == classwork.Waiting || w.Mark.State == classwork.Excused || w.Mark.Closed && w.Mark.Open == ""
}

// ownWorks is all work that who asks gets in a class, or in all classes for "", by due date; what has none comes last.
func (s *Server) ownWorks(ctx context.Context, sc *scope, class string) ([]ownWork, error) {
	given, err := s.db.WorkOf(ctx, sc.person())
	if err != nil {
		return nil, fmt.Errorf("list class work: %w", err)
	}
	given = slices.DeleteFunc(given, func(g store.GivenWork) bool { return class != "" && g.Class != class || class == "" && g.Over })
	if len(given) == 0 {
		return nil, nil
	}
	record, err := s.ownRecord(ctx, sc)
	if err != nil {
		return nil, err
	}
	releases, err := s.exams.Releases(ctx, sc.person(), s.now())
	if err != nil {
		return nil, err
	}
	places := map[string]store.ClassMember{}
	var works []ownWork
	for _, g := range given {
		m, ok := places[g.Class]
		if !ok {
			if m, err = s.db.MemberOf(ctx, g.Class, sc.person()); err != nil && !errors.Is(err, store.ErrNotFound) {
				return nil, fmt.Errorf("look up a place in a class: %w", err)
			}
			places[g.Class] = m
		}
		if classwork.Gets(g.Assignment, m) {
			works = append(works, s.ownWork(g, m, record, releases))
		}
	}
	slices.SortStableFunc(works, func(a, b ownWork) int {
		if a.Terms.Due.IsZero() != b.Terms.Due.IsZero() {
			return cmp.Compare(noDate(a), noDate(b))
		}
		return a.Terms.Due.Compare(b.Terms.Due)
	})
	return works, nil
}

// ownRecord is what who asks has done for classes, as they may see it: an attempt that may not show its figure now counts
// as handed in and not graded, so that no mark made from it tells the figure.
func (s *Server) ownRecord(ctx context.Context, sc *scope) (record store.ClassRecord, err error) {
	if record, err = s.db.RecordOfPerson(ctx, sc.person()); err != nil {
		return record, fmt.Errorf("read what was done for classes: %w", err)
	}
	all, err := s.db.AttemptsOf(ctx, sc.person())
	if err != nil {
		return record, fmt.Errorf("list attempts: %w", err)
	}
	figures, err := s.exams.FiguresOf(ctx, sc.person(), all, s.now())
	figures.Hide(record.Tries[sc.person()])
	return record, err
}

func noDate(w ownWork) int { return one(w.Terms.Due.IsZero()) }

// ownWork is one piece of work for somebody who gets it.
func (s *Server) ownWork(g store.GivenWork, m store.ClassMember, record store.ClassRecord, releases exam.Releases) ownWork {
	w := ownWork{Work: s.assignedWork(g.Assignment), Class: g.Name, Over: g.Over, Release: releases.Of("")}
	w.Terms, _ = termsOf(w.Work, m)
	w.Mark = classwork.MarkOf(w.Work, w.Terms, m.ID, record, s.now())
	if classwork.Sat(w.Kind) && g.Tried {
		w.Release = releases.Of(g.ID)
	}
	if !w.Release.Score.Now {
		w.Mark.Late = w.Mark.Late && !classwork.InTime(w.Work, w.Terms, record.Tries[m.ID]) // else it would tell which of them counts
		w.Held, w.Mark.Has, w.Mark.Tenths, w.Mark.OwnHas, w.Mark.Own, w.Mark.Passed = w.Mark.Has, false, 0, false, 0, false
	}
	return w
}

// startAssigned begins an attempt at the work of a class that who asks gets, as startAttempt does for one of their own.
func (s *Server) startAssigned(w http.ResponseWriter, r *http.Request, sc *scope, f startFields) error {
	for range 3 { // the work may be changed between reading and starting it
		if err := s.startWork(w, r, sc, f); !errors.Is(err, store.ErrChanged) {
			return err
		}
	}
	return malformed("The work is being changed right now. Try again.")
}

func (s *Server) startWork(w http.ResponseWriter, r *http.Request, sc *scope, f startFields) error {
	all, err := s.db.AssignmentsFor(r.Context(), sc.person())
	if err != nil {
		return fmt.Errorf("look up class work: %w", err)
	}
	i := slices.IndexFunc(all, func(a store.Assignment) bool { return a.ID == f.Assignment })
	if i < 0 {
		return notHere()
	}
	m, err := s.db.MemberOf(r.Context(), all[i].Class, sc.person())
	if err != nil {
		return fmt.Errorf("look up a place in a class: %w", err)
	}
	if !classwork.Gets(all[i], m) {
		return notHere()
	}
	work := s.assignedWork(all[i])
	terms, _ := termsOf(work, m)
	id, started, err := s.exams.StartAssigned(r.Context(), sc.person(), f.Key, work, terms, s.random(), s.now())
	var later *exam.NotNow
	switch {
	case errors.As(err, &later):
		return notNow(later, work)
	case errors.Is(err, store.ErrChanged):
		return err
	case err != nil:
		return s.attemptError(r, sc, err)
	case !wantsJSON(r):
		return redirect(w, "/attempts/"+id)
	}
	return startedJSON(w, id, started)
}

// showWork is a piece of class work, for a learner who gets it.
func (s *Server) showWork(w http.ResponseWriter, r *http.Request, sc *scope) error {
	all, err := s.ownWorks(r.Context(), sc, sc.class.ID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(o ownWork) bool { return o.ID == sc.work.ID })
	if i < 0 { // it was withdrawn just now
		return notHere()
	}
	own := all[i]
	page := templates.NewWorkPage(sc.shown(), classLine(sc.class, sc.role), own.ID, own.Title)
	page.Banner = ownWorkBanner(r)
	page.Facts, page.Status = s.workFacts(own), s.statusOf(own)
	page.Mark, page.MarkNote = ownMarkWords(own)
	if classwork.Sat(own.Kind) {
		err = s.fillTries(r.Context(), sc, own, &page)
	} else {
		err = s.fillParts(r.Context(), sc, own, &page)
	}
	if err != nil {
		return err
	}
	comments, err := s.db.CommentsOn(r.Context(), own.ID, sc.person())
	if err != nil {
		return fmt.Errorf("list comments: %w", err)
	}
	for _, c := range comments {
		page.Comments = append(page.Comments, templates.WorkComment{By: cmp.Or(c.By, "Somebody"), On: localTime(c.At, own.Zone), Body: c.Body})
	}
	return s.show(w, http.StatusOK, page)
}

// ownWorkBanner is banner for the page of class work.
func ownWorkBanner(r *http.Request) *templates.Banner {
	switch r.URL.Query().Get("done") {
	case "deck":
		return &templates.Banner{Title: "Marked as gone through"}
	case "no-deck":
		return &templates.Banner{Title: "Not marked as gone through any more"}
	}
	return nil
}

// fillTries fills in the attempts at the work, and whether another one can begin.
func (s *Server) fillTries(ctx context.Context, sc *scope, own ownWork, page *templates.WorkPage) error {
	all, err := s.db.AttemptsOf(ctx, sc.person())
	if err != nil {
		return fmt.Errorf("list attempts: %w", err)
	}
	figures, err := s.exams.FiguresOf(ctx, sc.person(), all, s.now())
	if err != nil {
		return err
	}
	for _, a := range slices.Backward(all) {
		switch {
		case a.Assignment != own.ID:
		case a.Open(s.now()):
			page.GoOn = "/attempts/" + a.ID
		default:
			e := s.entry(a, figures, own.Release)
			e.At = e.At.In(own.Zone)
			page.Tries = append(page.Tries, e)
		}
	}
	page.Sat = true
	switch standing := own.Terms.At(s.now(), own.Mark.Used); {
	case page.GoOn != "":
	case own.Over:
		page.Why = "This class is archived. Nothing can be started."
	case standing == classwork.Ready:
		page.Start, page.Key = own.ID, rand.Text()
	default:
		_, _, page.Why = notNowWords(&exam.NotNow{Standing: standing, Terms: own.Terms, Used: own.Mark.Used}, own.Work)
	}
	return nil
}

// fillParts fills in what is to be read, with what was read.
func (s *Server) fillParts(ctx context.Context, sc *scope, own ownWork, page *templates.WorkPage) error {
	if own.Kind == classwork.Cards {
		decks, err := s.db.DecksOf(ctx, sc.person())
		if err != nil {
			return fmt.Errorf("list decks: %w", err)
		}
		if d, ok := deckOf(own.Object); ok {
			page.Deck = &templates.WorkDeck{Link: templates.Link{Text: d.Title, Path: d.Path()}, ID: d.Prefix}
			if at, ok := decks[own.Deck]; ok {
				page.Deck.Done = localTime(at, own.Zone)
			}
		}
		return nil
	}
	reads, err := s.reads(ctx, sc)
	if err != nil {
		return err
	}
	for _, l := range s.course.Written() {
		if slices.Contains(own.Lessons, s.kept(l.ID)) {
			_, done := reads[l.ID]
			page.Parts = append(page.Parts, templates.WorkPart{Link: templates.Link{Text: l.Title, Path: l.Path()}, Done: done})
		}
	}
	return nil
}

// deckOf finds a deck of the glossary.
func deckOf(id string) (content.Deck, bool) {
	i := slices.IndexFunc(content.Decks(), func(d content.Deck) bool { return d.Prefix == id })
	if i < 0 {
		return content.Deck{}, false
	}
	return content.Decks()[i], true
}

// deckFields are a deck that was gone through, as a script sends it.
type deckFields struct {
	Deck string `json:"deck"`
	Undo bool   `json:"undo"`
}

// markDeck records that a deck was gone through, by the learner's own word, or takes that back. A form that names class
// work leads back to it.
func (s *Server) markDeck(w http.ResponseWriter, r *http.Request, sc *scope) error {
	f := deckFields{Deck: sc.field("deck"), Undo: sc.field("undo") == "1"}
	if sc.body != nil {
		if err := sc.decode(&f); err != nil {
			return err
		}
	}
	d, ok := deckOf(f.Deck)
	if !ok {
		return notHere()
	}
	if err := s.db.MarkDeck(r.Context(), sc.person(), s.kept(d.Prefix), f.Undo, s.now()); err != nil {
		return fmt.Errorf("mark a deck: %w", err)
	}
	if wantsJSON(r) {
		return writeJSON(w, http.StatusOK, map[string]any{"deck": d.Prefix, "done": !f.Undo})
	}
	works, err := s.ownWorks(r.Context(), sc, "")
	if err != nil {
		return err
	}
	back := "/me"
	if i := slices.IndexFunc(works, func(o ownWork) bool { return o.ID == sc.field("work") }); i >= 0 {
		back = works[i].path()
	}
	if f.Undo {
		return redirect(w, back+"?done=no-deck")
	}
	return redirect(w, back+"?done=deck")
}

// workData is a piece of class work as the script of shared pages shows it.
type workData struct {
	Title  string          `json:"title"`
	Path   string          `json:"path"`
	Class  string          `json:"class"`
	Due    *time.Time      `json:"due"` // in the zone of the work; null for no date
	State  classwork.State `json:"state"`
	Status string          `json:"status"` // in words
	Done   bool            `json:"done"`   // nothing is to be done about it any more
}

func (s *Server) workData(w ownWork) workData {
	d := workData{Title: w.Title, Path: w.path(), Class: w.Class, State: w.Mark.State, Status: s.statusOf(w).Text, Done: w.done()}
	if !w.Terms.Due.IsZero() {
		due := w.Terms.Due.In(w.Zone)
		d.Due = &due
	}
	return d
}

// workLines are pieces of class work as lists show them: what is to be done, what is not open yet, and what is done.
func (s *Server) workLines(works []ownWork) (list templates.WorkList) {
	for _, w := range works {
		l := templates.OwnWorkLine{Title: w.Title, Path: w.path(), Class: w.Class, Status: s.statusOf(w)}
		switch {
		case w.done():
			list.Done = append(list.Done, l)
		case w.Mark.State == classwork.Upcoming:
			list.Later = append(list.Later, l)
		default:
			list.Open = append(list.Open, l)
		}
	}
	return list
}
