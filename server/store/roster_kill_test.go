//go:build unix

package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"frontdesk/server/store"
	"frontdesk/server/store/storetest"
)

// rosterChild names the environment variable that makes TestRosterKilled a process that runs a list of 5,000 and dies on
// the way: "N class actor dsn", where N is the statement or commit at which it kills itself, 0 for none.
const rosterChild = "FRONTDESK_STORE_ROSTER"

// runAndDie is the child. One that lives says how much went to the database.
func runAndDie(order string) error {
	words := strings.SplitN(order, " ", 4)
	last, err := strconv.ParseInt(words[0], 10, 64)
	if err != nil {
		return err
	}
	ctx, fuse := context.Background(), &storetest.Fuse{}
	db, err := store.OpenThrough(ctx, words[3], fuse.Through)
	if err != nil {
		return err
	}
	list := longList(words[1], words[2])
	plan, err := db.PlanRoster(ctx, list)
	if err != nil {
		return err
	}
	fuse.Light(last)
	if _, err := db.RunRoster(ctx, list, plan.Digest(), "reset", noon.AddDate(0, 0, 14), noon); err != nil {
		return err
	}
	fmt.Println("lived", fuse.Count())
	return db.Close()
}

// TestRosterKilled: whenever the process dies, all of the list was done or nothing, and doing it again makes it whole.
func TestRosterKilled(t *testing.T) {
	if order := os.Getenv(rosterChild); order != "" {
		if err := runAndDie(order); err != nil {
			t.Fatal(err)
		}
		return
	}
	for _, engine := range storetest.Engines(t) {
		t.Run(engine, func(t *testing.T) {
			one := newDoomed(t, engine)
			one.dies(t, 40)
			one.has(t, 0)
			all := one.lives(t)
			one.has(t, 5000)
			one.lives(t)
			one.has(t, 5000)

			two := newDoomed(t, engine)
			for _, n := range []int{1, all * 3 / 4, all - 1} {
				two.dies(t, n)
				two.has(t, 0)
			}
			two.dies(t, all) // behind the commit, before anybody was told
			two.has(t, 5000)
			two.lives(t)
			two.has(t, 5000)
			t.Logf("%d statements and commits", all)
		})
	}
}

// doomed is a database whose processes die.
type doomed struct {
	dsn, class, cora string
	db               *store.DB
	audit            int // entries before the list
}

func newDoomed(t *testing.T, engine string) *doomed {
	d := &doomed{dsn: storetest.DSN(t, engine)}
	d.db = storetest.Reopen(t, d.dsn)
	d.cora = newMember(t, d.db, "cora")
	d.class = newClass(t, d.db, d.cora, "New hires").ID
	_, d.audit, _ = d.db.Audit(t.Context(), store.AuditFilter{})
	return d
}

func (d *doomed) child(t *testing.T, n int) ([]byte, error) {
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "-test.run=^TestRosterKilled$")
	cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%d %s %s %s", rosterChild, n, d.class, d.cora, d.dsn))
	return cmd.Output()
}

func (d *doomed) dies(t *testing.T, n int) {
	t.Helper()
	out, err := d.child(t, n)
	var died *exec.ExitError
	if !errors.As(err, &died) || died.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
		t.Fatalf("N = %d: the child ended with %v: %s", n, err, out)
	}
}

func (d *doomed) lives(t *testing.T) (count int) {
	t.Helper()
	out, err := d.child(t, 0)
	if _, scanned := fmt.Sscanf(string(out), "lived %d", &count); err != nil || scanned != nil {
		t.Fatalf("the child ended with %v: %s", err, out)
	}
	return count
}

// has sees that so many of the list are there, with everything that belongs to them.
func (d *doomed) has(t *testing.T, people int64) {
	t.Helper()
	count(t, d.db, "SELECT COUNT(*) FROM people", 1+people)
	count(t, d.db, "SELECT COUNT(*) FROM accounts WHERE hash = ''", people)
	count(t, d.db, "SELECT COUNT(*) FROM members WHERE role = 'learner'", people)
	count(t, d.db, "SELECT COUNT(*) FROM sessions WHERE kind = 'reset'", people)
	count(t, d.db, "SELECT COUNT(*) FROM audit", int64(d.audit)+2*people)
}
