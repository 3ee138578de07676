package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/server/store"
)

func TestMessages(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, cora, ana := t.Context(), newMember(t, db, "cora"), newMember(t, db, "ana")
		class := newClass(t, db, cora, "New hires")
		ask := store.Message{Class: class.ID, Person: ana, Actor: ana, About: "/learn/x/", Subject: "X", Body: "Why?"}
		is(t, db.AddMessage(ctx, ask, noon), store.ErrNotFound) // is not in the class
		is(t, db.PutMember(ctx, cora, class.ID, ana, store.Learner, noon), nil)
		is(t, db.AddMessage(ctx, ask, noon), nil)
		to := store.Message{Class: class.ID, Person: cora, Actor: cora, Body: "Hello"}
		is(t, db.AddMessage(ctx, to, noon), store.ErrNotFound) // is no learner
		open, err := db.OpenMessages(ctx, class.ID)
		if is(t, err, nil); len(open) != 1 || !open[0].Own() || open[0].By != "ANA" || open[0].Name != "New hires" || open[0].Subject != "X" || open[0].About != "/learn/x/" || !open[0].At.Equal(noon) {
			t.Fatalf("%+v", open)
		}

		shown := []string{open[0].ID}
		is(t, db.AddMessage(ctx, store.Message{Class: class.ID, Person: ana, Actor: cora, Body: "Because.", Shown: shown}, noon.Add(time.Minute)), nil)
		open, err = db.OpenMessages(ctx, class.ID) // the answer has dealt with it
		if is(t, err, nil); len(open) != 0 {
			t.Errorf("%+v", open)
		}
		all, err := db.MessagesOf(ctx, "", ana)
		if is(t, err, nil); len(all) != 2 || all[0].Body != "Because." || !all[0].Read.IsZero() || !all[1].Read.Equal(noon.Add(time.Minute)) {
			t.Errorf("%+v", all)
		}
		shown = []string{all[0].ID}
		is(t, db.ReadMessages(ctx, ana, shown, noon.Add(time.Hour)), nil)
		is(t, db.ReadMessages(ctx, ana, shown, noon.Add(2*time.Hour)), nil)
		all, err = db.MessagesOf(ctx, class.ID, ana)
		if is(t, err, nil); !all[0].Read.Equal(noon.Add(time.Hour)) {
			t.Errorf("%+v", all)
		}

		for range store.MaxOpenMessages {
			is(t, db.AddMessage(ctx, ask, noon), nil)
		}
		is(t, db.AddMessage(ctx, ask, noon), store.ErrFull)
		open, err = db.OpenMessages(ctx, class.ID)
		is(t, err, nil)
		is(t, db.SettleMessages(ctx, cora, class.ID, ana, []string{open[3].ID}, noon), nil)
		is(t, db.AddMessage(ctx, ask, noon), nil)
		is(t, db.EndMember(ctx, cora, class.ID, ana, noon), nil)
		is(t, db.AddMessage(ctx, ask, noon), store.ErrNotFound)
		count(t, db, "SELECT COUNT(*) FROM audit WHERE action = 'message' AND was = '' AND became = '' AND object = '"+ana+"' AND class = '"+class.ID+"'", 13)
		entries, n, err := db.Audit(ctx, store.AuditFilter{Class: class.ID, Action: "message", Most: 1})
		if is(t, err, nil); n != 13 || entries[0].Of != "ANA" {
			t.Errorf("%d, %+v", n, entries)
		}
	})
}

