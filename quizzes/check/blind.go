package check

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"frontdesk/quizzes"
)

// A BlindAnswer is one line of a file of answers: what one solver said of one item in one pass. Solvers that were given
// a question by quizzes.Bank.Blind repeat its first four fields.
type BlindAnswer struct {
	Item   string       `json:"item"`
	Rev    string       `json:"rev"`
	Pass   quizzes.Pass `json:"pass"`
	Seed   uint64       `json:"seed"`
	Solver string       `json:"solver"` // an id of solvers.yaml

	Pick       string   `json:"pick"`               // W to Z; not in P1
	Confidence float64  `json:"confidence"`         // 0 to 100
	RunnerUp   string   `json:"runner_up"`          // W to Z
	Defends    bool     `json:"defends_runner_up"`  // the runner-up could be argued for with a rule or source
	FreeAnswer string   `json:"free_answer"`        // P1
	Match      *bool    `json:"match"`              // P1: whoever compares says whether the free answer means the key; null: nobody has
	Cue        string   `json:"cue"`                // P2: what gave the pick away: length, tone, detail, grammar, lawful, none
	Implaus    string   `json:"least_plausible"`    // P2: the label of the option that nobody would choose
	Quote      string   `json:"quote_or_ref"`       // P4: what decides it
	Flags      []string `json:"flags"`              // such as two-keys, no-key, wrong-fact, bias
	Missing    string   `json:"missing"`            // a fact that the item lacks
	Why        string   `json:"why"`                // in a few words
	Expected   float64  `json:"expected,omitempty"` // how many of 100 just-qualified candidates would be right, as a share
}

// ReadBlind reads answers, one JSON object a line. An error names the line.
func ReadBlind(r io.Reader) (all []BlindAnswer, err error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		var a BlindAnswer
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
			return nil, fmt.Errorf("line %d of the answers: %w", n, err)
		}
		if !slices.Contains(quizzes.Passes(), a.Pass) {
			return nil, fmt.Errorf("line %d of the answers: the pass is P1, P2, P3 or P4, not %q", n, a.Pass)
		}
		all = append(all, a)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read the answers: %w", err)
	}
	return all, nil
}

// A BlindReport compares answers with keys.
type BlindReport struct {
	Passes []BlindFigure  `json:"passes"` // answers that are the key, by pass
	Types  []BlindFigure  `json:"types"`  // of pass P2, by the kind of the options
	Items  []BlindVerdict `json:"items"`  // in id order
	Strays []string       `json:"strays"` // answers that belong to no item of the bank, or to another revision
}

// A BlindFigure is how many of some answers were the key.
type BlindFigure struct {
	Name  string `json:"name"`
	Right int    `json:"right"`
	Of    int    `json:"of"`
	Aim   string `json:"aim"`
}

// Percent is the share of answers that were the key.
func (f BlindFigure) Percent() float64 { return 100 * float64(f.Right) / float64(max(f.Of, 1)) }

// A BlindVerdict is what the answers to one item come to.
type BlindVerdict struct {
	Item     string         `json:"item"`
	Rev      string         `json:"rev"`
	Tally    map[string]int `json:"tally"` // "P3 right", "P3 of", …
	By       []string       `json:"by"`    // solvers
	Expected []float64      `json:"expected,omitempty"`
	Passed   bool           `json:"passed"` // nothing is to be done
	ToDo     []string       `json:"to_do"`  // by the table of decisions
}

// Solved is the verdict as an author records it in the item.
func (v BlindVerdict) Solved(date string) string {
	s := "solved: {rev: " + v.Rev + ", date: " + date
	for _, p := range []quizzes.Pass{quizzes.CoverPass, quizzes.ClosedPass, quizzes.OptionsPass} {
		if of := v.Tally[string(p)+" of"]; of > 0 {
			s += fmt.Sprintf(", %s: %d/%d", strings.ToLower(string(p)), v.Tally[string(p)+" right"], of)
		}
	}
	return s + ", by: [" + strings.Join(v.By, ", ") + "]}"
}

