package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"frontdesk/server/store"
)

// is fails the test unless err is want (nil for none).
func is(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("error %v, want %v", err, want)
	}
}

func TestGuest(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		id := newGuest(t, db)
		p, err := db.Person(t.Context(), id)
		is(t, err, nil)
		want := store.Person{ID: id, Kind: store.Guest, Role: store.Learner, Factor: 1, Prefs: "{}", Created: noon, Seen: noon}
		if p != want {
			t.Errorf("%+v, want %+v", p, want)
		}
		is(t, db.Touch(t.Context(), id, noon.Add(time.Hour)), nil)
		is(t, db.Touch(t.Context(), id, noon.Add(time.Minute)), nil) // another process, a little behind
		is(t, db.SetPrefs(t.Context(), id, `{"theme":"dark"}`, noon), nil)
		p, err = db.Person(t.Context(), id)
		is(t, err, nil)
		if !p.Seen.Equal(noon.Add(time.Hour)) || p.Prefs != `{"theme":"dark"}` {
			t.Errorf("%+v", p)
		}
		_, err = db.Person(t.Context(), "nobody")
		is(t, err, store.ErrNotFound)
		is(t, db.Touch(t.Context(), "nobody", noon), store.ErrNotFound)
		is(t, db.SetPrefs(t.Context(), "nobody", "{}", noon), store.ErrNotFound)
	})
}

func TestFoldLogin(t *testing.T) {
	same := [][]string{
		{"ana", " Ana ", "ANA"},
		{"strasse", "Straße", "STRASSE"},
		{"josé", "jose\u0301", "JOSÉ"},
		{"abc", "ＡＢＣ"},
	}
	for _, group := range same {
		for _, s := range group {
			if got := store.FoldLogin(s); got != store.FoldLogin(group[0]) {
				t.Errorf("%q folds to %q", s, got)
			}
		}
	}
	if store.FoldLogin("jose") == store.FoldLogin("josé") {
		t.Error("accents do not distinguish")
	}
}

func TestAccounts(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		guest := newGuest(t, db)
		account := store.NewAccount{Person: guest, Name: "Ana Díaz", Login: "Ana@Example.org", Hash: "h1", Role: store.Learner}
		id, err := db.CreateAccount(t.Context(), "", account, noon)
		is(t, err, nil)
		if id != guest {
			t.Errorf("the guest %s became %s", guest, id)
		}
		a, err := db.AccountByLogin(t.Context(), " ANA@example.ORG")
		is(t, err, nil)
		want := store.Account{Person: guest, Name: "Ana Díaz", Login: "ana@example.org", Hash: "h1", Role: store.Learner}
		if a != want {
			t.Errorf("%+v, want %+v", a, want)
		}
		_, err = db.CreateAccount(t.Context(), "", account, noon)
		is(t, err, store.ErrMember)
		other := newGuest(t, db)
		account.Person, account.Login = other, "ana@EXAMPLE.org"
		_, err = db.CreateAccount(t.Context(), "", account, noon)
		is(t, err, store.ErrTaken)
		if p, err := db.Person(t.Context(), other); err != nil || p.Kind != store.Guest {
			t.Errorf("after a taken name: %+v, %v", p, err)
		}
		account.Person = "nobody"
		_, err = db.CreateAccount(t.Context(), "", account, noon)
		is(t, err, store.ErrNotFound)
		_, err = db.AccountByLogin(t.Context(), "nobody")
		is(t, err, store.ErrNotFound)
		_, err = db.AccountOf(t.Context(), other)
		is(t, err, store.ErrNotFound)
		is(t, db.Rename(t.Context(), guest, guest, "Ana María", noon), nil)
		is(t, db.Rename(t.Context(), guest, other, "x", noon), store.ErrNotFound)
		newMember(t, db, "zoe")
		people, err := db.ListPeople(t.Context())
		is(t, err, nil)
		if len(people) != 2 || people[0].Name != "Ana María" || people[1].Login != "zoe" {
			t.Errorf("%+v", people)
		}
		auditIs(t, db, "create account, create account, rename")
	})
}

// auditIs compares the actions in the audit log, ordered by name.
func auditIs(t *testing.T, db *store.DB, want string) {
	t.Helper()
	var actions []string
	all, err := db.AuditActions(t.Context())
	is(t, err, nil)
	for _, action := range all {
		n, err := db.Number("SELECT COUNT(*) FROM audit WHERE action = ?1", action)
		is(t, err, nil)
		for range n {
			actions = append(actions, action)
		}
	}
	if got := strings.Join(actions, ", "); got != want {
		t.Errorf("audit: %s; want %s", got, want)
	}
}

// Of many who want one sign-in name at once, one gets it.
func TestOneLoginOnce(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		const n = 20
		results := make(chan error, n)
		for i := range n {
			go func() {
				login := strings.Repeat("a", 5) + strings.Repeat(" ", i%3)
				_, err := db.CreateAccount(t.Context(), store.Shell, store.NewAccount{Name: "A", Login: login, Hash: "h", Role: store.Learner}, noon)
				results <- err
			}()
		}
		made := 0
		for range n {
			if err := <-results; err == nil {
				made++
			} else {
				is(t, err, store.ErrTaken)
			}
		}
		if made != 1 {
			t.Errorf("%d accounts", made)
		}
	})
}

