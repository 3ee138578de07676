package server

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"frontdesk/server/classwork"
	"frontdesk/server/store"
	"frontdesk/templates"
)

// The work of a class, for its staff: the list, one piece of work with its learners, making and changing it, taking it
// back. Rules for some stand in assignment_rules.go, where each comes from in assignment_why.go.

// workBanner is banner for the pages about the work of a class.
func workBanner(r *http.Request) *templates.Banner {
	b, ok := map[string]templates.Banner{
		"assigned":  {Title: "Assigned", Text: "Learners see it at once."},
		"saved":     {Title: "Saved"},
		"withdrawn": {Title: "Withdrawn", Text: "What was done for it is kept. It can be given again below."},
		"given":     {Title: "Given again"},
		"rules":     {Title: "The rules are set", Text: "They stand above the assignment’s own."},
		"removed":   {Title: "The rules are removed", Text: "The assignment’s own hold again."},
	}[r.URL.Query().Get("done")]
	if !ok {
		return nil
	}
	return &b
}

// desk is what a page about the work of a class begins with.
type desk struct {
	subs   []subject
	people []store.ClassMember // all of the class, also those whom who asks may not see
	seen   []store.ClassMember // those who may be seen
	record store.ClassRecord
}

func (s *Server) desk(r *http.Request, sc *scope) (d desk, err error) {
	if d.subs, err = s.subjects(r, sc); err != nil {
		return d, err
	}
	if d.people, err = s.db.PeopleOf(r.Context(), sc.class.ID); err != nil {
		return d, fmt.Errorf("list the people of a class: %w", err)
	}
	d.seen = slices.DeleteFunc(slices.Clone(d.people), func(m store.ClassMember) bool { return !sc.sees(m) })
	if d.record, err = s.db.RecordOfClass(r.Context(), sc.class.ID); err != nil {
		return d, fmt.Errorf("read the record of a class: %w", err)
	}
	return d, nil
}

// attempts are how many of those who may be seen have begun the work, and how many of them are working on it now.
func (d desk) attempts(work string) (begun, working int) {
	for _, m := range d.seen {
		has := func(open bool) bool {
			return slices.ContainsFunc(d.record.Tries[m.ID], func(t store.Try) bool { return t.Assignment == work && (!open || t.Submitted.IsZero()) })
		}
		begun, working = begun+one(has(false)), working+one(has(true))
	}
	return begun, working
}

// begun tells whether anybody has begun the work, whom who asks may see or not.
func (d desk) begun(work string) bool {
	for _, tries := range d.record.Tries {
		if slices.ContainsFunc(tries, func(t store.Try) bool { return t.Assignment == work }) {
			return true
		}
	}
	return false
}

// sharedWords is why an instructor of a section cannot change work.
const sharedWords = "This work is also given to learners of other sections. Ask a coordinator of the class."

// shared tells whether learners get the work whom who asks may not see: then it is not theirs to change.
func (d desk) shared(a store.Assignment) bool {
	return len(getting(a, d.people)) > len(getting(a, d.seen))
}

// ownDesk is desk for who may change the work in the scope; a refusal for others.
func (s *Server) ownDesk(r *http.Request, sc *scope) (desk, error) {
	d, err := s.desk(r, sc)
	if err == nil && d.shared(sc.work.Assignment) {
		err = conflict("other_sections", "", sharedWords)
	}
	return d, err
}

// toAll gives work to everybody: to the class, or to the section for an instructor who has one.
func (sc *scope) toAll(a store.Assignment) store.Assignment {
	if a.Everyone, a.Targets = sc.confined() == "", nil; !a.Everyone {
		a.Targets = []store.Target{{Kind: classwork.TargetSection, Target: sc.section}}
	}
	return a
}

// confined is the section that who asks sees alone; "" for who sees all of the class.
func (sc *scope) confined() string {
	if sc.look().Coordinate {
		return ""
	}
	return sc.section
}

// workLine is a piece of work in the list, with how many of those who may be seen have done it.
func (s *Server) workLine(w classwork.Work, d desk) templates.WorkLine {
	own := classwork.TermsFor(w, classwork.Facts{})
	l := templates.WorkLine{ID: w.ID, Title: w.Title, For: forWords(w.Assignment, d.seen), Due: localTime(own.Due, w.Zone), Withdrawn: !w.Withdrawn.IsZero(), Shared: d.shared(w.Assignment)}
	for _, m := range getting(w.Assignment, d.seen) {
		t, _ := termsOf(w, m)
		switch classwork.MarkOf(w, t, m.ID, d.record, s.now()).State {
		case classwork.Done, classwork.Waiting:
			l.Done++
		case classwork.Excused:
			continue
		}
		l.Of++
	}
	return l
}

