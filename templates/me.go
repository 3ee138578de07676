package templates

import (
	"fmt"
	"strings"
	"time"
)

// A MePage is a person's own page: what to go on with, then how it is going.
type MePage struct {
	Frame
	Continue *ReadNext      // the lesson to read next; nil when all written ones are read
	Open     []OpenAttempt  // attempts to go on with, newest first
	Attempts []AttemptEntry // finished ones, newest first
	Domains  []Mark         // by domain over all finished attempts; those without an answer are left out
	Missed   int            // questions that were last answered wrong and can be taken up now
	Done     int            // written lessons that are marked as read
	Written  int            // lessons that can be read
	Track    *FollowedTrack // nil where none is followed
	Tracks   []Link         // to choose from
	Skills   int            // of the self-audit
	Classes  bool           // the person has classes, or may make some
	Ask      bool           // is a learner in a class, whose staff can be asked
	Unread   []MessageLine  // messages that the person has not read
	Work     Work           // what a guest would keep or lose
	Assigned WorkList       // of the person's classes
	Whose    string         // see Exam.Whose

	Corrected []CorrectionNote // finished attempts with questions that we had wrong
	Reports   []ReportEntry    // the person's own, newest first
}

// NewMePage is the page of p; the caller fills in the rest.
func NewMePage(p *Person) MePage { return MePage{Frame: Personal(p, "My page")} }

// Template names the page's file.
func (MePage) Template() string { return "me.html" }

// New reports whether there is nothing yet.
func (m MePage) New() bool { return m.Done == 0 && len(m.Open) == 0 && len(m.Attempts) == 0 }

// Finding names the lowest and the highest domain; "" if too few answers say so.
func (m MePage) Finding() string { return Finding(m.Domains) }

// Chart is the domains as a picture, nil where there is nothing to draw.
func (m MePage) Chart() *Chart {
	for _, d := range m.Domains {
		if !d.Few() {
			return newChart(m.Domains)
		}
	}
	return nil
}

// A ReadNext is the lesson to go on with.
type ReadNext struct {
	Link
	Minutes int
}

// An AttemptEntry is one finished attempt in a list.
type AttemptEntry struct {
	ID      string
	Name    string    // "Practice exam", "Drill: Scheduling"
	At      time.Time // when it was submitted, in the zone that the page shows
	State   ResultState
	Mark    Mark
	Repeats int
	Reason  string // of a void one, in full
	Held    bool   // its score is not shown while an exam is open that began before it was submitted
	When    string // of class work whose score is held back: when it is shown, in words; "" elsewhere
}

// Path is the address of its result.
func (a AttemptEntry) Path() string { return "/attempts/" + a.ID + "/result" }

// Date is the day of it.
func (a AttemptEntry) Date() string { return a.At.Format("January 2, 2006") }

// Score is the result in words: "71%, 78 of 110", or what stands in its way.
func (a AttemptEntry) Score() string {
	switch {
	case a.State == Grading:
		return "Being added up"
	case a.State == Void:
		return "Void"
	case a.When != "":
		return a.When
	case a.Held:
		return "Shown after your open exam"
	case a.Mark.Scored == 0:
		return "Nothing to count"
	}
	return fmt.Sprintf("%d%%, %d of %d", a.Mark.PerCent, a.Mark.Correct, a.Mark.Scored)
}

// Work is what a person has done so far, in numbers.
type Work struct{ Attempts, Answers, Lessons int }

// Any reports whether there is some.
func (w Work) Any() bool { return w.Attempts+w.Answers+w.Lessons > 0 }

// Words says it, without what is none: "1 attempt, 42 answers and 3 lessons".
func (w Work) Words() string {
	var parts []string
	for _, p := range []struct {
		n         int
		one, many string
	}{{w.Attempts, "attempt", "attempts"}, {w.Answers, "answer", "answers"}, {w.Lessons, "lesson", "lessons"}} {
		if p.n > 0 {
			parts = append(parts, plural(p.n, p.one, p.many))
		}
	}
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	return strings.Join(parts[:len(parts)-1], ", ") + " and " + parts[len(parts)-1]
}

// A MarkReadPage asks whether a lesson is read, for browsers without script: following a link changes nothing.
type MarkReadPage struct {
	Frame
	Lesson Link
	ID     string    // of the lesson, "d3-03"
	Read   time.Time // when it was marked before; zero if it is not
}

// NewMarkReadPage asks about a lesson; the caller fills in Read.
func NewMarkReadPage(p *Person, id string, lesson Link) MarkReadPage {
	f := Personal(p, "Mark as read")
	f.Section, f.Nav = lesson.Text, Learn
	return MarkReadPage{Frame: f, Lesson: lesson, ID: id}
}

// Template names the page's file.
func (MarkReadPage) Template() string { return "me-read.html" }

// Date is the day on which it was marked.
func (m MarkReadPage) Date() string { return m.Read.Format("January 2, 2006") }

// A FinishPage asks a guest on a shared computer whether the work in this browser shall be erased.
type FinishPage struct {
	Frame
	Work  Work
	Open  []OpenAttempt // attempts that would be lost before their end
	Whose string        // see Exam.Whose
}

// NewFinishPage asks p, a guest.
func NewFinishPage(p *Person, w Work, open []OpenAttempt) FinishPage {
	return FinishPage{Frame: Personal(p, "Finish on this computer"), Work: w, Open: open}
}

// Template names the page's file.
func (FinishPage) Template() string { return "me-finish.html" }
