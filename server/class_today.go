package server

import (
	"fmt"
	"net/http"
	"net/url"
	"time"

	"frontdesk/server/classwork"
	"frontdesk/server/store"
	"frontdesk/templates"
)

// A class for its staff: who needs help and what can be done about it. What makes somebody need help is decided in
// server/classwork.

// Limits of what the page shows.
const (
	weekAhead  = 7 * 24 * time.Hour // work that is due until then is this week's
	mostMissed = 3                  // questions
)

// todayBanner says what a form on the page has done.
func (s *Server) todayBanner(r *http.Request, people []store.ClassMember) *templates.Banner {
	name := ""
	for _, m := range people {
		if m.ID == r.URL.Query().Get("person") {
			name = m.Name
		}
	}
	switch done := r.URL.Query().Get("done"); {
	case name == "":
		return classBanner(r)
	case done == "hidden":
		return &templates.Banner{Title: name + " is hidden", Text: "The row comes back when something changes. Until then it stands below, under hidden rows."}
	case done == "shown":
		return &templates.Banner{Title: name + " is shown again"}
	case done == "settled":
		return &templates.Banner{Title: "Dealt with", Text: "What " + name + " asked waits no longer."}
	case done == "sent":
		return &templates.Banner{Title: "Sent to " + name}
	}
	return classBanner(r)
}

// showClassToday is a class for its staff.
func (s *Server) showClassToday(w http.ResponseWriter, r *http.Request, sc *scope) error {
	page := templates.NewClassTodayPage(sc.shown(), classLine(sc.class, sc.role))
	page.Look, page.Code, page.Closed = sc.look(), sc.class.Code, sc.class.Closed
	page.Join, page.Checked = s.base.JoinPath("join", page.ShownCode()).String(), s.now().In(zoneOf(sc.class))
	people, err := s.classmates(r, sc)
	if err != nil {
		return err
	}
	page.Banner = s.todayBanner(r, people)
	for _, m := range people {
		if m.Left.IsZero() && m.In != store.Learner {
			page.Staff = append(page.Staff, m.Name)
		}
	}
	situation, err := s.situation(r, sc, people)
	if err != nil {
		return err
	}
	page.Learners, page.Assigned = len(situation.Learners), len(situation.Works) > 0
	for _, n := range classwork.Help(situation) {
		if row := needRow(page.Class, n); n.Hidden {
			page.Hidden = append(page.Hidden, row)
		} else if page.Need++; len(page.Needs) < templates.NeedsShown {
			page.Needs = append(page.Needs, row)
		}
	}
	page.Week = s.dueSoon(page.Class, situation)
	if page.Missed, err = s.mostMissed(r, sc, situation.Works); err != nil {
		return err
	}
	return s.show(w, http.StatusOK, page)
}

// situation is what is known of those learners of the class in the scope whom who asks may see.
func (s *Server) situation(r *http.Request, sc *scope, people []store.ClassMember) (classwork.Situation, error) {
	c := classwork.Situation{Learners: learnersOf(people), Zone: zoneOf(sc.class), Now: s.now()}
	var err error
	if c.Works, err = s.worksOf(r, sc.class); err != nil {
		return c, err
	}
	if c.Record, err = s.db.RecordOfClass(r.Context(), sc.class.ID); err != nil {
		return c, fmt.Errorf("read what a class has done: %w", err)
	}
	if c.Asked, err = s.db.OpenMessages(r.Context(), sc.class.ID); err != nil {
		return c, fmt.Errorf("list open messages: %w", err)
	}
	if c.Hidden, err = s.db.HiddenIn(r.Context(), sc.class.ID); err != nil {
		return c, fmt.Errorf("list hidden rows: %w", err)
	}
	if c.Answers, err = s.recentAnswers(r, sc.class.ID); err != nil {
		return c, err
	}
	figures, err := s.db.DomainFigures(r.Context(), sc.class.ID)
	if err != nil {
		return c, fmt.Errorf("count answers by domain: %w", err)
	}
	c.Domains = map[string][]classwork.Domain{}
	for _, f := range figures {
		if d, ok := s.bank.Blueprint().Domain(f.Domain); ok {
			c.Domains[f.Person] = append(c.Domains[f.Person], classwork.Domain{ID: d.ID, Title: d.Title, Right: f.Right, Of: f.Of})
		}
	}
	return c, nil
}

// recentAnswers are the answers of learners, with the objective that each is about. Those of before classwork.StuckWithin
// tell nothing about today.
func (s *Server) recentAnswers(r *http.Request, class string) (map[string][]classwork.Answer, error) {
	all, err := s.db.AnswersIn(r.Context(), class, s.now().Add(-classwork.StuckWithin))
	if err != nil {
		return nil, fmt.Errorf("read answers: %w", err)
	}
	answers := map[string][]classwork.Answer{}
	known := map[string]classwork.Answer{} // by item
	for _, a := range all {
		about, ok := known[a.Item]
		if !ok {
			about = s.objectiveOf(a.Item)
			known[a.Item] = about
		}
		about.Right, about.At = a.Right, a.At
		answers[a.Person] = append(answers[a.Person], about)
	}
	return answers, nil
}

// objectiveOf is the objective that an item, as the store names it, is about; zero for one that the course has no more.
func (s *Server) objectiveOf(item string) classwork.Answer {
	lesson, objective := s.exams.Objective(item)
	l := s.course.Lesson(lesson)
	if l == nil {
		return classwork.Answer{}
	}
	for _, o := range l.Objectives {
		if o.ID == objective {
			return classwork.Answer{Objective: l.ID + "/" + o.ID, Title: o.Text, Lesson: l.ID}
		}
	}
	return classwork.Answer{}
}

