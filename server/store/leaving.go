package store

import (
	"context"
	"errors"
	"time"
)

// Leave keeps that a member wants the account erased at the time until, and ends all of the member's sign-ins.
// ErrNotFound for guests (see EraseGuest), ErrLastOwner if nobody would be owner then.
func (db *DB) Leave(ctx context.Context, person string, until, now time.Time) error {
	return db.SwitchOff(ctx, person, person, until, now)
}

// SwitchOff is Leave by an actor, who may be somebody else: an administrator for a member. The caller has checked that.
func (db *DB) SwitchOff(ctx context.Context, actor, person string, until, now time.Time) error {
	err := db.write(ctx, func(h *handle) error {
		if err := h.notLastOwner(person); err != nil {
			return err
		}
		if err := h.holdMember(person); err != nil {
			return err
		}
		if _, err := h.exec("UPDATE people SET leaving = ?2 WHERE id = ?1", person, ms(until)); err != nil {
			return err
		}
		if _, err := h.exec("DELETE FROM sessions WHERE person = ?1", person); err != nil {
			return err
		}
		return h.audit(actor, "ask to be erased", person, "", until.UTC().Format(time.RFC3339), now)
	})
	return during("leave", err)
}

// Leaving returns when a living person's account is to be erased; zero while nobody has asked for it. ErrNotFound.
func (db *DB) Leaving(ctx context.Context, person string) (time.Time, error) {
	until, err := one(db.read(ctx), func(t *time.Time) []any { return []any{at{t}} }, "SELECT leaving FROM people WHERE id = ?1 AND "+alive, person)
	return until, during("leaving", err)
}

// Keep is Stay by an actor, for somebody else.
func (db *DB) Keep(ctx context.Context, actor, person string, now time.Time) error {
	err := db.write(ctx, func(h *handle) error {
		if err := h.holdMember(person); err != nil {
			return err
		}
		n, err := h.exec("UPDATE people SET leaving = NULL WHERE id = ?1 AND leaving IS NOT NULL", person)
		if err != nil || n == 0 {
			return err
		}
		return h.audit(actor, "stay", person, "", "", now)
	})
	return during("keep a person", err)
}

// Stay takes back what Leave has kept, and tells whether there was something to take back.
func (db *DB) Stay(ctx context.Context, person string, now time.Time) (stays bool, err error) {
	err = db.write(ctx, func(h *handle) error {
		if err := h.touch(person, now); err != nil {
			return err
		}
		n, err := h.exec("UPDATE people SET leaving = NULL WHERE id = ?1 AND leaving IS NOT NULL", person)
		stays = n > 0
		if err != nil || !stays {
			return err
		}
		return h.audit(person, "stay", person, "", "", now)
	})
	return stays, during("stay", err)
}

// EraseLeaving erases every member whose time has come, and returns how many they were. One who stays at this moment is
// left alone. The last owner stays, too.
func (db *DB) EraseLeaving(ctx context.Context, now time.Time) (int, error) {
	ids, err := list(db.read(ctx), func(id *string) []any { return []any{id} },
		"SELECT id FROM people WHERE kind = 'member' AND leaving <= ?1 AND "+alive, ms(now))
	if err != nil {
		return 0, during("erase who leaves", err)
	}
	n := 0
	for _, id := range ids {
		erased, err := db.eraseMember(ctx, id, now)
		if err != nil {
			return n, during("erase who leaves", err)
		}
		if erased {
			n++
		}
	}
	return n, nil
}

// eraseMember erases a member whose time has come: name, sign-in name and all work go. The record of who did what stays
// under an id that nothing leads from to a name.
func (db *DB) eraseMember(ctx context.Context, person string, now time.Time) (erased bool, err error) {
	err = db.write(ctx, func(h *handle) error {
		if err := h.notLastOwner(person); errors.Is(err, ErrLastOwner) {
			erased = false
			return nil
		} else if err != nil {
			return err
		}
		n, err := h.exec("UPDATE people SET erased = ?2, prefs = '{}', role = 'learner', leaving = NULL WHERE id = ?1 AND kind = 'member' AND leaving <= ?2 AND "+alive,
			person, ms(now))
		erased = n > 0
		if err != nil || !erased {
			return err
		}
		// A name that was changed stands in the record of the change, and labels may say something about the person.
		if _, err := h.exec("UPDATE audit SET was = '', became = '' WHERE object = ?1 AND action IN ('rename', 'set section and labels')", person); err != nil {
			return err
		}
		if _, err := h.exec("DELETE FROM accounts WHERE person = ?1", person); err != nil {
			return err
		}
		if err := h.eraseWork(person); err != nil {
			return err
		}
		return h.audit(person, "erased", person, "", "", now)
	})
	return erased, err
}

// notLastOwner is ErrLastOwner if the person is the only owner. The lock around it is the row of the owner link.
func (h *handle) notLastOwner(person string) error {
	if err := h.lockOwners(Learner); err != nil {
		return err
	}
	role, err := one(h, func(r *Role) []any { return []any{r} }, "SELECT role FROM people WHERE id = ?1 AND kind = 'member'", person)
	if err != nil || role != Owner {
		return err
	}
	owners, err := h.owners()
	if err == nil && owners < 2 {
		err = ErrLastOwner
	}
	return err
}
