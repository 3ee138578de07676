package templates_test

import (
	"html/template"
	"io"
	"slices"
	"strings"
	"testing"

	"frontdesk/templates"
)

func markSamples() map[string]templates.Page {
	rosa := &templates.Person{Name: "Rosa Diaz", Staff: true}
	class := templates.ClassLine{ID: "C1", Name: "New hires, fall", Zone: "America/Chicago", Role: "coordinator"}
	half := templates.MarkColumn{ID: "W1", Title: "Half exam 1", Due: "due Dec 4, 5:00 PM", Weight: "weight 2", Mean: "82.5"}
	read := templates.MarkColumn{ID: "W2", Title: "Lesson <d3-03>", Weight: "does not count"}
	table := templates.MarksTable{ID: "marks", Caption: "Marks of 2 learners. Times are Chicago time.", Base: "marks/", Columns: []templates.MarkColumn{half, read}, Totals: true, Mean: "82.5",
		Rows: []templates.MarkRow{{ID: "P7", Name: "Ana <b>", Cells: []templates.MarkCell{{Words: "82 late", Given: true}, {Words: "Done", Given: true}}, Total: "82.5"},
			{ID: "P8", Name: "Sami Haddad", Cells: []templates.MarkCell{{Words: "Missing", Given: true}, {Words: "Not given"}}, Total: "–"}}}
	legend := []templates.MarkMeaning{{Word: "82 late", Meaning: "What counts was handed in after the due date."}, {Word: "Missing", Meaning: "It counts as 0."}}

	all := templates.NewMarksPage(rosa, class)
	all.Coordinate, all.Table, all.Any, all.Given, all.Count, all.Legend, all.Rule = true, table, true, 2, 120, legend, "Total so far: the mean of all marks that count."
	all.Number, all.Pages = 2, 3
	all.Sections = []templates.SelectOption{{Value: "A", Label: "A"}, {Value: "B", Label: "B", Chosen: true}}
	all.Labels = []templates.SelectOption{{Value: "evening", Label: "evening"}}
	all.Filter.Set("section", "B")
	whole := all
	whole.Number, whole.Pages, whole.Everybody = 1, 1, true
	learner := whole
	learner.By, learner.Total = templates.MarksByLearner, "82.5"
	learner.Learners = []templates.SelectOption{{Value: "P7", Label: "Ana <b>", Chosen: true}}
	learner.Lines = []templates.MarkLine{{Text: "Half exam 1", Note: "due Dec 4, 5:00 PM", Path: "marks/W1/P7", Words: "82 late"}, {Text: "Lesson", Words: "Not given"}}
	work := whole
	work.By = templates.MarksByWork
	work.Works = []templates.SelectOption{{Value: "W1", Label: "Half exam 1", Chosen: true}}
	work.Lines = []templates.MarkLine{{Text: "Sami Haddad", Path: "marks/W1/P8", Words: "Missing"}}
	none := templates.NewMarksPage(rosa, class)
	nobody := templates.NewMarksPage(rosa, class)
	nobody.Given = 2
	left := templates.NewMarksPage(rosa, class)
	left.Given, left.Filter = 2, all.Filter
	paper := templates.NewMarksPrintPage(rosa, class)
	table.Base = ""
	paper.Made, paper.Filter, paper.Tables, paper.Legend, paper.Rule = "Monday, November 23, 2026, 10:00 AM Chicago time", "Section B", []templates.MarksTable{table}, legend, all.Rule

	mark := templates.NewMarkPage(rosa, class, "Ana Diaz", "Half exam 1")
	mark.Coordinate, mark.Path, mark.Seen, mark.Undo = true, "/classes/C1/marks/W1/P7", 1, "Puts back the work’s own mark."
	mark.LearnerID, mark.WorkID, mark.Zone = "P1", "W1", "Chicago time"
	mark.Facts = []templates.Fact{{Term: "Mark", Text: "80 set"}, {Term: "The work’s own", Text: "74"}}
	mark.Attempts = []templates.MarkAttempt{{N: 1, Started: "December 3, 10:00 AM", Ended: "December 3, 10:41 AM", Score: "41 of 55, 74.5", Late: true, Counts: true},
		{N: 2, Started: "December 3, 2:00 PM", Ended: "open now", Score: "none yet"}}
	mark.Why = "The best attempt counts where staff have set nothing."
	mark.History = []templates.MarkChange{{When: "December 3, 10:41 AM", By: "Rosa Diaz", What: "80", Reason: "Two questions were not taught"}}
	mark.Comments = []templates.MarkComment{{When: "December 3, 10:45 AM", By: "Rosa Diaz", Body: "Look at billing again.\nThen try once more."}}
	mark.Banner = &templates.Banner{Title: "Saved", Text: "74 was changed to 80 by you, December 3, 10:41 AM.", Link: &templates.Link{Text: "Undo below", Path: "#undo"}}
	bare := templates.NewMarkPage(rosa, class, "Ana Diaz", "Lesson")
	bare.LearnerID, bare.WorkID, bare.Zone = mark.LearnerID, "W2", mark.Zone
	bare.Path, bare.Facts = mark.Path, []templates.Fact{{Term: "Mark", Text: "Not started"}}
	refused := bare
	refused.Do, refused.Mark, refused.Comment = templates.MarkSet, "101", "x"
	refused.Errors = []templates.FieldError{{Field: "mark", Text: "Enter a mark from 0 to 100, such as 82 or 82.5"}, {Field: "reason", Text: "Enter the reason. The learner sees it"}, {Field: "body", Text: "Shorten the comment to 2000 characters"}}
	changed := mark
	changed.Banner, changed.Do, changed.Mark, changed.Reason = nil, templates.MarkSet, "82", "A typing error"
	changed.Conflict = &templates.MarkConflict{By: "Rosa Diaz", When: "December 3, 10:41 AM", Theirs: "80", Reason: "Two questions were not taught", Yours: "82"}
	changed.Errors = []templates.FieldError{{Field: "conflict", Text: "Rosa Diaz changed this mark to 80 on December 3, 10:41 AM. Yours (82) was not saved"}}

	own := templates.NewOwnMarksPage(ana)
	own.Classes = []templates.OwnMarksClass{{ID: "C1", Name: "New hires, fall", Zone: "Chicago time", Total: "80", Rule: "The total is the mean of all marks that count.", Marks: []templates.OwnMark{
		{Title: "Half exam 1", Due: "due December 4, 5:00 PM", Words: "80 set", Notes: []string{"The work’s own mark: 74.", "Passed from 70."}, Reason: "Two questions were not taught", By: "Rosa Diaz", Comments: mark.Comments},
		{Title: "Half exam 2", Words: "Handed in", Notes: []string{"Your score is shown from December 7, 5:00 PM on."}}}}, {ID: "C2", Name: "Evening"}}
	return map[string]templates.Page{"marks": all, "marks-whole": whole, "marks-learner": learner, "marks-work": work, "marks-none": none, "marks-nobody": nobody, "marks-filtered": left,
		"marks-print": paper, "mark": mark, "mark-bare": bare, "mark-refused": refused, "mark-changed": changed, "me-marks": own, "me-marks-none": templates.NewOwnMarksPage(ana)}
}

