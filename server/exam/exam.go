// Package exam is an attempt from start to result. It decides: what is drawn, how long it takes, whether a save is
// good, when keys may be shown. The SQL is the store's, the bank and the scoring are those of package quizzes.
//
// An attempt is open, then submitted, then graded; void stands beside them. Nothing here keeps state in memory, so any
// process can serve any attempt, and two may serve the same one at once: every move goes through the guard of the
// attempt's own row in the store.
//
// Keys are kept in one place. While an attempt is open its pages get quizzes.Question values, which hold no key; and
// no page of any other attempt of that person shows the key of a question that stands on it.
package exam

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"strings"
	"time"

	"frontdesk/quizzes"
	"frontdesk/server/store"
)

// The states of an attempt.
type State string

// An attempt whose time is over stays Open for store.Grace, is Submitted by its owner or by the sweeper, and is Graded
// soon after. Void takes it out of every count.
const (
	Open      State = "open"
	Submitted State = "submitted"
	Graded    State = "graded"
	Void      State = "void"
)

// The values of a start request.
const (
	TimeStandard = "standard"
	TimeHalfMore = "1.5"
	TimeDouble   = "2"
	TimeNone     = "none"

	FeedbackEach = "each" // the reasons after each question; drills only
	FeedbackEnd  = "end"
)

var (
	// ErrNotGraded: the attempt is still open, or is being graded.
	ErrNotGraded = errors.New("the attempt is not graded yet")
	// ErrNotReleased: the answer may not be shown now.
	ErrNotReleased = errors.New("the answer is not released")
	// ErrWithheld: the question also stands on another attempt that is open.
	ErrWithheld = fmt.Errorf("%w: the question stands on another open attempt", ErrNotReleased)
)

// A Refusal says in words what is wrong with a request. Field is the name of the field, for a form.
type Refusal struct{ Field, Message string }

// Error is the message, which a person may read.
func (r *Refusal) Error() string { return r.Message }

// Exams runs the attempts of one course.
type Exams struct {
	db            *store.DB
	bank          *quizzes.Bank
	course        string // id, the beginning of item ids in the store
	courseVersion string
	log           *slog.Logger
}

// New returns the attempts of a course. All it keeps is immutable.
func New(db *store.DB, bank *quizzes.Bank, course, courseVersion string, log *slog.Logger) *Exams {
	return &Exams{db: db, bank: bank, course: course, courseVersion: courseVersion, log: log}
}

// A Request is what a learner asks for on the start page.
type Request struct {
	Mode     quizzes.Mode
	Domain   string // of a drill; at most one of the three
	Lesson   string
	Tag      string
	Count    int    // of a drill
	Time     string // "" means standard
	Feedback string // "" means each for a drill and end for an exam
	Key      string // idempotency key; "" for none
}

// normal fills in what may be left out and refuses what cannot be done.
func (r Request) normal(bp quizzes.Blueprint) (Request, error) {
	if r.Time == "" {
		r.Time = TimeStandard
	}
	if _, ok := factors[r.Time]; !ok {
		return r, &Refusal{"time", "Choose standard, 1.5, 2 or none for the time."}
	}
	if len(r.Key) > 100 {
		return r, &Refusal{"key", "The key is longer than 100 characters."}
	}
	switch r.Mode {
	case quizzes.Mock, quizzes.Half:
		if r.Feedback != "" && r.Feedback != FeedbackEnd {
			return r, &Refusal{"feedback", "An exam shows its answers at the end."}
		}
		if r.Domain+r.Lesson+r.Tag != "" || r.Count != 0 {
			return r, &Refusal{"mode", "A domain, lesson, tag or count goes with a drill."}
		}
		r.Feedback = FeedbackEnd
		return r, nil
	case quizzes.Drill:
		return r.drill(bp)
	}
	return r, &Refusal{"mode", "Choose mock, half or drill for the mode."}
}

