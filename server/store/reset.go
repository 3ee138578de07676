package store

import (
	"context"
	"time"
)

// NewLearnerLink makes the token with which a learner of a class chooses a new password, for the class's coordinator: a
// session of the kind, good until expires, in place of an earlier one. Whoever has it has the account, so there is none for
// staff: ErrStaff for who is more than a learner in the installation, in this class or in any other; ErrAdded for who neither
// joined the class nor has the account from its list, so that knowing a sign-in name is no way to an account; ErrNotFound
// for who is no member, or not in the class.
func (db *DB) NewLearnerLink(ctx context.Context, actor, class, person, kind string, expires, now time.Time) (string, error) {
	token := newID()
	err := db.changeMember(ctx, class, person, func(h *handle, c Class, in membership) error {
		if in.role == "" || !in.left.IsZero() {
			return ErrNotFound
		}
		if err := h.holdMember(person); err != nil {
			return err
		}
		if err := h.onlyLearner(person); err != nil {
			return err
		}
		if err := h.ownHand(class, person); err != nil {
			return err
		}
		if _, err := h.exec("DELETE FROM sessions WHERE person = ?1 AND kind = ?2", person, kind); err != nil {
			return err
		}
		_, err := h.exec("INSERT INTO sessions (hash, person, kind, created, seen, expires) VALUES (?1, ?2, ?3, ?4, ?4, ?5)",
			hashOf(token), person, kind, ms(now), ms(expires))
		if err != nil {
			return err
		}
		return h.auditIn(class, actor, "make password link", person, "", "as a learner in "+c.Name, now)
	})
	if err != nil {
		return "", during("make a learner's link", err)
	}
	return token, nil
}

// OnlyLearner returns ErrStaff for who is more than a learner in the installation or in any class.
func (db *DB) OnlyLearner(ctx context.Context, person string) error {
	return during("look for staff", db.read(ctx).onlyLearner(person))
}

func (h *handle) onlyLearner(person string) error {
	n, err := number(h, `SELECT (SELECT COUNT(*) FROM people WHERE id = ?1 AND role <> 'learner') +
		(SELECT COUNT(*) FROM members WHERE person = ?1 AND role <> 'learner' AND left_at IS NULL)`, person)
	if err == nil && n > 0 {
		err = ErrStaff
	}
	return err
}

// OwnHand returns ErrAdded for who neither joined the class nor has the account from its list.
func (db *DB) OwnHand(ctx context.Context, class, person string) error {
	return during("look how somebody came into a class", db.read(ctx).ownHand(class, person))
}

func (h *handle) ownHand(class, person string) error {
	n, err := number(h, "SELECT COUNT(*) FROM members WHERE class = ?1 AND person = ?2 AND own = 1", class, person)
	if err == nil && n == 0 {
		err = ErrAdded
	}
	return err
}
