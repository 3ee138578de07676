package exam

import (
	"context"
	"fmt"
	"time"

	"frontdesk/quizzes"
	"frontdesk/server/store"
)

// Which of a person's attempts may show their figure. A figure counts every question. Where a result leaves one out,
// since its key may not be seen now, the figure of the whole would tell whether that one was right.

// Until is up to when submitted attempts may show their figures: while an exam is open, a score made since it began
// could tell whether an answer to one of its questions was right. Without an open exam it is now.
func Until(attempts []store.Attempt, now time.Time) time.Time {
	until := now
	for _, a := range attempts {
		if !quizzes.Mode(a.Mode).IsDrill() && a.Open(now) && a.Started.Before(until) {
			until = a.Started
		}
	}
	return until
}

// Figures tells which attempts of a person may show their figure now, as far as it hangs on other attempts and other
// work. Whether class work shows its score is for its Release.
type Figures struct {
	Until  time.Time       // see Until
	shared map[string]bool // attempts with a question whose key is held back for something else
}

// Told tells whether an attempt that was submitted then may show its figure.
func (f Figures) Told(attempt string, submitted time.Time) bool {
	return !submitted.After(f.Until) && !f.shared[attempt]
}

// Hide makes tries whose figure may not be shown count as not graded yet. It changes them in place.
func (f Figures) Hide(tries []store.Try) {
	for i := range tries {
		if t := &tries[i]; !f.Told(t.Attempt, t.Submitted) {
			t.No, t.Correct, t.Scored = 0, 0, 0
		}
	}
}

// FiguresOf tells which of a person's attempts, which are all that there are, may show their figure now.
func (e *Exams) FiguresOf(ctx context.Context, person string, attempts []store.Attempt, now time.Time) (Figures, error) {
	f := Figures{Until: Until(attempts, now), shared: map[string]bool{}}
	all, err := e.held(ctx, person, now)
	if err != nil || len(all) == 0 {
		return f, err
	}
	items, err := e.db.HandedInItems(ctx, person)
	if err != nil {
		return f, fmt.Errorf("read the questions of finished attempts: %w", err)
	}
	byItem := map[string]holds{}
	for _, h := range all {
		byItem[h.item] = append(byItem[h.item], h)
	}
	for _, it := range items {
		for _, h := range byItem[e.bankID(it.Item)] {
			if !(besides{it.Attempt, it.Assignment}).means(h) {
				f.shared[it.Attempt] = true
			}
		}
	}
	return f, nil
}
