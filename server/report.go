package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"frontdesk/quizzes"
	"frontdesk/server/exam"
	"frontdesk/server/store"
	"frontdesk/templates"
)

// What a learner tells of a question, and what comes of it: on the page of the report, in the answers, on the result and
// on the learner's own page. What staff do about it stands in reports.go.

// reasonWords are the reasons of a report as people choose them.
var reasonWords = map[string]string{
	exam.ReasonKey: "The marked answer is not right", exam.ReasonTwo: "Two answers are right", exam.ReasonOld: "Out of date",
	exam.ReasonUnclear: "Hard to understand", exam.ReasonOther: "Something else",
}

// showReport is the form, or the report that there is.
func (s *Server) showReport(w http.ResponseWriter, r *http.Request, sc *scope) error {
	page, _, err := s.reportPage(r, sc, "")
	if err != nil {
		return err
	}
	switch r.URL.Query().Get("done") {
	case "sent":
		if page.Report != nil {
			page.Banner = &templates.Banner{Title: "Thank you", Text: fmt.Sprintf("Report %d is open; you will see the outcome here.", page.Report.No)}
		}
	case "added":
		page.Banner = &templates.Banner{Title: "Added to your report"}
	}
	return s.show(w, http.StatusOK, page)
}

// reportPage is the page with what is known already; reason is the one that was chosen.
func (s *Server) reportPage(r *http.Request, sc *scope, reason string) (templates.ReportPage, exam.Reportable, error) {
	n, err := itemNumber(r)
	if err != nil {
		return templates.ReportPage{}, exam.Reportable{}, err
	}
	about, err := s.exams.Reportable(r.Context(), sc.person(), sc.attempt.ID, n, s.now())
	if err != nil {
		return templates.ReportPage{}, about, s.attemptError(r, sc, err)
	}
	page := templates.NewReportPage(sc.shown(), sc.attempt.ID, about.Title, n)
	page.Most = exam.MaxReport
	q := about.Verdict.Item.Question(about.Verdict.Order)
	page.Question = q.Text
	for i, o := range q.Options {
		if o.ID == about.Verdict.Answer.Choice {
			page.Answer = string(rune('A'+i)) + ", " + o.Text
		}
	}
	for _, value := range exam.Reasons() {
		page.Reasons = append(page.Reasons, templates.ChoiceOption{Value: value, Label: reasonWords[value], Checked: value == reason})
	}
	if about.Report != nil {
		entry := s.reportEntry(exam.OwnReport{Report: *about.Report}, about.Title)
		page.Report = &entry
	}
	return page, about, nil
}

// reportFields are a report as a script sends it.
type reportFields struct {
	Reason string `json:"reason"`
	Text   string `json:"text"`
}

// reportData is a report as a script sees it.
type reportData struct {
	No    int  `json:"no"`
	Known bool `json:"known"` // it was there already, and the text was added
}

// report keeps a report, or adds to the one that is open.
func (s *Server) report(w http.ResponseWriter, r *http.Request, sc *scope) error {
	f := reportFields{Reason: sc.field("reason"), Text: sc.field("text")}
	if sc.body != nil {
		if err := sc.decode(&f); err != nil {
			return err
		}
	}
	n, err := itemNumber(r)
	if err != nil {
		return err
	}
	f.Text = lines(f.Text)
	kept, known, err := s.exams.Report(r.Context(), sc.person(), sc.attempt.ID, n, f.Reason, f.Text, s.now())
	var refused *exam.Refusal
	switch {
	case errors.As(err, &refused):
		page, _, pageErr := s.reportPage(r, sc, f.Reason)
		if pageErr != nil {
			return pageErr
		}
		page.Text, page.Errors = f.Text, []templates.FieldError{{Field: refused.Field, Text: refused.Message}}
		return s.refuseForm(w, r, http.StatusUnprocessableEntity, page, page.Errors)
	case err != nil:
		return s.attemptError(r, sc, err)
	case wantsJSON(r) && known:
		return writeJSON(w, http.StatusOK, reportData{kept.No, true})
	case wantsJSON(r):
		return writeJSON(w, http.StatusCreated, reportData{kept.No, false})
	}
	path := fmt.Sprintf("/attempts/%s/items/%d/report?done=", kept.Attempt, kept.N)
	if known {
		return redirect(w, path+"added")
	}
	return redirect(w, path+"sent")
}

