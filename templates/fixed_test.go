package templates_test

import "frontdesk/templates"

func fixedSamples() map[string]templates.Page {
	rosa := &templates.Person{Name: "Rosa Diaz", Staff: true}
	class := templates.ClassLine{ID: "C1", Name: "New hires, fall", Zone: "America/Chicago", Role: "coordinator"}
	look := templates.ClassLook{Staff: true, Coordinate: true, In: true}
	quiz := templates.FixedLine{ID: "F1", Title: "Quiz 1: HIPAA", Count: 3, Created: morning}
	begun := templates.FixedLine{ID: "F2", Title: "Midterm", Count: 55, Created: morning, Given: []string{"Midterm", "Midterm, again"}, Begun: true}

	none := templates.NewFixedFormsPage(rosa, class)
	none.Look = look
	list := none
	list.Forms = []templates.FixedLine{begun, quiz}

	made := templates.NewNewFixedPage(rosa, class)
	made.Look, made.Half, made.Mock, made.Most = look, 55, 110, 150
	made.Groups = []templates.FixedGroup{{Title: "Domains of the exam", Fields: []templates.Field{{Name: "domain-d3", Label: "Medical Law, Ethics, and Compliance", InputMode: "numeric", Width: "short"}}}}
	refused := made
	refused.Name, refused.Size, refused.Count = "Quiz 1", templates.SizeChosen, "x"
	refused.Groups = []templates.FixedGroup{{Title: "Domains of the exam", Open: true, Fields: []templates.Field{{Name: "domain-d3", Label: "Medical Law, Ethics, and Compliance", Value: "x",
		Error: "Medical Law, Ethics, and Compliance: enter a number from 0 to 150"}}}}
	refused.Errors = []templates.FieldError{{Field: "domain-d3", Text: "Medical Law, Ethics, and Compliance: enter a number from 0 to 150"}}

	options := []templates.FixedOption{}
	for i, o := range sample.Options {
		options = append(options, templates.FixedOption{Letter: string(rune('A' + i)), Text: o.Text, Key: o.ID == "b"})
	}
	questions := []templates.FixedQuestion{
		{N: 1, Domain: "Medical Law, Ethics, and Compliance", Lesson: lesson, Scenario: sample.Scenario, Text: sample.Text, Options: options, Mark: "5d1e07aa"},
		{N: 2, Domain: "Scheduling", Exhibit: exhibit, Text: "Which room is open at 9:20?", Options: options, Mark: "5d1e07ab"},
		{N: 3, Withheld: true, Mark: "5d1e07ac"}}
	page := templates.NewFormPage(rosa, class, quiz)
	page.Look, page.Version, page.Questions, page.Undo = look, 4, questions, &templates.FixedUndo{N: 2, Back: "5d1e07ad", Order: "cadb"}
	page.Banner = &templates.Banner{Title: "Question 2 is replaced", Link: &templates.Link{Text: "See it", Path: "#q-2"}}
	changed := templates.NewFormPage(rosa, class, quiz)
	changed.Look, changed.Version, changed.Questions = look, 5, questions[:1]
	changed.Errors = []templates.FieldError{{Text: "Nothing was replaced: Tolu Adeyemi changed this form meanwhile. Question 1 was: “Old?”. It is now: “New?”."}}
	fast := templates.NewFormPage(rosa, class, begun)
	fast.Look, fast.Questions = look, questions[:1]

	bare := []templates.FixedQuestion{}
	for _, q := range questions[:2] {
		q.Options = nil
		for _, o := range options {
			o.Key = false
			q.Options = append(q.Options, o)
		}
		bare = append(bare, templates.FixedQuestion{N: q.N, Scenario: q.Scenario, Exhibit: q.Exhibit, Text: q.Text, Options: q.Options})
	}
	paper := templates.NewPaperPage(rosa, class, quiz, "B")
	paper.Questions = bare
	key := templates.NewPaperKeyPage(rosa, class, quiz, "A")
	key.Answers = []templates.PaperAnswer{{N: 1, Letter: "B", Other: 2}, {N: 2, Letter: "D", Other: 1}}
	withheld := templates.NewPaperKeyPage(rosa, class, quiz, "B")
	withheld.Withheld = 1
	plan := templates.NewPlanPage(rosa, class)
	plan.Look, plan.Start, plan.Zone = look, "2027-01-04", "Chicago time"
	plan.Plans = []templates.ChoiceOption{{Value: "new-hire", Label: "New hire, weeks 1 to 4", Hint: "Phones, privacy, check-in."}}
	preview := plan
	preview.Plan, preview.Name, preview.There = "new-hire", "New hire, weeks 1 to 4", "5d1e07aa"
	preview.Lines = []templates.PlanLine{{N: 0, Title: "Read: HIPAA", When: "Due Friday, January 8, 2027, 5:00 PM Chicago time", Opens: "Opens Monday, January 4, 2027", Checked: true},
		{N: 1, Title: "Half exam", When: "Due Friday, January 29, 2027, 5:00 PM Chicago time", Note: "The class has it already"}}
	preview.Errors = []templates.FieldError{{Field: "pick", Text: "Tick at least one"}}
	notMonday := plan
	notMonday.Errors = []templates.FieldError{{Field: "plan", Text: "Choose a template"}, {Field: "start", Text: "Choose a Monday: January 5, 2027 is a Tuesday"}}
	copied := templates.NewCopyPage(rosa, class)
	copied.To, copied.First, copied.Forms, copied.There = templates.ClassLine{Name: "New hires, fall, copy", Zone: "America/Chicago"}, "Monday, January 4, 2027", 2, "5d1e07aa"
	dates := copied
	dates.Start, dates.Shown, dates.Lines = "2027-06-07", "America/Chicago 2027-06-07", preview.Lines
	empty := templates.NewCopyPage(rosa, class)
	empty.Shown = "UTC "
	fresh := templates.NewClassFormPage(rosa, templates.ClassLine{Name: "New hires", Zone: "America/Chicago"})
	fresh.Start, fresh.Plans = "2027-01-05", []templates.SelectOption{{Label: "No template"}, {Value: "new-hire", Label: "New hire, weeks 1 to 4", Chosen: true}}
	fresh.Errors = []templates.FieldError{{Field: "start", Text: "Choose a Monday: January 5, 2027 is a Tuesday"}}
	return map[string]templates.Page{"class-plan": plan, "class-plan-preview": preview, "class-plan-refused": notMonday, "class-copy": copied, "class-copy-dates": dates, "class-copy-none": empty,
		"class-new-plan": fresh, "fixed-forms": list, "fixed-forms-none": none, "fixed-new": made, "fixed-new-refused": refused, "fixed": page,
		"fixed-changed": changed, "fixed-begun": fast, "paper": paper, "paper-key": key, "paper-key-withheld": withheld}
}
