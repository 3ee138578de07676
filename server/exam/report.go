package exam

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"frontdesk/server/store"
)

// What can be wrong with a question, in the words of a report.
const (
	ReasonKey     = "key"     // the marked answer is not right
	ReasonTwo     = "two"     // two answers are right
	ReasonOld     = "old"     // out of date
	ReasonUnclear = "unclear" // hard to understand
	ReasonOther   = "other"
)

// Reasons are all of them, in the order in which they are offered.
func Reasons() []string {
	return []string{ReasonKey, ReasonTwo, ReasonOld, ReasonUnclear, ReasonOther}
}

// MaxReport is the longest text of a report, in characters.
const MaxReport = 2000

// A Reportable is a question of a graded attempt, as it is reported.
type Reportable struct {
	Verdict Verdict       // with its key, which may be shown
	Title   string        // of the attempt
	Report  *store.Report // the person's newest one about the item; nil for none
}

// Open reports whether there is a report that is not decided.
func (r Reportable) Open() bool { return r.Report != nil && r.Report.Decision.No == 0 }

// Reportable returns item n of one of the person's graded attempts. Errors: store.ErrNotFound; ErrNotGraded;
// store.ErrClosed for a void attempt; ErrNotReleased; ErrWithheld while the question stands on another open attempt.
func (e *Exams) Reportable(ctx context.Context, person, id string, n int, now time.Time) (Reportable, error) {
	a, err := e.settle(ctx, person, id, now)
	if err != nil {
		return Reportable{}, err
	}
	it, item, err := e.one(ctx, person, id, n)
	if err != nil {
		return Reportable{}, err
	}
	switch StateOf(a) {
	case Void:
		return Reportable{}, fmt.Errorf("report a question: the attempt is void: %w", store.ErrClosed)
	case Open, Submitted:
		return Reportable{}, ErrNotGraded
	}
	release, err := e.releaseOf(ctx, a, now)
	if err != nil {
		return Reportable{}, err
	}
	if !release.Answers.Now {
		return Reportable{}, ErrNotReleased
	}
	withheld, err := e.withheld(ctx, person, besides{id, a.Assignment}, now)
	if err != nil {
		return Reportable{}, err
	}
	if withheld[item.ID()] {
		return Reportable{}, ErrWithheld
	}
	r := Reportable{Title: a.Title, Verdict: Verdict{N: n, Item: item, Order: it.Order, Answer: it.Answer, Scored: it.Scored, kept: it.Item}}
	all, err := e.db.ReportsOf(ctx, person)
	if err != nil {
		return Reportable{}, fmt.Errorf("read reports: %w", err)
	}
	if i := slices.IndexFunc(all, func(old store.Report) bool { return old.Item == it.Item }); i >= 0 {
		r.Report = &all[i]
	}
	return r, nil
}

// Report keeps what a person says of item n of a graded attempt. If there is an open report of the person about the item
// it is known, and the text is added to that one. Errors: those of Reportable; *Refusal.
func (e *Exams) Report(ctx context.Context, person, id string, n int, reason, text string, now time.Time) (r store.Report, known bool, err error) {
	about, err := e.Reportable(ctx, person, id, n, now)
	if err != nil {
		return store.Report{}, false, err
	}
	switch {
	case about.Open() && text == "":
		return store.Report{}, false, &Refusal{"text", "Write what you want to add."}
	case !about.Open() && !slices.Contains(Reasons(), reason):
		return store.Report{}, false, &Refusal{"reason", "Choose what is wrong."}
	case utf8.RuneCountInString(text) > MaxReport:
		return store.Report{}, false, &Refusal{"text", fmt.Sprintf("Write at most %d characters; this has %d.", MaxReport, utf8.RuneCountInString(text))}
	}
	v := about.Verdict
	r, known, err = e.db.AddReport(ctx, store.Report{Person: person, Attempt: id, N: n, Item: v.kept, Revision: v.Item.Revision(),
		Choice: v.Answer.Choice, Reason: reason, Body: text}, now)
	if errors.Is(err, store.ErrFull) {
		return store.Report{}, false, &Refusal{"text", "That is more than we can read at once. Wait until some of your reports are decided."}
	}
	if err != nil {
		return store.Report{}, false, fmt.Errorf("report a question: %w", err)
	}
	return r, known, nil
}

// An OwnReport is a report as its author sees it.
type OwnReport struct {
	store.Report
	Withheld bool // the question stands on an open attempt: whether it is decided, and how, is not to be told
}

// OwnReports returns the person's reports, newest first.
func (e *Exams) OwnReports(ctx context.Context, person string, now time.Time) ([]OwnReport, error) {
	all, err := e.db.ReportsOf(ctx, person)
	if err != nil {
		return nil, fmt.Errorf("read reports: %w", err)
	}
	if len(all) == 0 {
		return nil, nil
	}
	withheld, err := e.withheld(ctx, person, besides{}, now)
	if err != nil {
		return nil, err
	}
	own := make([]OwnReport, len(all))
	for i, r := range all {
		own[i] = OwnReport{r, withheld[e.bankID(r.Item)]}
		if own[i].Withheld {
			own[i].Decision = store.Decision{}
		}
	}
	return own, nil
}
