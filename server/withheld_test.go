package server

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"frontdesk/quizzes"
	"frontdesk/server/store"
)

// TestDrillGoesOnBesideExam: an exam that is begun while a drill is open takes questions of it along. The drill tells
// nothing of those, and none of its pages is a dead end.
func TestDrillGoesOnBesideExam(t *testing.T) {
	c := open(t)
	b := c.guest()
	start := func(fields ...string) string {
		a := b.post("/attempts", fields...).want(t, http.StatusSeeOther)
		return strings.TrimPrefix(a.Header.Get("Location"), "/attempts/")
	}
	whole := min(c.bank.DrillSize(quizzes.DrillPlan{Domain: "d1"}, c.Now()), quizzes.MaxDrill)
	drill := start("mode", "drill", "what", "domain:d1", "count", strconv.Itoa(whole), "feedback", "each")
	items, err := c.db.AttemptItems(t.Context(), b.person().ID, drill)
	if err != nil {
		t.Fatal(err)
	}
	page := func(n int) string { return fmt.Sprintf("/attempts/%s/items/%d", drill, n) }
	for _, it := range items[:whole/2] {
		b.post(page(it.N)+"/check", "choice", "a").leads(t, page(it.N))
	}
	// Exams take what is new first: some pass before one has to take questions that were checked.
	c.clock.Forward(time.Minute)
	var exam string
	onExam := map[string]bool{}
	for range 12 {
		exam = start("mode", "mock")
		also, err := c.db.AttemptItems(t.Context(), b.person().ID, exam)
		if err != nil {
			t.Fatal(err)
		}
		clear(onExam)
		for _, it := range also {
			onExam[it.Item] = true
		}
		shared := func(it store.AttemptItem) bool { return onExam[it.Item] }
		if slices.ContainsFunc(items[:whole/2], shared) && slices.ContainsFunc(items[whole/2:], shared) {
			break
		}
		b.post("/attempts/"+exam+"/submit").want(t, http.StatusSeeOther)
		c.clock.Forward(time.Minute) // what was seen longest ago comes again first
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