func (r Request) drill(bp quizzes.Blueprint) (Request, error) {
	if r.Count == 0 {
		r.Count = 10
	}
	if r.Count < 1 || r.Count > quizzes.MaxDrill {
		return r, &Refusal{"count", fmt.Sprintf("Choose 1 to %d questions.", quizzes.MaxDrill)}
	}
	chosen := 0
	for _, s := range []string{r.Domain, r.Lesson, r.Tag} {
		if s != "" {
			chosen++
		}
	}
	if chosen > 1 {
		return r, &Refusal{"domain", "Choose one of domain, lesson and tag."}
	}
	if _, ok := bp.Domain(r.Domain); r.Domain != "" && !ok {
		return r, &Refusal{"domain", "The exam has no such domain."}
	}
	if r.Feedback == "" {
		r.Feedback = FeedbackEach
	}
	if r.Feedback != FeedbackEach && r.Feedback != FeedbackEnd {
		return r, &Refusal{"feedback", "Choose each or end for the feedback."}
	}
	return r, nil
}

// factors are the learner's own choices of time; 0 takes the limit off.
var factors = map[string]float64{TimeStandard: 1, TimeHalfMore: 1.5, TimeDouble: 2, TimeNone: 0}

// Minutes is how long an attempt of the mode takes with a factor, rounded up; factor 0 means without limit, which is 0.
func (e *Exams) Minutes(m quizzes.Mode, factor float64) int {
	return int(math.Ceil(float64(e.standard(m))*factor - 1e-6)) // 110 times 1.1 is a little more than 121 in floating point
}

// factor is what the time of a person's attempt is multiplied with: the learner's own choice, or what staff have set for
// the person where that is more; 0 is without limit.
func (e *Exams) factor(ctx context.Context, person, choice string) (float64, error) {
	if factors[choice] == 0 || person == "" {
		return factors[choice], nil
	}
	p, err := e.db.Person(ctx, person)
	if err != nil {
		return 0, fmt.Errorf("read time factor: %w", err)
	}
	return max(factors[choice], p.Factor), nil
}

// standard is the time of the mode before any factor; 0 for a drill, which has no clock.
func (e *Exams) standard(m quizzes.Mode) int {
	switch m {
	case quizzes.Mock:
		return e.bank.Blueprint().Minutes
	case quizzes.Half:
		return e.bank.Blueprint().HalfMinutes
	}
	return 0
}

// Start begins an attempt, or returns the one that the same key began or that is open in the same mode; started tells
// which. Errors: *Refusal; quizzes.ErrTooFewItems; store errors.
func (e *Exams) Start(ctx context.Context, person string, r Request, seed uint64, now time.Time) (id string, started bool, err error) {
	r, err = r.normal(e.bank.Blueprint())
	if err != nil {
		return "", false, err
	}
	if id, ok, err := e.existing(ctx, person, r, now); err != nil || ok {
		return id, false, err
	}
	form, _, err := e.draw(ctx, person, r, seed, now)
	if err != nil {
		return "", false, fmt.Errorf("draw a form: %w", err)
	}
	factor, err := e.factor(ctx, person, r.Time)
	if err != nil {
		return "", false, err
	}
	id, started, err = e.db.StartAttempt(ctx, e.attempt(person, r, form, factor, now), now)
	if err != nil {
		return "", false, fmt.Errorf("start attempt: %w", err)
	}
	return id, started, nil
}

// existing finds the attempt that Start would return anyway, before a form is drawn for nothing: an open exam can make
// the bank too small for a second one.
func (e *Exams) existing(ctx context.Context, person string, r Request, now time.Time) (string, bool, error) {
	all, err := e.db.AttemptsOf(ctx, person)
	if err != nil {
		return "", false, fmt.Errorf("look for an open attempt: %w", err)
	}
	open := ""
	for _, a := range all {
		switch {
		case r.Key != "" && a.Key == r.Key:
			return a.ID, true, nil
		case a.Mode == string(r.Mode) && a.Open(now):
			open = a.ID
		}
	}
	return open, open != "", nil
}

