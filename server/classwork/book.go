package classwork

import (
	"slices"
	"strconv"
	"time"

	"frontdesk/server/store"
)

// A Book is the marks of a class: each learner's for each piece of work, with totals and means. The page, the print, the
// CSV and the spreadsheet are all written from this one value.
type Book struct {
	Columns  []Column
	Rows     []Row
	Mean     int // of the totals, in tenths of a per cent
	HasMean  bool
	Weighted bool // the weights are not all alike
}

// A Column is one piece of work in a Book.
type Column struct {
	Work    Work
	Due     time.Time // the work's own; zero for none
	Mean    int       // of the figures in the column, in tenths of a per cent; missing work has none
	Figures int       // how many there are; without any there is no mean
}

// A Row is one learner in a Book.
type Row struct {
	Learner  store.ClassMember
	Cells    []Cell // as Book.Columns
	Total    int    // in tenths of a per cent: the weighted mean of what counts so far
	HasTotal bool   // something counts
}

// A Cell is the mark of one learner for one piece of work, with the rules that hold there; without any where the learner
// does not get the work.
type Cell struct {
	Mark
	Terms Terms
}

// NewBook makes the marks of the learners for the works, both in the order in which they are given. The record is that of
// the class; the caller has left out work that is withdrawn.
func NewBook(works []Work, learners []store.ClassMember, r store.ClassRecord, now time.Time) Book {
	b := Book{Columns: make([]Column, len(works)), Rows: make([]Row, len(learners))}
	rules := make([]columnTerms, len(works))
	for i, w := range works {
		rules[i] = newColumnTerms(w)
		b.Columns[i] = Column{Work: w, Due: TermsFor(w, Facts{}).Due}
		b.Weighted = b.Weighted || w.Weight != works[0].Weight
	}
	sums, totals, withTotal := make([]int, len(works)), 0, 0
	for n, m := range learners {
		row := Row{Learner: m, Cells: make([]Cell, len(works))}
		for i, w := range works {
			if !Stands(w.Assignment, m, r) {
				continue
			}
			t := rules[i].of(m)
			row.Cells[i] = Cell{MarkOf(w, t, m.ID, r, now), t}
			if row.Cells[i].Has {
				sums[i] += row.Cells[i].Tenths
				b.Columns[i].Figures++
			}
		}
		if row.Total, row.HasTotal = Total(works, row.Cells); row.HasTotal {
			totals += row.Total
			withTotal++
		}
		b.Rows[n] = row
	}
	for i := range b.Columns {
		b.Columns[i].Mean = rounded(sums[i], b.Columns[i].Figures)
	}
	b.Mean, b.HasMean = rounded(totals, withTotal), withTotal > 0
	return b
}

// Total is the mean of the marks that count (Mark.Counts), weighted as the works say and rounded once, to tenths of a per
// cent. The cells are one learner's, in the order of the works; ok is false where nothing counts.
func Total(works []Work, cells []Cell) (tenths int, ok bool) {
	sum, weights := 0, 0
	for i, c := range cells {
		if n, counts := c.Counts(); counts {
			sum += works[i].Weight * n
			weights += works[i].Weight
		}
	}
	return rounded(sum, weights), weights > 0
}

// rounded is sum / n to the nearest whole number, halves up; 0 for nothing. Neither is negative.
func rounded(sum, n int) int {
	if n == 0 {
		return 0
	}
	return (2*sum + n) / (2 * n)
}

// columnTerms are the terms of one piece of work: those of everybody about whom nothing is said, and who it is said about.
type columnTerms struct {
	work   Work
	usual  Terms
	labels []string
	people []string
}

func newColumnTerms(w Work) columnTerms {
	c := columnTerms{work: w, usual: TermsFor(w, Facts{})}
	for _, r := range w.Rules {
		switch r.Scope {
		case store.RuleLabel:
			c.labels = append(c.labels, r.Target)
		case store.RulePerson:
			c.people = append(c.people, r.Target)
		}
	}
	return c
}

// of are the terms of somebody: resolved where a rule or a fact is about the person, and the usual ones else.
func (c columnTerms) of(m store.ClassMember) Terms {
	own := m.Factor > 1 || m.Extra > 0 || slices.Contains(c.people, m.ID)
	if own || slices.ContainsFunc(c.labels, func(label string) bool { return slices.Contains(m.Labels, label) }) {
		return TermsFor(c.work, FactsOf(m))
	}
	usual := c.usual
	usual.Joined = m.Joined
	return usual
}

// Tenths writes tenths of a per cent as marks are read: 82 for 820, 82.5 for 825.
func Tenths(n int) string {
	if n%10 == 0 {
		return strconv.Itoa(n / 10)
	}
	return strconv.Itoa(n/10) + "." + strconv.Itoa(n%10)
}

// The words beside figures, and in their place. Everything that shows marks uses these.
const (
	WordNone     = "Not given"
	WordUpcoming = "Not open"
	WordToDo     = "Not started"
	WordBegun    = "Working"
	WordWaiting  = "Handed in"
	WordDone     = "Done"
	WordMissing  = "Missing"
	WordBefore   = "Due before joining"
	WordEmpty    = "Nothing to read"
	WordExcused  = "Excused"
	WordSet      = "set"
	WordLate     = "late"
)

// Figure is the figure of the mark, to be read; "" where there is none.
func (m Mark) Figure() string {
	if !m.Has {
		return ""
	}
	return Tenths(m.Tenths)
}

// Word is the state of the mark in words: beside a figure "set", "late" or nothing, else what there is in its place. Read
// work says "Done", though it has a figure: it is always the same.
func (m Mark) Word() string {
	switch {
	case m.Set():
		return WordSet
	case m.State == Done && m.Of > 0 && m.Late:
		return WordDone + " " + WordLate
	case m.State == Done && m.Of > 0:
		return WordDone
	case m.State == Done && m.Late:
		return WordLate
	}
	return m.State.word()
}

func (s State) word() string {
	switch s {
	case Upcoming:
		return WordUpcoming
	case ToDo:
		return WordToDo
	case Begun:
		return WordBegun
	case Waiting:
		return WordWaiting
	case Missing:
		return WordMissing
	case Before:
		return WordBefore
	case Empty:
		return WordEmpty
	case Excused:
		return WordExcused
	case Done:
		return ""
	}
	return WordNone
}

// Words are figure and word as they stand in a cell: "82", "82 late", "90 set", "Done", "Missing".
func (m Mark) Words() string {
	figure, word := m.Figure(), m.Word()
	switch {
	case figure == "" || m.Of > 0 && !m.Set():
		return word
	case word == "":
		return figure
	}
	return figure + " " + word
}
