package store_test

import (
	"sync/atomic"
	"testing"

	"frontdesk/server/store"
	"frontdesk/server/store/storetest"
)

// Two transactions that wait for each other: PostgreSQL undoes one, and the
// store runs it again.
func TestDeadlockIsRunAgain(t *testing.T) {
	db := storetest.Open(t, "postgres")
	people := []string{newGuest(t, db), newGuest(t, db)}
	var runs atomic.Int64
	met := [2]chan bool{make(chan bool), make(chan bool)}
	results := make(chan error, 2)
	for i := range 2 {
		go func() {
			first := true
			results <- db.Write(func(exec func(string, ...any) error) error {
				runs.Add(1)
				if err := exec("UPDATE people SET prefs = prefs || '1' WHERE id = ?1", people[i]); err != nil {
					return err
				}
				if first { // each holds one row before either asks for the other
					first = false
					close(met[i])
					<-met[1-i]
				}
				return exec("UPDATE people SET prefs = prefs || '2' WHERE id = ?1", people[1-i])
			})
		}()
	}
	for range 2 {
		is(t, <-results, nil)
	}
	if runs.Load() != 3 {
		t.Errorf("%d runs", runs.Load())
	}
	for _, id := range people {
		p, err := db.Person(t.Context(), id)
		is(t, err, nil)
		if len(p.Prefs) != len("{}12") {
			t.Errorf("prefs %s", p.Prefs)
		}
	}
}

// A server that goes away is an outage to who was using it; who comes after it
// is back is served.
func TestConnectionLost(t *testing.T) {
	db := storetest.Open(t, "postgres")
	is(t, db.Exec("SELECT pg_terminate_backend(pg_backend_pid())"), store.ErrUnavailable)
	newGuest(t, db)
}
