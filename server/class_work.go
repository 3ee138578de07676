package server

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"frontdesk/content"
	"frontdesk/server/classwork"
	"frontdesk/server/store"
)

// The work of a class as every page about it begins: read from the store, with what the course says about it.

// assignedWork is an assignment with what the course says about it.
func (s *Server) assignedWork(a store.Assignment) classwork.Work {
	w := s.exams.Work(a)
	switch a.Kind {
	case classwork.Cards:
		w.Deck = s.kept(a.Object)
	case classwork.Lesson:
		w.Lessons = s.keptLessons(a.Object)
	case classwork.Module:
		if m := s.module(a.Object); m != nil {
			for _, l := range m.Lessons {
				w.Lessons = append(w.Lessons, s.keptLessons(l.ID)...)
			}
		}
	case classwork.Track:
		if i := slices.IndexFunc(s.course.Tracks, func(t content.Track) bool { return t.ID == a.Object }); i >= 0 {
			w.Lessons = s.keptLessons(s.course.Tracks[i].Lessons()...)
		}
	}
	return w
}

// keptLessons are those of the lessons that can be read, as the store names them.
func (s *Server) keptLessons(ids ...string) (kept []string) {
	for _, id := range ids {
		if l := s.course.Lesson(id); l != nil && l.Written {
			kept = append(kept, s.kept(id))
		}
	}
	return kept
}

// worksOf is all work of a class that is not withdrawn, by due date of its own, then in the order in which it was given.
func (s *Server) worksOf(r *http.Request, c store.Class) ([]classwork.Work, error) {
	all, err := s.db.Assignments(r.Context(), c.ID)
	if err != nil {
		return nil, fmt.Errorf("list assignments: %w", err)
	}
	return s.byDue(slices.DeleteFunc(all, func(a store.Assignment) bool { return !a.Withdrawn.IsZero() })), nil
}

// byDue is work by due date of its own, then in the order in which it was given.
func (s *Server) byDue(all []store.Assignment) []classwork.Work {
	var works []classwork.Work
	for _, a := range all {
		works = append(works, s.assignedWork(a))
	}
	sortWorks(works)
	return works
}

// sortWorks puts work in the order in which it is due, as far as that is the same for all.
func sortWorks(works []classwork.Work) {
	slices.SortStableFunc(works, func(a, b classwork.Work) int {
		return strings.Compare(a.Rule(classwork.Due)+"~", b.Rule(classwork.Due)+"~") // no date comes last
	})
}

// classmates are the people of the class in the scope whom who asks may see, those who have left too: an instructor with a
// section sees the learners of it alone, and all staff.
func (s *Server) classmates(r *http.Request, sc *scope) ([]store.ClassMember, error) {
	all, err := s.db.PeopleOf(r.Context(), sc.class.ID)
	if err != nil {
		return nil, fmt.Errorf("list the people of a class: %w", err)
	}
	return slices.DeleteFunc(all, func(m store.ClassMember) bool { return !sc.sees(m) }), nil
}

// sees tells whether who asks, as staff of the class, may see somebody in it.
func (sc *scope) sees(m store.ClassMember) bool {
	if sc.look().Coordinate || sc.section == "" {
		return true
	}
	return m.Section == sc.section || m.In != store.Learner || m.ID == sc.person()
}

// learnersOf are those in a class for whom there is work.
func learnersOf(all []store.ClassMember) []store.ClassMember {
	return slices.DeleteFunc(slices.Clone(all), func(m store.ClassMember) bool { return m.In != store.Learner || !m.Left.IsZero() })
}

// termsOf are the rules of the work in the scope for somebody in the class, with where each comes from.
func termsOf(w classwork.Work, m store.ClassMember) (classwork.Terms, []classwork.Why) {
	return classwork.Resolve(w, classwork.FactsOf(m))
}

// localTime is a moment in words on the clock of a zone: "Friday, December 4, 2026, 5:00 PM Chicago time"; "" for none.
func localTime(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format("Monday, January 2, 2006, 3:04 PM ") + zoneWords(zone)
}

// zoneWords names a zone by its city: "Chicago time".
func zoneWords(zone *time.Location) string {
	name := zone.String()
	return strings.ReplaceAll(name[strings.LastIndex(name, "/")+1:], "_", " ") + " time"
}
