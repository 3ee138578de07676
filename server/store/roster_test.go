package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/server/store"
	"frontdesk/server/store/storetest"
)

// steps are what a plan does, in short.
func steps(plan store.RosterPlan) string {
	var all []string
	for _, c := range plan {
		all = append(all, c.Login+" "+string(c.Step))
	}
	return strings.Join(all, ", ")
}

func run(t testing.TB, db *store.DB, r store.Roster) store.RosterPlan {
	t.Helper()
	plan, err := db.PlanRoster(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	done, err := db.RunRoster(t.Context(), r, plan.Digest(), "reset", noon.AddDate(0, 0, 14), noon)
	if err != nil {
		t.Fatal(err)
	}
	if steps(done) != steps(plan) {
		t.Errorf("done: %s; planned: %s", steps(done), steps(plan))
	}
	return done
}

func TestRoster(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, cora := t.Context(), newMember(t, db, "cora")
		c := newClass(t, db, cora, "New hires")
		ids := map[string]string{"cora": cora}
		for login, role := range map[string]store.Role{"same": store.Learner, "role": store.Learner, "left": store.Instructor, "out": store.Learner, "absent": store.Learner, "teacher": store.Instructor, "listed": store.Learner, "add": ""} {
			ids[login] = newMember(t, db, login)
			if role != "" {
				is(t, db.PutMember(ctx, cora, c.ID, ids[login], role, noon), nil)
			}
		}
		is(t, db.EndMember(ctx, cora, c.ID, ids["left"], noon), nil)
		row := func(login string, role store.Role) store.RosterRow {
			return store.RosterRow{Row: 2, Name: "From the file", Login: login, Role: role}
		}
		out := row("OUT", store.Learner)
		out.Out = true
		never := row("never", store.Learner)
		never.Out = true
		r := store.Roster{Class: c.ID, Actor: cora, Leave: true, Rows: []store.RosterRow{row("New", store.Learner), row("same", store.Learner), row("role", store.Instructor),
			row("left", store.Learner), out, never, row("Add", store.Coordinator), row("cora", store.Learner), row("Listed", store.Learner)}}
		want := "New new, same same, role role, left return, OUT out, Add add, cora own, Listed same, absent out"
		plan, err := db.PlanRoster(ctx, r)
		if is(t, err, nil); steps(plan) != want {
			t.Errorf("%s; want %s", steps(plan), want)
		}
		count(t, db, "SELECT COUNT(*) FROM accounts WHERE login = 'new'", 0)
		_, before, _ := db.Audit(ctx, store.AuditFilter{})

		// What was planned for another state is refused, whole.
		is(t, db.EndMember(ctx, cora, c.ID, ids["role"], noon), nil)
		_, err = db.RunRoster(ctx, r, plan.Digest(), "reset", noon.AddDate(0, 0, 14), noon)
		is(t, err, store.ErrChanged)
		is(t, db.ReturnMember(ctx, cora, c.ID, ids["role"], noon), nil)
		count(t, db, "SELECT COUNT(*) FROM accounts WHERE login = 'new'", 0)

		done := run(t, db, r)
		account, err := db.AccountByLogin(ctx, "new")
		if is(t, err, nil); account.Hash != "" || account.Name != "From the file" || account.Role != store.Learner || done[0].Person != account.Person {
			t.Errorf("%+v, %+v", account, done[0])
		}
		link, err := db.Session(ctx, done[0].Token, noon.AddDate(0, 0, 13))
		if is(t, err, nil); link.Kind != "reset" || link.Person.ID != account.Person {
			t.Errorf("%+v", link)
		}
		ids["new"] = account.Person
		for login, role := range map[string]store.Role{"new": store.Learner, "same": store.Learner, "role": store.Instructor, "left": store.Learner, "out": "", "absent": "", "add": store.Coordinator, "cora": store.Coordinator, "teacher": store.Instructor, "listed": store.Learner} {
			if got := roleIn(t, db, c.ID, ids[login]); got != role {
				t.Errorf("%s is %q, want %q", login, got, role)
			}
		}
		kept, err := db.AccountByLogin(ctx, "add")
		if is(t, err, nil); kept.Name != "ADD" {
			t.Errorf("a list has renamed somebody: %+v", kept)
		}
		_, after, _ := db.Audit(ctx, store.AuditFilter{})
		if after-before != 2+7 { // leaving and returning above; new counts twice
			t.Errorf("%d entries", after-before)
		}
		if _, in, _ := db.Audit(ctx, store.AuditFilter{Class: c.ID, Action: "add to class"}); in != 7+3 { // above, and new, role and add
			t.Errorf("%d entries of the class", in)
		}
		if _, in, _ := db.Audit(ctx, store.AuditFilter{Class: c.ID, Action: "leave class"}); in != 2+2 {
			t.Errorf("%d entries of the class", in)
		}
		again := run(t, db, r)
		if _, n, _ := db.Audit(ctx, store.AuditFilter{}); n != after || slices.ContainsFunc(again, func(c store.RosterChange) bool { return c.Step != store.RosterSame && c.Step != store.RosterOwn }) {
			t.Errorf("again: %s, %d entries more", steps(again), n-after)
		}
		_, err = db.RunRoster(ctx, store.Roster{Class: "x", Actor: cora}, store.RosterPlan(nil).Digest(), "reset", noon, noon)
		is(t, err, store.ErrNotFound)
	})
}

