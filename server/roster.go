package server

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"frontdesk/server/store"
)

// A list of people as CSV text: our own headings (name, login, role) or those of OneRoster 1.2 users. What stands in a cell
// is text; one that a spreadsheet would take for a formula is a problem of its row. workbook.go makes CSV of .xlsx files.

// Limits of a list.
const (
	maxRoster     = 2 << 20 // bytes
	maxRosterRows = 5000
)

// What a list is refused with when it is beyond them.
const (
	tooLong     = "The list is larger than 2 MB. Send it in parts"
	tooManyRows = "The list has more than 5,000 rows. Send it in parts"
)

// rosterTemplate is what can be filled in.
const rosterTemplate = "name,login,role\nAna Diaz,ana.diaz@example.org,learner\nTolu Adeyemi,tolu,instructor\n"

// A rosterFile is a list that was read.
type rosterFile struct {
	head  []string // the headings as they stand
	lines []rosterLine
}

// A rosterLine is one row below the headings.
type rosterLine struct {
	store.RosterRow
	cells []string
	wrong string // why it cannot be used, with the column; "" if it can
}

// rosterColumns are the headings that mean something, in small letters.
var rosterColumns = []string{"name", "login", "role", "givenname", "familyname", "username", "email", "enableduser"}

// readRoster reads a list. refused says in a sentence why it cannot be used at all; rows may still be wrong.
func readRoster(text []byte) (f rosterFile, refused string) {
	text = bytes.ReplaceAll(bytes.TrimPrefix(text, []byte("\ufeff")), []byte("\r\n"), []byte("\n"))
	text = bytes.ReplaceAll(text, []byte("\r"), []byte("\n"))
	if refused := readable(text); refused != "" {
		return f, refused
	}
	in := csv.NewReader(bytes.NewReader(text))
	in.Comma, in.FieldsPerRecord = separator(text), -1
	at := map[string]int{}
	broken := 0 // line breaks inside cells so far: a row is one row to who made the list
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if wrong := (*csv.ParseError)(nil); errors.As(err, &wrong) {
			return f, fmt.Sprintf("Row %d cannot be read: look at its quotation marks", wrong.Line)
		}
		n, _ := in.FieldPos(0)
		n -= broken
		for _, cell := range cells {
			broken += strings.Count(cell, "\n")
		}
		if strings.TrimSpace(strings.Join(cells, "")) == "" {
			continue
		}
		if f.head == nil {
			if f.head, at, refused = headings(cells); refused != "" {
				return f, refused
			}
			continue
		}
		if len(f.lines) == maxRosterRows {
			return f, tooManyRows
		}
		f.lines = append(f.lines, readRow(n, f.head, cells, at))
	}
	if len(f.lines) == 0 {
		return f, "The list has no rows below its headings"
	}
	f.findTwins()
	return f, ""
}

// readable refuses what is no text.
func readable(text []byte) (refused string) {
	switch {
	case len(bytes.TrimSpace(text)) == 0:
		return "Choose a file, or paste rows"
	case len(text)+bytes.Count(text, []byte("\n")) > maxRoster: // as a form sends it on
		return tooLong
	case bytes.HasPrefix(text, []byte("\xff\xfe")), bytes.HasPrefix(text, []byte("\xfe\xff")):
		return "This is UTF-16 text. Save the list as “CSV UTF-8” and try again"
	}
	for i, line := range bytes.Split(text, []byte("\n")) {
		if utf8.Valid(line) && bytes.IndexByte(line, 0) < 0 {
			continue
		}
		if !strings.HasPrefix(http.DetectContentType(text), "text/") {
			return notAList
		}
		return fmt.Sprintf("Row %d is not readable as UTF-8. Save the list as “CSV UTF-8” and try again", i+1)
	}
	return ""
}

// separator is what makes the most headings out of the first line: a comma, a semicolon or, pasted from a spreadsheet, a tab.
func separator(text []byte) rune {
	best, most := ',', 0
	for _, r := range []rune{',', ';', '\t'} {
		in := csv.NewReader(bytes.NewReader(text))
		in.Comma, in.FieldsPerRecord = r, -1
		cells, err := in.Read()
		if err != nil {
			continue
		}
		known := 0
		for _, cell := range cells {
			if slices.Contains(rosterColumns, strings.ToLower(strings.TrimSpace(cell))) {
				known++
			}
		}
		if known > most {
			best, most = r, known
		}
	}
	return best
}

// headings finds out in which column what stands.
func headings(cells []string) (head []string, at map[string]int, refused string) {
	at = map[string]int{}
	for i, cell := range cells {
		name := strings.ToLower(strings.TrimSpace(cell))
		for _, known := range rosterColumns {
			if _, twice := at[known]; name == known && twice {
				return nil, nil, fmt.Sprintf("The heading %s stands there twice", cell)
			} else if name == known {
				at[known] = i
			}
		}
	}
	has := func(names ...string) bool {
		for _, name := range names {
			if _, ok := at[name]; ok {
				return true
			}
		}
		return false
	}
	switch {
	case !has("login", "username", "email"):
		return nil, nil, "The first row has no heading login, username or email"
	case !has("name", "givenname", "familyname"):
		return nil, nil, "The first row has no heading name, givenName or familyName"
	}
	return cells, at, ""
}

// rosterCells are the cells of a row, by what their headings mean.
type rosterCells struct {
	head, cells []string
	at          map[string]int
}

