package exam

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"frontdesk/quizzes"
	"frontdesk/server/store"
)

// What staff do with reported questions. Who asks is checked by the caller; what is checked here is that nobody is shown
// a question that stands on an open attempt of their own: ErrWithheld.

// A Reported is a question, in one revision, in the list of those that were reported.
type Reported struct {
	Item     quizzes.Item
	Reports  []store.Report  // open ones, oldest first; none if it is decided
	Held     bool            // off exam forms until it is decided
	Off      bool            // off all forms until the bank has another revision
	Decision *store.Decision // the newest; nil for none
}

// Queue is what was reported: open first, the oldest report first; then what was decided, newest first. What stands on an
// open attempt of the person who asks is left out and counted.
type Queue struct {
	Open, Decided []Reported
	Withheld      int
}

// maxDecided is how many decided questions a queue shows.
const maxDecided = 50

// Queue lists what was reported, for a person of the staff.
func (e *Exams) Queue(ctx context.Context, staff string, now time.Time) (Queue, error) {
	reports, err := e.db.OpenReports(ctx)
	if err != nil {
		return Queue{}, fmt.Errorf("read reports: %w", err)
	}
	decisions, err := e.db.Decisions(ctx)
	if err != nil {
		return Queue{}, fmt.Errorf("read decisions: %w", err)
	}
	byRevision, order := map[string]*Reported{}, []string{}
	about := func(revision string) *Reported {
		if byRevision[revision] == nil {
			byRevision[revision] = &Reported{}
			order = append(order, revision)
		}
		return byRevision[revision]
	}
	for _, r := range reports {
		q := about(r.Revision)
		q.Reports = append(q.Reports, r)
	}
	slices.SortStableFunc(decisions, func(x, y store.Decision) int { return y.At.Compare(x.At) })
	for i, d := range decisions {
		if q := about(d.Revision); q.Decision == nil || q.Decision.No < d.No {
			q.Decision = &decisions[i]
		}
	}
	return e.queue(ctx, staff, order, byRevision, now)
}

// queue fills in what a list shows of each.
func (e *Exams) queue(ctx context.Context, staff string, order []string, byRevision map[string]*Reported, now time.Time) (Queue, error) {
	withheld, err := e.withheld(ctx, staff, besides{}, now)
	if err != nil {
		return Queue{}, err
	}
	off, held, err := e.offNow(ctx)
	if err != nil {
		return Queue{}, err
	}
	var q Queue
	for _, revision := range order {
		r := byRevision[revision]
		if len(r.Reports) == 0 && len(q.Decided) >= maxDecided {
			continue
		}
		if r.Item, err = e.itemOf(ctx, revision); err != nil {
			return Queue{}, err
		}
		r.Held, r.Off = held[revision], off[revision]
		switch {
		case withheld[r.Item.ID()]:
			q.Withheld++
		case len(r.Reports) > 0:
			q.Open = append(q.Open, *r)
		default:
			q.Decided = append(q.Decided, *r)
		}
	}
	return q, nil
}

// offNow are the revisions that are off all forms, and those that are held off exam forms.
func (e *Exams) offNow(ctx context.Context) (off, held map[string]bool, err error) {
	decisions, err := e.db.Decisions(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("read decisions: %w", err)
	}
	if held, err = e.db.Reported(ctx, ReasonTwo, enough); err != nil {
		return nil, nil, fmt.Errorf("read reports: %w", err)
	}
	return offForms(decisions), held, nil
}

// An Inquiry is all that there is to know about one revision of a question before it is decided.
type Inquiry struct {
	Reported
	Key       string           // the right option as it is known now
	InBank    bool             // the bank has this very revision
	All       []store.Report   // decided ones too, oldest first
	Decisions []store.Decision // oldest first
	Analysis  quizzes.ItemAnalysis
}

