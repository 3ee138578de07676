package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// What everybody chooses to sign in with, and what a coordinator says about a mark.
const (
	fourWords = "four unrelated words"
	remark    = "You did it again on paper with me, without notes."
)

// A story is a coordinator with her class in a real Chromium, and those who learn in it.
type story struct {
	t       *testing.T
	s       *served
	browser context.Context
	axe     string
	zone    string // of the class; today is no Friday there
	words   string // the zone as pages name it
	friday  string // the next one there, "2026-12-04"
	class   string // its path, "/classes/…/"
	join    string // where learners come in
	half    string // the path of the half exam among the assignments
	cora    inspection
}

// A coordinator makes a class from the new-hire template, imports a list of 25 with two bad rows, gives one of them more
// time and assigns a half exam that is due on Friday. Three join by the code and do it. She sees who is missing, gives one
// person longer, sets a mark with a reason, and takes the marks home as files, which say what the page says.
func TestBrowserCoordinator(t *testing.T) {
	t.Parallel()
	y := newStory(t)
	y.makesClass()
	links := y.importsList()
	y.givesTime()
	y.assignsHalf()

	ana := y.fromTheList(links["ana"])
	gus := y.formerGuest()
	tess := y.newcomer()
	y.sits(ana, "83 min", "1 h 23 min", "5:28 PM", "a")
	y.sits(gus, "55 min", "55 min", "5:00 PM", "abcd")
	y.sits(tess, "55 min", "55 min", "5:00 PM", "bd")

	y.seesWhoIsMissing(27)
	y.extends("Bo Larsen")
	y.fridayIsOver("Bo Larsen")
	y.setsMark(gus)
	y.takesMarksHome()
	y.visitsTheRest(gus)
}

// newStory starts the program with a coordinator, signs her in, and chooses a Friday. When it is Friday in Honolulu it is
// another day at Kiritimati, a whole day ahead.
func newStory(t *testing.T) *story {
	t.Helper()
	y := &story{t: t, s: serving(t, t.TempDir(), "127.0.0.1:0"), axe: axeSource(t), browser: openBrowser(t)}
	y.zone, y.words = "Pacific/Honolulu", "Honolulu time"
	if today(t, y.zone).Weekday() == time.Friday {
		y.zone, y.words = "Pacific/Kiritimati", "Kiritimati time"
	}
	day := today(t, y.zone)
	y.friday = day.AddDate(0, 0, int(time.Friday-day.Weekday()+7)%7).Format(time.DateOnly)

	add := command(t, y.s.dir, "user", "add", "cora", "--name", "Cora", "--role", "coordinator", "--password-stdin", "--db", "work.db")
	add.Stdin = strings.NewReader(fourWords + "\n")
	if o := finish(t, add); o.status != 0 {
		t.Fatalf("add a coordinator: %+v", o)
	}
	y.cora = y.look(desk, 390, 320)
	signIn(y.cora.tab, "cora")
	return y
}

// today is the day that it is in a zone.
func today(t *testing.T, zone string) time.Time {
	t.Helper()
	at, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	return time.Now().In(at)
}

// nextMonday is the first one after today: all that a template gives from it on lies ahead.
func nextMonday(t *testing.T, zone string) string {
	t.Helper()
	day := today(t, zone)
	return day.AddDate(0, 0, 7-int(day.Weekday()+6)%7).Format(time.DateOnly)
}

// look opens a tab for somebody new, whose pages are inspected.
func (y *story) look(at screen, widths ...int64) inspection {
	y.t.Helper()
	i := inspection{person(y.t, y.browser, y.s.url, at), at, widths, y.axe}
	i.expect(`the server responded with a status of 4(09|22)`)
	return i
}

func signIn(b *tab, login string) {
	b.t.Helper()
	b.open(b.home + "/sign-in")
	b.fill("login", login)
	b.fill("password", fourWords)
	b.follow(css("main form .filled"))
	b.sees(".account", "Cora")
}

