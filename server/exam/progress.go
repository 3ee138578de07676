package exam

import (
	"context"
	"encoding/json"
	"fmt"

	"frontdesk/quizzes"
)

// Domains returns a person's figures by domain over all graded attempts, each by its newest grade, in blueprint order.
// Domains without an answered item that counts are left out.
func (e *Exams) Domains(ctx context.Context, person string) ([]quizzes.Mark, error) {
	all, err := e.db.AttemptsOf(ctx, person)
	if err != nil {
		return nil, fmt.Errorf("list attempts: %w", err)
	}
	sums := map[string]quizzes.Mark{}
	for _, a := range all {
		if StateOf(a) != Graded {
			continue
		}
		grades, err := e.db.Grades(ctx, person, a.ID)
		if err != nil || len(grades) == 0 {
			return nil, fmt.Errorf("read grades: %w", err)
		}
		var d detail
		if err := json.Unmarshal([]byte(grades[len(grades)-1].Detail), &d); err != nil {
			return nil, fmt.Errorf("read grade of %s: %w", a.Title, err)
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
