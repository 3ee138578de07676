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
