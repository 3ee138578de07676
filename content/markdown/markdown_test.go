package markdown_test

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"frontdesk/content/markdown"
)

// inline finds a style attribute inside a tag, or a script.
var inline = regexp.MustCompile(`<[a-z][^>]*\sstyle=|<script|<[a-z][^>]*\son[a-z]+=`)

var update = flag.Bool("update", false, "write the rendered cases to testdata")

// options are what every case is rendered with.
func options() markdown.Options {
	return markdown.Options{
		Terms: []markdown.Term{
			{ID: "bl-001", Front: "Copay", Definition: `a "fixed" part <of it>`, Href: "/terms/copay/"},
			{ID: "bl-002", Front: "Copay waiver", Definition: "leaving it out", Href: "/terms/copay-waiver/"},
			{ID: "ab-001", Front: "MA", Definition: "medical assistant", Href: "/terms/ma/"},
			{ID: "px-001", Front: "dys-", Definition: "difficult", Href: "/terms/dys/"},
		},
		Figures: map[string]string{"planes.svg": `<svg viewBox="0 0 10 10"><path d="M0 0h10" stroke="var(--ink)"/></svg>`},
		Link:    func(dest string) string { return "../.." + dest },
	}
}

// TestCases renders testdata/*.md and compares with the .html beside it. Run with -update after a change that is
// meant, and read the difference.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.md")
	if err != nil || len(files) < 8 {
		t.Fatalf("found %d cases (%v)", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			doc, err := markdown.Render(src, options())
			if err != nil {
				t.Fatal(err)
			}
			want := strings.TrimSuffix(file, ".md") + ".html"
			if *update {
				if err := os.WriteFile(want, []byte(doc.HTML), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			golden, err := os.ReadFile(want)
			if err != nil {
				t.Fatal(err)
			}
			if doc.HTML != string(golden) {
				t.Errorf("rendered\n%s\nwant\n%s", doc.HTML, golden)
			}
			if inline.MatchString(doc.HTML) {
				t.Error("the page's security policy forbids inline styles and scripts")
			}
		})
	}
}

func TestDocFacts(t *testing.T) {
	src := "One copay, [a](/learn/x/).\n\n## First part\n\n> [!KEY]\n> Two -- \"words\".\n\n| A |\n|---|\n| cell |\n\n" +
		"## Self-check\n\n1. Asked?\n\n> [!ANSWERS]\n> 1. Told.\n\n> [!NOPE]\n> x\n\n**Sources.** A list, [b](https://example.org/).\n\n" +
		"![Cut here.](planes.svg \"Planes\")\n\n![x](https://example.org/x.png)\n"
	doc, err := markdown.Render([]byte(src), options())
	if err != nil {
		t.Fatal(err)
	}
	if got := len(doc.Headings); got != 2 || doc.Headings[0].ID != "first-part" || doc.Headings[0].Level != 2 {
		t.Errorf("headings are %+v", doc.Headings)
	}
	if want := "One copay, a. First part Two -- \"words\"."; !strings.HasPrefix(doc.Running, want) || strings.Contains(doc.Running, "cell") ||
		strings.Contains(doc.Running, "Asked") || strings.Contains(doc.Running, "A list") {
		t.Errorf("running text is %q", doc.Running)
	}
	if !strings.Contains(doc.Text, "cell") || !strings.Contains(doc.Text, "Told.") {
		t.Errorf("text is %q", doc.Text)
	}
	if strings.Join(doc.Callouts, " ") != "KEY ANSWERS NOPE" || doc.Tables != 1 || strings.Join(doc.Terms, " ") != "bl-001" {
		t.Errorf("callouts %v, tables %d, terms %v", doc.Callouts, doc.Tables, doc.Terms)
	}
	if strings.Join(doc.Figures, " ") != "planes.svg" || strings.Join(doc.Images, " ") != "https://example.org/x.png" {
		t.Errorf("figures %q, other images %q", doc.Figures, doc.Images)
	}
	if len(doc.Links) != 2 || doc.Links[0] != (markdown.Link{Dest: "/learn/x/", Line: 1}) || doc.Links[1].Line != 22 {
		t.Errorf("links are %+v", doc.Links)
	}
}

// TestPart: two texts on one page have different ids, and their headings stand below the titles that the page gives them.
func TestPart(t *testing.T) {
	src := []byte("## First\n\n> [!KEY]\n> Two.\n\n###### Last\n")
	doc, err := markdown.Render(src, markdown.Options{Prefix: "d3-01-", Lower: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`<h3 id="d3-01-first">`, `id="d3-01-note-1"`, `<h6 id="d3-01-last">`} {
		if !strings.Contains(doc.HTML, want) {
			t.Errorf("%s is not in %s", want, doc.HTML)
		}
	}
}

func TestExhibit(t *testing.T) {
	table := "| Billed | Paid |\n|---:|---|\n| $180 | $96 |\n"
	html, err := markdown.Exhibit(table, `Remittance "line"`)
	if err != nil || !strings.Contains(html, `aria-label="Remittance &quot;line&quot;"`) || !strings.Contains(html, `<td class="right">$180</td>`) {
		t.Errorf("%s, %v", html, err)
	}
	for _, bad := range []string{"", "words", table + "\nwords\n", "words\n\n" + table, table + "\n" + table} {
		if _, err := markdown.Exhibit(bad, "x"); !errors.Is(err, markdown.ErrNoTable) {
			t.Errorf("%q gave %v, want ErrNoTable", bad, err)
		}
	}
}

// TestConcurrent is for the race detector: nothing is shared between calls.
func TestConcurrent(t *testing.T) {
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := markdown.Render([]byte("# Copay\n\nA copay for the MA.\n"), options()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}
