package templates_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestDisclaimer (C06 of the copyright standard): every page says that the project is independent of the exam's owners,
// the start page of an exam too. The pages of an exam under way have nothing but the exam; they follow a start page.
func TestDisclaimer(t *testing.T) {
	pages, err := filepath.Glob("testdata/*.html")
	if err != nil || len(pages) == 0 {
		t.Fatalf("no page to look at: %v", err)
	}
	starts := 0
	for _, page := range pages {
		name := filepath.Base(page)
		body, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(name, "start-") {
			starts++
		}
		underWay := strings.HasPrefix(name, "room") || strings.HasPrefix(name, "check-")
		if !underWay && !strings.Contains(string(body), "It is not affiliated with, sponsored by, endorsed by or reviewed by the National Healthcareer Association") {
			t.Errorf("%s does not say that the project is independent", name)
		}
	}
	if starts == 0 {
		t.Error("no start page is among them")
	}
}
