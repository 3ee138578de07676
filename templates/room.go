package templates

import (
	"fmt"
	"html/template"
	"slices"
	"time"

	"frontdesk/quizzes"
)

// An Exam is what the exam room and the check page say about the open attempt that they belong to. It holds nothing of
// a key.
type Exam struct {
	Attempt   string // its id
	Whose     string // tags under which its answers may wait in a browser, the person's own first
	Name      string // "Practice exam", "Half exam", "Drill: Scheduling"
	Mode      string // mock, half, diagnostic, check, drill or misses
	Each      bool   // a drill that shows the reasons after each question
	Timed     bool
	Remaining time.Duration // what is left of a timed attempt when the page is made, ≥ 0
	Now       time.Time     // when the page is made, in the zone that the page shows
	Tiles     []Tile        // all questions in order
}

// A Tile is one question on the map of all questions.
type Tile struct {
	N        int
	Answered bool
	Flagged  bool
	Seen     bool
	Current  bool // the one in the room; false for all on the check page
}

// Unseen reports whether the learner has not been there yet.
func (t Tile) Unseen() bool { return !t.Answered && !t.Seen && !t.Current }

// State says in words what the tile shows by its form: ", answered, flagged".
func (t Tile) State() string {
	words := ""
	switch {
	case t.Answered:
		words = ", answered"
	case t.Unseen():
		words = ", not seen"
	default:
		words = ", not answered"
	}
	if t.Flagged {
		words += ", flagged"
	}
	return words
}

// Drill reports whether it is a drill, not an exam.
func (e Exam) Drill() bool { return thing(e.Mode) == "drill" }

// Path is the attempt's address.
func (e Exam) Path() string { return "/attempts/" + e.Attempt }

// ItemPath is the address of question n.
func (e Exam) ItemPath(n int) string { return fmt.Sprintf("%s/items/%d", e.Path(), n) }

// Of is how many questions there are.
func (e Exam) Of() int { return len(e.Tiles) }

// Answered is how many of them have a choice.
func (e Exam) Answered() int { return e.count(func(t Tile) bool { return t.Answered }) }

// Flagged is how many of them are flagged.
func (e Exam) Flagged() int { return e.count(func(t Tile) bool { return t.Flagged }) }

func (e Exam) count(is func(Tile) bool) int {
	n := 0
	for _, t := range e.Tiles {
		if is(t) {
			n++
		}
	}
	return n
}

// Left is what the clock shows.
func (e Exam) Left() string { return left(e.Remaining) }

// Low reports whether the clock is in its last minutes.
func (e Exam) Low() bool { return e.Timed && e.Remaining <= lowTime }

// RemainingMS is the remaining time in milliseconds, for the script.
func (e Exam) RemainingMS() int64 { return e.Remaining.Milliseconds() }

// Opened is the time of day at which the page was made.
func (e Exam) Opened() string { return clockTime(e.Now) }

// Ends is the time of day at which the time is over.
func (e Exam) Ends() string { return clockTime(e.Now.Add(e.Remaining)) }

// Saved is the save line when nothing waits.
func (e Exam) Saved() string {
	switch n := e.Answered(); n {
	case 0:
		return "Each answer is saved at once"
	case 1:
		return "1 answer saved"
	default:
		return fmt.Sprintf("All %d answers saved", n)
	}
}

// A RoomPage is the exam room with one question.
type RoomPage struct {
	Frame
	Exam
	N          int
	Seq        int64 // of the last save of this question, 0 for none
	Question   quizzes.Question
	Exhibit    template.HTML // the question's table, rendered; "" for none
	Choice     string        // option id, "" for none
	Flag       bool          // this question is flagged
	Struck     []string      // ids of options crossed out
	Confidence string        // guess, unsure, sure or ""
	Checked    *Checked      // set once the answer has been checked, in a drill that shows reasons; never in an exam
	Withheld   bool          // the answer was checked, but the question stands on an open exam now: no reasons
}

