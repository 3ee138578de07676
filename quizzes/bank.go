package quizzes

import (
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"go.yaml.in/yaml/v3"

	"frontdesk/content/strict"
)

//go:embed cmaa
var embedded embed.FS

// Embedded is the bank that ships with the binary. Its root holds the folder cmaa.
func Embedded() fs.FS { return embedded }

const dir = "cmaa"

// A Day is a date of the civil calendar in a bank file; the zero Day means that none was given.
type Day struct{ time.Time }

// UnmarshalYAML reads YYYY-MM-DD.
func (d *Day) UnmarshalYAML(n *yaml.Node) error {
	t, err := time.Parse(time.DateOnly, n.Value)
	if err != nil {
		return &yaml.TypeError{Errors: []string{fmt.Sprintf("line %d: %q is not a date such as 2026-11-21", n.Line, n.Value)}}
	}
	d.Time = t
	return nil
}

// A Bank is all items of a course with its blueprint, read once and never changed.
type Bank struct {
	items     map[string]Item
	ids       []string // sorted
	entries   []entry  // in the order of ids
	beliefs   int      // how many misconceptions are shared by items
	blueprint Blueprint
	solvers   map[string]Solver
	version   string
}

// A Solver is a person or a run of a program that solved items without seeing their keys.
type Solver struct {
	ID     string `yaml:"id"`
	Kind   string `yaml:"kind"`   // person or model
	Name   string `yaml:"name"`   // what solved: a model's name, or how a person wants to be named
	Date   Day    `yaml:"date"`   // of the run
	Prompt string `yaml:"prompt"` // what the solver was told
}

// Blueprint is the plan of the exam.
func (b *Bank) Blueprint() Blueprint { return b.blueprint }

// Version is a hash over all revisions; an attempt keeps it.
func (b *Bank) Version() string { return b.version }

// Item returns the current revision of an item.
func (b *Bank) Item(id string) (Item, bool) { it, ok := b.items[id]; return it, ok }

// Items returns all items in order of id.
func (b *Bank) Items() []Item {
	all := make([]Item, len(b.entries))
	for i, e := range b.entries {
		all[i] = e.item
	}
	return all
}

// ofLesson returns the entries of a lesson, which stand side by side as their ids begin alike; of every lesson for "".
func (b *Bank) ofLesson(lesson string) []entry {
	if lesson == "" {
		return b.entries
	}
	from, _ := slices.BinarySearch(b.ids, lesson+"-")
	to, _ := slices.BinarySearch(b.ids, lesson+".") // the sign after the hyphen
	return b.entries[from:to]
}

// Practice returns the items that may stand on shared pages, in order of id: never one that can be on an exam.
func (b *Bank) Practice(at time.Time) []Item {
	return slices.DeleteFunc(b.Items(), func(it Item) bool { return it.Use() != UsePractice || !it.current(at) })
}

// Solvers returns who solved items blind, by id.
func (b *Bank) Solvers() map[string]Solver { return b.solvers }

// SolvedNow reports whether blind solvers have solved this very revision.
func (it Item) SolvedNow() bool { s := it.draft().Solved; return s != nil && s.Rev == it.Revision() }

// current reports whether the item is neither retired nor expired on the day of at.
func (it Item) current(at time.Time) bool {
	d := it.draft()
	return !it.Retired(at) && (d.Expires.IsZero() || at.Before(d.Expires.AddDate(0, 0, 1)))
}

// Retired reports whether the item has been taken out of use by then.
func (it Item) Retired(at time.Time) bool {
	d := it.draft()
	return !d.Retired.IsZero() && !at.Before(d.Retired.Time)
}

// OnForm reports whether the item may stand on an exam form that is drawn at that time: an exam item, solved in this
// revision, neither retired nor expired.
func (it Item) OnForm(at time.Time) bool { return it.forExams() && it.current(at) }

// forExams is the part of OnForm that does not depend on the day.
func (it Item) forExams() bool {
	return it.Use() == UseExam && it.draft().domain != "" && it.SolvedNow()
}

// loader carries what has been read and every problem on the way.
type loader struct {
	fsys     fs.FS
	domain   func(lesson string) string
	bank     *Bank
	problems strict.Problems
}

var bankFileRE = regexp.MustCompile(`^cmaa/([a-z]\w)/(\d\d)\.yaml$`)

