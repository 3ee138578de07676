package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// endOr gives the time of submitting in SQL: now, or the end of the attempt if
// that is earlier.
func endOr(now string) string {
	return "CASE WHEN deadline + granted_ms < " + now + " THEN deadline + granted_ms ELSE " + now + " END"
}

// CloseAttempt submits one of the person's attempts: from its commit on no save
// is taken, and every save that was acknowledged is seen by what reads after
// it. Closing a closed one changes nothing. Submitted is now, or the end of the
// time if that is earlier. ErrNotFound; ErrClosed if it is void.
func (db *DB) CloseAttempt(ctx context.Context, person, id string, now time.Time) (Attempt, error) {
	return db.closeAttempt(ctx, person, id, now, "")
}

// CloseOverdue closes an attempt for the sweeper, if at now its time and grace
// are over: time may have been granted since it was listed. It returns the
// attempt as it then stands, open or closed. ErrNotFound; ErrClosed if void.
func (db *DB) CloseOverdue(ctx context.Context, person, id string, now time.Time) (Attempt, error) {
	return db.closeAttempt(ctx, person, id, now, fmt.Sprintf(" AND deadline + granted_ms < %d", now.Add(-Grace).UnixMilli()))
}

// closeAttempt closes an open attempt that meets a further condition.
func (db *DB) closeAttempt(ctx context.Context, person, id string, now time.Time, also string) (Attempt, error) {
	var a Attempt
	err := db.write(ctx, func(h *handle) error {
		_, err := h.exec("UPDATE attempts SET saves = saves + 1, submitted = "+endOr("?3")+
			" WHERE id = ?1 AND person = ?2 AND submitted IS NULL AND void_at IS NULL"+also, id, person, ms(now))
		if err != nil {
			return err
		}
		a, err = h.attempt(person, id)
		if err == nil && !a.Voided.IsZero() {
			err = ErrClosed
		}
		return err
	})
	if err != nil {
		return Attempt{}, during("close attempt", err)
	}
	return a, nil
}

// Due is an attempt that waits for the sweeper.
type Due struct {
	Person    string
	Attempt   string
	Submitted bool // true: to be graded; false: to be closed (CloseOverdue), then graded
}

// DueForClosing lists the attempts of everybody that are over but not
// submitted, and those submitted but not graded, oldest first. Void ones are
// not listed. For the sweeper alone.
func (db *DB) DueForClosing(ctx context.Context, now time.Time) ([]Due, error) {
	due, err := list(db.read(ctx), func(d *Due) []any { return []any{&d.Person, &d.Attempt, &d.Submitted} },
		`SELECT person, id, CASE WHEN submitted IS NULL THEN 0 ELSE 1 END FROM attempts
		WHERE graded IS NULL AND void_at IS NULL AND (submitted IS NOT NULL OR deadline + granted_ms < ?1)
		ORDER BY started`, ms(now.Add(-Grace)))
	return due, during("due for closing", err)
}

// Mark is the figure of a grade.
type Mark struct {
	No       int // of the grade, from 1; 0 is no grade
	Correct  int // scored items answered right
	Scored   int // scored items
	Answered int // items with a choice, pretest ones included
}

// Grade is one grading of an attempt; a re-key appends another.
type Grade struct {
	Mark
	Policy   string // why and how, such as "first" or "rekey …"
	Decision string // the id of the decision it comes from; "" for the first one
	At       time.Time
	Detail   string       // JSON, in the words of server/exam
	Right    map[int]bool // by item number, answered items only, pretest ones too; for History. Only written
}

// AppendGrade adds grade number after+1 to a submitted attempt (g.No is not
// looked at): 0 for the first. If that number is there already, written by
// another process, nothing changes, and the one kept is returned.
// ErrNotSubmitted, ErrClosed if void, ErrNotFound, also if there is no grade
// number after.
func (db *DB) AppendGrade(ctx context.Context, person, id string, after int, g Grade) (Grade, error) {
	g.At = asKept(g.At)
	kept := g
	err := db.write(ctx, func(h *handle) error {
		if err := h.moveToGraded(person, id, g.At); err != nil {
			return err
		}
		grades, err := h.grades(person, id)
		if err != nil {
			return err
		}
		if len(grades) < after {
			return ErrNotFound
		}
		if len(grades) > after {
			kept = grades[after]
			return nil
		}
		kept = g
		kept.No = after + 1
		return h.addGrade(id, kept)
	})
	if err != nil {
		return Grade{}, during("append grade", err)
	}
	return kept, nil
}

