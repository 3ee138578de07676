package server

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"frontdesk/content"
	"frontdesk/quizzes"
	"frontdesk/server/classwork"
	"frontdesk/server/store"
	"frontdesk/templates"
)

// The work of a class in words, for its staff: what it is about, for whom, and which rules it has.

// A subject is something that can be assigned.
type subject struct {
	value string // "lesson:d3-03", "half": kind, and object or form behind a colon
	group string // heading in the select
	title string
	words string // as it stands in a sentence: "the lesson “…”"
	sat   int    // questions of an exam or form; 0 elsewhere
}

// subjectValue is how forms name what an assignment is about.
func subjectValue(a store.Assignment) string {
	return strings.TrimSuffix(a.Kind+":"+cmp.Or(a.Form, a.Object), ":")
}

// about puts what a form names into an assignment.
func (sub subject) about(a *store.Assignment) {
	a.Object, a.Form = "", ""
	a.Kind, a.Object, _ = strings.Cut(sub.value, ":")
	if a.Kind == classwork.Form {
		a.Form, a.Object = a.Object, ""
	}
	if a.Kind != classwork.Drill {
		a.Count = 0
	}
}

// subjects is everything that the class in the scope can be given.
func (s *Server) subjects(r *http.Request, sc *scope) ([]subject, error) {
	half, mock := 0, 0
	for _, d := range s.bank.Blueprint().Domains {
		half, mock = half+d.Half, mock+d.Scored+d.Pretest
	}
	all := []subject{{classwork.Half, "Exams", "Half exam", "one half exam", half}, {classwork.Mock, "Exams", "Practice exam", "one practice exam", mock}}
	forms, err := s.db.ListForms(r.Context(), sc.class.ID)
	if err != nil {
		return nil, fmt.Errorf("list fixed forms: %w", err)
	}
	for _, f := range forms {
		all = append(all, subject{classwork.Form + ":" + f.ID, "Fixed forms", f.Title, "the fixed form “" + f.Title + "”, the same questions for all", f.Count})
	}
	return append(append(all, s.drillSubjects()...), s.readSubjects()...), nil
}

func (s *Server) drillSubjects() []subject {
	all := []subject{{classwork.Drill, "Drills", "Drill: everything, mixed", "everything, mixed", 0}}
	drill := func(group, kind, id, title string, plan quizzes.DrillPlan) {
		if s.bank.DrillSize(plan, s.now()) >= leastDrill {
			all = append(all, subject{classwork.Drill + ":" + kind + ":" + id, group, "Drill: " + title, title, 0})
		}
	}
	for _, d := range s.bank.Blueprint().Domains {
		drill("Drills", "domain", d.ID, d.Title, quizzes.DrillPlan{Domain: d.ID})
	}
	for _, l := range s.course.Lessons() {
		drill("Drills by lesson", "lesson", l.ID, l.Title, quizzes.DrillPlan{Lesson: l.ID})
	}
	tags := map[string]int{}
	for _, it := range s.bank.Items() {
		for _, tag := range it.Tags() {
			tags[tag]++
		}
	}
	for _, tag := range slices.Sorted(maps.Keys(tags)) {
		drill("Drills by subject", "tag", tag, tag, quizzes.DrillPlan{Tag: tag})
	}
	return all
}

func (s *Server) readSubjects() (all []subject) {
	read := func(kind, group, id, title, more string) {
		words := map[string]string{classwork.Cards: "the cards"}[kind]
		all = append(all, subject{kind + ":" + id, group, title, cmp.Or(words, "the "+kind) + " “" + title + "”" + more, 0})
	}
	for _, m := range s.course.Modules {
		if w := s.assignedWork(store.Assignment{Kind: classwork.Module, Object: m.ID}); len(w.Lessons) > 0 {
			read(classwork.Module, "Modules", m.ID, m.Title, " ("+count(len(w.Lessons), "lesson", "lessons")+")")
		}
	}
	for _, t := range s.course.Tracks {
		w := s.assignedWork(store.Assignment{Kind: classwork.Track, Object: t.ID})
		read(classwork.Track, "Tracks", t.ID, t.Title, " ("+count(len(w.Lessons), "lesson", "lessons")+")")
	}
	for _, d := range content.Decks() {
		read(classwork.Cards, "Decks of terms", d.Prefix, d.Title, "")
	}
	for _, l := range s.course.Written() {
		read(classwork.Lesson, "Lessons", l.ID, l.Title, "")
	}
	return all
}

