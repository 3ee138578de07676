package exam_test

import (
	"errors"
	"strings"
	"testing"

	"frontdesk/quizzes"
	"frontdesk/server/exam"
	"frontdesk/server/store"
)

// TestTwoDecide: of two who decide on what both have seen, the second is told, and so is who looks at the effect.
func TestTwoDecide(t *testing.T) {
	each(t, 10, 0, func(d *desk) {
		ctx, rev := d.t.Context(), d.revision(item3)
		d.submit(d.drillAll(t0), t0)
		if err := d.Decide(ctx, "ida", rev, rekey(exam.PolicyEveryone), t0); err != nil {
			d.t.Fatal(err)
		}
		second := exam.Ruling{Verdict: exam.VerdictRetire}
		if err := d.Decide(ctx, "adam", rev, second, t0); !errors.Is(err, store.ErrDecided) {
			d.t.Errorf("the second decided: %v", err)
		}
		if _, _, err := d.Preview(ctx, "adam", rev, second, t0); !errors.Is(err, store.ErrDecided) {
			d.t.Errorf("the second is shown what it would do: %v", err)
		}
		second.Decisions = 1
		if err := d.Decide(ctx, "adam", rev, second, t0); err != nil {
			d.t.Errorf("having seen it: %v", err)
		}
	})
}

// TestRulings is the table of what a decision must have.
func TestRulings(t *testing.T) {
	each(t, 10, 0, func(d *desk) {
		rev := d.revision(item3)
		d.submit(d.drillAll(t0), t0)
		for _, c := range []struct {
			name  string
			r     exam.Ruling
			field string
		}{
			{"nothing", exam.Ruling{}, "verdict"},
			{"unknown", exam.Ruling{Verdict: "burn"}, "verdict"},
			{"right without why", exam.Ruling{Verdict: exam.VerdictRight}, "note"},
			{"rekey without key", exam.Ruling{Verdict: exam.VerdictRekey, Policy: exam.PolicyHigher, Note: "x"}, "key"},
			{"rekey to no option", exam.Ruling{Verdict: exam.VerdictRekey, Key: "e", Policy: exam.PolicyHigher, Note: "x"}, "key"},
			{"rekey to the same", exam.Ruling{Verdict: exam.VerdictRekey, Key: oldKey, Policy: exam.PolicyHigher, Note: "x"}, "key"},
			{"rekey without policy", exam.Ruling{Verdict: exam.VerdictRekey, Key: newKey, Note: "x"}, "policy"},
			{"rekey without why", exam.Ruling{Verdict: exam.VerdictRekey, Key: newKey, Policy: exam.PolicyHigher}, "note"},
			{"endless note", exam.Ruling{Verdict: exam.VerdictRetire, Note: strings.Repeat("é", exam.MaxNote+1)}, "note"},
		} {
			var refused *exam.Refusal
			if _, _, err := d.Preview(d.t.Context(), "staff", rev, c.r, t0); !errors.As(err, &refused) || refused.Field != c.field {
				d.t.Errorf("%s: preview gives %v", c.name, err)
			}
			if err := d.Decide(d.t.Context(), "staff", rev, c.r, t0); !errors.As(err, &refused) || refused.Field != c.field {
				d.t.Errorf("%s: %v, want a refusal of %s", c.name, err, c.field)
			}
		}
		if err := d.Decide(d.t.Context(), "staff", "unknown", exam.Ruling{Verdict: exam.VerdictRetire}, t0); !errors.Is(err, store.ErrNotFound) {
			d.t.Errorf("an unknown revision: %v", err)
		}
	})
}

