package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/gorilla/mux"

	"frontdesk/quizzes"
	"frontdesk/server/exam"
	"frontdesk/server/store"
	"frontdesk/templates"
)

// The attempt over HTTP, as the README documents it: JSON for scripts, forms and pages for everybody else. What may be
// done is decided in server/exam; these handlers read what was sent and show what came of it. Pages stand in
// attempt_page.go, results in attempt_result.go.

// attemptError gives the errors of package exam their status and code. state is the attempt's, for a script that wants
// to know why.
func (s *Server) attemptError(r *http.Request, sc *scope, err error) error {
	var refused *exam.Refusal
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refused):
		return malformed("%s", refused.Message)
	case errors.Is(err, store.ErrClosed):
		e := conflict("closed", s.stateNow(r, sc), "This exam has ended. What is sent now does not count.")
		e.kind, e.at = templates.ExamEnded, sc.attempt.Submitted
		if e.at.IsZero() {
			e.at = sc.attempt.Ends()
		}
		e.detail.Ended = timeOfDay(e.at)
		e.detail.Way = &templates.Link{Text: "See where it stands", Path: "/attempts/" + sc.attempt.ID}
		return e
	case errors.Is(err, store.ErrLocked):
		return conflict("locked", string(exam.Open), "The answer to this question was checked and stands.")
	case errors.Is(err, store.ErrTakenOver):
		return conflict("taken_over", string(exam.Open), "You went on with this exam in another tab.")
	case errors.Is(err, exam.ErrNotGraded):
		return conflict("not_graded", s.stateNow(r, sc), "There is no result yet. Submit the exam first, or look again in a few seconds.")
	case errors.Is(err, exam.ErrWithheld):
		return conflict("not_released", s.stateNow(r, sc), "This question also stands on an exam that you have open, or on work of your class. Its answer is shown once that one is submitted and its answers are open.")
	case errors.Is(err, exam.ErrNotReleased):
		return conflict("not_released", s.stateNow(r, sc), "The answers of this attempt are not shown now.")
	case errors.Is(err, exam.ErrNothingMissed):
		return conflict("too_few_items", "", nothingMissed)
	case errors.Is(err, quizzes.ErrTooFewItems):
		return conflict("too_few_items", "", "There are too few questions for that. Choose fewer, or more subjects.")
	}
	return err
}

// stateNow is the state of the attempt that the scope is about, or "" if it cannot be told.
func (s *Server) stateNow(r *http.Request, sc *scope) string {
	if sc.attempt.ID == "" {
		return ""
	}
	a, err := s.db.Attempt(r.Context(), sc.person(), sc.attempt.ID)
	if err != nil {
		return ""
	}
	sc.attempt = a
	if state := exam.StateOf(a); state != exam.Open || a.Open(s.now()) {
		return string(state)
	}
	return string(exam.Submitted) // its time and grace are over; whoever looks at it next, or the sweeper, closes it
}

// timeOfDay is a time as pages show it, in the server's zone and with its name.
func timeOfDay(t time.Time) string { return t.Local().Format("3:04 PM MST") }

// itemNumber is the {n} of the path; what is no number is no item.
func itemNumber(r *http.Request) (int, error) {
	n, err := strconv.Atoi(mux.Vars(r)["n"])
	if err != nil || n < 1 {
		return 0, store.ErrNotFound
	}
	return n, nil
}

// attemptData is an attempt as a script sees it. Nothing in it tells a key, or which questions are scored.
type attemptData struct {
	ID        string     `json:"id"`
	Mode      string     `json:"mode"`
	State     exam.State `json:"state"`
	Started   time.Time  `json:"started"`
	Minutes   *int       `json:"minutes"`      // null when untimed
	Remaining *int64     `json:"remaining_ms"` // null when untimed
	Locked    []int      `json:"locked"`       // numbers of items whose answer was checked
	Released  bool       `json:"released"`
	Items     []itemData `json:"items"`
}

