package store_test

import (
	"testing"
	"time"

	"frontdesk/server/store"
)

func TestLeave(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, ana, ben := t.Context(), newMember(t, db, "ana"), newMember(t, db, "ben")
		week := noon.AddDate(0, 0, 7)
		id := start(t, db, drawn(ana, "k1", "drill", 2, 0))
		is(t, db.FollowTrack(ctx, ana, "cmaa/new-hire", noon), nil)
		is(t, db.Rename(ctx, ana, ana, "Ana Diaz", noon), nil)
		token, err := db.NewSession(ctx, ana, "password", week, noon)
		is(t, err, nil)

		is(t, db.Leave(ctx, ana, week, noon), nil)
		_, err = db.Session(ctx, token, noon)
		is(t, err, store.ErrNotFound)
		erased(t, db, week.Add(-time.Second), 0)

		stays, err := db.Stay(ctx, ana, noon)
		if is(t, err, nil); !stays {
			t.Error("there was something to take back")
		}
		if again, err := db.Stay(ctx, ana, noon); err != nil || again {
			t.Errorf("%v, %v: nothing is left to take back", again, err)
		}
		erased(t, db, week.AddDate(1, 0, 0), 0)

		is(t, db.Leave(ctx, ana, week, noon), nil)
		erased(t, db, week, 1)
		_, err = db.Person(ctx, ana)
		is(t, err, store.ErrNotFound)
		_, err = db.AccountByLogin(ctx, "ana")
		is(t, err, store.ErrNotFound)
		_, err = db.Attempt(ctx, ana, id)
		is(t, err, store.ErrNotFound)
		is(t, db.Leave(ctx, ana, week, week), store.ErrNotFound)
		entries, n, err := db.Audit(ctx, store.AuditFilter{})
		is(t, err, nil)
		for _, e := range entries {
			if e.By == "Ana Diaz" || e.Of == "Ana Diaz" || e.Became == "Ana Diaz" || e.Was == "ana" {
				t.Errorf("%+v still has the name", e)
			}
		}
		if n != 7 || entries[0].Action != "erased" {
			t.Errorf("%d entries, the newest %+v", n, entries[0])
		}
		if people, err := db.ListPeople(ctx); err != nil || len(people) != 1 || people[0].ID != ben {
			t.Errorf("%+v, %v", people, err)
		}
	})
}

func erased(t *testing.T, db *store.DB, now time.Time, want int) {
	t.Helper()
	n, err := db.EraseLeaving(t.Context(), now)
	if is(t, err, nil); n != want {
		t.Errorf("%d erased, want %d", n, want)
	}
}

func TestLastOwnerStays(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, ana, ben, guest := t.Context(), newMember(t, db, "ana"), newMember(t, db, "ben"), newGuest(t, db)
		week := noon.AddDate(0, 0, 7)
		is(t, db.Leave(ctx, guest, week, noon), store.ErrNotFound)
		is(t, db.SetRole(ctx, store.Shell, ana, store.Owner, noon), nil)
		is(t, db.Leave(ctx, ana, week, noon), store.ErrLastOwner)
		is(t, db.SetRole(ctx, store.Shell, ben, store.Owner, noon), nil)
		is(t, db.Leave(ctx, ana, week, noon), nil)
		is(t, db.SetRole(ctx, store.Shell, ben, store.Learner, noon), nil) // in the meantime
		erased(t, db, week, 0)
		is(t, db.SetRole(ctx, store.Shell, ben, store.Owner, noon), nil)
		erased(t, db, week, 1)
	})
}

func TestAudit(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, ana, ben := t.Context(), newMember(t, db, "ana"), newMember(t, db, "ben")
		is(t, db.SetFactor(ctx, ana, ben, 1.5, noon.Add(time.Hour)), nil)
		is(t, db.Rename(ctx, ben, ben, "Ben", noon.Add(2*time.Hour)), nil)
		for name, tc := range map[string]struct {
			filter store.AuditFilter
			want   int
		}{
			"all":      {store.AuditFilter{}, 4},
			"action":   {store.AuditFilter{Action: "rename"}, 1},
			"by or of": {store.AuditFilter{People: []string{ana}}, 2},
			"two":      {store.AuditFilter{People: []string{ana, ben}}, 4},
			"from":     {store.AuditFilter{From: noon.Add(time.Hour)}, 2},
			"until":    {store.AuditFilter{Until: noon.Add(time.Hour)}, 2},
			"none":     {store.AuditFilter{People: []string{"x' OR 1=1"}}, 0},
		} {
			entries, n, err := db.Audit(ctx, tc.filter)
			if is(t, err, nil); n != tc.want || len(entries) != tc.want {
				t.Errorf("%s: %d of %d entries, want %d", name, len(entries), n, tc.want)
			}
		}
		page, n, err := db.Audit(ctx, store.AuditFilter{Skip: 1, Most: 2})
		if is(t, err, nil); n != 4 || len(page) != 2 || page[0].Action != "set time factor" || page[0].By != "ANA" || page[0].Of != "Ben" || page[0].Became != "1.5" {
			t.Errorf("%d, %+v", n, page)
		}
		actions, err := db.AuditActions(ctx)
		if is(t, err, nil); len(actions) != 3 {
			t.Errorf("%v", actions)
		}
	})
}
