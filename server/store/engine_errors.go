package store

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/mattn/go-sqlite3"
)

// engineFailure is an engine's error that stands for a broken or unreachable
// database, behind the sentinel that says so. Both are reachable for errors.Is
// and errors.As.
type engineFailure struct{ sentinel, cause error }

func (e engineFailure) Error() string   { return fmt.Sprintf("%v (%s)", e.sentinel, brief(e.cause)) }
func (e engineFailure) Unwrap() []error { return []error{e.sentinel, e.cause} }

// unavailable is an ErrUnavailable with words and a remedy of its own.
type unavailable string

func (u unavailable) Error() string { return string(u) }
func (u unavailable) Unwrap() error { return ErrUnavailable }

// brief says what went wrong at the bottom, without the tries on the way: pgx
// lists each address with and without encryption.
func brief(err error) string {
	var pg *pgconn.PgError
	var lookup *net.DNSError
	var dial *net.OpError
	switch {
	case errors.As(err, &pg):
		return pg.Error()
	case errors.As(err, &lookup):
		return lookup.Error()
	case errors.As(err, &dial):
		return dial.Error()
	}
	return err.Error()
}

// engineError puts the sentinel before an engine's error; errors that concern
// one statement stay as they are.
func engineError(err error) error {
	var lite sqlite3.Error
	var pg *pgconn.PgError
	var sentinel error
	switch {
	case err == nil:
	case errors.As(err, &lite):
		sentinel = sqliteSentinel(lite.Code)
	case errors.As(err, &pg):
		sentinel = postgresSentinel(pg.Code)
	case isOutage(err):
		sentinel = ErrUnavailable
	}
	if sentinel == nil {
		return err
	}
	return engineFailure{sentinel, err}
}

// isOutage: the connection was lost, or there is none to be had.
func isOutage(err error) bool {
	var network net.Error
	var connect *pgconn.ConnectError
	return err.Error() == closedPool || errors.As(err, &connect) || errors.As(err, &network) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

// closedPool is what package sql says of a pool that was closed; it has no
// sentinel for that.
const closedPool = "sql: database is closed"

func sqliteSentinel(code sqlite3.ErrNo) error {
	switch code {
	case sqlite3.ErrCorrupt, sqlite3.ErrNotADB:
		return ErrCorrupt
	case sqlite3.ErrReadonly, sqlite3.ErrPerm, sqlite3.ErrCantOpen:
		return ErrReadOnly
	case sqlite3.ErrBusy, sqlite3.ErrLocked, sqlite3.ErrFull, sqlite3.ErrIoErr, sqlite3.ErrNomem, sqlite3.ErrInterrupt:
		return ErrUnavailable
	}
	return nil
}

// postgresSentinel knows classes of SQLSTATE: 08 connection, 28 sign-in, 3D no
// such database, 53 out of disk or connections, 57P shutdown, 58 system error.
func postgresSentinel(code string) error {
	if code == "25006" { // read-only transaction: a standby
		return ErrReadOnly
	}
	for _, class := range []string{"08", "28", "3D", "53", "57P", "58"} {
		if strings.HasPrefix(code, class) {
			return ErrUnavailable
		}
	}
	return nil
}

// isConstraint tells a broken constraint, which concerns one write function,
// from failures of the engine, which concern all that share a transaction.
func isConstraint(err error) bool {
	var lite sqlite3.Error
	var pg *pgconn.PgError
	return errors.As(err, &lite) && lite.Code == sqlite3.ErrConstraint ||
		errors.As(err, &pg) && strings.HasPrefix(pg.Code, "23")
}

// isBusy: SQLite's file is locked by another process.
func isBusy(err error) bool {
	var lite sqlite3.Error
	return errors.As(err, &lite) && (lite.Code == sqlite3.ErrBusy || lite.Code == sqlite3.ErrLocked)
}

// isRace: PostgreSQL has undone a transaction that may succeed if run again.
func isRace(err error) bool {
	var pg *pgconn.PgError
	return errors.Is(err, errAgain) || errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01")
}

// errAgain is returned by a write function that met a row which was gone when it
// looked: it is run again.
var errAgain = errors.New("run again")
