package templates

import (
	"fmt"
	"html/template"
	"time"
)

// A ReportsPage is the list of questions with reports, for staff.
type ReportsPage struct {
	Frame
	Open     []ReportedRow
	Decided  []ReportedRow // newest first
	Withheld int           // questions that are left out because they stand on an exam that the reader has open
	Unusual  int           // questions with unusual statistics; told where nothing is open
}

// NewReportsPage is the list; the caller fills in the rest.
func NewReportsPage(p *Person, open []ReportedRow) ReportsPage {
	f := Personal(p, fmt.Sprintf("Reported questions: %d open", len(open)))
	f.Nav = Reports
	return ReportsPage{Frame: f, Open: open}
}

// Template names the page's file.
func (ReportsPage) Template() string { return "reports.html" }

// A ReportedRow is one question in a list.
type ReportedRow struct {
	Revision string
	Words    string // its first words
	Domain   string
	Reasons  []string // "2 × two answers are right"
	At       time.Time
	Held     bool   // off exams until it is decided
	Decision string // what was decided last; "" for nothing yet
	Off      bool   // off exams and drills until the bank has other words or another key
}

// Path is the address of all that is known about it.
func (r ReportedRow) Path() string { return "/reports/" + r.Revision }

// Date is the day of the oldest report, or of the decision.
func (r ReportedRow) Date() string { return r.At.Format("January 2, 2006") }

// A ReportedPage is one question with all that is known about it, and the form to decide. It holds the key.
type ReportedPage struct {
	Frame
	ReportedRow
	ID        string // of the item
	InBank    bool   // false: the bank has other words by now
	Practice  bool   // it stands on lesson pages too
	Scenario  string
	Exhibit   template.HTML
	Question  string
	Options   []Reason // in authored order
	Lesson    *Link
	Sources   []SourceNote
	Answers   ItemFigures
	Reports   []ReportText
	Decisions []DecisionEntry // oldest first
	Ruling    Ruling
}

// NewReportedPage is about one question; the caller fills in the rest.
func NewReportedPage(p *Person, row ReportedRow) ReportedPage {
	f := Personal(p, row.Words)
	f.Section, f.Nav = "Reported questions", Reports
	f.Breadcrumb = []Crumb{{"Reported questions", "/reports"}}
	return ReportedPage{Frame: f, ReportedRow: row}
}

// Template names the page's file.
func (ReportedPage) Template() string { return "reported.html" }

// A ReportText is what somebody has reported, without who it was.
type ReportText struct {
	No     int
	At     time.Time
	Reason string
	Choice string // "B" in authored order; "" for no answer
	Text   string // "" for none
	Open   bool
}

// Date is the day of it.
func (r ReportText) Date() string { return r.At.Format("January 2, 2006") }

// A DecisionEntry is a decision that was made.
type DecisionEntry struct {
	At     time.Time
	By     string // a name; "" if the person has none any more
	Words  string // "The marked answer was wrong: B is right. Everyone gets the point."
	Note   string
	Answer string // reports that it answered, in words; "" for none
}

// Date is the day of it.
func (d DecisionEntry) Date() string { return d.At.Format("January 2, 2006") }

// A Ruling is a decision in a form: as it was chosen, and what the page had shown when it was.
type Ruling struct {
	Verdict   string
	Key       string
	Policy    string
	Note      string
	Decisions int
	Report    int
}

// Verdicts is the question what to decide.
func (r ReportedPage) Verdicts() Choice {
	return r.choice("verdict", "Your decision", r.Ruling.Verdict, []ChoiceOption{
		{Value: "right", Label: "The question is right as it is", Hint: "Those who reported it read why."},
		{Value: "wording", Label: "Fix the wording, same answer", Hint: "It is on no new exam or drill until the bank has better words."},
		{Value: "rekey", Label: "The marked answer was wrong", Hint: "Past attempts are corrected, and the learners told. It is on no new exam or drill until the bank is mended."},
		{Value: "retire", Label: "Retire it", Hint: "It is on no new exam or drill. Past scores stay."},
	})
}

// Keys is the question which answer is right.
func (r ReportedPage) Keys() Choice {
	var options []ChoiceOption
	for i, o := range r.Options {
		if !o.Key {
			options = append(options, ChoiceOption{Value: string(rune('a' + i)), Label: o.Letter + ". " + o.Text})
		}
	}
	return r.choice("key", "Right answer", r.Ruling.Key, options)
}

// Policies is the question what happens to past attempts.
func (r ReportedPage) Policies() Choice {
	return r.choice("policy", "For past attempts", r.Ruling.Policy, []ChoiceOption{
		{Value: "everyone", Label: "Give everyone the point"},
		{Value: "higher", Label: "Score by the new answer, only if higher"},
	})
}

func (r ReportedPage) choice(name, legend, chosen string, options []ChoiceOption) Choice {
	for i := range options {
		options[i].Checked = options[i].Value == chosen
	}
	return Choice{Name: name, Legend: legend, Error: r.FieldError(name), Options: options}
}

// NoteField is the answer to learners.
func (r ReportedPage) NoteField() Field {
	return Field{Name: "note", Label: "Why, in words for learners", Value: r.Ruling.Note, Error: r.FieldError("note"),
		Hint: "Needed for “right as it is” and for a wrong answer. Those who are affected read it."}
}

// A DecidePage says what a decision would do, before it is made.
type DecidePage struct {
	Frame
	ReportedRow
	Ruling
	Words   string // the decision, as DecisionEntry has it
	Graded  int    // attempts that have the question and are graded
	Higher  int    // of these, those that get a higher score
	Trial   int    // of these, those where it did not count
	Waiting int    // attempts that are open, or being graded
	Reports int    // reports that it answers
}

// NewDecidePage asks once more; the caller fills in the rest.
func NewDecidePage(p *Person, row ReportedRow, r Ruling) DecidePage {
	f := Personal(p, "Decide")
	f.Section, f.Nav = "Reported questions", Reports
	f.Breadcrumb = []Crumb{{"Reported questions", "/reports"}, {row.Words, row.Path()}}
	return DecidePage{Frame: f, ReportedRow: row, Ruling: r}
}

// Template names the page's file.
func (DecidePage) Template() string { return "reported-decide.html" }

// Effect is what happens to past attempts: "38 attempts get a new score, none gets a lower one."
func (d DecidePage) Effect() string {
	if d.Policy == "" {
		return "No score changes."
	}
	text := "No attempt gets another score."
	if d.Higher > 0 {
		text = plural(d.Higher, "attempt gets", "attempts get") + " a new score, none gets a lower one."
	}
	if d.Trial > 0 {
		text += " " + plural(d.Trial, "attempt had", "attempts had") + " it as a trial question: told, and not scored anew."
	}
	if d.Waiting > 0 {
		text += " " + plural(d.Waiting, "attempt is", "attempts are") + " still open or being graded: the same holds for them once they are graded."
	}
	return text
}
