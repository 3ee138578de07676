package check

import (
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"go.yaml.in/yaml/v3"

	"frontdesk/content"
	"frontdesk/quizzes"
)

// made is an item of a synthetic bank; what is left out does not matter to the gate that is tested.
type made struct {
	ID        string            `yaml:"id"`
	Objective string            `yaml:"objective"`
	Scenario  string            `yaml:"scenario,omitempty"`
	Question  string            `yaml:"question"`
	Options   []madeOption      `yaml:"options"`
	Order     string            `yaml:"order,omitempty"`
	Level     string            `yaml:"level"`
	Expected  float64           `yaml:"expected"`
	Sources   []string          `yaml:"sources"`
	Tags      []string          `yaml:"tags"`
	Set       string            `yaml:"set,omitempty"`
	Enemies   []string          `yaml:"enemies,omitempty"`
	Waive     map[string]string `yaml:"waive,omitempty"`
	Solved    *madeSolved       `yaml:"solved,omitempty"`
	Use       string            `yaml:"use,omitempty"`
}

type madeOption struct {
	Text          string `yaml:"text"`
	Key           bool   `yaml:"key,omitempty"`
	Why           string `yaml:"why"`
	Misconception string `yaml:"misconception,omitempty"`
}

type madeSolved struct {
	Rev  string   `yaml:"rev"`
	Date string   `yaml:"date"`
	By   []string `yaml:"by"`
}

// texts puts four option texts into the item; key says which is the key.
func (m *made) texts(key int, texts ...string) {
	m.Options = nil
	for i, t := range texts {
		m.Options = append(m.Options, madeOption{Text: t, Key: i == key, Why: "The cat sat on the mat for a good long time."})
	}
}

// nouns are option texts of one length that say nothing.
var nouns = []string{"amber", "birch", "cedar", "delta", "ember", "flint", "grove", "heron", "inlet", "jetty", "kiosk", "ledge", "maple", "north", "ocean", "pearl", "quill", "ridge", "stone", "tulip"}

func nounFor(i int) string { return nouns[i*7%len(nouns)] + " " + nouns[i*3%len(nouns)] }

// A gateCase is a gate with a bank that keeps it and one that does not.
type gateCase struct {
	rule, name string
	n          int
	keeps      func(i int, m *made)
	breaks     func(i int, m *made)
}

