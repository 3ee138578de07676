package check

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"frontdesk/content"
	"frontdesk/quizzes"
)

// TestBlindDecisions holds the table of decisions: what each mixture of answers to one item comes to.
func TestBlindDecisions(t *testing.T) {
	course, _ := content.Load(content.Embedded())
	bank, _ := quizzes.Load(quizzes.Embedded(), course.Domain)
	it, _ := bank.Item("d3-03-001")
	const seed = 5
	key, other := "", ""
	for i := range quizzes.BlindLabels {
		label := quizzes.BlindLabels[i : i+1]
		if option, _ := it.Unblind(seed, label); option == it.Key() {
			key = label
		} else {
			other = label
		}
	}
	yes, no := true, false
	for _, c := range []struct {
		name    string
		answers []BlindAnswer
		want    []string // beginnings of what is to be done
	}{
		{"three times the key", []BlindAnswer{{Pass: "P3", Pick: key, Confidence: 90}, {Pass: "P3", Pick: key, Confidence: 80}, {Pass: "P3", Pick: key, Confidence: 40}}, nil},
		{"unsure", []BlindAnswer{{Pass: "P3", Pick: key, Confidence: 60}, {Pass: "P3", Pick: key, Confidence: 79}}, []string{"the mean confidence is 70, 70"}},
		{"one differs", []BlindAnswer{{Pass: "P3", Pick: key, Confidence: 90}, {Pass: "P3", Pick: other, Confidence: 90}, {Pass: "P3", Pick: key, Confidence: 90}}, []string{"one solver differs"}},
		{"two differ", []BlindAnswer{{Pass: "P3", Pick: other}, {Pass: "P3", Pick: other}, {Pass: "P3", Pick: key}}, []string{"ambiguous: 2 of 3"}},
		{"one defends another", []BlindAnswer{{Pass: "P3", Pick: key, Confidence: 90, Defends: true}}, []string{"ambiguous: 0 of 1 chose another option, 1 defend"}},
		{"flagged", []BlindAnswer{{Pass: "P3", Pick: key, Confidence: 90, Flags: []string{"two-keys"}, Missing: "the payer"}}, []string{"s0 flags two-keys", "s0 misses a fact: the payer"}},
		{"no such label", []BlindAnswer{{Pass: "P3", Pick: "V", Confidence: 90}}, []string{"one solver differs"}},
		{"free answers", []BlindAnswer{{Pass: "P1", Match: &yes}, {Pass: "P1", Match: &yes}}, nil},
		{"a free answer misses", []BlindAnswer{{Pass: "P1", Match: &yes}, {Pass: "P1", Match: &no}}, []string{"1 of 2 free answers miss"}},
		{"a free answer not judged", []BlindAnswer{{Pass: "P1", Match: &yes}, {Pass: "P1"}}, []string{"1 free answers wait"}},
		{"options give it away", []BlindAnswer{{Pass: "P2", Pick: key, Cue: "length"}, {Pass: "P2", Pick: key, Cue: "tone"}, {Pass: "P2", Pick: key}, {Pass: "P2", Pick: other}}, []string{"fails P2: 3 of 4"}},
		{"options tell those who know", []BlindAnswer{{Pass: "P2", Pick: key, Cue: "length"}, {Pass: "P2", Pick: key}, {Pass: "P2", Pick: key}, {Pass: "P2", Pick: key}}, nil},
		{"the source says otherwise", []BlindAnswer{{Pass: "P4", Pick: other}}, []string{"with the source open"}},
		{"the source says so", []BlindAnswer{{Pass: "P4", Pick: key}}, nil},
	} {
		for i := range c.answers {
			a := &c.answers[i]
			a.Item, a.Rev, a.Seed, a.Solver = it.ID(), it.Revision(), seed, fmt.Sprint("s", i)
		}
		r := Blind(bank, append(c.answers, c.answers[0])) // the same solver again changes nothing
		if len(r.Items) != 1 || r.Items[0].Passed != (len(c.want) == 0) || len(r.Items[0].ToDo) != len(c.want) {
			t.Errorf("%s: %+v, want %q", c.name, r.Items, c.want)
			continue
		}
		for i, want := range c.want {
			if !strings.HasPrefix(r.Items[0].ToDo[i], want) {
				t.Errorf("%s: %q, want %q", c.name, r.Items[0].ToDo[i], want)
			}
		}
	}
}

// TestBlindFigures: agreement by pass, accuracy from the options alone by their kind, and what belongs to no item.
func TestBlindFigures(t *testing.T) {
	course, _ := content.Load(content.Embedded())
	bank, _ := quizzes.Load(quizzes.Embedded(), course.Domain)
	var lines strings.Builder
	of := map[string]int{}
	for n, q := range bank.Blind(quizzes.OptionsPass, 3, func(string) string { return "" }, func(quizzes.Item) bool { return true }) {
		it, _ := bank.Item(q.Item)
		pick := "W"
		for _, o := range q.Options {
			if option, _ := it.Unblind(3, o.ID); option == it.Key() && n%2 == 0 {
				pick = o.ID
			}
		}
		line, err := json.Marshal(BlindAnswer{Item: q.Item, Rev: q.Rev, Pass: q.Pass, Seed: q.Seed, Solver: "s", Pick: pick})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&lines, "%s\n\n", line)
		of[optionType(it)]++
	}
	lines.WriteString(`{"item":"d9-99-001","rev":"x","pass":"P3"}` + "\n" + `{"item":"d3-03-001","rev":"old","pass":"P3"}`)
	answers, err := ReadBlind(strings.NewReader(lines.String()))
	if err != nil {
		t.Fatal(err)
	}
	r := Blind(bank, answers)
	if len(r.Passes) != 1 || r.Passes[0].Of != len(bank.Items()) || r.Passes[0].Right*2 < len(bank.Items()) || len(r.Strays) != 2 {
		t.Errorf("%+v, strays %q", r.Passes, r.Strays)
	}
	for _, f := range r.Types {
		if f.Of != of[f.Name] || f.Aim == "" {
			t.Errorf("%+v, want %d", f, of[f.Name])
		}
	}
	for _, bad := range []string{"{", `{"pass":"P9"}`, `{"pick":3,"pass":"P3"}`} {
		if _, err := ReadBlind(strings.NewReader("\n" + bad)); err == nil || !strings.Contains(err.Error(), "line 2") {
			t.Errorf("%s: %v", bad, err)
		}
	}
}
