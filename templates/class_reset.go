package templates

import "time"

// A ClassResetPage asks whether a link to a new password shall be made for a learner, and then shows it, once.
type ClassResetPage struct {
	Frame
	Class   ClassLine
	Subject ClassPerson
	Refused string    // why there can be none, in sentences; "" if there can
	Address string    // of the link; "" before it is made
	Until   time.Time // the link is good, in the zone of the class
}

// NewClassResetPage asks p about subject.
func NewClassResetPage(p *Person, c ClassLine, subject ClassPerson) ClassResetPage {
	return ClassResetPage{Frame: importFrame(p, c, "New password for "+subject.Name), Class: c, Subject: subject}
}

// Template names the page's file.
func (ClassResetPage) Template() string { return "class-reset.html" }

// Path is where the answer goes.
func (p ClassResetPage) Path() string { return p.Class.Path() + "people/" + p.Subject.ID + "/reset" }

// UntilWords is when the link ends: "10:58 AM CST".
func (p ClassResetPage) UntilWords() string { return p.Until.Format("3:04 PM MST") }

// ResetPath is the page that makes a link to a new password.
func (p ClassPeoplePage) ResetPath(person string) string {
	return p.Class.Path() + "people/" + person + "/reset"
}