// TestRosterWithoutRoles: where a list names no role, people in the class keep theirs, and others become learners.
func TestRosterWithoutRoles(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, cora := t.Context(), newMember(t, db, "cora")
		c := newClass(t, db, cora, "New hires")
		ids := map[string]string{"cora": cora}
		r := store.Roster{Class: c.ID, Actor: cora, Rows: []store.RosterRow{{Row: 2, Name: "New", Login: "new"}, {Row: 3, Name: "Cora", Login: "cora"}}}
		for login, role := range map[string]store.Role{"teacher": store.Instructor, "left": store.Instructor, "learner": store.Learner, "add": ""} {
			ids[login] = newMember(t, db, login)
			if role != "" {
				is(t, db.PutMember(ctx, cora, c.ID, ids[login], role, noon), nil)
			}
		}
		is(t, db.EndMember(ctx, cora, c.ID, ids["left"], noon), nil)
		for i, login := range []string{"teacher", "left", "learner", "add"} {
			r.Rows = append(r.Rows, store.RosterRow{Row: 4 + i, Name: "From the file", Login: login})
		}
		done := run(t, db, r)
		if want := "new new, cora same, teacher same, left return, learner same, add add"; steps(done) != want {
			t.Errorf("%s; want %s", steps(done), want)
		}
		ids["new"] = done[0].Person
		for login, role := range map[string]store.Role{"cora": store.Coordinator, "teacher": store.Instructor, "left": store.Learner, "learner": store.Learner, "add": store.Learner, "new": store.Learner} {
			if got := roleIn(t, db, c.ID, ids[login]); got != role {
				t.Errorf("%s is %q, want %q", login, got, role)
			}
		}
	})
}

// TestRosterFlawed: while a list has rows that cannot be used, nobody leaves, neither who is not in it nor who it says.
func TestRosterFlawed(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		cora := newMember(t, db, "cora")
		c := newClass(t, db, cora, "New hires")
		for _, login := range []string{"ana", "out"} {
			is(t, db.PutMember(t.Context(), cora, c.ID, newMember(t, db, login), store.Learner, noon), nil)
		}
		r := store.Roster{Class: c.ID, Actor: cora, Leave: true, Flawed: true, Rows: []store.RosterRow{{Row: 2, Name: "New", Login: "new"}, {Row: 3, Name: "Out", Login: "out", Out: true}}}
		if got, want := steps(run(t, db, r)), "new new, out same"; got != want {
			t.Errorf("%s; want %s", got, want)
		}
		r.Flawed = false
		if got, want := steps(run(t, db, r)), "new same, out out, ana out"; got != want {
			t.Errorf("%s; want %s", got, want)
		}
	})
}

