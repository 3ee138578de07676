package check

import (
	"strings"
	"testing"
	"time"

	"frontdesk/content"
)

// TestLessonsReadEasily: each lesson at grade 10 or below, all of them together at grade 9 or below.
func TestLessonsReadEasily(t *testing.T) {
	course, problems := content.Load(content.Embedded())
	if found := problems.Errors(); len(found) > 0 {
		t.Fatal(found)
	}
	for _, p := range lessonProblems(course, nil, time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)) {
		if p.Rule == "grade" {
			t.Error(p)
		}
	}
	hard := strings.Repeat("Organizational documentation necessitates comprehensive administrative authorization. ", 400_000)
	course.Lesson("d3-03").Body = []byte(hard[:2_000_000])
	found := 0
	for _, p := range lessonProblems(course, nil, time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)) {
		if p.Rule == "grade" {
			found++
		}
	}
	if found != 2 {
		t.Errorf("%d problems where one lesson and the course are hard to read, want both", found)
	}
}
