package server

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"frontdesk/server/store"
	"frontdesk/templates"
)

// Who is in a class, for its staff; and leaving it, for everybody.

// staffOf are those who teach a class, for somebody who is not in it yet.
func (s *Server) staffOf(r *http.Request, c store.Class) (in []templates.ClassPerson, err error) {
	all, err := s.db.PeopleOf(r.Context(), c.ID)
	if err != nil {
		return nil, fmt.Errorf("list the staff of a class: %w", err)
	}
	for _, m := range all {
		if m.Left.IsZero() && m.In != store.Learner {
			in = append(in, classPerson(c, m))
		}
	}
	return in, nil
}

func classPerson(c store.Class, m store.ClassMember) templates.ClassPerson {
	zone := zoneOf(c)
	return templates.ClassPerson{ID: m.ID, Name: m.Name, Login: m.Login, Role: string(m.In), Lessons: m.Lessons,
		Seen: m.Seen.In(zone), Left: leftIn(m, zone), Section: m.Section, Labels: m.Labels, Factor: m.Factor, Extra: m.Extra}
}

// leftIn is when somebody left, zero for who is still there.
func leftIn(m store.ClassMember, zone *time.Location) time.Time {
	if m.Left.IsZero() {
		return time.Time{}
	}
	return m.Left.In(zone)
}

// staffNames are the names of those who teach.
func staffNames(in []templates.ClassPerson) (names []string) {
	for _, p := range in {
		if p.Role != string(store.Learner) {
			names = append(names, p.Name)
		}
	}
	return names
}

// showClassPeople lists who is in a class and who has left.
func (s *Server) showClassPeople(w http.ResponseWriter, r *http.Request, sc *scope) error {
	page, err := s.classPeoplePage(r, sc)
	if err != nil {
		return err
	}
	page.Banner = classBanner(r)
	return s.show(w, http.StatusOK, page)
}

func (s *Server) classPeoplePage(r *http.Request, sc *scope) (page templates.ClassPeoplePage, err error) {
	page = templates.NewClassPeoplePage(sc.shown(), classLine(sc.class, sc.role))
	page.Look, page.Role = sc.look(), string(store.Learner)
	all, err := s.classmates(r, sc)
	if err != nil {
		return page, err
	}
	var in []store.ClassMember
	for _, m := range all {
		if m.Left.IsZero() {
			in = append(in, m)
		} else {
			page.Gone = append(page.Gone, classPerson(sc.class, m))
		}
	}
	var chosen []store.ClassMember
	page.Filter, chosen = chooseFrom(r.URL.Query(), page.Class.Path()+"people", in)
	page.In = len(learnersOf(chosen))
	for _, m := range ofPage(page.Filter, chosen) {
		page.People = append(page.People, classPerson(sc.class, m))
	}
	return page, nil
}

// classRole reads a role in a class; ok is false if it is none.
func classRole(text string) (role store.Role, ok bool) {
	role = store.Role(text)
	return role, role == store.Learner || role == store.Instructor || role == store.Coordinator
}

// addToClass takes somebody with an account into the class, or gives another role there. Who has none gets one, if a name
// is there too.
func (s *Server) addToClass(w http.ResponseWriter, r *http.Request, sc *scope) error {
	login := sc.field("login")
	refuse := func(field, text string) error {
		page, err := s.classPeoplePage(r, sc)
		if err != nil {
			return err
		}
		page.Name, page.Login, page.Role = sc.field("name"), login, sc.field("role")
		page.Errors = []templates.FieldError{{Field: field, Text: text}}
		return s.refuseForm(w, r, http.StatusUnprocessableEntity, page, page.Errors)
	}
	role, ok := classRole(sc.field("role"))
	switch {
	case login == "":
		return refuse("login", "Enter a sign-in name")
	case !ok:
		return refuse("role", "Choose a role")
	}
	account, err := s.db.AccountByLogin(r.Context(), login)
	if err == nil {
		err = s.db.PutMember(r.Context(), sc.person(), sc.class.ID, account.Person, role, s.now())
	}
	if errors.Is(err, store.ErrNotFound) {
		if sc.field("name") == "" {
			return refuse("name", "Nobody has this sign-in name yet. Enter a name, too, and an account is made; or give the person the join code")
		}
		return s.invite(w, r, sc, refuse)
	}
	if err != nil {
		return fmt.Errorf("add somebody to a class: %w", err)
	}
	return redirect(w, classLine(sc.class, "").Path()+"people?done=added")
}

