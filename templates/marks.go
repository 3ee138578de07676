package templates

import (
	"html/template"
	"net/url"
	"strconv"
	"strings"
)

// Marks of a class, for its staff: the table and its print. What a cell says is decided in server/classwork.

// A MarkColumn is one piece of work in a table of marks.
type MarkColumn struct {
	ID     string
	Title  string
	Due    string // "due Dec 4, 5:00 PM"; "" for no date
	Weight string // "counts double", …; "" where all weights are alike
	Mean   string // of the figures; "" without any
}

// A MarkRow is one learner in a table of marks.
type MarkRow struct {
	ID    string
	Name  string
	Cells []MarkCell // as the columns
	Total string     // "–" where nothing counts
}

// A MarkCell is one mark in words: "82 late", "Missing". The mark has a page where Given says so.
type MarkCell struct {
	Words string
	Given bool // the learner gets the work
}

// A MarksTable is a table of marks, or some columns of one.
type MarksTable struct {
	ID      string // of its caption
	Caption string
	Base    string // before work and learner in the address of a mark, "marks/"; "" for no links
	Columns []MarkColumn
	Rows    []MarkRow
	Totals  bool // the totals stand in the last column
	Mean    string
}

// Body is the rows of the table. A class of 300 with 60 pieces of work has 18,000 cells, for which html/template takes some
// twenty times as long (BenchmarkMarksBody); here each piece of text is escaped by hand.
func (t MarksTable) Body() template.HTML {
	var b strings.Builder
	b.Grow(len(t.Rows) * (len(t.Columns) + 2) * 100)
	works := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		works[i] = template.HTMLEscapeString(t.Base + url.PathEscape(c.ID) + "/")
	}
	for _, r := range t.Rows {
		b.WriteString("\n    <tr><th scope=\"row\"><bdi>")
		template.HTMLEscape(&b, []byte(r.Name))
		b.WriteString("</bdi></th>")
		person := template.HTMLEscapeString(url.PathEscape(r.ID))
		for i, c := range r.Cells {
			words := template.HTMLEscapeString(c.Words)
			if t.Base == "" || !c.Given {
				b.WriteString("<td>" + words + "</td>")
				continue
			}
			b.WriteString(`<td><a href="` + works[i] + person + `">` + words + "</a></td>")
		}
		if t.Totals {
			b.WriteString("<td class=\"total\">" + template.HTMLEscapeString(r.Total) + "</td>")
		}
		b.WriteString("</tr>")
	}
	return template.HTML(b.String())
}

// A MarksPage is the marks of a class.
type MarksPage struct {
	Frame
	Class      ClassLine
	Coordinate bool
	By         string         // MarksByLearner, MarksByWork, or "" for all
	Table      MarksTable     // of all
	Lines      []MarkLine     // of one learner, or of one piece of work
	Total      string         // of that learner; or the mean of that work
	Sections   []SelectOption // to choose from; none where the class has none
	Labels     []SelectOption
	Learners   []SelectOption
	Works      []SelectOption
	Filter     url.Values // what is chosen of sections and labels
	Gone       bool       // there is who has left the class
	Left       bool       // they are shown, too
	Learner    string     // the id of the chosen one
	Work       string     // the same
	Count      int        // learners that the filter leaves
	Any        bool       // the class has work, and learners who are not left out by the filter
	Given      int        // pieces of work
	Legend     []MarkMeaning
	Rule       string // how the total is made
	Number     int    // of this page, from 1
	Pages      int
	Everybody  bool // all learners stand on one page
}

// The ways to look at marks.
const (
	MarksByLearner = "learner"
	MarksByWork    = "work"
)

// LearnersPerPage is how many learners stand on one page of marks.
const LearnersPerPage = 50

// A MarkLine is one mark where a learner or a piece of work is looked at alone.
type MarkLine struct {
	Text  string // the work's title, or the learner's name
	Note  string // when it is due; may be ""
	Path  string // "" where there is no mark
	Words string
}

// A MarkMeaning says what a word in a cell means.
type MarkMeaning struct{ Word, Meaning string }

// NewMarksPage is the page of marks for p; the caller fills in the rest.
func NewMarksPage(p *Person, c ClassLine) MarksPage {
	return MarksPage{Frame: classFrame(p, c, "Marks"), Class: c, Number: 1, Pages: 1, Filter: url.Values{}}
}

// Template names the page's file.
func (MarksPage) Template() string { return "marks.html" }

// Tabs are the links between the pages of the class.
func (p MarksPage) Tabs() ClassTabs {
	return ClassTabs{Class: p.Class, Coordinate: p.Coordinate, Here: TabMarks}
}

// with is an address below that of the class, with the filter and further parameters.
func (p MarksPage) with(page string, more ...string) string {
	q := url.Values{}
	for name, values := range p.Filter {
		q[name] = values
	}
	for i := 0; i+1 < len(more); i += 2 {
		q.Set(more[i], more[i+1])
	}
	if len(q) == 0 {
		return p.Class.Path() + page
	}
	return p.Class.Path() + page + "?" + q.Encode()
}

// The addresses of the same marks in other ways.
func (p MarksPage) AllPath() string       { return p.with("marks") }
func (p MarksPage) ByLearnerPath() string { return p.with("marks", "by", MarksByLearner) }
func (p MarksPage) ByWorkPath() string    { return p.with("marks", "by", MarksByWork) }
func (p MarksPage) CSVPath() string       { return p.with("marks.csv") }
func (p MarksPage) SheetPath() string     { return p.with("marks.xlsx") }
func (p MarksPage) PrintPath() string     { return p.with("marks/print") }
func (p MarksPage) WholePath() string     { return p.with("marks", "all", "1") }

// PagePath is the address of another page of learners.
func (p MarksPage) PagePath(page int) string { return p.with("marks", "page", strconv.Itoa(page)) }

// Kept are the fields of the filter, for forms that choose something else.
func (p MarksPage) Kept() (fields []SelectOption) {
	for _, name := range []string{"section", "label"} {
		if v := p.Filter.Get(name); v != "" {
			fields = append(fields, SelectOption{Value: name, Label: v})
		}
	}
	return fields
}

// A MarksPrintPage is all marks of a class on paper, some columns on each sheet.
type MarksPrintPage struct {
	Frame
	Class  ClassLine
	Made   string // when, in words
	Filter string // in words; "" for everybody
	Tables []MarksTable
	Legend []MarkMeaning
	Rule   string
}

// ColumnsPerSheet is how many pieces of work stand on one sheet.
const ColumnsPerSheet = 12

// NewMarksPrintPage is the print for p; the caller fills in the rest.
func NewMarksPrintPage(p *Person, c ClassLine) MarksPrintPage {
	f := classFrame(p, c, "Marks to print")
	f.Breadcrumb = append(f.Breadcrumb, Crumb{"Marks", c.Path() + "marks"})
	return MarksPrintPage{Frame: f, Class: c}
}

// Template names the page's file.
func (MarksPrintPage) Template() string { return "marks-print.html" }
