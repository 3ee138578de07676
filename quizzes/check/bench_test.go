package check_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"go.yaml.in/yaml/v3"

	"frontdesk/content"
	"frontdesk/quizzes"
	"frontdesk/quizzes/check"
)

// BenchmarkCheck10000 is frontdesk check over ten thousand items: it has to stay under five seconds on two cores.
func BenchmarkCheck10000(b *testing.B) {
	bank := tenThousand(b)
	for b.Loop() {
		check.Files(content.Embedded(), bank, day)
	}
}

// BenchmarkLoad10000 is the floor under it: the same files read and nothing looked at.
func BenchmarkLoad10000(b *testing.B) {
	bank := tenThousand(b)
	for b.Loop() {
		course, _ := content.Load(content.Embedded())
		quizzes.Load(bank, course.Domain)
	}
}

// tenThousand multiplies the shipped bank: every copy has ids of its own, and half of its plain words are exchanged, so
// that no two items are copies. What it says is nonsense of the right size. FRONTDESK_BENCH_DIR names a folder in which
// to leave it, to run other versions over it.
func tenThousand(tb testing.TB) fstest.MapFS {
	shipped, tree := quizzes.Embedded(), fstest.MapFS{}
	files, err := fs.Glob(shipped, "cmaa/*/*.yaml")
	if err != nil {
		tb.Fatal(err)
	}
	total := 0
	lists := map[string]*yaml.Node{}
	for _, file := range files {
		lists[file] = parsed(tb, shipped, file)
		total += len(lists[file].Content)
	}
	v := &varied{rng: rand.New(rand.NewPCG(1, 2))}
	for _, file := range files {
		for _, it := range lists[file].Content {
			v.collect(it)
		}
	}
	for _, file := range files {
		all := lists[file].Content
		want := (len(all)*10000 + total - 1) / total
		out := &yaml.Node{Kind: yaml.SequenceNode}
		for n := range want {
			out.Content = append(out.Content, v.copy(all[n%len(all)], n/len(all), n+1))
		}
		var text bytes.Buffer
		e := yaml.NewEncoder(&text)
		e.SetIndent(2)
		if err := e.Encode(out); err != nil {
			tb.Fatal(err)
		}
		tree[file] = &fstest.MapFile{Data: text.Bytes()}
	}
	for _, file := range []string{"cmaa/blueprint.yaml", "cmaa/solvers.yaml"} {
		src, err := fs.ReadFile(shipped, file)
		if err != nil {
			tb.Fatal(err)
		}
		tree[file] = &fstest.MapFile{Data: src}
	}
	if to := os.Getenv("FRONTDESK_BENCH_DIR"); to != "" {
		for file, f := range tree {
			if err := os.MkdirAll(path.Join(to, path.Dir(file)), 0o755); err != nil {
				tb.Fatal(err)
			}
			if err := os.WriteFile(path.Join(to, file), f.Data, 0o644); err != nil {
				tb.Fatal(err)
			}
		}
	}
	return tree
}

func parsed(tb testing.TB, fsys fs.FS, file string) *yaml.Node {
	src, err := fs.ReadFile(fsys, file)
	if err != nil {
		tb.Fatal(err)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(src, &doc); err != nil {
		tb.Fatal(err)
	}
	return doc.Content[0]
}

// varied exchanges words of items for others of the bank.
type varied struct {
	rng   *rand.Rand
	words []string
}

var plainWordRE = regexp.MustCompile(`\b[a-z]{4,}\b`)

func (v *varied) collect(it *yaml.Node) {
	for i := 0; i < len(it.Content); i += 2 {
		if it.Content[i].Value == "scenario" {
			v.words = append(v.words, plainWordRE.FindAllString(it.Content[i+1].Value, -1)...)
		}
	}
}

// copy is an item anew, number n of its file; round 0 keeps its words.
func (v *varied) copy(it *yaml.Node, round, n int) *yaml.Node {
	c := &yaml.Node{Kind: it.Kind, Tag: it.Tag}
	for i := 0; i < len(it.Content); i += 2 {
		name, value := it.Content[i].Value, *it.Content[i+1]
		switch name {
		case "id":
			value.Value = fmt.Sprintf("%s%03d", value.Value[:len(value.Value)-3], n)
		case "set":
			value.Value += fmt.Sprint("r", round)
		case "enemies", "solved", "waive":
			continue
		case "scenario", "question":
			value.Value = v.exchange(value.Value, round)
		case "options":
			value = *v.options(&value, round)
		}
		c.Content = append(c.Content, it.Content[i], &value)
	}
	return c
}

func (v *varied) options(list *yaml.Node, round int) *yaml.Node {
	l := &yaml.Node{Kind: list.Kind, Tag: list.Tag}
	for _, o := range list.Content {
		c := &yaml.Node{Kind: o.Kind, Tag: o.Tag}
		for i := 0; i < len(o.Content); i += 2 {
			value := *o.Content[i+1]
			if name := o.Content[i].Value; name == "text" || name == "why" {
				value.Value = v.exchange(value.Value, round)
			}
			c.Content = append(c.Content, o.Content[i], &value)
		}
		l.Content = append(l.Content, c)
	}
	return l
}

func (v *varied) exchange(s string, round int) string {
	if round == 0 {
		return s
	}
	return plainWordRE.ReplaceAllStringFunc(s, func(w string) string {
		if v.rng.IntN(2) == 0 || strings.HasPrefix(w, "what") {
			return w
		}
		return v.words[v.rng.IntN(len(v.words))]
	})
}
