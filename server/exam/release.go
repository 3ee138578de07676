package exam

import (
	"context"
	"fmt"
	"time"

	"frontdesk/quizzes"
	"frontdesk/server/classwork"
	"frontdesk/server/store"
)

// When class work shows its score and its answers, and what is withheld until then. Nothing of it is stored: it follows
// from the rules of the work, and from who gets it, as they are when somebody asks.

// Shown is whether a learner may see something, and when.
type Shown struct {
	Now   bool
	Never bool      // not at any time
	At    time.Time // when it will be; zero where that has no date
}

// A Release is when an attempt shows its score and its answers. The answers never come before the score.
type Release struct {
	Score, Answers Shown
	Class          string         // the name of the class that has given the work; "" for a learner's own
	Zone           *time.Location // of the work; nil for a learner's own
}

// free is the release of a learner's own attempt.
func free() Release { return Release{Score: Shown{Now: true}, Answers: Shown{Now: true}} }

// Releases are those of the class work that a person has to do with, by assignment.
type Releases map[string]Release

// Of is the release of an attempt for an assignment; "" is a learner's own. Work that is not known shows nothing.
func (r Releases) Of(assignment string) Release {
	if assignment == "" {
		return free()
	}
	return r[assignment]
}

// Releases says when the class work of a person shows score and answers.
func (e *Exams) Releases(ctx context.Context, person string, now time.Time) (Releases, error) {
	works, err := e.givenWork(ctx, person, now)
	if err != nil {
		return nil, err
	}
	all := Releases{}
	for _, w := range works {
		all[w.ID] = w.release
	}
	return all, nil
}

// releaseOf is the release of one attempt.
func (e *Exams) releaseOf(ctx context.Context, a store.Attempt, now time.Time) (Release, error) {
	if a.Assignment == "" {
		return free(), nil
	}
	all, err := e.Releases(ctx, a.Person, now)
	return all.Of(a.Assignment), err
}

// givenWork is work that a person sits, with its release.
type givenWork struct {
	store.GivenWork
	gets    bool // of a fixed form: the person is among those who get it now
	over    bool // it is due, or closed, for everybody who gets it; or nobody is given it any more
	release Release
}

func (e *Exams) givenWork(ctx context.Context, person string, now time.Time) ([]givenWork, error) {
	all, err := e.db.WorkOf(ctx, person)
	if err != nil {
		return nil, fmt.Errorf("read class work: %w", err)
	}
	learners := map[string][]store.ClassMember{}
	var works []givenWork
	for _, g := range all {
		if !classwork.Sat(g.Kind) || !g.Tried && g.Kind != classwork.Form {
			continue
		}
		w := e.Work(g.Assignment)
		terms := classwork.TermsFor(w, classwork.Facts{})
		if terms.Score == classwork.AtOnce && terms.Answers == classwork.AtOnce && g.Kind != classwork.Form {
			at := free() // who else gets it does not matter
			at.Class, at.Zone = g.Name, w.Zone
			works = append(works, givenWork{GivenWork: g, release: at})
			continue
		}
		if _, ok := learners[g.Class]; !ok {
			if learners[g.Class], err = e.db.LearnersOf(ctx, g.Class); err != nil {
				return nil, fmt.Errorf("read who gets class work: %w", err)
			}
		}
		work, err := e.given(ctx, g, w, terms, person, learners[g.Class], now)
		if err != nil {
			return nil, err
		}
		works = append(works, work)
	}
	return works, nil
}

// given tells how the work stands for a person, among all learners of its class.
func (e *Exams) given(ctx context.Context, g store.GivenWork, w classwork.Work, terms classwork.Terms, person string, learners []store.ClassMember, now time.Time) (givenWork, error) {
	work := givenWork{GivenWork: g}
	ends := []classwork.Terms{}
	for _, m := range learners {
		if classwork.Gets(w.Assignment, m) {
			ends = append(ends, classwork.TermsFor(w, classwork.FactsOf(m)))
			work.gets = work.gets || m.ID == person
		}
	}
	if len(ends) == 0 {
		ends = append(ends, terms) // what holds for nobody in particular
	}
	end, err := e.handedIn(ctx, g.ID, classwork.LastEnd(ends), now)
	if err != nil {
		return work, err
	}
	work.over = g.Over || !end.IsZero() && !now.Before(end)
	shown := func(rule string) Shown {
		switch rule {
		case classwork.AtOnce:
			return Shown{Now: true}
		case classwork.Never:
			return Shown{Never: true}
		}
		return Shown{Now: work.over, At: end}
	}
	work.release = Release{shown(terms.Score), shown(terms.Answers), g.Name, w.Zone}
	if score := work.release.Score; !score.Now {
		work.release.Answers = Shown{Never: score.Never || work.release.Answers.Never, At: score.At}
	}
	return work, nil
}

