// Package strict reads the YAML that authors write and tells them everything that is wrong with it at once.
//
// A teacher who edits a question file should not have to fix one mistake to be told of the next. So every reader
// in this project decodes through Decode, which refuses keys that do not exist, keys that stand twice and values
// of the wrong kind, and reports each with its file and line. Rules that look at meaning rather than at form add
// their findings to the same list, as Problem values of their own.
package strict

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Severity says what a problem does: an Error stops a release, a Warning is listed and may be waived.
type Severity string

// The two severities, written as the content standard writes them.
const (
	Error   Severity = "E"
	Warning Severity = "W"
)

// A Problem is one thing that an author has to look at. File is relative to the root of the course (it begins with
// the course's folder), Line counts from 1, Rule is "yaml" for form and a rule id such as "L23" for meaning.
type Problem struct {
	File     string   `json:"file"`
	Line     int      `json:"line"`
	Rule     string   `json:"rule"`
	Severity Severity `json:"severity"`
	Message  string   `json:"message"`
}

// String is the form that editors can jump to: file:line: rule: message.
func (p Problem) String() string {
	return fmt.Sprintf("%s:%d: %s: %s", p.File, p.Line, p.Rule, p.Message)
}

// Problems is a list of findings. It is an error when it holds any, so that a caller that cannot go on can return it.
type Problems []Problem

// Error lists the problems, one a line.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// Sort orders the problems by file, line and rule, the order in which a person works through them.
func (ps Problems) Sort() {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Rule, b.Rule))
	})
}

// Errors returns the problems that stop a release.
func (ps Problems) Errors() Problems {
	var errs Problems
	for _, p := range ps {
		if p.Severity == Error {
			errs = append(errs, p)
		}
	}
	return errs
}

// Problemf makes an error of the rule "yaml" or of another form rule; loaders use it for what Decode cannot see.
func Problemf(file string, line int, rule, format string, args ...any) Problem {
	return Problem{File: file, Line: max(line, 1), Rule: rule, Severity: Error, Message: fmt.Sprintf(format, args...)}
}

// Decode reads one YAML document into out, which is a pointer. firstLine is the line of the file on which src
// begins: 1 for a whole file, more for front matter. All that could be read is in out even when there are problems.
// An empty document leaves out untouched.
func Decode(file string, src []byte, firstLine int, out any) Problems {
	d, found := Parse(file, src, firstLine)
	return append(found, d.Decode(out)...)
}

// A Document is one YAML document that has been parsed, so that values and lines are read from it without parsing it
// again, which takes most of the time.
type Document struct {
	file      string
	firstLine int
	root      yaml.Node
}

// Parse parses one YAML document. What it cannot parse is an empty document.
func Parse(file string, src []byte, firstLine int) (*Document, Problems) {
	d := &Document{file: file, firstLine: firstLine}
	dec := yaml.NewDecoder(bytes.NewReader(src))
	err := dec.Decode(&d.root)
	if errors.Is(err, io.EOF) {
		return d, nil
	}
	if err != nil {
		return &Document{file: file, firstLine: firstLine}, fromYAML(file, firstLine, err)
	}
	var more yaml.Node
	if err := dec.Decode(&more); !errors.Is(err, io.EOF) {
		return d, Problems{Problemf(file, firstLine+max(more.Line, 1)-1, "yaml", "the file holds a second document; keep one")}
	}
	return d, nil
}

// Decode reads the document into out as the function Decode does.
func (d *Document) Decode(out any) Problems {
	if d.root.Kind == 0 {
		return nil
	}
	var messages []string
	unknownKeys(&d.root, reflect.TypeOf(out), &messages)
	err := d.root.Decode(out)
	var typed *yaml.TypeError
	switch {
	case errors.As(err, &typed):
		messages = append(messages, typed.Errors...)
	case err != nil:
		return fromYAML(d.file, d.firstLine, err)
	case len(messages) == 0:
		return nil
	}
	return fromYAML(d.file, d.firstLine, &yaml.TypeError{Errors: messages})
}

var unmarshaler = reflect.TypeFor[yaml.Unmarshaler]()

