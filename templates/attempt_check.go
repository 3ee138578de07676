package templates

import "fmt"

// A CheckPage is the page before submitting: what is open, what is flagged, and the way back.
type CheckPage struct {
	Frame
	Exam
	Current int // the question to go back to
}

// NewCheckPage is the check page; current is the question that the learner came from, or the first open one.
func NewCheckPage(p *Person, e Exam, current int) CheckPage {
	f := Personal(p, "Check before you submit")
	f.Section = e.Name
	return CheckPage{Frame: f, Exam: e, Current: current}
}

// Template names the page's file.
func (CheckPage) Template() string { return "attempt-check.html" }

// Thing is what the attempt is called on the button that submits it: "exam", "diagnostic", "check" or "drill".
func (e Exam) Thing() string { return thing(e.Mode) }

// Open is how many questions have no answer.
func (e Exam) Open() int { return e.Of() - e.Answered() }

// OpenTiles are the questions without an answer.
func (e Exam) OpenTiles() []Tile { return e.tiles(func(t Tile) bool { return !t.Answered }) }

// FlaggedTiles are the questions that are flagged.
func (e Exam) FlaggedTiles() []Tile { return e.tiles(func(t Tile) bool { return t.Flagged }) }

func (e Exam) tiles(is func(Tile) bool) []Tile {
	var list []Tile
	for _, t := range e.Tiles {
		if is(t) {
			list = append(list, t)
		}
	}
	return list
}

// Counts says how far the learner is: "132 answered. 3 not answered. 6 flagged."
func (e Exam) Counts() string {
	s := fmt.Sprintf("%d answered. %d not answered.", e.Answered(), e.Open())
	if e.Open() == 0 {
		s = fmt.Sprintf("All %d answered.", e.Of())
	}
	if f := e.Flagged(); f > 0 {
		s += fmt.Sprintf(" %d flagged.", f)
	}
	return s
}

// Warning is what submitting means, with the time that would be given up.
func (e Exam) Warning() string {
	s := "After this you cannot change answers."
	if e.Timed {
		s += " You have " + minutes(e.Remaining) + " left."
	}
	return s
}

// A CheckOpenPage asks once more where questions are open.
type CheckOpenPage struct {
	Frame
	Exam
}

// NewCheckOpenPage is the page that asks once more; at least one question of the exam is open.
func NewCheckOpenPage(p *Person, e Exam) CheckOpenPage {
	title := fmt.Sprintf("%d questions have no answer", e.Open())
	if e.Open() == 1 {
		title = "1 question has no answer"
	}
	f := Personal(p, title)
	f.Section = e.Name
	return CheckOpenPage{Frame: f, Exam: e}
}

// Template names the page's file.
func (CheckOpenPage) Template() string { return "attempt-confirm.html" }

// FirstOpen is the number of the first question without an answer.
func (c CheckOpenPage) FirstOpen() int { return c.OpenTiles()[0].N }
