package exam_test

import (
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/quizzes"
	"frontdesk/server/exam"
	"frontdesk/server/store"
)

// as is the same desk with another learner at it.
func (d *desk) as(t *testing.T) *desk {
	t.Helper()
	person, err := d.db.NewGuest(t.Context(), t0)
	if err != nil {
		t.Fatal(err)
	}
	other := *d
	other.person = person
	return &other
}

// over is the same desk after a start with another bank.
func (d *desk) over(b *quizzes.Bank) *desk {
	other := *d
	other.bank, other.Exams = b, exam.New(d.db, b, "cmaa", "v2", slog.New(slog.DiscardHandler))
	return &other
}

func (d *desk) result(id string, now time.Time) exam.Result {
	d.t.Helper()
	r, err := d.Result(d.t.Context(), d.person, id, now)
	if err != nil {
		d.t.Fatal(err)
	}
	return r
}

// grades are the figures of an attempt's grades, one after another.
func (d *desk) grades(id string) string {
	d.t.Helper()
	all, err := d.db.Grades(d.t.Context(), d.person, id)
	if err != nil {
		d.t.Fatal(err)
	}
	var list []string
	for _, g := range all {
		list = append(list, fmt.Sprintf("%d/%d", g.Correct, g.Scored))
	}
	return strings.Join(list, " ")
}

// place is where an item stands in a room.
func place(t *testing.T, r exam.Room, item string) exam.Seat {
	t.Helper()
	for _, s := range r.Seats {
		if s.Question.ID == item {
			return s
		}
	}
	t.Fatalf("%s is not there", item)
	return exam.Seat{}
}

// the keys of item d2-01-003, as the bank has it and as it will be found to be.
const (
	item3   = "d2-01-003"
	oldKey  = "d"
	newKey  = "b"
	neither = "a"
)

func (d *desk) revision(item string) string {
	it, ok := d.bank.Item(item)
	if !ok {
		d.t.Fatalf("no item %s", item)
	}
	return it.Revision()
}

func rekey(policy string) exam.Ruling {
	return exam.Ruling{Verdict: exam.VerdictRekey, Key: newKey, Policy: policy, Note: "The rule says so."}
}

// drillAll is a drill of the whole domain d2: everybody has item3 on it.
func (d *desk) drillAll(now time.Time) string {
	d.t.Helper()
	all := d.bank.DrillSize(quizzes.DrillPlan{Domain: "d2"}, now)
	return d.start(exam.Request{Mode: quizzes.Drill, Domain: "d2", Count: all, Feedback: exam.FeedbackEnd}, now)
}

