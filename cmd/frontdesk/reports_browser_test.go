package main

import (
	"strings"
	"testing"
)

// answerHalf starts a half exam in the page's own session, answers most of it and submits it; it gives the attempt's
// address.
const answerHalf = `(async () => {
	const send = (method, path, body) => fetch(path, { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
	const { id } = await (await send("POST", "/attempts", { mode: "half", time: "none" })).json();
	for (let n = 1; n <= 40; n++) await send("PUT", "/attempts/" + id + "/items/" + n, { seq: 1, choice: "abcd"[n % 4], spent_ms: 1000 * n });
	await send("POST", "/attempts/" + id + "/submit", {});
	return "/attempts/" + id;
})()`

// TestBrowserReports: a learner reports a question, the owner decides that the marked answer was wrong, the learner reads
// of it. Every page on the way is free of axe findings, and nothing scrolls sideways, not at 320 pixels either.
func TestBrowserReports(t *testing.T) {
	t.Parallel()
	s, axe := serving(t, t.TempDir(), "127.0.0.1:0"), axeSource(t)
	browser := openBrowser(t)
	look := func(at screen, widths ...int64) inspection {
		return inspection{person(t, browser, s.url, at), at, widths, axe}
	}
	learner, owner := look(phone, 320), look(desk, 320)
	learner.expect(`the server responded with a status of 422`)
	owner.expect(`the server responded with a status of 422`)

	learner.open(s.url + "/attempts/new?mode=half")
	attempt := script[string](learner.tab, answerHalf)
	learner.open(s.url + attempt + "/answers?show=all")
	learner.inspect("answers with the way to report")
	learner.follow(named("Report a problem"))
	learner.inspect("report")
	learner.follow(named("Send report"))
	learner.sees(".errors", "Choose what is wrong")
	learner.inspect("report, refused")
	learner.press(named("Two answers are right"))
	learner.fill("text", "A and B both fit.")
	learner.follow(named("Send report"))
	learner.sees(".banner", "Report 1 is open; you will see the outcome here.")
	learner.inspect("report, sent")

	s.readLine()
	owner.open(s.url + strings.TrimPrefix(s.readLine(), s.url))
	owner.fill("name", "Ida")
	owner.fill("login", "ida")
	owner.fill("password", "four unrelated words")
	owner.follow(named("Make me the owner"))
	owner.follow(named("Reports"))
	owner.sees("main", "1 × two answers are right")
	owner.inspect("reports")
	owner.follow(css("main .list a"))
	owner.inspect("reported question")
	owner.press(named("The marked answer was wrong"))
	owner.follow(named("See what it does"))
	owner.sees(".errors", "Choose the answer that is right")
	owner.inspect("reported question, refused")
	owner.press(css(`input[name="key"]`))
	owner.press(named("Give everyone the point"))
	owner.fill("note", "Both follow from the rule.")
	owner.follow(named("See what it does"))
	owner.sees("main", "1 report is answered by it.")
	owner.inspect("decide")
	owner.follow(css("main form .filled"))
	owner.sees(".banner", "Your decision is made")
	owner.inspect("reports, none open")
	owner.follow(css("main .list a"))
	owner.inspect("reported question, decided")
	owner.follow(named("Statistics"))
	owner.sees("main", "Too few to judge")
	owner.inspect("statistics")

	learner.open(s.url + attempt + "/result")
	learner.sees("#result", "We had question 1 wrong.")
	learner.inspect("result, corrected")
	learner.follow(named("Why"))
	learner.sees("article", "Both follow from the rule.")
	learner.inspect("answers, corrected")
	learner.open(s.url + "/me")
	learner.sees("main", "Thank you. We had this question wrong")
	learner.inspect("my page with a correction and a report")
}
