package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// Grace is how long after its end an attempt still takes saves that were under
// way. Clock skew between processes must stay below it.
const Grace = 10 * time.Second

// Policy is what was agreed when an attempt began; it never changes afterwards.
type Policy struct {
	Minutes  int     `json:"minutes"`  // before the factor; 0 is untimed
	Factor   float64 `json:"factor"`   // of the person or of Time
	Time     string  `json:"time"`     // the learner's own choice: standard, 1.5, 2, none
	Feedback string  `json:"feedback"` // each or end
	Release  string  `json:"release"`  // when answers are shown, in the words of server/exam
}

// NewAttempt is an attempt as server/exam has drawn it.
type NewAttempt struct {
	Person        string
	Key           string // idempotency key, unique per person, from the client; "" makes one
	Mode          string // mock, half, drill, …: at most one attempt of a mode and assignment is open per person
	Course        string // "cmaa"
	Title         string // as shown in lists
	Blueprint     string // version of the blueprint
	BankVersion   string
	CourseVersion string
	Assignment    string // "" for a learner's own
	WorkVersion   int    // of the assignment, when its rules were read; 0 looks neither at it nor at the person's place
	Most          int    // of assigned work: how many attempts that are not void the person may have in all; 0 is any number
	Form          string // the fixed form that Items are of; "" for none
	FormVersion   int    // of it, when Items were read
	Policy        Policy
	Seed          uint64
	SeenCount     int       // items on it that the person had seen before
	Deadline      time.Time // zero if untimed; without granted time
	Items         []NewItem // in the order shown; numbered from 1
	Texts         []Text    // the frozen revisions of Items; known ones are left alone
}

// NewItem is one place of a new attempt.
type NewItem struct {
	Item     string // id, such as "cmaa/d3-03-001"
	Revision string // hash of its frozen text
	Domain   string
	Lesson   string
	Order    string // authored places of the options in shown order, such as "cadb"
	Scored   bool   // false for pretest items
}

// Attempt is one attempt as it stands.
type Attempt struct {
	ID            string
	Person        string
	Key           string
	Mode          string
	Course        string
	Title         string
	Blueprint     string
	BankVersion   string
	CourseVersion string
	Assignment    string
	Policy        Policy
	Seed          uint64
	SeenCount     int
	Started       time.Time
	Deadline      time.Time     // zero if untimed; without Granted
	Granted       time.Duration // extra time given by staff
	Submitted     time.Time     // zero while open; never later than Ends
	Graded        time.Time     // of the first grade; zero before
	Voided        time.Time     // zero unless void
	VoidReason    string
	VoidedBy      string // the name of who did it; "" if there is no such account any more
	Items         int    // how many
	Answered      int    // items with a choice
	Mark          Mark   // of the grade that is shown, see shownGrade; zero before
}

// Ends returns when the time is over, granted time included; zero if untimed.
func (a Attempt) Ends() time.Time {
	if a.Deadline.IsZero() {
		return time.Time{}
	}
	return a.Deadline.Add(a.Granted)
}

// Open tells whether the attempt takes saves at now.
func (a Attempt) Open(now time.Time) bool {
	return a.Submitted.IsZero() && a.Voided.IsZero() && (a.Deadline.IsZero() || !now.After(a.Ends().Add(Grace)))
}

// RanOut tells whether the attempt was closed because its time was over.
func (a Attempt) RanOut() bool {
	return !a.Submitted.IsZero() && !a.Deadline.IsZero() && a.Submitted.Equal(a.Ends())
}

// AttemptItem is one place of an attempt with its current answer.
type AttemptItem struct {
	N        int
	Item     string
	Revision string
	Domain   string
	Lesson   string
	Order    string
	Scored   bool
	Locked   time.Time // when its answer was checked; zero if it was not
	Answer   Answer
}

// Answer is the current answer to an item: the save with the highest Seq.
type Answer struct {
	Seq        int64  // 0: never saved
	Choice     string // option id; "" for none
	Flagged    bool
	Struck     string        // option ids crossed out
	Confidence string        // guess, unsure, sure or ""
	Spent      time.Duration // all saves of the item together
	At         time.Time
}

const selectAttempt = `SELECT a.id, a.person, a.key, a.mode, a.course, a.title, a.blueprint, a.bank_version,
	a.course_version, a.assignment, a.policy, a.seed, a.seen_count, a.started, a.deadline, a.granted_ms,
	a.submitted, a.graded, a.void_at, a.void_reason, (SELECT v.name FROM accounts v WHERE v.person = a.void_by), (SELECT COUNT(*) FROM attempt_items i WHERE i.attempt = a.id), a.answered,
	COALESCE(g.no, 0), COALESCE(g.correct, 0), COALESCE(g.scored, 0), COALESCE(g.answered, 0)
	FROM attempts a LEFT JOIN grades g ON g.attempt = a.id
	AND g.no = ` + shownGrade + ` WHERE `

