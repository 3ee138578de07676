package check

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"frontdesk/content/markdown"
)

// exhibitTable: an exhibit is one Markdown table.
func exhibitTable(it *item) {
	if it.Exhibit == "" {
		return
	}
	if _, err := markdown.Exhibit(it.Exhibit, "Exhibit"); err != nil {
		it.fail("exhibit", "%v", err)
	}
}

// gradeLimit is the highest Flesch-Kincaid grade.
const gradeLimit = 10

// stemReading: the stem of an item is as easy to read as the work allows. Short stems jump about and are only looked
// at together (pooledReading).
func stemReading(it *item) {
	if r := it.read; countWords(it.stem) >= 30 && r.grade() > gradeLimit {
		it.warn("scenario", "scenario and question read at grade %.1f; %d is the limit", r.grade(), gradeLimit)
	}
}

// sentenceLength: sentences of 25 words or fewer.
func sentenceLength(it *item) {
	check := func(field, text string) {
		if countWords(text) <= 25 {
			return
		}
		for _, s := range sentences(text) {
			switch n := countWords(s); {
			case n > 30:
				it.fail(field, "a sentence has %d words, 30 are the limit: %s …", n, firstWords(s))
			case n > 25:
				it.warn(field, "a sentence has %d words, aim at 25 or fewer: %s …", n, firstWords(s))
			}
		}
	}
	check("scenario", it.Scenario)
	check("question", it.Question)
	for i, o := range it.Options {
		check(option(i), o.Text)
		check(option(i)+".why", o.Why)
	}
}

func firstWords(s string) string {
	w := strings.Fields(s)
	return strings.Join(w[:min(len(w), 6)], " ")
}

var (
	acronymRE    = regexp.MustCompile(`\b[A-Z]{2,6}\b`)
	alwaysKnown  = strings.Fields(`HIPAA EHR CPT ICD CM ID AM PM`)
	smallLinkRE  = regexp.MustCompile(`(?i)^(of|and|the|for|to|in|a)$`)
	letterWordRE = regexp.MustCompile(`[A-Za-z]+`)
)

// acronyms: an acronym is known to everybody, is listed in terms, or follows its spelled-out form.
func acronyms(it *item) {
	reported := map[string]bool{}
	check := func(field, text string) {
		if !twoCapitals(text) {
			return
		}
		for _, at := range acronymRE.FindAllStringIndex(text, -1) {
			a := text[at[0]:at[1]]
			if reported[a] || slices.Contains(alwaysKnown, a) || it.inTerms(a) || spelledOut(a, it.stem) {
				continue
			}
			reported[a] = true
			it.fail(field, "%s is not spelled out in the stem; do so, or list it in terms", a)
		}
	}
	check("scenario", it.Scenario)
	check("question", it.Question)
	for i, t := range it.texts {
		check(option(i), t)
	}
}

func (it *item) inTerms(acronym string) bool {
	return slices.ContainsFunc(it.Terms, func(t string) bool { return slices.Contains(letterWordRE.FindAllString(t, -1), acronym) })
}

// spelledOut reports whether somewhere before the first use of the acronym there are words that begin with its
// letters; small words between them may be left out of it.
func spelledOut(acronym, stem string) bool {
	before, _, _ := strings.Cut(stem, acronym)
	words := letterWordRE.FindAllString(before, -1)
	for end := range words {
		if endsSpelling(acronym, words[:end+1]) {
			return true
		}
	}
	return false
}

// endsSpelling reports whether the last words spell out the acronym, from its last letter backwards.
func endsSpelling(acronym string, words []string) bool {
	if acronym == "" {
		return true
	}
	if len(words) == 0 {
		return false
	}
	last, rest := words[len(words)-1], words[:len(words)-1]
	if strings.EqualFold(last[:1], acronym[len(acronym)-1:]) && endsSpelling(acronym[:len(acronym)-1], rest) {
		return true
	}
	return smallLinkRE.MatchString(last) && endsSpelling(acronym, rest)
}

var bannedRE = regexp.MustCompile(`(?i)\b(addicts?|(?:an|the|is|was|every|each) alcoholics?|alcoholics|wheelchair-bound|confined to a wheelchair|handicapped|` +
	`retarded|deaf and dumb|suffers? from|suffering from|victims? of|elderly|senile|crazy|non-?compliant|frequent flyers?|` +
	`drug[- ]seek(?:er|ers|ing)|illegal aliens?|foreigners?|broken english|housewi(?:fe|ves)|the girls|manned|normal (?:people|person|patients?|child|children)|` +
	`he/she|she/he|his/her|him/her)\b|\(s\)he`)

// bannedParts are parts of all that bannedRE finds.
var bannedParts = strings.Split(`addict|alcoholic|wheelchair|handicapped|retarded|deaf and dumb|suffer|victim|elderly|senile|crazy|compliant|`+
	`frequent flyer|drug|alien|foreigner|broken english|housewi|the girls|manned|normal|he/she|she/he|his/her|him/her|(s)he`, "|")

// bannedTerms: people are named as they name themselves.
func bannedTerms(it *item) {
	if !containsAny(it.lower, bannedParts) {
		return
	}
	it.eachText(func(field, text string) {
		if !containsAny(strings.ToLower(text), bannedParts) {
			return
		}
		if m := bannedRE.FindString(text); m != "" {
			it.fail(field, "%q is not a word for people that this course uses", m)
		}
	})
}

// eachText calls f for every text that a learner reads.
func (it *item) eachText(f func(field, text string)) {
	for i := range it.passages {
		f(it.passages[i].field, it.passages[i].text)
	}
}

