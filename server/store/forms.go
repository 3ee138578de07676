package store

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// A Form is a fixed form of a class: the same questions for all who get it.
// Which ones is decided in server/exam.
type Form struct {
	ID      string
	Class   string
	Title   string
	Seed    uint64 // with which it was drawn; it decides the versions on paper too
	Version int    // from 1; counts changes
	Created time.Time
	Items   []FormItem // in order
}

// A FormItem is one place of a form, frozen.
type FormItem struct {
	Item     string // id, such as "cmaa/d3-03-001"
	Revision string // hash of its frozen text
	Domain   string
	Lesson   string
	Order    string // authored places of the options in shown order, such as "cadb"
}

// words is the question for the audit: by the beginning of its revision, which
// tells nobody what it is about while it stands on an exam of theirs.
func (it FormItem) words(n int) string { return fmt.Sprintf("question %d: %s", n, it.Mark()) }

// Mark is a short name of the revision.
func (it FormItem) Mark() string { return it.Revision[:min(8, len(it.Revision))] }

// PutForm keeps a form of a class, with the frozen texts of its items, and
// returns its id. Of f, the class, the title, the seed and the items count.
// ErrNotFound if there is no such class.
func (db *DB) PutForm(ctx context.Context, actor string, f Form, texts []Text, now time.Time) (string, error) {
	if len(f.Items) == 0 {
		return "", errors.New("put form: no items")
	}
	f.ID = newID()
	err := db.write(ctx, func(h *handle) error {
		if _, err := h.holdClass(f.Class); err != nil {
			return err
		}
		if err := h.putTexts(texts); err != nil {
			return err
		}
		return h.addForm(actor, f, now)
	})
	if err != nil {
		return "", during("put form", err)
	}
	return f.ID, nil
}

// addForm writes a form whose texts are there into a locked class.
func (h *handle) addForm(actor string, f Form, now time.Time) error {
	_, err := h.exec("INSERT INTO forms (id, class, title, seed, created) VALUES (?1, ?2, ?3, ?4, ?5)", f.ID, f.Class, f.Title, int64(f.Seed), ms(now))
	if err != nil {
		return err
	}
	var rows [][]any
	for i, it := range f.Items {
		rows = append(rows, []any{f.ID, i + 1, it.Item, it.Revision, it.Domain, it.Lesson, it.Order})
	}
	if _, err := h.insertAll("form_items (form, n, item, revision, domain, lesson, opts)", rows, ""); err != nil {
		return err
	}
	return h.auditIn(f.Class, actor, "make form", f.ID, "", fmt.Sprintf("%s; %d questions", f.Title, len(f.Items)), now)
}

// begun is a condition on forms f: there is an attempt at work that gives it,
// void ones too, for they were seen.
const begun = "EXISTS (SELECT 1 FROM attempts a JOIN assignments w ON w.id = a.assignment WHERE w.form = f.id)"

// ReplaceOnForm puts an item, with its frozen text, at place n of a form, from 1.
// ErrNotFound if the class has no such form, or the form no such place;
// ErrChanged if its version is another one; ErrBegun.
func (db *DB) ReplaceOnForm(ctx context.Context, actor, class, id string, version, n int, it FormItem, text Text, now time.Time) error {
	err := db.write(ctx, func(h *handle) error {
		f, err := h.holdForm(id, version)
		if f.ID != "" && f.Class != class {
			err = ErrNotFound
		}
		if err != nil {
			return err
		}
		if n < 1 || n > len(f.Items) {
			return ErrNotFound
		}
		if started, err := number(h, "SELECT COUNT(*) FROM forms f WHERE f.id = ?1 AND "+begun, id); err != nil || started > 0 {
			if err == nil {
				err = ErrBegun
			}
			return err
		}
		if err := h.putTexts([]Text{text}); err != nil {
			return err
		}
		_, err = h.exec("UPDATE form_items SET item = ?3, revision = ?4, domain = ?5, lesson = ?6, opts = ?7 WHERE form = ?1 AND n = ?2",
			id, n, it.Item, it.Revision, it.Domain, it.Lesson, it.Order)
		if err != nil {
			return err
		}
		if _, err := h.exec("UPDATE forms SET version = version + 1 WHERE id = ?1", id); err != nil {
			return err
		}
		return h.auditIn(class, actor, "replace question", id, f.Items[n-1].words(n), it.words(n), now)
	})
	return during("replace on form", err)
}

