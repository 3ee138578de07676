package generate

import (
	"fmt"
	"slices"
	"strings"
)

// A root is a combining form with the suffixes and prefixes that make terms in use of it; all are ids of cards. Which
// parts a term has is listed here, for not each sum of parts is a word; how they join is worked out.
type root struct {
	id        string
	suffixes  []string
	prefixes  []string
	adjective string // the suffix with which the prefixes stand
}

// Suffixes and prefixes by what they are.
const (
	algia, itis, megaly, pathy, malacia, stenosis = "sx-005", "sx-007", "sx-012", "sx-013", "sx-015", "sx-016"
	ostomy, ectomy, otomy, plasty, pexy, scopy    = "sx-031", "sx-039", "sx-040", "sx-041", "sx-042", "sx-054"
	al, ic, ous, ar                               = "sx-059", "sx-060", "sx-061", "sx-063"
	sub, supra, inter, intra, peri, para, trans   = "px-015", "px-016", "px-019", "px-020", "px-021", "px-022", "px-024"
	epi, extra, infra, retro                      = "px-026", "px-027", "px-029", "px-030"
)

func roots() []root {
	return []root{
		{id: "rt-103", suffixes: []string{itis, ectomy, otomy, ostomy, algia, scopy, plasty, pexy}, prefixes: []string{epi, peri, intra, retro}, adjective: ic},
		{id: "rt-104", suffixes: []string{itis, ectomy, otomy, ostomy, scopy, pathy}},
		{id: "rt-106", suffixes: []string{itis, ectomy, otomy, megaly, pathy}, prefixes: []string{intra, extra, peri, trans}, adjective: ic},
		{id: "rt-026", suffixes: []string{itis, ectomy, otomy, algia, pathy, plasty, scopy}},
		{id: "rt-003", suffixes: []string{itis, ectomy, otomy, algia, pathy, plasty}},
		{id: "rt-001", suffixes: []string{megaly, pathy, plasty}},
		{id: "rt-025", suffixes: []string{itis, otomy, algia, pathy, malacia, plasty}},
		{id: "rt-028", suffixes: []string{itis, ectomy, otomy, pathy, malacia, plasty}},
		{id: "rt-058", suffixes: []string{itis, ectomy, otomy, ostomy, algia, pathy, megaly, pexy}},
		{id: "rt-083", suffixes: []string{itis, ectomy, otomy, megaly, pathy, pexy}},
		{id: "rt-085", suffixes: []string{itis, ectomy, otomy}},
		{id: "rt-094", suffixes: []string{itis, otomy, ostomy, scopy, plasty, malacia, stenosis}, prefixes: []string{intra, extra, peri, para}, adjective: al},
		{id: "rt-095", suffixes: []string{itis, ectomy, otomy, ostomy, scopy, plasty, stenosis}},
		{id: "rt-096", suffixes: []string{itis, ectomy, otomy, algia, scopy, plasty}},
		{id: "rt-105", suffixes: []string{itis, ectomy, otomy, ostomy, pexy}},
		{id: "rt-109", suffixes: []string{itis, ectomy, otomy}},
		{id: "rt-110", suffixes: []string{itis, ectomy, otomy, ostomy, scopy, plasty, stenosis}},
		{id: "rt-113", suffixes: []string{itis, ectomy, otomy, ostomy, scopy}},
		{id: "rt-125", suffixes: []string{itis, ectomy, otomy, ostomy, scopy, plasty, pexy}},
		{id: "rt-127", suffixes: []string{itis, ectomy, otomy, ostomy, scopy, plasty, stenosis}},
		{id: "rt-128", suffixes: []string{itis, ectomy, otomy, ostomy, scopy, plasty, stenosis}, prefixes: []string{intra, peri, para, trans}, adjective: al},
		{id: "rt-131", suffixes: []string{ectomy, otomy, scopy, pexy, pathy}},
		{id: "rt-133", suffixes: []string{itis, ectomy, otomy, pexy, pathy}},
		{id: "rt-146", suffixes: []string{itis, pathy, malacia}},
		{id: "rt-157", suffixes: []string{itis, ectomy, pathy}},
		{id: "rt-168", suffixes: []string{itis, otomy, plasty}},
		{id: "rt-038", suffixes: []string{otomy, ectomy, plasty}, prefixes: []string{intra, extra, peri, trans}, adjective: al},
		{id: "rt-011", prefixes: []string{sub, intra, trans, epi}, adjective: ous},
		{id: "rt-029", prefixes: []string{inter, sub, supra, retro}, adjective: al},
		{id: "rt-039", prefixes: []string{supra, infra, para, retro}, adjective: al},
		{id: "rt-040", prefixes: []string{supra, infra, retro, inter}, adjective: ar},
		{id: "rt-041", prefixes: []string{supra, infra, inter, peri}, adjective: ar},
		{id: "rt-050", prefixes: []string{supra, infra, retro, peri}, adjective: ar},
		{id: "rt-063", prefixes: []string{sub, supra, retro, trans}, adjective: ar},
		{id: "rt-097", prefixes: []string{intra, para, retro, trans, peri}, adjective: al},
		{id: "rt-118", prefixes: []string{intra, extra, peri, trans}, adjective: al},
		{id: "rt-165", prefixes: []string{intra, extra, peri, supra}, adjective: ar},
	}
}

