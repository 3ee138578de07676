package check

import (
	"regexp"
	"slices"
	"strings"

	"frontdesk/content"
)

// lessonAndObjective: the lesson and the objective exist, and the lesson counts for a domain or the item is practice.
func lessonAndObjective(it *item) {
	if it.lesson == nil {
		it.fail("id", "the course outlines no lesson of this id")
		return
	}
	if it.lesson.Domain == "" && !it.practice() {
		it.fail("id", "lesson %s counts for no domain of the exam, so its items are for practice: add use: practice", it.lesson.ID)
	}
	known := func(o content.Objective) bool { return o.ID == it.Objective }
	if !it.lesson.Written {
		it.warn("objective", "lesson %s is not written yet, so objective %s cannot be looked up", it.lesson.ID, it.Objective)
	} else if !slices.ContainsFunc(it.lesson.Objectives, known) {
		it.fail("objective", "lesson %s has no objective %s", it.lesson.ID, it.Objective)
	}
}

// optionsDiffer: no two options are equal once case, marks and spaces are left out.
func optionsDiffer(it *item) {
	seen := map[string]bool{}
	for i := range it.texts {
		t := strings.Join(it.toks[i], " ")
		if seen[t] {
			it.fail(option(i), "this option says the same as one above it")
		}
		seen[t] = true
	}
}

// optionsExplained: each option has a rationale.
func optionsExplained(it *item) {
	for i, o := range it.Options {
		if strings.TrimSpace(o.Why) == "" {
			it.fail(option(i), "the option needs a why")
		}
	}
}

// misconceptionsNamed: each distractor comes from a belief of its own, and the key from none.
func misconceptionsNamed(it *item) {
	seen := map[string]bool{}
	for i, o := range it.Options {
		m, field := o.Misconception, option(i)+".misconception"
		switch {
		case o.Key && m != "":
			it.fail(field, "the key has no misconception")
		case o.Key:
		case m == "":
			it.fail(field, "the distractor %q needs a misconception", o.Text)
		case it.course.Misconceptions[m] == nil:
			it.fail(field, "misconception %s is not in misconceptions.yaml", m)
		case seen[m]:
			it.fail(field, "misconception %s stands twice in this item", m)
		}
		seen[m] = true
	}
}

var (
	percentRE = regexp.MustCompile(`\d+(?:\.\d+)? ?(?:%|percent\b)`)
	yearRE    = regexp.MustCompile(`\b20[2-9]\d\b`)
)

// figuresDated: an item whose first source changes expires in time, and a figure that is neither given nor worked out
// is suspicious.
func figuresDated(it *item) {
	if s := it.firstSource(); s != nil && !s.NextCheck.IsZero() {
		switch {
		case it.Expires.IsZero():
			it.fail("sources", "%s is checked again on %s: the item needs expires, by that day", s.Key, s.NextCheck)
		case it.Expires.After(s.NextCheck.Time()):
			it.fail("expires", "the item expires after %s, when %s is checked again", s.NextCheck, s.Key)
		}
	}
	if !hasDigit(it.keyText()) && !hasDigit(it.Question) {
		return
	}
	given := figureSet(it.Scenario + " " + it.Exhibit)
	if key := it.Options[it.key]; key.Calc == "" {
		it.strangeFigures(it.keyField(), key.Text, given)
	}
	it.strangeFigures("question", it.Question, given)
}

func (it *item) strangeFigures(field, text string, given map[float64]bool) {
	for _, re := range []*regexp.Regexp{moneyRE, percentRE, yearRE} {
		for _, m := range re.FindAllString(text, -1) {
			if f := figures(m); len(f) == 1 && !given[f[0]] {
				it.warn(field, "%s is neither in the scenario or the exhibit nor the result of a calc", m)
			}
		}
	}
}

// figureSet is every number of a text, written in digits or as a word up to twelve.
func figureSet(s string) map[float64]bool {
	given := map[float64]bool{}
	for _, f := range append(figures(s), wordFigures(s)...) {
		given[f] = true
	}
	return given
}

// firstSource is the source that decides the key, or nil if it is not known.
func (it *item) firstSource() *content.Source {
	if len(it.Sources) == 0 {
		return nil
	}
	return it.course.Source(it.Sources[0])
}
