package templates_test

import (
	"html/template"
	"maps"
	"reflect"
	"testing"
	"time"

	"frontdesk/content"
	"frontdesk/quizzes"
	"frontdesk/templates"
)

// personalSamples are the personal pages in the states that matter.
func personalSamples(t *testing.T) map[string]templates.Page {
	t.Helper()
	all := map[string]templates.Page{}
	for _, some := range []map[string]templates.Page{startSamples(), roomSamples(), checkSamples(), resultSamples(), answersSamples(), meSamples(), accountSamples(), searchSamples(), peopleSamples(), reportSamples(), generatedSamples(), classSamples(), todaySamples(), fixedSamples(), assignmentSamples(), workSamples(), markSamples()} {
		maps.Copy(all, some)
	}
	return all
}

var (
	ana     = &templates.Person{Name: "Ana Diaz"}
	guest   = &templates.Person{Guest: true}
	morning = time.Date(2026, 11, 21, 10, 0, 0, 0, time.FixedZone("CST", -6*3600))
	work    = templates.Work{Attempts: 1, Answers: 42, Lessons: 3}

	sample = quizzes.Question{ID: "d3-03-001", Scenario: "On March 3, 2026, a clinic receives Ms. Reyes's signed request for a copy of her own record. Part of the record is kept off site. The clinic sends no extension notice.",
		Text:    "Under HIPAA, by what date must the clinic act on the request?",
		Options: []quizzes.Option{{ID: "a", Text: "March 18, 2026"}, {ID: "b", Text: "April 2, 2026"}, {ID: "c", Text: "May 2, 2026"}, {ID: "d", Text: "June 1, 2026"}}}
	reasons = map[string]string{
		"a": "Fifteen days was only a proposal and is not in the rule.",
		"b": "The rule gives 30 calendar days from receipt. One extension needs a written notice, and this clinic sent none.",
		"c": "Sixty days was the limit for off-site records before 2013.",
		"d": "Sixty plus thirty days is for amending a record, not for access."}
	lesson  = &templates.Link{Text: "HIPAA patient rights at the front desk", Path: "/learn/law/hipaa-patient-rights/"}
	exhibit = template.HTML(`<div class="table" role="region" aria-label="Exhibit" tabindex="0"><table><thead><tr><th>Time</th><th>Room 1</th><th>Room 2</th></tr></thead><tbody><tr><td>9:00</td><td>New patient</td><td>Follow-up</td></tr><tr><td>9:20</td><td>New patient</td><td>open</td></tr></tbody></table></div>`)
)

func sources() []templates.SourceNote {
	day, err := content.ParseDate("2026-11-21")
	if err != nil {
		panic(err)
	}
	return []templates.SourceNote{{Source: &content.Source{Key: "hipaa.access", Title: "Access of individuals", Ref: "45 CFR 164.524",
		URL: "https://www.ecfr.gov/current/title-45/section-164.524", Level: "V", AsOf: day}, Section: "(b)(2)"}}
}

// exam is an open exam of so many questions, of which the first n are answered.
func exam(of, n, current int) templates.Exam {
	e := templates.Exam{Attempt: "X7", Whose: "5d1e 07aa", Name: "Practice exam", Mode: "mock", Timed: true, Remaining: 72*time.Minute + 20*time.Second, Now: morning}
	for i := 1; i <= of; i++ {
		e.Tiles = append(e.Tiles, templates.Tile{N: i, Answered: i <= n, Seen: i <= n+1, Flagged: i == 4 || i == 17, Current: i == current})
	}
	return e
}

// dots are the times of so many questions; every fifth was missed, and the missed ones took longer.
func dots(n int) (all []templates.PaceDot) {
	for i := range n {
		d := templates.PaceDot{N: i + 1, Spent: time.Duration(25+i*7%50) * time.Second, Right: i%5 != 3}
		if !d.Right {
			d.Spent *= 3
		}
		all = append(all, d)
	}
	return all
}

