package store_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"frontdesk/server/store"
)

// TestTwoAtOnce: of some who change the same thing from the same page at the same time, one is heard and all others are
// told; whoever then says so on purpose is heard too.
func TestTwoAtOnce(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, cora, ana := t.Context(), newMember(t, db, "cora"), newMember(t, db, "ana")
		class := newClass(t, db, cora, "New hires")
		is(t, db.PutMember(ctx, cora, class.ID, ana, store.Learner, noon), nil)
		facts := func(n int) store.Facts { return store.Facts{Factor: 1 + float64(n)/4, Extra: n} }
		spot := func(n int) store.Spot {
			if n == 0 {
				return store.Spot{}
			}
			return store.Spot{Section: fmt.Sprint("S", n), Labels: []string{"b", fmt.Sprint("a", n), "b"}}
		}
		named := func(n int) store.Class {
			if n == 0 {
				return class
			}
			return store.Class{ID: class.ID, Name: fmt.Sprint("Class ", n), Term: fmt.Sprint("Term ", n), Zone: "UTC"}
		}
		member := func() store.ClassMember {
			m, err := db.MemberOf(ctx, class.ID, ana)
			is(t, err, nil)
			return m
		}
		for name, tc := range map[string]struct {
			change func(was, to int) error
			is     func(n int) bool
			action string
		}{
			"facts": {func(was, to int) error { return db.SetFacts(ctx, cora, ana, facts(was), facts(to), noon) },
				func(n int) bool { m := member(); return store.Facts{Factor: m.Factor, Extra: m.Extra} == facts(n) }, "set time factor"},
			"place": {func(was, to int) error { return db.ChangePlace(ctx, cora, class.ID, ana, spot(was), spot(to), noon) },
				func(n int) bool {
					m, want := member(), slices.Compact(slices.Sorted(slices.Values(spot(n).Labels)))
					return m.Section == spot(n).Section && slices.Equal(m.Labels, want)
				}, "set section and labels"},
			"class": {func(was, to int) error { return db.ChangeClass(ctx, cora, named(was), named(to), noon) },
				func(n int) bool {
					c := classOf(t, db, class.ID)
					return c.Name == named(n).Name && c.Term == named(n).Term && c.Zone == named(n).Zone
				}, "change class"},
		} {
			results := make([]error, 5) // of changes to 1, 2, ...; the first place stays empty
			var all sync.WaitGroup
			for n := 1; n < len(results); n++ {
				all.Go(func() { results[n] = tc.change(0, n) })
			}
			all.Wait()
			heard := 0
			for n, err := range results[1:] {
				if err == nil {
					heard = n + 1
				} else if !errors.Is(err, store.ErrChanged) {
					t.Errorf("%s: %v", name, err)
				}
			}
			if told := slices.IndexFunc(results[heard+1:], func(err error) bool { return err == nil }); heard == 0 || told >= 0 || !tc.is(heard) {
				t.Errorf("%s: %v; %d stands there: %v", name, results, heard, tc.is(heard))
			}
			count(t, db, "SELECT COUNT(*) FROM audit WHERE action = '"+tc.action+"'", 1)
			is(t, tc.change(0, heard), nil) // twice changes nothing
			is(t, tc.change(heard, 7), nil)
			is(t, tc.change(heard, heard), store.ErrChanged)
			if !tc.is(7) {
				t.Errorf("%s: what was changed on purpose does not stand there", name)
			}
		}
	})
}