// phrases say what a suffix makes of a part of the body, and where a prefix puts it.
func phrases() map[string]string {
	return map[string]string{
		algia: "pain in the %s", itis: "inflammation of the %s", megaly: "enlargement of the %s", pathy: "disease of the %s",
		malacia: "softening of the %s", stenosis: "narrowing of the %s", ostomy: "a surgical opening into the %s", ectomy: "surgical removal of the %s",
		otomy: "a surgical cut into the %s", plasty: "surgical repair of the %s", pexy: "surgical fastening of the %s", scopy: "looking into the %s with a scope",
		sub: "under the %s", supra: "above the %s", inter: "between the %ss", intra: "inside the %s", peri: "around the %s", para: "beside the %s",
		trans: "across the %s", epi: "upon the %s", extra: "outside the %s", infra: "below the %s", retro: "behind the %s",
	}
}

// part is the card of that id.
func (d *draw) part(id string) (Part, bool) { p, ok := d.parts[id]; return p, ok }

// organ is what a root means, in a word or two.
func (p Part) organ() string {
	end := strings.IndexAny(p.Meaning, ",;(")
	if end < 0 {
		end = len(p.Meaning)
	}
	short, _, _ := strings.Cut(p.Meaning[:end], " or ")
	return strings.TrimPrefix(strings.TrimSpace(short), "the ")
}

func vowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

// joined is root and suffix as a term: the combining vowel drops before a vowel, or stays if keep is turned around.
func joined(root, suffix Part, turned bool) string {
	stem, link, _ := strings.Cut(root.Form, "/")
	ending := strings.TrimPrefix(suffix.Form, "-")
	if vowel(ending[0]) != turned {
		link = ""
	}
	return stem + link + ending
}

// rule says why the vowel of a term stays or drops.
func vowelRule(root, suffix Part) string {
	ending := strings.TrimPrefix(suffix.Form, "-")
	if vowel(ending[0]) {
		return fmt.Sprintf("%s begins with a vowel, so the combining vowel of %s drops", suffix.Form, root.Form)
	}
	return fmt.Sprintf("%s begins with a consonant, so the combining vowel of %s stays", suffix.Form, root.Form)
}

// A term has a root and a suffix that go together.
type term struct{ root, suffix Part }

func (t term) word() string    { return joined(t.root, t.suffix, false) }
func (t term) meaning() string { return fmt.Sprintf(phrases()[t.suffix.ID], t.root.organ()) }

