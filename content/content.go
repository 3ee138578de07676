// Package content is the course as its authors write it: modules of Markdown lessons, the glossary, the sources that
// facts rest on and the beliefs that learners bring along.
//
// The files stand in the folder cmaa beside this one and are embedded in the binary; Load reads the same layout from
// any file system, so that a course directory given on the command line takes the same way. Load reports every
// problem of form at once. Rules about meaning live in quizzes/check, pages are made by server/site: this package
// only knows what a course is.
package content

import (
	"bytes"
	"embed"
	"io/fs"
	"slices"
	"strings"

	"frontdesk/content/strict"
)

//go:embed cmaa
var embedded embed.FS

// Embedded is the course that ships with the binary. Its root holds the folder cmaa.
func Embedded() fs.FS { return embedded }

// A Course is everything that one course directory says, read once and never changed afterwards, so that any number
// of goroutines may read it.
type Course struct {
	ID      string // "cmaa"; the ids of its records in the store begin with it
	Title   string
	Version string // hash over all lessons and cards; two processes with one version serve the same course
	Modules []*Module
	Tracks  []Track
	Plans   []Plan  // templates of work for classes
	Cards   []*Card // the glossary, by deck in the order of Decks and by id inside a deck

	Sources        map[string]*Source
	Misconceptions map[string]*Misconception
	Names          Names
	Codes          Codes
	Sayings        []Saying
	Spelling       []string          // words that no dictionary has, from spelling.txt
	Figures        map[string]string // drawings as SVG, by file name
	Handouts       []Handout         // by name
	Skills         []Skill           // of the self-audit, in order

	lessons map[string]*Lesson
	cards   map[string]*Card
}

// A Module is a part of the course; its Slug is the word for it in addresses.
type Module struct {
	ID      string // "d3", "mt"
	Slug    string // "law"
	Title   string
	Summary string // one sentence
	Lessons []*Lesson
}

// Path is the module's address on the site.
func (m *Module) Path() string { return "/learn/" + m.Slug + "/" }

// A Lesson is outlined in course.yaml and, once Written, has a file. An outlined lesson is shown and never linked.
type Lesson struct {
	ID       string // "d3-03"
	Slug     string // "hipaa-patient-rights"
	Title    string
	Module   *Module
	Requires []string // lesson ids that make this one easier; a recommendation, never a lock
	Items    int      // its share of the domain's questions, for quotas
	Domain   string   // the exam domain that its questions count for; "" for none

	Written    bool
	File       string // relative to the course root
	Summary    string
	Minutes    int
	Objectives []Objective
	Sources    []string // keys, each perhaps with "#section"
	Facts      []Fact
	AsOf       Date
	ReviewBy   Date
	Was        []string // slugs under which the lesson stood before
	Body       []byte   // Markdown after front matter and title line
	BodyLine   int      // the line of File on which Body begins
	Revision   string   // hash of title and body: what a learner read
}

// Path is the lesson's address on the site.
func (l *Lesson) Path() string { return l.Module.Path() + l.Slug + "/" }

// An Objective is one thing that a reader of the lesson can do afterwards. Its ID is unique inside the lesson.
type Objective struct{ ID, Text string }

// A Fact is a phrase that stands in the lesson because a source says it.
type Fact struct {
	Source string
	Text   string
	Line   int
}

// A Saying is what people say for something, and the words that the course has for it: search leads from one to the
// other.
type Saying struct {
	Say  string `yaml:"say"`
	Find string `yaml:"find"`
}

// A Skill is a line of the self-audit: something that the work asks for, and how somebody could show it.
type Skill struct {
	ID       string `yaml:"id"`
	Title    string `yaml:"title"`
	People   bool   `yaml:"people"`   // a skill with people; the others are technical
	Evidence string `yaml:"evidence"` // what would prove it
	Lesson   string `yaml:"lesson"`   // that closes the gap
}

// A Handout is a page that people print, or take away to fill in: it is a page of the site, a Word document and a
// text.
type Handout struct {
	Name     string // "review-d3", "task-message-slip", "template-resume"; what stands before the hyphen is its kind
	Title    string // its first line
	Markdown []byte // with the title
	File     string
}

