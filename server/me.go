package server

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"

	"frontdesk/content"
	"frontdesk/quizzes"
	"frontdesk/server/exam"
	"frontdesk/server/store"
	"frontdesk/templates"
)

// banner is what the page says that the form just sent has done: the form leads here with ?done= and one of these words.
func banner(r *http.Request) *templates.Banner {
	switch r.URL.Query().Get("done") {
	case "account":
		return &templates.Banner{Title: "Your account is made", Text: "Your work is kept in it. Sign in with it on any device."}
	case "owner":
		return &templates.Banner{Title: "You own this site now", Text: "The link that you used does not work any more."}
	case "merged":
		return &templates.Banner{Title: "The work of this browser is in your account"}
	case "track":
		return &templates.Banner{Title: "You follow this track now", Text: "Change it at any time on the page Learn."}
	case "no-track":
		return &templates.Banner{Title: "You follow no track now"}
	case "skills":
		return &templates.Banner{Title: "Your ratings are saved"}
	case "deck":
		return &templates.Banner{Title: "Marked as gone through"}
	case "no-deck":
		return &templates.Banner{Title: "Not marked as gone through any more"}
	case "read":
		return &templates.Banner{Title: "Marked as read"}
	case "unread":
		return &templates.Banner{Title: "Not marked as read any more"}
	case "name":
		return &templates.Banner{Title: "Saved", Text: "Others see your new name."}
	case "password":
		return &templates.Banner{Title: "Your new password is saved", Text: "Every other device is signed out."}
	case "out":
		return &templates.Banner{Title: "You are signed out"}
	case "leaving":
		return &templates.Banner{Title: "Your account is switched off", Text: "It is erased in 7 days. Sign in before then to keep it."}
	case "stays":
		return &templates.Banner{Title: "Your account stays", Text: "It is not erased: you have signed in."}
	case "everywhere":
		return &templates.Banner{Title: "You are signed out everywhere"}
	case "factor":
		return &templates.Banner{Title: "Saved", Text: "It holds for timed work that begins from now on. What is open can be stretched below."}
	case "time":
		return &templates.Banner{Title: "Extra time given", Text: "The clock of the attempt shows it at its next save or page."}
	case "void":
		return &templates.Banner{Title: "The attempt is void", Text: "It stays in the record with your reason."}
	case "off":
		return &templates.Banner{Title: "The account is switched off", Text: "It is erased in 7 days. Until then it can be taken back here, or by signing in to it.", Link: &templates.Link{Text: "Undo below", Path: "#data"}}
	case "kept":
		return &templates.Banner{Title: "The account stays"}
	case "finished":
		return &templates.Banner{Title: "Your work is erased", Text: "This browser knows nothing of it any more."}
	}
	return nil
}

// showMe is a person's own page; with ?read= it asks whether a lesson is read, for browsers without script.
func (s *Server) showMe(w http.ResponseWriter, r *http.Request, sc *scope) error {
	if id := r.URL.Query().Get("read"); id != "" {
		return s.showMarkRead(w, r, sc, id)
	}
	if r.URL.Query().Has("track") {
		return s.showFollow(w, r, sc, r.URL.Query().Get("track"))
	}
	page := templates.NewMePage(sc.shown())
	page.Banner = banner(r)
	page.Written = len(s.course.Written())
	track, reads, err := s.studied(r.Context(), sc)
	if err != nil {
		return err
	}
	page.Done = len(reads)
	page.Continue = s.readNext(track, reads)
	page.Track = s.followed(track, reads)
	for _, t := range s.course.Tracks {
		page.Tracks = append(page.Tracks, templates.Link{Text: t.Title, Path: t.Path()})
	}
	page.Skills = len(s.course.Skills)
	if sc.member() {
		classes, err := s.classesOf(r, sc)
		if err != nil {
			return err
		}
		page.Classes = len(classes) > 0 || mayMake(sc.session.Person)
		if page.Ask, err = s.mayAsk(r, sc); err != nil {
			return err
		}
		if page.Unread, err = s.unread(r, sc); err != nil {
			return err
		}
	}
	if sc.member() {
		works, err := s.ownWorks(r.Context(), sc, "")
		if err != nil {
			return err
		}
		page.Assigned = s.workLines(works)
	}
	if sc.known() {
		if err := s.ownAttempts(r, sc, &page); err != nil {
			return err
		}
		if page.Whose, err = s.whose(r.Context(), sc); err != nil {
			return err
		}
	}
	return s.show(w, http.StatusOK, page)
}

// reads are the lessons of this course that the person has marked, by id; none for someone unknown.
func (s *Server) reads(ctx context.Context, sc *scope) (map[string]store.Read, error) {
	if !sc.known() {
		return nil, nil
	}
	list, err := s.db.ReadsOf(ctx, sc.person())
	if err != nil {
		return nil, fmt.Errorf("list what was read: %w", err)
	}
	reads := map[string]store.Read{}
	for _, l := range s.course.Written() {
		for _, read := range list {
			if read.Lesson == s.kept(l.ID) {
				reads[l.ID] = read
			}
		}
	}
	return reads, nil
}

