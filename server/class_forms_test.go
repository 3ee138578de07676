package server

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"frontdesk/quizzes"
	"frontdesk/server/store"
)

// fixed is a form of a class: the items named, and five others that may stand on it.
func (c *clinic) fixed(class store.Class, ids ...string) store.Form {
	c.t.Helper()
	f := store.Form{Class: class.ID, Title: "Quiz", Seed: 1}
	var texts []store.Text
	others := 0
	for _, it := range c.bank.Items() {
		named := slices.Contains(ids, it.ID())
		if !named && (!it.OnForm(c.Now()) || others == 5) {
			continue
		}
		if !named {
			others++
		}
		f.Items = append(f.Items, store.FormItem{Item: c.kept(it.ID()), Revision: it.Revision(), Domain: it.Domain(), Lesson: it.Lesson(), Order: "abcd"})
		texts = append(texts, store.Text{Hash: it.Revision(), Kind: "item", ID: c.kept(it.ID()), Body: it.Freeze()})
	}
	id, err := c.db.PutForm(c.t.Context(), store.Shell, f, texts, c.Now())
	if err != nil {
		c.t.Fatal(err)
	}
	if f, err = c.db.FormOf(c.t.Context(), class.ID, id); err != nil {
		c.t.Fatal(err)
	}
	return f
}

// onOpen are the first n items of the open attempt, by id in the bank.
func (s *stage) onOpen(n int) (ids []string) {
	items, err := s.db.AttemptItems(s.t.Context(), s.guest, s.open)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, it := range items[:n] {
		ids = append(ids, strings.TrimPrefix(it.Item, s.course.ID+"/"))
	}
	return ids
}

// coordinated is a class with its coordinator's browser.
func (c *clinic) coordinated() (store.Class, *browser) {
	class := c.class(c.account("ana", store.Learner), store.Learner)
	cora := c.browser()
	cora.signIn("cora").leads(c.t, "/me")
	return class, cora
}

// form is the address of a form.
func formAt(f store.Form) string { return "/classes/" + f.Class + "/forms/" + f.ID }

// TestForms makes forms of each size, and reads them.
func TestForms(t *testing.T) {
	both(t, func(t *testing.T, c *clinic) {
		class, cora := c.coordinated()
		forms := "/classes/" + class.ID + "/forms"
		cora.get(forms).want(t, 200, "There is no form yet")
		half, _ := c.bank.Blueprint().Total(quizzes.Half)
		whole, _ := c.bank.Blueprint().Total(quizzes.Mock)
		for _, tc := range []struct {
			fields []string
			want   int
		}{
			{[]string{"size", "half"}, half}, {[]string{"size", "mock"}, whole}, {[]string{"size", "count", "count", "7"}, 7},
			{[]string{"size", "chosen", "domain-d4", "2", "lesson-d3-03", "3", "module-mt", "1", "domain-d5", "0"}, 6},
		} {
			a := cora.post(forms+"/new", append(tc.fields, "title", "Quiz")...).want(t, http.StatusSeeOther)
			page := cora.get(a.Header.Get("Location")).want(t, 200, "The form is made", fmt.Sprint(tc.want, " questions, the same for everybody"), "Right answer")
			if n := strings.Count(page.body, "Right answer"); n != tc.want {
				t.Errorf("%v: %d questions have an answer, want %d", tc.fields, n, tc.want)
			}
		}
		cora.get(forms).want(t, 200, "Quiz", "nothing yet")
		for _, tc := range []struct {
			fields []string
			want   string
		}{
			{nil, "Enter a title"}, {[]string{"title", strings.Repeat("x", 101), "size", "half"}, "at most 100 characters"}, {[]string{"title", "x"}, "Choose what the form is drawn from"},
			{[]string{"title", "x", "size", "count", "count", "151"}, "Enter a number from 1 to 150"}, {[]string{"title", "x", "size", "count"}, "Enter a number from 1 to 150"},
			{[]string{"title", "x", "size", "chosen"}, "at least one part"}, {[]string{"title", "x", "size", "chosen", "lesson-d3-03", "-1"}, "enter a number from 0 to 150"},
			{[]string{"title", "x", "size", "chosen", "lesson-d3-03", "149"}, "questions fit, 149 are asked for"}, {[]string{"title", "x", "size", "chosen", "domain-d3", "90", "domain-d4", "90"}, "180 questions"},
		} {
			a := cora.post(forms+"/new", tc.fields...)
			if a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.body, tc.want) {
				t.Errorf("%v: want %q\n%v", tc.fields, tc.want, a)
			}
		}
	})
}

