package check

import (
	"slices"
	"time"

	"frontdesk/quizzes"
)

// stageForms is how many mock exams without a repeat the bank is to hold at its first stage.
const stageForms = 5

// mockForms (L70): as many forms as the stage asks for, drawn one after another for one learner, share no item; and each
// has the blueprint's counts, no enemies, no belief twice, about the mix of levels and a middling expected score.
func mockForms(w *world, items []*item) []Gate {
	byID := map[string]*item{}
	for _, it := range items {
		byID[it.ID] = it
	}
	seen := map[string]quizzes.Seen{}
	drawn, sound := 0, 0
	for seed := range uint64(stageForms) {
		form, err := w.bank.Draw(quizzes.Mock, seen, seed, w.at)
		if err != nil || form.Repeats() > 0 {
			break // the bank is at its end, which is what this counts
		}
		drawn++
		var on []*item
		for _, s := range form.Slots {
			seen[s.Item] = quizzes.Seen{Times: 1, Last: w.at.Add(time.Duration(seed) * time.Hour)}
			if s.Scored {
				on = append(on, byID[s.Item])
			}
		}
		sound += number(w.soundForm(form, on))
	}
	return []Gate{gate("L70", "mock forms without a repeat", drawn, stageForms, 1, 1),
		gate("L70", "forms with sound counts, enemies, beliefs, mix and score", sound, drawn, 1, 1)}
}

// soundForm looks at one form; scored are the items that count.
func (w *world) soundForm(form quizzes.Form, scored []*item) bool {
	perDomain := map[string]int{}
	for _, s := range form.Slots {
		perDomain[s.Domain] += number(s.Scored)
	}
	for _, d := range w.bank.Blueprint().Domains {
		if perDomain[d.ID] != d.Scored {
			return false
		}
	}
	return !meetAgain(scored) && middling(scored)
}

// meetAgain reports whether two of the items are enemies, stand in one set or rest on one belief.
func meetAgain(items []*item) bool {
	ids, sets, beliefs := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, it := range items {
		if it.Set != "" && sets[it.Set] {
			return true
		}
		ids[it.ID], sets[it.Set] = true, true
		for _, o := range it.Options {
			if o.Misconception != "" && beliefs[o.Misconception] {
				return true
			}
			beliefs[o.Misconception] = true
		}
	}
	return slices.ContainsFunc(items, func(it *item) bool {
		return slices.ContainsFunc(it.Enemies, func(e string) bool { return ids[e] })
	})
}

// middling reports whether the levels of the items are within six points of the bank's limits, and their mean expected
// share lies between 0.68 and 0.76.
func middling(items []*item) bool {
	const slack = 0.06
	sum := 0.0
	for _, it := range items {
		sum += it.Expected
	}
	mean := sum / float64(max(len(items), 1))
	for level, limits := range levelLimits() {
		share := float64(countLevel(items, level)) / float64(max(len(items), 1))
		if share < limits[0]-slack || share > limits[1]+slack {
			return false
		}
	}
	return mean >= 0.68 && mean <= 0.76
}
