package generate_test

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"frontdesk/content"
	"frontdesk/quizzes/generate"
)

// shipped is the course in the repository, read once.
var shipped = sync.OnceValue(func() *content.Course {
	course, problems := content.Load(content.Embedded())
	if errs := problems.Errors(); len(errs) > 0 {
		panic(errs)
	}
	return course
})

// material is that of the shipped course.
func material() generate.Material {
	course := shipped()
	m := generate.Material{Given: course.Names.Given, Family: course.Names.Family}
	for _, k := range course.Cards {
		m.Parts = append(m.Parts, generate.Part{ID: k.ID, Form: k.Front, Meaning: k.Back})
	}
	return m
}

// Every family makes ten thousand questions that hold what the package promises, and the right option is what another
// function works out of the printed text.
func TestFamilies(t *testing.T) {
	m := material()
	families, parts := generate.New(m), map[string]string{}
	for _, p := range m.Parts {
		form, _, _ := strings.Cut(p.Form, " and ")
		stem, _, _ := strings.Cut(form, "/")
		parts[stem] = p.Meaning
	}
	if len(families) != len(answers) {
		t.Errorf("%d families, and %d functions to work answers out", len(families), len(answers))
	}
	for _, f := range families {
		t.Run(f.ID, func(t *testing.T) {
			t.Parallel()
			var places [4]int
			for seed := uint64(1); seed <= seeds; seed++ {
				q, err := f.Make(seed)
				if err != nil {
					t.Fatal(err)
				}
				problem := wrong(f.ID, page{q, parts})
				if problem == "" && seed%20 == 0 { // the sentences are few and come back
					problem = misspoken(q)
				}
				if problem != "" {
					t.Fatalf("seed %d: %s\n%s", seed, problem, printed(q))
				}
				places[q.Key()]++
			}
			slices.Sort(places[:])
			if places[3] > seeds*6/10 || places[2] < seeds/10 {
				t.Errorf("the key stands in one place too often: %v", places)
			}
		})
	}
}

// wrong names what a question breaks, "" for nothing.
func wrong(family string, p page) string {
	q := p.Question
	if len(q.Options) != 4 {
		return "not four options"
	}
	keys, seen := 0, map[string]bool{}
	for _, o := range q.Options {
		if o.Key {
			keys++
		}
		if seen[o.Text] {
			return "two options are equal"
		}
		seen[o.Text] = true
	}
	if keys != 1 {
		return fmt.Sprintf("%d keys", keys)
	}
	if want := answers[family](p); want != q.Options[q.Key()].Text {
		return fmt.Sprintf("another function works out %q, not %q", want, q.Options[q.Key()].Text)
	}
	for _, o := range q.Options {
		if n := utf8.RuneCountInString(o.Why); n < 40 || n > 420 || !strings.HasSuffix(o.Why, ".") {
			return fmt.Sprintf("a reason has %d characters: %s", n, o.Why)
		}
	}
	if !strings.HasSuffix(q.Text, "?") || words(q.Text) < 4 || words(q.Text) > 25 {
		return "no question of 4 to 25 words"
	}
	if len(q.Steps) < 3 {
		return "no worked solution"
	}
	return inexact(q)
}

// inexact finds an amount that is not to the cent.
func inexact(q generate.Question) string {
	texts := append([]string{q.Scenario, q.Exhibit, q.Text}, q.Steps...)
	for _, o := range q.Options {
		texts = append(texts, o.Text, o.Why)
	}
	for _, text := range texts {
		for {
			_, rest, found := strings.Cut(text, "$")
			if !found {
				break
			}
			whole := strings.TrimLeft(rest, "0123456789,")
			if len(whole) == len(rest) || len(whole) < 3 || whole[0] != '.' || strings.Trim(whole[1:3], "0123456789") != "" ||
				len(whole) > 3 && whole[3] >= '0' && whole[3] <= '9' {
				return "an amount is not to the cent: $" + rest
			}
			text = whole
		}
	}
	return ""
}

var (
	secondPersonRE = regexp.MustCompile(`(?i)\b(you|your|yours)\b`)
	leftoverRE     = regexp.MustCompile(`%[!a-z]|\{\{|\}\}|<nil>|\(MISSING\)|  |\. \.|\.\.|, \.|--`)
	datedRE        = regexp.MustCompile(`((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day), ([A-Z][a-z]+ \d{1,2}, \d{4})`)
	dayRE          = regexp.MustCompile(`[A-Z][a-z]+ \d{1,2}, \d{4}`)
	sentenceRE     = regexp.MustCompile(`[.?!](\s|$)`)
	lastDotRE      = regexp.MustCompile(`\b([ap])\.m\.|\b([A-Z])\.|\b([JS]r)\.`)
)

