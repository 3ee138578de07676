package server

import (
	"cmp"
	"fmt"
	"net/http"
	"strings"
	"time"

	"frontdesk/server/classwork"
	"frontdesk/server/exam"
	"frontdesk/templates"
)

// What is said to a learner about class work, in words.

// heldWords says when what is held back will be shown; what is "scores" or "answers".
func (s *Server) heldWords(what string, shown exam.Shown, release exam.Release) string {
	switch {
	case shown.Never:
		return fmt.Sprintf("%s does not show the %s of this work.", release.Class, what)
	case shown.At.IsZero():
		return fmt.Sprintf("%s shows the %s when this work has ended for everybody. It has no date.", release.Class, what)
	}
	return fmt.Sprintf("%s shows the %s on %s.", release.Class, what, localTime(shown.At, release.Zone))
}

// heldShort is heldWords for a score in a list.
func heldShort(shown exam.Shown, zone *time.Location) string {
	switch {
	case shown.Never:
		return "Handed in; the score is not shown"
	case shown.At.IsZero():
		return "Handed in; the score comes later"
	}
	return "Handed in; the score is shown on " + localTime(shown.At, zone)
}

// hiddenWords stand in place of the figure of an attempt that shares a question with something whose key is held back.
const hiddenWords = "Shown later: a question of it is still to be handed in, or its answer is held back"

// heldBack is 409 for a script that asks for what is held back; at is when it will be shown, if that has a date.
func (s *Server) heldBack(r *http.Request, sc *scope, what string, shown exam.Shown, release exam.Release) error {
	e := conflict("not_released", s.stateNow(r, sc), s.heldWords(what, shown, release))
	e.at = shown.At
	return e
}

// notNow is 409 for work that cannot be begun.
func notNow(n *exam.NotNow, w classwork.Work) *refusal {
	code, heading, words := notNowWords(n, w)
	e := conflict(code, "", words)
	e.heading = heading
	e.detail.Way = &templates.Link{Text: w.Title, Path: "/classes/" + w.Class + "/work/" + w.ID}
	return e
}

// notNowWords says why an attempt at class work cannot begin.
func notNowWords(n *exam.NotNow, w classwork.Work) (code, heading, words string) {
	switch n.Standing {
	case classwork.Early:
		return "not_open", "This work is not open yet", "It opens " + localTime(n.Terms.Opens, w.Zone) + "."
	case classwork.Over:
		return "past_due", "This work is closed", "It closed " + localTime(n.Terms.Close, w.Zone) + ". Ask the people who teach you if you need more time."
	}
	used := map[int]string{1: "the one attempt", 2: "both attempts"}[n.Used]
	return "no_attempts", "No attempts are left", "You have used " + cmp.Or(used, fmt.Sprintf("all %d attempts", n.Used)) + ". Ask the people who teach you if you need another."
}

// statusOf says how a learner stands with a piece of work: "Due Friday, December 4, 5:00 PM Chicago time", "3 days late".
func (s *Server) statusOf(w ownWork) templates.WorkStatus {
	now, m := s.now(), w.Mark
	late := func(text string) string {
		if m.Late {
			return text + ", late"
		}
		return text
	}
	switch {
	case m.State == classwork.Excused:
		return templates.WorkStatus{Text: "Excused", Tone: templates.ToneDone}
	case m.State == classwork.Done && m.Has && classwork.Sat(w.Kind):
		return templates.WorkStatus{Text: late("Done " + perCent(m.Tenths)), Tone: templates.ToneDone}
	case m.State == classwork.Done && w.Held:
		return templates.WorkStatus{Text: late(heldShort(w.Release.Score, w.Zone)), Tone: templates.ToneDone}
	case m.State == classwork.Done:
		return templates.WorkStatus{Text: late("Done"), Tone: templates.ToneDone}
	case m.State == classwork.Before:
		return templates.WorkStatus{Text: "Due before you joined; it does not count"}
	case m.State == classwork.Empty:
		return templates.WorkStatus{Text: "There is nothing to read any more; it does not count"}
	case m.State == classwork.Waiting:
		return templates.WorkStatus{Text: "Handed in; the score comes later", Tone: templates.ToneDone}
	case m.Closed && m.Open == "":
		return templates.WorkStatus{Text: "Closed " + s.shortTime(w.Terms.Close, w.Zone) + ", not handed in", Tone: templates.ToneLate}
	case m.State == classwork.Upcoming:
		return templates.WorkStatus{Text: "Opens " + s.shortTime(w.Terms.Opens, w.Zone)}
	case w.Terms.Late(now):
		return templates.WorkStatus{Text: lateBy(now.Sub(w.Terms.Due)), Tone: templates.ToneLate}
	case w.Terms.Due.IsZero():
		return templates.WorkStatus{Text: "No date"}
	}
	return templates.WorkStatus{Text: "Due " + s.shortTime(w.Terms.Due, w.Zone)}
}

