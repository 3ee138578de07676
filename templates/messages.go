package templates

import (
	"fmt"
	"time"
)

// What passes between a learner and the staff of a class.

// MaxMessage is how many characters a message may have.
const MaxMessage = 1000

// A MessageLine is one message.
type MessageLine struct {
	By      string // who wrote it: "You", a name, "Staff"
	Class   string // its name
	About   string // an address that the reader may open; may be ""
	Subject string
	Body    string
	At      time.Time // in the zone that the page shows
	Unread  string    // "New", "Waits for an answer"; "" else
	Waits   string    // its id, where the reader can mark it as read or dealt with; "" else
}

// waiting are the ids of the messages that the reader can mark. A form that marks them sends them along, so that it marks
// nothing that came in after it was shown.
func waiting(messages []MessageLine) (ids []string) {
	for _, m := range messages {
		if m.Waits != "" {
			ids = append(ids, m.Waits)
		}
	}
	return ids
}

// When is the time of it.
func (m MessageLine) When() string { return shortTime(m.At) }

// A ClassMessagesPage is what was written between a learner and the class, for its staff.
type ClassMessagesPage struct {
	Frame
	Class    ClassLine
	Look     ClassLook
	Subject  ClassPerson
	Body     string // filled in, or typed
	Messages []MessageLine
}

// Waiting are the ids of what waits for an answer.
func (p ClassMessagesPage) Waiting() []string { return waiting(p.Messages) }

// NewClassMessagesPage is the page about subject; the caller fills in the rest.
func NewClassMessagesPage(p *Person, c ClassLine, subject ClassPerson) ClassMessagesPage {
	f := classFrame(p, c, "Messages with "+subject.Name)
	f.Breadcrumb = append(f.Breadcrumb, Crumb{subject.Name, c.Path() + "people/" + subject.ID})
	return ClassMessagesPage{Frame: f, Class: c, Subject: subject}
}

// Template names the page's file.
func (ClassMessagesPage) Template() string { return "class-messages.html" }

// Tabs are the links between the pages of the class.
func (p ClassMessagesPage) Tabs() ClassTabs { return ClassTabs{p.Class, p.Look.Coordinate, TabPeople} }

// Path is the address of the page, and where the message goes.
func (p ClassMessagesPage) Path() string {
	return p.Class.Path() + "people/" + p.Subject.ID + "/messages"
}

// SettlePath is where what waits is marked as dealt with.
func (p ClassMessagesPage) SettlePath() string {
	return p.Class.Path() + "help/" + p.Subject.ID + "/done"
}

// Field is where the message is typed.
func (p ClassMessagesPage) Field() Field {
	return Field{Name: "body", Label: "Message", Hint: fmt.Sprintf("%s reads it on My page. At most %s characters.", p.Subject.Name, thousands(MaxMessage)),
		Error: p.FieldError("body"), Value: p.Body}
}

// A MessagesPage is all messages of a learner.
type MessagesPage struct {
	Frame
	Messages []MessageLine
	Classes  Choice // to write to; without options there is nobody to write to
	Body     string // typed
}

// Unread are the ids of what was not read yet.
func (p MessagesPage) Unread() []string { return waiting(p.Messages) }

// NewMessagesPage is the page of p; the caller fills in the rest.
func NewMessagesPage(p *Person) MessagesPage {
	f := Personal(p, "Messages")
	f.Breadcrumb = []Crumb{{"My page", "/me/"}}
	return MessagesPage{Frame: f}
}

// Template names the page's file.
func (MessagesPage) Template() string { return "me-messages.html" }

// Field is where an answer is typed.
func (p MessagesPage) Field() Field {
	return Field{Name: "body", Label: "Message", Hint: fmt.Sprintf("At most %s characters.", thousands(MaxMessage)), Error: p.FieldError("body"), Value: p.Body}
}

// A StuckPage asks the staff of a class for help.
type StuckPage struct {
	Frame
	About   Link   // what it is about, for the learner, perhaps without a path; zero for nothing named
	Sent    string // the address that is sent back: "/learn/…", "/attempts/…"
	Classes Choice // as in MessagesPage
	Body    string // typed
}

// NewStuckPage is the form of p; the caller fills in the rest.
func NewStuckPage(p *Person) StuckPage {
	f := Personal(p, "Ask your class for help")
	f.Breadcrumb = []Crumb{{"My page", "/me/"}}
	return StuckPage{Frame: f}
}

// Template names the page's file.
func (StuckPage) Template() string { return "me-stuck.html" }

// Field is where the question is typed.
func (p StuckPage) Field() Field {
	return Field{Name: "body", Label: "What is unclear?", Hint: fmt.Sprintf("May stay empty. At most %s characters.", thousands(MaxMessage)), Error: p.FieldError("body"), Value: p.Body}
}
