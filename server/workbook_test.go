package server

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"
)

// failer is what both tests and properties are.
type failer interface{ Fatal(args ...any) }

// workbook is an .xlsx file with these cells in its first sheet.
func workbook(t failer, rows [][]any, more ...func(f *excelize.File)) []byte {
	f := excelize.NewFile()
	for i, cells := range rows {
		if err := f.SetSheetRow("Sheet1", fmt.Sprint("A", i+1), &cells); err != nil {
			t.Fatal(err)
		}
	}
	for _, change := range more {
		change(f)
	}
	var file bytes.Buffer
	if err := f.Write(&file); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// raw is an .xlsx file with this XML as its first sheet, and parts by name that come to it or replace its own.
func raw(t testing.TB, sheet string, parts ...string) []byte {
	const ns = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	const rels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/`
	all := append([]string{
		"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		"_rels/.rels", rels + `officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml", `<workbook ` + ns + `><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", rels + `worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml", `<worksheet ` + ns + `>` + sheet + `</worksheet>`,
	}, parts...)
	var file bytes.Buffer
	z := zip.NewWriter(&file)
	for i := 0; i < len(all); i += 2 {
		if slices.Contains(parts, all[i]) && i < 10 {
			continue
		}
		w, err := z.Create(all[i])
		if err != nil {
			t.Fatal(err)
		}
		_, _ = w.Write([]byte(all[i+1]))
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// people are the headings of a list.
const people = `<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c><c r="B1" t="inlineStr"><is><t>login</t></is></c></row>`

// linesOf says what is read from a file.
func linesOf(file []byte) string {
	text, _, refused := listText(file)
	var f rosterFile
	if refused == "" {
		f, refused = readRoster(text)
	}
	if refused != "" {
		return "refused: " + refused
	}
	var all []string
	for _, l := range f.lines {
		all = append(all, fmt.Sprintf("%d %s/%s/%s%s", l.Row, l.Name, l.Login, l.Role, l.wrong))
	}
	return strings.Join(all, "; ")
}

// TestWorkbook: cells are text as they are shown, rows keep their numbers, and formulas are refused.
func TestWorkbook(t *testing.T) {
	head := []any{"Name", "Login", "Role"}
	for name, tc := range map[string]struct {
		file []byte
		want string
	}{
		"rows":                {workbook(t, [][]any{head, {"Ana Diaz", "ana"}, nil, {"Zoë, Jr.", "zoe", "instructor"}}), "2 Ana Diaz/ana/; 4 Zoë, Jr./zoe/instructor"},
		"headings below":      {workbook(t, [][]any{nil, head, {"Ana", "ana"}}), "3 Ana/ana/"},
		"OneRoster":           {workbook(t, [][]any{{"givenName", "familyName", "username", "enabledUser"}, {"Ana", "Diaz", 100234, true}}), "2 Ana Diaz/100234/"},
		"numbers":             {workbook(t, [][]any{head, {12345678901, 100000}, {0.5, 7}}), "2 12345678901/100000/; 3 0.5/7/"},
		"a date":              {workbook(t, [][]any{head, {time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC), "ana"}}, day), "2 2026-11-22/ana/"},
		"text like one":       {workbook(t, [][]any{head, {"=1+1", "ana"}}), "2 =1+1/ana/Name: “=1+1” begins like a formula. Put its value there"},
		"line breaks":         {workbook(t, [][]any{append(head, "note"), {"Ana", "ana", "", "one\ntwo\r\nthree\rfour"}, {"Ben", "ben"}}), "2 Ana/ana/; 3 Ben/ben/"},
		"other sheets":        {workbook(t, [][]any{head, {"Ana", "ana"}}, func(f *excelize.File) { _, _ = f.NewSheet("Notes"); _ = f.SetCellFormula("Notes", "A1", "=1+1") }), "2 Ana/ana/"},
		"a hidden sheet":      {workbook(t, [][]any{head, {"Old", "old"}}, behind(t, "hidden")), "2 Ana/ana/"},
		"a very hidden sheet": {workbook(t, [][]any{head, {"Old", "old"}}, behind(t, "veryHidden")), "2 Ana/ana/"},
		"a formula":           {workbook(t, [][]any{head, {"Ana", "ana"}}, func(f *excelize.File) { _ = f.SetCellFormula("Sheet1", "D14", "=SUM(A1:A2)") }), "refused: Cell D14 holds a formula. Put its value there"},
		"no address":          {raw(t, `<sheetData>`+people+`<row><c/><c><f>1+1</f><v>2</v></c></row></sheetData>`), "refused: Cell B2 holds a formula. Put its value there"},
		"other link":          {raw(t, `<sheetData>`+people+`<row r="2"><c r="A2"><f>[1]Sheet1!A1</f><v>Ana</v></c></row></sheetData>`, "xl/externalLinks/externalLink1.xml", `<externalLink/>`), "refused: Cell A2 holds a formula. Put its value there"},
		"an old one":          {append(slices.Clone(ole), make([]byte, 600)...), "refused: " + oldWorkbook},
		"a password":          {locked(t), "refused: " + oldWorkbook},
		"a document":          {zipOf(t, "[Content_Types].xml", "<Types/>", "word/document.xml", "<w/>"), "refused: " + notAList},
		"an empty zip":        {zipOf(t), "refused: " + notAList},
		"cut off":             {workbook(t, [][]any{head})[:3000], "refused: " + badWorkbook},
		"a broken sheet":      {raw(t, `<sheetData>`+people+`<row r="2">`), "refused: " + badWorkbook},
		"rows backwards":      {raw(t, `<sheetData><row r="2"/><row r="1"/></sheetData>`), "refused: " + badWorkbook},
		"a far row":           {raw(t, `<sheetData><row r="9999999999999"/></sheetData>`), "refused: " + badWorkbook},
		"a far column":        {raw(t, `<sheetData><row r="1"><c r="XFE1"/></row></sheetData>`), "refused: " + badWorkbook},
		"no sheet":            {raw(t, ``, "xl/workbook.xml", `<workbook/>`), "refused: " + badWorkbook},
		"sheet outside":       {raw(t, ``, "xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="r1" Target="http://x.test/" TargetMode="External"/></Relationships>`), "refused: " + badWorkbook},
		"empty":               {workbook(t, nil), "refused: Choose a file, or paste rows"},
		"a NUL":               {workbook(t, [][]any{head, {"_x0000_", "ana"}}), "refused: " + notAList},
	} {
		if got := linesOf(tc.file); got != tc.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, tc.want)
		}
	}
}

