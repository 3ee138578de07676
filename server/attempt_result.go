package server

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"frontdesk/quizzes"
	"frontdesk/server/exam"
	"frontdesk/server/store"
	"frontdesk/templates"
)

// resultData is a graded attempt as a script sees it.
type resultData struct {
	Correct  int           `json:"correct"`
	Scored   int           `json:"scored"`
	PerCent  int           `json:"per_cent"`
	Low      int           `json:"low"` // 95 % Wilson interval, whole per cent
	High     int           `json:"high"`
	Domains  []domainData  `json:"domains"`
	Released bool          `json:"released"`
	Items    []verdictData `json:"items,omitzero"`     // absent while they are not released
	Withheld int           `json:"withheld,omitempty"` // items left out because they stand on another open attempt, or on class work
	Was      *wasData      `json:"was,omitempty"`      // before questions were corrected; absent if none was
}

type wasData struct {
	Correct int `json:"correct"`
	Scored  int `json:"scored"`
	PerCent int `json:"per_cent"`
}

type domainData struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Correct int    `json:"correct"`
	Scored  int    `json:"scored"`
	PerCent int    `json:"per_cent"`
	Low     int    `json:"low"`
	High    int    `json:"high"`
}

// verdictData is one answer with its key and reasons.
type verdictData struct {
	N       int               `json:"n"`
	Item    string            `json:"item"`
	Scored  bool              `json:"scored"`
	Choice  *string           `json:"choice"`
	Key     string            `json:"key"`
	WasKey  string            `json:"was_key,omitempty"` // taken for the key until the question was corrected
	Given   bool              `json:"given,omitempty"`   // the correction gave the point
	Why     map[string]string `json:"why"`
	Lesson  *lessonData       `json:"lesson"`
	Sources []sourceData      `json:"sources"`
	SpentMS int64             `json:"spent_ms"`
	Changes int               `json:"changes"`
}

type lessonData struct {
	Path  string `json:"path"`
	Title string `json:"title"`
}

type sourceData struct {
	Key   string `json:"key"`
	Title string `json:"title"`
	URL   string `json:"url"`
	AsOf  string `json:"as_of"`
	Level string `json:"level"`
}

func (s *Server) verdictData(v exam.Verdict) verdictData {
	d := verdictData{N: v.N, Item: v.Item.ID(), Scored: v.Scored, Choice: orNull(v.Answer.Choice), Key: v.Key(), Given: v.Given,
		Why: map[string]string{}, Sources: []sourceData{}, SpentMS: v.Answer.Spent.Milliseconds(), Changes: v.Changes}
	if v.Key() != v.Item.Key() {
		d.WasKey = v.Item.Key()
	}
	for _, o := range v.Item.Question(v.Order).Options {
		d.Why[o.ID] = v.Item.Why(o.ID)
	}
	if l := s.lessonLink(v.Item); l != nil {
		d.Lesson = &lessonData{l.Path, l.Text}
	}
	for _, n := range s.notes(v.Item) {
		d.Sources = append(d.Sources, sourceData{n.Key + sectionOf(n), n.Title, n.URL, n.AsOf.String(), n.Level})
	}
	return d
}

func sectionOf(n templates.SourceNote) string {
	if n.Section == "" {
		return ""
	}
	return "#" + n.Section
}

// showResult is the result of an attempt, as JSON or as a page.
func (s *Server) showResult(w http.ResponseWriter, r *http.Request, sc *scope) error {
	res, err := s.exams.Result(r.Context(), sc.person(), sc.attempt.ID, s.now())
	if wantsJSON(r) {
		if errors.Is(err, exam.ErrNotReleased) {
			return s.heldBack(r, sc, "scores", res.Release.Score, res.Release)
		}
		if err != nil {
			return s.attemptError(r, sc, err)
		}
		return writeJSON(w, http.StatusOK, s.resultData(res))
	}
	switch {
	case errors.Is(err, exam.ErrNotGraded) && exam.StateOf(res.Attempt) == exam.Open:
		return redirect(w, "/attempts/"+sc.attempt.ID)
	case errors.Is(err, exam.ErrNotGraded):
		return s.show(w, http.StatusOK, s.bareResult(sc, res.Attempt, templates.Grading))
	case errors.Is(err, store.ErrClosed):
		page := s.bareResult(sc, res.Attempt, templates.Void)
		page.Reason = voidWords(res.Attempt)
		return s.show(w, http.StatusOK, page)
	case errors.Is(err, exam.ErrNotReleased):
		page := s.bareResult(sc, res.Attempt, templates.HeldBack)
		page.When = s.heldWords("scores", res.Release.Score, res.Release)
		page.Handed = localTime(res.Attempt.Submitted, res.Release.Zone)
		return s.show(w, http.StatusConflict, page)
	case err != nil:
		return s.attemptError(r, sc, err)
	}
	page, err := s.resultPage(r, sc, res)
	if err != nil {
		return err
	}
	return s.show(w, http.StatusOK, page)
}

