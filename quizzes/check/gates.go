package check

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"text/tabwriter"

	"frontdesk/quizzes"
)

// A Gate is a measure of the whole bank with the limits that it has to keep before a release. One that is not OK stops
// no author; it says what the next batch should bring.
type Gate struct {
	Rule    string  `json:"rule"`
	Name    string  `json:"name"`
	Value   float64 `json:"value"`
	Unit    string  `json:"unit,omitempty"` // absent: a share; else "grade" or "ratio"
	Low     float64 `json:"low"`
	High    float64 `json:"high"`
	Of      int     `json:"of"` // how many items were counted
	OK      bool    `json:"ok"`
	Decides bool    `json:"decides"` // false: too few to judge

	Open []string `json:"open,omitempty"` // what keeps it from being kept, where that can be named
}

// gates measures the exam items of the bank.
func gates(w *world, all []*item) []Gate {
	var exam []*item
	for _, it := range all {
		if !it.practice() {
			exam = append(exam, it)
		}
	}
	measures := []func(*world, []*item) []Gate{errorSpotting, grades, keyPlaces, keyLengths, convergent, openers, waivedWords, probes, levelMix, difficultyMix, quotas, mockForms, spread, together, myths}
	found := make([][]Gate, len(measures))
	onAllCores(len(measures), func(i int) { found[i] = measures[i](w, exam) })
	return slices.Concat(found...)
}

// gate is one measure as a share of n.
func gate(rule, name string, hits, of int, low, high float64) Gate {
	g := Gate{Rule: rule, Name: name, Low: low, High: high, Of: of, Decides: of > 0}
	if of > 0 {
		g.Value = float64(hits) / float64(of)
	}
	g.OK = !g.Decides || g.Value >= low-1e-9 && g.Value <= high+1e-9
	return g
}

// byChance is the first and the 99th percentile of hits among n at a chance of one in four, worked out exactly.
func byChance(n int) (low, high int) {
	const p = 0.25
	chance, sum := math.Pow(1-p, float64(n)), 0.0
	low, high = -1, n
	for k := 0; k <= n; k++ {
		sum += chance
		if low < 0 && sum >= 0.01 {
			low = k
		}
		if sum >= 0.99 {
			return low, k
		}
		chance *= float64(n-k) / float64(k+1) * p / (1 - p)
	}
	return max(low, 0), high
}

// errorSpotting (L11): few questions ask for what is wrong.
func errorSpotting(_ *world, items []*item) []Gate {
	n := 0
	for _, it := range items {
		n += number(it.tagged("error-spotting"))
	}
	return []Gate{gate("L11", "questions that ask for an error", n, len(items), 0, 0.06)}
}

// grades (L40): stems and rationales, each taken together, are easy to read.
func grades(_ *world, items []*item) []Gate {
	var stems, rationales reading
	for _, it := range items {
		stems.add(it.read)
		rationales.add(it.readWhy)
	}
	pool := func(name string, r reading, limit float64) Gate {
		g := r.grade()
		return Gate{Rule: "L40", Name: name, Value: g, High: limit, Of: len(items), Decides: len(items) > 0, OK: g <= limit, Unit: "grade"}
	}
	return []Gate{pool("reading level of all stems", stems, 9), pool("reading level of all rationales", rationales, 10)}
}

// keyPlaces (L60): among items that are shown as written, the key stands at each place about as often as chance puts it.
func keyPlaces(_ *world, items []*item) []Gate {
	places, n := [4]int{}, 0
	for _, it := range items {
		if it.Order != "" && it.Order != "alpha" {
			places[it.key]++
			n++
		}
	}
	low, high := byChance(n)
	var list []Gate
	for i, hits := range places {
		g := gate("L60", "key at "+quizzes.OptionID(i)+" in items shown as written", hits, n, float64(low)/float64(max(n, 1)), float64(high)/float64(max(n, 1)))
		list = append(list, g)
	}
	return list
}

// keyLengths (L62): the key is the longest, and the shortest, about as often as chance makes it.
func keyLengths(_ *world, items []*item) []Gate {
	k := Keys{AsWritten: map[string]int{}}
	k.count(items)
	length := Gate{Rule: "L62", Name: "length of keys by that of distractors", Value: k.Length, Unit: "ratio", Low: 0.95, High: 1.05, Of: len(items), Decides: len(items) > 0}
	length.OK = !length.Decides || k.Length >= length.Low && k.Length <= length.High
	return []Gate{gate("L62", "key alone longest", k.Longest.N, k.Longest.Of, 0.18, 0.30),
		gate("L62", "key alone shortest", k.Shortest.N, k.Shortest.Of, 0.18, 0.30), length}
}