// The rows of a table of marks are written by hand: whatever stands in them stays text.
func TestMarksAreEscaped(t *testing.T) {
	for _, text := range []string{`<script>`, `"><img>`, `'onload='`, `a&b`, "</td>", `javascript:x`} {
		table := templates.MarksTable{Base: "marks/", Columns: []templates.MarkColumn{{ID: text}}, Totals: true,
			Rows: []templates.MarkRow{{ID: text, Name: text, Total: text, Cells: []templates.MarkCell{{Words: text, Given: true}}}}}
		body := string(table.Body())
		for tag, want := range map[string]int{"<": 12, ">": 12, `"`: 6, "'": 0} {
			if got := strings.Count(body, tag); got != want {
				t.Errorf("%q: %d times %s in %s", text, got, tag, body)
			}
		}
	}
}

// BenchmarkMarksBody is why the rows of a table of marks are written by hand: the same rows, by hand and by html/template.
func BenchmarkMarksBody(b *testing.B) {
	table := templates.MarksTable{Base: "marks/", Columns: make([]templates.MarkColumn, 60), Rows: make([]templates.MarkRow, 300), Totals: true}
	for i := range table.Rows {
		table.Rows[i] = templates.MarkRow{ID: "K7XQ2M4N6P8R0T2V4X6Z8B1D3F", Name: "Ana Diaz", Total: "82", Cells: slices.Repeat([]templates.MarkCell{{Words: "82 late", Given: true}}, 60)}
	}
	page := template.Must(template.New("").Parse(`{{range $r := .Rows}}<tr><th scope="row"><bdi>{{.Name}}</bdi></th>{{range $i, $c := .Cells}}<td>{{if .Given}}<a href="{{$.Base}}{{(index $.Columns $i).ID}}/{{$r.ID}}">{{.Words}}</a>{{else}}{{.Words}}{{end}}</td>{{end}}<td class="total">{{.Total}}</td></tr>{{end}}`))
	b.Run("by hand", func(b *testing.B) {
		for b.Loop() {
			table.Body()
		}
	})
	b.Run("html/template", func(b *testing.B) {
		for b.Loop() {
			if err := page.Execute(io.Discard, table); err != nil {
				b.Fatal(err)
			}
		}
	})
}
