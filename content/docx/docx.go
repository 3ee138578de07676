// Package docx turns a plain Markdown text into a Word document: what people are given to fill in, such as a résumé.
//
// It knows headings (# to ###), paragraphs, lists with - or 1., tables, and **bold** words; everything else is text. The
// same text always gives the same bytes.
package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"regexp"
	"strings"
)

// Convert returns the document. title is its title in the file's properties.
func Convert(markdown, title string) ([]byte, error) {
	var file bytes.Buffer
	w := zip.NewWriter(&file)
	for _, part := range []struct{ name, body string }{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", relations},
		{"docProps/core.xml", fmt.Sprintf(properties, escape(title))},
		{"word/_rels/document.xml.rels", documentRelations},
		{"word/styles.xml", styles},
		{"word/numbering.xml", numbering},
		{"word/document.xml", fmt.Sprintf(document, body(markdown))},
	} {
		f, err := w.Create(part.name) // without a time, so that the bytes depend on the text alone
		if err != nil {
			return nil, fmt.Errorf("write %s: %w", part.name, err)
		}
		if _, err := f.Write([]byte(part.body)); err != nil {
			return nil, fmt.Errorf("write %s: %w", part.name, err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("write the document: %w", err)
	}
	return file.Bytes(), nil
}

var (
	headingRE  = regexp.MustCompile(`^(#{1,3}) (.+)$`)
	bulletRE   = regexp.MustCompile(`^[-*] (.+)$`)
	numberedRE = regexp.MustCompile(`^\d+\. .+$`)
	ruleRE     = regexp.MustCompile(`^\|[\s:|-]*-[\s:|-]*\|$`) // the line below a table's head; a row to fill in has no hyphen
	quoteRE    = regexp.MustCompile(`^> ?`)
	calloutRE  = regexp.MustCompile(`^\[!([A-Z]+)\]$`)
	boxRE      = regexp.MustCompile(`^([-*]) \[ \] `)
	linkRE     = regexp.MustCompile(`\[([^\]]+)\]\([^)]+\)`)
	boldRE     = regexp.MustCompile(`\*\*(.+?)\*\*`)
)

// body is the text as paragraphs, lists and tables of a document.
func body(markdown string) string {
	var b strings.Builder
	lines := strings.Split(strings.ReplaceAll(markdown, "\r\n", "\n"), "\n")
	for i := 0; i < len(lines); i++ {
		line := plain(lines[i])
		switch {
		case line == "":
		case strings.HasPrefix(line, "|"):
			var rows []string
			for ; i < len(lines) && strings.HasPrefix(plain(lines[i]), "|"); i++ { // also inside a callout
				rows = append(rows, plain(lines[i]))
			}
			i--
			b.WriteString(table(rows))
		case headingRE.MatchString(line):
			g := headingRE.FindStringSubmatch(line)
			b.WriteString(paragraph(fmt.Sprintf(`<w:pStyle w:val="Heading%d"/>`, len(g[1])), g[2]))
		case bulletRE.MatchString(line):
			text, last := joined(lines, i, bulletRE.FindStringSubmatch(line)[1])
			b.WriteString(paragraph(`<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>`, text))
			i = last
		case numberedRE.MatchString(line):
			// The number is text: it says what the author wrote, in a list that begins anew too.
			text, last := joined(lines, i, line)
			b.WriteString(paragraph(`<w:ind w:left="360" w:hanging="360"/>`, text))
			i = last
		default:
			text, last := joined(lines, i, line)
			b.WriteString(paragraph("", text))
			i = last
		}
	}
	return b.String()
}

// plain is a line without what only a page can show: marks of callouts, addresses of links, boxes of task lists.
func plain(line string) string {
	line = strings.TrimSpace(quoteRE.ReplaceAllString(strings.TrimSpace(line), ""))
	if g := calloutRE.FindStringSubmatch(line); g != nil {
		return "**" + g[1][:1] + strings.ToLower(g[1][1:]) + "**"
	}
	line = boxRE.ReplaceAllString(line, "$1 ☐ ")
	return linkRE.ReplaceAllString(line, "$1")
}

// joined is the text of line i with the lines that go on with it, and the number of the last of them.
func joined(lines []string, i int, text string) (string, int) {
	for i+1 < len(lines) && continues(lines[i+1]) {
		i++
		text += " " + plain(lines[i])
	}
	return text, i
}

// continues reports whether a line goes on with the paragraph before it.
func continues(line string) bool {
	line = strings.TrimSpace(line)
	return line != "" && !strings.HasPrefix(line, ">") && !strings.HasPrefix(line, "|") && !headingRE.MatchString(line) && !bulletRE.MatchString(line) && !numberedRE.MatchString(line)
}

func paragraph(properties, text string) string {
	return "<w:p><w:pPr>" + properties + "</w:pPr>" + runs(text) + "</w:p>"
}

// runs is a text with its bold parts.
func runs(text string) string {
	var b strings.Builder
	at := 0
	write := func(s, properties string) {
		if s != "" {
			fmt.Fprintf(&b, `<w:r>%s<w:t xml:space="preserve">%s</w:t></w:r>`, properties, escape(s))
		}
	}
	for _, m := range boldRE.FindAllStringSubmatchIndex(text, -1) {
		write(text[at:m[0]], "")
		write(text[m[2]:m[3]], "<w:rPr><w:b/></w:rPr>")
		at = m[1]
	}
	write(text[at:], "")
	return b.String()
}

// table is rows of cells; the first row is its head.
func table(rows []string) string {
	var b strings.Builder
	b.WriteString(`<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="5000" w:type="pct"/></w:tblPr>`)
	for i, row := range rows {
		if ruleRE.MatchString(row) {
			continue
		}
		b.WriteString("<w:tr>")
		if i == 0 {
			b.WriteString("<w:trPr><w:tblHeader/></w:trPr>")
		}
		for _, cell := range strings.Split(strings.Trim(row, "|"), "|") {
			text := strings.TrimSpace(cell)
			if i == 0 && text != "" {
				text = "**" + text + "**"
			}
			b.WriteString("<w:tc><w:tcPr/>" + paragraph("", text) + "</w:tc>")
		}
		b.WriteString("</w:tr>")
	}
	b.WriteString("</w:tbl><w:p/>")
	return b.String()
}

func escape(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a Buffer takes everything
	return b.String()
}
