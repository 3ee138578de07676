package server

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"

	"frontdesk/server/classwork"
)

// The marks as files: CSV and a spreadsheet of the same cells.

// A fileCell is one cell of a file: text, or a number in tenths.
type fileCell struct {
	text   string
	tenths int
	number bool
}

func textCell(text string) fileCell { return fileCell{text: text} }

// tenthsCell is a number, or an empty cell where there is none.
func tenthsCell(tenths int, has bool) fileCell { return fileCell{tenths: tenths, number: has} }

// headRows and headColumns stand still in a spreadsheet.
const (
	headRows    = 3
	headColumns = 3
)

// cells are the whole file: three rows of heads, the learners, and the means. Each piece of work has two columns, one for
// the figure and one for the word beside it, so that figures can be reckoned with.
func (g gradebook) cells() [][]fileCell {
	title := []fileCell{textCell("Learner"), textCell("Signs in as"), textCell("Section")}
	due := []fileCell{textCell("Due, " + zoneWords(g.zone)), {}, {}}
	weight := []fileCell{textCell("Weight"), {}, {}}
	mean := []fileCell{textCell("Mean"), {}, {}}
	for _, c := range g.Columns {
		at := ""
		if !c.Due.IsZero() {
			at = c.Due.In(g.zone).Format("2006-01-02 15:04")
		}
		title = append(title, textCell(c.Work.Title), textCell(c.Work.Title+": state"))
		due = append(due, textCell(at), fileCell{})
		weight = append(weight, tenthsCell(10*c.Work.Weight, true), fileCell{})
		mean = append(mean, tenthsCell(c.Mean, c.Figures > 0), fileCell{})
	}
	rows := [][]fileCell{append(title, textCell("Total so far")), append(due, fileCell{}), append(weight, fileCell{})}
	for _, r := range g.Rows {
		row := make([]fileCell, 0, len(title)+1)
		row = append(row, textCell(nameIn(r.Learner)), textCell(r.Learner.Login), textCell(r.Learner.Section))
		for i := range r.Cells {
			c := &r.Cells[i]
			row = append(row, tenthsCell(c.Tenths, c.Has), textCell(c.Word()))
		}
		rows = append(rows, append(row, tenthsCell(r.Total, r.HasTotal)))
	}
	return append(rows, append(mean, tenthsCell(g.Mean, g.HasMean)))
}

// showMarksFile is the marks as CSV.
func (s *Server) showMarksFile(w http.ResponseWriter, r *http.Request, sc *scope) error {
	g, err := s.gradebookOf(r, sc)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", `attachment; filename="marks.csv"`)
	send(w, http.StatusOK, "text/csv; charset=utf-8", g.csv())
	return nil
}

func (g gradebook) csv() []byte {
	var file bytes.Buffer
	file.WriteString("\uFEFF") // by which Excel knows that names are UTF-8
	out := csv.NewWriter(&file)
	for _, row := range g.cells() {
		line := make([]string, len(row))
		for i, c := range row {
			if line[i] = plainCell(c.text); c.number {
				line[i] = classwork.Tenths(c.tenths)
			}
		}
		_ = out.Write(line) // into memory
	}
	out.Flush()
	return file.Bytes()
}

// showMarksSheet is the marks as an Excel file.
func (s *Server) showMarksSheet(w http.ResponseWriter, r *http.Request, sc *scope) error {
	g, err := s.gradebookOf(r, sc)
	if err != nil {
		return err
	}
	file, err := g.sheet()
	if err != nil {
		return fmt.Errorf("write a spreadsheet of marks: %w", err)
	}
	w.Header().Set("Content-Disposition", `attachment; filename="marks.xlsx"`)
	send(w, http.StatusOK, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", file)
	return nil
}

// sheet is the file. Text is written as text, whatever it begins with, and figures as numbers. Nothing in it says when it
// was made, so that the same marks give the same bytes.
func (g gradebook) sheet() ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	const name = "Marks"
	if err := f.SetSheetName("Sheet1", name); err != nil {
		return nil, err
	}
	long := time.Unix(0, 0).UTC().Format(time.RFC3339)
	if err := f.SetDocProps(&excelize.DocProperties{Created: long, Modified: long, Creator: "Frontdesk", LastModifiedBy: "Frontdesk"}); err != nil {
		return nil, err
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return nil, err
	}
	out, err := f.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	if err := g.fill(out, bold); err != nil {
		return nil, err
	}
	if err := out.Flush(); err != nil {
		return nil, err
	}
	var file bytes.Buffer
	err = f.Write(&file)
	return file.Bytes(), err
}

// fill writes all cells, with the heads in bold and standing still.
func (g gradebook) fill(out *excelize.StreamWriter, bold int) error {
	if err := out.SetColWidth(1, 1, 28); err != nil {
		return err
	}
	corner, err := excelize.CoordinatesToCellName(headColumns+1, headRows+1)
	if err != nil {
		return err
	}
	err = out.SetPanes(&excelize.Panes{Freeze: true, XSplit: headColumns, YSplit: headRows, TopLeftCell: corner, ActivePane: "bottomRight"})
	if err != nil {
		return err
	}
	for n, row := range g.cells() {
		line := make([]any, len(row))
		for i, c := range row {
			style := 0
			if n < headRows || i == 0 {
				style = bold
			}
			switch {
			case c.number:
				line[i] = excelize.Cell{StyleID: style, Value: float64(c.tenths) / 10}
			case c.text != "":
				line[i] = excelize.Cell{StyleID: style, Value: c.text}
			}
		}
		if err := out.SetRow("A"+strconv.Itoa(n+1), line); err != nil {
			return err
		}
	}
	return nil
}
