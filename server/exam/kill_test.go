//go:build unix

package exam_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"frontdesk/quizzes"
	"frontdesk/server/exam"
	"frontdesk/server/store"
	"frontdesk/server/store/storetest"
)

// A process may die between any two words to its database. TestKilled lets it: a child sits an attempt and kills itself
// (SIGKILL: nothing is flushed, closed or told) at the Nth statement or commit, for every N until one lives to the end.
// Whatever N, the attempt must then be untouched or completely graded, and hold every answer that was acknowledged.

// killAt names the environment variable that makes this program the child: "N person dsn".
const killAt = "FRONTDESK_EXAM_KILL_AT"

func TestMain(m *testing.M) {
	if order := os.Getenv(killAt); order != "" {
		if err := sitAndDie(order); err != nil {
			fmt.Println("failed:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// script is what the child chooses: the question, the number of the save, and whether it is the key.
var script = []struct {
	n   int
	seq int64
	key bool
}{{1, 1, false}, {2, 1, true}, {1, 2, true}}

// drillOfThree is the child's attempt.
var drillOfThree = exam.Request{Mode: quizzes.Drill, Count: 3, Feedback: exam.FeedbackEnd, Key: "once"}

// sitAndDie is the child: it prints each step after it was acknowledged.
func sitAndDie(order string) error {
	words := strings.SplitN(order, " ", 3)
	last, err := strconv.ParseInt(words[0], 10, 64)
	if err != nil {
		return err
	}
	ctx, person, fuse := context.Background(), words[1], &storetest.Fuse{}
	db, err := store.OpenThrough(ctx, words[2], fuse.Through)
	if err != nil {
		return err
	}
	b, err := newBank(2, 0, func(text string) string { return text })
	if err != nil {
		return err
	}
	e := exam.New(db, b, "cmaa", "v1", slog.New(slog.DiscardHandler))
	fuse.Light(last) // opening and migrating are the store's own tests
	id, _, err := e.Start(ctx, person, drillOfThree, 7, t0)
	if err != nil {
		return err
	}
	fmt.Println("started")
	room, err := e.Room(ctx, person, id, t0)
	if err != nil {
		return err
	}
	for i, s := range script {
		choice := other(room.Seats[s.n-1].Question)
		if s.key {
			choice = key(room.Seats[s.n-1].Question)
		}
		if _, err := e.Save(ctx, person, id, s.n, exam.Change{Seq: s.seq, Choice: store.Set(choice)}, t0); err != nil {
			return err
		}
		fmt.Println("saved", i)
	}
	if _, _, err := e.Submit(ctx, person, id, t0); err != nil {
		return err
	}
	fmt.Println("graded")
	return db.Close()
}

func TestKilled(t *testing.T) {
	b := bank(t, 2, 0)
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, engine := range storetest.Engines(t) {
		t.Run(engine, func(t *testing.T) {
			dsn := storetest.DSN(t, engine)
			for n := 1; ; n++ {
				k := &killed{t: t, n: n, bank: b}
				if k.run(program, dsn); t.Failed() {
					return
				}
				if k.lived {
					t.Logf("the child lived with N = %d: it was killed at each of %d statements and commits before", n, n-1)
					return
				}
			}
		})
	}
}

// killed is one child and what is left of its attempt.
type killed struct {
	t      *testing.T
	n      int
	bank   *quizzes.Bank
	person string
	told   []string // what the child was told had been kept
	lived  bool
}

func (k *killed) run(program, dsn string) {
	k.prepare(dsn)
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%d %s %s", killAt, k.n, k.person, dsn))
	out, err := cmd.Output()
	var died *exec.ExitError
	switch {
	case err == nil:
		k.lived = true
	case !errors.As(err, &died) || died.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL:
		k.t.Fatalf("N = %d: the child ended with %v: %s", k.n, err, out)
	}
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		k.told = append(k.told, lines.Text())
	}
	k.after(dsn)
}

// prepare makes the child's person.
func (k *killed) prepare(dsn string) {
	db, err := store.Open(k.t.Context(), dsn)
	if err != nil {
		k.t.Fatal(err)
	}
	defer db.Close()
	if k.person, err = db.NewGuest(k.t.Context(), t0); err != nil {
		k.t.Fatal(err)
	}
}

// after is the restarted server: the sweeper goes over everything, then the learner comes back with the same key.
func (k *killed) after(dsn string) {
	db, err := store.Open(k.t.Context(), dsn)
	if err != nil {
		k.t.Fatal(err)
	}
	defer db.Close()
	d := &desk{exam.New(db, k.bank, "cmaa", "v1", slog.New(slog.DiscardHandler)), k.t, db, k.bank, k.person}
	if _, err := d.Sweep(k.t.Context(), t0.Add(time.Minute)); err != nil {
		k.t.Fatal(err)
	}
	all, err := db.AttemptsOf(k.t.Context(), k.person)
	if err != nil {
		k.t.Fatal(err)
	}
	if len(all) > 1 || len(all) == 0 && k.wasTold("started") {
		k.t.Fatalf("N = %d: after %q there are %d attempts", k.n, k.told, len(all))
	}
	id, _, err := d.Start(k.t.Context(), k.person, drillOfThree, 8, t0)
	if err != nil || len(all) == 1 && id != all[0].ID {
		k.t.Fatalf("N = %d: starting again with the key gave %q, %v", k.n, id, err)
	}
	k.checkAnswers(d, id)
	k.checkGrade(d, id)
}

func (k *killed) wasTold(line string) bool {
	for _, told := range k.told {
		if told == line {
			return true
		}
	}
	return false
}

// checkAnswers looks for every acknowledged answer, or a later one of the same question.
func (k *killed) checkAnswers(d *desk, id string) {
	room := d.room(id, t0)
	for i, s := range script {
		seat := room.Seats[s.n-1]
		want := other(seat.Question)
		if s.key {
			want = key(seat.Question)
		}
		kept := seat.Answer
		if k.wasTold(fmt.Sprintf("saved %d", i)) && (kept.Seq < s.seq || kept.Seq == s.seq && kept.Choice != want) {
			k.t.Errorf("N = %d: save %d of question %d was acknowledged, kept is save %d with %q", k.n, s.seq, s.n, kept.Seq, kept.Choice)
		}
	}
}

// checkGrade sees that the attempt is open, with no grade, or graded once with what its answers earn; an open one is
// then finished as the learner would, and graded.
func (k *killed) checkGrade(d *desk, id string) {
	a, err := d.db.Attempt(k.t.Context(), k.person, id)
	if err != nil {
		k.t.Fatal(err)
	}
	grades, err := d.db.Grades(k.t.Context(), k.person, id)
	if err != nil {
		k.t.Fatal(err)
	}
	switch state := exam.StateOf(a); {
	case k.wasTold("graded") && state != exam.Graded:
		k.t.Errorf("N = %d: the grade was acknowledged, the attempt is %s", k.n, state)
	case state == exam.Open && len(grades) == 0, state == exam.Graded && len(grades) == 1:
	default:
		k.t.Errorf("N = %d: the attempt is %s with %d grades", k.n, state, len(grades))
	}
	if exam.StateOf(a) == exam.Open {
		k.finish(d, id)
	}
	r, err := d.Result(k.t.Context(), k.person, id, t0)
	if err != nil {
		k.t.Fatal(err)
	}
	if r.Whole.Correct != 2 || r.Whole.Scored != 3 || r.Whole.Answered != 2 {
		k.t.Errorf("N = %d: graded %d of %d with %d answered, want 2 of 3 with 2", k.n, r.Whole.Correct, r.Whole.Scored, r.Whole.Answered)
	}
}

// finish sends what the child had not been told was kept, as a browser does, and submits.
func (k *killed) finish(d *desk, id string) {
	room := d.room(id, t0)
	for _, s := range script {
		choice := other(room.Seats[s.n-1].Question)
		if s.key {
			choice = key(room.Seats[s.n-1].Question)
		}
		if err := d.choose(id, s.n, choice, s.seq, t0); err != nil {
			k.t.Fatal(err)
		}
	}
	if _, _, err := d.Submit(k.t.Context(), k.person, id, t0); err != nil {
		k.t.Fatal(err)
	}
}
