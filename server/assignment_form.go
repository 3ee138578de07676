package server

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"frontdesk/quizzes"
	"frontdesk/server/classwork"
	"frontdesk/server/store"
	"frontdesk/templates"
)

// The form for assigned work and for rules: what was typed becomes an assignment, or errors in words, and back.

// What forms about work allow.
const (
	leastDrill  = 5
	mostTries   = 20
	mostMinutes = 600
	mostTitle   = 100       // characters
	maxWork     = 256 << 10 // bytes: thousands of people can be ticked
	morning     = "08:00"
	evening     = "17:00" // and not midnight, when nobody is at the desk
	dayLayout   = "2006-01-02"
	timeLayout  = "15:04"
)

// A workForm reads what was typed about work, and collects what is wrong in it and what is to be known.
type workForm struct {
	values url.Values
	zone   *time.Location
	errs   []templates.FieldError
	notes  []string // sentences for the summary
}

func (f *workForm) field(name string) string { return strings.TrimSpace(f.values.Get(name)) }

func (f *workForm) refuse(field, format string, args ...any) {
	f.errs = append(f.errs, templates.FieldError{Field: field, Text: fmt.Sprintf(format, args...)})
}

// moment reads a date and a time of day, which usual stands for; "" for none. A time that does not exist is refused; one
// that comes twice is noted.
func (f *workForm) moment(name, usual string, early bool) string {
	day, clock := f.field(name+"_date"), f.field(name+"_time")
	if day == "" {
		if clock != "" && clock != usual {
			f.refuse(name+"_date", "Enter a date too, or leave the time empty")
		}
		return ""
	}
	if clock == "" {
		clock = usual
	}
	date, err := time.Parse(dayLayout, day)
	if err != nil || date.Year() < 2020 || date.Year() > 2100 {
		f.refuse(name+"_date", "Enter a date such as 2026-12-04")
		return ""
	}
	if t, err := time.Parse(timeLayout, clock); err != nil || t.Format(timeLayout) != clock {
		f.refuse(name+"_time", "Enter a time such as 17:00")
		return ""
	}
	local := day + "T" + clock
	at, how, _ := classwork.Instant(local, f.zone, early)
	wall, _ := time.Parse(classwork.Layout, local)
	switch how {
	case classwork.Skipped:
		f.refuse(name+"_time", "%s does not exist on %s (clocks go forward). Choose %s or later.", wall.Format("3:04 PM"), wall.Format("January 2, 2006"), at.In(f.zone).Format("3:04 PM"))
		return ""
	case classwork.Twice:
		which := map[bool]string{true: "earlier", false: "later"}[early]
		f.notes = append(f.notes, fmt.Sprintf("%s comes twice on %s (clocks go back): the %s one is meant.", wall.Format("3:04 PM"), wall.Format("January 2, 2006"), which))
	}
	return local
}

// whole reads a number; empty takes usual, which may be "".
func (f *workForm) whole(name string, least, most int, usual, what string) string {
	text := f.field(name)
	if text == "" {
		return usual
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < least || n > most {
		f.refuse(name, "Enter %s from %d to %d", what, least, most)
		return usual
	}
	return strconv.Itoa(n)
}

// oneOf reads a choice; empty takes the first.
func (f *workForm) oneOf(name string, choices ...string) string {
	text := f.field(name)
	if text == "" {
		return choices[0]
	}
	if !slices.Contains(choices, text) {
		f.refuse(name, "Choose one of these")
		return choices[0]
	}
	return text
}

// readZone reads the zone of all times; the class's own stands in for one that is wrong.
func (f *workForm) readZone(class store.Class) string {
	name := f.field("zone")
	zone, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		f.refuse("zone", "Enter a time zone such as America/Chicago")
		f.zone = zoneOf(class)
		return class.Zone
	}
	f.zone = zone
	return name
}

