package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// An Assignment is work that a class is given. What its kind, object and rules
// mean is decided in server/classwork; the store keeps them.
type Assignment struct {
	ID        string
	Class     string
	Kind      string // lesson, module, track, cards, drill, half, mock, form
	Object    string // what it is about; "" for half and mock
	Title     string
	Count     int    // questions of a drill; 0 elsewhere
	Form      string // of a fixed form; "" elsewhere
	Everyone  bool   // all learners of the class; else those in Targets
	Targets   []Target
	Rules     []Rule
	Zone      string // IANA name, which the caller has checked; its local times are there
	Weight    int    // in the total of marks; 0 counts nothing
	Version   int    // from 1; counts changes, those of its rules too
	Created   time.Time
	Changed   time.Time
	ChangedBy string // a person's id
	Changer   string // that one's name; "" if there is no such account any more
	Withdrawn time.Time
}

// A Target is some learners of a class.
type Target struct {
	Kind   string // label, section, person
	Target string // the label, the section, or a person's id
}

// A Rule is one field of the rules of an assignment.
type Rule struct {
	Scope  string // RuleWork, RuleLabel or RulePerson
	Target string // the label or the person's id; "" for RuleWork
	Field  string
	Value  string
}

// The scopes of rules, lowest first.
const (
	RuleWork   = "work"
	RuleLabel  = "label"
	RulePerson = "person"
)

const assignmentColumns = `w.id, w.class, w.kind, w.object, w.title, w.count, w.form, w.everyone, w.zone, w.weight, w.version,
	w.created, w.changed, w.changed_by, (SELECT c.name FROM accounts c WHERE c.person = w.changed_by), w.withdrawn`

func (w *Assignment) dest() []any {
	return []any{&w.ID, &w.Class, &w.Kind, &w.Object, &w.Title, &w.Count, words{&w.Form}, &w.Everyone, &w.Zone, &w.Weight, &w.Version,
		at{&w.Created}, at{&w.Changed}, &w.ChangedBy, words{&w.Changer}, at{&w.Withdrawn}}
}

// NewAssignment gives a class work and returns its id: w.ID, or a new one. Where
// the class has work of that id already, nothing is done: the request came twice.
// Of the work's Rules all scopes are kept. ErrNotFound if there is no such class, or a person or form it
// names is not of the class.
func (db *DB) NewAssignment(ctx context.Context, actor string, w Assignment, now time.Time) (string, error) {
	if w.ID == "" {
		w.ID = newID()
	}
	err := db.write(ctx, func(h *handle) error { return h.addAssignment(actor, w, now) })
	if err != nil {
		return "", during("new assignment", err)
	}
	return w.ID, nil
}

// NewAssignments is NewAssignment for several pieces of work of one class, all
// or nothing.
func (db *DB) NewAssignments(ctx context.Context, actor string, all []Assignment, now time.Time) error {
	all = slices.Clone(all)
	for i := range all {
		all[i].ID = newID()
	}
	err := db.write(ctx, func(h *handle) error {
		for _, w := range all {
			if err := h.addAssignment(actor, w, now); err != nil {
				return err
			}
		}
		return nil
	})
	return during("new assignments", err)
}

func (h *handle) addAssignment(actor string, w Assignment, now time.Time) error {
	if _, err := h.holdClass(w.Class); err != nil {
		return err
	}
	if err := h.holdsForm(w); err != nil {
		return err
	}
	n, err := h.exec(`INSERT INTO assignments (id, class, kind, object, title, count, form, everyone, zone, weight, created, changed, changed_by)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, CAST(NULLIF(?7, '') AS TEXT), ?8, ?9, ?10, ?11, ?11, ?12) ON CONFLICT DO NOTHING`,
		w.ID, w.Class, w.Kind, w.Object, w.Title, w.Count, w.Form, flag(w.Everyone), w.Zone, w.Weight, ms(now), actor)
	if err == nil && n == 0 { // it came before
		_, err = h.holdAssignment(w.Class, w.ID, 0)
		return err
	}
	if err != nil {
		return err
	}
	if err := h.putTargets(w); err != nil {
		return err
	}
	if err := h.putRules(w); err != nil {
		return err
	}
	return h.auditIn(w.Class, actor, "make assignment", w.ID, "", w.words(), now)
}

