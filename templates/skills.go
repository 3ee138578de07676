package templates

import (
	"slices"
	"strconv"
	"time"
)

// A SkillsPage is a person's audit of own skills: ratings by evidence, and the lessons that close the gaps.
type SkillsPage struct {
	Frame
	Rows []SkillRow // in the order of the course
}

// A SkillRow is one skill with what the person says of it.
type SkillRow struct {
	ID       string
	Title    string
	People   bool   // a skill with people
	Example  string // of evidence
	Lesson   Link   // closes the gap
	Rated    bool
	Level    int    // 0 to 3
	Evidence string // as typed
	At       time.Time
}

// MaxEvidence is the most characters of a person's evidence for one skill.
const MaxEvidence = 200

// NewSkillsPage is the page of p, nil for someone unknown; the caller fills in the rest.
func NewSkillsPage(p *Person) SkillsPage {
	f := Personal(p, "Rate your skills")
	f.Breadcrumb = []Crumb{{"My page", "/me/"}}
	return SkillsPage{Frame: f}
}

// Template names the page's file.
func (SkillsPage) Template() string { return "me-skills.html" }

// Rated counts the rated skills.
func (p SkillsPage) Rated() int {
	n := 0
	for _, r := range p.Rows {
		if r.Rated {
			n++
		}
	}
	return n
}

// On is the day of the last change.
func (p SkillsPage) On() string {
	var last time.Time
	for _, r := range p.Rows {
		if r.At.After(last) {
			last = r.At
		}
	}
	return last.Format("January 2, 2006")
}

// Gaps are the skills below 3, the lowest first.
func (p SkillsPage) Gaps() []SkillRow {
	var gaps []SkillRow
	for _, r := range p.Rows {
		if r.Rated && r.Level < 3 {
			gaps = append(gaps, r)
		}
	}
	slices.SortStableFunc(gaps, func(x, y SkillRow) int { return x.Level - y.Level })
	return gaps
}

// Unproved are the skills rated 2 or 3 without any evidence.
func (p SkillsPage) Unproved() []SkillRow {
	return slices.DeleteFunc(slices.Clone(p.Rows), func(r SkillRow) bool { return !r.Rated || r.Level < 2 || r.Evidence != "" })
}

// Field is the name of a skill's field: what is "level" or "evidence".
func (r SkillRow) Field(what string) string { return what + "-" + r.ID }

// skillLevels are the ratings in words, from 0.
var skillLevels = []string{"New to me", "Read or watched", "Done with help", "Done alone, and I can show it"}

// LevelWords is the rating in words.
func (r SkillRow) LevelWords() string { return skillLevels[r.Level] }

// Levels is the choice of a rating.
func (p SkillsPage) Levels(r SkillRow) Choice {
	c := Choice{Name: r.Field("level"), Legend: "Rating", Error: p.FieldError(r.Field("level"))}
	for i, words := range skillLevels {
		c.Options = append(c.Options, ChoiceOption{Value: strconv.Itoa(i), Label: strconv.Itoa(i) + ": " + words, Checked: r.Rated && r.Level == i})
	}
	return c
}

// EvidenceField is where the person says what could be shown.
func (p SkillsPage) EvidenceField(r SkillRow) Field {
	return Field{Name: r.Field("evidence"), Label: "What you could show", Hint: "For example: " + r.Example, Value: r.Evidence, Error: p.FieldError(r.Field("evidence"))}
}
