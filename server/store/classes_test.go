package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"frontdesk/server/store"
)

// newClass is a class that a new member coordinates.
func newClass(t testing.TB, db *store.DB, coordinator, name string) store.Class {
	t.Helper()
	id, err := db.NewClass(t.Context(), coordinator, store.Class{Name: name, Term: "Fall", Zone: "America/Chicago"}, noon)
	if err != nil {
		t.Fatal(err)
	}
	return classOf(t, db, id)
}

func classOf(t testing.TB, db *store.DB, id string) store.Class {
	t.Helper()
	c, _, err := db.ClassFor(t.Context(), id, "")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// roleIn is what a person is in a class, "" for nothing.
func roleIn(t testing.TB, db *store.DB, class, person string) store.Role {
	t.Helper()
	_, place, err := db.ClassFor(t.Context(), class, person)
	if err != nil {
		t.Fatal(err)
	}
	return place.Role
}

func TestClasses(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, cora := t.Context(), newMember(t, db, "cora")
		c := newClass(t, db, cora, "New hires")
		if c.Name != "New hires" || c.Term != "Fall" || c.Zone != "America/Chicago" || c.Closed || !c.Archived.IsZero() || !c.Created.Equal(noon) || len(c.Code) != 8 || strings.ContainsAny(c.Code, "BILOSUZ01") {
			t.Errorf("%+v", c)
		}
		if role := roleIn(t, db, c.ID, cora); role != store.Coordinator {
			t.Errorf("who has made it is %q there", role)
		}
		_, err := db.NewClass(ctx, newGuest(t, db), store.Class{Name: "x", Zone: "UTC"}, noon)
		is(t, err, store.ErrNotFound)
		_, _, err = db.ClassFor(ctx, "nowhere", cora)
		is(t, err, store.ErrNotFound)

		for range 2 { // the second time changes nothing
			is(t, db.ChangeClass(ctx, cora, c, store.Class{ID: c.ID, Name: "New hires, fall", Term: "2026", Zone: "America/Denver"}, noon), nil)
			is(t, db.CloseCode(ctx, cora, c.ID, true, noon), nil)
		}
		_, err = db.ClassByCode(ctx, c.Code)
		is(t, err, store.ErrNotFound)
		is(t, db.NewCode(ctx, cora, c.ID, noon), nil)
		_, err = db.ClassByCode(ctx, c.Code)
		is(t, err, store.ErrNotFound)
		now := classOf(t, db, c.ID)
		found, err := db.ClassByCode(ctx, " "+strings.ToLower(now.Code[:4])+"-"+now.Code[4:])
		if is(t, err, nil); found != now || now.Name != "New hires, fall" || now.Zone != "America/Denver" || now.Code == c.Code || now.Closed {
			t.Errorf("%+v, %+v", found, now)
		}
		for range 2 {
			is(t, db.ArchiveClass(ctx, cora, c.ID, true, noon), nil)
		}
		_, err = db.ClassByCode(ctx, now.Code)
		is(t, err, store.ErrNotFound)
		newClass(t, db, cora, "Zebra")
		all, err := db.ListClasses(ctx)
		if is(t, err, nil); len(all) != 2 || all[0].Name != "Zebra" || all[1].Archived.IsZero() {
			t.Errorf("%+v", all)
		}
		is(t, db.ArchiveClass(ctx, cora, c.ID, false, noon), nil)
		if mine, err := db.ClassesOf(ctx, cora); err != nil || len(mine) != 2 || mine[0].Name != "New hires, fall" || mine[0].Role != store.Coordinator {
			t.Errorf("%+v, %v", mine, err)
		}
		for _, err := range []error{db.ChangeClass(ctx, cora, c, store.Class{ID: "x"}, noon), db.ArchiveClass(ctx, cora, "x", true, noon),
			db.CloseCode(ctx, cora, "x", true, noon), db.NewCode(ctx, cora, "x", noon)} {
			is(t, err, store.ErrNotFound)
		}
		auditIs(t, db, "archive class, archive class, change class, close join code, create account, make class, make class, new join code")
		entries, _, err := db.Audit(ctx, store.AuditFilter{Action: "change class"})
		if is(t, err, nil); entries[0].Of != "New hires, fall" || entries[0].Was != "New hires; Fall; America/Chicago" || entries[0].By != "CORA" {
			t.Errorf("%+v", entries[0])
		}
		count(t, db, "SELECT COUNT(*) FROM audit WHERE was LIKE '%"+now.Code+"%' OR became LIKE '%"+now.Code+"%'", 0)
	})
}

