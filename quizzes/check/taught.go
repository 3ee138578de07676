package check

import "strings"

// objectivesTaught: each objective is taught under a heading: at least half of its content words, the verb that it begins
// with left out, stand in sections of the lesson. That sees an objective that was forgotten, and sometimes one that is
// taught in other words, so it is a warning.
func objectivesTaught(p *page) {
	taught := p.sectionWords()
	for _, o := range p.Objectives {
		_, matter, _ := strings.Cut(o.Text, " ")
		asked, found := contentIn(toks(matter), 4), 0
		for r := range asked {
			found += number(taught[r])
		}
		if 2*found < len(asked) {
			p.warn(2, "of the %d content words of objective %s only %d stand in a section: teach it under a heading", len(asked), o.ID, found)
		}
	}
}

// sectionWords are the content words of all that stands under a heading. What asks and what cites teaches nothing.
func (p *page) sectionWords() map[string]bool {
	var text strings.Builder
	in := false
	for line := range strings.Lines(string(p.Body)) {
		switch {
		case strings.HasPrefix(line, "## "):
			in = !strings.HasPrefix(line, "## Self-check")
		case strings.HasPrefix(line, "**Sources.**"):
			in = false
		}
		if in {
			text.WriteString(line)
		}
	}
	return contentIn(toks(text.String()), 4)
}