func gateCases() []gateCase {
	tagged := func(every int) func(int, *made) {
		return func(i int, m *made) {
			if i%every == 0 {
				m.Tags = append(m.Tags, "error-spotting")
			}
		}
	}
	stem := func(s string) func(int, *made) { return func(_ int, m *made) { m.Scenario = s } }
	why := func(s string) func(int, *made) {
		return func(_ int, m *made) {
			for i := range m.Options {
				m.Options[i].Why = s
			}
		}
	}
	numeric := func(places ...int) func(int, *made) {
		return func(i int, m *made) {
			m.Order = "numeric"
			m.texts(places[i%len(places)], "$10", "$20", "$30", "$40")
		}
	}
	lengths := func(texts ...string) func(int, *made) { // the first is the key's
		return func(i int, m *made) {
			t := slices.Clone(texts)
			t[0], t[i%4] = t[i%4], t[0]
			m.texts(i%4, t...)
		}
	}
	some := func(of int, first, rest func(int, *made)) func(int, *made) { // every so many items the first
		return func(i int, m *made) {
			if i%of == 0 {
				first(i/of, m)
			} else {
				rest(i, m)
			}
		}
	}
	alone := lengths("the ember in the grove", "stone flint", "birch cedar", "maple north")
	short := lengths("ember", "stone flint", "birch cedar", "maple north")
	even := lengths("ember", "stone", "birch", "maple")
	waived := func(rule, w string, inKey int) func(int, *made) { // of four, so many with the word in the key
		return func(i int, m *made) {
			m.Waive = map[string]string{rule: "a test"}
			texts := []string{"amber", "birch", "cedar", "delta"}
			place := 1
			if i%4 < inKey {
				place = 0
			}
			texts[place] += " " + w
			m.texts(0, texts...)
		}
	}
	begins := func(inKey int) func(int, *made) {
		return func(i int, m *made) {
			place := 1
			if i%4 < inKey {
				place = 0
			}
			texts := []string{nounFor(i), nounFor(i + 1), nounFor(i + 2), nounFor(i + 3)}
			texts[place] = "Call " + texts[place]
			m.texts(0, texts...)
		}
	}
	level := func(l string) func(int, *made) { return func(_ int, m *made) { m.Level = l } }
	expected := func(e float64) func(int, *made) { return func(_ int, m *made) { m.Expected = e } }
	acts := []string{"Call the plan", "File the form", "Give him the card", "Hold the claim"}
	set := func(with func(i int) string) func(int, *made) {
		return func(i int, m *made) {
			m.texts(i%4, acts...)
			m.Set = with(i)
		}
	}
	source := func(with func(i int) string) func(int, *made) {
		return func(i int, m *made) { m.Sources = []string{with(i)} }
	}
	return []gateCase{
		{"L11", "questions that ask for an error", 40, tagged(20), tagged(8)},
		{"L40", "reading level of all stems", 4, stem("The man has a card. He asks you to look at it."), stem("Organizational documentation necessitates comprehensive administrative authorization.")},
		{"L40", "reading level of all rationales", 4, why("The man has a card. He asks you to look at it."), why("Organizational documentation necessitates comprehensive administrative authorization.")},
		{"L60", "key at b in items shown as written", 40, numeric(0, 1, 2, 3), numeric(1)},
		{"L62", "key alone longest", 40, some(4, alone, lengths("ember", "the stone in the flint", "birch", "maple")), alone},
		{"L62", "key alone shortest", 40, some(4, short, lengths("stone flint", "ember", "birch cedar", "maple north")), short},
		{"L62", "length of keys by that of distractors", 40, even, alone},
		{"L63", "key shares most words with the others", 40, even, lengths("red blue green", "red oak", "blue elm", "green fir")},
		{"L63", "key in the middle of numbers", 40, numeric(0, 1, 2, 3), numeric(1, 2)},
		{"L64", "waived absolutes stand in keys", 40, waived("L27", "only", 1), waived("L27", "only", 0)},
		{"L64", "waived vague words stand in keys", 40, waived("L28", "often", 1), waived("L28", "often", 2)},
		{"L65", "options that begin with call are keys", 40, begins(1), begins(2)},
		{"L66", "keys found from the words of the options", 48, nil, func(i int, m *made) {
			m.texts(i%4, nounFor(i), nounFor(i+1), nounFor(i+2), nounFor(i+3))
			m.Options[i%4].Text += " gladly"
		}},
		{"L67", "recall", 40, some(4, level("recall"), level("application")), some(2, level("recall"), level("application"))},
		{"L67", "application", 40, some(2, level("recall"), level("application")), level("application")},
		{"L67", "analysis", 40, some(5, level("analysis"), level("application")), level("application")},
		{"L67", "recall in d3", 40, some(3, level("recall"), level("application")), some(2, level("recall"), level("application"))},
		{"L68", "easy (0.80 to 0.95)", 40, some(4, expected(0.80), expected(0.70)), some(2, expected(0.80), expected(0.70))},
		{"L68", "medium (0.60 to 0.79)", 40, some(2, expected(0.60), expected(0.50)), expected(0.60)},
		{"L68", "hard (0.40 to 0.59)", 40, some(5, expected(0.59), expected(0.60)), some(2, expected(0.59), expected(0.60))},
		{"L71", "items on one source, most on s0", 100, source(func(i int) string { return fmt.Sprint("s", i%20) }), source(func(i int) string { return fmt.Sprint("s", i%10) })},
		{"L73", "keys found from length, first word and hedges", 48, nil, alone},
		{"L74", "action items in matched sets", 40, set(func(i int) string { return map[bool]string{true: fmt.Sprint("d3-03-s", i/5)}[i%5 < 2] }), set(func(i int) string { return map[bool]string{true: fmt.Sprint("d3-03-s", i/5)}[i%5 < 1] })},
	}
}