func drill(n, current int) templates.Exam {
	e := templates.Exam{Attempt: "D2", Whose: "5d1e", Name: "Drill: Medical Law, Ethics, and Compliance", Mode: "drill", Each: true, Now: morning}
	for i := 1; i <= 10; i++ {
		e.Tiles = append(e.Tiles, templates.Tile{N: i, Answered: i <= n, Seen: i <= n, Current: i == current})
	}
	return e
}

func searchSamples() map[string]templates.Page {
	found := templates.NewSearchPage("hippa", 45)
	found.As, found.Number, found.Pages = "hipaa", 2, 3
	found.Results = []templates.SearchResult{
		{Link: templates.Link{Text: "HIPAA patient rights at the front desk", Path: "/learn/law/hipaa-patient-rights/"}, Kind: "Lesson", Context: "Law",
			Snippet: []templates.SearchSpan{{Text: "What "}, {Text: "HIPAA", Mark: true}, {Text: " gives a patient, and what the desk does."}}},
		{Link: templates.Link{Text: "QD", Path: "/terms/qd/"}, Kind: "Term", Context: "Abbreviations", Unsafe: true,
			Snippet: []templates.SearchSpan{{Text: "once a day"}}}}
	none := templates.NewSearchPage("xyzzy <b>", 0)
	none.Often = []templates.Link{{Text: "Scheduling methods", Path: "/learn/scheduling/scheduling-methods/"}}
	return map[string]templates.Page{"search": found, "search-none": none, "search-empty": templates.NewSearchPage("", 0)}
}

func startSamples() map[string]templates.Page {
	mock := templates.NewStartPage(guest, "mock")
	mock.Questions, mock.Trial, mock.Minutes, mock.Key, mock.First = 135, 25, 135, "K1", true
	mock.Fresh = []templates.FreshDomain{{Title: "Foundational Knowledge", Left: 12, Need: 12}, {Title: "Communication and Professionalism", Left: 28, Need: 26},
		{Title: "Medical Law, Ethics, and Compliance", Left: 22, Need: 21}, {Title: "Scheduling", Left: 22, Need: 20}, {Title: "Patient Encounter", Left: 28, Need: 26},
		{Title: "Billing and Revenue Cycle", Left: 4, Need: 13}, {Title: "Medical Practice Administrative Procedures and Logistics", Left: 19, Need: 17}}
	open := templates.NewStartPage(ana, "mock")
	open.Open = &templates.OpenAttempt{ID: "X7", Name: "Practice exam", N: 37, Of: 135, Timed: true, Remaining: 72 * time.Minute}
	half := templates.NewStartPage(ana, "half")
	half.Questions, half.Minutes, half.Key, half.Time, half.Factor = 55, 55, "K2", "1.5", 1.25
	half.Fresh = []templates.FreshDomain{{Title: "Scheduling", Left: 9, Need: 8}}
	practice := templates.NewStartPage(ana, "drill")
	practice.Key, practice.Time, practice.Factor = "K3", "none", 1.5
	practice.Drill = &templates.DrillQuestion{What: "domain:d3", Count: 10, Feedback: "each", Fits: 24, Missed: 6, New: 3, Known: 1,
		Domains: []templates.SelectOption{{Value: "domain:d3", Label: "Medical Law, Ethics, and Compliance", Chosen: true}},
		Lessons: []templates.SelectOption{{Value: "lesson:d3-03", Label: "HIPAA patient rights at the front desk"}}}
	few := templates.NewStartPage(ana, "drill")
	few.Errors = []templates.FieldError{{Field: "count", Text: "Only 14 questions fit. Choose fewer, or more subjects."}}
	few.Drill = &templates.DrillQuestion{Count: 20, Feedback: "end", Fits: 14, New: 14}
	extended := templates.NewStartPage(ana, "mock")
	extended.Questions, extended.Trial, extended.Minutes, extended.Key, extended.Factor = 135, 25, 135, "K4", 1.5
	diagnostic := templates.NewStartPage(guest, "diagnostic")
	diagnostic.Questions, diagnostic.Key, diagnostic.First, diagnostic.Fresh = 35, "K5", true, []templates.FreshDomain{{Title: "Scheduling", Left: 4, Need: 5}}
	check := templates.NewStartPage(ana, "check")
	check.Questions, check.Key, check.Check = 15, "K6", &templates.CheckFacts{Module: "d3", Title: "Medical Law, Ethics, and Compliance", New: 12, Known: 3}
	bare := templates.NewStartPage(ana, "check")
	bare.TooFew, bare.Check = true, &templates.CheckFacts{Module: "mt", Title: "Medical terminology"}
	misses := templates.NewStartPage(ana, "misses")
	misses.Key, misses.Misses = "K7", &templates.MissesQuestion{Count: 10, Feedback: "each", Fits: 23, Drawn: 10}
	these := templates.NewStartPage(ana, "misses")
	these.Key, these.Misses = "K8", &templates.MissesQuestion{Attempt: "X7", Name: "Practice exam", Count: 50, Feedback: "end", Fits: 3, Drawn: 3}
	none := templates.NewStartPage(ana, "misses")
	none.Misses = &templates.MissesQuestion{Count: 10}
	return map[string]templates.Page{"start-extended": extended, "start-diagnostic": diagnostic, "start-check": check, "start-check-few": bare,
		"start-misses": misses, "start-misses-these": these, "start-misses-none": none, "start-mock": mock, "start-open": open, "start-half": half, "start-drill": practice, "start-few": few}
}

