package templates

// A StylePage shows every token and every component in its states. It is the contract between templates, style sheet
// and tests: a class of the layer "components" that does not stand here fails a test.
type StylePage struct {
	Frame
	Pairs []ContrastRow
}

// Template names the page's file.
func (StylePage) Template() string { return "style.html" }

// A ContrastRow is a pair of colors with its contrast in the four themes, as computed from the style sheet.
type ContrastRow struct {
	Front, Back string   // token names without dashes
	Needs       float64  // the least contrast; 0 for decoration
	Ratios      []string // light, dark, high light, high dark: "16.67"
}

// Swatches are the color tokens in the order in which they are shown.
func (StylePage) Swatches() []string {
	return []string{"bg", "sunk", "raised", "ink", "ink-2", "line", "edge", "accent", "accent-hover", "on-accent",
		"accent-soft", "band", "amber", "amber-edge", "amber-soft", "red", "red-soft", "on-red"}
}

// A Sample is a component on the style page; the template "sample-" and Name shows it.
type Sample struct{ Name, Title, Use string }

// Samples are the components in the order in which they are shown.
func (StylePage) Samples() []Sample {
	return []Sample{
		{"buttons", "Buttons", "A button does something, a link goes somewhere. One filled button on a page; the one that destroys never comes first."},
		{"links", "Links", "Always underlined in text. Never “click here”."},
		{"fields", "Fields", "Label, hint and error stand above the field; labels are never placeholders. At rest, and refused."},
		{"choice", "Choice", "Stacked, nothing chosen beforehand when it is an answer."},
		{"question", "Question", "A self-check question. The legend holds the question only; a table stands in its own region."},
		{"messages", "Messages", "A banner says what a form has done and stays; the summary of errors links to each field."},
		{"callouts", "Callouts", "A label in words, then the text. Amber is for cautions only."},
		{"disclosure", "Disclosure", "For answers, tools and tables. Never for navigation."},
		{"tables", "Tables", "A wide table scrolls inside a named region that takes the focus."},
		{"facts", "Facts", "Pairs of a word and what holds for it."},
		{"lists", "Lists", "Of lessons and terms, with their state in words."},
		{"cards", "Cards", "For a handful of equal choices side by side."},
		{"tags", "Tags", "A state in words. Never an icon alone."},
		{"icons", "Icons", "20 px, in the color of the text, always beside their word."},
		{"progress", "Progress", "With its figures in words beside it."},
		{"terms", "Terms", "A dotted line under the first use in a lesson. Script shows the meaning in place."},
		{"names", "Names", "Long names wrap; names written from right to left keep their order."},
	}
}
