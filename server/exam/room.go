package exam

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"frontdesk/quizzes"
	"frontdesk/server/store"
)

// A Room is an attempt as its owner sees it, in any state.
type Room struct {
	Attempt   store.Attempt
	State     State
	Untimed   bool
	Remaining time.Duration // 0 when untimed or over
	Released  bool          // whether answers may be shown
	Seats     []Seat
}

// Locked reports whether nothing can be changed any more.
func (r Room) Locked() bool { return r.State != Open }

// Answered and Flagged count seats.
func (r Room) Answered() int { return r.count(func(s Seat) bool { return s.Answer.Choice != "" }) }

// Flagged counts the seats that the learner wants to come back to.
func (r Room) Flagged() int { return r.count(func(s Seat) bool { return s.Answer.Flagged }) }

func (r Room) count(is func(Seat) bool) int {
	n := 0
	for _, s := range r.Seats {
		if is(s) {
			n++
		}
	}
	return n
}

// A Seat is one place of a room: the question, without key, and the person's answer to it. Whether it is scored is not
// here, so a page cannot tell.
type Seat struct {
	N        int
	Question quizzes.Question
	Answer   store.Answer
	Checked  bool // the reasons were shown and the answer stands
}

// Seen reports whether the learner has done anything with the seat.
func (s Seat) Seen() bool { return s.Answer.Seq > 0 }

// Minutes is how long the attempt takes in all, with factor and granted time, rounded up; 0 when untimed.
func (r Room) Minutes() int {
	if r.Untimed {
		return 0
	}
	d := r.Attempt.Ends().Sub(r.Attempt.Started)
	return int((d + time.Minute - 1) / time.Minute)
}

// Room returns one of the person's attempts with all its questions. An attempt whose time is over is closed and graded
// on the way, as the sweeper would do. Errors: store.ErrNotFound, also for someone else's; store errors.
func (e *Exams) Room(ctx context.Context, person, id string, now time.Time) (Room, error) {
	r, err := e.empty(ctx, person, id, now)
	if err != nil {
		return Room{}, err
	}
	items, err := e.db.AttemptItems(ctx, person, id)
	if err != nil {
		return Room{}, fmt.Errorf("read the items of an attempt: %w", err)
	}
	thawed, err := e.thaw(ctx, person, id, items)
	if err != nil {
		return Room{}, err
	}
	for i, it := range items {
		r.Seats = append(r.Seats, Seat{N: it.N, Question: thawed[i].Question(it.Order), Answer: it.Answer, Checked: !it.Locked.IsZero()})
	}
	return r, nil
}

// empty is a room without its seats.
func (e *Exams) empty(ctx context.Context, person, id string, now time.Time) (Room, error) {
	a, err := e.settle(ctx, person, id, now)
	if err != nil {
		return Room{}, err
	}
	r := Room{Attempt: a, State: StateOf(a), Untimed: a.Deadline.IsZero()}
	if r.State == Graded {
		release, err := e.releaseOf(ctx, a, now)
		if err != nil {
			return Room{}, err
		}
		r.Released = release.Answers.Now
	}
	if !r.Untimed && r.State == Open {
		r.Remaining = max(a.Ends().Sub(now), 0)
	}
	return r, nil
}

// StateOf is the state that the record of an attempt is in.
func StateOf(a store.Attempt) State {
	switch {
	case !a.Voided.IsZero():
		return Void
	case !a.Graded.IsZero():
		return Graded
	case !a.Submitted.IsZero():
		return Submitted
	}
	return Open
}

// thaw returns the frozen revision of every item. Where the bank still has that very revision its Item is used: the
// rationales may have been improved since, and nothing else can differ.
func (e *Exams) thaw(ctx context.Context, person, id string, items []store.AttemptItem) ([]quizzes.Item, error) {
	thawed := make([]quizzes.Item, len(items))
	var texts map[string]store.Text
	for i, it := range items {
		if now, ok := e.bank.Item(strings.TrimPrefix(it.Item, e.course+"/")); ok && now.Revision() == it.Revision {
			thawed[i] = now
			continue
		}
		if texts == nil {
			var err error
			if texts, err = e.db.AttemptTexts(ctx, person, id); err != nil {
				return nil, fmt.Errorf("read frozen items: %w", err)
			}
		}
		var err error
		if thawed[i], err = quizzes.Thaw(texts[it.Revision].Body); err != nil {
			return nil, fmt.Errorf("item %s of attempt: %w", it.Item, err)
		}
	}
	return thawed, nil
}

