package exam

import (
	"context"
	"fmt"
	"time"

	"frontdesk/quizzes"
	"frontdesk/server/store"
)

// A Prospect is what the start page says before anything is started.
type Prospect struct {
	Request Request // with what was left out filled in
	Scored  int
	Pretest int
	Minutes int              // standard time, before any factor; 0 without a clock
	Factor  float64          // of the person; 1 unless staff set more
	Fresh   []Fresh          // by domain; of exams and diagnostics
	Mix     quizzes.DrillMix // of drills; of a check New and Known alone
	TooFew  bool             // of diagnostics and checks: Start would be refused
	Fit     int              // how many questions a drill, a check or a drill of missed questions could have at most
	Open    *store.Attempt
}

// Fresh is how many questions of a domain a person has never seen, and how many a form needs.
type Fresh struct {
	Domain     quizzes.Domain
	Left, Need int
}

// Prospect says what Start would do. An attempt that is open in the same mode is in Open; starting would go on with
// it. Errors: *Refusal; store errors; ErrNotGraded and store.ErrClosed where the missed questions of an attempt without a
// result are asked for. A bank that is too small is no error here: the figures show it.
func (e *Exams) Prospect(ctx context.Context, person string, r Request, now time.Time) (Prospect, error) {
	r, err := r.normal(e.bank.Blueprint())
	if err != nil {
		return Prospect{}, err
	}
	p := Prospect{Request: r, Minutes: e.standard(r)}
	if p.Factor, err = e.factor(ctx, person, TimeStandard); err != nil {
		return Prospect{}, err
	}
	if p.Open, err = e.openOf(ctx, person, r, now); err != nil {
		return Prospect{}, err
	}
	seen, err := e.history(ctx, person)
	if err != nil {
		return Prospect{}, err
	}
	held, err := e.held(ctx, person, now)
	if err != nil {
		return Prospect{}, err
	}
	withheld := held.but(besides{})
	bank, err := e.forDrills(ctx)
	if err != nil {
		return Prospect{}, err
	}
	switch r.Mode {
	case quizzes.Drill:
		return e.drillProspect(ctx, bank, person, p, withheld, now)
	case quizzes.Misses:
		return e.missesProspect(ctx, bank, person, p, withheld, seen, now)
	case quizzes.Check:
		return checkProspect(bank, p, withheld, seen, now), nil
	case quizzes.Diagnostic:
		_, err = bank.DiagnosticDraw(withheld, seen, 1, now)
		p.TooFew = err != nil
		return e.formProspect(p, bank.FreshToDiagnose(withheld, seen, now)), nil
	}
	countHeld(withheld, seen, now)
	if bank, err = e.forForms(ctx, held.onForms()); err != nil {
		return Prospect{}, err
	}
	return e.formProspect(p, bank.Fresh(seen, now)), nil
}

// formProspect is what is said of a form that has its share of every domain.
func (e *Exams) formProspect(p Prospect, left map[string]int) Prospect {
	bp := e.bank.Blueprint()
	p.Scored, p.Pretest = bp.Total(p.Request.Mode)
	for _, d := range bp.Domains {
		p.Fresh = append(p.Fresh, Fresh{Domain: d, Left: left[d.ID], Need: d.Need(p.Request.Mode)})
	}
	return p
}

func (e *Exams) drillProspect(ctx context.Context, bank *quizzes.Bank, person string, p Prospect, withheld map[string]bool, now time.Time) (Prospect, error) {
	r := p.Request
	p.Fit = bank.DrillSize(quizzes.DrillPlan{Domain: r.Domain, Lesson: r.Lesson, Tag: r.Tag, Exclude: withheld}, now)
	if p.Fit == 0 {
		return p, nil
	}
	r.Count = min(r.Count, p.Fit)
	var err error
	_, p.Mix, err = e.draw(ctx, person, r, 1, now)
	p.Scored = r.Count
	return p, err
}

func (e *Exams) missesProspect(ctx context.Context, bank *quizzes.Bank, person string, p Prospect, withheld map[string]bool, seen map[string]quizzes.Seen, now time.Time) (Prospect, error) {
	plan, err := e.missesPlan(ctx, person, p.Request, withheld, now)
	if err != nil {
		return Prospect{}, err
	}
	p.Fit = bank.MissesSize(plan, seen, now)
	p.Scored = min(p.Request.Count, p.Fit)
	p.Mix.Missed = p.Scored
	return p, nil
}

// checkProspect draws a check to see how much of it would be new.
func checkProspect(bank *quizzes.Bank, p Prospect, withheld map[string]bool, seen map[string]quizzes.Seen, now time.Time) Prospect {
	module := p.Request.Module
	p.Fit = bank.CheckPool(module, withheld, now)
	f, err := bank.CheckDraw(module, withheld, seen, 1, now)
	p.TooFew = err != nil
	p.Scored, p.Mix.New, p.Mix.Known = len(f.Slots), f.Fresh, f.Repeats()
	return p
}

// openOf returns the person's open attempt with which a start would go on, or nil.
func (e *Exams) openOf(ctx context.Context, person string, r Request, now time.Time) (*store.Attempt, error) {
	all, err := e.db.AttemptsOf(ctx, person)
	if err != nil {
		return nil, fmt.Errorf("look for an open attempt: %w", err)
	}
	for _, a := range all {
		if !r.beside(a) && a.Open(now) {
			return &a, nil
		}
	}
	return nil, nil
}
