package store

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
)

// Kind tells guests, who have no account, from members, who have one.
type Kind string

// The kinds of people.
const (
	Guest  Kind = "guest"
	Member Kind = "member"
)

// Role is what a person may do in the whole installation; who may see whom in a
// class is decided by the class.
type Role string

// The roles, weakest first. Guests are learners.
const (
	Learner     Role = "learner"
	Instructor  Role = "instructor"
	Coordinator Role = "coordinator"
	Admin       Role = "admin"
	Owner       Role = "owner"
)

// Person is somebody living in the records: neither erased nor merged into
// another. Name and Login are empty for guests.
type Person struct {
	ID      string
	Kind    Kind
	Role    Role
	Name    string  // as shown
	Login   string  // folded, see FoldLogin
	Factor  float64 // time factor of the person's timed attempts; 1 unless staff set more
	Extra   int     // attempts at assigned work beyond what it allows; 0 unless staff set more
	Prefs   string  // the person's own choices, a JSON object; "{}" at first
	Created time.Time
	Seen    time.Time // last sign of life, to the hour or so, see Touch
}

// alive is the condition on people that they are still somebody.
const alive = "erased IS NULL AND merged_into IS NULL"

// personColumns and person.dest belong together; the query joins people p with
// accounts a.
const personColumns = "p.id, p.kind, p.role, a.name, a.login, p.factor, p.extra_attempts, p.prefs, p.created, p.seen"

func (p *Person) dest() []any {
	return []any{&p.ID, &p.Kind, &p.Role, words{&p.Name}, words{&p.Login}, &p.Factor, &p.Extra, &p.Prefs, at{&p.Created}, at{&p.Seen}}
}

// NewGuest makes a guest, a learner without an account, and returns the id.
func (db *DB) NewGuest(ctx context.Context, now time.Time) (string, error) {
	id := newID()
	err := db.write(ctx, func(h *handle) error { return h.addPerson(id, Guest, Learner, now) })
	return id, during("new guest", err)
}

func (h *handle) addPerson(id string, kind Kind, role Role, now time.Time) error {
	_, err := h.exec("INSERT INTO people (id, kind, role, created, seen) VALUES (?1, ?2, ?3, ?4, ?4)",
		id, string(kind), string(role), ms(now))
	return err
}

// touch locks the person's row for the rest of the transaction and records a
// sign of life; ErrNotFound unless the person is alive. Whatever adds to a
// person's records comes through here, so that it cannot slip past a merge or
// an erasure.
func (h *handle) touch(person string, now time.Time) error {
	n, err := h.exec("UPDATE people SET seen = CASE WHEN seen < ?2 THEN ?2 ELSE seen END WHERE id = ?1 AND "+alive, person, ms(now))
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	return err
}

// Person returns a living person; ErrNotFound if there is none of that id, or
// the person was erased or merged into another.
func (db *DB) Person(ctx context.Context, id string) (Person, error) {
	p, err := one(db.read(ctx), (*Person).dest, "SELECT "+personColumns+
		" FROM people p LEFT JOIN accounts a ON a.person = p.id WHERE p.id = ?1 AND "+alive, id)
	return p, during("person", err)
}

// Touch records a sign of life. Callers do it only when Person.Seen is more
// than an hour old, so that reading pages does not become writing.
func (db *DB) Touch(ctx context.Context, person string, now time.Time) error {
	err := db.write(ctx, func(h *handle) error { return h.touch(person, now) })
	return during("touch person", err)
}

// SetPrefs replaces the person's own choices by a JSON object.
func (db *DB) SetPrefs(ctx context.Context, person, prefs string, now time.Time) error {
	err := db.write(ctx, func(h *handle) error {
		if err := h.touch(person, now); err != nil {
			return err
		}
		_, err := h.exec("UPDATE people SET prefs = ?2 WHERE id = ?1", person, prefs)
		return err
	})
	return during("set prefs", err)
}

// ListPeople returns all members, ordered by name, then sign-in name.
func (db *DB) ListPeople(ctx context.Context) ([]Person, error) {
	people, err := list(db.read(ctx), (*Person).dest,
		"SELECT "+personColumns+" FROM people p JOIN accounts a ON a.person = p.id WHERE "+alive)
	if err != nil {
		return nil, during("list people", err)
	}
	// Here and not in SQL: engines differ in how they order text.
	slices.SortFunc(people, func(a, b Person) int {
		return cmp.Or(strings.Compare(FoldLogin(a.Name), FoldLogin(b.Name)), strings.Compare(a.Login, b.Login))
	})
	return people, nil
}

// EraseGuest deletes a guest's sessions, attempts, answers, reads and the texts
// of reports, and marks the person erased; ErrNotFound unless it is a living guest.
func (db *DB) EraseGuest(ctx context.Context, person string, now time.Time) error {
	erased, err := db.eraseGuest(ctx, person, now.AddDate(1000, 0, 0), now)
	if err == nil && !erased {
		err = ErrNotFound
	}
	return during("erase guest", err)
}

// EraseIdleGuests erases every guest not seen since before and returns how many
// it were. A guest who comes back at this moment is left alone.
func (db *DB) EraseIdleGuests(ctx context.Context, before, now time.Time) (int, error) {
	ids, err := list(db.read(ctx), func(id *string) []any { return []any{id} },
		"SELECT id FROM people WHERE kind = 'guest' AND seen < ?1 AND "+alive, ms(before))
	if err != nil {
		return 0, during("erase idle guests", err)
	}
	n := 0
	for _, id := range ids {
		erased, err := db.eraseGuest(ctx, id, before, now)
		if err != nil {
			return n, during("erase idle guests", err)
		}
		if erased {
			n++
		}
	}
	return n, nil
}

// eraseGuest erases a living guest last seen before a time, and tells whether it
// was one.
func (db *DB) eraseGuest(ctx context.Context, person string, before, now time.Time) (erased bool, err error) {
	err = db.write(ctx, func(h *handle) error {
		n, err := h.exec("UPDATE people SET erased = ?3, prefs = '{}' WHERE id = ?1 AND kind = 'guest' AND seen < ?2 AND "+alive,
			person, ms(before), ms(now))
		erased = n > 0
		if err != nil || !erased {
			return err
		}
		return h.eraseWork(person)
	})
	return erased, err
}

// eraseWork deletes what a person has done here. Items, answers and grades go
// with their attempts. That a question was reported stays, without what was
// written.
func (h *handle) eraseWork(person string) error {
	if _, err := h.exec("UPDATE reports SET body = '' WHERE person = ?1", person); err != nil {
		return err
	}
	for _, q := range []string{
		"DELETE FROM rules WHERE scope = 'person' AND target = ?1",
		"DELETE FROM targets WHERE kind = 'person' AND target = ?1",
	} {
		if _, err := h.exec(q, person); err != nil {
			return err
		}
	}
	for _, table := range []string{"sessions", "identities", "reads", "tracks", "ratings", "decks", "labels", "members", "marks", "comments", "messages", "hidden", "attempts"} {
		if _, err := h.exec("DELETE FROM "+table+" WHERE person = ?1", person); err != nil {
			return err
		}
	}
	return nil
}