// readWork reads the form for an assignment. was is what stands under its id, and zero for new work; people are those whom
// who asks may see.
func (s *Server) readWork(sc *scope, was store.Assignment, subs []subject, people []store.ClassMember) (store.Assignment, *workForm) {
	f := &workForm{values: sc.form}
	a := store.Assignment{ID: was.ID, Class: sc.class.ID, Withdrawn: was.Withdrawn}
	a.Version, _ = strconv.Atoi(f.field("version")) // what is none is no version that stands
	i := slices.IndexFunc(subs, func(sub subject) bool { return sub.value == f.field("what") })
	sub := subjectOf(subs, was)
	switch {
	case i >= 0:
		sub = subs[i]
	case was.ID == "" || f.field("what") != sub.value:
		f.refuse("what", "Choose what to assign")
	}
	if sub.value != "" {
		f.readSubject(&a, sub, was)
	}
	a.Zone = f.readZone(sc.class)
	f.readWho(sc, &a, was, people)
	weight := f.whole("weight", 0, 100, "1", "a weight")
	a.Weight, _ = strconv.Atoi(weight)
	a.Rules = f.readRules(classwork.Sat(a.Kind))
	for _, r := range was.Rules {
		if r.Scope != store.RuleWork {
			a.Rules = append(a.Rules, r)
		}
	}
	return a, f
}

// readSubject reads what the work is, and its title.
func (f *workForm) readSubject(a *store.Assignment, sub subject, was store.Assignment) {
	sub.about(a)
	if a.Kind == classwork.Drill {
		least := leastDrill
		if was.Count > 0 {
			least = min(least, was.Count)
		}
		a.Count, _ = strconv.Atoi(f.whole("count", least, quizzes.MaxDrill, "10", "a number of questions"))
	}
	if a.Title = f.field("title"); a.Title == "" {
		a.Title = sub.title
	} else if utf8.RuneCountInString(a.Title) > mostTitle || unprintable(a.Title) {
		f.refuse("title", "Enter a title of at most %d characters, on one line", mostTitle)
	}
}

// readWho reads who gets the work. Whom who asks may not see keeps it.
func (f *workForm) readWho(sc *scope, a *store.Assignment, was store.Assignment, people []store.ClassMember) {
	if f.oneOf("who", "everyone", "some") == "everyone" {
		*a = sc.toAll(*a)
		return
	}
	offered := targetsOf(people, was)
	for _, t := range was.Targets {
		if !slices.Contains(offered, t) {
			a.Targets = append(a.Targets, t)
		}
	}
	for _, value := range f.values["target"] {
		kind, target, _ := strings.Cut(value, ":")
		t := store.Target{Kind: kind, Target: target}
		if !slices.Contains(offered, t) {
			f.refuse("target", "Choose from those who are in the class now")
			return
		}
		if !slices.Contains(a.Targets, t) {
			a.Targets = append(a.Targets, t)
		}
	}
	if len(a.Targets) == 0 {
		f.refuse("target", "Choose at least one learner")
	}
}

// targetsOf are the labels, sections and learners that work can be for, and those that it is for already, as far as people
// can be seen.
func targetsOf(people []store.ClassMember, was store.Assignment) []store.Target {
	var labels, sections, persons []store.Target
	add := func(list *[]store.Target, kind, target string) {
		if t := (store.Target{Kind: kind, Target: target}); target != "" && !slices.Contains(*list, t) {
			*list = append(*list, t)
		}
	}
	for _, t := range was.Targets {
		switch {
		case t.Kind == classwork.TargetLabel:
			add(&labels, t.Kind, t.Target)
		case t.Kind == classwork.TargetSection:
			add(&sections, t.Kind, t.Target)
		}
	}
	for _, m := range people {
		given := slices.Contains(was.Targets, store.Target{Kind: classwork.TargetPerson, Target: m.ID})
		if m.In == store.Learner && m.Left.IsZero() {
			for _, l := range m.Labels {
				add(&labels, classwork.TargetLabel, l)
			}
			add(&sections, classwork.TargetSection, m.Section)
			given = true
		}
		if given {
			add(&persons, classwork.TargetPerson, m.ID)
		}
	}
	byName := func(a, b store.Target) int { return strings.Compare(a.Target, b.Target) }
	slices.SortFunc(labels, byName)
	slices.SortFunc(sections, byName)
	return append(append(labels, sections...), persons...)
}