// convergent (L63): the key seldom is the option that shares most with the others, nor the middle of numbers too often.
func convergent(_ *world, items []*item) []Gate {
	most, middle, numeric := 0, 0, 0
	for _, it := range items {
		means := it.similarities()
		key := means[it.key]
		if rest := slices.Delete(slices.Clone(means), it.key, it.key+1); key > slices.Max(rest)+1e-9 {
			most++
		}
		if it.Order == "numeric" {
			numeric++
			if it.key == 1 || it.key == 2 {
				middle++
			}
		}
	}
	return []Gate{gate("L63", "key shares most words with the others", most, len(items), 0, 0.30),
		gate("L63", "key in the middle of numbers", middle, numeric, 0.35, 0.65)}
}

// openers (L65): no first word of options is a sign of the key, or of a distractor.
func openers(_ *world, items []*item) []Gate {
	used, keys := map[string]int{}, map[string]int{}
	for _, it := range items {
		for i, t := range it.toks {
			if len(t) > 0 {
				used[t[0]]++
				if i == it.key {
					keys[t[0]]++
				}
			}
		}
	}
	var list []Gate
	for _, w := range slices.Sorted(maps.Keys(used)) {
		if used[w] >= 40 {
			list = append(list, gate("L65", "options that begin with "+w+" are keys", keys[w], used[w], 0.15, 0.35))
		}
	}
	return list
}

// waivedWords (L64): absolutes and vague words that were waived are no sign of a distractor or a key.
func waivedWords(_ *world, items []*item) []Gate {
	absolute, vague := [2]int{}, [2]int{}
	for _, it := range items {
		if it.Waive["L27"] == "" && it.Waive["L28"] == "" {
			continue
		}
		for i := range it.texts {
			tokens := set(it.unquotedToks(i))
			if it.Waive["L27"] != "" && slices.ContainsFunc(absoluteWords, func(w string) bool { return tokens[w] }) {
				absolute[1]++
				absolute[0] += number(i == it.key)
			}
			if it.Waive["L28"] != "" && slices.ContainsFunc(vagueWordList, func(w string) bool { return tokens[w] }) {
				vague[1]++
				vague[0] += number(i == it.key)
			}
		}
	}
	a, v := gate("L64", "waived absolutes stand in keys", absolute[0], absolute[1], 0.15, 1), gate("L64", "waived vague words stand in keys", vague[0], vague[1], 0, 0.35)
	for _, g := range []*Gate{&a, &v} {
		if g.Of < 20 {
			g.Decides, g.OK = false, true
		}
	}
	return []Gate{a, v}
}

// levelMix (L67): recall, application and analysis over the bank, and in each domain.
func levelMix(w *world, items []*item) []Gate {
	limits := levelLimits()
	first := map[string][2]float64{quizzes.Recall: {0.35, 0.60}, quizzes.Application: {0.35, 0.55}, quizzes.Analysis: {0, 0.15}}
	levels := []string{quizzes.Recall, quizzes.Application, quizzes.Analysis}
	var list []Gate
	for _, l := range levels {
		list = append(list, gate("L67", l, countLevel(items, l), len(items), limits[l][0], limits[l][1]))
	}
	for i, d := range w.bank.Blueprint().Domains {
		in := w.ofDomain(items, d.ID)
		for _, l := range levels {
			low, high := limits[l][0]-0.08, limits[l][1]+0.08
			if i == 0 { // terms and settings are known more than they are applied
				low, high = first[l][0], first[l][1]
			}
			list = append(list, gate("L67", l+" in "+d.ID, countLevel(in, l), len(in), low, high))
		}
	}
	return list
}

// levelLimits are the limits of each level's share of the bank.
func levelLimits() map[string][2]float64 {
	return map[string][2]float64{quizzes.Recall: {0.20, 0.30}, quizzes.Application: {0.50, 0.60}, quizzes.Analysis: {0.15, 0.25}}
}

func countLevel(items []*item, level string) (n int) {
	for _, it := range items {
		n += number(it.Level == level)
	}
	return n
}

func (w *world) ofDomain(items []*item, domain string) (list []*item) {
	for _, it := range items {
		if it.lesson != nil && it.lesson.Domain == domain {
			list = append(list, it)
		}
	}
	return list
}

