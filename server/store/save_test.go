package store_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"frontdesk/server/store"
	"frontdesk/server/store/storetest"
)

// kept is a Kept in short.
func kept(k store.Kept) string {
	s := fmt.Sprintf("%d:%s", k.Seq, k.Choice)
	if k.Flagged {
		s += " flagged"
	}
	if k.Struck != "" {
		s += " -" + k.Struck
	}
	if k.Confidence != "" {
		s += " " + k.Confidence
	}
	if !k.Applied {
		s += " (not applied)"
	}
	if k.InGrace {
		s += " (grace)"
	}
	return fmt.Sprintf("%s %v %d answered", s, k.Spent, k.Answered)
}

func TestSaveAnswer(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ana := newGuest(t, db)
		id := start(t, db, drawn(ana, "k", "mock", 3, 10))
		end := noon.Add(10 * time.Minute)
		steps := []struct {
			save store.Save
			now  time.Time
			want string
			err  error
		}{
			{store.Save{N: 1, Seq: 1, Choice: store.Set("a"), Spent: time.Second}, noon, "1:a 1s 1 answered", nil},
			{store.Save{N: 1, Seq: 1, Choice: store.Set("a"), Spent: time.Second}, noon, "1:a 1s 1 answered", nil},
			{store.Save{N: 1, Seq: 2, Flagged: store.Set(true), Spent: time.Second}, noon, "2:a flagged 1s 1 answered", nil},
			{store.Save{N: 1, Seq: 5, Struck: store.Set("bc"), Confidence: store.Set("sure")}, noon, "5:a flagged -bc sure 0s 1 answered", nil},
			{store.Save{N: 1, Seq: 3, Choice: store.Set("d"), Spent: time.Second}, noon, "5:a flagged -bc sure (not applied) 0s 1 answered", nil},
			{store.Save{N: 1, Seq: 5, Choice: store.Set("d")}, noon, "5:a flagged -bc sure (not applied) 0s 1 answered", nil},
			{store.Save{N: 2, Flagged: store.Set(true)}, noon, "1: flagged 0s 1 answered", nil},
			{store.Save{N: 2, Choice: store.Set("b")}, noon, "2:b flagged 0s 2 answered", nil},
			{store.Save{N: 2, Choice: store.Set("")}, noon, "3: flagged 0s 1 answered", nil},
			{store.Save{N: 2, Choice: store.Set("c")}, end, "4:c flagged 0s 2 answered", nil},
			{store.Save{N: 2, Choice: store.Set("d")}, end.Add(store.Grace), "5:d flagged (grace) 0s 2 answered", nil},
			{store.Save{N: 2, Seq: 9, Choice: store.Set("a")}, end.Add(store.Grace + time.Millisecond), "", store.ErrClosed},
			{store.Save{N: 2, Choice: store.Set("b"), Flagged: store.Set(false)}, end.Add(time.Hour), "", store.ErrClosed},
			{store.Save{N: 3, Seq: 1, Choice: store.Set("b")}, end.Add(time.Hour), "", store.ErrClosed},
			{store.Save{N: 4, Seq: 1, Choice: store.Set("b")}, end.Add(time.Hour), "", store.ErrNotFound},
		}
		for i, s := range steps {
			s.save.Person, s.save.Attempt = ana, id
			k, err := db.SaveAnswer(t.Context(), s.save, s.now)
			is(t, err, s.err)
			if s.err == nil && (kept(k) != s.want || !k.Ends.Equal(end)) {
				t.Errorf("step %d: %s, want %s", i, kept(k), s.want)
			}
		}
		items, err := db.AttemptItems(t.Context(), ana, id)
		is(t, err, nil)
		want := []store.Answer{
			{Seq: 5, Choice: "a", Flagged: true, Struck: "bc", Confidence: "sure", Spent: 3 * time.Second, At: noon},
			{Seq: 5, Choice: "d", Flagged: true, At: end.Add(store.Grace)},
			{},
		}
		for i, it := range items {
			if it.Answer != want[i] {
				t.Errorf("item %d: %+v, want %+v", it.N, it.Answer, want[i])
			}
		}
		recordIs(t, db, ana, id, "1.1a 1.2a 1.3d 1.5a 2.1 2.2b 2.3 2.4c 2.5d(grace) 2.9a(late) 2.10b(late) 3.1b(late)")
	})
}

