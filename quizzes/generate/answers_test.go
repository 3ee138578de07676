package generate_test

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata"

	"frontdesk/quizzes/generate"
)

// A page is a question as it is printed: what these functions know of it is its text.
type page struct {
	generate.Question
	parts map[string]string // word parts without hyphen or vowel, with their meanings
}

// answers work the right option out of what is printed, in other ways than the package does.
var answers = map[string]func(page) string{
	"gen-share":       func(p page) string { return p.shareOf(p.cents("Deductible")-p.cents("Deductible met so far"), 1<<40) },
	"gen-share-limit": shareUnderLimit,
	"gen-balance":     func(p page) string { return dollars(p.cents("Allowed amount") - p.cents("Plan paid") - p.amount()) },
	"gen-write-off":   remittance,
	"gen-aging":       columnTotal,
	"gen-petty-cash":  boxCount,
	"gen-day-sheet":   dayTotal,
	"gen-reorder": func(p page) string {
		return fmt.Sprint(p.number("Use in a week")*p.number("Delivery time in open days")/5 + p.number("Safety stock"))
	},
	"gen-par":           casesToBuy,
	"gen-access":        requestDay,
	"gen-amendment":     requestDay,
	"gen-timely":        func(p page) string { return dayAfter(p.day("Visit"), p.integer(0), everyDay) },
	"gen-business-days": businessDay,
	"gen-birthday":      payingOrder,
	"gen-payers":        payingPlan,
	"gen-filing":        shelf(nameKey),
	"gen-terminal-digit": shelf(func(number string) string {
		pairs := strings.Split(number, "-")
		return pairs[2] + pairs[1] + pairs[0]
	}),
	"gen-wave":          waitOf,
	"gen-modified-wave": func(p page) string { start, _ := p.visits(""); return clockTime(start + p.integer(2)) },
	"gen-clock":         endTime,
	"gen-zone":          patientTime,
	"gen-read":          func(p page) string { return capital(p.meaning(p.between("the term ", "."))) },
	"gen-build":         builtTerm,
	"gen-prefix":        placeOf,
}

// rows are the cells of the exhibit, without its head.
func (p page) rows() [][]string {
	var rows [][]string
	for i, line := range strings.Split(strings.TrimSpace(p.Exhibit), "\n") {
		if i > 1 {
			cells := strings.Split(strings.Trim(line, "| "), " | ")
			rows = append(rows, cells)
		}
	}
	return rows
}

// cell is what stands behind a label in the exhibit.
func (p page) cell(label string) string {
	for _, row := range p.rows() {
		if row[0] == label {
			return row[1]
		}
	}
	panic("no cell " + label)
}

func (p page) cents(label string) int  { return inCents(p.cell(label)) }
func (p page) number(label string) int { return atoi(strings.TrimSuffix(p.cell(label), " percent")) }
func (p page) day(label string) time.Time {
	return mustDate(p.cell(label))
}

// amount is the first one of the scenario.
func (p page) amount() int {
	_, rest, _ := strings.Cut(p.Scenario, "$")
	digits := strings.TrimRight(rest[:strings.IndexFunc(rest+" ", func(r rune) bool { return !strings.ContainsRune("0123456789,.", r) })], ".,")
	return inCents("$" + digits)
}

// integer is the n-th whole number of the scenario, times of day counting as two.
func (p page) integer(n int) int {
	numbers := strings.FieldsFunc(p.Scenario, func(r rune) bool { return r < '0' || r > '9' })
	return atoi(numbers[n])
}

// between is what stands between two pieces of scenario and question.
func (p page) between(before, after string) string {
	_, rest, _ := strings.Cut(p.Scenario+" "+p.Text, before)
	found, _, _ := strings.Cut(rest, after)
	return found
}

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		panic(err)
	}
	return n
}

func inCents(s string) int {
	return atoi(strings.NewReplacer("$", "", ",", "", ".", "").Replace(s))
}

// dollars writes cents another way round: from the right.
func dollars(cents int) string {
	digits := fmt.Sprintf("%03d", cents)
	whole, text := digits[:len(digits)-2], ""
	for len(whole) > 3 {
		text = "," + whole[len(whole)-3:] + text
		whole = whole[:len(whole)-3]
	}
	return "$" + whole + text + "." + digits[len(digits)-2:]
}

// shareOf is what is left of the allowed amount when the plan has paid its part, up to a limit.
func (p page) shareOf(deductible, limit int) string {
	allowed := p.cents("Allowed amount")
	plan := (allowed - deductible) * (100 - p.number("Coinsurance"))
	return dollars(min((100*allowed-plan)/100, limit))
}

func shareUnderLimit(p page) string {
	return p.shareOf(p.cents("Deductible that is left"), p.cents("Out-of-pocket maximum")-p.cents("Paid toward the maximum so far"))
}

func remittance(p page) string {
	charge, allowed, plan, patient := p.cents("Charge"), p.cents("Allowed amount"), p.cents("Plan paid"), p.amount()
	off := charge - allowed
	if strings.Contains(p.Text, "write-off") {
		return dollars(off)
	}
	return dollars(charge - plan - patient - off)
}

