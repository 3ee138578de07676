package store

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"
)

// StartAttempt writes an attempt with its items and texts and returns its id and
// true. If the person has used the key before, or has an open attempt of the
// mode and assignment, nothing is written and the id of that one is returned,
// with false. An open attempt of the mode and assignment whose time and grace
// are over is closed first (the sweeper grades it). ErrNotFound if there is no
// such person, ErrNoAttempts if the assignment allows no further one, ErrChanged if
// the assignment has other rules, or the fixed form other items, by now, or the
// person is not in the class any more.
func (db *DB) StartAttempt(ctx context.Context, a NewAttempt, now time.Time) (id string, started bool, err error) {
	if len(a.Items) == 0 {
		return "", false, errors.New("start attempt: no items")
	}
	agreed, err := json.Marshal(a.Policy)
	if err != nil {
		return "", false, during("start attempt", err)
	}
	fresh := newID()
	if a.Key == "" {
		a.Key = fresh
	}
	err = db.write(ctx, func(h *handle) (err error) {
		id, started, err = h.startAttempt(a, fresh, string(agreed), now)
		return err
	})
	if err != nil {
		return "", false, during("start attempt", err)
	}
	return id, started, nil
}

// startAttempt serves the starts of one person one after another, for touch
// locks the person's row; that, the unique key and the index of open attempts
// each suffice to make one attempt of many starts.
func (h *handle) startAttempt(a NewAttempt, fresh, agreed string, now time.Time) (id string, started bool, err error) {
	if err := h.touch(a.Person, now); err != nil {
		return "", false, err
	}
	if err := h.closeOverdueOf(a.Person, a.Mode, a.Assignment, now); err != nil {
		return "", false, err
	}
	if used, err := h.used(a); err != nil || used {
		if err == nil {
			id, err = h.existing(a)
		}
		if errors.Is(err, errAgain) {
			err = ErrNoAttempts
		}
		return id, false, err
	}
	if a.WorkVersion > 0 {
		if err := h.holdWork(a); err != nil {
			return "", false, err
		}
	}
	if a.Form != "" { // held, so that its questions cannot change before somebody has begun it
		if _, err := h.holdForm(a.Form, a.FormVersion); err != nil {
			return "", false, err
		}
	}
	n, err := h.exec(`INSERT INTO attempts (id, person, key, mode, course, title, blueprint, bank_version, course_version,
		assignment, policy, seed, seen_count, started, deadline)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, CAST(NULLIF(?10, '') AS TEXT), ?11, ?12, ?13, ?14, CAST(?15 AS BIGINT))
		ON CONFLICT DO NOTHING`,
		fresh, a.Person, a.Key, a.Mode, a.Course, a.Title, a.Blueprint, a.BankVersion, a.CourseVersion,
		a.Assignment, agreed, int64(a.Seed), a.SeenCount, ms(now), ms(a.Deadline))
	if err != nil {
		return "", false, err
	}
	if n == 0 {
		id, err := h.existing(a)
		return id, false, err
	}
	if err := h.addItems(fresh, a.Items); err != nil {
		return "", false, err
	}
	return fresh, true, h.putTexts(a.Texts)
}

// holdWork holds the assignment of a new attempt as it was read, so that nobody
// can change it before the attempt is there: whoever changes it afterwards sees
// that somebody has begun, and stretches what is under way.
func (h *handle) holdWork(a NewAttempt) error {
	n, err := h.exec(`UPDATE assignments SET title = title WHERE id = ?1 AND version = ?2 AND withdrawn IS NULL
		AND EXISTS (SELECT 1 FROM members m JOIN classes c ON c.id = m.class WHERE m.class = assignments.class AND m.person = ?3
		AND m.role = 'learner' AND m.left_at IS NULL AND c.archived IS NULL)`, a.Assignment, a.WorkVersion, a.Person)
	if err == nil && n == 0 {
		err = ErrChanged
	}
	return err
}

// used tells whether the person has all the attempts that the assignment allows.
func (h *handle) used(a NewAttempt) (bool, error) {
	if a.Most == 0 {
		return false, nil
	}
	n, err := number(h, "SELECT COUNT(*) FROM attempts WHERE person = ?1 AND assignment = ?2 AND void_at IS NULL", a.Person, a.Assignment)
	return int(n) >= a.Most, err
}

// existing returns the attempt that stands in the way of a new one: of the same
// key, else open.
func (h *handle) existing(a NewAttempt) (string, error) {
	id, err := one(h, func(id *string) []any { return []any{id} }, `SELECT id FROM attempts WHERE person = ?1
		AND (key = ?2 OR mode = ?3 AND COALESCE(assignment, '') = ?4 AND submitted IS NULL AND void_at IS NULL)
		ORDER BY CASE WHEN key = ?2 THEN 0 ELSE 1 END LIMIT 1`, a.Person, a.Key, a.Mode, a.Assignment)
	if errors.Is(err, ErrNotFound) {
		err = errAgain // it was closed since
	}
	return id, err
}

// closeOverdueOf closes the person's attempt of a mode and assignment if its time
// and grace are over, as the sweeper would.
func (h *handle) closeOverdueOf(person, mode, assignment string, now time.Time) error {
	_, err := h.exec(`UPDATE attempts SET saves = saves + 1, submitted = deadline + granted_ms
		WHERE person = ?1 AND mode = ?2 AND COALESCE(assignment, '') = ?4 AND submitted IS NULL AND void_at IS NULL AND deadline + granted_ms < ?3`,
		person, mode, ms(now.Add(-Grace)), assignment)
	return err
}

func (h *handle) addItems(attempt string, items []NewItem) error {
	var args []any
	for i, it := range items {
		args = append(args, attempt, i+1, it.Item, it.Revision, it.Domain, it.Lesson, it.Order, flag(it.Scored))
	}
	_, err := h.exec("INSERT INTO attempt_items (attempt, n, item, revision, domain, lesson, opts, scored) VALUES "+
		rowsOf(len(items), 8), args...)
	return err
}

// putTexts adds the texts that are not there yet, in the order of their hashes,
// so that two transactions that add the same ones do not wait for each other.
func (h *handle) putTexts(texts []Text) error {
	sorted := slices.SortedFunc(slices.Values(texts), func(a, b Text) int { return strings.Compare(a.Hash, b.Hash) })
	for some := range slices.Chunk(sorted, 500) {
		var args []any
		for _, t := range some {
			args = append(args, t.Hash, t.Kind, t.ID, string(t.Body))
		}
		if _, err := h.exec("INSERT INTO texts (hash, kind, id, body) VALUES "+rowsOf(len(some), 4)+" ON CONFLICT DO NOTHING", args...); err != nil {
			return err
		}
	}
	return nil
}