// The kinds of handouts.
const (
	ReviewSheet = "review"   // a domain on two pages, for the last days before the exam
	MarkedTask  = "task"     // something to do at the desk, with a checklist by which somebody else marks it
	Template    = "template" // to fill in
)

// Kind is the part of the name before the first hyphen.
func (h Handout) Kind() string { kind, _, _ := strings.Cut(h.Name, "-"); return kind }

// Sheet reports whether it is a review sheet, which prints on two pages.
func (h Handout) Sheet() bool { return h.Kind() == ReviewSheet }

// Path is the address of the page.
func (h Handout) Path() string { return "/handouts/" + h.Name + "/" }

// Document is the address of the Word document.
func (h Handout) Document() string { return "/handouts/" + h.Name + ".docx" }

// Text is the address of the text.
func (h Handout) Text() string { return "/handouts/" + h.Name + ".md" }

// Body is the Markdown below the title.
func (h Handout) Body() []byte {
	_, body, _ := bytes.Cut(h.Markdown, []byte("\n"))
	return body
}

// A Track is an order in which to read lessons, week by week. A lesson stands in it once, after all that it requires.
type Track struct {
	ID      string `yaml:"id"`
	Title   string `yaml:"title"`
	Summary string `yaml:"summary"`
	Weeks   []Week `yaml:"weeks"`
}

// A Week is what a track does in seven days.
type Week struct {
	Lessons  []string `yaml:"lessons"`
	Practice []string `yaml:"practice"` // diagnostic, half, mock, "check d3", or the name of a handout
}

// Path is the address of the track's page.
func (t Track) Path() string { return "/learn/tracks/" + t.ID + "/" }

// Lessons are the ids of the track's lessons in order.
func (t Track) Lessons() []string {
	var all []string
	for _, w := range t.Weeks {
		all = append(all, w.Lessons...)
	}
	return all
}

// Week is the number of the week, from 1, in which the track has the lesson; 0 if it has not.
func (t Track) Week(lesson string) int {
	return slices.IndexFunc(t.Weeks, func(w Week) bool { return slices.Contains(w.Lessons, lesson) }) + 1
}

// Track finds a track by its id.
func (c *Course) Track(id string) (Track, bool) {
	i := slices.IndexFunc(c.Tracks, func(t Track) bool { return t.ID == id })
	if i < 0 {
		return Track{}, false
	}
	return c.Tracks[i], true
}

// InOrder are the written lessons in the order of a track, and for the zero Track in the order of the course.
func (c *Course) InOrder(t Track) []*Lesson {
	if t.ID == "" {
		return c.Written()
	}
	var order []*Lesson
	for _, id := range t.Lessons() {
		if l := c.lessons[id]; l != nil && l.Written {
			order = append(order, l)
		}
	}
	return order
}

// A Card is one entry of the glossary and one flashcard: the two are the same thing.
type Card struct {
	ID      string   `yaml:"id"` // deck prefix and number, "rt-058"
	Front   string   `yaml:"front"`
	Back    string   `yaml:"back"`
	Say     string   `yaml:"say"`   // respelling, stress in capitals
	Parts   string   `yaml:"parts"` // word parts joined by +
	Example string   `yaml:"example"`
	Trap    string   `yaml:"trap"` // what it is mixed up with
	Lesson  string   `yaml:"lesson"`
	Tags    []string `yaml:"tags"`
	Safe    string   `yaml:"safe"` // abbreviations: use, local-only, do-not-use
	Sources []string `yaml:"sources"`
	Reverse bool     `yaml:"reverse"` // back to front also makes a fair card
	SameAs  string   `yaml:"same_as"` // another card with the same meaning

	Slug string `yaml:"-"` // unique among all terms and decks
	File string `yaml:"-"`
	Line int    `yaml:"-"`
}

// Deck is the prefix that says which deck the card stands in.
func (c *Card) Deck() string { prefix, _, _ := strings.Cut(c.ID, "-"); return prefix }

// Path is the card's address on the site.
func (c *Card) Path() string { return "/terms/" + c.Slug + "/" }