// lateBy says how late something is: "3 days late".
func lateBy(d time.Duration) string {
	days, hours := int(d/(24*time.Hour)), int(d/time.Hour)
	switch {
	case days > 0:
		return plural(days, "day", "days") + " late"
	case hours > 0:
		return plural(hours, "hour", "hours") + " late"
	}
	return "Under an hour late"
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// shortTime is localTime without the year that it is.
func (s *Server) shortTime(t time.Time, zone *time.Location) string {
	return strings.Replace(localTime(t, zone), fmt.Sprintf(", %d,", s.now().In(zone).Year()), ",", 1)
}

// perCent writes a mark: "82%", "82.5%".
func perCent(tenths int) string {
	return strings.TrimSuffix(fmt.Sprintf("%d.%d", tenths/10, tenths%10), ".0") + "%"
}

// ownMarkWords is the mark as its learner sees it, and what staff have set there or why nothing can be done about it any
// more; "" for none.
func ownMarkWords(w ownWork) (mark, note string) {
	m := w.Mark
	switch {
	case m.State == classwork.Excused:
		mark = "Excused: it does not count for you"
	case m.Has && w.Terms.Minimum > 0 && m.Passed:
		mark = perCent(m.Tenths) + ", which passes"
	case m.Has && w.Terms.Minimum > 0:
		mark = fmt.Sprintf("%s; %d%% passes", perCent(m.Tenths), w.Terms.Minimum)
	case m.Has:
		mark = perCent(m.Tenths)
	}
	if m.Staff != nil && mark != "" && (m.Set() || m.Staff.Excused) {
		note = strings.TrimSuffix("Set by "+cmp.Or(m.Staff.By, "your staff")+": "+m.Staff.Reason, ": ")
	}
	if m.Of > 0 && m.Closed && m.State == classwork.Missing {
		note = "This work has closed. What you read from now on does not count for it."
	}
	return mark, note
}

// workFacts are the rules of a piece of work as they hold for one learner.
func (s *Server) workFacts(w ownWork) []templates.Fact {
	t := w.Terms
	var facts []templates.Fact
	add := func(label, text string) {
		if text != "" {
			facts = append(facts, templates.Fact{Term: label, Text: text})
		}
	}
	add("What", s.whatWords(w.Work))
	if s.now().Before(t.Opens) {
		add("Opens", localTime(t.Opens, w.Zone))
	}
	add("Due", cmp.Or(localTime(t.Due, w.Zone), "No date"))
	switch {
	case t.Due.IsZero():
	case t.Close.IsZero():
		add("Late work", "Taken, and shown as late")
	case t.Close.After(t.Due):
		add("Closes", localTime(t.Close, w.Zone)+". Until then late work is taken, and shown as late")
	default:
		add("Closes", localTime(t.Close, w.Zone)+". Late work is not taken")
	}
	if classwork.Sat(w.Kind) {
		add("Attempts", attemptsLeft(t, w.Mark.Used))
		add("Time limit", timeLimit(t))
		if t.Attempts != 1 {
			add("What counts", map[string]string{classwork.Best: "The best attempt", classwork.Last: "The last attempt", classwork.Mean: "The mean of all attempts"}[t.Counts])
		}
		add("Score", shownWords(t.Score))
		add("Answers", shownWords(t.Answers))
	}
	if t.Minimum > 0 {
		add("Passed from", fmt.Sprintf("%d%%", t.Minimum))
	}
	return facts
}

func attemptsLeft(t classwork.Terms, used int) string {
	if t.Attempts == 0 {
		return "Any number"
	}
	return fmt.Sprintf("%d of %d left", max(t.Attempts-used, 0), t.Attempts)
}

func timeLimit(t classwork.Terms) string {
	switch {
	case t.Limit == 0:
		return "None"
	case t.Limit != t.Minutes:
		return fmt.Sprintf("%d min, extended from %d. %s", t.Limit, t.Minutes, templates.ExtraTime(t.Factor))
	}
	return fmt.Sprintf("%d min", t.Limit)
}

// shownWords says by what rule something is shown.
func shownWords(rule string) string {
	switch rule {
	case classwork.AtOnce:
		return "Shown when you hand it in"
	case classwork.Never:
		return "Not shown"
	}
	return "Shown when it is due for everybody"
}

// whatWords says what a piece of work is.
func (s *Server) whatWords(w classwork.Work) string {
	switch w.Kind {
	case classwork.Lesson:
		if l := s.course.Lesson(w.Object); l != nil {
			return fmt.Sprintf("A lesson to read, about %d min", l.Minutes)
		}
	case classwork.Module, classwork.Track:
		return plural(len(w.Lessons), "lesson", "lessons") + " to read"
	case classwork.Cards:
		return "A deck of cards to go through"
	case classwork.Drill:
		return fmt.Sprintf("A drill: %s%s", plural(w.Count, "question", "questions"), s.drillAbout(w.Object))
	case classwork.Half:
		return "A half exam, drawn for you"
	case classwork.Mock:
		return "A practice exam, drawn for you"
	case classwork.Form:
		return "An exam with the same questions for all"
	}
	return ""
}

// drillAbout says what a drill is about: " on Scheduling"; "" for a mix.
func (s *Server) drillAbout(object string) string {
	kind, value, _ := strings.Cut(object, ":")
	switch kind {
	case "domain":
		if d, ok := s.bank.Blueprint().Domain(value); ok {
			return " on " + d.Title
		}
	case "lesson":
		if l := s.course.Lesson(value); l != nil {
			return " on " + l.Title
		}
	case "tag":
		return " on " + strings.ReplaceAll(value, "-", " ")
	}
	return ""
}
