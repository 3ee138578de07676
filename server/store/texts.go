package store

import (
	"context"
	"time"
)

// Text is a frozen text: the revision of an item (which holds its key, so only
// server/exam reads it) or of a lesson. It is written once and never changes.
type Text struct {
	Hash string // of the revision; the key of the table
	Kind string // "item" or "lesson"
	ID   string // of the item or lesson
	Body []byte // UTF-8
}

// PutTexts keeps texts; those that are there already are left alone.
func (db *DB) PutTexts(ctx context.Context, texts []Text) error {
	return during("put texts", db.write(ctx, func(h *handle) error { return h.putTexts(texts) }))
}

const selectText = "SELECT t.hash, t.kind, t.id, t.body FROM texts t "

func (t *Text) dest() []any { return []any{&t.Hash, &t.Kind, &t.ID, &t.Body} }

// Text returns the text of a hash.
func (db *DB) Text(ctx context.Context, hash string) (Text, error) {
	t, err := one(db.read(ctx), (*Text).dest, selectText+"WHERE t.hash = ?1", hash)
	return t, during("text", err)
}

// Texts returns all texts of a kind, in no order.
func (db *DB) Texts(ctx context.Context, kind string) ([]Text, error) {
	all, err := list(db.read(ctx), (*Text).dest, selectText+"WHERE t.kind = ?1", kind)
	return all, during("texts", err)
}

// AttemptTexts returns the frozen texts of all items of one of the person's
// attempts, by hash.
func (db *DB) AttemptTexts(ctx context.Context, person, id string) (map[string]Text, error) {
	all, err := list(db.read(ctx), (*Text).dest, selectText+`WHERE t.hash IN
		(SELECT i.revision FROM attempt_items i JOIN attempts a ON a.id = i.attempt WHERE a.id = ?1 AND a.person = ?2)`, id, person)
	if err == nil && len(all) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return nil, during("attempt texts", err)
	}
	texts := map[string]Text{}
	for _, t := range all {
		texts[t.Hash] = t
	}
	return texts, nil
}

// Read is a lesson a person has marked as read.
type Read struct {
	Lesson   string
	Revision string // hash of the text as it was then
	At       time.Time
}

// MarkRead records that the person has read a lesson in the revision given, and
// keeps its text. Marking again changes nothing.
func (db *DB) MarkRead(ctx context.Context, person string, lesson Text, now time.Time) error {
	err := db.write(ctx, func(h *handle) error {
		if err := h.touch(person, now); err != nil {
			return err
		}
		if err := h.putTexts([]Text{lesson}); err != nil {
			return err
		}
		marked, err := number(h, "SELECT COUNT(*) FROM reads WHERE person = ?1 AND lesson = ?2 AND revision = ?3 AND undone IS NULL",
			person, lesson.ID, lesson.Hash)
		if err != nil || marked > 0 {
			return err
		}
		_, err = h.exec("INSERT INTO reads (person, lesson, revision, at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (person, lesson, revision, at) DO UPDATE SET undone = NULL",
			person, lesson.ID, lesson.Hash, ms(now))
		return err
	})
	return during("mark read", err)
}

// UndoRead takes the mark of a lesson back, in every revision; the record of it
// stays. It is no error if there is none.
func (db *DB) UndoRead(ctx context.Context, person, lesson string, now time.Time) error {
	err := db.write(ctx, func(h *handle) error {
		if err := h.touch(person, now); err != nil {
			return err
		}
		_, err := h.exec("UPDATE reads SET undone = ?3 WHERE person = ?1 AND lesson = ?2 AND undone IS NULL", person, lesson, ms(now))
		return err
	})
	return during("undo read", err)
}

// ReadsOf returns the lessons the person has marked as read, each once with its
// newest mark, oldest first.
func (db *DB) ReadsOf(ctx context.Context, person string) ([]Read, error) {
	reads, err := list(db.read(ctx), func(r *Read) []any { return []any{&r.Lesson, &r.Revision, at{&r.At}} },
		`SELECT r.lesson, r.revision, r.at FROM reads r WHERE r.person = ?1 AND r.undone IS NULL AND NOT EXISTS
		(SELECT 1 FROM reads x WHERE x.person = r.person AND x.lesson = r.lesson AND x.undone IS NULL
		AND (x.at > r.at OR x.at = r.at AND x.revision > r.revision)) ORDER BY r.at, r.lesson`, person)
	return reads, during("reads of person", err)
}
