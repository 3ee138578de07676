package quizzes_test

import (
	"bytes"
	"context"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	htmltemplate "html/template"
	"log/slog"
	"os"
	"reflect"
	"strings"
	"testing"
	texttemplate "text/template"

	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"

	"frontdesk/quizzes"
)

// planted is an item whose key, rationale and belief are words that stand nowhere else.
func planted(t tester) quizzes.Item {
	m := item("d1", 0)
	m.Scenario = "Somebody asks."
	for i, text := range []string{"Alpha", "Bravo", "Charlie", "Delta"} {
		o := quizzes.DraftOption{Text: text, Why: "A reason that is long enough: " + secretWhy, Misconception: "planted-belief"}
		if i == 2 {
			o.Key, o.Misconception = true, ""
		}
		m.Options = append(m.Options, o)
	}
	it, ok := bank(t, []made{m}).Item(m.ID)
	if !ok {
		t.Fatal("the item is not in the bank")
	}
	return it
}

// leaks are words that show that an item was printed.
var leaks = []string{secretWhy, "planted-belief", "Charlie", "Somebody asks", "true"}

func checkSecret(t *testing.T, how, printed string) {
	t.Helper()
	for _, l := range leaks {
		if strings.Contains(printed, l) {
			t.Errorf("%s prints %q: %.200s", how, l, printed)
		}
	}
}

type open struct{ Item quizzes.Item }

type closed struct {
	item  quizzes.Item
	inner *open
}

// holders are values with the item somewhere inside.
func holders(it quizzes.Item) map[string]any {
	return map[string]any{
		"itself": it, "pointer": &it, "struct": open{it}, "pointer to struct": &open{it}, "unexported field": closed{it, &open{it}},
		"pointer to unexported": &closed{item: it}, "slice": []quizzes.Item{it}, "array": [1]quizzes.Item{it},
		"map": map[string]quizzes.Item{"a": it}, "map of structs": map[string]open{"a": {it}}, "key": map[quizzes.Item]int{it: 1},
		"any": []any{it, &it}, "draft": it.Draft(), "draft copy": *it.Draft(), "answer": quizzes.Answer{Item: it},
		"answers": []quizzes.Answer{{Item: it}}, "error": fmt.Errorf("cannot score %v", it),
	}
}

// TestItemPrintsItsID prints an item in every way that a slip could take: verbs, logs, templates and encoders.
func TestItemPrintsItsID(t *testing.T) {
	it := planted(t)
	if got := fmt.Sprint(it); got != "item d1-01-001" {
		t.Errorf("an item prints as %q", got)
	}
	for name, v := range holders(it) {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%T %v"} {
			checkSecret(t, name+" with "+verb, fmt.Sprintf(strings.Replace(verb, "%T ", "", 1), v))
		}
		checkSecret(t, name+" with Println", fmt.Sprintln(v))
		for kind, handler := range map[string]func(*bytes.Buffer) slog.Handler{
			"text": func(b *bytes.Buffer) slog.Handler { return slog.NewTextHandler(b, nil) },
			"JSON": func(b *bytes.Buffer) slog.Handler { return slog.NewJSONHandler(b, nil) },
		} {
			var b bytes.Buffer
			slog.New(handler(&b)).LogAttrs(context.Background(), slog.LevelError, "scored", slog.Any("v", v), slog.Group("g", slog.Any("v", v)))
			checkSecret(t, name+" in a "+kind+" log", b.String())
		}
		checkTemplates(t, name, v)
		checkEncoders(t, name, v)
	}
}

func checkTemplates(t *testing.T, name string, v any) {
	for _, text := range []string{`{{.}}`, `{{printf "%#v" .}}`, `{{range $k, $v := .M}}{{$v}}{{end}}`, `<a title="{{.}}" onclick="f({{.}})">`, `<script>f({{.}})</script>`} {
		data := v
		if strings.Contains(text, ".M") {
			data = map[string]any{"M": []any{v}}
		}
		var b bytes.Buffer
		_ = htmltemplate.Must(htmltemplate.New("x").Parse(text)).Execute(&b, data) // an error is as good as the id
		checkSecret(t, name+" in the HTML template "+text, strings.ReplaceAll(b.String(), "&#34;", `"`))
		b.Reset()
		_ = texttemplate.Must(texttemplate.New("x").Parse(text)).Execute(&b, data)
		checkSecret(t, name+" in the text template "+text, b.String())
	}
}

