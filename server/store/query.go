package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"
)

// runner is what a pool (*sql.DB) and a transaction (*sql.Tx) have in common.
type runner interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// handle runs the store's SQL on one engine: in the transaction of a write
// function, or on the readers' pool.
type handle struct {
	ctx    context.Context
	run    runner
	engine Engine
	failed error // the first failure of the engine itself, even if its error was dropped
}

// exec runs a statement and returns how many rows it touched.
func (h *handle) exec(query string, args ...any) (int64, error) {
	res, err := h.run.ExecContext(h.ctx, placeholders(query, h.engine), args...)
	if err != nil {
		return 0, h.note(err)
	}
	n, err := res.RowsAffected()
	return n, h.note(err)
}

// note gives an engine's error its sentinel, and remembers it if it is more than
// a broken constraint.
func (h *handle) note(err error) error {
	if err == nil {
		return nil
	}
	err = engineError(err)
	if h.failed == nil && !isConstraint(err) {
		h.failed = err
	}
	return err
}

// walk runs a query, scans each row into the places dest gives for it, and hands
// it to f. It is the one place that walks rows.
func walk[T any](h *handle, dest func(*T) []any, f func(T) error, query string, args ...any) error {
	rows, err := h.run.QueryContext(h.ctx, placeholders(query, h.engine), args...)
	if err != nil {
		return h.note(err)
	}
	defer rows.Close()
	var v, none T
	places := dest(&v) // once: a class's marks are 18,000 rows
	for rows.Next() {
		v = none
		if err := rows.Scan(places...); err != nil {
			return h.note(err)
		}
		if err := f(v); err != nil {
			return err
		}
	}
	return h.note(rows.Err())
}

// list is walk for all rows at once.
func list[T any](h *handle, dest func(*T) []any, query string, args ...any) (all []T, err error) {
	err = walk(h, dest, func(v T) error { all = append(all, v); return nil }, query, args...)
	if err != nil {
		return nil, err
	}
	return all, nil
}

// one is list for a query of at most one row; ErrNotFound if there is none.
func one[T any](h *handle, dest func(*T) []any, query string, args ...any) (T, error) {
	all, err := list(h, dest, query, args...)
	if err == nil && len(all) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		var none T
		return none, err
	}
	return all[0], nil
}

// number is one for a query of one whole number.
func number(h *handle, query string, args ...any) (int64, error) {
	return one(h, func(n *int64) []any { return []any{n} }, query, args...)
}

// placeholders turns ?1 into $1 for PostgreSQL. The store writes ?1 everywhere,
// because go-sqlite3 binds $1 by order of appearance, not by number.
func placeholders(query string, engine Engine) string {
	if engine != Postgres {
		return query
	}
	b := []byte(query)
	for i := 0; i+1 < len(b); i++ {
		if b[i] == '?' && b[i+1] >= '1' && b[i+1] <= '9' {
			b[i] = '$'
		}
	}
	return string(b)
}

// insertAll inserts rows into a table, named with its columns, some hundred at a
// time, and returns how many it touched. also is what stands behind the values.
func (h *handle) insertAll(into string, rows [][]any, also string) (touched int64, err error) {
	for chunk := range slices.Chunk(rows, 200) {
		n, err := h.exec("INSERT INTO "+into+" VALUES "+rowsOf(len(chunk), len(chunk[0]))+also, slices.Concat(chunk...)...)
		if touched += n; err != nil {
			return touched, err
		}
	}
	return touched, nil
}

// rowsOf gives the VALUES of an insert of several rows: "(?1, ?2), (?3, ?4)".
func rowsOf(rows, columns int) string {
	var b strings.Builder
	for i := range rows * columns {
		switch {
		case i == 0:
			b.WriteString("(")
		case i%columns == 0:
			b.WriteString("), (")
		default:
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "?%d", i+1)
	}
	return b.String() + ")"
}

// during puts what was being done before an error; nil stays nil.
func during(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}

// newID makes an id or token: 26 letters and digits, 130 random bits.
func newID() string { return rand.Text() }

// ms is a time as the tables have it: Unix milliseconds, nil for the zero time.
func ms(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMilli()
}

// asKept is a time as it will come back from the tables.
func asKept(t time.Time) time.Time { return time.UnixMilli(t.UnixMilli()).UTC() }

// at scans Unix milliseconds into a time in UTC; NULL is the zero time.
type at struct{ *time.Time }

// Scan implements sql.Scanner.
func (a at) Scan(src any) error {
	if n, ok := src.(int64); ok { // what both engines give for BIGINT
		*a.Time = time.UnixMilli(n).UTC()
		return nil
	}
	var n sql.NullInt64
	if err := n.Scan(src); err != nil {
		return err
	}
	*a.Time = time.Time{}
	if n.Valid {
		*a.Time = time.UnixMilli(n.Int64).UTC()
	}
	return nil
}

// span scans milliseconds into a duration.
type span struct{ *time.Duration }

// Scan implements sql.Scanner.
func (s span) Scan(src any) error {
	var n sql.NullInt64
	err := n.Scan(src)
	*s.Duration = time.Duration(n.Int64) * time.Millisecond
	return err
}

// words scans text; NULL is "".
type words struct{ *string }

// Scan implements sql.Scanner.
func (w words) Scan(src any) error {
	if text, ok := src.(string); ok {
		*w.string = text
		return nil
	}
	var s sql.NullString
	err := s.Scan(src)
	*w.string = s.String
	return err
}

// flag is a bool as the tables have it.
func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
