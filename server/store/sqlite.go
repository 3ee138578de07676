package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/mattn/go-sqlite3"
)

// Options of SQLite connections. They stand in the DSN so that each connection
// of a pool has them. FULL: an acknowledged answer survives a power cut. The
// write-ahead log is a property of the file, so the writer alone asks for it;
// migrating does not, for the file may turn out to be another program's.
const (
	sqliteAll     = "_busy_timeout=10000&_synchronous=FULL&_stmt_cache_size=100&_cache_size=-16000"
	sqliteWriter  = sqliteAll + "&_journal_mode=WAL&_foreign_keys=on&_txlock=immediate"
	sqliteReader  = sqliteAll + "&_foreign_keys=on&_txlock=deferred&_query_only=1"
	sqliteMigrate = sqliteAll + "&_foreign_keys=off&_txlock=immediate"
)

// sqliteReaders is how many reads run side by side.
const sqliteReaders = 8

func openSQLite(ctx context.Context, path string, steps fs.FS, through detour) (*DB, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	if err := fileReady(path); err != nil {
		return nil, err
	}
	version, err := migrateSQLite(ctx, path, steps, through)
	if err != nil {
		return nil, err
	}
	writer := sqlitePool(path, sqliteWriter, 1, through)
	readers := sqlitePool(path, sqliteReader, sqliteReaders, through)
	if err := whileBusy(ctx, func() error { return engineError(writer.PingContext(ctx)) }); err != nil {
		return nil, errors.Join(err, readers.Close(), writer.Close())
	}
	return &DB{engine: SQLite, schema: version, writer: writer, readers: readers, queue: newQueue(writer)}, nil
}

// fileReady tells what stands against opening the file, before SQLite makes or
// touches anything.
func fileReady(path string) error {
	folder := filepath.Dir(path)
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return unavailable("the folder " + folder + " does not exist; make it, or give another path with --db")
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil // a new file; SQLite will tell if it cannot be made
	case info.IsDir():
		return fmt.Errorf("it is a folder: %w", ErrCorrupt)
	case !writable(path):
		// SQLite would open it all the same, and leave two files beside it
		// that stand in the way of who may write.
		return ErrReadOnly
	}
	return nil
}

// sqlitePool makes a pool that keeps its connections; it opens none yet.
func sqlitePool(path, options string, connections int, through detour) *sql.DB {
	file := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: options}
	pool := sql.OpenDB(through(sqliteConnector(file.String())))
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	return pool
}

// sqliteConnector is a DSN that opens connections: the driver has no connector
// of its own.
type sqliteConnector string

// Connect opens a connection; the driver does not look at the context.
func (c sqliteConnector) Connect(context.Context) (driver.Conn, error) {
	return c.Driver().Open(string(c))
}

// Driver is go-sqlite3.
func (c sqliteConnector) Driver() driver.Driver { return &sqlite3.SQLiteDriver{} }

// migrateSQLite migrates on a connection of its own, where foreign keys are off:
// rebuilding a table that others point to would delete their rows.
func migrateSQLite(ctx context.Context, path string, steps fs.FS, through detour) (version int, err error) {
	pool := sqlitePool(path, sqliteMigrate, 1, through)
	defer func() { err = errors.Join(err, pool.Close()) }()
	err = whileBusy(ctx, func() error {
		version, err = migrate(ctx, pool, SQLite, steps)
		return err
	})
	return version, err
}

// whileBusy runs fn again while another process holds the file. The busy
// timeout does not cover it: when several processes turn a new file to the
// write-ahead log at once, all but one are refused without waiting.
func whileBusy(ctx context.Context, fn func() error) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	for {
		err := fn()
		if !isBusy(err) {
			return err
		}
		select {
		case <-time.After(10 * time.Millisecond):
		case <-ctx.Done():
			return err
		}
	}
}