func columnTotal(p page) string {
	_, rest, _ := strings.Cut(p.Text, "column ")
	low, high, _ := strings.Cut(strings.TrimSuffix(rest, " days?"), "-")
	_, today, _ := strings.Cut(p.Scenario, ", ")
	today, _, _ = strings.Cut(today, ".")
	sum := 0
	for _, row := range p.rows() {
		from := mustDate(row[2])
		if last := from.AddDate(0, 0, atoi(high)); !from.AddDate(0, 0, atoi(low)).After(mustDate(today)) && !last.Before(mustDate(today)) {
			sum += inCents(row[3])
		}
	}
	return dollars(sum)
}

func boxCount(p page) string {
	missing := p.amount()
	for _, row := range p.rows() {
		missing -= inCents(row[1])
	}
	if missing > 0 {
		return "Short by " + dollars(missing)
	}
	return "Over by " + dollars(-missing)
}

func dayTotal(p page) string {
	sum := 0
	for label, sign := range map[string]int{"Receivables of the day before": 1, "Charges": 1, "Payments": -1, "Contract write-offs": -1, "Returned check, reversed": 1} {
		sum += sign * p.cents(label)
	}
	return dollars(sum)
}

func casesToBuy(p page) string {
	cases := 0
	for there := p.number("On the shelf") + p.number("Already on order"); there < p.number("Par level"); there += p.number("In one case") {
		cases++
	}
	if cases == 1 {
		return "1 case"
	}
	return fmt.Sprintf("%d cases", cases)
}

// everyDay and officeDay say which days are counted.
func everyDay(time.Time) bool { return true }

// dayAfter walks day by day.
func dayAfter(day time.Time, n int, counts func(time.Time) bool) string {
	for done := 0; done < n; {
		day = day.Add(24 * time.Hour)
		if counts(day) {
			done++
		}
	}
	return day.Format("January 2, 2006")
}

func requestDay(p page) string {
	limit := 30
	if strings.Contains(p.Scenario, "corrected") {
		limit = 60
	}
	if strings.Contains(p.Scenario, "sends a written notice") {
		limit += 30
	}
	_, rest, _ := strings.Cut(p.Scenario, "day, ")
	parts := strings.SplitN(rest, ", ", 3)
	return dayAfter(mustDate(parts[0]+", "+parts[1]), limit, everyDay)
}

func businessDay(p page) string {
	closed := map[string]bool{"Saturday": true, "Sunday": true}
	bare := func(s string) time.Time { _, day, _ := strings.Cut(s, ", "); return mustDate(day) }
	rows := p.rows()
	holiday := bare(rows[1][1])
	return dayAfter(bare(rows[0][1]), p.integer(0), func(day time.Time) bool { return !closed[day.Weekday().String()] && day != holiday })
}

func payingOrder(p page) string {
	rows := p.rows()
	slices.SortFunc(rows, func(a, b []string) int {
		return cmp.Compare(mustDate(a[1]).Format("0102"), mustDate(b[1]).Format("0102"))
	})
	return "Plan of " + rows[0][0] + ", then plan of " + rows[1][0] + ", then Medicaid"
}

func payingPlan(p page) string {
	by := map[string]string{}
	var shared [][]string
	for _, row := range p.rows() {
		by[row[1]] = row[0]
		if row[1] == "Parent, joint custody" {
			shared = append(shared, row)
		}
	}
	switch {
	case strings.Contains(p.Scenario, "makes "):
		return "The plan of " + p.between("makes ", " responsible")
	case len(shared) == 2:
		slices.SortFunc(shared, func(a, b []string) int {
			return cmp.Compare(mustDate(a[2]).Format("0102"), mustDate(b[2]).Format("0102"))
		})
		return "The plan of " + shared[0][0]
	case strings.Contains(p.Text, "second"):
		return "The plan of " + by["Spouse of the parent with custody"]
	}
	return "The plan of " + by["Other parent"]
}

// shelf puts rows in the order of a key.
func shelf(key func(string) string) func(page) string {
	return func(p page) string {
		rows, order := p.rows(), []string(nil)
		for len(rows) > 0 {
			least := 0
			for i := range rows {
				if key(rows[i][1]) < key(rows[least][1]) {
					least = i
				}
			}
			order = append(order, rows[least][0])
			rows = slices.Delete(rows, least, least+1)
		}
		return strings.Join(order, ", ")
	}
}

// nameKey is a name in filing order; a blank sorts before any letter.
func nameKey(name string) string {
	words := strings.Fields(strings.NewReplacer(".", "", "-", "", "Van ", "Van", "De ", "De").Replace(name))
	end := len(words)
	if slices.Contains([]string{"Jr", "Sr", "II", "III"}, words[end-1]) {
		end--
	}
	key := append([]string{words[end-1]}, words[:end-1]...)
	return strings.ToUpper(strings.Join(append(key, words[end:]...), " "))
}

// minute is a time of day such as "2:05 p.m.".
func minute(s string) int {
	t, err := time.Parse("3:04 PM", strings.ToUpper(strings.ReplaceAll(s, ".", "")))
	if err != nil {
		panic(err)
	}
	return 60*t.Hour() + t.Minute()
}

