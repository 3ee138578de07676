package store

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"strings"
)

// migrationLock is the key of PostgreSQL's advisory lock around migrations.
const migrationLock = 0x66726f6e74 // "front"

// LatestSchema is the schema version that this program writes, for whoever asks
// without opening a database.
func LatestSchema() (int, error) {
	steps, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return 0, err
	}
	files, err := migrationFiles(steps)
	return len(files), err
}

// migrate brings the schema up to date and returns its version, the number of
// files in steps. It takes the lock first and looks at the version then, so that
// of processes that start at once one migrates and the others find it done; all
// that is missing is one transaction, so that nothing is left half-way.
func migrate(ctx context.Context, pool *sql.DB, engine Engine, steps fs.FS) (int, error) {
	files, err := migrationFiles(steps)
	if err != nil {
		return 0, err
	}
	// On SQLite this is BEGIN IMMEDIATE, which is the lock. On PostgreSQL each
	// statement must see what was committed while the one before it waited.
	tx, err := pool.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelReadCommitted})
	if err != nil {
		return 0, engineError(err)
	}
	defer tx.Rollback()
	h := &handle{ctx: ctx, run: tx, engine: engine}
	version, err := lockedVersion(h)
	if err != nil {
		return 0, err
	}
	if version > len(files) {
		return 0, fmt.Errorf("schema %d, this program knows %d: %w", version, len(files), ErrNewerSchema)
	}
	for i, file := range files[version:] {
		if err := h.apply(steps, file, version+i+1); err != nil {
			return 0, fmt.Errorf("migration %s: %w", file, err)
		}
	}
	if version == len(files) {
		return version, nil
	}
	if err := h.checkReferences(); err != nil {
		return 0, err
	}
	return len(files), engineError(tx.Commit())
}

// migrationFiles lists the steps, 001_….sql, 002_….sql and so on, without gaps.
func migrationFiles(steps fs.FS) ([]string, error) {
	files, err := fs.Glob(steps, "*.sql")
	if err != nil {
		return nil, err
	}
	for i, file := range files {
		if !strings.HasPrefix(file, fmt.Sprintf("%03d_", i+1)) {
			return nil, fmt.Errorf("migration %s: it stands at place %d", file, i+1)
		}
	}
	return files, nil
}

// lockedVersion makes sure that this process alone migrates, and returns the
// version: 0 for a database that is new. A SQLite file with other tables and no
// version belongs to another program.
func lockedVersion(h *handle) (int, error) {
	tables := `SELECT COUNT(*) FROM sqlite_master WHERE NOT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'migrations')`
	if h.engine == Postgres {
		if _, err := h.exec("SELECT pg_advisory_xact_lock(?1)", migrationLock); err != nil {
			return 0, err
		}
		tables = "SELECT 0"
	}
	foreign, err := number(h, tables)
	if err != nil {
		return 0, err
	}
	if foreign > 0 {
		return 0, fmt.Errorf("it holds the tables of another program: %w", ErrCorrupt)
	}
	if _, err := h.exec("CREATE TABLE IF NOT EXISTS migrations (version BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL)"); err != nil {
		return 0, err
	}
	// SQLite lets BEGIN IMMEDIATE pass on a file that cannot be written: try.
	if _, err := h.exec("DELETE FROM migrations WHERE version < 1"); err != nil {
		return 0, err
	}
	version, err := number(h, "SELECT COALESCE(MAX(version), 0) FROM migrations")
	return int(version), err
}

// apply runs one step and writes its number down.
func (h *handle) apply(steps fs.FS, file string, version int) error {
	text, err := fs.ReadFile(steps, file)
	if err != nil {
		return err
	}
	script, err := sectionsFor(h.engine, string(text))
	if err != nil {
		return err
	}
	if _, err := h.exec(script); err != nil {
		return err
	}
	_, err = h.exec("INSERT INTO migrations (version, name) VALUES (?1, ?2)", version, file)
	return err
}

// sectionsFor leaves out what is for the other engine: the lines from
// "-- only: sqlite" or "-- only: postgres" to the next such line or "-- both".
func sectionsFor(engine Engine, text string) (string, error) {
	var b strings.Builder
	wanted := true
	for line := range strings.Lines(text) {
		mark := strings.TrimSpace(line)
		only, isOnly := strings.CutPrefix(mark, "-- only: ")
		switch {
		case isOnly && Engine(only) != SQLite && Engine(only) != Postgres:
			return "", fmt.Errorf("%q names no engine", mark)
		case isOnly:
			wanted = Engine(only) == engine
		case mark == "-- both":
			wanted = true
		case wanted:
			b.WriteString(line)
		}
	}
	return b.String(), nil
}

// checkReferences ends a migration on SQLite, where foreign keys were off: a row
// that points nowhere undoes it.
func (h *handle) checkReferences() error {
	if h.engine != SQLite {
		return nil
	}
	broken, err := number(h, "SELECT COUNT(*) FROM pragma_foreign_key_check")
	if err == nil && broken > 0 {
		err = fmt.Errorf("migration: %d rows would point to rows that are not there; nothing was changed", broken)
	}
	return err
}