// draw picks the items. It also tells, for a drill, where they come from.
func (e *Exams) draw(ctx context.Context, person string, r Request, seed uint64, now time.Time) (quizzes.Form, quizzes.DrillMix, error) {
	seen, err := e.history(ctx, person)
	if err != nil {
		return quizzes.Form{}, quizzes.DrillMix{}, err
	}
	if r.Mode != quizzes.Drill {
		if err := e.countOpen(ctx, person, seen, now); err != nil {
			return quizzes.Form{}, quizzes.DrillMix{}, err
		}
		f, err := e.bank.Draw(r.Mode, seen, seed, now)
		return f, quizzes.DrillMix{}, err
	}
	withheld, err := e.withheld(ctx, person, "")
	if err != nil {
		return quizzes.Form{}, quizzes.DrillMix{}, err
	}
	return e.bank.DrillDraw(quizzes.DrillPlan{Domain: r.Domain, Lesson: r.Lesson, Tag: r.Tag, Count: r.Count, Exclude: withheld}, seen, seed, now)
}

// history is what the person has done with each item of this course, by id in the bank.
func (e *Exams) history(ctx context.Context, person string) (map[string]quizzes.Seen, error) {
	kept, err := e.db.History(ctx, person)
	if err != nil {
		return nil, fmt.Errorf("read history: %w", err)
	}
	seen := map[string]quizzes.Seen{}
	for id, s := range kept {
		if id, ok := strings.CutPrefix(id, e.course+"/"); ok {
			seen[id] = quizzes.Seen{Times: s.Times, Last: s.Last, Right: s.Right}
		}
	}
	return seen, nil
}

// countOpen counts what stands on open attempts as seen: a form that is drawn beside them takes other questions first.
func (e *Exams) countOpen(ctx context.Context, person string, seen map[string]quizzes.Seen, now time.Time) error {
	open, err := e.withheld(ctx, person, "")
	if err != nil {
		return err
	}
	for id := range open {
		if s := seen[id]; s.Times == 0 {
			seen[id] = quizzes.Seen{Times: 1, Last: now}
		}
	}
	return nil
}

// withheld is the set of items whose keys the person may not see now: those on open attempts, but for the ones that
// were checked there. The attempt named except does not count.
func (e *Exams) withheld(ctx context.Context, person, except string) (map[string]bool, error) {
	open, err := e.db.OpenItems(ctx, person)
	if err != nil {
		return nil, fmt.Errorf("read open items: %w", err)
	}
	set := map[string]bool{}
	for _, o := range open {
		if o.Attempt != except && !o.Locked {
			set[strings.TrimPrefix(o.Item, e.course+"/")] = true
		}
	}
	return set, nil
}

// attempt is the record of a form that was drawn.
func (e *Exams) attempt(person string, r Request, f quizzes.Form, factor float64, now time.Time) store.NewAttempt {
	bp := e.bank.Blueprint()
	a := store.NewAttempt{
		Person: person, Key: r.Key, Mode: string(r.Mode), Course: e.course, Title: e.title(r),
		Blueprint: bp.Version, BankVersion: f.BankVersion, CourseVersion: e.courseVersion,
		Policy: store.Policy{Minutes: e.standard(r.Mode), Factor: factor, Time: r.Time, Feedback: r.Feedback, Release: "submit"},
		Seed:   f.Seed, SeenCount: f.Repeats(),
	}
	if m := e.Minutes(r.Mode, factor); m > 0 {
		a.Deadline = now.Add(time.Duration(m) * time.Minute)
	} else {
		a.Policy.Minutes = 0
	}
	for _, s := range f.Slots {
		it, _ := e.bank.Item(s.Item) // a form is drawn from this bank
		a.Items = append(a.Items, store.NewItem{Item: e.course + "/" + s.Item, Revision: s.Revision, Domain: s.Domain,
			Lesson: it.Lesson(), Order: s.Order, Scored: s.Scored})
		a.Texts = append(a.Texts, store.Text{Hash: s.Revision, Kind: "item", ID: e.course + "/" + s.Item, Body: it.Freeze()})
	}
	return a
}

