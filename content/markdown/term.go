package markdown

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// term is the first use of a glossary term.
type term struct {
	ast.BaseInline
	entry Term
	href  string
}

var kindTerm = ast.NewNodeKind("Term")

// Kind makes term a goldmark node.
func (t *term) Kind() ast.NodeKind { return kindTerm }

// Dump prints the node for debugging.
func (t *term) Dump(src []byte, level int) { ast.DumpHelper(t, src, level, nil, nil) }

// markTerms marks the first use of each term in running text: not in headings, links, code or answers. Where two
// terms begin at one place the longer one wins.
func (d *dialect) markTerms(root ast.Node) {
	if len(d.options.Terms) == 0 {
		return
	}
	var texts []*ast.Text
	_ = ast.Walk(root, func(n ast.Node, in bool) (ast.WalkStatus, error) {
		if !in {
			return ast.WalkContinue, nil
		}
		switch t := n.(type) {
		case *ast.Heading, *ast.Link, *ast.AutoLink, *ast.CodeSpan, *ast.Image:
			return ast.WalkSkipChildren, nil
		case *callout:
			if t.kind == "answers" {
				return ast.WalkSkipChildren, nil
			}
		case *ast.Text:
			texts = append(texts, t)
		}
		return ast.WalkContinue, nil
	})
	left := d.possible()
	for _, t := range texts {
		for t != nil {
			t = d.markOne(t, &left)
		}
	}
}

// possible are the terms of which more than the first letter stands somewhere in the document: a few of the glossary's,
// and every one of them is looked for in every piece of text.
func (d *dialect) possible() []Term {
	src := string(d.src)
	var list []Term
	for _, e := range d.options.Terms {
		if _, size := utf8.DecodeRuneInString(e.Front); strings.Contains(src, e.Front[size:]) {
			list = append(list, e)
		}
	}
	return list
}

// markOne marks the earliest of the terms that are left in a piece of text, takes it from them, and returns the piece
// behind it, or nil if there is none.
func (d *dialect) markOne(t *ast.Text, left *[]Term) *ast.Text {
	words := string(t.Segment.Value(d.src))
	var e Term
	at := -1
	for _, c := range *left {
		if j := indexWord(words, c.Front); j >= 0 && (at < 0 || j < at || j == at && len(c.Front) > len(e.Front)) {
			e, at = c, j
		}
	}
	if at < 0 {
		return nil
	}
	*left = slices.DeleteFunc(*left, func(c Term) bool { return c.ID == e.ID })
	d.doc.Terms = append(d.doc.Terms, e.ID)
	n := &term{entry: e, href: e.Href}
	if d.options.Link != nil {
		n.href = d.options.Link(e.Href)
	}
	start, stop := t.Segment.Start+at, t.Segment.Start+at+len(e.Front)
	n.AppendChild(n, ast.NewTextSegment(text.NewSegment(start, stop)))
	rest := ast.NewTextSegment(text.NewSegment(stop, t.Segment.Stop))
	rest.SetSoftLineBreak(t.SoftLineBreak())
	rest.SetHardLineBreak(t.HardLineBreak())
	t.Segment = text.NewSegment(t.Segment.Start, start)
	t.SetSoftLineBreak(false)
	t.SetHardLineBreak(false)
	p := t.Parent()
	p.InsertAfter(p, t, n)
	p.InsertAfter(p, n, rest)
	return rest
}

// indexWord finds front as whole words. A front with a capital inside, such as an abbreviation, must match its case;
// any other may begin with a capital or not.
func indexWord(s, front string) int {
	if front == "" || len(front) < 6 && strings.ContainsAny(front, "-/(") {
		return -1 // word parts such as "dys-" would be found inside other words
	}
	first, size := utf8.DecodeRuneInString(front)
	rest := front[size:]
	for from := 0; from < len(s); {
		i := strings.Index(s[from:], rest)
		if i < 0 {
			return -1
		}
		at := from + i - size
		from += i + max(len(rest), 1)
		if at < 0 {
			continue
		}
		r, n := utf8.DecodeRuneInString(s[at:])
		same := r == first || rest != "" && rest == strings.ToLower(rest) && unicode.ToLower(r) == unicode.ToLower(first)
		if n == size && same && boundary(s, at, at+len(front)) {
			return at
		}
	}
	return -1
}

// boundary reports whether s[from:to] is not a part of a longer word.
func boundary(s string, from, to int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:from])
	after, _ := utf8.DecodeRuneInString(s[to:])
	inWord := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' }
	return (from == 0 || !inWord(before)) && (to == len(s) || !inWord(after))
}