// text is what stands below a heading; "" where there is nothing.
func (c rosterCells) text(name string) string {
	i, ok := c.at[name]
	if !ok || i >= len(c.cells) {
		return ""
	}
	return typedCell(strings.TrimSpace(c.cells[i]))
}

// heading is a heading as it stands in the list.
func (c rosterCells) heading(name string) string { return strings.TrimSpace(c.head[c.at[name]]) }

// first is the first text below one of the headings, and which that is: the first one there is if all are empty.
func (c rosterCells) first(names ...string) (text, heading string) {
	for _, name := range names {
		if _, ok := c.at[name]; ok && text == "" {
			if text = c.text(name); text != "" || heading == "" {
				heading = c.heading(name)
			}
		}
	}
	return text, heading
}

// readRow reads one row.
func readRow(n int, head, cells []string, at map[string]int) rosterLine {
	c := rosterCells{head, cells, at}
	l := rosterLine{cells: cells, RosterRow: store.RosterRow{Row: n}}
	var nameColumn, column string
	if l.Name, nameColumn = c.first("name", "givenname", "familyname"); c.text("name") == "" {
		l.Name = strings.TrimSpace(c.text("givenname") + " " + c.text("familyname"))
	}
	l.Login, column = c.first("login", "username", "email")
	var ok bool
	if l.Role, ok = rosterRole(c.text("role")); !ok {
		l.wrong = fmt.Sprintf("role: “%s” is no role in a class. Write learner, instructor or coordinator", c.text("role"))
	}
	switch strings.ToLower(c.text("enableduser")) {
	case "", "true":
	case "false":
		l.Out = true
	default:
		l.wrong = fmt.Sprintf("enabledUser: “%s” is neither true nor false", c.text("enableduser"))
	}
	for _, name := range rosterColumns {
		if text := c.text(name); formulaStart(text) {
			l.wrong = fmt.Sprintf("%s: “%s” begins like a formula. Put its value there", c.heading(name), text)
			return l
		}
	}
	if text := nameWrong(l.Name, nameColumn); text != "" {
		l.wrong = text
	}
	if text := loginWrong(l.Login, column); text != "" {
		l.wrong = text
	}
	if who, host, address := strings.Cut(l.Login, "@"); l.wrong == "" && address && who != "" && !strings.Contains(strings.Trim(host, "."), ".") {
		l.wrong = fmt.Sprintf("%s: “%s” has no ending such as .com", column, l.Login)
	}
	return l
}

// nameWrong says to who made the list why a name cannot be taken; "" if it can.
func nameWrong(name, column string) string {
	switch {
	case name == "":
		return column + ": the name is missing"
	case nameError(name) != "":
		return fmt.Sprintf("%s: the name is longer than %d characters, or has a line break or an invisible sign", column, maxName)
	}
	return ""
}

// loginWrong is nameWrong for a sign-in name.
func loginWrong(login, column string) string {
	folded := store.FoldLogin(login)
	switch {
	case folded == "":
		return column + ": the sign-in name is missing"
	case utf8.RuneCountInString(folded) > maxLogin || unprintable(login): // folding can make it 18 times as long
		return fmt.Sprintf("%s: the sign-in name is longer than %d characters, or has a line break or an invisible sign", column, maxLogin)
	}
	return ""
}

// rosterRole reads a role, in our words or those of OneRoster; none leaves it open.
func rosterRole(text string) (store.Role, bool) {
	switch strings.ToLower(text) {
	case "":
		return "", true
	case "student":
		return store.Learner, true
	case "teacher":
		return store.Instructor, true
	}
	return classRole(strings.ToLower(text))
}

// findTwins marks rows whose sign-in name stands in an earlier one.
func (f *rosterFile) findTwins() {
	first := map[string]int{}
	for i := range f.lines {
		l := &f.lines[i]
		login := store.FoldLogin(l.Login)
		if n, twice := first[login]; twice && l.wrong == "" {
			l.wrong = fmt.Sprintf("“%s” stands in row %d already", l.Login, n)
		} else if l.wrong == "" {
			first[login] = l.Row
		}
	}
}

// roster is what the list says about a class.
func (f *rosterFile) roster(class, actor string, leave bool) store.Roster {
	r := store.Roster{Class: class, Actor: actor, Leave: leave}
	for _, l := range f.lines {
		if l.wrong == "" {
			r.Rows = append(r.Rows, l.RosterRow)
		} else {
			r.Flawed = true
		}
	}
	return r
}

// keepsAll tells whether the list takes nobody out because of its problems, though it says that somebody leaves, or those
// who are not in it do.
func (f *rosterFile) keepsAll(leave bool) bool {
	bad := slices.ContainsFunc(f.lines, func(l rosterLine) bool { return l.wrong != "" })
	return bad && (leave || slices.ContainsFunc(f.lines, func(l rosterLine) bool { return l.wrong == "" && l.Out }))
}

// errorsFile is the rows that cannot be used, with why, to be mended and sent again.
func (f *rosterFile) errorsFile() []byte {
	var file bytes.Buffer
	out := csv.NewWriter(&file)
	write := func(cells ...string) {
		for i := range cells {
			cells[i] = plainCell(strings.TrimSpace(cells[i]))
		}
		_ = out.Write(cells) // into memory
	}
	write(append(append([]string{}, f.head...), "row", "problem")...)
	for _, l := range f.lines {
		if l.wrong == "" {
			continue
		}
		cells := make([]string, len(f.head))
		copy(cells, l.cells)
		write(append(cells, fmt.Sprint(l.Row), l.wrong)...)
	}
	out.Flush()
	return file.Bytes()
}
