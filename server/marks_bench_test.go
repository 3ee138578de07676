package server

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"frontdesk/server/classwork"
	"frontdesk/server/store"
	"frontdesk/server/store/storetest"
)

// wholeSchool is a class of learners with graded attempts, one of each at each piece of work, and its coordinator. The
// attempts are written bare, for there are 18,000.
func wholeSchool(b *testing.B, c *clinic, pool *sql.DB, engine string, learners, works int) (class store.Class, cora string) {
	ctx := b.Context()
	cora = c.account("cora", store.Coordinator)
	id, err := c.db.NewClass(ctx, cora, store.Class{Name: "Everybody", Zone: "America/Chicago"}, c.Now())
	if err != nil {
		b.Fatal(err)
	}
	var given []store.Assignment
	for i := range works {
		given = append(given, store.Assignment{Class: id, Kind: classwork.Half, Title: fmt.Sprintf("Half exam %d", i+1), Everyone: true, Zone: "America/Chicago", Weight: 1 + i%3,
			Rules: []store.Rule{{Scope: store.RuleWork, Field: classwork.Due, Value: opening.AddDate(0, 0, i-works/2).Format(classwork.Layout)},
				{Scope: store.RuleLabel, Target: "evening", Field: classwork.Due, Value: opening.AddDate(0, 0, i).Format(classwork.Layout)}}})
	}
	if err := c.db.NewAssignments(ctx, cora, given, c.Now()); err != nil {
		b.Fatal(err)
	}
	if given, err = c.db.Assignments(ctx, id); err != nil {
		b.Fatal(err)
	}
	var people []string
	for n := range learners {
		people = append(people, c.account(fmt.Sprintf("learner%03d", n), store.Learner))
		c.put(store.Class{ID: id}, people[n], store.Learner)
	}
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		b.Fatal(err)
	}
	defer tx.Rollback()
	write := func(query string, args ...any) {
		if engine == string(store.Postgres) {
			query = strings.ReplaceAll(query, "?", "$")
		}
		if _, err := tx.ExecContext(ctx, query, args...); err != nil {
			b.Fatal(err)
		}
	}
	for n, person := range people {
		for i, w := range given {
			attempt, at := fmt.Sprintf("ATTEMPT%010d%09d", n, i), opening.AddDate(0, 0, i%30-40).UnixMilli()+int64(n)
			write(`INSERT INTO attempts (id, person, key, mode, course, title, blueprint, bank_version, course_version, assignment, policy, seed, seen_count, started, deadline, submitted, graded)
				VALUES (?1, ?2, ?1, 'half', 'cmaa', 'Half exam', 'b', 'b', 'c', ?3, '{}', 1, 0, ?4, ?5, ?6, ?6)`, attempt, person, w.ID, at, at+3600000, at+60000)
			write("INSERT INTO grades (attempt, no, policy, at, correct, scored, answered, detail) VALUES (?1, 1, 'first', ?2, ?3, 55, 55, ?4)", attempt, at+60000, (n*7+i*3)%56,
				strings.Repeat("0123456789", 300)) // as much as the detail of a half exam
		}
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
	if engine == string(store.Postgres) { // as the server does on its own within a minute of such a change
		if _, err := pool.ExecContext(ctx, "ANALYZE"); err != nil {
			b.Fatal(err)
		}
	}
	if class, _, err = c.db.ClassFor(ctx, id, ""); err != nil {
		b.Fatal(err)
	}
	return class, cora
}

// BenchmarkGradebook is the marks of 300 learners for 60 pieces of work, part by part, beside reading the same rows bare.
func BenchmarkGradebook(b *testing.B) {
	for _, engine := range storetest.Engines(b) {
		b.Run(engine, func(b *testing.B) {
			dsn := storetest.DSN(b, engine)
			c := openOver(b, storetest.Reopen(b, dsn))
			driver := map[string]string{string(store.SQLite): "sqlite3", string(store.Postgres): "pgx"}[engine]
			pool, err := sql.Open(driver, dsn)
			if err != nil {
				b.Fatal(err)
			}
			defer pool.Close()
			class, coordinator := wholeSchool(b, c, pool, engine, 300, 60)
			cora := c.signedIn(coordinator, kindPassword)
			target := "/classes/" + class.ID + "/marks?all=1"
			record, err := c.db.RecordOfClass(b.Context(), class.ID)
			if err != nil {
				b.Fatal(err)
			}
			people, _ := c.db.PeopleOf(b.Context(), class.ID)
			given, _ := c.db.Assignments(b.Context(), class.ID)
			var works []classwork.Work
			for _, a := range given {
				works = append(works, c.assignedWork(a))
			}
			g := gradebook{zone: zoneOf(class), Book: classwork.NewBook(works, learnersOf(people), record, c.Now())}
			for _, part := range []struct {
				name string
				do   func() error
			}{
				{"floor", func() error { return bareRows(b.Context(), pool) }},
				{"record", func() error { _, err := c.db.RecordOfClass(b.Context(), class.ID); return err }},
				{"people", func() error { _, err := c.db.PeopleOf(b.Context(), class.ID); return err }},
				{"book", func() error { classwork.NewBook(works, learnersOf(people), record, c.Now()); return nil }},
				{"page", func() error { g.table("marks", "", "marks/", g.Rows, 0, 60).Body(); return nil }},
				{"csv", func() error { g.csv(); return nil }},
				{"xlsx", func() error { _, err := g.sheet(); return err }},
				{"request", func() error { cora.get(target).want(b, 200); return nil }},
				{"request of 50", func() error { cora.get("/classes/"+class.ID+"/marks").want(b, 200); return nil }},
			} {
				b.Run(part.name, func(b *testing.B) {
					before := processorTime()
					for b.Loop() {
						if err := part.do(); err != nil {
							b.Fatal(err)
						}
					}
					b.ReportMetric(float64((processorTime()-before).Microseconds())/float64(b.N)/1000, "cpu-ms/op")
				})
			}
		})
	}
}

// bareRows reads the same attempts and grades with nothing but database/sql.
func bareRows(ctx context.Context, pool *sql.DB) error {
	rows, err := pool.QueryContext(ctx, `SELECT a.id, a.assignment, a.person, a.started, a.deadline + a.granted_ms, a.submitted, a.graded, g.correct, g.scored, g.no
		FROM attempts a JOIN grades g ON g.attempt = a.id ORDER BY a.started, a.id`)
	if err != nil {
		return err
	}
	defer rows.Close()
	n := 0
	for ; rows.Next(); n++ {
		var id, work, person string
		var started, ends, submitted, graded, correct, scored, no int64
		if err := rows.Scan(&id, &work, &person, &started, &ends, &submitted, &graded, &correct, &scored, &no); err != nil {
			return err
		}
	}
	if n != 18000 {
		return fmt.Errorf("%d rows", n)
	}
	return rows.Err()
}

// processorTime is what this process has used so far: on a machine that does other things too, it says more than the clock.
// The work of a PostgreSQL server is not in it.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
