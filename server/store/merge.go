package store

import (
	"context"
	"time"
)

// MergeGuest moves a guest's work to a member: attempts with their answers and
// grades, what was read and reported; the track, ratings of own skills and
// places in classes only where the member has none. The guest is marked as merged and its sessions end.
// Where both have an open attempt of one mode and assignment, the guest's is
// closed as it is, and the sweeper grades it: a member has at most one open
// attempt of a mode and assignment, and no answer is lost. ErrNotFound unless guest is a living guest and into a
// living member. The caller has asked the person first.
func (db *DB) MergeGuest(ctx context.Context, guest, into string, now time.Time) error {
	err := db.write(ctx, func(h *handle) error {
		if err := h.lockForMerge(guest, into, now); err != nil {
			return err
		}
		if err := h.moveAttempts(guest, into, now); err != nil {
			return err
		}
		for _, q := range []string{
			"INSERT INTO reads (person, lesson, revision, at, undone) SELECT ?2, lesson, revision, at, undone FROM reads WHERE person = ?1 ON CONFLICT DO NOTHING",
			"INSERT INTO tracks (person, track, at) SELECT ?2, track, at FROM tracks WHERE person = ?1 ON CONFLICT DO NOTHING",
			"INSERT INTO ratings (person, skill, level, evidence, at) SELECT ?2, skill, level, evidence, at FROM ratings WHERE person = ?1 ON CONFLICT DO NOTHING",
			"INSERT INTO members (class, person, role, joined, left_at, section, own) SELECT class, ?2, role, joined, left_at, section, own FROM members WHERE person = ?1 ON CONFLICT DO NOTHING",
			"UPDATE members SET section = (SELECT g.section FROM members g WHERE g.person = ?1 AND g.class = members.class) WHERE person = ?2 AND section = '' AND class IN (SELECT class FROM members WHERE person = ?1)",
			"INSERT INTO labels (class, person, label) SELECT class, ?2, label FROM labels WHERE person = ?1 ON CONFLICT DO NOTHING",
			"INSERT INTO decks (person, deck, at) SELECT ?2, deck, at FROM decks WHERE person = ?1 ON CONFLICT DO NOTHING",
			"INSERT INTO marks (assignment, person, no, tenths, excused, reason, actor, at) SELECT assignment, ?2, no, tenths, excused, reason, actor, at FROM marks m WHERE person = ?1 AND NOT EXISTS (SELECT 1 FROM marks o WHERE o.person = ?2 AND o.assignment = m.assignment)",
			"UPDATE comments SET person = ?2 WHERE person = ?1",
			"UPDATE messages SET actor = ?2 WHERE actor = ?1",
			"UPDATE messages SET person = ?2 WHERE person = ?1",
			"UPDATE identities SET person = ?2 WHERE person = ?1",
			"UPDATE reports SET person = ?2 WHERE person = ?1",
		} {
			if _, err := h.exec(q, guest, into); err != nil {
				return err
			}
		}
		for _, table := range []string{"reads", "tracks", "ratings", "decks", "labels", "marks", "hidden", "members", "sessions"} {
			if _, err := h.exec("DELETE FROM "+table+" WHERE person = ?1", guest); err != nil {
				return err
			}
		}
		return h.audit(into, "merge guest", into, guest, into, now)
	})
	return during("merge guest", err)
}

// lockForMerge locks both rows in one order, so that two merges cannot wait for
// each other, and marks the guest as merged.
func (h *handle) lockForMerge(guest, into string, now time.Time) error {
	for _, person := range []string{min(guest, into), max(guest, into)} {
		if err := h.touch(person, now); err != nil {
			return err
		}
	}
	n, err := h.exec(`UPDATE people SET merged_into = ?2 WHERE id = ?1 AND kind = 'guest'
		AND EXISTS (SELECT 1 FROM people m WHERE m.id = ?2 AND m.kind = 'member')`, guest, into)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	return err
}

// moveAttempts closes what would be a second open attempt of a mode, and moves
// all. A start key both have used is made different.
func (h *handle) moveAttempts(guest, into string, now time.Time) error {
	_, err := h.exec(`UPDATE attempts SET saves = saves + 1, submitted = `+endOr("?3")+`
		WHERE person = ?1 AND submitted IS NULL AND void_at IS NULL AND EXISTS (SELECT 1 FROM attempts o WHERE o.person = ?2
		AND o.mode = attempts.mode AND COALESCE(o.assignment, '') = COALESCE(attempts.assignment, '') AND o.submitted IS NULL AND o.void_at IS NULL)`, guest, into, ms(now))
	if err != nil {
		return err
	}
	_, err = h.exec(`UPDATE attempts SET saves = saves + 1, person = ?2, key = CASE
		WHEN EXISTS (SELECT 1 FROM attempts o WHERE o.person = ?2 AND o.key = attempts.key) THEN key || ' ' || id ELSE key END
		WHERE person = ?1`, guest, into)
	return err
}

// MergedInto returns the guests whose work the person has taken over, by id;
// none is an empty list.
func (db *DB) MergedInto(ctx context.Context, person string) ([]string, error) {
	guests, err := list(db.read(ctx), func(id *string) []any { return []any{id} },
		"SELECT id FROM people WHERE merged_into = ?1 ORDER BY id", person)
	return guests, during("merged into", err)
}
