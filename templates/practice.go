package templates

import (
	"errors"
	"html/template"
	"strings"

	"frontdesk/quizzes"
)

// A PracticePage is where kinds of practice are chosen: drills and exams, which the server keeps, and self-check
// questions, which need no server.
type PracticePage struct {
	Frame
	Exam    ExamFacts
	Half    ExamFacts
	First   ExamFacts // the diagnostic
	Groups  []PracticeGroup
	Endless []GeneratedGroup
}

// Template names the page's file.
func (PracticePage) Template() string { return "practice.html" }

// ExamFacts are what a kind of exam holds.
type ExamFacts struct {
	Questions int // all, trial questions included
	Trial     int // of these, not counted
	Minutes   int // 0 without a clock
}

// A PracticeGroup is one page of self-check questions.
type PracticeGroup struct {
	ID        string // domain or module, "d3"
	Title     string
	Path      string // "/practice/law/"
	Questions int
	Scored    int // of the exam's scored questions; 0 where the group is no domain
}

// A SelfCheckPage is the self-check questions of one group.
type SelfCheckPage struct {
	Frame
	Group     PracticeGroup
	Questions []SelfCheck
}

// Template names the page's file.
func (SelfCheckPage) Template() string { return "selfcheck.html" }

// A SelfCheck is a practice question with its answer and reasons, for pages that anybody may read at any time. It is
// made by NewSelfCheck, which takes no exam item, and by NewExample, which takes no item at all.
type SelfCheck struct {
	ID       string // of the element, unique on its page
	Number   int    // on its page; 0 where it stands alone
	Scenario string
	Exhibit  template.HTML // a table in its region, or ""
	Text     string
	Options  []SelfCheckOption
	Lesson   *Link // where it is taught; nil for a lesson in preparation
	Sources  []SourceNote
	Steps    []string // the worked solution of a generated question; nil for any other
}

// A SelfCheckOption is one answer with its reason.
type SelfCheckOption struct {
	Letter string // by the place in which it is shown: "A"
	Text   string
	Why    string
	Key    bool
}

// ErrNotPractice says that an item is kept for exams, so that its key must not stand on a page for everybody.
var ErrNotPractice = errors.New("only a practice item may stand on a shared page")

// NewSelfCheck makes a self-check question of a practice item, its options shown in the given order of option ids,
// such as "cadb". exhibit is the item's exhibit as HTML. ID, Number, Lesson and Sources are the caller's to set.
func NewSelfCheck(it quizzes.Item, order string, exhibit template.HTML) (SelfCheck, error) {
	if it.Use() != quizzes.UsePractice {
		return SelfCheck{}, ErrNotPractice
	}
	q := it.Question(order)
	check := SelfCheck{ID: it.ID(), Scenario: q.Scenario, Exhibit: exhibit, Text: q.Text}
	for i, o := range q.Options {
		check.Options = append(check.Options, SelfCheckOption{
			Letter: strings.ToUpper(quizzes.OptionID(i)), Text: o.Text, Why: it.Why(o.ID), Key: o.ID == it.Key()})
	}
	return check, nil
}

// Answer is the letter of the right option.
func (q SelfCheck) Answer() string {
	for _, o := range q.Options {
		if o.Key {
			return o.Letter
		}
	}
	return ""
}
