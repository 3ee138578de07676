package markdown

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// labels are the words that stand over a callout.
func label(kind string) (words string, known bool) {
	words, known = map[string]string{
		"KEY": "Key point", "TIP": "Tip", "CAUTION": "Caution", "STATE": "Your state may differ", "ASOF": "As of the date below",
		"ANSWERS": "Answers",
	}[kind]
	return words, known
}

// callout is a block quote that begins with [!KIND].
type callout struct {
	ast.BaseBlock
	kind, label string
	number      int // of the label's id on the page
}

var kindCallout = ast.NewNodeKind("Callout")

// Kind and Dump make callout a goldmark node.
func (c *callout) Kind() ast.NodeKind { return kindCallout }

// Dump prints the node for debugging.
func (c *callout) Dump(src []byte, level int) { ast.DumpHelper(c, src, level, nil, nil) }

var (
	calloutRE = regexp.MustCompile(`^\[!([A-Z]+)\][ \t]*(.*)$`)
	asOfRE    = regexp.MustCompile(`^As of ([A-Z][a-z]+ \d{4})\b`)
)

// callouts replaces every block quote whose first line is [!KIND] by a callout. Unknown kinds stay quotes and are
// reported, so that a misspelt one is found by the check and not by a reader.
func (d *dialect) callouts(root ast.Node) {
	var quotes []*ast.Blockquote
	_ = ast.Walk(root, func(n ast.Node, in bool) (ast.WalkStatus, error) {
		if q, ok := n.(*ast.Blockquote); ok && in {
			quotes = append(quotes, q)
		}
		return ast.WalkContinue, nil
	})
	for _, q := range quotes {
		p, ok := q.FirstChild().(*ast.Paragraph)
		if !ok || p.Lines().Len() == 0 {
			continue
		}
		first := p.Lines().At(0)
		g := calloutRE.FindSubmatch(bytes.TrimSpace(first.Value(d.src)))
		if g == nil {
			continue
		}
		kind := string(g[1])
		d.doc.Callouts = append(d.doc.Callouts, kind)
		words, known := label(kind)
		if !known {
			continue
		}
		d.labels++
		c := &callout{kind: strings.ToLower(kind), label: words, number: d.labels}
		cutLine(p, first.Stop)
		adopt(c, q, p)
		if g := asOfRE.FindStringSubmatch(plain(c, d.src)); kind == "ASOF" && g != nil {
			c.label = "As of " + g[1]
		}
		q.Parent().ReplaceChild(q.Parent(), q, c)
	}
}

// cutLine removes the inline nodes of the paragraph's first line.
func cutLine(p *ast.Paragraph, stop int) {
	for n := p.FirstChild(); n != nil; {
		next := n.NextSibling()
		t, isText := n.(*ast.Text)
		if isText && t.Segment.Start >= stop {
			return
		}
		p.RemoveChild(p, n)
		if isText && (t.SoftLineBreak() || t.HardLineBreak()) {
			return
		}
		n = next
	}
}

// adopt moves the children of the quote into the callout; the title paragraph goes only if something is left of it.
func adopt(c *callout, q *ast.Blockquote, p *ast.Paragraph) {
	for n := q.FirstChild(); n != nil; {
		next := n.NextSibling()
		if n != ast.Node(p) || p.ChildCount() > 0 {
			c.AppendChild(c, n)
		}
		n = next
	}
}