func roomSamples() map[string]templates.Page {
	room := templates.NewRoomPage(ana, exam(135, 36, 37), 37)
	room.Question, room.Choice, room.Seq, room.Struck, room.Flag, room.Confidence = sample, "b", 2, []string{"c"}, true, "unsure"
	first := templates.NewRoomPage(guest, exam(20, 0, 1), 1)
	first.Question, first.Exhibit = quizzes.Question{Text: "Which room is open at 9:20?", Options: sample.Options}, exhibit
	last := templates.NewRoomPage(ana, exam(20, 19, 20), 20)
	last.Question, last.Remaining = sample, 4*time.Minute+59*time.Second
	untimed := templates.NewRoomPage(ana, exam(20, 16, 17), 17)
	untimed.Question, untimed.Timed = sample, false
	asked := templates.NewRoomPage(ana, drill(6, 7), 7)
	asked.Question, asked.Errors = sample, []templates.FieldError{{Field: "option-1", Text: "Choose an answer first, or go on without one"}}
	wrong := templates.NewRoomPage(ana, drill(7, 7), 7)
	wrong.Question, wrong.Choice = sample, "a"
	wrong.Checked = &templates.Checked{Key: "b", Ask: true, Why: reasons, Lesson: lesson, Sources: sources()}
	right := templates.NewRoomPage(ana, drill(10, 10), 10)
	right.Question, right.Choice, right.Checked = sample, "b", wrong.Checked

	withheld := templates.NewRoomPage(ana, drill(7, 7), 7)
	withheld.Question, withheld.Choice, withheld.Withheld = sample, "a", true

	over := map[string]templates.Page{}
	for name, how := range map[string]templates.Over{"room-time-up": templates.TimeUp, "room-submitted": templates.Submitted, "room-void": templates.Voided} {
		p := templates.NewRoomOverPage(ana, "Practice exam", how)
		p.Attempt, p.At, p.Answered, p.Of = "X7", morning, 61, 135
		if how == templates.Voided {
			p.Reason = "R. Diaz voided this attempt on November 21, 2026. Reason: the fire alarm."
		}
		over[name] = p
	}
	maps.Copy(over, map[string]templates.Page{"room": room, "room-first": first, "room-last": last, "room-untimed": untimed,
		"room-drill": asked, "room-drill-not-right": wrong, "room-drill-right": right, "room-drill-withheld": withheld})
	return over
}