func (a *Attempt) dest() []any {
	return []any{&a.ID, &a.Person, &a.Key, &a.Mode, &a.Course, &a.Title, &a.Blueprint, &a.BankVersion,
		&a.CourseVersion, words{&a.Assignment}, policy{&a.Policy}, seed{&a.Seed}, &a.SeenCount,
		at{&a.Started}, at{&a.Deadline}, span{&a.Granted}, at{&a.Submitted}, at{&a.Graded},
		at{&a.Voided}, words{&a.VoidReason}, words{&a.VoidedBy}, &a.Items, &a.Answered,
		&a.Mark.No, &a.Mark.Correct, &a.Mark.Scored, &a.Mark.Answered}
}

// policy scans a policy's JSON.
type policy struct{ *Policy }

// Scan implements sql.Scanner.
func (p policy) Scan(src any) error {
	var text string
	if err := (words{&text}).Scan(src); err != nil {
		return err
	}
	return json.Unmarshal([]byte(text), p.Policy)
}

// seed scans a seed, whose 64 bits the tables keep as a signed number.
type seed struct{ bits *uint64 }

// Scan implements sql.Scanner.
func (s seed) Scan(src any) error {
	n, ok := src.(int64)
	if !ok {
		return fmt.Errorf("seed is %T", src)
	}
	*s.bits = uint64(n)
	return nil
}

// Attempt returns one of the person's attempts.
func (db *DB) Attempt(ctx context.Context, person, id string) (Attempt, error) {
	a, err := db.read(ctx).attempt(person, id)
	return a, during("attempt", err)
}

func (h *handle) attempt(person, id string) (Attempt, error) {
	return one(h, (*Attempt).dest, selectAttempt+"a.id = ?1 AND a.person = ?2", id, person)
}

// AttemptsOf returns all of the person's attempts, newest first.
func (db *DB) AttemptsOf(ctx context.Context, person string) ([]Attempt, error) {
	all, err := list(db.read(ctx), (*Attempt).dest, selectAttempt+"a.person = ?1 ORDER BY a.started DESC, a.id", person)
	return all, during("attempts of person", err)
}

// selectItem finds items of an attempt of a person, with current answers; the
// time spent is that of all saves in time together.
const selectItem = `SELECT i.n, i.item, i.revision, i.domain, i.lesson, i.opts, i.scored, i.locked_at,
	COALESCE(s.seq, 0), s.choice, COALESCE(s.flagged, 0), s.struck, s.confidence, s.at,
	(SELECT CAST(SUM(t.spent_ms) AS BIGINT) FROM answers t WHERE t.attempt = i.attempt AND t.n = i.n AND t.late = 0)
	FROM attempts a JOIN attempt_items i ON i.attempt = a.id
	LEFT JOIN answers s ON s.attempt = i.attempt AND s.n = i.n AND s.late = 0 AND s.seq =
	(SELECT MAX(x.seq) FROM answers x WHERE x.attempt = i.attempt AND x.n = i.n AND x.late = 0)
	WHERE a.id = ?1 AND a.person = ?2`

func (i *AttemptItem) dest() []any {
	return []any{&i.N, &i.Item, &i.Revision, &i.Domain, &i.Lesson, &i.Order, &i.Scored, at{&i.Locked},
		&i.Answer.Seq, words{&i.Answer.Choice}, &i.Answer.Flagged, words{&i.Answer.Struck},
		words{&i.Answer.Confidence}, at{&i.Answer.At}, span{&i.Answer.Spent}}
}

// AttemptItems returns the items of one of the person's attempts in the order
// shown, with current answers. It tells which are scored: that is for grading
// and results, never for a room page.
func (db *DB) AttemptItems(ctx context.Context, person, id string) ([]AttemptItem, error) {
	items, err := list(db.read(ctx), (*AttemptItem).dest, selectItem+" ORDER BY i.n", id, person)
	if err == nil && len(items) == 0 {
		err = ErrNotFound // an attempt has items
	}
	return items, during("attempt items", err)
}

// AttemptItem returns item n of one of the person's attempts; ErrNotFound also
// if there is no such item.
func (db *DB) AttemptItem(ctx context.Context, person, id string, n int) (AttemptItem, error) {
	item, err := db.read(ctx).attemptItem(person, id, n)
	return item, during("attempt item", err)
}

func (h *handle) attemptItem(person, id string, n int) (AttemptItem, error) {
	return one(h, (*AttemptItem).dest, selectItem+" AND i.n = ?3", id, person, n)
}
