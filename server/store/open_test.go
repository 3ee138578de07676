package store_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"frontdesk/server/store"
	"frontdesk/server/store/storetest"
)

// refuse opens a database that must be refused with an error of one line.
func refuse(t *testing.T, dsn string, want error, words ...string) {
	t.Helper()
	db, err := store.Open(t.Context(), dsn)
	if err == nil {
		db.Close()
		t.Fatal("opened")
	}
	if !errors.Is(err, want) {
		t.Fatalf("error %q is not %q", err, want)
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("%q does not say %q", err, w)
		}
	}
	if strings.Contains(err.Error(), "\n") {
		t.Errorf("%q has several lines", err)
	}
}

// files lists a folder.
func files(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}

func TestOpenMissingFolder(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "no", "frontdesk.db")
	refuse(t, path, store.ErrUnavailable, path, "folder")
	if got := files(t, dir); got != "" {
		t.Errorf("left behind: %s", got)
	}
}

func TestOpenFolder(t *testing.T) {
	dir := t.TempDir()
	refuse(t, dir, store.ErrCorrupt, dir, "folder")
}

func TestOpenStrangeName(t *testing.T) {
	path := filepath.Join(t.TempDir(), "50% of ?#x=1 & ü.db")
	storetest.Reopen(t, path)
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}

// A file that is not ours must be told from a new one, and stay as it is.
func TestOpenOtherFiles(t *testing.T) {
	whole := filepath.Join(t.TempDir(), "whole.db")
	db := storetest.Reopen(t, whole)
	newGuest(t, db)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	sound, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	holed := bytes.Clone(sound)
	for i := 100; i < len(holed); i++ {
		holed[i] = 0xA5
	}
	cases := map[string][]byte{
		"text":      bytes.Repeat([]byte("not a database\n"), 1000),
		"truncated": sound[:len(sound)/2],
		"damaged":   holed,
		"foreign":   foreignDatabase(t),
	}
	for name, content := range cases {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "frontdesk.db")
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
			refuse(t, path, store.ErrCorrupt, path, "backup")
			if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, content) {
				t.Errorf("the file was changed: %v", err)
			}
			if got := files(t, dir); got != "frontdesk.db" {
				t.Errorf("left behind: %s", got)
			}
		})
	}
}

// foreignDatabase is a sound SQLite file of another program.
func foreignDatabase(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "other.db")
	db := storetest.Reopen(t, path)
	for _, table := range []string{"answers", "migrations"} {
		if err := db.Exec("DROP TABLE " + table); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// unprivileged runs this program as a child that is not root, for root may write
// everything, and returns its words and whether it ended well.
func unprivileged(t *testing.T, program, dsn string) (string, bool) {
	t.Helper()
	cmd := childCommand(program, dsn)
	if os.Getuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
	out, err := cmd.CombinedOutput()
	return string(out), err == nil
}

// openProgram copies this program to where another user may run it.
func openProgram(t *testing.T, dir string) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	from, err := os.Open(self)
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	program := filepath.Join(dir, "child")
	to, err := os.OpenFile(program, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	defer to.Close()
	if _, err := io.Copy(to, from); err != nil {
		t.Fatal(err)
	}
	return program
}

// openFolder is a folder that another user may reach.
func openFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "store")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(dir, 0o755); os.RemoveAll(dir) })
	return dir
}

func TestOpenReadOnly(t *testing.T) {
	cases := []struct {
		name         string
		file, folder os.FileMode // file 0: a new one
		ok           bool
	}{
		{"writable", 0o666, 0o777, true},
		{"file", 0o444, 0o777, false},
		{"folder", 0o666, 0o555, false},
		{"new file", 0, 0o555, false},
		{"unreadable", 0o000, 0o777, false},
	}
	home := openFolder(t)
	if err := os.Chmod(home, 0o755); err != nil {
		t.Fatal(err)
	}
	program := openProgram(t, home)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			dir := openFolder(t)
			path := filepath.Join(dir, "frontdesk.db")
			if c.file != 0 || c.name == "unreadable" {
				if err := storetest.Reopen(t, path).Close(); err != nil {
					t.Fatal(err)
				}
				if err := os.Chmod(path, c.file); err != nil {
					t.Fatal(err)
				}
			}
			before := files(t, dir)
			if err := os.Chmod(dir, c.folder); err != nil {
				t.Fatal(err)
			}
			out, ok := unprivileged(t, program, path)
			if ok != c.ok {
				t.Fatalf("ended well: %v: %s", ok, out)
			}
			if !c.ok && !strings.Contains(out, path+": "+store.ErrReadOnly.Error()) {
				t.Errorf("said %q", out)
			}
			if after := files(t, dir); after != before {
				t.Errorf("left behind %q, before %q", after, before)
			}
		})
	}
}

func TestOpenPostgresUnreachable(t *testing.T) {
	refuse(t, "postgres://u:geheim@127.0.0.1:1/frontdesk", store.ErrUnavailable, "127.0.0.1:1/frontdesk")
	for _, dsn := range []string{
		"postgres://u:geheim@127.0.0.1:1/frontdesk",
		"postgres://u:geheim@:bad:port/frontdesk",
		"postgres://u:geheim@127.0.0.1:1/x?sslmode=geheim",
	} {
		if _, err := store.Open(t.Context(), dsn); !errors.Is(err, store.ErrUnavailable) || strings.Contains(err.Error(), "geheim") {
			t.Errorf("%v", err)
		}
	}
}

func TestOpenPostgresNoSuchDatabase(t *testing.T) {
	dsn := storetest.DSN(t, "postgres")
	refuse(t, strings.Replace(dsn, "?", "_no?", 1), store.ErrUnavailable, "does not exist")
}

func TestClosedDatabase(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		is(t, errors.Join(db.Close(), db.Close()), nil)
		_, err := db.NewGuest(t.Context(), noon)
		is(t, err, store.ErrUnavailable)
		_, err = db.Person(t.Context(), "x")
		is(t, err, store.ErrUnavailable)
		is(t, db.Ping(t.Context()), store.ErrUnavailable)
	})
}

func TestPing(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		if err := db.Ping(t.Context()); err != nil {
			t.Error(err)
		}
		if db.Schema() < 1 {
			t.Error(db.Schema())
		}
	})
}
