package server

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// A list of people as an .xlsx workbook becomes CSV text, which is then read like any other: the first sheet that is shown, each row in a
// line of the same number, each cell as it is shown. A workbook is a zip file of XML, and a small one can be made to fill any
// memory, so it is measured before the library that reads it sees it.

// Limits of a workbook. Excel itself knows shownText, formatText and lastRow.
const (
	maxUnpacked = 16 << 20 // bytes, all parts together
	maxPart     = 4 << 20  // bytes of a part that holds no cells
	maxParts    = 1000
	maxStrings  = 200_000 // different texts in cells of all sheets
	maxFilled   = 200     // cells with something in them, in a row
	shownText   = 4 * 32767
	formatText  = 255
	lastRow     = 1 << 20
)

// What a workbook is refused with.
const (
	notAList    = "This is not a CSV or .xlsx file"
	oldWorkbook = "This is an old .xls workbook, or one with a password. Save it without a password as .xlsx or “CSV UTF-8”"
	badWorkbook = "This workbook cannot be read. Open it, save it again as .xlsx or “CSV UTF-8”, and choose that file"
	fatWorkbook = "This workbook holds more than a list of people needs. Copy the list into a new workbook"
)

// ole is what old workbooks and those with a password begin with.
var ole = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

// errWorkbook is why a workbook is refused, in a sentence.
type errWorkbook string

// Error is the sentence, without its period.
func (e errWorkbook) Error() string { return string(e) }

// A sheetNote is what who sends a workbook should know about the sheet that was read.
type sheetNote struct {
	name   string // "" for what is no workbook
	hidden int    // rows with something in them that Excel does not show
}

// listText is a sent file as CSV text; refused says in a sentence why it is none.
func listText(file []byte) (text []byte, note sheetNote, refused string) {
	switch {
	case bytes.HasPrefix(file, ole):
		return nil, note, oldWorkbook
	case !bytes.HasPrefix(file, []byte("PK\x03\x04")):
		return file, note, ""
	case len(file) > maxRoster:
		return nil, note, tooLong
	}
	text, note, err := readWorkbook(file)
	if why := errWorkbook(""); errors.As(err, &why) {
		return nil, note, string(why)
	}
	if err != nil {
		return nil, note, badWorkbook
	}
	return text, note, ""
}

// readWorkbook turns a workbook into CSV text. An error other than errWorkbook is one of the file, too.
func readWorkbook(file []byte) (text []byte, note sheetNote, err error) {
	defer func() { // the library reads what anybody has made
		if r := recover(); r != nil {
			text, note, err = nil, sheetNote{}, fmt.Errorf("read workbook: %v", r)
		}
	}()
	if err := measure(file); err != nil {
		return nil, note, err
	}
	f, err := excelize.OpenReader(bytes.NewReader(file), excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked})
	if err != nil {
		return nil, note, fmt.Errorf("open workbook: %w", err)
	}
	defer f.Close()
	if f.WorkBook == nil || len(f.WorkBook.Sheets.Sheet) == 0 {
		return nil, note, errors.New("the workbook has no sheet")
	}
	at := shownSheet(f)
	note.name = f.WorkBook.Sheets.Sheet[at].Name
	if note.hidden, err = checkSheet(f, at); err != nil {
		return nil, note, err
	}
	text, err = sheetText(f, note.name)
	return text, note, err
}

