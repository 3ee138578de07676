package store

import (
	"context"
	"time"
)

// What is read of assigned work for one of its learners.

// GivenWork is work that a person has to do with.
type GivenWork struct {
	Assignment
	Name  string // of its class
	Over  bool   // it was withdrawn, or its class is archived: nobody is given it any more
	Tried bool   // the person has an attempt at it, void ones too
}

// WorkOf returns the work that a person has to do with: that of all classes that
// the person is in as a learner, and all that the person has an attempt at, in
// the order in which it was made. Whether the person is among those who get it
// is decided by the caller.
func (db *DB) WorkOf(ctx context.Context, person string) ([]GivenWork, error) {
	h := db.read(ctx)
	const tried = "SELECT a.assignment FROM attempts a WHERE a.person = ?1 AND a.assignment IS NOT NULL"
	const mine = `(w.class IN (SELECT m.class FROM members m WHERE m.person = ?1 AND m.role = 'learner' AND m.left_at IS NULL)
		OR w.id IN (` + tried + "))"
	all, err := h.assignments(mine, person)
	if err != nil || len(all) == 0 {
		return nil, during("work of person", err)
	}
	type fact struct {
		name            string
		archived, tried bool
	}
	facts := map[string]fact{}
	type row struct {
		id string
		fact
	}
	err = walk(h, func(r *row) []any { return []any{&r.id, &r.name, &r.archived, &r.tried} }, func(r row) error {
		facts[r.id] = r.fact
		return nil
	}, `SELECT w.id, c.name, CASE WHEN c.archived IS NULL THEN 0 ELSE 1 END, CASE WHEN w.id IN (`+tried+`) THEN 1 ELSE 0 END
		FROM assignments w JOIN classes c ON c.id = w.class WHERE `+mine, person)
	if err != nil {
		return nil, during("work of person", err)
	}
	given := make([]GivenWork, len(all))
	for i, w := range all {
		f := facts[w.ID]
		given[i] = GivenWork{w, f.name, !w.Withdrawn.IsZero() || f.archived, f.tried}
	}
	return given, nil
}

// LearnersOf returns who is in a class as a learner, in no order. Lessons are
// not counted.
func (db *DB) LearnersOf(ctx context.Context, class string) ([]ClassMember, error) {
	h := db.read(ctx)
	all, err := list(h, (*ClassMember).dest, "SELECT "+personColumns+`, m.role, m.joined, m.left_at, m.section, 0
		FROM members m JOIN people p ON p.id = m.person LEFT JOIN accounts a ON a.person = p.id
		WHERE m.class = ?1 AND m.role = 'learner' AND m.left_at IS NULL`, class)
	if err != nil {
		return nil, during("learners of class", err)
	}
	labels, err := h.labels(class)
	for i := range all {
		all[i].Labels = labels[all[i].ID]
	}
	return all, during("learners of class", err)
}

// AssignedItem is an item on an attempt at assigned work that was handed in.
type AssignedItem struct {
	Attempt    string
	Assignment string
	Item       string
}

// AssignedItems returns the items of the person's attempts at assigned work that
// were handed in and are not void.
func (db *DB) AssignedItems(ctx context.Context, person string) ([]AssignedItem, error) {
	items, err := list(db.read(ctx), func(i *AssignedItem) []any { return []any{&i.Attempt, &i.Assignment, &i.Item} },
		`SELECT a.id, a.assignment, i.item FROM attempts a JOIN attempt_items i ON i.attempt = a.id
		WHERE a.person = ?1 AND a.assignment IS NOT NULL AND a.submitted IS NOT NULL AND a.void_at IS NULL ORDER BY a.started, a.id, i.n`, person)
	return items, during("assigned items", err)
}

// HandedInItems is AssignedItems for all of the person's attempts; Assignment is
// "" on a learner's own.
func (db *DB) HandedInItems(ctx context.Context, person string) ([]AssignedItem, error) {
	items, err := list(db.read(ctx), func(i *AssignedItem) []any { return []any{&i.Attempt, words{&i.Assignment}, &i.Item} },
		`SELECT a.id, a.assignment, i.item FROM attempts a JOIN attempt_items i ON i.attempt = a.id
		WHERE a.person = ?1 AND a.submitted IS NOT NULL AND a.void_at IS NULL ORDER BY a.started, a.id, i.n`, person)
	return items, during("handed in items", err)
}

// MarkDeck keeps that the person has gone through a deck of cards, by own word;
// undo takes that back. The first time counts; doing it again changes nothing.
func (db *DB) MarkDeck(ctx context.Context, person, deck string, undo bool, now time.Time) error {
	err := db.write(ctx, func(h *handle) error {
		if err := h.touch(person, now); err != nil {
			return err
		}
		if undo {
			_, err := h.exec("DELETE FROM decks WHERE person = ?1 AND deck = ?2", person, deck)
			return err
		}
		_, err := h.exec("INSERT INTO decks (person, deck, at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING", person, deck, ms(now))
		return err
	})
	return during("mark deck", err)
}

// DecksOf returns the decks that the person has gone through, by id.
func (db *DB) DecksOf(ctx context.Context, person string) (map[string]time.Time, error) {
	all, err := db.read(ctx).firsts("SELECT person, deck, at FROM decks WHERE person = ?1", person)
	return all[person], during("decks of person", err)
}
