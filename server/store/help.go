package store

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// What the staff of a class may know of answers: of its own assigned work, and
// of what its learners began on their own after they joined. Work for another
// class is that class's. Only scored questions of graded attempts count.

// counted joins learners m who are in the class ?1, their attempts a and the
// places i that count.
const counted = ` FROM members m JOIN attempts a ON a.person = m.person JOIN attempt_items i ON i.attempt = a.id
	WHERE m.class = ?1 AND m.role = 'learner' AND m.left_at IS NULL AND a.graded IS NOT NULL AND a.void_at IS NULL
	AND i.scored = 1 AND i.correct IS NOT NULL
	AND (a.assignment IS NULL AND a.started >= m.joined OR EXISTS (SELECT 1 FROM assignments w WHERE w.id = a.assignment AND w.class = ?1))`

// A ClassAnswer is one answer of a learner.
type ClassAnswer struct {
	Person string
	Item   string
	Domain string
	Right  bool
	At     time.Time // when it was checked or handed in
}

// AnswersIn returns the answers of a class's learners that were handed in since
// a time, by person, then in the order in which they were given. For staff.
func (db *DB) AnswersIn(ctx context.Context, class string, since time.Time) ([]ClassAnswer, error) {
	all, err := list(db.read(ctx), func(a *ClassAnswer) []any { return []any{&a.Person, &a.Item, &a.Domain, &a.Right, at{&a.At}} },
		"SELECT a.person, i.item, i.domain, i.correct, COALESCE(i.locked_at, a.submitted)"+counted+" AND a.submitted >= ?2 ORDER BY a.person, 5, a.id, i.n", class, since.UnixMilli())
	return all, during("answers in class", err)
}

// A DomainFigure counts the answers of one learner in one domain.
type DomainFigure struct {
	Person, Domain string
	Right, Of      int
}

// DomainFigures counts the answers of a class's learners by domain. For staff.
func (db *DB) DomainFigures(ctx context.Context, class string) ([]DomainFigure, error) {
	all, err := list(db.read(ctx), func(f *DomainFigure) []any { return []any{&f.Person, &f.Domain, &f.Right, &f.Of} },
		"SELECT a.person, i.domain, CAST(SUM(i.correct) AS BIGINT), COUNT(*)"+counted+" GROUP BY a.person, i.domain ORDER BY a.person, i.domain", class)
	return all, during("domain figures", err)
}

// An AssignedAnswer counts who chose an option of a revision of an item in an
// assigned piece of work.
type AssignedAnswer struct {
	Assignment, Item, Revision, Choice string
	Right                              bool
	Times                              int
}

// AssignedAnswers counts the answers to all work of a class, of those who are or
// were in a section of it, or for "" of all. For staff, who must not see what
// stands on an open attempt of theirs: the caller sees to it.
func (db *DB) AssignedAnswers(ctx context.Context, class, section string) ([]AssignedAnswer, error) {
	all, err := list(db.read(ctx), func(a *AssignedAnswer) []any {
		return []any{&a.Assignment, &a.Item, &a.Revision, &a.Choice, &a.Right, &a.Times}
	}, `SELECT a.assignment, i.item, i.revision, s.choice, i.correct, COUNT(*)
		FROM assignments w JOIN attempts a ON a.assignment = w.id JOIN attempt_items i ON i.attempt = a.id
		JOIN answers s ON s.attempt = i.attempt AND s.n = i.n AND s.late = 0
			AND s.seq = (SELECT MAX(y.seq) FROM answers y WHERE y.attempt = i.attempt AND y.n = i.n AND y.late = 0)
		WHERE w.class = ?1 AND a.graded IS NOT NULL AND a.void_at IS NULL AND i.scored = 1 AND i.correct IS NOT NULL
		AND (CAST(?2 AS TEXT) = '' OR EXISTS (SELECT 1 FROM members m WHERE m.class = ?1 AND m.person = a.person AND m.section = ?2))
		GROUP BY a.assignment, i.item, i.revision, s.choice, i.correct ORDER BY 1, 2, 3, 4, 5`, class, section)
	return all, during("assigned answers", err)
}

// ItemsOf returns the ids of all items that stand on these pieces of work: on a
// form, or on anybody's attempt in whatever state.
func (db *DB) ItemsOf(ctx context.Context, assignments []string) ([]string, error) {
	if len(assignments) == 0 {
		return nil, nil
	}
	args, marks := make([]any, len(assignments)), make([]string, len(assignments))
	for i, id := range assignments {
		args[i], marks[i] = id, fmt.Sprintf("?%d", i+1)
	}
	in := " IN (" + strings.Join(marks, ", ") + ")"
	all, err := list(db.read(ctx), func(id *string) []any { return []any{id} },
		"SELECT i.item FROM attempts a JOIN attempt_items i ON i.attempt = a.id WHERE a.assignment"+in+
			" UNION SELECT f.item FROM assignments w JOIN form_items f ON f.form = w.form WHERE w.id"+in, args...)
	return all, during("items of work", err)
}

// Hide keeps that a row of who needs help is not shown while its facts, a
// digest, are these. ErrNotFound unless the person is or was in the class.
func (db *DB) Hide(ctx context.Context, actor, class, person, facts string, now time.Time) error {
	err := db.write(ctx, func(h *handle) error {
		if _, err := h.holdClass(class); err != nil {
			return err
		}
		if err := h.wasIn(class, person); err != nil {
			return err
		}
		_, err := h.exec(`INSERT INTO hidden (class, person, facts, actor, at) VALUES (?1, ?2, ?3, ?4, ?5)
			ON CONFLICT (class, person) DO UPDATE SET facts = ?3, actor = ?4, at = ?5`, class, person, facts, actor, ms(now))
		return err
	})
	return during("hide a row", err)
}

// Unhide takes back what Hide did.
func (db *DB) Unhide(ctx context.Context, class, person string) error {
	err := db.write(ctx, func(h *handle) error {
		_, err := h.exec("DELETE FROM hidden WHERE class = ?1 AND person = ?2", class, person)
		return err
	})
	return during("show a row again", err)
}

// HiddenIn returns the facts for which rows of a class are hidden, by person.
func (db *DB) HiddenIn(ctx context.Context, class string) (map[string]string, error) {
	type row struct{ person, facts string }
	all := map[string]string{}
	err := walk(db.read(ctx), func(r *row) []any { return []any{&r.person, &r.facts} }, func(r row) error {
		all[r.person] = r.facts
		return nil
	}, "SELECT person, facts FROM hidden WHERE class = ?1", class)
	return all, during("hidden rows", err)
}