// behind hides the first sheet, which has a formula, and puts a list into another, with a row that is not shown and an
// empty one.
func behind(t failer, state string) func(f *excelize.File) {
	return func(f *excelize.File) {
		_, err := f.NewSheet("List")
		for cell, text := range map[string]string{"A1": "name", "B1": "login", "A2": "Ana", "B2": "ana"} {
			err = errors.Join(err, f.SetCellStr("List", cell, text))
		}
		f.SetActiveSheet(1)
		err = errors.Join(err, f.SetCellFormula("Sheet1", "D1", "=1+1"), f.SetRowVisible("List", 2, false), f.SetRowVisible("List", 3, false))
		if err = errors.Join(err, f.SetSheetVisible("Sheet1", false, state == "veryHidden")); err != nil {
			t.Fatal(err)
		}
	}
}

func day(f *excelize.File) {
	format := "yyyy-mm-dd"
	style, _ := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	_ = f.SetCellStyle("Sheet1", "A2", "A2", style)
}

func locked(t *testing.T) []byte {
	f := excelize.NewFile()
	var file bytes.Buffer
	if err := f.Write(&file, excelize.Options{Password: "secret"}); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func zipOf(t *testing.T, parts ...string) []byte {
	var file bytes.Buffer
	z := zip.NewWriter(&file)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		_, _ = w.Write([]byte(parts[i+1]))
	}
	_ = z.Close()
	return file.Bytes()
}