// NewRoomPage is the room with question n of the exam; the caller fills in the rest.
func NewRoomPage(p *Person, e Exam, n int) RoomPage {
	f := Personal(p, fmt.Sprintf("Question %d of %d", n, e.Of()))
	f.Section = e.Name
	return RoomPage{Frame: f, Exam: e, N: n}
}

// Template names the page's file.
func (RoomPage) Template() string { return "room.html" }

// Stands reports whether the answer was checked and cannot be changed.
func (r RoomPage) Stands() bool { return r.Checked != nil || r.Withheld }

// A Checked is what a drill tells about a question whose answer is locked.
type Checked struct {
	Key     string            // option id
	Why     map[string]string // reason by option id
	Lesson  *Link             // where it is taught; nil if that lesson is not written
	Ask     bool              // there is a class that can be asked
	Sources []SourceNote
}

// A RoomOption is one answer as the room shows it.
type RoomOption struct {
	ID     string // its place in the frozen revision, "a" to "d"
	Place  int    // on the page, from 1
	Letter string // on the page, "A" to "D"
	Text   string
	Chosen bool
	Struck bool
}

// Options are the answers in the order in which they are shown.
func (r RoomPage) Options() []RoomOption {
	var options []RoomOption
	for i, o := range r.Question.Options {
		options = append(options, RoomOption{ID: o.ID, Place: i + 1, Letter: letter(i), Text: o.Text, Chosen: o.ID == r.Choice,
			Struck: slices.Contains(r.Struck, o.ID)})
	}
	return options
}

// letter is how the option at a place is called on the page: 0 is "A".
func letter(place int) string { return string(rune('A' + place)) }

// Reasons are the options with their reasons, once the answer is checked.
func (r RoomPage) Reasons() []Reason {
	if r.Checked == nil {
		return nil
	}
	var list []Reason
	for i, o := range r.Question.Options {
		list = append(list, Reason{Letter: letter(i), Text: o.Text, Why: r.Checked.Why[o.ID], Chosen: o.ID == r.Choice, Key: o.ID == r.Checked.Key})
	}
	return list
}

// Verdict is the heading over the reasons: "Right", or "Not right: the answer is B".
func (r RoomPage) Verdict() string {
	if r.Choice == r.Checked.Key {
		return "Right"
	}
	for _, why := range r.Reasons() {
		if why.Key {
			return "Not right: the answer is " + why.Letter
		}
	}
	return "Not right"
}

// First and Last report whether there is nothing before or after this question.
func (r RoomPage) First() bool { return r.N <= 1 }

// Last is the other end of First.
func (r RoomPage) Last() bool { return r.N >= r.Of() }

// Next is the value of the button that goes on: the number of the next question, or "check" after the last one.
func (r RoomPage) Next() string {
	if r.Last() {
		return "check"
	}
	return fmt.Sprint(r.N + 1)
}

// A RoomOverPage stands in place of the room once the attempt takes no answers any more.
type RoomOverPage struct {
	Frame
	Attempt  string // its id
	State    Over
	At       time.Time // when it ended, in the zone that the page shows
	Answered int       // questions that have an answer
	Of       int       // all questions
	Reason   string    // of a void attempt, why; "" else
}

// Over is how an attempt ended.
type Over string

// The ways in which an attempt ends.
const (
	TimeUp    Over = "time"
	Submitted Over = "submitted"
	Voided    Over = "void"
)

// NewRoomOverPage is the page for an attempt that has ended; name is what it is called, "Practice exam". The caller
// fills in the rest.
func NewRoomOverPage(p *Person, name string, how Over) RoomOverPage {
	titles := map[Over]string{TimeUp: "Time is up", Submitted: "This is submitted", Voided: "This attempt is void"}
	f := Personal(p, titles[how])
	f.Section = name
	return RoomOverPage{Frame: f, State: how}
}

// Template names the page's file.
func (RoomOverPage) Template() string { return "room-over.html" }

// Path is the attempt's address.
func (r RoomOverPage) Path() string { return "/attempts/" + r.Attempt }

// When is the day and time of the end.
func (r RoomOverPage) When() string { return dayAndTime(r.At) }
