package store

import (
	"context"
	"errors"
	"time"
)

// Field is a part of a save. Not given: unchanged. Given with the zero Value:
// cleared.
type Field[T any] struct {
	Given bool
	Value T
}

// Set gives a field.
func Set[T any](v T) Field[T] { return Field[T]{Given: true, Value: v} }

// Save is one save of one item. Whether Choice is an option of the item is
// checked by the caller.
type Save struct {
	Person     string
	Attempt    string
	N          int
	Seq        int64 // the client's number, counted per item from 1; 0 (a form without script) takes the next
	Choice     Field[string]
	Flagged    Field[bool]
	Struck     Field[string]
	Confidence Field[string]
	Spent      time.Duration // on the item since its last save
	Tab        string        // the client's name for the browser tab; "" for a form
}

// Kept is what is kept of an item after a save.
type Kept struct {
	Answer             // Spent is of the kept save alone
	Applied  bool      // false if a higher Seq, or another save of this Seq, is kept
	InGrace  bool      // the save came after the end, inside Grace; it counts, and is marked
	Answered int       // items of the attempt that have a choice now
	Ends     time.Time // of the attempt, granted time included; zero if untimed
}

// SaveAnswer records one save and returns what is kept of the item. The save is
// applied if its Seq is above the kept one; sending it again changes nothing.
// ErrNotFound (attempt or item), ErrLocked, ErrTakenOver (this tab has written
// before and another tab has written since; a tab that never wrote takes over),
// ErrClosed: submitted, void, or over with its grace. A save that comes after
// time ran out is kept as late for the record, changes nothing, and is
// ErrClosed.
func (db *DB) SaveAnswer(ctx context.Context, s Save, now time.Time) (Kept, error) {
	var kept Kept
	var late bool
	err := db.write(ctx, func(h *handle) error {
		m, err := h.move(s.Person, s.Attempt, now)
		if late = errors.Is(err, errRanOut); late {
			return h.saveLate(s, now)
		}
		if err == nil {
			kept, err = h.save(s, m, now)
		}
		return err
	})
	if err == nil && late {
		err = ErrClosed
	}
	if err != nil {
		return Kept{}, during("save answer", err)
	}
	return kept, nil
}

// moved is an attempt's row as a move has left it.
type moved struct {
	no       int64 // of this move
	answered int   // items with a choice
	tab      string
	ends     time.Time // zero if untimed
	inGrace  bool
}

// errRanOut is ErrClosed for the one reason after which saves are still written
// down: the time was over.
var errRanOut = errors.New("time ran out")

// move is the guard of every change to an open attempt: it updates the
// attempt's own row on the condition that it is open, and so locks it against
// closing until the transaction ends. A guard in a subquery would not: it lost
// acknowledged saves.
func (h *handle) move(person, id string, now time.Time) (moved, error) {
	m, err := one(h, func(m *moved) []any { return []any{&m.no, &m.answered, &m.tab, at{&m.ends}} },
		`UPDATE attempts SET saves = saves + 1 WHERE id = ?1 AND person = ?2 AND submitted IS NULL AND void_at IS NULL
		AND (deadline IS NULL OR ?3 <= deadline + granted_ms) RETURNING saves, answered, tab, deadline + granted_ms`,
		id, person, ms(now.Add(-Grace)))
	if errors.Is(err, ErrNotFound) {
		return m, h.whyClosed(person, id)
	}
	m.inGrace = !m.ends.IsZero() && now.After(m.ends)
	return m, err
}

// whyClosed tells why move found no open attempt.
func (h *handle) whyClosed(person, id string) error {
	a, err := h.attempt(person, id)
	switch {
	case err != nil:
		return err
	case a.Voided.IsZero() && (a.Submitted.IsZero() || a.RanOut()):
		return errRanOut
	}
	return ErrClosed
}

