package templates_test

import (
	"reflect"
	"testing"
	"time"

	"frontdesk/quizzes"
	"frontdesk/templates"
)

var (
	ida  = &templates.Person{Name: "Ida Owner", Staff: true, Admin: true}
	spot = templates.ReportedRow{Revision: "0a1b", Words: "Under HIPAA, by what date must the clinic act …", Domain: "Medical Law, Ethics, and Compliance",
		Reasons: []string{"2 × two answers are right", "1 × out of date"}, At: morning, Held: true}
	settled   = templates.ReportedRow{Revision: "0c2d", Words: "Which room is open at 9:20?", Domain: "Scheduling", At: morning, Decision: "Retired", Off: true}
	corrected = templates.CorrectionNote{Attempt: "X6", Exam: "Practice exam", At: morning, Counted: []int{41}, Trial: []int{52},
		Was: templates.Mark{Correct: 78, Scored: 110, PerCent: 71}, Now: templates.Mark{Correct: 79, Scored: 110, PerCent: 72}}
	answered = templates.ReportEntry{No: 118, At: morning, N: 41, Exam: "Practice exam", Path: "/attempts/X6/answers?show=all#q41", Reason: "Two answers are right",
		Outcome: "Thank you. We had this question wrong. The rule counts from receipt."}
	waiting = templates.ReportEntry{No: 119, At: morning, N: 7, Exam: "Half exam", Reason: "Out of date"}
)

// figures are those of a question, from n people of whom every other one knows a little more.
func figures(n int) templates.ItemFigures {
	sittings := func(yield func(quizzes.Sitting) bool) {
		for i := range n {
			s := quizzes.Sitting{Form: "mock"}
			for j := range 6 {
				place := (i*(j+3) + i*i/7) % 5
				if i%2 == 0 && j != 0 {
					place = 0
				}
				choice := "ba"[min(j, 1):][:1] // p is b, the others are a
				if place > 0 {
					choice = []string{"a", "b", "c", ""}[place-1]
				}
				s.Responses = append(s.Responses, quizzes.Response{Item: string(rune('p' + j)), Choice: choice, Scored: true, First: true, Spent: time.Duration(20+i%40) * time.Second})
			}
			if !yield(s) {
				return
			}
		}
	}
	key := quizzes.Facts{Key: "a", Expected: 0.7}
	facts := map[string]quizzes.Facts{"p": {Key: "b", Expected: 0.7}, "q": key, "r": key, "s": key, "t": key, "u": key}
	return templates.ItemFigures{ItemAnalysis: quizzes.Analyze(sittings, facts).Items["p"]}
}

func reportSamples() map[string]templates.Page {
	why := []templates.ChoiceOption{{Value: "key", Label: "The marked answer is not right"}, {Value: "two", Label: "Two answers are right"}}
	fresh := templates.NewReportPage(ana, "X7", "Practice exam", 37)
	fresh.Question, fresh.Answer, fresh.Reasons, fresh.Most = "By what date must the clinic act on the request?", "B, April 2, 2026", why, 2000
	refused := templates.NewReportPage(ana, "X7", "Practice exam", 37)
	refused.Question, refused.Reasons, refused.Text, refused.Most = fresh.Question, why, "It seems <old>.", 2000
	refused.Errors = []templates.FieldError{{Field: "reason", Text: "Choose what is wrong."}, {Field: "text", Text: "Write at most 2,000 characters; this has 2,003."}}
	known := templates.NewReportPage(ana, "X7", "Practice exam", 37)
	known.Question, known.Report, known.Most = fresh.Question, &waiting, 2000
	known.Banner = &templates.Banner{Title: "Thank you", Text: "Report 119 is open; you will see the outcome here."}
	decided := templates.NewReportPage(ana, "X7", "Practice exam", 37)
	decided.Question, decided.Report, decided.Reasons, decided.Most = fresh.Question, &answered, why, 2000

	me := templates.NewMePage(ana)
	me.Done, me.Written, me.Corrected = 3, 14, []templates.CorrectionNote{corrected}
	held := answered
	held.Held = true
	me.Reports = []templates.ReportEntry{waiting, answered, held}
	result := templates.NewResultPage(ana, "Practice exam", templates.Graded, templates.Mark{Correct: 79, Scored: 110, PerCent: 72, Low: 63, High: 79})
	result.Attempt, result.Domains, result.Released, result.Missed, result.Answered, result.Of, result.Corrected = "X6", marks(), true, 31, 135, 135, &corrected
	answers := templates.NewAnswersPage(ana, "X6", "Practice exam", "corrected", 1)
	answers.Ask = true
	reasons := sat("a")
	reasons[0].Was = true
	answers.Items = []templates.AnsweredItem{
		{N: 41, Counted: true, Domain: "Scheduling", Question: sample.Text, Reasons: reasons, Report: &answered,
			Correction: &templates.Correction{Was: "A", Now: "B", Why: "The rule counts from receipt.", Given: true, Score: corrected.Score()}},
		{N: 52, Domain: "Scheduling", Question: "Which room is open at 9:20?", Reasons: sat(""), Retired: true, Report: &waiting},
	}
	all := map[string]templates.Page{"report": fresh, "report-refused": refused, "report-known": known, "report-decided": decided, "me-reports": me,
		"result-corrected": result, "answers-corrected": answers}
	for name, page := range staffSamples() {
		all[name] = page
	}
	return all
}

