package generate

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A folder is a name on a chart.
type folder struct {
	given, middle   string // middle is an initial, or ""
	prefix, surname string // prefix such as "Van", or ""
	second          string // after a hyphen, or ""
	suffix          string // "Jr.", "Sr.", "II", "III", or ""
}

// written is the name as people write it: "Rahul E. Price Sr.".
func (f folder) written() string {
	var words []string
	prefix, surname := f.prefix, f.surname
	if prefix == "Mac" { // which is written without a gap
		prefix, surname = "", prefix+surname
	}
	for _, w := range []string{f.given, f.middle, prefix, surname} {
		if len(w) == 1 {
			w += "."
		}
		if w != "" {
			words = append(words, w)
		}
	}
	name := strings.Join(words, " ")
	if f.second != "" {
		name += "-" + f.second
	}
	if f.suffix != "" {
		name += " " + f.suffix
	}
	return name
}

// units are what is compared, one after the other: the whole surname, given name, middle initial, suffix.
func (f folder) units() []string {
	return unitsOf(f.prefix+f.surname+f.second, f.given, f.middle, strings.TrimSuffix(f.suffix, "."))
}

func unitsOf(parts ...string) []string {
	var units []string
	for _, p := range parts {
		if p != "" {
			units = append(units, strings.ToUpper(p))
		}
	}
	return units
}

// sorted gives the numbers of the folders, from 1, in the order of what key makes of each.
func sorted[T any](list []T, compare func(a, b T) int) string {
	places := make([]int, len(list))
	for i := range places {
		places[i] = i
	}
	slices.SortStableFunc(places, func(i, j int) int { return compare(list[i], list[j]) })
	var numbers []string
	for _, p := range places {
		numbers = append(numbers, fmt.Sprint(p+1))
	}
	return strings.Join(numbers, ", ")
}

func byUnits(units func(folder) []string) func(a, b folder) int {
	return func(a, b folder) int { return slices.Compare(units(a), units(b)) }
}

// somethingFirst compares like units, but lets the longer name go first.
func somethingFirst(a, b folder) int {
	x, y := a.units(), b.units()
	for i := range min(len(x), len(y)) {
		if c := cmp.Compare(x[i], y[i]); c != 0 {
			return c
		}
	}
	return len(y) - len(x)
}

