package store

import (
	"context"
	"errors"
	"time"
)

// FollowTrack keeps which track the person follows; "" follows none.
func (db *DB) FollowTrack(ctx context.Context, person, track string, now time.Time) error {
	err := db.write(ctx, func(h *handle) error {
		if err := h.touch(person, now); err != nil {
			return err
		}
		if track == "" {
			_, err := h.exec("DELETE FROM tracks WHERE person = ?1", person)
			return err
		}
		_, err := h.exec("INSERT INTO tracks (person, track, at) VALUES (?1, ?2, ?3) ON CONFLICT (person) DO UPDATE SET track = ?2, at = ?3", person, track, ms(now))
		return err
	})
	return during("follow track", err)
}

// TrackOf returns the track that the person follows, "" for none.
func (db *DB) TrackOf(ctx context.Context, person string) (string, error) {
	track, err := one(db.read(ctx), func(t *string) []any { return []any{t} }, "SELECT track FROM tracks WHERE person = ?1", person)
	if errors.Is(err, ErrNotFound) {
		return "", nil
	}
	return track, during("track of person", err)
}

// A Rating is how a person rates one own skill.
type Rating struct {
	Skill    string
	Level    int    // 0 to 3
	Evidence string // what could be shown for it, in the person's words; may be ""
	At       time.Time
}

// Rate keeps ratings in place of earlier ones of the same skills; At is not read. What has not changed keeps its time.
func (db *DB) Rate(ctx context.Context, person string, ratings []Rating, now time.Time) error {
	err := db.write(ctx, func(h *handle) error {
		if err := h.touch(person, now); err != nil {
			return err
		}
		for _, r := range ratings {
			_, err := h.exec(`INSERT INTO ratings (person, skill, level, evidence, at) VALUES (?1, ?2, ?3, ?4, ?5)
				ON CONFLICT (person, skill) DO UPDATE SET level = ?3, evidence = ?4, at = ?5
				WHERE ratings.level <> ?3 OR ratings.evidence <> ?4`, person, r.Skill, r.Level, r.Evidence, ms(now))
			if err != nil {
				return err
			}
		}
		return nil
	})
	return during("rate", err)
}

// RatingsOf returns the person's ratings, by skill.
func (db *DB) RatingsOf(ctx context.Context, person string) ([]Rating, error) {
	ratings, err := list(db.read(ctx), func(r *Rating) []any { return []any{&r.Skill, &r.Level, &r.Evidence, at{&r.At}} },
		"SELECT skill, level, evidence, at FROM ratings WHERE person = ?1 ORDER BY skill", person)
	return ratings, during("ratings of person", err)
}
