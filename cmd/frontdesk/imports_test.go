package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// picture says which packages of this module a package may import; arrows point down only. A new package gets a line
// here, and a new arrow is a decision about the design.
var picture = map[string][]string{
	"cmd/frontdesk": {"server", "server/site", "server/store", "quizzes/check", "content", "quizzes", "templates", "static"},
	"server":        {"server/site", "server/search", "server/exam", "server/classwork", "server/study", "server/store", "templates", "static", "content", "quizzes", "quizzes/generate"},
	"server/site":   {"server/search", "content/docx", "content/markdown", "templates", "static", "content", "quizzes", "quizzes/generate"},
	"server/exam":   {"quizzes", "server/classwork", "server/store"},
	"quizzes/check": {"quizzes", "content", "content/markdown", "content/strict"},
	"templates":     {"content", "quizzes", "quizzes/generate"},
	"content":       {"content/markdown", "content/strict"},
	"quizzes":       {"content/markdown", "content/strict"},

	"content/markdown":       {},
	"content/docx":           {},
	"content/strict":         {},
	"quizzes/generate":       {},
	"static":                 {},
	"server/store":           {},
	"server/study":           {},
	"server/classwork":       {"server/store"},
	"server/search":          {},
	"server/store/storetest": {"server/store"}, // for tests alone
}

func TestImportPicture(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports", "frontdesk/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimPrefix(p.ImportPath, "frontdesk/")
		allowed, known := picture[name]
		if !known {
			t.Errorf("the picture does not know package %s", name)
			continue
		}
		for _, i := range p.Imports {
			if i, ours := strings.CutPrefix(i, "frontdesk/"); ours && !slices.Contains(allowed, i) {
				t.Errorf("%s imports %s: the picture has no such arrow", name, i)
			}
		}
	}
}
