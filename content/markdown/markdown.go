// Package markdown is the one place that knows the course's Markdown dialect. Everything that authors write as
// Markdown, lessons and exhibits alike, is rendered here and nowhere else.
//
// The dialect is CommonMark with tables, task lists, footnotes, definition lists and typographic quotes, and these
// additions:
//
//   - Block quotes that begin with [!KEY], [!TIP], [!CAUTION], [!STATE] or [!ASOF] become labelled asides;
//     [!ANSWERS] folds away.
//   - Headings get stable anchors that keep non-ASCII letters, and form the table of contents.
//   - The first use of each glossary term becomes a link to its entry.
//   - An image that is alone in its paragraph and names a drawing of the course becomes a figure (figure.go).
//   - A table stands in a named region that scrolls sideways and can be reached by keyboard; alignment is a class.
//   - Raw HTML is shown as text: the pages run under a strict content security policy, and authors need none.
//
// Cases stand in testdata/*.md with what they render to beside them.
package markdown

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// A Heading is an entry of the table of contents.
type Heading struct {
	Level    int
	ID, Text string
	Below    string // the plain words between it and the next heading, white space folded
}

// A Term is a glossary entry whose first use is marked.
type Term struct {
	ID         string // of the card
	Front      string // the word as it stands in running text
	Definition string
	Href       string // address of the entry, rewritten by Options.Link like any other
}

// A Link is a link of the source with the line it stands on, counted from 1.
type Link struct {
	Dest string
	Line int
}

// A Doc is a rendered text and what is worth knowing about it.
type Doc struct {
	HTML     string
	Headings []Heading
	Links    []Link   // as written, without those that glossary terms add
	Callouts []string // kinds in order: KEY, ANSWERS, …; also kinds that the dialect does not know
	Terms    []string // ids of the terms that were marked, in order
	Tables   int
	Figures  []string // names of the drawings that are shown, in order
	Images   []string // addresses of images that are no drawings of the course: there should be none
	Text     string   // the plain words of everything, white space folded, for looking phrases up
	Running  string   // the plain words of running text: no tables, self-check, answers or sources
}

// Options say how to render one text.
type Options struct {
	Terms []Term
	// Figures are the drawings that may be shown, by file name.
	Figures map[string]string
	Link    func(dest string) string // rewrites addresses that begin with "/"; nil keeps them
	// Prefix stands before every id, so that two texts can share a page.
	Prefix string
	// Title is what the text is called, where a page has more than one: it is part of the names of its tables.
	Title string
	// Lower is how many levels lower headings stand than the text says, on a page where it is a part.
	Lower int
}

// Render turns one text into HTML. It is safe for concurrent use: nothing is shared between calls.
func Render(src []byte, o Options) (Doc, error) {
	ids := &anchors{prefix: o.Prefix, used: map[string]bool{}}
	d := &dialect{options: o, src: src}
	md := goldmark.New(
		goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.TaskList, extension.DefinitionList,
			extension.Typographer, extension.NewFootnote(extension.WithFootnoteIDPrefix(o.Prefix))),
		goldmark.WithParserOptions(parser.WithAutoHeadingID(),
			parser.WithASTTransformers(util.Prioritized(d, 500))),
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(nodes{d}, 100))),
	)
	var out bytes.Buffer
	if err := md.Convert(src, &out, parser.WithContext(parser.NewContext(parser.WithIDs(ids)))); err != nil {
		return Doc{}, fmt.Errorf("render Markdown: %w", err)
	}
	d.doc.HTML = out.String()
	d.doc.Text = fold(d.doc.Text)
	d.doc.Running = fold(d.doc.Running)
	return d.doc, nil
}

// ErrNoTable says that an exhibit is something else than a single table.
var ErrNoTable = errors.New("an exhibit is exactly one Markdown table")

// Exhibit renders the table that an item shows. label names its region for a screen reader.
func Exhibit(src, label string) (string, error) {
	doc, err := Render([]byte(src), Options{Prefix: "x-"})
	if err != nil {
		return "", err
	}
	rest := strings.TrimSpace(doc.HTML)
	if doc.Tables != 1 || !strings.HasPrefix(rest, "<div class=\"table\"") || !strings.HasSuffix(rest, "</table>\n</div>") {
		return "", ErrNoTable
	}
	return strings.Replace(rest, `aria-label="Table"`, `aria-label="`+string(util.EscapeHTML([]byte(label)))+`"`, 1), nil
}

// fold turns every run of white space into one space.
func fold(s string) string { return strings.Join(strings.Fields(s), " ") }

// dialect walks the parsed text once, changes what the dialect adds and collects what Doc reports.
type dialect struct {
	options Options
	src     []byte
	doc     Doc
	labels  int // numbers the labels of asides
}

