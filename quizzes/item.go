// Package quizzes is the question bank: it loads items, draws forms from them and scores answers. It is pure: no
// clock, no network, no database; time and seeds come in as arguments.
//
// Two types keep exams honest. A Question is what a learner may see while an exam is open: it has no key in memory,
// so no template, log line or JSON encoder can give one away. An Item has the key and the rationales; it is built
// here and handed to scoring and to the review of a finished attempt. Printing an Item, in whatever way, prints its
// id.
//
// An item's revision is a hash of what the learner sees and what scores. Every attempt freezes the revisions that it
// drew, so editing the bank never changes an exam that is under way.
package quizzes

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io"
	"log/slog"
	"slices"
	"strings"

	"frontdesk/content/markdown"
	"frontdesk/content/strict"
)

// Uses and cognitive levels of an item, as they are written in the bank.
const (
	UseExam     = "exam"
	UsePractice = "practice"

	Recall      = "recall"
	Application = "application"
	Analysis    = "analysis"
)

// A Draft is an item as its author wrote it, key and all: the schema of a bank file. Only quizzes/check and tests
// look at drafts. Like Item it prints as its id alone.
type Draft struct {
	ID        string            `yaml:"id"`
	Objective string            `yaml:"objective"`
	Scenario  string            `yaml:"scenario"`
	Exhibit   string            `yaml:"exhibit"` // one Markdown table
	Question  string            `yaml:"question"`
	Options   []DraftOption     `yaml:"options"`
	Order     string            `yaml:"order"` // alpha (shown shuffled), numeric, chrono or logical (shown as written)
	Level     string            `yaml:"level"`
	Expected  float64           `yaml:"expected"` // share of just-qualified candidates expected to be right
	Sources   []string          `yaml:"sources"`  // the first one decides the key
	Tags      []string          `yaml:"tags"`
	Set       string            `yaml:"set"` // matched set; its members are enemies
	Terms     []string          `yaml:"terms"`
	Expires   Day               `yaml:"expires"`
	Enemies   []string          `yaml:"enemies"` // never on one form together
	Waive     map[string]string `yaml:"waive"`   // rule → reason
	Solved    *Solved           `yaml:"solved"`
	Use       string            `yaml:"use"` // "" means exam
	Retired   Day               `yaml:"retired"`

	File string `yaml:"-"`
	Line int    `yaml:"-"`

	lines map[string]int // of its fields
}

// LineOf is the line of a field, named by a path such as "question" or "options.1.why"; where there is no such field,
// that of what it would stand in.
func (d *Draft) LineOf(field string) int {
	for {
		if line := d.lines[field]; line > 0 {
			return line
		}
		dot := strings.LastIndexByte(field, '.')
		if dot < 0 {
			return d.Line
		}
		field = field[:dot]
	}
}

// A DraftOption is one of the four options as written.
type DraftOption struct {
	Text          string `yaml:"text"`
	Key           bool   `yaml:"key"`
	Why           string `yaml:"why"`
	Misconception string `yaml:"misconception"`
	Calc          string `yaml:"calc"`
}

// Solved records what solvers who saw no key did with one revision. A pass is written as right answers out of runs,
// such as "3/3".
type Solved struct {
	Rev  string   `yaml:"rev"`
	Date Day      `yaml:"date"`
	P1   string   `yaml:"p1"` // question without options
	P2   string   `yaml:"p2"` // options without question: picks of the key
	P3   string   `yaml:"p3"` // closed book
	P4   string   `yaml:"p4"` // level at which the deciding text was read
	By   []string `yaml:"by"` // ids in solvers.yaml
}

// Format makes every verb print the id. The receiver is a value so that a copy gives nothing away either.
func (d Draft) Format(f fmt.State, _ rune) { io.WriteString(f, "item "+d.ID) }

// MarshalJSON refuses, as that of Item does.
func (d Draft) MarshalJSON() ([]byte, error) { return nil, ErrSecret }

// KeyPlace is the place of the key among the options, or -1 unless exactly one is marked.
func (d *Draft) KeyPlace() int {
	place := -1
	for i, o := range d.Options {
		if o.Key && place >= 0 {
			return -1
		}
		if o.Key {
			place = i
		}
	}
	return place
}

// revisionForm is the canonical form that is hashed. Changing it in any way needs a new version string, for stored
// attempts name revisions made by this one.
const revisionForm = "v1"

