package store

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
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
	Of     string // the name of the person or class, or the title of the work or form, it was done to; both of an attempt; "" where it is none
	Was    string // with names for ids of people who have an account, of classes and of forms; so Became
	Became string
}

// An AuditFilter chooses entries; what is zero chooses all.
type AuditFilter struct {
	People      []string // ids: of who did it, or whom it was done to, also by way of an attempt or rules for that one
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
	}, fmt.Sprintf(`SELECT u.at, u.actor, b.name, u.action, u.object, COALESCE(o.name, c.name, w.title, f.title, CASE WHEN a.id IS NULL THEN NULL
			ELSE COALESCE(p.name, 'guest') || ', ' || COALESCE(t.title, a.title) END), u.was, u.became
		FROM audit u LEFT JOIN accounts b ON b.person = u.actor LEFT JOIN accounts o ON o.person = u.object LEFT JOIN classes c ON c.id = u.object
		LEFT JOIN assignments w ON w.id = u.object LEFT JOIN forms f ON f.id = u.object
		LEFT JOIN attempts a ON a.id = u.object LEFT JOIN accounts p ON p.person = a.person LEFT JOIN assignments t ON t.id = a.assignment WHERE %s ORDER BY u.at DESC, u.id DESC LIMIT %d OFFSET %d`, where, most, f.Skip), args...)
	if err == nil {
		err = h.nameIDs(all)
	}
	return all, int(n), during("audit", err)
}

// anID is what may be the id of a person, a class or a form.
var anID = regexp.MustCompile(`\b[A-Z2-7]{26}\b`)

// nameIDs puts names in the place of ids of people, classes and forms in what was and what became.
func (h *handle) nameIDs(all []AuditEntry) error {
	type named struct{ id, name string }
	names := map[string]string{}
	for _, e := range all {
		for _, id := range anID.FindAllString(e.Was+" "+e.Became, -1) {
			names[id] = id
		}
	}
	for ids := range slices.Chunk(slices.Sorted(maps.Keys(names)), 200) {
		args := make([]any, len(ids))
		for i, id := range ids {
			args[i] = id
		}
		err := walk(h, func(n *named) []any { return []any{&n.id, &n.name} }, func(n named) error {
			names[n.id] = n.name
			return nil
		}, fmt.Sprintf("SELECT person, name FROM accounts WHERE person IN %[1]s UNION ALL SELECT id, name FROM classes WHERE id IN %[1]s UNION ALL SELECT id, title FROM forms WHERE id IN %[1]s",
			rowsOf(1, len(ids))), args...)
		if err != nil {
			return err
		}
	}
	name := func(id string) string { return names[id] }
	for i := range all {
		all[i].Was, all[i].Became = anID.ReplaceAllStringFunc(all[i].Was, name), anID.ReplaceAllStringFunc(all[i].Became, name)
	}
	return nil
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
		where = append(where, "(u.actor"+in+" OR u.object"+in+`
			OR u.action IN ('grant time', 'void attempt') AND EXISTS (SELECT 1 FROM attempts x WHERE x.id = u.object AND x.person`+in+`)
			OR u.action IN ('set rules', 'make assignment', 'change assignment') AND EXISTS (SELECT 1 FROM people x WHERE x.id`+in+`
				AND (u.was LIKE '%person ' || x.id || '%' OR u.became LIKE '%person ' || x.id || '%')))`)
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
