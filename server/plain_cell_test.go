package server

import (
	"bytes"
	"encoding/csv"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestPlainCell: however a spreadsheet splits a file, no cell that somebody typed begins like a formula, and what was typed
// can be read back.
func TestPlainCell(t *testing.T) {
	splits := regexp.MustCompile(`[;\t\r\n]`)
	rapid.Check(t, func(t *rapid.T) {
		typed := rapid.StringMatching(`[a=+@;," \t\n-]{0,8}`).Draw(t, "typed")
		plain := plainCell(typed)
		if got := typedCell(plain); got != typed {
			t.Fatalf("%q is read back from %q as %q", typed, plain, got)
		}
		var file bytes.Buffer
		out := csv.NewWriter(&file)
		_ = out.Write([]string{"Ana", plain, "end"})
		out.Flush()
		for _, cell := range splits.Split(file.String(), -1) {
			if cell = strings.TrimLeft(cell, ` "`); formulaStart(cell) {
				t.Fatalf("%q is %q in the file, which has a cell %q", typed, file.String(), cell)
			}
		}
		if row, err := csv.NewReader(&file).Read(); err != nil || formulaStart(row[1]) {
			t.Fatalf("%q, %v", row, err)
		}
	})
}
