package quizzes

import "math"

// An Answer is what counts of one slot of a finished attempt.
type Answer struct {
	Item   Item   // the frozen revision
	Choice string // "a" to "d", or "" for not answered
	Scored bool   // false for a pretest item
	Given  bool   // the point was given when the question was corrected
}

// Right reports whether the answer has its point: the choice is the key, or the point was given. No choice is not right.
func (a Answer) Right() bool { return a.Given || a.Choice != "" && a.Choice == a.Item.Key() }

// A Mark is a count of right answers with its uncertainty.
type Mark struct {
	Domain   string // "" for the whole
	Correct  int
	Scored   int
	Answered int // of Scored
}

// PerCent is the share of right answers in per cent, rounded to a whole number; 0 where nothing was scored.
func (m Mark) PerCent() int { return percent(m.Correct, m.Scored) }

// Interval is the 95 % Wilson interval of the mark in whole per cent.
func (m Mark) Interval() (low, high int) {
	l, h := Wilson(m.Correct, m.Scored)
	return int(math.Round(100 * l)), int(math.Round(100 * h))
}

func percent(k, n int) int {
	if n == 0 {
		return 0
	}
	return int(math.Round(100 * float64(k) / float64(n)))
}

// A Result is the score of an attempt: the whole, and each domain in blueprint order.
type Result struct {
	Whole   Mark
	Domains []Mark
}

// Score counts right answers of scored slots; pretest items count nowhere. What belongs to no domain of the blueprint, in
// a drill, counts in the whole alone. Domains without a scored item are left out.
func Score(bp Blueprint, answers []Answer) Result {
	var r Result
	byDomain := map[string]*Mark{}
	for _, a := range answers {
		if !a.Scored {
			continue
		}
		m := byDomain[a.Item.Domain()]
		if m == nil {
			m = &Mark{Domain: a.Item.Domain()}
			byDomain[a.Item.Domain()] = m
		}
		m.add(a)
		r.Whole.add(a)
	}
	for _, d := range bp.Domains {
		if m := byDomain[d.ID]; m != nil {
			r.Domains = append(r.Domains, *m)
		}
	}
	return r
}

func (m *Mark) add(a Answer) {
	m.Scored++
	if a.Choice != "" {
		m.Answered++
	}
	if a.Right() {
		m.Correct++
	}
}

// z95 is the 97.5th percentile of the standard normal distribution.
const z95 = 1.959963984540054

// Wilson returns the 95 % score interval of a proportion, as fractions (E. B. Wilson, JASA 22, 1927). Without any
// answers nothing is known and the interval is 0 to 1.
func Wilson(correct, n int) (low, high float64) {
	if n <= 0 {
		return 0, 1
	}
	p, nf := float64(correct)/float64(n), float64(n)
	centre := (p + z95*z95/(2*nf)) / (1 + z95*z95/nf)
	half := z95 / (1 + z95*z95/nf) * math.Sqrt(p*(1-p)/nf+z95*z95/(4*nf*nf))
	return max(centre-half, 0), min(centre+half, 1)
}
