package templates_test

import (
	"time"

	"frontdesk/templates"
)

// workSamples are the pages about class work that its learner sees.
func workSamples() map[string]templates.Page {
	class := templates.ClassLine{ID: "C1", Name: "New hires, fall", Zone: "America/Chicago", Role: "learner"}
	const friday = "Friday, December 4, 2026, 5:00 PM Chicago time"
	due := templates.WorkStatus{Text: "Due Friday, December 4, 5:00 PM Chicago time"}
	list := templates.WorkList{
		Open: []templates.OwnWorkLine{{Title: "HIPAA basics", Path: "/classes/C1/work/W2", Class: class.Name, Status: templates.WorkStatus{Text: "3 days late", Tone: templates.ToneLate}},
			{Title: "Half exam 1", Path: "/classes/C1/work/W1", Class: class.Name, Status: due}},
		Later: []templates.OwnWorkLine{{Title: "Ten questions on privacy", Path: "/classes/C1/work/W6", Class: class.Name, Status: templates.WorkStatus{Text: "Opens Monday, December 7, 8:00 AM Chicago time"}}},
		Done:  []templates.OwnWorkLine{{Title: "Ten questions", Path: "/classes/C1/work/W3", Class: class.Name, Status: templates.WorkStatus{Text: "Done 82%", Tone: templates.ToneDone}}},
	}

	half := templates.NewWorkPage(ana, class, "W1", "Half exam 1")
	half.Status, half.Sat, half.Start, half.Key = due, true, "W1", "K7"
	half.Facts = []templates.Fact{{Term: "What", Text: "A half exam, drawn for you"}, {Term: "Due", Text: friday}, {Term: "Attempts", Text: "1 of 2 left"},
		{Term: "Time limit", Text: "83 min, extended from 55. You have 1.5 × time on timed work."}, {Term: "Passed from", Text: "70%"}}
	half.Mark, half.MarkNote = "82.5%, which passes", "Set by Rosa Diaz: the fire alarm went off"
	half.Tries = []templates.AttemptEntry{{ID: "X1", At: morning, State: templates.Graded, When: "Handed in; the score is shown on " + friday},
		{ID: "X2", At: morning, State: templates.Void, Reason: "Voided by Rosa Diaz: the wrong class."}}
	half.Comments = []templates.WorkComment{{By: "Rosa Diaz", On: friday, Body: "Look at <billing> again.\nIt is worth it."}}
	open := templates.NewWorkPage(ana, class, "W1", "Half exam 1")
	open.Status, open.Sat, open.GoOn = due, true, "/attempts/X3"
	closed := templates.NewWorkPage(ana, class, "W1", "Half exam 1")
	closed.Status, closed.Sat = templates.WorkStatus{Text: "Closed Friday, December 4, 5:00 PM Chicago time, not handed in", Tone: templates.ToneLate}, true
	closed.Why = "It closed " + friday + ". Ask the people who teach you if you need more time."
	module := templates.NewWorkPage(ana, class, "W4", "Law, first part")
	module.Status, module.Parts = due, []templates.WorkPart{{Link: *lesson, Done: true}, {Link: templates.Link{Text: "Patient rights", Path: "/learn/law/patient-rights/"}}}
	cards := templates.NewWorkPage(ana, class, "W5", "Billing cards")
	cards.Status, cards.Deck = due, &templates.WorkDeck{Link: templates.Link{Text: "Billing", Path: "/terms/billing/"}, ID: "tb"}
	known := cards
	known.Deck = &templates.WorkDeck{Link: cards.Deck.Link, ID: "tb", Done: friday}

	mine := templates.NewMePage(ana)
	mine.Assigned, mine.Written, mine.Done = list, 14, 3
	mine.Assigned.Done[0].Class = "Evening class"
	done := templates.NewMePage(ana)
	done.Assigned.Done, done.Written, done.Done = list.Done, 14, 14
	home := templates.NewClassPage(ana, class)
	home.Look, home.Staff, home.Work = templates.ClassLook{In: true}, []string{"Rosa Diaz"}, list

	held := templates.NewResultPage(ana, "Half exam 1", templates.HeldBack, templates.Mark{})
	held.Attempt, held.Mode, held.Handed, held.When = "X1", "half", "Wednesday, December 2, 2026, 10:58 AM Chicago time", "New hires, fall shows the scores on "+friday+"."
	score := templates.NewResultPage(ana, "Half exam 1", templates.Graded, whole)
	score.Attempt, score.Mode, score.Domains, score.Missed, score.Answered, score.Of = "X1", "half", marks(), 32, 110, 110
	score.Used, score.Minutes, score.Standard, score.When = 30*time.Minute, 42, 55, "New hires, fall shows the answers on "+friday+"."
	return map[string]templates.Page{"work": half, "work-open": open, "work-closed": closed, "work-module": module, "work-cards": cards, "work-cards-known": known,
		"me-work": mine, "me-work-done": done, "class-work": home, "result-held": held, "result-score-alone": score}
}
