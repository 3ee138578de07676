package server

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"frontdesk/server/classwork"
	"frontdesk/server/store"
	"frontdesk/templates"
)

// anyBook is a random book of names that a spreadsheet could take for formulas.
func anyBook(rt *rapid.T) gradebook {
	zone, _ := time.LoadLocation("America/Chicago")
	names := rapid.SampledFrom([]string{"Ana Diaz", "=1+1", "@SUM(A1)", "+1", "-2", "\tx", "a,b", `"q"`, "<b>", "李", "x\ny"})
	var works []classwork.Work
	for i := range rapid.IntRange(1, 14).Draw(rt, "works") {
		w := classwork.Work{Zone: zone, Lessons: []string{"cmaa/d3-03"}}
		w.ID, w.Title, w.Everyone = fmt.Sprint("W", i), names.Draw(rt, "title")+fmt.Sprint(i), rapid.IntRange(0, 9).Draw(rt, "everyone") > 0
		w.Kind, w.Weight = rapid.SampledFrom([]string{classwork.Half, classwork.Lesson}).Draw(rt, "kind"), rapid.IntRange(0, 3).Draw(rt, "weight")
		w.Rules = []store.Rule{{Scope: store.RuleWork, Field: classwork.Due, Value: rapid.SampledFrom([]string{"", "2026-11-22T17:00", "2026-11-24T17:00"}).Draw(rt, "due")}}
		works = append(works, w)
	}
	r := store.ClassRecord{Tries: map[string][]store.Try{}, Reads: map[string]map[string]time.Time{}, Marks: map[string]map[string]store.StaffMark{}}
	var learners []store.ClassMember
	for n := range rapid.IntRange(1, 6).Draw(rt, "learners") {
		m := store.ClassMember{In: store.Learner, Section: names.Draw(rt, "section")}
		m.ID, m.Name, m.Login = fmt.Sprint("P", n), names.Draw(rt, "name"), fmt.Sprint("login", n)
		r.Marks[m.ID] = map[string]store.StaffMark{}
		if rapid.Bool().Draw(rt, "read") {
			r.Reads[m.ID] = map[string]time.Time{"cmaa/d3-03": opening}
		}
		for _, w := range works {
			for range rapid.IntRange(0, 2).Draw(rt, "tries") {
				try := store.Try{Attempt: "A", Assignment: w.ID, Person: m.ID, Started: opening, Submitted: opening.Add(-time.Hour), Scored: 7, Correct: rapid.IntRange(0, 7).Draw(rt, "correct"), No: rapid.IntRange(0, 1).Draw(rt, "no")}
				r.Tries[m.ID] = append(r.Tries[m.ID], try)
			}
			if k := rapid.IntRange(0, 8).Draw(rt, "staff"); k < 2 {
				r.Marks[m.ID][w.ID] = store.StaffMark{No: 1, Given: k == 0, Excused: k == 1, Tenths: rapid.IntRange(0, 1000).Draw(rt, "tenths"), Reason: "x"}
			}
		}
		learners = append(learners, m)
	}
	return gradebook{zone: zone, Book: classwork.NewBook(works, learners, r, opening)}
}

// A shownBook is what somebody reads in one of the four ways: cells as words, totals, and means.
type shownBook struct {
	names  []string
	cells  [][]string
	totals []string
	means  []string // the last one is that of the totals
}

// asTable is what a table in a page says.
func asTable(t interface{ Fatal(...any) }, s *Server, tables ...templates.MarksTable) (b shownBook) {
	page := templates.NewMarksPrintPage(&templates.Person{}, templates.ClassLine{})
	page.Tables = tables
	body, err := s.templates.Render(page)
	if err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for node := range root.Descendants() {
		if node.Data != "tr" || node.Parent.Data == "thead" {
			continue
		}
		var cells []string
		for c := range node.ChildNodes() {
			text := ""
			for d := range c.Descendants() {
				if d.Type == html.TextNode {
					text += d.Data
				}
			}
			cells = append(cells, text)
		}
		last, means := len(cells), node.Parent.Data == "tfoot"
		if b.totalsIn(node) {
			last--
		}
		switch {
		case means:
			b.means = append(b.means, cells[1:]...)
			n = 0
			continue
		case n == len(b.names):
			b.names, b.cells = append(b.names, cells[0]), append(b.cells, nil)
		}
		b.cells[n] = append(b.cells[n], cells[1:last]...)
		b.totals = append(b.totals, cells[last:]...)
		n++
	}
	return b
}

