package server

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"frontdesk/server/classwork"
	"frontdesk/server/store"
	"frontdesk/templates"
)

// Rules of assigned work for a label or a person, above the work's own: field by field, what is empty is inherited. No
// reason is asked for or stored.

// A ruleTarget is whom rules are for.
type ruleTarget struct{ scope, target string }

func (t ruleTarget) value() string { return t.scope + ":" + t.target }

// ruleTargets are the labels and learners that rules can be for: those of who gets the work, and those that have some.
func ruleTargets(w classwork.Work, people []store.ClassMember) (all []ruleTarget) {
	who := getting(w.Assignment, people)
	add := func(scope, target string) {
		if t := (ruleTarget{scope, target}); !slices.Contains(all, t) && targetWords(scope, target, people) != "" {
			all = append(all, t)
		}
	}
	var labels []string
	for _, m := range who {
		labels = append(labels, m.Labels...)
	}
	for _, r := range w.Rules {
		if r.Scope == store.RuleLabel {
			labels = append(labels, r.Target)
		}
	}
	slices.Sort(labels)
	for _, l := range labels {
		add(store.RuleLabel, l)
	}
	for _, m := range who {
		add(store.RulePerson, m.ID)
	}
	for _, r := range w.Rules {
		if r.Scope == store.RulePerson {
			add(store.RulePerson, r.Target)
		}
	}
	return all
}

// showRules lists the rules for some, with the form for one of them. The query names whom the form is for (who, or person
// for the form that gives more time), or what was removed just now.
func (s *Server) showRules(w http.ResponseWriter, r *http.Request, sc *scope) error {
	d, err := s.desk(r, sc)
	if err != nil {
		return err
	}
	query := r.URL.Query()
	values := url.Values{"who": {query.Get("who")}}
	if id := query.Get("person"); id != "" {
		values.Set("who", store.RulePerson+":"+id)
	}
	if scope, target, ok := strings.Cut(values.Get("who"), ":"); ok {
		putRules(values, sc.work.Rules, scope, target)
	}
	page := s.rulesPage(sc, d, values)
	page.Banner = workBanner(r)
	page.More = s.moreTime(sc.work, d, query.Get("person"))
	if query.Get("done") == "removed" {
		for _, name := range append([]string{"who"}, ruleFields()...) {
			if v := query.Get(name); v != "" {
				page.Removed = append(page.Removed, templates.HiddenField{Name: name, Value: v})
			}
		}
		page.Values, page.Targets = url.Values{}, ruleOptions(sc.work, d, "")
	}
	return s.show(w, http.StatusOK, page)
}

// ruleFields are the fields of the form.
func ruleFields() []string {
	return []string{"opens_date", "opens_time", "due_date", "due_time", "until_date", "until_time", classwork.Late, classwork.Attempts, classwork.Minutes, classwork.Minimum}
}

func (s *Server) rulesPage(sc *scope, d desk, values url.Values) templates.RulesPage {
	page := templates.NewRulesPage(sc.shown(), classLine(sc.class, sc.role), sc.look(), s.workLine(sc.work, d))
	page.Version, page.Values = sc.work.Version, values
	page.Groups, page.Targets = ruleGroups(sc.work, d.seen), ruleOptions(sc.work, d, values.Get("who"))
	for i, g := range page.Groups {
		page.Groups[i].Fixed = page.Work.Shared && strings.HasPrefix(g.Value, store.RuleLabel+":")
	}
	return page
}

// ruleOptions are whom rules can be for, as the select has them: no labels where learners of other sections get the work.
func ruleOptions(w classwork.Work, d desk, chosen string) []templates.SelectGroup {
	labels, persons := templates.SelectGroup{Label: "Labels"}, templates.SelectGroup{Label: "People"}
	for _, t := range ruleTargets(w, d.seen) {
		g := &persons
		if t.scope == store.RuleLabel {
			if g = &labels; d.shared(w.Assignment) {
				continue
			}
		}
		g.Options = append(g.Options, templates.SelectOption{Value: t.value(), Label: targetWords(t.scope, t.target, d.seen), Chosen: t.value() == chosen})
	}
	return slices.DeleteFunc([]templates.SelectGroup{labels, persons}, func(g templates.SelectGroup) bool { return len(g.Options) == 0 })
}