// makesClass: she makes the class from the template, and sees its work and nobody in it.
func (y *story) makesClass() {
	c := y.cora
	c.follow(named("Classes"))
	c.follow(named("Make a class"))
	c.fill("name", "New hires, fall")
	c.fill("term", "Fall")
	c.fill("zone", y.zone)
	choose(c.tab, "plan", "New hire, weeks 1 to 4")
	enter(c.tab, "start", nextMonday(y.t, y.zone))
	c.inspect("new class, from a template")
	c.follow(css("main form .filled"))
	c.sees(".banner", "The class is made")
	c.sees("main", "This class has nobody yet")
	c.inspect("class, nobody in it")
	y.class = script[string](c.tab, `location.pathname`)
	y.join = script[string](c.tab, `document.querySelector("section[aria-labelledby=code] strong").textContent`)
	c.follow(named("Assignments"))
	if n := script[int](c.tab, `document.querySelectorAll("main tbody tr").length`); n < 10 {
		y.t.Errorf("the template gave %d pieces of work", n)
	}
	c.inspect("assignments of the template")
}

// importsList: 25 people come from a file in which two rows are bad. It gives their links by login.
func (y *story) importsList() map[string]string {
	file := filepath.Join(y.t.TempDir(), "people.csv")
	rows := "name,login,role\nAna Diaz,ana,\nBo Larsen,bo,learner\n"
	for n := 3; n <= 25; n++ {
		rows += fmt.Sprintf("Learner %02d,learner%02d,learner\n", n, n)
	}
	if err := os.WriteFile(file, []byte(rows+"Tolu Ade,tolu,principal\n=1+1,sum,learner\n"), 0o600); err != nil {
		y.t.Fatal(err)
	}
	c := y.cora
	c.follow(named("People"))
	c.follow(named("Import a list"))
	c.inspect("import")
	c.do("choose the file", chromedp.SetUploadFiles("#file", []string{file}))
	c.follow(named("Check the list"))
	c.sees("main", "25 new. 2 rows with problems are left out.")
	for _, bad := range []string{"principal", "=1+1"} {
		c.sees("section[aria-labelledby=problems]", bad)
	}
	c.inspect("import, checked")
	c.follow(named("Change 25 people"))
	c.sees("h1", "The list is in")
	c.inspect("import, done")
	links := map[string]string{}
	for _, row := range script[[][]string](c.tab, `[...document.querySelectorAll("main tbody tr")].map((r) => [...r.cells].slice(1).map((c) => c.innerText))`) {
		links[row[0]] = row[1]
	}
	if len(links) != 25 {
		y.t.Fatalf("%d links for new people", len(links))
	}
	return links
}

// givesTime: Ana gets half as much time again.
func (y *story) givesTime() {
	c := y.cora
	c.follow(css("main .row a.filled"))
	c.inspect("people of a class")
	c.follow(named("Ana Diaz"))
	c.press(named("1.5 ×"))
	c.follow(named("Save time and attempts"))
	c.sees(".banner", "Ana Diaz now has 1.5 × time")
	c.inspect("person of a class, more time given")
}

// assignsHalf: everybody gets a half exam for Friday. She reads it back before.
func (y *story) assignsHalf() {
	c := y.cora
	c.follow(named("Assignments"))
	c.follow(named("Assign work"))
	c.inspect("assign")
	choose(c.tab, "what", "Half exam")
	c.fill("title", "Half exam, first try")
	enter(c.tab, "due_date", y.friday)
	c.follow(named("Read it back"))
	c.sees("main", "25 people get one half exam (55 questions, 55 minutes).")
	c.sees("main", "is due on Friday, ")
	c.sees("main", "5:00 PM "+y.words)
	c.inspect("assign, read back")
	c.follow(named("Assign to 25 people"))
	c.sees("main", "Ana Diaz")
	c.inspect("assignment")
	y.half = script[string](c.tab, `location.pathname`)
}