// needRow puts a need into words and actions.
func needRow(class templates.ClassLine, n classwork.Need) templates.NeedRow {
	row := templates.NeedRow{ID: n.Person.ID, Name: n.Person.Name, Facts: n.Facts}
	person := class.Path() + "people/" + n.Person.ID
	for _, r := range n.Reasons {
		reason := templates.NeedReason{Words: r.Words}
		switch r.Kind {
		case classwork.Asked:
			reason.Action, reason.Path = "Reply", person+"/messages"
		case classwork.Overdue:
			reason.Action, reason.Path = "Give more time", class.Path()+"assignments/"+r.Work+"/rules?person="+n.Person.ID
		case classwork.Stuck, classwork.Low:
			reason.Action, reason.Path = "Assign a drill", drillPath(class, r.Object, n.Person.ID)
		case classwork.Away:
			reason.Action, reason.Path = "Send a message", person+"/messages?for=away"
		}
		row.Reasons = append(row.Reasons, reason)
	}
	return row
}

// drillPath is where a drill is assigned, to one person or, for "", to the class.
func drillPath(class templates.ClassLine, object, person string) string {
	q := url.Values{"kind": {classwork.Drill}, "object": {object}}
	if person != "" {
		q.Set("person", person)
	}
	return class.Path() + "assignments/new?" + q.Encode()
}

// dueSoon is the work that is due in the coming week, for whom it is by its own rules.
func (s *Server) dueSoon(class templates.ClassLine, c classwork.Situation) (week []templates.WeekLine) {
	for _, w := range c.Works {
		due := classwork.TermsFor(w, classwork.Facts{}).Due
		if due.IsZero() || due.Before(c.Now) || due.After(c.Now.Add(weekAhead)) {
			continue
		}
		l := templates.WeekLine{Link: templates.Link{Text: w.Title, Path: class.Path() + "assignments/" + w.ID}, Due: due.In(w.Zone), Zone: zoneWords(w.Zone)}
		for _, m := range c.Learners {
			if !classwork.Gets(w.Assignment, m) {
				continue
			}
			mark := classwork.MarkOf(w, classwork.TermsFor(w, classwork.FactsOf(m)), m.ID, c.Record, c.Now)
			if l.Of++; mark.State == classwork.Done || mark.State == classwork.Waiting || mark.State == classwork.Excused {
				l.Done++
			}
		}
		week = append(week, l)
	}
	return week
}

// mostMissed are the questions of the class's work that were missed most often by those whom who asks sees, as far as their answers may be told to
// everybody in the class, and to who asks.
func (s *Server) mostMissed(r *http.Request, sc *scope, works []classwork.Work) (lines []templates.MissedLine, err error) {
	people, err := s.db.PeopleOf(r.Context(), sc.class.ID)
	if err != nil {
		return nil, fmt.Errorf("list the people of a class: %w", err)
	}
	given, err := s.db.Assignments(r.Context(), sc.class.ID) // what was withdrawn may still be secret
	if err != nil {
		return nil, fmt.Errorf("list assignments: %w", err)
	}
	var all []string
	out := map[string]bool{}
	for _, a := range given {
		all = append(all, a.ID)
	}
	for _, w := range works {
		out[w.ID] = classwork.AnswersOut(w, people, s.now())
	}
	missed, err := s.exams.MostMissed(r.Context(), sc.person(), sc.class.ID, sc.confined(), all, func(id string) bool { return out[id] }, mostMissed, s.now())
	if err != nil {
		return nil, err
	}
	for _, m := range missed {
		q := m.Item.Question("") // in the order of the revision
		line := templates.MissedLine{Question: q.Text, Missed: m.Missed, Of: m.Of, Chosers: m.Chosers,
			Drill: drillPath(classLine(sc.class, sc.role), "lesson:"+m.Item.Lesson(), "")}
		for _, o := range q.Options {
			if o.ID == m.Chosen {
				line.Chosen = o.Text
			}
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// hideNeed hides a row of who needs help until its facts change; showNeed takes that back, and settleNeed marks what the
// person has asked as dealt with.
func (s *Server) hideNeed(w http.ResponseWriter, r *http.Request, sc *scope) error {
	facts := sc.field("facts")
	if facts == "" || len(facts) > 64 {
		return malformed("The field %q takes the digest that the row has.", "facts")
	}
	if err := s.db.Hide(r.Context(), sc.person(), sc.class.ID, sc.classmate.ID, facts, s.now()); err != nil {
		return fmt.Errorf("hide who needs help: %w", err)
	}
	return s.backToday(w, sc, "hidden")
}

func (s *Server) showNeed(w http.ResponseWriter, r *http.Request, sc *scope) error {
	if err := s.db.Unhide(r.Context(), sc.class.ID, sc.classmate.ID); err != nil {
		return fmt.Errorf("show who needs help: %w", err)
	}
	return s.backToday(w, sc, "shown")
}

func (s *Server) settleNeed(w http.ResponseWriter, r *http.Request, sc *scope) error {
	if err := s.db.SettleMessages(r.Context(), sc.person(), sc.class.ID, sc.classmate.ID, sc.form["shown"], s.now()); err != nil {
		return fmt.Errorf("settle messages: %w", err)
	}
	return s.backToday(w, sc, "settled")
}

func (s *Server) backToday(w http.ResponseWriter, sc *scope, done string) error {
	return redirect(w, classLine(sc.class, "").Path()+"?done="+done+"&person="+sc.classmate.ID)
}
