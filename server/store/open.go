package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

//go:embed migrations/*.sql
var migrations embed.FS

// DB is an open database. It is safe for concurrent use.
type DB struct {
	engine  Engine
	schema  int
	writer  *sql.DB // SQLite: one connection, used by queue alone
	readers *sql.DB // PostgreSQL: the same pool as writer
	queue   *queue  // SQLite only
}

// Open opens the database dsn names, a path (SQLite; the file is made if its
// folder exists) or a postgres:// URL, and brings its schema up to date under a
// lock, so that any number of processes may start at once. Errors are
// ErrNewerSchema, ErrCorrupt, ErrReadOnly or ErrUnavailable behind the name of
// the database, on one line; passwords are never in them.
func Open(ctx context.Context, dsn string) (*DB, error) { return OpenThrough(ctx, dsn, nil) }

// A detour is what stands between the store and a driver's connector.
type detour = func(driver.Connector) driver.Connector

// OpenThrough is Open with all connections made by what through returns for the
// driver's own connector; nil is the connector itself. It is for those who count
// or cut what goes to the database.
func OpenThrough(ctx context.Context, dsn string, through detour) (*DB, error) {
	steps, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	if through == nil {
		through = func(c driver.Connector) driver.Connector { return c }
	}
	return openWith(ctx, dsn, steps, through)
}

// openWith is OpenThrough with other migrations.
func openWith(ctx context.Context, dsn string, steps fs.FS, through detour) (*DB, error) {
	open, name := openSQLite, "database "+dsn
	if strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://") {
		open, name = openPostgres, "database "+postgresName(dsn)
	}
	db, err := open(ctx, dsn, steps, through)
	if err != nil {
		return nil, &openError{name, err}
	}
	return db, nil
}

// openError says an error of Open on one line, for drivers break theirs.
type openError struct {
	name string
	err  error
}

func (e *openError) Error() string {
	return strings.Join(strings.Fields(fmt.Sprintf("%s: %v", e.name, e.err)), " ")
}

func (e *openError) Unwrap() error { return e.err }

// Close ends the database. Writes already taken are finished first; whatever
// comes later is ErrUnavailable. Closing twice is no error.
func (db *DB) Close() error {
	if db.queue == nil {
		return db.writer.Close()
	}
	db.queue.close()
	// The writer last: the last connection to close tidies the log away, and
	// readers may not write.
	return errors.Join(db.readers.Close(), db.writer.Close())
}

// Ping tells whether the database answers: ErrUnavailable, ErrCorrupt, … if not.
func (db *DB) Ping(ctx context.Context) error {
	_, err := number(db.read(ctx), "SELECT COUNT(*) FROM migrations")
	return err
}

// Engine tells which engine it is.
func (db *DB) Engine() Engine { return db.engine }

// Schema is the schema version of the database, that of this program.
func (db *DB) Schema() int { return db.schema }

// read gives a handle for queries outside of a transaction.
func (db *DB) read(ctx context.Context) *handle {
	return &handle{ctx: ctx, run: db.readers, engine: db.engine}
}

// write runs fn in a transaction and returns after its commit. fn may be run
// twice, so it touches nothing outside but what it sets anew each time; if it
// returns an error, nothing of it is kept.
func (db *DB) write(ctx context.Context, fn func(*handle) error) error {
	if db.engine == SQLite {
		return db.queue.do(ctx, fn)
	}
	return writePostgres(ctx, db.writer, fn)
}
