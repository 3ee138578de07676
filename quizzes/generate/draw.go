package generate

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// A draw is the randomness of one question.
type draw struct {
	*rand.Rand
	material
	taken map[string]bool // names that are in use
}

// between is a whole number from low to high.
func (d *draw) between(low, high int) int { return low + d.IntN(high-low+1) }

// chance is true n times in of.
func (d *draw) chance(n, of int) bool { return d.IntN(of) < n }

func pick[T any](d *draw, list ...T) T { return list[d.IntN(len(list))] }

// fresh is a name of the list that the question does not hold yet.
func (d *draw) fresh(list []string) string {
	for {
		if name := pick(d, list...); !d.taken[name] {
			d.taken[name] = true
			return name
		}
	}
}

// person is a full name; two of one question share neither part.
func (d *draw) person() string { return d.fresh(d.given) + " " + d.fresh(d.family) }

// weekday is a Monday to Friday of two years.
func (d *draw) weekday() time.Time {
	for {
		day := time.Date(2026, time.January, 1+d.IntN(730), 0, 0, 0, 0, time.UTC)
		if !weekend(day) {
			return day
		}
	}
}

// A slip is what one error gives, with the sentence that names the error; so is the right answer.
type slip[T comparable] struct {
	value T
	why   string
}

// ranked gives options that rise in value. The key stands in any of the places that the errors leave open, as often in
// one as in another. An error that gives less than nothing is no answer; one that gives the key, or two that give the
// same, end the draw.
func ranked(d *draw, text func(int) string, key slip[int], errors ...slip[int]) ([]Option, bool) {
	var below, above []slip[int]
	for _, i := range d.Perm(len(errors)) {
		switch e := errors[i]; {
		case e.value == key.value || key.value < 0:
			return nil, false
		case e.value > key.value:
			above = append(above, e)
		case e.value >= 0:
			below = append(below, e)
		}
	}
	first, last := max(0, 3-len(above)), min(3, len(below))
	if first > last {
		return nil, false
	}
	place := d.between(first, last)
	four := append(append(slices.Clip(below[:place]), key), above[:3-place]...)
	slices.SortFunc(four, func(a, b slip[int]) int { return a.value - b.value })
	var options []Option
	for i, s := range four {
		if i > 0 && s.value == four[i-1].value {
			return nil, false
		}
		options = append(options, Option{Text: text(s.value), Why: s.why, Key: s.value == key.value})
	}
	return options, true
}

// dated gives days in order of time.
func dated(d *draw, key slip[time.Time], errors ...slip[time.Time]) ([]Option, bool) {
	numbered := func(s slip[time.Time]) slip[int] { return slip[int]{int(s.value.Unix() / secondsADay), s.why} }
	var numbers []slip[int]
	for _, e := range errors {
		numbers = append(numbers, numbered(e))
	}
	return ranked(d, func(v int) string { return date(time.Unix(int64(v)*secondsADay, 0).UTC()) }, numbered(key), numbers...)
}

const secondsADay = 24 * 60 * 60

// mixed gives three of the errors and the key in any order. It is false if two of the four are equal.
func mixed(d *draw, key slip[string], errors ...slip[string]) ([]Option, bool) {
	options := []Option{{Text: key.value, Why: key.why, Key: true}}
	for _, i := range d.Perm(len(errors))[:3] {
		e := errors[i]
		if e.value == "" || slices.ContainsFunc(options, func(o Option) bool { return o.Text == e.value }) {
			return nil, false
		}
		options = append(options, Option{Text: e.value, Why: e.why})
	}
	d.Shuffle(len(options), func(i, j int) { options[i], options[j] = options[j], options[i] })
	return options, true
}

// usd writes cents as $1,234.50.
func usd(cents int) string {
	if cents < 0 {
		return "-" + usd(-cents)
	}
	return fmt.Sprintf("$%s.%02d", grouped(cents/100), cents%100)
}

func grouped(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", grouped(n/1000), n%1000)
}

// date is the day as "May 6, 2026", fullDate with its day of the week.
func date(day time.Time) string     { return day.Format("January 2, 2006") }
func fullDate(day time.Time) string { return day.Format("Monday, January 2, 2006") }

func weekend(day time.Time) bool {
	return day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
}

// minutes writes a length of time.
func minutes(n int) string {
	if n == 1 {
		return "1 minute"
	}
	return fmt.Sprintf("%d minutes", n)
}

// clock12 and clock24 write minutes since midnight: "2:05 p.m.", "14:05".
func clock12(n int) string {
	half := "a.m."
	if n/60%24 >= 12 {
		half = "p.m."
	}
	return fmt.Sprintf("%d:%02d %s", (n/60+11)%12+1, n%60, half)
}

func clock24(n int) string { return fmt.Sprintf("%02d:%02d", n/60%24, n%60) }

// table is a Markdown table; the columns after the first stand to the right if right is set.
func table(right bool, rows ...[]string) string {
	var b strings.Builder
	for i, row := range rows {
		b.WriteString("| " + strings.Join(row, " | ") + " |\n")
		if i == 0 {
			rule := "---"
			if right {
				rule = "---:"
			}
			b.WriteString("|---" + strings.Repeat("|"+rule, len(row)-1) + "|\n")
		}
	}
	return b.String()
}

// full ends a sentence that may end in "p.m." already.
func full(s string) string { return strings.TrimSuffix(s, ".") + "." }

// ordinal is first to fourth.
func ordinal(n int) string { return [...]string{"", "first", "second", "third", "fourth"}[n] }
