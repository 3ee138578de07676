package content_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"frontdesk/content"
)

// TestFigures: a drawing of shapes and words in the page's colors is taken; anything that could run, point elsewhere or
// bring its own colors is a problem that names the line.
func TestFigures(t *testing.T) {
	for _, c := range []struct{ svg, problem string }{
		{`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g fill="none" stroke="var(--ink)"><path d="M0 0h9"/></g><text x="1" y="2" font-size="15">a</text></svg>`, ""},
		{"<svg viewBox=\"0 0 9 9\">\n<script>alert(1)</script></svg>", "2: figure: <script>"},
		{`<svg viewBox="0 0 9 9"><foreignObject/></svg>`, "<foreignObject>"},
		{`<svg viewBox="0 0 9 9"><image href="https://example.org/x.png"/></svg>`, "<image>"},
		{`<svg viewBox="0 0 9 9"><g onclick="x()"/></svg>`, "the attribute onclick"},
		{`<svg viewBox="0 0 9 9"><g style="fill:red"/></svg>`, "the attribute style"},
		{`<svg viewBox="0 0 9 9"><path fill="#f00"/></svg>`, "the color #f00"},
		{`<svg viewBox="0 0 9 9"><path fill="url(#x)"/></svg>`, "the color url(#x)"},
		{`<svg viewBox="0 0 9 9"><path d="url(x)"/></svg>`, "point anywhere"},
		{`<svg><path d="M0 0"/></svg>`, "viewBox"},
		{`<svg viewBox="0 0 9 9"><svg viewBox="0 0 9 9"/></svg>`, "<svg>"},
		{`<?xml version="1.0"?><svg viewBox="0 0 9 9"/>`, "declarations"},
		{`<svg viewBox="0 0 9 9"><!-- x --></svg>`, "comments"},
		{`<svg viewBox="0 0 9 9"><g></svg>`, "closed"},
		{`<p/>`, "<p>"},
	} {
		course, problems := content.Load(fstest.MapFS{"cmaa/figures/a.svg": {Data: []byte(c.svg)}})
		found := ""
		for _, p := range problems {
			if p.File == "cmaa/figures/a.svg" {
				found = p.String()
			}
		}
		if (c.problem == "") != (found == "") || !strings.Contains(found, c.problem) || (course.Figures["a.svg"] != "") != (c.problem == "") {
			t.Errorf("%s: %q, want %q", c.svg, found, c.problem)
		}
	}
}
