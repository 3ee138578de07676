package server

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"frontdesk/server/store"
)

// stretchOpen makes open attempts at the work of a class as long as its rules say by now. It is called after rules, or the
// time factor of somebody in the class, were changed: what is under way gains time at once, and never loses any. An
// attempt whose end has been moved by hand keeps the later end. One without an end keeps having none.
func (s *Server) stretchOpen(ctx context.Context, actor, class string) error {
	works, err := s.db.Assignments(ctx, class)
	if err != nil {
		return fmt.Errorf("stretch open attempts: %w", err)
	}
	people, err := s.db.PeopleOf(ctx, class)
	if err != nil {
		return fmt.Errorf("stretch open attempts: %w", err)
	}
	record, err := s.db.RecordOfClass(ctx, class)
	if err != nil {
		return fmt.Errorf("stretch open attempts: %w", err)
	}
	for _, m := range people {
		for _, try := range record.Tries[m.ID] {
			i := slices.IndexFunc(works, func(w store.Assignment) bool { return w.ID == try.Assignment })
			if i < 0 || !try.Submitted.IsZero() || try.Ends.IsZero() {
				continue
			}
			if err := s.stretch(ctx, actor, works[i], m, try); err != nil {
				return err
			}
		}
	}
	return nil
}

// stretch moves the end of one open attempt to where the rules have it, if that is later, or takes it away where there is
// none any more.
func (s *Server) stretch(ctx context.Context, actor string, w store.Assignment, m store.ClassMember, try store.Try) error {
	a, err := s.db.Attempt(ctx, m.ID, try.Attempt)
	if err != nil {
		return fmt.Errorf("look at an open attempt: %w", err)
	}
	terms, _ := termsOf(s.assignedWork(w), m)
	end := terms.Deadline(a.Started)
	switch {
	case end.IsZero():
		err = s.db.LiftEnd(ctx, actor, m.ID, a.ID, s.now())
	case end.After(a.Ends()): // Grant looks whether it has been stretched since
		_, err = s.db.Grant(ctx, actor, m.ID, a.ID, a.Granted, end.Sub(a.Ends()), s.now())
	}
	if errors.Is(err, store.ErrClosed) || errors.Is(err, store.ErrChanged) { // it has ended, or was stretched, meanwhile
		return nil
	}
	if err != nil {
		return fmt.Errorf("stretch an open attempt: %w", err)
	}
	return nil
}
