package quizzes_test

import (
	"testing"

	"frontdesk/content"
	"frontdesk/quizzes"
)

// TestShippedForms: the bank that ships holds five mocks for one learner, one after another, without a repeat, each as the
// blueprint says, without enemies, and about as hard as the next.
func TestShippedForms(t *testing.T) {
	course, problems := content.Load(content.Embedded())
	if found := problems.Errors(); len(found) > 0 {
		t.Fatal(found)
	}
	b, problems := quizzes.Load(quizzes.Embedded(), course.Domain)
	if found := problems.Errors(); len(found) > 0 {
		t.Fatal(found)
	}
	low, high := 1.0, 0.0
	for seed := range uint64(20) {
		seen := map[string]quizzes.Seen{}
		for form := range 5 {
			f, err := b.Draw(quizzes.Mock, seen, seed*100+uint64(form), day)
			if err != nil {
				t.Fatalf("seed %d, form %d: %v", seed, form, err)
			}
			checkForm(t, b, quizzes.Mock, f, seen)
			sum, n := 0.0, 0
			for _, s := range f.Slots {
				if it, _ := b.Item(s.Item); s.Scored {
					sum, n = sum+it.Expected(), n+1
				}
			}
			mean := sum / float64(n)
			low, high = min(low, mean), max(high, mean)
			if f.Repeats() > 0 || mean < 0.68 || mean > 0.76 {
				t.Errorf("seed %d, form %d repeats %d items and expects %.3f of the scored ones right", seed, form, f.Repeats(), mean)
			}
			take(seen, f, day.AddDate(0, 0, form))
		}
	}
	t.Logf("expected share right: %.3f to %.3f", low, high)
}