// showAssignments lists the work of a class.
func (s *Server) showAssignments(w http.ResponseWriter, r *http.Request, sc *scope) error {
	d, err := s.desk(r, sc)
	if err != nil {
		return err
	}
	all, err := s.db.Assignments(r.Context(), sc.class.ID)
	if err != nil {
		return fmt.Errorf("list assignments: %w", err)
	}
	page := templates.NewAssignmentsPage(sc.shown(), classLine(sc.class, sc.role), sc.look())
	page.Banner = workBanner(r)
	for _, work := range s.byDue(all) {
		if l := s.workLine(work, d); l.Withdrawn {
			page.Withdrawn = append(page.Withdrawn, l)
		} else {
			page.Works = append(page.Works, l)
		}
	}
	return s.show(w, http.StatusOK, page)
}

// showAssignment is one piece of work, with its learners.
func (s *Server) showAssignment(w http.ResponseWriter, r *http.Request, sc *scope) error {
	d, err := s.desk(r, sc)
	if err != nil {
		return err
	}
	page := templates.NewAssignmentPage(sc.shown(), classLine(sc.class, sc.role), sc.look(), s.workLine(sc.work, d))
	page.Banner, page.Facts = workBanner(r), workFacts(sc.work, subjectOf(d.subs, sc.work.Assignment), d.seen)
	if !sc.work.Withdrawn.IsZero() {
		page.Since = sc.work.Withdrawn.In(sc.work.Zone)
	}
	for _, m := range getting(sc.work.Assignment, d.seen) {
		t, _ := termsOf(sc.work, m)
		mark := classwork.MarkOf(sc.work, t, m.ID, d.record, s.now())
		l := templates.WorkLearner{ID: m.ID, Name: m.Name, Mark: mark.Words(), Due: localTime(t.Due, sc.work.Zone)}
		if mark.State == classwork.Begun && mark.Of > 0 {
			l.Part = fmt.Sprintf("%d of %d", mark.Part, mark.Of)
		}
		page.Learners = append(page.Learners, l)
	}
	return s.show(w, http.StatusOK, page)
}

// workPath is the address of a piece of work.
func workPath(sc *scope, id string) string {
	return classLine(sc.class, "").Path() + "assignments/" + id
}

// showNewAssignment is the form for new work.
func (s *Server) showNewAssignment(w http.ResponseWriter, r *http.Request, sc *scope) error {
	d, err := s.desk(r, sc)
	if err != nil {
		return err
	}
	page := s.formPage(sc, d)
	page.Values = newValues(sc.class)
	page.Values.Set("key", rand.Text())
	s.suggest(page.Values, r.URL.Query(), d)
	page.People = len(getting(sc.toAll(store.Assignment{}), d.people))
	s.fillForm(&page, sc, d)
	return s.show(w, http.StatusOK, page)
}

// suggest fills in what a link says: kind and object, and the person who is to get it. Where a lesson has too few questions
// for a drill, its domain is drilled.
func (s *Server) suggest(v, q url.Values, d desk) {
	what := q.Get("kind")
	if object := q.Get("object"); object != "" {
		what += ":" + object
	}
	has := func(value string) bool {
		return slices.ContainsFunc(d.subs, func(sub subject) bool { return sub.value == value })
	}
	if id, lesson := strings.CutPrefix(what, classwork.Drill+":lesson:"); lesson && !has(what) {
		domain, _, _ := strings.Cut(id, "-")
		what = classwork.Drill + ":domain:" + domain
	}
	if has(what) {
		v.Set("what", what)
	}
	if person := q.Get("person"); slices.ContainsFunc(d.seen, func(m store.ClassMember) bool { return m.ID == person && m.In == store.Learner && m.Left.IsZero() }) {
		v.Set("who", "some")
		v.Set("target", classwork.TargetPerson+":"+person)
	}
}