func checkSamples() map[string]templates.Page {
	done := templates.NewCheckPage(ana, exam(20, 20, 0), 20)
	done.Remaining = 3 * time.Minute
	return map[string]templates.Page{
		"check-open":    templates.NewCheckPage(ana, exam(135, 132, 0), 37),
		"check-done":    done,
		"check-drill":   templates.NewCheckPage(ana, drill(10, 0), 10),
		"check-confirm": templates.NewCheckOpenPage(ana, exam(20, 17, 0)),
	}
}

func marks() []templates.Mark {
	return []templates.Mark{
		{ID: "d1", Title: "Foundational Knowledge", Correct: 8, Scored: 10, PerCent: 80, Low: 49, High: 94},
		{ID: "d2", Title: "Communication and Professionalism", Correct: 15, Scored: 21, PerCent: 71, Low: 50, High: 86},
		{ID: "d3", Title: "Medical Law, Ethics, and Compliance", Correct: 12, Scored: 17, PerCent: 71, Low: 47, High: 87},
		{ID: "d4", Title: "Scheduling", Correct: 14, Scored: 16, PerCent: 88, Low: 64, High: 97},
		{ID: "d5", Title: "Patient Encounter", Correct: 15, Scored: 21, PerCent: 71, Low: 50, High: 86},
		{ID: "d6", Title: "Billing and Revenue Cycle", Correct: 5, Scored: 11, PerCent: 45, Low: 21, High: 72},
		{ID: "d7", Title: "Medical Practice Administrative Procedures and Logistics", Correct: 9, Scored: 14, PerCent: 64, Low: 39, High: 84},
	}
}

var whole = templates.Mark{Correct: 78, Scored: 110, PerCent: 71, Low: 62, High: 79}

