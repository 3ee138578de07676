package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/gorilla/mux"

	"frontdesk/quizzes"
	"frontdesk/server/exam"
	"frontdesk/server/store"
	"frontdesk/templates"
)

// What staff do about questions that were reported. Nobody is shown a question that stands on an open attempt of their
// own: package exam sees to that.

// staffError gives the errors of questions their words.
func staffError(err error, revision string) error {
	switch {
	case errors.Is(err, exam.ErrWithheld):
		e := conflict("not_released", "", "This question stands on an exam or drill that you have open. Its key, statistics and reports are shown once you submit that one.")
		e.detail.Way = &templates.Link{Text: "My page", Path: "/me"}
		return e
	case errors.Is(err, store.ErrDecided):
		e := conflict("decided", "", "Somebody else decided about this question while you had it open. Look at what they decided; nothing of yours was kept.")
		e.heading = "Someone else decided this first"
		e.detail.Way = &templates.Link{Text: "See the decision", Path: "/reports/" + revision}
		return e
	}
	return err
}

// showReports is the list of what was reported.
func (s *Server) showReports(w http.ResponseWriter, r *http.Request, sc *scope) error {
	q, err := s.exams.Queue(r.Context(), sc.person(), s.now())
	if err != nil {
		return err
	}
	var open []templates.ReportedRow
	for _, reported := range q.Open {
		open = append(open, s.reportedRow(reported))
	}
	page := templates.NewReportsPage(sc.shown(), open)
	for _, reported := range q.Decided {
		page.Decided = append(page.Decided, s.reportedRow(reported))
	}
	page.Withheld = q.Withheld
	if r.URL.Query().Get("done") == "decided" {
		page.Banner = &templates.Banner{Title: "Your decision is made", Text: "Past attempts are corrected within a minute. Those who are affected read it on their page."}
	}
	if len(open) == 0 {
		all, err := s.exams.Statistics(r.Context(), sc.person(), s.now())
		if err != nil {
			return err
		}
		page.Unusual = all.Flagged()
	}
	return s.show(w, http.StatusOK, page)
}

// reportedRow is a question in a list.
func (s *Server) reportedRow(r exam.Reported) templates.ReportedRow {
	d, _ := s.bank.Blueprint().Domain(r.Item.Domain())
	row := templates.ReportedRow{Revision: r.Item.Revision(), Words: firstWords(r.Item), Domain: d.Title, Held: r.Held, Off: r.Off, At: r.Oldest().Local()}
	for _, reason := range exam.Reasons() {
		n := 0
		for _, report := range r.Reports {
			n += one(report.Reason == reason)
		}
		if n > 0 {
			row.Reasons = append(row.Reasons, fmt.Sprintf("%d × %s", n, strings.ToLower(reasonWords[reason])))
		}
	}
	if r.Decision != nil {
		row.Decision = verdictWords[r.Decision.Verdict]
		if len(r.Reports) == 0 {
			row.At = r.Decision.At.Local()
		}
	}
	return row
}

// verdictWords are decisions in a list.
var verdictWords = map[string]string{exam.VerdictRight: "Right as it is", exam.VerdictWording: "Wording to be fixed",
	exam.VerdictRekey: "Marked answer was wrong", exam.VerdictRetire: "Retired"}

// firstWords is enough of a question to know it by.
func firstWords(it quizzes.Item) string {
	const most = 60
	q, words := it.Question(""), ""
	for word := range strings.FieldsSeq(q.Scenario + " " + q.Text) {
		if len([]rune(words+word)) > most {
			return strings.TrimSpace(words) + " …"
		}
		words += word + " "
	}
	return strings.TrimSpace(words)
}

// showReported is one question with all that is known about it.
func (s *Server) showReported(w http.ResponseWriter, r *http.Request, sc *scope) error {
	page, err := s.reportedPage(r, sc)
	if err != nil {
		return err
	}
	return s.show(w, http.StatusOK, page)
}

