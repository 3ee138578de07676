package check

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"frontdesk/content"
	"frontdesk/content/markdown"
	"frontdesk/content/strict"
)

// page is a lesson as the rules over lessons look at it.
type page struct {
	*content.Lesson
	doc   markdown.Doc
	site  *addresses
	mask  func(string) string
	at    time.Time
	found strict.Problems
}

// A lessonRule is a rule over one lesson.
type lessonRule struct {
	id  string
	run func(p *page)
}

func lessonRules() []lessonRule {
	return []lessonRule{{"fact", factsStand}, {"link", linksLead}, {"shape", shapeWhole}, {"review", reviewDue},
		{"length", lengthFits}, {"grade", readsEasily}, {"cited", sourcesUsed}, {"taught", objectivesTaught}}
}

// lessonProblems runs every rule over every lesson that is written.
func lessonProblems(c *content.Course, mask func(string) string, at time.Time) strict.Problems {
	var found strict.Problems
	var all reading
	site := newAddresses(c)
	for _, l := range c.Written() {
		p := &page{Lesson: l, doc: site.docs[l.ID], site: site, mask: mask, at: at}
		all.add(p.reading())
		for _, r := range lessonRules() {
			from := len(p.found)
			r.run(p)
			for i := from; i < len(p.found); i++ {
				p.found[i].Rule = r.id
			}
		}
		found = append(found, p.found...)
	}
	if g := all.grade(); g > courseGradeLimit && len(c.Written()) > 1 {
		found = append(found, warning("cmaa/course.yaml", 1, "grade", "all lessons together read at grade %.1f; %d is the limit", g, courseGradeLimit))
	}
	return found
}

// courseGradeLimit is the reading level of all lessons taken together; a single one may reach gradeLimit.
const courseGradeLimit = 9

func (p *page) fail(line int, format string, args ...any) {
	p.found = append(p.found, strict.Problemf(p.File, line, "", format, args...))
}

func (p *page) warn(line int, format string, args ...any) {
	p.found = append(p.found, warning(p.File, line, "", format, args...))
}

// title is the line of the lesson's title, for what is wrong with the lesson as a whole.
func (p *page) title() int { return p.BodyLine - 1 }

// factsStand: each fact of the front matter stands in the text, word for word; marks and line breaks do not count.
func factsStand(p *page) {
	text := plainText(p.doc.Text)
	for _, f := range p.Facts {
		if !strings.Contains(text, plainText(f.Text)) {
			p.fail(f.Line, "the text does not say %q, which %s stands for", f.Text, f.Source)
		}
	}
}

// plainText makes two texts comparable: straight quotes, plain dashes, no Markdown marks, single spaces.
func plainText(s string) string {
	s = strings.NewReplacer("*", "", "_", "", "`", "", "–", "-", "—", "-", "---", "-", "--", "-", "…", "...").Replace(quotes.Replace(s))
	return strings.Join(strings.Fields(s), " ")
}

// linksLead: a link inside the course leads to a page that exists and to a heading on it.
func linksLead(p *page) {
	for _, l := range p.doc.Links {
		if problem := p.site.problem(p.Lesson, l.Dest); problem != "" {
			p.fail(p.BodyLine+l.Line-1, "%s", problem)
		}
	}
}

// shapeWhole: a lesson has a table, a worked scenario, a caution, a self-check of five questions and their answers.
func shapeWhole(p *page) {
	if p.doc.Tables == 0 {
		p.fail(p.title(), "the lesson has no table")
	}
	if !slices.ContainsFunc(p.doc.Headings, func(h markdown.Heading) bool { return strings.Contains(strings.ToLower(h.Text), "scenario") }) {
		p.fail(p.title(), "the lesson has no worked scenario; its heading holds that word")
	}
	for _, image := range p.doc.Images {
		p.fail(p.lineWith("]("+image), "%s is no drawing of the course; a drawing stands in content/cmaa/figures and alone in its paragraph", image)
	}
	count := map[string]int{}
	for _, c := range p.doc.Callouts {
		count[strings.ToUpper(c)]++
		if !slices.Contains([]string{"KEY", "TIP", "CAUTION", "STATE", "ASOF", "ANSWERS"}, strings.ToUpper(c)) {
			p.fail(p.lineWith("[!"+c+"]"), "there is no callout of the kind %s", c)
		}
	}
	if count["CAUTION"] == 0 {
		p.fail(p.title(), "the lesson has no [!CAUTION]")
	}
	if count["ANSWERS"] != 1 {
		p.fail(p.title(), "the lesson has %d [!ANSWERS]; the self-check has one", count["ANSWERS"])
	}
	line := p.lineWith("## Self-check")
	questions, answers := p.selfCheck()
	if questions != 5 || answers != 5 {
		p.fail(line, "the self-check has %d numbered questions and %d numbered answers; five of each belong there", questions, answers)
	}
}

// lineWith is the first line of the file that holds the text, or that on which the body begins.
func (p *page) lineWith(text string) int {
	if at := bytes.Index(p.Body, []byte(text)); at >= 0 {
		return p.BodyLine + bytes.Count(p.Body[:at], []byte("\n"))
	}
	return p.BodyLine
}