// recordIs compares the record of an attempt.
func recordIs(t *testing.T, db *store.DB, person, id, want string) {
	t.Helper()
	saves, err := db.Saves(t.Context(), person, id)
	is(t, err, nil)
	got := ""
	for _, s := range saves {
		got += fmt.Sprintf(" %d.%d%s", s.N, s.Seq, s.Choice)
		if s.InGrace {
			got += "(grace)"
		}
		if s.Late {
			got += "(late)"
		}
	}
	if got != " "+want {
		t.Errorf("record:%s\nwant:   %s", got, want)
	}
}

// A late save stays out even when the attempt is open again by granted time, and
// does not stand in the way of its repetition.
func TestLateThenGranted(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ana := newGuest(t, db)
		id := start(t, db, drawn(ana, "k", "mock", 1, 10))
		save := store.Save{Person: ana, Attempt: id, N: 1, Seq: 1, Choice: store.Set("a")}
		_, err := db.SaveAnswer(t.Context(), save, noon.Add(11*time.Minute))
		is(t, err, store.ErrClosed)
		is(t, db.Exec("UPDATE attempts SET granted_ms = 300000"), nil)
		item, err := db.AttemptItem(t.Context(), ana, id, 1)
		if is(t, err, nil); item.Answer.Seq != 0 {
			t.Errorf("%+v", item.Answer)
		}
		k, err := db.SaveAnswer(t.Context(), save, noon.Add(12*time.Minute))
		if is(t, err, nil); kept(k) != "1:a 0s 1 answered" || !k.Ends.Equal(noon.Add(15*time.Minute)) {
			t.Errorf("%s", kept(k))
		}
		_, err = db.SaveAnswer(t.Context(), save, noon.Add(15*time.Minute+store.Grace+time.Millisecond))
		is(t, err, store.ErrClosed)
		recordIs(t, db, ana, id, "1.1a 1.1a(late)")
	})
}

// After the learner has submitted, a kept page changes nothing and leaves no
// trace; after time ran out, what was under way is written down.
func TestSaveAfterClose(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ana := newGuest(t, db)
		for _, c := range []struct {
			mode   string
			closed time.Duration
			want   string
		}{{"submitted", 5 * time.Minute, "1.1a"}, {"ran out", time.Hour, "1.1a 1.2b(late)"}} {
			id := start(t, db, drawn(ana, c.mode, c.mode, 1, 10))
			save := store.Save{Person: ana, Attempt: id, N: 1, Seq: 1, Choice: store.Set("a")}
			_, err := db.SaveAnswer(t.Context(), save, noon)
			is(t, err, nil)
			_, err = db.CloseAttempt(t.Context(), ana, id, noon.Add(c.closed))
			is(t, err, nil)
			save.Seq, save.Choice = 2, store.Set("b")
			_, err = db.SaveAnswer(t.Context(), save, noon.Add(c.closed))
			is(t, err, store.ErrClosed)
			recordIs(t, db, ana, id, c.want)
		}
	})
}

