package quizzes_test

import (
	"testing"

	"frontdesk/quizzes"
)

func TestWeakest(t *testing.T) {
	mark := func(domain string, correct, scored int) quizzes.Mark {
		return quizzes.Mark{Domain: domain, Correct: correct, Scored: scored}
	}
	for _, tc := range []struct {
		name  string
		marks []quizzes.Mark
		want  string
		thin  bool
	}{
		{"nothing at all", nil, "", false},
		{"nothing was scored", []quizzes.Mark{mark("d1", 0, 0)}, "", false},
		{"nothing was missed", []quizzes.Mark{mark("d1", 3, 3), mark("d2", 7, 7)}, "", false},
		{"a clear case", []quizzes.Mark{mark("d1", 3, 3), mark("d2", 0, 7), mark("d5", 7, 7), mark("d7", 17, 18)}, "d2", false},
		{"one of four, against most of the rest", []quizzes.Mark{mark("d1", 3, 3), mark("d2", 6, 7), mark("d6", 1, 4), mark("d7", 3, 4)}, "d6", true},
		{"as good as the rest", []quizzes.Mark{mark("d2", 4, 7), mark("d5", 5, 7), mark("d6", 3, 4)}, "d2", true},
		{"equal shares: more questions say more", []quizzes.Mark{mark("d4", 2, 4), mark("d2", 4, 8), mark("d5", 7, 8)}, "d2", true},
		{"equal in all: the first", []quizzes.Mark{mark("d4", 2, 4), mark("d6", 2, 4)}, "d4", true},
		{"alone", []quizzes.Mark{mark("d4", 0, 5)}, "d4", true},
	} {
		m, thin, ok := quizzes.Weakest(tc.marks)
		if m.Domain != tc.want || thin != tc.thin || ok != (tc.want != "") {
			t.Errorf("%s: %s, thin %v, %v, want %s, %v", tc.name, m.Domain, thin, ok, tc.want, tc.thin)
		}
	}
}