func checkEncoders(t *testing.T, name string, v any) {
	body, err := json.Marshal(v)
	checkSecret(t, name+" in JSON", string(body))
	hidden := name == "unexported field" || name == "pointer to unexported" || name == "error" || name == "key"
	if !hidden && !errors.Is(err, quizzes.ErrSecret) {
		t.Errorf("%s is encoded as JSON: %s, %v", name, body, err)
	}
	if strings.HasPrefix(name, "draft") { // the schema's own type has fields to encode
		return
	}
	var b bytes.Buffer
	_ = gob.NewEncoder(&b).Encode(v)
	checkSecret(t, name+" in gob", b.String())
	body, _ = xml.Marshal(v)
	checkSecret(t, name+" in XML", string(body))
	body, _ = yaml.Marshal(v)
	checkSecret(t, name+" in YAML", string(body))
}

// TestQuestionHasNoKey looks into a Question with reflection and in JSON.
func TestQuestionHasNoKey(t *testing.T) {
	q := planted(t).Question("dcab")
	var names []string
	for _, f := range append(reflect.VisibleFields(reflect.TypeFor[quizzes.Question]()), reflect.VisibleFields(reflect.TypeFor[quizzes.Option]())...) {
		names = append(names, f.Name)
		if k := f.Type.Kind(); k != reflect.String && f.Name != "Options" {
			t.Errorf("field %s is a %s: only texts belong into a question", f.Name, k)
		}
	}
	if want := "ID Revision Scenario Exhibit Text Options ID Text"; strings.Join(names, " ") != want {
		t.Errorf("a question has the fields %v; whatever is new must not tell the key", names)
	}
	printed := fmt.Sprintf("%#v", q)
	for _, secret := range []string{secretWhy, "planted-belief", "Key", "true"} {
		if strings.Contains(printed, secret) {
			t.Errorf("a question holds %q: %s", secret, printed)
		}
	}
	body, err := json.Marshal(q)
	want := `{"scenario":"Somebody asks.","question":"Which answer fits item d1-01-001?","options":[{"id":"d","text":"Delta"},{"id":"c","text":"Charlie"},{"id":"a","text":"Alpha"},{"id":"b","text":"Bravo"}]}`
	if err != nil || string(body) != want {
		t.Errorf("in JSON a question is %s, %v", body, err)
	}
	for _, order := range []string{"", "abc", "abce", "aabc", "abcde", "DCBA"} {
		if got := planted(t).Question(order).Options[0].ID; got != "a" {
			t.Errorf("with the order %q the first option is %s, want authored order", order, got)
		}
	}
}

// TestAccessors reads an item as scoring and the review page do.
func TestAccessors(t *testing.T) {
	it := planted(t)
	if it.Key() != "c" || it.Lesson() != "d1-01" || it.Domain() != "d1" || it.Use() != quizzes.UseExam || !strings.Contains(it.Why("c"), secretWhy) {
		t.Errorf("the item says key %s, lesson %s, domain %s, use %s", it.Key(), it.Lesson(), it.Domain(), it.Use())
	}
	for _, unknown := range []string{"", "e", "A", "ab"} {
		if got := it.Why(unknown); got != "" {
			t.Errorf("the rationale of option %q is %q", unknown, got)
		}
	}
	if got := (quizzes.Item{}).ID(); got != "" {
		t.Errorf("the zero item has the id %q", got)
	}
}

func draft() quizzes.Draft {
	m := item("d1", 0)
	m.Scenario, m.Exhibit = "A scene.", "| A |\n|---|\n| 1 |"
	return m.fill().Draft
}

// TestRevision says what makes a new revision and what does not.
func TestRevision(t *testing.T) {
	base := draft()
	before := base.Revision()
	for name, change := range map[string]func(d *quizzes.Draft){
		"scenario": func(d *quizzes.Draft) { d.Scenario = "Another scene." }, "no scenario": func(d *quizzes.Draft) { d.Scenario = "" },
		"exhibit": func(d *quizzes.Draft) { d.Exhibit += "2" }, "question": func(d *quizzes.Draft) { d.Question = "Why is it so?" },
		"option": func(d *quizzes.Draft) { d.Options[3].Text += "s" }, "order": func(d *quizzes.Draft) { d.Order = "logical" },
		"key":                              func(d *quizzes.Draft) { k := d.KeyPlace(); d.Options[k].Key = false; d.Options[(k+1)%4].Key = true },
		"option order":                     func(d *quizzes.Draft) { d.Options[0].Text, d.Options[1].Text = d.Options[1].Text, d.Options[0].Text },
		"scenario moved into the question": func(d *quizzes.Draft) { d.Scenario, d.Question = "", d.Scenario+" "+d.Question },
	} {
		d := draft()
		if change(&d); d.Revision() == before {
			t.Errorf("another %s leaves the revision as it is", name)
		}
	}
	for name, change := range map[string]func(d *quizzes.Draft){
		"rationale": func(d *quizzes.Draft) { d.Options[0].Why = "A better reason." }, "tags": func(d *quizzes.Draft) { d.Tags = nil },
		"sources": func(d *quizzes.Draft) { d.Sources = []string{"x.y"} }, "estimate": func(d *quizzes.Draft) { d.Expected = 0.9 },
		"belief": func(d *quizzes.Draft) { d.Options[0].Misconception = "other" }, "calc": func(d *quizzes.Draft) { d.Options[0].Calc = "1" },
		"level": func(d *quizzes.Draft) { d.Level = quizzes.Recall }, "objective": func(d *quizzes.Draft) { d.Objective = "o4" },
		"use": func(d *quizzes.Draft) { d.Use = quizzes.UsePractice }, "set": func(d *quizzes.Draft) { d.Set = "d1-01-s1" },
		"enemies": func(d *quizzes.Draft) { d.Enemies = []string{"d1-01-002"} }, "id": func(d *quizzes.Draft) { d.ID = "d1-01-009" },
		"space around texts": func(d *quizzes.Draft) { d.Scenario += "\n"; d.Options[0].Text += " " }, "order written out": func(d *quizzes.Draft) { d.Order = "alpha" },
		"solved": func(d *quizzes.Draft) { d.Solved = &quizzes.Solved{Rev: "x"} }, "terms": func(d *quizzes.Draft) { d.Terms = []string{"MRI"} },
	} {
		d := draft()
		if change(&d); d.Revision() != before {
			t.Errorf("another %s makes a new revision", name)
		}
	}
}