// one returns a single item of an attempt with its frozen revision.
func (e *Exams) one(ctx context.Context, person, id string, n int) (store.AttemptItem, quizzes.Item, error) {
	it, err := e.db.AttemptItem(ctx, person, id, n)
	if err != nil {
		return it, quizzes.Item{}, fmt.Errorf("read item %d: %w", n, err)
	}
	thawed, err := e.thaw(ctx, person, id, []store.AttemptItem{it})
	if err != nil {
		return it, quizzes.Item{}, err
	}
	return it, thawed[0], nil
}

// A Change is what a save asks for. A field that is not given stays as it is; one given with the zero value is cleared.
type Change struct {
	Seq        int64 // the client's number for this item; 0 takes the next
	Choice     store.Field[string]
	Flagged    store.Field[bool]
	Struck     store.Field[[]string]
	Confidence store.Field[string]
	Spent      time.Duration
	Tab        string
}

// A Kept is what stands after a save.
type Kept struct {
	store.Kept
	Remaining time.Duration
	Untimed   bool
}

// Save records a change of item n. Errors: store.ErrNotFound (no such attempt of the person, or no such n),
// store.ErrClosed, store.ErrLocked and store.ErrTakenOver, which win over a *Refusal of what was sent.
func (e *Exams) Save(ctx context.Context, person, id string, n int, c Change, now time.Time) (Kept, error) {
	a, err := e.db.Attempt(ctx, person, id)
	if err != nil {
		return Kept{}, fmt.Errorf("save answer: %w", err)
	}
	it, err := e.db.AttemptItem(ctx, person, id, n)
	if err != nil {
		return Kept{}, fmt.Errorf("save answer: %w", err)
	}
	if refusal := c.refusal(len(it.Order)); refusal != nil {
		switch {
		case !a.Open(now):
			return Kept{}, fmt.Errorf("save answer: %w", store.ErrClosed)
		case !it.Locked.IsZero():
			return Kept{}, fmt.Errorf("save answer: %w", store.ErrLocked)
		}
		return Kept{}, refusal
	}
	k, err := e.db.SaveAnswer(ctx, store.Save{Person: person, Attempt: id, N: n, Seq: c.Seq, Choice: c.Choice, Flagged: c.Flagged,
		Struck:     store.Field[string]{Given: c.Struck.Given, Value: joined(c.Struck.Value)},
		Confidence: c.Confidence, Spent: c.Spent, Tab: c.Tab}, now)
	if err != nil {
		return Kept{}, fmt.Errorf("save answer: %w", err)
	}
	kept := Kept{Kept: k, Untimed: k.Ends.IsZero()}
	if !kept.Untimed {
		kept.Remaining = max(k.Ends.Sub(now), 0)
	}
	return kept, nil
}

// Ready reports why a save of item n could not be taken now, whatever it held: store.ErrNotFound, store.ErrClosed or
// store.ErrLocked; nil if it could.
func (e *Exams) Ready(ctx context.Context, person, id string, n int, now time.Time) error {
	a, err := e.db.Attempt(ctx, person, id)
	if err != nil {
		return fmt.Errorf("look at attempt: %w", err)
	}
	it, err := e.db.AttemptItem(ctx, person, id, n)
	if err != nil {
		return fmt.Errorf("look at item: %w", err)
	}
	switch {
	case !a.Open(now):
		return store.ErrClosed
	case !it.Locked.IsZero():
		return store.ErrLocked
	}
	return nil
}

// maxSpent is the longest time on one question that a single save may report; more is a clock gone wrong.
const maxSpent = 24 * time.Hour

// maxSeq is the greatest number of a save: up to here JavaScript counts exactly, and a form's save still finds one above.
const maxSeq = 1<<53 - 1

