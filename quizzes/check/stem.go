package check

import (
	"regexp"
	"strings"

	"frontdesk/quizzes"
)

var trueOrFalseRE = regexp.MustCompile(`(?i)^(which|what) (of the following )?(statements?|options?|answers?)? ?(is|are) (true|false|correct|incorrect|accurate)`)

// oneClosedQuestion: one sentence of 4 to 25 words that can be answered before the options are seen.
func oneClosedQuestion(it *item) {
	q := strings.TrimSpace(it.Question)
	if !strings.HasSuffix(q, "?") {
		it.fail("question", "the question ends with a question mark")
	}
	if n := countWords(q); n < 4 || n > 25 {
		it.fail("question", "the question has %d words; 4 to 25 fit", n)
	}
	if len(sentences(strings.TrimSuffix(q, "?"))) > 1 {
		it.fail("question", "the question is one sentence; what comes before it belongs into the scenario")
	}
	if strings.Contains(q, "__") {
		it.fail("question", "the question has a blank; ask it whole")
	}
	if trueOrFalseRE.MatchString(q) {
		it.fail("question", "the question cannot be answered before the options are seen")
	}
}

var (
	negativeRE = regexp.MustCompile(`(?i)\b(not|except|least|never)\b`)
	spottingRE = regexp.MustCompile(`(?i)\b(avoid|violat|error|incorrect|wrong)\w*`)
)

// positiveQuestion: the question asks for what is so. Asking for an error is an objective of its own, with a tag.
func positiveQuestion(it *item) {
	if !containsAny(strings.ToLower(it.Question), []string{"not", "except", "least", "never", "avoid", "violat", "error", "incorrect", "wrong"}) {
		return
	}
	if w := negativeRE.FindString(it.Question); w != "" {
		it.fail("question", "the question asks with %q; ask for what is so", w)
	}
	if w := spottingRE.FindString(it.Question); w != "" && !it.tagged("error-spotting") {
		it.fail("question", "%q is for items that are tagged error-spotting", w)
	}
}

func (it *item) tagged(tag string) bool {
	for _, t := range it.Tags {
		if t == tag {
			return true
		}
	}
	return false
}

// stemLength: long enough for its level, and no longer.
func stemLength(it *item) {
	limits := map[string][2]int{quizzes.Recall: {6, 45}, quizzes.Application: {20, 95}, quizzes.Analysis: {30, 115}}[it.Level]
	switch n := countWords(it.stem); {
	case n > 115:
		it.fail("question", "scenario and question have %d words; 115 are the limit", n)
	case n < limits[0] || n > limits[1]:
		it.warn("question", "scenario and question have %d words; %d to %d fit an item of level %s", n, limits[0], limits[1], it.Level)
	}
}

// partyRE finds somebody who acts, or something written.
var partyRE = regexp.MustCompile(`(?i)\b(he|she|they|his|her|him|them|you|mr|ms|mrs|dr|patients?|callers?|assistants?|clinic|offices?|practice|` +
	`providers?|physicians?|doctors?|nurses?|managers?|coworkers?|plans?|payers?|parents?|mother|father|son|daughter|man|woman|` +
	`child|teen|visitors?|vendors?|employers?|clerk|receptionist|front desk|form|order|letter|card|claim|policy|record|chart|` +
	`schedule|list|report|remittance|statement|message|note|portal|drawer|fund|invoice|log|sheet|notice|contract)\b`)

// sceneSet: an item above recall has a scenario with somebody or something written in it.
func sceneSet(it *item) {
	if it.Level == quizzes.Recall {
		return
	}
	if n := countWords(it.Scenario); n < 15 {
		it.warn("scenario", "the scenario has %d words; at level %s it sets a scene, in 15 or more", n, it.Level)
	} else if !containsAny(it.Scenario, []string{" patient ", " assistant "}) && !partyRE.MatchString(it.Scenario) {
		it.warn("scenario", "nobody acts in the scenario and nothing written is in it")
	}
}

var articleEndRE = regexp.MustCompile(`\b(a|an|[Tt]he)\s*\?$`)

// articleAtEnd: the question does not end in an article, which would give away how the key begins. "Plan A?" ends in a
// name.
func articleAtEnd(it *item) {
	if articleEndRE.MatchString(strings.TrimSpace(it.Question)) {
		it.fail("question", "the question ends in an article")
	}
}

// priorityRE finds words that ask for a ranking. "The next order", "first name" and "at most" rank nothing.
var (
	priorityRE   = regexp.MustCompile(`(?i)\b(first|best|next|most)\b`)
	noPriorityRE = regexp.MustCompile(`(?i)\bat most\b|\bmost recent(ly)?\b|\bfirst (names?|visits?|appointments?|days?|dates?|class|aid|dose|lines?|pages?|letters?|time|hour|week|month|year|column|row)\b|` +
		`\b(the|her|his|their|its|your|a|this) next [a-z]+\b`)
	nextStepRE = regexp.MustCompile(`(?i)\bnext (step|action|move|thing|task)\b`)
	laterRE    = regexp.MustCompile(`(?i)\b(later|after|next|not yet|only when|but|then)\b`)
)

// asksForOrder reports whether the question makes the reader rank acts.
func asksForOrder(question string) bool {
	if !containsAny(strings.ToLower(question), []string{"first", "best", "next", "most"}) {
		return false
	}
	return nextStepRE.MatchString(question) || priorityRE.MatchString(noPriorityRE.ReplaceAllString(question, ""))
}

// orderSettled: "first", "best" and "next" only where a section of a source settles the order and the rationales say
// what comes later.
func orderSettled(it *item) {
	if !asksForOrder(it.Question) {
		return
	}
	sections, later := 0, 0
	for _, s := range it.Sources {
		sections += strings.Count(s, "#")
	}
	for _, o := range it.Options {
		if laterRE.MatchString(o.Why) {
			later++
		}
	}
	if sections == 0 {
		it.warn("question", "the question asks for an order: a source with its section (key#section) must settle it")
	}
	if later < 2 {
		it.warn("question", "the question asks for an order: two rationales or more say what comes later, and why")
	}
}
