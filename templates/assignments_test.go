package templates_test

import (
	"net/url"

	"frontdesk/templates"
)

// assignmentSamples are the pages about the work of a class, for its staff.
func assignmentSamples() map[string]templates.Page {
	rosa := &templates.Person{Name: "Rosa Diaz", Staff: true}
	class := templates.ClassLine{ID: "C1", Name: "New hires, fall", Term: "Fall 2026", Zone: "America/Chicago", Role: "coordinator"}
	look := templates.ClassLook{Staff: true, Coordinate: true, In: true}
	due := "Friday, December 4, 2026, 5:00 PM Chicago time"
	half := templates.WorkLine{ID: "W1", Title: "Half exam", For: "Everyone", Due: due, Done: 18, Of: 25}
	read := templates.WorkLine{ID: "W2", Title: "HIPAA <patient> rights", For: "Label evening, Ana Diaz", Of: 1}
	gone := templates.WorkLine{ID: "W3", Title: "Drill: Billing", Withdrawn: true}

	list := templates.NewAssignmentsPage(rosa, class, look)
	list.Works, list.Withdrawn = []templates.WorkLine{half, read}, []templates.WorkLine{gone}
	one := templates.NewAssignmentPage(rosa, class, look, half)
	one.Facts = []templates.WorkFact{{Name: "Work", Text: "One half exam (55 questions, 55 minutes)"}, {Name: "Due", Text: due}, {Name: "For Ana Diaz", Text: "Due: December 11"}}
	one.Learners = []templates.WorkLearner{{ID: "P2", Name: "Ana Diaz", Mark: "82 late", Due: due}, {ID: "P3", Name: "Sami Haddad", Mark: "Working", Part: "1 of 3"}}
	withdrawn := templates.NewAssignmentPage(rosa, class, look, gone)
	withdrawn.Since = morning

	fresh := templates.NewAssignmentFormPage(rosa, class, look, templates.WorkLine{})
	fresh.Subjects = []templates.SelectGroup{{Label: "Exams", Options: []templates.SelectOption{{Value: "half", Label: "Half exam", Chosen: true}, {Value: "mock", Label: "Practice exam"}}},
		{Label: "Lessons", Options: []templates.SelectOption{{Value: "lesson:d3-03", Label: "HIPAA <patient> rights"}}}}
	fresh.Targets = []templates.ChoiceOption{{Value: "label:evening", Label: "Label evening"}, {Value: "person:P2", Label: "Ana Diaz", Checked: true}}
	fresh.Values = url.Values{"what": {"half"}, "who": {"some"}, "zone": {"America/Chicago"}, "due_time": {"17:00"}, "late": {"always"}, "counts": {"best"}, "score": {"at-once"}, "answers": {"after-due"}, "attempts": {"1"}}
	fresh.People, fresh.Summary = 25, []string{"25 people get one half exam (55 questions, 55 minutes).", "Ana Diaz has 82 minutes."}
	refused := fresh
	refused.Summary, refused.Errors = nil, []templates.FieldError{{Field: "what", Text: "Choose what to assign"}, {Field: "due_time", Text: "2:30 AM does not exist on March 14, 2027 (clocks go forward). Choose 3:00 AM or later."},
		{Field: "target", Text: "Choose at least one learner"}, {Field: "attempts", Text: "Enter a number of attempts from 0 to 20"}, {Field: "late", Text: "Choose one of these"}}
	edit := templates.NewAssignmentFormPage(rosa, class, look, half)
	edit.Values, edit.Version, edit.Begun, edit.Working, edit.Summary = fresh.Values, 3, "One half exam (55 questions, 55 minutes)", 3, fresh.Summary
	conflict := edit
	conflict.Conflict = &templates.Conflict{By: "Tolu Adeyemi", At: "10:41 AM", Rows: []templates.ConflictRow{{Field: "Due", Theirs: due, Yours: "no due date"}, {Field: "Minutes", Yours: "45"}}}

	rules := templates.NewRulesPage(rosa, class, look, half)
	rules.Version = 3
	rules.Targets = []templates.SelectGroup{{Label: "Labels", Options: []templates.SelectOption{{Value: "label:evening", Label: "Label evening"}}}, {Label: "People", Options: []templates.SelectOption{{Value: "person:P2", Label: "Ana Diaz", Chosen: true}}}}
	rules.Groups = []templates.RuleGroup{{Who: "Label evening", Value: "label:evening", Facts: []templates.WorkFact{{Name: "Attempts", Text: "2"}}}, {Who: "Ana Diaz", Value: "person:P2", Facts: []templates.WorkFact{{Name: "Due", Text: due}, {Name: "Minutes", Text: "80"}}}}
	rules.Values = url.Values{"who": {"person:P2"}, "due_date": {"2026-12-11"}, "due_time": {"17:00"}, "minutes": {"80"}}
	rules.More = &templates.MoreTime{ID: "P2", Name: "Ana Diaz", Due: due, Zone: "Chicago time", Date: "2026-12-11", Time: "17:00"}
	badRules := rules
	badRules.Errors = []templates.FieldError{{Field: "who", Text: "Choose a label or a person that gets this work"}, {Field: "more_date", Text: "Choose a date after December 4, 2026, 5:00 PM"}}
	badRules.Conflict = &templates.Conflict{By: "Tolu Adeyemi", At: "10:41 AM"}
	undo := templates.NewRulesPage(rosa, class, look, half)
	undo.Removed = []templates.HiddenField{{Name: "who", Value: "person:P2"}, {Name: "minutes", Value: "80"}}
	undo.Banner = &templates.Banner{Title: "The rules are removed"}
	undo.More = &templates.MoreTime{ID: "P2", Name: "Ana Diaz"}

	why := templates.NewWhyPage(rosa, class, look, half, "P2", "Ana Diaz")
	why.Sentence = "Ana Diaz can begin now, and is in time until " + due + "; 1 of 2 attempts is left."
	why.Lines = []templates.WhyLine{{Rule: "Due", Value: due, From: "the rule for Ana Diaz", Over: "no due date from the assignment"}, {Rule: "Minutes", Value: "83", From: "the assignment", Fact: "time factor 1.5 makes 55 83"}}
	return map[string]templates.Page{
		"assignments": list, "assignments-none": templates.NewAssignmentsPage(rosa, class, look), "assignment": one, "assignment-withdrawn": withdrawn,
		"assignment-new": fresh, "assignment-refused": refused, "assignment-edit": edit, "assignment-conflict": conflict,
		"assignment-withdraw": templates.NewWithdrawPage(rosa, class, look, half, 2),
		"assignment-rules":    rules, "assignment-rules-refused": badRules, "assignment-rules-removed": undo, "assignment-why": why,
	}
}
