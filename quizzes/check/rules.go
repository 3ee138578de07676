package check

import (
	"fmt"
	"slices"
	"strings"

	"frontdesk/content/strict"
)

// A rule over one item. Rules are named by their ids in the item-writing standard, section 4; rules.go lists them,
// and each stands in the file of its section.
type rule struct {
	id       string
	run      func(*item)
	waivable string // which of its findings an author may waive: "", "W" or "EW"
}

// itemRules returns the rules that one item decides, in the order of their ids. L01, L02, L04 and L05 are partly
// those of the loader, which leaves items out of the bank that break them.
func itemRules() []rule {
	return []rule{
		{"L03", lessonAndObjective, "W"}, {"L04", optionsDiffer, ""}, {"L05", optionsExplained, ""},
		{"L06", misconceptionsNamed, ""}, {"L07", figuresDated, "W"},
		{"L10", oneClosedQuestion, ""}, {"L11", positiveQuestion, ""}, {"L12", stemLength, "W"}, {"L13", sceneSet, "W"},
		{"L14", articleAtEnd, ""}, {"L15", orderSettled, "W"},
		{"L16", orderTrue, ""}, {"L17", noneOfTheAbove, ""}, {"L18", sharedOpening, "W"}, {"L19", subsets, ""},
		{"L20", sameType, "EW"}, {"L21", sameForm, "W"}, {"L22", similarLength, "W"}, {"L23", keyVisiblyLongest, ""},
		{"L24", negativeOption, "EW"},
		{"L25", clang, "EW"}, {"L26", reverseClang, "W"}, {"L27", absolutes, "EW"}, {"L28", vagueWords, "W"},
		{"L29", keyStandsOut, "EW"}, {"L30", convergence, "W"}, {"L31", oppositePair, "W"}, {"L32", agreement, ""},
		{"L33", keyKindest, "W"},
		{"L35", rationaleForm, ""}, {"L36", rationaleLetters, ""}, {"L37", rationaleRepeats, "W"}, {"L38", calcTrue, ""},
		{"L39", exhibitTable, ""}, {"L40", stemReading, "W"}, {"L41", sentenceLength, "W"}, {"L42", plainWords, "W"}, {"L43", acronyms, ""},
		{"L44", inProse(spelledWell), ""},
		{"L45", bannedTerms, ""}, {"L46", inProse(contactData), ""}, {"L47", namesListed, ""}, {"L48", datesAgree, ""},
		{"L50", sourcesStand, "W"}, {"L52", codesAllowed, ""}, {"L53", expiry, "W"}, {"L54", figuresAgree, "W"},
		{"C05", inProse(endorsed), ""}, {"C08", inProse(longQuotations), ""}, {"C11", inProse(testPlanNumbers), "W"},
	}
}

// checkItem runs every rule over an item and sorts out what its author has waived. waived is the number of findings
// that a waiver covers.
func checkItem(it *item) (found strict.Problems, waived int) {
	rules := itemRules()
	for _, r := range rules {
		it.rule = r.id
		r.run(it)
	}
	used := map[string]bool{}
	for _, p := range it.found {
		i := slices.IndexFunc(rules, func(r rule) bool { return r.id == p.Rule })
		if it.Waive[p.Rule] != "" && strings.Contains(rules[i].waivable, string(p.Severity)) {
			used[p.Rule] = true
			waived++
			continue
		}
		found = append(found, p)
	}
	return append(found, badWaivers(it, rules, used)...), waived
}

// waivableElsewhere are rules that look at more than one item; their warnings may be waived where they are checked.
var waivableElsewhere = []string{"L55", "L58"}

// badWaivers reports waivers of rules that may not be waived, waivers without a reason and waivers that cover nothing.
func badWaivers(it *item, rules []rule, used map[string]bool) strict.Problems {
	it.rule, it.found = "waive", nil
	for id, reason := range it.Waive {
		i := slices.IndexFunc(rules, func(r rule) bool { return r.id == id })
		elsewhere := slices.Contains(waivableElsewhere, id)
		switch field := "waive." + id; {
		case i < 0 && !elsewhere:
			it.fail(field, "%s is not a rule over one item, so it cannot be waived", id)
		case i >= 0 && rules[i].waivable == "":
			it.fail(field, "%s may not be waived", id)
		case strings.TrimSpace(reason) == "":
			it.fail(field, "the waiver of %s needs its reason", id)
		case !used[id] && !elsewhere:
			it.warn(field, "the waiver of %s covers nothing: take it out", id)
		}
	}
	return it.found
}

// tooManyWaivers reports the items that carry a waiver beyond the twentieth part of their lesson's items; one always
// may.
func tooManyWaivers(items []*item) strict.Problems {
	total, waiving := map[string]int{}, map[string][]*item{}
	for _, it := range items {
		lesson := it.ID[:strings.LastIndex(it.ID, "-")]
		total[lesson]++
		if len(it.Waive) > 0 {
			waiving[lesson] = append(waiving[lesson], it)
		}
	}
	var found strict.Problems
	for lesson, list := range waiving {
		allowed := max(1, total[lesson]/20)
		for _, it := range list[min(allowed, len(list)):] {
			found = append(found, strict.Problem{File: it.File, Line: it.LineOf("waive"), Rule: "waive", Severity: strict.Error,
				Message: fmt.Sprintf("%s: %d of the %d items of lesson %s carry a waiver; %d may", it.ID, len(list), total[lesson], lesson, allowed)})
		}
	}
	return found
}