// Seen is what a decision that is made on this must name, so that nobody decides over what they have not seen: how many
// decisions there were, and the number of the newest report.
func (q Inquiry) Seen() (decisions, report int) {
	if len(q.All) > 0 {
		report = q.All[len(q.All)-1].No
	}
	return len(q.Decisions), report
}

// Inquire returns what there is to know about a revision, for a person of the staff. Errors: store.ErrNotFound if it was
// never drawn; ErrWithheld.
func (e *Exams) Inquire(ctx context.Context, staff, revision string, now time.Time) (Inquiry, error) {
	q, err := e.inquiry(ctx, staff, revision, now)
	if err != nil {
		return Inquiry{}, err
	}
	all, err := e.analyze(ctx)
	q.Analysis = all.Items[revision]
	return q, err
}

// inquiry is Inquire without the statistics.
func (e *Exams) inquiry(ctx context.Context, staff, revision string, now time.Time) (Inquiry, error) {
	item, err := e.itemOf(ctx, revision)
	if err != nil {
		return Inquiry{}, err
	}
	withheld, err := e.withheld(ctx, staff, besides{}, now)
	if err != nil {
		return Inquiry{}, err
	}
	if withheld[item.ID()] {
		return Inquiry{}, ErrWithheld
	}
	q := Inquiry{Key: item.Key(), Reported: Reported{Item: item}}
	kept := e.course + "/" + item.ID()
	if q.All, err = e.db.ReportsOn(ctx, kept, revision); err != nil {
		return Inquiry{}, fmt.Errorf("read reports: %w", err)
	}
	if q.Decisions, err = e.db.DecisionsOn(ctx, kept, revision); err != nil {
		return Inquiry{}, fmt.Errorf("read decisions: %w", err)
	}
	for _, r := range q.All {
		if r.Decision.No == 0 {
			q.Reports = append(q.Reports, r)
		}
	}
	for i, d := range q.Decisions {
		q.Decision = &q.Decisions[i]
		if d.Verdict == VerdictRekey {
			q.Key = d.Key
		}
	}
	off, held, err := e.offNow(ctx)
	if err != nil {
		return Inquiry{}, err
	}
	q.Off, q.Held = off[revision], held[revision]
	present, ok := e.bank.Item(item.ID())
	q.InBank = ok && present.Revision() == revision
	return q, nil
}

// A Ruling is a decision as it is asked for.
type Ruling struct {
	Verdict   string
	Key       string // of a rekey
	Policy    string // of a rekey
	Note      string // to learners: why; needed for VerdictRight and VerdictRekey
	Decisions int    // what Inquiry.Seen gave
	Report    int
}

// MaxNote is the longest note of a decision, in characters.
const MaxNote = 1000

// normal leaves out what does not belong to the verdict, and refuses what is missing, or what was decided meanwhile.
func (r Ruling) normal(q Inquiry) (Ruling, error) {
	if len(q.Decisions) != r.Decisions {
		return r, store.ErrDecided
	}
	if r.Verdict != VerdictRekey {
		r.Key, r.Policy = "", ""
	}
	switch {
	case !slices.Contains([]string{VerdictRight, VerdictWording, VerdictRekey, VerdictRetire}, r.Verdict):
		return r, &Refusal{"verdict", "Choose what you decide."}
	case r.Verdict == VerdictRekey && !slices.Contains([]string{"a", "b", "c", "d"}, r.Key):
		return r, &Refusal{"key", "Choose the answer that is right."}
	case r.Verdict == VerdictRekey && r.Key == q.Key:
		return r, &Refusal{"key", "That answer is marked already. Choose the one that is right."}
	case r.Verdict == VerdictRekey && r.Policy != PolicyEveryone && r.Policy != PolicyHigher:
		return r, &Refusal{"policy", "Choose what happens to past attempts."}
	case r.Note == "" && (r.Verdict == VerdictRight || r.Verdict == VerdictRekey):
		return r, &Refusal{"note", "Write why: learners will read it."}
	case utf8.RuneCountInString(r.Note) > MaxNote:
		return r, &Refusal{"note", fmt.Sprintf("Write at most %d characters; this has %d.", MaxNote, utf8.RuneCountInString(r.Note))}
	}
	return r, nil
}

