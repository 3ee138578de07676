package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"frontdesk/quizzes"
	"frontdesk/server/exam"
	"frontdesk/server/store"
	"frontdesk/templates"
)

// openAttempt is an attempt that can be gone on with.
func (s *Server) openAttempt(r *http.Request, sc *scope, a store.Attempt) (*templates.OpenAttempt, error) {
	room, err := s.exams.Room(r.Context(), sc.person(), a.ID, s.now())
	if err != nil {
		return nil, fmt.Errorf("look at open attempt: %w", err)
	}
	return &templates.OpenAttempt{ID: a.ID, Name: a.Title, N: nextOpen(room), Of: len(room.Seats), Timed: !room.Untimed, Remaining: room.Remaining}, nil
}

// examOf is the frame of a room for the page; current is the question shown, 0 for none.
func (s *Server) examOf(ctx context.Context, sc *scope, room exam.Room, current int) (templates.Exam, error) {
	whose, err := s.whose(ctx, sc)
	e := templates.Exam{Whose: whose, Attempt: room.Attempt.ID, Name: room.Attempt.Title, Mode: room.Attempt.Mode,
		Each: room.Attempt.Policy.Feedback == exam.FeedbackEach, Timed: !room.Untimed, Remaining: room.Remaining, Now: s.now().Local()}
	for _, seat := range room.Seats {
		e.Tiles = append(e.Tiles, templates.Tile{N: seat.N, Answered: seat.Answer.Choice != "", Flagged: seat.Answer.Flagged,
			Seen: seat.Seen(), Current: seat.N == current})
	}
	return e, err
}

// roomRefusal is what was wrong with what the room's form has asked for.
type roomRefusal struct {
	status int
	words  templates.FieldError
}

// showRoom is the room with question n, or the page that says how the attempt ended. refused may be nil.
func (s *Server) showRoom(w http.ResponseWriter, r *http.Request, sc *scope, room exam.Room, n int, refused *roomRefusal) error {
	if room.Locked() {
		return s.showRoomOver(w, sc, room, http.StatusOK)
	}
	if n > len(room.Seats) {
		return store.ErrNotFound
	}
	seat := room.Seats[n-1]
	exhibit, err := seat.Question.ExhibitHTML("Exhibit")
	if err != nil {
		return err
	}
	e, err := s.examOf(r.Context(), sc, room, n)
	if err != nil {
		return err
	}
	page := templates.NewRoomPage(sc.shown(), e, n)
	page.Seq, page.Question, page.Exhibit = seat.Answer.Seq, seat.Question, exhibit
	page.Choice, page.Flag = seat.Answer.Choice, seat.Answer.Flagged
	page.Struck, page.Confidence = letters(seat.Answer.Struck), seat.Answer.Confidence
	if seat.Checked {
		v, err := s.exams.Checked(r.Context(), sc.person(), sc.attempt.ID, n, s.now())
		switch {
		case errors.Is(err, exam.ErrWithheld): // the room goes on without the reasons
			page.Withheld = true
		case err != nil:
			return s.attemptError(r, sc, err)
		default:
			page.Checked = s.reasonsOf(v)
			if page.Checked.Ask, err = s.mayAsk(r, sc); err != nil {
				return err
			}
		}
	}
	status := http.StatusOK
	if refused != nil {
		page.Errors, status = []templates.FieldError{refused.words}, refused.status
	}
	return s.show(w, status, page)
}

// reasonsOf is what a drill tells about a question whose answer is locked.
func (s *Server) reasonsOf(v exam.Verdict) *templates.Checked {
	c := &templates.Checked{Key: v.Key(), Why: map[string]string{}, Lesson: s.lessonLink(v.Item), Sources: s.notes(v.Item)}
	for _, o := range v.Item.Question(v.Order).Options {
		c.Why[o.ID] = v.Item.Why(o.ID)
	}
	return c
}

func (s *Server) showRoomOver(w http.ResponseWriter, sc *scope, room exam.Room, status int) error {
	a := room.Attempt
	how, at, reason := templates.Submitted, a.Submitted, ""
	switch {
	case room.State == exam.Void:
		how, at, reason = templates.Voided, a.Voided, voidWords(a)
	case a.RanOut():
		how = templates.TimeUp
	}
	page := templates.NewRoomOverPage(sc.shown(), a.Title, how)
	page.Attempt, page.At, page.Answered, page.Of, page.Reason = a.ID, at.Local(), room.Answered(), len(room.Seats), reason
	return s.show(w, status, page)
}

// showItem is the room with the question of the path.
func (s *Server) showItem(w http.ResponseWriter, r *http.Request, sc *scope) error {
	n, err := itemNumber(r)
	if err != nil {
		return err
	}
	room, err := s.exams.Room(r.Context(), sc.person(), sc.attempt.ID, s.now())
	if err != nil {
		return s.attemptError(r, sc, err)
	}
	return s.showRoom(w, r, sc, room, n, nil)
}

// showItemRefused is the room again, with what was wrong.
func (s *Server) showItemRefused(w http.ResponseWriter, r *http.Request, sc *scope, n int, status int, text string) error {
	room, err := s.exams.Room(r.Context(), sc.person(), sc.attempt.ID, s.now())
	if err != nil {
		return s.attemptError(r, sc, err)
	}
	return s.showRoom(w, r, sc, room, n, &roomRefusal{status, templates.FieldError{Field: "option-1", Text: text}})
}

