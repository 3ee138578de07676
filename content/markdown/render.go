package markdown

import (
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// nodes renders what the dialect adds, and what goldmark would write with inline styles or without a label.
type nodes struct{ d *dialect }

// RegisterFuncs tells goldmark which nodes this renders.
func (r nodes) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(kindCallout, r.callout)
	reg.Register(kindScroll, r.scroll)
	reg.Register(kindFigure, r.figure)
	reg.Register(kindTerm, r.term)
	reg.Register(east.KindTableCell, r.cell)
	reg.Register(east.KindTaskCheckBox, r.taskBox)
	reg.Register(ast.KindRawHTML, r.rawInline)
	reg.Register(ast.KindHTMLBlock, r.rawBlock)
}

func (r nodes) callout(w util.BufWriter, _ []byte, n ast.Node, in bool) (ast.WalkStatus, error) {
	c := n.(*callout)
	id := fmt.Sprintf("%snote-%d", r.d.options.Prefix, c.number)
	switch {
	case c.kind == "answers" && in:
		fmt.Fprintf(w, "<details class=\"answers\"><summary>%s</summary>\n", c.label)
	case c.kind == "answers":
		_, _ = w.WriteString("</details>\n")
	case in:
		fmt.Fprintf(w, "<aside class=\"callout %s\" role=\"note\" aria-labelledby=\"%s\"><p class=\"callout-label\" id=\"%s\">%s</p>\n", c.kind, id, id, c.label)
	default:
		_, _ = w.WriteString("</aside>\n")
	}
	return ast.WalkContinue, nil
}

func (r nodes) scroll(w util.BufWriter, _ []byte, n ast.Node, in bool) (ast.WalkStatus, error) {
	if in {
		fmt.Fprintf(w, "<div class=\"table\" role=\"region\" aria-label=\"%s\" tabindex=\"0\">\n", util.EscapeHTML([]byte(n.(*scroll).name)))
	} else {
		_, _ = w.WriteString("</div>\n")
	}
	return ast.WalkContinue, nil
}

func (r nodes) term(w util.BufWriter, _ []byte, n ast.Node, in bool) (ast.WalkStatus, error) {
	t := n.(*term)
	if in {
		fmt.Fprintf(w, `<a class="term" href="%s" data-definition="%s">`,
			util.EscapeHTML(util.URLEscape([]byte(t.href), false)), util.EscapeHTML([]byte(t.entry.Definition)))
	} else {
		_, _ = w.WriteString("</a>")
	}
	return ast.WalkContinue, nil
}

// cell writes a table cell with its alignment as a class and a scope on heads.
func (r nodes) cell(w util.BufWriter, _ []byte, n ast.Node, in bool) (ast.WalkStatus, error) {
	c := n.(*east.TableCell)
	tag, attr := "td", ""
	if c.Parent().Kind() == east.KindTableHeader {
		tag, attr = "th", ` scope="col"`
		if strings.TrimSpace(plain(c, r.d.src)) == "" {
			tag, attr = "td", "" // the empty corner of a table is no head
		}
	}
	if c.Alignment != east.AlignNone {
		attr += fmt.Sprintf(` class="%s"`, map[east.Alignment]string{
			east.AlignLeft: "left", east.AlignRight: "right", east.AlignCenter: "center"}[c.Alignment])
	}
	if in {
		fmt.Fprintf(w, "<%s%s>", tag, attr)
	} else {
		fmt.Fprintf(w, "</%s>\n", tag)
	}
	return ast.WalkContinue, nil
}

// taskBox writes a box that says whether it is done; it cannot be changed on a page that is the same for everybody.
func (r nodes) taskBox(w util.BufWriter, _ []byte, n ast.Node, in bool) (ast.WalkStatus, error) {
	if !in {
		return ast.WalkContinue, nil
	}
	state, checked := "To do", ""
	if n.(*east.TaskCheckBox).IsChecked {
		state, checked = "Done", " checked"
	}
	fmt.Fprintf(w, `<input type="checkbox" disabled aria-label="%s"%s> `, state, checked)
	return ast.WalkContinue, nil
}

func (r nodes) rawInline(w util.BufWriter, src []byte, n ast.Node, in bool) (ast.WalkStatus, error) {
	if in {
		segments := n.(*ast.RawHTML).Segments
		for i := range segments.Len() {
			s := segments.At(i)
			_, _ = w.Write(util.EscapeHTML(s.Value(src)))
		}
	}
	return ast.WalkSkipChildren, nil
}

func (r nodes) rawBlock(w util.BufWriter, src []byte, n ast.Node, in bool) (ast.WalkStatus, error) {
	b := n.(*ast.HTMLBlock)
	if !in {
		return ast.WalkContinue, nil
	}
	_, _ = w.WriteString("<p>")
	for i := range b.Lines().Len() {
		s := b.Lines().At(i)
		_, _ = w.Write(util.EscapeHTML(s.Value(src)))
	}
	if b.HasClosure() {
		_, _ = w.Write(util.EscapeHTML(b.ClosureLine.Value(src)))
	}
	_, _ = w.WriteString("</p>\n")
	return ast.WalkContinue, nil
}
