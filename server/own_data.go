package server

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"time"

	"frontdesk/server/exam"
	"frontdesk/server/store"
	"frontdesk/templates"
)

// leavingTime is how long somebody who has asked for it can change their mind.
const leavingTime = 7 * 24 * time.Hour

// ownData is everything that is kept of a person, as they take it along. It holds no key: what was right stands on the
// result page, where the rules on open attempts hold.
type ownData struct {
	Account  ownAccount   `json:"account"`
	Track    string       `json:"track"` // "" for none
	Lessons  []readData   `json:"lessons_done"`
	Skills   []ownRating  `json:"skills"`
	Attempts []ownAttempt `json:"attempts"`
	Reports  []ownReport  `json:"reports"`
	Classes  []ownClass   `json:"classes"`
	Decks    []ownDeck    `json:"decks_done"`
	Marks    []ownMark    `json:"marks"` // that staff have set
	Comments []ownComment `json:"comments"`
	Messages []ownMessage `json:"messages"`
}

type ownClass struct {
	Name   string     `json:"name"`
	Term   string     `json:"term"`
	Role   string     `json:"role"`
	Joined time.Time  `json:"joined"`
	Left   *time.Time `json:"left"` // null while in it

	Section string   `json:"section"`
	Labels  []string `json:"labels"`
}

type ownAccount struct {
	ID      string    `json:"id"`
	Kind    string    `json:"kind"` // guest or member
	Name    string    `json:"name"`
	Login   string    `json:"login"`
	Role    string    `json:"role"`
	Factor  float64   `json:"time_factor"`
	Extra   int       `json:"extra_attempts"`
	Created time.Time `json:"created"`
}

type ownRating struct {
	Skill    string    `json:"skill"`
	Level    int       `json:"level"`
	Evidence string    `json:"evidence"`
	At       time.Time `json:"at"`
}

type ownAttempt struct {
	ID        string     `json:"id"`
	Mode      string     `json:"mode"`
	Title     string     `json:"title"`
	State     exam.State `json:"state"`
	Started   time.Time  `json:"started"`
	Submitted *time.Time `json:"submitted"` // null while open
	Score     string     `json:"score"`     // as My page says it
	Items     []ownItem  `json:"items"`
}

type ownItem struct {
	N          int    `json:"n"`
	Item       string `json:"item"`     // "" while it stands on an open attempt or on class work that is held back, where nothing may tell which it is
	Revision   string `json:"revision"` // the same
	Choice     string `json:"choice"`   // option id; "" for none
	Flagged    bool   `json:"flagged"`
	Struck     string `json:"struck"`
	Confidence string `json:"confidence"`
	SpentMS    int64  `json:"spent_ms"`
}

type ownReport struct {
	No     int       `json:"no"`
	Item   string    `json:"item"` // as in ownItem
	Reason string    `json:"reason"`
	Text   string    `json:"text"`
	At     time.Time `json:"at"`
}

// showOwnData is everything that is kept of who asks, as a file.
func (s *Server) showOwnData(w http.ResponseWriter, r *http.Request, sc *scope) error {
	return s.sendData(w, r, sc, nil, "frontdesk-my-data.json")
}

// sendData is everything that is kept of the person in the scope, as a file. also are ids of questions that are not named
// in it, beside those that stand on open attempts of that person.
func (s *Server) sendData(w http.ResponseWriter, r *http.Request, sc *scope, also map[string]bool, name string) error {
	d, err := s.ownData(r, sc, also)
	if err != nil {
		return err
	}
	body, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		return fmt.Errorf("write own data: %w", err)
	}
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	send(w, http.StatusOK, "application/json", append(body, '\n'))
	return nil
}

