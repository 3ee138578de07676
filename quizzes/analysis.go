package quizzes

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"math"
	"slices"
	"strings"
	"time"
)

// Classical item analysis, of first attempts alone: who meets a question again may remember it. Nothing here is ever NaN
// or infinite: what cannot be known says so (Correlation.Known, Reliability.Known).

// A Sitting is one person's answers on one exam form that does not adapt.
type Sitting struct {
	Form      string // forms of one name were drawn by one plan, so that their scores can be compared
	Responses []Response
}

// A Response is the answer to one question of a sitting.
type Response struct {
	Item   string // the revision: other words or another key make another item here
	Choice string // "a" to "d"; "" for no answer, which is not right
	Scored bool   // counts in the score; pretest items are analyzed and do not
	First  bool   // the person had not seen the item before
	Spent  time.Duration
}

// Facts are what analysis needs to know of an item.
type Facts struct {
	Key      string
	Expected float64 // the estimate before there were answers, see Item.Expected
}

// FewestJudged is how many answers an item, or how many sittings a form needs before anything is said about it.
const FewestJudged = 100

// Statistics are what the answers say of each item and of each kind of form.
type Statistics struct {
	Items map[string]ItemAnalysis // by Response.Item; those without a first answer are not there
	Forms []FormAnalysis          // by name
}

// An ItemAnalysis is what first answers say of one item.
type ItemAnalysis struct {
	N, Correct     int
	Facility       float64     // share right, 0 to 1
	Low, High      float64     // its 95 % Wilson interval
	Difficulty     float64     // the share right, drawn to the estimate while answers are few: see Difficulty
	Discrimination Correlation // right or not against the share right of the other scored questions of the sitting
	Options        []OptionAnalysis
	Timed          int // answers of which the time is known
	Quartile1      time.Duration
	Median         time.Duration
	Quartile3      time.Duration
	Flags          []string // what deserves a look, in words; none below FewestJudged answers
}

// An OptionAnalysis is who chose an option. The options stand in authored order; the last one, "", is no answer.
type OptionAnalysis struct {
	Option      string
	Key         bool
	N           int
	Thirds      [3]int      // by the share right of the other questions: lower, middle, upper third; equal scores stay together
	Correlation Correlation // chosen or not, against that share
}

// A Correlation is Pearson's r with its 95 % interval by Fisher's z; with fewer than four pairs it is -1 to 1. Without
// variance on either side nothing is known and all three are 0.
type Correlation struct {
	R, Low, High float64
	Known        bool
}

// A FormAnalysis is what a kind of form measures.
type FormAnalysis struct {
	Form        string
	N           int     // sittings on which every question was new
	Items       int     // scored ones on each
	Mean, SD    float64 // of the score, in questions; SD divides by N
	Reliability Reliability
}

// A Reliability is KR-20 and the standard error of measurement that follows, in questions. As each sitting has a form of
// its own, KR-20 takes the mean over sittings of the sum of pq; where all sit one form that is KR-20 as it is known
// (Kuder and Richardson, Psychometrika 2, 1937, formula 20). It is unknown with fewer than two items, where all scores
// are alike, or where forms differ in length. It can be below 0.
type Reliability struct {
	KR20, SEM float64
	Known     bool
}

// Difficulty is the share of right answers to be expected, between what was estimated and what was seen: the estimate
// weighs as much as 20 answers.
func Difficulty(correct, n int, expected float64) float64 {
	return (float64(correct) + 20*expected) / (float64(n) + 20)
}

// Analyze reads the sittings once. An item without facts counts in no score and is left out.
func Analyze(sittings iter.Seq[Sitting], facts map[string]Facts) Statistics {
	seen, forms := map[string][]observation{}, map[string]*formTally{}
	for s := range sittings {
		right, scored := 0, 0
		fresh := true
		for _, r := range s.Responses {
			if f, ok := facts[r.Item]; ok && r.Scored {
				scored++
				right += one(r.Choice == f.Key)
			}
			fresh = fresh && r.First
		}
		for _, r := range s.Responses {
			if f, ok := facts[r.Item]; ok && r.First {
				seen[r.Item] = append(seen[r.Item], observe(r, f, right, scored))
			}
		}
		if fresh && scored > 0 {
			if forms[s.Form] == nil {
				forms[s.Form] = &formTally{answers: map[string][2]int{}, length: scored}
			}
			forms[s.Form].add(s, facts, right, scored)
		}
	}
	a := Statistics{Items: map[string]ItemAnalysis{}}
	for id, obs := range seen {
		a.Items[id] = analyzeItem(obs, facts[id])
	}
	for _, name := range slices.Sorted(maps.Keys(forms)) {
		a.Forms = append(a.Forms, forms[name].analysis(name))
	}
	return a
}

