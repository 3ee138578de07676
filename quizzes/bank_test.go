package quizzes_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"frontdesk/quizzes"
)

// day is the day of every draw in these tests.
var day = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)

// domainOf counts every lesson for its module, but those of module ca for none.
func domainOf(lesson string) string {
	if module, _, _ := strings.Cut(lesson, "-"); module != "ca" {
		return module
	}
	return ""
}

// made is an item for a synthetic bank. What is left zero gets a fitting value; only the id is needed.
type made struct {
	quizzes.Draft
	unsolved bool
	stale    bool // solved in another revision
}

// item makes an item with that number in the first lesson of a domain.
func item(module string, n int) made {
	return made{Draft: quizzes.Draft{ID: fmt.Sprintf("%s-%02d-%03d", module, 1+n/900, 1+n%900)}}
}

// fill gives an item all that the schema asks for.
func (m made) fill() made {
	n := len(m.ID) + int(m.ID[len(m.ID)-1])
	if m.Question == "" {
		m.Question = "Which answer fits item " + m.ID + "?"
	}
	if m.Options == nil {
		for i, text := range []string{"Answer one", "Answer three", "Answer two", "Answer zero"} {
			o := quizzes.DraftOption{Text: text, Key: i == n%4, Why: "A reason that is long enough to be one: " + secretWhy}
			if !o.Key {
				o.Misconception = fmt.Sprintf("%s-belief-%d", m.ID, i)
			}
			m.Options = append(m.Options, o)
		}
	}
	if m.Level == "" {
		m.Level = []string{quizzes.Application, quizzes.Application, quizzes.Recall, quizzes.Analysis}[n%4]
	}
	if m.Expected == 0 {
		m.Expected = 0.6 + 0.05*float64(n%5)
	}
	if m.Tags == nil {
		m.Tags = []string{"one", "two"}
	}
	m.Objective, m.Sources = "o1", []string{"a.b"}
	return m
}

// secretWhy stands in every rationale of a synthetic bank.
const secretWhy = "the planted rationale"

// yaml writes the item as a bank file has it.
func (m made) yaml() string {
	var b strings.Builder
	d := m.Draft
	fmt.Fprintf(&b, "- id: %s\n  objective: %s\n  question: %q\n  level: %s\n  expected: %.2f\n  sources: [%s]\n  tags: [%s]\n", d.ID, d.Objective,
		d.Question, d.Level, d.Expected, strings.Join(d.Sources, ", "), strings.Join(d.Tags, ", "))
	for _, f := range [][2]string{{"scenario", d.Scenario}, {"exhibit", d.Exhibit}, {"order", d.Order}, {"set", d.Set}, {"use", d.Use}} {
		if f[1] != "" {
			fmt.Fprintf(&b, "  %s: %q\n", f[0], f[1])
		}
	}
	if len(d.Enemies) > 0 {
		fmt.Fprintf(&b, "  enemies: [%s]\n", strings.Join(d.Enemies, ", "))
	}
	for _, f := range []struct {
		name string
		day  quizzes.Day
	}{{"expires", d.Expires}, {"retired", d.Retired}} {
		if !f.day.IsZero() {
			fmt.Fprintf(&b, "  %s: %s\n", f.name, f.day.Format(time.DateOnly))
		}
	}
	b.WriteString("  options:\n")
	for _, o := range d.Options {
		fmt.Fprintf(&b, "    - text: %q\n      key: %t\n      why: %q\n      misconception: %q\n", o.Text, o.Key, o.Why, o.Misconception)
	}
	if rev := d.Revision(); !m.unsolved {
		if m.stale {
			rev = "0000"
		}
		fmt.Fprintf(&b, "  solved: {rev: %s, date: 2026-11-20, p3: 3/3, by: [a1]}\n", rev)
	}
	return b.String()
}

const solversFile = `- {id: a1, kind: model, name: A model, date: 2026-11-20, prompt: "Choose the best option."}` + "\n"

// tester is what a helper needs of *testing.T and *rapid.T.
type tester interface {
	Helper()
	Fatal(args ...any)
}

