package store

import (
	"context"
	"fmt"
	"time"
)

// PutMark puts what staff say in place of a mark, as number seen+1: seen is the
// number of the newest one that who marks has looked at, 0 for none. ErrChanged
// if there is another by now, so that of two who mark at once the second is told.
// ErrNotFound if there is no such work in the class, or the person never was in
// it. Of m, By and At are not read.
func (db *DB) PutMark(ctx context.Context, class string, m StaffMark, seen int, now time.Time) error {
	err := db.write(ctx, func(h *handle) error {
		w, err := h.holdAssignment(class, m.Assignment, 0)
		if err != nil {
			return err
		}
		if err := h.wasIn(class, m.Person); err != nil {
			return err
		}
		before, err := list(h, (*StaffMark).dest, selectMarks+" WHERE m.assignment = ?1 AND m.person = ?2 ORDER BY m.no DESC LIMIT 1", m.Assignment, m.Person)
		if err != nil {
			return err
		}
		was, no := "", 0
		if len(before) > 0 {
			was, no = before[0].words(w.Title), before[0].No
		}
		if no != seen {
			return ErrChanged
		}
		var tenths any
		if m.Given {
			tenths = m.Tenths
		}
		_, err = h.exec(`INSERT INTO marks (assignment, person, no, tenths, excused, reason, actor, at)
			VALUES (?1, ?2, ?3, CAST(?4 AS BIGINT), ?5, ?6, ?7, ?8)`, m.Assignment, m.Person, no+1, tenths, flag(m.Excused), m.Reason, m.Actor, ms(now))
		if err != nil {
			return err
		}
		return h.auditIn(class, m.Actor, "set mark", m.Person, was, m.words(w.Title), now)
	})
	return during("set mark", err)
}

// words says what a mark is, for the audit. The reason stands with the mark, and goes with it when the person is erased.
func (m StaffMark) words(title string) string {
	what := "as the work gives it"
	switch {
	case m.Excused:
		what = "excused"
	case m.Given:
		what = fmt.Sprintf("%d.%d per cent", m.Tenths/10, m.Tenths%10)
	}
	return title + ": " + what
}

// MarksOf returns all that staff have put in place of one mark, newest first.
func (db *DB) MarksOf(ctx context.Context, assignment, person string) ([]StaffMark, error) {
	all, err := list(db.read(ctx), (*StaffMark).dest, selectMarks+" WHERE m.assignment = ?1 AND m.person = ?2 ORDER BY m.no DESC", assignment, person)
	return all, during("marks of person", err)
}

// A Comment is what staff have written about one person's work; that person
// reads it.
type Comment struct {
	ID         string
	Assignment string
	Person     string
	Actor      string
	By         string // the actor's name; "" if there is no such account any more
	Body       string
	At         time.Time
}

// AddComment adds a comment. ErrNotFound as for PutMark.
func (db *DB) AddComment(ctx context.Context, class string, c Comment, now time.Time) error {
	err := db.write(ctx, func(h *handle) error {
		w, err := h.holdAssignment(class, c.Assignment, 0)
		if err != nil {
			return err
		}
		if err := h.wasIn(class, c.Person); err != nil {
			return err
		}
		_, err = h.exec("INSERT INTO comments (id, assignment, person, actor, body, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
			newID(), c.Assignment, c.Person, c.Actor, c.Body, ms(now))
		if err != nil {
			return err
		}
		return h.auditIn(class, c.Actor, "comment", c.Person, "", w.Title, now)
	})
	return during("comment", err)
}

// CommentsOn returns the comments about a person's work, oldest first, on one
// assignment, or on all for "".
func (db *DB) CommentsOn(ctx context.Context, assignment, person string) ([]Comment, error) {
	all, err := list(db.read(ctx), func(c *Comment) []any {
		return []any{&c.ID, &c.Assignment, &c.Person, &c.Actor, words{&c.By}, &c.Body, at{&c.At}}
	}, `SELECT k.id, k.assignment, k.person, k.actor, (SELECT c.name FROM accounts c WHERE c.person = k.actor), k.body, k.at
		FROM comments k WHERE k.person = ?2 AND (?1 = '' OR k.assignment = ?1) ORDER BY k.at, k.id`, assignment, person)
	return all, during("comments", err)
}

// MarkedWork returns the work of all classes, withdrawn too, for which a person
// has marks or comments of staff, without rules and targets, in the order in
// which it was given.
func (db *DB) MarkedWork(ctx context.Context, person string) ([]Assignment, error) {
	all, err := list(db.read(ctx), (*Assignment).dest, "SELECT "+assignmentColumns+` FROM assignments w WHERE w.id IN
		(SELECT assignment FROM marks WHERE person = ?1 UNION SELECT assignment FROM comments WHERE person = ?1) ORDER BY w.created, w.id`, person)
	return all, during("marked work", err)
}
