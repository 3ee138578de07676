package store

import (
	"context"
	"strings"
	"time"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Shell is the actor of what is done by the command line; every other actor is
// a person's id.
const Shell = "shell"

// NewAccount is what making an account takes.
type NewAccount struct {
	Person string // the guest who becomes a member and keeps all work; "" makes a new person
	Name   string // as shown; trimmed and not empty, which the caller has checked
	Login  string // folded by the store; not empty, which the caller has checked
	Hash   string // of the password, a PHC string (argon2id)
	Role   Role
}

// Account is what signing in needs. Hash stays inside the server.
type Account struct {
	Person string
	Name   string
	Login  string
	Hash   string
	Role   Role

	Leaving time.Time // from then on nobody can sign in: the account is to be erased; zero unless asked for, see Leave
}

// FoldLogin gives the form in which sign-in names are kept and compared: without
// outer space, in one Unicode normal form (NFKC) and without case.
func FoldLogin(login string) string {
	return norm.NFKC.String(cases.Fold().String(norm.NFKC.String(strings.TrimSpace(login))))
}

// CreateAccount makes an account and returns its person: the guest a.Person
// becomes a member under the same id, or a new person is made. ErrTaken if the
// sign-in name is in use, ErrMember if the person has an account, ErrNotFound
// if there is no such guest. Making an owner uses up the owner link. actor is
// who does it; "" is the person itself.
func (db *DB) CreateAccount(ctx context.Context, actor string, a NewAccount, now time.Time) (string, error) {
	fresh := newID()
	person := ""
	err := db.write(ctx, func(h *handle) (err error) {
		person, err = h.createAccount(actor, fresh, a, now)
		return err
	})
	return person, during("create account", err)
}

// createAccount does the work of CreateAccount; a new person gets the id fresh.
func (h *handle) createAccount(actor, fresh string, a NewAccount, now time.Time) (string, error) {
	if err := h.lockOwners(a.Role); err != nil {
		return "", err
	}
	if err := h.becomeMember(a, fresh, now); err != nil {
		return "", err
	}
	if a.Person == "" {
		a.Person = fresh
	}
	if actor == "" {
		actor = a.Person
	}
	n, err := h.exec("INSERT INTO accounts (person, name, login, hash, created) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
		a.Person, a.Name, FoldLogin(a.Login), a.Hash, ms(now))
	if err == nil && n == 0 {
		err = ErrTaken
	}
	if err != nil {
		return "", err
	}
	return a.Person, h.audit(actor, "create account", a.Person, "", string(a.Role), now)
}

// becomeMember turns the guest a.Person into a member, or makes a new one with
// the id fresh.
func (h *handle) becomeMember(a NewAccount, fresh string, now time.Time) error {
	if a.Person == "" {
		return h.addPerson(fresh, Member, a.Role, now)
	}
	if err := h.touch(a.Person, now); err != nil {
		return err
	}
	n, err := h.exec("UPDATE people SET kind = 'member', role = ?2 WHERE id = ?1 AND kind = 'guest'", a.Person, string(a.Role))
	if err == nil && n == 0 {
		err = ErrMember
	}
	return err
}

const selectAccount = "SELECT a.person, a.name, a.login, a.hash, p.role, p.leaving FROM accounts a JOIN people p ON p.id = a.person WHERE "

func (a *Account) dest() []any {
	return []any{&a.Person, &a.Name, &a.Login, &a.Hash, &a.Role, at{&a.Leaving}}
}

// AccountByLogin finds the account to sign in to; login need not be folded.
// ErrNotFound if there is none.
func (db *DB) AccountByLogin(ctx context.Context, login string) (Account, error) {
	a, err := one(db.read(ctx), (*Account).dest, selectAccount+"a.login = ?1", FoldLogin(login))
	return a, during("account by login", err)
}

// AccountOf returns a member's account; ErrNotFound for guests.
func (db *DB) AccountOf(ctx context.Context, person string) (Account, error) {
	a, err := one(db.read(ctx), (*Account).dest, selectAccount+"a.person = ?1", person)
	return a, during("account of person", err)
}

// SetPassword replaces a member's password hash and ends all of the member's
// sign-ins but the one with the token keep ("" ends all).
func (db *DB) SetPassword(ctx context.Context, actor, person, hash, keep string, now time.Time) error {
	err := db.write(ctx, func(h *handle) error {
		n, err := h.exec("UPDATE accounts SET hash = ?2 WHERE person = ?1", person, hash)
		if err == nil && n == 0 {
			err = ErrNotFound
		}
		if err != nil {
			return err
		}
		if _, err := h.endSessions(person, keep); err != nil {
			return err
		}
		return h.audit(actor, "set password", person, "", "", now)
	})
	return during("set password", err)
}

// Rename changes the name that is shown for a member.
func (db *DB) Rename(ctx context.Context, actor, person, name string, now time.Time) error {
	err := db.write(ctx, func(h *handle) error {
		a, err := one(h, (*Account).dest, selectAccount+"a.person = ?1", person)
		if err != nil {
			return err
		}
		if _, err := h.exec("UPDATE accounts SET name = ?2 WHERE person = ?1", person, name); err != nil {
			return err
		}
		return h.audit(actor, "rename", person, a.Name, name, now)
	})
	return during("rename", err)
}

// SetRole changes a member's role; ErrLastOwner if nobody would be owner then.
// Making an owner uses up the owner link.
func (db *DB) SetRole(ctx context.Context, actor, person string, role Role, now time.Time) error {
	err := db.write(ctx, func(h *handle) error {
		if err := h.lockOwners(role); err != nil {
			return err
		}
		a, err := one(h, (*Account).dest, selectAccount+"a.person = ?1", person)
		if err != nil {
			return err
		}
		owners, err := h.owners()
		if err != nil {
			return err
		}
		if a.Role == Owner && role != Owner && owners == 1 {
			return ErrLastOwner
		}
		if _, err := h.exec("UPDATE people SET role = ?2 WHERE id = ?1", person, string(role)); err != nil {
			return err
		}
		return h.audit(actor, "set role", person, string(a.Role), string(role), now)
	})
	return during("set role", err)
}

// audit writes down who did what, in the transaction that does it. was and
// became never hold secrets.
func (h *handle) audit(actor, action, object, was, became string, now time.Time) error {
	return h.auditIn("", actor, action, object, was, became, now)
}

// auditIn is audit for what is done in a class.
func (h *handle) auditIn(class, actor, action, object, was, became string, now time.Time) error {
	_, err := h.exec("INSERT INTO audit (id, at, actor, action, object, was, became, class) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
		newID(), ms(now), actor, action, object, was, became, class)
	return err
}
