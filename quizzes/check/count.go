package check

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"frontdesk/content"
	"frontdesk/content/strict"
	"frontdesk/quizzes"
)

// Counts says what course and bank consist of.
type Counts struct {
	Errors   int `json:"errors"`
	Warnings int `json:"warnings"`
	Waivers  int `json:"waived"` // findings that a waiver covers

	Outlined int            `json:"lessons_outlined"`
	Written  int            `json:"lessons_written"`
	Cards    int            `json:"cards"`
	Drawings int            `json:"drawings"`
	Handouts map[string]int `json:"handouts"` // by kind

	Bank    Tally   `json:"bank"`
	Domains []Tally `json:"domains"` // in blueprint order
	Lessons []Tally `json:"lessons"` // those with items, in course order
	Keys    Keys    `json:"keys"`
	Sources Sources `json:"sources"`
}

// A Tally counts the items of the bank, a domain or a lesson.
type Tally struct {
	ID       string         `json:"id,omitempty"`
	Exam     int            `json:"exam"`
	Practice int            `json:"practice"`
	Solved   int            `json:"solved"`   // exam items that blind solvers solved in this revision
	OnForm   int            `json:"on_form"`  // exam items that may be drawn on the day of the check
	Levels   map[string]int `json:"levels"`   // exam items by cognitive level
	Expected float64        `json:"expected"` // mean over the exam items, 0 without any
	Needed   int            `json:"needed"`   // for one whole exam; domains only
	Quota    int            `json:"quota"`    // exam items at this stage; 0 for a lesson that counts for no domain

	AsWritten map[string]int `json:"as_written"` // exam items shown as written: the place of the key, a to d
	Longest   Share          `json:"longest"`    // as Keys.Longest
	InSets    int            `json:"in_sets"`    // exam items in matched sets
	Waived    int            `json:"waived"`     // items, for practice too, that carry a waiver
	Sources   map[string]int `json:"sources"`    // exam items by the level of their first source: V, S, K
	Stale     int            `json:"stale"`      // exam items that have expired
	Enemies   int            `json:"enemies"`    // exam items with enemies beside their set
	Alike     int            `json:"alike"`      // pairs that rule L55 names, by the later item
}

// Keys says how the key stands among the options of exam items.
type Keys struct {
	AsWritten map[string]int `json:"as_written"` // items shown as written: the place of the key, a to d
	Longest   Share          `json:"longest"`    // items whose key alone is longest, of those with a single longest option
	Shortest  Share          `json:"shortest"`
	Length    float64        `json:"length"` // mean length of keys by that of distractors, items in words only
}

// A Share is so many of so many.
type Share struct {
	N  int `json:"n"`
	Of int `json:"of"`
}

// Percent is the share in per cent, 0 of none.
func (s Share) Percent() float64 { return 100 * float64(s.N) / float64(max(s.Of, 1)) }

// Sources counts sources by how they were checked.
type Sources struct {
	Read       int `json:"read"`        // V: the primary text was read
	Secondary  int `json:"secondary"`   // S: a secondary page was read
	NotReread  int `json:"not_re_read"` // K: stated from knowledge
	PastCheck  int `json:"past_check"`  // their next_check lies before the day of the check
	ItemsOnK   int `json:"items_on_k"`  // exam items whose first source is not re-read
	ItemsStale int `json:"items_stale"` // exam items that have expired
}

