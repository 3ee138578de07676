package store_test

import (
	"errors"
	"testing"
	"time"

	"frontdesk/server/store"
)

func TestMergeGuest(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx, guest, ana := t.Context(), newGuest(t, db), newMember(t, db, "ana")
		mine := start(t, db, drawn(ana, "k1", "mock", 2, 10))
		mock := start(t, db, drawn(guest, "k1", "mock", 2, 10))
		half := start(t, db, drawn(guest, "k2", "half", 2, 10))
		for _, id := range []string{mock, half} {
			_, err := db.SaveAnswer(ctx, store.Save{Person: guest, Attempt: id, N: 1, Seq: 1, Choice: store.Set("a")}, noon)
			is(t, err, nil)
		}
		lesson := store.Text{Hash: "r", Kind: "lesson", ID: "d1-01", Body: []byte("x")}
		is(t, db.MarkRead(ctx, guest, lesson, noon), nil)
		is(t, db.MarkRead(ctx, ana, lesson, noon), nil)
		is(t, db.FollowTrack(ctx, guest, "new-hire", noon), nil)
		is(t, db.Rate(ctx, guest, []store.Rating{{Skill: "calm", Level: 3}, {Skill: "claims", Level: 1}}, noon), nil)
		is(t, db.Rate(ctx, ana, []store.Rating{{Skill: "calm", Level: 0}}, noon), nil)
		token, err := db.NewSession(ctx, guest, "guest", noon.Add(time.Hour), noon)
		is(t, err, nil)
		now := noon.Add(time.Minute)
		is(t, db.MergeGuest(ctx, guest, ana, now), nil)

		for id, submitted := range map[string]time.Time{mine: {}, mock: now, half: {}} {
			a, err := db.Attempt(ctx, ana, id)
			if is(t, err, nil); !a.Submitted.Equal(submitted) {
				t.Errorf("%s %s: submitted %v", a.Mode, a.Key, a.Submitted)
			}
		}
		_, err = db.Attempt(ctx, guest, half)
		is(t, err, store.ErrNotFound)
		item, err := db.AttemptItem(ctx, ana, mock, 1)
		if is(t, err, nil); item.Answer.Choice != "a" {
			t.Errorf("%+v", item)
		}
		_, err = db.SaveAnswer(ctx, store.Save{Person: guest, Attempt: half, N: 1, Seq: 2}, now)
		is(t, err, store.ErrNotFound)
		_, err = db.SaveAnswer(ctx, store.Save{Person: ana, Attempt: half, N: 1, Seq: 2}, now)
		is(t, err, nil)
		due, err := db.DueForClosing(ctx, now)
		if is(t, err, nil); len(due) != 1 || due[0] != (store.Due{Person: ana, Attempt: mock, Submitted: true}) {
			t.Errorf("%+v", due)
		}
		reads, err := db.ReadsOf(ctx, ana)
		if is(t, err, nil); len(reads) != 1 {
			t.Errorf("%+v", reads)
		}
		track, err := db.TrackOf(ctx, ana)
		if is(t, err, nil); track != "new-hire" {
			t.Errorf("ana follows %q, want what the guest followed", track)
		}
		ratings, err := db.RatingsOf(ctx, ana)
		if is(t, err, nil); len(ratings) != 2 || ratings[0].Level != 0 || ratings[1].Skill != "claims" {
			t.Errorf("%+v, want ana's own rating and the guest's other one", ratings)
		}
		if left, err := db.RatingsOf(ctx, guest); err != nil || len(left) != 0 {
			t.Errorf("%+v, %v stay with the guest", left, err)
		}
		_, err = db.Session(ctx, token, now)
		is(t, err, store.ErrNotFound)
		_, err = db.Person(ctx, guest)
		is(t, err, store.ErrNotFound)
		_, _, err = db.StartAttempt(ctx, drawn(guest, "k9", "drill", 1, 0), now)
		is(t, err, store.ErrNotFound)
		_, err = db.NewSession(ctx, guest, "guest", now, now)
		is(t, err, store.ErrNotFound)
		auditIs(t, db, "create account, merge guest")
	})
}

func TestMergeRefused(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		guest, other, ana, ben := newGuest(t, db), newGuest(t, db), newMember(t, db, "ana"), newMember(t, db, "ben")
		is(t, db.MergeGuest(ctx, guest, other, noon), store.ErrNotFound)
		is(t, db.MergeGuest(ctx, guest, guest, noon), store.ErrNotFound)
		is(t, db.MergeGuest(ctx, ana, ben, noon), store.ErrNotFound)
		is(t, db.MergeGuest(ctx, guest, "nobody", noon), store.ErrNotFound)
		is(t, db.MergeGuest(ctx, guest, ana, noon), nil)
		is(t, db.MergeGuest(ctx, guest, ben, noon), store.ErrNotFound)
	})
}

// Work that goes on while it is merged is not left with the guest: whatever was
// acknowledged is the member's.
func TestMergeWhileWorking(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		ana := newMember(t, db, "ana")
		made := int64(0)
		for range 30 {
			guest := newGuest(t, db)
			started := make(chan int64, 5)
			for i := range 5 {
				go func() {
					_, _, err := db.StartAttempt(ctx, drawn(guest, "", string(rune('a'+i)), 1, 0), noon)
					switch {
					case err == nil:
						started <- 1
					case errors.Is(err, store.ErrNotFound): // merged before
						started <- 0
					default:
						t.Error(err)
						started <- 0
					}
				}()
			}
			made += <-started
			is(t, db.MergeGuest(ctx, guest, ana, noon), nil)
			for range 4 {
				made += <-started
			}
		}
		n, err := db.Number("SELECT COUNT(*) FROM attempts WHERE person = ?1", ana)
		if is(t, err, nil); n != made {
			t.Errorf("%d attempts are the member's, %d were started", n, made)
		}
		count(t, db, "SELECT COUNT(*) FROM people p JOIN attempts a ON a.person = p.id WHERE p.merged_into IS NOT NULL", 0)
	})
}