// holdForm locks a form for the rest of the transaction and returns it. Whoever
// begins an attempt at it holds it too, so that its questions cannot change in
// between. ErrNotFound; ErrChanged if its version is another one.
func (h *handle) holdForm(id string, version int) (Form, error) {
	n, err := h.exec("UPDATE forms SET title = title WHERE id = ?1", id)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return Form{}, err
	}
	all, err := h.forms("f.id = ?1", id)
	if err != nil {
		return Form{}, err
	}
	if all[0].Version != version {
		err = ErrChanged
	}
	return all[0], err
}

func (h *handle) form(class, id string) (Form, error) {
	all, err := h.forms("f.class = ?1 AND f.id = ?2", class, id)
	if err == nil && len(all) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return Form{}, err
	}
	return all[0], nil
}

func (f *Form) dest() []any {
	return []any{&f.ID, &f.Class, &f.Title, seed{&f.Seed}, &f.Version, at{&f.Created}}
}

// forms returns those that meet a condition on forms f, with their items, in the
// order in which they were made.
func (h *handle) forms(where string, args ...any) ([]Form, error) {
	all, err := list(h, (*Form).dest, "SELECT f.id, f.class, f.title, f.seed, f.version, f.created FROM forms f WHERE "+where+" ORDER BY f.created, f.id", args...)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	places := map[string]int{}
	for i, f := range all {
		places[f.ID] = i
	}
	type row struct {
		of string
		FormItem
	}
	err = walk(h, func(r *row) []any { return []any{&r.of, &r.Item, &r.Revision, &r.Domain, &r.Lesson, &r.Order} }, func(r row) error {
		f := &all[places[r.of]]
		f.Items = append(f.Items, r.FormItem)
		return nil
	}, "SELECT i.form, i.item, i.revision, i.domain, i.lesson, i.opts FROM form_items i JOIN forms f ON f.id = i.form WHERE "+where+" ORDER BY i.form, i.n", args...)
	return all, err
}

// FormOf returns a form of a class; ErrNotFound.
func (db *DB) FormOf(ctx context.Context, class, id string) (Form, error) {
	f, err := db.read(ctx).form(class, id)
	return f, during("form of class", err)
}

// FormsOf returns the forms of a class with their items, in the order in which
// they were made.
func (db *DB) FormsOf(ctx context.Context, class string) ([]Form, error) {
	all, err := db.read(ctx).forms("f.class = ?1", class)
	return all, during("forms of class", err)
}

// FormTexts returns the frozen texts of the items of a form of a class, by hash.
func (db *DB) FormTexts(ctx context.Context, class, id string) (map[string]Text, error) {
	all, err := list(db.read(ctx), (*Text).dest, selectText+`WHERE t.hash IN
		(SELECT i.revision FROM form_items i JOIN forms f ON f.id = i.form WHERE f.id = ?1 AND f.class = ?2)`, id, class)
	texts := map[string]Text{}
	for _, t := range all {
		texts[t.Hash] = t
	}
	return texts, during("texts of form", err)
}

// A FormLine is a form of a class in a list.
type FormLine struct {
	ID      string
	Title   string
	Created time.Time
	Count   int      // questions
	Given   []string // titles of the work that gives it and is not withdrawn
	Begun   bool     // its questions cannot change any more
}

// ListForms returns the forms of a class, in the order in which they were made.
func (db *DB) ListForms(ctx context.Context, class string) ([]FormLine, error) {
	h := db.read(ctx)
	all, err := list(h, func(f *FormLine) []any { return []any{&f.ID, &f.Title, at{&f.Created}, &f.Count, &f.Begun} },
		`SELECT f.id, f.title, f.created, (SELECT COUNT(*) FROM form_items i WHERE i.form = f.id), CASE WHEN `+begun+` THEN 1 ELSE 0 END
		FROM forms f WHERE f.class = ?1 ORDER BY f.created, f.id`, class)
	if err != nil {
		return nil, during("list forms", err)
	}
	type gift struct{ form, title string }
	given := map[string][]string{}
	err = walk(h, func(g *gift) []any { return []any{&g.form, &g.title} }, func(g gift) error {
		given[g.form] = append(given[g.form], g.title)
		return nil
	}, "SELECT w.form, w.title FROM assignments w WHERE w.class = ?1 AND w.form IS NOT NULL AND w.withdrawn IS NULL ORDER BY w.created, w.id", class)
	for i := range all {
		all[i].Given = given[all[i].ID]
	}
	return all, during("list forms", err)
}

// FormBegun tells whether somebody has begun a form.
func (db *DB) FormBegun(ctx context.Context, id string) (bool, error) {
	n, err := number(db.read(ctx), "SELECT COUNT(*) FROM forms f WHERE f.id = ?1 AND "+begun, id)
	return n > 0, during("look whether a form was begun", err)
}