var (
	personRE = regexp.MustCompile(`\b(?:Mr|Mrs|Ms|Dr|Miss|Nurse)\.? ([A-Z][\w'-]+)(?: ([A-Z][\w'-]+))?`)
	namedRE  = regexp.MustCompile(`(?:\b[Nn]amed|\bI am|\b[Mm]y name is) ([A-Z][a-z'-]+)(?: ([A-Z][a-z'-]+))?`)
	agedRE   = regexp.MustCompile(`\b([A-Z][a-z'-]+)(?: ([A-Z][a-z'-]+))?, (?:age )?\d{1,2},`)
	notNames = strings.Fields(`January February March April May June July August September October November December Monday
		Tuesday Wednesday Thursday Friday Saturday Sunday Part Plan Item Form`)
)

// namePatterns are what introduces a name, each with literals of which it needs one.
var namePatterns = []struct {
	re    *regexp.Regexp
	needs []string
}{
	{personRE, []string{"Mr", "Ms", "Dr", "Miss", "Nurse"}},
	{namedRE, []string{"amed ", "I am ", "y name is "}},
	{agedRE, []string{", age ", ", 0", ", 1", ", 2", ", 3", ", 4", ", 5", ", 6", ", 7", ", 8", ", 9"}},
}

// singleSpaced is a text in which white space is single spaces.
func singleSpaced(s string) string {
	if !strings.ContainsAny(s, "\n\t\r\f\v") && !strings.Contains(s, "  ") && isASCII(s) {
		return strings.Trim(s, " ")
	}
	return strings.Join(strings.Fields(s), " ")
}

// namesListed: a personal name comes from names.yaml.
func namesListed(it *item) {
	reported := map[string]bool{}
	it.eachText(func(field, text string) {
		text = singleSpaced(text)
		for _, p := range namePatterns {
			if !containsAny(text, p.needs) {
				continue
			}
			for _, g := range p.re.FindAllStringSubmatch(text, -1) {
				for _, n := range g[1:] {
					n, _, _ = strings.Cut(n, "'")
					if n != "" && !it.names[n] && !reported[n] && !slices.Contains(notNames, n) {
						reported[n] = true
						it.fail(field, "the name %s is not in names.yaml", n)
					}
				}
			}
		}
	})
}

var (
	dayDateRE = regexp.MustCompile(`\b((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day),? (?:the )?((?:` + monthNames + `) \d{1,2}, \d{4})`)
	dateDayRE = regexp.MustCompile(`((?:` + monthNames + `) \d{1,2}, \d{4}),? (?:is |was |falls on |which is |which was )?\(?a? ?((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b`)
	birthRE   = regexp.MustCompile(`\b(?:born|birth date|date of birth)[^.;]{0,30}?((?:` + monthNames + `) \d{1,2}, \d{4})`)
	ageRE     = regexp.MustCompile(`\b(?:age|aged|is) (\d{1,3})\b(?: years old)?`)
	todayRE   = regexp.MustCompile(`\b(?:[Tt]oday is|[Oo]n|[Ii]t is) (?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?((?:` + monthNames + `) \d{1,2}, \d{4})`)
	anyDateRE = regexp.MustCompile(`(?:` + monthNames + `) \d{1,2}, \d{4}`)
	earliest  = 6 * 60
	latest    = 21 * 60
)

// datesAgree: weekdays are true, times are office hours, and an age agrees with the birth date.
func datesAgree(it *item) {
	it.eachText(func(field, text string) {
		text = singleSpaced(text)
		if mayHoldDate(text) {
			it.calendarTrue(field, text)
		}
		for _, m := range clock(text) {
			if (m < earliest || m > latest) && !it.tagged("after-hours") {
				it.fail(field, "%d:%02d lies outside 6:00 to 21:00; correct it, or tag the item after-hours", m/60, m%60)
			}
		}
	})
	it.agesAgree()
}

// calendarTrue: the calendar has the dates of a text, and the weekdays beside them are theirs.
func (it *item) calendarTrue(field, text string) {
	for _, m := range anyDateRE.FindAllString(text, -1) {
		if _, ok := date(m); !ok {
			it.fail(field, "no calendar has %s", m)
		}
	}
	if !strings.Contains(text, "day") {
		return
	}
	for _, g := range dayDateRE.FindAllStringSubmatch(text, -1) {
		it.weekdayTrue(field, g[2], g[1])
	}
	for _, g := range dateDayRE.FindAllStringSubmatch(text, -1) {
		it.weekdayTrue(field, g[1], g[2])
	}
}

func (it *item) weekdayTrue(field, day, weekday string) {
	if t, ok := date(day); ok && t.Weekday().String() != weekday {
		it.fail(field, "%s is a %s, not a %s", day, t.Weekday(), weekday)
	}
}

// agesAgree compares the age and the birth date of a scenario that has one person of each and one present day.
func (it *item) agesAgree() {
	text := singleSpaced(it.Scenario)
	if !mayHoldDate(text) || !strings.Contains(text, "born") && !strings.Contains(text, "birth") {
		return
	}
	births, ages, today := birthRE.FindAllStringSubmatch(text, -1), ageRE.FindAllStringSubmatch(text, -1), todayRE.FindAllStringSubmatch(text, -1)
	if len(births) != 1 || len(ages) != 1 || len(today) != 1 {
		return
	}
	born, ok1 := date(births[0][1])
	now, ok2 := date(today[0][1])
	if !ok1 || !ok2 || born.Equal(now) {
		return
	}
	if age := yearsBetween(born, now); age != atoi(ages[0][1]) {
		it.fail("scenario", "born %s, a person is %d on %s, not %s", births[0][1], age, today[0][1], ages[0][1])
	}
}

func yearsBetween(born, now time.Time) int {
	years := now.Year() - born.Year()
	if now.Month() < born.Month() || now.Month() == born.Month() && now.Day() < born.Day() {
		years--
	}
	return years
}
