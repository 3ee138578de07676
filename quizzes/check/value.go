package check

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// This file reads values out of option texts: amounts, dates, clock times, lengths of time.

const monthNames = `January|February|March|April|May|June|July|August|September|October|November|December`

var (
	moneyRE    = regexp.MustCompile(`\$\d[\d,]*(?:\.\d+)?`)
	figureRE   = regexp.MustCompile(`(?:^|[^\d.,:])(-?)\$?(\d[\d,]*(?:\.\d+)?|\.\d+)`)
	dateRE     = regexp.MustCompile(`\b(` + monthNames + `) (\d{1,2})(?:, ?(\d{4}))?\b`)
	monthRE    = regexp.MustCompile(`\b(` + monthNames + `)(?:,? (\d{4}))?\b`)
	slashRE    = regexp.MustCompile(`\b(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})\b`)
	clockRE    = regexp.MustCompile(`(?i)\b(\d{1,2})(?::(\d\d))?(?:\s?([ap])\.?m\b)|\b(\d{1,2}):(\d\d)\b`)
	weekdayRE  = regexp.MustCompile(`\b(Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b`)
	durationRE = regexp.MustCompile(`(?i)(\d+(?:\.\d+)?|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b)[ -](?:business |calendar |working |full )?(second|minute|min|hour|hr|day|week|month|year)s?\b`)
)

var numberWords = []string{"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}

// figures are the numbers of a text in order, without $ and commas. Clock times give none.
func figures(s string) []float64 {
	if !hasDigit(s) {
		return nil
	}
	if mayHoldClock(s) {
		s = clockRE.ReplaceAllString(s, " ")
	}
	var all []float64
	for _, g := range figureRE.FindAllStringSubmatch(s, -1) {
		if n, err := strconv.ParseFloat(g[1]+strings.ReplaceAll(g[2], ",", ""), 64); err == nil {
			all = append(all, n)
		}
	}
	return all
}

// wordFigures are the numbers of a text that are written as words.
func wordFigures(s string) []float64 {
	var all []float64
	for _, w := range toks(s) {
		if i := slices.Index(numberWords, w); i >= 0 {
			all = append(all, float64(i))
		}
	}
	return all
}

// duration adds up lengths of time, "1 hour 30 minutes", in minutes; ok is false if the text has none.
func duration(s string) (minutes float64, ok bool) {
	unit := map[string]float64{"second": 1. / 60, "minute": 1, "min": 1, "hour": 60, "hr": 60, "day": 1440, "week": 7 * 1440,
		"month": 30.44 * 1440, "year": 365.25 * 1440}
	for _, g := range durationRE.FindAllStringSubmatch(s, -1) {
		n, err := strconv.ParseFloat(g[1], 64)
		if err != nil {
			n = float64(slices.Index(numberWords, strings.ToLower(g[1])))
		}
		minutes, ok = minutes+n*unit[strings.ToLower(g[2])], true
	}
	return minutes, ok
}

// numericValue is what an option of a numeric item is sorted by: a length of time, or its numbers from left to right.
func numericValue(s string) []float64 {
	if minutes, ok := duration(s); ok {
		return []float64{minutes}
	}
	if f := figures(s); len(f) > 0 {
		return f
	}
	return wordFigures(s)
}

// chronoValue is what an option of a chronological item is sorted by: a date and then clock times, or a length of
// time; nil if the text has none of them.
func chronoValue(s string) []float64 {
	var v []float64
	switch day, ok := date(s); {
	case ok:
		v = append(v, float64(day.Unix()/86400))
	case dateRE.MatchString(s):
		g := dateRE.FindStringSubmatch(s)
		v = append(v, float64(monthNumber(g[1])*31+atoi(g[2])))
	case monthRE.MatchString(s) && !clockRE.MatchString(s):
		g := monthRE.FindStringSubmatch(s)
		v = append(v, float64(atoi(g[2])*12+monthNumber(g[1])))
	case weekdayRE.MatchString(s):
		v = append(v, float64(weekdayNumber(weekdayRE.FindString(s))))
	}
	for _, m := range clock(s) {
		v = append(v, float64(m))
	}
	if v == nil {
		v = numericValue(s)
	}
	return v
}

// date finds the first full date of a text.
func date(s string) (time.Time, bool) {
	for _, g := range dateRE.FindAllStringSubmatch(s, -1) {
		if g[3] != "" {
			return civil(atoi(g[3]), monthNumber(g[1]), atoi(g[2]))
		}
	}
	if g := slashRE.FindStringSubmatch(s); g != nil {
		year := atoi(g[3])
		if year < 100 {
			year += 2000
		}
		return civil(year, atoi(g[1]), atoi(g[2]))
	}
	return time.Time{}, false
}

// civil makes a date and refuses what no calendar has, such as February 30.
func civil(year, month, day int) (time.Time, bool) {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return t, int(t.Month()) == month && t.Day() == day
}

// clock finds the clock times of a text as minutes of the day. A time before six without am or pm is meant in the
// afternoon: that is when offices are open.
func clock(s string) []int {
	if !mayHoldClock(s) {
		return nil
	}
	var all []int
	for _, g := range clockRE.FindAllStringSubmatch(s, -1) {
		h, m := atoi(cmp.Or(g[1], g[4])), atoi(cmp.Or(g[2], g[5], "0"))
		if h > 23 || m > 59 {
			continue
		}
		switch strings.ToLower(g[3]) {
		case "a":
			h %= 12
		case "p":
			h = h%12 + 12
		default:
			if h < 6 && h > 0 {
				h += 12
			}
		}
		all = append(all, 60*h+m)
	}
	return all
}

func atoi(s string) int { n, _ := strconv.Atoi(s); return n } // callers pass digits or ""

func monthNumber(name string) int { return 1 + slices.Index(strings.Split(monthNames, "|"), name) }

// weekdayNumber counts from Monday = 1 to Sunday = 7.
func weekdayNumber(name string) int {
	return 1 + slices.Index([]string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}, name)
}

