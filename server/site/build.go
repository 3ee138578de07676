package site

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"frontdesk/content"
	"frontdesk/quizzes"
	"frontdesk/quizzes/generate"
	"frontdesk/static"
	"frontdesk/templates"
)

// Input is what a site is made of.
type Input struct {
	Course    *content.Course
	Bank      *quizzes.Bank
	Templates *templates.Set
	Static    *static.Files
	At        time.Time // for what is past its date; the same input gives the same bytes all day
}

// builder carries what pages are made from, and the pages themselves.
type builder struct {
	Input
	today   content.Date
	lessons map[string]content.Text // by lesson id
	groups  []group
	jobs    []job

	families []generate.Family
}

// A job is one page to render.
type job struct {
	path    string
	page    templates.Page
	standIn bool
}

// Build renders the whole site. Pages are rendered in parallel; any that fails fails the build, and the error says
// which.
func Build(in Input) (*Site, error) {
	b := &builder{Input: in, today: content.DateOf(in.At.UTC()), families: families(in.Course)}
	if err := b.renderLessons(); err != nil {
		return nil, err
	}
	if err := b.practiceGroups(); err != nil {
		return nil, err
	}
	for _, add := range []func() error{b.landing, b.course, b.lessonPages, b.handouts, b.terms, b.practice, b.examples, b.coverage, b.sources, b.about, b.standIns, b.searchStandIn} {
		if err := add(); err != nil {
			return nil, err
		}
	}
	s := &Site{pages: map[string]*page{}, standIns: map[string]*page{}, redirects: b.redirects(), assets: in.Static, documents: b.documents(), sayings: b.sayings(), families: b.families}
	if err := b.render(s); err != nil {
		return nil, err
	}
	var err error
	if s.words, err = b.exportIndex(s.documents); err != nil {
		return nil, err
	}
	if err := b.fileHandouts(s); err != nil {
		return nil, err
	}
	s.pages["/robots.txt"] = newPage("text/plain; charset=utf-8", []byte("User-agent: *\nDisallow: /me\nDisallow: /attempts/\nDisallow: /practice/generated/\nDisallow: /exam/\n"))
	return s, nil
}

func (b *builder) add(path string, page templates.Page) {
	b.jobs = append(b.jobs, job{path: path, page: page})
}

// render runs all jobs on all cores.
func (b *builder) render(s *Site) error {
	var mu sync.Mutex
	return parallel(b.jobs, func(j job) error {
		body, err := b.Templates.Render(j.page)
		if err != nil {
			return fmt.Errorf("page %s: %w", j.path, err)
		}
		p := newPage("text/html; charset=utf-8", body)
		mu.Lock()
		defer mu.Unlock()
		if into := s.group(j); into[j.path] != nil {
			return fmt.Errorf("two pages stand at %s", j.path)
		} else {
			into[j.path] = p
		}
		return nil
	})
}

func (s *Site) group(j job) map[string]*page {
	if j.standIn {
		return s.standIns
	}
	return s.pages
}

// parallel calls f for every element and joins the errors.
func parallel[T any](list []T, f func(T) error) error {
	var wg sync.WaitGroup
	errs := make([]error, len(list))
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				errs[i] = f(list[i])
			}
		})
	}
	for i := range list {
		next <- i
	}
	close(next)
	wg.Wait()
	return errors.Join(errs...)
}

// redirects are the addresses under which lessons stood before.
func (b *builder) redirects() map[string]string {
	m := map[string]string{}
	for _, l := range b.Course.Written() {
		for _, was := range l.Was {
			m[l.Module.Path()+was+"/"] = l.Path()
		}
	}
	return m
}

// frame is the frame of a shared page.
func frame(path, title, section string, nav templates.Nav, crumbs ...templates.Crumb) templates.Frame {
	f := templates.Shared(path, title)
	f.Section, f.Nav, f.Breadcrumb = section, nav, crumbs
	return f
}

// notes resolves source keys, each once, in order.
func (b *builder) notes(keys []string) []templates.SourceNote {
	var notes []templates.SourceNote
	var seen []string
	for _, key := range keys {
		name, section, _ := strings.Cut(key, "#")
		if s := b.Course.Source(name); s != nil && !slices.Contains(seen, key) {
			notes = append(notes, templates.SourceNote{Source: s, Section: section})
			seen = append(seen, key)
		}
	}
	return notes
}

func (b *builder) landing() error {
	scored, pretest := b.Bank.Blueprint().Total(quizzes.Mock)
	f := frame("/", "Study for the CMAA exam, and for your first week at the desk", "", "")
	f.Summary = "Short lessons, practice exams with the real length and timing, and a reason for every answer."
	p := templates.LandingPage{Frame: f, Lessons: len(b.Course.Lessons()), Written: len(b.Course.Written()), Start: b.first(),
		Questions: scored + pretest, Minutes: b.Bank.Blueprint().Minutes, Tracks: b.Course.Tracks}
	for _, g := range b.groups {
		for _, q := range g.questions {
			if q.ID == sampleItem || p.Sample.ID == "" {
				p.Sample = q
			}
		}
	}
	p.Sample.Number = 0
	b.add("/", p)
	return nil
}

// sampleItem is the practice item that the landing page shows. It is no exam item, so showing it spoils nothing.
const sampleItem = "d5-02-016"

// first is the lesson to begin with: the first written one, or nil.
func (b *builder) first() *content.Lesson {
	if all := b.Course.Written(); len(all) > 0 {
		return all[0]
	}
	return nil
}

func (b *builder) sources() error {
	page := templates.SourcesPage{Frame: frame("/sources/", "Sources", "", "")}
	for _, s := range b.Course.Sources {
		lessons, terms := b.restingOn(s.Key)
		note := templates.SourceNote{Source: s}
		page.Sources = append(page.Sources, templates.SourceOutline{SourceNote: note, Lessons: len(lessons)})
		path := templates.SourcePath(s.Key)
		b.add(path, templates.SourcePage{Frame: frame(path, s.Title, "Sources", "", templates.Crumb{Text: "Sources", Path: "/sources/"}),
			Source: note, Lessons: lessons, Terms: terms})
	}
	slices.SortFunc(page.Sources, func(x, y templates.SourceOutline) int {
		return strings.Compare(strings.ToLower(x.Title)+x.Key, strings.ToLower(y.Title)+y.Key)
	})
	page.Levels = b.levels()
	b.add("/sources/", page)
	return nil
}

func (b *builder) levels() (levels templates.SourceLevels) {
	for _, s := range b.Course.Sources {
		switch s.Level {
		case "V":
			levels.Read++
		case "S":
			levels.Secondary++
		default:
			levels.NotRead++
		}
	}
	return levels
}

// restingOn lists the written lessons and the cards that cite a source.
func (b *builder) restingOn(key string) (lessons []*content.Lesson, cards []*content.Card) {
	cites := func(keys []string) bool {
		return slices.ContainsFunc(keys, func(k string) bool { name, _, _ := strings.Cut(k, "#"); return name == key })
	}
	for _, l := range b.Course.Written() {
		if cites(l.Sources) {
			lessons = append(lessons, l)
		}
	}
	for _, k := range b.Course.Cards {
		if cites(k.Sources) {
			cards = append(cards, k)
		}
	}
	return lessons, cards
}