// unknownKeys finds the keys of mappings for which a struct has no field. The library does so while it parses, but not
// from a node. A type that reads itself knows its own keys.
func unknownKeys(n *yaml.Node, t reflect.Type, messages *[]string) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if reflect.PointerTo(t).Implements(unmarshaler) {
		return
	}
	switch {
	case n.Kind == yaml.DocumentNode:
		unknownKeys(n.Content[0], t, messages)
	case n.Kind == yaml.AliasNode:
		unknownKeys(n.Alias, t, messages)
	case n.Kind == yaml.SequenceNode && t.Kind() == reflect.Slice:
		for _, entry := range n.Content {
			unknownKeys(entry, t.Elem(), messages)
		}
	case n.Kind == yaml.MappingNode && t.Kind() == reflect.Map:
		for i := 1; i < len(n.Content); i += 2 {
			unknownKeys(n.Content[i], t.Elem(), messages)
		}
	case n.Kind == yaml.MappingNode && t.Kind() == reflect.Struct:
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i]
			if f, ok := fieldOf(t, key.Value); ok {
				unknownKeys(n.Content[i+1], f, messages)
			} else {
				*messages = append(*messages, fmt.Sprintf("line %d: field %s not found in type %s", key.Line, key.Value, t))
			}
		}
	}
}

// fieldOf is the type of the field that a key is read into.
func fieldOf(t reflect.Type, key string) (reflect.Type, bool) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if name == key && key != "-" || name == "" && f.IsExported() && strings.ToLower(f.Name) == key {
			return f.Type, true
		}
	}
	return nil, false
}

var lineRE = regexp.MustCompile(`^(?:yaml: )?line (\d+): (?s:(.*))$`)

// fromYAML turns the library's errors, which carry their line in the text, into problems that carry it as a number.
func fromYAML(file string, firstLine int, err error) Problems {
	messages := []string{err.Error()}
	var typed *yaml.TypeError
	if errors.As(err, &typed) {
		messages = typed.Errors
	}
	var ps Problems
	for _, m := range messages {
		line, text := firstLine, strings.TrimPrefix(m, "yaml: ")
		if g := lineRE.FindStringSubmatch(m); g != nil {
			n, _ := strconv.Atoi(g[1])
			line, text = firstLine+n-1, g[2]
		}
		ps = append(ps, Problemf(file, line, "yaml", "%s", plain(text)))
	}
	return ps
}

var (
	unknownRE = regexp.MustCompile(`^field (\S+) not found in type (?s:.*)$`)
	twiceRE   = regexp.MustCompile(`^mapping key "(.*)" already defined at line (\d+)$`)
	kindRE    = regexp.MustCompile(`^cannot unmarshal !!(\w+) (.*)into (\S+)$`)
)

// plain says in an author's words what the library says in a programmer's.
func plain(m string) string {
	if g := unknownRE.FindStringSubmatch(m); g != nil {
		return fmt.Sprintf("there is no key %q here; check its spelling", g[1])
	}
	if g := twiceRE.FindStringSubmatch(m); g != nil {
		return fmt.Sprintf("the key %q stands twice; keep one", g[1])
	}
	if g := kindRE.FindStringSubmatch(m); g != nil {
		return fmt.Sprintf("%sis not the kind of value that belongs here (found %s)", g[2], g[1])
	}
	return m
}

// Lines returns the line of each entry of a document whose top level is a list or a mapping, in order: for a list
// the line on which the entry starts, for a mapping that of its key. It returns nil for anything else.
func (d *Document) Lines() []int {
	if len(d.root.Content) == 0 {
		return nil
	}
	var lines []int
	top, step := d.root.Content[0], 1
	if top.Kind == yaml.MappingNode {
		step = 2
	}
	for i := 0; i < len(top.Content); i += step {
		lines = append(lines, d.firstLine+top.Content[i].Line-1)
	}
	return lines
}

// Fields returns the lines of the fields of a document that is a list of mappings: one map an entry, from a path such
// as "question", "options.1" or "options.1.why" to its line. It returns nil for anything else.
func (d *Document) Fields() []map[string]int {
	if len(d.root.Content) == 0 || d.root.Content[0].Kind != yaml.SequenceNode {
		return nil
	}
	var all []map[string]int
	for _, entry := range d.root.Content[0].Content {
		lines := map[string]int{}
		fieldLines(entry, "", d.firstLine-1, lines)
		all = append(all, lines)
	}
	return all
}

func fieldLines(n *yaml.Node, path string, offset int, lines map[string]int) {
	step := 1
	if n.Kind == yaml.MappingNode {
		step = 2
	}
	for i := 0; i+step <= len(n.Content); i += step {
		name := strconv.Itoa(i)
		if step == 2 {
			name = n.Content[i].Value
		}
		lines[path+name] = offset + n.Content[i].Line
		fieldLines(n.Content[i+step-1], path+name+".", offset, lines)
	}
}

// In returns the problems with the folder in front of each file: a course's loaders do not know in which folder their
// tree stands.
func (ps Problems) In(folder string) Problems {
	moved := slices.Clone(ps)
	for i := range moved {
		moved[i].File = folder + "/" + moved[i].File
	}
	return moved
}