// misspoken looks at the language: no sentence of more than 25 words, nobody is addressed, nothing of a template is
// left, days have the right name.
func misspoken(q generate.Question) string {
	texts := append([]string{q.Scenario, q.Text}, q.Steps...)
	for _, o := range q.Options {
		texts = append(texts, o.Text, o.Why)
	}
	for _, text := range texts {
		if text == "" || text != strings.TrimSpace(text) || leftoverRE.MatchString(text) {
			return "a template shows through: " + text
		}
		if secondPersonRE.MatchString(text) {
			return "somebody is addressed: " + text
		}
		text = lastDotRE.ReplaceAllString(text, "$1$2$3")
		for _, sentence := range sentenceRE.Split(text, -1) {
			if words(sentence) > 25 {
				return fmt.Sprintf("a sentence has %d words: %s", words(sentence), sentence)
			}
		}
	}
	for _, text := range append(texts, q.Exhibit) {
		for _, day := range datedRE.FindAllStringSubmatch(text, -1) {
			if at := mustDate(day[2]); at.Weekday().String() != day[1] {
				return "the day of the week is another: " + day[0]
			}
		}
		for _, day := range dayRE.FindAllString(text, -1) {
			mustDate(day) // which panics where there is no such day
		}
	}
	return ""
}

func words(s string) int { return len(strings.Fields(s)) }

func mustDate(s string) time.Time {
	day, err := time.Parse("January 2, 2006", s)
	if err != nil {
		panic(err)
	}
	return day
}

// printed is a question for somebody to read.
func printed(q generate.Question) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s%s\n", q.Scenario, q.Exhibit, q.Text)
	for i, o := range q.Options {
		mark := " "
		if o.Key {
			mark = "*"
		}
		fmt.Fprintf(&b, "%s %c %s\n      %s\n", mark, 'A'+i, o.Text, o.Why)
	}
	for i, s := range q.Steps {
		fmt.Fprintf(&b, "%d. %s\n", i+1, s)
	}
	return b.String()
}

func TestSameSeedSameQuestion(t *testing.T) {
	m := material()
	first, second := generate.New(m), generate.New(m)
	for i, f := range first {
		different := 0
		var before generate.Question
		for seed := uint64(1); seed <= 60; seed++ {
			a, _ := f.Make(seed)
			b, err := second[i].Make(seed)
			if err != nil || !reflect.DeepEqual(a, b) {
				t.Fatalf("%s, seed %d: two questions, %v\n%s\n%s", f.ID, seed, err, printed(a), printed(b))
			}
			if !reflect.DeepEqual(a, before) {
				different++
			}
			before = a
		}
		if different < 58 {
			t.Errorf("%s: neighboring seeds make the same question too often", f.ID)
		}
	}
}

// Each family names a lesson of the course, one of its objectives, a level and, if any, a family to go on with.
func TestFamiliesBelongToLessons(t *testing.T) {
	course := shipped()
	ids := map[string]bool{}
	all := generate.New(material())
	for _, f := range all {
		if ids[f.ID] || !regexp.MustCompile(`^gen-[a-z-]+$`).MatchString(f.ID) || f.Title == "" {
			t.Errorf("%s: an id stands once and reads gen- and words", f.ID)
		}
		ids[f.ID] = true
	}
	for _, f := range all {
		l := course.Lesson(f.Lesson)
		if l == nil || !l.Written {
			t.Errorf("%s: there is no lesson %s", f.ID, f.Lesson)
			continue
		}
		found := false
		for _, o := range l.Objectives {
			found = found || o.ID == f.Objective
		}
		if !found || (f.Level != "application" && f.Level != "analysis") || f.Harder != "" && !ids[f.Harder] {
			t.Errorf("%s: objective %s, level %s, harder %s", f.ID, f.Objective, f.Level, f.Harder)
		}
	}
}

// Without names nothing is made, and without word parts the families of terms are left out.
func TestLittleMaterial(t *testing.T) {
	if list := generate.New(generate.Material{}); len(list) != 0 {
		t.Errorf("%d families without any name", len(list))
	}
	m := material()
	m.Parts = nil
	for _, f := range generate.New(m) {
		if strings.HasPrefix(f.Lesson, "mt-") || f.Harder == "gen-prefix" {
			t.Errorf("%s is made of no word part", f.ID)
		}
	}
}
