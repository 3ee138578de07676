package templates

import (
	"html/template"

	"frontdesk/content"
)

// A HandoutsPage lists what can be printed or taken away.
type HandoutsPage struct {
	Frame
	Review []content.Handout // a sheet for each domain
	Tasks  []content.Handout // to do at a desk, marked by a checklist
	Forms  []content.Handout // to fill in
}

// Template names the page's file.
func (HandoutsPage) Template() string { return "handouts.html" }

// A HandoutPage is one of them.
type HandoutPage struct {
	Frame
	Handout content.Handout
	Body    template.HTML
}

// Template names the page's file.
func (HandoutPage) Template() string { return "handout.html" }