// An Effect is what a ruling would do.
type Effect struct {
	Graded  int // attempts that are graded and have the question
	Higher  int // of these, the ones that get a higher score; none gets a lower one
	Trial   int // of these, the ones where it was a pretest item
	Waiting int // attempts that are open or being graded: they get theirs when they are graded
	Reports int // open reports that are answered by it
}

// Preview tells what a ruling would do, and changes nothing. Errors: those of Inquire; *Refusal; store.ErrDecided.
func (e *Exams) Preview(ctx context.Context, staff, revision string, r Ruling, now time.Time) (Inquiry, Effect, error) {
	q, err := e.inquiry(ctx, staff, revision, now)
	if err != nil {
		return q, Effect{}, err
	}
	if r, err = r.normal(q); err != nil {
		return q, Effect{}, err
	}
	standing, err := e.db.StandingOn(ctx, e.course+"/"+q.Item.ID(), revision)
	if err != nil {
		return q, Effect{}, fmt.Errorf("count attempts: %w", err)
	}
	var f Effect
	for _, s := range standing {
		f.count(s, q.Decisions, store.Decision{Policy: r.Policy, Key: r.Key})
	}
	for _, rep := range q.Reports {
		if rep.No <= r.Report {
			f.Reports++
		}
	}
	return q, f, nil
}

// count adds one place on which the question stands.
func (f *Effect) count(s store.Standing, before []store.Decision, d store.Decision) {
	has := s.Correct || slices.ContainsFunc(before, func(b store.Decision) bool { return gives(b, s.Choice) })
	switch {
	case !s.Graded:
		f.Waiting++
		return
	case !s.Scored:
		f.Trial++
	case !has && gives(d, s.Choice):
		f.Higher++
	}
	f.Graded++
}

// atOnce is how many attempts are corrected while who decides waits; the sweeper does the rest.
const atOnce = 100

// Decide makes a decision and corrects attempts by it. Errors: those of Preview.
func (e *Exams) Decide(ctx context.Context, staff, revision string, r Ruling, now time.Time) error {
	q, err := e.inquiry(ctx, staff, revision, now)
	if err != nil {
		return err
	}
	if err := e.rule(ctx, staff, q, r, now); err != nil {
		return err
	}
	if _, err := e.correctDue(ctx, atOnce, now); err != nil { // the decision stands, and the sweeper goes on
		e.log.WarnContext(ctx, "corrections are left to the sweeper", "error", err)
	}
	return nil
}

// rule writes the decision down, and nothing else.
func (e *Exams) rule(ctx context.Context, staff string, q Inquiry, r Ruling, now time.Time) error {
	r, err := r.normal(q)
	if err != nil {
		return err
	}
	d := store.Decision{Item: e.course + "/" + q.Item.ID(), Revision: q.Item.Revision(), No: r.Decisions + 1, Verdict: r.Verdict,
		Key: r.Key, Policy: r.Policy, Note: r.Note, Actor: staff}
	var text store.Text
	if r.Verdict == VerdictRekey {
		other, err := q.Item.WithKey(r.Key)
		if err != nil {
			return fmt.Errorf("decide: %w", err)
		}
		d.Became = other.Revision()
		text = store.Text{Hash: d.Became, Kind: "item", ID: d.Item, Body: other.Freeze()}
	}
	if _, err := e.db.Decide(ctx, d, r.Report, text, now); err != nil {
		return fmt.Errorf("decide: %w", err)
	}
	return nil
}

// Oldest is when the first open report came; zero for none.
func (r Reported) Oldest() time.Time {
	if len(r.Reports) == 0 {
		return time.Time{}
	}
	return slices.MinFunc(r.Reports, func(x, y store.Report) int { return cmp.Compare(x.No, y.No) }).At
}
