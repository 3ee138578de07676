package store_test

import (
	"testing"
	"time"

	"frontdesk/server/store"
)

func TestSessions(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, hour := t.Context(), noon.Add(time.Hour)
		ana := newMember(t, db, "ana")
		token, err := db.NewSession(ctx, ana, "password", hour, noon)
		is(t, err, nil)
		s, err := db.Session(ctx, token, hour.Add(-time.Millisecond))
		is(t, err, nil)
		if s.Person.ID != ana || s.Person.Login != "ana" || s.Kind != "password" || !s.Created.Equal(noon) || !s.Seen.Equal(noon) || !s.Expires.Equal(hour) {
			t.Errorf("%+v", s)
		}
		count(t, db, "SELECT COUNT(*) FROM sessions WHERE hash = '"+token+"'", 0)
		_, err = db.Session(ctx, token, hour)
		is(t, err, store.ErrNotFound)
		is(t, db.TouchSession(ctx, token, hour.Add(time.Hour), noon.Add(time.Minute)), nil)
		s, err = db.Session(ctx, token, hour)
		is(t, err, nil)
		if !s.Seen.Equal(noon.Add(time.Minute)) || !s.Person.Seen.Equal(noon.Add(time.Minute)) {
			t.Errorf("%+v", s)
		}
		rotated, err := db.RotateSession(ctx, token, ana, "password", hour, noon)
		is(t, err, nil)
		_, err = db.Session(ctx, token, noon)
		is(t, err, store.ErrNotFound)
		is(t, db.TouchSession(ctx, token, hour, noon), store.ErrNotFound)
		_, err = db.Session(ctx, rotated, noon)
		is(t, err, nil)
		is(t, db.EndSession(ctx, rotated), nil)
		is(t, db.EndSession(ctx, rotated), nil)
		_, err = db.Session(ctx, rotated, noon)
		is(t, err, store.ErrNotFound)
		_, err = db.Session(ctx, "", noon)
		is(t, err, store.ErrNotFound)
		_, err = db.NewSession(ctx, "nobody", "guest", hour, noon)
		is(t, err, store.ErrNotFound)
	})
}

func TestEndSessions(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		ana, ben := newMember(t, db, "ana"), newMember(t, db, "ben")
		last := ""
		for i, id := range []string{ana, ana, ana, ben} {
			token, err := db.NewSession(ctx, id, "password", noon.Add(time.Duration(i+1)*time.Hour), noon)
			is(t, err, nil)
			last = token
		}
		n, err := db.DeleteExpiredSessions(ctx, noon.Add(time.Hour))
		if is(t, err, nil); n != 1 {
			t.Errorf("%d expired", n)
		}
		n, err = db.EndSessions(ctx, ana, "")
		if is(t, err, nil); n != 2 {
			t.Errorf("%d ended", n)
		}
		n, err = db.EndSessions(ctx, ben, last)
		if is(t, err, nil); n != 0 {
			t.Errorf("%d ended", n)
		}
		_, err = db.Session(ctx, last, noon)
		is(t, err, nil)
	})
}
