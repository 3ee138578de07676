package check

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"frontdesk/content"
	"frontdesk/content/strict"
)

// sourcesStand: every source is known and not too old, and what decides a deadline, an amount, a threshold or the
// name of a form has been read, not remembered.
func sourcesStand(it *item) {
	for _, key := range it.Sources {
		s := it.course.Source(key)
		if s == nil {
			it.fail("sources", "%s is not in sources.yaml", key)
			continue
		}
		if limit, old := tooOld(s, it.at); old {
			it.fail("sources", "%s was last checked on %s, more than %d months ago", s.Key, s.AsOf, limit)
		}
	}
	if s := it.firstSource(); s != nil && s.Level == "K" {
		if what := it.keyedOn(); what != "" {
			it.warn("sources", "the key seems to rest on %s, and %s is level K: read the text and raise it, or put a source of level V or S first", what, s.Key)
		}
	}
}

// tooOld reports whether a source is past its time: 12 months where the value is known to change, else 36.
func tooOld(s *content.Source, at time.Time) (months int, old bool) {
	months = 36
	if !s.NextCheck.IsZero() {
		months = 12
	}
	return months, at.After(s.AsOf.Time().AddDate(0, months, 0))
}

var (
	limitRE = regexp.MustCompile(`(?i)\b(\d+|two|three|four|five|six|seven|eight|nine|ten|twelve)[ -](?:business |calendar )?(minute|hour|day|week|month|year)s?\b`)
	formRE  = regexp.MustCompile(`\b(CMS-\d+|UB-04|[WI]-\d\w?|SSA-\d+|Form [A-Z0-9][\w-]*|OSHA \d+)\b`)
	// unitConstants turn one unit into another; they are no figure of a source.
	unitConstants = []float64{0, 1, 2, 7, 12, 24, 52, 60, 100}
	calcDateRE    = regexp.MustCompile(`date\([^)]*\)`)
)

// keyedOn names what a source must say for the key to be right, or is "" if the scenario says it. It cannot see every
// case: it compares the figures of the key, or of the path to it, with those that the stem and the exhibit give.
func (it *item) keyedOn() string {
	given := figureSet(it.stem + " " + it.Exhibit)
	key := it.Options[it.key]
	if key.Calc != "" {
		for _, f := range figures(calcDateRE.ReplaceAllString(key.Calc, " ")) {
			if !given[f] && !given[-f] && !given[f*100] && !slices.Contains(unitConstants, f) {
				return "a figure that is not given (" + key.Calc + ")"
			}
		}
		return ""
	}
	for _, re := range []*regexp.Regexp{moneyRE, percentRE, limitRE} {
		if m := re.FindString(key.Text); m != "" && !given[firstFigure(m)] {
			return m
		}
	}
	if m := formRE.FindString(key.Text); m != "" && !strings.Contains(it.stem+it.Exhibit, m) {
		return m
	}
	return ""
}

// figuresAgree (L54): where the title or reference of a source states a length of time, the key and its rationale state no
// other in that unit, unless the scenario gives it or a calc leads to it.
func figuresAgree(it *item) {
	said, from := map[string]map[string]bool{}, ""
	for _, key := range it.Sources {
		if s := it.course.Source(key); s != nil && it.limits[s.Key] {
			limitsOf(s.Title+"; "+s.Ref, said)
			from = s.Key
		}
	}
	key := it.Options[it.key]
	if len(said) == 0 || key.Calc != "" {
		return
	}
	given := map[string]map[string]bool{}
	limitsOf(it.stem+" "+it.Exhibit, given)
	for _, text := range []struct{ field, text string }{{it.keyField(), key.Text}, {it.keyField() + ".why", key.Why}} {
		states := map[string]map[string]bool{}
		limitsOf(text.text, states)
		for _, unit := range slices.Sorted(maps.Keys(states)) {
			for _, n := range slices.Sorted(maps.Keys(states[unit])) {
				if len(said[unit]) > 0 && !said[unit][n] && !given[unit][n] {
					it.warn(text.field, "it says %s %ss, and %s has another number", n, unit, from)
				}
			}
		}
	}
}

// sourcesWithLimits are the keys of sources whose title or reference states a length of time.
func sourcesWithLimits(c *content.Course) map[string]bool {
	keys := map[string]bool{}
	for _, s := range c.Sources {
		if limitRE.MatchString(s.Title + "; " + s.Ref) {
			keys[s.Key] = true
		}
	}
	return keys
}

