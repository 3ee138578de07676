// Package check holds the rules over course and bank: what an author would want to be told before a learner is.
//
// The rules are those of the item-writing and the copyright standard and keep their ids. Each is one small function over
// one item (rules.go lists them; structure.go, stem.go, options.go, cues.go, rationale.go, language.go, plain.go and
// facts.go hold them), over items together (pairs.go), over one lesson (lesson.go, taught.go) or over any text that people
// read (prose.go lists those; rights.go and contact.go hold them). An error stops a release; a warning is listed, and an
// author who has a reason writes it into the item as a waiver. Gates (gates.go, quota.go, probes.go, forms.go) measure the
// bank as a whole and stop nobody.
//
// To add a rule, write its function, list it, and put a failing and a passing file into testdata/rules/{id}: the test
// finds them by itself. Ten thousand items are to be checked in five seconds, so ask whether a text can hold what a regular
// expression looks for before running it (need.go), and let items keep what several rules need (item.go).
package check

import (
	"cmp"
	"fmt"
	"io"
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"frontdesk/content"
	"frontdesk/content/strict"
	"frontdesk/quizzes"
)

// The folders of a course directory. Problems name their files relative to it.
const (
	contentFolder = "content"
	quizzesFolder = "quizzes"
)

// A Report is everything that was found, and what the bank consists of.
type Report struct {
	Problems strict.Problems `json:"problems"` // sorted by file, line and rule; never nil
	Counts   Counts          `json:"counts"`
	Gates    []Gate          `json:"gates"` // measures of the whole bank with their limits
}

// Files loads course and bank and runs every rule over them. The roots of contents and bank hold the folder cmaa, as
// those of content.Embedded and quizzes.Embedded do. at is the day of the check: it decides what has expired.
func Files(contents, bank fs.FS, at time.Time) Report {
	course, found := content.Load(contents)
	b, inBank := quizzes.Load(bank, course.Domain)
	found = append(found, imageProblems(contents)...) // the bank's loader refuses any file but its own
	return Run(course, b, append(found.In(contentFolder), inBank.In(quizzesFolder)...), at)
}

// Run runs every rule over a course and its bank. loaded is what their loaders found, each problem with its folder in
// front (strict.Problems.In); it becomes part of the report.
func Run(course *content.Course, bank *quizzes.Bank, loaded strict.Problems, at time.Time) Report {
	w := newWorld(course, bank, at)
	items := w.items
	foundIn, waivedIn := make([]strict.Problems, len(items)), make([]int, len(items))
	onAllCores(len(items), func(i int) { foundIn[i], waivedIn[i] = checkItem(items[i]) })
	inBank, waived := slices.Concat(foundIn...), 0
	for _, n := range waivedIn {
		waived += n
	}
	ofBank := []func() strict.Problems{func() strict.Problems { return tooManyWaivers(items) }, func() strict.Problems { return pooledReading(items) }}
	for _, r := range pairRules() {
		ofBank = append(ofBank, func() strict.Problems { return r.run(w, items) })
	}
	ofCourse := []func() strict.Problems{func() strict.Problems { return sourceProblems(course, at) }, func() strict.Problems { return beliefProblems(course) },
		func() strict.Problems { return authorityProblems(course) }, func() strict.Problems { return codeProblems(course) },
		func() strict.Problems { return lessonProblems(course, w.mask, at) },
		func() strict.Problems { return courseProse(w) }}
	inBank, inCourse := append(inBank, allOf(ofBank)...), allOf(ofCourse)

	r := Report{Problems: append(strict.Problems{}, loaded...)} // a list in JSON, even an empty one
	r.Problems = append(append(r.Problems, inCourse.In(contentFolder)...), inBank.In(quizzesFolder)...)
	slices.SortFunc(r.Problems, func(a, b strict.Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Message, b.Message))
	})
	r.Counts = count(w, items, r.Problems)
	r.Counts.Waivers = waived
	r.Gates = gates(w, items)
	return r
}

func newWorld(course *content.Course, bank *quizzes.Bank, at time.Time) *world {
	w := &world{course: course, bank: bank, at: at, mask: masker(glossaryTerms(course)), cpt: allowedCodes(course), words: newDictionary(course),
		limits: sourcesWithLimits(course), names: set(append(slices.Clone(course.Names.Family), course.Names.Given...))}
	w.lessonWords = familiesByLesson(w)
	all := bank.Items()
	w.items = make([]*item, len(all))
	onAllCores(len(all), func(i int) { w.items[i] = newItem(w, all[i]) })
	w.common = commonRoots(w.items)
	return w
}

// allOf are the problems that several looks find, in the order of the looks.
func allOf(looks []func() strict.Problems) strict.Problems {
	found := make([]strict.Problems, len(looks))
	onAllCores(len(looks), func(i int) { found[i] = looks[i]() })
	return slices.Concat(found...)
}

// onAllCores calls f with 0 to n-1, several at a time. f may write only what belongs to its number, so that the order in
// which the calls end does not show.
func onAllCores(n int, f func(i int)) {
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(i)
			}
		})
	}
	all.Wait()
}

// pooledReading: the stems of a lesson, taken together, read at grade 10 or below (L40).
func pooledReading(items []*item) strict.Problems {
	pools, first := map[string]*reading{}, map[string]*item{}
	for _, it := range items {
		lesson := it.ID[:strings.LastIndex(it.ID, "-")]
		if pools[lesson] == nil {
			pools[lesson], first[lesson] = &reading{}, it
		}
		pools[lesson].add(it.read)
	}
	var found strict.Problems
	for lesson, r := range pools {
		// A few short stems make the grade jumpy, so below 200 words the items speak for themselves.
		if g := r.grade(); g > gradeLimit && r.words >= 200 {
			found = append(found, strict.Problemf(first[lesson].File, 1, "L40", "the stems of lesson %s together read at grade %.1f; %d is the limit", lesson, g, gradeLimit))
		}
	}
	return found
}

// WriteText prints the problems, one a line as file:line: rule: message, and then the counts.
func (r Report) WriteText(w io.Writer) error {
	var b strings.Builder
	for _, p := range r.Problems {
		mark := ""
		if p.Severity == strict.Warning {
			mark = "warning: "
		}
		fmt.Fprintf(&b, "%s:%d: %s: %s%s\n", p.File, p.Line, p.Rule, mark, p.Message)
	}
	r.Counts.write(&b)
	writeGates(&b, r.Gates)
	_, err := io.WriteString(w, b.String())
	return err
}
