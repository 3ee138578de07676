package store

import (
	"context"
	"slices"
	"time"
)

// A NewClass is a class that is made with what it begins with.
type NewClass struct {
	Class              // its name, term and zone count
	Of    string       // the class that it is a copy of; "" for none
	Forms []Form       // whose texts are kept already; each gets an id of its own
	Work  []Assignment // what it is given; Form is the ID that stands in Forms
}

// NewClassWith makes a class with forms and work, all or nothing; otherwise it
// is NewClass. ErrNotFound too if work names a form that is not in Forms.
func (db *DB) NewClassWith(ctx context.Context, actor string, c NewClass, now time.Time) (string, error) {
	c.ID, c.Code = newID(), newCode()
	forms := map[string]string{"": ""} // the id of each, by the one that stands in Forms
	for _, f := range c.Forms {
		forms[f.ID] = newID()
	}
	work := slices.Clone(c.Work)
	for i := range work {
		id, ok := forms[work[i].Form]
		if !ok {
			return "", during("new class", ErrNotFound)
		}
		work[i].ID, work[i].Class, work[i].Form = newID(), c.ID, id
	}
	err := db.write(ctx, func(h *handle) error {
		if err := h.addClass(actor, c, now); err != nil {
			return err
		}
		for _, f := range c.Forms {
			f.ID, f.Class = forms[f.ID], c.ID
			if err := h.addForm(actor, f, now); err != nil {
				return err
			}
		}
		for _, w := range work {
			if err := h.addAssignment(actor, w, now); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return "", during("new class", err)
	}
	return c.ID, nil
}

// addClass writes a class and its coordinator.
func (h *handle) addClass(actor string, c NewClass, now time.Time) error {
	if err := h.holdMember(actor); err != nil {
		return err
	}
	_, err := h.exec("INSERT INTO classes (id, name, term, zone, code, created) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
		c.ID, c.Name, c.Term, c.Zone, c.Code, ms(now))
	if err != nil {
		return err
	}
	if _, err := h.exec("INSERT INTO members (class, person, role, joined) VALUES (?1, ?2, ?3, ?4)", c.ID, actor, string(Coordinator), ms(now)); err != nil {
		return err
	}
	if c.Of != "" {
		return h.auditIn(c.ID, actor, "copy class", c.ID, "copy of "+c.Of, c.Name, now)
	}
	return h.auditIn(c.ID, actor, "make class", c.ID, "", c.Name, now)
}