// TestRekey is the table of what each policy does with each answer, where the question counts and where it is a trial.
func TestRekey(t *testing.T) {
	each(t, 26, 0, func(d *desk) { // a practice exam takes all 26 items of d2
		policies := map[string]string{item3: exam.PolicyEveryone, "d2-01-007": exam.PolicyHigher} // their keys are alike
		table := []struct {
			choice string
			points map[string]int // by policy
		}{
			{oldKey, map[string]int{exam.PolicyEveryone: 0, exam.PolicyHigher: 0}},
			{newKey, map[string]int{exam.PolicyEveryone: 1, exam.PolicyHigher: 1}},
			{neither, map[string]int{exam.PolicyEveryone: 1, exam.PolicyHigher: 0}},
			{"", map[string]int{exam.PolicyEveryone: 1, exam.PolicyHigher: 0}},
		}
		type sat struct {
			*desk
			id  string
			row int
			was quizzes.Mark
		}
		var all []sat
		for row, c := range table {
			for kinds := map[string]bool{}; len(kinds) < 4; { // each item as a trial and counted
				l := sat{desk: d.as(d.t), row: row}
				l.id = l.start(exam.Request{Mode: quizzes.Mock}, t0.Add(time.Duration(len(all))*time.Second))
				for item := range policies {
					seat := place(d.t, l.room(l.id, t0), item)
					if err := l.choose(l.id, seat.N, c.choice, 1, t0); err != nil {
						d.t.Fatal(err)
					}
				}
				l.submit(l.id, t0.Add(time.Hour))
				r := l.result(l.id, t0.Add(time.Hour))
				for _, v := range r.Verdicts {
					if _, ok := policies[v.Item.ID()]; ok {
						kinds[fmt.Sprint(v.Item.ID(), v.Scored)] = true
					}
				}
				l.was = r.Whole
				all = append(all, l)
			}
		}
		for item, policy := range policies {
			if err := d.Decide(d.t.Context(), "staff", d.revision(item), rekey(policy), t0.Add(time.Hour)); err != nil {
				d.t.Fatal(err)
			}
		}
		for _, l := range all {
			c, r := table[l.row], l.result(l.id, t0.Add(2*time.Hour))
			history, err := d.db.History(d.t.Context(), l.person)
			if err != nil {
				d.t.Fatal(err)
			}
			want := l.was.Correct
			for _, v := range r.Corrections() {
				point := c.points[policies[v.Item.ID()]]
				if v.Scored {
					want += point
				}
				right := c.choice == oldKey || point == 1
				if v.Right() != right || v.Key() != newKey || history["cmaa/"+v.Item.ID()].Right != (right && c.choice != "") {
					d.t.Errorf("%s, answer %q: right %v, key %s, history %+v", v.Decisions[0].Policy, c.choice, v.Right(), v.Key(), history["cmaa/"+v.Item.ID()])
				}
			}
			if r.Was != l.was || r.Whole.Correct != want || len(r.Corrections()) != 2 || r.Attempt.Mark.Correct != want {
				d.t.Errorf("answer %q: %+v was %+v and %+v, want %d", c.choice, r.Whole, r.Was, l.was, want)
			}
			if got := l.grades(l.id); !strings.HasPrefix(got, fmt.Sprintf("%d/110 ", l.was.Correct)) || !strings.HasSuffix(got, fmt.Sprintf(" %d/110", want)) || strings.Count(got, "/") != 3 {
				d.t.Errorf("answer %q: grades %s", c.choice, got)
			}
		}
	})
}

// TestDecisionsInAnyOrder: who submits before and between four decisions comes to the same score, and no grade is
// ever lower than the one before.
func TestDecisionsInAnyOrder(t *testing.T) {
	each(t, 10, 0, func(d *desk) {
		ctx := d.t.Context()
		decide := func(item, key, policy string, no int) {
			it, _ := d.bank.Item(item)
			_, err := d.db.Decide(ctx, store.Decision{Item: "cmaa/" + item, Revision: it.Revision(), No: no, Verdict: exam.VerdictRekey, Key: key, Policy: policy}, 0, store.Text{}, t0)
			if err != nil {
				d.t.Fatal(err)
			}
		}
		var ids []string
		var people []*desk
		for range 4 { // one submits before, between and after the decisions
			l := d.as(d.t)
			id := l.drillAll(t0)
			room := l.room(id, t0)
			for item, choice := range map[string]string{item3: neither, "d2-01-007": newKey, "d2-01-001": "b"} {
				if err := l.choose(id, place(d.t, room, item).N, choice, 1, t0); err != nil {
					d.t.Fatal(err)
				}
			}
			people, ids = append(people, l), append(ids, id)
		}
		people[0].submit(ids[0], t0)
		decide(item3, newKey, exam.PolicyHigher, 1)
		people[1].submit(ids[1], t0)
		decide("d2-01-007", newKey, exam.PolicyHigher, 1)
		people[2].submit(ids[2], t0)
		decide(item3, neither, exam.PolicyEveryone, 2)
		people[3].submit(ids[3], t0)
		decide(item3, "c", exam.PolicyHigher, 3) // takes nothing back
		if _, err := d.Sweep(ctx, t0); err != nil {
			d.t.Fatal(err)
		}
		for i, l := range people {
			if r := l.result(ids[i], t0); r.Whole.Correct != 3 || r.Was.Correct != 1 {
				d.t.Errorf("who submitted after %d decisions has %d, was %d", i, r.Whole.Correct, r.Was.Correct)
			}
			all, err := d.db.Grades(ctx, l.person, ids[i])
			if err != nil || len(all) != 5 {
				d.t.Fatalf("%d grades, %v", len(all), err)
			}
			for n, g := range all {
				if g.No != n+1 || n > 0 && (g.Correct < all[n-1].Correct || !strings.Contains(g.Policy, g.Decision) || g.Decision == "") {
					d.t.Errorf("grade %+v after %+v", g, all[max(n-1, 0)])
				}
			}
		}
	})
}

