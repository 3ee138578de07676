package server

import (
	"fmt"
	"net/http"

	"github.com/gorilla/mux"

	"frontdesk/server/classwork"
	"frontdesk/server/store"
	"frontdesk/templates"
)

// access is a column of the table: it names the relation somebody must have to what the path names. What is somebody
// else's is answered like what is not there, 404; who has no session at all is told to sign in, 401. Later relations
// (attemptStaff) are added here and in Server.allow.
type access string

const (
	shared       access = "shared"       // anyone, and nobody is looked up: no SQL at all
	anyone       access = "anyone"       // with or without a session
	person       access = "person"       // whoever has a session, guests too
	attemptOwner access = "attemptOwner" // the person whose attempt the path's {id} is
	admin        access = "admin"        // an administrator or owner of the installation; the path may name a member and an attempt of theirs
	owner        access = "owner"        // an owner of the installation

	assignee         access = "assignee"         // a learner of the class who gets the work that the path's {work} is
	classMaker       access = "classMaker"       // a coordinator, administrator or owner of the installation
	classMember      access = "classMember"      // somebody in the class that the path's {class} is; administrators and owners are in all
	classStaff       access = "classStaff"       // an instructor or coordinator of it, an administrator or owner; the path may name somebody in it
	classCoordinator access = "classCoordinator" // a coordinator of it, an administrator or owner; the path may name somebody who is or was in it
	classCopier      access = "classCopier"      // a coordinator of it who may make classes, an administrator or owner
)

// scope is what a handler may know and touch: it is resolved from the session and the path, in one place.
type scope struct {
	session store.Session  // zero for someone unknown
	token   string         // of the session, "" for someone unknown
	attempt store.Attempt  // that the path's {id} names
	subject store.Person   // the member that the path's {person} names, for staff; zero elsewhere
	class   store.Class    // that the path's {class} names
	role    store.Role     // of who asks, in that class; "" for an administrator who is not in it
	section string         // of who asks, in that class; "" for none
	work    classwork.Work // that the path's {work} names in that class, withdrawn work too
	fixed   store.Form     // that the path's {form} names in that class

	classmate store.ClassMember // whom the path's {person} names in that class, for its staff; at assignee who asks; zero elsewhere
	input                       // what was sent
}

// known tells whether there is a session.
func (sc *scope) known() bool { return sc.session.Person.ID != "" }

// person is the id of who asks; "" for someone unknown.
func (sc *scope) person() string { return sc.session.Person.ID }

// guest tells whether who asks has work here, but no account.
func (sc *scope) guest() bool { return sc.known() && sc.session.Person.Kind == store.Guest }

// member tells whether who asks has an account.
func (sc *scope) member() bool { return sc.known() && sc.session.Person.Kind == store.Member }

// shown is who asks, as the frame of a personal page wants it.
func (sc *scope) shown() *templates.Person {
	if sc == nil || !sc.known() {
		return nil
	}
	p := sc.session.Person
	return &templates.Person{Name: p.Name, Guest: sc.guest(), Staff: p.Role != store.Learner && p.Role != "", Admin: isAdmin(p.Role)}
}

// allow resolves the access column of rt: it fills in the scope, or returns why the request stops here.
func (s *Server) allow(w http.ResponseWriter, r *http.Request, rt route, sc *scope) error {
	if rt.access == shared {
		return nil
	}
	if err := s.identify(w, r, sc); err != nil {
		return err
	}
	if rt.access == anyone {
		return nil
	}
	if !sc.known() && rt.begins {
		if err := s.begin(w, r, sc); err != nil {
			return err
		}
	}
	if !sc.known() {
		return noSession(r)
	}
	role := sc.session.Person.Role
	switch rt.access {
	case person:
		return nil
	case attemptOwner:
		return s.loadAttempt(r, sc)
	case admin:
		if !isAdmin(role) {
			return store.ErrNotFound
		}
		return s.loadSubject(r, sc)
	case classMaker:
		return notFoundUnless(mayMake(sc.session.Person))
	case classMember, classStaff, classCoordinator, classCopier, assignee:
		return s.loadClass(r, rt.access, sc)
	case owner:
		return notFoundUnless(role == store.Owner)
	}
	return fmt.Errorf("the table asks for access %q, which nothing resolves", rt.access)
}

