// Package generate makes practice questions from rules, so that practice does not run out: what a patient owes, when a
// limit ends, where a folder stands. It is pure and knows neither course nor bank: names and word parts come in as
// Material, a seed decides the rest. The same seed makes the same question, as long as family and material stay as they
// are.
//
// A Family is one kind of question. It draws figures, works the answer out and works out what each of several errors
// would have given: those are the wrong answers, each with the error that leads to it. Nothing is looked up, and nothing
// is made up to fill a fourth place. Where two of the four come out equal, other figures are drawn.
//
// Generated questions are for practice. They are no items: they have no revision, no attempt can hold one, and an exam
// draws from the bank, which has none of them.
//
// To add a family: a line in families, a function that returns its Question, and in the test a function that works the
// answer out of the printed text in another way.
package generate

import (
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"
)

// Material is what scenarios and terms are made of.
type Material struct {
	Given, Family []string // personal names
	Parts         []Part   // word parts; families that need one that is not there are left out
}

// A Part is a word part as a glossary card has it. Of a form such as "col/o and colon/o" the first is taken.
type Part struct{ ID, Form, Meaning string }

// A Question is one question with its answer: for pages on which practice may be answered, and nowhere else. All texts
// are plain but Exhibit.
type Question struct {
	Scenario string
	Exhibit  string // one Markdown table, or ""
	Text     string // one sentence that ends with "?"
	Options  []Option
	Steps    []string // the worked solution, a sentence or two each
}

// An Option is one of the four answers, in the order in which they are shown.
type Option struct {
	Text string
	Why  string // what is right, or which error leads here
	Key  bool
}

// Key is the place of the right option.
func (q Question) Key() int { return slices.IndexFunc(q.Options, func(o Option) bool { return o.Key }) }

// A Family is one kind of question. Its zero value makes none: families come from New.
type Family struct {
	ID        string // "gen-share", which never changes: it stands in addresses
	Title     string
	Lesson    string // id of the lesson that teaches the rule
	Objective string // of that lesson
	Level     string // "application" or "analysis", as in the bank
	Harder    string // id of the family that goes on from here, or ""

	material material
	make     func(*draw) (Question, bool) // false: these figures will not do
}

// material is a Material with its parts by id.
type material struct {
	given, family []string
	parts         map[string]Part
}

// New returns the families that the material is enough for, in the order in which lessons teach them.
func New(m Material) []Family {
	own := material{m.Given, m.Family, map[string]Part{}}
	for _, p := range m.Parts {
		p.Form, _, _ = strings.Cut(p.Form, " and ")
		own.parts[p.ID] = p
	}
	var list []Family
	for _, f := range families() {
		f.material = own
		if _, err := f.Make(1); err == nil {
			list = append(list, f)
		}
	}
	for i, f := range list {
		if !slices.ContainsFunc(list, func(g Family) bool { return g.ID == f.Harder }) {
			list[i].Harder = ""
		}
	}
	return list
}