// A Deck is a part of the glossary.
type Deck struct{ Prefix, Slug, Title string }

// Path is the deck's address on the site.
func (d Deck) Path() string { return "/terms/" + d.Slug + "/" }

// Decks returns the eight decks in the order in which they are shown.
func Decks() []Deck {
	return []Deck{
		{"px", "prefixes", "Prefixes"},
		{"sx", "suffixes", "Suffixes"},
		{"rt", "roots", "Roots and combining forms"},
		{"tm", "body-terms", "Body-system terms"},
		{"dr", "directions", "Directions, planes, positions"},
		{"ab", "abbreviations", "Abbreviations"},
		{"lw", "law", "Law and compliance"},
		{"bl", "billing", "Billing, insurance and office"},
	}
}

// A Source is a text outside this project that a learner can look up.
type Source struct {
	Title     string `yaml:"title"`
	Ref       string `yaml:"ref"` // section, chapter or form
	URL       string `yaml:"url"`
	AsOf      Date   `yaml:"as_of"`      // the day on which it was checked
	Level     string `yaml:"level"`      // V text read, S secondary page read, K not re-read
	NextCheck Date   `yaml:"next_check"` // only where the value is known to change
	Phone     string `yaml:"phone"`      // an agency's hotline

	Key  string `yaml:"-"`
	File string `yaml:"-"`
	Line int    `yaml:"-"`
}

// A Misconception is a belief that leads to a distractor.
type Misconception struct {
	ID         string `yaml:"id"`
	Statement  string `yaml:"statement"`
	Correction string `yaml:"correction"`
	Lesson     string `yaml:"lesson"`
	Myth       int    `yaml:"myth"` // its number among the fifty commonest, or 0

	File string `yaml:"-"`
	Line int    `yaml:"-"`
}

// Names are the personal names that scenarios may use.
type Names struct {
	Family []string `yaml:"family"`
	Given  []string `yaml:"given"`
}

// Codes are the procedure codes that may appear at all, each with the project's own gloss.
type Codes struct {
	Ranges []CodeRange `yaml:"ranges"`
	Codes  []Code      `yaml:"codes"`
}

// A CodeRange names a section of the code set; From and To belong to it.
type CodeRange struct {
	From  string `yaml:"from"`
	To    string `yaml:"to"`
	Gloss string `yaml:"gloss"`
}

// A Code is one single code that lessons and items may print.
type Code struct {
	Code  string `yaml:"code"`
	Gloss string `yaml:"gloss"`
}

// Lessons returns all lessons in course order, written or not.
func (c *Course) Lessons() []*Lesson {
	var all []*Lesson
	for _, m := range c.Modules {
		all = append(all, m.Lessons...)
	}
	return all
}

// Written returns the lessons that have a file, in course order.
func (c *Course) Written() []*Lesson {
	var all []*Lesson
	for _, l := range c.Lessons() {
		if l.Written {
			all = append(all, l)
		}
	}
	return all
}

// Lesson returns the lesson of that id, or nil if the course does not outline it.
func (c *Course) Lesson(id string) *Lesson { return c.lessons[id] }

// Domain returns the exam domain for which questions of the lesson count, "" for none or for an unknown lesson.
// It has the shape that quizzes.Load asks for.
func (c *Course) Domain(lessonID string) string {
	if l := c.lessons[lessonID]; l != nil {
		return l.Domain
	}
	return ""
}

// Card returns the card of that id, or nil.
func (c *Course) Card(id string) *Card { return c.cards[id] }

// Deck returns the cards of one deck in order of id.
func (c *Course) Deck(prefix string) []*Card {
	var cards []*Card
	for _, k := range c.Cards {
		if k.Deck() == prefix {
			cards = append(cards, k)
		}
	}
	return cards
}

// Source returns the source that a key names, with or without "#section" behind it, or nil.
func (c *Course) Source(key string) *Source {
	key, _, _ = strings.Cut(key, "#")
	return c.Sources[key]
}

// Problems is what Load returns; it is strict.Problems under the name that callers of this package read.
type Problems = strict.Problems
