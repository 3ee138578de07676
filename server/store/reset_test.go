package store_test

import (
	"testing"
	"time"

	"frontdesk/server/store"
)

func TestNewLearnerLink(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, cora, ana := t.Context(), newMember(t, db, "cora"), newMember(t, db, "ana")
		here, there := newClass(t, db, cora, "Here"), newClass(t, db, cora, "There")
		link := func(class string, person string) (string, error) {
			return db.NewLearnerLink(ctx, cora, class, person, "reset-learner", noon.Add(time.Hour), noon)
		}
		_, err := link(here.ID, ana)
		is(t, err, store.ErrNotFound)
		is(t, db.PutMember(ctx, cora, here.ID, ana, store.Learner, noon), nil)
		_, err = link(here.ID, ana)
		is(t, err, store.ErrAdded)
		is(t, db.EndMember(ctx, cora, here.ID, ana, noon), nil)
		_, err = db.Join(ctx, here.Code, ana, noon)
		is(t, err, nil)
		_, err = link(there.ID, ana)
		is(t, err, store.ErrNotFound)
		_, err = link("nowhere", ana)
		is(t, err, store.ErrNotFound)
		older, err := link(here.ID, ana)
		is(t, err, nil)
		newer, err := link(here.ID, ana)
		is(t, err, nil)
		_, err = db.Session(ctx, older, noon)
		is(t, err, store.ErrNotFound)
		row, err := db.Session(ctx, newer, noon)
		if is(t, err, nil); row.Kind != "reset-learner" || row.Person.ID != ana {
			t.Errorf("%+v", row)
		}
		for class, want := range map[string]int{here.ID: 2, there.ID: 0} {
			if _, n, err := db.Audit(ctx, store.AuditFilter{Class: class, Action: "make password link"}); err != nil || n != want {
				t.Errorf("%d entries, %v; want %d", n, err, want)
			}
		}
		is(t, db.PutMember(ctx, cora, there.ID, ana, store.Coordinator, noon), nil)
		_, err = link(here.ID, ana)
		is(t, err, store.ErrStaff)
		is(t, db.OnlyLearner(ctx, ana), store.ErrStaff)
		is(t, db.EndMember(ctx, cora, there.ID, ana, noon), nil)
		is(t, db.OnlyLearner(ctx, ana), nil)
		is(t, db.SetRole(ctx, store.Shell, ana, store.Admin, noon), nil)
		_, err = link(here.ID, ana)
		is(t, err, store.ErrStaff)
		is(t, db.SetRole(ctx, store.Shell, ana, store.Learner, noon), nil)
		is(t, db.EndMember(ctx, cora, here.ID, ana, noon), nil)
		_, err = link(here.ID, ana)
		is(t, err, store.ErrNotFound)
		guest := newGuest(t, db)
		is(t, db.PutMember(ctx, cora, here.ID, guest, store.Learner, noon), nil)
		_, err = link(here.ID, guest)
		is(t, err, store.ErrNotFound)
	})
}