func (s *Server) loadAttempt(r *http.Request, sc *scope) error {
	a, err := s.db.Attempt(r.Context(), sc.person(), mux.Vars(r)["id"])
	if err != nil {
		return fmt.Errorf("load attempt: %w", err)
	}
	sc.attempt = a
	return nil
}

func isAdmin(role store.Role) bool { return role == store.Admin || role == store.Owner }

// loadSubject loads the member that staff ask about, and the attempt of that member, as far as the path names them. Guests
// are nobody's to look at.
func (s *Server) loadSubject(r *http.Request, sc *scope) error {
	vars := mux.Vars(r)
	if vars["person"] == "" {
		return nil
	}
	p, err := s.db.Person(r.Context(), vars["person"])
	if err != nil {
		return fmt.Errorf("load person: %w", err)
	}
	if p.Kind != store.Member {
		return store.ErrNotFound
	}
	sc.subject = p
	if vars["id"] == "" {
		return nil
	}
	if sc.attempt, err = s.db.Attempt(r.Context(), p.ID, vars["id"]); err != nil {
		return fmt.Errorf("load attempt: %w", err)
	}
	return nil
}

// mayMake tells whether somebody may make classes.
func mayMake(p store.Person) bool { return p.Role == store.Coordinator || isAdmin(p.Role) }

// look is how much of the class in the scope who asks may see and do.
func (sc *scope) look() templates.ClassLook {
	all := isAdmin(sc.session.Person.Role)
	return templates.ClassLook{In: sc.role != "", Coordinate: all || sc.role == store.Coordinator,
		Staff: all || sc.role == store.Coordinator || sc.role == store.Instructor}
}

// loadClass loads the class that the path names, and the work and somebody in it as far as the path names them, for whom
// the access column lets in.
func (s *Server) loadClass(r *http.Request, a access, sc *scope) error {
	vars := mux.Vars(r)
	class, place, err := s.db.ClassFor(r.Context(), vars["class"], sc.person())
	if err != nil {
		return fmt.Errorf("load class: %w", err)
	}
	sc.class, sc.role, sc.section = class, place.Role, place.Section
	look := sc.look()
	in := map[access]bool{classMember: look.In || look.Staff, classStaff: look.Staff, classCoordinator: look.Coordinate,
		classCopier: look.Coordinate && mayMake(sc.session.Person), assignee: sc.role == store.Learner}
	if !in[a] {
		return store.ErrNotFound
	}
	if id := vars["work"]; id != "" {
		w, err := s.db.Assignment(r.Context(), sc.class.ID, id)
		if err != nil {
			return fmt.Errorf("load assignment: %w", err)
		}
		sc.work = s.assignedWork(w)
	}
	if id := vars["form"]; id != "" {
		if sc.fixed, err = s.db.FormOf(r.Context(), sc.class.ID, id); err != nil {
			return fmt.Errorf("load form: %w", err)
		}
	}
	if a == assignee {
		return s.loadClassmate(r, sc, sc.person(), func(m store.ClassMember) bool { return classwork.Gets(sc.work.Assignment, m) })
	}
	if vars["person"] != "" {
		return s.loadClassmate(r, sc, vars["person"], sc.sees)
	}
	return nil
}

// loadClassmate loads somebody who is or was in the class, for whom may holds.
func (s *Server) loadClassmate(r *http.Request, sc *scope, person string, may func(store.ClassMember) bool) error {
	m, err := s.db.MemberOf(r.Context(), sc.class.ID, person)
	if err != nil {
		return fmt.Errorf("load somebody in a class: %w", err)
	}
	sc.classmate = m
	return notFoundUnless(may(m))
}

func notFoundUnless(ok bool) error {
	if ok {
		return nil
	}
	return store.ErrNotFound
}