func TestTabs(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ana := newGuest(t, db)
		id := start(t, db, drawn(ana, "k", "mock", 2, 10))
		other := start(t, db, drawn(ana, "k2", "half", 2, 10))
		seq := int64(0)
		for _, step := range []struct {
			attempt, tab string
			want         error
		}{
			{id, "A", nil}, {id, "", nil}, {id, "A", nil}, {id, "B", nil}, {id, "A", store.ErrTakenOver},
			{id, "B", nil}, {id, "", nil}, {other, "A", nil}, {id, "C", nil}, {id, "B", store.ErrTakenOver},
			{id, "A", store.ErrTakenOver}, {id, "C", nil},
		} {
			seq++
			_, err := db.SaveAnswer(t.Context(), store.Save{Person: ana, Attempt: step.attempt, N: 1, Seq: seq, Tab: step.tab, Choice: store.Set("a")}, noon)
			is(t, err, step.want)
		}
		recordIs(t, db, ana, id, "1.1a 1.2a 1.3a 1.4a 1.6a 1.7a 1.9a 1.12a")
	})
}

func TestLockItem(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, ana := t.Context(), newGuest(t, db)
		id := start(t, db, drawn(ana, "k", "drill", 3, 10))
		save := func(n int, choice string) error {
			_, err := db.SaveAnswer(ctx, store.Save{Person: ana, Attempt: id, N: n, Choice: store.Set(choice)}, noon)
			return err
		}
		is(t, save(1, "b"), nil)
		is(t, save(1, "a"), nil)
		is(t, save(2, "b"), nil)
		judge := func(choice string) bool { return choice == "a" }
		for n := 1; n <= 3; n++ {
			item, err := db.LockItem(ctx, ana, id, n, judge, noon.Add(time.Minute))
			if is(t, err, nil); !item.Locked.Equal(noon.Add(time.Minute)) || item.N != n {
				t.Errorf("%+v", item)
			}
			is(t, save(n, "c"), store.ErrLocked)
		}
		again, err := db.LockItem(ctx, ana, id, 1, func(string) bool { return false }, noon.Add(time.Hour))
		is(t, err, store.ErrClosed) // the time is over by then
		again, err = db.LockItem(ctx, ana, id, 1, func(string) bool { return false }, noon.Add(2*time.Minute))
		if is(t, err, nil); !again.Locked.Equal(noon.Add(time.Minute)) || again.Answer.Choice != "a" {
			t.Errorf("%+v", again)
		}
		seen, err := db.History(ctx, ana)
		is(t, err, nil)
		at := noon.Add(time.Minute)
		want := map[string]store.Seen{
			"cmaa/1": {Times: 1, Last: at, Answered: at, Right: true, LastRight: at},
			"cmaa/2": {Times: 1, Last: at, Answered: at},
			"cmaa/3": {Times: 1, Last: at},
		}
		for item, w := range want {
			if seen[item] != w {
				t.Errorf("%s: %+v, want %+v", item, seen[item], w)
			}
		}
		open, err := db.OpenItems(ctx, ana)
		if is(t, err, nil); len(open) != 3 || open[0] != (store.OpenItem{Attempt: id, Mode: "drill", Item: "cmaa/1", Locked: true}) {
			t.Errorf("%+v", open)
		}
	})
}

