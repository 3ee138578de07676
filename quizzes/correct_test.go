package quizzes_test

import (
	"strings"
	"testing"

	"frontdesk/quizzes"
)

// TestWithout: a revision that is off forms is drawn nowhere; another revision of the item is.
func TestWithout(t *testing.T) {
	var all []made
	for n := range 12 {
		all = append(all, item("d1", n))
	}
	b := bank(t, all)
	off := map[string]bool{}
	for _, it := range b.Items()[:5] {
		off[it.Revision()] = true
	}
	less := b.Without(off)
	if n := less.DrillSize(quizzes.DrillPlan{}, day); n != 7 || len(less.Items()) != 7 || less.Version() != b.Version() {
		t.Errorf("%d of 12 are left, %d in the bank", n, len(less.Items()))
	}
	if left := less.Fresh(nil, day)["d1"]; left != 7 {
		t.Errorf("%d fresh", left)
	}
	if b.DrillSize(quizzes.DrillPlan{}, day) != 12 || b.Without(nil) != b || len(b.Without(map[string]bool{"another": true}).Items()) != 12 {
		t.Error("the bank itself has changed")
	}
}

// TestWithKey: an item with another key is another revision, and with its first key again the first one.
func TestWithKey(t *testing.T) {
	it := planted(t)
	other, err := it.WithKey("a")
	if err != nil || other.Key() != "a" || it.Key() != "c" || other.Revision() == it.Revision() || other.ID() != it.ID() {
		t.Errorf("%v has the key %s, %v", other, other.Key(), err)
	}
	thawed, err := quizzes.Thaw(other.Freeze())
	if err != nil || thawed.Revision() != other.Revision() || thawed.Key() != "a" {
		t.Errorf("thawed: %v, %v", thawed, err)
	}
	if back, err := other.WithKey("c"); err != nil || back.Revision() != it.Revision() {
		t.Errorf("back: %v, %v", back, err)
	}
	for _, key := range []string{"", "e", "ab"} {
		if _, err := it.WithKey(key); err == nil || strings.Contains(err.Error(), secretWhy) {
			t.Errorf("key %q: %v", key, err)
		}
	}
}