var (
	questionRE = regexp.MustCompile(`(?m)^\d+\. `)
	answerRE   = regexp.MustCompile(`(?m)^> ?\d+\. `)
)

// selfCheck counts the numbered questions and answers of the self-check.
func (p *page) selfCheck() (questions, answers int) {
	_, rest, found := bytes.Cut(p.Body, []byte("\n## Self-check"))
	if !found {
		return 0, 0
	}
	if at := bytes.Index(rest, []byte("\n## ")); at >= 0 {
		rest = rest[:at]
	}
	return len(questionRE.FindAll(rest, -1)), len(answerRE.FindAll(rest, -1))
}

// reviewDue lists lessons whose day of review has passed.
func reviewDue(p *page) {
	if !p.ReviewBy.IsZero() && p.at.After(p.ReviewBy.Time().AddDate(0, 0, 1)) {
		p.warn(2, "the lesson was to be reviewed by %s", p.ReviewBy)
	}
}

// longLessons may have up to 1,600 words: their subject has more rules than fit 1,200.
var longLessons = []string{"d3-05", "d3-08", "d5-05", "d7-06"}

// lengthFits: 600 to 1,200 words of running text.
func lengthFits(p *page) {
	limit := 1200
	if slices.Contains(longLessons, p.ID) {
		limit = 1600
	}
	if n := countWords(p.doc.Running); n < 600 || n > limit {
		p.warn(p.title(), "the running text has %d words; 600 to %d fit", n, limit)
	}
}

// readsEasily: the running text reads at grade 10 or below.
func readsEasily(p *page) {
	if g := p.reading().grade(); g > gradeLimit {
		p.warn(p.title(), "the running text reads at grade %.1f; %d is the limit", g, gradeLimit)
	}
}

// reading counts the running text with every heading as a sentence of its own.
func (p *page) reading() reading {
	text := p.doc.Running
	for _, h := range p.doc.Headings {
		text = strings.Replace(text, h.Text+" ", h.Text+". ", 1)
	}
	return readingOf(text, p.mask)
}

// sourcesUsed: each source of a fact is among the lesson's sources, and the lesson ends by naming them.
func sourcesUsed(p *page) {
	listed := map[string]bool{}
	for _, s := range p.Sources {
		key, _, _ := strings.Cut(s, "#")
		listed[key] = true
	}
	for _, f := range p.Facts {
		if key, _, _ := strings.Cut(f.Source, "#"); !listed[key] {
			p.fail(f.Line, "%s decides a fact and is not in the lesson's sources", f.Source)
		}
	}
	if !strings.Contains(p.doc.Text, "Sources.") {
		p.fail(p.title(), "the lesson does not end with its **Sources.**")
	}
}

// addresses is every address of the course that a lesson may link to, with the anchors of each lesson.
type addresses struct {
	docs    map[string]markdown.Doc // by lesson id
	lessons map[string]*content.Lesson
	terms   map[string]bool
}

func newAddresses(c *content.Course) *addresses {
	a := &addresses{docs: map[string]markdown.Doc{}, lessons: map[string]*content.Lesson{}, terms: map[string]bool{}}
	for _, m := range c.Modules {
		a.terms[m.Path()] = true
		for _, l := range m.Lessons {
			a.lessons[l.Path()] = l
			if l.Written {
				a.docs[l.ID], _ = markdown.Render(l.Body, markdown.Options{Figures: c.Figures}) // rendering into memory does not fail
			}
		}
	}
	for _, d := range content.Decks() {
		a.terms[d.Path()] = true
	}
	for _, k := range c.Cards {
		a.terms[k.Path()] = true
	}
	for _, h := range c.Handouts {
		a.terms[h.Path()], a.terms[h.Document()], a.terms[h.Text()] = true, true, true
	}
	for _, known := range []string{"/", "/learn/", "/terms/", "/practice/", "/handouts/", "/sources/", "/about/", "/me", "/attempts/new"} {
		a.terms[known] = true
	}
	return a
}

// problem says what is wrong with a link, or "".
func (a *addresses) problem(from *content.Lesson, dest string) string {
	path, fragment, _ := strings.Cut(dest, "#")
	path, _, _ = strings.Cut(path, "?")
	if strings.HasPrefix(path, "https://") || strings.HasPrefix(path, "mailto:") {
		return ""
	}
	target := from
	switch {
	case path == "":
	case !strings.HasPrefix(path, "/"):
		return fmt.Sprintf("%s: a link inside the site begins with /, one outside with https://", dest)
	case a.lessons[path] != nil:
		if target = a.lessons[path]; !target.Written {
			return fmt.Sprintf("%s: lesson %s is not written yet", dest, target.ID)
		}
	case a.terms[path]:
		return ""
	default:
		return fmt.Sprintf("%s: there is no such page", dest)
	}
	if fragment != "" && !slices.ContainsFunc(a.docs[target.ID].Headings, func(h markdown.Heading) bool { return h.ID == fragment }) {
		return fmt.Sprintf("%s: lesson %s has no heading with the anchor %s", dest, target.ID, fragment)
	}
	return ""
}
