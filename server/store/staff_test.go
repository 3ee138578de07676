package store_test

import (
	"sync"
	"testing"
	"time"

	"frontdesk/server/store"
	"frontdesk/server/store/storetest"
)

func TestSetFactor(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, ana, staff := t.Context(), newMember(t, db, "ana"), newMember(t, db, "staff")
		before, err := db.Person(ctx, ana)
		is(t, err, nil)
		later := noon.Add(48 * time.Hour)
		is(t, db.SetFactor(ctx, staff, ana, 1.25, later), nil)
		is(t, db.SetFactor(ctx, staff, ana, 1.25, later), nil)
		p, err := db.Person(ctx, ana)
		if is(t, err, nil); p.Factor != 1.25 || !p.Seen.Equal(before.Seen) {
			t.Errorf("%+v", p)
		}
		is(t, db.SetFactor(ctx, staff, ana, 1, later), nil)
		is(t, db.SetFactor(ctx, staff, newGuest(t, db), 2, later), store.ErrNotFound)
		is(t, db.SetFactor(ctx, staff, "nobody", 2, later), store.ErrNotFound)
		auditIs(t, db, "create account, create account, set time factor, set time factor")
		count(t, db, "SELECT COUNT(*) FROM audit WHERE was = '1' AND became = '1.25' OR was = '1.25' AND became = '1'", 2)
	})
}

// TestGrant: the deadline moves, saves inside the stretched time count, the sweeper leaves the attempt alone until the new
// end, and it then ends there.
func TestGrant(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, ana, staff := t.Context(), newGuest(t, db), newMember(t, db, "staff")
		id := start(t, db, drawn(ana, "k1", "mock", 3, 10))
		end := noon.Add(10 * time.Minute)
		a, err := db.Grant(ctx, staff, ana, id, 0, 20*time.Minute, end.Add(store.Grace)) // in the last of its grace
		if is(t, err, nil); a.Granted != 20*time.Minute || !a.Deadline.Equal(end) || !a.Ends().Equal(end.Add(20*time.Minute)) {
			t.Errorf("%+v", a)
		}
		_, err = db.Grant(ctx, staff, ana, id, 0, 20*time.Minute, end) // pressed twice
		is(t, err, store.ErrChanged)
		kept, err := db.SaveAnswer(ctx, store.Save{Person: ana, Attempt: id, N: 1, Seq: 1, Choice: store.Set("a")}, end.Add(15*time.Minute))
		if is(t, err, nil); kept.InGrace || !kept.Applied || !kept.Ends.Equal(end.Add(20*time.Minute)) {
			t.Errorf("%+v", kept)
		}
		a, err = db.CloseOverdue(ctx, ana, id, end.Add(15*time.Minute))
		if is(t, err, nil); !a.Submitted.IsZero() {
			t.Errorf("closed before the new end: %+v", a)
		}
		a, err = db.Grant(ctx, staff, ana, id, 20*time.Minute, time.Minute, end.Add(15*time.Minute))
		if is(t, err, nil); a.Granted != 21*time.Minute {
			t.Errorf("%+v", a)
		}
		over := end.Add(21*time.Minute + store.Grace)
		_, err = db.Grant(ctx, staff, ana, id, 21*time.Minute, time.Minute, over.Add(time.Millisecond)) // over, though nobody closed it
		is(t, err, store.ErrClosed)
		a, err = db.CloseOverdue(ctx, ana, id, over.Add(time.Millisecond))
		if is(t, err, nil); !a.Submitted.Equal(end.Add(21*time.Minute)) || !a.RanOut() {
			t.Errorf("%+v", a)
		}
		_, err = db.Grant(ctx, staff, ana, id, 21*time.Minute, time.Minute, noon)
		is(t, err, store.ErrClosed)
		auditIs(t, db, "create account, grant time, grant time")
		count(t, db, "SELECT COUNT(*) FROM audit WHERE action = 'grant time' AND was = '20m0s' AND became = '21m0s' AND object = '"+id+"'", 1)

		untimed := start(t, db, drawn(ana, "k2", "drill", 3, 0))
		_, err = db.Grant(ctx, staff, ana, untimed, 0, time.Minute, noon)
		is(t, err, store.ErrUntimed)
		gone := start(t, db, drawn(ana, "k3", "half", 3, 10))
		is(t, db.Void(ctx, staff, gone, "fire alarm", noon), nil)
		_, err = db.Grant(ctx, staff, ana, gone, 0, time.Minute, noon)
		is(t, err, store.ErrClosed)
		for _, nobody := range [][2]string{{ana, "nothing"}, {newGuest(t, db), id}} {
			_, err = db.Grant(ctx, staff, nobody[0], nobody[1], 0, time.Minute, noon)
			is(t, err, store.ErrNotFound)
		}
	})
}