// refusal says what is wrong with a change to an item of that many options, or nil.
func (c Change) refusal(options int) error {
	isOption := func(s string) bool { return len(s) == 1 && s[0] >= 'a' && int(s[0]-'a') < options }
	switch {
	case c.Seq < 0 || c.Seq > maxSeq:
		return &Refusal{"seq", "seq counts from 1 and stays below 2 to the power of 53."}
	case c.Choice.Value != "" && !isOption(c.Choice.Value):
		return &Refusal{"choice", "That is not an option of this question."}
	case slices.ContainsFunc(c.Struck.Value, func(s string) bool { return !isOption(s) }):
		return &Refusal{"struck", "A crossed-out option is not one of this question."}
	case !slices.Contains([]string{"", "guess", "unsure", "sure"}, c.Confidence.Value):
		return &Refusal{"confidence", "confidence is guess, unsure or sure."}
	case c.Spent < 0 || c.Spent > maxSpent:
		return &Refusal{"spent_ms", "spent_ms lies between 0 and a day."}
	case len(c.Tab) > 64:
		return &Refusal{"tab", "tab has at most 64 characters."}
	}
	return nil
}

// joined is the stored form of crossed-out options: each once, in order.
func joined(options []string) string {
	sorted := slices.Clone(options)
	slices.Sort(sorted)
	return strings.Join(slices.Compact(sorted), "")
}

// A Verdict is an answered question with its key and every reason. It exists only where those may be shown.
type Verdict struct {
	N       int
	Item    quizzes.Item
	Order   string // option ids in the order shown
	Answer  store.Answer
	Scored  bool
	Changes int    // how often the answer was replaced by another
	Before  string // the choice that the last change replaced; "" without changes

	Decisions []store.Decision // about this revision, oldest first; of a result alone
	Given     bool             // one of them gives the point

	kept string // the item's id in the store
}

// Right reports whether the answer has its point: it is the key that was sat, or the point was given.
func (v Verdict) Right() bool {
	return v.Given || v.Answer.Choice != "" && v.Answer.Choice == v.Item.Key()
}

// Missed reports whether the question counts and was not right: what a result calls missed. A question without an answer
// is missed too.
func (v Verdict) Missed() bool { return v.Scored && !v.Right() }

// Check locks an item of a drill that shows its reasons after each question, and returns them. Checking again returns
// the same. Errors: store.ErrNotFound; store.ErrClosed; ErrNotReleased where the attempt shows its answers at the end;
// ErrWithheld; a *Refusal while nothing is chosen.
func (e *Exams) Check(ctx context.Context, person, id string, n int, now time.Time) (Verdict, error) {
	a, err := e.db.Attempt(ctx, person, id)
	if err != nil {
		return Verdict{}, fmt.Errorf("check answer: %w", err)
	}
	it, item, err := e.one(ctx, person, id, n)
	if err != nil {
		return Verdict{}, fmt.Errorf("check answer: %w", err)
	}
	if a.Policy.Feedback != FeedbackEach {
		return Verdict{}, fmt.Errorf("check answer: %w", ErrNotReleased)
	}
	withheld, err := e.withheld(ctx, person, besides{attempt: id}, now)
	if err != nil {
		return Verdict{}, err
	}
	if withheld[item.ID()] {
		return Verdict{}, fmt.Errorf("check answer: %w", ErrWithheld)
	}
	if it.Answer.Choice == "" && a.Open(now) {
		return Verdict{}, &Refusal{"choice", "Choose an answer first."}
	}
	judge := func(choice string) bool { return choice != "" && choice == item.Key() }
	it, err = e.db.LockItem(ctx, person, id, n, judge, now)
	if err != nil {
		return Verdict{}, fmt.Errorf("check answer: %w", err)
	}
	return e.known(ctx, a.Person, id, Verdict{N: n, Item: item, Order: it.Order, Answer: it.Answer, Scored: it.Scored, kept: it.Item})
}

// Checked returns the verdict of an item that was checked before, for showing its page again. Errors as for Check;
// ErrNotReleased if it was not checked.
func (e *Exams) Checked(ctx context.Context, person, id string, n int, now time.Time) (Verdict, error) {
	it, item, err := e.one(ctx, person, id, n)
	if err != nil {
		return Verdict{}, err
	}
	withheld, err := e.withheld(ctx, person, besides{attempt: id}, now)
	if err != nil {
		return Verdict{}, err
	}
	if it.Locked.IsZero() {
		return Verdict{}, ErrNotReleased
	}
	if withheld[item.ID()] {
		return Verdict{}, ErrWithheld
	}
	return e.known(ctx, person, id, Verdict{N: n, Item: item, Order: it.Order, Answer: it.Answer, Scored: it.Scored, kept: it.Item})
}
