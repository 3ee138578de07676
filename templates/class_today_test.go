package templates_test

import (
	"testing"
	"time"

	"frontdesk/templates"
)

func todaySamples() map[string]templates.Page {
	rosa := &templates.Person{Name: "Rosa Diaz", Staff: true}
	class := templates.ClassLine{ID: "C1", Name: "New hires, fall", Term: "September to December 2026", Zone: "America/Chicago", Role: "coordinator"}
	over := templates.ClassLine{ID: "C2", Name: "New hires, spring", Zone: "America/Chicago", Role: "instructor", Archived: morning}
	all, some := templates.ClassLook{Staff: true, Coordinate: true, In: true}, templates.ClassLook{Staff: true}

	today := templates.NewClassTodayPage(rosa, class)
	today.Look, today.Staff, today.Learners, today.Checked, today.Assigned = all, []string{"Rosa Diaz", "Tolu Adeyemi"}, 25, morning, true
	late := templates.NeedReason{Words: "Half exam 1 is 3 days late.", Action: "Give more time", Path: "/classes/C1/assignments/W1/rules?person=P7"}
	low := templates.NeedReason{Words: "Billing: 5 of 14 right.", Action: "Assign a drill", Path: "/classes/C1/assignments/new?kind=drill&object=domain%3Ad4&person=P7"}
	today.Needs = []templates.NeedRow{{ID: "P7", Name: "Ana Diaz", Reasons: []templates.NeedReason{late, low, low}, Facts: "5d1e07aa"},
		{ID: "P9", Name: "Wei Chen", Reasons: []templates.NeedReason{{Words: "Not here for 9 days.", Action: "Send a message", Path: "/classes/C1/people/P9/messages?for=away"}}, Facts: "07aa"}}
	today.Need, today.Hidden = 4, today.Needs[:1]
	today.Week = []templates.WeekLine{{Link: templates.Link{Text: "Half exam 1", Path: "/classes/C1/assignments/W1"}, Due: morning, Zone: "Chicago time", Done: 18, Of: 25}}
	today.Missed = []templates.MissedLine{{Question: sample.Text, Missed: 14, Of: 20, Chosen: "March 18, 2026", Chosers: 9, Drill: "/classes/C1/assignments/new?kind=drill&object=lesson%3Ad3-03"}}
	today.Code, today.Join = "7KQ4M2XD", "https://study.example.org/join/7KQ4-M2XD"
	calm := today
	calm.Need, calm.Needs, calm.Hidden, calm.Week, calm.Missed, calm.Closed, calm.Look = 0, nil, nil, nil, nil, true, some
	empty := calm
	empty.Learners, empty.Assigned, empty.Look, empty.Closed = 0, false, all, false
	archived := templates.NewClassTodayPage(rosa, over)
	archived.Look, archived.Checked, archived.Learners, archived.Code = some, morning, 1, today.Code
	archived.Needs, archived.Need = today.Needs[1:], 1

	filter := templates.ClassFilter{Path: "/classes/C1/map", Number: 1, Pages: 2, Found: 51, Labels: []templates.SelectOption{{Value: "evening", Label: "evening"}}}
	heat := templates.NewClassMapPage(rosa, class)
	heat.Look, heat.Filter, heat.Domains = all, filter, []string{"Scheduling", "Billing"}
	heat.Rows = []templates.MapRow{{Name: "Ana Diaz", Path: "/classes/C1/people/P7", Cells: []templates.MapCell{{Right: 14, Of: 16}, {Right: 5, Of: 14}}, All: templates.MapCell{Right: 19, Of: 30}},
		{Name: "Wei Chen", Path: "/classes/C1/people/P9", Cells: []templates.MapCell{{Right: 1, Of: 4}, {}}, All: templates.MapCell{Right: 1, Of: 4}}}
	heat.Totals = []templates.MapCell{{Right: 150, Of: 200}, {Right: 110, Of: 212}}
	blank := templates.NewClassMapPage(rosa, class)
	blank.Look = all

	learner := templates.ClassPerson{ID: "P7", Name: "Ana Diaz", Login: "ana", Role: "learner", Lessons: 12, Seen: morning, Section: "Monday", Labels: []string{"evening", "new"}, Factor: 1.5, Extra: 1}
	question := templates.MessageLine{By: "Ana Diaz", Class: class.Name, About: lesson.Path, Subject: lesson.Text, Body: "Which day counts?\nThe first?", At: morning, Unread: "Waits for an answer", Waits: "M1"}
	answer := templates.MessageLine{By: "Rosa Diaz", Class: class.Name, Subject: "Know the dates", Body: "The day of receipt.", At: morning}
	person := templates.NewClassPersonPage(rosa, class, learner)
	person.Look, person.Joined, person.Messages = all, morning, []templates.MessageLine{question, answer}
	person.Works = []templates.PersonWork{{Title: "Half exam 1", State: "82 late", Marks: "/classes/C1/marks/W1/P7", Why: "/classes/C1/assignments/W1/why/P7"}}
	person.Attempts = []templates.StaffAttempt{{ID: "X7", Name: "Drill: Scheduling", State: "Finished", Started: morning}}
	person.Banner = &templates.Banner{Title: "Ana Diaz now has 1.5 × time and 1 extra attempt"}
	person.Undo = &templates.FactUndo{Path: person.Path() + "/facts", Fields: [][2]string{{"factor", "other"}, {"other", "1"}, {"extra", "0"}, {"was", "1.5"}, {"was", "1"}}}
	person.PlaceWas, person.FactsWas = []string{"Monday", "evening", "new"}, []string{"1.5", "1"}
	beaten := person
	beaten.Banner, beaten.Undo, beaten.Chosen, beaten.Extra = nil, nil, "1", "3"
	beaten.Conflict = &templates.Conflict{Path: beaten.Path(), Form: templates.FactsForm, Rows: []templates.ConflictRow{{Field: "Time for timed work", Theirs: "1.5 ×", Yours: "1 ×"}, {Field: "Extra attempts", Theirs: "1", Yours: "3"}}}
	gone := templates.NewClassPersonPage(rosa, class, templates.ClassPerson{ID: "P8", Name: "Sami Haddad", Login: "sami", Role: "instructor", Seen: morning, Left: morning})
	gone.Look, gone.Joined = some, morning
	added := templates.NewClassPersonPage(rosa, class, learner)
	added.Look, added.Joined, added.NoFacts = all, morning, "Ana Diaz was added by sign-in name. Ask an administrator."

	thread := templates.NewClassMessagesPage(rosa, class, learner)
	thread.Look, thread.Messages, thread.Body = all, person.Messages, "Hello Ana Diaz"
	quiet := templates.NewClassMessagesPage(rosa, class, learner)
	quiet.Look, quiet.Errors = some, []templates.FieldError{{Field: "body", Text: "Write a message"}}

	one := templates.Choice{Name: "class", Legend: "Which class", Options: []templates.ChoiceOption{{Value: "C1", Label: class.Name}}}
	two := one
	two.Options = append(two.Options, templates.ChoiceOption{Value: "C2", Label: over.Name})
	mine := templates.NewMessagesPage(ana)
	asking := question
	asking.Waits = ""
	mine.Messages, mine.Classes = []templates.MessageLine{answer, asking}, two
	mine.Messages[0].Unread, mine.Messages[0].Waits = "New", "M2"
	stuck := templates.NewStuckPage(ana)
	stuck.About, stuck.Sent, stuck.Classes = *lesson, lesson.Path, one
	asked := stuck
	asked.About, asked.Sent, asked.Classes = templates.Link{Text: "Know the dates"}, "/attempts/X7/items/2", two
	me := templates.NewMePage(ana)
	me.Classes, me.Ask, me.Unread, me.Written = true, true, mine.Messages[:1], 14

	line := templates.PersonLine{ID: "P9", Name: "Sami Haddad", Login: "sami", Role: "learner", Factor: 1, Seen: morning}
	erase := templates.NewPersonErasePage(rosa, "rosa", line)
	erase.Errors = []templates.FieldError{{Field: "password", Text: "That is not your password"}}
	leaving := templates.NewPersonPage(rosa, line)
	leaving.Made, leaving.Erase, leaving.Leaving = morning, true, morning.Add(7*24*time.Hour)
	audit := templates.NewClassAuditPage(rosa, class)
	audit.Action, audit.Found = "message", 1
	audit.Lines = []templates.AuditLine{{At: morning, By: "Rosa Diaz", Action: "message", Of: "Ana Diaz", OfID: "P7"}}

	return map[string]templates.Page{
		"class-today": today, "class-today-calm": calm, "class-today-empty": empty, "class-today-archived": archived,
		"class-map": heat, "class-map-empty": blank, "class-person": person, "class-person-added": added, "class-person-changed": beaten, "class-person-gone": gone,
		"class-messages": thread, "class-messages-refused": quiet, "me-messages": mine, "me-messages-none": templates.NewMessagesPage(ana),
		"me-stuck": stuck, "me-stuck-question": asked, "me-stuck-nowhere": templates.NewStuckPage(ana), "me-unread": me,
		"person-erase": erase, "person-leaving": leaving, "class-audit": audit,
	}
}