// TestUnseenMessages: what nobody was shown waits on, whoever answers, reads or says that it is dealt with.
func TestUnseenMessages(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, cora, ana, ben := t.Context(), newMember(t, db, "cora"), newMember(t, db, "ana"), newMember(t, db, "ben")
		class, other := newClass(t, db, cora, "New hires"), newClass(t, db, cora, "Others")
		say := func(class store.Class, person, actor, body string, shown ...string) string {
			is(t, db.AddMessage(ctx, store.Message{Class: class.ID, Person: person, Actor: actor, Body: body, Shown: shown}, noon), nil)
			all, err := db.MessagesOf(ctx, class.ID, person)
			is(t, err, nil)
			for _, m := range all {
				if m.Body == body {
					return m.ID
				}
			}
			t.Fatalf("no %q in %+v", body, all)
			return ""
		}
		wait := func(when, want string) {
			t.Helper()
			var bodies []string
			for _, person := range []string{ana, ben} {
				all, err := db.MessagesOf(ctx, "", person)
				is(t, err, nil)
				for _, m := range all {
					if m.Read.IsZero() {
						bodies = append(bodies, m.Body)
					}
				}
			}
			if slices.Sort(bodies); strings.Join(bodies, ", ") != want {
				t.Errorf("%s: %v, want %s", when, bodies, want)
			}
		}
		for _, c := range []store.Class{class, other} {
			is(t, db.PutMember(ctx, cora, c.ID, ana, store.Learner, noon), nil)
		}
		is(t, db.PutMember(ctx, cora, class.ID, ben, store.Learner, noon), nil)
		a1, a2 := say(class, ana, ana, "a1"), say(class, ana, ana, "a2")
		b1, o1 := say(class, ben, ben, "b1"), say(other, ana, ana, "o1")
		c1 := say(class, ana, cora, "c1", a1, b1, o1) // these others are not of this thread
		wait("answered to what was shown", "a2, b1, c1, o1")
		a3 := say(class, ana, ana, "a3")
		wait("asked again without a look", "a2, a3, b1, c1, o1")
		is(t, db.SettleMessages(ctx, cora, class.ID, ana, []string{a2, b1, c1, o1}, noon), nil)
		wait("dealt with what was shown", "a3, b1, c1, o1")
		is(t, db.SettleMessages(ctx, cora, class.ID, ana, nil, noon), nil)
		c2 := say(class, ana, cora, "c2")
		is(t, db.ReadMessages(ctx, ana, []string{c1, a3}, noon), nil)
		wait("read what was shown", "a3, b1, c2, o1")
		say(class, ana, ana, "a4", c2)
		wait("answered by the learner", "a3, a4, b1, o1")
	})
}

// TestMessagesMerge: what a guest has written stays the learner's own afterwards.
func TestMessagesMerge(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, cora, guest, ana := t.Context(), newMember(t, db, "cora"), newGuest(t, db), newMember(t, db, "ana")
		class := newClass(t, db, cora, "New hires")
		is(t, db.PutMember(ctx, cora, class.ID, guest, store.Learner, noon), nil)
		is(t, db.AddMessage(ctx, store.Message{Class: class.ID, Person: guest, Actor: guest, Body: "Why?"}, noon), nil)
		is(t, db.MergeGuest(ctx, guest, ana, noon), nil)
		open, err := db.OpenMessages(ctx, class.ID)
		if is(t, err, nil); len(open) != 1 || open[0].Person != ana || !open[0].Own() {
			t.Errorf("%+v", open)
		}
	})
}

// graded is an attempt that ended a minute after it began, with these answers right (1), not right (0) or without a
// choice (-), of which the last stands on a place that does not count.
func graded(t *testing.T, db *store.DB, person, assignment, marks string, began time.Time) {
	t.Helper()
	a := drawn(person, fmt.Sprint(began.UnixNano(), assignment), "drill", len(marks), 0)
	a.Assignment = assignment
	for i := range a.Items {
		a.Items[i].Scored = i < len(marks)-1
		a.Items[i].Domain = []string{"d1", "d2"}[i%2]
	}
	id, started, err := db.StartAttempt(t.Context(), a, began)
	if err != nil || !started {
		t.Fatal(err, started)
	}
	end := began.Add(time.Minute)
	for i, m := range marks {
		if m != '-' {
			_, err := db.SaveAnswer(t.Context(), store.Save{Person: person, Attempt: id, N: i + 1, Seq: 1, Choice: store.Set("b")}, began)
			is(t, err, nil)
			is(t, db.Exec("UPDATE attempt_items SET correct = ?3 WHERE attempt = ?1 AND n = ?2", id, i+1, int(m-'0')), nil)
		}
	}
	_, err = db.CloseAttempt(t.Context(), person, id, end)
	is(t, err, nil)
	is(t, db.Exec("UPDATE attempts SET graded = ?2 WHERE id = ?1", id, end.UnixMilli()), nil)
}

