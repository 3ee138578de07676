package check

import (
	"math"
	"regexp"
	"slices"
	"strings"
)

var (
	verdictRE   = regexp.MustCompile(`(?i)^((in)?correct|wrong|right|this is (in)?correct)\b`)
	fullStopRE  = regexp.MustCompile(`\.["')]*$`)
	letterRE    = regexp.MustCompile(`\b(?:[Oo]ption|[Cc]hoice|[Aa]nswer)s? (?:[A-D]|[bcd])\b`)
	pointBackRE = regexp.MustCompile(`(?i)\bsee above\b|\bthe lesson says\b`)
)

// rationaleForm: a rationale explains instead of judging, in 40 to 420 characters.
func rationaleForm(it *item) {
	for i, o := range it.Options {
		why, field := strings.TrimSpace(o.Why), option(i)+".why"
		if n := chars(why); n > 0 && (n < 40 || n > 420) {
			it.fail(field, "the rationale has %d characters; 40 to 420 fit", n)
		}
		if why != "" && !fullStopRE.MatchString(why) {
			it.fail(field, "the rationale ends with a period")
		}
		if m := verdictRE.FindString(why); m != "" {
			it.fail(field, "the rationale begins with %q; say why", m)
		}
	}
}

// rationaleLetters: options are shown in any order, so no rationale names one by its letter, or points elsewhere.
func rationaleLetters(it *item) {
	if !containsAny(it.lower, []string{"option", "choice", "answer", "see above", "the lesson says"}) {
		return
	}
	for i, o := range it.Options {
		if containsAny(o.Why, []string{"ption", "hoice", "nswer"}) {
			if m := letterRE.FindString(o.Why); m != "" {
				it.fail(option(i)+".why", "%q: letters change with the order in which options are shown", m)
			}
		}
		if containsAny(strings.ToLower(o.Why), []string{"above", "lesson"}) {
			if m := pointBackRE.FindString(o.Why); m != "" {
				it.fail(option(i)+".why", "%q: the rationale stands by itself", m)
			}
		}
	}
}

// rationaleRepeats: each rationale says something of its own.
func rationaleRepeats(it *item) {
	const run = 5
	var runs [][]string
	in, twice := map[string]int{}, false
	for i := range it.Options {
		r := runsOf(it.whyToks[i], run)
		for _, s := range r {
			if first, ok := in[s]; ok && first != i {
				twice = true
			} else {
				in[s] = i
			}
		}
		runs = append(runs, r)
	}
	for i := range runs {
		for j := range i {
			if twice && jaccard(set(runs[i]), set(runs[j])) >= 0.5 {
				it.warn(option(i)+".why", "the rationale repeats that of %q", it.texts[j])
			}
		}
	}
	why, key := set(it.whyToks[it.key]), set(it.toks[it.key])
	shared := 0
	for w := range why {
		if key[w] {
			shared++
		}
	}
	if len(why) > 0 && float64(shared) > 0.6*float64(len(why)) {
		it.warn(it.keyField()+".why", "the rationale of the key says again what the key says; give the reason")
	}
}

// signRE finds words that turn an amount round: "short by $5" is another value than "over by $5".
var signRE = regexp.MustCompile(`(?i)\b(short|under|below|less|overpaid|credit|refund|owed to|before|early|decrease|loss)\b`)

// calcTrue: each path leads to its option's value; in a numeric item each distractor has one, and all values differ.
func calcTrue(it *item) {
	values, paths := map[string]bool{}, 0
	for i, o := range it.Options {
		field := option(i) + ".calc"
		if o.Calc == "" {
			if it.Order == "numeric" && !o.Key {
				it.fail(option(i), "in a numeric item each distractor has a calc that leads to it")
			}
		} else if paths++; true {
			it.calcMatches(field, o.Calc, it.texts[i])
		}
		if it.Order != "numeric" && paths <= i {
			continue // one without a path is enough to let the values be
		}
		v := strings.ToLower(signRE.FindString(it.texts[i])) + strings.Join(it.toks[i], " ")
		values[v] = true
	}
	if (it.Order == "numeric" || paths == len(it.Options)) && len(values) < len(it.Options) {
		it.fail("options", "two options have the same value")
	}
}

// calcMatches reports a calc that cannot be worked out or gives another value than the option.
func (it *item) calcMatches(field, expr, text string) {
	r, err := calc(expr)
	if err != nil {
		it.fail(field, "calc %s: %v", expr, err)
		return
	}
	if r.day.IsZero() {
		if !holdsNumber(text, r.number) {
			it.fail(field, "calc %s gives %.2f, the option says %q", expr, r.number, text)
		}
		return
	}
	if day, ok := date(text); !ok || !day.Equal(r.day) {
		it.fail(field, "calc %s gives %s, the option says %q", expr, r.day.Format("Monday, January 2, 2006"), text)
	}
}

// holdsNumber reports whether an option's value is n. A sign word may stand for the minus. Lengths of time count in
// minutes, hours or days; otherwise the first number of the option is its value.
func holdsNumber(text string, n float64) bool {
	near := func(v float64) bool {
		return math.Abs(v-n) <= 0.005+1e-9 || signRE.MatchString(text) && math.Abs(v-math.Abs(n)) <= 0.005+1e-9
	}
	all := figures(text)
	if len(all) == 0 {
		all = wordFigures(text)
	}
	if len(all) > 0 && near(all[0]) {
		return true
	}
	if minutes, ok := duration(text); ok && slices.ContainsFunc([]float64{1, 60, 1440}, func(unit float64) bool { return near(minutes / unit) }) {
		return true
	}
	times := clock(text)
	return len(all) == 0 && len(times) == 1 && near(float64(times[0]))
}