// readRules reads the work's own rules.
func (f *workForm) readRules(sat bool) []store.Rule {
	var rules []store.Rule
	add := func(field, value string) {
		rules = append(rules, store.Rule{Scope: store.RuleWork, Field: field, Value: value})
	}
	opens, due := f.moment("opens", morning, true), f.moment("due", evening, false)
	late, until := f.oneOf("late", classwork.LateAlways, classwork.LateUntil, classwork.LateNo), f.moment("until", evening, false)
	if late != classwork.LateUntil {
		until = ""
	}
	f.inOrder(opens, due, late, until)
	for _, r := range [][2]string{{classwork.Opens, opens}, {classwork.Due, due}, {classwork.Late, late}, {classwork.Until, until}} {
		if r[1] != "" {
			add(r[0], r[1])
		}
	}
	attempts, minutes := f.whole("attempts", 0, mostTries, "1", "a number of attempts"), f.whole("minutes", 1, mostMinutes, "", "minutes")
	minimum := f.whole("minimum", 0, 100, "0", "a per cent")
	counts := f.oneOf("counts", classwork.Best, classwork.Last, classwork.Mean)
	score, answers := f.oneOf("score", classwork.AtOnce, classwork.AfterDue, classwork.Never), f.oneOf("answers", classwork.AtOnce, classwork.AfterDue, classwork.Never)
	if !sat {
		return rules
	}
	for _, r := range [][2]string{{classwork.Attempts, attempts}, {classwork.Minutes, minutes}, {classwork.Minimum, minimum}, {classwork.Counts, counts}, {classwork.Score, score}, {classwork.Answers, answers}} {
		if r[1] != "" {
			add(r[0], r[1])
		}
	}
	return rules
}

// inOrder refuses dates that cannot be meant, unless something is wrong with one of them already.
func (f *workForm) inOrder(opens, due, late, until string) {
	for _, e := range f.errs {
		if strings.HasSuffix(e.Field, "_date") || strings.HasSuffix(e.Field, "_time") {
			return
		}
	}
	moment := func(local string, early bool) time.Time {
		t, _, _ := classwork.Instant(local, f.zone, early) // it was read by moment
		return t
	}
	switch {
	case opens != "" && due != "" && !moment(due, false).After(moment(opens, true)):
		f.refuse("due_date", "Choose a due date after the opening date")
	case late != classwork.LateAlways && due == "":
		f.refuse("due_date", "Choose a due date: without one no work is late")
	case late == classwork.LateUntil && until == "":
		f.refuse("until_date", "Choose until when late work is accepted")
	case late == classwork.LateUntil && !moment(until, false).After(moment(due, false)):
		f.refuse("until_date", "Choose a date for late work after the due date")
	}
}

// valuesOf is an assignment as the form has it.
func valuesOf(w classwork.Work, sub subject) url.Values {
	v := url.Values{"what": {subjectValue(w.Assignment)}, "title": {w.Title}, "zone": {w.Assignment.Zone}, "weight": {strconv.Itoa(w.Weight)},
		"who": {"everyone"}, "late": {classwork.LateAlways}, "attempts": {"0"}, "minimum": {"0"}, "counts": {classwork.Best}, "score": {classwork.AtOnce}, "answers": {classwork.AtOnce}}
	if w.Title == sub.title {
		v.Del("title")
	}
	if w.Count > 0 {
		v.Set("count", strconv.Itoa(w.Count))
	}
	if !w.Everyone {
		v.Set("who", "some")
	}
	for _, t := range w.Targets {
		v.Add("target", t.Kind+":"+t.Target)
	}
	putRules(v, w.Rules, store.RuleWork, "")
	return v
}

// putRules puts the rules of one scope and target into a form.
func putRules(v url.Values, rules []store.Rule, scope, target string) {
	for _, r := range rules {
		switch {
		case r.Scope != scope || r.Target != target:
		case slices.Contains([]string{classwork.Opens, classwork.Due, classwork.Until}, r.Field):
			day, clock, _ := strings.Cut(r.Value, "T")
			v.Set(r.Field+"_date", day)
			v.Set(r.Field+"_time", clock)
		default:
			v.Set(r.Field, r.Value)
		}
	}
}

// newValues are what the form for new work holds at first: only what and when have to be touched.
func newValues(class store.Class) url.Values {
	return url.Values{"who": {"everyone"}, "zone": {class.Zone}, "due_time": {evening}, "opens_time": {morning}, "count": {"10"}, "attempts": {"1"}, "minimum": {"0"},
		"weight": {"1"}, "late": {classwork.LateAlways}, "counts": {classwork.Best}, "score": {classwork.AtOnce}, "answers": {classwork.AfterDue}}
}
