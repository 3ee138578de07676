package server

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"frontdesk/quizzes"
	"frontdesk/server/exam"
	"frontdesk/server/store"
)

// sitting is a drill that somebody has finished, and its second question.
type sitting struct {
	*browser
	id   string
	item quizzes.Item
	n    int
	q    quizzes.Question
}

// sit makes somebody finish a drill of five questions, with an answer to the second: the option that want wants, if any.
func (c *clinic) sit(b *browser, want func(it quizzes.Item, option string) bool) sitting {
	c.t.Helper()
	s := sitting{browser: b, id: begin(b, "mode", "drill", "count", "5", "feedback", "end", "what", "domain:d3"), n: 2}
	items, err := c.db.AttemptItems(c.t.Context(), b.person().ID, s.id)
	if err != nil {
		c.t.Fatal(err)
	}
	at := items[s.n-1]
	s.item, _ = c.bank.Item(strings.TrimPrefix(at.Item, "cmaa/"))
	s.q = s.item.Question(at.Order)
	for _, o := range s.q.Options {
		if want(s.item, o.ID) {
			b.post(fmt.Sprintf("/attempts/%s/items/%d", s.id, s.n), "choice", o.ID).want(c.t, http.StatusSeeOther)
		}
	}
	b.post("/attempts/"+s.id+"/submit").want(c.t, http.StatusSeeOther)
	return s
}

// reportAndCorrect makes who has finished a half exam report five of its questions that stand on no open one; of the first
// it is decided that the marked answer was wrong, of the second that it is right.
func (c *clinic) reportAndCorrect(b *browser) {
	c.t.Helper()
	all, err := c.db.AttemptsOf(c.t.Context(), b.person().ID)
	if err != nil {
		c.t.Fatal(err)
	}
	reported := 0
	for _, a := range all {
		if a.Mode != string(quizzes.Half) || a.Graded.IsZero() {
			continue
		}
		res, err := c.exams.Result(c.t.Context(), a.Person, a.ID, c.Now())
		if err != nil {
			c.t.Fatal(err)
		}
		for _, v := range res.Verdicts[:5] {
			b.post(fmt.Sprintf("/attempts/%s/items/%d/report", a.ID, v.N), "reason", exam.Reasons()[reported], "text", "Look <here>.").want(c.t, http.StatusSeeOther)
			r := exam.Ruling{Verdict: exam.VerdictRekey, Key: wrong(v.Item), Policy: exam.PolicyEveryone, Note: "The rule says so.", Report: 100}
			if reported == 1 {
				r = exam.Ruling{Verdict: exam.VerdictRight, Note: "The rule says so.", Report: 100}
			}
			if reported < 2 {
				if err := c.exams.Decide(c.t.Context(), "somebody", v.Item.Revision(), r, c.Now()); err != nil {
					c.t.Fatal(err)
				}
			}
			reported++
		}
	}
	if reported != 5 {
		c.t.Fatalf("%d were reported", reported)
	}
}

// wrong is the first option in authored order that is not the key.
func wrong(it quizzes.Item) string {
	if it.Key() == "a" {
		return "b"
	}
	return "a"
}