func resultSamples() map[string]templates.Page {
	mock := templates.NewResultPage(guest, "Practice exam", templates.Graded, whole)
	mock.Mode, mock.Again, mock.Key = "mock", 30, "K9"
	mock.Attempt, mock.Domains, mock.Trial, mock.Repeats, mock.Answered, mock.Of, mock.Missed = "X7", marks(), 25, 4, 135, 135, 32
	mock.Used, mock.Minutes, mock.Standard, mock.Released = 118*time.Minute, 203, 135, true
	mock.Pace, mock.Changes, mock.Sure = &templates.Pace{Slow: 8, Right: 2, Dots: dots(110)}, &templates.Changes{Changed: 9, ToRight: 6, FromRight: 1}, &templates.Sure{NotRight: 4, Guessed: 7}
	mock.Next = []templates.Link{{Text: "Drill Billing and Revenue Cycle: 10 questions", Path: "/attempts/new?mode=drill&domain=d6&count=10"}, {Text: "Lesson: Medicare", Path: "/learn/billing/medicare/"}}
	ran := templates.NewResultPage(ana, "Practice exam", templates.Graded, templates.Mark{Correct: 41, Scored: 110, PerCent: 37, Low: 29, High: 47})
	ran.Mode = "mock"
	ran.Attempt, ran.Domains, ran.Trial, ran.RanOut, ran.Answered, ran.Of, ran.Missed, ran.Released = "X7", marks(), 25, true, 61, 135, 69, true
	ran.Used, ran.Minutes, ran.Standard = 135*time.Minute, 135, 135
	short := templates.NewResultPage(ana, "Drill: Scheduling", templates.Graded, templates.Mark{Correct: 3, Scored: 4, PerCent: 75, Low: 30, High: 95})
	short.Attempt, short.Mode, short.Domains, short.Answered, short.Of, short.Missed, short.Used, short.Released = "D2", "drill", []templates.Mark{{Title: "Scheduling", Correct: 3, Scored: 4}}, 4, 4, 1, 5*time.Minute, true
	perfect := templates.NewResultPage(ana, "Drill: mixed", templates.Graded, templates.Mark{Correct: 10, Scored: 10, PerCent: 100, Low: 72, High: 100})
	perfect.Attempt, perfect.Mode, perfect.Answered, perfect.Of, perfect.Used, perfect.Released, perfect.Repeats = "D2", "misses", 10, 10, 9*time.Minute, true, 10
	perfect.Domains = []templates.Mark{{Title: "Scheduling", Correct: 4, Scored: 4, PerCent: 100, Low: 51, High: 100}, {Title: "Patient Encounter", Correct: 6, Scored: 6, PerCent: 100, Low: 61, High: 100}}
	diagnostic := templates.NewResultPage(ana, "Diagnostic", templates.Graded, templates.Mark{Correct: 25, Scored: 35, PerCent: 71, Low: 55, High: 84})
	diagnostic.Attempt, diagnostic.Mode, diagnostic.Answered, diagnostic.Of, diagnostic.Missed, diagnostic.Used, diagnostic.Released = "G3", "diagnostic", 35, 35, 10, 31*time.Minute, true
	diagnostic.Domains = []templates.Mark{{Title: "Scheduling", Correct: 4, Scored: 5, PerCent: 80, Low: 38, High: 96}, {Title: "Billing and Revenue Cycle", Correct: 1, Scored: 4, PerCent: 25, Low: 5, High: 70}}
	diagnostic.Begin = &templates.Begin{Domain: &diagnostic.Domains[1], Lesson: lesson, Thin: true}
	hardly := diagnostic
	hardly.Answered, hardly.Missed, hardly.Begin = 6, 33, &templates.Begin{Lesson: lesson}
	allRight := diagnostic
	allRight.Missed, allRight.Begin = 0, &templates.Begin{}
	check := templates.NewResultPage(ana, "Check: Medical Law, Ethics, and Compliance", templates.Graded, templates.Mark{Correct: 12, Scored: 15, PerCent: 80, Low: 55, High: 93})
	check.Attempt, check.Mode, check.Answered, check.Of, check.Missed, check.Used, check.Released, check.Repeats = "C4", "check", 15, 15, 3, 12*time.Minute, true, 3
	check.Lessons = []templates.LessonMark{{Link: *lesson, Correct: 2, Scored: 4}, {Link: templates.Link{Text: "Fraud, waste and abuse"}, Correct: 10, Scored: 11}}
	grading := templates.NewResultPage(ana, "Practice exam", templates.Grading, templates.Mark{})
	grading.Attempt = "X7"
	void := templates.NewResultPage(ana, "Practice exam", templates.Void, templates.Mark{})
	void.Attempt, void.Reason = "X7", "R. Diaz voided this attempt on November 21, 2026. Reason: the fire alarm."
	return map[string]templates.Page{"result": mock, "result-ran-out": ran, "result-few": short, "result-perfect": perfect, "result-grading": grading, "result-diagnostic": diagnostic,
		"result-diagnostic-hardly": hardly, "result-diagnostic-right": allRight, "result-check": check, "result-void": void}
}

func sat(choice string) []templates.Reason {
	var list []templates.Reason
	for i, o := range sample.Options {
		list = append(list, templates.Reason{Letter: string(rune('A' + i)), Text: o.Text, Why: reasons[o.ID], Chosen: o.ID == choice, Key: o.ID == "b"})
	}
	return list
}

func answersSamples() map[string]templates.Page {
	page := templates.NewAnswersPage(ana, "X7", "Practice exam", "missed", 32)
	page.All, page.Number, page.Pages, page.Again, page.Key = 135, 1, 2, 30, "K9"
	page.Domains = []templates.SelectOption{{Value: "d3", Label: "Medical Law, Ethics, and Compliance"}, {Value: "d4", Label: "Scheduling"}}
	page.Items = []templates.AnsweredItem{
		{N: 37, Counted: true, Domain: "Medical Law, Ethics, and Compliance", Scenario: sample.Scenario, Question: sample.Text, Reasons: sat("a"), Spent: 72 * time.Second, Confidence: "sure", Flag: true, Lesson: lesson, Sources: sources()},
		{N: 41, Domain: "Scheduling", Exhibit: exhibit, Question: "Which room is open at 9:20?", Reasons: sat("")},
		{N: 52, Counted: true, Domain: "Scheduling", Question: sample.Text, Reasons: sat("b"), Confidence: "guess", Late: true},
	}
	none := templates.NewAnswersPage(ana, "X7", "Practice exam", "sure", 0)
	none.Withheld = 3
	none.All, none.Domain = 135, "d4"
	held := templates.NewAnswersPage(ana, "X7", "Practice exam", "missed", 0)
	held.Released, held.When = false, "Answers open on Friday, December 4, 2026, 5:00 PM."
	return map[string]templates.Page{"answers": page, "answers-none": none, "answers-held": held}
}