// A kind is the type of an option, for the rule that all four are of one type.
type kind string

var kinds = []struct {
	kind kind
	re   *regexp.Regexp
}{
	{"quotation", regexp.MustCompile(`^["'].*["']$`)},
	{"money", regexp.MustCompile(`^-?\$\d`)},
	{"time list", regexp.MustCompile(`(?i)^\d{1,2}(:\d\d|:\d\d ?[ap]\.?m\b|\s?[ap]\.?m\b)`)},
	{"date", regexp.MustCompile(`^((Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?((` + monthNames + `) \d|\d{1,2}/\d{1,2}/\d)|^(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b`)},
	{"code", regexp.MustCompile(`^([A-Z]\d[\dA-Z](\.[\dA-Z]+)?|\d{5}|[A-Z]\d{4}|\d{4}[FTU])$`)},
	{"number", regexp.MustCompile(`^-?\d[\d,.]*( ?%|[ -][a-z].*)?$`)},
	{"sentence", regexp.MustCompile(`[.!?]["']?$|[a-z]\. [A-Z]`)},
}

// isPhrase reports of most phrases that they are: they begin with two letters, name no month or weekday and hold no mark
// that ends a sentence.
func isPhrase(s string) bool {
	return len(s) > 1 && isASCIILetter(s[0]) && (isASCIILetter(s[1]) || s[1] == ' ') && !strings.ContainsAny(s, ".!?") &&
		!strings.Contains(s, "day") && !containsAny(s, monthList)
}

// kindOf classifies an option by how it is written.
func kindOf(s string) kind {
	s = untitled(strings.TrimSpace(s))
	if isPhrase(s) {
		return "phrase"
	}
	for _, k := range kinds {
		if k.re.MatchString(s) {
			return k.kind
		}
	}
	return "phrase"
}