func one(is bool) int {
	if is {
		return 1
	}
	return 0
}

// observation is one first answer, kept small: there may be millions.
type observation struct {
	rest   float64 // share right of the other scored questions; -1 if there is none
	ms     uint32
	choice int8 // place of the option; 4 for no answer
}

func observe(r Response, f Facts, right, scored int) observation {
	o := observation{rest: -1, ms: uint32(min(max(r.Spent.Milliseconds(), 0), math.MaxUint32)), choice: 4}
	if place := optionPlace(r.Choice); place >= 0 && place < 4 {
		o.choice = int8(place)
	}
	if r.Scored {
		right, scored = right-one(r.Choice == f.Key), scored-1
	}
	if scored > 0 {
		o.rest = float64(right) / float64(scored)
	}
	return o
}

func analyzeItem(obs []observation, f Facts) ItemAnalysis {
	slices.SortFunc(obs, func(x, y observation) int { // so that the order of sittings changes no rounding
		return cmp.Or(cmp.Compare(x.rest, y.rest), cmp.Compare(x.choice, y.choice), cmp.Compare(x.ms, y.ms))
	})
	a := ItemAnalysis{N: len(obs)}
	rests := obs[len(obs)-countRest(obs):]
	thirds := thirdsOf(rests)
	for place := range int8(5) {
		o := OptionAnalysis{Option: OptionID(int(place)), Correlation: correlate(rests, place)}
		o.Key = o.Option != "" && o.Option == f.Key
		for _, x := range obs {
			o.N += one(x.choice == place)
		}
		for i, x := range rests {
			o.Thirds[thirds[i]] += one(x.choice == place)
		}
		if o.Key {
			a.Correct, a.Discrimination = o.N, o.Correlation
		}
		a.Options = append(a.Options, o)
	}
	a.Facility = float64(a.Correct) / float64(a.N)
	a.Low, a.High = Wilson(a.Correct, a.N)
	a.Difficulty = Difficulty(a.Correct, a.N, f.Expected)
	a.times(obs)
	if a.N >= FewestJudged {
		a.Flags = a.flags()
	}
	return a
}

// countRest counts the observations that have a rest; sorted, they stand last.
func countRest(obs []observation) int {
	n := 0
	for _, o := range obs {
		n += one(o.rest >= 0)
	}
	return n
}

// thirdsOf tells of each observation, sorted by rest, to which third it belongs: 0 lower, 1 middle, 2 upper. Those with
// one score stand together where the middle of them stands.
func thirdsOf(sorted []observation) []int {
	thirds := make([]int, len(sorted))
	for i := 0; i < len(sorted); {
		j := i
		for j < len(sorted) && sorted[j].rest == sorted[i].rest {
			j++
		}
		third := 1
		switch middle := 3 * (i + j); {
		case middle < 2*len(sorted):
			third = 0
		case middle > 4*len(sorted):
			third = 2
		}
		for ; i < j; i++ {
			thirds[i] = third
		}
	}
	return thirds
}

// correlate is the point-biserial correlation of choosing the option at a place with the rest.
func correlate(obs []observation, place int8) Correlation {
	n := float64(len(obs))
	if n < 2 {
		return Correlation{}
	}
	meanX, meanY := 0.0, 0.0
	for _, o := range obs {
		meanX, meanY = meanX+float64(one(o.choice == place))/n, meanY+o.rest/n
	}
	xx, yy, xy := 0.0, 0.0, 0.0
	for _, o := range obs {
		x, y := float64(one(o.choice == place))-meanX, o.rest-meanY
		xx, yy, xy = xx+x*x, yy+y*y, xy+x*y
	}
	if least := n * 1e-20; xx < least || yy < least { // no variance but that of rounding
		return Correlation{}
	}
	return interval(min(max(xy/math.Sqrt(xx*yy), -1), 1), len(obs))
}

// interval is a correlation of n pairs with its interval.
func interval(r float64, n int) Correlation {
	c := Correlation{R: r, Low: -1, High: 1, Known: true}
	if n > 3 {
		half := z95 / math.Sqrt(float64(n-3))
		c.Low, c.High = math.Tanh(math.Atanh(r)-half), math.Tanh(math.Atanh(r)+half) // at r = 1 it is 1 to 1
	}
	return c
}