// TestPreview: what is said before a decision is what comes of it.
func TestPreview(t *testing.T) {
	each(t, 10, 0, func(d *desk) {
		ctx, rev := d.t.Context(), d.revision(item3)
		for _, choice := range []string{oldKey, newKey, newKey, neither, ""} {
			l := d.as(d.t)
			id := l.drillAll(t0)
			if err := l.choose(id, place(d.t, l.room(id, t0), item3).N, choice, 1, t0); err != nil {
				d.t.Fatal(err)
			}
			l.submit(id, t0)
		}
		d.drillAll(t0) // stays open
		for _, c := range []struct {
			r    exam.Ruling
			want exam.Effect
		}{
			{rekey(exam.PolicyHigher), exam.Effect{Graded: 5, Higher: 2, Waiting: 1}},
			{rekey(exam.PolicyEveryone), exam.Effect{Graded: 5, Higher: 4, Waiting: 1}},
			{exam.Ruling{Verdict: exam.VerdictRetire}, exam.Effect{Graded: 5, Waiting: 1}},
		} {
			if _, got, err := d.Preview(ctx, "staff", rev, c.r, t0); err != nil || got != c.want {
				d.t.Errorf("%s: %+v, %v, want %+v", c.r.Policy, got, err, c.want)
			}
		}
		if err := d.Decide(ctx, "staff", rev, rekey(exam.PolicyHigher), t0); err != nil {
			d.t.Fatal(err)
		}
		again := rekey(exam.PolicyEveryone)
		again.Key, again.Decisions = neither, 1
		if _, got, err := d.Preview(ctx, "staff", rev, again, t0); err != nil || got.Higher != 2 {
			d.t.Errorf("after the first decision: %+v, %v", got, err)
		}
	})
}

// TestOffForms: what was found wrong is drawn no more until the bank has another revision of it.
func TestOffForms(t *testing.T) {
	each(t, 10, 0, func(d *desk) {
		ctx, rev := d.t.Context(), d.revision(item3)
		d.submit(d.drillAll(t0), t0)
		fits := func() int {
			p, err := d.Prospect(ctx, d.person, exam.Request{Mode: quizzes.Drill, Domain: "d2"}, t0)
			if err != nil {
				d.t.Fatal(err)
			}
			return p.Fit
		}
		seen := 0
		for _, c := range []struct {
			r    exam.Ruling
			fits int
		}{
			{exam.Ruling{Verdict: exam.VerdictRight, Note: "It is."}, 10},
			{exam.Ruling{Verdict: exam.VerdictWording}, 9},
			{exam.Ruling{Verdict: exam.VerdictRight, Note: "It is."}, 10},
			{exam.Ruling{Verdict: exam.VerdictRetire}, 9},
			{rekey(exam.PolicyHigher), 9},
			{exam.Ruling{Verdict: exam.VerdictRight, Note: "The new answer is."}, 9}, // the bank still has the old one
			{exam.Ruling{Verdict: exam.VerdictRekey, Key: oldKey, Policy: exam.PolicyHigher, Note: "We were wrong to change it."}, 10},
			{rekey(exam.PolicyHigher), 9},
		} {
			c.r.Decisions = seen
			if err := d.Decide(ctx, "staff", rev, c.r, t0); err != nil {
				d.t.Fatal(err)
			}
			seen++
			if got := fits(); got != c.fits {
				d.t.Errorf("after decision %d, %s %s: %d fit, want %d", seen, c.r.Verdict, c.r.Key, got, c.fits)
			}
		}
		if _, _, err := d.Start(ctx, d.person, exam.Request{Mode: quizzes.Drill, Domain: "d2", Count: 10}, 1, t0); !errors.Is(err, quizzes.ErrTooFewItems) {
			d.t.Errorf("ten were drawn: %v", err)
		}
		mended := bankWith(d.t, 10, 0, func(text string) string { return strings.Replace(text, "What is question "+item3, "What is it", 1) })
		if p, err := d.over(mended).Prospect(ctx, d.person, exam.Request{Mode: quizzes.Drill, Domain: "d2"}, t0); err != nil || p.Fit != 10 {
			d.t.Errorf("with another revision in the bank %d fit, %v", p.Fit, err)
		}
	})
}
