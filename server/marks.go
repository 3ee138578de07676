package server

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"frontdesk/server/classwork"
	"frontdesk/server/store"
	"frontdesk/templates"
)

// The marks of a class, for its staff: the table and its print. The files stand in marks_files.go, one mark in mark.go, and
// what a learner sees in own_marks.go. All are written from one value, classwork.Book.

// A gradebook is the marks that a request asks for.
type gradebook struct {
	classwork.Book
	zone     *time.Location // of the class
	filter   url.Values     // section and label, as far as they are chosen
	sections []string       // to choose from
	labels   []string
	gone     bool // there is who has left
}

// gradebookOf reads the marks of the class in the scope: of the learners whom who asks may see and the filter leaves.
func (s *Server) gradebookOf(r *http.Request, sc *scope) (gradebook, error) {
	g := gradebook{zone: zoneOf(sc.class), filter: url.Values{}}
	works, err := s.worksOf(r, sc.class)
	if err != nil {
		return g, err
	}
	people, err := s.classmates(r, sc)
	if err != nil {
		return g, err
	}
	record, err := s.db.RecordOfClass(r.Context(), sc.class.ID)
	if err != nil {
		return g, fmt.Errorf("read what a class has done: %w", err)
	}
	learners := learnersOf(people)
	g.gone = slices.ContainsFunc(people, func(m store.ClassMember) bool { return m.In == store.Learner && !m.Left.IsZero() })
	if r.URL.Query().Get("left") == "1" {
		g.filter.Set("left", "1")
		learners = slices.DeleteFunc(people, func(m store.ClassMember) bool { return m.In != store.Learner })
	}
	g.Book = classwork.NewBook(works, g.choose(r, learners), record, s.now())
	return g, nil
}

// choose notes what learners can be chosen by, and returns those whom the query chooses.
func (g *gradebook) choose(r *http.Request, learners []store.ClassMember) []store.ClassMember {
	for _, m := range learners {
		if g.labels = append(g.labels, m.Labels...); m.Section != "" {
			g.sections = append(g.sections, m.Section)
		}
	}
	slices.Sort(g.sections)
	slices.Sort(g.labels)
	g.sections, g.labels = slices.Compact(g.sections), slices.Compact(g.labels)
	section, label := r.URL.Query().Get("section"), r.URL.Query().Get("label")
	if section != "" {
		g.filter.Set("section", section)
	}
	if label != "" {
		g.filter.Set("label", label)
	}
	return slices.DeleteFunc(learners, func(m store.ClassMember) bool {
		return section != "" && m.Section != section || label != "" && !slices.Contains(m.Labels, label)
	})
}

// nameIn is a learner's name, and that the person has left the class.
func nameIn(m store.ClassMember) string {
	if m.Left.IsZero() {
		return m.Name
	}
	return m.Name + " (left)"
}

// columns are the heads of some pieces of work.
func (g gradebook) columns(from, to int) (all []templates.MarkColumn) {
	for _, c := range g.Columns[from:to] {
		col := templates.MarkColumn{ID: c.Work.ID, Title: c.Work.Title, Due: g.due(c.Due)}
		if g.Weighted {
			col.Weight = weightWords(c.Work.Weight)
		}
		if c.Figures > 0 {
			col.Mean = classwork.Tenths(c.Mean)
		}
		all = append(all, col)
	}
	return all
}

// due says in few words when work is due, on the clock of the class.
func (g gradebook) due(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return "due " + t.In(g.zone).Format("Jan 2, 3:04 PM")
}

func weightWords(weight int) string {
	if weight == 0 {
		return "does not count"
	}
	return "weight " + strconv.Itoa(weight)
}

// totalWords is a total or mean to be read; "" where there is none.
func totalWords(tenths int, has bool) string {
	if !has {
		return ""
	}
	return classwork.Tenths(tenths)
}

