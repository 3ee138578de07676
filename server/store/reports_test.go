package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"frontdesk/server/store"
)

// sat is an attempt of some items that was begun at a time, answered with the
// choices, and graded.
func sat(t *testing.T, db *store.DB, person, key, mode string, begun time.Time, choices ...string) string {
	t.Helper()
	ctx := t.Context()
	id, started, err := db.StartAttempt(ctx, drawn(person, key, mode, len(choices), 0), begun)
	if err != nil || !started {
		t.Fatalf("start: %v, %v", started, err)
	}
	for i, choice := range choices {
		if choice == "" {
			continue
		}
		_, err := db.SaveAnswer(ctx, store.Save{Person: person, Attempt: id, N: i + 1, Seq: 1, Choice: store.Set(choice), Spent: time.Duration(i+1) * time.Second}, begun)
		is(t, err, nil)
	}
	_, err = db.CloseAttempt(ctx, person, id, begun.Add(time.Minute))
	is(t, err, nil)
	_, err = db.AppendGrade(ctx, person, id, 0, store.Grade{Policy: "first", At: begun.Add(time.Minute), Detail: "{}"})
	is(t, err, nil)
	return id
}

func about(person, attempt string, n int, reason, body string) store.Report {
	return store.Report{Person: person, Attempt: attempt, N: n, Item: fmt.Sprintf("cmaa/%d", n), Revision: fmt.Sprintf("rev of cmaa/%d", n), Choice: "b", Reason: reason, Body: body}
}

func TestReports(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, guest, ana := t.Context(), newGuest(t, db), newMember(t, db, "ana")
		his, hers := sat(t, db, guest, "k", "half", noon, "a", "b"), sat(t, db, ana, "k", "half", noon, "a", "b")
		first, known, err := db.AddReport(ctx, about(guest, his, 1, "two", "C fits"), noon)
		if is(t, err, nil); known || first.No != 1 || !first.At.Equal(noon) {
			t.Errorf("%+v, %v", first, known)
		}
		for range 2 { // the second time the form was only sent twice
			more, known, err := db.AddReport(ctx, about(guest, his, 1, "key", "and D"), noon.Add(time.Hour))
			if is(t, err, nil); !known || more.No != 1 || more.Body != "C fits\nand D" || more.Reason != "two" {
				t.Errorf("%+v, %v", more, known)
			}
		}
		_, _, err = db.AddReport(ctx, about(guest, his, 1, "two", strings.Repeat("x", 17<<10)), noon)
		is(t, err, store.ErrFull)
		_, _, err = db.AddReport(ctx, about("nobody", his, 1, "two", ""), noon)
		is(t, err, store.ErrNotFound)
		second, known, err := db.AddReport(ctx, about(ana, hers, 2, "old", ""), noon)
		if is(t, err, nil); known || second.No != 2 {
			t.Errorf("%+v, %v", second, known)
		}
		held := func(want int) {
			t.Helper()
			set, err := db.Reported(ctx, "two", 2)
			if is(t, err, nil); len(set) != want {
				t.Errorf("held: %v, want %d", set, want)
			}
		}
		held(0)
		_, _, err = db.AddReport(ctx, about(ana, hers, 1, "two", ""), noon)
		is(t, err, nil)
		held(1)
		is(t, db.MergeGuest(ctx, guest, ana, noon), nil)
		held(0) // it was one person all the time
		mine, err := db.ReportsOf(ctx, ana)
		if is(t, err, nil); len(mine) != 3 || mine[2].No != 1 || mine[2].Attempt != his || mine[2].Decision.No != 0 {
			t.Errorf("%+v", mine)
		}
		on, err := db.ReportsOn(ctx, "cmaa/1", "rev of cmaa/1")
		if is(t, err, nil); len(on) != 2 || on[0].No != 1 {
			t.Errorf("%+v", on)
		}
	})
}

