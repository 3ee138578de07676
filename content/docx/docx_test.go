package docx_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"frontdesk/content/docx"
)

const text = `# Résumé & more

**Phone** 555-0142 <home>
and on

- One
- Two **bold** end,
  wrapped

> [!ANSWERS]
> 1. Yes, see [this](/x/).
>
> | Inside |
> |---|
> | a callout |

- [ ] Done

1. First
2. Second

| Task | When |
|---|---|
| Call | 9:00 |
|  |  |
`

func TestConvert(t *testing.T) {
	file, err := docx.Convert(text, "A <title>")
	if err != nil {
		t.Fatal(err)
	}
	again, _ := docx.Convert(text, "A <title>")
	if !bytes.Equal(file, again) {
		t.Error("the same text gives other bytes")
	}
	parts := open(t, file)
	for _, name := range []string{"[Content_Types].xml", "_rels/.rels", "word/styles.xml", "word/numbering.xml", "word/_rels/document.xml.rels", "docProps/core.xml", "word/document.xml"} {
		wellFormed(t, name, parts[name])
	}
	body := parts["word/document.xml"]
	for _, want := range []string{`<w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t xml:space="preserve">Résumé &amp; more<`,
		`<w:rPr><w:b/></w:rPr><w:t xml:space="preserve">Phone</w:t>`, "555-0142 &lt;home&gt; and on<", `<w:numId w:val="1"/>`, ">Answers<", ">1. Yes, see this.<", ">☐ Done<", ">1. First<", ">2. Second<",
		`<w:tblHeader/>`, `<w:b/></w:rPr><w:t xml:space="preserve">Task<`, ">9:00<", "> end, wrapped<", ">a callout<"} {
		if !strings.Contains(body, want) {
			t.Errorf("the document lacks %s", want)
		}
	}
	if n := strings.Count(body, "<w:tr>"); n != 5 {
		t.Errorf("the tables have %d rows, want three, one of them to fill in, and two in the callout", n)
	}
	if strings.Contains(body, "|") || strings.Contains(body, "**") || strings.Contains(body, "---") {
		t.Errorf("Markdown is left in %s", body)
	}
	if !strings.Contains(parts["docProps/core.xml"], "A &lt;title&gt;") {
		t.Error("the title is missing")
	}
}

func open(t *testing.T, file []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = string(body)
	}
	return parts
}

func wellFormed(t *testing.T, name, body string) {
	t.Helper()
	for d := xml.NewDecoder(strings.NewReader(body)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
	}
	if body == "" {
		t.Errorf("%s is missing", name)
	}
}
