package quizzes_test

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"

	"frontdesk/quizzes"
)

// A handCase is a file of testdata/analysis; the README there says what stands in it.
type handCase struct {
	Items    yaml.Node
	Sittings []string
	Want     map[string]struct {
		N, Right   *int
		R          []float64
		Facility   []float64
		Difficulty *float64
		Unknown    bool
		Options    map[string][4]int
		Seconds    []float64
		Flags      *[]string
	}
	Forms map[string]struct {
		N, Items            int
		Mean, SD, KR20, SEM *float64
		Unknown             bool
	}
}

// items are the names in order, their facts, and which are pretest.
func (c handCase) items(t *testing.T) (names []string, facts map[string]quizzes.Facts, pretest map[string]bool) {
	facts, pretest = map[string]quizzes.Facts{}, map[string]bool{}
	for i := 0; i+1 < len(c.Items.Content); i += 2 {
		more := struct {
			Key      string
			Expected float64
			Pretest  bool
		}{Key: c.Items.Content[i+1].Value}
		if more.Key == "" {
			if err := c.Items.Content[i+1].Decode(&more); err != nil {
				t.Fatal(err)
			}
		}
		name := c.Items.Content[i].Value
		names, facts[name], pretest[name] = append(names, name), quizzes.Facts{Key: more.Key, Expected: more.Expected}, more.Pretest
	}
	return names, facts, pretest
}

var (
	sittingLine = regexp.MustCompile(`^(?:(\w+): )?(?:(\d+) x )?(.+)$`)
	answerWord  = regexp.MustCompile(`^([a-d-])(\d*)(\*?)$`)
)

func (c handCase) sittings(t *testing.T, names []string, pretest map[string]bool) []quizzes.Sitting {
	var all []quizzes.Sitting
	for _, line := range c.Sittings {
		g := sittingLine.FindStringSubmatch(line)
		s := quizzes.Sitting{Form: g[1]}
		if s.Form == "" {
			s.Form = "form"
		}
		for i, word := range strings.Fields(g[3]) {
			if word == "." {
				continue
			}
			a := answerWord.FindStringSubmatch(word)
			if a == nil {
				t.Fatalf("%q is no answer", word)
			}
			seconds, _ := strconv.Atoi(a[2])
			s.Responses = append(s.Responses, quizzes.Response{Item: names[i], Choice: strings.Trim(a[1], "-"), Scored: !pretest[names[i]],
				First: a[3] == "", Spent: time.Duration(seconds) * time.Second})
		}
		times, err := strconv.Atoi(g[2])
		if err != nil {
			times = 1
		}
		all = append(all, slices.Repeat([]quizzes.Sitting{s}, times)...)
	}
	return all
}

func near(got, want float64) bool { return math.Abs(got-want) < 1e-6 }

func TestHandWorked(t *testing.T) {
	files, _ := filepath.Glob("testdata/analysis/*.yaml")
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var c handCase
			if err := yaml.Unmarshal(src, &c); err != nil {
				t.Fatal(err)
			}
			names, facts, pretest := c.items(t)
			sittings := c.sittings(t, names, pretest)
			got := quizzes.Analyze(slices.Values(sittings), facts)
			c.compareItems(t, got)
			c.compareForms(t, got)
			slices.Reverse(sittings)
			if again := quizzes.Analyze(slices.Values(sittings), facts); !reflect.DeepEqual(again, got) {
				t.Error("the order of sittings changes the figures")
			}
		})
	}
	if len(files) < 5 {
		t.Errorf("only %d cases", len(files))
	}
}

func (c handCase) compareItems(t *testing.T, got quizzes.Statistics) {
	for name, want := range c.Want {
		a := got.Items[name]
		if want.N != nil && a.N != *want.N || want.Right != nil && a.Correct != *want.Right {
			t.Errorf("%s: %d of %d right", name, a.Correct, a.N)
		}
		d := a.Discrimination
		if want.Unknown != !d.Known || want.R != nil && !(near(d.R, want.R[0]) && near(d.Low, want.R[1]) && near(d.High, want.R[2])) {
			t.Errorf("%s: r %+v, want %v", name, d, want.R)
		}
		if f := want.Facility; f != nil && !(near(a.Facility, f[0]) && near(a.Low, f[1]) && near(a.High, f[2])) {
			t.Errorf("%s: facility %f (%f to %f), want %v", name, a.Facility, a.Low, a.High, f)
		}
		if want.Difficulty != nil && !near(a.Difficulty, *want.Difficulty) {
			t.Errorf("%s: difficulty %f", name, a.Difficulty)
		}
		for _, o := range a.Options {
			if row, ok := want.Options[o.Option]; ok && row != [4]int{o.N, o.Thirds[0], o.Thirds[1], o.Thirds[2]} {
				t.Errorf("%s: option %q %+v, want %v", name, o.Option, o, row)
			}
		}
		if q := want.Seconds; q != nil && !(near(a.Quartile1.Seconds(), q[0]) && near(a.Median.Seconds(), q[1]) && near(a.Quartile3.Seconds(), q[2])) {
			t.Errorf("%s: times %v %v %v, want %v", name, a.Quartile1, a.Median, a.Quartile3, q)
		}
		if want.Flags != nil && !slices.Equal(a.Flags, *want.Flags) {
			t.Errorf("%s: flags %q, want %q", name, a.Flags, *want.Flags)
		}
	}
}