// Revision is the hash of what a learner sees and what scores: scenario, exhibit, question, option texts, key and
// order. A better rationale, tag, source or estimate leaves it as it is.
func (d *Draft) Revision() string {
	texts := make([]string, len(d.Options))
	for i, o := range d.Options {
		texts[i] = strings.TrimSpace(o.Text)
	}
	order := d.Order
	if order == "alpha" {
		order = "" // the default, written out, is no other question
	}
	canonical, err := json.Marshal([]any{revisionForm, strings.TrimSpace(d.Scenario), strings.TrimSpace(d.Exhibit),
		strings.TrimSpace(d.Question), texts, d.KeyPlace(), order})
	if err != nil {
		panic(err) // strings and numbers always marshal
	}
	sum := sha256.Sum256(canonical)
	return hex.EncodeToString(sum[:16])
}

// An Item is a question with its key and rationales. Its zero value is not useful: items come from a Bank or from
// Thaw.
//
// The draft hides behind two pointers, because fmt calls no method of a value in a private field: it prints such a
// value itself, and with a verb that does not fit ("%s") it follows one pointer, key and all.
type Item struct{ hidden **draftWithDomain }

func newItem(d Draft, domain string) Item {
	hidden := &draftWithDomain{d, domain, d.Revision()}
	return Item{&hidden}
}

// draft is the item's content; nil for the zero Item.
func (it Item) draft() *draftWithDomain {
	if it.hidden == nil {
		return nil
	}
	return *it.hidden
}

type draftWithDomain struct {
	Draft
	domain   string
	revision string
}

// Format makes every verb print the id, so that an Item in a template, an error or a log line gives nothing away.
func (it Item) Format(f fmt.State, _ rune) { io.WriteString(f, "item "+it.ID()) }

// LogValue makes slog print the id.
func (it Item) LogValue() slog.Value { return slog.StringValue("item " + it.ID()) }

// ErrSecret says that an Item was about to be encoded as a whole.
var ErrSecret = errors.New("an item is never encoded: send its Question, or single facts after release")

// MarshalJSON refuses: an Item in an API answer is a mistake.
func (it Item) MarshalJSON() ([]byte, error) { return nil, ErrSecret }

// ID is the permanent id, such as "d3-03-001", or "" for the zero Item.
func (it Item) ID() string {
	if it.hidden == nil {
		return ""
	}
	return it.draft().ID
}

// Lesson is the lesson that the item belongs to: its id without the number.
func (it Item) Lesson() string { return lessonOf(it.ID()) }

func lessonOf(id string) string { return id[:max(strings.LastIndex(id, "-"), 0)] }

// Domain is the exam domain for which the item counts, "" for none.
func (it Item) Domain() string { return it.draft().domain }

// Objective is the objective of its lesson that the item tests, "o2".
func (it Item) Objective() string { return it.draft().Objective }

// Level is Recall, Application or Analysis.
func (it Item) Level() string { return it.draft().Level }

// Expected is the estimated share of just-qualified candidates who answer correctly, 0.40 to 0.95.
func (it Item) Expected() float64 { return it.draft().Expected }

// Tags are the item's subjects.
func (it Item) Tags() []string { return it.draft().Tags }

// Sources are keys of the course's sources, the deciding one first; a key may carry "#section".
func (it Item) Sources() []string { return it.draft().Sources }

// Use is UseExam or UsePractice.
func (it Item) Use() string {
	if it.draft().Use == UsePractice {
		return UsePractice
	}
	return UseExam
}

// Key is the id of the right option, "a" to "d".
func (it Item) Key() string { return OptionID(it.draft().KeyPlace()) }

// Why is the rationale of an option, "" for an unknown one.
func (it Item) Why(option string) string {
	if i := optionPlace(option); i >= 0 && i < len(it.draft().Options) {
		return strings.TrimSpace(it.draft().Options[i].Why)
	}
	return ""
}

// Revision is the hash of the revision that this Item is.
func (it Item) Revision() string { return it.draft().revision }

// Draft returns the authored form; for quizzes/check and tests.
func (it Item) Draft() *Draft { return &it.draft().Draft }

// Shuffled reports whether the options may be shown in any order; else they are shown as written.
func (it Item) Shuffled() bool { return it.draft().Order == "" || it.draft().Order == "alpha" }

// misconceptions are the beliefs behind the distractors.
func (it Item) misconceptions() []string {
	var ids []string
	for _, o := range it.draft().Options {
		if o.Misconception != "" {
			ids = append(ids, o.Misconception)
		}
	}
	return ids
}

// OptionID is the id of the option at a place in authored order: 0 is "a".
func OptionID(place int) string {
	if place < 0 || place > 3 {
		return ""
	}
	return string(rune('a' + place))
}

func optionPlace(id string) int {
	if len(id) != 1 {
		return -1
	}
	return int(id[0]) - 'a'
}

