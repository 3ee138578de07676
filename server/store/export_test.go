package store

import (
	"context"
	"database/sql/driver"
	"io/fs"
	"time"
)

// OpenWith is Open with other migrations.
func OpenWith(ctx context.Context, dsn string, steps fs.FS) (*DB, error) {
	return openWith(ctx, dsn, steps, func(c driver.Connector) driver.Connector { return c })
}

// Exec runs a statement that has no method, to look at what the methods do with
// rows that only time or damage would make.
func (db *DB) Exec(query string, args ...any) error {
	return db.write(context.Background(), func(h *handle) error {
		_, err := h.exec(query, args...)
		return err
	})
}

// Number returns the number a query gives.
func (db *DB) Number(query string, args ...any) (int64, error) {
	return number(db.read(context.Background()), query, args...)
}

// Write runs a write function.
func (db *DB) Write(fn func(exec func(query string, args ...any) error) error) error {
	return db.write(context.Background(), func(h *handle) error {
		return fn(func(query string, args ...any) error {
			_, err := h.exec(query, args...)
			return err
		})
	})
}

// EraseGuestIf is one step of EraseIdleGuests.
func (db *DB) EraseGuestIf(ctx context.Context, person string, before, now time.Time) (bool, error) {
	return db.eraseGuest(ctx, person, before, now)
}

// RosterFloor is the least that n new people in a class can cost: their rows in every table, some hundred at a time, in one
// transaction. They are others than those of longList.
func (db *DB) RosterFloor(class string, n int, now time.Time) error {
	var people, accounts, sessions, log, members [][]any
	for range n {
		id := newID()
		people = append(people, []any{id, string(Member), string(Learner), ms(now), ms(now)})
		accounts = append(accounts, []any{id, "Ana", id, "", ms(now)})
		sessions = append(sessions, []any{hashOf(newID()), id, "reset", ms(now), ms(now), ms(now)})
		log = append(log, []any{newID(), ms(now), Shell, "create account", id, "", string(Learner), ""}, []any{newID(), ms(now), Shell, "add to class", id, "", "learner in New hires", class})
		members = append(members, []any{class, id, string(Learner), ms(now), nil})
	}
	return db.write(context.Background(), func(h *handle) error {
		for _, t := range []struct {
			into string
			rows [][]any
		}{
			{"people (id, kind, role, created, seen)", people},
			{"accounts (person, name, login, hash, created)", accounts},
			{"sessions (hash, person, kind, created, seen, expires)", sessions},
			{auditColumns, log},
			{"members (class, person, role, joined, left_at)", members},
		} {
			if _, err := h.insertAll(t.into, t.rows, ""); err != nil {
				return err
			}
		}
		return nil
	})
}
