package check

import (
	"cmp"
	"math"
	"slices"
)

// quotas (L69): each domain and lesson has its share of items, each objective of an exam lesson at least one, each
// lesson two to practice on. The totals are those of five forms: five times what one needs, and a little to spare.
func quotas(w *world, items []*item) []Gate {
	perLesson, practice, met := map[string]int{}, map[string]int{}, map[string]bool{}
	for _, it := range items {
		perLesson[lessonOf(it.ID)]++
		met[lessonOf(it.ID)+"."+it.Objective] = true
	}
	for _, q := range w.bank.Items() {
		if q.Use() != "exam" {
			practice[q.Lesson()]++
		}
	}
	lessons, within, objectives, asked, drilled := 0, 0, 0, 0, 0
	for _, quota := range w.quotas() {
		for lesson, want := range quota {
			lessons++
			have := perLesson[lesson]
			within += number(have >= want && float64(have) <= math.Max(1.2*float64(want), float64(want+1)))
		}
	}
	for _, l := range w.course.Written() {
		drilled += number(practice[l.ID] >= 2)
		if l.Domain == "" {
			continue
		}
		for _, o := range l.Objectives {
			objectives++
			asked += number(met[l.ID+"."+o.ID])
		}
	}
	return []Gate{gate("L69", "lessons with their quota of exam items", within, lessons, 1, 1),
		gate("L69", "objectives of written lessons with an exam item", asked, objectives, 1, 1),
		gate("L69", "written lessons with two practice items", drilled, len(w.course.Written()), 1, 1)}
}

// fiveForms is how many exam items a domain has at the first stage: enough for five forms without a repeat.
func fiveForms(domain string) int {
	return map[string]int{"d1": 62, "d2": 130, "d3": 105, "d4": 100, "d5": 130, "d6": 68, "d7": 86}[domain]
}

// quotas are the items of each lesson by domain: the domain's total in proportion to the lessons' shares, rounded so
// that they add up to it (the largest remainders are rounded up, of equal ones the earlier lesson's).
func (w *world) quotas() map[string]map[string]int {
	all := map[string]map[string]int{}
	for _, d := range w.bank.Blueprint().Domains {
		type share struct {
			lesson string
			exact  float64
		}
		var shares []share
		sum := 0
		for _, l := range w.course.Lessons() {
			if l.Domain == d.ID {
				sum += l.Items
			}
		}
		for _, l := range w.course.Lessons() {
			if l.Domain == d.ID && sum > 0 {
				shares = append(shares, share{l.ID, float64(fiveForms(d.ID)*l.Items) / float64(sum)})
			}
		}
		quota, left := map[string]int{}, fiveForms(d.ID)
		for _, s := range shares {
			quota[s.lesson] = int(s.exact)
			left -= int(s.exact)
		}
		slices.SortStableFunc(shares, func(a, b share) int {
			return cmp.Compare(b.exact-math.Floor(b.exact), a.exact-math.Floor(a.exact))
		})
		for i := 0; i < left && i < len(shares); i++ {
			quota[shares[i].lesson]++
		}
		all[d.ID] = quota
	}
	return all
}