func (s *Server) resultData(res exam.Result) resultData {
	whole := s.mark(res.Whole)
	d := resultData{Correct: whole.Correct, Scored: whole.Scored, PerCent: whole.PerCent, Low: whole.Low, High: whole.High,
		Domains: []domainData{}, Released: res.Release.Answers.Now, Withheld: res.Withheld}
	if d.Released {
		d.Items = []verdictData{}
	}
	for _, m := range res.Domains {
		d.Domains = append(d.Domains, domainData(s.mark(m)))
	}
	for _, v := range res.Verdicts {
		d.Items = append(d.Items, s.verdictData(v))
	}
	if len(res.Corrections()) > 0 {
		d.Was = &wasData{res.Was.Correct, res.Was.Scored, res.Was.PerCent()}
	}
	return d
}

func (s *Server) mark(m quizzes.Mark) templates.Mark {
	low, high := m.Interval()
	d, _ := s.bank.Blueprint().Domain(m.Domain)
	return templates.Mark{ID: m.Domain, Title: d.Title, Correct: m.Correct, Scored: m.Scored, PerCent: m.PerCent(), Low: low, High: high}
}

func (s *Server) bareResult(sc *scope, a store.Attempt, state templates.ResultState) templates.ResultPage {
	page := templates.NewResultPage(sc.shown(), a.Title, state, templates.Mark{})
	page.Attempt, page.Mode, page.Of = a.ID, a.Mode, a.Items
	return page
}

func (s *Server) resultPage(r *http.Request, sc *scope, res exam.Result) (templates.ResultPage, error) {
	a := res.Attempt
	page := templates.NewResultPage(sc.shown(), a.Title, templates.Graded, s.mark(res.Whole))
	page.Attempt, page.Mode = a.ID, a.Mode
	if a.Mode != string(quizzes.Check) { // which is about a module
		for _, m := range res.Domains {
			page.Domains = append(page.Domains, s.mark(m))
		}
	}
	page.Trial, page.Repeats, page.RanOut, page.Released = res.Pretest, a.SeenCount, res.RanOut, res.Release.Answers.Now
	page.Answered, page.Of, page.Missed = a.Mark.Answered, a.Items, res.Whole.Scored-res.Whole.Correct
	page.Used, page.Standard = a.Submitted.Sub(a.Started), a.Policy.Minutes
	if !a.Deadline.IsZero() {
		page.Minutes = int(a.Ends().Sub(a.Started).Minutes())
	} else if a.Assignment == "" {
		page.Standard = s.exams.Minutes(quizzes.Mode(a.Mode), 1)
	}
	if a.Assignment != "" && a.Policy.Minutes == 0 {
		page.Minutes = 0 // its end is that of the work
	}
	page.Again, page.Key = s.exams.MissedAgain(res, s.now()), rand.Text()
	page.Corrected = s.correctionNote(res)
	if page.Released {
		s.habits(&page, res)
	} else {
		page.When = s.heldWords("answers", res.Release.Answers, res.Release)
	}
	switch quizzes.Mode(a.Mode) {
	case quizzes.Diagnostic:
		reads, err := s.reads(r.Context(), sc)
		if err != nil {
			return page, err
		}
		page.Begin = s.whereToBegin(res, reads)
	case quizzes.Check:
		page.Lessons = s.lessonMarks(res)
	}
	page.Next = s.nextSteps(page)
	return page, nil
}

// habits fills in pace, second thoughts and how sure the learner was, of the questions that count.
func (s *Server) habits(page *templates.ResultPage, res exam.Result) {
	pace, changes, sure, told := templates.Pace{}, templates.Changes{}, templates.Sure{}, false
	for _, v := range res.Verdicts {
		if !v.Scored {
			continue
		}
		right := v.Right()
		if v.Answer.Spent > slow {
			pace.Slow++
			pace.Right += one(right)
		}
		if v.Answer.Spent > 0 { // it was looked at
			pace.Dots = append(pace.Dots, templates.PaceDot{N: v.N, Spent: v.Answer.Spent, Right: right})
		}
		if v.Changes > 0 {
			changes.Changed++
			changes.ToRight += one(right)
			changes.FromRight += one(!right && v.Before == v.Item.Key())
		}
		told = told || v.Answer.Confidence != ""
		sure.NotRight += one(v.Answer.Confidence == "sure" && !right)
		sure.Guessed += one(v.Answer.Confidence == "guess" && right)
	}
	if !page.Drill() {
		page.Pace, page.Changes = &pace, &changes
	}
	if told {
		page.Sure = &sure
	}
}

func one(is bool) int {
	if is {
		return 1
	}
	return 0
}

// nextSteps are what to do after a result: drills of the domains that went worst.
func (s *Server) nextSteps(page templates.ResultPage) []templates.Link {
	var low *templates.Mark
	for i, m := range page.Domains {
		if !m.Few() && m.Correct < m.Scored && (low == nil || m.Correct*low.Scored < low.Correct*m.Scored) {
			low = &page.Domains[i]
		}
	}
	if page.Begin != nil {
		low = page.Begin.Domain
	}
	var next []templates.Link
	if low != nil {
		next = append(next, templates.Link{Text: "Drill " + low.Title, Path: "/attempts/new?mode=drill&domain=" + low.ID})
	}
	if page.Drill() {
		next = append(next, templates.Link{Text: "Another ten questions", Path: "/attempts/new?mode=drill"})
	}
	return append(next, templates.Link{Text: "Lessons", Path: "/learn/"})
}

