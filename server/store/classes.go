package store

import (
	"cmp"
	"context"
	"crypto/rand"
	"slices"
	"strings"
	"time"
)

// Class is some people who learn together. Who may see or change it is decided
// by the caller, from the role that ClassFor returns.
type Class struct {
	ID       string
	Name     string
	Term     string // in the words of staff; may be ""
	Zone     string // IANA name, which the caller has checked
	Code     string // whoever has it can join, see FoldCode
	Closed   bool   // the code lets nobody in
	Created  time.Time
	Archived time.Time // zero while it goes on
}

// classColumns and Class.dest belong together; the query names classes c.
const classColumns = "c.id, c.name, c.term, c.zone, c.code, c.closed, c.created, c.archived"

func (c *Class) dest() []any {
	return []any{&c.ID, &c.Name, &c.Term, &c.Zone, &c.Code, &c.Closed, at{&c.Created}, at{&c.Archived}}
}

// codeLength is how many letters and digits a join code has: with 25 of them,
// 37 random bits behind a limit on wrong tries.
const codeLength = 8

// newCode makes a join code without letters that look like others.
func newCode() string {
	code := ""
	for len(code) < codeLength {
		for _, r := range rand.Text() {
			if len(code) < codeLength && !strings.ContainsRune("BILOSUZ", r) {
				code += string(r)
			}
		}
	}
	return code
}

// FoldCode gives the form in which join codes are kept: without spaces and
// hyphens, in capitals.
func FoldCode(typed string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(typed))
}

// NewClass makes a class, of which the actor becomes coordinator, and returns
// its id. Of c, the name, the term and the zone count. ErrNotFound unless actor
// is a living member of the installation.
func (db *DB) NewClass(ctx context.Context, actor string, c Class, now time.Time) (string, error) {
	return db.NewClassWith(ctx, actor, NewClass{Class: c}, now)
}

// holdMember locks the row of a living member of the installation for the rest
// of the transaction, without recording a sign of life; else ErrNotFound.
func (h *handle) holdMember(person string) error { return h.hold(person, "kind = 'member' AND ") }

// hold is holdMember for guests too.
func (h *handle) hold(person, also string) error {
	n, err := h.exec("UPDATE people SET factor = factor WHERE id = ?1 AND "+also+alive, person)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	return err
}

// holdClass locks the class's row for the rest of the transaction and returns
// it; ErrNotFound. Everything that changes a class or its people begins here,
// and takes the rows of people afterwards.
func (h *handle) holdClass(id string) (Class, error) {
	n, err := h.exec("UPDATE classes SET name = name WHERE id = ?1", id)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return Class{}, err
	}
	return one(h, (*Class).dest, "SELECT "+classColumns+" FROM classes c WHERE c.id = ?1", id)
}

// changeClass does what f says with a locked class and writes it down as an action,
// unless was and became are the same: then nothing was changed.
func (db *DB) changeClass(ctx context.Context, actor, id, action string, now time.Time, f func(h *handle, c Class) (was, became string, err error)) error {
	return db.write(ctx, func(h *handle) error {
		c, err := h.holdClass(id)
		if err != nil {
			return err
		}
		was, became, err := f(h, c)
		if err != nil || was == became {
			return err
		}
		return h.auditIn(id, actor, action, id, was, became, now)
	})
}

// ChangeClass gives a class another name, term and zone. Of was, these three are
// what whoever changes it has seen: ErrChanged if others stand there, unless they
// are those of to already; then nothing changes. ErrNotFound.
func (db *DB) ChangeClass(ctx context.Context, actor string, was, to Class, now time.Time) error {
	words := func(c Class) string { return strings.Join([]string{c.Name, c.Term, c.Zone}, "; ") }
	same := func(a, b Class) bool { return a.Name == b.Name && a.Term == b.Term && a.Zone == b.Zone }
	err := db.changeClass(ctx, actor, to.ID, "change class", now, func(h *handle, c Class) (string, string, error) {
		switch {
		case same(c, to):
			return "", "", nil
		case !same(c, was):
			return "", "", ErrChanged
		}
		_, err := h.exec("UPDATE classes SET name = ?2, term = ?3, zone = ?4 WHERE id = ?1", to.ID, to.Name, to.Term, to.Zone)
		return words(c), words(to), err
	})
	return during("change class", err)
}