// TestClassAnswers: staff see what was begun after joining and the work of their class, and nothing else.
func TestClassAnswers(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, cora, ana, ben := t.Context(), newMember(t, db, "cora"), newMember(t, db, "ana"), newMember(t, db, "ben")
		here, there := newClass(t, db, cora, "Here"), newClass(t, db, cora, "There")
		give := func(class string) string {
			id, err := db.NewAssignment(ctx, cora, store.Assignment{Class: class, Kind: "drill", Title: "Drill", Everyone: true, Zone: "UTC"}, noon)
			is(t, err, nil)
			return id
		}
		mine, other := give(here.ID), give(there.ID)
		joined := noon.Add(time.Hour)
		for _, who := range []string{ana, ben} {
			is(t, db.PutMember(ctx, cora, here.ID, who, store.Learner, joined), nil)
		}
		graded(t, db, ana, "", "000", noon)                        // before joining
		graded(t, db, ana, "", "10-1", joined)                     // counts: two answers
		graded(t, db, ana, mine, "0101", joined.Add(time.Hour))    // counts: three
		graded(t, db, ana, other, "0000", joined.Add(2*time.Hour)) // for another class
		graded(t, db, ben, mine, "01", joined.Add(time.Hour))      // counts: one
		start(t, db, drawn(ben, "open", "mock", 2, 10))            // is open
		is(t, db.EndMember(ctx, cora, here.ID, ben, joined.Add(time.Hour)), nil)

		figures, err := db.DomainFigures(ctx, here.ID)
		want := []store.DomainFigure{{Person: ana, Domain: "d1", Right: 1, Of: 3}, {Person: ana, Domain: "d2", Right: 1, Of: 2}}
		if is(t, err, nil); fmt.Sprint(figures) != fmt.Sprint(want) {
			t.Errorf("%v, want %v", figures, want)
		}
		answers, err := db.AnswersIn(ctx, here.ID, joined.Add(time.Hour))
		if is(t, err, nil); len(answers) != 3 || answers[1] != (store.ClassAnswer{Person: ana, Item: "cmaa/2", Domain: "d2", Right: true, At: joined.Add(time.Hour + time.Minute)}) {
			t.Errorf("%+v", answers)
		}
		given, err := db.AssignedAnswers(ctx, here.ID, "") // who has left has answered all the same
		if is(t, err, nil); len(given) != 3 || given[0] != (store.AssignedAnswer{Assignment: mine, Item: "cmaa/1", Revision: "rev of cmaa/1", Choice: "b", Times: 2}) {
			t.Errorf("%+v", given)
		}
		is(t, db.SetPlace(ctx, cora, here.ID, ana, "A", nil, joined), nil)
		given, err = db.AssignedAnswers(ctx, here.ID, "A") // not Ben's
		if is(t, err, nil); len(given) != 3 || given[0].Times != 1 {
			t.Errorf("%+v", given)
		}
		items, err := db.ItemsOf(ctx, []string{mine, other})
		if is(t, err, nil); len(items) != 4 {
			t.Errorf("%v", items)
		}
		items, err = db.ItemsOf(ctx, nil)
		if is(t, err, nil); len(items) != 0 {
			t.Errorf("%v", items)
		}
	})
}

func TestHidden(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, cora, ana := t.Context(), newMember(t, db, "cora"), newMember(t, db, "ana")
		class := newClass(t, db, cora, "New hires")
		is(t, db.Hide(ctx, cora, class.ID, ana, "x", noon), store.ErrNotFound)
		is(t, db.PutMember(ctx, cora, class.ID, ana, store.Learner, noon), nil)
		is(t, db.Hide(ctx, cora, class.ID, ana, "x", noon), nil)
		is(t, db.Hide(ctx, cora, class.ID, ana, "y", noon), nil)
		hidden, err := db.HiddenIn(ctx, class.ID)
		if is(t, err, nil); len(hidden) != 1 || hidden[ana] != "y" {
			t.Errorf("%v", hidden)
		}
		is(t, db.Unhide(ctx, class.ID, ana), nil)
		hidden, err = db.HiddenIn(ctx, class.ID)
		if is(t, err, nil); len(hidden) != 0 {
			t.Errorf("%v", hidden)
		}
	})
}

func TestSetPlace(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, cora, ana := t.Context(), newMember(t, db, "cora"), newMember(t, db, "ana")
		class, other := newClass(t, db, cora, "New hires"), newClass(t, db, cora, "Others")
		is(t, db.SetPlace(ctx, cora, class.ID, ana, "Monday", nil, noon), store.ErrNotFound)
		for _, c := range []store.Class{class, other} {
			is(t, db.PutMember(ctx, cora, c.ID, ana, store.Learner, noon), nil)
		}
		for range 2 {
			is(t, db.SetPlace(ctx, cora, class.ID, ana, "Monday", []string{"new", "evening", "new"}, noon), nil)
		}
		m, err := db.MemberOf(ctx, class.ID, ana)
		if is(t, err, nil); m.Section != "Monday" || fmt.Sprint(m.Labels) != "[evening new]" {
			t.Errorf("%+v", m)
		}
		m, err = db.MemberOf(ctx, other.ID, ana)
		if is(t, err, nil); m.Section != "" || len(m.Labels) != 0 {
			t.Errorf("%+v", m)
		}
		is(t, db.SetPlace(ctx, cora, class.ID, ana, "", []string{"new"}, noon), nil)
		people, err := db.PeopleOf(ctx, class.ID)
		if is(t, err, nil); len(people) != 2 || people[0].Section != "" || fmt.Sprint(people[0].Labels) != "[new]" {
			t.Errorf("%+v", people)
		}
		entries, n, err := db.Audit(ctx, store.AuditFilter{Class: class.ID, Action: "set section and labels"})
		if is(t, err, nil); n != 2 || entries[1].Became != "section Monday; labels evening, new" && entries[0].Became != "section Monday; labels evening, new" {
			t.Errorf("%+v", entries)
		}
	})
}

