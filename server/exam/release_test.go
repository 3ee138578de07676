package exam_test

import (
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"frontdesk/quizzes"
	"frontdesk/server/classwork"
	"frontdesk/server/exam"
	"frontdesk/server/store"
	"frontdesk/server/store/storetest"
)

// school is a desk whose learner is in a class that has a fixed form.
type school struct {
	*desk
	class string
	form  []string // ids in the bank, in the form's order
}

func newSchool(t *testing.T, items, practice int) *school {
	t.Helper()
	file := storetest.DSN(t, string(store.SQLite))
	db, b := storetest.Reopen(t, file), bank(t, items, practice)
	account := func(login string) string {
		id, err := db.CreateAccount(t.Context(), store.Shell, store.NewAccount{Name: login, Login: login, Hash: "x", Role: store.Learner}, t0)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	ana := account("ana")
	class, err := db.NewClass(t.Context(), account("cora"), store.Class{Name: "Evening class", Zone: "America/Chicago"}, t0)
	if err == nil {
		err = db.PutMember(t.Context(), store.Shell, class, ana, store.Learner, t0)
	}
	if err != nil {
		t.Fatal(err)
	}
	s := &school{desk: &desk{exam.New(db, b, "cmaa", "v1", slog.New(slog.DiscardHandler)), t, db, b, ana}, class: class}
	s.keepForm(file)
	return s
}

// formSize leaves so few questions of the first domain that an exam would have to take some of the form again.
const formSize = 17

// keepForm puts questions of the first domain into the tables of fixed forms, options turned round.
func (s *school) keepForm(file string) {
	s.t.Helper()
	db, err := sql.Open("sqlite3", file)
	if err != nil {
		s.t.Fatal(err)
	}
	defer db.Close()
	run := func(query string, args ...any) {
		s.t.Helper()
		if _, err := db.ExecContext(s.t.Context(), query, args...); err != nil {
			s.t.Fatal(err)
		}
	}
	run("INSERT INTO forms (id, class, title, seed, created) VALUES ('F', ?, 'Form', 7, 0)", s.class)
	for _, it := range s.bank.Items() {
		if it.Domain() == "d1" && len(s.form) < formSize && it.Use() == quizzes.UseExam {
			s.form = append(s.form, it.ID())
			run("INSERT INTO form_items (form, n, item, revision, domain, lesson, opts) VALUES ('F', ?, ?, ?, 'd1', ?, 'dcba')", len(s.form), "cmaa/"+it.ID(), it.Revision(), it.Lesson())
			run("INSERT INTO texts (hash, kind, id, body) VALUES (?, 'item', ?, ?) ON CONFLICT DO NOTHING", it.Revision(), "cmaa/"+it.ID(), string(it.Freeze()))
		}
	}
}

// assign gives the class work; rules are pairs of a field and a value.
func (s *school) assign(kind string, rules ...string) store.Assignment {
	s.t.Helper()
	w := store.Assignment{Class: s.class, Kind: kind, Title: "The work", Everyone: true, Zone: "America/Chicago"}
	switch kind {
	case classwork.Form:
		w.Form = "F"
	case classwork.Drill:
		w.Count, w.Object = 5, "domain:d2"
	}
	for i := 0; i+1 < len(rules); i += 2 {
		w.Rules = append(w.Rules, store.Rule{Scope: store.RuleWork, Field: rules[i], Value: rules[i+1]})
	}
	id, err := s.db.NewAssignment(s.t.Context(), store.Shell, w, t0)
	if err != nil {
		s.t.Fatal(err)
	}
	w.ID, w.Version = id, 1
	return w
}

// sit starts an attempt at the work.
func (s *school) sit(w store.Assignment, now time.Time) (string, error) {
	m, err := s.db.MemberOf(s.t.Context(), s.class, s.person)
	if err != nil {
		s.t.Fatal(err)
	}
	work := s.Work(w)
	id, _, err := s.StartAssigned(s.t.Context(), s.person, "", work, classwork.TermsFor(work, classwork.FactsOf(m)), 1, now)
	return id, err
}

// held tells whether the questions of the form are withheld from the learner: all of them, or none.
func (s *school) held(now time.Time) bool {
	s.t.Helper()
	kept, err := s.Withheld(s.t.Context(), s.person, now)
	if err != nil {
		s.t.Fatal(err)
	}
	n := 0
	for _, id := range s.form {
		if kept["cmaa/"+id] {
			n++
		}
	}
	if n != 0 && n != len(s.form) {
		s.t.Errorf("%d of %d questions of the form are withheld", n, len(s.form))
	}
	return n > 0
}

// TestFixedForm: everybody gets the questions and their options in the form's order.
func TestSitFixedForm(t *testing.T) {
	s := newSchool(t, 30, 3)
	w := s.assign(classwork.Form, classwork.Minutes, "20")
	id, err := s.sit(w, t0)
	if err != nil {
		t.Fatal(err)
	}
	items, _ := s.db.AttemptItems(t.Context(), s.person, id)
	for i, it := range items {
		if it.Item != "cmaa/"+s.form[i] || it.Order != "dcba" || !it.Scored {
			t.Errorf("question %d is %+v, want %s", i+1, it, s.form[i])
		}
	}
	r := s.room(id, t0)
	if len(r.Seats) != formSize || r.Minutes() != 20 || r.Attempt.Mode != string(quizzes.Fixed) || r.Attempt.Title != "The work" || r.Seats[0].Question.Options[0].ID != "d" {
		t.Errorf("room: %d seats, %d min, %+v", len(r.Seats), r.Minutes(), r.Attempt)
	}
	s.submit(id, t0.Add(time.Minute))
	res, err := s.Result(t.Context(), s.person, id, t0.Add(time.Minute))
	if err != nil || len(res.Verdicts) != formSize {
		t.Errorf("%d verdicts, %v", len(res.Verdicts), err)
	}
}

// TestFormWithheld: while a fixed form is given and its answers are not released, nothing of one's own draws from it.
func TestFormWithheld(t *testing.T) {
	const due = "2026-11-24T12:00"
	over := time.Date(2026, 11, 24, 18, 0, 0, 0, time.UTC)
	for _, tc := range []struct {
		answers, due              string
		given, handedIn, atTheEnd bool
	}{
		{classwork.AtOnce, due, true, false, false},
		{classwork.AfterDue, due, true, true, false},
		{classwork.Never, due, true, true, false},
		{classwork.AfterDue, "", true, true, true},
		{classwork.Never, "", true, true, true},
	} {
		t.Run(tc.answers+" "+tc.due, func(t *testing.T) {
			s := newSchool(t, 30, 3)
			if s.held(t0) {
				t.Error("withheld before it is given")
			}
			w := s.assign(classwork.Form, classwork.Due, tc.due, classwork.Answers, tc.answers, classwork.Opens, "2026-11-22T02:00")
			if s.held(t0) != tc.given {
				t.Error("not withheld once it is given")
			}
			if s.held(over) != tc.atTheEnd {
				t.Errorf("withheld at the due date from somebody who has not begun: %v", !tc.atTheEnd)
			}
			s.drawsNone(t0)
			id, err := s.sit(w, t0)
			if err != nil {
				t.Fatal(err)
			}
			s.submit(id, t0.Add(time.Minute))
			if s.held(t0.Add(time.Hour)) != tc.handedIn {
				t.Errorf("withheld after it was handed in: %v", !tc.handedIn)
			}
			if s.held(over.Add(-time.Second)) != tc.handedIn || s.held(over) != tc.atTheEnd {
				t.Errorf("withheld at the due date: %v", !tc.atTheEnd)
			}
			if err := s.db.WithdrawAssignment(t.Context(), store.Shell, s.class, w.ID, true, t0); err != nil || s.held(t0.Add(time.Hour)) {
				t.Errorf("withheld after it was withdrawn, %v", err)
			}
		})
	}
}

// drawsNone draws everything that one can draw for oneself, and finds nothing of the form there.
func (s *school) drawsNone(now time.Time) {
	s.t.Helper()
	for _, r := range []exam.Request{{Mode: quizzes.Mock}, {Mode: quizzes.Half}, {Mode: quizzes.Diagnostic}, {Mode: quizzes.Check, Module: "d1"},
		{Mode: quizzes.Drill, Domain: "d1", Count: 15}} {
		id := s.start(r, now)
		for _, item := range s.on(id, now) {
			for _, kept := range s.form {
				if strings.TrimPrefix(item, "cmaa/") == kept {
					s.t.Errorf("%s has %s, which is on the form", r.Mode, kept)
				}
			}
		}
		s.submit(id, now)
	}
	if p, err := s.Prospect(s.t.Context(), s.person, exam.Request{Mode: quizzes.Misses}, now); err != nil {
		s.t.Errorf("missed: %+v, %v", p, err)
	}
}

// TestAssignedTerms: what the rules come to when an attempt begins.
func TestAssignedTerms(t *testing.T) {
	now := t0 // 3:00 AM in Chicago
	for _, tc := range []struct {
		what     string
		kind     string
		rules    []string
		factor   float64
		standing classwork.Standing // "" for an attempt
		left     time.Duration      // 0 for no limit
	}{
		{"the time of the kind", classwork.Half, nil, 1, "", 55 * time.Minute},
		{"with a factor", classwork.Half, nil, 1.5, "", 83 * time.Minute},
		{"a drill has none", classwork.Drill, nil, 2, "", 0},
		{"a rule sets it", classwork.Drill, []string{"minutes", "20"}, 1.25, "", 25 * time.Minute},
		{"the close cuts it", classwork.Half, []string{"due", "2026-11-22T03:30", "late", "no"}, 1, "", 30 * time.Minute},
		{"the close moves with a factor", classwork.Drill, []string{"minutes", "60", "due", "2026-11-22T03:30", "late", "no"}, 2, "", 90 * time.Minute},
		{"the close ends what has no limit", classwork.Drill, []string{"due", "2026-11-22T05:00", "late", "no"}, 1, "", 2 * time.Hour},
		{"late until then", classwork.Drill, []string{"due", "2026-11-22T02:00", "late", "until", "until", "2026-11-22T04:00"}, 1, "", time.Hour},
		{"late always", classwork.Drill, []string{"due", "2026-11-20T02:00"}, 1, "", 0},
		{"too early", classwork.Half, []string{"opens", "2026-11-22T03:01"}, 1, classwork.Early, 0},
		{"closed to the minute", classwork.Half, []string{"due", "2026-11-22T03:00", "late", "no"}, 1, classwork.Over, 0},
	} {
		t.Run(tc.what, func(t *testing.T) {
			s := newSchool(t, 30, 3)
			if err := s.db.SetFactor(t.Context(), store.Shell, s.person, tc.factor, now); err != nil {
				t.Fatal(err)
			}
			id, err := s.sit(s.assign(tc.kind, tc.rules...), now)
			var later *exam.NotNow
			if errors.As(err, &later); tc.standing != "" && (later == nil || later.Standing != tc.standing) || tc.standing == "" && err != nil {
				t.Fatalf("%v, want %q", err, tc.standing)
			}
			if tc.standing != "" {
				return
			}
			r := s.room(id, now)
			if r.Remaining != tc.left || r.Untimed != (tc.left == 0) || r.Attempt.Policy.Factor != tc.factor || r.Attempt.Policy.Feedback != exam.FeedbackEnd {
				t.Errorf("%v are left, untimed %v, %+v; want %v", r.Remaining, r.Untimed, r.Attempt.Policy, tc.left)
			}
		})
	}
}

// TestAgainWhileHeld: a second attempt at a drill whose answers are held back does not tell by its choice what was missed
// in the first, and need not do without its questions.
func TestAgainWhileHeld(t *testing.T) {
	s := newSchool(t, 30, 3)
	w := s.assign(classwork.Drill, classwork.Answers, classwork.Never)
	missed, again := map[string]int{}, 0
	for i := range 8 {
		now := t0.Add(time.Duration(i) * time.Hour)
		id, err := s.sit(w, now)
		if err != nil {
			t.Fatal(fmt.Errorf("attempt %d: %w", i+1, err))
		}
		for _, item := range s.on(id, now) {
			again += missed[item]
			missed[item] = 1 // nothing is answered, so all is missed
		}
		s.submit(id, now)
	}
	if len(missed) < 30 || again > 10 {
		t.Errorf("8 attempts at 5 questions of 33 had %d different ones, and %d came back", len(missed), again)
	}
}

// TestOutOnceHandedIn: what is shown once work is due waits for an attempt that began in time: until its own end, or
// without one until it is handed in or was due 30 days ago. Who begins late puts off nothing.
func TestOutOnceHandedIn(t *testing.T) {
	end := time.Date(2026, 11, 24, 18, 0, 0, 0, time.UTC)
	for _, tc := range []struct {
		what    string
		minutes string
		begins  time.Duration // of the other learner, after the end
		out     time.Duration // when it is shown, after the end, unless that one hands in before
	}{
		{"in time, with an end", "60", -time.Minute, 59*time.Minute + store.Grace},
		{"in time, without", "0", -time.Minute, 30 * 24 * time.Hour},
		{"late", "60", time.Minute, 0},
		{"late, without an end", "0", time.Minute, 0},
	} {
		t.Run(tc.what, func(t *testing.T) {
			s := newSchool(t, 30, 3)
			ben, err := s.db.CreateAccount(t.Context(), store.Shell, store.NewAccount{Name: "Ben", Login: "ben", Hash: "x", Role: store.Learner}, t0)
			if err == nil {
				err = s.db.PutMember(t.Context(), store.Shell, s.class, ben, store.Learner, t0)
			}
			if err != nil {
				t.Fatal(err)
			}
			w := s.assign(classwork.Form, classwork.Due, "2026-11-24T12:00", classwork.Answers, classwork.AfterDue, classwork.Minutes, tc.minutes)
			id, err := s.sit(w, t0)
			if err != nil {
				t.Fatal(err)
			}
			s.submit(id, t0.Add(time.Minute))
			work, m := s.Work(w), store.ClassMember{}
			m.ID = ben
			other, _, err := s.StartAssigned(t.Context(), ben, "", work, classwork.TermsFor(work, classwork.FactsOf(m)), 1, end.Add(tc.begins))
			if err != nil {
				t.Fatal(err)
			}
			out := func(now time.Time) bool {
				t.Helper()
				r, err := s.Releases(t.Context(), s.person, now)
				if err != nil {
					t.Fatal(err)
				}
				return r.Of(w.ID).Answers.Now
			}
			if tc.out > 0 && out(end.Add(tc.out-time.Second)) || !out(end.Add(tc.out)) {
				t.Errorf("it is not shown %v after the end, but before it or later", tc.out)
			}
			handed := end.Add(max(tc.begins, 0) + 2*time.Minute)
			if _, _, err := s.Submit(t.Context(), ben, other, handed); err != nil || !out(handed) {
				t.Errorf("it is not shown once it is handed in, %v", err)
			}
		})
	}
}