// ChangeAssignment puts the work in place of what stands under its id: kind,
// object, count, form, title, who gets it, zone, weight and all rules. It is
// refused with ErrChanged if the version that stands there is not w.Version, and
// with ErrBegun if what is to be done would change, but somebody has begun it.
// ErrNotFound if there is no such work in the class, or as for NewAssignment.
func (db *DB) ChangeAssignment(ctx context.Context, actor string, w Assignment, now time.Time) error {
	err := db.write(ctx, func(h *handle) error {
		was, err := h.holdAssignment(w.Class, w.ID, w.Version)
		if err != nil {
			return err
		}
		if err := h.holdsForm(w); err != nil {
			return err
		}
		if err := h.mayChange(was, w); err != nil {
			return err
		}
		_, err = h.exec(`UPDATE assignments SET object = ?2, title = ?3, count = ?4, form = CAST(NULLIF(?5, '') AS TEXT), everyone = ?6, zone = ?7,
			weight = ?8, version = version + 1, changed = ?9, changed_by = ?10, kind = ?11 WHERE id = ?1`,
			w.ID, w.Object, w.Title, w.Count, w.Form, flag(w.Everyone), w.Zone, w.Weight, ms(now), actor, w.Kind)
		if err != nil {
			return err
		}
		for _, table := range []string{"targets", "rules"} {
			if _, err := h.exec("DELETE FROM "+table+" WHERE assignment = ?1", w.ID); err != nil {
				return err
			}
		}
		if err := h.putTargets(w); err != nil {
			return err
		}
		if err := h.putRules(w); err != nil {
			return err
		}
		return h.auditIn(w.Class, actor, "change assignment", w.ID, was.words(), w.words(), now)
	})
	return during("change assignment", err)
}

// SetRules puts rules in place of all that the work has for one label or person;
// none takes them away. ErrChanged, ErrNotFound as for ChangeAssignment.
func (db *DB) SetRules(ctx context.Context, actor, class, id string, version int, scope, target string, rules []Rule, now time.Time) error {
	err := db.write(ctx, func(h *handle) error {
		was, err := h.holdAssignment(class, id, version)
		if err != nil {
			return err
		}
		became := was
		became.Rules = slices.DeleteFunc(slices.Clone(was.Rules), func(r Rule) bool { return r.Scope == scope && r.Target == target })
		became.Rules = append(became.Rules, rules...)
		if _, err := h.exec("DELETE FROM rules WHERE assignment = ?1 AND scope = ?2 AND target = ?3", id, scope, target); err != nil {
			return err
		}
		if err := h.putRules(Assignment{ID: id, Class: class, Rules: rules}); err != nil {
			return err
		}
		if _, err := h.exec("UPDATE assignments SET version = version + 1, changed = ?2, changed_by = ?3 WHERE id = ?1", id, ms(now), actor); err != nil {
			return err
		}
		return h.auditIn(class, actor, "set rules", id, was.words(), became.words(), now)
	})
	return during("set rules", err)
}

// WithdrawAssignment takes work back, or gives it again. What was done for it is
// kept. ErrNotFound.
func (db *DB) WithdrawAssignment(ctx context.Context, actor, class, id string, withdrawn bool, now time.Time) error {
	words := map[bool]string{true: "withdrawn", false: "given"}
	err := db.write(ctx, func(h *handle) error {
		was, err := h.holdAssignment(class, id, 0)
		if err != nil || !was.Withdrawn.IsZero() == withdrawn {
			return err
		}
		var when any
		if withdrawn {
			when = ms(now)
		}
		_, err = h.exec("UPDATE assignments SET withdrawn = CAST(?2 AS BIGINT), version = version + 1, changed = ?3, changed_by = ?4 WHERE id = ?1", id, when, ms(now), actor)
		if err != nil {
			return err
		}
		return h.auditIn(class, actor, "withdraw assignment", id, words[!withdrawn], words[withdrawn], now)
	})
	return during("withdraw assignment", err)
}

// holdAssignment locks the class and the work and returns it as it stands.
// Version 0 takes any; else ErrChanged for another one.
func (h *handle) holdAssignment(class, id string, version int) (Assignment, error) {
	if _, err := h.holdClass(class); err != nil {
		return Assignment{}, err
	}
	all, err := h.assignments("w.class = ?1 AND w.id = ?2", class, id)
	switch {
	case err != nil:
		return Assignment{}, err
	case len(all) == 0:
		return Assignment{}, ErrNotFound
	case version != 0 && all[0].Version != version:
		return Assignment{}, ErrChanged
	}
	return all[0], nil
}

// putTargets writes who gets the work; ErrNotFound for a person who never was in the class.
func (h *handle) putTargets(w Assignment) error {
	for _, t := range w.Targets {
		if t.Kind == RulePerson {
			if err := h.wasIn(w.Class, t.Target); err != nil {
				return err
			}
		}
		if _, err := h.exec("INSERT INTO targets (assignment, kind, target) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING", w.ID, t.Kind, t.Target); err != nil {
			return err
		}
	}
	return nil
}

// mayChange is ErrBegun if work that somebody has begun would become other work.
func (h *handle) mayChange(was, w Assignment) error {
	if was.Kind == w.Kind && was.Object == w.Object && was.Count == w.Count && was.Form == w.Form {
		return nil
	}
	n, err := number(h, "SELECT COUNT(*) FROM attempts WHERE assignment = ?1 AND void_at IS NULL", w.ID)
	if err == nil && n > 0 {
		err = ErrBegun
	}
	return err
}

// holdsForm is ErrNotFound for work with a form that is not of its class.
func (h *handle) holdsForm(w Assignment) error {
	if w.Form == "" {
		return nil
	}
	n, err := number(h, "SELECT COUNT(*) FROM forms WHERE id = ?1 AND class = ?2", w.Form, w.Class)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	return err
}