func TestSetFacts(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, cora, ana, ben := t.Context(), newMember(t, db, "cora"), newMember(t, db, "ana"), newMember(t, db, "ben")
		class := newClass(t, db, cora, "New hires")
		none, first, second := store.Facts{Factor: 1}, store.Facts{Factor: 1, Extra: 1}, store.Facts{Factor: 1.5, Extra: 2}
		is(t, db.SetFacts(ctx, cora, ana, none, first, noon), nil) // before joining: not the class's to know
		is(t, db.PutMember(ctx, cora, class.ID, ana, store.Learner, noon.Add(time.Hour)), nil)
		for range 2 {
			is(t, db.SetFacts(ctx, cora, ana, first, second, noon.Add(2*time.Hour)), nil)
		}
		is(t, db.SetFacts(ctx, cora, ben, none, first, noon), nil)
		is(t, db.SetFacts(ctx, cora, newGuest(t, db), none, first, noon), store.ErrNotFound)
		is(t, db.SetFacts(ctx, cora, "nobody", none, first, noon), store.ErrNotFound)
		p, err := db.Person(ctx, ana)
		if is(t, err, nil); p.Extra != 2 || p.Factor != 1.5 {
			t.Errorf("%+v", p)
		}
		is(t, db.EndMember(ctx, ana, class.ID, ana, noon.Add(3*time.Hour)), nil)
		is(t, db.SetFacts(ctx, cora, ana, second, store.Facts{Factor: 1.5, Extra: 3}, noon.Add(4*time.Hour)), nil) // after leaving: neither
		entries, n, err := db.Audit(ctx, store.AuditFilter{Class: class.ID, Action: "set extra attempts"})
		if is(t, err, nil); n != 1 || entries[0].Was != "1" || entries[0].Became != "2" {
			t.Errorf("%+v", entries)
		}
		actions, err := db.AuditActionsIn(ctx, class.ID)
		if is(t, err, nil); fmt.Sprint(actions) != "[add to class leave class make class set extra attempts set time factor]" {
			t.Errorf("%v", actions)
		}
		_, n, err = db.Audit(ctx, store.AuditFilter{Class: "nowhere"})
		if is(t, err, nil); n != 0 {
			t.Errorf("%d entries of a class that is not there", n)
		}
	})
}

// TestSwitchOff: an administrator asks for somebody to be erased, takes it back, and asks again.
func TestSwitchOff(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, adam, ana := t.Context(), newMember(t, db, "adam"), newMember(t, db, "ana")
		until := noon.Add(7 * 24 * time.Hour)
		is(t, db.SwitchOff(ctx, adam, newGuest(t, db), until, noon), store.ErrNotFound)
		is(t, db.SwitchOff(ctx, adam, ana, until, noon), nil)
		at, err := db.Leaving(ctx, ana)
		if is(t, err, nil); !at.Equal(until) {
			t.Errorf("%v", at)
		}
		for range 2 {
			is(t, db.Keep(ctx, adam, ana, noon), nil)
		}
		at, err = db.Leaving(ctx, ana)
		if is(t, err, nil); !at.IsZero() {
			t.Errorf("%v", at)
		}
		is(t, db.SwitchOff(ctx, adam, ana, until, noon), nil)
		n, err := db.EraseLeaving(ctx, until)
		if is(t, err, nil); n != 1 {
			t.Errorf("%d erased", n)
		}
		_, err = db.Leaving(ctx, ana)
		is(t, err, store.ErrNotFound)
		is(t, db.Keep(ctx, adam, ana, noon), store.ErrNotFound)
		count(t, db, "SELECT COUNT(*) FROM audit WHERE actor = '"+adam+"' AND object = '"+ana+"' AND action IN ('ask to be erased', 'stay')", 3)
	})
}
