package exam

import (
	"context"
	"fmt"
	"time"

	"frontdesk/server/store"
)

// MaxGrant is the most extra time that staff can give at once, in minutes.
const MaxGrant = 600

// Grant gives one of the person's open timed attempts extra minutes, also while it is under way, and returns it with its
// new end. was is the extra time that it had when staff looked at it. Only staff; the caller has checked that actor may.
// Errors: *Refusal; store.ErrNotFound; store.ErrClosed, also for one whose time has just run out; store.ErrUntimed;
// store.ErrChanged.
func (e *Exams) Grant(ctx context.Context, actor, person, id string, was time.Duration, minutes int, now time.Time) (store.Attempt, error) {
	if minutes < 1 || minutes > MaxGrant {
		return store.Attempt{}, &Refusal{"minutes", fmt.Sprintf("Enter minutes between 1 and %d.", MaxGrant)}
	}
	a, err := e.db.Grant(ctx, actor, person, id, was, time.Duration(minutes)*time.Minute, now)
	if err != nil {
		return a, fmt.Errorf("give extra time: %w", err)
	}
	return a, nil
}

// Stretch is by how many minutes, rounded up, an attempt would have to be stretched to take as long as the factor gives;
// 0 if it takes as long already, or has no clock.
func Stretch(a store.Attempt, factor float64) int {
	if a.Deadline.IsZero() {
		return 0
	}
	has := a.Ends().Sub(a.Started)
	more := time.Duration(extended(a.Policy.Minutes, factor))*time.Minute - has
	return max(int((more+time.Minute-1)/time.Minute), 0)
}