// folders draws four names that are easy to mix up: two of one surname, one that is doubled, one with a prefix or of
// somebody else.
func (d *draw) folders() []folder {
	surname, given := d.fresh(d.family), d.fresh(d.given)
	plain, initial := folder{given: given, surname: surname}, folder{given: given[:1], surname: surname}
	middle := folder{given: given, middle: string(rune('A' + d.IntN(26))), surname: surname}
	numbered, lettered := plain, plain
	numbered.suffix, lettered.suffix = pick(d, "II", "III"), pick(d, "Jr.", "Sr.")
	// A middle initial never stands beside a suffix: which of the two is compared first, offices see differently.
	alike := pick(d, []folder{initial, plain}, []folder{initial, middle}, []folder{plain, middle}, []folder{plain, lettered},
		[]folder{plain, numbered}, []folder{initial, lettered}, []folder{numbered, lettered})
	prefix := pick(d, "Van", "De", "Mac")
	list := append(alike, folder{given: d.fresh(d.given), surname: surname, second: d.fresh(d.family)},
		pick(d, folder{given: d.fresh(d.given), prefix: prefix, surname: surname}, folder{given: d.fresh(d.given), prefix: prefix, surname: d.fresh(d.family)},
			folder{given: d.fresh(d.given), surname: d.fresh(d.family)}, folder{given: d.fresh(d.given), surname: surname, second: d.fresh(d.family)}))
	d.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

// misfilings are the orders that errors give, each with its error.
func misfilings(list []folder) []slip[string] {
	return []slip[string]{
		{sorted(list, byUnits(func(f folder) []string {
			return unitsOf(f.prefix+f.surname, f.second, f.given, f.middle, f.suffix)
		})), "This reads the parts of a hyphenated surname as two units. The hyphen is ignored, and both parts count as one."},
		{sorted(list, byUnits(func(f folder) []string {
			return unitsOf(f.surname+f.second, f.given, f.middle, f.suffix, f.prefix)
		})), "This files a surname with a prefix under its main part. The prefix belongs to the surname, with the gap closed."},
		{sorted(list, somethingFirst), "This lets the longer name go first where one ends and the other goes on. Nothing comes before something."},
		{sorted(list, byUnits(func(f folder) []string {
			return unitsOf(f.given, f.middle, f.prefix+f.surname+f.second, f.suffix)
		})), "This compares the given names first, in the order in which a name is spoken. The surname is unit 1."},
		{sorted(list, byUnits(func(f folder) []string { return unitsOf(strings.Join(f.units(), "")) })),
			"This reads each name straight through, letter by letter. Names are compared unit by unit, so a short surname ends first."},
	}
}

// telling leaves out the errors that change nothing here, and those that come out like one before.
func telling(answer string, errors []slip[string]) []slip[string] {
	seen := map[string]bool{answer: true}
	return slices.DeleteFunc(errors, func(s slip[string]) bool {
		before := seen[s.value]
		seen[s.value] = true
		return before
	})
}

// alphabetic asks for the order of four folders.
func alphabetic(d *draw) (Question, bool) {
	list := d.folders()
	answer := sorted(list, byUnits(folder.units))
	errors := telling(answer, misfilings(list))
	if len(errors) < 3 {
		return Question{}, false
	}
	options, ok := mixed(d, slip[string]{answer, "Each name is cut into units, and the surname with prefix and hyphen is unit 1. Later units count when the earlier ones are the same."}, errors...)
	rows, steps := [][]string{{"Folder", "Name"}}, []string(nil)
	for i, f := range list {
		rows = append(rows, []string{fmt.Sprint(i + 1), f.written()})
		steps = append(steps, fmt.Sprintf("Folder %d has the units %s.", i+1, strings.Join(f.units(), " / ")))
	}
	return Question{
		Scenario: "Four folders wait to be filed by name. The office files unit by unit and ignores hyphens. It closes the gap after a prefix, and nothing comes before something.",
		Exhibit:  table(false, rows...), Text: "In which order do the four folders stand on the shelf?", Options: options,
		Steps: append(steps, "Compare unit 1, and go on to the next unit where the earlier ones are the same.", fmt.Sprintf("The order is %s.", answer))}, ok
}

// A chart number is three pairs of digits, from left to right.
type chartNumber [3]int

func (c chartNumber) String() string { return fmt.Sprintf("%02d-%02d-%02d", c[0], c[1], c[2]) }

// byPairs compares the pairs in the order of places.
func byPairs(places ...int) func(a, b chartNumber) int {
	return func(a, b chartNumber) int {
		for _, p := range places {
			if c := cmp.Compare(a[p], b[p]); c != 0 {
				return c
			}
		}
		return 0
	}
}

func reversed(c chartNumber) string {
	digits := []byte(strings.ReplaceAll(c.String(), "-", ""))
	slices.Reverse(digits)
	return string(digits)
}

// terminalDigit asks for the order of four charts.
func terminalDigit(d *draw) (Question, bool) {
	primary, secondary := []int{d.IntN(100), d.IntN(100)}, []int{d.IntN(100), d.IntN(100)}
	var list []chartNumber
	for range 4 {
		list = append(list, chartNumber{d.IntN(100), pick(d, secondary...), pick(d, primary...)})
	}
	for i, c := range list {
		if slices.Contains(list[:i], c) {
			return Question{}, false
		}
	}
	answer := sorted(list, byPairs(2, 1, 0))
	errors := telling(answer, []slip[string]{
		{sorted(list, byPairs(0, 1, 2)), "This is straight numeric order, from the left. In terminal-digit order the last pair decides first."},
		{sorted(list, byPairs(1, 2, 0)), "This starts with the middle pair. The middle pair is secondary and counts inside a section alone."},
		{sorted(list, byPairs(2, 0, 1)), "The section is right. But inside it the first pair was taken before the middle one."},
		{sorted(list, func(a, b chartNumber) int { return cmp.Compare(reversed(a), reversed(b)) }),
			"This reads single digits from the right, so that each pair is turned around. A pair is one number, such as 38."},
	})
	if len(errors) < 3 {
		return Question{}, false
	}
	options, ok := mixed(d, slip[string]{answer, "The pairs are read from right to left: the last is primary, the middle one is secondary, the first is tertiary."}, errors...)
	rows, steps := [][]string{{"Chart", "Number"}}, []string(nil)
	for i, c := range list {
		rows = append(rows, []string{fmt.Sprint(i + 1), c.String()})
		steps = append(steps, fmt.Sprintf("Chart %d: section %02d, group %02d, place %02d.", i+1, c[2], c[1], c[0]))
	}
	return Question{
		Scenario: "Four charts wait to be filed. The office files in terminal-digit order, with pairs of digits.",
		Exhibit:  table(false, rows...), Text: "In which order do the four charts stand on the shelf?", Options: options,
		Steps: append(steps, "Compare sections first, then groups, then places.", fmt.Sprintf("The order is %s.", answer))}, ok
}