// table is the table of some rows and some columns. base stands before the address of each mark; "" links none.
func (g gradebook) table(id, caption, base string, rows []classwork.Row, from, to int) templates.MarksTable {
	t := templates.MarksTable{ID: id, Caption: caption, Base: base, Columns: g.columns(from, to), Rows: make([]templates.MarkRow, len(rows)), Mean: totalWords(g.Mean, g.HasMean)}
	for i, r := range rows {
		row := templates.MarkRow{ID: r.Learner.ID, Name: nameIn(r.Learner), Total: totalWords(r.Total, r.HasTotal), Cells: make([]templates.MarkCell, to-from)}
		if row.Total == "" {
			row.Total = "–"
		}
		for j := range row.Cells {
			c := &r.Cells[from+j]
			row.Cells[j] = templates.MarkCell{Words: c.Words(), Given: c.State != classwork.Unset}
		}
		t.Rows[i] = row
	}
	return t
}

// showMarks is the table of marks; by learner or by work where that is asked for.
func (s *Server) showMarks(w http.ResponseWriter, r *http.Request, sc *scope) error {
	g, err := s.gradebookOf(r, sc)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	page := templates.NewMarksPage(sc.shown(), classLine(sc.class, sc.role))
	page.Coordinate, page.Filter, page.By = sc.look().Coordinate, g.filter, q.Get("by")
	page.Gone, page.Left = g.gone, g.filter.Get("left") == "1"
	page.Sections, page.Labels = options(g.sections, g.filter.Get("section")), options(g.labels, g.filter.Get("label"))
	page.Count, page.Given, page.Any = len(g.Rows), len(g.Columns), len(g.Rows) > 0 && len(g.Columns) > 0
	page.Legend, page.Rule = markMeanings(), markRule
	switch {
	case !page.Any:
	case page.By == templates.MarksByLearner:
		g.byLearner(&page, q.Get("learner"))
	case page.By == templates.MarksByWork:
		g.byWork(&page, q.Get("work"))
	default:
		page.By = ""
		g.whole(&page, q)
	}
	return s.show(w, http.StatusOK, page)
}

// options are things to choose from, of which one may be chosen.
func options(all []string, chosen string) (list []templates.SelectOption) {
	for _, o := range all {
		list = append(list, templates.SelectOption{Value: o, Label: o, Chosen: o == chosen})
	}
	return list
}

// whole fills in the table, or the part of it that the query asks for.
func (g gradebook) whole(page *templates.MarksPage, q url.Values) {
	rows := g.Rows
	page.Everybody = q.Get("all") == "1"
	if !page.Everybody {
		page.Pages = (len(rows) + templates.LearnersPerPage - 1) / templates.LearnersPerPage
		if n, err := strconv.Atoi(q.Get("page")); err == nil {
			page.Number = min(max(n, 1), page.Pages)
		}
		first := (page.Number - 1) * templates.LearnersPerPage
		rows = rows[first:min(first+templates.LearnersPerPage, len(rows))]
	}
	page.Table = g.table("marks", "Marks of "+learnersWords(len(g.Rows))+". Times are "+zoneWords(g.zone)+".", "marks/", rows, 0, len(g.Columns))
	page.Table.Totals = true
}

func learnersWords(n int) string {
	if n == 1 {
		return "1 learner"
	}
	return fmt.Sprintf("%d learners", n)
}

// byLearner fills in the marks of one learner, the first where none is chosen.
func (g gradebook) byLearner(page *templates.MarksPage, id string) {
	i := max(0, slices.IndexFunc(g.Rows, func(r classwork.Row) bool { return r.Learner.ID == id }))
	for n, r := range g.Rows {
		page.Learners = append(page.Learners, templates.SelectOption{Value: r.Learner.ID, Label: nameIn(r.Learner), Chosen: n == i})
	}
	row := g.Rows[i]
	page.Total = totalWords(row.Total, row.HasTotal)
	for n, c := range g.Columns {
		page.Lines = append(page.Lines, g.line(c.Work.Title, g.due(c.Due), markPath(g.Columns[n].Work.ID, row), row.Cells[n]))
	}
}

