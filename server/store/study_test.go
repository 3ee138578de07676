package store_test

import (
	"testing"
	"time"

	"frontdesk/server/store"
)

func TestFollowTrack(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, guest := t.Context(), newGuest(t, db)
		follows := func(want string) {
			t.Helper()
			got, err := db.TrackOf(ctx, guest)
			if is(t, err, nil); got != want {
				t.Errorf("follows %q, want %q", got, want)
			}
		}
		follows("")
		is(t, db.FollowTrack(ctx, guest, "cmaa/new-hire", noon), nil)
		is(t, db.FollowTrack(ctx, guest, "cmaa/school-term", noon), nil)
		follows("cmaa/school-term")
		is(t, db.FollowTrack(ctx, guest, "", noon), nil)
		is(t, db.FollowTrack(ctx, guest, "", noon), nil)
		follows("")
		is(t, db.FollowTrack(ctx, "nobody", "cmaa/new-hire", noon), store.ErrNotFound)
	})
}

func TestRate(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, guest, later := t.Context(), newGuest(t, db), noon.Add(time.Hour)
		is(t, db.Rate(ctx, guest, []store.Rating{{Skill: "calm", Level: 2, Evidence: "A role play"}, {Skill: "claims", Level: 0}}, noon), nil)
		is(t, db.Rate(ctx, guest, []store.Rating{{Skill: "calm", Level: 2, Evidence: "A role play"}, {Skill: "claims", Level: 1}}, later), nil)
		ratings, err := db.RatingsOf(ctx, guest)
		if is(t, err, nil); len(ratings) != 2 || ratings[0] != (store.Rating{Skill: "calm", Level: 2, Evidence: "A role play", At: noon}) ||
			ratings[1].Level != 1 || !ratings[1].At.Equal(later) {
			t.Errorf("%+v: what has not changed keeps its time", ratings)
		}
		is(t, db.FollowTrack(ctx, guest, "cmaa/new-hire", noon), nil)
		is(t, db.EraseGuest(ctx, guest, later), nil)
		if ratings, err := db.RatingsOf(ctx, guest); err != nil || len(ratings) != 0 {
			t.Errorf("%+v, %v after the guest was erased", ratings, err)
		}
		if track, err := db.TrackOf(ctx, guest); err != nil || track != "" {
			t.Errorf("%q, %v after the guest was erased", track, err)
		}
		is(t, db.Rate(ctx, guest, []store.Rating{{Skill: "calm"}}, later), store.ErrNotFound)
	})
}