// subjectOf is what an assignment is about; where the course has it no more, its title stands for it.
func subjectOf(all []subject, a store.Assignment) subject {
	if i := slices.IndexFunc(all, func(sub subject) bool { return sub.value == subjectValue(a) }); i >= 0 {
		return all[i]
	}
	return subject{value: subjectValue(a), group: "No longer in the course", title: a.Title, words: a.Title}
}

// given is what somebody gets: "one half exam (55 questions, 55 minutes)".
func given(w classwork.Work, sub subject) string {
	words, questions := sub.words, sub.sat
	if w.Kind == classwork.Drill {
		return "a drill of " + count(w.Count, "question", "questions") + minutesWords(w, ", ") + ": " + words
	}
	if !classwork.Sat(w.Kind) {
		return words
	}
	return words + " (" + count(questions, "question", "questions") + minutesWords(w, ", ") + ")"
}

// minutesWords is the time of an attempt before any factor, behind a word; "" where there is no limit.
func minutesWords(w classwork.Work, before string) string {
	if t := classwork.TermsFor(w, classwork.Facts{}); t.Minutes > 0 {
		return before + count(t.Minutes, "minute", "minutes")
	}
	return ""
}

// capital is a sentence from words.
func capital(words string) string {
	first, size := utf8.DecodeRuneInString(words)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(first)) + words[size:]
}

// ruleNames are what the fields of rules are called.
var ruleNames = map[string]string{classwork.Opens: "Opens", classwork.Due: "Due", classwork.Late: "Late work", classwork.Until: "Late work until",
	classwork.Attempts: "Attempts", classwork.Minutes: "Minutes", classwork.Minimum: "Passed from", classwork.Counts: "Which attempt counts",
	classwork.Score: "Learners see their score", classwork.Answers: "Learners see the answers"}

// ruleWords is the value of a rule in words.
func ruleWords(field, value string, zone *time.Location) string {
	words := map[string]map[string]string{
		classwork.Opens: {"": "at once"}, classwork.Due: {"": "no due date"}, classwork.Until: {"": "no date"},
		classwork.Late:     {classwork.LateAlways: "accepted and marked late", classwork.LateUntil: "accepted until a date, and marked late", classwork.LateNo: "not accepted"},
		classwork.Attempts: {"0": "any number"}, classwork.Minutes: {"0": "no limit", "": "the usual time"}, classwork.Minimum: {"0": "no minimum"},
		classwork.Counts: {classwork.Best: "the best one", classwork.Last: "the last one", classwork.Mean: "their mean"},
	}[field]
	if field == classwork.Score || field == classwork.Answers {
		words = map[string]string{classwork.AtOnce: "at once", classwork.AfterDue: "once it is due for everybody who gets it", classwork.Never: "never"}
	}
	if w, ok := words[value]; ok {
		return w
	}
	switch field {
	case classwork.Opens, classwork.Due, classwork.Until:
		if at, _, err := classwork.Instant(value, zone, field == classwork.Opens); err == nil {
			return localTime(at, zone)
		}
	case classwork.Minimum:
		return value + "%"
	}
	return value
}

// forWords says for whom work is: "Everyone", "Label evening, Ana Diaz". Who asks may not see all people: of others it
// says how many they are.
func forWords(a store.Assignment, people []store.ClassMember) string {
	if a.Everyone {
		return "Everyone"
	}
	var words []string
	others := 0
	for _, t := range a.Targets {
		if name := targetWords(t.Kind, t.Target, people); name != "" {
			words = append(words, name)
		} else {
			others++
		}
	}
	if others > 0 {
		words = append(words, count(others, "person", "people")+" of other sections")
	}
	if len(words) == 0 {
		return "Nobody"
	}
	return strings.Join(words, ", ")
}