// TestReplace replaces a question and takes it back; who comes second is shown both, and nobody changes what was begun.
func TestReplace(t *testing.T) {
	c := open(t)
	class, cora := c.coordinated()
	c.account("adam", store.Admin)
	adam := c.browser()
	adam.signIn("adam").leads(t, "/me")
	f := c.fixed(class)
	at := formAt(f)
	old, _ := c.bank.Item(strings.TrimPrefix(f.Items[1].Item, "cmaa/"))
	a := cora.post(at+"/replace", "n", "2", "version", "1", "seen", f.Items[1].Mark()).want(t, http.StatusSeeOther)
	page := cora.get(a.Header.Get("Location")).want(t, 200, "Question 2 is replaced", "Put the old question 2 back")
	now, _ := c.db.FormOf(t.Context(), class.ID, f.ID)
	if now.Version != 2 || now.Items[1].Item == f.Items[1].Item || now.Items[1].Lesson != f.Items[1].Lesson {
		t.Errorf("%+v", now)
	}
	fresh, _ := c.bank.Item(strings.TrimPrefix(now.Items[1].Item, "cmaa/"))
	adam.post(at+"/replace", "n", "2", "version", "1", "seen", f.Items[1].Mark()).want(t, http.StatusConflict, "Cora (Monday, November 23, 2026", "Nothing was replaced",
		escaped(old.Question("").Text), escaped(fresh.Question("").Text), `name="version" value="2"`)
	adam.post(at+"/replace", "n", "1", "version", "1", "seen", f.Items[0].Mark()).want(t, http.StatusConflict, "Question 1 is the one that you saw")
	hidden := regexp.MustCompile(`name="back" value="(\w+)">\s*<input type="hidden" name="order" value="(\w+)"`).FindStringSubmatch(page.body)
	if hidden == nil {
		t.Fatalf("no undo\n%v", page)
	}
	cora.post(at+"/replace", "n", "2", "version", "2", "back", hidden[1], "order", hidden[2]).want(t, http.StatusSeeOther)
	if now, _ = c.db.FormOf(t.Context(), class.ID, f.ID); now.Items[1] != f.Items[1] {
		t.Errorf("%+v is back, not %+v", now.Items[1], f.Items[1])
	}
	cora.post(at+"/replace", "n", "2", "version", "3", "back", "ffffffff", "order", "abcd").want(t, http.StatusConflict, "cannot be put back")
	cora.post(at+"/replace", "n", "99", "version", "3").want(t, http.StatusBadRequest)

	work, err := c.db.NewAssignment(t.Context(), store.Shell, store.Assignment{Class: class.ID, Kind: "form", Title: "Quiz", Form: f.ID, Everyone: true, Zone: "UTC"}, c.Now())
	if err != nil {
		t.Fatal(err)
	}
	ana, _ := c.db.AccountByLogin(t.Context(), "ana")
	begun := store.NewAttempt{Person: ana.Person, Mode: "form", Course: "cmaa", Assignment: work,
		Items: []store.NewItem{{Item: f.Items[0].Item, Revision: f.Items[0].Revision, Domain: "d1", Lesson: "d1-01", Order: "abcd", Scored: true}}}
	if _, _, err := c.db.StartAttempt(t.Context(), begun, c.Now()); err != nil {
		t.Fatal(err)
	}
	cora.post(at+"/replace", "n", "1", "version", "3").want(t, http.StatusConflict, "somebody has begun this form")
	if a := cora.get(at).want(t, 200, "Somebody has begun this form"); strings.Contains(a.body, "Replace this question") {
		t.Errorf("it offers to replace what was begun\n%v", a)
	}
}

// escaped is a text as pages have it.
func escaped(s string) string {
	return strings.NewReplacer("&", "&amp;", "'", "&#39;", `"`, "&#34;", "<", "&lt;", ">", "&gt;").Replace(s)
}

