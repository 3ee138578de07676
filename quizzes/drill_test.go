package quizzes_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"frontdesk/quizzes"
)

// drillBank has two lessons in each of two domains, one lesson that counts for none, and items of both uses.
func drillBank(t *testing.T) *quizzes.Bank {
	var items []made
	for _, lesson := range []string{"d1-01", "d1-02", "d2-01", "ca-01"} {
		for _, n := range []string{"-001", "-002", "-003", "-004", "-005", "-006"} {
			m := made{Draft: quizzes.Draft{ID: lesson + n}}
			if n > "-004" || lesson == "ca-01" {
				m.Use, m.unsolved = quizzes.UsePractice, true
			}
			if n == "-004" {
				m.unsolved = true // an exam item that nobody has solved stays out, unless it is for practice
			}
			if n == "-003" {
				m.Tags = []string{"hipaa", "other"}
			}
			items = append(items, m)
		}
	}
	return bank(t, items)
}

func ids(f quizzes.Form) []string {
	var all []string
	for _, s := range f.Slots {
		all = append(all, s.Item)
	}
	slices.Sort(all)
	return all
}

func TestDrillSize(t *testing.T) {
	b := drillBank(t)
	for _, tc := range []struct {
		plan quizzes.DrillPlan
		want int
	}{
		{quizzes.DrillPlan{}, 21}, {quizzes.DrillPlan{Domain: "d1"}, 10}, {quizzes.DrillPlan{Lesson: "d1-02"}, 5},
		{quizzes.DrillPlan{Lesson: "ca-01"}, 6}, {quizzes.DrillPlan{Tag: "hipaa"}, 4}, {quizzes.DrillPlan{Tag: "nothing"}, 0},
		{quizzes.DrillPlan{Domain: "d9"}, 0},
		{quizzes.DrillPlan{Domain: "d2", Exclude: map[string]bool{"d2-01-001": true, "d2-01-005": true, "d1-01-001": true}}, 3},
	} {
		if got := b.DrillSize(tc.plan, day); got != tc.want {
			t.Errorf("%+v has %d items, want %d", tc.plan, got, tc.want)
		}
	}
}

func TestDrillDraw(t *testing.T) {
	b := drillBank(t)
	ago := func(days int, right bool) quizzes.Seen {
		return quizzes.Seen{Times: 1, Last: day.AddDate(0, 0, -days), Right: right}
	}
	seen := map[string]quizzes.Seen{"d1-01-001": ago(1, false), "d1-02-001": ago(5, true), "d1-02-002": ago(9, true), "d1-02-005": ago(7, true)}
	for _, tc := range []struct {
		name  string
		plan  quizzes.DrillPlan
		holds []string
		mix   quizzes.DrillMix
	}{
		{"what was missed comes first", quizzes.DrillPlan{Domain: "d1", Count: 1}, []string{"d1-01-001"}, quizzes.DrillMix{Missed: 1}},
		{"then practice items that are new", quizzes.DrillPlan{Domain: "d1", Count: 4}, []string{"d1-01-001", "d1-01-005", "d1-01-006", "d1-02-006"}, quizzes.DrillMix{Missed: 1, New: 3}},
		{"then exam items that are new, then what was seen longest ago", quizzes.DrillPlan{Domain: "d1", Count: 8},
			[]string{"d1-01-001", "d1-01-002", "d1-01-003", "d1-01-005", "d1-01-006", "d1-02-002", "d1-02-003", "d1-02-006"}, quizzes.DrillMix{Missed: 1, New: 6, Known: 1}},
		{"all of it", quizzes.DrillPlan{Lesson: "d1-02", Count: 5}, []string{"d1-02-001", "d1-02-002", "d1-02-003", "d1-02-005", "d1-02-006"}, quizzes.DrillMix{New: 2, Known: 3}},
		{"what stands on an open exam stays out", quizzes.DrillPlan{Domain: "d1", Count: 1, Exclude: map[string]bool{"d1-01-001": true, "d1-01-005": true, "d1-01-006": true}},
			[]string{"d1-02-006"}, quizzes.DrillMix{New: 1}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for seed := range uint64(20) {
				f, mix, err := b.DrillDraw(tc.plan, seen, seed, day)
				if err != nil {
					t.Fatal(err)
				}
				if !slices.Equal(ids(f), tc.holds) || mix != tc.mix || f.Fresh != mix.New || f.Repeats() != mix.Missed+mix.Known {
					t.Fatalf("seed %d draws %v with the mix %+v, want %v with %+v", seed, ids(f), mix, tc.holds, tc.mix)
				}
				for _, s := range f.Slots {
					it, _ := b.Item(s.Item)
					if checkOrder(t, it, s.Order); !s.Scored || s.Revision != it.Revision() {
						t.Errorf("slot %+v is not scored or not frozen", s)
					}
				}
			}
		})
	}
}

func TestDrillRefuses(t *testing.T) {
	b := drillBank(t)
	for _, plan := range []quizzes.DrillPlan{{Count: 0}, {Count: -1}, {Count: 22}, {Count: quizzes.MaxDrill + 1}, {Tag: "nothing", Count: 1}, {Lesson: "d1-02", Count: 6}} {
		if f, _, err := b.DrillDraw(plan, nil, 1, day); !errors.Is(err, quizzes.ErrTooFewItems) {
			t.Errorf("%+v draws %v, %v", plan, ids(f), err)
		}
	}
	if _, _, err := b.DrillDraw(quizzes.DrillPlan{Count: 21}, nil, 1, day.Add(time.Hour)); err != nil {
		t.Error(err)
	}
}

func TestDrillIsDeterministic(t *testing.T) {
	b := drillBank(t)
	plan := quizzes.DrillPlan{Count: 12}
	x, _, err1 := b.DrillDraw(plan, nil, 3, day)
	y, _, err2 := b.DrillDraw(plan, nil, 3, day)
	z, _, err3 := b.DrillDraw(plan, nil, 4, day)
	if err := errors.Join(err1, err2, err3); err != nil || !slices.Equal(x.Slots, y.Slots) || slices.Equal(x.Slots, z.Slots) {
		t.Errorf("one seed does not give one drill (%v)", err)
	}
}