func (s *Server) reportedPage(r *http.Request, sc *scope) (templates.ReportedPage, error) {
	revision := mux.Vars(r)["revision"]
	q, err := s.exams.Inquire(r.Context(), sc.person(), revision, s.now())
	if err != nil {
		return templates.ReportedPage{}, staffError(err, revision)
	}
	item := q.Item
	asked := item.Question("")
	page := templates.NewReportedPage(sc.shown(), s.reportedRow(q.Reported))
	page.ID, page.InBank, page.Practice = item.ID(), q.InBank, item.Use() == quizzes.UsePractice
	page.Scenario, page.Question, page.Lesson, page.Sources = asked.Scenario, asked.Text, s.lessonLink(item), s.notes(item)
	if page.Exhibit, err = asked.ExhibitHTML("Exhibit of the question"); err != nil {
		return page, err
	}
	for i, o := range asked.Options {
		page.Options = append(page.Options, templates.Reason{Letter: string(rune('A' + i)), Text: o.Text, Why: item.Why(o.ID),
			Key: o.ID == q.Key, Was: o.ID == item.Key() && o.ID != q.Key})
	}
	page.Answers = templates.ItemFigures{ItemAnalysis: q.Analysis}
	for _, report := range q.All {
		page.Reports = append(page.Reports, templates.ReportText{No: report.No, At: report.At.Local(), Reason: reasonWords[report.Reason],
			Choice: strings.ToUpper(report.Choice), Text: report.Body, Open: report.Decision.No == 0})
	}
	page.Ruling.Decisions, page.Ruling.Report = q.Seen()
	for _, d := range q.Decisions {
		by, err := s.nameOf(r.Context(), d.Actor)
		if err != nil {
			return page, err
		}
		page.Decisions = append(page.Decisions, templates.DecisionEntry{At: d.At.Local(), By: by, Words: decisionWords(d.Verdict, d.Key, d.Policy), Note: d.Note})
	}
	return page, nil
}

// nameOf is the name of a person; "" for somebody who has none, or is not there any more.
func (s *Server) nameOf(ctx context.Context, person string) (string, error) {
	p, err := s.db.Person(ctx, person)
	if errors.Is(err, store.ErrNotFound) {
		return "", nil
	}
	return p.Name, err
}

// decisionWords says what was decided, in authored letters.
func decisionWords(verdict, key, policy string) string {
	switch {
	case verdict == exam.VerdictRight:
		return "The question is right as it is."
	case verdict == exam.VerdictWording:
		return "The answer stands, the wording is to be fixed."
	case verdict == exam.VerdictRetire:
		return "The question is retired."
	case policy == exam.PolicyEveryone:
		return "The marked answer was wrong: " + strings.ToUpper(key) + " is right. Everyone gets the point."
	}
	return "The marked answer was wrong: " + strings.ToUpper(key) + " is right. The new answer counts where it is higher."
}

// rulingOf reads a decision from a form. What is no number counts as nothing seen.
func rulingOf(sc *scope) exam.Ruling {
	decisions, _ := strconv.Atoi(sc.field("decisions"))
	report, _ := strconv.Atoi(sc.field("report"))
	return exam.Ruling{Verdict: sc.field("verdict"), Key: sc.field("key"), Policy: sc.field("policy"), Note: lines(sc.field("note")),
		Decisions: decisions, Report: report}
}

// previewDecision shows what a decision would do.
func (s *Server) previewDecision(w http.ResponseWriter, r *http.Request, sc *scope, ruling exam.Ruling) error {
	revision := mux.Vars(r)["revision"]
	q, effect, err := s.exams.Preview(r.Context(), sc.person(), revision, ruling, s.now())
	if err != nil {
		return s.refuseRuling(w, r, sc, ruling, err)
	}
	page := templates.NewDecidePage(sc.shown(), s.reportedRow(q.Reported), templates.Ruling(ruling))
	if ruling.Verdict != exam.VerdictRekey {
		page.Key, page.Policy = "", ""
	}
	page.Words = decisionWords(ruling.Verdict, ruling.Key, ruling.Policy)
	page.Graded, page.Higher, page.Trial, page.Waiting, page.Reports = effect.Graded, effect.Higher, effect.Trial, effect.Waiting, effect.Reports
	return s.show(w, http.StatusOK, page)
}

// decide makes a decision, or shows first what it would do.
func (s *Server) decide(w http.ResponseWriter, r *http.Request, sc *scope) error {
	ruling := rulingOf(sc)
	if sc.field("decide") == "" {
		return s.previewDecision(w, r, sc, ruling)
	}
	if err := s.exams.Decide(r.Context(), sc.person(), mux.Vars(r)["revision"], ruling, s.now()); err != nil {
		return s.refuseRuling(w, r, sc, ruling, err)
	}
	return redirect(w, "/reports?done=decided")
}

// refuseRuling is the form again with what is missing, or an error.
func (s *Server) refuseRuling(w http.ResponseWriter, r *http.Request, sc *scope, ruling exam.Ruling, err error) error {
	var refused *exam.Refusal
	if !errors.As(err, &refused) {
		return staffError(err, mux.Vars(r)["revision"])
	}
	page, err := s.reportedPage(r, sc)
	if err != nil {
		return err
	}
	ruling.Decisions, ruling.Report = page.Ruling.Decisions, page.Ruling.Report
	page.Ruling = templates.Ruling(ruling)
	page.Errors = []templates.FieldError{{Field: refused.Field, Text: refused.Message}}
	return s.refuseForm(w, r, http.StatusUnprocessableEntity, page, page.Errors)
}
