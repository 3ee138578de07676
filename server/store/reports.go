package store

import (
	"context"
	"strings"
	"time"
)

// Report is a problem with a question, as a learner has told of it. It is about
// one place of a graded attempt, and open until a decision about that revision.
type Report struct {
	No       int // what people are told; given by the store
	Person   string
	Attempt  string // "" once the attempt is erased
	N        int    // of the item on the attempt
	Item     string
	Revision string
	Choice   string // the answer then; "" for none
	Reason   string // in the words of server/exam
	Body     string // "" for none
	At       time.Time
	Decision Decision // zero while it is open
}

// MaxOpenReports is how many open reports a person can have: who reports
// everything must not be able to take every question off the exam.
const MaxOpenReports = 30

// maxBody bounds the text of a report with all that was added to it, in bytes.
const maxBody = 16 << 10

// AddReport writes a report. If the person has an open one about the item it is
// known: nothing is written but the text, which is added to that one. It returns
// the report as it then stands. ErrNotFound if the person is not there, ErrFull
// if one more or a longer one would be too much.
func (db *DB) AddReport(ctx context.Context, r Report, now time.Time) (kept Report, known bool, err error) {
	fresh := newID()
	err = db.write(ctx, func(h *handle) (err error) {
		if err := h.touch(r.Person, now); err != nil { // which makes one person's reports wait for one another
			return err
		}
		open, err := h.reports("r.person = ?1 AND r.decision IS NULL ORDER BY r.no", r.Person)
		if err != nil {
			return err
		}
		for _, o := range open {
			if o.Item == r.Item {
				kept, known = o, true
				return h.addToReport(&kept, r.Body)
			}
		}
		if len(open) >= MaxOpenReports || len(r.Body) > maxBody {
			return ErrFull
		}
		kept, known = r, false
		kept.At = asKept(now)
		kept.No, err = h.insertReport(fresh, kept)
		return err
	})
	if err != nil {
		return Report{}, false, during("add report", err)
	}
	return kept, known, nil
}

// insertReport writes a report under the next number. The row of settings is
// the lock around numbers.
func (h *handle) insertReport(id string, r Report) (int, error) {
	if _, err := h.exec("UPDATE settings SET value = CAST(CAST(value AS BIGINT) + 1 AS TEXT) WHERE key = 'reports'"); err != nil {
		return 0, err
	}
	no, err := number(h, "SELECT CAST(value AS BIGINT) FROM settings WHERE key = 'reports'")
	if err != nil {
		return 0, err
	}
	_, err = h.exec(`INSERT INTO reports (id, no, person, attempt, n, item, revision, choice, reason, body, at)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)`,
		id, no, r.Person, r.Attempt, r.N, r.Item, r.Revision, r.Choice, r.Reason, r.Body, ms(r.At))
	return int(no), err
}

// addToReport adds a text to an open report, unless it is there already: a form
// may be sent twice.
func (h *handle) addToReport(r *Report, text string) error {
	if text == "" || strings.HasSuffix("\n"+r.Body, "\n"+text) {
		return nil
	}
	if r.Body != "" {
		text = r.Body + "\n" + text
	}
	if len(text) > maxBody {
		return ErrFull
	}
	r.Body = text
	_, err := h.exec("UPDATE reports SET body = ?2 WHERE no = ?1", r.No, text)
	return err
}

// selectReport finds reports r with their decisions d.
const selectReport = `SELECT r.no, r.person, r.attempt, r.n, r.item, r.revision, r.choice, r.reason, r.body, r.at, ` + decisionColumns + `
	FROM reports r LEFT JOIN decisions d ON d.id = r.decision WHERE `

func (r *Report) dest() []any {
	return append([]any{&r.No, &r.Person, words{&r.Attempt}, &r.N, &r.Item, &r.Revision, &r.Choice, &r.Reason, &r.Body, at{&r.At}}, r.Decision.dest()...)
}

func (h *handle) reports(where string, args ...any) ([]Report, error) {
	return list(h, (*Report).dest, selectReport+where, args...)
}

// ReportsOf returns the person's reports, newest first.
func (db *DB) ReportsOf(ctx context.Context, person string) ([]Report, error) {
	all, err := db.read(ctx).reports("r.person = ?1 ORDER BY r.no DESC", person)
	return all, during("reports of person", err)
}

// ReportsOn returns everybody's reports on a revision of an item, oldest first.
// For staff; the caller has checked that.
func (db *DB) ReportsOn(ctx context.Context, item, revision string) ([]Report, error) {
	all, err := db.read(ctx).reports("r.item = ?1 AND r.revision = ?2 ORDER BY r.no", item, revision)
	return all, during("reports on item", err)
}

// OpenReports returns everybody's open reports, oldest first. For staff; the
// caller has checked that.
func (db *DB) OpenReports(ctx context.Context) ([]Report, error) {
	all, err := db.read(ctx).reports("r.decision IS NULL ORDER BY r.no")
	return all, during("open reports", err)
}

// Reported returns the revisions, by hash, about which at least so many people
// have an open report with the reason.
func (db *DB) Reported(ctx context.Context, reason string, people int) (map[string]bool, error) {
	all, err := list(db.read(ctx), func(s *string) []any { return []any{s} }, `SELECT revision FROM reports
		WHERE decision IS NULL AND reason = ?1 GROUP BY item, revision HAVING COUNT(DISTINCT person) >= ?2`, reason, people)
	if err != nil {
		return nil, during("reported revisions", err)
	}
	set := map[string]bool{}
	for _, revision := range all {
		set[revision] = true
	}
	return set, nil
}