func (c handCase) compareForms(t *testing.T, got quizzes.Statistics) {
	if c.Forms != nil && len(got.Forms) != len(c.Forms) {
		t.Errorf("%d kinds of forms, want %d", len(got.Forms), len(c.Forms))
	}
	for _, f := range got.Forms {
		want, ok := c.Forms[f.Form]
		if !ok {
			continue
		}
		same := f.N == want.N && f.Items == want.Items && f.Reliability.Known == !want.Unknown
		for _, pair := range []struct {
			want *float64
			got  float64
		}{{want.Mean, f.Mean}, {want.SD, f.SD}, {want.KR20, f.Reliability.KR20}, {want.SEM, f.Reliability.SEM}} {
			same = same && (pair.want == nil || near(pair.got, *pair.want))
		}
		if !same {
			t.Errorf("form %+v, want %+v", f, want)
		}
	}
}

// TestNoNaN: whatever was answered, every figure is a number, and the counts add up.
func TestNoNaN(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts := map[string]quizzes.Facts{}
		items := rapid.IntRange(0, 6).Draw(t, "items")
		for i := range items {
			facts[fmt.Sprint(i)] = quizzes.Facts{Key: rapid.SampledFrom([]string{"a", "b", "", "z"}).Draw(t, "key"), Expected: 0.7}
		}
		choices := rapid.SampledFrom([][]string{{"a"}, {"b"}, {""}, {"a", "b", "c", "d", "", "e", "ab"}}).Draw(t, "choices")
		var sittings []quizzes.Sitting
		for range rapid.SampledFrom([]int{0, 1, 2, 3, 4, 7, 120}).Draw(t, "sittings") {
			s := quizzes.Sitting{Form: rapid.SampledFrom([]string{"half", "mock"}).Draw(t, "form")}
			for i := range rapid.IntRange(0, items+1).Draw(t, "length") {
				s.Responses = append(s.Responses, quizzes.Response{Item: fmt.Sprint(i), Choice: rapid.SampledFrom(choices).Draw(t, "choice"),
					Scored: rapid.Bool().Draw(t, "scored"), First: rapid.IntRange(0, 9).Draw(t, "first") > 0,
					Spent: time.Duration(rapid.Int64().Draw(t, "spent"))})
			}
			sittings = append(sittings, s)
		}
		got := quizzes.Analyze(slices.Values(sittings), facts)
		finite(t, reflect.ValueOf(got))
		for id, a := range got.Items {
			sum := 0
			for _, o := range a.Options {
				sum += o.N
				if o.Thirds[0]+o.Thirds[1]+o.Thirds[2] > o.N {
					t.Fatalf("%s: %+v", id, o)
				}
			}
			d := a.Discrimination
			if sum != a.N || a.N == 0 || a.Low > a.Facility+1e-12 || a.Facility > a.High+1e-12 || d.Low > d.R+1e-12 || d.R > d.High+1e-12 {
				t.Fatalf("%s: %+v", id, a)
			}
		}
	})
}

func finite(t *rapid.T, v reflect.Value) {
	switch v.Kind() {
	case reflect.Float64:
		if math.IsNaN(v.Float()) || math.IsInf(v.Float(), 0) {
			t.Fatal("a figure is no number")
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			finite(t, v.Index(i))
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			finite(t, v.MapIndex(k))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			finite(t, v.Field(i))
		}
	}
}

func TestDifficulty(t *testing.T) {
	for _, c := range []struct {
		correct, n int
		expected   float64
		want       float64
	}{{0, 0, 0.7, 0.7}, {20, 20, 0.5, 0.75}, {50, 100, 0.8, 0.55}} {
		if got := quizzes.Difficulty(c.correct, c.n, c.expected); !near(got, c.want) {
			t.Errorf("%d of %d, expected %.2f: %f, want %f", c.correct, c.n, c.expected, got, c.want)
		}
	}
}

// TestManyAnswers: a hundred thousand answers are little work.
func TestManyAnswers(t *testing.T) {
	facts, items := map[string]quizzes.Facts{}, make([]string, 135)
	for i := range items {
		items[i] = fmt.Sprint(i)
		facts[items[i]] = quizzes.Facts{Key: "a"}
	}
	sittings := func(yield func(quizzes.Sitting) bool) {
		for n := range 750 {
			s := quizzes.Sitting{Form: "mock"}
			for i, id := range items {
				s.Responses = append(s.Responses, quizzes.Response{Item: id, Choice: "abcd"[(n*i)%4 : (n*i)%4+1], Scored: true, First: true, Spent: time.Second})
			}
			if !yield(s) {
				return
			}
		}
	}
	began := time.Now()
	got := quizzes.Analyze(sittings, facts)
	if len(got.Items) != 135 || got.Items["1"].N != 750 || got.Forms[0].N != 750 {
		t.Errorf("%d items, %d answers", len(got.Items), got.Items["1"].N)
	}
	t.Logf("101,250 answers took %v", time.Since(began))
}