func TestGates(t *testing.T) {
	tested := []string{"L69", "L70", "L75"} // by tests of their own
	for _, c := range gateCases() {
		tested = append(tested, c.rule)
		t.Run(c.rule+" "+c.name, func(t *testing.T) {
			if g := c.gate(t, c.keeps); !g.OK || !g.Decides {
				t.Errorf("a sound bank breaks it: %+v", g)
			}
			if g := c.gate(t, c.breaks); g.OK || !g.Decides {
				t.Errorf("an unsound bank keeps it: %+v", g)
			}
		})
	}
	for _, g := range gatesOf(t, sound(4, nil), nil) {
		if !slices.Contains(tested, g.Rule) {
			t.Errorf("gate %s has no bank that breaks it", g.Rule)
		}
	}
}

func (c gateCase) gate(t *testing.T, shape func(int, *made)) Gate {
	return named(t, gatesOf(t, sound(c.n, shape), nil), c.rule, c.name)
}

func named(t *testing.T, list []Gate, rule, name string) Gate {
	i := slices.IndexFunc(list, func(g Gate) bool { return g.Rule == rule && g.Name == name })
	if i < 0 {
		t.Fatalf("there is no gate %s %s in %+v", rule, name, list)
	}
	return list[i]
}

// sound is a bank of n items of three lessons, each shaped once more.
func sound(n int, shape func(int, *made)) []made {
	var all []made
	for i := range n {
		m := made{ID: fmt.Sprintf("d3-%02d-%03d", 1+i%3, i+1), Objective: "o1", Question: "Which word stands on the card?", Level: "application", Expected: 0.7, Sources: []string{"hipaa.access"}, Tags: []string{"one", "two"}}
		m.texts(i%4, "amber", "birch", "cedar", "delta")
		if shape != nil {
			shape(i, &m)
		}
		all = append(all, m)
	}
	return all
}

