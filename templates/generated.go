package templates

import (
	"fmt"
	"html/template"
	"strings"

	"frontdesk/quizzes"
	"frontdesk/quizzes/generate"
)

// A GeneratedGroup is the kinds of generated practice of one module.
type GeneratedGroup struct {
	Title    string
	Families []GeneratedFamily
}

// A GeneratedFamily is one kind of generated practice, with the lesson that teaches it.
type GeneratedFamily struct {
	ID     string
	Title  string
	Lesson Link
}

// GeneratedPath is the address of a family: on the server of its next question, in an export of worked examples.
func GeneratedPath(family string) string { return "/practice/generated/" + family + "/" }

// Path is the address of the family.
func (f GeneratedFamily) Path() string { return GeneratedPath(f.ID) }

// A GeneratedPage is one generated question, and once an answer is chosen its reasons and worked solution. All of it
// follows from the address; nothing is kept.
type GeneratedPage struct {
	Frame
	Family   GeneratedFamily
	Harder   *GeneratedFamily // where it goes on; nil for nowhere
	Seed     uint64
	Question generate.Question
	Exhibit  template.HTML // of the question
	Choice   string        // "a" to "d", or "" while nothing is chosen
}

// NewGeneratedPage is the page of a question; the caller sets Exhibit, Choice and Harder.
func NewGeneratedPage(f GeneratedFamily, seed uint64, q generate.Question) GeneratedPage {
	frame := Personal(nil, f.Title)
	frame.Section, frame.Nav = "Practice", Practice
	frame.Breadcrumb = []Crumb{{Text: "Practice", Path: "/practice/"}, {Text: "Practice that does not run out", Path: "/practice/#endless"}}
	return GeneratedPage{Frame: frame, Family: f, Seed: seed, Question: q}
}

// Template names the page's file.
func (GeneratedPage) Template() string { return "generated.html" }

// Next is the address of the next question of the family.
func (p GeneratedPage) Next() string {
	return fmt.Sprintf("%s?seed=%d", p.Family.Path(), p.Seed%generate.MaxSeed+1)
}

// A LetteredOption is an answer as it is shown, with the id by which it is sent.
type LetteredOption struct{ ID, Letter, Text string }

// Options are the answers to choose from.
func (p GeneratedPage) Options() []LetteredOption {
	var list []LetteredOption
	for i, o := range p.Question.Options {
		id := quizzes.OptionID(i)
		list = append(list, LetteredOption{id, strings.ToUpper(id), o.Text})
	}
	return list
}

// Reasons are the answers with what each was worth.
func (p GeneratedPage) Reasons() []Reason {
	var list []Reason
	for i, o := range p.Question.Options {
		id := quizzes.OptionID(i)
		list = append(list, Reason{Letter: strings.ToUpper(id), Text: o.Text, Why: o.Why, Chosen: id == p.Choice, Key: o.Key})
	}
	return list
}

// Verdict says whether the chosen answer is right.
func (p GeneratedPage) Verdict() string {
	key := quizzes.OptionID(p.Question.Key())
	if p.Choice == key {
		return "Right"
	}
	return "Not right: the answer is " + strings.ToUpper(key) + "."
}

// An ExamplesPage has worked examples of a family, for a copy that has no server.
type ExamplesPage struct {
	Frame
	Family   GeneratedFamily
	Examples []SelfCheck
}

// Template names the page's file.
func (ExamplesPage) Template() string { return "examples.html" }

// NewExample makes a self-check question of a generated one, with its worked solution. number is that on its page.
func NewExample(family string, number int, q generate.Question, exhibit template.HTML) SelfCheck {
	check := SelfCheck{ID: fmt.Sprintf("%s-%d", family, number), Number: number, Scenario: q.Scenario, Exhibit: exhibit, Text: q.Text, Steps: q.Steps}
	for i, o := range q.Options {
		check.Options = append(check.Options, SelfCheckOption{Letter: strings.ToUpper(quizzes.OptionID(i)), Text: o.Text, Why: o.Why, Key: o.Key})
	}
	return check
}