// difficultyMix (L68): easy, medium and hard items by the estimates.
func difficultyMix(_ *world, items []*item) []Gate {
	var easy, medium, hard int
	for _, it := range items {
		switch {
		case it.Expected >= 0.795:
			easy++
		case it.Expected >= 0.595:
			medium++
		default:
			hard++
		}
	}
	n := len(items)
	return []Gate{gate("L68", "easy (0.80 to 0.95)", easy, n, 0.20, 0.30), gate("L68", "medium (0.60 to 0.79)", medium, n, 0.45, 0.60), gate("L68", "hard (0.40 to 0.59)", hard, n, 0.15, 0.25)}
}

// spread (L71): no source backs too much of the bank.
func spread(_ *world, items []*item) []Gate {
	backed := map[string]int{}
	for _, it := range items {
		for key := range sourceKeys(it) {
			backed[key]++
		}
	}
	most, key := 0, ""
	for _, k := range slices.Sorted(maps.Keys(backed)) {
		if backed[k] > most {
			most, key = backed[k], k
		}
	}
	g := gate("L71", "items on one source, most on "+key, most, len(items), 0, 0.06)
	if len(items) < 100 {
		g.Decides, g.OK = false, true
	}
	return []Gate{g}
}

func sourceKeys(it *item) map[string]bool {
	keys := map[string]bool{}
	for _, s := range it.Sources {
		key, _, _ := strings.Cut(s, "#")
		keys[key] = true
	}
	return keys
}

// together (L74): acts stand in matched sets, where each is right somewhere.
func together(_ *world, items []*item) []Gate {
	acts, sets := 0, 0
	for _, it := range items {
		if it.optionType() == "actions" {
			acts++
			sets += number(it.Set != "")
		}
	}
	return []Gate{gate("L74", "action items in matched sets", sets, acts, 0.40, 1)}
}

// fifty is how many beliefs are known to be met most often.
const fifty = 50

// myths (L75): each of the fifty stands in an item.
func myths(w *world, _ []*item) []Gate {
	met := map[int]bool{}
	for _, it := range w.items {
		for _, o := range it.Options {
			if m := w.course.Misconceptions[o.Misconception]; m != nil && m.Myth > 0 {
				met[m.Myth] = true
			}
		}
	}
	g := gate("L75", "of the fifty myths stand in an item", len(met), fifty, 1, 1)
	for n := 1; n <= fifty; n++ {
		if !met[n] {
			g.Open = append(g.Open, fmt.Sprint("myth ", n))
		}
	}
	return []Gate{g}
}

// writeGates prints those that are not kept, and how many are.
func writeGates(b *strings.Builder, list []Gate) {
	kept := 0
	t := tabwriter.NewWriter(b, 0, 8, 2, ' ', 0)
	for _, g := range list {
		if g.OK {
			kept++
			continue
		}
		value, limits := fmt.Sprintf("%.1f %%", 100*g.Value), fmt.Sprintf("%.0f to %.0f %%", 100*g.Low, 100*g.High)
		if g.Unit != "" {
			value, limits = fmt.Sprintf("%.2f", g.Value), fmt.Sprintf("%.2f to %.2f", g.Low, g.High)
		}
		fmt.Fprintf(t, "  %s\t%s\t%s\tof %d\tlimits %s\n", g.Rule, g.Name, value, g.Of, limits)
	}
	fmt.Fprintf(b, "\nGates over the bank: %d of %d kept. They stop nobody; they say what the next batch should bring.\n", kept, len(list))
	_ = t.Flush() // a Builder takes everything
	for _, g := range list {
		if len(g.Open) > 0 && !g.OK {
			fmt.Fprintf(b, "  %s, %s; open:\n", g.Rule, g.Name)
			writeWrapped(b, g.Open)
		}
	}
}

// writeWrapped prints a list in lines of at most 100 columns.
func writeWrapped(b *strings.Builder, list []string) {
	const width = 100
	column := 0
	for i, s := range list {
		if column > 0 && column+2+len(s) > width {
			b.WriteString("\n")
			column = 0
		}
		if column == 0 {
			b.WriteString("   ")
			column = 3
		}
		b.WriteString(" " + s)
		if column += 2 + len(s); i+1 < len(list) {
			b.WriteByte(',')
		}
	}
	b.WriteString("\n")
}