// byWork fills in the marks for one piece of work, the first where none is chosen.
func (g gradebook) byWork(page *templates.MarksPage, id string) {
	i := max(0, slices.IndexFunc(g.Columns, func(c classwork.Column) bool { return c.Work.ID == id }))
	for n, c := range g.Columns {
		page.Works = append(page.Works, templates.SelectOption{Value: c.Work.ID, Label: c.Work.Title, Chosen: n == i})
	}
	page.Total = totalWords(g.Columns[i].Mean, g.Columns[i].Figures > 0)
	for _, row := range g.Rows {
		page.Lines = append(page.Lines, g.line(nameIn(row.Learner), "", markPath(g.Columns[i].Work.ID, row), row.Cells[i]))
	}
}

func (g gradebook) line(text, note, path string, c classwork.Cell) templates.MarkLine {
	l := templates.MarkLine{Text: text, Note: note, Words: c.Words()}
	if c.State != classwork.Unset {
		l.Path = path
	}
	return l
}

// markPath is the address of a mark, from where the table stands.
func markPath(work string, row classwork.Row) string { return "marks/" + work + "/" + row.Learner.ID }

// showMarksPrint is all marks on paper.
func (s *Server) showMarksPrint(w http.ResponseWriter, r *http.Request, sc *scope) error {
	g, err := s.gradebookOf(r, sc)
	if err != nil {
		return err
	}
	page := templates.NewMarksPrintPage(sc.shown(), classLine(sc.class, sc.role))
	page.Made, page.Filter = localTime(s.now(), g.zone), g.filterWords()
	page.Legend, page.Rule = markMeanings(), markRule
	sheets := (len(g.Columns) + templates.ColumnsPerSheet - 1) / templates.ColumnsPerSheet
	for n := range sheets {
		page.Tables = append(page.Tables, g.sheetTable(n))
	}
	return s.show(w, http.StatusOK, page)
}

// sheetTable is what stands on one sheet of the print, counted from 0. The totals are on the last one.
func (g gradebook) sheetTable(n int) templates.MarksTable {
	from, to := n*templates.ColumnsPerSheet, min((n+1)*templates.ColumnsPerSheet, len(g.Columns))
	t := g.table(fmt.Sprint("sheet-", n+1), fmt.Sprintf("Sheet %d. Times are %s.", n+1, zoneWords(g.zone)), "", g.Rows, from, to)
	t.Totals = to == len(g.Columns)
	return t
}

// filterWords says whom the filter leaves; "" for everybody.
func (g gradebook) filterWords() string {
	var parts []string
	for _, name := range []string{"section", "label"} {
		if v := g.filter.Get(name); v != "" {
			parts = append(parts, strings.ToUpper(name[:1])+name[1:]+" "+v)
		}
	}
	return strings.Join(parts, ", ")
}

// markMeanings says what the words in a table of marks mean.
func markMeanings() []templates.MarkMeaning {
	return []templates.MarkMeaning{
		{Word: "82", Meaning: "The mark, in per cent."},
		{Word: "82 " + classwork.WordLate, Meaning: "What counts was handed in after the due date."},
		{Word: "90 " + classwork.WordSet, Meaning: "Staff have set it, with a reason, in place of the work’s own mark. It stays if the work is re-scored."},
		{Word: classwork.WordDone, Meaning: "Read, by the learner’s own word. It counts as 100."},
		{Word: classwork.WordMissing, Meaning: "It was due, and nothing was handed in. It counts as 0 until something is."},
		{Word: classwork.WordBefore, Meaning: "It was due before this learner joined. It does not count."},
		{Word: classwork.WordExcused, Meaning: "It does not count for this learner."},
		{Word: classwork.WordBegun, Meaning: "Begun, and not handed in yet."},
		{Word: classwork.WordWaiting, Meaning: "Handed in, and not scored yet."},
		{Word: classwork.WordToDo, Meaning: "It is open and not due yet."},
		{Word: classwork.WordUpcoming, Meaning: "It cannot be begun yet."},
		{Word: classwork.WordNone, Meaning: "This learner does not get this work."},
	}
}

// markRule says how a total is made.
const markRule = "Total so far: the mean of all marks that count, each by its weight, rounded once to tenths. Missing work counts as 0. Excused work, and work without a mark that is not due yet, does not count. The mean below a column is that of its figures."