// save writes one save of an open attempt.
func (h *handle) save(s Save, m moved, now time.Time) (Kept, error) {
	locked, top, err := h.current(s.Attempt, s.N)
	switch {
	case err != nil:
		return Kept{}, err
	case !locked.IsZero():
		return Kept{}, ErrLocked
	}
	if err := h.takeTab(s, m); err != nil {
		return Kept{}, err
	}
	if s.Seq == 0 {
		s.Seq = top.Seq + 1
	}
	base := top
	if s.Seq <= top.Seq {
		if base, err = h.below(s.Attempt, s.N, s.Seq); err != nil {
			return Kept{}, err
		}
	}
	merged := s.over(base, now)
	if err := h.addAnswer(s, merged, m.no, false, m.inGrace); err != nil {
		return Kept{}, err
	}
	answered := m.answered
	if s.Seq > top.Seq {
		if answered, err = h.countAnswered(s.Attempt, m.answered, top, merged); err != nil {
			return Kept{}, err
		}
		top = merged
	}
	applied := s.Seq == top.Seq && merged.same(top)
	return Kept{Answer: top, Applied: applied, InGrace: m.inGrace, Answered: answered, Ends: m.ends}, nil
}

// current returns what is kept of an item, and when it was locked.
func (h *handle) current(attempt string, n int) (time.Time, Answer, error) {
	type row struct {
		locked time.Time
		answer Answer
	}
	r, err := one(h, func(r *row) []any { return append(r.answer.dest(), at{&r.locked}) },
		`SELECT COALESCE(s.seq, 0), s.choice, COALESCE(s.flagged, 0), s.struck, s.confidence, s.spent_ms, s.at, i.locked_at
		FROM attempt_items i LEFT JOIN answers s ON s.attempt = i.attempt AND s.n = i.n AND s.late = 0 AND s.seq =
		(SELECT MAX(x.seq) FROM answers x WHERE x.attempt = i.attempt AND x.n = i.n AND x.late = 0)
		WHERE i.attempt = ?1 AND i.n = ?2`, attempt, n)
	return r.locked, r.answer, err
}

// countAnswered keeps attempts.answered true when the kept answer of an item
// goes from old to new.
func (h *handle) countAnswered(attempt string, answered int, old, new Answer) (int, error) {
	switch {
	case old.Choice == "" && new.Choice != "":
		answered++
	case old.Choice != "" && new.Choice == "":
		answered--
	default:
		return answered, nil
	}
	_, err := h.exec("UPDATE attempts SET answered = ?2 WHERE id = ?1", attempt, answered)
	return answered, err
}

// takeTab refuses a tab that has lost the attempt to another one, and gives the
// attempt to a tab that is new to it.
func (h *handle) takeTab(s Save, m moved) error {
	if s.Tab == "" || s.Tab == m.tab {
		return nil
	}
	if m.tab != "" {
		n, err := number(h, "SELECT COUNT(*) FROM answers WHERE attempt = ?1 AND tab = ?2 AND late = 0", s.Attempt, s.Tab)
		if err != nil {
			return err
		}
		if n > 0 {
			return ErrTakenOver
		}
	}
	_, err := h.exec("UPDATE attempts SET tab = ?2 WHERE id = ?1", s.Attempt, s.Tab)
	return err
}

const answerColumns = "seq, choice, flagged, struck, confidence, spent_ms, at"

func (a *Answer) dest() []any {
	return []any{&a.Seq, words{&a.Choice}, &a.Flagged, words{&a.Struck}, words{&a.Confidence}, span{&a.Spent}, at{&a.At}}
}

// below returns the save in time with the highest Seq below seq; a zero Answer
// if there is none, for the item has never been saved then.
func (h *handle) below(attempt string, n int, seq int64) (Answer, error) {
	all, err := list(h, (*Answer).dest, "SELECT "+answerColumns+` FROM answers
		WHERE attempt = ?1 AND n = ?2 AND late = 0 AND seq < ?3 ORDER BY seq DESC LIMIT 1`, attempt, n, seq)
	if err != nil || len(all) == 0 {
		return Answer{}, err
	}
	return all[0], nil
}

// over lays the save over the answer before it.
func (s Save) over(base Answer, now time.Time) Answer {
	a := base
	a.Seq, a.Spent, a.At = s.Seq, s.Spent, asKept(now)
	if s.Choice.Given {
		a.Choice = s.Choice.Value
	}
	if s.Flagged.Given {
		a.Flagged = s.Flagged.Value
	}
	if s.Struck.Given {
		a.Struck = s.Struck.Value
	}
	if s.Confidence.Given {
		a.Confidence = s.Confidence.Value
	}
	return a
}

