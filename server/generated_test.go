package server

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"frontdesk/quizzes/generate"
)

// Whoever opens a kind of generated practice gets a question at once, without a session; the address alone says which
// one it is, and what was answered.
func TestGeneratedPractice(t *testing.T) {
	c := open(t)
	b := c.browser()
	const path = "/practice/generated/gen-access/"
	seed := strings.TrimPrefix(b.get(path).want(t, http.StatusSeeOther).Header.Get("Location"), path)
	asked := b.get(path+seed).want(t, http.StatusOK, "never on a practice exam", "By what date", `name="answer" value="d" required`)
	if again := c.browser().get(path + seed); again.body != asked.body {
		t.Error("the same address shows another question")
	}
	if strings.Contains(asked.body, `class="why"`) || strings.Contains(asked.body, "Step by step") {
		t.Errorf("the answer stands beside the question:\n%v", asked)
	}
	f, _ := c.site.Family("gen-access")
	for n := uint64(1); n <= 20; n++ {
		q, err := f.Make(n)
		if err != nil {
			t.Fatal(err)
		}
		for i, o := range q.Options {
			want := "Right</h2>"
			if !o.Key {
				want = fmt.Sprintf("Not right: the answer is %c.", 'A'+q.Key())
			}
			b.get(fmt.Sprintf("%s?seed=%d&answer=%c", path, n, 'a'+i)).want(t, http.StatusOK, want, "Step by step", fmt.Sprintf("seed=%d\">Next question", n+1), "Go on to:")
		}
	}
	if len(b.cookies) > 0 {
		t.Errorf("cookies were set: %v", b.cookies)
	}
}

func TestGeneratedPracticeRefused(t *testing.T) {
	b := open(t).browser()
	const path = "/practice/generated/gen-share/"
	for _, query := range []string{"seed=0", "seed=-1", "seed=x", "seed=", fmt.Sprint("seed=", generate.MaxSeed+1), "seed=1&answer=e", "seed=1&answer=A"} {
		b.get(path+"?"+query).want(t, http.StatusBadRequest)
	}
	b.get("/practice/generated/gen-nothing/").want(t, http.StatusNotFound)
	b.get("/practice/generated/").want(t, http.StatusNotFound)
	b.get(fmt.Sprint(path, "?seed=", generate.MaxSeed)).want(t, http.StatusOK, "?seed=1\">Another question")
	b.get(path+"index.html").want(t, http.StatusSeeOther)
}