// count makes the tallies.
func count(w *world, items []*item, problems strict.Problems) Counts {
	c := Counts{Outlined: len(w.course.Lessons()), Written: len(w.course.Written()), Cards: len(w.course.Cards), Drawings: len(w.course.Figures), Handouts: map[string]int{},
		Domains: []Tally{}, Lessons: []Tally{}, Keys: Keys{AsWritten: map[string]int{}}}
	for _, h := range w.course.Handouts {
		c.Handouts[h.Kind()]++
	}
	for _, p := range problems {
		if p.Severity == strict.Error {
			c.Errors++
		} else {
			c.Warnings++
		}
	}
	byDomain, byLesson := map[string][]*item{}, map[string][]*item{}
	for _, it := range items {
		q, _ := w.bank.Item(it.ID)
		byDomain[q.Domain()] = append(byDomain[q.Domain()], it)
		byLesson[q.Lesson()] = append(byLesson[q.Lesson()], it)
	}
	alike := alikeByItem(items, problems)
	c.Bank = w.tally("", items, alike)
	quotas := w.quotas()
	for _, d := range w.bank.Blueprint().Domains {
		t := w.tally(d.ID, byDomain[d.ID], alike)
		t.Needed, t.Quota = d.Scored+d.Pretest, fiveForms(d.ID)
		c.Bank.Quota += t.Quota
		c.Domains = append(c.Domains, t)
	}
	for _, l := range w.course.Lessons() {
		if list := byLesson[l.ID]; len(list) > 0 {
			t := w.tally(l.ID, list, alike)
			t.Quota = quotas[l.Domain][l.ID]
			c.Lessons = append(c.Lessons, t)
		}
	}
	c.Keys.count(items)
	c.Sources = w.sources(items)
	return c
}

// alikeByItem counts for each item the earlier ones that it is nearly a copy of.
func alikeByItem(items []*item, problems strict.Problems) map[string]int {
	n := map[string]int{}
	at := map[string]string{} // ids by place in the bank
	for _, it := range items {
		at[fmt.Sprint(quizzesFolder, "/", it.File, it.LineOf("question"))] = it.ID
	}
	for _, p := range problems {
		if p.Rule == "L55" {
			n[at[fmt.Sprint(p.File, p.Line)]]++
		}
	}
	return n
}

func (w *world) tally(id string, items []*item, alike map[string]int) Tally {
	t := Tally{ID: id, Levels: map[string]int{}, Sources: map[string]int{}}
	k := Keys{AsWritten: map[string]int{}}
	k.count(items)
	t.AsWritten, t.Longest = k.AsWritten, k.Longest
	for _, it := range items {
		t.Alike += alike[it.ID]
		t.Waived += number(len(it.Waive) > 0)
		if it.practice() {
			t.Practice++
			continue
		}
		q, _ := w.bank.Item(it.ID)
		t.Exam++
		t.Levels[it.Level]++
		t.Expected += it.Expected
		t.InSets += number(it.Set != "")
		t.Enemies += number(len(it.Enemies) > 0)
		t.Stale += number(!it.Expires.IsZero() && !w.at.Before(it.Expires.AddDate(0, 0, 1)))
		if src := it.firstSource(); src != nil {
			t.Sources[src.Level]++
		}
		if q.SolvedNow() {
			t.Solved++
		}
		if q.OnForm(w.at) {
			t.OnForm++
		}
	}
	t.Expected /= float64(max(t.Exam, 1))
	return t
}

func (k *Keys) count(items []*item) {
	sum, n := 0.0, 0
	for _, it := range items {
		if it.practice() {
			continue
		}
		if it.Order != "" && it.Order != "alpha" {
			k.AsWritten[quizzes.OptionID(it.key)]++
		}
		if it.ordered {
			continue
		}
		lengths := it.lengths()
		key := lengths[it.key]
		slices.Sort(lengths)
		k.Longest.add(key == lengths[3], lengths[3] > lengths[2])
		k.Shortest.add(key == lengths[0], lengths[0] < lengths[1])
		others := lengths[0] + lengths[1] + lengths[2] + lengths[3] - key
		sum, n = sum+3*float64(key)/float64(max(others, 1)), n+1
	}
	k.Length = sum / float64(max(n, 1))
}

func (s *Share) add(hit, counts bool) {
	if counts {
		s.Of++
		if hit {
			s.N++
		}
	}
}

func (w *world) sources(items []*item) Sources {
	var s Sources
	for _, src := range w.course.Sources {
		switch src.Level {
		case "V":
			s.Read++
		case "S":
			s.Secondary++
		case "K":
			s.NotReread++
		}
		if !src.NextCheck.IsZero() && w.at.After(src.NextCheck.Time()) {
			s.PastCheck++
		}
	}
	for _, it := range items {
		if it.practice() {
			continue
		}
		if src := it.firstSource(); src != nil && src.Level == "K" {
			s.ItemsOnK++
		}
		if !it.Expires.IsZero() && !w.at.Before(it.Expires.AddDate(0, 0, 1)) {
			s.ItemsStale++
		}
	}
	return s
}

