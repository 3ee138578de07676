package main

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// takesMarksHome: the page of marks and both files have the same figures in every cell.
func (y *story) takesMarksHome() {
	c := y.cora
	page := script[[][]string](c.tab, `[...document.querySelectorAll("#marks")].flatMap((m) => [...m.closest("table").rows].map((r) =>
		[...r.cells].map((c) => c.innerText.trim().replace(/\s+/g, " "))))`)
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(y.file("All as CSV")), "\uFEFF"))).ReadAll()
	c.check("read the CSV", err)
	book := sheet(y.t, y.file("All as an Excel file"))
	if len(page) != 29 || len(lines) != len(page)+2 || len(book) != len(lines) {
		y.t.Fatalf("%d rows on the page, %d in the CSV, %d in the spreadsheet", len(page), len(lines), len(book))
	}
	for n, line := range lines {
		for i, cell := range line {
			if got := book[n][cellName(i)]; got != strings.TrimPrefix(cell, "'") {
				y.t.Errorf("row %d, column %d: %q in the CSV, %q in the spreadsheet", n+1, i+1, cell, got)
			}
		}
	}
	figures := 0
	for n, row := range page[1:] {
		line := lines[n+3]
		want := []string{line[0]}
		for i := 3; i < len(line)-1; i += 2 {
			want = append(want, orDash(strings.TrimSpace(line[i]+" "+line[i+1])))
		}
		want = append(want, orDash(line[len(line)-1]))
		if !slices.Equal(row, want) {
			y.t.Errorf("row %d is\n%q on the page, and\n%q in the files", n+1, row, want)
		}
		for _, cell := range want[1:] {
			if strings.ContainsAny(cell, "0123456789") {
				figures++
			}
		}
	}
	if figures < 8 {
		y.t.Errorf("only %d cells have a figure: %q", figures, page)
	}
}

// orDash is a cell as the page shows it.
func orDash(cell string) string {
	if cell == "" {
		return "–"
	}
	return cell
}

// file is what a link of the page leads to.
func (y *story) file(link string) []byte {
	y.t.Helper()
	address := script[string](y.cora.tab, string(named(link))+`.href`)
	req, err := http.NewRequestWithContext(y.t.Context(), http.MethodGet, address, nil)
	y.cora.check("ask for a file", err)
	req.Header.Set("Cookie", y.cora.cookies(address))
	answer, err := http.DefaultClient.Do(req)
	y.cora.check("ask for a file", err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	y.cora.check("read a file", err)
	if answer.StatusCode != http.StatusOK || !strings.Contains(answer.Header.Get("Content-Disposition"), "attachment") {
		y.t.Fatalf("%s: %s %v", address, answer.Status, answer.Header)
	}
	return body
}

// sheet reads the one sheet of a workbook as a spreadsheet program does: its rows, and in each the cells by column.
func sheet(t *testing.T, file []byte) (rows []map[string]string) {
	t.Helper()
	book, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	part, err := book.Open("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer part.Close()
	var data struct {
		Rows []struct {
			Cells []struct {
				At     string `xml:"r,attr"`
				Type   string `xml:"t,attr"`
				Value  string `xml:"v"`
				Inline string `xml:"is>t"`
				Sum    string `xml:"f"`
			} `xml:"c"`
		} `xml:"sheetData>row"`
	}
	if err := xml.NewDecoder(part).Decode(&data); err != nil {
		t.Fatal(err)
	}
	for _, r := range data.Rows {
		row := map[string]string{}
		for _, c := range r.Cells {
			switch {
			case c.Sum != "":
				t.Errorf("%s has a formula: %s", c.At, c.Sum)
			case c.Type == "inlineStr":
				row[strings.TrimRight(c.At, "0123456789")] = c.Inline
			case c.Type == "" || c.Type == "n":
				row[strings.TrimRight(c.At, "0123456789")] = c.Value
			default:
				t.Errorf("%s is of type %s", c.At, c.Type)
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// cellName is a column as spreadsheets name it: A, B, … Z, AA.
func cellName(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return cellName(i/26-1) + string(rune('A'+i%26))
}
