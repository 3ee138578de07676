package store

import (
	"context"
	"encoding/hex"
	"time"
)

// Secret returns the secret kept under key, such as the cookie keys. If there
// is none yet, fresh (random bytes from the caller) is kept and returned; of
// many processes that start at once one wins, and all get the same bytes.
func (db *DB) Secret(ctx context.Context, key string, fresh []byte) ([]byte, error) {
	var kept string
	err := db.write(ctx, func(h *handle) (err error) {
		_, err = h.exec("INSERT INTO settings (key, value) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
			"secret:"+key, hex.EncodeToString(fresh))
		if err != nil {
			return err
		}
		kept, err = one(h, func(v *string) []any { return []any{v} }, "SELECT value FROM settings WHERE key = ?1", "secret:"+key)
		return err
	})
	if err != nil {
		return nil, during("secret", err)
	}
	secret, err := hex.DecodeString(kept)
	return secret, during("secret", err)
}

// NewOwnerToken makes the one-time token of the owner link, in place of any
// earlier one; the table has only its hash. ErrOwnerExists once there is an
// owner.
func (db *DB) NewOwnerToken(ctx context.Context) (string, error) {
	token := newID()
	err := db.write(ctx, func(h *handle) error {
		if _, err := h.exec("UPDATE settings SET value = ?1 WHERE key = 'owner_link'", hashOf(token)); err != nil {
			return err
		}
		return h.noOwner()
	})
	if err != nil {
		return "", during("new owner token", err)
	}
	return token, nil
}

// CheckOwnerToken tells whether the token would be taken, without using it up:
// nil, ErrNotFound, or ErrOwnerExists.
func (db *DB) CheckOwnerToken(ctx context.Context, token string) error {
	h := db.read(ctx)
	if err := h.noOwner(); err != nil {
		return during("check owner token", err)
	}
	n, err := number(h, "SELECT COUNT(*) FROM settings WHERE key = 'owner_link' AND value = ?1", hashOf(token))
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	return during("check owner token", err)
}

// UseOwnerToken uses the token up and makes the owner's account (a.Role is not
// looked at), all or nothing; it returns the person. ErrOwnerExists, ErrNotFound
// if the token is not the current one, and what CreateAccount returns.
func (db *DB) UseOwnerToken(ctx context.Context, token string, a NewAccount, now time.Time) (string, error) {
	a.Role = Owner
	fresh := newID()
	person := ""
	err := db.write(ctx, func(h *handle) error {
		n, err := h.exec("UPDATE settings SET value = '' WHERE key = 'owner_link' AND value = ?1", hashOf(token))
		if err != nil {
			return err
		}
		if err := h.noOwner(); err != nil {
			return err
		}
		if n == 0 {
			return ErrNotFound
		}
		person, err = h.createAccount("", fresh, a, now)
		return err
	})
	if err != nil {
		return "", during("use owner token", err)
	}
	return person, nil
}

// lockOwners takes the lock around who is owner, before somebody gets role; if
// that makes an owner, the owner link is used up.
func (h *handle) lockOwners(role Role) error {
	_, err := h.exec("UPDATE settings SET value = CASE WHEN ?1 = 'owner' THEN '' ELSE value END WHERE key = 'owner_link'", string(role))
	return err
}

// owners counts the owners; under the lock the count stays true.
func (h *handle) owners() (int64, error) {
	return number(h, "SELECT COUNT(*) FROM people WHERE role = 'owner' AND "+alive)
}

func (h *handle) noOwner() error {
	n, err := h.owners()
	if err == nil && n > 0 {
		err = ErrOwnerExists
	}
	return err
}
