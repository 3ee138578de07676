package site_test

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"frontdesk/quizzes"
)

// cells are the tables of a page, cell by cell.
func cells(t *testing.T, page []byte) [][]string {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for n := range root.Descendants() {
		if n.Data != "tr" || n.Parent.Data != "tbody" {
			continue
		}
		var row []string
		for c := range n.ChildNodes() {
			if c.Type == html.ElementNode {
				row = append(row, strings.Join(strings.Fields(words(c)), " "))
			}
		}
		rows = append(rows, row)
	}
	return rows
}

func words(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

var objectiveRE = regexp.MustCompile(`(\d+) recall, (\d+) application, (\d+) analysis\. For practice: \d+\.(?: Kinds of practice without end: (\d+))?`)

// TestCoverage: the counts of the coverage pages are those of the bank, whichever way they are added up.
func TestCoverage(t *testing.T) {
	in, s := input(t), build(t)
	exam, practice := 0, 0
	levels := map[string]int{}
	for _, it := range in.Bank.Items() {
		switch {
		case it.Retired(at):
		case it.Use() == quizzes.UsePractice:
			practice++
		default:
			exam++
			levels[it.Level()]++
		}
	}
	number := func(cell string) int {
		n, err := strconv.Atoi(cell)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	rows := cells(t, body(t, get(s, "/coverage/")))
	domains, modules := rows[:len(in.Bank.Blueprint().Domains)], rows[len(in.Bank.Blueprint().Domains):]
	sum, needed := 0, 0
	for _, row := range domains {
		sum, needed = sum+number(row[4]), needed+number(row[5])
		for i, level := range []string{quizzes.Recall, quizzes.Application, quizzes.Analysis} {
			levels[level] -= number(row[i+1])
		}
		if number(row[1])+number(row[2])+number(row[3]) != number(row[4]) || number(row[6]) != max(number(row[5])-number(row[4]), 0) {
			t.Errorf("a domain does not add up: %v", row)
		}
	}
	if sum != exam || needed != 5*135 {
		t.Errorf("the domains have %d of %d exam questions, and need %d", sum, exam, needed)
	}
	for level, left := range levels {
		if left != 0 {
			t.Errorf("%d questions of %s stand at another level", left, level)
		}
	}
	inModules, forPractice, endless := 0, 0, 0
	for i, row := range modules {
		inModules, forPractice, endless = inModules+number(row[2]), forPractice+number(row[3]), endless+number(row[4])
		page := body(t, get(s, "/coverage/"+in.Course.Modules[i].Slug+"/"))
		inObjectives, families := 0, 0
		for _, o := range objectiveRE.FindAllSubmatch(page, -1) {
			inObjectives += number(string(o[1])) + number(string(o[2])) + number(string(o[3]))
			if len(o[4]) > 0 {
				families += number(string(o[4]))
			}
		}
		if inObjectives != number(row[2]) || families != number(row[4]) || bytes.Count(page, []byte("Gap: no exam question")) != number(row[5]) {
			t.Errorf("%s: %d questions and %d families on its objectives", row, inObjectives, families)
		}
	}
	if inModules != exam || forPractice != practice || endless < 20 || len(modules) != len(in.Course.Modules) {
		t.Errorf("the modules have %d of %d exam and %d of %d practice questions, and %d families", inModules, exam, forPractice, practice, endless)
	}
}