// TestReportToDecision goes the whole way: a learner reports a question, an owner decides that the marked answer was
// wrong, and the learner reads of it wherever the score stands.
func TestReportToDecision(t *testing.T) {
	c := open(t)
	ida := c.signedIn(c.account("ida", store.Owner), kindPassword)
	l := c.sit(c.guest(), func(it quizzes.Item, o string) bool { return o == wrong(it) })
	answers := "/attempts/" + l.id + "/answers?show=all"
	report := fmt.Sprintf("/attempts/%s/items/%d/report", l.id, l.n)
	l.get(answers).want(t, 200, `href="`+report+`"`, "Report a problem")
	mine := letterOf(l.q, wrong(l.item)) + ", "
	l.get(report).want(t, 200, "What is wrong?", "Your answer: "+mine, "your answer go with the report", "Two answers are right")
	l.post(report, "text", "x").want(t, http.StatusUnprocessableEntity, "Choose what is wrong", ">x</textarea>")
	l.post(report, "reason", "key", "text", "First line\r\nand <second>").leads(t, report+"?done=sent")
	l.get(report+"?done=sent").want(t, 200, "Thank you", "Report 1 is open; you will see the outcome here.", "Add to report 1")
	l.post(report, "text", "").want(t, http.StatusUnprocessableEntity, "Write what you want to add")
	l.post(report, "reason", "old", "text", "One more thing").leads(t, report+"?done=added")
	l.get(answers).want(t, 200, "Your report 1: Open.")
	l.get("/me").want(t, 200, "Your reports", "Question 2, Drill", "Open. You will see the outcome here.")

	revision := "/reports/" + l.item.Revision()
	ida.get("/me").want(t, 200, `href="/reports"`, `href="/statistics"`)
	ida.get("/reports").want(t, 200, "Reported questions: 1 open", `href="`+revision+`"`, "1 × the marked answer is not right")
	page := ida.get(revision).want(t, 200, "A learner", "First line\nand &lt;second&gt;\nOne more thing", "Chose "+strings.ToUpper(wrong(l.item))+".", "Nobody has answered it on an exam yet.", l.item.ID())
	if strings.Contains(page.body, l.person().ID) {
		t.Error("the page names the learner")
	}
	ida.post(revision, "report", "1").want(t, http.StatusUnprocessableEntity, "Choose what you decide")
	form := []string{"verdict", "rekey", "key", wrong(l.item), "policy", "higher", "note", "The rule says so.", "decisions", "0", "report", "1"}
	ida.post(revision, form...).want(t, 200, "1 attempt gets a new score, none gets a lower one.", "1 report is answered by it.", "The rule says so.", `name="key" value="`+wrong(l.item)+`"`)
	if a, err := c.db.Attempt(t.Context(), l.person().ID, l.id); err != nil || a.Mark.No != 1 {
		t.Errorf("the preview has changed the attempt: %+v, %v", a.Mark, err)
	}
	decide := append(form, "decide", "1")
	ida.post(revision, decide...).leads(t, "/reports?done=decided")
	ida.post(revision, decide...).want(t, http.StatusConflict, "Someone else decided this first", "See the decision")
	ida.get("/reports?done=decided").want(t, 200, "Reported questions: 0 open", "No open reports", "Marked answer was wrong", "Off exams and drills")
	ida.get(revision).want(t, 200, "Decided before", "Ida", "The marked answer was wrong: "+strings.ToUpper(wrong(l.item))+" is right.", "Off exams and drills", "Marked right before")

	said := "We had question 2 wrong. Your score was 0%, and is now 20%."
	l.get("/attempts/"+l.id+"/result").want(t, 200, "20% right", said)
	l.get(answers).want(t, 200, "We had this question wrong", "The right answer is "+letterOf(l.q, wrong(l.item))+"; "+letterOf(l.q, l.item.Key())+" was marked.",
		"You have the point. Your score was 0%, and is now 20%.", "Your answer, and right", "Marked right before", "Your report 1: Thank you. We had this question wrong")
	l.get("/attempts/"+l.id+"/answers?show=corrected").want(t, 200, "Answers: 1 corrected")
	l.get("/me").want(t, 200, said, "20%, 1 of 5", "The rule says so.")
	l.get(report).want(t, 200, "Thank you. We had this question wrong", "What is wrong?")
	var d resultData
	a := l.send("GET", "/attempts/"+l.id+"/result", "", "Accept", asJSON).want(t, 200)
	if err := json.Unmarshal([]byte(a.body), &d); err != nil || d.Correct != 1 || d.Was == nil || d.Was.Correct != 0 || d.Items[1].Key != wrong(l.item) || d.Items[1].WasKey != l.item.Key() || !d.Items[1].Given || d.Items[0].WasKey != "" {
		t.Errorf("%v, %+v", err, d)
	}
}

// TestOutcomes: who has reported reads each kind of outcome.
func TestOutcomes(t *testing.T) {
	for verdict, words := range map[string]string{"right": "the answer stands. Because.", "wording": "we are mending the wording", "retire": "We do not use this question any more."} {
		c := open(t)
		ida := c.signedIn(c.account("ida", store.Owner), kindPassword)
		l := c.sit(c.guest(), func(quizzes.Item, string) bool { return false })
		report := fmt.Sprintf("/attempts/%s/items/%d/report", l.id, l.n)
		l.send("POST", report, `{"reason":"unclear"}`).want(t, http.StatusCreated, `{"no":1,"known":false}`)
		l.send("POST", report, `{"reason":"unclear","text":"more"}`).want(t, http.StatusOK, `{"no":1,"known":true}`)
		l.send("POST", report, `{"text":""}`).want(t, http.StatusUnprocessableEntity, "Write what you want to add")
		ida.post("/reports/"+l.item.Revision(), "verdict", verdict, "note", "Because.", "report", "1").want(t, 200, "No score changes.")
		ida.post("/reports/"+l.item.Revision(), "verdict", verdict, "note", "Because.", "report", "1", "decide", "1").leads(t, "/reports?done=decided")
		l.get(report).want(t, 200, words)
		l.get("/me").want(t, 200, words)
		l.get("/attempts/"+l.id+"/result").want(t, 200, "0% right")
		page := l.get("/attempts/"+l.id+"/answers?show=all").want(t, 200, words)
		if strings.Contains(page.body, "No longer used") != (verdict == "retire") || strings.Contains(page.body, "We had") {
			t.Errorf("%s: %v", verdict, page)
		}
	}
}