// showEditAssignment is the form filled in with the work as it stands.
func (s *Server) showEditAssignment(w http.ResponseWriter, r *http.Request, sc *scope) error {
	d, err := s.ownDesk(r, sc)
	if err != nil {
		return err
	}
	page := s.formPage(sc, d)
	sub := subjectOf(d.subs, sc.work.Assignment)
	page.Values = valuesOf(sc.work, sub)
	page.Summary = workSummary(sc, sc.work, sub, d.people, s.now())
	s.fillForm(&page, sc, d)
	return s.show(w, http.StatusOK, page)
}

// formPage is the form for the work in the scope, which is zero for new work, without what was typed.
func (s *Server) formPage(sc *scope, d desk) templates.AssignmentFormPage {
	line := templates.WorkLine{}
	if sc.work.ID != "" {
		line = s.workLine(sc.work, d)
	}
	page := templates.NewAssignmentFormPage(sc.shown(), classLine(sc.class, sc.role), sc.look(), line)
	page.Version, page.Section = sc.work.Version, sc.confined()
	return page
}

// fillForm puts into a form with its values what can be chosen, and what cannot any more.
func (s *Server) fillForm(page *templates.AssignmentFormPage, sc *scope, d desk) {
	page.Subjects, page.Targets = subjectGroups(d.subs, page.What()), targetOptions(d.seen, sc.work.Assignment, page.Values["target"])
	if sc.work.ID == "" {
		return
	}
	sub := subjectOf(d.subs, sc.work.Assignment)
	_, page.Working = d.attempts(sc.work.ID)
	gone := !slices.ContainsFunc(d.subs, func(known subject) bool { return known.value == sub.value })
	if d.begun(sc.work.ID) || gone {
		page.Begun = capital(given(sc.work, sub))
	}
}

// workKey is what the form for new work carries, as rand.Text makes it; it becomes the work's id.
var workKey = regexp.MustCompile(`^[A-Z2-7]{26}$`)

// postAssignment reads the form for new or changed work: back in words, or into the store.
func (s *Server) postAssignment(w http.ResponseWriter, r *http.Request, sc *scope) error {
	d, err := s.ownDesk(r, sc)
	if err != nil {
		return err
	}
	do := sc.field("do")
	if do != "read" && do != "save" {
		return malformed("The field %q takes read or save.", "do")
	}
	a, f := s.readWork(sc, sc.work.Assignment, d.subs, d.seen)
	if d.shared(a) {
		f.refuse("target", "Learners of other sections would get this too. Choose your section, or people in it")
	}
	if len(f.errs) > 0 {
		return s.refuseWork(w, r, sc, d, f.errs)
	}
	if do == "read" {
		page := s.readBack(sc, d, a, f)
		return s.show(w, http.StatusOK, page)
	}
	id, err := a.ID, error(nil)
	if a.ID == "" {
		fresh := a
		if key := sc.field("key"); workKey.MatchString(key) { // pressed twice, it is given once
			fresh.ID = key
		}
		id, err = s.db.NewAssignment(r.Context(), sc.person(), fresh, s.now())
	} else if a.Version == 0 { // 0 would be any to the store
		err = store.ErrChanged
	} else {
		err = s.db.ChangeAssignment(r.Context(), sc.person(), a, s.now())
	}
	switch {
	case errors.Is(err, store.ErrChanged):
		return s.showWorkConflict(w, r, sc, d, a)
	case errors.Is(err, store.ErrBegun):
		words := "Somebody has"
		if begun, _ := d.attempts(a.ID); begun > 0 {
			words = count(begun, "person has", "people have")
		}
		words += " begun, so the questions cannot change. Withdraw this work and assign other work"
		return s.refuseWork(w, r, sc, d, []templates.FieldError{{Field: "", Text: words}})
	case err != nil:
		return fmt.Errorf("save an assignment: %w", err)
	}
	if a.ID == "" {
		return redirect(w, workPath(sc, id)+"?done=assigned")
	}
	if err := s.stretchOpen(r.Context(), sc.person(), sc.class.ID); err != nil {
		return err
	}
	return redirect(w, workPath(sc, id)+"?done=saved")
}

// readBack is the form with what was typed, and that in words.
func (s *Server) readBack(sc *scope, d desk, a store.Assignment, f *workForm) templates.AssignmentFormPage {
	page := s.formPage(sc, d)
	page.Values, page.Version = sc.form, a.Version
	s.fillForm(&page, sc, d)
	work := s.assignedWork(a)
	page.Summary = append(workSummary(sc, work, subjectOf(d.subs, a), d.people, s.now()), f.notes...)
	page.People = len(getting(a, d.people))
	return page
}

