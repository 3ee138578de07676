package templates

// Class work as one of its learners sees it.

// A WorkStatus says in words how somebody stands with a piece of work.
type WorkStatus struct {
	Text string // "Due Friday, December 4, 5:00 PM Chicago time", "3 days late"
	Tone Tone
}

// A Tone is how a status is set off; the words say it too.
type Tone string

// The tones.
const (
	TonePlain Tone = ""
	ToneDone  Tone = "done"
	ToneLate  Tone = "warn"
)

// A OwnWorkLine is a piece of work in a list.
type OwnWorkLine struct {
	Title  string
	Path   string
	Class  string // its name; shown where there is work of several classes
	Status WorkStatus
}

// A WorkList is the class work of a learner: what is to be done, by due date, what is not open yet, and what is done.
type WorkList struct{ Open, Later, Done []OwnWorkLine }

// Any reports whether there is some.
func (l WorkList) Any() bool { return len(l.Open)+len(l.Later)+len(l.Done) > 0 }

// Classes reports whether the work is of more than one class, so that each line has to name its own.
func (l WorkList) Classes() bool {
	first := ""
	for _, lines := range [][]OwnWorkLine{l.Open, l.Later, l.Done} {
		for _, w := range lines {
			if first != "" && w.Class != first {
				return true
			}
			first = w.Class
		}
	}
	return false
}

// A WorkPage is a piece of class work, for a learner who gets it.
type WorkPage struct {
	Frame
	Class    ClassLine
	Work     string // its id
	Status   WorkStatus
	Facts    []Fact
	Mark     string // that counts, in words; "" for none, or while it is held back
	MarkNote string // who has set it, and why; "" where nobody has
	Comments []WorkComment

	// Of work that is sat.
	Sat   bool
	Tries []AttemptEntry // that have ended, oldest first
	GoOn  string         // the address of the attempt that is open; "" for none
	Start string         // the id to start; "" where nothing can be started now
	Key   string         // idempotency key of that
	Why   string         // nothing can be started

	// Of work that is read.
	Parts []WorkPart
	Deck  *WorkDeck
}

// A WorkComment is what staff have written about somebody's work.
type WorkComment struct{ By, On, Body string }

// A WorkPart is a lesson to be read.
type WorkPart struct {
	Link
	Done bool
}

// A WorkDeck is a deck of cards to be gone through.
type WorkDeck struct {
	Link
	ID   string
	Done string // when it was, in words; "" if it was not
}

// NewWorkPage is the page of a piece of work; the caller fills in the rest.
func NewWorkPage(p *Person, c ClassLine, id, title string) WorkPage {
	return WorkPage{Frame: classFrame(p, c, title), Class: c, Work: id}
}

// Template names the page's file.
func (WorkPage) Template() string { return "class-own-work.html" }

// Read is how many parts are read.
func (p WorkPage) Read() int {
	n := 0
	for _, part := range p.Parts {
		if part.Done {
			n++
		}
	}
	return n
}

// Next is the part to read next; nil when all are read.
func (p WorkPage) Next() *WorkPart {
	for i := range p.Parts {
		if !p.Parts[i].Done {
			return &p.Parts[i]
		}
	}
	return nil
}