// kept is the id under which the store keeps something of this course.
func (s *Server) kept(id string) string { return s.course.ID + "/" + id }

// ownAttempts fills in attempts, figures by domain, and what a guest would keep.
func (s *Server) ownAttempts(r *http.Request, sc *scope, page *templates.MePage) error {
	all, err := s.db.AttemptsOf(r.Context(), sc.person())
	if err != nil {
		return fmt.Errorf("list attempts: %w", err)
	}
	figures, err := s.exams.FiguresOf(r.Context(), sc.person(), all, s.now())
	if err != nil {
		return err
	}
	releases, err := s.exams.Releases(r.Context(), sc.person(), s.now())
	if err != nil {
		return err
	}
	for _, a := range all {
		if a.Open(s.now()) {
			open, err := s.openAttempt(r, sc, a)
			if err != nil {
				return err
			}
			page.Open = append(page.Open, *open)
			continue
		}
		page.Attempts = append(page.Attempts, s.entry(a, figures, releases.Of(a.Assignment)))
	}
	domains, err := s.exams.Domains(r.Context(), sc.person(), figures, s.now())
	if err != nil {
		return err
	}
	for _, m := range domains {
		page.Domains = append(page.Domains, s.mark(m))
	}
	if page.Missed, err = s.exams.MissedNow(r.Context(), sc.person(), s.now()); err != nil {
		return err
	}
	if sc.guest() {
		if page.Work, err = s.workOf(r.Context(), sc.person()); err != nil {
			return err
		}
	}
	return s.ownReports(r.Context(), sc, all, page)
}

// entry is an attempt in the list. Its figure is left out where it may not be told now, or is not released.
func (s *Server) entry(a store.Attempt, figures exam.Figures, release exam.Release) templates.AttemptEntry {
	e := templates.AttemptEntry{ID: a.ID, Name: a.Title, State: templates.Grading, Repeats: a.SeenCount,
		At: cmp.Or(a.Submitted, a.Voided, a.Ends()).Local()}
	switch exam.StateOf(a) {
	case exam.Graded:
		e.State, e.Held = templates.Graded, a.Submitted.After(figures.Until)
		switch {
		case !release.Score.Now:
			e.When = heldShort(release.Score, release.Zone)
		case !e.Held && !figures.Told(a.ID, a.Submitted):
			e.When = hiddenWords
		}
		if !e.Held && e.When == "" {
			e.Mark = s.mark(quizzes.Mark{Correct: a.Mark.Correct, Scored: a.Mark.Scored})
		}
	case exam.Void:
		e.State, e.Reason = templates.Void, voidWords(a)
	}
	return e
}

// workOf counts what a person has done.
func (s *Server) workOf(ctx context.Context, person string) (templates.Work, error) {
	counts, err := s.db.Counts(ctx, person)
	if err != nil {
		return templates.Work{}, fmt.Errorf("count work: %w", err)
	}
	work := templates.Work{Attempts: counts.Attempts + counts.Open, Lessons: counts.Lessons}
	if work.Attempts == 0 {
		return work, nil
	}
	all, err := s.db.AttemptsOf(ctx, person)
	if err != nil {
		return templates.Work{}, fmt.Errorf("count work: %w", err)
	}
	for _, a := range all {
		work.Answers += a.Answered
	}
	return work, nil
}

// meData is what the script of shared pages puts into them.
type meData struct {
	Guest    bool          `json:"guest"`
	Name     string        `json:"name"`
	Lessons  []readData    `json:"lessons_done"`
	Next     *nextData     `json:"next"`  // the lesson to read next, in the order of the track; null when all are done
	Track    *trackData    `json:"track"` // null where none is followed
	Due      int           `json:"due"`   // memory cards to do today
	Attempts []attemptLine `json:"attempts"`
	Ask      bool          `json:"ask"`  // there is a class whose staff the person can ask for help
	Work     []workData    `json:"work"` // of the person's classes, by due date
}

type readData struct {
	Lesson string `json:"lesson"` // id, "d3-03"
	Read   int64  `json:"read"`   // Unix ms
}

type attemptLine struct {
	ID    string     `json:"id"`
	Mode  string     `json:"mode"`
	Title string     `json:"title"`
	State exam.State `json:"state"`
}

// showMeData is the person in JSON.
func (s *Server) showMeData(w http.ResponseWriter, r *http.Request, sc *scope) error {
	d := meData{Guest: sc.guest(), Name: sc.session.Person.Name, Lessons: []readData{}, Attempts: []attemptLine{}, Work: []workData{}}
	track, reads, err := s.studied(r.Context(), sc)
	if err != nil {
		return err
	}
	d.follow(track, s.readNext(track, reads), s.followed(track, reads))
	for _, l := range s.course.Written() {
		if read, ok := reads[l.ID]; ok {
			d.Lessons = append(d.Lessons, readData{l.ID, read.At.UnixMilli()})
		}
	}
	if d.Ask, err = s.mayAsk(r, sc); err != nil {
		return err
	}
	all, err := s.db.AttemptsOf(r.Context(), sc.person())
	if err != nil {
		return fmt.Errorf("list attempts: %w", err)
	}
	for _, a := range all {
		d.Attempts = append(d.Attempts, attemptLine{a.ID, a.Mode, a.Title, exam.StateOf(a)})
	}
	works, err := s.ownWorks(r.Context(), sc, "")
	if err != nil {
		return err
	}
	for _, own := range works {
		d.Work = append(d.Work, s.workData(own))
	}
	return writeJSON(w, http.StatusOK, d)
}

