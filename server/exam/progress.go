package exam

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"frontdesk/quizzes"
)

// Domains returns a person's figures by domain over all graded attempts whose figures may be shown, each by its newest
// grade, in blueprint order. Domains without an answered item that counts are left out, and so are class work whose score
// is not shown now.
func (e *Exams) Domains(ctx context.Context, person string, figures Figures, now time.Time) ([]quizzes.Mark, error) {
	details, err := e.db.GradeDetails(ctx, person, figures.Until)
	if err != nil {
		return nil, fmt.Errorf("read grades: %w", err)
	}
	releases, err := e.Releases(ctx, person, now)
	if err != nil {
		return nil, err
	}
	sums := map[string]quizzes.Mark{}
	for _, g := range details {
		if figures.shared[g.Attempt] || !releases.Of(g.Assignment).Score.Now {
			continue
		}
		var d detail
		if err := json.Unmarshal([]byte(g.Detail), &d); err != nil {
			return nil, fmt.Errorf("read a grade: %w", err)
		}
		for _, m := range d.Domains {
			s := sums[m.Domain]
			sums[m.Domain] = quizzes.Mark{Domain: m.Domain, Correct: s.Correct + m.Correct, Scored: s.Scored + m.Scored, Answered: s.Answered + m.Answered}
		}
	}
	var marks []quizzes.Mark
	for _, d := range e.bank.Blueprint().Domains {
		if m := sums[d.ID]; m.Answered > 0 {
			marks = append(marks, m)
		}
	}
	return marks, nil
}

// MissedNow is how many items the person last answered wrong and could take up again now.
func (e *Exams) MissedNow(ctx context.Context, person string, now time.Time) (int, error) {
	p, err := e.Prospect(ctx, person, Request{Mode: quizzes.Misses}, now)
	return p.Fit, err
}