// Load reads the bank below fsys, whose root holds the folder cmaa. domain tells for which exam domain a lesson's
// items count, "" for none. Load always returns a bank, as full as the files allow, with every problem of form; items
// that break the form (not four options, not one key) are left out of the bank.
func Load(fsys fs.FS, domain func(lesson string) string) (*Bank, Problems) {
	l := &loader{fsys: fsys, domain: domain, bank: &Bank{items: map[string]Item{}, solvers: map[string]Solver{}}}
	l.yaml(path.Join(dir, "blueprint.yaml"), &l.bank.blueprint)
	l.problems = append(l.problems, l.bank.blueprint.problems(path.Join(dir, "blueprint.yaml"))...)
	l.solverFile()
	var files []*bankFile
	err := fs.WalkDir(fsys, dir, func(file string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if g := bankFileRE.FindStringSubmatch(file); g != nil {
			files = append(files, &bankFile{name: file, lesson: g[1] + "-" + g[2]})
		} else if !e.IsDir() && path.Dir(file) != dir {
			l.problem(file, 1, "this is not a bank file; items of lesson d3-03 stand in cmaa/d3/03.yaml")
		}
		return nil
	})
	if err != nil {
		l.problem(dir, 1, "the folder cannot be read: %v", err)
	}
	l.itemFiles(files)
	l.finish()
	return l.bank, l.problems
}

func (l *loader) problem(file string, line int, format string, args ...any) {
	l.problems = append(l.problems, strict.Problemf(file, line, "L01", format, args...))
}

func (l *loader) yaml(file string, out any) []int {
	src, err := fs.ReadFile(l.fsys, file)
	if err != nil {
		l.problem(file, 1, "this file is missing or cannot be read; a bank needs it")
		return nil
	}
	doc, found := strict.Parse(file, src, 1)
	l.problems = append(append(l.problems, found...), doc.Decode(out)...)
	return doc.Lines()
}

// solverFile reads solvers.yaml; a bank that nobody solved yet has none.
func (l *loader) solverFile() {
	file := path.Join(dir, "solvers.yaml")
	if _, err := fs.Stat(l.fsys, file); errors.Is(err, fs.ErrNotExist) {
		return
	}
	var list []Solver
	lines := l.yaml(file, &list)
	for i, s := range list {
		if s.ID == "" || s.Name == "" || s.Prompt == "" || s.Date.IsZero() || (s.Kind != "person" && s.Kind != "model") {
			l.problem(file, lineAt(lines, i), "a solver needs id, kind (person or model), name, date and prompt")
		}
		if _, twice := l.bank.solvers[s.ID]; twice {
			l.problem(file, lineAt(lines, i), "the solver %s stands twice", s.ID)
		}
		l.bank.solvers[s.ID] = s
	}
}

// A bankFile holds the items of one lesson as they were read.
type bankFile struct {
	name, lesson string
	drafts       []Draft
	lines        []int
	fields       []map[string]int
	problems     strict.Problems
}

// read parses the file. It touches nothing but the file, so that several can be read at the same time.
func (f *bankFile) read(fsys fs.FS) {
	src, err := fs.ReadFile(fsys, f.name)
	if err != nil {
		f.problems = strict.Problems{strict.Problemf(f.name, 1, "L01", "this file is missing or cannot be read; a bank needs it")}
		return
	}
	doc, found := strict.Parse(f.name, src, 1)
	f.problems = append(found, doc.Decode(&f.drafts)...)
	f.lines, f.fields = doc.Lines(), doc.Fields()
}

// itemFiles reads the bank files, and then takes their items in order.
func (l *loader) itemFiles(files []*bankFile) {
	next := make(chan *bankFile)
	var readers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		readers.Go(func() {
			for f := range next {
				f.read(l.fsys)
			}
		})
	}
	for _, f := range files {
		next <- f
	}
	close(next)
	readers.Wait()
	for _, f := range files {
		l.problems = append(l.problems, f.problems...)
		for i := range f.drafts {
			d := &f.drafts[i]
			d.File, d.Line = f.name, lineAt(f.lines, i)
			if i < len(f.fields) {
				d.lines = f.fields[i]
			}
			l.item(d, f.lesson)
		}
	}
}

// item checks the form of one item and takes it into the bank.
func (l *loader) item(d *Draft, lesson string) {
	before := len(l.problems)
	at := func(format string, args ...any) { l.problem(d.File, d.Line, d.ID+": "+format, args...) }
	if !itemIDRE.MatchString(d.ID) || lessonOf(d.ID) != lesson {
		at("an id in this file is %s- and three digits", lesson)
	}
	if _, twice := l.bank.items[d.ID]; twice {
		l.problems = append(l.problems, strict.Problemf(d.File, d.Line, "L02", "%s: the id stands twice", d.ID))
	}
	if len(d.Options) != 4 {
		l.problems = append(l.problems, strict.Problemf(d.File, d.Line, "L05", "%s: an item has four options, this one has %d", d.ID, len(d.Options)))
	} else if d.KeyPlace() < 0 {
		l.problems = append(l.problems, strict.Problemf(d.File, d.Line, "L04", "%s: exactly one option is the key", d.ID))
	}
	if !slices.Contains([]string{"", "alpha", "numeric", "chrono", "logical"}, d.Order) {
		at("order is alpha, numeric, chrono or logical, not %q", d.Order)
	}
	if !slices.Contains([]string{Recall, Application, Analysis}, d.Level) {
		at("level is recall, application or analysis, not %q", d.Level)
	}
	if d.Use != "" && d.Use != UsePractice {
		at("use is practice or left out, not %q", d.Use)
	}
	if d.Expected < 0.40 || d.Expected > 0.95 {
		at("expected lies between 0.40 and 0.95, not at %.2f", d.Expected)
	}
	l.lengths(d, at)
	if len(l.problems) == before {
		l.bank.items[d.ID] = newItem(*d, l.domain(lesson))
	}
}

