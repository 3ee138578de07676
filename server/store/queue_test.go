package store

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mattn/go-sqlite3"
)

// openQueue opens a database with a table to write to.
func openQueue(t *testing.T) *DB {
	t.Helper()
	db, err := Open(t.Context(), filepath.Join(t.TempDir(), "frontdesk.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	err = db.write(t.Context(), func(h *handle) error {
		_, err := h.exec("CREATE TABLE t (v BIGINT NOT NULL PRIMARY KEY REFERENCES t (v))")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// add writes one number.
func add(v int) func(*handle) error {
	return func(h *handle) error {
		_, err := h.exec("INSERT INTO t (v) VALUES (?1)", v)
		return err
	}
}

// serve has the functions wait together, and returns what each was told.
func serve(t *testing.T, db *DB, fns ...func(*handle) error) []error {
	t.Helper()
	var batch []*member
	for _, fn := range fns {
		batch = append(batch, &member{ctx: t.Context(), fn: fn, told: make(chan struct{})})
	}
	db.queue.serve(batch)
	var told []error
	for _, m := range batch {
		<-m.told
		told = append(told, m.err)
	}
	return told
}

// kept is the sum of the numbers written.
func kept(t *testing.T, db *DB) int64 {
	t.Helper()
	n, err := number(db.read(t.Context()), "SELECT COALESCE(SUM(v), 0) FROM t")
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestBatchKeepsAll(t *testing.T) {
	db := openQueue(t)
	if err := errors.Join(serve(t, db, add(1), add(2), add(4))...); err != nil || kept(t, db) != 7 {
		t.Errorf("%v, kept %d", err, kept(t, db))
	}
}

// Who refuses, breaks a constraint or panics loses the own work only, in the
// same transaction.
func TestBatchMemberFails(t *testing.T) {
	ways := map[string]func(*handle) error{
		"refuses": func(h *handle) error { return errors.Join(add(8)(h), ErrLocked) },
		"unique":  func(h *handle) error { return errors.Join(add(8)(h), add(1)(h)) },
		"panics":  func(h *handle) error { add(8)(h); panic("eight") },
	}
	for name, fails := range ways {
		t.Run(name, func(t *testing.T) {
			db := openQueue(t)
			runs := 0
			first := func(h *handle) error { runs++; return add(1)(h) }
			told := serve(t, db, first, fails, add(2))
			if told[0] != nil || told[1] == nil || told[2] != nil {
				t.Errorf("told %v", told)
			}
			if kept(t, db) != 3 || runs != 1 {
				t.Errorf("kept %d, the first ran %d times", kept(t, db), runs)
			}
		})
	}
}

// When the engine itself fails, at a statement or at the commit, the others are
// run again alone, even if the member at fault dropped its error.
func TestBatchEngineFails(t *testing.T) {
	ways := map[string]func(*handle) error{
		"statement": func(h *handle) error { return errors.Join(add(8)(h), exec(h, "UPDATE nowhere SET v = 1")) },
		"dropped":   func(h *handle) error { exec(h, "UPDATE nowhere SET v = 1"); return nil },
		"commit": func(h *handle) error {
			return errors.Join(exec(h, "PRAGMA defer_foreign_keys = on"), exec(h, "INSERT INTO sessions (hash, person, kind, created, seen, expires) VALUES ('h', 'nobody', 'k', 1, 1, 1)"))
		},
	}
	for name, fails := range ways {
		t.Run(name, func(t *testing.T) {
			db := openQueue(t)
			runs := 0
			first := func(h *handle) error { runs++; return add(1)(h) }
			told := serve(t, db, first, fails, add(2))
			if told[0] != nil || told[1] == nil || told[2] != nil {
				t.Errorf("told %v", told)
			}
			if kept(t, db) != 3 || runs != 2 {
				t.Errorf("kept %d, the first ran %d times", kept(t, db), runs)
			}
			if err := errors.Join(serve(t, db, add(4))...); err != nil {
				t.Errorf("afterwards: %v", err)
			}
		})
	}
}

// While another process holds the file nobody is at fault, so nobody is tried
// alone: each would wait as long again.
func TestBatchBusy(t *testing.T) {
	db := openQueue(t)
	runs := 0
	busy := func(h *handle) error { return h.note(sqlite3.Error{Code: sqlite3.ErrBusy}) }
	told := serve(t, db, func(h *handle) error { runs++; return add(1)(h) }, busy, add(2))
	for i, err := range told {
		if !errors.Is(err, ErrUnavailable) {
			t.Errorf("member %d was told %v", i, err)
		}
	}
	if kept(t, db) != 0 || runs != 1 {
		t.Errorf("kept %d, the first ran %d times", kept(t, db), runs)
	}
}

func exec(h *handle, query string) error {
	_, err := h.exec(query)
	return err
}

// A member that was cancelled while it waited is not run; one that is cancelled
// during its turn is finished, and does not undo the others.
func TestBatchCancelled(t *testing.T) {
	db := openQueue(t)
	gone, leave := context.WithCancel(t.Context())
	leave()
	during, cancel := context.WithCancel(t.Context())
	batch := []*member{
		{ctx: t.Context(), fn: add(1), told: make(chan struct{})},
		{ctx: gone, fn: add(2), told: make(chan struct{})},
		{ctx: during, fn: func(h *handle) error { cancel(); return add(4)(h) }, told: make(chan struct{})},
		{ctx: t.Context(), fn: add(8), told: make(chan struct{})},
	}
	db.queue.serve(batch)
	if kept(t, db) != 13 {
		t.Errorf("kept %d", kept(t, db))
	}
	for i, m := range batch {
		if want := i == 1; errors.Is(m.err, context.Canceled) != want || (m.err != nil) != want {
			t.Errorf("member %d was told %v", i, m.err)
		}
	}
	if err := db.write(gone, add(16)); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled writer was told %v", err)
	}
}

// A full disk is an outage to who needs room, and passes when there is room.
func TestDiskFull(t *testing.T) {
	db := openQueue(t)
	pages, err := number(db.read(t.Context()), "SELECT page_count FROM pragma_page_count")
	if err != nil {
		t.Fatal(err)
	}
	limit := func(pages int64) {
		t.Helper()
		db.write(t.Context(), func(h *handle) error {
			_, err := number(h, fmt.Sprintf("PRAGMA max_page_count = %d", pages))
			return err
		})
	}
	limit(pages)
	big := Text{Hash: "h", Kind: "item", ID: "i", Body: []byte(strings.Repeat("x", 100_000))}
	told := serve(t, db, add(1), func(h *handle) error { return h.putTexts([]Text{big}) }, add(2))
	if told[0] != nil || !errors.Is(told[1], ErrUnavailable) || told[2] != nil || kept(t, db) != 3 {
		t.Errorf("told %v, kept %d", told, kept(t, db))
	}
	limit(pages + 1000)
	if err := db.PutTexts(t.Context(), []Text{big}); err != nil {
		t.Error(err)
	}
}

// Nobody is told before the commit: while the second runs, the first does not
// know yet, and a reader does not see its work.
func TestToldAfterCommit(t *testing.T) {
	db := openQueue(t)
	first := &member{ctx: t.Context(), fn: add(1), told: make(chan struct{})}
	second := &member{ctx: t.Context(), told: make(chan struct{}), fn: func(*handle) error {
		select {
		case <-first.told:
			t.Error("told before the commit")
		default:
		}
		if n := kept(t, db); n != 0 {
			t.Errorf("a reader sees %d before the commit", n)
		}
		return nil
	}}
	db.queue.serve([]*member{first, second})
	<-first.told
	if kept(t, db) != 1 {
		t.Error("told, and not kept")
	}
}

func TestReadersCannotWrite(t *testing.T) {
	db := openQueue(t)
	if _, err := db.read(t.Context()).exec("INSERT INTO t (v) VALUES (1)"); err == nil {
		t.Error("a reader wrote")
	}
}

// Many writers at once are all served, and none twice.
func TestQueueServesEverybody(t *testing.T) {
	db := openQueue(t)
	const writers, each = 50, 20
	failed := make(chan error, writers)
	for w := range writers {
		go func() {
			var err error
			for i := range each {
				err = errors.Join(err, db.write(context.Background(), add(1+w*each+i)))
			}
			failed <- err
		}()
	}
	for range writers {
		if err := <-failed; err != nil {
			t.Error(err)
		}
	}
	if n := int64(writers * each); kept(t, db) != n*(n+1)/2 {
		t.Errorf("kept %d", kept(t, db))
	}
}

func TestPlaceholders(t *testing.T) {
	query := "SELECT ?2, ?1, ?12 WHERE a = '?' AND b ?| c"
	if got := placeholders(query, Postgres); got != "SELECT $2, $1, $12 WHERE a = '?' AND b ?| c" {
		t.Error(got)
	}
	if got := placeholders(query, SQLite); got != query {
		t.Error(got)
	}
	if got := rowsOf(2, 3); got != "(?1, ?2, ?3), (?4, ?5, ?6)" {
		t.Error(got)
	}
}

// Column types are those that mean the same on both engines.
func TestMigrationsReadTheSameOnBoth(t *testing.T) {
	steps, err := migrations.ReadDir("migrations")
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range steps {
		text, err := migrations.ReadFile("migrations/" + step.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"SERIAL", "AUTOINCREMENT", "BLOB", "BYTEA", "BOOLEAN", "TIMESTAMP", "DATETIME", "JSONB", " INTEGER"} {
			if strings.Contains(strings.ToUpper(string(text)), word) {
				t.Errorf("%s has %s; TEXT, BIGINT and DOUBLE PRECISION read the same on both engines", step.Name(), word)
			}
		}
	}
}