// moreTime is the form that gives somebody more time, a week more at first; nil for somebody who has no rules to set here.
func (s *Server) moreTime(w classwork.Work, d desk, person string) *templates.MoreTime {
	i := slices.IndexFunc(d.seen, func(m store.ClassMember) bool { return m.ID == person })
	if i < 0 || !slices.Contains(ruleTargets(w, d.seen), ruleTarget{store.RulePerson, person}) {
		return nil
	}
	terms, _ := termsOf(w, d.seen[i])
	more := &templates.MoreTime{ID: person, Name: d.seen[i].Name, Due: localTime(terms.Due, w.Zone), Zone: zoneWords(w.Zone)}
	due := dueOf(w, d.seen[i])
	if due.IsZero() {
		more.Due = ""
		return more
	}
	now, _ := time.Parse(classwork.Layout, classwork.Local(s.now(), w.Zone))
	next := due.AddDate(0, 0, 7)
	for next.Before(now) {
		next = next.AddDate(0, 0, 7)
	}
	more.Date, more.Time = next.Format(dayLayout), next.Format(timeLayout)
	return more
}

// dueOf is the due date that rules give somebody, as a time on the wall and before any factor; zero for none.
func dueOf(w classwork.Work, m store.ClassMember) time.Time { return wallOf(w, m, classwork.Due) }

func wallOf(w classwork.Work, m store.ClassMember, field string) time.Time {
	_, whys := termsOf(w, m)
	i := slices.IndexFunc(whys, func(y classwork.Why) bool { return y.Field == field })
	wall, err := time.Parse(classwork.Layout, whys[i].Value)
	if err != nil { // there is none
		return time.Time{}
	}
	return wall
}

// setRules sets or removes rules for a label or a person, or gives a person more time.
func (s *Server) setRules(w http.ResponseWriter, r *http.Request, sc *scope) error {
	d, err := s.desk(r, sc)
	if err != nil {
		return err
	}
	do := sc.field("do")
	f := &workForm{values: sc.form, zone: sc.work.Zone}
	scope, target, _ := strings.Cut(sc.field("who"), ":")
	to := ruleTarget{scope, target}
	if !slices.Contains(ruleTargets(sc.work, d.seen), to) {
		f.refuse("who", "Choose a label or a person that gets this work")
		return s.refuseRules(w, r, sc, d, f.errs)
	}
	if to.scope == store.RuleLabel && d.shared(sc.work.Assignment) {
		f.refuse("who", sharedWords)
		return s.refuseRules(w, r, sc, d, f.errs)
	}
	var rules []store.Rule
	switch do {
	case "set":
		rules = f.readRulesFor(sc.work, to)
	case "more":
		rules = s.readMore(f, sc.work, d, to)
	case "remove":
	default:
		return malformed("The field %q takes set, more or remove.", "do")
	}
	if len(f.errs) > 0 {
		return s.refuseRules(w, r, sc, d, f.errs)
	}
	version, _ := strconv.Atoi(f.field("version"))
	err = store.ErrChanged
	if version > 0 { // 0 would be any to the store
		err = s.db.SetRules(r.Context(), sc.person(), sc.class.ID, sc.work.ID, version, to.scope, to.target, rules, s.now())
	}
	if errors.Is(err, store.ErrChanged) {
		return s.showRulesConflict(w, r, sc, d, to, rules)
	}
	if err != nil {
		return fmt.Errorf("set rules: %w", err)
	}
	if err := s.stretchOpen(r.Context(), sc.person(), sc.class.ID); err != nil {
		return err
	}
	return redirect(w, workPath(sc, sc.work.ID)+"/rules?"+rulesDone(do, to, sc.work.Rules).Encode())
}

// rulesDone says on the next page what was done; what was removed is carried along, so that it can be set again.
func rulesDone(do string, to ruleTarget, before []store.Rule) url.Values {
	if do != "remove" {
		return url.Values{"done": {"rules"}}
	}
	v := url.Values{"done": {"removed"}, "who": {to.value()}}
	putRules(v, before, to.scope, to.target)
	return v
}

// readRulesFor reads the rules of the work for a label or a person.
func (f *workForm) readRulesFor(w classwork.Work, to ruleTarget) (rules []store.Rule) {
	add := func(field, value string) {
		if value != "" {
			rules = append(rules, store.Rule{Scope: to.scope, Target: to.target, Field: field, Value: value})
		}
	}
	opens, due, until := f.moment("opens", morning, true), f.moment("due", evening, false), f.moment("until", evening, false)
	late := f.oneOf(classwork.Late, "", classwork.LateAlways, classwork.LateUntil, classwork.LateNo)
	if opens != "" && due != "" && len(f.errs) == 0 {
		f.inOrder(opens, due, classwork.LateAlways, "")
	}
	if late == classwork.LateUntil && until == "" && w.Rule(classwork.Until) == "" && len(f.errs) == 0 {
		f.refuse("until_date", "Choose until when late work is accepted: the assignment has no date for that")
	}
	add(classwork.Opens, opens)
	add(classwork.Due, due)
	add(classwork.Late, late)
	add(classwork.Until, until)
	add(classwork.Attempts, f.whole(classwork.Attempts, 0, mostTries, "", "a number of attempts"))
	add(classwork.Minutes, f.whole(classwork.Minutes, 1, mostMinutes, "", "minutes"))
	add(classwork.Minimum, f.whole(classwork.Minimum, 0, 100, "", "a per cent"))
	if len(rules) == 0 && len(f.errs) == 0 {
		f.refuse("due_date", "Set at least one rule, or remove the rules above")
	}
	return rules
}