// write prints the counts as tables.
func (c Counts) write(b *strings.Builder) {
	fmt.Fprintf(b, "\n%d errors, %d warnings, %d waived\n", c.Errors, c.Warnings, c.Waivers)
	fmt.Fprintf(b, "%d of %d lessons written, %d cards, %d drawings, %d review sheets, %d marked tasks, %d templates\n\n", c.Written, c.Outlined, c.Cards,
		c.Drawings, c.Handouts[content.ReviewSheet], c.Handouts[content.MarkedTask], c.Handouts[content.Template])
	rows := slices.Concat(c.Domains, c.Lessons, []Tally{c.Bank})
	writeItems(b, rows)
	writeKeys(b, rows)
	k, s := c.Keys, c.Sources
	fmt.Fprintf(b, "\nkeys of items shown as written: a %d, b %d, c %d, d %d\n", k.AsWritten["a"], k.AsWritten["b"], k.AsWritten["c"], k.AsWritten["d"])
	fmt.Fprintf(b, "items in words: key alone longest %d of %d (%.0f%%), alone shortest %d of %d (%.0f%%);\nkeys are %.2f times as long as distractors\n",
		k.Longest.N, k.Longest.Of, k.Longest.Percent(), k.Shortest.N, k.Shortest.Of, k.Shortest.Percent(), k.Length)
	fmt.Fprintf(b, "sources: %d read, %d by a secondary page, %d not re-read; %d past their next check;\n%d exam items rest on one not re-read, %d have expired\n",
		s.Read, s.Secondary, s.NotReread, s.PastCheck, s.ItemsOnK, s.ItemsStale)
}

// writeItems prints how many items there are, and of which kinds. The tables fit a window of 100 columns.
func writeItems(b *strings.Builder, rows []Tally) {
	t := tabwriter.NewWriter(b, 0, 8, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "items\texam\tquota\tone form\tsolved\tdrawable\tpractice\trecall\tapplic.\tanalysis\texpected\t")
	for _, r := range rows {
		fmt.Fprintf(t, "%s\t%d\t%s\t%s\t%d\t%d\t%d\t%d\t%d\t%d\t%.2f\t\n", r.name(), r.Exam, orBlank(r.Quota), orBlank(r.Needed), r.Solved, r.OnForm, r.Practice,
			r.Levels[quizzes.Recall], r.Levels[quizzes.Application], r.Levels[quizzes.Analysis], r.Expected)
	}
	_ = t.Flush() // a Builder takes everything
	fmt.Fprintln(b)
}

// writeKeys prints how keys stand among their options, what backs them and what to look after.
func writeKeys(b *strings.Builder, rows []Tally) {
	t := tabwriter.NewWriter(b, 0, 8, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "keys\tas written a b c d\tlongest\tin sets\twaived\tV\tS\tK\tstale\tenemies\talike\t")
	for _, r := range rows {
		w := r.AsWritten
		fmt.Fprintf(t, "%s\t%3d %2d %2d %2d\t%d/%d %3.0f%%\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t\n", r.name(), w["a"], w["b"], w["c"], w["d"], r.Longest.N, r.Longest.Of, r.Longest.Percent(),
			r.InSets, r.Waived, r.Sources["V"], r.Sources["S"], r.Sources["K"], r.Stale, r.Enemies, r.Alike)
	}
	_ = t.Flush()
	fmt.Fprint(b, `
as written: where the key stands in items whose options are not shuffled; longest: keys that alone
are longest, of items in words whose longest option is alone; V, S, K: the first source was read,
on a secondary page, not re-read; alike: pairs that L55 names
`)
}

// name is the id of what is counted.
func (t Tally) name() string { return cmp.Or(t.ID, "all") }

func orBlank(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}