// Blind compares answers with the keys of a bank. Of several answers of one solver to one item in one pass the first
// counts.
func Blind(bank *quizzes.Bank, answers []BlindAnswer) BlindReport {
	r := BlindReport{Passes: []BlindFigure{}, Types: []BlindFigure{}, Items: []BlindVerdict{}, Strays: []string{}}
	byItem, said := map[string][]judged{}, map[string]bool{}
	for _, a := range answers {
		id := fmt.Sprint(a.Item, a.Rev, a.Pass, a.Solver)
		it, ok := bank.Item(a.Item)
		switch {
		case !ok:
			r.Strays = append(r.Strays, a.Item+": there is no such item")
		case it.Revision() != a.Rev:
			r.Strays = append(r.Strays, a.Item+": the answer is to another revision")
		case !said[id]:
			said[id] = true
			byItem[a.Item] = append(byItem[a.Item], judge(it, a))
		}
	}
	for _, it := range bank.Items() {
		if list := byItem[it.ID()]; len(list) > 0 {
			r.Items = append(r.Items, decide(it, list))
			r.add(it, list)
		}
	}
	return r
}

// judged is an answer and whether it is the key.
type judged struct {
	BlindAnswer
	right, unclear bool
}

func judge(it quizzes.Item, a BlindAnswer) judged {
	if a.Pass == quizzes.CoverPass {
		return judged{a, a.Match != nil && *a.Match, a.Match == nil}
	}
	option, ok := it.Unblind(a.Seed, a.Pick)
	return judged{a, ok && option == it.Key(), false}
}

// aims are what the standard asks of the figures.
var aims = map[string]string{
	"P1": "", "P2": "see below", "P3": "at least 92 %", "P4": "",
	"terms": "at most 35 %", "amounts": "at most 35 %", "dates": "at most 35 %", "actions": "at most 45 %", "quotations": "at most 45 %",
}

func (r *BlindReport) add(it quizzes.Item, list []judged) {
	for _, a := range list {
		if a.unclear {
			continue
		}
		r.Passes = counted(r.Passes, string(a.Pass), a.right)
		if a.Pass == quizzes.OptionsPass {
			r.Types = counted(r.Types, optionType(it), a.right)
		}
	}
	slices.SortFunc(r.Passes, func(x, y BlindFigure) int { return cmp.Compare(x.Name, y.Name) })
	slices.SortFunc(r.Types, func(x, y BlindFigure) int { return cmp.Compare(x.Name, y.Name) })
}

func counted(figures []BlindFigure, name string, right bool) []BlindFigure {
	i := slices.IndexFunc(figures, func(f BlindFigure) bool { return f.Name == name })
	if i < 0 {
		figures, i = append(figures, BlindFigure{Name: name, Aim: aims[name]}), len(figures)
	}
	figures[i].Of++
	if right {
		figures[i].Right++
	}
	return figures
}

// optionType is the kind of an item's options, as figures of pass P2 are published by it.
func optionType(it quizzes.Item) string {
	var begin []map[opening]bool
	var kinds []kind
	for _, o := range it.Draft().Options {
		begin, kinds = append(begin, openings(o.Text)), append(kinds, kindOf(o.Text))
	}
	return typeOf(begin, kinds)
}

func (it *item) optionType() string { return typeOf(it.openings, it.kinds) }

func typeOf(begin []map[opening]bool, kinds []kind) string {
	count := map[kind]int{}
	for _, k := range kinds {
		count[k]++
	}
	switch {
	case count["quotation"] == 4:
		return "quotations"
	case count["date"]+count["time list"] == 4:
		return "dates"
	case count["money"]+count["number"]+count["code"] == 4:
		return "amounts"
	case !slices.ContainsFunc(begin, func(o map[opening]bool) bool { return !o[verb] }):
		return "actions"
	}
	return "terms"
}

// surfaceCues are the cues of pass P2 that an item must not give.
var surfaceCues = []string{"length", "tone", "detail", "grammar", "lawful"}