// same tells whether two answers say the same.
func (a Answer) same(b Answer) bool {
	return a.Choice == b.Choice && a.Flagged == b.Flagged && a.Struck == b.Struck && a.Confidence == b.Confidence
}

// addAnswer appends to the record; a save that is in it already is left alone.
func (h *handle) addAnswer(s Save, a Answer, no int64, late, grace bool) error {
	_, err := h.exec(`INSERT INTO answers (attempt, n, late, seq, save_no, choice, flagged, struck, confidence, spent_ms, tab, at, grace)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) ON CONFLICT DO NOTHING`,
		s.Attempt, s.N, flag(late), a.Seq, no, a.Choice, flag(a.Flagged), a.Struck, a.Confidence,
		a.Spent.Milliseconds(), s.Tab, ms(a.At), flag(grace))
	return err
}

// saveLate keeps a save that came after time ran out. It updates the attempt's
// row like every move, here on the condition that it is still there.
func (h *handle) saveLate(s Save, now time.Time) error {
	no, err := number(h, "UPDATE attempts SET saves = saves + 1 WHERE id = ?1 AND person = ?2 RETURNING saves", s.Attempt, s.Person)
	if err != nil {
		return err
	}
	_, top, err := h.current(s.Attempt, s.N)
	if err != nil {
		return err
	}
	if s.Seq == 0 {
		s.Seq, err = number(h, "SELECT COALESCE(MAX(seq), 0) + 1 FROM answers WHERE attempt = ?1 AND n = ?2", s.Attempt, s.N)
		if err != nil {
			return err
		}
	}
	return h.addAnswer(s, s.over(top, now), no, true, false)
}

// Saved is one save in the record of an attempt.
type Saved struct {
	N       int
	No      int64 // order of arrival in the attempt
	Answer        // as it stood after this save; Spent is of this save alone
	Tab     string
	InGrace bool // came after the end, inside Grace
	Late    bool // came after the close; never scored
}

// Saves returns the record of one of the person's attempts, late saves
// included, ordered by item, then Seq: for changed answers and time use. No
// saves is an empty list, also for an attempt that is not there.
func (db *DB) Saves(ctx context.Context, person, id string) ([]Saved, error) {
	dest := func(s *Saved) []any { return append(s.Answer.dest(), &s.N, &s.No, &s.Tab, &s.InGrace, &s.Late) }
	all, err := list(db.read(ctx), dest, "SELECT "+answerColumns+`, n, save_no, tab, grace, late FROM answers
		WHERE attempt = (SELECT id FROM attempts WHERE id = ?1 AND person = ?2) ORDER BY n, seq, late`, id, person)
	return all, during("saves", err)
}

// LockItem fixes the answer of an item, where feedback is each: saves of it are
// ErrLocked from now on. judge is given the kept choice inside the transaction
// and returns whether it is right, which is what History then tells; it must be
// pure and quick, may be called twice, and is not called for an item without a
// choice. LockItem returns the item as locked; locking again changes nothing.
// ErrNotFound, ErrClosed.
func (db *DB) LockItem(ctx context.Context, person, id string, n int, judge func(choice string) bool, now time.Time) (AttemptItem, error) {
	var item AttemptItem
	err := db.write(ctx, func(h *handle) error {
		_, err := h.move(person, id, now)
		if errors.Is(err, errRanOut) {
			err = ErrClosed
		}
		if err != nil {
			return err
		}
		item, err = h.attemptItem(person, id, n)
		if err != nil || !item.Locked.IsZero() {
			return err
		}
		var correct any // NULL: not answered
		if item.Answer.Choice != "" {
			correct = flag(judge(item.Answer.Choice))
		}
		_, err = h.exec("UPDATE attempt_items SET locked_at = ?3, correct = CAST(?4 AS BIGINT) WHERE attempt = ?1 AND n = ?2",
			id, n, ms(now), correct)
		item.Locked = asKept(now)
		return err
	})
	if err != nil {
		return AttemptItem{}, during("lock item", err)
	}
	return item, nil
}
