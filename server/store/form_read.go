package store

import "context"

// A Form is a fixed form of a class: the same questions for all who get it.
type Form struct {
	ID      string
	Class   string
	Title   string
	Seed    uint64
	Version int // from 1; counts changes
	Items   []FormItem
}

// FormItem is one place of a fixed form. Its text is kept under its Revision.
type FormItem struct {
	N        int
	Item     string // id, such as "cmaa/d3-03-001"
	Revision string
	Domain   string
	Lesson   string
	Order    string // authored places of the options in shown order
}

// Form returns a fixed form with its items in order. Whether who asks may see
// its class is checked by the caller. ErrNotFound.
func (db *DB) Form(ctx context.Context, id string) (Form, error) {
	h := db.read(ctx)
	f, err := one(h, func(f *Form) []any { return []any{&f.ID, &f.Class, &f.Title, seed{&f.Seed}, &f.Version} },
		"SELECT id, class, title, seed, version FROM forms WHERE id = ?1", id)
	if err != nil {
		return Form{}, during("form", err)
	}
	f.Items, err = list(h, func(i *FormItem) []any { return []any{&i.N, &i.Item, &i.Revision, &i.Domain, &i.Lesson, &i.Order} },
		"SELECT n, item, revision, domain, lesson, opts FROM form_items WHERE form = ?1 ORDER BY n", id)
	return f, during("form", err)
}