func families() []Family {
	return []Family{
		{ID: "gen-share", Title: "A patient's share: deductible and coinsurance", Lesson: "d1-05", Objective: "o3", Level: "application", Harder: "gen-share-limit", make: share},
		{ID: "gen-share-limit", Title: "A patient's share up to the out-of-pocket maximum", Lesson: "d1-05", Objective: "o3", Level: "analysis", make: shareLimit},
		{ID: "gen-clock", Title: "The 24-hour clock", Lesson: "d1-05", Objective: "o3", Level: "application", Harder: "gen-zone", make: clock},
		{ID: "gen-read", Title: "Reading a term by its parts", Lesson: "mt-01", Objective: "o2", Level: "application", Harder: "gen-build", make: readTerm},
		{ID: "gen-build", Title: "Building a term from its parts", Lesson: "mt-01", Objective: "o1", Level: "application", Harder: "gen-prefix", make: buildTerm},
		{ID: "gen-prefix", Title: "Prefixes of place", Lesson: "mt-02", Objective: "o3", Level: "application", make: prefixTerm},
		{ID: "gen-access", Title: "The last day for a request for access", Lesson: "d3-03", Objective: "o2", Level: "application", Harder: "gen-amendment", make: access},
		{ID: "gen-amendment", Title: "The last day for a request for amendment", Lesson: "d3-03", Objective: "o3", Level: "application", make: amendment},
		{ID: "gen-wave", Title: "Waits in a wave schedule", Lesson: "d4-02", Objective: "o3", Level: "application", Harder: "gen-modified-wave", make: wave},
		{ID: "gen-modified-wave", Title: "The end of a modified wave", Lesson: "d4-02", Objective: "o3", Level: "analysis", make: modifiedWave},
		{ID: "gen-zone", Title: "A remote visit in another time zone", Lesson: "d4-05", Objective: "o3", Level: "application", make: zone},
		{ID: "gen-birthday", Title: "The birthday rule and Medicaid", Lesson: "d5-04", Objective: "o3", Level: "application", Harder: "gen-payers", make: birthday},
		{ID: "gen-payers", Title: "Payers of a child whose parents live apart", Lesson: "d5-04", Objective: "o3", Level: "analysis", make: payers},
		{ID: "gen-balance", Title: "What is left to pay after an explanation of benefits", Lesson: "d5-05", Objective: "o3", Level: "application", make: balance},
		{ID: "gen-timely", Title: "Timely filing after a rejection", Lesson: "d6-08", Objective: "o4", Level: "application", Harder: "gen-business-days", make: timely},
		{ID: "gen-business-days", Title: "A payer's limit in business days", Lesson: "d6-08", Objective: "o4", Level: "application", make: businessDays},
		{ID: "gen-write-off", Title: "Allowed amount, write-off, and balance", Lesson: "d6-09", Objective: "o2", Level: "application", make: writeOff},
		{ID: "gen-aging", Title: "Columns of an aging report", Lesson: "d6-09", Objective: "o4", Level: "analysis", make: aging},
		{ID: "gen-filing", Title: "Alphabetic filing", Lesson: "d7-01", Objective: "o1", Level: "application", make: alphabetic},
		{ID: "gen-terminal-digit", Title: "Terminal-digit filing", Lesson: "d7-01", Objective: "o2", Level: "application", make: terminalDigit},
		{ID: "gen-reorder", Title: "The reorder point", Lesson: "d7-03", Objective: "o2", Level: "application", Harder: "gen-par", make: reorder},
		{ID: "gen-par", Title: "How much to order, from the par level", Lesson: "d7-03", Objective: "o2", Level: "application", make: par},
		{ID: "gen-petty-cash", Title: "Petty cash, over or short", Lesson: "d7-05", Objective: "o2", Level: "application", Harder: "gen-day-sheet", make: pettyCash},
		{ID: "gen-day-sheet", Title: "The balances of a day sheet", Lesson: "d7-05", Objective: "o2", Level: "application", make: daySheet},
	}
}

// MaxSeed is the largest seed that pages use; the smallest is 1.
const MaxSeed = 999_999

// ErrNoQuestion says that no question could be made: the material lacks names or word parts.
var ErrNoQuestion = errors.New("no question can be made of this material")

// tries is how many draws a question may take. The hardest family needs a few dozen.
const tries = 5000

// Make returns the question of a seed.
func (f Family) Make(seed uint64) (Question, error) {
	h := fnv.New64a()
	_, _ = h.Write([]byte(f.ID)) // never fails
	rng := rand.New(rand.NewPCG(seed, h.Sum64()))
	if len(f.material.given) < 8 || len(f.material.family) < 8 {
		return Question{}, fmt.Errorf("%s: %w: eight names of each kind are needed", f.ID, ErrNoQuestion)
	}
	for range tries {
		d := &draw{Rand: rng, material: f.material, taken: map[string]bool{}}
		if q, ok := f.make(d); ok {
			return q, nil
		}
	}
	return Question{}, fmt.Errorf("%s, seed %d: %w", f.ID, seed, ErrNoQuestion)
}
