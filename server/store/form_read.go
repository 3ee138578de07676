package store

import "context"

// Form returns a fixed form with its items in order. Whether who asks may see
// its class is checked by the caller. ErrNotFound.
func (db *DB) Form(ctx context.Context, id string) (Form, error) {
	all, err := db.read(ctx).forms("f.id = ?1", id)
	if err == nil && len(all) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return Form{}, during("form", err)
	}
	return all[0], nil
}