// sitAtMost is how long after the end of work an attempt that began before it puts off what is shown then. It is for those
// that have no end of their own.
const sitAtMost = 30 * 24 * time.Hour

// handedIn is when the last attempt that began before the end of the work ends: later than that end while somebody still
// sits one.
func (e *Exams) handedIn(ctx context.Context, assignment string, end, now time.Time) (time.Time, error) {
	most := end.Add(sitAtMost)
	if end.IsZero() || now.Before(end) || !now.Before(most) {
		return end, nil
	}
	open, err := e.db.OpenTries(ctx, assignment)
	if err != nil {
		return end, fmt.Errorf("read who sits class work: %w", err)
	}
	last := end
	for _, t := range open {
		ends := most
		if !t.Ends.IsZero() {
			ends = t.Ends.Add(store.Grace)
		}
		if t.Started.Before(end) && ends.After(last) {
			last = ends
		}
	}
	return last, nil
}

// A hold is a reason not to show a person the key of an item.
type hold struct {
	item       string // in the bank
	attempt    string // on which it stands; "" for a fixed form
	assignment string // of a fixed form, or of an attempt that was handed in
	open       bool   // the attempt is open
}

// holds are all that there are for a person.
type holds []hold

// besides names what a question is asked about: the holds that stand on it are not meant.
type besides struct{ attempt, assignment string }

func (b besides) means(h hold) bool {
	return b.attempt != "" && h.attempt == b.attempt || b.assignment != "" && h.assignment == b.assignment && !h.open
}

// but are the items that are held by anything but what is asked about.
func (hs holds) but(b besides) map[string]bool {
	set := map[string]bool{}
	for _, h := range hs {
		if !b.means(h) {
			set[h.item] = true
		}
	}
	return set
}

// onForms are the items of fixed forms.
func (hs holds) onForms() map[string]bool {
	set := map[string]bool{}
	for _, h := range hs {
		if h.attempt == "" {
			set[h.item] = true
		}
	}
	return set
}

// hush makes a drill that is drawn for class work blind for how earlier attempts at it went: a question that comes back
// because it was missed would tell that.
func (hs holds) hush(assignment string, seen map[string]quizzes.Seen) {
	for _, h := range hs {
		if assignment != "" && h.assignment == assignment && !h.open {
			s := seen[h.item]
			s.Times, s.Right = max(s.Times, 1), true
			seen[h.item] = s
		}
	}
}

// held finds everything whose key the person may not see now: what stands on open attempts, but for what was checked
// there; what stands on class work that was handed in and whose answers are not released; and fixed forms that the
// person gets, from the moment they are given until their answers are released to that person.
func (e *Exams) held(ctx context.Context, person string, now time.Time) (holds, error) {
	open, err := e.db.OpenItems(ctx, person)
	if err != nil {
		return nil, fmt.Errorf("read open items: %w", err)
	}
	var all holds
	for _, o := range open {
		if !o.Locked {
			all = append(all, hold{item: e.bankID(o.Item), attempt: o.Attempt, open: true})
		}
	}
	works, err := e.givenWork(ctx, person, now)
	if err != nil || len(works) == 0 {
		return all, err
	}
	items, err := e.db.AssignedItems(ctx, person)
	if err != nil {
		return nil, fmt.Errorf("read the items of class work: %w", err)
	}
	for _, w := range works {
		kept := !w.release.Answers.Now && !(w.release.Answers.Never && w.over)
		handedIn := false
		for _, it := range items {
			if it.Assignment != w.ID {
				continue
			}
			if handedIn = true; kept {
				all = append(all, hold{item: e.bankID(it.Item), attempt: it.Attempt, assignment: w.ID})
			}
		}
		if w.Kind != classwork.Form || !w.gets || w.over || !kept && handedIn {
			continue
		}
		form, err := e.db.Form(ctx, w.Form)
		if err != nil {
			return nil, fmt.Errorf("read a fixed form: %w", err)
		}
		for _, it := range form.Items {
			all = append(all, hold{item: e.bankID(it.Item), assignment: w.ID})
		}
	}
	return all, nil
}

// withheld is the set of items whose keys the person may not see now, see held, whatever may be seen of what is asked
// about.
func (e *Exams) withheld(ctx context.Context, person string, b besides, now time.Time) (map[string]bool, error) {
	all, err := e.held(ctx, person, now)
	return all.but(b), err
}

// Withheld is the set of items, as the store names them, whose keys the person may not see now.
func (e *Exams) Withheld(ctx context.Context, person string, now time.Time) (map[string]bool, error) {
	all, err := e.withheld(ctx, person, besides{}, now)
	if err != nil {
		return nil, err
	}
	kept := map[string]bool{}
	for id := range all {
		kept[e.course+"/"+id] = true
	}
	return kept, nil
}
