package search_test

import (
	"strings"
	"testing"

	"frontdesk/server/search"
)

var documents = []search.Document{
	{Path: "/learn/law/hipaa/", Kind: search.Lesson, Title: "HIPAA: who, what, and why", Context: "Law", Text: "Who must follow HIPAA and what it protects."},
	{Path: "/learn/law/hipaa/#phi", Kind: search.Heading, Title: "What counts as PHI", Context: "HIPAA: who, what, and why", Text: "Health facts that point to a person are protected."},
	{Path: "/learn/money/copays/", Kind: search.Lesson, Title: "Copays and estimates", Context: "Patient encounter", Text: "Collecting a copayment at the desk."},
	{Path: "/learn/body/referrals/", Kind: search.Lesson, Title: "Medical specialties", Context: "Foundations", Text: "A nephrologist treats kidneys; a urologist the urinary tract."},
	{Path: "/terms/npo/", Kind: search.Term, Title: "NPO", Context: "Abbreviations", Text: "nothing by mouth. A patient is NPO before a scan."},
	{Path: "/terms/nephrology/", Kind: search.Term, Title: "Nephrology", Context: "Body-system terms", Text: "the specialty of the kidneys."},
	{Path: "/learn/prep/", Kind: search.Lesson, Title: "Getting ready for a scan", Context: "Patient encounter", Text: "NPO, contrast, and what to bring. NPO means no food. Say NPO in plain words."},
}

func index(t *testing.T) *search.Index {
	t.Helper()
	return search.New(documents, []search.Saying{{Say: "kidney doctor", Find: "nephrology nephrologist"}, {Say: "kidney", Find: "kidney"}})
}

func TestSearch(t *testing.T) {
	x := index(t)
	for _, c := range []struct{ query, first, as string }{
		{"hipaa", "/learn/law/hipaa/", ""},
		{"hippa", "/learn/law/hipaa/", "hipaa"},
		{"HIPPA rules", "/learn/law/hipaa/", "hipaa rules"},
		{"copay", "/learn/money/copays/", ""},
		{"estimating copays", "/learn/money/copays/", ""},
		{"kidney doctor", "/terms/nephrology/", ""},
		{"who is a kidney doctor?", "/terms/nephrology/", ""},
		{"npo", "/terms/npo/", ""}, // the abbreviation first, though a lesson says it more often
		{"what counts as phi", "/learn/law/hipaa/#phi", ""},
		{"nefrology", "/terms/nephrology/", ""},
	} {
		found, err := x.Search(t.Context(), c.query, 0, 5)
		if err != nil {
			t.Fatal(err)
		}
		if c.query == "nefrology" { // two slips in a long word
			c.as = "nephrology"
		}
		if len(found.Results) == 0 || found.Results[0].Path != c.first || found.As != c.as {
			t.Errorf("%q (as %q) finds %v, want %s first, as %q", c.query, found.As, paths(found), c.first, c.as)
		}
	}
}

func paths(f search.Found) (list []string) {
	for _, r := range f.Results {
		list = append(list, r.Path)
	}
	return list
}

func TestNothing(t *testing.T) {
	x := index(t)
	for _, query := range []string{"", "  ", "?!", "xyzzyx", strings.Repeat("a ", 200)} {
		if found, err := x.Search(t.Context(), query, 0, 5); err != nil || found.Total != 0 || len(found.Results) != 0 {
			t.Errorf("%q finds %v, %v", query, paths(found), err)
		}
	}
}

func TestPages(t *testing.T) {
	x := index(t)
	whole, err := x.Search(t.Context(), "scan desk protect", 0, 10)
	if err != nil || whole.Total != len(whole.Results) || whole.Total < 3 {
		t.Fatalf("%d of %d, %v", len(whole.Results), whole.Total, err)
	}
	for i, want := range whole.Results {
		one, err := x.Search(t.Context(), "scan desk protect", i, 1)
		if err != nil || len(one.Results) != 1 || one.Results[0].Path != want.Path || one.Total != whole.Total {
			t.Errorf("result %d alone is %v of %d, %v; want %s", i, paths(one), one.Total, err, want.Path)
		}
	}
}

func TestSnippet(t *testing.T) {
	long := "word " + strings.Repeat("filler ", 60) + "the copayment is due, " + strings.Repeat("after ", 40)
	x := search.New([]search.Document{{Path: "/a/", Kind: search.Lesson, Title: "A", Text: long}}, nil)
	found, err := x.Search(t.Context(), "copayments", 0, 1)
	if err != nil || len(found.Results) != 1 {
		t.Fatal(found, err)
	}
	text, marked := "", ""
	for _, s := range found.Results[0].Snippet {
		text += s.Text
		if s.Mark {
			marked += s.Text + "|"
		}
	}
	if marked != "copayment|" || !strings.HasPrefix(text, "… filler filler the copayment is due,") || !strings.HasSuffix(text, " …") || strings.Contains(text, "  ") {
		t.Errorf("marked %q in %q", marked, text)
	}
}