func clockTime(minute int) string {
	s := time.Date(2026, 1, 1, 0, minute, 0, 0, time.UTC).Format("3:04 PM")
	return strings.NewReplacer("AM", "a.m.", "PM", "p.m.").Replace(s)
}

// visits runs the schedule minute by minute. It returns when the visit of a patient starts and when the patient came; of
// the last one without a name.
func (p page) visits(name string) (start, came int) {
	ready, length := minute(p.between(" at ", "m.")+"m."), p.integer(2)
	comes := map[int]string{}
	for _, row := range p.rows() {
		comes[minute(row[len(row)-1])] = row[0]
	}
	var waiting []string
	arrived, seen, busy := map[string]int{}, 0, 0
	for now := ready; seen < len(comes); now++ {
		if who := comes[now]; who != "" {
			waiting, arrived[who] = append(waiting, who), now
		}
		if busy <= now && len(waiting) > 0 {
			seen++
			busy, start, came = now+length, now, arrived[waiting[0]]
			if waiting[0] == name {
				return start, came
			}
			waiting = waiting[1:]
		}
	}
	return start, came
}

func waitOf(p page) string {
	start, came := p.visits(p.between("How long does ", " wait"))
	if start == came+1 {
		return "1 minute"
	}
	return fmt.Sprintf("%d minutes", start-came)
}

func endTime(p page) string {
	start, err := time.Parse("15:04", strings.TrimSuffix(p.Scenario[strings.LastIndex(p.Scenario, " ")+1:], "."))
	if err != nil {
		panic(err)
	}
	end := start.Add(time.Duration(atoi(p.between("takes ", " minutes"))) * time.Minute)
	return clockTime(60*end.Hour() + end.Minute())
}

// places of a zone, so that the time comes from the zones themselves.
var places = map[string]string{"Eastern": "America/New_York", "Central": "America/Chicago", "Mountain": "America/Denver", "Pacific": "America/Los_Angeles"}

func patientTime(p page) string {
	here, there := location(p.between("keeps ", " time")), location(p.between("visit from ", " time"))
	at, err := time.ParseInLocation("2006-01-02 15:04", "2026-01-15 "+p.between("schedule shows ", ". "), here)
	if err != nil {
		panic(err)
	}
	at = at.In(there)
	return clockTime(60*at.Hour() + at.Minute())
}

func location(name string) *time.Location {
	l, err := time.LoadLocation(places[name])
	if err != nil {
		panic(err)
	}
	return l
}

// senses are the meanings of suffixes and prefixes, as somebody says them.
var senses = map[string]string{
	"algia": "pain in the", "itis": "inflammation of the", "megaly": "enlargement of the", "pathy": "disease of the", "malacia": "softening of the",
	"stenosis": "narrowing of the", "ostomy": "a surgical opening into the", "ectomy": "surgical removal of the", "otomy": "a surgical cut into the",
	"plasty": "surgical repair of the", "pexy": "surgical fastening of the", "scopy": "looking into the",
	"sub": "under", "supra": "above", "inter": "between", "intra": "inside", "peri": "around", "para": "beside", "trans": "across", "epi": "upon",
	"extra": "outside", "infra": "below", "retro": "behind",
}

// organ is the first words of what a root means.
func (p page) organ(root string) string {
	meaning, ok := p.parts[root]
	if !ok {
		return ""
	}
	short := strings.FieldsFunc(strings.ReplaceAll(meaning, " or ", ";"), func(r rune) bool { return strings.ContainsRune(",;(", r) })[0]
	return strings.TrimSpace(short)
}

// meaning takes a term apart from its end; "" where it breaks the rule of the combining vowel or has an unknown part.
func (p page) meaning(word string) string {
	longest := ""
	for suffix := range senses {
		if strings.HasSuffix(word, suffix) && len(suffix) > len(longest) {
			longest = suffix
		}
	}
	stem := strings.TrimSuffix(word, longest)
	if !strings.ContainsAny(longest[:1], "aeiou") {
		if !strings.HasSuffix(stem, "o") {
			return ""
		}
		stem = strings.TrimSuffix(stem, "o")
	}
	organ := p.organ(stem)
	if organ == "" {
		return ""
	}
	if longest == "scopy" {
		organ += " with a scope"
	}
	return senses[longest] + " " + organ
}

func builtTerm(p page) string {
	for _, o := range p.Options {
		if p.meaning(o.Text) == strings.TrimSuffix(p.between(`"`, `"`), ".") {
			return o.Text
		}
	}
	return "none"
}

func placeOf(p page) string {
	word := p.between("the word ", ".")
	for prefix, sense := range senses {
		rest, found := strings.CutPrefix(word, prefix)
		for _, ending := range []string{"al", "ar", "ic", "ous"} {
			stem, ends := strings.CutSuffix(rest, ending)
			organ := p.organ(stem)
			if !found || !ends || organ == "" {
				continue
			}
			if prefix == "inter" {
				organ += "s"
			}
			return capital(sense + " the " + organ)
		}
	}
	return "none"
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