func (shownBook) totalsIn(row *html.Node) bool {
	for c := range row.ChildNodes() {
		if attr(c, "class") == "total" {
			return true
		}
	}
	return false
}

// asCells is what the rows of a file say, below its heads. plain takes away what keeps a spreadsheet from reckoning.
func asCells(rows [][]string, plain bool) (b shownBook) {
	words := func(figure, word string) string {
		switch {
		case figure == "" || strings.HasPrefix(word, classwork.WordDone):
			return word
		}
		return strings.TrimSpace(figure + " " + word)
	}
	dash := func(s string) string {
		if s == "" {
			return "–"
		}
		return s
	}
	for n, row := range rows[headRows:] {
		last := len(row) - 1
		var cells, figures []string
		for i := headColumns; i < last; i += 2 {
			cells, figures = append(cells, words(row[i], row[i+1])), append(figures, dash(row[i]))
		}
		if n == len(rows)-headRows-1 {
			b.means = append(figures, dash(row[last]))
			break
		}
		name := row[0]
		if rest, quoted := strings.CutPrefix(name, "'"); plain && quoted {
			name = rest
		}
		b.names, b.cells, b.totals = append(b.names, name), append(b.cells, cells), append(b.totals, dash(row[last]))
	}
	return b
}

// TestMarksAgree: the page, the print, the CSV and the spreadsheet of any book say the same in every cell.
func TestMarksAgree(t *testing.T) {
	c := open(t)
	rapid.Check(t, func(rt *rapid.T) {
		g := anyBook(rt)
		page := templates.NewMarksPage(nil, templates.ClassLine{})
		g.whole(&page, map[string][]string{"all": {"1"}})
		ways := map[string]shownBook{"page": asTable(rt, c.Server, page.Table)}
		var sheets []templates.MarksTable
		for from := 0; from < len(g.Columns); from += templates.ColumnsPerSheet {
			sheets = append(sheets, g.sheetTable(len(sheets)))
		}
		ways["print"] = asTable(rt, c.Server, sheets...)
		rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(g.csv(), []byte("\uFEFF")))).ReadAll()
		if err != nil {
			rt.Fatal(err)
		}
		ways["CSV"] = asCells(rows, true)
		ways["spreadsheet"] = asCells(sheetRows(rt, g), false)
		for i, r := range g.Rows { // the book itself, without any writer
			for j := range r.Cells {
				if got := ways["CSV"].cells[i][j]; got != r.Cells[j].Words() {
					rt.Fatalf("%s is %q", r.Cells[j].Words(), got)
				}
			}
		}
		want := fmt.Sprintf("%q", ways["page"])
		for way, b := range ways {
			if got := fmt.Sprintf("%q", b); got != want {
				rt.Fatalf("%s says\n%s\nand the page\n%s", way, got, want)
			}
		}
	})
}

// sheetRows reads the spreadsheet of a book, and fails on formulas.
func sheetRows(t interface{ Fatal(...any) }, g gradebook) [][]string {
	file, err := g.sheet()
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("Marks")
	if err != nil {
		t.Fatal(err)
	}
	wide := len(g.cells()[0])
	for i, row := range rows {
		for j := range row {
			name, _ := excelize.CoordinatesToCellName(j+1, i+1)
			kind, _ := f.GetCellType("Marks", name)
			formula, _ := f.GetCellFormula("Marks", name)
			number := i < len(g.cells()) && g.cells()[i][j].number
			if formula != "" || number != (kind == excelize.CellTypeUnset || kind == excelize.CellTypeNumber) && row[j] != "" {
				t.Fatal(name, row[j], "is of type", kind, "formula", formula)
			}
		}
		rows[i] = append(row, make([]string, wide-len(row))...)
	}
	return rows
}

