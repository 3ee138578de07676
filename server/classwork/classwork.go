// Package classwork decides what the work that a class is given asks of whom: who gets it, which rules hold for one
// person and where each comes from, when it opens, is due and closes, and what the mark is. It is pure: it gets what the
// store has read, and the present time.
//
// The rules of an assignment are fields with values in words. They are kept field by field, in three scopes: the
// assignment's own (store.RuleWork), those of a label and those of a person. For each field the highest scope that says
// something holds, and the rest is inherited; see Resolve. Two things are facts of the person and come on top of any
// rule: the time factor and extra attempts.
package classwork

import (
	"slices"
	"time"

	"frontdesk/server/store"
)

// The kinds of work.
const (
	Lesson = "lesson" // Object: the lesson's id, such as "d3-03"
	Module = "module" // the module's id
	Track  = "track"  // the track's id
	Cards  = "cards"  // the deck's id
	Drill  = "drill"  // "domain:d3", "lesson:d3-03", "tag:hipaa", or "" for a mix; Count questions
	Half   = "half"   // a half exam, drawn for each learner
	Mock   = "mock"   // a whole practice exam, drawn for each learner
	Form   = "form"   // a fixed form: the same questions for all
)

// Kinds are all kinds, in the order in which pages offer them.
func Kinds() []string { return []string{Lesson, Module, Track, Cards, Drill, Half, Mock, Form} }

// Sat tells whether work of the kind is an attempt, which has answers and a score; other work is read.
func Sat(kind string) bool { return slices.Contains([]string{Drill, Half, Mock, Form}, kind) }

// The fields of rules. Dates are local times as Layout has them.
const (
	Opens    = "opens"    // when it can be begun; "" at once
	Due      = "due"      // until when it is in time; "" for no date
	Late     = "late"     // what happens to work after its due date: LateNo, LateUntil, LateAlways
	Until    = "until"    // of LateUntil: until when late work is taken
	Attempts = "attempts" // how many attempts there are; "0" is any number
	Minutes  = "minutes"  // how long an attempt takes, before any factor; "0" has no limit, "" is the time that the kind of work has
	Minimum  = "minimum"  // the mark, in whole per cent, from which it is passed; "0" for none

	// Only for RuleWork, since what one learner is shown another one hears of.
	Counts  = "counts"  // which attempt is the mark: Best, Last, Mean
	Score   = "score"   // when learners see their score: AtOnce, AfterDue, Never
	Answers = "answers" // when they see the right answers: the same
)

// PersonalFields are the fields that may have rules for a label or a person.
func PersonalFields() []string { return []string{Opens, Due, Late, Until, Attempts, Minutes, Minimum} }

// Fields are all fields.
func Fields() []string { return append(PersonalFields(), Counts, Score, Answers) }

// The values of Late, Counts, Score and Answers. The first of each holds where nothing is said.
const (
	LateAlways = "always"
	LateUntil  = "until"
	LateNo     = "no"

	Best = "best"
	Last = "last"
	Mean = "mean"

	AtOnce   = "at-once"
	AfterDue = "after-due" // once it is due for everybody who gets it
	Never    = "never"
)

// Gets tells whether somebody who is in the class gets the work.
func Gets(w store.Assignment, m store.ClassMember) bool {
	if m.In != store.Learner || !m.Left.IsZero() || !w.Withdrawn.IsZero() {
		return false
	}
	return w.Everyone || slices.ContainsFunc(w.Targets, func(t store.Target) bool {
		switch t.Kind {
		case TargetLabel:
			return slices.Contains(m.Labels, t.Target)
		case TargetSection:
			return m.Section == t.Target
		}
		return t.Kind == TargetPerson && m.ID == t.Target
	})
}

// Stands tells whether the work has a place among the marks of somebody who is or was in the class: who gets it, and who has
// begun it, or was given a mark, though a label or a section has changed since, or they have left.
func Stands(w store.Assignment, m store.ClassMember, r store.ClassRecord) bool {
	if m.In != store.Learner || !w.Withdrawn.IsZero() {
		return false
	}
	if _, set := r.Marks[m.ID][w.ID]; set || Gets(w, m) {
		return true
	}
	return slices.ContainsFunc(r.Tries[m.ID], func(t store.Try) bool { return t.Assignment == w.ID })
}

// The kinds of targets.
const (
	TargetLabel   = "label"
	TargetSection = "section"
	TargetPerson  = "person"
)

// Terms are the rules that hold for one person at one piece of work.
type Terms struct {
	Opens    time.Time // zero: at once
	Due      time.Time // zero: no date
	Close    time.Time // after it nothing is taken; zero: never
	Attempts int       // 0: any number
	Minutes  int       // before the factor; 0: no limit
	Limit    int       // Minutes times the factor, rounded up
	Factor   float64
	Minimum  int // per cent; 0: none
	Counts   string
	Score    string
	Answers  string
	Joined   time.Time // when the person joined the class; zero where that says nothing
}

// LastEnd is when work is due, or closes where that is later, for the last of those who get it; zero if there is somebody
// for whom it has no date, or nobody.
func LastEnd(all []Terms) time.Time {
	var last time.Time
	for _, t := range all {
		end := t.Due
		if t.Close.After(end) {
			end = t.Close
		}
		if end.IsZero() {
			return end
		}
		if end.After(last) {
			last = end
		}
	}
	return last
}

// Standing is whether an attempt can begin.
type Standing string

// The standings.
const (
	Early Standing = "early" // it has not opened
	Ready Standing = "ready"
	Over  Standing = "over" // it has closed
	Used  Standing = "used" // all attempts were made
)

// At tells whether an attempt can begin now, after used attempts that were not voided.
func (t Terms) At(now time.Time, used int) Standing {
	switch {
	case now.Before(t.Opens):
		return Early
	case !t.Close.IsZero() && !now.Before(t.Close):
		return Over
	case t.Attempts > 0 && used >= t.Attempts:
		return Used
	}
	return Ready
}

// Deadline is the end of an attempt that begins now: its time, but not after the work closes; zero for none.
func (t Terms) Deadline(now time.Time) time.Time {
	var end time.Time
	if t.Limit > 0 {
		end = now.Add(time.Duration(t.Limit) * time.Minute)
	}
	if !t.Close.IsZero() && (end.IsZero() || t.Close.Before(end)) {
		end = t.Close
	}
	return end
}

// Late tells whether work that was handed in at a time came after its due date.
func (t Terms) Late(handedIn time.Time) bool { return !t.Due.IsZero() && handedIn.After(t.Due) }