// terms draws a term, two of the same root and two of the same suffix.
func (d *draw) terms() (one term, sameRoot, sameSuffix []term, ok bool) {
	all := roots()
	chosen := pick(d, all...)
	if len(chosen.suffixes) < 3 {
		return one, nil, nil, false
	}
	list := slices.Clone(chosen.suffixes)
	d.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	for i, id := range list[:3] {
		r, there := d.part(chosen.id)
		s, also := d.part(id)
		if !there || !also {
			return one, nil, nil, false
		}
		if i == 0 {
			one = term{r, s}
			continue
		}
		sameRoot = append(sameRoot, term{r, s})
	}
	for _, i := range d.Perm(len(all)) {
		r, there := d.part(all[i].id)
		if there && all[i].id != chosen.id && slices.Contains(all[i].suffixes, one.suffix.ID) && len(sameSuffix) < 2 {
			sameSuffix = append(sameSuffix, term{r, one.suffix})
		}
	}
	return one, sameRoot, sameSuffix, len(sameSuffix) == 2
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// buildTerm asks for the term of a meaning.
func buildTerm(d *draw) (Question, bool) {
	t, sameRoot, sameSuffix, ok := d.terms()
	if !ok {
		return Question{}, false
	}
	errors := []slip[string]{{joined(t.root, t.suffix, true), fmt.Sprintf("The parts are the right ones. But %s.", vowelRule(t.root, t.suffix))}}
	for i := range 2 {
		errors = append(errors,
			slip[string]{sameRoot[i].word(), fmt.Sprintf("The root is right. But the suffix %s makes it %s.", sameRoot[i].suffix.Form, sameRoot[i].meaning())},
			slip[string]{sameSuffix[i].word(), fmt.Sprintf("The suffix is right. But the root %s names the %s, not the %s.", sameSuffix[i].root.Form, sameSuffix[i].root.organ(), t.root.organ())})
	}
	options, ok := mixed(d, slip[string]{t.word(), fmt.Sprintf("The root is %s and the suffix is %s. %s.", t.root.Form, t.suffix.Form, vowelRule(t.root, t.suffix))}, errors...)
	return Question{
		Scenario: fmt.Sprintf("A trainee builds terms from word parts. The meaning on the card is %q", t.meaning()+"."),
		Text:     "Which term has that meaning?", Options: options,
		Steps: []string{
			fmt.Sprintf("The part of the body is the %s. Its root is %s.", t.root.organ(), t.root.Form),
			fmt.Sprintf("The rest of the meaning is the suffix %s.", t.suffix.Form),
			vowelRule(t.root, t.suffix) + ".",
			fmt.Sprintf("Together they make %s.", t.word()),
		}}, ok
}

// readTerm asks for the meaning of a term.
func readTerm(d *draw) (Question, bool) {
	t, sameRoot, sameSuffix, ok := d.terms()
	if !ok {
		return Question{}, false
	}
	var errors []slip[string]
	for i := range 2 {
		errors = append(errors,
			slip[string]{capital(sameRoot[i].meaning()), fmt.Sprintf("The root was read well. But the suffix for this would be %s, as in %s.", sameRoot[i].suffix.Form, sameRoot[i].word())},
			slip[string]{capital(sameSuffix[i].meaning()), fmt.Sprintf("The suffix was read well. But the root for the %s is %s, as in %s.", sameSuffix[i].root.organ(), sameSuffix[i].root.Form, sameSuffix[i].word())})
	}
	options, ok := mixed(d, slip[string]{capital(t.meaning()), fmt.Sprintf("From the end: the suffix is %s, and the root %s names the %s.", t.suffix.Form, t.root.Form, t.root.organ())}, errors...)
	return Question{
		Scenario: fmt.Sprintf("A referral holds the term %s. A trainee reads it from the end.", t.word()),
		Text:     "What do the parts of the term say?", Options: options,
		Steps: []string{
			fmt.Sprintf("The suffix comes first in reading: %s.", t.suffix.Form),
			fmt.Sprintf("What is left is the root %s, the %s.", t.root.Form, t.root.organ()),
			fmt.Sprintf("Together they say %s.", t.meaning()),
		}}, ok
}

// prefixTerm asks where a prefix puts a place.
func prefixTerm(d *draw) (Question, bool) {
	r := pick(d, roots()...)
	body, ok := d.part(r.id)
	ending, also := d.part(r.adjective)
	if !ok || !also || len(r.prefixes) < 4 {
		return Question{}, false
	}
	list := slices.Clone(r.prefixes)
	d.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	var places []slip[string]
	key, ok := d.part(list[0])
	if !ok {
		return Question{}, false
	}
	word := func(p Part) string { return strings.TrimSuffix(p.Form, "-") + joined(body, ending, false) }
	where := func(p Part) string { return fmt.Sprintf(phrases()[p.ID], body.organ()) }
	for _, id := range list[1:] {
		p, ok := d.part(id)
		if !ok {
			return Question{}, false
		}
		places = append(places, slip[string]{capital(where(p)), fmt.Sprintf("This place would be %s. %s", word(p), mixUp(key, p))})
	}
	options, ok := mixed(d, slip[string]{capital(where(key)), fmt.Sprintf("%s tells the place, and %s names the %s.", capital(key.Form), body.Form, body.organ())}, places...)
	return Question{
		Scenario: fmt.Sprintf("An order describes a place in the body with the word %s.", word(key)),
		Text:     "Where in the body is that place?", Options: options,
		Steps: []string{
			fmt.Sprintf("The ending %s turns a root into a word that describes.", ending.Form),
			fmt.Sprintf("The root %s names the %s.", body.Form, body.organ()),
			fmt.Sprintf("The prefix %s puts the place %s.", key.Form, where(key)),
		}}, ok
}

// mixUp names the error that takes one prefix for another.
func mixUp(key, taken Part) string {
	pair := func(a, b string) bool {
		return key.ID == a && taken.ID == b || key.ID == b && taken.ID == a
	}
	switch {
	case pair(intra, extra), pair(supra, infra), pair(supra, sub):
		return fmt.Sprintf("%s and %s are opposites, and the two were swapped.", capital(key.Form), taken.Form)
	case pair(inter, intra), pair(infra, intra), pair(infra, inter), pair(peri, para):
		return fmt.Sprintf("%s and %s look alike, and the two were mixed up.", capital(key.Form), taken.Form)
	}
	return fmt.Sprintf("The root was read well, but %s was taken for %s.", key.Form, taken.Form)
}
