package templates

// A Field is one line to type into. The template "field" prints it with its label, hint and error above it.
type Field struct {
	Name         string // also its id
	Label        string
	Hint         string // "" for none; stands above the field, never inside it
	Error        string // "" while it is fine; the same sentence as in the summary
	Type         string // text, email, password, date, number
	Value        string // what was typed before; never for a password
	Autocomplete string // "username", "current-password", …
	InputMode    string // "numeric", … or ""
	Width        string // "short", "middle" or "" for the whole column
	Required     bool
}

// A Choice is a set of radio buttons, or of checkboxes if Many. The template "choice" prints it.
type Choice struct {
	Name    string // also the id of the first option
	Legend  string
	Hint    string
	Error   string
	Many    bool
	Options []ChoiceOption
}

// A ChoiceOption is one of the answers of a Choice.
type ChoiceOption struct {
	Value, Label, Hint string
	Checked            bool
}