// TestRosterAtOnce: of two who run one list at once, both are told the truth, and everybody is there once.
func TestRosterAtOnce(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, cora := t.Context(), newMember(t, db, "cora")
		one, two := newClass(t, db, cora, "One"), newClass(t, db, cora, "Two")
		var rows []store.RosterRow
		for i := range 30 {
			rows = append(rows, store.RosterRow{Row: i + 2, Name: "Ana", Login: fmt.Sprintf("ana%d", i), Role: store.Learner})
		}
		results, planned := make(chan error, 4), make(chan struct{})
		for _, class := range []string{one.ID, one.ID, two.ID, two.ID} {
			r := store.Roster{Class: class, Actor: cora, Rows: rows}
			plan, err := db.PlanRoster(ctx, r)
			is(t, err, nil)
			go func() {
				<-planned
				_, err := db.RunRoster(ctx, r, plan.Digest(), "reset", noon.Add(time.Hour), noon)
				results <- err
			}()
		}
		close(planned)
		done := 0
		for range 4 {
			if err := <-results; err == nil {
				done++
			} else {
				is(t, err, store.ErrChanged)
			}
		}
		if done != 1 {
			t.Errorf("%d of four have made the same accounts", done)
		}
		count(t, db, "SELECT COUNT(*) FROM accounts", 31)
		count(t, db, "SELECT COUNT(*) FROM members", 32)
	})
}

// longList is a list of 5,000 new people.
func longList(class, actor string) store.Roster {
	r := store.Roster{Class: class, Actor: actor}
	for i := range 5000 {
		r.Rows = append(r.Rows, store.RosterRow{Row: i + 2, Name: "Ana", Login: fmt.Sprintf("ana%d", i), Role: store.Learner})
	}
	return r
}

// TestRosterOf5000: twice in a row changes nothing the second time.
func TestRosterOf5000(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		cora := newMember(t, db, "cora")
		r := longList(newClass(t, db, cora, "New hires").ID, cora)
		r.Leave = true
		run(t, db, r)
		_, before, _ := db.Audit(t.Context(), store.AuditFilter{})
		for _, c := range run(t, db, r) {
			if c.Step != store.RosterSame || c.Token != "" {
				t.Fatalf("%+v", c)
			}
		}
		if _, after, _ := db.Audit(t.Context(), store.AuditFilter{}); after != before {
			t.Errorf("%d entries more", after-before)
		}
		count(t, db, "SELECT COUNT(*) FROM accounts", 5001)
		count(t, db, "SELECT COUNT(*) FROM members", 5001)
		count(t, db, "SELECT COUNT(*) FROM sessions", 5000)
	})
}

// BenchmarkRoster is a list of 5,000 new people: what it costs to preview it, to run it and to run it again, beside the
// floor, which is the same rows as bare inserts into the same tables in one transaction. The times are in milliseconds.
func BenchmarkRoster(b *testing.B) {
	for _, engine := range storetest.Engines(b) {
		b.Run(engine, func(b *testing.B) {
			var preview, first, again, floor time.Duration
			for b.Loop() {
				db := storetest.Open(b, engine)
				cora, err := db.CreateAccount(b.Context(), store.Shell, store.NewAccount{Name: "Cora", Login: "cora", Role: store.Coordinator}, noon)
				if err != nil {
					b.Fatal(err)
				}
				r := longList(newClass(b, db, cora, "New hires").ID, cora)
				var plan store.RosterPlan
				preview += timed(b, func() (err error) { plan, err = db.PlanRoster(b.Context(), r); return err })
				runs := func() error {
					_, err := db.RunRoster(b.Context(), r, plan.Digest(), "reset", noon.AddDate(0, 0, 14), noon)
					return err
				}
				first += timed(b, runs)
				if plan, err = db.PlanRoster(b.Context(), r); err != nil {
					b.Fatal(err)
				}
				again += timed(b, runs)

				bare := storetest.Open(b, engine)
				if cora, err = bare.CreateAccount(b.Context(), store.Shell, store.NewAccount{Name: "Cora", Login: "cora", Role: store.Coordinator}, noon); err != nil {
					b.Fatal(err)
				}
				class := newClass(b, bare, cora, "New hires").ID
				floor += timed(b, func() error { return bare.RosterFloor(class, len(r.Rows), noon) })
			}
			for unit, d := range map[string]time.Duration{"preview-ms": preview, "run-ms": first, "again-ms": again, "floor-ms": floor} {
				b.ReportMetric(float64(d.Milliseconds())/float64(b.N), unit)
			}
			b.ReportMetric(float64(first)/float64(floor), "run/floor")
			b.ReportMetric(0, "ns/op") // of making databases, mostly
		})
	}
}

func timed(b *testing.B, f func() error) time.Duration {
	begun := time.Now()
	if err := f(); err != nil {
		b.Fatal(err)
	}
	return time.Since(begun)
}