// TestGrantOnce: of many presses of one button, in two processes, one gives the time.
func TestGrantOnce(t *testing.T) {
	for _, engine := range storetest.Engines(t) {
		t.Run(engine, func(t *testing.T) {
			dsn := storetest.DSN(t, engine)
			db, other := storetest.Reopen(t, dsn), storetest.Reopen(t, dsn)
			ctx, ana, staff := t.Context(), newGuest(t, db), newMember(t, db, "staff")
			id := start(t, db, drawn(ana, "k1", "mock", 3, 10))
			var wg sync.WaitGroup
			var mu sync.Mutex
			given := 0
			for i := range 20 {
				wg.Go(func() {
					_, err := []*store.DB{db, other}[i%2].Grant(ctx, staff, ana, id, 0, 5*time.Minute, noon)
					mu.Lock()
					defer mu.Unlock()
					if err == nil {
						given++
					} else {
						is(t, err, store.ErrChanged)
					}
				})
			}
			wg.Wait()
			a, err := db.Attempt(ctx, ana, id)
			if is(t, err, nil); given != 1 || a.Granted != 5*time.Minute {
				t.Errorf("%d presses gave %v", given, a.Granted)
			}
		})
	}
}

func TestVoid(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, ana, staff := t.Context(), newGuest(t, db), newMember(t, db, "staff")
		id := start(t, db, drawn(ana, "k1", "mock", 3, 10))
		is(t, db.Void(ctx, staff, id, "fire alarm", noon), nil)
		is(t, db.Void(ctx, staff, id, "again", noon.Add(time.Hour)), nil)
		is(t, db.Void(ctx, staff, "nothing", "x", noon), store.ErrNotFound)
		a, err := db.Attempt(ctx, ana, id)
		if is(t, err, nil); a.VoidReason != "fire alarm" || a.VoidedBy != "STAFF" || !a.Voided.Equal(noon) || a.Open(noon) {
			t.Errorf("%+v", a)
		}
		_, err = db.SaveAnswer(ctx, store.Save{Person: ana, Attempt: id, N: 1, Seq: 1}, noon)
		is(t, err, store.ErrClosed)
		_, err = db.SaveAnswer(ctx, store.Save{Person: ana, Attempt: id, N: 1, Seq: 1}, noon.Add(time.Hour))
		is(t, err, store.ErrClosed)
		_, err = db.CloseAttempt(ctx, ana, id, noon)
		is(t, err, store.ErrClosed)
		_, err = db.AppendGrade(ctx, ana, id, 0, store.Grade{At: noon})
		is(t, err, store.ErrClosed)
		due, err := db.DueForClosing(ctx, noon.Add(time.Hour))
		if is(t, err, nil); len(due) != 0 {
			t.Errorf("%+v", due)
		}
		count(t, db, "SELECT COUNT(*) FROM answers", 0)
		start(t, db, drawn(ana, "k2", "mock", 3, 10)) // the place is free again
		auditIs(t, db, "create account, void attempt")
	})
}
