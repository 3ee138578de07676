package store_test

import (
	"bytes"
	"fmt"
	"testing"

	"frontdesk/server/store"
)

func TestSecretIsOne(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		const n = 20
		secrets := make(chan []byte, n)
		for i := range n {
			go func() {
				s, err := db.Secret(t.Context(), "cookie", fmt.Append(nil, i))
				if err != nil {
					t.Error(err)
				}
				secrets <- s
			}()
		}
		first := <-secrets
		for range n - 1 {
			if s := <-secrets; !bytes.Equal(s, first) {
				t.Errorf("%q and %q", s, first)
			}
		}
		other, err := db.Secret(t.Context(), "other", []byte("x"))
		if is(t, err, nil); string(other) != "x" {
			t.Errorf("%q", other)
		}
	})
}

func TestOwnerLink(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		old, err := db.NewOwnerToken(ctx)
		is(t, err, nil)
		token, err := db.NewOwnerToken(ctx)
		is(t, err, nil)
		count(t, db, "SELECT COUNT(*) FROM settings WHERE value = '"+token+"'", 0)
		is(t, db.CheckOwnerToken(ctx, old), store.ErrNotFound)
		is(t, db.CheckOwnerToken(ctx, ""), store.ErrNotFound)
		is(t, db.CheckOwnerToken(ctx, token), nil)
		is(t, db.CheckOwnerToken(ctx, token), nil) // looking does not use it up

		// Other roles leave the link alone.
		ben := newMember(t, db, "ben")
		is(t, db.SetRole(ctx, store.Shell, ben, store.Admin, noon), nil)

		account := store.NewAccount{Name: "Ana", Login: "BEN", Hash: "h"}
		_, err = db.UseOwnerToken(ctx, old, account, noon)
		is(t, err, store.ErrNotFound)
		_, err = db.UseOwnerToken(ctx, token, account, noon)
		is(t, err, store.ErrTaken)
		is(t, db.CheckOwnerToken(ctx, token), nil) // a failed form does not use it up
		account.Login, account.Person = "ana", newGuest(t, db)
		id, err := db.UseOwnerToken(ctx, token, account, noon)
		is(t, err, nil)
		p, err := db.Person(ctx, id)
		is(t, err, nil)
		if id != account.Person || p.Role != store.Owner || p.Kind != store.Member {
			t.Errorf("%+v", p)
		}
		account.Login, account.Person = "eve", ""
		_, err = db.UseOwnerToken(ctx, token, account, noon)
		is(t, err, store.ErrOwnerExists)
		is(t, db.CheckOwnerToken(ctx, token), store.ErrOwnerExists)
		_, err = db.NewOwnerToken(ctx)
		is(t, err, store.ErrOwnerExists)
	})
}

// However many open the link at once, it makes one owner; an owner made in the
// shell meanwhile does not add to that.
func TestOneOwnerByLink(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		token, err := db.NewOwnerToken(t.Context())
		is(t, err, nil)
		const n = 20
		results := make(chan error, n)
		for i := range n {
			go func() {
				_, err := db.UseOwnerToken(t.Context(), token, store.NewAccount{Name: "A", Login: fmt.Sprint("a", i), Hash: "h"}, noon)
				results <- err
			}()
		}
		made := 0
		for range n {
			if <-results == nil {
				made++
			}
		}
		if made != 1 {
			t.Errorf("%d owners", made)
		}
		count(t, db, "SELECT COUNT(*) FROM people", 1)
	})
}

func TestOwnerFromTheShellEndsTheLink(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		token, err := db.NewOwnerToken(t.Context())
		is(t, err, nil)
		is(t, db.SetRole(t.Context(), store.Shell, newMember(t, db, "ana"), store.Owner, noon), nil)
		count(t, db, "SELECT COUNT(*) FROM settings WHERE key = 'owner_link' AND value = ''", 1)
		_, err = db.UseOwnerToken(t.Context(), token, store.NewAccount{Name: "B", Login: "b", Hash: "h"}, noon)
		is(t, err, store.ErrOwnerExists)
	})
}
