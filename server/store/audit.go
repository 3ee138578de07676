package store

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// An AuditEntry says who did what. Entries are only ever added.
type AuditEntry struct {
	At     time.Time
	Actor  string // a person's id, or Shell
	By     string // the actor's name; "" if there is no such account (any more)
	Action string
	Object string // the person, class, attempt or question it was done to
	Of     string // the name of the person or class, or the title of the work, it was done to; "" where it is none
	Was    string
	Became string
}

// An AuditFilter chooses entries; what is zero chooses all.
type AuditFilter struct {
	People      []string // ids: of who did it, or whom it was done to
	Class       string   // what was done in it, and to the facts of its people while they are in it
	Action      string
	From, Until time.Time // from the one, before the other
	Skip, Most  int       // Most 0 is no limit
}

// Audit returns entries, newest first, and how many the filter chooses in all. For administrators, and
// for the coordinators of f.Class; the caller has checked that.
func (db *DB) Audit(ctx context.Context, f AuditFilter) ([]AuditEntry, int, error) {
	where, args := f.where()
	h := db.read(ctx)
	n, err := number(h, "SELECT COUNT(*) FROM audit u WHERE "+where, args...)
	if err != nil {
		return nil, 0, during("count the audit", err)
	}
	most := f.Most
	if most == 0 {
		most = int(n)
	}
	all, err := list(h, func(e *AuditEntry) []any {
		return []any{at{&e.At}, &e.Actor, words{&e.By}, &e.Action, &e.Object, words{&e.Of}, &e.Was, &e.Became}
	}, fmt.Sprintf(`SELECT u.at, u.actor, b.name, u.action, u.object, COALESCE(o.name, c.name, w.title), u.was, u.became
		FROM audit u LEFT JOIN accounts b ON b.person = u.actor LEFT JOIN accounts o ON o.person = u.object LEFT JOIN classes c ON c.id = u.object
		LEFT JOIN assignments w ON w.id = u.object WHERE %s ORDER BY u.at DESC, u.id DESC LIMIT %d OFFSET %d`, where, most, f.Skip), args...)
	return all, int(n), during("audit", err)
}

// where is the condition on entries u, with its arguments.
func (f AuditFilter) where() (string, []any) {
	until := any(int64(1) << 62)
	if !f.Until.IsZero() {
		until = ms(f.Until)
	}
	from := any(int64(0))
	if !f.From.IsZero() {
		from = ms(f.From)
	}
	where, args := []string{"u.at >= ?1", "u.at < ?2"}, []any{from, until}
	if f.Action != "" {
		args = append(args, f.Action)
		where = append(where, fmt.Sprintf("u.action = ?%d", len(args)))
	}
	if f.Class != "" {
		args = append(args, f.Class)
		where = append(where, inClass(len(args)))
	}
	if len(f.People) > 0 {
		var marks []string
		for _, id := range f.People {
			args = append(args, id)
			marks = append(marks, fmt.Sprintf("?%d", len(args)))
		}
		in := " IN (" + strings.Join(marks, ", ") + ")"
		where = append(where, "(u.actor"+in+" OR u.object"+in+")")
	}
	return strings.Join(where, " AND "), args
}

// inClass is the condition on entries u that they are about the class of an argument: what was done in it, and to the
// facts of somebody between joining and leaving it or to attempts at its work, which is not done in any class.
func inClass(n int) string {
	return fmt.Sprintf(`(u.class = ?%[1]d OR u.class = '' AND (
		u.action IN ('set time factor', 'set extra attempts') AND EXISTS (SELECT 1 FROM members m WHERE m.class = ?%[1]d AND m.person = u.object AND m.joined <= u.at AND (m.left_at IS NULL OR u.at <= m.left_at)) OR
		u.action IN ('grant time', 'void attempt') AND EXISTS (SELECT 1 FROM attempts a JOIN assignments w ON w.id = a.assignment WHERE a.id = u.object AND w.class = ?%[1]d)))`, n)
}

// AuditActionsIn is AuditActions for what is about a class.
func (db *DB) AuditActionsIn(ctx context.Context, class string) ([]string, error) {
	all, err := list(db.read(ctx), func(a *string) []any { return []any{a} }, "SELECT DISTINCT u.action FROM audit u WHERE "+inClass(1)+" ORDER BY u.action", class)
	return all, during("audit actions of a class", err)
}

// AuditActions lists what was ever done, in alphabetical order.
func (db *DB) AuditActions(ctx context.Context) ([]string, error) {
	all, err := list(db.read(ctx), func(a *string) []any { return []any{a} }, "SELECT DISTINCT action FROM audit ORDER BY action")
	return all, during("audit actions", err)
}