// TestMarksInject: whatever people are called, and whatever work is called, no cell of a file is a formula.
func TestMarksInject(t *testing.T) {
	for _, c := range []struct{ text, csv string }{
		{"=1+1", "'=1+1"}, {"+1+1", "'+1+1"}, {"-1+1", "'-1+1"}, {"@SUM(A1:A9)", "'@SUM(A1:A9)"}, {"\t=1+1", "'\t'=1+1"}, {"\r=1+1", "'\r'=1+1"},
		{"Ana;=1+1", "Ana;'=1+1"}, {"Ana; @SUM(A1)", "Ana;' @SUM(A1)"}, {"Ana\t-1;+1", "Ana\t'-1;'+1"}, {"Ana;\"=1+1;b", "Ana;'\"=1+1;b"}, {"late; 5 points", "late; 5 points"},
		{"=HYPERLINK(\"http://evil.test\",\"Ana\")", "'=HYPERLINK(\"http://evil.test\",\"Ana\")"}, {"=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"},
		{"Ana", "Ana"}, {"A=1", "A=1"}, {"'=1", "'=1"},
	} {
		m := store.ClassMember{In: store.Learner, Section: c.text}
		m.ID, m.Name, m.Login = "P", c.text, c.text
		w := classwork.Work{Zone: time.UTC}
		w.ID, w.Title, w.Kind, w.Everyone, w.Weight = "W", c.text, classwork.Half, true, 1
		g := gradebook{zone: time.UTC, Book: classwork.NewBook([]classwork.Work{w}, []store.ClassMember{m}, store.ClassRecord{}, opening)}
		rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(g.csv(), []byte("\uFEFF")))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		want := strings.ReplaceAll(c.csv, "\r", "\r") // the reader keeps a lone CR
		if got := []string{rows[3][0], rows[3][1], rows[3][2], rows[0][3]}; !slices.Equal(got, []string{want, want, want, want}) {
			t.Errorf("%q in CSV is %q", c.text, got)
		}
		sheet := sheetRows(t, g)
		if got := sheet[3][0]; got != c.text && strings.TrimSpace(got) != strings.TrimSpace(c.text) {
			t.Errorf("%q in a spreadsheet is %q", c.text, got)
		}
		one, _ := g.sheet()
		if two, _ := g.sheet(); !bytes.Equal(one, two) {
			t.Errorf("the same marks make two files")
		}
	}
}

// marksClass is a class with work, a learner who has done it in the past, and its staff.
type marksClass struct {
	*clinic
	class            store.Class
	ana, ben         string
	half             string
	path             string // of ana's mark
	cora, rosa, ours *browser
}

func newMarksClass(c *clinic, rules ...store.Rule) marksClass {
	m := marksClass{clinic: c, ana: c.account("ana", store.Learner), ben: c.account("ben", store.Learner)}
	m.class = c.class(m.ana, store.Learner)
	c.put(m.class, m.ben, store.Learner)
	m.half = c.assign(m.class, store.Assignment{Kind: classwork.Half, Everyone: true, Rules: rules})
	m.path = "/classes/" + m.class.ID + "/marks/" + m.half + "/" + m.ana
	m.cora, m.ours = c.browser(), c.signedIn(m.ana, kindPassword)
	m.cora.signIn("cora").leads(c.t, "/me")
	rosa := c.account("rosa", store.Learner)
	c.put(m.class, rosa, store.Coordinator)
	m.rosa = c.signedIn(rosa, kindPassword)
	return m
}

// sat is a graded attempt of ana's at the half exam.
func (m marksClass) sat(key string, correct int) {
	m.t.Helper()
	ctx := m.t.Context()
	id, _, err := m.db.StartAttempt(ctx, store.NewAttempt{Person: m.ana, Key: key, Mode: "half", Course: "cmaa", Title: "Half exam", Assignment: m.half, Deadline: m.Now().Add(time.Hour),
		Items: []store.NewItem{{Item: "cmaa/x", Revision: "x", Domain: "d1", Lesson: "d1-01", Order: "abcd", Scored: true}},
		Texts: []store.Text{{Hash: "x", Kind: "item", ID: "cmaa/x", Body: []byte("x")}}}, m.Now())
	if err == nil {
		_, err = m.db.CloseAttempt(ctx, m.ana, id, m.Now())
	}
	if err == nil {
		_, err = m.db.AppendGrade(ctx, m.ana, id, 0, store.Grade{Mark: store.Mark{Correct: correct, Scored: 50, Answered: 50}, Policy: "first", At: m.Now(), Detail: "{}"})
	}
	if err != nil {
		m.t.Fatal(err)
	}
}