type itemData struct {
	N          int              `json:"n"`
	Scenario   string           `json:"scenario"`          // "" for none
	Exhibit    string           `json:"exhibit,omitempty"` // HTML
	Question   string           `json:"question"`
	Options    []quizzes.Option `json:"options"`
	Choice     *string          `json:"choice"`
	Flagged    bool             `json:"flagged"`
	Struck     []string         `json:"struck"`
	Confidence *string          `json:"confidence"`
	Seen       bool             `json:"seen"`
	Seq        int64            `json:"seq"`
}

func dataOf(room exam.Room) (attemptData, error) {
	d := attemptData{ID: room.Attempt.ID, Mode: room.Attempt.Mode, State: room.State, Started: room.Attempt.Started.UTC(),
		Locked: []int{}, Released: room.Released, Items: make([]itemData, 0, len(room.Seats))}
	if !room.Untimed {
		minutes, left := room.Minutes(), room.Remaining.Milliseconds()
		d.Minutes, d.Remaining = &minutes, &left
	}
	for _, seat := range room.Seats {
		exhibit, err := seat.Question.ExhibitHTML(fmt.Sprintf("Exhibit of question %d", seat.N))
		if err != nil {
			return d, err
		}
		if seat.Checked {
			d.Locked = append(d.Locked, seat.N)
		}
		d.Items = append(d.Items, itemData{N: seat.N, Scenario: seat.Question.Scenario, Exhibit: string(exhibit),
			Question: seat.Question.Text, Options: seat.Question.Options, Choice: orNull(seat.Answer.Choice),
			Flagged: seat.Answer.Flagged, Struck: letters(seat.Answer.Struck), Confidence: orNull(seat.Answer.Confidence),
			Seen: seat.Seen(), Seq: seat.Answer.Seq})
	}
	return d, nil
}

// orNull makes the empty string null.
func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// letters splits "ac" into its option ids; none is an empty list, never null.
func letters(s string) []string {
	list := []string{}
	for _, r := range s {
		list = append(list, string(r))
	}
	return list
}

// showAttempt is an attempt as JSON, or the room at the question to go on with.
func (s *Server) showAttempt(w http.ResponseWriter, r *http.Request, sc *scope) error {
	room, err := s.exams.Room(r.Context(), sc.person(), sc.attempt.ID, s.now())
	if err != nil {
		return s.attemptError(r, sc, err)
	}
	if !wantsJSON(r) {
		return s.showRoom(w, r, sc, room, nextOpen(room), nil)
	}
	d, err := dataOf(room)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, d)
}

// nextOpen is the number of the first question without an answer, or the first one if all have one.
func nextOpen(room exam.Room) int {
	for _, seat := range room.Seats {
		if seat.Answer.Choice == "" {
			return seat.N
		}
	}
	return 1
}

// optional is a JSON field that may be absent, null or a value; absent leaves things as they are, null clears them.
type optional[T any] struct{ store.Field[T] }

// UnmarshalJSON is called only for fields that are there.
func (o *optional[T]) UnmarshalJSON(b []byte) error {
	o.Given = true
	if bytes.Equal(b, []byte("null")) {
		return nil
	}
	return json.Unmarshal(b, &o.Value)
}

// saveFields are a save as a script sends it.
type saveFields struct {
	Seq        *int64             `json:"seq"`
	Choice     optional[string]   `json:"choice"`
	Flagged    optional[bool]     `json:"flagged"`
	Struck     optional[[]string] `json:"struck"`
	Confidence optional[string]   `json:"confidence"`
	SpentMS    int64              `json:"spent_ms"`
	Tab        string             `json:"tab"`
}

// maxSpentMS bounds what is turned into a duration; exam refuses far less.
const maxSpentMS = int64(1) << 40

// keptData is what stands after a save.
type keptData struct {
	Seq        int64    `json:"seq"`
	Applied    bool     `json:"applied"`
	Choice     *string  `json:"choice"`
	Flagged    bool     `json:"flagged"`
	Struck     []string `json:"struck"`
	Confidence *string  `json:"confidence"`
	Remaining  *int64   `json:"remaining_ms"`
	Answered   int      `json:"answered"`
	Late       bool     `json:"late"` // came after the end, inside the grace; it counts
}