// wasIn is ErrNotFound for a person who never was in the class.
func (h *handle) wasIn(class, person string) error {
	was, err := h.membership(class, person)
	if err == nil && was.role == "" {
		err = ErrNotFound
	}
	return err
}

// putRules writes the work's rules; ErrNotFound for a person who never was in the class.
func (h *handle) putRules(w Assignment) error {
	for _, r := range w.Rules {
		if r.Scope == RulePerson {
			if err := h.wasIn(w.Class, r.Target); err != nil {
				return err
			}
		}
		if _, err := h.exec("INSERT INTO rules (assignment, scope, target, field, value) VALUES (?1, ?2, ?3, ?4, ?5)", w.ID, r.Scope, r.Target, r.Field, r.Value); err != nil {
			return err
		}
	}
	return nil
}

// words says what the work is, for the audit: people by their ids, so that
// erasing somebody leaves no name behind.
func (w Assignment) words() string {
	parts := []string{w.Title, strings.TrimSpace(w.Kind + " " + w.Object)}
	if w.Count > 0 {
		parts = append(parts, fmt.Sprintf("%d questions", w.Count))
	}
	if w.Everyone {
		parts = append(parts, "for everyone")
	}
	for _, t := range w.Targets {
		parts = append(parts, "for "+t.Kind+" "+t.Target)
	}
	parts = append(parts, w.Zone, fmt.Sprintf("weight %d", w.Weight))
	for _, r := range sortRules(w.Rules) {
		if r.Value != "" {
			parts = append(parts, strings.TrimPrefix(strings.TrimSpace(r.Scope+" "+r.Target)+" ", RuleWork+" ")+r.Field+" "+r.Value)
		}
	}
	return strings.Join(parts, "; ")
}

func sortRules(rules []Rule) []Rule {
	return slices.SortedFunc(slices.Values(rules), func(a, b Rule) int {
		return cmp.Or(-cmp.Compare(a.Scope, b.Scope), strings.Compare(a.Target, b.Target), strings.Compare(a.Field, b.Field))
	})
}

// assignments returns those that meet a condition on assignments w, with rules
// and targets, in the order in which they were made.
func (h *handle) assignments(where string, args ...any) ([]Assignment, error) {
	all, err := list(h, (*Assignment).dest, "SELECT "+assignmentColumns+" FROM assignments w WHERE "+where+" ORDER BY w.created, w.id", args...)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	at := map[string]int{}
	for i, w := range all {
		at[w.ID] = i
	}
	type target struct {
		of string
		Target
	}
	err = walk(h, func(t *target) []any { return []any{&t.of, &t.Kind, &t.Target.Target} }, func(t target) error {
		if i, ok := at[t.of]; ok { // else it was made since
			all[i].Targets = append(all[i].Targets, t.Target)
		}
		return nil
	}, "SELECT t.assignment, t.kind, t.target FROM targets t JOIN assignments w ON w.id = t.assignment WHERE "+where+" ORDER BY t.kind, t.target", args...)
	if err != nil {
		return nil, err
	}
	type rule struct {
		of string
		Rule
	}
	err = walk(h, func(r *rule) []any { return []any{&r.of, &r.Scope, &r.Rule.Target, &r.Field, &r.Value} }, func(r rule) error {
		if i, ok := at[r.of]; ok {
			all[i].Rules = append(all[i].Rules, r.Rule)
		}
		return nil
	}, "SELECT r.assignment, r.scope, r.target, r.field, r.value FROM rules r JOIN assignments w ON w.id = r.assignment WHERE "+where+" ORDER BY r.scope, r.target, r.field", args...)
	return all, err
}

// Assignments returns all work of a class, withdrawn too, in the order in which
// it was made.
func (db *DB) Assignments(ctx context.Context, class string) ([]Assignment, error) {
	all, err := db.read(ctx).assignments("w.class = ?1", class)
	return all, during("assignments", err)
}

// Assignment returns one piece of work of a class; ErrNotFound.
func (db *DB) Assignment(ctx context.Context, class, id string) (Assignment, error) {
	all, err := db.read(ctx).assignments("w.class = ?1 AND w.id = ?2", class, id)
	if err == nil && len(all) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return Assignment{}, during("assignment", err)
	}
	return all[0], nil
}

// AssignmentsFor returns the work of all classes that a person is in as a
// learner and that go on, withdrawn work left out. Whether the person is among
// those who get it is decided by the caller.
func (db *DB) AssignmentsFor(ctx context.Context, person string) ([]Assignment, error) {
	all, err := db.read(ctx).assignments(`w.withdrawn IS NULL AND w.class IN (SELECT m.class FROM members m JOIN classes c ON c.id = m.class
		WHERE m.person = ?1 AND m.role = 'learner' AND m.left_at IS NULL AND c.archived IS NULL)`, person)
	return all, during("assignments of person", err)
}
