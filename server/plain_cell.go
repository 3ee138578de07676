package server

import (
	"regexp"
	"strings"
)

// Text in files for spreadsheets. A cell that begins like a formula is one to a spreadsheet; and one that splits the file at
// semicolons or tabs, as many do, sees cells where there are none.

// innerFormula is what becomes a cell that begins like a formula where a file is split at semicolons, tabs or lines.
var innerFormula = regexp.MustCompile(`([;\t\r\n])([ "]*[=+\-@])`)

// innerTyped is innerFormula with an apostrophe.
var innerTyped = regexp.MustCompile(`([;\t\r\n])'([ "]*[=+\-@])`)

// formulaStart tells whether a spreadsheet takes a text for a formula.
func formulaStart(text string) bool {
	return text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0]))
}

// plainCell keeps a spreadsheet from taking what somebody typed for a formula: an apostrophe stands before what begins
// like one, also behind what may be taken for the end of a cell.
func plainCell(text string) string {
	if strings.ContainsAny(text, ";\t\r\n") {
		text = innerFormula.ReplaceAllString(text, "$1'$2")
	}
	if formulaStart(text) {
		return "'" + text
	}
	return text
}

// typedCell is what was typed where plainCell made this; what it does not make stays as it is.
func typedCell(text string) string {
	if rest, quoted := strings.CutPrefix(text, "'"); quoted && formulaStart(rest) {
		text = rest
	}
	if strings.ContainsAny(text, ";\t\r\n") {
		text = innerTyped.ReplaceAllString(text, "$1$2")
	}
	return text
}
