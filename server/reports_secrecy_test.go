package server

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"frontdesk/quizzes"
	"frontdesk/server/exam"
	"frontdesk/server/store"
)

// anyRevision is a revision that stands on some attempt.
func (c *clinic) anyRevision() string {
	c.t.Helper()
	texts, err := c.db.Texts(c.t.Context(), "item")
	if err != nil || len(texts) == 0 {
		c.t.Fatalf("%d texts, %v", len(texts), err)
	}
	return slices.MinFunc(texts, func(x, y store.Text) int { return strings.Compare(x.Hash, y.Hash) }).Hash
}

// revisions are some to be asked about: of the first two questions of the open attempt, and one that there is not.
func (s *stage) revisions() []string {
	items, err := s.db.AttemptItems(s.t.Context(), s.guest, s.open)
	if err != nil {
		s.t.Fatal(err)
	}
	return []string{items[0].Revision, items[1].Revision, "nowhere"}
}

// mayDecide tells whether who is signed in is an administrator or owner.
func (b *browser) mayDecide() bool {
	if b.cookies[cookieName] == "" {
		return false
	}
	role := b.person().Role
	return role == store.Admin || role == store.Owner
}

// staffOnly tells whether only administrators and owners get an answer to that.
func staffOnly(st step) bool {
	return strings.HasPrefix(st.target, "/reports") || strings.HasPrefix(st.target, "/statistics") || strings.HasPrefix(st.target, "/audit") ||
		strings.Contains(st.target, "/forms")
}

// playReports: who plays has finished a drill without an answer, has reported questions of it, and is in the middle of
// another, which repeats what was missed. Meanwhile others have answered and reported its questions, with the reasons of the bank in
// their reports, and some were decided about, with the reasons in the notes.
func playReports(b *browser) (open string, beside []string) {
	c, me := b.c, b.person().ID
	drill := []string{"mode", "drill", "count", "30", "feedback", "end", "what", "domain:d3"} // more than the domain has for practice alone
	first := begin(b, drill...)
	b.post("/attempts/"+first+"/submit").want(c.t, http.StatusSeeOther)
	other := c.guest()
	theirs := ""
	for range 3 { // enough to have met some of the drill's questions
		theirs = begin(other, "mode", "mock")
		for n := 1; n <= 135; n++ {
			other.post(fmt.Sprintf("/attempts/%s/items/%d", theirs, n), "choice", "a").want(c.t, http.StatusSeeOther)
		}
		other.post("/attempts/"+theirs+"/submit").want(c.t, http.StatusSeeOther)
	}
	reported, err := c.db.AttemptItems(c.t.Context(), me, first)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, it := range reported {
		b.post(fmt.Sprintf("/attempts/%s/items/%d/report", first, it.N), "reason", "two", "text", "x").want(c.t, http.StatusSeeOther)
	}
	open = begin(b, drill...)
	items, err := c.db.AttemptItems(c.t.Context(), me, open)
	if err != nil {
		c.t.Fatal(err)
	}
	again := 0
	for _, it := range items {
		item, _ := c.bank.Item(strings.TrimPrefix(it.Item, "cmaa/"))
		if !slices.ContainsFunc(reported, func(r store.AttemptItem) bool { return r.Item == it.Item }) {
			continue
		}
		c.decideFor(other.person().ID, theirs, item, again)
		again++
	}
	if again < 10 {
		c.t.Fatalf("%d were reported and stand on the open exam", again)
	}
	return open, []string{first}
}

// decideFor reports an item for somebody and decides about every other one, n counting them; the words of the report and
// of the decision are the reason of the bank.
func (c *clinic) decideFor(person, attempt string, item quizzes.Item, n int) {
	c.t.Helper()
	why := item.Why(item.Key())
	report := store.Report{Person: person, Attempt: attempt, N: 1, Item: c.kept(item.ID()), Revision: item.Revision(), Reason: exam.ReasonTwo, Body: why}
	if _, _, err := c.db.AddReport(c.t.Context(), report, c.Now()); err != nil {
		c.t.Fatal(err)
	}
	if n%2 > 0 {
		return
	}
	r := exam.Ruling{Verdict: exam.VerdictRekey, Key: "abcd"[n/2%4 : n/2%4+1], Policy: exam.PolicyEveryone, Note: why, Report: 1000}
	if r.Key == item.Key() {
		r = exam.Ruling{Verdict: exam.VerdictRight, Note: why, Report: 1000}
	}
	if err := c.exams.Decide(c.t.Context(), "somebody", item.Revision(), r, c.Now()); err != nil {
		c.t.Fatal(err)
	}
}

var reportScenes = []scene{
	{name: "learner with reports", role: store.Learner, others: []string{"tom", "ida"}, play: playReports, personal: true},
	{name: "administrator with an open drill", role: store.Admin, play: playReports, personal: true},
}

// TestSecrecyOfReports is TestSecrecy about reports, decisions and statistics: as the learner, as another one, as an
// owner, and as somebody who could decide but is in the middle of an exam.
func TestSecrecyOfReports(t *testing.T) {
	read := &reader{}
	for _, sc := range reportScenes {
		t.Run(sc.name, func(t *testing.T) {
			t.Parallel()
			s := play(t, sc, read)
			for _, who := range sc.others {
				b := s.browser()
				b.signIn(who).leads(t, "/me")
				s.quiet(t, who, b)
			}
			s.quiet(t, "who plays", s.b)
		})
	}
}

// TestReportsAreToldAfterwards: what is kept back in these scenes is there to be told: once the exam is submitted, the
// detector finds it on the pages of reports and statistics, on the result of the earlier exam and on the own page.
func TestReportsAreToldAfterwards(t *testing.T) {
	t.Parallel()
	s := play(t, reportScenes[1], &reader{})
	told := func(target string) []string {
		st := step{"GET", target, "", asPage}
		return s.secrets.told(st, s.b.send(st.method, st.target, st.body, "Accept", st.accept))
	}
	targets := []string{"/reports/" + s.revisions()[1], "/statistics?domain=d3", "/statistics.csv", "/attempts/" + s.mine[1] + "/answers?show=corrected", "/me"}
	for _, target := range targets {
		if found := told(target); len(found) > 0 {
			t.Errorf("%s tells %q", target, found)
		}
	}
	s.b.post("/attempts/"+s.open+"/submit").want(t, http.StatusSeeOther)
	for _, target := range targets {
		if found := told(target); len(found) == 0 {
			t.Errorf("%s tells nothing", target)
		}
	}
}

// TestPlantedReports puts a key into one answer of each kind that staff get, and expects the crawl to find it.
func TestPlantedReports(t *testing.T) {
	t.Parallel()
	s := play(t, reportScenes[1], &reader{})
	s.findPlants(t, []*plant{
		{kind: "list of reports", fits: under("/reports", isKind(asPage, 200)), put: swap("</main>", "<p>%s</p></main>", strewn)},
		{kind: "refused question", fits: under("/reports/", isKind(asPage, 400)), put: swap("</main>", "<p>%s</p></main>", strewn)},
		{kind: "statistics", fits: under("/statistics", isKind(asPage, 200)), put: swap("</table>", "<caption>%s</caption></table>", strewn)},
		{kind: "statistics as a file", fits: under("/statistics.csv", isKind("text/csv", 200)), put: func(w *httptest.ResponseRecorder, text string) {
			fmt.Fprintf(w.Body, "d1,%q\n", text)
		}},
		{kind: "refused report", fits: under("/attempts/"+s.mine[1]+"/items", isKind(asPage, 400)), put: swap("</main>", "%s</main>", strewn)},
	})
}
