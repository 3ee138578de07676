package markdown

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
)

// anchors makes the ids of headings. goldmark's own drop every letter outside ASCII.
type anchors struct {
	prefix string
	used   map[string]bool
}

// Generate makes an id from a heading's text: letters and digits in lower case, joined by hyphens, and a number
// behind the second of the same kind.
func (a *anchors) Generate(value []byte, _ ast.NodeKind) []byte {
	words := strings.FieldsFunc(strings.ToLower(string(value)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	id := strings.Join(words, "-")
	if id == "" {
		id = "part"
	}
	for n, base := 2, id; a.used[id]; n++ {
		id = base + "-" + strconv.Itoa(n)
	}
	a.used[id] = true
	return []byte(a.prefix + id)
}

// Put takes note of an id that an author wrote.
func (a *anchors) Put(value []byte) { a.used[string(value)] = true }
