package classwork

import (
	"math"
	"slices"
	"time"

	"frontdesk/server/store"
)

// Work is an assignment with what the course says about it.
type Work struct {
	store.Assignment
	Zone     *time.Location
	Standard int      // minutes of the kind of work where no rule says it; 0: no limit
	Lessons  []string // of read work: what is to be read, as the store names lessons
	Deck     string   // of Cards: as the store names decks
}

// Rule is the work's own value of a field; "" where nothing is said.
func (w Work) Rule(field string) string {
	for _, r := range w.Rules {
		if r.Scope == store.RuleWork && r.Field == field {
			return r.Value
		}
	}
	return ""
}

// State is how one person stands with one piece of work.
type State string

// The states.
const (
	Unset    State = ""         // the person does not get it
	Upcoming State = "upcoming" // it has not opened
	ToDo     State = "to do"
	Begun    State = "begun"   // an attempt is open, or a part is read
	Waiting  State = "waiting" // handed in, not graded yet
	Done     State = "done"
	Before   State = "before joining"  // it was due before the person joined, and does not count
	Empty    State = "nothing to read" // nothing of it can be read any more
	Missing  State = "missing"         // not handed in when it was due; it still can be, unless Mark.Closed
	Excused  State = "excused"         // staff have said that it does not count
)

// A Mark is what a person has for one piece of work. Everything that shows marks shows this value.
type Mark struct {
	State   State
	Has     bool // there is a figure
	Tenths  int  // the figure that counts: per cent, times 10
	Late    bool // what counts was handed in after the due date
	Closed  bool // nothing is taken any more
	Passed  bool // it reaches the minimum; only where there is a minimum and a figure
	Part    int  // of read work: how many of Of are read
	Of      int
	Used    int    // attempts made, the open one included
	Open    string // the attempt that is open; "" for none
	Counted string // the attempt that counts; "" for none, for a mean, and for read work

	Staff    *store.StaffMark // what staff have put in its place; nil for none. Reason and name stand there
	OwnHas   bool             // there is a figure from the work itself
	Own      int              // that figure
	Comments int
}

// Set tells whether the figure is not what the work itself gives, but what staff have set.
func (m Mark) Set() bool { return m.Staff != nil && m.Staff.Given && !m.Staff.Excused }

// Counts tells whether the mark stands in a total, and with how many tenths of a per cent: a figure does, and work that
// was not handed in and cannot be any more, or is late already, counts as zero.
func (m Mark) Counts() (tenths int, counts bool) {
	switch {
	case m.State == Excused || m.State == Unset:
		return 0, false
	case m.Has:
		return m.Tenths, true
	}
	return 0, m.State == Missing
}

// MarkOf is the mark of somebody who gets the work, under terms that Resolve has found.
func MarkOf(w Work, t Terms, person string, r store.ClassRecord, now time.Time) Mark {
	var m Mark
	if Sat(w.Kind) {
		m = sat(w, t, r.Tries[person])
	} else {
		m = read(w, t, person, r)
	}
	m.OwnHas, m.Own = m.Has, m.Tenths
	m.Closed = !t.Close.IsZero() && !now.Before(t.Close)
	if m.State == ToDo || m.State == Begun {
		switch {
		case now.Before(t.Opens):
			m.State = Upcoming
		case t.Late(now) && m.Open == "" && t.Joined.After(t.Due):
			m.State = Before
		case t.Late(now) && m.Open == "":
			m.State = Missing
		}
	}
	m.Comments = r.Comments[person][w.ID]
	if s, ok := r.Marks[person][w.ID]; ok {
		m.Staff = &s
		switch {
		case s.Excused:
			m.State, m.Has = Excused, false
		case s.Given:
			m.Has, m.Tenths, m.State = true, s.Tenths, Done
		}
	}
	m.Passed = m.Has && t.Minimum > 0 && m.Tenths >= 10*t.Minimum
	return m
}

// sat is the mark of attempts.
func sat(w Work, t Terms, tries []store.Try) Mark {
	m := Mark{State: ToDo}
	sum, graded := 0.0, 0
	for i := range tries { // of all work: nothing is copied but what counts
		try := &tries[i]
		if try.Assignment != w.ID {
			continue
		}
		m.Used++
		switch {
		case try.Submitted.IsZero():
			m.Open = try.Attempt
			continue
		case try.No == 0:
			if m.State != Done {
				m.State = Waiting
			}
			continue
		}
		tenths, late := tenthsOf(try), t.Late(try.Submitted)
		sum, graded, m.State, m.Has = sum+ratio(try), graded+1, Done, true
		if graded == 1 || t.Counts == Last || t.Counts == Best && tenths > m.Tenths {
			m.Tenths, m.Late, m.Counted = tenths, late, try.Attempt
		}
		if t.Counts == Mean {
			m.Tenths, m.Late, m.Counted = int(math.Round(1000*sum/float64(graded))), m.Late || late, ""
		}
	}
	if m.State == ToDo && m.Open != "" {
		m.State = Begun
	}
	return m
}

// InTime tells whether an attempt at the work was handed in by its due date.
func InTime(w Work, t Terms, tries []store.Try) bool {
	return slices.ContainsFunc(tries, func(try store.Try) bool {
		return try.Assignment == w.ID && !try.Submitted.IsZero() && !t.Late(try.Submitted)
	})
}

func ratio(t *store.Try) float64 {
	if t.Scored == 0 {
		return 0
	}
	return float64(t.Correct) / float64(t.Scored)
}

// TenthsOf is the figure of a graded attempt, in tenths of a per cent.
func TenthsOf(t store.Try) int { return tenthsOf(&t) }

func tenthsOf(t *store.Try) int { return int(math.Round(1000 * ratio(t))) }

// read is the mark of work that is read: done or not, by the learner's own word. Done is 100 per cent. What was read once
// the work had closed does not count.
func read(w Work, t Terms, person string, r store.ClassRecord) Mark {
	things, when := w.Lessons, r.Reads[person]
	if w.Kind == Cards {
		things, when = []string{w.Deck}, r.Decks[person]
	}
	m := Mark{State: ToDo, Of: len(things)}
	var last time.Time
	for _, thing := range things {
		if at, ok := when[thing]; ok && (t.Close.IsZero() || at.Before(t.Close)) {
			m.Part++
			if at.After(last) {
				last = at
			}
		}
	}
	switch {
	case m.Of == 0:
		m.State = Empty
	case m.Part == m.Of:
		m.State, m.Has, m.Tenths, m.Late = Done, true, 1000, t.Late(last)
	case m.Part > 0:
		m.State = Begun
	}
	return m
}
