package site_test

import (
	"bufio"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestQueries asks for what people ask for. testdata/queries.txt has a line for each query: the query, a tab, and the
// addresses of which one must be among the first three, apart by spaces; an address that ends in * stands for all that
// begin like it.
func TestQueries(t *testing.T) {
	pages := build(t)
	x := pages.NewIndex()
	file, err := os.Open("testdata/queries.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	asked, found := 0, 0
	for lines := bufio.NewScanner(file); lines.Scan(); {
		query, right, ok := strings.Cut(lines.Text(), "\t")
		if !ok || strings.HasPrefix(query, "#") {
			continue
		}
		if !anyWritten(pages.Paths(), right) {
			t.Errorf("%q: there is no page %s", query, right)
		}
		asked++
		f, err := x.Search(t.Context(), query, 0, 3)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		hit := false
		for _, r := range f.Results {
			got = append(got, r.Path)
			for want := range strings.FieldsSeq(right) {
				page, _, _ := strings.Cut(r.Path, "#")
				begin, open := strings.CutSuffix(want, "*")
				hit = hit || r.Path == want || page == want || open && strings.HasPrefix(r.Path, begin)
			}
		}
		if hit {
			found++
		} else {
			t.Logf("%q (as %q) finds %v, none of %s", query, f.As, got, right)
		}
	}
	t.Logf("%d of %d queries have a right page among the first three", found, asked)
	if asked < 60 || found*60 < 57*asked {
		t.Errorf("that is too few: 57 of 60 should")
	}
}

func anyWritten(paths []string, right string) bool {
	for want := range strings.FieldsSeq(right) {
		begin, open := strings.CutSuffix(want, "*")
		if slices.ContainsFunc(paths, func(p string) bool { return p == want || open && strings.HasPrefix(p, begin) }) {
			return true
		}
	}
	return false
}