// limitsOf collects the lengths of time of a text as numbers by unit.
func limitsOf(s string, by map[string]map[string]bool) {
	for _, g := range limitRE.FindAllStringSubmatchIndex(s, -1) {
		if g[0] > 0 && strings.IndexByte(",.$", s[g[0]-1]) >= 0 {
			continue // the end of a longer number
		}
		n, unit := strings.ToLower(s[g[2]:g[3]]), strings.ToLower(s[g[4]:g[5]])
		if i := slices.Index(numberWords, n); i >= 0 {
			n = strconv.Itoa(i)
		}
		if by[unit] == nil {
			by[unit] = map[string]bool{}
		}
		by[unit][n] = true
	}
}

func firstFigure(s string) float64 {
	for _, f := range append(figures(s), wordFigures(s)...) {
		return f
	}
	return -1
}

var (
	fiveDigitsRE = regexp.MustCompile(`\b(\d{5}|\d{4}[FTU]|[A-Z]\d{4})\b`)
	zipRE        = regexp.MustCompile(`\b[A-Z]{2} \d{5}\b|(?i)\bzip(?: code)? \d{5}\b`)
)

// codesAllowed: a procedure code is one of the few that the course may print, or the end of a named range. Letter
// codes are public, but for dental ones.
func codesAllowed(it *item) {
	it.eachText(func(field, text string) {
		for _, code := range foreignCodes(text, it.cpt) {
			it.fail(field, "the code %s is not in codes_allowed.yaml", code)
		}
	})
}

// foreignCodes are the codes of a text that may not be printed.
func foreignCodes(text string, allowed map[string]bool) []string {
	if !digitsInRow(text, 4) {
		return nil
	}
	var found []string
	for _, c := range fiveDigitsRE.FindAllString(zipRE.ReplaceAllString(text, " "), -1) {
		letter := c[0] >= 'A' && c[0] <= 'Z'
		if !allowed[c] && (!letter || c[0] == 'D') {
			found = append(found, c)
		}
	}
	return found
}

// allowedCodes are the single codes and the ends of the ranges: what lies inside a range is not allowed by it.
func allowedCodes(c *content.Course) map[string]bool {
	allowed := map[string]bool{}
	for _, code := range c.Codes.Codes {
		allowed[code.Code] = true
	}
	for _, r := range c.Codes.Ranges {
		allowed[r.From], allowed[r.To] = true, true
	}
	return allowed
}

// expiry lists items that have expired or will within 60 days.
func expiry(it *item) {
	switch {
	case it.Expires.IsZero():
	case !it.at.Before(it.Expires.AddDate(0, 0, 1)):
		it.warn("expires", "the item expired on %s and stands on no exam form", it.Expires.Format(time.DateOnly))
	case it.at.AddDate(0, 0, 60).After(it.Expires.Time):
		it.warn("expires", "the item expires on %s", it.Expires.Format(time.DateOnly))
	}
}

var (
	lawRE   = regexp.MustCompile(`\bCFR\b|\bU\.?S\.?C\b`)
	legalRE = regexp.MustCompile(`^\d+ (CFR|U\.?S\.?C\.?) `)
)

// sourceProblems looks at sources.yaml: legal references have their form (L51), and what is due for another look is
// listed (source).
func sourceProblems(c *content.Course, at time.Time) strict.Problems {
	var found strict.Problems
	for _, s := range c.Sources {
		if lawRE.MatchString(s.Ref) && !legalRE.MatchString(s.Ref) {
			found = append(found, strict.Problemf(s.File, s.Line, "L51", "%s: a legal reference is written like 45 CFR 164.524, not %q", s.Key, s.Ref))
		}
		if !s.NextCheck.IsZero() && at.After(s.NextCheck.Time()) {
			found = append(found, warning(s.File, s.Line, "source", "%s was to be checked again by %s", s.Key, s.NextCheck))
		}
	}
	return found
}

// beliefProblems: a misconception is stated in 10 to 160 characters (L06).
func beliefProblems(c *content.Course) strict.Problems {
	var found strict.Problems
	for _, m := range c.Misconceptions {
		if n := chars(m.Statement); n < 10 || n > 160 {
			found = append(found, strict.Problemf(m.File, m.Line, "L06", "the statement of %s has %d characters; 10 to 160 fit", m.ID, n))
		}
	}
	return found
}

// warning makes a problem that is listed and does not stop a release.
func warning(file string, line int, rule, format string, args ...any) strict.Problem {
	p := strict.Problemf(file, line, rule, format, args...)
	p.Severity = strict.Warning
	return p
}
