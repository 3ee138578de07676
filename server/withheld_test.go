package server

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"frontdesk/quizzes"
)

// TestDrillGoesOnBesideExam: an exam that is begun while a drill is open takes questions of it along. The drill tells
// nothing of those, and none of its pages is a dead end.
func TestDrillGoesOnBesideExam(t *testing.T) {
	c := open(t, func(p *Parts) { p.Bank = few(p.Bank, "d1", 40) }) // so few that a drill takes all of a domain
	b := c.guest()
	start := func(fields ...string) string {
		a := b.post("/attempts", fields...).want(t, http.StatusSeeOther)
		return strings.TrimPrefix(a.Header.Get("Location"), "/attempts/")
	}
	whole := c.bank.DrillSize(quizzes.DrillPlan{Domain: "d1"}, c.Now()) // so that the exam has to take some that were checked
	drill := start("mode", "drill", "what", "domain:d1", "count", strconv.Itoa(whole), "feedback", "each")
	items, err := c.db.AttemptItems(t.Context(), b.person().ID, drill)
	if err != nil {
		t.Fatal(err)
	}
	page := func(n int) string { return fmt.Sprintf("/attempts/%s/items/%d", drill, n) }
	for _, it := range items[:whole/2] {
		b.post(page(it.N)+"/check", "choice", "a").leads(t, page(it.N))
	}
	exam := start("mode", "mock")
	onExam := map[string]bool{}
	also, err := c.db.AttemptItems(t.Context(), b.person().ID, exam)
	if err != nil {
		t.Fatal(err)
	}
	for _, it := range also {
		onExam[it.Item] = true
	}
	checked, unchecked := 0, 0
	for i, it := range items {
		if !onExam[it.Item] {
			continue
		}
		item, _ := c.bank.Item(strings.TrimPrefix(it.Item, "cmaa/"))
		var a answer
		if i < whole/2 {
			checked++
			a = b.get(page(it.N)).want(t, http.StatusOK, "You have checked this question", "(your answer)", `id="next"`)
		} else {
			unchecked++
			a = b.post(page(it.N)+"/check", "choice", "a").want(t, http.StatusConflict, "also stands on an exam", `id="next"`, "checked")
		}
		for _, tells := range []string{`class="right"`, "Not right", "The answer is", item.Why(item.Key())[:30]} {
			if strings.Contains(a.body, tells) {
				t.Errorf("question %d tells %q\n%v", it.N, tells, a)
			}
		}
	}
	if checked == 0 || unchecked == 0 {
		t.Errorf("%d checked and %d unchecked questions stand on both, so nothing was tested", checked, unchecked)
	}
}

// few is the bank with no more than n items of a domain that can be drilled, exam items before others.
func few(bank *quizzes.Bank, domain string, n int) *quizzes.Bank {
	off := map[string]bool{}
	for _, exam := range []bool{true, false} {
		for _, it := range bank.Items() {
			if it.Domain() != domain || (it.Use() == quizzes.UseExam) != exam {
				continue
			}
			if n--; n < 0 {
				off[it.Revision()] = true
			}
		}
	}
	return bank.Without(off)
}