// readMore reads a later due date for one person. The person's other rules stay; where late work is taken until a date,
// that date moves by as much, so that it stays behind the due date.
func (s *Server) readMore(f *workForm, w classwork.Work, d desk, to ruleTarget) []store.Rule {
	i := slices.IndexFunc(d.seen, func(m store.ClassMember) bool { return m.ID == to.target })
	if to.scope != store.RulePerson || i < 0 {
		f.refuse("who", "Choose a person that gets this work")
		return nil
	}
	m := d.seen[i]
	if f.field("more_date") == "" {
		f.refuse("more_date", "Enter a date such as 2026-12-04")
		return nil
	}
	local, was := f.moment("more", evening, false), dueOf(w, m)
	if local == "" {
		return nil
	}
	due, _ := time.Parse(classwork.Layout, local)
	switch {
	case was.IsZero():
		f.refuse("more_date", "There is no due date for %s, so there is no time to add", m.Name)
		return nil
	case !due.After(was):
		f.refuse("more_date", "Choose a date after %s", was.Format("January 2, 2006, 3:04 PM"))
		return nil
	}
	rules := []store.Rule{{Scope: to.scope, Target: to.target, Field: classwork.Due, Value: local}}
	if until := wallOf(w, m, classwork.Until); !until.IsZero() {
		value := until.Add(due.Sub(was)).Format(classwork.Layout)
		rules = append(rules, store.Rule{Scope: to.scope, Target: to.target, Field: classwork.Until, Value: value})
	}
	for _, r := range w.Rules {
		replaced := slices.ContainsFunc(rules, func(n store.Rule) bool { return n.Field == r.Field })
		if r.Scope == to.scope && r.Target == to.target && !replaced {
			rules = append(rules, r)
		}
	}
	return rules
}

// refuseRules is the page again, with what is wrong.
func (s *Server) refuseRules(w http.ResponseWriter, r *http.Request, sc *scope, d desk, errs []templates.FieldError) error {
	page := s.rulesPage(sc, d, sc.form)
	s.keepMore(&page, sc, d)
	page.Errors = errs
	return s.refuseForm(w, r, http.StatusUnprocessableEntity, page, errs)
}

// keepMore shows the form that gives more time again, with what was typed, if that was sent.
func (s *Server) keepMore(page *templates.RulesPage, sc *scope, d desk) {
	if sc.field("do") != "more" {
		return
	}
	if page.More = s.moreTime(sc.work, d, strings.TrimPrefix(sc.field("who"), store.RulePerson+":")); page.More != nil {
		page.More.Date, page.More.Time = sc.field("more_date"), sc.field("more_time")
	}
}

// showRulesConflict is the page again after somebody else has changed the work meanwhile: what holds for the label or
// person by now, what was to hold, and what was typed.
func (s *Server) showRulesConflict(w http.ResponseWriter, r *http.Request, sc *scope, d desk, to ruleTarget, mine []store.Rule) error {
	now, err := s.db.Assignment(r.Context(), sc.class.ID, sc.work.ID)
	if err != nil {
		return fmt.Errorf("look at changed rules: %w", err)
	}
	if wantsJSON(r) {
		return conflict("changed", "", now.Changer+" changed this assignment meanwhile. Yours was not saved.")
	}
	sc.work = s.assignedWork(now)
	facts := func(rules []store.Rule) []templates.WorkFact {
		one := sc.work
		one.Rules = slices.DeleteFunc(slices.Clone(rules), func(rule store.Rule) bool { return rule.Scope != to.scope || rule.Target != to.target })
		for _, g := range ruleGroups(one, d.seen) {
			return g.Facts
		}
		return nil
	}
	page := s.rulesPage(sc, d, sc.form)
	s.keepMore(&page, sc, d)
	page.Conflict = conflictOf(now, facts(now.Rules), facts(mine), zoneOf(sc.class))
	return s.show(w, http.StatusConflict, page)
}