// written finds a lesson that can be read.
func (s *Server) written(id string) (*content.Lesson, error) {
	l := s.course.Lesson(id)
	if l == nil || !l.Written {
		return nil, notHere()
	}
	return l, nil
}

func (s *Server) showMarkRead(w http.ResponseWriter, r *http.Request, sc *scope, id string) error {
	l, err := s.written(id)
	if err != nil {
		return err
	}
	page := templates.NewMarkReadPage(sc.shown(), l.ID, templates.Link{Text: l.Title, Path: l.Path()})
	reads, err := s.reads(r.Context(), sc)
	if err != nil {
		return err
	}
	if read, ok := reads[l.ID]; ok {
		page.Read = read.At.Local()
	}
	return s.show(w, http.StatusOK, page)
}

// readFields are a lesson that was read, as a script sends it.
type readFields struct {
	Lesson   string `json:"lesson"`
	Revision string `json:"revision"` // the one that the page showed; "" takes the present one
	Undo     bool   `json:"undo"`
}

// markRead records that a lesson was read, or takes that back.
func (s *Server) markRead(w http.ResponseWriter, r *http.Request, sc *scope) error {
	f := readFields{Lesson: sc.field("lesson"), Undo: sc.field("undo") == "1"}
	if sc.body != nil {
		if err := sc.decode(&f); err != nil {
			return err
		}
	}
	l, err := s.written(f.Lesson)
	if err != nil {
		return err
	}
	if f.Undo {
		err = s.db.UndoRead(r.Context(), sc.person(), s.kept(l.ID), s.now())
	} else {
		err = s.recordRead(r.Context(), sc, l, f.Revision)
	}
	if err != nil {
		return err
	}
	if wantsJSON(r) {
		return writeJSON(w, http.StatusOK, map[string]any{"lesson": l.ID, "read": !f.Undo})
	}
	if f.Undo {
		return redirect(w, "/me?done=unread")
	}
	return redirect(w, "/me?done=read")
}

// recordRead keeps that a revision was read. A page may be older than this process, or newer: then the revision is known
// if somebody has read it before, and else the reader must look again.
func (s *Server) recordRead(ctx context.Context, sc *scope, l *content.Lesson, revision string) error {
	text := store.Text{Hash: l.Revision, Kind: "lesson", ID: s.kept(l.ID), Body: []byte(l.Title + "\n" + string(l.Body))}
	if revision != "" && revision != l.Revision {
		kept, err := s.db.Text(ctx, revision)
		if errors.Is(err, store.ErrNotFound) || err == nil && (kept.Kind != text.Kind || kept.ID != text.ID) {
			return conflict("changed", "", "The lesson has changed since you opened it. Load it again.")
		}
		if err != nil {
			return fmt.Errorf("find the revision that was read: %w", err)
		}
		text = kept
	}
	if err := s.db.MarkRead(ctx, sc.person(), text, s.now()); err != nil {
		return fmt.Errorf("mark as read: %w", err)
	}
	return nil
}

// showFinish asks a guest on somebody else's computer whether all work shall be erased.
func (s *Server) showFinish(w http.ResponseWriter, r *http.Request, sc *scope) error {
	if !sc.guest() {
		return redirect(w, "/me/settings")
	}
	work, err := s.workOf(r.Context(), sc.person())
	if err != nil {
		return err
	}
	all, err := s.db.AttemptsOf(r.Context(), sc.person())
	if err != nil {
		return fmt.Errorf("list attempts: %w", err)
	}
	var open []templates.OpenAttempt
	for _, a := range all {
		if !a.Open(s.now()) {
			continue
		}
		o, err := s.openAttempt(r, sc, a)
		if err != nil {
			return err
		}
		open = append(open, *o)
	}
	page := templates.NewFinishPage(sc.shown(), work, open)
	page.Whose = s.tag(sc.person())
	return s.show(w, http.StatusOK, page)
}

// finish erases a guest with all work.
func (s *Server) finish(w http.ResponseWriter, r *http.Request, sc *scope) error {
	if !sc.guest() {
		return redirect(w, "/me/settings")
	}
	if err := s.db.EraseGuest(r.Context(), sc.person(), s.now()); err != nil {
		return fmt.Errorf("erase a guest: %w", err)
	}
	if err := s.leave(w, r, sc); err != nil {
		return err
	}
	return redirect(w, "/sign-in?done=finished")
}