// bank loads a bank of these items with the blueprint that ships; any problem fails the test.
func bank(t tester, items []made) *quizzes.Bank {
	t.Helper()
	blueprint, err := os.ReadFile("cmaa/blueprint.yaml")
	if err != nil {
		t.Fatal(err)
	}
	tree := fstest.MapFS{"cmaa/blueprint.yaml": {Data: blueprint}, "cmaa/solvers.yaml": {Data: []byte(solversFile)}}
	for _, m := range items {
		file := "cmaa/" + m.ID[:2] + "/" + m.ID[3:5] + ".yaml"
		if tree[file] == nil {
			tree[file] = &fstest.MapFile{}
		}
		tree[file].Data = append(tree[file].Data, m.fill().yaml()...)
	}
	b, problems := quizzes.Load(tree, domainOf)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return b
}

// whole is the number of items that one mock needs in each domain.
var whole = map[string]int{"d1": 12, "d2": 26, "d3": 21, "d4": 20, "d5": 26, "d6": 13, "d7": 17}

// domains in the order of the blueprint.
var domains = []string{"d1", "d2", "d3", "d4", "d5", "d6", "d7"}

// fiveForms is a bank for five mocks and six items more: 681. pairs of them are enemies.
func fiveForms(pairs int, rng *rand.Rand) []made {
	var items []made
	for i, d := range domains {
		n := 5 * whole[d]
		if i < 6 {
			n++
		}
		for k := range n {
			items = append(items, item(d, k))
		}
	}
	for range pairs {
		a, b := rng.IntN(len(items)), rng.IntN(len(items))
		if a != b && !slices.Contains(items[a].Enemies, items[b].ID) {
			items[a].Enemies = append(items[a].Enemies, items[b].ID)
		}
	}
	return items
}

// TestLoadProblems changes one thing of a good bank at a time and expects one sentence that names the place.
func TestLoadProblems(t *testing.T) {
	good := func() fstest.MapFS {
		return fstest.MapFS{
			"cmaa/blueprint.yaml": {Data: []byte("id: x\ntitle: X\nminutes: 10\nhalf_minutes: 5\ndomains:\n  - {id: d1, title: One, scored: 1, pretest: 0, half: 1, diagnostic: 1}\n")},
			"cmaa/solvers.yaml":   {Data: []byte(solversFile)},
			"cmaa/d1/01.yaml":     {Data: []byte(item("d1", 0).fill().yaml() + item("d1", 1).fill().yaml())},
		}
	}
	if b, problems := quizzes.Load(good(), domainOf); len(problems) > 0 || len(b.Items()) != 2 {
		t.Fatalf("the good bank has %d items and the problems %v", len(b.Items()), problems)
	}
	for _, tc := range []struct{ name, file, old, new, want string }{
		{"unknown key", "d1/01.yaml", "level:", "lebel:", `cmaa/d1/01.yaml:4: yaml: there is no key "lebel"`},
		{"bad level", "d1/01.yaml", "level: ", "level: very-", `cmaa/d1/01.yaml:1: L01: d1-01-001: level is`},
		{"foreign id", "d1/01.yaml", "id: d1-01-001", "id: d1-02-001", `cmaa/d1/01.yaml:1: L01: d1-02-001: an id in this file is d1-01-`},
		{"id twice", "d1/01.yaml", "id: d1-01-002", "id: d1-01-001", `: L02: d1-01-001: the id stands twice`},
		{"no key", "d1/01.yaml", "key: true", "key: false", `: L04: d1-01-001: exactly one option is the key`},
		{"expected", "d1/01.yaml", "expected: 0", "expected: 1", `: L01: d1-01-001: expected lies between`},
		{"date", "d1/01.yaml", "date: 2026-11-20", "date: 2026-13-20", `"2026-13-20" is not a date`},
		{"solver", "d1/01.yaml", "by: [a1]", "by: [b9]", `solver b9 is not in solvers.yaml`},
		{"order", "d1/01.yaml", "  options:", "  order: random\n  options:", `order is alpha, numeric, chrono or logical, not "random"`},
		{"use", "d1/01.yaml", "  options:", "  use: exam\n  options:", `use is practice or left out, not "exam"`},
		{"enemy", "d1/01.yaml", "  options:", "  enemies: [d1-01-009]\n  options:", `its enemy d1-01-009 is not another item`},
		{"tags", "d1/01.yaml", "tags: [one, two]", "tags: [one]", `2 to 6 tags, this one has 1`},
		{"solver form", "solvers.yaml", "kind: model", "kind: ghost", `cmaa/solvers.yaml:1: L01: a solver needs`},
		{"blueprint", "blueprint.yaml", "minutes: 10", "minutes: 0", `cmaa/blueprint.yaml:1: blueprint: a blueprint needs minutes`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tree := good()
			file := tree["cmaa/"+tc.file]
			file.Data = []byte(strings.Replace(string(file.Data), tc.old, tc.new, 1))
			if _, problems := quizzes.Load(tree, domainOf); !strings.Contains(problems.Error(), tc.want) {
				t.Errorf("problems are\n%v\nwant one that holds %q", problems, tc.want)
			}
		})
	}
}

