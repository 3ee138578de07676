package exam_test

import (
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"frontdesk/quizzes"
)

// bank makes a bank of items items a domain, of which practice more are for practice, all solved: five whole forms and
// something to spare with 150. The key of every item is the option whose text begins with "The key".
func bank(t testing.TB, items, practice int) *quizzes.Bank {
	t.Helper()
	key := [2]int{items, practice}
	if b, ok := banks.Load(key); ok {
		return b.(*quizzes.Bank)
	}
	b := bankWith(t, items, practice, func(text string) string { return text })
	banks.Store(key, b)
	return b
}

// banks are those that were made, by their sizes: a bank never changes, and making one takes a second under the race
// detector.
var banks sync.Map

// bankWith is such a bank with its files edited.
func bankWith(t testing.TB, items, practice int, edit func(string) string) *quizzes.Bank {
	t.Helper()
	b, err := newBank(items, practice, edit)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// newBank is bankWith without a test around it.
func newBank(items, practice int, edit func(string) string) (*quizzes.Bank, error) {
	blueprint, err := fs.ReadFile(quizzes.Embedded(), "cmaa/blueprint.yaml")
	if err != nil {
		return nil, err
	}
	files := fstest.MapFS{"cmaa/blueprint.yaml": {Data: blueprint},
		"cmaa/solvers.yaml": {Data: []byte("- {id: s1, kind: model, name: test, date: 2026-01-01, prompt: solve}\n")}}
	write := func(revisions map[string]string) {
		for d := 1; d <= 7; d++ {
			var b strings.Builder
			for n := 1; n <= items+practice; n++ {
				id := fmt.Sprintf("d%d-01-%03d", d, n)
				b.WriteString(item(id, n, n > items, revisions[id]))
			}
			files[fmt.Sprintf("cmaa/d%d/01.yaml", d)] = &fstest.MapFile{Data: []byte(edit(b.String()))}
		}
	}
	domain := func(lesson string) string { return lesson[:2] }
	write(nil)
	unsolved, problems := quizzes.Load(files, domain)
	if len(problems) > 0 {
		return nil, problems
	}
	revisions := map[string]string{}
	for _, it := range unsolved.Items() {
		revisions[it.ID()] = it.Revision()
	}
	write(revisions)
	b, problems := quizzes.Load(files, domain)
	if len(problems) > 0 {
		return nil, problems
	}
	return b, nil
}

func item(id string, n int, practice bool, revision string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "- id: %s\n  objective: o1\n  question: What is question %s about?\n  options:\n", id, id)
	for i, letter := range []string{"A", "B", "C", "D"} {
		if i == n%4 {
			fmt.Fprintf(&b, "    - {text: The key of %s, why: Because secret-%s says so., key: true}\n", id, id)
		} else {
			fmt.Fprintf(&b, "    - {text: Option %s of %s, why: Wrong since secret-%s-%d., misconception: m-%s-%d}\n", letter, id, id, i, id, i)
		}
	}
	fmt.Fprintf(&b, "  level: %s\n  expected: 0.7\n  sources: [a.b]\n  tags: [one, two]\n", []string{"recall", "application", "application", "analysis"}[n%4])
	if practice {
		b.WriteString("  use: practice\n")
	}
	if revision != "" {
		fmt.Fprintf(&b, "  solved: {rev: %s, date: 2026-01-01, p3: 3/3, by: [s1]}\n", revision)
	}
	return b.String()
}