// ArchiveClass ends a class, whose code then lets nobody in, or takes that back.
// ErrNotFound.
func (db *DB) ArchiveClass(ctx context.Context, actor, id string, archived bool, now time.Time) error {
	words := map[bool]string{true: "archived", false: "goes on"}
	err := db.changeClass(ctx, actor, id, "archive class", now, func(h *handle, c Class) (string, string, error) {
		was := !c.Archived.IsZero()
		if was == archived {
			return "", "", nil
		}
		var when any
		if archived {
			when = ms(now)
		}
		_, err := h.exec("UPDATE classes SET archived = CAST(?2 AS BIGINT) WHERE id = ?1", id, when)
		return words[was], words[archived], err
	})
	return during("archive class", err)
}

// CloseCode closes the join code of a class, or opens it again. ErrNotFound.
func (db *DB) CloseCode(ctx context.Context, actor, id string, closed bool, now time.Time) error {
	words := map[bool]string{true: "closed", false: "open"}
	err := db.changeClass(ctx, actor, id, "close join code", now, func(h *handle, c Class) (string, string, error) {
		_, err := h.exec("UPDATE classes SET closed = ?2 WHERE id = ?1", id, flag(closed))
		return words[c.Closed], words[closed], err
	})
	return during("close join code", err)
}

// NewCode puts an open join code in place of the one before, which lets nobody
// in any more. ErrNotFound.
func (db *DB) NewCode(ctx context.Context, actor, id string, now time.Time) error {
	code := newCode()
	err := db.changeClass(ctx, actor, id, "new join code", now, func(h *handle, c Class) (string, string, error) {
		_, err := h.exec("UPDATE classes SET code = ?2, closed = 0 WHERE id = ?1", id, code)
		return "", "made", err // codes are secrets
	})
	return during("new join code", err)
}

// ClassByCode finds the class that a code lets into; it need not be folded.
// ErrNotFound if there is none, its code is closed, or it is archived.
func (db *DB) ClassByCode(ctx context.Context, code string) (Class, error) {
	c, err := one(db.read(ctx), (*Class).dest, "SELECT "+classColumns+" FROM classes c WHERE c.code = ?1 AND c.closed = 0 AND c.archived IS NULL", FoldCode(code))
	return c, during("class by code", err)
}

// A Place is where somebody stands in a class. Its Role is "" for who is not in
// it (any more).
type Place struct {
	Role    Role
	Section string // "" for none
}

// ClassFor returns a class and the place that a person has in it. ErrNotFound if
// there is no such class.
func (db *DB) ClassFor(ctx context.Context, id, person string) (Class, Place, error) {
	type row struct {
		Class
		Place
	}
	r, err := one(db.read(ctx), func(r *row) []any {
		return append(r.Class.dest(), words{(*string)(&r.Role)}, words{&r.Section})
	}, "SELECT "+classColumns+", m.role, m.section FROM classes c LEFT JOIN members m ON m.class = c.id AND m.person = ?2 AND m.left_at IS NULL WHERE c.id = ?1", id, person)
	return r.Class, r.Place, during("class", err)
}

// Membership is a class that a person is in, or was.
type Membership struct {
	Class
	Role   Role // learner, instructor or coordinator
	Joined time.Time
	Left   time.Time // zero while the person is in it
}

// ClassesOf returns the classes a person is in or was, those that go on first,
// then by name.
func (db *DB) ClassesOf(ctx context.Context, person string) ([]Membership, error) {
	all, err := list(db.read(ctx), func(m *Membership) []any {
		return append(m.Class.dest(), &m.Role, at{&m.Joined}, at{&m.Left})
	}, "SELECT "+classColumns+", m.role, m.joined, m.left_at FROM classes c JOIN members m ON m.class = c.id WHERE m.person = ?1", person)
	slices.SortFunc(all, func(a, b Membership) int { return orderClasses(a.Class, b.Class) })
	return all, during("classes of person", err)
}

// ListClasses returns all classes in the order of ClassesOf; for administrators.
func (db *DB) ListClasses(ctx context.Context) ([]Class, error) {
	all, err := list(db.read(ctx), (*Class).dest, "SELECT "+classColumns+" FROM classes c")
	slices.SortFunc(all, orderClasses)
	return all, during("list classes", err)
}

func orderClasses(a, b Class) int {
	gone := func(c Class) int64 { return flag(!c.Archived.IsZero()) }
	return cmp.Or(cmp.Compare(gone(a), gone(b)), strings.Compare(FoldLogin(a.Name), FoldLogin(b.Name)), strings.Compare(a.ID, b.ID))
}