// TestReportRefused is the table of reports at the wrong time or place.
func TestReportRefused(t *testing.T) {
	c := open(t)
	b := c.guest()
	busy := c.guest()
	running := busy.drill()
	done := c.sit(b, func(quizzes.Item, string) bool { return false })
	for _, tc := range []struct {
		who    *browser
		path   string
		status int
	}{
		{busy, "/attempts/" + running + "/items/1/report", http.StatusConflict},
		{b, "/attempts/" + done.id + "/items/6/report", http.StatusNotFound},
		{b, "/attempts/" + done.id + "/items/x/report", http.StatusNotFound},
		{c.guest(), "/attempts/" + done.id + "/items/1/report", http.StatusNotFound},
		{c.browser(), "/attempts/" + done.id + "/items/1/report", http.StatusUnauthorized},
	} {
		tc.who.get(tc.path).want(t, tc.status)
		tc.who.post(tc.path, "reason", "key").want(t, tc.status)
	}
	b.send("POST", "/attempts/"+done.id+"/items/1/report", "reason=key&text=%ff").want(t, http.StatusBadRequest)
	b.post("/attempts/"+done.id+"/items/1/report", "reason", "key", "text", strings.Repeat("é", exam.MaxReport+1)).want(t, http.StatusUnprocessableEntity, "Write at most 2000 characters; this has 2001.")
}

// TestStatisticsPages: the table, its filters, order and pages, and the file.
func TestStatisticsPages(t *testing.T) {
	c := open(t)
	ida := c.signedIn(c.account("ida", store.Owner), kindPassword)
	ida.get("/statistics").want(t, 200, "No answers yet")
	for i := range 2 {
		b := c.guest()
		id := begin(b, "mode", "mock")
		for n := 1; n <= 70; n++ {
			b.send("PUT", fmt.Sprintf("/attempts/%s/items/%d", id, n), fmt.Sprintf(`{"seq":1,"choice":"%c","spent_ms":%d}`, "ab"[i], 20000+n)).want(t, 200)
		}
		b.post("/attempts/"+id+"/submit").want(t, http.StatusSeeOther)
	}
	first := ida.get("/statistics").want(t, 200, "Too few to judge", "those to look at first", "Next: 51 to 100", "Practice exam, 110 questions that count", "too few to judge")
	if n := strings.Count(first.body, `<th scope="row"><a href="/reports/`); n != 50 {
		t.Errorf("%d rows on the first page", n)
	}
	ida.get("/statistics?page=99").want(t, 200, "Previous:")
	ida.get("/statistics?sort=right&domain=d3").want(t, 200, `aria-sort="ascending"`, `value="d3" selected`, `sort=right`)
	ida.get("/statistics?domain=d3&lesson=d3-03").want(t, 200, `value="d3-03" selected`)
	a := ida.get("/statistics.csv?domain=d3").want(t, 200)
	rows, err := csv.NewReader(strings.NewReader(a.body)).ReadAll()
	if err != nil || len(rows) < 20 || a.Header.Get("Content-Type") != "text/csv; charset=utf-8" || !strings.Contains(a.Header.Get("Content-Disposition"), "attachment") {
		t.Fatalf("%d rows, %v, %v", len(rows), err, a.Header)
	}
	for _, row := range rows[1:] {
		if len(row) != len(statisticsColumns) || row[3] != "d3" || row[6] == "0" {
			t.Errorf("row %q", row)
		}
	}
}

// TestHarmless: no cell of the file is taken for a formula, and numbers stay numbers.
func TestHarmless(t *testing.T) {
	for cell, want := range map[string]string{"": "", "x": "x", "=1+1": "'=1+1", "+A1": "'+A1", "-A1": "'-A1", "@SUM(A1)": "'@SUM(A1)", "-0.1200": "-0.1200", "\t=1": "'\t=1", "a=b": "a=b"} {
		if got := harmless(cell); got != want {
			t.Errorf("%q becomes %q, want %q", cell, got, want)
		}
	}
	it, _ := open(t).bank.Item("d3-03-001")
	body, err := statisticsFile([]exam.ItemStatistics{{Item: it, ItemAnalysis: quizzes.ItemAnalysis{N: 3, Options: make([]quizzes.OptionAnalysis, 5),
		Discrimination: quizzes.Correlation{R: -0.5, Low: -1, High: 1, Known: true}, Median: 1500 * time.Millisecond, Flags: []string{"=cmd|' /C calc'!A0", "x"}}}})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(string(body))).ReadAll()
	if err != nil || rows[1][12] != "-0.5000" || rows[1][16] != "1.5000" || rows[1][len(rows[1])-1] != "'=cmd|' /C calc'!A0 x" {
		t.Errorf("%q, %v", rows, err)
	}
}