// invite makes an account for one person, as a list of one row would, and shows the link at which that one chooses a password.
func (s *Server) invite(w http.ResponseWriter, r *http.Request, sc *scope, refuse func(field, text string) error) error {
	head := []string{"name", "login", "role"}
	l := readRow(1, head, []string{sc.field("name"), sc.field("login"), sc.field("role")}, map[string]int{"name": 0, "login": 1, "role": 2})
	if l.wrong != "" {
		field, text, _ := strings.Cut(l.wrong, ": ")
		return refuse(field, text)
	}
	list := store.Roster{Class: sc.class.ID, Actor: sc.person(), Rows: []store.RosterRow{l.RosterRow}}
	plan, err := s.db.PlanRoster(r.Context(), list)
	if err == nil {
		plan, err = s.db.RunRoster(r.Context(), list, plan.Digest(), kindReset, s.now().Add(inviteLife), s.now())
	}
	if errors.Is(err, store.ErrChanged) {
		return refuse("login", "Somebody has taken this sign-in name just now. Press Add again to add that person, or choose another")
	}
	if err != nil {
		return fmt.Errorf("invite somebody: %w", err)
	}
	return s.showImported(w, sc, rosterFile{}, plan)
}

// showTakeOut asks whether somebody shall leave the class.
func (s *Server) showTakeOut(w http.ResponseWriter, r *http.Request, sc *scope) error {
	subject := classPerson(sc.class, sc.classmate)
	return s.show(w, http.StatusOK, templates.NewClassLeavePage(sc.shown(), classLine(sc.class, sc.role), &subject))
}

// takeOut takes somebody out of the class; bringBack undoes it.
func (s *Server) takeOut(w http.ResponseWriter, r *http.Request, sc *scope) error {
	if err := s.db.EndMember(r.Context(), sc.person(), sc.class.ID, sc.classmate.ID, s.now()); err != nil {
		return fmt.Errorf("take somebody out of a class: %w", err)
	}
	if sc.classmate.ID == sc.person() && !isAdmin(sc.session.Person.Role) {
		return redirect(w, "/classes?done=left")
	}
	return redirect(w, classLine(sc.class, "").Path()+"people?done=taken-out")
}

// bringBack takes somebody who has left into the class again, in the role of before.
func (s *Server) bringBack(w http.ResponseWriter, r *http.Request, sc *scope) error {
	if err := s.db.ReturnMember(r.Context(), sc.person(), sc.class.ID, sc.classmate.ID, s.now()); err != nil {
		return fmt.Errorf("bring somebody back into a class: %w", err)
	}
	return redirect(w, classLine(sc.class, "").Path()+"people?done=back")
}

// showLeaveClass asks who is in a class whether to leave it.
func (s *Server) showLeaveClass(w http.ResponseWriter, r *http.Request, sc *scope) error {
	if sc.role == "" { // an administrator who only looks
		return redirect(w, classLine(sc.class, "").Path())
	}
	return s.show(w, http.StatusOK, templates.NewClassLeavePage(sc.shown(), classLine(sc.class, sc.role), nil))
}

// leaveClass takes who asks out of the class.
func (s *Server) leaveClass(w http.ResponseWriter, r *http.Request, sc *scope) error {
	if sc.role == "" {
		return redirect(w, classLine(sc.class, "").Path())
	}
	if err := s.db.EndMember(r.Context(), sc.person(), sc.class.ID, sc.person(), s.now()); err != nil {
		return fmt.Errorf("leave a class: %w", err)
	}
	return redirect(w, "/classes?done=left")
}