// A Question is an item without its key: all that a learner may see while an exam is open.
type Question struct {
	ID       string   `json:"-"`        // the item's id; pages during an exam do not print it
	Revision string   `json:"-"`        // the revision that this is
	Scenario string   `json:"scenario"` // plain text, may be ""
	Exhibit  string   `json:"-"`        // one Markdown table, or ""
	Text     string   `json:"question"` // one closed question, plain text
	Options  []Option `json:"options"`  // in the order in which they are shown
}

// An Option is one answer to choose. Its ID is its place in the frozen revision, whatever order it is shown in.
type Option struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// Question returns what a learner sees, with the options in the given order, such as "cadb". An order that does not
// name each option once is taken as authored order.
func (it Item) Question(order string) Question {
	q := Question{ID: it.ID(), Revision: it.Revision(), Scenario: strings.TrimSpace(it.draft().Scenario),
		Exhibit: strings.TrimSpace(it.draft().Exhibit), Text: strings.TrimSpace(it.draft().Question)}
	if !validOrder(order, len(it.draft().Options)) {
		order = "abcd"[:len(it.draft().Options)]
	}
	for _, r := range order {
		place := int(r - 'a')
		q.Options = append(q.Options, Option{ID: OptionID(place), Text: strings.TrimSpace(it.draft().Options[place].Text)})
	}
	return q
}

// ExhibitHTML is the exhibit as a table of the course's Markdown dialect, "" for none; label names its region, so two on
// one page need two labels. The error says that the exhibit
// is no table, which the check reports before it can reach anybody.
func (q Question) ExhibitHTML(label string) (template.HTML, error) {
	if q.Exhibit == "" {
		return "", nil
	}
	html, err := markdown.Exhibit(q.Exhibit, label)
	if err != nil {
		return "", fmt.Errorf("exhibit of %s: %w", q.ID, err)
	}
	return template.HTML(html), nil
}

func validOrder(order string, n int) bool {
	letters := []byte(order)
	slices.Sort(letters)
	return n <= 4 && string(letters) == "abcd"[:n]
}

// frozen is the stored form of a revision. It is what any later version of the program must be able to read, so
// fields are only ever added.
type frozen struct {
	Form      string         `json:"form"`
	ID        string         `json:"id"`
	Domain    string         `json:"domain"`
	Objective string         `json:"objective"`
	Scenario  string         `json:"scenario,omitempty"`
	Exhibit   string         `json:"exhibit,omitempty"`
	Question  string         `json:"question"`
	Options   []frozenOption `json:"options"`
	Key       int            `json:"key"`
	Order     string         `json:"order,omitempty"`
	Level     string         `json:"level"`
	Expected  float64        `json:"expected"`
	Sources   []string       `json:"sources"`
	Tags      []string       `json:"tags"`
	Use       string         `json:"use,omitempty"`
}

type frozenOption struct {
	Text string `json:"text"`
	Why  string `json:"why"`
}

// Freeze returns the revision as it is stored with the attempts that drew it. It holds the key: it is for the store
// and for Thaw alone.
func (it Item) Freeze() []byte {
	d := it.draft()
	f := frozen{Form: revisionForm, ID: d.ID, Domain: d.domain, Objective: d.Objective, Scenario: d.Scenario,
		Exhibit: d.Exhibit, Question: d.Question, Key: d.KeyPlace(), Order: d.Order, Level: d.Level,
		Expected: d.Expected, Sources: d.Sources, Tags: d.Tags, Use: d.Use}
	for _, o := range d.Options {
		f.Options = append(f.Options, frozenOption{o.Text, o.Why})
	}
	body, err := json.Marshal(f)
	if err != nil {
		panic(err) // strings and numbers always marshal
	}
	return body
}

// Thaw turns a stored revision back into an Item.
func Thaw(body []byte) (Item, error) {
	var f frozen
	if err := json.Unmarshal(body, &f); err != nil {
		return Item{}, fmt.Errorf("thaw item: %w", err)
	}
	if f.Form != revisionForm || f.Key < 0 || f.Key >= len(f.Options) || len(f.Options) > 4 {
		return Item{}, fmt.Errorf("thaw item %s: form %q is not one that this version reads", f.ID, f.Form)
	}
	d := Draft{ID: f.ID, Objective: f.Objective, Scenario: f.Scenario, Exhibit: f.Exhibit, Question: f.Question,
		Order: f.Order, Level: f.Level, Expected: f.Expected, Sources: f.Sources, Tags: f.Tags, Use: f.Use}
	for i, o := range f.Options {
		d.Options = append(d.Options, DraftOption{Text: o.Text, Why: o.Why, Key: i == f.Key})
	}
	return newItem(d, f.Domain), nil
}

// Problems is what Load returns.
type Problems = strict.Problems