// title is the attempt's name in lists.
func (e *Exams) title(r Request) string {
	switch {
	case r.Mode == quizzes.Mock:
		return "Practice exam"
	case r.Mode == quizzes.Half:
		return "Half exam"
	case r.Domain != "":
		d, _ := e.bank.Blueprint().Domain(r.Domain)
		return "Drill: " + d.Title
	case r.Lesson != "":
		return "Drill: lesson " + r.Lesson
	case r.Tag != "":
		return "Drill: " + strings.ReplaceAll(r.Tag, "-", " ")
	}
	return "Drill: mixed questions"
}

// A Prospect is what the start page says before anything is started.
type Prospect struct {
	Request Request // with what was left out filled in
	Scored  int
	Pretest int
	Minutes int     // standard time of the mode, before any factor; 0 for a drill
	Factor  float64 // of the person; 1 unless staff set more
	Fresh   []Fresh // by domain; exams only
	Mix     quizzes.DrillMix
	Fit     int // how many questions a drill could have at most
	Open    *store.Attempt
}

// Fresh is how many questions of a domain a person has never seen, and how many a form needs.
type Fresh struct {
	Domain     quizzes.Domain
	Left, Need int
}

// Prospect says what Start would do. An attempt that is open in the same mode is in Open; starting would go on with
// it. Errors: *Refusal; store errors. A bank that is too small is no error here: the figures show it.
func (e *Exams) Prospect(ctx context.Context, person string, r Request, now time.Time) (Prospect, error) {
	r, err := r.normal(e.bank.Blueprint())
	if err != nil {
		return Prospect{}, err
	}
	p := Prospect{Request: r, Minutes: e.standard(r.Mode)}
	if p.Factor, err = e.factor(ctx, person, TimeStandard); err != nil {
		return Prospect{}, err
	}
	if p.Open, err = e.openOf(ctx, person, r.Mode, now); err != nil {
		return Prospect{}, err
	}
	if r.Mode == quizzes.Drill {
		return e.drillProspect(ctx, person, p, now)
	}
	p.Scored, p.Pretest = e.bank.Blueprint().Total(r.Mode)
	seen, err := e.history(ctx, person)
	if err != nil {
		return Prospect{}, err
	}
	if err := e.countOpen(ctx, person, seen, now); err != nil {
		return Prospect{}, err
	}
	left := e.bank.Fresh(seen, now)
	for _, d := range e.bank.Blueprint().Domains {
		p.Fresh = append(p.Fresh, Fresh{Domain: d, Left: left[d.ID], Need: d.Need(r.Mode)})
	}
	return p, nil
}

func (e *Exams) drillProspect(ctx context.Context, person string, p Prospect, now time.Time) (Prospect, error) {
	withheld, err := e.withheld(ctx, person, "")
	if err != nil {
		return Prospect{}, err
	}
	r := p.Request
	p.Fit = e.bank.DrillSize(quizzes.DrillPlan{Domain: r.Domain, Lesson: r.Lesson, Tag: r.Tag, Exclude: withheld}, now)
	if p.Fit == 0 {
		return p, nil
	}
	r.Count = min(r.Count, p.Fit)
	_, p.Mix, err = e.draw(ctx, person, r, 1, now)
	p.Scored = r.Count
	return p, err
}

// openOf returns the person's open attempt of a mode, or nil.
func (e *Exams) openOf(ctx context.Context, person string, m quizzes.Mode, now time.Time) (*store.Attempt, error) {
	all, err := e.db.AttemptsOf(ctx, person)
	if err != nil {
		return nil, fmt.Errorf("look for an open attempt: %w", err)
	}
	for _, a := range all {
		if a.Mode == string(m) && a.Open(now) {
			return &a, nil
		}
	}
	return nil, nil
}
