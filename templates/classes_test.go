package templates_test

import (
	"time"

	"frontdesk/templates"
)

func classSamples() map[string]templates.Page {
	rosa := &templates.Person{Name: "Rosa Diaz", Staff: true}
	class := templates.ClassLine{ID: "C1", Name: "New hires, fall", Term: "September to December 2026", Zone: "America/Chicago", Role: "coordinator"}
	over := templates.ClassLine{ID: "C2", Name: "New hires, spring", Zone: "America/Chicago", Role: "instructor", Archived: morning}
	learner := templates.ClassPerson{ID: "P7", Name: "Ana Diaz", Login: "ana", Role: "learner", Lessons: 12, Seen: morning}
	instructor := templates.ClassPerson{ID: "P8", Name: "Tolu Adeyemi", Login: "tolu", Role: "instructor", Seen: morning}
	gone := templates.ClassPerson{ID: "P9", Name: "Sami Haddad", Login: "sami", Role: "learner", Lessons: 3, Seen: morning, Left: morning.Add(time.Hour)}

	list := templates.NewClassesPage(rosa)
	list.Classes, list.Make = []templates.ClassLine{class, over}, true
	none := templates.NewClassesPage(rosa)
	none.Make = true
	made := templates.NewClassFormPage(rosa, templates.ClassLine{Zone: "Mars/Phobos"})
	made.Errors = []templates.FieldError{{Field: "name", Text: "Enter a name"}, {Field: "zone", Text: "Enter a time zone such as America/Chicago"}}

	coordinates, instructs := templates.ClassLook{Staff: true, Coordinate: true, In: true}, templates.ClassLook{Staff: true, In: true}
	archived := templates.NewClassPage(ana, over)
	archived.Look, archived.Staff = templates.ClassLook{In: true}, []string{"Rosa Diaz", "Tolu Adeyemi"}
	mine := templates.NewClassPage(ana, class)
	mine.Look, mine.Staff = templates.ClassLook{In: true}, []string{"Rosa Diaz"}

	people := templates.NewClassPeoplePage(rosa, class)
	people.Look, people.People, people.Gone = coordinates, []templates.ClassPerson{learner, instructor}, []templates.ClassPerson{gone}
	people.Login, people.Role, people.Errors = "nobody", "learner", []templates.FieldError{{Field: "login", Text: "Nobody has this sign-in name"}}
	looks := templates.NewClassPeoplePage(rosa, class)
	looks.Look, looks.Gone = instructs, people.Gone

	chosen := templates.ClassFilter{Path: class.Path() + "people", Section: "Monday", Found: 60, Number: 2, Pages: 2,
		Sections: []templates.SelectOption{{Value: "Monday", Label: "Monday", Chosen: true}}, Labels: []templates.SelectOption{{Value: "evening", Label: "evening"}}}
	people.Filter, people.In = chosen, 60
	people.People[0].Section, people.People[0].Labels, people.People[0].Factor = "Monday", []string{"evening", "new"}, 1.5
	nobody := templates.NewClassPeoplePage(rosa, class)
	nobody.Filter = templates.ClassFilter{Path: class.Path() + "people", Label: "evening", Number: 1, Pages: 1}

	empty := templates.NewImportPage(rosa, class)
	refused := templates.NewImportPage(rosa, class)
	refused.Text, refused.Leave, refused.Errors = "name;login\n", true, []templates.FieldError{{Field: "text", Text: "The list has no rows below its headings"}}
	line := templates.ImportLine{Row: 2, Name: "Ana Diaz", Login: "ana", Role: "learner"}
	check := templates.NewImportCheckPage(rosa, class)
	check.Text, check.Digest, check.Leave, check.Same, check.Bad = "name,login\nAna Diaz,ana\n", "5d1e", true, 3, 52
	check.Problems = []templates.ImportProblem{{Row: 7, Text: "login: “rosa@clinic” has no ending such as .com."}}
	check.Groups = []templates.ImportGroup{{Title: "New", Note: "An account is made, with a link to choose a password.", Lines: []templates.ImportLine{line}, Of: 21},
		{Title: "Another role", Lines: []templates.ImportLine{{Row: 3, Name: "Tolu Adeyemi", Login: "tolu", Role: "instructor", Was: "learner"}}, Of: 1},
		{Title: "Leave the class", Open: true, Lines: []templates.ImportLine{{Name: "Sami Haddad", Login: "sami", Role: "learner"}}, Of: 1}}
	check.Sum, check.Changes = "21 new, 1 with another role, 1 leaves", 23
	idle := templates.NewImportCheckPage(rosa, class)
	idle.Sum, idle.Same = "Nothing to change", 25
	flawed := templates.NewImportCheckPage(rosa, class)
	flawed.Sum, flawed.Changes, flawed.Bad, flawed.NobodyOut, flawed.Problems = "1 new", 1, 1, true, check.Problems
	flawed.Sheet, flawed.HiddenRows = "List", 3
	done := templates.NewImportDonePage(rosa, class, "21 new", 2)
	done.Links = []templates.ImportLink{{Name: "Ana Diaz", Login: "ana", Address: "https://study.example.org/reset/T9"}}

	asks := templates.NewClassResetPage(rosa, class, learner)
	reset, no := asks, asks
	no.Refused = "Ana Diaz is staff, here or in another class."
	reset.Address, reset.Until = "https://study.example.org/reset/T9", morning

	settings := templates.NewClassFormPage(rosa, class)
	settings.Was = []string{class.Name, class.Term, class.Zone}
	changed := settings
	changed.Class.Name = "New hires, spring"
	changed.Conflict = &templates.Conflict{Path: class.Path() + "settings", Form: templates.SettingsForm, Rows: []templates.ConflictRow{{Field: "Name of the class", Theirs: class.Name, Yours: "New hires, spring"}}}

	return map[string]templates.Page{
		"class-reset-refused": no, "class-reset": asks, "class-reset-made": reset,
		"class-import": empty, "class-import-refused": refused, "class-import-check": check, "class-import-idle": idle, "class-import-flawed": flawed, "class-import-done": done,
		"classes": list, "classes-none": none, "classes-learner": templates.NewClassesPage(ana), "class-new": made,
		"class-settings": settings, "class-settings-changed": changed, "class-settings-archived": templates.NewClassFormPage(rosa, over),
		"class-archived": archived, "class-learner": mine,
		"class-people": people, "class-people-instructor": looks, "class-people-none": nobody,
		"class-leave": templates.NewClassLeavePage(ana, class, nil), "class-take-out": templates.NewClassLeavePage(rosa, class, &learner),
		"class-join": templates.NewJoinPage(ana, class.Name, "7KQ4M2XD", []string{"Rosa Diaz"}), "class-join-guest": templates.NewJoinPage(guest, class.Name, "7KQ4M2XD", nil),
		"class-join-unknown": templates.NewJoinPage(nil, class.Name, "7KQ4M2XD", archived.Staff), "class-join-refused": templates.NewJoinRefusedPage(nil, "It is mistyped or closed. Ask the people who teach you for a new one."),
	}
}
