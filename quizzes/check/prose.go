package check

import (
	"fmt"
	"slices"
	"strings"

	"frontdesk/content"
	"frontdesk/content/strict"
)

// prose is a text that people read, wherever it stands: a part of an item, a paragraph of a lesson or a handout, a card.
// Rules over prose look at how things are said and shown, not at what kind of page says them.
type prose struct {
	*world
	kind    proseKind
	text    string
	sources []string // keys of what backs it
	terms   []string // words that its author marks as such
	invalid bool     // its identifiers are invalid by design
	field   string   // of an item
}

type proseKind string

const (
	inItem      proseKind = "item"
	inRationale proseKind = "rationale"
	inLesson    proseKind = "lesson"
	inCard      proseKind = "card"
	inHandout   proseKind = "handout"
)

// A flaw is what a rule over prose finds, at a byte of the text.
type flaw struct {
	at      int
	mild    bool // a warning
	message string
}

func flawf(at int, format string, args ...any) flaw {
	return flaw{at: at, message: fmt.Sprintf(format, args...)}
}

// A proseRule is a rule over what the course says outside its questions. Those that hold for items too stand in itemRules,
// where some go by the older ids L46 and L52.
type proseRule struct {
	id  string
	run func(*prose) []flaw
}

func proseRules() []proseRule {
	return []proseRule{{"L44", spelledWell}, {"C02", codesListed}, {"C03", dentalCodes}, {"C05", endorsed}, {"C08", longQuotations},
		{"C11", testPlanNumbers}, {"C12", realContacts}}
}

// inProse makes a rule over an item of one over prose.
func inProse(rule func(*prose) []flaw) func(*item) {
	return func(it *item) {
		for i := range it.passages {
			p := &it.passages[i]
			for _, f := range rule(p) {
				s := strict.Error
				if f.mild {
					s = strict.Warning
				}
				it.report(s, p.field, "%s", f.message)
			}
		}
	}
}

// courseProse runs the rules over lessons, handouts and cards.
func courseProse(w *world) strict.Problems {
	var found strict.Problems
	check := func(p prose, file, id string, line int) {
		p.world, p.invalid = w, true // a lesson has no tags: a number that fails its check digit is invalid by design
		for _, r := range proseRules() {
			for _, f := range r.run(&p) {
				problem := strict.Problemf(file, line+strings.Count(p.text[:f.at], "\n"), r.id, "%s%s", id, f.message)
				if f.mild {
					problem.Severity = strict.Warning
				}
				found = append(found, problem)
			}
		}
	}
	for _, l := range w.course.Written() {
		front := []string{l.Summary}
		for _, o := range l.Objectives {
			front = append(front, o.Text)
		}
		check(prose{kind: inLesson, text: strings.Join(front, " "), sources: l.Sources}, l.File, "", 2)
		for _, p := range paragraphs(string(l.Body), l.BodyLine) {
			check(prose{kind: inLesson, text: p.text, sources: l.Sources}, l.File, "", p.line)
		}
	}
	for _, h := range w.course.Handouts {
		for _, p := range paragraphs(string(h.Markdown), 1) {
			check(prose{kind: inHandout, text: p.text}, h.File, "", p.line)
		}
	}
	for _, k := range w.course.Cards {
		for _, text := range []string{k.Front, k.Back, k.Example, k.Trap} {
			check(prose{kind: inCard, text: strings.ReplaceAll(text, "\n", " "), sources: k.Sources}, k.File, k.ID+": ", k.Line)
		}
	}
	return found
}

type paragraph struct {
	text string
	line int
}

// paragraphs splits Markdown at empty lines, and lists and tables at their lines, for those say one thing a line.
func paragraphs(s string, line int) (all []paragraph) {
	open := false
	for text := range strings.Lines(s) {
		trimmed := strings.TrimLeft(text, "> \t")
		switch {
		case strings.TrimSpace(trimmed) == "":
			open = false
		case open && !startsAnew(trimmed):
			all[len(all)-1].text += text
		default:
			all = append(all, paragraph{text, line})
			open = true
		}
		line++
	}
	return all
}

// startsAnew reports whether a line of Markdown begins a part of its own: a row, a heading, an entry of a list.
func startsAnew(line string) bool {
	if strings.ContainsRune("|#", rune(line[0])) || strings.HasPrefix(line, "- ") || strings.HasPrefix(line, "* ") || strings.HasPrefix(line, "[!") {
		return true
	}
	digits := strings.TrimLeft(line, "0123456789")
	return len(digits) < len(line) && strings.HasPrefix(digits, ". ")
}

// passagesOf are the texts of an item that a learner reads.
func passagesOf(it *item) []prose {
	var all []prose
	add := func(kind proseKind, field, text string) {
		if text != "" {
			all = append(all, prose{world: it.world, kind: kind, field: field, text: text, sources: it.Sources, terms: it.Terms, invalid: it.tagged("invalid-by-design")})
		}
	}
	add(inItem, "scenario", it.Scenario)
	add(inItem, "exhibit", it.Exhibit)
	add(inItem, "question", it.Question)
	for i, o := range it.Options {
		add(inItem, option(i), o.Text)
		add(inRationale, option(i)+".why", o.Why)
	}
	return all
}

// allows reports whether the author of a text marks the word as a term.
func (p *prose) allows(word string) bool {
	return slices.ContainsFunc(p.terms, func(t string) bool {
		return slices.ContainsFunc(letters(t), func(w wordAt) bool { return strings.EqualFold(w.text, word) })
	})
}

// government reports whether one of the sources is a work of the United States government, which nobody owns.
func (p *prose) government() bool {
	return slices.ContainsFunc(p.sources, func(key string) bool {
		s := p.course.Source(key)
		return s != nil && publicWork(s)
	})
}

func publicWork(s *content.Source) bool {
	host, _, _ := strings.Cut(strings.TrimPrefix(s.URL, "https://"), "/")
	return strings.HasSuffix(host, ".gov") || strings.HasSuffix(host, ".mil") || lawRE.MatchString(s.Ref)
}