func peopleSamples() map[string]templates.Page {
	rosa := &templates.Person{Name: "Rosa Diaz", Staff: true, Admin: true}
	line := templates.PersonLine{ID: "P7", Name: "Ana Diaz", Login: "ana", Role: "learner", Factor: 1.5, Seen: morning}
	list := templates.NewPeoplePage(rosa)
	list.People, list.Found, list.Pages, list.Number = []templates.PersonLine{line, {ID: "P8", Name: "Tolu Adeyemi", Login: "tolu", Role: "administrator", Factor: 1, Seen: morning}}, 120, 3, 2
	none := templates.NewPeoplePage(rosa)
	none.Query = "zz"
	one := templates.NewPersonPage(rosa, line)
	one.Made = morning
	one.Attempts = []templates.StaffAttempt{
		{ID: "X7", Person: line, Name: "Half exam", State: "Open", Started: morning, Ends: morning.Add(55 * time.Minute)},
		{ID: "X6", Person: line, Name: "Drill: Scheduling", State: "Void", Reason: templates.VoidWords("R. Diaz", morning, "The fire alarm."), Started: morning, Ends: morning, Void: true},
		{ID: "X5", Person: line, Name: "Diagnostic", State: "Open", Started: morning}}
	one.Open = []templates.OpenTime{
		{Person: line, ID: "X7", Name: "Half exam", Ends: morning.Add(55 * time.Minute), Now: morning, More: 28, Factor: 1.5},
		{Person: line, ID: "X4", Name: "Practice exam", Ends: morning.Add(24 * time.Hour), Now: morning, Was: 20 * time.Minute, Minutes: "x", Error: "Enter minutes between 1 and 600"}}
	fresh := templates.NewPersonPage(rosa, templates.PersonLine{ID: "P9", Name: "Sami Haddad", Login: "sami", Role: "learner", Factor: 1.75, Seen: morning})
	fresh.Made = morning
	audit := templates.NewAuditPage(rosa)
	audit.Name, audit.Found, audit.Number, audit.Pages = "sami", 250, 2, 3
	audit.Actions = []templates.SelectOption{{Value: "rename", Label: "rename", Chosen: true}}
	audit.Lines = []templates.AuditLine{{At: morning, By: "Rosa Lima", Action: "set time factor", Of: "Sami Haddad", Was: "1", Became: "1.5"}}
	noAudit := templates.NewAuditPage(rosa)
	noAudit.From, noAudit.Errors = "x", []templates.FieldError{{Field: "from", Text: "Enter a day as 2026-11-22"}}
	void := templates.NewVoidPage(rosa, one.Attempts[0])
	refused := templates.NewVoidPage(rosa, one.Attempts[0])
	refused.Errors = []templates.FieldError{{Field: "reason", Text: "Enter the reason"}}
	return map[string]templates.Page{"audit": audit, "audit-none": noAudit, "people": list, "people-none": none, "person": one, "person-new": fresh, "person-void": void, "person-void-refused": refused}
}

