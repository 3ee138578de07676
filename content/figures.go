package content

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// figures reads figures/*.svg: drawings that lessons show. They stand in pages as they are, so they may hold nothing but
// shapes and words: no script, no style, no link, no picture, and no color but those of the page.
func (l *loader) figures() {
	l.course.Figures = map[string]string{}
	files, err := fs.Glob(l.fsys, path.Join(dir, "figures", "*.svg"))
	if err != nil {
		return // the pattern is well formed
	}
	for _, file := range files {
		src := l.read(file)
		if line, err := checkFigure(src); err != nil {
			l.problem(file, line, "figure", "%v", err)
			continue
		}
		l.course.Figures[path.Base(file)] = string(src)
	}
}

var (
	figureElements = []string{"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan"}
	figureAttrs    = []string{"xmlns", "viewBox", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "d", "dx", "dy", "points", "width", "height",
		"transform", "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "font-size", "font-weight", "text-anchor"}
	paintRE = regexp.MustCompile(`^(none|currentColor|var\(--[a-z0-9-]+\))$`)
)

// checkFigure returns the first thing in a drawing that may not stand in a page, and its line.
func checkFigure(src []byte) (line int, err error) {
	d := xml.NewDecoder(bytes.NewReader(src))
	for depth := 0; ; {
		token, err := d.Token()
		line, _ := d.InputPos()
		if errors.Is(err, io.EOF) {
			return line, nil
		} else if err != nil {
			return line, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if err := checkElement(t, depth); err != nil {
				return line, err
			}
			depth++
		case xml.EndElement:
			depth--
		case xml.ProcInst, xml.Directive, xml.Comment:
			return line, errors.New("a drawing begins with <svg and holds neither comments nor declarations")
		}
	}
}

func checkElement(e xml.StartElement, depth int) error {
	name := e.Name.Local
	if !slices.Contains(figureElements, name) || (name == "svg") != (depth == 0) {
		return errors.New("<" + name + "> may not stand in a drawing; use shapes and text")
	}
	boxed := false
	for _, a := range e.Attr {
		boxed = boxed || a.Name.Local == "viewBox"
		switch {
		case !slices.Contains(figureAttrs, a.Name.Local):
			return errors.New("the attribute " + a.Name.Local + " may not stand in a drawing")
		case (a.Name.Local == "fill" || a.Name.Local == "stroke") && !paintRE.MatchString(a.Value):
			return errors.New("the color " + a.Value + " is not one of the page; write var(--ink), var(--accent) and so on, or none")
		case strings.Contains(strings.ToLower(a.Value), "url("):
			return errors.New("an attribute of a drawing may not point anywhere")
		}
	}
	if depth == 0 && !boxed {
		return errors.New("a drawing needs a viewBox")
	}
	return nil
}