// fromTheList: Ana opens her link, chooses a password, and goes to the class by its code like the others.
func (y *story) fromTheList(link string) inspection {
	ana := y.look(phone, 320)
	ana.open(link)
	ana.fill("password", fourWords)
	ana.inspect("choose a password")
	ana.follow(named("Save the password"))
	ana.open(y.join)
	ana.heading("New hires, fall")
	return ana
}

// formerGuest: Gus has done a drill before anybody knew him, and makes an account on the way into the class. The drill
// comes along.
func (y *story) formerGuest() inspection {
	gus := y.look(phone, 320)
	gus.open(y.s.url + "/attempts/new?mode=drill&count=5")
	gus.follow(named("Start the drill"))
	gus.heading("Question 1 of 5")
	drill := script[string](gus.tab, `location.pathname.split("/").slice(0, 3).join("/")`)
	answerAll(gus.tab, drill, 5, "abcd")
	gus.open(y.join)
	gus.inspect("join, a guest")
	gus.follow(named("Make an account"))
	y.signsUp(gus, "Gus")
	gus.open(y.s.url + "/me")
	gus.wait(`document.querySelector('main a[href^="` + drill + `"]')`)
	gus.inspect("my page with work of a class")
	return gus
}

// newcomer: Tess has never been here.
func (y *story) newcomer() inspection {
	tess := y.look(phone, 320)
	tess.open(y.join)
	tess.follow(named("Make an account"))
	y.signsUp(tess, "Tess")
	return tess
}

// signsUp makes an account on the way into the class.
func (y *story) signsUp(b inspection, name string) {
	b.fill("name", name)
	b.fill("login", strings.ToLower(name))
	b.fill("password", fourWords)
	b.follow(css("main form .filled"))
	b.heading("Join “New hires, fall”?")
	b.follow(named("Join"))
	b.sees(".banner", "You are in this class")
}

// answerAll answers all questions of the attempt at this path by the requests of the room, and hands it in by its page.
func answerAll(b *tab, attempt string, of int, letters string) {
	b.t.Helper()
	refused := script[[]int](b, fmt.Sprintf(`Promise.all(Array.from({ length: %d }, (_, i) => fetch("%s/items/" + (i + 1), {
		method: "PUT", headers: { "Content-Type": "application/json" },
		body: JSON.stringify({ seq: 1, choice: "%[3]s"[i %% %[4]d], spent_ms: 1000 * (i + 1) }),
	}).then((a) => a.status))).then((all) => all.filter((status) => status !== 200))`, of, attempt, letters, len(letters)))
	if len(refused) > 0 {
		b.t.Fatalf("answers were refused: %v", refused)
	}
	b.open(b.home + attempt + "/check")
	b.sees(".lead", fmt.Sprintf("All %d answered.", of))
	b.follow(named("Submit my"))
	b.wait(`document.querySelector("#result:not([data-grading])")`)
}

// sits: somebody finds the half exam on the own page, reads what holds, starts it with so much on the clock and does it. What takes
// longer is due later by as much.
func (y *story) sits(b inspection, limit, clock, due, letters string) {
	b.open(y.s.url + "/me")
	b.sees("main", "From your class")
	b.follow(named("Half exam, first try"))
	b.sees("main .facts", limit)
	b.sees("main", due+" "+y.words)
	b.inspect("work page, to do")
	b.follow(named("Start"))
	b.heading("Question 1 of 55")
	b.sees("#left", clock+" left")
	answerAll(b.tab, script[string](b.tab, `location.pathname.split("/").slice(0, 3).join("/")`), 55, letters)
	b.inspect("result of work for a class")
	b.open(y.s.url + strings.Replace(y.half, "/assignments/", "/work/", 1))
	b.wait(`/^Done \d/.test(document.querySelector("main .tag").innerText)`)
	b.inspect("work page, done")
}