// refuseWork is the form again, with what is wrong.
func (s *Server) refuseWork(w http.ResponseWriter, r *http.Request, sc *scope, d desk, errs []templates.FieldError) error {
	page := s.formPage(sc, d)
	page.Values, page.Errors = sc.form, errs
	page.People = len(getting(sc.toAll(store.Assignment{}), d.people))
	s.fillForm(&page, sc, d)
	return s.refuseForm(w, r, http.StatusUnprocessableEntity, page, errs)
}

// showWorkConflict is the form again after somebody else has changed the work meanwhile: both versions, and what was typed.
func (s *Server) showWorkConflict(w http.ResponseWriter, r *http.Request, sc *scope, d desk, mine store.Assignment) error {
	now, err := s.db.Assignment(r.Context(), sc.class.ID, sc.work.ID)
	if err != nil {
		return fmt.Errorf("look at changed work: %w", err)
	}
	if wantsJSON(r) {
		return conflict("changed", "", now.Changer+" changed this assignment meanwhile. Yours was not saved.")
	}
	sc.work = s.assignedWork(now)
	mine.Rules = slices.DeleteFunc(slices.Clone(mine.Rules), func(rule store.Rule) bool { return rule.Scope != store.RuleWork })
	for _, rule := range now.Rules { // the form has none of these
		if rule.Scope != store.RuleWork {
			mine.Rules = append(mine.Rules, rule)
		}
	}
	page := s.formPage(sc, d)
	page.Values = sc.form
	s.fillForm(&page, sc, d)
	page.Conflict = conflictOf(now, workFacts(sc.work, subjectOf(d.subs, now), d.seen), workFacts(s.assignedWork(mine), subjectOf(d.subs, mine), d.seen), zoneOf(sc.class))
	return s.show(w, http.StatusConflict, page)
}

// subjectGroups is what can be assigned as a select has it.
func subjectGroups(subs []subject, chosen string) (groups []templates.SelectGroup) {
	for _, sub := range subs {
		if len(groups) == 0 || groups[len(groups)-1].Label != sub.group {
			groups = append(groups, templates.SelectGroup{Label: sub.group})
		}
		g := &groups[len(groups)-1]
		g.Options = append(g.Options, templates.SelectOption{Value: sub.value, Label: sub.title, Chosen: sub.value == chosen})
	}
	return groups
}

// targetOptions are the labels, sections and people as the form has them.
func targetOptions(people []store.ClassMember, was store.Assignment, chosen []string) (options []templates.ChoiceOption) {
	for _, t := range targetsOf(people, was) {
		value := t.Kind + ":" + t.Target
		options = append(options, templates.ChoiceOption{Value: value, Label: targetWords(t.Kind, t.Target, people), Checked: slices.Contains(chosen, value)})
	}
	return options
}

// showWithdraw asks whether work shall be taken back.
func (s *Server) showWithdraw(w http.ResponseWriter, r *http.Request, sc *scope) error {
	if !sc.work.Withdrawn.IsZero() {
		return redirect(w, workPath(sc, sc.work.ID))
	}
	d, err := s.ownDesk(r, sc)
	if err != nil {
		return err
	}
	_, working := d.attempts(sc.work.ID)
	return s.show(w, http.StatusOK, templates.NewWithdrawPage(sc.shown(), classLine(sc.class, sc.role), sc.look(), s.workLine(sc.work, d), working))
}

// withdraw takes work back, or gives it again.
func (s *Server) withdraw(w http.ResponseWriter, r *http.Request, sc *scope) error {
	done, ok := map[string]string{"withdraw": "withdrawn", "give": "given"}[sc.field("do")]
	if !ok {
		return malformed("The field %q takes withdraw or give.", "do")
	}
	if _, err := s.ownDesk(r, sc); err != nil {
		return err
	}
	if err := s.db.WithdrawAssignment(r.Context(), sc.person(), sc.class.ID, sc.work.ID, done == "withdrawn", s.now()); err != nil {
		return fmt.Errorf("withdraw an assignment: %w", err)
	}
	return redirect(w, workPath(sc, sc.work.ID)+"?done="+done)
}