// times fills in the quartiles of the times that are known, interpolated as spreadsheets do (QUARTILE.INC).
func (a *ItemAnalysis) times(obs []observation) {
	var ms []float64
	for _, o := range obs {
		if o.ms > 0 {
			ms = append(ms, float64(o.ms))
		}
	}
	slices.Sort(ms)
	a.Timed = len(ms)
	at := func(share float64) time.Duration {
		if len(ms) == 0 {
			return 0
		}
		whole, part := math.Modf(share * float64(len(ms)-1))
		low, high := ms[int(whole)], ms[min(int(whole)+1, len(ms)-1)]
		return time.Duration((low + part*(high-low)) * float64(time.Millisecond))
	}
	a.Quartile1, a.Median, a.Quartile3 = at(0.25), at(0.5), at(0.75)
}

// flags are the cases in which somebody should look.
func (a *ItemAnalysis) flags() []string {
	var list []string
	add := func(is bool, format string, args ...any) {
		if is {
			list = append(list, fmt.Sprintf(format, args...))
		}
	}
	add(a.Facility < 0.30, "Hard: %s right, fewer than 30%%.", shareOf(a.Correct, a.N))
	add(a.Facility > 0.95, "Easy: %s right, more than 95%%.", shareOf(a.Correct, a.N))
	d := a.Discrimination
	add(d.Known && d.R < 0, "Those who do well elsewhere miss it (r %s): take it off.", Signed(d.R))
	add(d.Known && d.R >= 0 && d.R < 0.10, "It hardly tells who knows more (r %s).", Signed(d.R))
	for _, o := range a.Options {
		if o.Key || o.Option == "" {
			continue
		}
		letter := strings.ToUpper(o.Option)
		add(float64(o.N) < 0.05*float64(a.N), "%s draws few: %s.", letter, shareOf(o.N, a.N))
		add(o.Correlation.Known && o.Correlation.R > 1e-9, "%s is not right and draws those who do well (r %s).", letter, Signed(o.Correlation.R))
	}
	return list
}

// shareOf is k of n in per cent, with a decimal where whole numbers say too little.
func shareOf(k, n int) string {
	p := 100 * float64(k) / float64(n)
	if p > 0 && p < 10 || p > 90 && p < 100 {
		return fmt.Sprintf("%.1f%%", p)
	}
	return fmt.Sprintf("%.0f%%", p)
}

// Signed writes a correlation with two decimals and a real minus sign.
func Signed(r float64) string {
	text := fmt.Sprintf("%.2f", r)
	if text == "-0.00" {
		return "0.00"
	}
	return strings.Replace(text, "-", "−", 1)
}

// formTally gathers the sittings of one kind of form.
type formTally struct {
	answers map[string][2]int // of each scored item: right, all
	scores  []int
	length  int
	uneven  bool // the sittings differ in length
}

func (t *formTally) add(s Sitting, facts map[string]Facts, right, scored int) {
	t.scores = append(t.scores, right)
	t.uneven = t.uneven || scored != t.length
	for _, r := range s.Responses {
		if f, ok := facts[r.Item]; ok && r.Scored {
			n := t.answers[r.Item]
			t.answers[r.Item] = [2]int{n[0] + one(r.Choice == f.Key), n[1] + 1}
		}
	}
}

func (t *formTally) analysis(name string) FormAnalysis {
	n := float64(len(t.scores))
	a := FormAnalysis{Form: name, N: len(t.scores), Items: t.length}
	slices.Sort(t.scores)
	for _, score := range t.scores {
		a.Mean += float64(score) / n
	}
	variance := 0.0
	for _, score := range t.scores {
		variance += (float64(score) - a.Mean) * (float64(score) - a.Mean) / n
	}
	a.SD = math.Sqrt(variance)
	if t.uneven || t.length < 2 || t.scores[0] == t.scores[len(t.scores)-1] {
		return a
	}
	pq := 0.0 // each item stands on as many sittings as it has answers
	for _, item := range slices.Sorted(maps.Keys(t.answers)) {
		right, all := float64(t.answers[item][0]), float64(t.answers[item][1])
		pq += all * (right / all) * (1 - right/all) / n
	}
	k := float64(t.length)
	kr20 := min(k/(k-1)*(1-pq/variance), 1) // above 1 only where few have sat an item
	a.Reliability = Reliability{KR20: kr20, SEM: a.SD * math.Sqrt(1-kr20), Known: true}
	return a
}