// TestWorkbookIsCSV: a workbook says the same as a CSV file with the same cells, whatever they are.
func TestWorkbookIsCSV(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.OneOf(rapid.StringMatching(`[a-z=+@'-]{0,3}`), rapid.SampledFrom([]string{"", "", "Ana, Jr.", "a\nb", `"q"`, "a;b", "\tx", "learner", "teacher"}))
		rows := [][]string{{"name", "login", "role", "note"}}
		for range rapid.IntRange(1, 6).Draw(t, "rows") {
			rows = append(rows, rapid.SliceOfN(cell, 0, 5).Draw(t, "cells"))
		}
		var text bytes.Buffer
		out := csv.NewWriter(&text)
		cells := make([][]any, len(rows))
		for i, row := range rows {
			_ = out.Write(row)
			for _, c := range row {
				cells[i] = append(cells[i], c)
			}
		}
		out.Flush()
		if book, list := linesOf(workbook(t, cells)), linesOf(text.Bytes()); book != list && list != "refused: The list has no rows below its headings" {
			t.Fatalf("the workbook is read as\n%s\nthe CSV text\n%s\nas\n%s", book, text.String(), list)
		}
	})
}

// TestProblemRowsReadBack: the file of problem rows, sent again as it is, has the same problems.
func TestProblemRowsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.OneOf(rapid.StringMatching(`[a-z=+@'-]{0,3}`), rapid.SampledFrom([]string{"", "Ana, Jr.", "\t=x", "a\nb"}))
		text := "name,login,role\n"
		for range rapid.IntRange(1, 6).Draw(t, "rows") {
			text += fmt.Sprintf("%q,%q,%q\n", cell.Draw(t, "name"), cell.Draw(t, "login"), rapid.SampledFrom([]string{"", "king", "=x"}).Draw(t, "role"))
		}
		text = strings.NewReplacer(`\n`, "\n", `\t`, "\t").Replace(text)
		f, refused := readRoster([]byte(text))
		problems := func(f rosterFile) (all []string) {
			for _, l := range f.lines {
				if l.wrong != "" && !strings.Contains(l.wrong, "already") { // says where it stands
					all = append(all, l.Login+" "+l.wrong)
				}
			}
			return all
		}
		want := problems(f)
		if refused != "" || len(want) == 0 {
			return
		}
		back, refused := readRoster(f.errorsFile())
		if got := problems(back); refused != "" || !slices.Equal(got, want) {
			t.Fatalf("of\n%s\nthese are sent back: %q, and read: %q %s", text, want, got, refused)
		}
	})
}