// targetWords names a label, a section or a person; "" for a person who is not among people.
func targetWords(kind, target string, people []store.ClassMember) string {
	switch kind {
	case classwork.TargetLabel:
		return "Label " + target
	case classwork.TargetSection:
		return "Section " + target
	}
	if i := slices.IndexFunc(people, func(m store.ClassMember) bool { return m.ID == target }); i >= 0 {
		return people[i].Name
	}
	return ""
}

// workFacts is a piece of work field by field, in words: on its page, and where two versions are compared.
func workFacts(w classwork.Work, sub subject, people []store.ClassMember) []templates.WorkFact {
	facts := []templates.WorkFact{{Name: "Work", Text: capital(given(w, sub))}, {Name: "Title", Text: w.Title}, {Name: "For", Text: forWords(w.Assignment, people)}}
	for _, field := range classwork.Fields() {
		sat := classwork.Sat(w.Kind) || slices.Contains([]string{classwork.Opens, classwork.Due, classwork.Late, classwork.Until}, field)
		until := field != classwork.Until || w.Rule(classwork.Late) == classwork.LateUntil
		if said := slices.ContainsFunc(w.Rules, func(r store.Rule) bool { return r.Scope == store.RuleWork && r.Field == field }); sat && until && (said || field == classwork.Due) {
			facts = append(facts, templates.WorkFact{Name: ruleNames[field], Text: ruleWords(field, w.Rule(field), w.Zone)})
		}
	}
	facts = append(facts, templates.WorkFact{Name: "Weight", Text: fmt.Sprint(w.Weight)}, templates.WorkFact{Name: "Time zone", Text: w.Assignment.Zone})
	for _, g := range ruleGroups(w, people) {
		var list []string
		for _, f := range g.Facts {
			list = append(list, f.Name+": "+f.Text)
		}
		facts = append(facts, templates.WorkFact{Name: "For " + g.Who, Text: strings.Join(list, "; ")})
	}
	return facts
}

// ruleGroups are the rules of work above its own, by label and person; those for people who are not among people are left
// out.
func ruleGroups(w classwork.Work, people []store.ClassMember) (groups []templates.RuleGroup) {
	for _, scope := range []string{store.RuleLabel, store.RulePerson} {
		at := map[string]int{}
		for _, field := range classwork.PersonalFields() {
			for _, r := range w.Rules {
				who := targetWords(r.Scope, r.Target, people)
				if r.Scope != scope || r.Field != field || who == "" {
					continue
				}
				if _, ok := at[r.Target]; !ok {
					at[r.Target] = len(groups)
					groups = append(groups, templates.RuleGroup{Who: who, Value: r.Scope + ":" + r.Target})
				}
				g := &groups[at[r.Target]]
				g.Facts = append(g.Facts, templates.WorkFact{Name: ruleNames[field], Text: ruleWords(field, r.Value, w.Zone)})
			}
		}
	}
	slices.SortStableFunc(groups, func(a, b templates.RuleGroup) int {
		return cmp.Or(strings.Compare(a.Value[:5], b.Value[:5]), strings.Compare(store.FoldLogin(a.Who), store.FoldLogin(b.Who)))
	})
	return groups
}

// conflictOf is what differs between the work that stands and the one that was not saved.
func conflictOf(theirs store.Assignment, was, mine []templates.WorkFact, zone *time.Location) *templates.Conflict {
	c := &templates.Conflict{By: cmp.Or(theirs.Changer, "Somebody"), At: theirs.Changed.In(zone).Format("3:04 PM")}
	text := func(facts []templates.WorkFact, name string) string {
		for _, f := range facts {
			if f.Name == name {
				return f.Text
			}
		}
		return ""
	}
	for i, f := range append(slices.Clone(was), mine...) {
		other := text(mine, f.Name)
		if i >= len(was) {
			if text(was, f.Name) != "" {
				continue // it was compared
			}
			c.Rows = append(c.Rows, templates.ConflictRow{Field: f.Name, Yours: f.Text})
		} else if other != f.Text {
			c.Rows = append(c.Rows, templates.ConflictRow{Field: f.Name, Theirs: f.Text, Yours: other})
		}
	}
	return c
}
