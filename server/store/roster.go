package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
)

// A Roster is a list of people that a class is to be brought in line with.
type Roster struct {
	Class  string
	Actor  string // who does it; a list never changes this one's own place
	Rows   []RosterRow
	Leave  bool // learners of the class who are not in the list leave it
	Flawed bool // it has rows that cannot be used: who is meant by them is not known, so nobody leaves
}

// A RosterRow is one person of the list. The caller has checked name and
// sign-in name, and that no sign-in name stands there twice.
type RosterRow struct {
	Row   int // in the file, for the reader; 0 for who is not in it
	Name  string
	Login string
	Role  Role // in the class; "" leaves it as it is, and is a learner for who is not in it
	Out   bool // is not to be in the class
}

// RosterStep is what a list does about one person.
type RosterStep string

// The steps. A new account has no password: the link in RosterChange.Token
// chooses one.
const (
	RosterNew    RosterStep = "new"    // makes an account and adds it
	RosterAdd    RosterStep = "add"    // adds somebody who has an account
	RosterReturn RosterStep = "return" // who has left comes back
	RosterRole   RosterStep = "role"   // gets another role
	RosterOut    RosterStep = "out"    // leaves
	RosterSame   RosterStep = "same"   // nothing
	RosterOwn    RosterStep = "own"    // nothing: the list would change the actor's own place
)

// A RosterChange is a step about one person.
type RosterChange struct {
	RosterRow
	Step   RosterStep
	Person string // "" before a new account is made
	Was    Role   // in the class before, "" for nothing
	Token  string // of a new account's link, once RunRoster has made it
	left   time.Time
}

// in tells whether the person is in the class before.
func (c RosterChange) in() bool { return c.Was != "" && c.left.IsZero() }

// A RosterPlan is what a list does, in the order of the list.
type RosterPlan []RosterChange