// moveToGraded is the guard of grading: the attempt is submitted and not void.
func (h *handle) moveToGraded(person, id string, now time.Time) error {
	n, err := h.exec(`UPDATE attempts SET graded = COALESCE(graded, ?3)
		WHERE id = ?1 AND person = ?2 AND submitted IS NOT NULL AND void_at IS NULL`, id, person, ms(now))
	if err != nil || n > 0 {
		return err
	}
	a, err := h.attempt(person, id)
	switch {
	case err != nil:
		return err
	case !a.Voided.IsZero():
		return ErrClosed
	}
	return ErrNotSubmitted
}

// addGrade writes a grade, and what it says of each item where History looks.
func (h *handle) addGrade(id string, g Grade) error {
	_, err := h.exec(`INSERT INTO grades (attempt, no, policy, at, correct, scored, answered, detail, decision)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, CAST(NULLIF(?9, '') AS TEXT))`,
		id, g.No, g.Policy, ms(g.At), g.Correct, g.Scored, g.Answered, g.Detail, g.Decision)
	if err != nil {
		return err
	}
	right, wrong := []string{"0"}, []string{"0"} // no item has number 0, and IN () is not SQL everywhere
	for _, n := range slices.Sorted(maps.Keys(g.Right)) {
		if g.Right[n] {
			right = append(right, fmt.Sprint(n))
		} else {
			wrong = append(wrong, fmt.Sprint(n))
		}
	}
	_, err = h.exec(fmt.Sprintf("UPDATE attempt_items SET correct = CASE WHEN n IN (%s) THEN 1 WHEN n IN (%s) THEN 0 END WHERE attempt = ?1",
		strings.Join(right, ","), strings.Join(wrong, ",")), id)
	return err
}

// shownGrade is the number of the grade of an attempt a that may be shown: the
// newest one, but none that corrects a question which stands, unchecked, on an
// attempt of the person that is open now, for it would tell that one's key.
const shownGrade = `(SELECT MAX(x.no) FROM grades x WHERE x.attempt = a.id AND NOT EXISTS (SELECT 1 FROM grades h
	JOIN decisions d ON d.id = h.decision JOIN attempt_items oi ON oi.item = d.item JOIN attempts oa ON oa.id = oi.attempt
	WHERE h.attempt = a.id AND h.no <= x.no AND oa.person = a.person AND oa.submitted IS NULL AND oa.void_at IS NULL AND oi.locked_at IS NULL))`

func (g *Grade) dest() []any {
	return []any{&g.No, &g.Policy, at{&g.At}, &g.Correct, &g.Scored, &g.Answered, &g.Detail, words{&g.Decision}}
}

// Grades returns all grades of one of the person's attempts, oldest first; none
// is an empty list. ErrNotFound if the attempt is not there.
func (db *DB) Grades(ctx context.Context, person, id string) ([]Grade, error) {
	h := db.read(ctx)
	if _, err := h.attempt(person, id); err != nil {
		return nil, during("grades", err)
	}
	grades, err := h.grades(person, id)
	return grades, during("grades", err)
}

// GradeDetail is the Detail of a grade, with what it belongs to.
type GradeDetail struct {
	Attempt    string
	Assignment string // "" for a learner's own
	Detail     string
}

// GradeDetails returns the grade that is shown of each of the person's attempts
// that are graded, not void, and were submitted until the time given, in no
// order. Whether the score of assigned work may be told is for the caller.
func (db *DB) GradeDetails(ctx context.Context, person string, until time.Time) ([]GradeDetail, error) {
	details, err := list(db.read(ctx), func(d *GradeDetail) []any { return []any{&d.Attempt, words{&d.Assignment}, &d.Detail} },
		`SELECT a.id, a.assignment, g.detail FROM attempts a JOIN grades g ON g.attempt = a.id
		WHERE a.person = ?1 AND a.void_at IS NULL AND a.submitted <= ?2
		AND g.no = `+shownGrade, person, ms(until))
	return details, during("grade details", err)
}

func (h *handle) grades(person, id string) ([]Grade, error) {
	return list(h, (*Grade).dest, `SELECT no, policy, at, correct, scored, answered, detail, decision FROM grades
		WHERE attempt = (SELECT id FROM attempts WHERE id = ?1 AND person = ?2) ORDER BY no`, id, person)
}