func TestMembers(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, cora, ana, ben := t.Context(), newMember(t, db, "cora"), newMember(t, db, "ana"), newMember(t, db, "ben")
		c := newClass(t, db, cora, "New hires")
		for range 2 {
			id, err := db.Join(ctx, strings.ToLower(c.Code), ana, noon)
			if is(t, err, nil); id != c.ID {
				t.Errorf("ana has joined %q", id)
			}
		}
		for i, hash := range []string{"r1", "r2", "r3"} { // two lessons, one of them in two revisions
			is(t, db.MarkRead(ctx, ana, store.Text{Hash: hash, Kind: "lesson", ID: fmt.Sprintf("cmaa/d1-0%d", i/2), Body: []byte("x")}, noon), nil)
		}
		is(t, db.PutMember(ctx, cora, c.ID, ben, store.Instructor, noon), nil)
		people, err := db.PeopleOf(ctx, c.ID)
		if is(t, err, nil); len(people) != 3 || people[0].Login != "ana" || people[0].In != store.Learner || people[0].Lessons != 2 || people[1].In != store.Instructor || people[1].Lessons != 0 || people[2].In != store.Coordinator {
			t.Fatalf("%+v", people)
		}
		left := noon.Add(time.Hour)
		for range 2 {
			is(t, db.EndMember(ctx, cora, c.ID, ben, left), nil)
		}
		people, err = db.PeopleOf(ctx, c.ID)
		if is(t, err, nil); !people[1].Left.Equal(left) || roleIn(t, db, c.ID, ben) != "" {
			t.Errorf("%+v", people[1])
		}
		is(t, db.ReturnMember(ctx, cora, c.ID, ben, left), nil)
		if role := roleIn(t, db, c.ID, ben); role != store.Instructor {
			t.Errorf("ben comes back as %q", role)
		}
		is(t, db.EndMember(ctx, cora, c.ID, ben, left), nil)
		_, err = db.Join(ctx, c.Code, ben, left)
		if is(t, err, nil); roleIn(t, db, c.ID, ben) != store.Learner {
			t.Error("by the code everybody comes in as a learner")
		}
		for _, err := range []error{db.PutMember(ctx, cora, "x", ana, store.Learner, noon), db.PutMember(ctx, cora, c.ID, "x", store.Learner, noon),
			db.EndMember(ctx, cora, c.ID, newMember(t, db, "tom"), noon), db.ReturnMember(ctx, cora, c.ID, newGuest(t, db), noon)} {
			is(t, err, store.ErrNotFound)
		}
		auditIs(t, db, "add to class, create account, create account, create account, create account, join class, join class, leave class, leave class, make class, return to class")
		entries, _, err := db.Audit(ctx, store.AuditFilter{Action: "return to class"})
		if is(t, err, nil); entries[0].Of != "BEN" || entries[0].Was != "left New hires" || entries[0].Became != "instructor in New hires" {
			t.Errorf("%+v", entries[0])
		}
	})
}

// TestMembersLeaveAndMerge: an erased member is in no class; a guest's place becomes the member's.
func TestMembersLeaveAndMerge(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, cora, ana, guest := t.Context(), newMember(t, db, "cora"), newMember(t, db, "ana"), newGuest(t, db)
		one, two := newClass(t, db, cora, "One"), newClass(t, db, cora, "Two")
		for _, class := range []store.Class{one, two} {
			_, err := db.Join(ctx, class.Code, guest, noon)
			is(t, err, nil)
		}
		is(t, db.PutMember(ctx, cora, two.ID, ana, store.Instructor, noon), nil)
		is(t, db.MergeGuest(ctx, guest, ana, noon), nil)
		if roleIn(t, db, one.ID, ana) != store.Learner || roleIn(t, db, two.ID, ana) != store.Instructor {
			t.Error("the guest's place is lost, or has taken the member's own")
		}
		count(t, db, "SELECT COUNT(*) FROM members WHERE person = '"+guest+"'", 0)
		_, err := db.Join(ctx, one.Code, guest, noon)
		is(t, err, store.ErrNotFound)
		is(t, db.Leave(ctx, ana, noon, noon), nil)
		erased(t, db, noon, 1)
		if people, err := db.PeopleOf(ctx, one.ID); err != nil || len(people) != 1 {
			t.Errorf("%+v, %v: an erased person stands in the class", people, err)
		}
	})
}

// TestMembersModel does what people may do, in any order, and compares with a map.
func TestMembersModel(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, cora := t.Context(), newMember(t, db, "cora")
		people := []string{newMember(t, db, "ana"), newMember(t, db, "ben")}
		changes := len(people) // their accounts
		for seed := range 12 {
			rt := rapid.Custom(func(rt *rapid.T) []int { return rapid.SliceOfN(rapid.IntRange(0, 13), 15, 15).Draw(rt, "acts") }).Example(seed)
			c := newClass(t, db, cora, fmt.Sprint("Class ", seed))
			type place struct {
				role store.Role
				in   bool
			}
			want, closed, archived := map[string]place{}, false, false
			for _, act := range rt {
				p := people[act%2]
				was, kept := want[p]
				expect := error(nil)
				var err error
				switch act / 2 {
				case 0:
					_, err = db.Join(ctx, c.Code, p, noon)
					if closed || archived {
						expect = store.ErrNotFound
					} else if !was.in {
						want[p] = place{store.Learner, true}
					}
				case 1:
					err = db.PutMember(ctx, cora, c.ID, p, store.Instructor, noon)
					want[p] = place{store.Instructor, true}
				case 2, 3:
					if err = db.EndMember(ctx, cora, c.ID, p, noon); kept {
						want[p] = place{was.role, false}
					} else {
						expect = store.ErrNotFound
					}
				case 4:
					if err = db.ReturnMember(ctx, cora, c.ID, p, noon); kept {
						want[p] = place{was.role, true}
					} else {
						expect = store.ErrNotFound
					}
				case 5:
					closed = act%2 == 0
					err = db.CloseCode(ctx, cora, c.ID, closed, noon)
				case 6:
					archived = act%2 == 0
					err = db.ArchiveClass(ctx, cora, c.ID, archived, noon)
				}
				is(t, err, expect)
				if want[p] != was {
					changes++
				}
				for p, w := range want {
					role := roleIn(t, db, c.ID, p)
					if w.in && role != w.role || !w.in && role != "" {
						t.Fatalf("after %v: %q, want %+v", rt, role, w)
					}
				}
			}
			// Each change is written down once, and nothing else is.
			_, n, err := db.Audit(ctx, store.AuditFilter{People: people})
			if is(t, err, nil); n != changes {
				t.Errorf("after %v: %d entries, want %d", rt, n, changes)
			}
		}
	})
}