// TestMarkPages: staff see the mark and where it comes from, set it, undo that, excuse and comment; the learner reads it.
func TestMarkPages(t *testing.T) {
	both(t, func(t *testing.T, c *clinic) {
		m := newMarksClass(c, store.Rule{Scope: store.RuleWork, Field: classwork.Minimum, Value: "70"})
		marks := "/classes/" + m.class.ID + "/marks"
		m.sat("one", 37)
		m.sat("two", 30)
		m.cora.get(marks).want(t, 200, "Marks: <bdi>New hires</bdi>", `<a href="marks/`+m.half+"/"+m.ana+`">74</a>`, "Not started", "Marks of 2 learners", "<td class=\"total\">74</td>")
		m.cora.get(marks+"?by=learner&learner="+m.ben).want(t, 200, "Not started", "By assignment")
		m.cora.get(marks+"?by=work").want(t, 200, `<a href="marks/`+m.half+"/"+m.ana+`">74</a>`)
		m.cora.get(marks+"/print").want(t, 200, "<td>74</td>", "Sheet 1. Times are Chicago time.")
		m.cora.get(marks+"?label=none").want(t, 200, "No learner fits")
		m.cora.get(m.path).want(t, 200, "<dd>74</dd>", "37 of 50, 74", "30 of 50, 60", "The best attempt counts.", "Passed from")

		for _, wrong := range [][]string{{"mark", "82"}, {"mark", "101", "reason", "x"}, {"mark", "8x", "reason", "x"}, {"mark", "-1", "reason", "x"}, {"mark", "82.55", "reason", "x"}, {"mark", "", "reason", "x"}, {"mark", "5", "reason", strings.Repeat("x", 201)}} {
			m.cora.post(m.path, append(wrong, "do", "set", "seen", "0")...).want(t, http.StatusUnprocessableEntity, "Enter ")
		}
		m.cora.post(m.path, "do", "excuse", "seen", "0").want(t, http.StatusUnprocessableEntity, "Enter the reason")
		m.cora.post(m.path, "do", "set", "mark", "80").want(t, http.StatusBadRequest)
		m.cora.post(m.path, "do", "set", "mark", "80,5 %", "reason", "Not taught", "seen", "0").leads(t, m.path+"?done=saved")
		m.cora.get(m.path+"?done=saved").want(t, 200, "74 was changed to 80.5 by you, November 23, 3:00 AM. It stays if the work is re-scored.", "<dd>80.5 set</dd>", "<dd>74</dd>", "Puts back the work’s own mark.")
		m.ours.get("/me/marks").want(t, 200, "80.5 set", "Not taught", "Cora", "The work’s own mark: 74.", "<td>80.5</td>")
		m.cora.post(m.path, "do", "undo", "seen", "1").leads(t, m.path+"?done=saved")
		m.cora.get(marks).want(t, 200, ">74</a>")
		m.cora.post(m.path, "do", "excuse", "reason", "Was ill", "seen", "2").leads(t, m.path+"?done=saved")
		m.cora.get(marks).want(t, 200, ">Excused</a>", "<td class=\"total\">–</td>")
		m.ours.get("/me/marks").want(t, 200, "Excused", "Was ill")
		m.cora.post(m.path, "do", "own", "reason", "", "seen", "3").leads(t, m.path+"?done=saved")
		m.cora.get(m.path).want(t, 200, "<dd>74</dd>")

		m.cora.post(m.path+"/comments", "body", " ").want(t, http.StatusUnprocessableEntity, "Enter the comment")
		m.cora.post(m.path+"/comments", "body", "Look at <b>billing</b>.").leads(t, m.path+"?done=comment")
		m.ours.get("/me/marks").want(t, 200, "Look at &lt;b&gt;billing&lt;/b&gt;.", "Cora")
		m.ours.get(m.path).want(t, http.StatusNotFound)
		m.cora.get(strings.Replace(m.path, m.ana, c.account("zoe", store.Learner), 1)).want(t, http.StatusNotFound)
		m.ours.get("/me").want(t, 200, `<a href="/me/marks">My marks</a>`)
	})
}

