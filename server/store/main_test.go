package store_test

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"frontdesk/server/store"
	"frontdesk/server/store/storetest"
)

// child names the environment variable that turns this test program into one
// process of several: it waits until its standard input ends, opens the database
// the variable holds, and prints what it found.
const child = "FRONTDESK_STORE_CHILD"

func TestMain(m *testing.M) {
	if dsn := os.Getenv(child); dsn != "" {
		os.Exit(runChild(dsn))
	}
	os.Exit(m.Run())
}

func runChild(dsn string) int {
	io.Copy(io.Discard, os.Stdin)
	ctx := context.Background()
	db, err := store.Open(ctx, dsn)
	if err != nil {
		fmt.Println(err)
		return 1
	}
	if _, err := db.NewGuest(ctx, time.Now()); err != nil {
		fmt.Println(err)
		return 1
	}
	secret, err := db.Secret(ctx, "cookie", fmt.Append(nil, os.Getpid()))
	if err != nil {
		fmt.Println(err)
		return 1
	}
	if err := db.Close(); err != nil {
		fmt.Println(err)
		return 1
	}
	fmt.Print(hex.EncodeToString(secret))
	return 0
}

// childCommand is this program as a child, to be started by the caller.
func childCommand(program, dsn string) *exec.Cmd {
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), child+"="+dsn)
	return cmd
}

// both runs a test on both engines, each on a database of its own.
func both(t *testing.T, test func(t *testing.T, db *store.DB)) {
	t.Helper()
	for _, engine := range storetest.Engines(t) {
		t.Run(engine, func(t *testing.T) { test(t, storetest.Open(t, engine)) })
	}
}

// noon is the time at which tests begin.
var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func newGuest(t *testing.T, db *store.DB) string {
	t.Helper()
	id, err := db.NewGuest(t.Context(), noon)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func newMember(t *testing.T, db *store.DB, login string) string {
	t.Helper()
	a := store.NewAccount{Name: strings.ToUpper(login), Login: login, Hash: "hash of " + login, Role: store.Learner}
	id, err := db.CreateAccount(t.Context(), store.Shell, a, noon)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// drawn is an attempt of some items, cmaa/1, cmaa/2, …, as server/exam would
// draw it; untimed if minutes is 0.
func drawn(person, key, mode string, items, minutes int) store.NewAttempt {
	a := store.NewAttempt{
		Person: person, Key: key, Mode: mode, Course: "cmaa", Title: "Practice exam", Blueprint: "2022-01",
		BankVersion: "bank1", CourseVersion: "course1", Seed: 1<<63 + 7, SeenCount: 3,
		Policy: store.Policy{Minutes: minutes, Factor: 1, Time: "standard", Feedback: "end", Release: "submit"},
	}
	if minutes > 0 {
		a.Deadline = noon.Add(time.Duration(minutes) * time.Minute)
	}
	for i := range items {
		id := fmt.Sprintf("cmaa/%d", i+1)
		a.Items = append(a.Items, store.NewItem{Item: id, Revision: "rev of " + id, Domain: "d1", Lesson: "d1-01", Order: "cadb", Scored: i%5 != 4})
		a.Texts = append(a.Texts, store.Text{Hash: "rev of " + id, Kind: "item", ID: id, Body: []byte("body of " + id)})
	}
	return a
}

// start starts an attempt at noon that must be new.
func start(t *testing.T, db *store.DB, a store.NewAttempt) string {
	t.Helper()
	id, started, err := db.StartAttempt(t.Context(), a, noon)
	if err != nil || !started {
		t.Fatalf("StartAttempt: %v, %v", started, err)
	}
	return id
}
