package server

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"frontdesk/server/classwork"
	"frontdesk/server/store"
)

// mostNamed is how many people with terms of their own a summary names.
const mostNamed = 20

// getting are those of people who get the work, also if it is withdrawn now.
func getting(a store.Assignment, people []store.ClassMember) []store.ClassMember {
	a.Withdrawn = time.Time{}
	return slices.DeleteFunc(slices.Clone(people), func(m store.ClassMember) bool { return !classwork.Gets(a, m) })
}

// workSummary reads work back: who gets what, when, under which rules, and who has terms of their own. people are all of
// the class; who asks sees some of them.
func workSummary(sc *scope, w classwork.Work, sub subject, people []store.ClassMember, now time.Time) []string {
	own := classwork.TermsFor(w, classwork.Facts{})
	who := getting(w.Assignment, people)
	gets := "get "
	if len(who) == 1 {
		gets = "gets "
	}
	first := count(len(who), "person", "people") + " " + gets + given(w, sub) + "."
	if len(who) == 0 {
		first = "Nobody gets " + given(w, sub) + " now."
	}
	opens := "It opens now"
	if own.Opens.After(now) {
		opens = "It opens on " + localTime(own.Opens, w.Zone)
	}
	if own.Due.IsZero() {
		opens += " and has no due date."
	} else {
		opens += " and is due on " + localTime(own.Due, w.Zone) + "."
	}
	all := []string{first, opens}
	if !w.Withdrawn.IsZero() {
		all = append(all, "It is withdrawn: learners do not see it until it is given again.")
	}
	if words := lateWords(w, own); words != "" {
		all = append(all, words)
	}
	if classwork.Sat(w.Kind) {
		all = append(all, attemptWords(own), seeWords(own))
	}
	if w.Weight == 0 {
		all = append(all, "It does not count in the total of marks.")
	}
	return append(all, exceptions(sc, w, own, who)...)
}

func lateWords(w classwork.Work, own classwork.Terms) string {
	switch {
	case own.Due.IsZero():
		return ""
	case w.Rule(classwork.Late) == classwork.LateNo:
		return "Late work is not accepted."
	case !own.Close.IsZero():
		return "Late work is accepted until " + localTime(own.Close, w.Zone) + " and marked late."
	}
	return "Late work is accepted and marked late."
}

func attemptWords(t classwork.Terms) string {
	words := "Any number of attempts, "
	switch {
	case t.Attempts == 1:
		words = "One attempt."
	case t.Attempts == 2:
		words = "Two attempts, "
	case t.Attempts > 0:
		words = fmt.Sprintf("%d attempts, ", t.Attempts)
	}
	if t.Attempts != 1 {
		which := map[string]string{classwork.Best: "the best one counts.", classwork.Last: "the last one counts.", classwork.Mean: "their mean counts."}[t.Counts]
		if t.Attempts == 2 && t.Counts == classwork.Best {
			which = "the better one counts."
		}
		words += which
	}
	if t.Minimum > 0 {
		words += fmt.Sprintf(" It is passed from %d%%.", t.Minimum)
	}
	return words
}

func seeWords(t classwork.Terms) string {
	when := func(v string) string { return ruleWords(classwork.Score, v, time.UTC) }
	if t.Score == t.Answers {
		return "Learners see their score and the right answers " + when(t.Score) + "."
	}
	return "Learners see their score " + when(t.Score) + ", and the right answers " + when(t.Answers) + "."
}

// exceptions names those who have terms of their own: "Ana Diaz has 82 minutes and until December 7, 2026, 5:00 PM."
func exceptions(sc *scope, w classwork.Work, own classwork.Terms, who []store.ClassMember) (all []string) {
	others := 0
	for _, m := range who {
		t, _ := termsOf(w, m)
		words := ownTerms(w, own, t)
		switch {
		case words == "":
		case !sc.sees(m) || len(all) == mostNamed:
			others++
		default:
			all = append(all, m.Name+" has "+words+".")
		}
	}
	if others > 0 {
		all = append(all, count(others, "more person has", "more people have")+" terms of their own.")
	}
	return all
}

// ownTerms says where the terms of a person differ from the work's own; "" where they do not.
func ownTerms(w classwork.Work, own, t classwork.Terms) string {
	var parts []string
	day := func(at time.Time) string { return at.In(w.Zone).Format("January 2, 2006, 3:04 PM") }
	if classwork.Sat(w.Kind) && t.Limit != own.Limit {
		parts = append(parts, map[bool]string{true: "no time limit", false: count(t.Limit, "minute", "minutes")}[t.Limit == 0])
	}
	if classwork.Sat(w.Kind) && t.Attempts != own.Attempts {
		parts = append(parts, map[bool]string{true: "any number of attempts", false: count(t.Attempts, "attempt", "attempts")}[t.Attempts == 0])
	}
	if !t.Opens.Equal(own.Opens) {
		parts = append(parts, map[bool]string{true: "it open at once", false: "it open from " + day(t.Opens)}[t.Opens.IsZero()])
	}
	if !t.Due.Equal(own.Due) {
		parts = append(parts, map[bool]string{true: "no due date", false: "until " + day(t.Due)}[t.Due.IsZero()])
	}
	if !t.Close.Equal(own.Close) && !t.Close.Equal(t.Due) {
		parts = append(parts, map[bool]string{true: "late work accepted at any time", false: "late work accepted until " + day(t.Close)}[t.Close.IsZero()])
	}
	if classwork.Sat(w.Kind) && t.Minimum != own.Minimum {
		parts = append(parts, fmt.Sprintf("a minimum of %d%%", t.Minimum))
	}
	if n := len(parts); n > 1 {
		return strings.Join(parts[:n-1], ", ") + " and " + parts[n-1]
	}
	return strings.Join(parts, "")
}

// count is "1 person" or "25 people".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