// TestPaper: both versions ask all questions, neither has a key, and each key names the right options of its version.
func TestPaper(t *testing.T) {
	c := open(t)
	class, cora := c.coordinated()
	f := c.fixed(class)
	at := formAt(f)
	keys := map[string]string{} // the text of the right option, by question
	for _, it := range f.Items {
		item, _ := c.bank.Item(strings.TrimPrefix(it.Item, "cmaa/"))
		q := item.Question("")
		keys[escaped(q.Text)] = escaped(q.Options[item.Key()[0]-'a'].Text)
	}
	numbers := map[string]map[int]int{}
	for _, version := range []string{"A", "B"} {
		paper := cora.get(at+"/paper?version="+version).want(t, 200, "Version "+version, "End of version "+version)
		key := cora.get(at+"/key?version="+version).want(t, 200, "Number in version")
		if strings.Contains(paper.body, "Right answer") || strings.Contains(paper.body, "class=\"answer-key") {
			t.Errorf("a key on the paper\n%v", paper)
		}
		lines := regexp.MustCompile(`<th scope="row" class="right">(\d+)</th><td>([A-D])</td><td class="right">(\d+)</td>`).FindAllStringSubmatch(key.body, -1)
		questions := strings.Split(paper.body, `<section class="question"`)[1:]
		if len(lines) != len(f.Items) || len(questions) != len(f.Items) {
			t.Fatalf("version %s: %d answers and %d questions", version, len(lines), len(questions))
		}
		numbers[version] = map[int]int{}
		for i, line := range lines {
			asked := regexp.MustCompile(`<p class="asked">(.*)</p>`).FindStringSubmatch(questions[i])[1]
			chosen := regexp.MustCompile(`<span class="letter">` + line[2] + `</span> <span>(.*)</span></li>`).FindStringSubmatch(questions[i])[1]
			if keys[asked] != chosen {
				t.Errorf("version %s, question %d: the key says %q, the bank %q", version, i+1, chosen, keys[asked])
			}
			n, _ := strconv.Atoi(line[1])
			numbers[version][n], _ = strconv.Atoi(line[3])
		}
	}
	for n := range f.Items {
		if other := numbers["A"][n+1]; numbers["B"][other] != n+1 {
			t.Errorf("question %d of A is %d of B, which is %d of A", n+1, other, numbers["B"][other])
		}
	}
	cora.get(at+"/paper?version=C").want(t, http.StatusBadRequest)

	drill := begin(cora, "mode", "mock") // takes unseen questions, maybe of the form
	items, err := c.db.AttemptItems(t.Context(), cora.person().ID, drill)
	if err != nil {
		t.Fatal(err)
	}
	shared := c.fixed(class, strings.TrimPrefix(items[0].Item, "cmaa/"))
	cora.get(formAt(shared)+"/key?version=B").want(t, 200, "so the key is not shown to you now")
	cora.get(formAt(shared)).want(t, 200, "It stands on an exam that you have open")
}

var formScenes = []scene{
	{name: "coordinator with an open exam", role: store.Coordinator, in: store.Coordinator, personal: true, play: playForms},
	{name: "instructor with an open exam", role: store.Learner, in: store.Instructor, personal: true, play: playForms},
	{name: "administrator with an open exam", role: store.Admin, personal: true, play: playForms},
}

func playForms(b *browser) (string, []string) { return begin(b, "mode", "half"), nil }

// TestSecrecyOfForms is TestSecrecy about the staff of a class, whose forms have questions of their own open exam.
func TestSecrecyOfForms(t *testing.T) {
	read := &reader{}
	for _, sc := range formScenes {
		t.Run(sc.name, func(t *testing.T) {
			t.Parallel()
			s := play(t, sc, read)
			page, key := s.b.get(formAt(s.form)), s.b.get(formAt(s.form)+"/key")
			page.want(t, 200, "Right answer")
			key.want(t, 200, "not shown to you now")
			if n := strings.Count(page.body, "It stands on an exam that you have open"); n < 3 || n+strings.Count(page.body, "Right answer") != len(s.form.Items) {
				t.Errorf("%d questions are withheld\n%v", n, page)
			}
			for _, id := range s.onOpen(3) {
				it, _ := s.bank.Item(id)
				if strings.Contains(page.body, escaped(it.Question("").Text)) {
					t.Errorf("the form shows %q", it.Question("").Text)
				}
			}
			s.quiet(t, "who plays", s.b)
		})
	}
}
