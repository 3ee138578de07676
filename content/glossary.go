package content

import (
	"cmp"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

var cardIDRE = regexp.MustCompile(`^(px|sx|rt|tm|dr|ab|lw|bl)-\d{3}$`)

// glossary reads the deck files. A deck without a file is an empty deck.
func (l *loader) glossary() {
	for _, d := range Decks() {
		file := path.Join(dir, "glossary", d.Prefix+".yaml")
		if _, err := fs.Stat(l.fsys, file); err != nil {
			continue
		}
		var cards []*Card
		lines := l.yaml(file, &cards)
		for i, k := range cards {
			k.File, k.Line = file, lineAt(lines, i)
			l.card(k, d)
		}
		slices.SortFunc(cards, func(a, b *Card) int { return cmp.Compare(a.ID, b.ID) })
		l.course.Cards = append(l.course.Cards, cards...)
	}
	l.slugs()
}

// card checks one card's form.
func (l *loader) card(k *Card, d Deck) {
	c := l.course
	if !cardIDRE.MatchString(k.ID) || k.Deck() != d.Prefix {
		l.problem(k.File, k.Line, "card", "%q is no id of this deck; write %s- and three digits", k.ID, d.Prefix)
	}
	if c.cards[k.ID] != nil {
		l.problem(k.File, k.Line, "card", "the id %s stands twice", k.ID)
	}
	c.cards[k.ID] = k
	if n := len([]rune(k.Front)); n == 0 || n > 60 {
		l.problem(k.File, k.Line, "card", "%s: front has %d characters; 1 to 60 fit", k.ID, n)
	}
	if n := len([]rune(k.Back)); n == 0 || n > 160 {
		l.problem(k.File, k.Line, "card", "%s: back has %d characters; 1 to 160 fit", k.ID, n)
	}
	if k.Example == "" || k.Trap == "" || len(k.Tags) == 0 {
		l.problem(k.File, k.Line, "card", "%s needs example, trap and tags", k.ID)
	}
	if (k.Say != "" || k.Parts != "") && slices.Contains([]string{"ab", "lw", "bl"}, d.Prefix) {
		l.problem(k.File, k.Line, "card", "%s: say and parts belong to word decks only", k.ID)
	}
	if c.lessons[k.Lesson] == nil {
		l.problem(k.File, k.Line, "card", "%s names lesson %q, which is not outlined", k.ID, k.Lesson)
	}
	for _, s := range k.Sources {
		if c.Source(s) == nil {
			l.problem(k.File, k.Line, "card", "%s: there is no source %s in sources.yaml", k.ID, s)
		}
	}
	if len(k.Sources) == 0 && (d.Prefix == "lw" || k.Safe == "do-not-use") {
		l.problem(k.File, k.Line, "card", "%s needs a source", k.ID)
	}
	if (k.Safe != "") != (d.Prefix == "ab") || !slices.Contains([]string{"", "use", "local-only", "do-not-use"}, k.Safe) {
		l.problem(k.File, k.Line, "card", "%s: safe is use, local-only or do-not-use, in the deck of abbreviations only", k.ID)
	}
}

// slugs gives each card an address of its own beside those of the decks.
func (l *loader) slugs() {
	taken, fronts := map[string]bool{}, map[string]string{}
	for _, d := range Decks() {
		taken[d.Slug] = true
	}
	for _, k := range l.course.Cards {
		front := k.Deck() + " " + strings.ToLower(k.Front)
		if other := fronts[front]; other != "" {
			l.problem(k.File, k.Line, "card", "%s has the same front as %s", k.ID, other)
		}
		fronts[front] = k.ID
		k.Slug = slug(k.Front)
		if k.Slug == "" || taken[k.Slug] {
			k.Slug = strings.Trim(k.Slug+"-"+k.ID, "-")
		}
		taken[k.Slug] = true
	}
}

// slug keeps letters and digits and joins what they stand in with single hyphens.
func slug(s string) string {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.Join(words, "-")
}