// TestRevisionForm pins the canonical form: stored attempts and the record of blind solving name these hashes. If this
// fails without a change to the exemplars, the form has changed and needs a new version.
func TestRevisionForm(t *testing.T) {
	src, err := os.ReadFile("testdata/revisions.txt")
	if err != nil {
		t.Fatal(err)
	}
	b, _ := quizzes.Load(quizzes.Embedded(), domainOf)
	for _, line := range strings.Split(strings.TrimSpace(string(src)), "\n") {
		id, want, _ := strings.Cut(line, " ")
		if it, ok := b.Item(id); !ok || it.Revision() != want {
			t.Errorf("%s has another revision than %s", id, want)
		}
	}
}

// TestFreezeThaw takes items of any texts through the store's form and back.
func TestFreezeThaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := item("d2", rapid.IntRange(0, 99).Draw(t, "n"))
		text := rapid.StringMatching(`[ -~äß€"<>&]{2,60}[a-z]`)
		m.Scenario, m.Question = text.Draw(t, "scenario"), text.Draw(t, "question")+" and so on?"
		m.Use = rapid.SampledFrom([]string{"", quizzes.UsePractice}).Draw(t, "use")
		m.Order = rapid.SampledFrom([]string{"", "logical"}).Draw(t, "order")
		key := rapid.IntRange(0, 3).Draw(t, "key")
		for i := range 4 {
			m.Options = append(m.Options, quizzes.DraftOption{Text: fmt.Sprint(i, text.Draw(t, "option")), Why: text.Draw(t, "why"), Key: i == key})
		}
		it, ok := bank(t, []made{m}).Item(m.ID)
		if !ok {
			t.Fatal("the item is not in the bank")
		}
		back, err := quizzes.Thaw(it.Freeze())
		if err != nil {
			t.Fatal(err)
		}
		same := back.ID() == it.ID() && back.Revision() == it.Revision() && back.Key() == it.Key() && back.Use() == it.Use() &&
			back.Domain() == it.Domain() && back.Objective() == it.Objective() && back.Level() == it.Level() && back.Expected() == it.Expected() &&
			back.Shuffled() == it.Shuffled() && reflect.DeepEqual(back.Sources(), it.Sources()) && reflect.DeepEqual(back.Tags(), it.Tags()) &&
			reflect.DeepEqual(back.Question("bdca"), it.Question("bdca"))
		for _, o := range []string{"a", "b", "c", "d"} {
			same = same && back.Why(o) == it.Why(o)
		}
		if !same || !bytes.Equal(back.Freeze(), it.Freeze()) {
			t.Fatalf("%s came back as %s", it.Freeze(), back.Freeze())
		}
	})
}

func TestThawRefuses(t *testing.T) {
	good := string(planted(t).Freeze())
	for name, body := range map[string]string{
		"nothing": "", "no JSON": "x", "an empty object": "{}", "a later form": strings.Replace(good, `"form":"v1"`, `"form":"v9"`, 1),
		"a key outside": strings.Replace(good, `"key":2`, `"key":4`, 1), "a key below": strings.Replace(good, `"key":2`, `"key":-1`, 1),
	} {
		if it, err := quizzes.Thaw([]byte(body)); err == nil {
			t.Errorf("Thaw takes %s for %v", name, it)
		}
	}
	longer := strings.Replace(good, `"form":"v1"`, `"form":"v1","later":"field"`, 1)
	if _, err := quizzes.Thaw([]byte(longer)); err != nil {
		t.Errorf("Thaw refuses a field that a later version added: %v", err)
	}
}