// Digest names the plan: another state of the class or another list has another.
func (p RosterPlan) Digest() string {
	sum := sha256.New()
	for _, c := range p {
		fmt.Fprintf(sum, "%q %q %q %q %q %q\n", c.Step, c.Person, c.Was, c.Name, FoldLogin(c.Login), c.Role)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// PlanRoster says what RunRoster would do, and does nothing.
func (db *DB) PlanRoster(ctx context.Context, r Roster) (RosterPlan, error) {
	plan, err := db.read(ctx).planRoster(r)
	return plan, during("plan roster", err)
}

// RunRoster brings the class in line with the list, all or nothing, if that is
// still what the plan of that digest says; else ErrChanged. The links of new
// accounts are sessions of the kind, good until expires. Doing it again changes
// nothing. ErrNotFound if there is no such class.
func (db *DB) RunRoster(ctx context.Context, r Roster, digest, kind string, expires, now time.Time) (RosterPlan, error) {
	var plan RosterPlan
	err := db.write(ctx, func(h *handle) (err error) {
		c, err := h.holdClass(r.Class)
		if err != nil {
			return err
		}
		if plan, err = h.planRoster(r); err != nil {
			return err
		}
		if plan.Digest() != digest {
			return ErrChanged
		}
		if err := h.makeAccounts(r.Actor, plan, kind, expires, now); err != nil {
			return err
		}
		return h.placeAll(r.Actor, c, plan, now)
	})
	if err != nil {
		return nil, during("run roster", err)
	}
	return plan, nil
}

// placed is somebody's place in a class.
type placed struct {
	person, name, login string
	membership
}

// planRoster is the one place that decides what a list does.
func (h *handle) planRoster(r Roster) (RosterPlan, error) {
	accounts, places, err := h.whoIsThere(r.Class)
	if err != nil {
		return nil, err
	}
	var plan RosterPlan
	listed := map[string]bool{}
	for _, row := range r.Rows {
		login := FoldLogin(row.Login)
		listed[login] = true
		c := RosterChange{RosterRow: row, Person: accounts[login]}
		p := places[c.Person]
		c.Was, c.left = p.role, p.left
		if c.Role == "" && c.in() {
			c.Role = c.Was
		} else if c.Role == "" {
			c.Role = Learner
		}
		if c.Step = stepOf(c); c.Step == RosterOut && r.Flawed {
			c.Step = RosterSame
		}
		if c.Step == RosterSame && row.Out && c.Person == "" {
			continue // neither here nor to be here
		}
		if c.Person == r.Actor && c.in() && c.Step != RosterSame {
			c.Step = RosterOwn
		}
		plan = append(plan, c)
	}
	if !r.Leave || r.Flawed {
		return plan, nil
	}
	for _, id := range slices.Sorted(maps.Keys(places)) {
		if p := places[id]; p.left.IsZero() && p.role == Learner && p.login != "" && !listed[p.login] && id != r.Actor {
			plan = append(plan, RosterChange{RosterRow: RosterRow{Name: p.name, Login: p.login, Role: p.role, Out: true}, Step: RosterOut, Person: id, Was: p.role})
		}
	}
	return plan, nil
}

// whoIsThere returns all people with an account, by sign-in name, and the places
// in a class, by person.
func (h *handle) whoIsThere(class string) (accounts map[string]string, places map[string]placed, err error) {
	type account struct{ login, person string }
	accounts, places = map[string]string{}, map[string]placed{}
	err = walk(h, func(a *account) []any { return []any{&a.login, &a.person} }, func(a account) error {
		accounts[a.login] = a.person
		return nil
	}, "SELECT login, person FROM accounts")
	if err != nil {
		return nil, nil, err
	}
	err = walk(h, func(p *placed) []any {
		return []any{&p.person, words{&p.name}, words{&p.login}, &p.role, at{&p.left}}
	}, func(p placed) error {
		places[p.person] = p
		return nil
	}, "SELECT m.person, a.name, a.login, m.role, m.left_at FROM members m LEFT JOIN accounts a ON a.person = m.person WHERE m.class = ?1", class)
	return accounts, places, err
}

// stepOf says what brings a person in line with a row.
func stepOf(c RosterChange) RosterStep {
	switch {
	case c.Out && c.in():
		return RosterOut
	case c.Out:
		return RosterSame
	case c.Person == "":
		return RosterNew
	case c.Was == "":
		return RosterAdd
	case !c.in():
		return RosterReturn
	case c.Was != c.Role:
		return RosterRole
	}
	return RosterSame
}

// makeAccounts makes what the plan calls new, with a link for each to choose a
// password, and fills in persons and tokens. ErrChanged if a sign-in name was
// taken meanwhile.
func (h *handle) makeAccounts(actor string, plan RosterPlan, kind string, expires, now time.Time) error {
	var people, accounts, links, log [][]any
	for i := range plan {
		c := &plan[i]
		if c.Step != RosterNew {
			continue
		}
		c.Person, c.Token = newID(), newID()
		people = append(people, []any{c.Person, string(Member), string(Learner), ms(now), ms(now)})
		accounts = append(accounts, []any{c.Person, c.Name, FoldLogin(c.Login), "", ms(now)}) // no password has the hash ''
		links = append(links, []any{hashOf(c.Token), c.Person, kind, ms(now), ms(now), ms(expires)})
		log = append(log, []any{newID(), ms(now), actor, "create account", c.Person, "", string(Learner), ""})
	}
	if _, err := h.insertAll("people (id, kind, role, created, seen)", people, ""); err != nil {
		return err
	}
	n, err := h.insertAll("accounts (person, name, login, hash, created)", accounts, " ON CONFLICT DO NOTHING")
	if err == nil && int(n) != len(accounts) {
		err = ErrChanged
	}
	if err != nil {
		return err
	}
	if _, err := h.insertAll("sessions (hash, person, kind, created, seen, expires)", links, ""); err != nil {
		return err
	}
	_, err = h.insertAll(auditColumns, log, "")
	return err
}

const auditColumns = "audit (id, at, actor, action, object, was, became, class)"

// placeAll gives everybody in the plan the place that it says. ErrChanged if
// somebody was erased meanwhile.
func (h *handle) placeAll(actor string, c Class, plan RosterPlan, now time.Time) error {
	var rows, log [][]any
	for _, ch := range plan {
		was, to := membership{ch.Was, ch.left}, membership{role: ch.Role}
		action := "add to class"
		switch ch.Step {
		case RosterSame, RosterOwn:
			continue
		case RosterReturn:
			action = "return to class"
		case RosterOut:
			action, to = "leave class", membership{role: ch.Was, left: now}
		}
		if ch.Step != RosterNew {
			if err := h.holdMember(ch.Person); errors.Is(err, ErrNotFound) {
				return ErrChanged
			} else if err != nil {
				return err
			}
		}
		rows = append(rows, []any{c.ID, ch.Person, string(to.role), ms(now), ms(to.left), flag(ch.Step == RosterNew)})
		log = append(log, []any{newID(), ms(now), actor, action, ch.Person, was.words(c.Name), to.words(c.Name), c.ID})
	}
	_, err := h.insertAll("members (class, person, role, joined, left_at, own)", rows,
		" ON CONFLICT (class, person) DO UPDATE SET role = excluded.role, left_at = excluded.left_at")
	if err != nil {
		return err
	}
	_, err = h.insertAll(auditColumns, log, "")
	return err
}
