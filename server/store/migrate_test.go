package store_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"frontdesk/server/store"
	"frontdesk/server/store/storetest"
)

// Eight processes open a new database at the same moment, twenty times: all
// must come up, on one schema and one secret.
func TestEightProcessesStart(t *testing.T) {
	const rounds, processes = 20, 8
	for _, engine := range storetest.Engines(t) {
		t.Run(engine, func(t *testing.T) {
			for range rounds {
				startTogether(t, storetest.DSN(t, engine), processes)
			}
		})
	}
}

func startTogether(t *testing.T, dsn string, processes int) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	gate, release, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer gate.Close()
	type result struct {
		out string
		err error
	}
	results := make(chan result)
	for range processes {
		cmd := childCommand(self, dsn)
		cmd.Stdin = gate
		var out strings.Builder
		cmd.Stdout, cmd.Stderr = &out, &out
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		go func() {
			err := cmd.Wait()
			results <- result{out.String(), err}
		}()
	}
	release.Close() // all of them wait for the end of this pipe
	secrets := map[string]bool{}
	for range processes {
		r := <-results
		if r.err != nil {
			t.Errorf("%v: %s", r.err, r.out)
		}
		secrets[r.out] = true
	}
	if len(secrets) != 1 {
		t.Errorf("secrets: %v", secrets)
	}
	if n, err := storetest.Reopen(t, dsn).Number("SELECT COUNT(*) FROM people"); err != nil || n != int64(processes) {
		t.Errorf("%d guests, %v", n, err)
	}
}

// family is a parent with children, and a rebuild of the parent as SQLite needs
// it to change a column.
func family(more ...string) fstest.MapFS {
	steps := []string{`
CREATE TABLE parent (id TEXT NOT NULL PRIMARY KEY, age TEXT NOT NULL);
CREATE TABLE child (id TEXT NOT NULL PRIMARY KEY, parent TEXT NOT NULL REFERENCES parent (id) ON DELETE CASCADE);
INSERT INTO parent (id, age) VALUES ('p', '40');
INSERT INTO child (id, parent) VALUES ('c1', 'p'), ('c2', 'p');
`, `
-- only: sqlite
CREATE TABLE parent_new (id TEXT NOT NULL PRIMARY KEY, age BIGINT NOT NULL);
INSERT INTO parent_new (id, age) SELECT id, CAST(age AS BIGINT) FROM parent;
DROP TABLE parent;
ALTER TABLE parent_new RENAME TO parent;
-- only: postgres
ALTER TABLE parent ALTER COLUMN age TYPE BIGINT USING CAST(age AS BIGINT);
-- both
INSERT INTO parent (id, age) VALUES ('q', 1);
`}
	files := fstest.MapFS{}
	for i, text := range append(steps, more...) {
		files[fmt.Sprintf("%03d_step.sql", i+1)] = &fstest.MapFile{Data: []byte(text)}
	}
	return files
}

func openSteps(t *testing.T, dsn string, steps fstest.MapFS) *store.DB {
	t.Helper()
	db, err := store.OpenWith(t.Context(), dsn, steps)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func count(t *testing.T, db *store.DB, query string, want int64) {
	t.Helper()
	if n, err := db.Number(query); err != nil || n != want {
		t.Errorf("%s: %d, %v; want %d", query, n, err, want)
	}
}

func TestRebuildKeepsChildren(t *testing.T) {
	for _, engine := range storetest.Engines(t) {
		t.Run(engine, func(t *testing.T) {
			dsn := storetest.DSN(t, engine)
			steps := family()
			first := fstest.MapFS{"001_step.sql": steps["001_step.sql"]}
			db := openSteps(t, dsn, first)
			count(t, db, "SELECT COUNT(*) FROM child", 2)
			db.Close()
			db = openSteps(t, dsn, steps)
			count(t, db, "SELECT COUNT(*) FROM child", 2)
			count(t, db, "SELECT SUM(age) + 0 FROM parent WHERE age > 5", 40)
			if err := db.Exec("INSERT INTO child (id, parent) VALUES ('c3', 'nobody')"); err == nil {
				t.Error("a child without a parent was taken")
			}
			if err := db.Exec("DELETE FROM parent WHERE id = 'p'"); err != nil {
				t.Error(err)
			}
			count(t, db, "SELECT COUNT(*) FROM child", 0)
		})
	}
}

// A step that fails, or leaves a row that points nowhere, leaves nothing.
func TestFailedMigrationChangesNothing(t *testing.T) {
	bad := map[string]string{
		"syntax":   "INSERT INTO parent (id, age) VALUES ('r', 2); CREATE TABEL x (id TEXT)",
		"orphans":  "CREATE TABLE x (id TEXT); DELETE FROM child WHERE id = 'c2'; UPDATE child SET parent = 'nobody'",
		"sections": "-- only: oracle\nCREATE TABLE x (id TEXT)",
	}
	for _, engine := range storetest.Engines(t) {
		for name, step := range bad {
			t.Run(engine+"/"+name, func(t *testing.T) {
				dsn := storetest.DSN(t, engine)
				openSteps(t, dsn, family()).Close()
				if _, err := store.OpenWith(t.Context(), dsn, family(step)); err == nil {
					t.Fatal("opened")
				}
				db := openSteps(t, dsn, family())
				count(t, db, "SELECT COUNT(*) FROM child WHERE parent = 'p'", 2)
				count(t, db, "SELECT COUNT(*) FROM parent", 2)
				count(t, db, "SELECT MAX(version) FROM migrations", 2)
			})
		}
	}
}

func TestMigrationGap(t *testing.T) {
	steps := family()
	delete(steps, "001_step.sql")
	if _, err := store.OpenWith(t.Context(), storetest.DSN(t, "sqlite"), steps); err == nil {
		t.Error("a missing step was not missed")
	}
}

func TestNewerSchemaIsRefused(t *testing.T) {
	for _, engine := range storetest.Engines(t) {
		t.Run(engine, func(t *testing.T) {
			dsn := storetest.DSN(t, engine)
			db := storetest.Reopen(t, dsn)
			newer := db.Schema() + 1
			if err := db.Exec("INSERT INTO migrations (version, name) VALUES (?1, 'newer')", newer); err != nil {
				t.Fatal(err)
			}
			db.Close()
			refuse(t, dsn, store.ErrNewerSchema, fmt.Sprintf("schema %d, this program knows %d", newer, newer-1), "newer frontdesk")
		})
	}
}

func TestMigratingTwice(t *testing.T) {
	for _, engine := range storetest.Engines(t) {
		t.Run(engine, func(t *testing.T) {
			dsn := storetest.DSN(t, engine)
			guest := newGuest(t, storetest.Reopen(t, dsn))
			if _, err := storetest.Reopen(t, dsn).Person(t.Context(), guest); err != nil {
				t.Error(err)
			}
			_, err := storetest.Reopen(t, dsn).Person(t.Context(), "nobody")
			if !errors.Is(err, store.ErrNotFound) {
				t.Error(err)
			}
		})
	}
}
