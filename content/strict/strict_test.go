package strict_test

import (
	"strings"
	"testing"

	"frontdesk/content/strict"
)

type doc struct {
	ID    string   `yaml:"id"`
	Count int      `yaml:"count"`
	Tags  []string `yaml:"tags"`
}

func TestDecodeReportsEverythingAtOnce(t *testing.T) {
	for _, c := range []struct {
		name, src string
		first     int
		want      []string
	}{
		{"clean", "id: a\ncount: 2\n", 1, nil},
		{"empty", "", 1, nil},
		{"unknown key", "id: a\ncuont: 2\n", 1, []string{`f.yaml:2: yaml: there is no key "cuont" here; check its spelling`}},
		{"two mistakes", "idd: a\ncount: x\n", 1, []string{
			`f.yaml:1: yaml: there is no key "idd" here; check its spelling`,
			"f.yaml:2: yaml: `x` is not the kind of value that belongs here (found str)"}},
		{"key twice", "id: a\nid: b\n", 1, []string{`f.yaml:2: yaml: the key "id" stands twice; keep one`}},
		{"front matter", "id: a\nnope: 1\n", 5, []string{`f.yaml:6: yaml: there is no key "nope" here; check its spelling`}},
		{"broken", "id: [a\n", 1, []string{"f.yaml:"}},
		{"two documents", "id: a\n---\nid: b\n", 1, []string{"second document"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var d doc
			got := strict.Decode("f.yaml", []byte(c.src), c.first, &d)
			if len(got) != len(c.want) {
				t.Fatalf("got %d problems, want %d:\n%s", len(got), len(c.want), got.Error())
			}
			for i, w := range c.want {
				if !strings.Contains(got[i].String(), w) {
					t.Errorf("problem %d is %q, want it to hold %q", i, got[i], w)
				}
			}
		})
	}
}

func TestSortAndErrors(t *testing.T) {
	ps := strict.Problems{
		{File: "b", Line: 1, Rule: "L1", Severity: strict.Warning},
		{File: "a", Line: 9, Rule: "L2", Severity: strict.Error},
		{File: "a", Line: 2, Rule: "L9", Severity: strict.Error},
	}
	ps.Sort()
	if ps[0].Line != 2 || ps[1].Line != 9 || ps[2].File != "b" {
		t.Errorf("order is %v", ps)
	}
	if got := len(ps.Errors()); got != 2 {
		t.Errorf("%d errors, want 2", got)
	}
}

func TestFields(t *testing.T) {
	src := "# note\n- id: a\n  list:\n    - x: 1\n      y: >-\n        long\n    - x: 2\n- id: b\n"
	got := fieldsOf(src, 10)
	if len(got) != 2 {
		t.Fatalf("%d entries, want 2", len(got))
	}
	for path, want := range map[string]int{"id": 11, "list": 12, "list.0": 13, "list.0.y": 14, "list.1.x": 16, "nothing": 0} {
		if got[0][path] != want {
			t.Errorf("%s stands on line %d, want %d", path, got[0][path], want)
		}
	}
	if got[1]["id"] != 17 {
		t.Errorf("the second entry begins on line %d, want 17", got[1]["id"])
	}
	for _, other := range []string{"", "a: 1", "{", "text"} {
		if f := fieldsOf(other, 1); f != nil {
			t.Errorf("Fields(%q) = %v, want nil", other, f)
		}
	}
}

func TestIn(t *testing.T) {
	ps := strict.Problems{{File: "cmaa/a.yaml"}}
	if got := ps.In("content")[0].File; got != "content/cmaa/a.yaml" || ps[0].File != "cmaa/a.yaml" {
		t.Errorf("moved to %s, the original says %s", got, ps[0].File)
	}
}

func fieldsOf(src string, firstLine int) []map[string]int {
	d, _ := strict.Parse("f.yaml", []byte(src), firstLine)
	return d.Fields()
}
