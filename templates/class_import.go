package templates

// A list of people is brought into a class in three pages: choose it, check what it does, done.

// An ImportPage is where a list is chosen.
type ImportPage struct {
	Frame
	Class ClassLine
	Text  string // pasted
	Leave bool   // learners who are not in it leave
}

// NewImportPage is the form, empty.
func NewImportPage(p *Person, c ClassLine) ImportPage {
	return ImportPage{Frame: importFrame(p, c, "Import a list"), Class: c}
}

// importFrame is the frame of a page below the people of a class.
func importFrame(p *Person, c ClassLine, title string) Frame {
	f := classFrame(p, c, title)
	f.Breadcrumb = append(f.Breadcrumb, Crumb{"People", c.Path() + "people"})
	return f
}

// Template names the page's file.
func (ImportPage) Template() string { return "class-import.html" }

// Path is where the list is sent.
func (p ImportPage) Path() string { return p.Class.Path() + "import" }

// LeaveBox is the question about who is not in the list.
func (p ImportPage) LeaveBox() Choice {
	return Choice{Name: "leave", Legend: "Who is not in the list", Many: true, Options: []ChoiceOption{
		{Value: "1", Label: "Learners who are not in the list leave the class", Hint: "Their accounts and work stay. Staff stay in any case.", Checked: p.Leave}}}
}

// An ImportProblem is a row that cannot be used.
type ImportProblem struct {
	Row  int // in the file
	Text string
}

// An ImportLine is what happens to one person.
type ImportLine struct {
	Row   int // 0 for who is not in the list
	Name  string
	Login string
	Role  string
	Was   string // the role of before, where that changes
}

// An ImportGroup is people to whom the same happens.
type ImportGroup struct {
	Title string // "New"
	Note  string // may be ""
	Lines []ImportLine
	Open  bool // its people are shown at once
	Of    int  // how many there are; Lines may hold the first ones only
}

// More is how many are not shown.
func (g ImportGroup) More() int { return g.Of - len(g.Lines) }

// An ImportCheckPage says what a list would do, before it does it.
type ImportCheckPage struct {
	Frame
	Class    ClassLine
	Text     string // the list, to be sent again
	Leave    bool
	Digest   string // names the plan that is shown
	Sum      string // "21 new, 2 with another role"
	Changes  int
	Same     int             // people to whom nothing happens
	Problems []ImportProblem // the first ones
	Bad      int             // how many rows cannot be used
	Groups   []ImportGroup

	Sheet      string // of the workbook that the list comes from; "" for other files
	HiddenRows int    // of that sheet

	NobodyOut bool // the list would take people out, but for its problems
}

// NewImportCheckPage is the page; the caller fills in the rest.
func NewImportCheckPage(p *Person, c ClassLine) ImportCheckPage {
	return ImportCheckPage{Frame: importFrame(p, c, "Check the list"), Class: c}
}

// Template names the page's file.
func (ImportCheckPage) Template() string { return "class-import-check.html" }

// Path is where the list is sent again.
func (p ImportCheckPage) Path() string { return p.Class.Path() + "import" }

// MoreProblems is how many rows with problems are not shown.
func (p ImportCheckPage) MoreProblems() int { return p.Bad - len(p.Problems) }

// An ImportLink is where a new account's password is chosen.
type ImportLink struct{ Name, Login, Address string }

// An ImportDonePage says what a list has done, and shows the links of new accounts, once.
type ImportDonePage struct {
	Frame
	Class ClassLine
	Sum   string
	Bad   int // rows that were left out
	Links []ImportLink

	NobodyOut bool // as on the page that checked it
}

// NewImportDonePage is the page; the caller fills in the links.
func NewImportDonePage(p *Person, c ClassLine, sum string, bad int) ImportDonePage {
	return ImportDonePage{Frame: importFrame(p, c, "The list is in"), Class: c, Sum: sum, Bad: bad}
}

// Template names the page's file.
func (ImportDonePage) Template() string { return "class-import-done.html" }