// showAnswers goes through the questions of a finished attempt.
func (s *Server) showAnswers(w http.ResponseWriter, r *http.Request, sc *scope) error {
	res, err := s.exams.Result(r.Context(), sc.person(), sc.attempt.ID, s.now())
	if err != nil && !wantsJSON(r) && (errors.Is(err, exam.ErrNotGraded) || errors.Is(err, store.ErrClosed)) {
		return redirect(w, "/attempts/"+sc.attempt.ID+"/result")
	}
	if err != nil && !errors.Is(err, exam.ErrNotReleased) {
		return s.attemptError(r, sc, err)
	}
	if answers := res.Release.Answers; !answers.Now {
		if wantsJSON(r) {
			return s.heldBack(r, sc, "answers", answers, res.Release)
		}
		page := templates.NewAnswersPage(sc.shown(), sc.attempt.ID, sc.attempt.Title, "all", 0)
		page.Released, page.When = false, s.heldWords("answers", answers, res.Release)
		return s.show(w, http.StatusConflict, page)
	}
	query := r.URL.Query()
	show := query.Get("show")
	if !templates.KnownShow(show) {
		show = "missed"
	}
	var fit []exam.Verdict
	for _, v := range res.Verdicts {
		if shows(show, v) && (query.Get("domain") == "" || v.Item.Domain() == query.Get("domain")) {
			fit = append(fit, v)
		}
	}
	page := templates.NewAnswersPage(sc.shown(), sc.attempt.ID, sc.attempt.Title, show, len(fit))
	page.All, page.Domain = len(res.Verdicts), query.Get("domain")
	page.Domains = s.domainOptions(res, page.Domain)
	page.Withheld = res.Withheld
	if page.Ask, err = s.mayAsk(r, sc); err != nil {
		return err
	}
	if show == "missed" && page.Domain == "" {
		page.Again, page.Key = s.exams.MissedAgain(res, s.now()), rand.Text()
	}
	page.Pages = max((len(fit)+templates.PerPage-1)/templates.PerPage, 1)
	if n, err := strconv.Atoi(query.Get("page")); err == nil {
		page.Number = min(max(n, 1), page.Pages)
	}
	own, err := s.exams.OwnReports(r.Context(), sc.person(), s.now())
	if err != nil {
		return err
	}
	first := (page.Number - 1) * templates.PerPage
	for _, v := range fit[first:min(first+templates.PerPage, len(fit))] {
		it, err := s.answeredItem(v)
		if err != nil {
			return err
		}
		s.decided(&it, v, res, own)
		page.Items = append(page.Items, it)
	}
	return s.show(w, http.StatusOK, page)
}

// shows reports whether a filter lets an answer through.
func shows(filter string, v exam.Verdict) bool {
	switch filter {
	case "missed": // what counts alone, so that the number agrees with the result
		return v.Missed()
	case "flagged":
		return v.Answer.Flagged
	case "sure":
		return v.Answer.Confidence == "sure" && !v.Right()
	case "guess":
		return v.Answer.Confidence == "guess" && v.Right()
	case "slow":
		return v.Answer.Spent > slow
	case "trial":
		return !v.Scored
	case "corrected":
		_, is := v.Rekeyed()
		return is
	}
	return true
}

// domainOptions are the domains of the attempt, in blueprint order.
func (s *Server) domainOptions(res exam.Result, chosen string) []templates.SelectOption {
	there := map[string]bool{}
	for _, v := range res.Verdicts {
		there[v.Item.Domain()] = true
	}
	var options []templates.SelectOption
	for _, d := range s.bank.Blueprint().Domains {
		if there[d.ID] {
			options = append(options, templates.SelectOption{Value: d.ID, Label: d.Title, Chosen: d.ID == chosen})
		}
	}
	return options
}

func (s *Server) answeredItem(v exam.Verdict) (templates.AnsweredItem, error) {
	q := v.Item.Question(v.Order)
	exhibit, err := q.ExhibitHTML(fmt.Sprintf("Exhibit of question %d", v.N))
	if err != nil {
		return templates.AnsweredItem{}, err
	}
	d, _ := s.bank.Blueprint().Domain(v.Item.Domain())
	it := templates.AnsweredItem{N: v.N, Counted: v.Scored, Domain: d.Title, Scenario: q.Scenario, Exhibit: exhibit, Question: q.Text,
		Spent: v.Answer.Spent, Confidence: v.Answer.Confidence, Flag: v.Answer.Flagged, Lesson: s.lessonLink(v.Item), Sources: s.notes(v.Item)}
	for i, o := range q.Options {
		it.Reasons = append(it.Reasons, templates.Reason{Letter: string(rune('A' + i)), Text: o.Text, Why: v.Item.Why(o.ID),
			Chosen: o.ID == v.Answer.Choice, Key: o.ID == v.Key(), Was: o.ID == v.Item.Key() && o.ID != v.Key()})
	}
	return it, nil
}