// postItem saves what the room's form holds and goes where its button says.
func (s *Server) postItem(w http.ResponseWriter, r *http.Request, sc *scope) error {
	n, err := itemNumber(r)
	if err != nil {
		return err
	}
	if sc.body != nil { // it would be acknowledged, and nothing of it kept
		if err := s.exams.Ready(r.Context(), sc.person(), sc.attempt.ID, n, s.now()); err != nil {
			return s.attemptError(r, sc, err)
		}
		return malformed("This address takes a form. Save JSON with PUT.")
	}
	err = s.saveForm(r, sc, n)
	if errors.Is(err, store.ErrLocked) {
		err = nil // the answer stands; the button only leads away
	}
	if errors.Is(err, store.ErrClosed) && !wantsJSON(r) {
		room, err := s.exams.Room(r.Context(), sc.person(), sc.attempt.ID, s.now())
		if err != nil {
			return s.attemptError(r, sc, err)
		}
		return s.showRoomOver(w, sc, room, http.StatusConflict)
	}
	if err != nil {
		return s.attemptError(r, sc, err)
	}
	path := "/attempts/" + sc.attempt.ID
	switch where := sc.field("go"); where {
	case "check":
		return redirect(w, path+"/check?from="+strconv.Itoa(n))
	case "leave":
		return redirect(w, "/me")
	case "":
		return redirect(w, path+"/items/"+strconv.Itoa(n))
	default:
		to, err := strconv.Atoi(where)
		if err != nil || to < 1 {
			return malformed("The field %q takes the number of a question.", "go")
		}
		return redirect(w, path+"/items/"+strconv.Itoa(to))
	}
}

// saveForm records what the form of a question holds. A form cannot tell an answer that was left alone from none, so
// what is absent stays as it is; clearing is a button of its own.
func (s *Server) saveForm(r *http.Request, sc *scope, n int) error {
	c := exam.Change{Tab: sc.field("tab")}
	if choice := sc.field("choice"); choice != "" {
		c.Choice = store.Set(choice)
	}
	if sure := sc.field("confidence"); sure != "" {
		c.Confidence = store.Set(sure)
	}
	if flag := sc.field("flag"); flag != "" {
		c.Flagged = store.Set(flag == "1")
	}
	if sc.field("clear") != "" {
		c.Choice, c.Confidence = store.Set(""), store.Set("")
	}
	if err := s.strike(r, sc, n, &c); err != nil {
		return err
	}
	_, err := s.exams.Save(r.Context(), sc.person(), sc.attempt.ID, n, c, s.now())
	return err
}

// strike works out which options are crossed out after the form: one more, one less, and never the one just chosen.
func (s *Server) strike(r *http.Request, sc *scope, n int, c *exam.Change) error {
	more, less := sc.field("strike"), sc.field("restore")
	if more == "" && less == "" && c.Choice.Value == "" {
		return nil
	}
	it, err := s.db.AttemptItem(r.Context(), sc.person(), sc.attempt.ID, n)
	if err != nil {
		return fmt.Errorf("read item %d: %w", n, err)
	}
	struck := it.Answer.Struck
	if more != "" && !strings.Contains(struck, more) {
		struck += more
	}
	for _, gone := range []string{less, c.Choice.Value} {
		if gone != "" && gone != more {
			struck = strings.ReplaceAll(struck, gone, "")
		}
	}
	if struck != it.Answer.Struck {
		c.Struck = store.Set(letters(struck))
	}
	return nil
}

// showCheck is the page before submitting.
func (s *Server) showCheck(w http.ResponseWriter, r *http.Request, sc *scope) error {
	room, err := s.exams.Room(r.Context(), sc.person(), sc.attempt.ID, s.now())
	if err != nil {
		return s.attemptError(r, sc, err)
	}
	switch {
	case room.State == exam.Graded || room.State == exam.Submitted:
		return redirect(w, "/attempts/"+sc.attempt.ID+"/result")
	case room.Locked():
		return s.showRoomOver(w, sc, room, http.StatusOK)
	}
	e, err := s.examOf(r.Context(), sc, room, 0)
	if err != nil {
		return err
	}
	if r.URL.Query().Get("ask") != "" && e.Open() > 0 {
		return s.show(w, http.StatusOK, templates.NewCheckOpenPage(sc.shown(), e))
	}
	from, err := strconv.Atoi(r.URL.Query().Get("from"))
	if err != nil || from < 1 || from > len(room.Seats) {
		from = nextOpen(room)
	}
	return s.show(w, http.StatusOK, templates.NewCheckPage(sc.shown(), e, from))
}

// lessonLink is where an item is taught; nil while that lesson is not written.
func (s *Server) lessonLink(it quizzes.Item) *templates.Link {
	if l := s.course.Lesson(it.Lesson()); l != nil && l.Written {
		return &templates.Link{Text: l.Title, Path: l.Path()}
	}
	return nil
}

// notes are the sources of an item that the course still knows.
func (s *Server) notes(it quizzes.Item) []templates.SourceNote {
	var notes []templates.SourceNote
	for _, key := range it.Sources() {
		if source := s.course.Source(key); source != nil {
			_, section, _ := strings.Cut(key, "#")
			notes = append(notes, templates.SourceNote{Source: source, Section: section})
		}
	}
	return notes
}

// slow is from when on a question counts as slow.
const slow = 2 * time.Minute
