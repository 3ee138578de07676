package templates

import (
	"fmt"
	"strings"
	"time"
)

// A ReportPage lets a learner tell what is wrong with a question of a graded attempt, add to that, and see what came of
// it.
type ReportPage struct {
	Frame
	Attempt  string // its id
	N        int    // of the question
	Question string // its first words
	Answer   string // what was chosen, "B, April 2, 2026"; "" for no answer
	Report   *ReportEntry
	Reasons  []ChoiceOption // what can be wrong; not shown while there is an open report
	Text     string         // as it was typed
	Most     int            // characters that fit
}

// NewReportPage is about question n of the attempt called name; the caller fills in the rest.
func NewReportPage(p *Person, attempt, name string, n int) ReportPage {
	f := Personal(p, fmt.Sprintf("Report a problem with question %d", n))
	f.Section, f.Nav = name, Practice
	f.Breadcrumb = []Crumb{{"My page", "/me/"}, {"Result", "/attempts/" + attempt + "/result"}, {"Answers", "/attempts/" + attempt + "/answers?show=all"}}
	return ReportPage{Frame: f, Attempt: attempt, N: n}
}

// Template names the page's file.
func (ReportPage) Template() string { return "report.html" }

// Path is the page's address.
func (r ReportPage) Path() string { return fmt.Sprintf("/attempts/%s/items/%d/report", r.Attempt, r.N) }

// Open reports whether a report is waiting: then only a text can be added.
func (r ReportPage) Open() bool { return r.Report != nil && r.Report.Outcome == "" }

// Reason is the question what is wrong.
func (r ReportPage) Reason() Choice {
	return Choice{Name: "reason", Legend: "What is wrong?", Error: r.FieldError("reason"), Options: r.Reasons}
}

// TextField is where more can be told.
func (r ReportPage) TextField() Field {
	f := Field{Name: "text", Label: "Tell us more (optional)", Value: r.Text, Error: r.FieldError("text"),
		Hint: fmt.Sprintf("At most %s characters. Leave out names and anything about patients.", thousands(r.Most))}
	if r.Open() {
		f.Label = "Add to your report"
	}
	return f
}

// A ReportEntry is a learner's own report with what came of it.
type ReportEntry struct {
	No      int
	At      time.Time
	N       int    // of the question
	Exam    string // the name of the attempt; "" once it is erased
	Path    string // to the question in the answers; "" once the attempt is erased
	Reason  string // "Two answers are right"
	Outcome string // in sentences; "" while it is open
	Held    bool   // the question stands on an exam that is open: nothing is told now
}

// Date is the day of the report.
func (r ReportEntry) Date() string { return r.At.Format("January 2, 2006") }

// Where names the question: "Question 41, Practice exam".
func (r ReportEntry) Where() string {
	return strings.Join(compact([]string{fmt.Sprintf("Question %d", r.N), r.Exam}), ", ")
}

// State is the report in one sentence or more.
func (r ReportEntry) State() string {
	switch {
	case r.Held:
		return "What came of it is shown after your open exam."
	case r.Outcome == "":
		return "Open. You will see the outcome here."
	}
	return r.Outcome
}

// A CorrectionNote says that an attempt has questions that we had wrong, and what that does to its score. Marks are those
// of the whole attempt, before and now.
type CorrectionNote struct {
	Attempt  string    // its id
	Exam     string    // its name
	At       time.Time // when it was submitted
	Counted  []int     // numbers of the questions that count
	Trial    []int     // and of those that do not
	Was, Now Mark
}

// Path leads to the questions and why.
func (c CorrectionNote) Path() string { return "/attempts/" + c.Attempt + "/answers?show=corrected" }

// Where names the attempt: "Practice exam of May 12, 2026".
func (c CorrectionNote) Where() string { return c.Exam + " of " + c.At.Format("January 2, 2006") }

// Text says it: "We had question 41 wrong. Your score was 71%, and is now 72%."
func (c CorrectionNote) Text() string {
	text := ""
	if len(c.Counted) > 0 {
		text = "We had " + numbered(c.Counted) + " wrong. " + c.Score()
	}
	if len(c.Trial) > 0 {
		text += " We had " + numbered(c.Trial) + " wrong, which did not count"
		if len(c.Counted) == 0 {
			text += fmt.Sprintf(": your score stays %d%%", c.Now.PerCent)
		}
		text += "."
	}
	return strings.TrimSpace(text)
}

// Score is what the corrections did to the score.
func (c CorrectionNote) Score() string {
	switch {
	case c.Was.Correct == c.Now.Correct:
		return fmt.Sprintf("Your score stays %d%%.", c.Now.PerCent)
	case c.Was.PerCent == c.Now.PerCent: // rounding hides it
		return fmt.Sprintf("Your score was %d of %d, and is now %d of %d.", c.Was.Correct, c.Was.Scored, c.Now.Correct, c.Now.Scored)
	}
	return fmt.Sprintf("Your score was %d%%, and is now %d%%.", c.Was.PerCent, c.Now.PerCent)
}

// numbered is "question 41" or "questions 3, 41 and 52".
func numbered(list []int) string {
	if len(list) == 1 {
		return fmt.Sprintf("question %d", list[0])
	}
	words := make([]string, len(list))
	for i, n := range list {
		words[i] = fmt.Sprint(n)
	}
	return "questions " + strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// A Correction is what one question's answer was taken for, and what it is.
type Correction struct {
	Was, Now string // letters as it was sat
	Why      string
	Given    bool   // it gave this learner the point
	Score    string // what all corrections did to the score
}