// seesWhoIsMissing: the page of the class says how many have done it, that of the work who has not.
func (y *story) seesWhoIsMissing(names int) {
	c := y.cora
	c.open(y.s.url + y.class)
	c.sees("section[aria-labelledby=week]", "3 of 27 done")
	c.inspect("class, three have done it")
	c.follow(named("Half exam, first try"))
	c.sees("caption", "3 of 27 done")
	states := script[map[string]string](c.tab, `Object.fromEntries([...document.querySelectorAll("main tbody tr")].map((r) => [r.cells[0].innerText, r.cells[1].innerText]))`)
	for name, state := range states {
		done := name == "Ana Diaz" || name == "Gus" || name == "Tess"
		if mark, _, _ := strings.Cut(state, "\n"); done == (mark == "Not started") {
			y.t.Errorf("%s: %s", name, state)
		}
	}
	if len(states) != names {
		y.t.Errorf("%d people on the page of the work", len(states))
	}
	c.inspect("assignment, three have done it")
}

// extends: one person gets longer, and the page that explains it says so.
func (y *story) extends(name string) {
	c := y.cora
	c.follow(css(`[aria-label="Give more time to ` + name + `"]`))
	c.inspect("give more time")
	c.follow(css("#more ~ form .filled"))
	c.sees(".banner", "rules are set")
	c.inspect("rules for some")
	c.open(y.s.url + y.half)
	c.follow(css(`[aria-label="Why for ` + name + `"]`))
	c.heading("What holds for " + name)
	later := dayLater(y.t, y.friday, 7)
	c.sees("main", later)
	if from := script[string](c.tab, `[...document.querySelectorAll("main tbody tr")].find((r) => r.cells[0].innerText === "Due").innerText`); !strings.Contains(from, later) || !strings.Contains(from, y.words) || !strings.Contains(from, "the rule for "+name) {
		y.t.Errorf("why it is due: %q", from)
	}
	c.inspect("why")
}

// dayLater is a day as pages write it, "December 11, 2026", this many days after another.
func dayLater(t *testing.T, day string, days int) string {
	t.Helper()
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		t.Fatal(err)
	}
	return d.AddDate(0, 0, days).Format("January 2, 2006")
}

// fridayIsOver: she moves the due date into the past, so that whoever has not done the work is late, all but the one who
// was given longer.
func (y *story) fridayIsOver(longer string) {
	c := y.cora
	y.joinedEarlier()
	c.open(y.s.url + y.half + "/edit")
	enter(c.tab, "due_date", today(y.t, y.zone).AddDate(0, 0, -2).Format(time.DateOnly))
	c.follow(css("main form .filled"))
	c.sees(".banner", "Saved")
	c.wait(`[...document.querySelectorAll("main tbody tr")].filter((r) => r.cells[1].innerText.startsWith("Missing")).length === 23`)
	c.open(y.s.url + y.class)
	c.wait(`document.querySelectorAll("section[aria-labelledby=help] > ul > li").length >= 20`)
	c.sees("section[aria-labelledby=help]", "Half exam, first try is 1 day late.")
	if script[bool](c.tab, `document.querySelector("section[aria-labelledby=help]").innerText.includes(`+quoted(longer)+`)`) {
		y.t.Errorf("%s has longer and is named as late", longer)
	}
	c.inspect("class, many are late")
}

// joinedEarlier lets two weeks have passed since everybody joined: what was due before somebody joined is nobody's to miss.
func (y *story) joinedEarlier() {
	y.t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(y.s.dir, "work.db")+"?_busy_timeout=10000")
	if err != nil {
		y.t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(y.t.Context(), "UPDATE members SET joined = joined - ?", (14 * 24 * time.Hour).Milliseconds()); err != nil {
		y.t.Fatal(err)
	}
}