// Transform is called by goldmark between parsing and rendering.
func (d *dialect) Transform(root *ast.Document, r text.Reader, _ parser.Context) {
	d.src = r.Source()
	d.callouts(root)
	d.tables(root)
	d.figures(root)
	d.collect(root)
	d.markTerms(root)
	d.rewriteLinks(root)
}

// collect gathers headings, links and words in reading order.
func (d *dialect) collect(root ast.Node) {
	var all, running, below strings.Builder
	section := ""
	end := func() { // of a section
		if n := len(d.doc.Headings); n > 0 {
			d.doc.Headings[n-1].Below = fold(below.String())
		}
		below.Reset()
	}
	for block := root.FirstChild(); block != nil; block = block.NextSibling() {
		if h, ok := block.(*ast.Heading); ok {
			h.Level = min(h.Level+d.options.Lower, 6)
			end()
			section = strings.ToLower(plain(h, d.src))
			id, _ := h.AttributeString("id")
			idText, _ := id.([]byte)
			d.doc.Headings = append(d.doc.Headings, Heading{Level: h.Level, ID: string(idText), Text: plain(h, d.src)})
		}
		words := plain(block, d.src)
		if block.Kind() != ast.KindHeading {
			below.WriteString(words + "\n")
		}
		all.WriteString(words + "\n")
		if section != "self-check" && !isTable(block) && !strings.HasPrefix(words, "Sources.") {
			running.WriteString(words + "\n")
		}
	}
	end()
	d.doc.Text, d.doc.Running = all.String(), running.String()
	_ = ast.Walk(root, func(n ast.Node, in bool) (ast.WalkStatus, error) {
		if l, ok := n.(*ast.Link); ok && in {
			d.doc.Links = append(d.doc.Links, Link{string(l.Destination), d.line(n)})
		}
		if i, ok := n.(*ast.Image); ok && in {
			d.doc.Images = append(d.doc.Images, string(i.Destination))
		}
		return ast.WalkContinue, nil
	})
}

func isTable(n ast.Node) bool { _, ok := n.(*scroll); return ok || n.Kind() == east.KindTable }

// line is the line of the source on which an inline node stands.
func (d *dialect) line(n ast.Node) int {
	for p := n; p != nil; p = p.Parent() {
		if p.Type() == ast.TypeBlock && p.Lines() != nil && p.Lines().Len() > 0 {
			block := p.Lines().At(0).Start
			at := block
			if t, ok := n.FirstChild().(*ast.Text); ok {
				at = t.Segment.Start
			}
			return 1 + bytes.Count(d.src[:at], []byte("\n"))
		}
	}
	return 1
}

// plain is the text of a node and everything below it, blocks separated by a space.
func plain(n ast.Node, src []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(c ast.Node, in bool) (ast.WalkStatus, error) {
		if !in {
			if c.Type() == ast.TypeBlock {
				b.WriteByte(' ')
			}
			return ast.WalkContinue, nil
		}
		switch t := c.(type) {
		case *ast.Text:
			b.Write(t.Segment.Value(src))
			if t.SoftLineBreak() || t.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(unescape(t.Value))
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			for i := range c.Lines().Len() {
				s := c.Lines().At(i)
				b.Write(s.Value(src))
			}
		}
		return ast.WalkContinue, nil
	})
	return strings.TrimSpace(b.String())
}

// unescape turns the entities that the typographer puts in back into the characters an author types.
func unescape(b []byte) []byte {
	s := string(b)
	for _, e := range [][2]string{{"&lsquo;", "'"}, {"&rsquo;", "'"}, {"&ldquo;", `"`}, {"&rdquo;", `"`}, {"&ndash;", "--"},
		{"&mdash;", "---"}, {"&hellip;", "..."}, {"&laquo;", "<<"}, {"&raquo;", ">>"}} {
		s = strings.ReplaceAll(s, e[0], e[1])
	}
	return []byte(s)
}

// rewriteLinks passes every address of this site through Options.Link.
func (d *dialect) rewriteLinks(root ast.Node) {
	if d.options.Link == nil {
		return
	}
	_ = ast.Walk(root, func(n ast.Node, in bool) (ast.WalkStatus, error) {
		switch l := n.(type) {
		case *ast.Link:
			if in && bytes.HasPrefix(l.Destination, []byte("/")) {
				l.Destination = []byte(d.options.Link(string(l.Destination)))
			}
		case *ast.Image:
			if in && bytes.HasPrefix(l.Destination, []byte("/")) {
				l.Destination = []byte(d.options.Link(string(l.Destination)))
			}
		}
		return ast.WalkContinue, nil
	})
}