func (s *Server) ownData(r *http.Request, sc *scope, also map[string]bool) (ownData, error) {
	p := sc.session.Person
	d := ownData{Account: ownAccount{p.ID, string(p.Kind), p.Name, p.Login, string(p.Role), p.Factor, p.Extra, p.Created},
		Lessons: []readData{}, Skills: []ownRating{}, Attempts: []ownAttempt{}, Reports: []ownReport{}, Classes: []ownClass{},
		Decks: []ownDeck{}, Marks: []ownMark{}, Comments: []ownComment{}, Messages: []ownMessage{}}
	track, reads, err := s.studied(r.Context(), sc)
	if err != nil {
		return d, err
	}
	d.Track = track.ID
	for _, l := range s.course.Written() {
		if read, ok := reads[l.ID]; ok {
			d.Lessons = append(d.Lessons, readData{l.ID, read.At.UnixMilli()})
		}
	}
	ratings, err := s.db.RatingsOf(r.Context(), p.ID)
	if err != nil {
		return d, fmt.Errorf("list ratings: %w", err)
	}
	for _, x := range ratings {
		d.Skills = append(d.Skills, ownRating{x.Skill, x.Level, x.Evidence, x.At})
	}
	if err := s.ownClassData(r.Context(), p.ID, &d); err != nil {
		return d, err
	}
	reports, err := s.db.ReportsOf(r.Context(), p.ID)
	if err != nil {
		return d, fmt.Errorf("list reports: %w", err)
	}
	withheld, err := s.openNow(r, sc)
	if err != nil {
		return d, err
	}
	maps.Copy(withheld, also)
	for _, x := range reports {
		if withheld[x.Item] {
			x.Item = ""
		}
		d.Reports = append(d.Reports, ownReport{x.No, x.Item, x.Reason, x.Body, x.At})
	}
	return d, s.ownAttemptData(r, sc, withheld, &d)
}

// openNow are the ids of the items that stand on the person's open attempts, or whose keys are withheld for class work.
func (s *Server) openNow(r *http.Request, sc *scope) (map[string]bool, error) {
	open, err := s.db.OpenItems(r.Context(), sc.person())
	if err != nil {
		return nil, fmt.Errorf("list open questions: %w", err)
	}
	withheld, err := s.exams.Withheld(r.Context(), sc.person(), s.now())
	if err != nil {
		return nil, err
	}
	for _, it := range open {
		withheld[it.Item] = true
	}
	return withheld, nil
}

func (s *Server) ownAttemptData(r *http.Request, sc *scope, withheld map[string]bool, d *ownData) error {
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
		own := ownAttempt{ID: a.ID, Mode: a.Mode, Title: a.Title, State: exam.StateOf(a), Started: a.Started}
		if !a.Submitted.IsZero() {
			own.Submitted, own.Score = &a.Submitted, s.entry(a, figures, releases.Of(a.Assignment)).Score()
		}
		items, err := s.db.AttemptItems(r.Context(), sc.person(), a.ID)
		if err != nil {
			return fmt.Errorf("list the questions of an attempt: %w", err)
		}
		for _, it := range items {
			if withheld[it.Item] {
				it.Item, it.Revision = "", ""
			}
			own.Items = append(own.Items, ownItem{it.N, it.Item, it.Revision, it.Answer.Choice, it.Answer.Flagged, it.Answer.Struck,
				it.Answer.Confidence, it.Answer.Spent.Milliseconds()})
		}
		d.Attempts = append(d.Attempts, own)
	}
	return nil
}

// eraseAccount switches a member's account off, to be erased after leavingTime unless the member signs in before.
func (s *Server) eraseAccount(w http.ResponseWriter, r *http.Request, sc *scope) error {
	if sc.guest() {
		return redirect(w, "/me/finish")
	}
	page, err := s.settingsPage(r, sc)
	if err != nil {
		return err
	}
	refuse := func(status int, field, text string) error {
		page.Errors = []templates.FieldError{{Field: field, Text: text}}
		return s.refuseForm(w, r, status, page, page.Errors)
	}
	_, err = s.authenticate(r, sc.session.Person.Login, sc.form.Get("erase-password"))
	if errors.Is(err, errNoMatch) {
		return refuse(http.StatusUnprocessableEntity, "erase-password", "That is not your password")
	}
	if wait := waitOf(err); wait > 0 {
		w.Header().Set("Retry-After", seconds(wait))
		return refuse(http.StatusTooManyRequests, "erase-password", tooManyWords(wait))
	}
	if err != nil {
		return err
	}
	err = s.db.Leave(r.Context(), sc.person(), s.now().Add(leavingTime), s.now())
	if errors.Is(err, store.ErrLastOwner) {
		return refuse(http.StatusConflict, "", "You are the only owner. Make somebody else an owner first: frontdesk user role NAME owner")
	}
	if err != nil {
		return fmt.Errorf("switch an account off: %w", err)
	}
	if err := s.leave(w, r, sc); err != nil {
		return err
	}
	return redirect(w, "/sign-in?done=leaving")
}
