package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// Session is one signed-in browser (or a guest's). The token that opens it is
// only in the cookie; the table has its SHA-256.
type Session struct {
	Person  Person
	Kind    string // how it began: "guest", "password", …; the server's words
	Created time.Time
	Seen    time.Time
	Expires time.Time
}

// hashOf is what is kept of a token: whoever reads the table cannot sign in.
func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// NewSession makes a session for a living person and returns its token, 26
// letters and digits from a strong source; ErrNotFound if there is no such
// person.
func (db *DB) NewSession(ctx context.Context, person, kind string, expires, now time.Time) (string, error) {
	token, err := db.RotateSession(ctx, "", person, kind, expires, now)
	return token, during("new session", err)
}

// RotateSession ends the session old and makes one for person in the same
// transaction: at sign-in, sign-up and role changes, so that a token somebody
// planted before never becomes a signed-in one. old may be "" or ended.
func (db *DB) RotateSession(ctx context.Context, old, person, kind string, expires, now time.Time) (string, error) {
	token := newID()
	err := db.write(ctx, func(h *handle) error {
		if err := h.touch(person, now); err != nil {
			return err
		}
		if _, err := h.exec("DELETE FROM sessions WHERE hash = ?1", hashOf(old)); err != nil {
			return err
		}
		_, err := h.exec("INSERT INTO sessions (hash, person, kind, created, seen, expires) VALUES (?1, ?2, ?3, ?4, ?4, ?5)",
			hashOf(token), person, kind, ms(now), ms(expires))
		return err
	})
	if err != nil {
		return "", during("rotate session", err)
	}
	return token, nil
}

// Session looks a token up, with the person it stands for; ErrNotFound if it is
// unknown, expired, or the person is gone. It only reads.
func (db *DB) Session(ctx context.Context, token string, now time.Time) (Session, error) {
	dest := func(s *Session) []any {
		return append(s.Person.dest(), &s.Kind, at{&s.Created}, at{&s.Seen}, at{&s.Expires})
	}
	s, err := one(db.read(ctx), dest, "SELECT "+personColumns+", s.kind, s.created, s.seen, s.expires"+
		" FROM sessions s JOIN people p ON p.id = s.person LEFT JOIN accounts a ON a.person = p.id"+
		" WHERE s.hash = ?1 AND s.expires > ?2 AND "+alive, hashOf(token), ms(now))
	return s, during("session", err)
}

// TouchSession moves the end of a session and records a sign of life of the
// session and its person. Callers do it when Session.Seen is more than an hour
// old. ErrNotFound if it has ended.
func (db *DB) TouchSession(ctx context.Context, token string, expires, now time.Time) error {
	err := db.write(ctx, func(h *handle) error {
		person, err := one(h, func(id *string) []any { return []any{id} },
			"UPDATE sessions SET seen = ?2, expires = ?3 WHERE hash = ?1 AND expires > ?2 RETURNING person",
			hashOf(token), ms(now), ms(expires))
		if err != nil {
			return err
		}
		return h.touch(person, now)
	})
	return during("touch session", err)
}

// EndSession ends one session; ending one that has ended is no error.
func (db *DB) EndSession(ctx context.Context, token string) error {
	err := db.write(ctx, func(h *handle) error {
		_, err := h.exec("DELETE FROM sessions WHERE hash = ?1", hashOf(token))
		return err
	})
	return during("end session", err)
}

// EndSessions ends all sign-ins of a person but the one with the token keep
// ("" ends all) and returns how many it were.
func (db *DB) EndSessions(ctx context.Context, person, keep string) (int, error) {
	var n int64
	err := db.write(ctx, func(h *handle) (err error) {
		n, err = h.endSessions(person, keep)
		return err
	})
	return int(n), during("end sessions", err)
}

func (h *handle) endSessions(person, keep string) (int64, error) {
	return h.exec("DELETE FROM sessions WHERE person = ?1 AND hash <> ?2", person, hashOf(keep))
}

// DeleteExpiredSessions removes what has expired and returns how many it were.
func (db *DB) DeleteExpiredSessions(ctx context.Context, now time.Time) (int, error) {
	var n int64
	err := db.write(ctx, func(h *handle) (err error) {
		n, err = h.exec("DELETE FROM sessions WHERE expires <= ?1", ms(now))
		return err
	})
	return int(n), during("delete expired sessions", err)
}
