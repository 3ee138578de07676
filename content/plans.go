package content

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"frontdesk/content/strict"
)

// A Plan is a list of work for a class, week by week, that staff can give as it stands: a template. It knows no dates, only
// weeks from a Monday that staff choose.
type Plan struct {
	ID      string        `yaml:"id"`
	Title   string        `yaml:"title"`
	Summary string        `yaml:"summary"`
	Weeks   int           `yaml:"weeks"`
	Work    []PlannedWork `yaml:"work"` // by due date
}

// PlannedWork is one piece of work of a plan. Kind and Object are in the words of server/classwork.
type PlannedWork struct {
	Week     int    `yaml:"week"`     // in which it is due, from 1
	Day      string `yaml:"day"`      // "friday"
	Time     string `yaml:"time"`     // "17:00", on the clock of the class
	From     int    `yaml:"from"`     // the week at whose beginning it opens; 0 is the week in which it is due
	Kind     string `yaml:"kind"`     // lesson, module, track, cards, drill, half, mock
	Object   string `yaml:"object"`   // an id of a lesson, module or track; a deck's prefix; "domain:d3" or "lesson:d3-03" of a drill
	Count    int    `yaml:"count"`    // questions of a drill
	Attempts int    `yaml:"attempts"` // 0 is any number
	Minimum  int    `yaml:"minimum"`  // per cent; 0 for none
	Weight   int    `yaml:"weight"`   // in the total of marks; 0 counts nothing
	Title    string `yaml:"title"`
}

// weekdays in the order of a week that begins on Monday.
func weekdays() []string {
	return []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
}

// The forms of a local date and time.
const (
	planDate  = "2006-01-02"
	planClock = "15:04"
)

// Due is the local time at which the work is due in a plan whose first week begins on a Monday, "2027-01-08T17:00". Of
// monday only the date counts.
func (w PlannedWork) Due(monday time.Time) string {
	return monday.AddDate(0, 0, 7*(w.Week-1)+slices.Index(weekdays(), w.Day)).Format(planDate) + "T" + w.Time
}

// Opens is the local time at which it opens: the beginning of a week.
func (w PlannedWork) Opens(monday time.Time) string {
	from := w.From
	if from == 0 {
		from = w.Week
	}
	return monday.AddDate(0, 0, 7*(from-1)).Format(planDate) + "T00:00"
}

// Plan returns the plan of that id; ok is false if there is none.
func (c *Course) Plan(id string) (p Plan, ok bool) {
	i := slices.IndexFunc(c.Plans, func(p Plan) bool { return p.ID == id })
	if i < 0 {
		return Plan{}, false
	}
	return c.Plans[i], true
}

// plans reads plans.yaml, which a course may do without.
func (l *loader) plans() {
	file := path.Join(dir, "plans.yaml")
	if _, err := fs.Stat(l.fsys, file); err != nil {
		return
	}
	doc, found := strict.Parse(file, l.read(file), 1)
	l.problems = append(append(l.problems, found...), doc.Decode(&l.course.Plans)...)
	lines, fields := doc.Lines(), doc.Fields()
	ids := map[string]bool{}
	for i, p := range l.course.Plans {
		at := func(n int, format string, args ...any) {
			line := lineAt(lines, i)
			if n >= 0 && i < len(fields) && fields[i][fmt.Sprintf("work.%d", n)] > 0 {
				line = fields[i][fmt.Sprintf("work.%d", n)]
			}
			l.problem(file, line, "plan", "plan "+p.ID+": "+format, args...)
		}
		if p.ID == "" || p.Title == "" || p.Summary == "" || p.Weeks < 1 || len(p.Work) == 0 || ids[p.ID] {
			at(-1, "a plan needs an id of its own, a title, a summary, weeks and work")
		}
		ids[p.ID] = true
		last := ""
		for n, w := range p.Work {
			for _, wrong := range l.planned(p, w) {
				at(n, "%s", wrong)
			}
			due := w.Due(time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC))
			if due < last {
				at(n, "%q is due before what stands above it; write work in the order in which it is due", w.Title)
			}
			last = due
		}
	}
}

// planned says what is wrong with a piece of work.
func (l *loader) planned(p Plan, w PlannedWork) (wrong []string) {
	refuse := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	if strings.TrimSpace(w.Title) == "" {
		refuse("work of week %d needs a title", w.Week)
	}
	if w.Week < 1 || w.Week > p.Weeks || w.From < 0 || w.From > w.Week {
		refuse("%q: week lies between 1 and %d, and from is not after it; found week %d, from %d", w.Title, p.Weeks, w.Week, w.From)
	}
	if !slices.Contains(weekdays(), w.Day) {
		refuse("%q: day is one of %s, not %q", w.Title, strings.Join(weekdays(), ", "), w.Day)
	}
	if t, err := time.Parse(planClock, w.Time); err != nil || t.Format(planClock) != w.Time {
		refuse("%q: time is written as \"17:00\", not %q", w.Title, w.Time)
	}
	if !l.assignable(w) {
		refuse("%q: the course has no %s %q to assign", w.Title, w.Kind, w.Object)
	}
	sat := slices.Contains([]string{"drill", "half", "mock"}, w.Kind)
	if drill := w.Kind == "drill"; drill && (w.Count < 1 || w.Count > 50) || !drill && w.Count != 0 {
		refuse("%q: count is for a drill, from 1 to 50, not %d", w.Title, w.Count)
	}
	if w.Attempts < 0 || w.Minimum < 0 || w.Minimum > 100 || !sat && (w.Attempts != 0 || w.Minimum != 0) {
		refuse("%q: attempts (0 for any) and minimum (0 to 100) are for drills and exams, found %d and %d", w.Title, w.Attempts, w.Minimum)
	}
	if w.Weight < 0 || w.Weight > 100 {
		refuse("%q: weight lies between 0 and 100, not at %d", w.Title, w.Weight)
	}
	return wrong
}

// assignable tells whether the course has what the work is about.
func (l *loader) assignable(w PlannedWork) bool {
	c := l.course
	switch w.Kind {
	case "lesson":
		return c.lessons[w.Object] != nil
	case "module":
		return slices.ContainsFunc(c.Modules, func(m *Module) bool { return m.ID == w.Object })
	case "track":
		return slices.ContainsFunc(c.Tracks, func(t Track) bool { return t.ID == w.Object })
	case "cards":
		return slices.ContainsFunc(Decks(), func(d Deck) bool { return d.Prefix == w.Object })
	case "half", "mock":
		return w.Object == ""
	case "drill":
		kind, id, _ := strings.Cut(w.Object, ":")
		return w.Object == "" || kind == "lesson" && c.lessons[id] != nil ||
			kind == "domain" && slices.ContainsFunc(c.Lessons(), func(le *Lesson) bool { return le.Domain == id && id != "" })
	}
	return false
}