// measure looks at what a zip file says of itself, and then whether that is true, without keeping what it unpacks.
func measure(file []byte) error {
	if bytes.Contains(file, ole) { // a file in the file, which the library would take for one with a password
		return errWorkbook(fatWorkbook)
	}
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return fmt.Errorf("read directory of workbook: %w", err)
	}
	if len(z.File) > maxParts {
		return errWorkbook(fatWorkbook)
	}
	var all uint64
	isWorkbook, fat := false, false
	for _, part := range z.File {
		name := strings.ToLower(strings.ReplaceAll(part.Name, `\`, "/"))
		if part.UncompressedSize64 > maxUnpacked-all {
			return errWorkbook(fmt.Sprintf("The file unpacks to more than %d MB, so it was not opened", maxUnpacked>>20))
		}
		all += part.UncompressedSize64
		isWorkbook = isWorkbook || name == "xl/workbook.xml"
		fat = fat || part.UncompressedSize64 > maxPart && !strings.HasPrefix(name, "xl/worksheets/") && name != "xl/sharedstrings.xml"
	}
	if !isWorkbook {
		return errWorkbook(notAList)
	}
	if fat {
		return errWorkbook(fatWorkbook)
	}
	for _, part := range z.File {
		if err := unpacks(part); err != nil {
			return fmt.Errorf("unpack %q of workbook: %w", part.Name, err)
		}
	}
	return nil
}

// unpacks checks that a part is as long as it says, and whole.
func unpacks(part *zip.File) error {
	in, err := part.Open()
	if err != nil {
		return err
	}
	defer in.Close()
	n, err := io.Copy(io.Discard, io.LimitReader(in, int64(part.UncompressedSize64)+1))
	if err == nil && uint64(n) != part.UncompressedSize64 {
		err = zip.ErrFormat
	}
	return err
}

// shownSheet is which sheet is the first that Excel shows; the first of all if it shows none.
func shownSheet(f *excelize.File) int {
	for i, sheet := range f.WorkBook.Sheets.Sheet {
		if sheet.State == "" || sheet.State == "visible" {
			return i
		}
	}
	return 0
}

// checkSheet looks for formulas in a sheet, and for little that would become much when it is read. hidden is how many rows
// with something in them are not shown.
func checkSheet(f *excelize.File, at int) (hidden int, err error) {
	if f.Styles != nil && f.Styles.NumFmts != nil {
		for _, format := range f.Styles.NumFmts.NumFmt {
			if len(format.FormatCode) > formatText || len(format.FormatCode16) > formatText {
				return 0, errWorkbook(fatWorkbook)
			}
		}
	}
	name, err := sheetPart(f, f.WorkBook.Sheets.Sheet[at].ID)
	if err != nil {
		return 0, err
	}
	f.Pkg.Range(func(key, _ any) bool { // two sheets of one name would be taken for one another
		if other := key.(string); other != name && strings.HasPrefix(other, "xl/worksheets/") {
			f.Pkg.Delete(key)
		}
		return true
	})
	if err := checkStrings(part(f, "xl/sharedStrings.xml")); err != nil {
		return 0, err
	}
	return checkCells(part(f, name))
}

// part is one file of the workbook; empty if it is not there.
func part(f *excelize.File, name string) []byte {
	body, _ := f.Pkg.Load(name)
	text, _ := body.([]byte)
	return text
}

// sheetPart names the part that holds the sheet of an id.
func sheetPart(f *excelize.File, id string) (string, error) {
	var links struct {
		Links []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if err := xml.Unmarshal(part(f, "xl/_rels/workbook.xml.rels"), &links); err != nil {
		return "", fmt.Errorf("read where the sheets are: %w", err)
	}
	for _, link := range links.Links {
		if link.ID != id {
			continue
		}
		if strings.HasPrefix(link.Target, "/") {
			return strings.TrimPrefix(path.Clean(link.Target), "/"), nil
		}
		return path.Join("xl", link.Target), nil
	}
	return "", errors.New("the sheet is nowhere")
}

// checkStrings looks at the texts that cells refer to: a long one costs its length each time.
func checkStrings(text []byte) error {
	count, size := 0, 0
	for in := xml.NewDecoder(bytes.NewReader(text)); ; {
		token, err := in.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read texts of workbook: %w", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if t.Name.Local == "si" {
				count, size = count+1, 0
			}
		case xml.CharData:
			size += len(t)
		}
		if count > maxStrings || size > shownText {
			return errWorkbook(fatWorkbook)
		}
	}
}

// checkCells looks at each cell of a sheet. The library takes a sheet that breaks off for one that ends, and rows in any
// order. hidden is how many rows with something in them are not shown.
func checkCells(text []byte) (hidden int, err error) {
	row, cell, filled := 0, 0, 0
	address, shown := "", true
	for in := xml.NewDecoder(bytes.NewReader(text)); ; {
		token, err := in.Token()
		if errors.Is(err, io.EOF) {
			return hidden, nil
		}
		if err != nil {
			return 0, fmt.Errorf("read cells of workbook: %w", err)
		}
		t, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch t.Name.Local {
		case "row":
			next, err := rowNumber(t, row)
			if err != nil {
				return 0, err
			}
			row, cell, filled, shown = next, 0, 0, !isHidden(t)
		case "c":
			cell++
			if address, cell, err = cellAddress(t, row, cell); err != nil {
				return 0, err
			}
		case "f":
			return 0, errWorkbook(fmt.Sprintf("Cell %s holds a formula. Put its value there", address))
		case "v", "is":
			if filled++; filled > maxFilled {
				return 0, errWorkbook(fatWorkbook)
			}
			if filled == 1 && !shown {
				hidden++
			}
		}
	}
}

// isHidden tells whether a row is not shown.
func isHidden(row xml.StartElement) bool {
	return slices.ContainsFunc(row.Attr, func(a xml.Attr) bool {
		return a.Name.Local == "hidden" && (a.Value == "1" || a.Value == "true")
	})
}

// rowNumber is the number of a row that comes after another.
func rowNumber(t xml.StartElement, before int) (int, error) {
	n := before + 1
	for _, a := range t.Attr {
		if a.Name.Local == "r" {
			var err error
			if n, err = strconv.Atoi(a.Value); err != nil {
				return 0, fmt.Errorf("read number of row: %w", err)
			}
		}
	}
	if n <= before || n > lastRow {
		return 0, fmt.Errorf("row %d comes after row %d", n, before)
	}
	return n, nil
}

// cellAddress is where a cell of a row is, which may say so itself.
func cellAddress(t xml.StartElement, row, cell int) (string, int, error) {
	for _, a := range t.Attr {
		if a.Name.Local == "r" {
			column, _, err := excelize.CellNameToCoordinates(a.Value)
			return a.Value, column, err
		}
	}
	address, err := excelize.CoordinatesToCellName(cell, row)
	return address, cell, err
}

// sheetText writes a sheet as CSV: a row in a line of its number, but for the line breaks inside its cells.
func sheetText(f *excelize.File, name string) ([]byte, error) {
	rows, err := f.Rows(name)
	if err != nil {
		return nil, fmt.Errorf("read sheet: %w", err)
	}
	defer rows.Close()
	var text bytes.Buffer
	out := csv.NewWriter(&text)
	filled, empty := 0, 0
	for at := 1; rows.Next(); at++ {
		cells, err := rows.Columns()
		if err != nil || at > lastRow {
			return nil, fmt.Errorf("read row %d: %w", at, err)
		}
		for len(cells) > 0 && strings.TrimSpace(cells[len(cells)-1]) == "" {
			cells = cells[:len(cells)-1]
		}
		if len(cells) == 0 {
			empty++
			continue
		}
		text.Write(bytes.Repeat([]byte("\n"), empty))
		empty = 0
		_ = out.Write(cells) // into memory
		out.Flush()
		if text.Len() > maxRoster {
			return nil, errWorkbook(tooLong)
		}
		if filled++; filled > maxRosterRows+1 {
			return nil, errWorkbook(tooManyRows)
		}
	}
	return text.Bytes(), nil
}
