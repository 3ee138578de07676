package store

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
)

// A Try is an attempt at assigned work, in figures.
type Try struct {
	Attempt    string
	Assignment string
	Person     string
	Started    time.Time
	Ends       time.Time // zero if untimed; granted time included
	Submitted  time.Time // zero while open
	Graded     time.Time // zero before
	Correct    int
	Scored     int
	No         int // of the grade; 0 before
}

// A StaffMark is what staff put in place of a mark. The newest of a person and
// an assignment holds.
type StaffMark struct {
	Assignment string
	Person     string
	No         int  // from 1
	Given      bool // else the mark is what the work itself gives
	Tenths     int  // per cent, times 10
	Excused    bool // the work does not count for the person
	Reason     string
	Actor      string // a person's id
	By         string // that one's name; "" if there is no such account any more
	At         time.Time
}

// A ClassRecord is what was done for the work of a class, by the person's id.
type ClassRecord struct {
	Tries    map[string][]Try                // in the order in which they began; void ones are left out
	Reads    map[string]map[string]time.Time // by lesson, with the course's id before it: when it was first marked as read
	Decks    map[string]map[string]time.Time // by deck, the same
	Marks    map[string]map[string]StaffMark // by assignment: the newest
	Comments map[string]map[string]int       // by assignment: how many
}

// RecordOfClass returns what everybody who is or was in a class has done for its
// work. It is for staff: grades are the newest ones.
func (db *DB) RecordOfClass(ctx context.Context, class string) (ClassRecord, error) {
	r, err := db.read(ctx).classRecord("", "w.class = ?1", "w.class = ?1", "IN (SELECT m.person FROM members m WHERE m.class = ?1)", class)
	return r, during("record of class", err)
}

// RecordOfMember is RecordOfClass for one person alone.
func (db *DB) RecordOfMember(ctx context.Context, class, person string) (ClassRecord, error) {
	r, err := db.read(ctx).classRecord("", "w.class = ?2 AND a.person = ?1", "w.class = ?2", "= ?1", person, class)
	return r, during("record of member", err)
}

// RecordOfPerson returns what a person has done for the work of all classes. It
// is for that person: a grade that would tell the key of a question that stands
// on an open attempt is not shown yet.
func (db *DB) RecordOfPerson(ctx context.Context, person string) (ClassRecord, error) {
	r, err := db.read(ctx).classRecord(" AND g.no <= "+shownGrade, "a.person = ?1", "1 = 1", "= ?1", person)
	return r, during("record of person", err)
}

// classRecord reads a record; grade is a condition on grades g of attempts a, of
// which the newest counts, tries one on attempts a at assignments w, works one on
// assignments w, and people one on a person's id, which names the first of the
// arguments alone.
func (h *handle) classRecord(grade, tries, works, people string, args ...any) (ClassRecord, error) {
	r := ClassRecord{Marks: map[string]map[string]StaffMark{}, Comments: map[string]map[string]int{}}
	var err error
	if r.Tries, err = h.tries(grade, tries, args...); err != nil {
		return r, err
	}
	if r.Reads, err = h.firsts("SELECT person, lesson, MIN(at) FROM reads WHERE undone IS NULL AND person "+people+" GROUP BY person, lesson", args[0]); err != nil {
		return r, err
	}
	if r.Decks, err = h.firsts("SELECT person, deck, at FROM decks WHERE person "+people, args[0]); err != nil {
		return r, err
	}
	err = walk(h, (*StaffMark).dest, func(m StaffMark) error {
		if r.Marks[m.Person] == nil {
			r.Marks[m.Person] = map[string]StaffMark{}
		}
		r.Marks[m.Person][m.Assignment] = m
		return nil
	}, selectMarks+" JOIN assignments w ON w.id = m.assignment WHERE "+works+" AND m.person "+people+
		" AND m.no = (SELECT MAX(x.no) FROM marks x WHERE x.assignment = m.assignment AND x.person = m.person)", args...)
	if err != nil {
		return r, err
	}
	type count struct {
		person, assignment string
		n                  int
	}
	return r, walk(h, func(c *count) []any { return []any{&c.person, &c.assignment, &c.n} }, func(c count) error {
		if r.Comments[c.person] == nil {
			r.Comments[c.person] = map[string]int{}
		}
		r.Comments[c.person][c.assignment] = c.n
		return nil
	}, "SELECT k.person, k.assignment, COUNT(*) FROM comments k JOIN assignments w ON w.id = k.assignment WHERE "+works+" AND k.person "+people+" GROUP BY k.person, k.assignment", args...)
}

// OpenTries returns the attempts at an assignment that nobody has handed in, in
// no order; those whose time is over but that are not closed yet are among them.
func (db *DB) OpenTries(ctx context.Context, assignment string) ([]Try, error) {
	all, err := db.read(ctx).tries("", "a.submitted IS NULL AND w.id = ?1", assignment)
	var open []Try
	for _, tries := range all {
		open = append(open, tries...)
	}
	return open, during("open tries", err)
}

// tries reads attempts, by person, in the order in which they began. It is a
// part of the page of marks, which has 18,000 of them for a large class: that
// they are put in order, and the newest grade is found, here and not in SQL
// halves its time.
func (h *handle) tries(grade, where string, args ...any) (map[string][]Try, error) {
	all := map[string][]Try{}
	err := walk(h, (*Try).dest, func(t Try) error {
		all[t.Person] = append(all[t.Person], t)
		return nil
	}, `SELECT a.id, a.assignment, a.person, a.started, a.deadline + a.granted_ms, a.submitted, a.graded,
		COALESCE(g.correct, 0), COALESCE(g.scored, 0), COALESCE(g.no, 0)
		FROM assignments w JOIN attempts a ON a.assignment = w.id LEFT JOIN grades g ON g.attempt = a.id`+grade+`
		WHERE a.assignment IS NOT NULL AND a.void_at IS NULL AND `+where, args...)
	for person, tries := range all {
		slices.SortFunc(tries, func(a, b Try) int {
			return cmp.Or(a.Started.Compare(b.Started), strings.Compare(a.Attempt, b.Attempt), cmp.Compare(b.No, a.No))
		})
		all[person] = slices.CompactFunc(tries, func(a, b Try) bool { return a.Attempt == b.Attempt })
	}
	return all, err
}

func (t *Try) dest() []any {
	return []any{&t.Attempt, &t.Assignment, &t.Person, at{&t.Started}, at{&t.Ends}, at{&t.Submitted}, at{&t.Graded}, &t.Correct, &t.Scored, &t.No}
}

const selectMarks = `SELECT m.assignment, m.person, m.no, CASE WHEN m.tenths IS NULL THEN 0 ELSE 1 END, COALESCE(m.tenths, 0), m.excused, m.reason, m.actor,
	(SELECT c.name FROM accounts c WHERE c.person = m.actor), m.at FROM marks m`

func (m *StaffMark) dest() []any {
	return []any{&m.Assignment, &m.Person, &m.No, &m.Given, &m.Tenths, &m.Excused, &m.Reason, &m.Actor, words{&m.By}, at{&m.At}}
}

// firsts reads when something was first done, by person and thing.
func (h *handle) firsts(query string, arg any) (map[string]map[string]time.Time, error) {
	type done struct {
		person, what string
		when         time.Time
	}
	all := map[string]map[string]time.Time{}
	err := walk(h, func(d *done) []any { return []any{&d.person, &d.what, at{&d.when}} }, func(d done) error {
		if all[d.person] == nil {
			all[d.person] = map[string]time.Time{}
		}
		all[d.person][d.what] = d.when
		return nil
	}, query, arg)
	return all, err
}