// A guest who is erased takes along what was written, not that it was reported.
func TestReportsOutliveGuests(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, guest := t.Context(), newGuest(t, db)
		_, _, err := db.AddReport(ctx, about(guest, sat(t, db, guest, "k", "half", noon, "a"), 1, "two", "I am Ana"), noon)
		is(t, err, nil)
		is(t, db.EraseGuest(ctx, guest, noon), nil)
		open, err := db.OpenReports(ctx)
		if is(t, err, nil); len(open) != 1 || open[0].Body != "" || open[0].Attempt != "" || open[0].Reason != "two" {
			t.Errorf("%+v", open)
		}
	})
}

// Forty people report at once: forty numbers, and one person gets no more than
// the limit, however fast.
func TestReportNumbers(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		results := make(chan int, 40)
		for i := range 40 {
			guest := newGuest(t, db)
			id := sat(t, db, guest, "k", "half", noon, "a")
			go func() {
				r, _, err := db.AddReport(ctx, about(guest, id, 1, "two", fmt.Sprint(i)), noon)
				if err != nil {
					t.Error(err)
				}
				results <- r.No
			}()
		}
		seen := map[int]bool{}
		for range 40 {
			seen[<-results] = true
		}
		if len(seen) != 40 || !seen[1] || !seen[40] {
			t.Errorf("numbers %v", seen)
		}
		eager := newGuest(t, db)
		id := sat(t, db, eager, "k", "half", noon, make([]string, 40)...)
		full := make(chan error, 40)
		for n := range 40 {
			go func() {
				_, _, err := db.AddReport(ctx, about(eager, id, n+1, "old", ""), noon)
				full <- err
			}()
		}
		refused := 0
		for range 40 {
			if err := <-full; errors.Is(err, store.ErrFull) {
				refused++
			} else {
				is(t, err, nil)
			}
		}
		if refused != 40-store.MaxOpenReports {
			t.Errorf("%d refused", refused)
		}
	})
}

func decision(n, no int, verdict, policy string) store.Decision {
	return store.Decision{Item: fmt.Sprintf("cmaa/%d", n), Revision: fmt.Sprintf("rev of cmaa/%d", n), No: no, Verdict: verdict, Key: "c", Became: "new", Policy: policy, Note: "why", Actor: "staff"}
}

func TestDecide(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, ana := t.Context(), newGuest(t, db)
		id := sat(t, db, ana, "k", "half", noon, "a", "b")
		for n := 1; n <= 2; n++ {
			_, _, err := db.AddReport(ctx, about(ana, id, n, "key", ""), noon)
			is(t, err, nil)
		}
		results := make(chan error, 10)
		for range 10 {
			go func() {
				_, err := db.Decide(ctx, decision(1, 1, "rekey", "everyone"), 1, store.Text{Hash: "new", Kind: "item", ID: "cmaa/1", Body: []byte("{}")}, noon)
				results <- err
			}()
		}
		told := 0
		for range 10 {
			if err := <-results; errors.Is(err, store.ErrDecided) {
				told++
			} else {
				is(t, err, nil)
			}
		}
		if told != 9 {
			t.Errorf("%d of 10 were told", told)
		}
		all, err := db.Decisions(ctx)
		if is(t, err, nil); len(all) != 1 || all[0].Key != "c" || !all[0].At.Equal(noon) {
			t.Errorf("%+v", all)
		}
		mine, err := db.ReportsOf(ctx, ana)
		if is(t, err, nil); mine[1].Decision != all[0] || mine[0].Decision.No != 0 {
			t.Errorf("%+v", mine)
		}
		count(t, db, "SELECT COUNT(*) FROM texts WHERE hash = 'new'", 1)
		auditIs(t, db, "decide question")

		// A report that who decides has not seen stays open.
		_, _, err = db.AddReport(ctx, about(ana, id, 1, "old", ""), noon)
		is(t, err, nil)
		_, err = db.Decide(ctx, decision(1, 2, "right", ""), 2, store.Text{}, noon)
		is(t, err, nil)
		open, err := db.OpenReports(ctx)
		if is(t, err, nil); len(open) != 2 {
			t.Errorf("%+v", open)
		}
	})
}