// Saves that say everything, in any order and any number of times, from two
// processes, one after another or at once: each is acknowledged, and the one
// with the highest Seq is kept.
func TestHighestSeqWins(t *testing.T) {
	for _, engine := range storetest.Engines(t) {
		t.Run(engine, func(t *testing.T) {
			dsn := storetest.DSN(t, engine)
			pools := []*store.DB{storetest.Reopen(t, dsn), storetest.Reopen(t, dsn)}
			ana := newGuest(t, pools[0])
			runs := 0
			rapid.Check(t, func(r *rapid.T) {
				runs++
				id := start(t, pools[0], drawn(ana, "", fmt.Sprint("run", runs), 1, 0))
				top := rapid.IntRange(1, 8).Draw(r, "saves")
				schedule := rapid.SliceOfN(rapid.IntRange(1, top), 1, 20).Draw(r, "schedule")
				for seq := range top {
					schedule = append(schedule, seq+1)
				}
				schedule = rapid.Permutation(schedule).Draw(r, "order")
				atOnce := rapid.Bool().Draw(r, "at once")
				done := make(chan error, len(schedule))
				for i, seq := range schedule {
					save := store.Save{Person: ana, Attempt: id, N: 1, Seq: int64(seq), Choice: store.Set(fmt.Sprint("choice ", seq)), Flagged: store.Set(seq%2 == 0)}
					send := func() {
						_, err := pools[i%2].SaveAnswer(t.Context(), save, noon)
						done <- err
					}
					if atOnce {
						go send()
					} else {
						send()
					}
				}
				for range schedule {
					if err := <-done; err != nil {
						r.Fatal(err)
					}
				}
				item, err := pools[1].AttemptItem(t.Context(), ana, id, 1)
				if err != nil || item.Answer.Seq != int64(top) || item.Answer.Choice != fmt.Sprint("choice ", top) || item.Answer.Flagged != (top%2 == 0) {
					r.Fatalf("%+v, %v; want %d", item.Answer, err, top)
				}
				record, err := pools[1].Saves(t.Context(), ana, id)
				if err != nil || len(record) != top {
					r.Fatalf("%d saves in the record, %v; want %d", len(record), err, top)
				}
			})
		})
	}
}

// Saves that say a part, in any order: what is kept follows a model that is read
// off the words of SaveAnswer.
func TestPartialSaves(t *testing.T) {
	for _, engine := range storetest.Engines(t) {
		t.Run(engine, func(t *testing.T) {
			db := storetest.Open(t, engine)
			ana := newGuest(t, db)
			runs := 0
			rapid.Check(t, func(r *rapid.T) {
				runs++
				id := start(t, db, drawn(ana, "", fmt.Sprint("run", runs), 1, 0))
				rows := map[int64]store.Answer{} // the record, as the model has it
				highest := func(below int64) (a store.Answer) {
					for seq, row := range rows {
						if seq < below && seq > a.Seq {
							a = row
						}
					}
					return a
				}
				for range rapid.IntRange(1, 12).Draw(r, "saves") {
					s := store.Save{Person: ana, Attempt: id, N: 1, Seq: rapid.Int64Range(0, 8).Draw(r, "seq")}
					s.Choice = store.Field[string]{Given: rapid.Bool().Draw(r, "choice given"), Value: rapid.SampledFrom([]string{"", "a", "b"}).Draw(r, "choice")}
					s.Flagged = store.Field[bool]{Given: rapid.Bool().Draw(r, "flag given"), Value: rapid.Bool().Draw(r, "flag")}
					s.Struck = store.Field[string]{Given: rapid.Bool().Draw(r, "struck given"), Value: rapid.SampledFrom([]string{"", "c"}).Draw(r, "struck")}
					s.Confidence = store.Field[string]{Given: rapid.Bool().Draw(r, "confidence given"), Value: rapid.SampledFrom([]string{"", "sure"}).Draw(r, "confidence")}
					k, err := db.SaveAnswer(t.Context(), s, noon)
					if err != nil {
						r.Fatal(err)
					}
					if s.Seq == 0 {
						s.Seq = highest(1<<62).Seq + 1
					}
					says := highest(s.Seq)
					says.Seq = s.Seq
					if s.Choice.Given {
						says.Choice = s.Choice.Value
					}
					if s.Flagged.Given {
						says.Flagged = s.Flagged.Value
					}
					if s.Struck.Given {
						says.Struck = s.Struck.Value
					}
					if s.Confidence.Given {
						says.Confidence = s.Confidence.Value
					}
					if _, there := rows[s.Seq]; !there {
						rows[s.Seq] = says
					}
					want := highest(1 << 62)
					answered := 0
					if want.Choice != "" {
						answered = 1
					}
					k.At = time.Time{}
					if k.Answer != want || k.Applied != (want == says) || k.Answered != answered {
						r.Fatalf("%+v; want %+v applied %v answered %d", k, want, want == says, answered)
					}
				}
			})
		})
	}
}
