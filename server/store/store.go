// Package store keeps everything that changes: people, sessions, attempts,
// answers, grades, what was read. It is the only package that knows SQL. One
// concrete *DB speaks one set of SQL to two engines, SQLite (a file, one
// process writes) and PostgreSQL (many processes).
//
// How to read it: each subject has a file (people.go, attempts.go, save.go, …)
// whose methods take a context first and then the caller's scope, which is
// almost always a person's id: what belongs to somebody else is ErrNotFound.
// Methods return sentinel errors (errors.go) and never a zero value with a nil
// error for a thing that is not there. The tables are in migrations/; the way
// to both engines is in sqlite.go, queue.go, postgres.go and query.go.
//
// Times cross the border as time.Time and are kept as Unix milliseconds; a
// zero time.Time stands for "not yet" and is kept as NULL. Now is always passed
// in. Which choice is right, what a form holds and who may ask is decided by
// the callers (server/exam, server); the store only refuses what would break
// the records: writing to a closed attempt, two open attempts of one mode, two
// owners by one link.
package store

// Engine names a database engine: "sqlite" or "postgres".
type Engine string

// The two engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)
