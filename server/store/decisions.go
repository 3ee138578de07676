package store

import (
	"context"
	"strings"
	"time"
)

// Decision is what staff have decided about one revision of an item. What its
// words mean is server/exam's.
type Decision struct {
	ID       string
	Item     string
	Revision string
	No       int    // counts the decisions about this revision from 1; 0 is no decision
	Verdict  string // right, wording, rekey, retire
	Key      string // of a rekey: the option that is right
	Became   string // of a rekey: the revision with that key
	Policy   string // of a rekey: everyone, higher; "" changes no grade
	Note     string // to learners
	Actor    string
	At       time.Time
}

const decisionColumns = "d.id, d.item, d.revision, COALESCE(d.no, 0), d.verdict, d.key, d.became, d.policy, d.note, d.actor, d.at"

func (d *Decision) dest() []any {
	return []any{words{&d.ID}, words{&d.Item}, words{&d.Revision}, &d.No, words{&d.Verdict}, words{&d.Key}, words{&d.Became},
		words{&d.Policy}, words{&d.Note}, words{&d.Actor}, at{&d.At}}
}

// Decide writes a decision and gives it to the open reports about the revision
// that have a number up to upTo: later ones were not seen by who decided, and
// stay open. d.No is the number after the last one that was seen; ErrDecided if
// somebody else was first. text is the revision that a rekey makes, zero for
// none. Only staff; the caller has checked that d.Actor may.
func (db *DB) Decide(ctx context.Context, d Decision, upTo int, text Text, now time.Time) (Decision, error) {
	d.ID, d.At = newID(), asKept(now)
	err := db.write(ctx, func(h *handle) error {
		if text.Hash != "" {
			if err := h.putTexts([]Text{text}); err != nil {
				return err
			}
		}
		n, err := h.exec(`INSERT INTO decisions (id, item, revision, no, verdict, key, became, policy, note, actor, at)
			VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT DO NOTHING`,
			d.ID, d.Item, d.Revision, d.No, d.Verdict, d.Key, d.Became, d.Policy, d.Note, d.Actor, ms(d.At))
		if err != nil {
			return err
		}
		if n == 0 {
			return ErrDecided
		}
		_, err = h.exec("UPDATE reports SET decision = ?1 WHERE item = ?2 AND revision = ?3 AND decision IS NULL AND no <= ?4",
			d.ID, d.Item, d.Revision, upTo)
		if err != nil {
			return err
		}
		return h.audit(d.Actor, "decide question", d.Item+" "+d.Revision, "", strings.Join(strings.Fields(d.Verdict+" "+d.Key+" "+d.Policy+" "+d.Note), " "), now)
	})
	if err != nil {
		return Decision{}, during("decide", err)
	}
	return d, nil
}

const selectDecision = "SELECT " + decisionColumns + " FROM decisions d "

// Decisions returns all decisions, those about one revision together and in
// their order.
func (db *DB) Decisions(ctx context.Context) ([]Decision, error) {
	all, err := list(db.read(ctx), (*Decision).dest, selectDecision+"ORDER BY d.item, d.revision, d.no")
	return all, during("decisions", err)
}

// DecisionsOn returns the decisions about a revision in their order.
func (db *DB) DecisionsOn(ctx context.Context, item, revision string) ([]Decision, error) {
	all, err := list(db.read(ctx), (*Decision).dest, selectDecision+"WHERE d.item = ?1 AND d.revision = ?2 ORDER BY d.no", item, revision)
	return all, during("decisions on item", err)
}

// AttemptDecisions returns the decisions about the revisions that stand on one
// of the person's attempts, oldest first.
func (db *DB) AttemptDecisions(ctx context.Context, person, id string) ([]Decision, error) {
	all, err := list(db.read(ctx), (*Decision).dest, `SELECT DISTINCT `+decisionColumns+` FROM attempts a
		JOIN attempt_items i ON i.attempt = a.id JOIN decisions d ON d.item = i.item AND d.revision = i.revision
		WHERE a.id = ?1 AND a.person = ?2 ORDER BY d.at, d.id`, id, person)
	return all, during("decisions of attempt", err)
}

// wants is the condition on an attempt a and a decision d that a's grades do not
// have d yet. Attempts that are not graded get it when they are.
const wants = `a.graded IS NOT NULL AND a.void_at IS NULL AND NOT EXISTS
	(SELECT 1 FROM grades g WHERE g.attempt = a.id AND g.decision = d.id)`

// unfinished finds the attempts that lack the grade of a decision.
const unfinished = `FROM decisions d JOIN attempt_items i ON i.item = d.item AND i.revision = d.revision
	JOIN attempts a ON a.id = i.attempt WHERE d.finished IS NULL AND d.policy <> '' AND ` + wants

// DueForCorrection lists up to limit attempts of everybody that lack the grade
// of a decision. For the sweeper and who decides.
func (db *DB) DueForCorrection(ctx context.Context, limit int) ([]Due, error) {
	due, err := list(db.read(ctx), func(d *Due) []any { return []any{&d.Person, &d.Attempt} },
		"SELECT DISTINCT a.person, a.id "+unfinished+" ORDER BY a.id LIMIT ?1", limit)
	for i := range due {
		due[i].Submitted = true
	}
	return due, during("due for correction", err)
}

// FinishDecisions notes of the decisions made before a time that every attempt
// has its grade, where that is so: the sweeper need not look any more. The time
// is so long ago that no process can still be grading with what it read before.
func (db *DB) FinishDecisions(ctx context.Context, before, now time.Time) error {
	open, err := number(db.read(ctx), "SELECT COUNT(*) FROM decisions WHERE finished IS NULL AND policy <> '' AND at < ?1", ms(before))
	if err != nil || open == 0 {
		return during("finish decisions", err)
	}
	err = db.write(ctx, func(h *handle) error {
		_, err := h.exec(`UPDATE decisions SET finished = ?2 WHERE finished IS NULL AND policy <> '' AND at < ?1 AND NOT EXISTS
			(SELECT 1 FROM attempt_items i JOIN attempts a ON a.id = i.attempt, decisions d
			WHERE d.id = decisions.id AND i.item = d.item AND i.revision = d.revision AND `+wants+`)`, ms(before), ms(now))
		return err
	})
	return during("finish decisions", err)
}

// Standing is one place of an attempt on which a revision stands.
type Standing struct {
	Graded  bool // false: open or being graded
	Scored  bool
	Correct bool // by the newest grade
	Choice  string
}

// StandingOn returns every place, on attempts of everybody that are not void, on
// which the revision stands, in no order. For staff; the caller has checked that.
func (db *DB) StandingOn(ctx context.Context, item, revision string) ([]Standing, error) {
	all, err := list(db.read(ctx), func(s *Standing) []any { return []any{&s.Graded, &s.Scored, &s.Correct, &s.Choice} },
		`SELECT CASE WHEN a.graded IS NULL THEN 0 ELSE 1 END, i.scored, COALESCE(i.correct, 0), COALESCE((SELECT s.choice FROM answers s
		WHERE s.attempt = i.attempt AND s.n = i.n AND s.late = 0 ORDER BY s.seq DESC LIMIT 1), '')
		FROM attempt_items i JOIN attempts a ON a.id = i.attempt WHERE i.item = ?1 AND i.revision = ?2 AND a.void_at IS NULL`, item, revision)
	return all, during("standing", err)
}