// setsMark: she puts another mark in place of what one person scored, says why, and writes a comment. The marks say that it
// was set, and so does that person's own page.
func (y *story) setsMark(of inspection) {
	c := y.cora
	c.follow(named("Marks"))
	c.inspect("marks")
	c.follow(place(`[...document.querySelectorAll("main tbody tr")].find((r) => r.cells[0].innerText === "Gus").querySelector("a[href*='` + filepath.Base(y.half) + `']")`))
	c.inspect("mark")
	c.press(named("A mark that you set"))
	c.fill("mark", "91.5")
	c.follow(named("Save mark"))
	c.sees(".errors", "reason")
	c.inspect("mark, refused")
	c.fill("reason", remark)
	c.follow(named("Save mark"))
	c.sees(".banner", "Saved")
	c.fill("body", "Well done. Read about privacy once more.")
	c.follow(named("Add the comment"))
	c.sees("section[aria-labelledby=comments]", "Read about privacy once more.")
	c.inspect("mark, set")
	c.follow(named("Marks"))
	c.sees("main table", "91.5 set")

	of.open(y.s.url + "/me")
	of.follow(named("My marks"))
	for _, words := range []string{"91.5", "Set by Cora: " + remark, "Read about privacy once more."} {
		of.sees("main", words)
	}
	of.inspect("my marks")
}

// enter puts a value into a field for dates or times, for which a browser shows parts of its own.
func enter(b *tab, id, value string) {
	b.t.Helper()
	b.script(fmt.Sprintf(`document.querySelector("#%s").value = %s`, id, quoted(value)))
}

// choose takes what begins with these words from a list.
func choose(b *tab, id, words string) {
	b.t.Helper()
	if !script[bool](b, fmt.Sprintf(`((list, words) => {
		const o = [...list.options].find((o) => o.text.startsWith(words));
		if (o) list.value = o.value;
		return Boolean(o);
	})(document.querySelector("#%s"), %s)`, id, quoted(words))) {
		b.t.Fatalf("%s has no %s", id, words)
	}
}

// visitsTheRest: the pages of the area that are not on her way, each once.
func (y *story) visitsTheRest(learner inspection) {
	c := y.cora
	c.open(y.s.url + y.class + "forms")
	c.inspect("fixed forms, none")
	c.follow(css(`main a[href$="/forms/new"]`))
	c.inspect("new fixed form")
	c.fill("title", "Quiz")
	c.follow(css("main form .filled"))
	c.sees(".banner", "The form is made")
	c.inspect("fixed form")
	form := script[string](c.tab, `location.pathname`)
	gus := strings.TrimSuffix(script[string](c.tab, `fetch("`+y.class+`people").then((a) => a.text()).then((page) =>
		[...new DOMParser().parseFromString(page, "text/html").querySelectorAll("tbody th a")].find((a) => a.innerText === "Gus").pathname)`), "/")
	for _, path := range []string{form + "/paper?version=B", form + "/key?version=B", y.class + "forms", y.class + "plan?plan=school-term&start=" + nextMonday(y.t, y.zone),
		y.class + "copy", y.class + "map", gus, gus + "/messages", gus + "/reset", gus + "/leave", y.class + "audit", y.class + "settings",
		y.class + "marks/print", y.class + "marks?by=learner", y.class + "marks?by=work", y.half + "/withdraw", y.half + "/rules", y.class + "leave", "/classes"} {
		if status := c.open(y.s.url + path); status != 200 {
			y.t.Errorf("%s: %d", path, status)
		}
		c.inspect(path)
	}
	y.conflicts()
	for _, path := range []string{"/me/stuck", "/me/messages", "/me/settings", y.class, "/classes"} {
		learner.open(y.s.url + path)
		learner.inspect(path + " of a learner")
	}
}

// conflicts: she changes the work in two windows, and the second one says so.
func (y *story) conflicts() {
	c := y.cora
	c.open(y.s.url + y.half + "/edit")
	other := c.another(desk)
	other.open(y.s.url + y.half + "/edit")
	other.fill("title", "Half exam, once more")
	other.follow(css("main form .filled"))
	other.sees(".banner", "Saved")
	c.fill("title", "Half exam, again")
	c.follow(css("main form .filled"))
	c.sees("#conflict", "Somebody else changed this first")
	for _, words := range []string{"Half exam, once more", "Half exam, again"} {
		c.sees("section[aria-labelledby=conflict]", words)
	}
	c.inspect("edit, changed meanwhile")
}