// gatesOf measures a synthetic bank over the fixture course. change may add to the files.
func gatesOf(t *testing.T, items []made, change func(fstest.MapFS)) []Gate {
	tree := fstest.MapFS{}
	root := os.DirFS("testdata/course")
	err := fs.WalkDir(root, ".", func(file string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		src, err := fs.ReadFile(root, file)
		tree[file] = &fstest.MapFile{Data: src}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	byFile := map[string][]made{}
	for _, m := range items {
		file := "quizzes/cmaa/" + m.ID[:2] + "/" + m.ID[3:5] + ".yaml"
		byFile[file] = append(byFile[file], m)
	}
	for file, list := range byFile {
		src, err := yaml.Marshal(list)
		if err != nil {
			t.Fatal(err)
		}
		tree[file] = &fstest.MapFile{Data: src}
	}
	if change != nil {
		change(tree)
	}
	contents, _ := tree.Sub("content")
	files, _ := tree.Sub("quizzes")
	course, _ := content.Load(contents)
	bank, problems := quizzes.Load(files, course.Domain)
	if len(bank.Items()) != len(items) {
		t.Fatalf("%d of %d items were read: %v", len(bank.Items()), len(items), problems)
	}
	return Run(course, bank, nil, time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)).Gates
}

// TestByChance holds the limits to table 4.8a of the standard.
func TestByChance(t *testing.T) {
	for n, want := range map[int][2]int{12: {0, 7}, 16: {0, 8}, 20: {1, 10}, 24: {2, 11}, 30: {2, 13}, 40: {4, 17}, 60: {8, 23}, 100: {15, 35},
		150: {26, 50}, 200: {36, 65}, 300: {58, 93}, 1200: {265, 335}} {
		if low, high := byChance(n); [2]int{low, high} != want {
			t.Errorf("of %d, %d to %d are chance; want %v", n, low, high, want)
		}
	}
}

// TestQuotaGates (L69): the lessons of d3 have 5, 5 and 95 of its 105 items, and one more or a fifth more is allowed.
func TestQuotaGates(t *testing.T) {
	bank := func(first, second, third, practice int, objectives int) []Gate {
		var all []made
		for lesson, n := range []int{first, second, third} {
			list := sound(n, func(i int, m *made) {
				m.ID = fmt.Sprintf("d3-%02d-%03d", lesson+1, i+1)
				m.Objective = fmt.Sprint("o", 1+i%objectives)
			})
			all = append(all, list...)
		}
		for i := range practice {
			m := sound(1, nil)[0]
			m.ID, m.Use = fmt.Sprintf("d3-03-%03d", 900+i), "practice"
			all = append(all, m)
		}
		return gatesOf(t, all, nil)
	}
	for name, rows := range map[string][]struct {
		gates []Gate
		open  string
	}{
		"lessons with their quota of exam items":          {{bank(5, 6, 114, 0, 4), ""}, {bank(4, 7, 115, 0, 4), "d3-01 4 of 5, d3-02 7 of 5, d3-03 115 of 95"}},
		"objectives of written lessons with an exam item": {{bank(0, 0, 4, 0, 4), ""}, {bank(0, 0, 4, 0, 3), "d3-03.o4"}},
		"written lessons with two practice items":         {{bank(0, 0, 4, 2, 4), ""}, {bank(0, 0, 4, 1, 4), "d3-03"}},
	} {
		for _, r := range rows {
			if g := named(t, r.gates, "L69", name); strings.Join(g.Open, ", ") != r.open || g.OK != (r.open == "") {
				t.Errorf("%s: open is %v, want %q", name, g.Open, r.open)
			}
		}
	}
}

// TestMythGate (L75): each of the fifty stands in an item.
func TestMythGate(t *testing.T) {
	for _, missing := range []int{0, 7} {
		var myths strings.Builder
		for n := 1; n <= fifty; n++ {
			fmt.Fprintf(&myths, "- {id: m%d, statement: \"A belief that many people hold.\", correction: \"It is not so.\", lesson: d3-03, myth: %d}\n", n, n)
		}
		list := gatesOf(t, sound(fifty, func(i int, m *made) {
			if i+1 != missing {
				m.Options[(i+1)%4].Misconception = fmt.Sprint("m", i+1)
			}
		}), func(tree fstest.MapFS) {
			tree["content/cmaa/misconceptions.yaml"] = &fstest.MapFile{Data: []byte(myths.String())}
		})
		g := named(t, list, "L75", "of the fifty myths stand in an item")
		if g.OK != (missing == 0) || missing > 0 && !slices.Equal(g.Open, []string{"myth 7"}) {
			t.Errorf("without myth %d the gate is %+v", missing, g)
		}
	}
}

// TestFormGates (L70): five forms of a small blueprint are drawn from a bank that holds five, and not from one that holds
// four; a form whose items are all of one level is not sound.
func TestFormGates(t *testing.T) {
	blueprint := `
id: cmaa
title: Small
version: 2022-01
as_of: 2026-11-21
minutes: 10
half_minutes: 5
scale: {min: 200, max: 500, pass: 390}
domains:
  - {id: d3, title: Law, scored: 20, pretest: 0, half: 10, diagnostic: 4}
`
	levels := strings.Fields(strings.Repeat("recall ", 5) + strings.Repeat("application ", 11) + strings.Repeat("analysis ", 4))
	for _, c := range []struct {
		n            int
		level        func(i int) string
		forms, sound bool
	}{
		{140, func(i int) string { return levels[i%20] }, true, true},
		{99, func(i int) string { return levels[i%20] }, false, true},
		{100, func(int) string { return "recall" }, true, false},
	} {
		items := sound(c.n, func(i int, m *made) { m.Level, m.Expected = c.level(i), 0.72 })
		for i := range items {
			m := &items[i]
			m.Scenario = fmt.Sprint("The card has number ", i, ".")
			d := quizzes.Draft{Scenario: m.Scenario, Question: m.Question}
			for _, o := range m.Options {
				d.Options = append(d.Options, quizzes.DraftOption{Text: o.Text, Key: o.Key})
			}
			m.Solved = &madeSolved{Rev: d.Revision(), Date: "2026-11-21", By: []string{"a1"}}
		}
		list := gatesOf(t, items, func(tree fstest.MapFS) {
			tree["quizzes/cmaa/blueprint.yaml"] = &fstest.MapFile{Data: []byte(blueprint)}
			tree["quizzes/cmaa/solvers.yaml"] = &fstest.MapFile{Data: []byte("- {id: a1, kind: model, name: m, date: 2026-11-21, prompt: p}\n")}
		})
		if g := named(t, list, "L70", "mock forms without a repeat"); g.OK != c.forms {
			t.Errorf("of %d items: %+v", c.n, g)
		}
		if g := named(t, list, "L70", "forms with sound counts, enemies, beliefs, mix and score"); g.OK != c.sound {
			t.Errorf("of %d items, first level %s: %+v", c.n, c.level(0), g)
		}
	}
}
