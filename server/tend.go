package server

import (
	"context"
	"errors"
	"time"
)

// How often the background work is done, and what it is for.
const (
	closeEvery = 15 * time.Second     // close attempts whose time is over, and grade them
	eraseEvery = 24 * time.Hour       // erase guests who have not come back, members who asked for it, and sessions that have ended
	idleLife   = 180 * 24 * time.Hour // of a guest
)

// Tend does the background work until ctx ends. Any number of processes may do it at once.
func (s *Server) Tend(ctx context.Context) {
	closing, erasing := time.NewTicker(closeEvery), time.NewTicker(eraseEvery)
	defer closing.Stop()
	defer erasing.Stop()
	s.tended(ctx, "close attempts", s.CloseOverdue(ctx))
	s.tended(ctx, "erase idle guests", s.EraseIdle(ctx))
	for {
		select {
		case <-ctx.Done():
			return
		case <-closing.C:
			s.tended(ctx, "close attempts", s.CloseOverdue(ctx))
		case <-erasing.C:
			s.tended(ctx, "erase idle guests", s.EraseIdle(ctx))
		}
	}
}

// tended logs what has failed; the next turn tries again.
func (s *Server) tended(ctx context.Context, what string, err error) {
	if err != nil && !errors.Is(err, context.Canceled) {
		s.log.ErrorContext(ctx, "background work failed", "what", what, "err", err)
	}
}

// CloseOverdue closes and grades once what is due now.
func (s *Server) CloseOverdue(ctx context.Context) error {
	_, err := s.exams.Sweep(ctx, s.now())
	return err
}

// EraseIdle erases guests who have not been here for 180 days, members who asked for it 7 days ago, and sessions that have
// ended.
func (s *Server) EraseIdle(ctx context.Context) error {
	now := s.now()
	erased, err := s.db.EraseIdleGuests(ctx, now.Add(-idleLife), now)
	if err != nil {
		return err
	}
	left, err := s.db.EraseLeaving(ctx, now)
	if err != nil {
		return err
	}
	ended, err := s.db.DeleteExpiredSessions(ctx, now)
	if err != nil {
		return err
	}
	if erased+left+ended > 0 {
		s.log.InfoContext(ctx, "erased", "guests", erased, "members", left, "sessions", ended)
	}
	return nil
}