// TestDiedAfterDeciding: a process wrote the decision and died. Four sweepers at once give every attempt its one grade.
func TestDiedAfterDeciding(t *testing.T) {
	each(t, 10, 0, func(d *desk) {
		ctx := d.t.Context()
		ids := map[*desk]string{}
		for n := range 6 {
			l := d.as(d.t)
			ids[l] = l.drillAll(t0)
			if err := l.choose(ids[l], place(d.t, l.room(ids[l], t0), item3).N, newKey, 1, t0); err != nil {
				d.t.Fatal(err)
			}
			if n == 4 { // closed by a process that died before it graded
				if _, err := d.db.CloseAttempt(ctx, l.person, ids[l], t0); err != nil {
					d.t.Fatal(err)
				}
			} else if n < 4 {
				l.submit(ids[l], t0)
			}
		}
		_, err := d.db.Decide(ctx, store.Decision{Item: "cmaa/" + item3, Revision: d.revision(item3), No: 1, Verdict: exam.VerdictRekey, Key: newKey,
			Policy: exam.PolicyHigher}, 0, store.Text{}, t0)
		if err != nil {
			d.t.Fatal(err)
		}
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				if _, err := d.Sweep(ctx, t0.Add(time.Minute)); err != nil {
					d.t.Error(err)
				}
			})
		}
		wg.Wait()
		if n, err := d.Sweep(ctx, t0.Add(time.Hour)); err != nil || n != 0 {
			d.t.Errorf("the next sweeper deals with %d, %v", n, err)
		}
		for l, id := range ids {
			if a, err := d.db.Attempt(ctx, l.person, id); err != nil || a.Submitted.IsZero() {
				l.submit(id, t0.Add(2*time.Hour)) // it was open all the time, and its decision is long done
			}
			if got := l.grades(id); got != "0/10 1/10" {
				d.t.Errorf("grades %s", got)
			}
		}
	})
}

// TestCheckedAfterRekey: a drill that tells the answer at once, and was begun before the decision, tells the right one.
func TestCheckedAfterRekey(t *testing.T) {
	each(t, 10, 0, func(d *desk) {
		ctx := d.t.Context()
		id := d.start(exam.Request{Mode: quizzes.Drill, Domain: "d2", Count: 10, Feedback: exam.FeedbackEach}, t0)
		n := place(d.t, d.room(id, t0), item3).N
		if err := d.Decide(ctx, "staff", d.revision(item3), rekey(exam.PolicyHigher), t0); err != nil {
			d.t.Fatal(err)
		}
		if err := d.choose(id, n, newKey, 1, t0); err != nil {
			d.t.Fatal(err)
		}
		v, err := d.Check(ctx, d.person, id, n, t0)
		again, err2 := d.Checked(ctx, d.person, id, n, t0)
		if err != nil || err2 != nil || v.Key() != newKey || !v.Right() || again.Key() != newKey {
			d.t.Errorf("key %s, right %v, %v; again %s, %v", v.Key(), v.Right(), err, again.Key(), err2)
		}
		d.submit(id, t0)
		if got := d.grades(id); got != "0/10 1/10" {
			d.t.Errorf("grades %s", got)
		}
	})
}