func staffSamples() map[string]templates.Page {
	again := settled
	again.Decision, again.Reasons = "Right as it is", []string{"1 × something else"}
	list := templates.NewReportsPage(ida, []templates.ReportedRow{spot, again})
	list.Decided, list.Withheld = []templates.ReportedRow{settled}, 2
	empty := templates.NewReportsPage(ida, nil)
	empty.Unusual, empty.Withheld = 4, 1

	open := templates.NewReportedPage(ida, spot)
	open.ID, open.InBank, open.Scenario, open.Exhibit, open.Question, open.Lesson, open.Sources = "d3-03-001", true, sample.Scenario, exhibit, sample.Text, lesson, sources()
	open.Options, open.Answers, open.Ruling = sat(""), figures(99), templates.Ruling{Decisions: 0, Report: 120}
	open.Reports = []templates.ReportText{{No: 118, At: morning, Reason: "Two answers are right", Choice: "C", Text: "May 2 fits too.\nSee <the rule>.", Open: true},
		{No: 120, At: morning, Reason: "Out of date", Open: true}}
	old := templates.NewReportedPage(ida, settled)
	old.ID, old.Question, old.Options, old.Answers, old.InBank, old.Practice = "d4-01-007", "Which room is open at 9:20?", sat(""), figures(150), true, true
	old.Options[2].Was = true
	old.Decisions = []templates.DecisionEntry{{At: morning, By: "Ida Owner", Words: "The marked answer was wrong: B is right. Everyone gets the point.", Note: "Room 2 is open."}}
	old.Ruling = templates.Ruling{Verdict: "rekey", Decisions: 1}
	old.Errors = []templates.FieldError{{Field: "key", Text: "Choose the answer that is right."}, {Field: "note", Text: "Write why: learners will read it."}}

	rekey := templates.NewDecidePage(ida, spot, templates.Ruling{Verdict: "rekey", Key: "c", Policy: "higher", Note: "The rule counts from receipt.", Report: 120})
	rekey.ReportedRow, rekey.Words = spot, "The marked answer was wrong: C is right. The new answer counts where it is higher."
	rekey.Graded, rekey.Higher, rekey.Trial, rekey.Waiting, rekey.Reports = 140, 38, 3, 1, 2
	stands := templates.NewDecidePage(ida, spot, templates.Ruling{Verdict: "right", Note: "It is."})
	stands.Words = "The question is right as it is."

	table := templates.NewStatisticsPage(ida)
	table.Rows = []templates.StatisticsRow{{ReportedRow: spot, ID: "d3-03-001", InBank: true, Answers: figures(150)}, {ReportedRow: settled, ID: "d4-01-007", Answers: figures(12)}}
	table.Matching, table.Number, table.Pages, table.Sort, table.Domain, table.Withheld = 120, 2, 3, "r", "d3", 3
	table.Domains = []templates.SelectOption{{Value: "d3", Label: "Medical Law, Ethics, and Compliance", Chosen: true}}
	table.Lessons = []templates.SelectOption{{Value: "d3-03", Label: "HIPAA patient rights at the front desk"}}
	table.Forms = []templates.FormFigures{
		{Title: "Practice exam, 110 questions that count", FormAnalysis: quizzes.FormAnalysis{N: 140, Items: 110, Mean: 78, SD: 10, Reliability: quizzes.Reliability{KR20: 0.84, SEM: 4.05, Known: true}}},
		{Title: "Half exam, 55 questions that count", FormAnalysis: quizzes.FormAnalysis{N: 12, Items: 55, Mean: 40}}}
	none := templates.NewStatisticsPage(ida)
	none.Withheld = 1
	return map[string]templates.Page{"reports": list, "reports-none": empty, "reported": open, "reported-again": old, "reported-decide": rekey,
		"reported-stands": stands, "statistics": table, "statistics-none": none}
}

