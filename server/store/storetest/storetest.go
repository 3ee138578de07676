// Package storetest gives tests a real, empty database on each engine: a
// temporary SQLite file, and a PostgreSQL database of its own on the server that
// FRONTDESK_TEST_POSTGRES names. A suite runs on both like this:
//
//	for _, engine := range storetest.Engines(t) {
//		t.Run(engine, func(t *testing.T) {
//			db := storetest.Open(t, engine)
//			…
//		})
//	}
package storetest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // driver "pgx"

	"frontdesk/server/store"
)

// server is the environment variable with the URL of a PostgreSQL server on
// which tests may create databases.
const server = "FRONTDESK_TEST_POSTGRES"

// Engines returns the names of the engines that a suite runs on, for one
// subtest each: "sqlite" and "postgres".
func Engines(t testing.TB) []string {
	t.Helper()
	return []string{string(store.SQLite), string(store.Postgres)}
}

// Open opens a new, empty, migrated database of the engine, closed and removed
// at the end of the test. Without FRONTDESK_TEST_POSTGRES a PostgreSQL test is
// skipped, and fails where CI is set.
func Open(t testing.TB, engine string) *store.DB {
	t.Helper()
	return Reopen(t, DSN(t, engine))
}

// Reopen opens the database of a DSN, as a restarted server would, and closes it
// at the end of the test.
func Reopen(t testing.TB, dsn string) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// DSN returns the address of a new, empty database, removed at the end of the
// test, for tests that open it themselves. It skips and fails as Open does.
func DSN(t testing.TB, engine string) string {
	t.Helper()
	if store.Engine(engine) != store.Postgres {
		return filepath.Join(t.TempDir(), "frontdesk.db")
	}
	address := os.Getenv(server)
	switch {
	case address == "" && os.Getenv("CI") != "":
		t.Fatalf("%s is not set: CI tests PostgreSQL too", server)
	case address == "":
		t.Skipf("%s is not set: not tested on PostgreSQL", server)
	}
	name := "fd_" + strings.ToLower(rand.Text())
	run(t, address, "CREATE DATABASE "+name)
	t.Cleanup(func() { run(t, address, "DROP DATABASE "+name+" WITH (FORCE)") })
	u, err := url.Parse(address)
	if err != nil {
		t.Fatalf("%s: not a URL", server)
	}
	u.Path = "/" + name
	return u.String()
}

// run runs one statement on the server. It may be called after the test's own
// context has ended.
func run(t testing.TB, address, statement string) {
	t.Helper()
	pool, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	if _, err := pool.ExecContext(context.Background(), statement); err != nil {
		t.Fatal(err)
	}
}