func TestMapFinding(t *testing.T) {
	for _, tc := range []struct {
		totals []templates.MapCell
		want   string
	}{
		{nil, "Not enough answers yet: at least 5 in a domain."},
		{[]templates.MapCell{{Right: 0, Of: 4}, {Right: 1, Of: 2}}, "Not enough answers yet: at least 5 in a domain."},
		{[]templates.MapCell{{Right: 0, Of: 4}, {Right: 4, Of: 5}}, "Lowest: Billing, 80% right over 5 answers."},
		{[]templates.MapCell{{Right: 3, Of: 5}, {Right: 110, Of: 212}}, "Lowest: Billing, 52% right over 212 answers."},
		{[]templates.MapCell{{Right: 2, Of: 5}, {Right: 110, Of: 212}}, "Lowest: Scheduling, 40% right over 5 answers."},
	} {
		p := templates.ClassMapPage{Domains: []string{"Scheduling", "Billing"}, Totals: tc.totals}
		if got := p.Finding(); got != tc.want {
			t.Errorf("%v: %s, want %s", tc.totals, got, tc.want)
		}
	}
	for _, tc := range []struct {
		templates.MapCell
		text string
		low  bool
	}{{templates.MapCell{Right: 1, Of: 4}, "–", false}, {templates.MapCell{Right: 3, Of: 5}, "60%", false}, {templates.MapCell{Right: 59, Of: 99}, "60%", true}, {templates.MapCell{Right: 0, Of: 5}, "0%", true}} {
		if tc.Text() != tc.text || tc.Low() != tc.low {
			t.Errorf("%+v: %s, %v", tc.MapCell, tc.Text(), tc.Low())
		}
	}
}
