package templates

import "frontdesk/content"

// A LandingPage says in ten seconds what Frontdesk is and is not, and starts.
type LandingPage struct {
	Frame
	Lessons   int             // outlined in the course
	Written   int             // of these, readable today
	Start     *content.Lesson // the first lesson to read; nil while none is written
	Questions int             // on a practice exam, scored and trial ones together
	Minutes   int             // of a practice exam
	Tracks    []content.Track
	Sample    SelfCheck // a fixed practice question, its Number 0
}

// Template names the page's file.
func (LandingPage) Template() string { return "landing.html" }