// An attempt is due from a decision with a policy until it has that grade, if it
// is graded and not void; a decision is finished when none is due.
func TestDueForCorrection(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, ana, ben := t.Context(), newGuest(t, db), newGuest(t, db)
		graded, void := sat(t, db, ana, "k", "half", noon, "a", "b"), sat(t, db, ben, "k", "half", noon, "a", "b")
		is(t, db.Void(ctx, store.Shell, void, "x", noon), nil)
		open := start(t, db, drawn(ana, "k2", "half", 2, 0))
		due := func(want ...string) {
			t.Helper()
			is(t, db.FinishDecisions(ctx, noon.Add(time.Minute), noon.Add(time.Hour)), nil)
			list, err := db.DueForCorrection(ctx, 10)
			is(t, err, nil)
			var ids []string
			for _, d := range list {
				ids = append(ids, d.Attempt)
			}
			if fmt.Sprint(ids) != fmt.Sprint(want) {
				t.Errorf("due %v, want %v", ids, want)
			}
		}
		_, err := db.Decide(ctx, decision(2, 1, "right", ""), 0, store.Text{}, noon)
		is(t, err, nil)
		due()
		d, err := db.Decide(ctx, decision(1, 1, "rekey", "higher"), 0, store.Text{}, noon)
		is(t, err, nil)
		due(graded)
		count(t, db, "SELECT COUNT(*) FROM decisions WHERE finished IS NULL AND policy <> ''", 1)
		on, err := db.AttemptDecisions(ctx, ana, graded)
		if is(t, err, nil); len(on) != 2 {
			t.Errorf("%+v", on)
		}
		_, err = db.AppendGrade(ctx, ana, graded, 1, store.Grade{Policy: "rekey", Decision: d.ID, At: noon, Detail: "{}"})
		is(t, err, nil)
		due()
		count(t, db, "SELECT COUNT(*) FROM decisions WHERE finished IS NULL AND policy <> ''", 0)
		standing, err := db.StandingOn(ctx, "cmaa/1", "rev of cmaa/1")
		if is(t, err, nil); len(standing) != 2 {
			t.Errorf("%+v", standing)
		}

		// While its question stands on the open attempt, the new grade is not shown.
		a, err := db.Attempt(ctx, ana, graded)
		if is(t, err, nil); a.Mark.No != 1 {
			t.Errorf("grade %d is shown", a.Mark.No)
		}
		_, err = db.CloseAttempt(ctx, ana, open, noon)
		is(t, err, nil)
		a, err = db.Attempt(ctx, ana, graded)
		if is(t, err, nil); a.Mark.No != 2 {
			t.Errorf("grade %d is shown", a.Mark.No)
		}
	})
}

func TestResponses(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, ana, ben := t.Context(), newGuest(t, db), newGuest(t, db)
		day := func(n int) time.Time { return noon.AddDate(0, 0, n) }
		first := sat(t, db, ana, "k1", "half", day(0), "a", "")
		second := sat(t, db, ana, "k2", "mock", day(1), "c", "d", "a")
		void := sat(t, db, ben, "k1", "half", day(0), "a")
		is(t, db.Void(ctx, store.Shell, void, "x", noon), nil)
		start(t, db, drawn(ben, "k2", "drill", 2, 0)) // at noon, day 0
		third := sat(t, db, ben, "k3", "half", day(2), "b", "b", "b")
		got := map[string]string{}
		is(t, db.Responses(ctx, func(r store.Response) error {
			got[r.Attempt] += fmt.Sprintf("%s%s", r.Item[5:], r.Choice)
			if r.First {
				got[r.Attempt] += "!"
			}
			if r.Choice != "" && r.Spent == 0 || r.Scored == (r.Item == "cmaa/5") {
				t.Errorf("%+v", r)
			}
			got[r.Attempt] += fmt.Sprintf("/%d ", r.Answered)
			return nil
		}), nil)
		for id, want := range map[string]string{first: "1a!/1 2!/1 ", second: "1c/3 2d/3 3a!/3 ", third: "1b/3 2b/3 3b!/3 "} {
			if got[id] != want {
				t.Errorf("%q, want %q", got[id], want)
			}
		}
		if len(got) != 3 {
			t.Errorf("%d attempts", len(got))
		}
		stop := errors.New("enough")
		is(t, db.Responses(ctx, func(store.Response) error { return stop }), stop)
	})
}