// TestMarkChangedMeanwhile: of two who set one mark, the second is told who was first, keeps what was typed, and can save it
// knowingly; pressing a button twice is no conflict.
func TestMarkChangedMeanwhile(t *testing.T) {
	both(t, func(t *testing.T, c *clinic) {
		m := newMarksClass(c)
		m.cora.post(m.path, "do", "set", "mark", "80", "reason", "First", "seen", "0").leads(t, m.path+"?done=saved")
		m.cora.post(m.path, "do", "set", "mark", "80", "reason", "First", "seen", "0").leads(t, m.path+"?done=saved")
		a := m.rosa.post(m.path, "do", "set", "mark", "82", "reason", "Second", "seen", "0").want(t, http.StatusConflict,
			"<bdi>Cora</bdi> changed this mark to 80 on November 23, 3:00 AM. Yours (82) was not saved.", "Keep 80", "Use 82", "First", `value="Second"`, `value="82"`)
		seen := regexp.MustCompile(`name="seen" value="(\d+)"`).FindStringSubmatch(a.body)
		m.rosa.get(m.path).want(t, 200, "<dd>80 set</dd>")
		if a := m.rosa.send("POST", m.path, "do=set&mark=82&reason=Second&seen=0", "Accept", asJSON); a.StatusCode != http.StatusConflict || !strings.Contains(a.body, "Cora changed this mark to 80") {
			t.Errorf("a script is told %v", a)
		}
		m.rosa.post(m.path, "do", "undo", "seen", "0").want(t, http.StatusConflict, "Nothing was undone: Cora changed this mark to 80")
		m.rosa.post(m.path, "do", "set", "mark", "82", "reason", "Second", "seen", seen[1]).leads(t, m.path+"?done=saved")
		m.cora.get(m.path).want(t, 200, "<dd>82 set</dd>", "First", "Second")
		m.cora.post(m.path, "do", "set", "mark", "1", "reason", "x", "seen", "7").want(t, http.StatusConflict)
		all, err := c.db.MarksOf(t.Context(), m.half, m.ana)
		if err != nil || len(all) != 2 {
			t.Errorf("%d marks are kept, %v", len(all), err)
		}
	})
}

// TestOwnMarksAreReleased: a learner sees a score at once, after it is due for everybody, or never; what staff have set always.
func TestOwnMarksAreReleased(t *testing.T) {
	due := store.Rule{Scope: store.RuleWork, Field: classwork.Due, Value: "2026-11-25T17:00"}
	score := func(when string) store.Rule {
		return store.Rule{Scope: store.RuleWork, Field: classwork.Score, Value: when}
	}
	for when, rules := range map[string][]store.Rule{classwork.AtOnce: {due}, classwork.AfterDue: {due, score(classwork.AfterDue)}, classwork.Never: {due, score(classwork.Never)}} {
		t.Run(when, func(t *testing.T) {
			c := open(t)
			m := newMarksClass(c)
			late := store.Rule{Scope: store.RulePerson, Target: m.ben, Field: classwork.Due, Value: "2026-11-27T17:00"}
			a, err := c.db.Assignment(t.Context(), m.class.ID, m.half)
			if err != nil {
				t.Fatal(err)
			}
			a.Rules = append(rules, late)
			if err := c.db.ChangeAssignment(t.Context(), m.ana, a, c.Now()); err != nil {
				t.Fatal(err)
			}
			m.sat("one", 37)
			shows := func(want bool) {
				t.Helper()
				body := m.ours.get("/me/marks").want(t, 200, "Half exam 1").body
				body = body[strings.Index(body, "<tbody"):strings.Index(body, "</table>")]
				if got := strings.Contains(body, ">74<"); got != want || strings.Contains(body, "Handed in") == want {
					t.Errorf("the score is shown: %v, want %v\n%s", got, want, body)
				}
			}
			shows(when == classwork.AtOnce)
			c.clock.Forward(3 * 24 * time.Hour) // due for ana, not for ben
			shows(when == classwork.AtOnce)
			c.clock.Forward(2 * 24 * time.Hour)
			shows(when != classwork.Never)
		})
	}
}
