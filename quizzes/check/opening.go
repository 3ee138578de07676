package check

import (
	"regexp"
	"slices"
	"strings"
)

// An opening is the class of word that an option begins with.
type opening string

const (
	verb      opening = "base verb"
	gerund    opening = "form in -ing"
	noun      opening = "noun or article"
	numeral   opening = "number"
	quotation opening = "quotation"
)

// openings returns the classes that the first word of an option may belong to. English leaves many words open:
// "Record" is a noun in "Record request" and a verb in "Record the date", and no list of verbs is complete. Where
// neither the word nor the next one decides, both classes are returned, so that a rule only speaks up when no reading
// fits.
func openings(text string) map[opening]bool {
	text = strings.TrimSpace(quotes.Replace(text))
	w := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ,.;:", r) })
	switch {
	case strings.HasPrefix(text, `"`) || strings.HasPrefix(text, "'"):
		return only(quotation)
	case startsWithNumberRE.MatchString(text):
		return only(numeral)
	case len(w) == 0:
		return only(noun)
	}
	first, object := strings.ToLower(w[0]), len(w) > 1 && slices.Contains(objects, w[1])
	switch {
	case slices.Contains(nounOpeners, first):
		return only(noun)
	case len(first) > 5 && strings.HasSuffix(first, "ing"):
		return either(gerund, object)
	case slices.Contains(verbs, first):
		return either(verb, object || len(w) > 3)
	case slices.Contains(verbsOrNouns, first):
		return either(verb, object)
	case nounEndingRE.MatchString(first) && !verbEndingRE.MatchString(first):
		return only(noun)
	}
	return either(verb, false)
}

func only(o opening) map[opening]bool { return map[opening]bool{o: true} }

// either is the class o, and noun beside it unless o is certain.
func either(o opening, certain bool) map[opening]bool {
	return map[opening]bool{o: true, noun: !certain}
}

func intersect(a, b map[opening]bool) map[opening]bool {
	both := map[opening]bool{}
	for o := range a {
		if a[o] && b[o] {
			both[o] = true
		}
	}
	return both
}

// name lists the classes for a message.
func name(of map[opening]bool) string {
	var names []string
	for o, fits := range of {
		if fits {
			names = append(names, string(o))
		}
	}
	slices.Sort(names)
	return strings.Join(names, " or ")
}

var startsWithNumberRE = regexp.MustCompile(`^-?[$.]?\d`)

// objects are words that follow a verb rather than a noun. "Part A" has none: case counts.
var objects = strings.Fields(`the a an his her him them it its their this these those each both whether no nothing`)

var (
	// nounEndingRE finds what no base verb ends in: possessives, participles, plurals and the endings of abstract nouns.
	nounEndingRE = regexp.MustCompile(`(\w's|ed|[^s]s|tion|sion|ment|ity|ness|ology|ance|ence|ship|ism|ist|al|ive|ous|ful|ic)$`)
	verbEndingRE = regexp.MustCompile(`^(need|feed|embed|exceed|proceed|succeed|speed|mention|question|caution|position|document|implement|` +
		`supplement|comment|focus|discuss|address|advance|balance|reference|appeal|signal|total|deal|seal|heal|receive|give|leave|` +
		`save|solve|resolve|drive|live|move|remove|serve|reserve|observe|approve|improve|have|arrive|forgive|archive)$`)
)

// nounOpeners are first words that no verb can be.
var nounOpeners = strings.Fields(`a an the his her its their our your my this that these those each every no nobody one
	two three four five six seven eight nine ten it he she they who what which when where by with in at on under over
	after before during from within for of between through to into only both either neither`)

// verbs are the base forms that options for acts begin with and that are hardly ever nouns.
var verbs = strings.Fields(`accept acknowledge add adjust advise agree allow answer apologize apply approve arrange ask
	assign assume attach avoid begin bring calculate cancel choose clarify close collect combine compare complete compose
	confirm connect contact continue convert correct create decide decline deduct delay delete deliver deny describe destroy
	determine direct disclose discuss dispose divide do document double-check email ensure enter erase escalate
	escort evaluate examine explain fill find follow forward gather get give go greet handle have help hide identify ignore
	improve inform inspect insist interrupt introduce invite keep learn leave let listen locate lock look lower mail
	make match meet merge mention move notify obtain offer omit open overbook pass pay perform pick place post postpone
	prepare prevent print proceed promise protect prove provide put read reassure recalculate receive reconcile redirect
	reduce refer refund refuse reject relabel release remain remind remove reopen reorder repeat reply require
	reschedule resend resolve respond restock retain return reuse reveal reverse rewrite roll save say
	scold see seek select send separate serve set share shorten show shred sit skip smooth soften solve
	sort speak split stand start state stay store submit subtract suggest summarize suspend take teach tell
	text thank throw transcribe transfer translate try turn type undo unlock update urge use verify void wait
	waive walk warn withhold write`)

// verbsOrNouns are base forms that are nouns just as well.
var verbsOrNouns = strings.Fields(`act address alarm appeal bill block book break call cap change charge check claim code
	copy count credit cut date deal debit demand deposit draft draw drop dispute excuse face fax file fit fix flag form
	grant group guess hand hold index issue judge label limit line link list log map mark mask measure message mirror name
	note notice number order outline page park patch phone plan point present price process query question queue quote raise
	rank rate record repair report request rescue reserve rest result review route run scan schedule screen seal search
	seat shift shelve sign slot staple stamp step stop study supply support swap switch tag talk target test time title touch
	trace track trade train transport trust view visit voice watch work wrap balance escort fold spread`)
