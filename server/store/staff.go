package store

import (
	"context"
	"strconv"
	"time"
)

// What staff do to people and to attempts. Who may is checked by the caller;
// who did is written down here.

// SetFactor sets the time factor of a member's timed attempts, for those that
// begin from now on. Setting it again changes nothing. ErrNotFound unless
// person is a living member.
func (db *DB) SetFactor(ctx context.Context, actor, person string, factor float64, now time.Time) error {
	err := db.write(ctx, func(h *handle) error {
		// Not touch: this is no sign of life.
		if err := h.holdMember(person); err != nil {
			return err
		}
		was, err := one(h, func(f *float64) []any { return []any{f} }, "SELECT factor FROM people WHERE id = ?1", person)
		if err != nil || was == factor {
			return err
		}
		if _, err := h.exec("UPDATE people SET factor = ?2 WHERE id = ?1", person, factor); err != nil {
			return err
		}
		return h.audit(actor, "set time factor", person, factorText(was), factorText(factor), now)
	})
	return during("set time factor", err)
}

// Facts hold for somebody in all classes.
type Facts struct {
	Factor float64 // of the time of timed work
	Extra  int     // attempts at assigned work beyond what it allows
}

// SetFacts sets the time factor and the extra attempts of a member, both or
// neither. was is what whoever sets them has seen: ErrChanged if others stand
// there, unless they are these already; then nothing changes. ErrNotFound unless
// person is a living member.
func (db *DB) SetFacts(ctx context.Context, actor, person string, was, to Facts, now time.Time) error {
	err := db.write(ctx, func(h *handle) error {
		if err := h.holdMember(person); err != nil {
			return err
		}
		is, err := one(h, func(f *Facts) []any { return []any{&f.Factor, &f.Extra} }, "SELECT factor, extra_attempts FROM people WHERE id = ?1", person)
		switch {
		case err != nil || is == to:
			return err
		case is != was:
			return ErrChanged
		}
		if _, err := h.exec("UPDATE people SET factor = ?2, extra_attempts = ?3 WHERE id = ?1", person, to.Factor, to.Extra); err != nil {
			return err
		}
		if is.Factor != to.Factor {
			if err := h.audit(actor, "set time factor", person, factorText(is.Factor), factorText(to.Factor), now); err != nil {
				return err
			}
		}
		if is.Extra == to.Extra {
			return nil
		}
		return h.audit(actor, "set extra attempts", person, strconv.Itoa(is.Extra), strconv.Itoa(to.Extra), now)
	})
	return during("set facts", err)
}

func factorText(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// Grant gives an open timed attempt extra time and returns it as it then
// stands. was is the extra time that whoever grants has seen on it: if it is
// another by now, nothing changes and the error is ErrChanged, so that pressing
// a button twice gives the time once. ErrNotFound; ErrClosed if it was
// submitted, is void, or its time and grace are over; ErrUntimed.
func (db *DB) Grant(ctx context.Context, actor, person, id string, was, extra time.Duration, now time.Time) (Attempt, error) {
	var a Attempt
	err := db.write(ctx, func(h *handle) error {
		n, err := h.exec(`UPDATE attempts SET saves = saves + 1, granted_ms = granted_ms + ?4
			WHERE id = ?1 AND person = ?2 AND granted_ms = ?3 AND submitted IS NULL AND void_at IS NULL
			AND ?5 <= deadline + granted_ms`, id, person, was.Milliseconds(), extra.Milliseconds(), ms(now.Add(-Grace)))
		if err != nil {
			return err
		}
		if a, err = h.attempt(person, id); err != nil {
			return err
		}
		switch {
		case n > 0:
			return h.audit(actor, "grant time", id, was.String(), a.Granted.String(), now)
		case !a.Open(now):
			return ErrClosed
		case a.Deadline.IsZero():
			return ErrUntimed
		}
		return ErrChanged
	})
	if err != nil {
		return Attempt{}, during("grant time", err)
	}
	return a, nil
}

// LiftEnd takes the end of an open timed attempt away. ErrNotFound; ErrClosed if
// it was submitted, is void, or its time and grace are over. An attempt without
// an end stays as it is.
func (db *DB) LiftEnd(ctx context.Context, actor, person, id string, now time.Time) error {
	err := db.write(ctx, func(h *handle) error {
		a, err := h.attempt(person, id)
		if err != nil || a.Deadline.IsZero() && a.Open(now) {
			return err
		}
		n, err := h.exec(`UPDATE attempts SET saves = saves + 1, deadline = NULL, granted_ms = 0
			WHERE id = ?1 AND person = ?2 AND submitted IS NULL AND void_at IS NULL AND ?3 <= deadline + granted_ms`, id, person, ms(now.Add(-Grace)))
		if err != nil {
			return err
		}
		if n == 0 {
			return ErrClosed
		}
		return h.audit(actor, "grant time", id, a.Ends().UTC().Format(time.RFC3339), "no end", now)
	})
	return during("lift an end", err)
}

// Void takes an attempt out of every count, whatever its state, and keeps it
// with the reason. Voiding again changes nothing. ErrNotFound.
func (db *DB) Void(ctx context.Context, actor, id, reason string, now time.Time) error {
	err := db.write(ctx, func(h *handle) error {
		n, err := h.exec(`UPDATE attempts SET saves = saves + 1, void_at = ?2, void_reason = ?3, void_by = ?4
			WHERE id = ?1 AND void_at IS NULL`, id, ms(now), reason, actor)
		if err != nil {
			return err
		}
		if n == 0 {
			_, err := number(h, "SELECT saves FROM attempts WHERE id = ?1", id)
			return err
		}
		return h.audit(actor, "void attempt", id, "", reason, now)
	})
	return during("void attempt", err)
}