// saveItem records one save of a script. What is wrong with the attempt wins over what is wrong with the save.
func (s *Server) saveItem(w http.ResponseWriter, r *http.Request, sc *scope) error {
	n, err := itemNumber(r)
	if err != nil {
		return err
	}
	var f saveFields
	problem := sc.decode(&f)
	if problem == nil && (f.Seq == nil || *f.Seq < 1) {
		problem = malformed("A save needs seq, a number that counts up from 1 for each question.")
	}
	if problem == nil && (f.SpentMS < 0 || f.SpentMS > maxSpentMS) {
		problem = malformed("spent_ms lies between 0 and a day.")
	}
	if problem != nil {
		if err := s.exams.Ready(r.Context(), sc.person(), sc.attempt.ID, n, s.now()); err != nil {
			return s.attemptError(r, sc, err)
		}
		return problem
	}
	kept, err := s.exams.Save(r.Context(), sc.person(), sc.attempt.ID, n, exam.Change{Seq: *f.Seq, Choice: f.Choice.Field,
		Flagged: f.Flagged.Field, Struck: f.Struck.Field, Confidence: f.Confidence.Field,
		Spent: time.Duration(f.SpentMS) * time.Millisecond, Tab: f.Tab}, s.now())
	if err != nil {
		return s.attemptError(r, sc, err)
	}
	d := keptData{Seq: kept.Seq, Applied: kept.Applied, Choice: orNull(kept.Choice), Flagged: kept.Flagged, Struck: letters(kept.Struck),
		Confidence: orNull(kept.Confidence), Answered: kept.Answered, Late: kept.InGrace}
	if !kept.Untimed {
		left := kept.Remaining.Milliseconds()
		d.Remaining = &left
	}
	return writeJSON(w, http.StatusOK, d)
}

// checkItem locks an item of a drill that shows its reasons after each question, and tells them.
func (s *Server) checkItem(w http.ResponseWriter, r *http.Request, sc *scope) error {
	n, err := itemNumber(r)
	if err != nil {
		return err
	}
	if len(sc.form) > 0 { // else a script's numbering of saves would be put out of step
		if err := s.saveForm(r, sc, n); err != nil && !errors.Is(err, store.ErrLocked) {
			return s.attemptError(r, sc, err)
		}
	}
	v, err := s.exams.Check(r.Context(), sc.person(), sc.attempt.ID, n, s.now())
	var refused *exam.Refusal
	switch {
	case wantsJSON(r):
	case errors.As(err, &refused):
		return s.showItemRefused(w, r, sc, n, http.StatusUnprocessableEntity, "Choose an answer first, or go on without one")
	case errors.Is(err, exam.ErrWithheld): // the drill goes on
		return s.showItemRefused(w, r, sc, n, http.StatusConflict, "This question also stands on an exam that you have open, or on work of your class. Your answer is saved; go on without checking it")
	}
	if err != nil {
		return s.attemptError(r, sc, err)
	}
	if wantsJSON(r) {
		return writeJSON(w, http.StatusOK, s.verdictData(v))
	}
	return redirect(w, fmt.Sprintf("/attempts/%s/items/%d", sc.attempt.ID, n))
}

// submit closes and grades the attempt. A form tells how many questions were open on the page that it was sent from: if
// more are open now, the learner is asked again.
func (s *Server) submit(w http.ResponseWriter, r *http.Request, sc *scope) error {
	if shown := sc.field("open"); shown != "" && exam.StateOf(sc.attempt) == exam.Open {
		room, err := s.exams.Room(r.Context(), sc.person(), sc.attempt.ID, s.now())
		if err != nil {
			return s.attemptError(r, sc, err)
		}
		if n, err := strconv.Atoi(shown); err != nil || len(room.Seats)-room.Answered() > n {
			return redirect(w, "/attempts/"+sc.attempt.ID+"/check?ask=1")
		}
	}
	_, state, err := s.exams.Submit(r.Context(), sc.person(), sc.attempt.ID, s.now())
	if err != nil {
		return s.attemptError(r, sc, err)
	}
	if wantsJSON(r) {
		return writeJSON(w, http.StatusOK, map[string]exam.State{"state": state})
	}
	return redirect(w, "/attempts/"+sc.attempt.ID+"/result")
}