func TestPasswordEndsOtherSignIns(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		id := newMember(t, db, "ana")
		var tokens []string
		for range 3 {
			token, err := db.NewSession(t.Context(), id, "password", noon.Add(time.Hour), noon)
			is(t, err, nil)
			tokens = append(tokens, token)
		}
		is(t, db.SetPassword(t.Context(), id, id, "h2", tokens[1], noon), nil)
		for i, token := range tokens {
			want := store.ErrNotFound
			if i == 1 {
				want = nil
			}
			_, err := db.Session(t.Context(), token, noon)
			is(t, err, want)
		}
		a, err := db.AccountOf(t.Context(), id)
		is(t, err, nil)
		if a.Hash != "h2" {
			t.Error(a.Hash)
		}
		is(t, db.SetPassword(t.Context(), id, newGuest(t, db), "h", "", noon), store.ErrNotFound)
		n, err := db.Number("SELECT COUNT(*) FROM audit WHERE was || became LIKE '%h2%'")
		if is(t, err, nil); n != 0 {
			t.Error("the audit log holds a password hash")
		}
	})
}

func TestSetRole(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ana, ben := newMember(t, db, "ana"), newMember(t, db, "ben")
		is(t, db.SetRole(t.Context(), store.Shell, ana, store.Owner, noon), nil)
		is(t, db.SetRole(t.Context(), ana, ana, store.Learner, noon), store.ErrLastOwner)
		is(t, db.SetRole(t.Context(), ana, ana, store.Owner, noon), nil)
		is(t, db.SetRole(t.Context(), ana, ben, store.Owner, noon), nil)
		is(t, db.SetRole(t.Context(), ana, newGuest(t, db), store.Admin, noon), store.ErrNotFound)
		p, err := db.Person(t.Context(), ben)
		is(t, err, nil)
		if p.Role != store.Owner {
			t.Error(p.Role)
		}
		auditIs(t, db, "create account, create account, set role, set role, set role")
	})
}

// Two owners who step down at once: one must stay.
func TestOneOwnerStays(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		for i := range 20 {
			people := []string{newMember(t, db, fmt.Sprint("ana", i)), newMember(t, db, fmt.Sprint("ben", i))}
			for _, id := range people {
				is(t, db.SetRole(t.Context(), store.Shell, id, store.Owner, noon), nil)
			}
			if i > 0 {
				is(t, db.Exec("UPDATE people SET role = 'learner' WHERE id NOT IN (?1, ?2)", people[0], people[1]), nil)
			}
			results := make(chan error, 2)
			for _, id := range people {
				go func() { results <- db.SetRole(t.Context(), id, id, store.Learner, noon) }()
			}
			a, b := <-results, <-results
			if (a == nil) == (b == nil) {
				t.Fatalf("%v and %v", a, b)
			}
			is(t, errors.Join(a, b), store.ErrLastOwner)
		}
	})
}

func TestEraseGuests(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		idle, back, member := newGuest(t, db), newGuest(t, db), newMember(t, db, "ana")
		later := noon.AddDate(0, 0, 200)
		for _, p := range []string{idle, back, member} {
			id := start(t, db, drawn(p, "k", "drill", 2, 0))
			_, err := db.SaveAnswer(t.Context(), store.Save{Person: p, Attempt: id, N: 1, Seq: 1, Choice: store.Set("a")}, noon)
			is(t, err, nil)
			is(t, db.MarkRead(t.Context(), p, store.Text{Hash: "r", Kind: "lesson", ID: "d1-01", Body: []byte("x")}, noon), nil)
		}
		token, err := db.NewSession(t.Context(), idle, "guest", later.AddDate(1, 0, 0), noon)
		is(t, err, nil)
		is(t, db.Touch(t.Context(), back, later), nil)
		n, err := db.EraseIdleGuests(t.Context(), later.AddDate(0, 0, -180), later)
		is(t, err, nil)
		if n != 1 {
			t.Errorf("%d erased", n)
		}
		_, err = db.Person(t.Context(), idle)
		is(t, err, store.ErrNotFound)
		_, err = db.Session(t.Context(), token, later)
		is(t, err, store.ErrNotFound)
		is(t, db.Touch(t.Context(), idle, later), store.ErrNotFound)
		for table, want := range map[string]int64{"attempts": 2, "attempt_items": 4, "answers": 2, "reads": 2, "sessions": 0, "people": 3} {
			count(t, db, "SELECT COUNT(*) FROM "+table, want)
		}
		// Listed as idle, and back before the turn came.
		erased, err := db.EraseGuestIf(t.Context(), back, later.AddDate(0, 0, -180), later)
		if is(t, err, nil); erased {
			t.Error("a guest who came back was erased")
		}
		is(t, db.EraseGuest(t.Context(), back, later), nil)
		is(t, db.EraseGuest(t.Context(), back, later), store.ErrNotFound)
		is(t, db.EraseGuest(t.Context(), member, later), store.ErrNotFound)
		count(t, db, "SELECT COUNT(*) FROM attempts", 1)
	})
}