func meSamples() map[string]templates.Page {
	next := &templates.ReadNext{Link: *lesson, Minutes: 30}
	fresh := templates.NewMePage(nil)
	fresh.Continue, fresh.Written = &templates.ReadNext{Link: templates.Link{Text: "Care settings and delivery models", Path: "/learn/foundations/care-settings-and-models/"}, Minutes: 25}, 14
	mine := templates.NewMePage(ana)
	mine.Whose = "5d1e 07aa"
	mine.Continue, mine.Done, mine.Written, mine.Domains, mine.Missed = next, 3, 14, marks(), 12
	mine.Open = []templates.OpenAttempt{{ID: "X7", Name: "Practice exam", N: 37, Of: 135, Timed: true, Remaining: 72 * time.Minute}}
	mine.Attempts = []templates.AttemptEntry{{ID: "X6", Name: "Practice exam", At: morning, State: templates.Graded, Mark: whole, Repeats: 4}, {ID: "X5", Name: "Drill: Scheduling", At: morning, State: templates.Graded, Held: true},
		{ID: "X5", Name: "Half exam", At: morning, State: templates.Grading}, {ID: "X4", Name: "Drill: Scheduling", At: morning, State: templates.Void}}
	begun := templates.NewMePage(guest)
	begun.Written, begun.Done, begun.Work, begun.Domains = 14, 14, work, []templates.Mark{{Title: "Scheduling", Correct: 1, Scored: 3}}
	begun.Banner = &templates.Banner{Title: "Marked as read", Link: &templates.Link{Text: "Undo", Path: "/me?read=d3-03"}}
	mine.Track = &templates.FollowedTrack{Link: templates.Link{Text: "New hire", Path: "/learn/tracks/new-hire/"}, Week: 2, Weeks: 4, Lessons: []templates.TrackLine{{Link: *lesson, Minutes: 30, Done: true}, {Link: *lesson, Minutes: 25}},
		Practice: []templates.Link{{Text: "a half exam", Path: "/exam/?mode=half"}}}
	mine.Skills = 22
	fresh.Tracks = []templates.Link{{Text: "New hire", Path: "/learn/tracks/new-hire/"}, {Text: "School term", Path: "/learn/tracks/school-term/"}}
	begun.Track = &templates.FollowedTrack{Link: templates.Link{Text: "New hire", Path: "/learn/tracks/new-hire/"}, Weeks: 4}
	follow := templates.NewFollowPage(ana, content.Track{ID: "new-hire", Title: "New hire", Summary: "What a first month needs."})
	followed := follow
	followed.Now = true
	read := templates.NewMarkReadPage(ana, "d3-03", *lesson)
	again := templates.NewMarkReadPage(ana, "d3-03", *lesson)
	again.Read = morning
	return map[string]templates.Page{"me-track": follow, "me-track-now": followed, "me-skills-new": skills(false), "me-skills": skills(true), "me-new": fresh, "me": mine, "me-guest": begun, "me-read": read, "me-read-again": again,
		"me-finish": templates.NewFinishPage(guest, work, mine.Open), "me-finish-empty": templates.NewFinishPage(guest, templates.Work{}, nil)}
}

// skills is the audit of somebody new, or of somebody whose form was refused.
func skills(refused bool) templates.SkillsPage {
	p := templates.NewSkillsPage(ana)
	p.Rows = []templates.SkillRow{{ID: "scheduling", Title: "Scheduling", Example: "A day built for two providers with no clash", Lesson: *lesson},
		{ID: "calm", Title: "Calm", People: true, Example: "A role play of a complaint, scored by someone else", Lesson: *lesson}}
	if refused {
		p.Rows[0].Rated, p.Rows[0].Level, p.Rows[0].At = true, 2, morning
		p.Rows[1].Evidence = "Six months of phones"
		p.Errors = []templates.FieldError{{Field: "level-calm", Text: "Choose a rating for Calm"}}
	}
	return p
}

