package server

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"frontdesk/server/store"
)

// TestScripts runs the requests in testdata/*.txt, each file against a new site. A line is one of
//
//	# a comment
//	as ana               the lines below come from Ana's browser; a name that is new is a new browser without cookies
//	as ana, signed in    and it is signed in to an account of that name (admin and owner have that role)
//	as ana, a coordinator    the same, with the role of a coordinator
//	> Accept: …          a header of the next request
//	GET /me              a request; behind the path may stand a form (a=b&c=d) or JSON
//	< 303                the answer's status
//	< Location: /me      a header of the answer, whole
//	= some words         the body contains this
//	! some words         the body does not
//	id = /attempts/(\w+) keeps what the brackets match, in Location or body; {id} stands for it below
//	wait 181d            the clock goes on (also 10m, 3h)
//	assign {class} drill count=5 due=2026-11-27T17:00 …    the class gets work with these rules; {work} stands for it below
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			s := &script{t: t, c: open(t), file: file, browsers: map[string]*browser{}, words: map[string]string{}}
			for i, line := range strings.Split(string(src), "\n") {
				s.line = i + 1
				s.run(strings.TrimSpace(line))
			}
		})
	}
}

type script struct {
	t        *testing.T
	c        *clinic
	file     string
	line     int
	browsers map[string]*browser
	current  *browser
	header   []string
	last     answer
	words    map[string]string
}

func (s *script) failf(format string, args ...any) {
	s.t.Helper()
	s.t.Fatalf("%s:%d: %s\n%v", s.file, s.line, fmt.Sprintf(format, args...), s.last)
}

var (
	requestLine = regexp.MustCompile(`^(GET|HEAD|POST|PUT|DELETE|PATCH) (\S+) ?(.*)$`)
	keepLine    = regexp.MustCompile(`^(\w+) = (.+)$`)
)

func (s *script) run(line string) {
	for word, value := range s.words {
		line = strings.ReplaceAll(line, "{"+word+"}", value)
	}
	mark, rest, _ := strings.Cut(line, " ")
	switch {
	case line == "" || mark == "#":
	case mark == "as":
		s.as(rest)
	case mark == "assign":
		s.assign(strings.Fields(rest))
	case mark == "wait":
		s.wait(rest)
	case mark == ">":
		name, value, _ := strings.Cut(rest, ": ")
		s.header = append(s.header, name, value)
	case mark == "<":
		s.expect(rest)
	case mark == "=" && !strings.Contains(s.last.body, rest):
		s.failf("the body lacks %q", rest)
	case mark == "!" && strings.Contains(s.last.body, rest):
		s.failf("the body has %q", rest)
	case mark == "=" || mark == "!":
	case requestLine.MatchString(line):
		g := requestLine.FindStringSubmatch(line)
		s.last = s.current.send(g[1], g[2], g[3], s.header...)
		s.header = nil
	case keepLine.MatchString(line):
		g := keepLine.FindStringSubmatch(line)
		found := regexp.MustCompile(g[2]).FindStringSubmatch(s.last.Header.Get("Location") + "\n" + s.last.body)
		if found == nil {
			s.failf("nothing matches %s", g[2])
		}
		s.words[g[1]] = found[1]
	default:
		s.failf("this line is none that a script can have: %s", line)
	}
}

func (s *script) as(who string) {
	name, signedIn := strings.CutSuffix(who, ", signed in")
	name, coordinates := strings.CutSuffix(name, ", a coordinator")
	if s.browsers[name] == nil {
		s.browsers[name] = s.c.browser()
	}
	s.current = s.browsers[name]
	if !signedIn && !coordinates {
		return
	}
	role := store.Learner
	if coordinates {
		role = store.Coordinator
	}
	if r := store.Role(name); r == store.Admin || r == store.Owner {
		role = r
	}
	s.browsers[name] = s.c.signedIn(s.c.account(name, role), kindPassword)
	s.current = s.browsers[name]
}

// assign gives a class work of a kind, whose title is the kind.
func (s *script) assign(words []string) {
	if len(words) < 2 {
		s.failf("assign takes a class and a kind")
	}
	class, _, err := s.c.db.ClassFor(s.t.Context(), words[0], "")
	if err != nil {
		s.failf("assign: %v", err)
	}
	w, rules := store.Assignment{Kind: words[1], Title: "A " + words[1]}, []string{}
	for _, rule := range words[2:] {
		field, value, _ := strings.Cut(rule, "=")
		switch field {
		case "count":
			w.Count, err = strconv.Atoi(value)
		case "object":
			w.Object = value
		default:
			rules = append(rules, field, value)
		}
	}
	if err != nil {
		s.failf("assign: %v", err)
	}
	s.words["work"] = s.c.assign(class, w, rules...)
}

func (s *script) wait(text string) {
	if days, ok := strings.CutSuffix(text, "d"); ok {
		n, err := strconv.Atoi(days)
		if err != nil {
			s.failf("wait %s: %v", text, err)
		}
		s.c.clock.Forward(time.Duration(n) * 24 * time.Hour)
		return
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		s.failf("wait %s: %v", text, err)
	}
	s.c.clock.Forward(d)
}

func (s *script) expect(text string) {
	if status, err := strconv.Atoi(text); err == nil {
		if s.last.StatusCode != status {
			s.failf("status %d, want %d", s.last.StatusCode, status)
		}
		return
	}
	name, value, _ := strings.Cut(text, ": ")
	if got := s.last.Header.Get(name); got != value {
		s.failf("%s is %q, want %q", name, got, value)
	}
}