// TestZipBombs: whatever a small file unpacks to, it costs little.
func TestZipBombs(t *testing.T) {
	rich := `<sst><si>` + strings.Repeat(`<r><t>`+strings.Repeat("x", 1000)+`</t></r>`, 5000) + `</si></sst>`
	cells := func(n int, cell string) string {
		return `<sheetData>` + people + `<row r="2">` + strings.Repeat(cell, n) + `</row></sheetData>`
	}
	unpacks := "refused: The file unpacks to more than 16 MB, so it was not opened"
	long := workbook(t, [][]any{{"name", "login"}, {"Ana", "ana"}})
	for name, tc := range map[string]struct {
		file []byte
		want string
	}{
		"a large part":      {raw(t, people, "xl/media/a.bin", strings.Repeat("0", 64<<20)), unpacks},
		"a large sheet":     {raw(t, strings.Repeat("0", 64<<20)), unpacks},
		"says 2^63":         {lie(long, 1<<63), unpacks},
		"says less":         {lie(raw(t, `<sheetData>`+people+`</sheetData>`+strings.Repeat(" ", 15<<20)), 900), "refused: " + badWorkbook},
		"says more":         {lie(long, 5000), "refused: " + badWorkbook},
		"many parts":        {raw(t, people, manyParts()...), "refused: " + fatWorkbook},
		"large styles":      {raw(t, people, "xl/styles.xml", `<styleSheet><cellXfs>`+strings.Repeat("<xf/>", 1<<20)+`</cellXfs></styleSheet>`), "refused: " + fatWorkbook},
		"a long format":     {raw(t, people, "xl/styles.xml", `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts><numFmt numFmtId="165" formatCode="`+strings.Repeat("0", 1<<20)+`"/></numFmts></styleSheet>`), "refused: " + fatWorkbook},
		"many texts":        {raw(t, people, "xl/sharedStrings.xml", `<sst>`+strings.Repeat("<si/>", 1<<20)+`</sst>`), "refused: " + fatWorkbook},
		"one text often":    {raw(t, cells(100_000, `<c t="s"><v>0</v></c>`), "xl/sharedStrings.xml", rich), "refused: " + fatWorkbook},
		"many cells":        {raw(t, cells(100_000, `<c><v>0</v></c>`)), "refused: " + fatWorkbook},
		"wide rows":         {raw(t, `<dimension ref="A1:XFD1048576"/><sheetData>`+people+wide(6000)+`</sheetData>`), "refused: " + tooLong},
		"a million rows":    {raw(t, `<dimension ref="A1:XFD1048576"/><sheetData>`+people+strings.Repeat("<row/>", 1<<20-2)+`<row r="1048576"><c t="inlineStr"><is><t>Ana</t></is></c><c t="inlineStr"><is><t>ana</t></is></c></row></sheetData>`), "refused: " + tooLong},
		"many empty rows":   {raw(t, `<dimension ref="A1:XFD1048576"/><sheetData>`+people+strings.Repeat(`<row><c s="0"/></row>`, 100_000)+`<row><c t="inlineStr"><is><t>Ana</t></is></c><c t="inlineStr"><is><t>ana</t></is></c></row></sheetData>`), "100002 Ana/ana/"},
		"empty rows behind": {raw(t, `<sheetData>`+people+`<row r="2"><c t="inlineStr"><is><t>Ana</t></is></c><c t="inlineStr"><is><t>ana</t></is></c></row><row r="1048576"/></sheetData>`), "2 Ana/ana/"},
		"deep":              {raw(t, strings.Repeat("<a>", 1<<20)), "refused: " + badWorkbook},
	} {
		t.Run(name, func(t *testing.T) {
			if len(tc.file) > maxRoster {
				t.Fatalf("the file has %d bytes: it would be refused for that", len(tc.file))
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			begun := time.Now()
			got := linesOf(tc.file)
			runtime.ReadMemStats(&after)
			cost := (after.TotalAlloc - before.TotalAlloc) >> 20 // what was given back counts too
			if t.Logf("%d MB allocated in all, %v", cost, time.Since(begun).Round(time.Millisecond)); cost > 600 {
				t.Errorf("%d MB were allocated", cost)
			}
			if got != tc.want {
				t.Errorf("got %.300s, want %s", got, tc.want)
			}
		})
	}
}

func manyParts() (parts []string) {
	for i := range maxParts {
		parts = append(parts, fmt.Sprint("xl/a", i), "")
	}
	return parts
}

func wide(rows int) string {
	var b strings.Builder
	for i := range rows {
		fmt.Fprintf(&b, `<row><c r="XFD%d"><v>1</v></c></row>`, i+2)
	}
	return b.String()
}

// lie makes the directory of a zip file say another size of its last part, in 32 bits or the 64 of large files.
func lie(file []byte, size uint64) []byte {
	file = slices.Clone(file)
	at := bytes.LastIndex(file, []byte("PK\x01\x02"))
	if size < 1<<32 {
		binary.LittleEndian.PutUint32(file[at+24:], uint32(size))
		return file
	}
	binary.LittleEndian.PutUint32(file[at+24:], 0xffffffff)
	name := int(binary.LittleEndian.Uint16(file[at+28:]))
	extra := binary.LittleEndian.AppendUint64([]byte{1, 0, 8, 0}, size)
	binary.LittleEndian.PutUint16(file[at+30:], uint16(len(extra)))
	file = slices.Insert(file, at+46+name, extra...)
	end := bytes.LastIndex(file, []byte("PK\x05\x06"))
	binary.LittleEndian.PutUint32(file[end+12:], binary.LittleEndian.Uint32(file[end+12:])+uint32(len(extra)))
	return file
}
