package check_test

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"frontdesk/content"
	"frontdesk/content/strict"
	"frontdesk/quizzes"
	"frontdesk/quizzes/check"
)

// exemplarRE finds what is said of the first item of the lessons that the standard shows as examples, or of the
// lesson that it shows.
var exemplarRE = regexp.MustCompile(`(d1-01|d1-07|d2-05|d2-07|d3-02|d3-03|d4-02|d4-04|d5-02|d5-04|d6-02|d6-09|d7-03|d7-05)-001: |03-hipaa-patient-rights\.md`)

// TestShipped holds the course and the bank that ship to their own rules: no error anywhere, and nothing at all in the
// exemplars.
func TestShipped(t *testing.T) {
	r := check.Files(content.Embedded(), quizzes.Embedded(), day)
	for _, p := range r.Problems {
		if p.Severity == strict.Error || exemplarRE.MatchString(p.String()) {
			t.Error(p)
		}
	}
	var b strings.Builder
	if err := r.WriteText(&b); err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + b.String())
}

// TestReport reads a small report in both of its forms.
func TestReport(t *testing.T) {
	tree := fixtureCourse(t)
	empty := checkTree(t, tree)
	if body, err := json.Marshal(empty); err != nil || !bytes.HasPrefix(body, []byte(`{"problems":[],"counts":{"errors":0,`)) {
		t.Errorf("a report without problems is %s, %v", body, err)
	}
	addBank(t, tree, `- id: d3-03-001
  objective: o3
  question: Which right lets a patient fix an entry?
  options:
    - {text: Access, misconception: belief-one, why: "It gives a copy and leaves the entry as it stands."}
    - {text: Accounting, misconception: belief-two, why: "It lists who received the record, and changes nothing."}
    - {text: Amendment, key: true, why: "It adds a correction to the entry that stays readable."}
    - {text: Restrictions, misconception: belief-three, why: "It limits what goes to a plan, not what the chart says."}
  level: recall
  expected: 0.70
  sources: [hipaa.nothing]
  tags: [hipaa, amendment]
`, "")
	r := checkTree(t, tree)
	body, err := json.Marshal(r.Problems)
	if want := `[{"file":"quizzes/cmaa/d3/03.yaml","line":11,"rule":"L50","severity":"E","message":"d3-03-001: hipaa.nothing is not in sources.yaml"}]`; err != nil || string(body) != want {
		t.Errorf("problems are %s, %v, want %s", body, err, want)
	}
	var b strings.Builder
	if err := r.WriteText(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"quizzes/cmaa/d3/03.yaml:11: L50: d3-03-001: hipaa.nothing is not in sources.yaml\n", "\n1 errors, 0 warnings, 0 waived\n",
		"1 of 4 lessons written, 1 cards", "key alone longest 0 of 1 (0%)",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the report lacks %q:\n%s", want, b.String())
		}
	}
	c := r.Counts
	if c.Bank.Exam != 1 || c.Bank.Solved != 0 || c.Bank.Levels["recall"] != 1 || c.Domains[2].Exam != 1 || c.Domains[2].Needed != 21 || len(c.Lessons) != 1 {
		t.Errorf("counts are %+v", c)
	}
}

// TestLoadersAgree makes sure that what the loaders find is in the report once, under its folder.
func TestLoadersAgree(t *testing.T) {
	tree := fixtureCourse(t)
	tree["content/cmaa/names.yaml"].Data = []byte("names: []\n")
	addBank(t, tree, "- id: d3-03-001\n", "")
	files := map[string]int{}
	for _, p := range checkTree(t, tree).Problems {
		files[p.File+" "+p.Rule]++
	}
	if files["content/cmaa/names.yaml yaml"] != 1 || files["quizzes/cmaa/d3/03.yaml L05"] != 1 {
		t.Errorf("problems by file and rule are %v", files)
	}
}