// decide applies the table of decisions to the answers of one item.
func decide(it quizzes.Item, list []judged) BlindVerdict {
	v := BlindVerdict{Item: it.ID(), Rev: it.Revision(), Tally: map[string]int{}, ToDo: []string{}}
	confidence, cued := 0.0, 0
	for _, a := range list {
		pass := string(a.Pass)
		if a.unclear {
			v.Tally[pass+" unclear"]++
			continue
		}
		v.Tally[pass+" of"]++
		v.Tally[pass+" right"] += number(a.right)
		v.Tally[pass+" defended"] += number(a.Defends)
		if a.Pass == quizzes.ClosedPass {
			confidence += a.Confidence
		}
		cued += number(a.Pass == quizzes.OptionsPass && a.right && slices.ContainsFunc(surfaceCues, func(c string) bool { return strings.Contains(strings.ToLower(a.Cue), c) }))
		if !slices.Contains(v.By, a.Solver) {
			v.By = append(v.By, a.Solver)
		}
		if a.Expected > 0 {
			v.Expected = append(v.Expected, a.Expected)
		}
		for _, f := range a.Flags {
			v.ToDo = append(v.ToDo, fmt.Sprintf("%s flags %s: %s", a.Solver, f, a.Why))
		}
		if a.Missing != "" {
			v.ToDo = append(v.ToDo, a.Solver+" misses a fact: "+a.Missing)
		}
	}
	v.ToDo = append(v.ToDo, v.decisions(confidence, cued)...)
	v.Passed = len(v.ToDo) == 0
	return v
}

func number(is bool) int {
	if is {
		return 1
	}
	return 0
}

func (v BlindVerdict) decisions(confidence float64, cued int) (list []string) {
	of := func(pass quizzes.Pass) (wrong, of int) {
		of = v.Tally[string(pass)+" of"]
		return of - v.Tally[string(pass)+" right"], of
	}
	switch wrong, n := of(quizzes.ClosedPass); {
	case v.Tally["P3 defended"] > 0 || wrong >= 2:
		list = append(list, fmt.Sprintf("ambiguous: %d of %d chose another option, %d defend a second one; pull it", wrong, n, v.Tally["P3 defended"]))
	case wrong == 1:
		list = append(list, "one solver differs: decide from the text of the source, fix the wording, run P1 and P3 again")
	case n > 0 && confidence/float64(n) < 70:
		list = append(list, fmt.Sprintf("the mean confidence is %.0f, 70 is the limit", confidence/float64(n)))
	}
	if wrong, n := of(quizzes.CoverPass); wrong > 0 {
		list = append(list, fmt.Sprintf("%d of %d free answers miss the key: rewrite the question", wrong, n))
	}
	if v.Tally["P1 unclear"] > 0 {
		list = append(list, fmt.Sprintf("%d free answers wait for somebody to say whether they match", v.Tally["P1 unclear"]))
	}
	if wrong, n := of(quizzes.OptionsPass); n >= 4 && n-wrong >= 3 && cued >= 2 {
		list = append(list, fmt.Sprintf("fails P2: %d of %d pick the key from the options alone, %d name a surface cue", n-wrong, n, cued))
	}
	if wrong, _ := of(quizzes.OpenPass); wrong > 0 {
		list = append(list, "with the source open another option is chosen: mend the source first, then every item on it")
	}
	return list
}

// WriteText prints the figures, then every item for which something is to be done.
func (r BlindReport) WriteText(w io.Writer) error {
	var b strings.Builder
	table := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "answers\tthe key\tof\tper cent\taim\t")
	for _, f := range append(slices.Clone(r.Passes), r.Types...) {
		fmt.Fprintf(table, "%s\t%d\t%d\t%.1f\t%s\t\n", f.Name, f.Right, f.Of, f.Percent(), f.Aim)
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("write the figures: %w", err)
	}
	passed := 0
	for _, v := range r.Items {
		passed += number(v.Passed)
		for _, todo := range v.ToDo {
			fmt.Fprintf(&b, "%s: %s\n", v.Item, todo)
		}
	}
	for _, s := range r.Strays {
		fmt.Fprintln(&b, s)
	}
	fmt.Fprintf(&b, "%d items, nothing to do for %d of them\n", len(r.Items), passed)
	_, err := io.WriteString(w, b.String())
	return err
}
