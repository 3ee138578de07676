package store

import (
	"context"
	"time"
)

// Response is one place of a graded attempt with its answer, for item analysis.
// It does not say whose it is.
type Response struct {
	Attempt  string
	Mode     string
	Answered int // items of the attempt with a choice
	Item     string
	Revision string
	Scored   bool
	First    bool // nobody had shown the item to this person before
	Choice   string
	Spent    time.Duration
}

func (r *Response) dest() []any {
	return []any{&r.Attempt, &r.Mode, &r.Answered, &r.Item, &r.Revision, &r.Scored, &r.First, words{&r.Choice}, span{&r.Spent}}
}

// Responses calls f for each place of each graded attempt of everybody, those of
// one attempt together, and stops at f's first error. It reads them one by one,
// so their number does not matter. Void attempts are left out, but what was seen
// on one, or on an open one, is not new afterwards. For staff; the caller has
// checked that.
func (db *DB) Responses(ctx context.Context, f func(Response) error) error {
	err := walk(db.read(ctx), (*Response).dest, f, `SELECT x.id, x.mode, x.answered, x.item, x.revision, x.scored,
		CASE WHEN x.sight = 1 THEN 1 ELSE 0 END, s.choice,
		(SELECT CAST(SUM(t.spent_ms) AS BIGINT) FROM answers t WHERE t.attempt = x.id AND t.n = x.n AND t.late = 0)
		FROM (SELECT a.id, a.mode, a.answered, a.graded, a.void_at, i.n, i.item, i.revision, i.scored,
			ROW_NUMBER() OVER (PARTITION BY a.person, i.item ORDER BY a.started, a.id) AS sight
			FROM attempts a JOIN attempt_items i ON i.attempt = a.id) x
		LEFT JOIN answers s ON s.attempt = x.id AND s.n = x.n AND s.late = 0 AND s.seq =
			(SELECT MAX(y.seq) FROM answers y WHERE y.attempt = x.id AND y.n = x.n AND y.late = 0)
		WHERE x.graded IS NOT NULL AND x.void_at IS NULL ORDER BY x.id, x.n`)
	return during("responses", err)
}
