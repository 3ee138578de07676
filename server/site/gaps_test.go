package site

import (
	"io/fs"
	"testing"
	"testing/fstest"
	"time"

	"frontdesk/content"
	"frontdesk/quizzes"
	"frontdesk/templates"
)

// TestCoverageShowsGaps takes the questions of a lesson away: each of its objectives is then a gap.
func TestCoverageShowsGaps(t *testing.T) {
	course, _ := content.Load(content.Embedded())
	files := fstest.MapFS{}
	err := fs.WalkDir(quizzes.Embedded(), ".", func(file string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || file == "cmaa/d3/03.yaml" {
			return err
		}
		src, err := fs.ReadFile(quizzes.Embedded(), file)
		files[file] = &fstest.MapFile{Data: src}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	bank, _ := quizzes.Load(files, course.Domain)
	b := &builder{Input: Input{Course: course, Bank: bank, At: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)}}
	if err := b.coverage(); err != nil {
		t.Fatal(err)
	}
	gaps, all := 0, 0
	for _, j := range b.jobs {
		switch page := j.page.(type) {
		case templates.CoveragePage:
			all = page.Gaps
		case templates.CoverageModulePage:
			for _, l := range page.Module.Lessons {
				for _, o := range l.Objectives {
					if o.Gap && l.ID == "d3-03" {
						gaps++
					}
				}
			}
		}
	}
	if want := len(course.Lesson("d3-03").Objectives); gaps != want || all < want {
		t.Errorf("%d of %d objectives without a question are shown as gaps, %d in all", gaps, want, all)
	}
}
