package markdown

import (
	"fmt"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// scroll is the region round a table. It scrolls sideways on a narrow screen, so it takes the focus and has a name.
type scroll struct {
	ast.BaseBlock
	name string
}

var kindScroll = ast.NewNodeKind("Scroll")

// Kind makes scroll a goldmark node.
func (s *scroll) Kind() ast.NodeKind { return kindScroll }

// Dump prints the node for debugging.
func (s *scroll) Dump(src []byte, level int) { ast.DumpHelper(s, src, level, nil, nil) }

// tables puts each table into a region that is named after the heading above it.
func (d *dialect) tables(root ast.Node) {
	start := "Table"
	if d.options.Title != "" {
		start += " of " + d.options.Title
	}
	heading := start
	var found []*east.Table
	names := map[*east.Table]string{}
	_ = ast.Walk(root, func(n ast.Node, in bool) (ast.WalkStatus, error) {
		if !in {
			return ast.WalkContinue, nil
		}
		switch t := n.(type) {
		case *ast.Heading:
			heading = start + ": " + plain(t, d.src)
		case *east.Table:
			found = append(found, t)
			names[t] = heading
		}
		return ast.WalkContinue, nil
	})
	used := map[string]int{}
	for _, t := range found {
		name := names[t]
		if used[name]++; used[name] > 1 { // every region has a name of its own
			name = fmt.Sprintf("%s, part %d", name, used[name])
		}
		s := &scroll{name: name}
		t.Parent().ReplaceChild(t.Parent(), t, s)
		s.AppendChild(s, t)
	}
	d.doc.Tables = len(found)
}