func accountSamples() map[string]templates.Page {
	in := templates.NewSignInPage(guest)
	in.Work, in.Next = work, "/attempts/X7"
	refused := templates.NewSignInPage(nil)
	refused.Login, refused.Shared = "ana", true
	refused.Errors = []templates.FieldError{{Field: "password", Text: "The name and password do not match. Check both."}}
	up := templates.NewSignUpPage(guest, work)
	taken := templates.NewSignUpPage(nil, templates.Work{})
	taken.Name, taken.Login, taken.Next = "Ana", "ana@clinic.example", "/join/7KQ4M2XD"
	taken.Errors = []templates.FieldError{{Field: "login", Text: "That name is taken. Sign in, or choose another."}, {Field: "password", Text: "Choose a password with at least 12 characters"}}
	merge := templates.NewMergePage(guest, "Ana Diaz", work)
	merge.Open, merge.Next = true, "/join/7KQ4M2XD"
	settings := templates.NewSettingsPage(ana, "ana@clinic.example", 1.5)
	settings.Banner = &templates.Banner{Title: "Saved"}
	owner := templates.NewOwnerPage(nil, "T9", templates.Usable)
	owner.Errors = []templates.FieldError{{Field: "name", Text: "Enter a name"}}
	return map[string]templates.Page{"sign-in": in, "sign-in-refused": refused, "sign-up": up, "sign-up-refused": taken, "merge": merge, "settings": settings,
		"reset": templates.NewResetPage("T9", "ana", templates.Usable), "reset-used": templates.NewResetPage("T9", "ana", templates.Used), "reset-expired": templates.NewResetPage("T9", "ana", templates.Expired),
		"owner": owner, "owner-used": templates.NewOwnerPage(nil, "T9", templates.Used)}
}

// TestRoomHoldsNoItem walks through the types of the pages of an open attempt: an Item, which holds the key, must not be
// reachable from any of them.
func TestRoomHoldsNoItem(t *testing.T) {
	for _, page := range []templates.Page{templates.RoomPage{}, templates.CheckPage{}, templates.CheckOpenPage{}, templates.StartPage{}, templates.RoomOverPage{}} {
		if path := findItem(reflect.TypeOf(page), map[reflect.Type]bool{}); path != "" {
			t.Errorf("%T can hold an item: %s", page, path)
		}
	}
}

func findItem(typ reflect.Type, seen map[reflect.Type]bool) string {
	if typ == reflect.TypeFor[quizzes.Item]() {
		return "Item"
	}
	if seen[typ] {
		return ""
	}
	seen[typ] = true
	switch typ.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Array:
		return findItem(typ.Elem(), seen)
	case reflect.Struct:
		for i := range typ.NumField() {
			if path := findItem(typ.Field(i).Type, seen); path != "" {
				return typ.Field(i).Name + "." + path
			}
		}
	}
	return ""
}

// TestWords holds what the pages say of times and choices.
func TestWords(t *testing.T) {
	start := templates.StartPage{Minutes: 135}
	for i, want := range []string{"Standard: 135 min", "1.5 ×: 203 min, extended from 135", "2 ×: 270 min, extended from 135", "No limit"} {
		if got := start.Times().Options[i].Label; got != want {
			t.Errorf("time %d is %q, want %q", i, got, want)
		}
	}
	start.Factor = 1.75 // set by staff
	if o := start.Times().Options; o[0].Label != "Standard: 237 min, extended from 135" || o[1].Label != "2 ×: 270 min, extended from 135" {
		t.Errorf("with a factor of 1.75 the times are %v", o)
	}
	for left, want := range map[time.Duration]string{135 * time.Minute: "2 h 15 min", 2 * time.Hour: "2 h", 31*time.Minute + 20*time.Second: "31 min",
		5 * time.Minute: "5:00", 299 * time.Second: "4:59", 9 * time.Second: "0:09", 0: "0:00"} {
		if got := (templates.Exam{Timed: true, Remaining: left}).Left(); got != want {
			t.Errorf("%v is shown as %q, want %q", left, got, want)
		}
	}
	if got := templates.Finding(marks()); got != "Lowest: Billing and Revenue Cycle, 5 of 11. Highest: Scheduling, 14 of 16." {
		t.Errorf("finding %q", got)
	}
	if got := templates.Finding(marks()[:1]); got != "" {
		t.Errorf("one domain has no lowest and highest, got %q", got)
	}
}
