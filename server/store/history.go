package store

import (
	"context"
	"database/sql"
	"time"
)

// Seen is what a person's record says of one item. It counts items of closed
// and void attempts, and checked items of open drills; nothing of an open exam.
type Seen struct {
	Times     int       // how often it was shown
	Last      time.Time // when it was last shown
	Answered  time.Time // when it was last answered and judged; zero: never
	Right     bool      // whether that answer was right
	LastRight time.Time // when it was last answered right; zero: never
}

// History returns what the person has seen, by item id.
func (db *DB) History(ctx context.Context, person string) (map[string]Seen, error) {
	shown, err := list(db.read(ctx), (*showing).dest, `SELECT i.item, COALESCE(i.locked_at, a.submitted, a.void_at),
		CASE WHEN a.void_at IS NULL THEN i.correct END
		FROM attempts a JOIN attempt_items i ON i.attempt = a.id
		WHERE a.person = ?1 AND (a.submitted IS NOT NULL OR a.void_at IS NOT NULL OR i.locked_at IS NOT NULL)
		ORDER BY 2, a.id, i.n`, person)
	if err != nil {
		return nil, during("history", err)
	}
	seen := map[string]Seen{}
	for _, s := range shown {
		seen[s.item] = seen[s.item].and(s)
	}
	return seen, nil
}

// showing is one time an item was shown.
type showing struct {
	item    string
	when    time.Time
	correct sql.NullInt64
}

func (s *showing) dest() []any { return []any{&s.item, at{&s.when}, &s.correct} }

// and adds a later showing.
func (s Seen) and(later showing) Seen {
	s.Times++
	s.Last = later.when
	if later.correct.Valid {
		s.Answered, s.Right = later.when, later.correct.Int64 == 1
		if s.Right {
			s.LastRight = later.when
		}
	}
	return s
}

// OpenItem is an item on an attempt that is open now.
type OpenItem struct {
	Attempt string
	Mode    string
	Item    string
	Locked  bool // its answer was checked
}

// OpenItems returns the items of all open attempts of the person, those whose
// time is over but that are not closed yet included: what drills leave out, and
// what no page may tell about.
func (db *DB) OpenItems(ctx context.Context, person string) ([]OpenItem, error) {
	items, err := list(db.read(ctx), func(i *OpenItem) []any { return []any{&i.Attempt, &i.Mode, &i.Item, &i.Locked} },
		`SELECT a.id, a.mode, i.item, CASE WHEN i.locked_at IS NULL THEN 0 ELSE 1 END
		FROM attempts a JOIN attempt_items i ON i.attempt = a.id
		WHERE a.person = ?1 AND a.submitted IS NULL AND a.void_at IS NULL ORDER BY a.started, a.id, i.n`, person)
	return items, during("open items", err)
}

// Counts is the person's work in numbers, for /me.json and the dashboard.
type Counts struct {
	Lessons  int // marked as read
	Attempts int // submitted and not void
	Open     int // open now
}

// Counts counts; somebody who is not there has done nothing.
func (db *DB) Counts(ctx context.Context, person string) (Counts, error) {
	c, err := one(db.read(ctx), func(c *Counts) []any { return []any{&c.Lessons, &c.Attempts, &c.Open} }, `SELECT
		(SELECT COUNT(DISTINCT lesson) FROM reads WHERE person = ?1 AND undone IS NULL),
		(SELECT COUNT(*) FROM attempts WHERE person = ?1 AND void_at IS NULL AND submitted IS NOT NULL),
		(SELECT COUNT(*) FROM attempts WHERE person = ?1 AND void_at IS NULL AND submitted IS NULL)`, person)
	return c, during("counts", err)
}