// TestEmbedded holds the blueprint that ships to the exam's public figures.
func TestEmbedded(t *testing.T) {
	b, problems := quizzes.Load(quizzes.Embedded(), domainOf)
	for _, p := range problems {
		t.Error(p)
	}
	bp := b.Blueprint()
	if scored, pretest := bp.Total(quizzes.Mock); scored != 110 || pretest != 25 {
		t.Errorf("a mock has %d scored and %d pretest questions, want 110 and 25", scored, pretest)
	}
	if scored, pretest := bp.Total(quizzes.Half); scored != 55 || pretest != 0 {
		t.Errorf("a half has %d scored and %d pretest questions, want 55 and none", scored, pretest)
	}
	if scored, pretest := bp.Total(quizzes.Diagnostic); scored != 35 || pretest != 0 {
		t.Errorf("a diagnostic has %d scored and %d pretest questions, want 35 and none", scored, pretest)
	}
	if bp.Minutes != 135 || bp.HalfMinutes != 55 || bp.Scale.Pass != 390 {
		t.Errorf("blueprint is %+v", bp)
	}
	for _, id := range domains {
		d, ok := bp.Domain(id)
		if !ok || d.Scored+d.Pretest != whole[id] {
			t.Errorf("domain %s is %+v", id, d)
		}
	}
	if _, ok := bp.Domain("ca"); ok {
		t.Error("the career module is no domain of the exam")
	}
}

// TestUses sorts items by where they may stand.
func TestUses(t *testing.T) {
	at := func(s string) quizzes.Day { d, _ := time.Parse(time.DateOnly, s); return quizzes.Day{Time: d} }
	items := []made{item("d1", 0), item("d1", 1), item("d1", 2), item("d1", 3), item("d1", 4), item("d1", 5), item("d1", 6), item("ca", 0)}
	items[1].Use = quizzes.UsePractice
	items[2].unsolved = true
	items[3].stale = true
	items[4].Expires = at("2026-11-20")
	items[5].Expires = at("2026-11-21") // its last day
	items[6].Retired = at("2026-11-21")
	items[7].unsolved = true
	items[7].Use = quizzes.UsePractice
	b := bank(t, items)
	var onForm, practice []string
	for _, it := range b.Items() {
		if it.OnForm(day) {
			onForm = append(onForm, it.ID())
		}
	}
	for _, it := range b.Practice(day) {
		practice = append(practice, it.ID())
	}
	if want := []string{"d1-01-001", "d1-01-006"}; !slices.Equal(onForm, want) {
		t.Errorf("items for forms are %v, want %v", onForm, want)
	}
	if want := []string{"ca-01-001", "d1-01-002"}; !slices.Equal(practice, want) {
		t.Errorf("items for practice are %v, want %v", practice, want)
	}
	if got := b.Fresh(map[string]quizzes.Seen{"d1-01-001": {Times: 1}}, day); got["d1"] != 1 || len(got) != 1 {
		t.Errorf("unseen items by domain are %v", got)
	}
}
