package store

import "context"

// A FormChoice is a fixed form of a class, to be chosen.
type FormChoice struct {
	ID    string
	Title string
	Count int // questions
}

// Forms returns the fixed forms of a class, in the order in which they were made.
func (db *DB) Forms(ctx context.Context, class string) ([]FormChoice, error) {
	all, err := list(db.read(ctx), func(f *FormChoice) []any { return []any{&f.ID, &f.Title, &f.Count} },
		"SELECT f.id, f.title, (SELECT COUNT(*) FROM form_items i WHERE i.form = f.id) FROM forms f WHERE f.class = ?1 ORDER BY f.created, f.id", class)
	return all, during("forms of class", err)
}
