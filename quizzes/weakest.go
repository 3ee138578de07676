package quizzes

// Weakest returns the mark with the smallest share of right answers; among equals the one of the most questions, then the
// first. ok is false where nothing was missed. thin says that chance alone could have made another one the smallest: its
// 95 % interval reaches that of all the others taken together, or it stands alone.
func Weakest(marks []Mark) (weakest Mark, thin, ok bool) {
	var rest Mark
	for _, m := range marks {
		rest.Correct, rest.Scored = rest.Correct+m.Correct, rest.Scored+m.Scored
		if m.Scored == 0 || m.Correct == m.Scored {
			continue
		}
		less := m.Correct*weakest.Scored - weakest.Correct*m.Scored
		if !ok || less < 0 || less == 0 && m.Scored > weakest.Scored {
			weakest, ok = m, true
		}
	}
	if !ok {
		return Mark{}, false, false
	}
	_, high := Wilson(weakest.Correct, weakest.Scored)
	low, _ := Wilson(rest.Correct-weakest.Correct, rest.Scored-weakest.Scored)
	return weakest, high >= low, true
}
