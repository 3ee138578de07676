package server

import (
	"cmp"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"frontdesk/server/exam"
	"frontdesk/server/store"
	"frontdesk/templates"
)

// The staff area: who has an account, how much time they have, and their attempts without a score. What staff change
// stands in people_time.go.

// showPeople lists the members, or those whose name or sign-in name holds what was searched for.
func (s *Server) showPeople(w http.ResponseWriter, r *http.Request, sc *scope) error {
	all, err := s.db.ListPeople(r.Context())
	if err != nil {
		return fmt.Errorf("list people: %w", err)
	}
	page := templates.NewPeoplePage(sc.shown())
	page.Query = strings.TrimSpace(r.URL.Query().Get("q"))
	var found []store.Person
	for _, p := range all {
		if q := store.FoldLogin(page.Query); strings.Contains(store.FoldLogin(p.Name), q) || strings.Contains(p.Login, q) {
			found = append(found, p)
		}
	}
	page.Found = len(found)
	page.Pages = max((len(found)+templates.PeoplePerPage-1)/templates.PeoplePerPage, 1)
	if n, err := strconv.Atoi(r.URL.Query().Get("page")); err == nil {
		page.Number = min(max(n, 1), page.Pages)
	}
	first := (page.Number - 1) * templates.PeoplePerPage
	for _, p := range found[first:min(first+templates.PeoplePerPage, len(found))] {
		page.People = append(page.People, lineOf(p))
	}
	return s.show(w, http.StatusOK, page)
}

// lineOf is a member as the staff area names one.
func lineOf(p store.Person) templates.PersonLine {
	role := string(p.Role)
	if p.Role == store.Admin {
		role = "administrator"
	}
	return templates.PersonLine{ID: p.ID, Name: p.Name, Login: p.Login, Role: role, Factor: p.Factor, Seen: p.Seen.Local()}
}

// showPerson is one member. With ?attempt= and minutes it says what giving so much extra time would do.
func (s *Server) showPerson(w http.ResponseWriter, r *http.Request, sc *scope) error {
	page, err := s.personPage(r, sc)
	if err != nil {
		return err
	}
	page.Banner = banner(r)
	query := r.URL.Query()
	for i := range page.Open {
		o := &page.Open[i]
		if query.Get("attempt") != o.ID {
			continue
		}
		o.Minutes = query.Get("minutes-" + o.ID)
		n, refused := minutesOf(o.Minutes)
		if refused != "" {
			o.Error, o.More, o.Factor = refused, 0, 0
			page.Errors = []templates.FieldError{{Field: o.Field().Name, Text: refused}}
			return s.show(w, http.StatusUnprocessableEntity, page)
		}
		o.More, o.Factor = n, 0
	}
	return s.show(w, http.StatusOK, page)
}

// minutesOf reads minutes of extra time; refused says what is wrong with them.
func minutesOf(text string) (n int, refused string) {
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil || n < 1 || n > exam.MaxGrant {
		return 0, fmt.Sprintf("Enter minutes between 1 and %d", exam.MaxGrant)
	}
	return n, ""
}

// personPage is the page of the member that the scope is about.
func (s *Server) personPage(r *http.Request, sc *scope) (templates.PersonPage, error) {
	line := lineOf(sc.subject)
	page := templates.NewPersonPage(sc.shown(), line)
	page.Made, page.Erase = sc.subject.Created.Local(), sc.mayErase()
	until, err := s.db.Leaving(r.Context(), sc.subject.ID)
	if err != nil {
		return page, fmt.Errorf("look when somebody leaves: %w", err)
	}
	if !until.IsZero() {
		page.Leaving = until.Local()
	}
	all, err := s.db.AttemptsOf(r.Context(), sc.subject.ID)
	if err != nil {
		return page, fmt.Errorf("list attempts: %w", err)
	}
	for _, a := range all {
		page.Attempts = append(page.Attempts, s.staffAttempt(line, a))
		if !a.Open(s.now()) || a.Deadline.IsZero() {
			continue
		}
		o := templates.OpenTime{Person: line, ID: a.ID, Name: a.Title, Ends: a.Ends().Local(), Now: s.now().Local(), Was: a.Granted}
		if o.More = exam.Stretch(a, line.Factor); o.More > 0 {
			o.Factor = line.Factor
		}
		page.Open = append(page.Open, o)
	}
	return page, nil
}

// staffAttempt is an attempt as staff see it.
func (s *Server) staffAttempt(line templates.PersonLine, a store.Attempt) templates.StaffAttempt {
	v := templates.StaffAttempt{ID: a.ID, Person: line, Name: a.Title, Started: a.Started.Local(),
		State: map[exam.State]string{exam.Open: "Open", exam.Submitted: "Being added up", exam.Graded: "Finished", exam.Void: "Void"}[exam.StateOf(a)]}
	if ends := cmp.Or(a.Submitted, a.Voided, a.Ends()); !ends.IsZero() {
		v.Ends = ends.Local()
	}
	switch {
	case exam.StateOf(a) == exam.Void:
		v.Void, v.Reason = true, voidWords(a)
	case exam.StateOf(a) == exam.Open && !a.Open(s.now()):
		v.State = "Time is over"
	case a.RanOut():
		v.State = "Time ran out"
	}
	return v
}

// voidWords say to the learner, and to staff, who voided an attempt, when and why.
func voidWords(a store.Attempt) string {
	return templates.VoidWords(a.VoidedBy, a.Voided.Local(), a.VoidReason)
}
