package markdown

import (
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// figure is a picture of the course with its caption and what it shows in words. It is written as an image that is
// alone in its paragraph, and whose address is the name of a file without a folder:
//
//	![What the picture shows, in words.](body-planes.svg "Three planes cut the body")
//
// The drawing stands in the page itself, so that it takes the page's colors.
type figure struct {
	ast.BaseBlock
	svg, caption, words string
	number              int // of the caption's id on the page
}

var kindFigure = ast.NewNodeKind("Figure")

// Kind makes figure a goldmark node.
func (f *figure) Kind() ast.NodeKind { return kindFigure }

// Dump prints the node for debugging.
func (f *figure) Dump(src []byte, level int) { ast.DumpHelper(f, src, level, nil, nil) }

// figures replaces every paragraph that is a single image of the course. Images of anything else stay as they are and
// are reported by the check: there is nothing from elsewhere on a page.
func (d *dialect) figures(root ast.Node) {
	var found []*ast.Paragraph
	_ = ast.Walk(root, func(n ast.Node, in bool) (ast.WalkStatus, error) {
		if p, ok := n.(*ast.Paragraph); ok && in && p.ChildCount() == 1 && p.FirstChild().Kind() == ast.KindImage {
			found = append(found, p)
		}
		return ast.WalkContinue, nil
	})
	for _, p := range found {
		image := p.FirstChild().(*ast.Image)
		name := string(image.Destination)
		svg := d.options.Figures[name]
		if svg == "" {
			continue
		}
		d.doc.Figures = append(d.doc.Figures, name)
		f := &figure{svg: svg, caption: string(image.Title), words: plain(image, d.src), number: len(d.doc.Figures)}
		p.Parent().ReplaceChild(p.Parent(), p, f)
	}
}

func (r nodes) figure(w util.BufWriter, _ []byte, n ast.Node, in bool) (ast.WalkStatus, error) {
	if !in {
		return ast.WalkContinue, nil
	}
	f := n.(*figure)
	id := fmt.Sprintf("%sfigure-%d", r.d.options.Prefix, f.number)
	drawing := strings.Replace(strings.TrimSpace(f.svg), "<svg ", fmt.Sprintf(`<svg role="img" aria-labelledby="%s" aria-describedby="%s-words" `, id, id), 1)
	fmt.Fprintf(w, "<figure class=\"drawing\"><figcaption id=\"%s\">%s</figcaption>\n%s\n<details><summary>In words</summary><p id=\"%s-words\">%s</p></details>\n</figure>\n",
		id, util.EscapeHTML([]byte(f.caption)), drawing, id, util.EscapeHTML([]byte(f.words)))
	return ast.WalkSkipChildren, nil
}
