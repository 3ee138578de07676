package check

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A result is what a calc gives: a number, or a date if day is set.
type result struct {
	number float64
	day    time.Time
}

// calc works out an option's path: numbers with + - * /, brackets, min(a, b), max(a, b) and round(x, n); or
// date(2026-03-03) followed by spans such as +30d (calendar days), -3b (business days), +2w, +6m, +1y.
func calc(expr string) (result, error) {
	if strings.HasPrefix(expr, "date(") {
		day, err := calcDate(strings.ReplaceAll(expr, " ", ""))
		return result{day: day}, err
	}
	p := &parser{rest: strings.TrimSpace(expr)}
	n := p.sum()
	if p.err == nil && p.rest != "" {
		p.err = fmt.Errorf("%q cannot stand here", p.rest)
	}
	if p.err == nil && (math.IsInf(n, 0) || math.IsNaN(n)) {
		p.err = errors.New("it divides by zero")
	}
	return result{number: n}, p.err
}

var (
	dateCallRE = regexp.MustCompile(`^date\((\d{4}-\d\d-\d\d)\)((?:[+-]\d+[dbwmy])*)$`)
	spanRE     = regexp.MustCompile(`([+-])(\d+)([dbwmy])`)
)

func calcDate(expr string) (time.Time, error) {
	g := dateCallRE.FindStringSubmatch(expr)
	if g == nil {
		return time.Time{}, errors.New("a date is written date(2026-03-03)+30d")
	}
	day, err := time.Parse(time.DateOnly, g[1])
	if err != nil {
		return time.Time{}, fmt.Errorf("%s is no date", g[1])
	}
	for _, span := range spanRE.FindAllStringSubmatch(g[2], -1) {
		n, err := strconv.Atoi(span[1] + span[2])
		if err != nil || n > 100000 || n < -100000 {
			return time.Time{}, fmt.Errorf("%s is too long a time", span[0])
		}
		day = addSpan(day, n, span[3])
	}
	return day, nil
}

func addSpan(day time.Time, n int, unit string) time.Time {
	switch unit {
	case "b":
		return addBusinessDays(day, n)
	case "w":
		return day.AddDate(0, 0, 7*n)
	case "m":
		return addMonths(day, n)
	case "y":
		return addMonths(day, 12*n)
	}
	return day.AddDate(0, 0, n)
}

// addMonths keeps to the last day of a shorter month: a month after January 31 is February 28.
func addMonths(day time.Time, n int) time.Time {
	first := time.Date(day.Year(), day.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(day.Day(), last)-1)
}

// addBusinessDays counts Mondays to Fridays that are no federal holiday.
func addBusinessDays(day time.Time, n int) time.Time {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		day = day.AddDate(0, 0, step)
		if w := day.Weekday(); w != time.Saturday && w != time.Sunday && !federalHoliday(day) {
			n--
		}
	}
	return day
}

// federalHoliday reports whether federal offices are closed that day (5 USC 6103): the eleven holidays, and for those
// of fixed date that fall on a weekend the weekday beside it.
func federalHoliday(day time.Time) bool {
	switch day.Weekday() {
	case time.Friday:
		if fixedHoliday(day.AddDate(0, 0, 1)) {
			return true
		}
	case time.Monday:
		if fixedHoliday(day.AddDate(0, 0, -1)) {
			return true
		}
	}
	return fixedHoliday(day) || floatingHoliday(day)
}

func fixedHoliday(day time.Time) bool {
	switch day.Format("01-02") {
	case "01-01", "06-19", "07-04", "11-11", "12-25":
		return true
	}
	return false
}

func floatingHoliday(day time.Time) bool {
	nth := (day.Day()-1)/7 + 1
	switch day.Weekday() {
	case time.Monday:
		switch day.Month() {
		case time.January, time.February:
			return nth == 3
		case time.May:
			return day.Day() > 24
		case time.September:
			return nth == 1
		case time.October:
			return nth == 2
		}
	case time.Thursday:
		return day.Month() == time.November && nth == 4
	}
	return false
}

// parser reads an arithmetic expression from left to right; err is the first thing that is wrong with it.
type parser struct {
	rest string
	err  error
}

func (p *parser) take(prefix string) bool {
	rest, found := strings.CutPrefix(p.rest, prefix)
	if found {
		p.rest = strings.TrimLeft(rest, " ")
	}
	return found
}

func (p *parser) expect(mark string) {
	if !p.take(mark) && p.err == nil {
		p.err = fmt.Errorf("%q is missing before %q", mark, p.rest)
	}
}

func (p *parser) sum() float64 {
	n := p.product()
	for p.err == nil {
		switch {
		case p.take("+"):
			n += p.product()
		case p.take("-"):
			n -= p.product()
		default:
			return n
		}
	}
	return n
}

func (p *parser) product() float64 {
	n := p.factor()
	for p.err == nil {
		switch {
		case p.take("*"):
			n *= p.factor()
		case p.take("/"):
			n /= p.factor()
		default:
			return n
		}
	}
	return n
}

var plainNumberRE = regexp.MustCompile(`^\d+(\.\d+)?`)

func (p *parser) factor() float64 {
	for name, f := range map[string]func(a, b float64) float64{"min": math.Min, "max": math.Max, "round": round} {
		if p.take(name + "(") {
			a := p.sum()
			p.expect(",")
			b := p.sum()
			p.expect(")")
			return f(a, b)
		}
	}
	if p.take("(") {
		n := p.sum()
		p.expect(")")
		return n
	}
	digits := plainNumberRE.FindString(p.rest)
	if digits == "" && p.err == nil {
		p.err = fmt.Errorf("a number is missing before %q; write it without $ and commas", p.rest)
	}
	p.rest = strings.TrimLeft(p.rest[len(digits):], " ")
	n, _ := strconv.ParseFloat(digits, 64) // only digits and a point: an empty string is reported above
	return n
}

// round rounds half away from zero to n decimal places. The tiny nudge undoes binary fractions: 2.675 is kept as
// 2.67499… and would else become 2.67.
func round(x, n float64) float64 {
	scale := math.Pow(10, math.Trunc(n))
	return math.Round(x*scale+math.Copysign(1e-9, x)) / scale
}
