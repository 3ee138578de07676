package check

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// quotas (L69): each domain and lesson has its share of items, each objective of an exam lesson at least one, each
// lesson two to practice on. The totals are those of five forms: five times what one needs, and a little to spare.
func quotas(w *world, items []*item) []Gate {
	all := w.quotas()
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
	lessons, objectives := 0, 0
	var outside, unasked, undrilled []string
	for _, l := range w.course.Lessons() {
		if want, ok := all[l.Domain][l.ID]; ok {
			lessons++
			if have := perLesson[l.ID]; have < want || float64(have) > math.Max(1.2*float64(want), float64(want+1))+1e-9 {
				outside = append(outside, fmt.Sprintf("%s %d of %d", l.ID, have, want))
			}
		}
	}
	for _, l := range w.course.Written() {
		if practice[l.ID] < 2 {
			undrilled = append(undrilled, l.ID)
		}
		if l.Domain == "" {
			continue
		}
		for _, o := range l.Objectives {
			objectives++
			if !met[l.ID+"."+o.ID] {
				unasked = append(unasked, l.ID+"."+o.ID)
			}
		}
	}
	kept := func(name string, of int, open []string) Gate {
		g := gate("L69", name, of-len(open), of, 1, 1)
		g.Open = open
		return g
	}
	return []Gate{kept("lessons with their quota of exam items", lessons, outside), kept("objectives of written lessons with an exam item", objectives, unasked),
		kept("written lessons with two practice items", len(w.course.Written()), undrilled)}
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