// lines is a text of several lines as it is kept: browsers end lines with two characters.
func lines(text string) string {
	return strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
}

// reportEntry is a report as its author sees it; title is the name of the attempt.
func (s *Server) reportEntry(r exam.OwnReport, title string) templates.ReportEntry {
	e := templates.ReportEntry{No: r.No, At: r.At.Local(), N: r.N, Exam: title, Reason: reasonWords[r.Reason], Held: r.Withheld}
	if r.Attempt != "" && title != "" {
		e.Path = fmt.Sprintf("/attempts/%s/items/%d/report", r.Attempt, r.N)
	}
	if r.Decision.No > 0 {
		e.Outcome = strings.TrimSpace(outcomes[r.Decision.Verdict] + " " + r.Decision.Note)
	}
	return e
}

// outcomes are what is said to who has reported a question.
var outcomes = map[string]string{
	exam.VerdictRight:   "Thank you. We looked at it: the answer stands.",
	exam.VerdictWording: "Thank you. The answer stands, and we are mending the wording.",
	exam.VerdictRekey:   "Thank you. We had this question wrong, and your score is corrected where that helps you.",
	exam.VerdictRetire:  "Thank you. We do not use this question any more.",
}

// ownReports fills in what the person has reported, and which attempts were corrected.
func (s *Server) ownReports(ctx context.Context, sc *scope, attempts []store.Attempt, page *templates.MePage) error {
	own, err := s.exams.OwnReports(ctx, sc.person(), s.now())
	if err != nil {
		return err
	}
	titles := map[string]string{}
	for _, a := range attempts {
		titles[a.ID] = a.Title
	}
	for _, r := range own {
		page.Reports = append(page.Reports, s.reportEntry(r, titles[r.Attempt]))
	}
	for _, a := range attempts {
		if a.Mark.No < 2 || exam.StateOf(a) != exam.Graded || a.Submitted.After(exam.Until(attempts, s.now())) {
			continue
		}
		res, err := s.exams.Result(ctx, sc.person(), a.ID, s.now())
		if errors.Is(err, exam.ErrNotReleased) {
			continue
		}
		if err != nil {
			return err
		}
		if note := s.correctionNote(res); note != nil && res.Withheld == 0 { // else the figures are not those of the list
			page.Corrected = append(page.Corrected, *note)
		}
	}
	return nil
}

// correctionNote says which questions of an attempt we had wrong; nil for none.
func (s *Server) correctionNote(res exam.Result) *templates.CorrectionNote {
	corrected := res.Corrections()
	if len(corrected) == 0 {
		return nil
	}
	note := &templates.CorrectionNote{Attempt: res.Attempt.ID, Exam: res.Attempt.Title, At: res.Attempt.Submitted.Local(), Was: s.mark(res.Was), Now: s.mark(res.Whole)}
	for _, v := range corrected {
		if v.Scored {
			note.Counted = append(note.Counted, v.N)
		} else {
			note.Trial = append(note.Trial, v.N)
		}
	}
	return note
}

// decided puts into an answer what was decided about its question, and what the learner has reported of it.
func (s *Server) decided(it *templates.AnsweredItem, v exam.Verdict, res exam.Result, own []exam.OwnReport) {
	it.Retired = v.Retired()
	if d, ok := v.Rekeyed(); ok {
		q := v.Item.Question(v.Order)
		it.Correction = &templates.Correction{Was: letterOf(q, v.Item.Key()), Now: letterOf(q, d.Key), Why: d.Note, Given: v.Scored && v.Given,
			Score: s.correctionNote(res).Score()}
		if !v.Scored {
			it.Correction.Score = "It was a trial question, so your score stays as it was."
		}
	}
	for _, r := range own {
		if s.kept(v.Item.ID()) == r.Item && v.Item.Revision() == r.Revision {
			entry := s.reportEntry(r, res.Attempt.Title)
			it.Report = &entry
			return
		}
	}
}

// letterOf is the letter of an option as the question was sat.
func letterOf(q quizzes.Question, option string) string {
	for i, o := range q.Options {
		if o.ID == option {
			return string(rune('A' + i))
		}
	}
	return ""
}