var itemIDRE = regexp.MustCompile(`^[a-z]\w-\d\d-\d{3}$`)

// lengths holds the texts to the limits of the schema, in characters.
func (l *loader) lengths(d *Draft, at func(string, ...any)) {
	limit := func(what, text string, low, high int) {
		if n := len([]rune(strings.TrimSpace(text))); n < low || n > high {
			at("%s has %d characters; %d to %d fit", what, n, low, high)
		}
	}
	limit("the scenario", d.Scenario, 0, 800)
	limit("the question", d.Question, 12, 200)
	for i, o := range d.Options {
		limit("option "+OptionID(i), o.Text, 1, 140)
	}
	if d.Objective == "" || len(d.Sources) == 0 {
		at("an item needs an objective and a source")
	}
	if len(d.Tags) < 2 || len(d.Tags) > 6 {
		at("an item has 2 to 6 tags, this one has %d", len(d.Tags))
	}
}

// finish checks what needs the whole bank and fixes order and version.
func (l *loader) finish() {
	b := l.bank
	for id, it := range b.items {
		b.ids = append(b.ids, id)
		for _, e := range it.draft().Enemies {
			if _, ok := b.items[e]; !ok || e == id {
				l.problem(it.draft().File, it.draft().Line, "%s: its enemy %s is not another item of the bank", id, e)
			}
		}
		if s := it.draft().Solved; s != nil {
			for _, by := range s.By {
				if _, ok := b.solvers[by]; !ok {
					l.problem(it.draft().File, it.draft().Line, "%s: solver %s is not in solvers.yaml", id, by)
				}
			}
		}
	}
	slices.Sort(b.ids)
	h := sha256.New()
	for _, id := range b.ids {
		fmt.Fprintln(h, id, b.items[id].Revision())
	}
	b.version = hex.EncodeToString(h.Sum(nil))[:12]
	b.prepare()
	l.problems.Sort()
}

func lineAt(lines []int, i int) int {
	if i < len(lines) {
		return lines[i]
	}
	return 1
}

// A Blueprint says how an exam is made up.
type Blueprint struct {
	ID      string `yaml:"id"`
	Title   string `yaml:"title"`
	Version string `yaml:"version"`
	AsOf    Day    `yaml:"as_of"`
	Minutes int    `yaml:"minutes"` // of a whole exam
	Scale   struct {
		Min  int `yaml:"min"`
		Max  int `yaml:"max"`
		Pass int `yaml:"pass"`
	} `yaml:"scale"`
	Domains     []Domain `yaml:"domains"`
	HalfMinutes int      `yaml:"half_minutes"`
}

// A Domain is one part of the exam with its share of each kind of form.
type Domain struct {
	ID         string `yaml:"id"`
	Title      string `yaml:"title"`
	Scored     int    `yaml:"scored"`
	Pretest    int    `yaml:"pretest"`
	Half       int    `yaml:"half"`
	Diagnostic int    `yaml:"diagnostic"`
}

// Domain returns the domain of that id; ok is false if the blueprint has none.
func (bp Blueprint) Domain(id string) (d Domain, ok bool) {
	i := slices.IndexFunc(bp.Domains, func(d Domain) bool { return d.ID == id })
	if i < 0 {
		return Domain{}, false
	}
	return bp.Domains[i], true
}

// Total returns how many scored and pretest items a form of that mode has.
func (bp Blueprint) Total(m Mode) (scored, pretest int) {
	for _, d := range bp.Domains {
		s, p := d.counts(m)
		scored, pretest = scored+s, pretest+p
	}
	return scored, pretest
}

func (bp Blueprint) problems(file string) strict.Problems {
	var ps strict.Problems
	if bp.Minutes < 1 || bp.HalfMinutes < 1 || len(bp.Domains) == 0 {
		ps = append(ps, strict.Problemf(file, 1, "blueprint", "a blueprint needs minutes, half_minutes and domains"))
	}
	seen := map[string]bool{}
	for _, d := range bp.Domains {
		if cmp.Or(d.ID, d.Title) == "" || d.Scored < 1 || d.Half < 1 || d.Diagnostic < 1 || d.Pretest < 0 || seen[d.ID] {
			ps = append(ps, strict.Problemf(file, 1, "blueprint", "domain %q needs an id of its own, a title and counts", d.ID))
		}
		seen[d.ID] = true
	}
	return ps
}