// TestCorrectionWords holds what learners read of a correction.
func TestCorrectionWords(t *testing.T) {
	mark := func(correct, percent int) templates.Mark {
		return templates.Mark{Correct: correct, Scored: 110, PerCent: percent}
	}
	for _, c := range []struct {
		counted, trial []int
		was, now       templates.Mark
		want           string
	}{
		{[]int{41}, nil, mark(78, 71), mark(79, 72), "We had question 41 wrong. Your score was 71%, and is now 72%."},
		{[]int{3, 41, 52}, nil, mark(78, 71), mark(79, 72), "We had questions 3, 41 and 52 wrong. Your score was 71%, and is now 72%."},
		{[]int{41}, nil, mark(77, 70), mark(77, 70), "We had question 41 wrong. Your score stays 70%."},
		{[]int{41}, nil, mark(1, 1), mark(2, 1), "We had question 41 wrong. Your score was 1 of 110, and is now 2 of 110."},
		{nil, []int{52}, mark(77, 70), mark(77, 70), "We had question 52 wrong, which did not count: your score stays 70%."},
		{[]int{1}, []int{52, 53}, mark(77, 70), mark(79, 72), "We had question 1 wrong. Your score was 70%, and is now 72%. We had questions 52 and 53 wrong, which did not count."},
	} {
		note := templates.CorrectionNote{Counted: c.counted, Trial: c.trial, Was: c.was, Now: c.now}
		if got := note.Text(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// TestEffectWords holds what staff read before they decide.
func TestEffectWords(t *testing.T) {
	page := templates.DecidePage{Higher: 38}
	if page.Effect() != "No score changes." {
		t.Error(page.Effect())
	}
	page.Policy = "higher"
	if got := page.Effect(); got != "38 attempts get a new score, none gets a lower one." {
		t.Error(got)
	}
	page.Higher, page.Trial = 0, 1
	if got := page.Effect(); got != "No attempt gets another score. 1 attempt had it as a trial question: told, and not scored anew." {
		t.Error(got)
	}
}

// TestOptionsOfThirds: bars are as long as the share of their third.
func TestOptionsOfThirds(t *testing.T) {
	f := templates.ItemFigures{ItemAnalysis: quizzes.ItemAnalysis{Options: []quizzes.OptionAnalysis{
		{Option: "a", N: 6, Thirds: [3]int{1, 2, 3}}, {Option: "b", Key: true, N: 6, Thirds: [3]int{3, 2, 1}}, {N: 1}}}}
	want := []templates.ThirdsRow{
		{Letter: "A", N: 6, Thirds: []templates.ThirdsBar{{N: 1, Width: 15}, {N: 2, Width: 30}, {N: 3, Width: 45}}},
		{Letter: "B", Key: true, N: 6, Thirds: []templates.ThirdsBar{{N: 3, Width: 45}, {N: 2, Width: 30}, {N: 1, Width: 15}}},
		{Letter: "None", N: 1, Thirds: []templates.ThirdsBar{{}, {}, {}}},
	}
	if got := f.Thirds(); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
}
