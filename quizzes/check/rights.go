package check

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"frontdesk/content"
	"frontdesk/content/strict"
)

// The rules of this file keep to what may be used, and how; they have the ids of the copyright standard, section 7. For
// items L46 and L52 say what C12, C02 and C03 say of the rest of the course.

var (
	codeNearRE = regexp.MustCompile(`(?i)\b(codes?|cpt|modifiers?)\b`)
	cptRE      = regexp.MustCompile(`\b(\d{5}|\d{4}[FTU])\b`)
	dentalRE   = regexp.MustCompile(`\bD\d{4}\b`)
)

// near is how many characters away a word still says what a number is.
const near = 60

// codesListed (C02): a procedure code is one of the few that the course may print, or the end of a named range.
func codesListed(p *prose) (found []flaw) {
	if !hasDigit(p.text) {
		return nil
	}
	for _, at := range cptRE.FindAllStringIndex(p.text, -1) {
		code := p.text[at[0]:at[1]]
		if !p.cpt[code] && codeNearRE.MatchString(around(p.text, at)) {
			found = append(found, flawf(at[0], "the code %s is not in codes_allowed.yaml", code))
		}
	}
	return found
}

// around is the part of a text near a place.
func around(s string, at []int) string { return s[max(at[0]-near, 0):min(at[1]+near, len(s))] }

// codeProblems (C02, C04): the list of codes stays short, and each gloss is too.
func codeProblems(c *content.Course) strict.Problems {
	const most, words = 42, 8
	file := "cmaa/codes_allowed.yaml"
	var found strict.Problems
	if n := len(c.Codes.Codes); n > most {
		found = append(found, strict.Problemf(file, 1, "C02", "the list has %d single codes; %d are the limit", n, most))
	}
	for _, code := range c.Codes.Codes {
		if n := len(strings.Fields(code.Gloss)); n > words {
			found = append(found, warning(file, 1, "C04", "the gloss of %s has %d words; %d are the limit", code.Code, n, words))
		}
	}
	return found
}

// dentalCodes (C03): dental codes belong to their association and appear nowhere.
func dentalCodes(p *prose) (found []flaw) {
	if !strings.Contains(p.text, "D") {
		return nil
	}
	for _, at := range dentalRE.FindAllStringIndex(p.text, -1) {
		found = append(found, flawf(at[0], "%s is a dental code, which no page may print", p.text[at[0]:at[1]]))
	}
	return found
}

var (
	examBodyRE = regexp.MustCompile(`\b(NHA|CMAA)\b`)
	blessedRE  = regexp.MustCompile(`(?i)\b(?:official|approved|endorsed|accredited|partner)`)
)

// endorsed (C05): nothing reads as if the owners of the exam stood behind the course.
func endorsed(p *prose) (found []flaw) {
	if !strings.Contains(p.text, "NHA") && !strings.Contains(p.text, "CMAA") {
		return nil
	}
	for _, at := range examBodyRE.FindAllStringIndex(p.text, -1) {
		if m := blessedRE.FindString(around(p.text, at)); m != "" {
			found = append(found, flawf(at[0], "%q stands within %d characters of %s, as if its owners stood behind this course", m, near, p.text[at[0]:at[1]]))
		}
	}
	return found
}

var (
	quotedRE = regexp.MustCompile(`"[^"]*"`)
	spokenRE = regexp.MustCompile(`(?i)\b(I|me|my|mine|we|us|our|you|your|yours|please)\b`)
)

// longQuotations (C08): more than twelve words in quotation marks are a quotation, and only the government's works may be
// quoted at such length. What somebody says, in the first or second person, was invented for the course, and so are the
// notes, messages and policies of a scenario: of an item the rationales are looked at.
func longQuotations(p *prose) (found []flaw) {
	const most = 12
	if p.kind == inItem || p.kind == inHandout || !containsAny(p.text, []string{`"`, "“"}) || p.government() {
		return nil
	}
	text := strings.NewReplacer("“", `"`, "”", `"`).Replace(p.text)
	for _, at := range quotedRE.FindAllStringIndex(text, -1) {
		quotation := text[at[0]:at[1]]
		if n := countWords(quotation); n > most && !spokenRE.MatchString(quotation) {
			found = append(found, flawf(min(at[0], len(p.text)), "%d words stand in quotation marks, and no source is a work of the US government; say it in other words", n))
		}
	}
	return found
}

var planNumberRE = regexp.MustCompile(`\b[TK]\d{1,2}[.:]|\b[Aa]ccording to NHA's test plan, task`)

// testPlanNumbers (C11): the numbers of the exam's own statements stay with their owners.
func testPlanNumbers(p *prose) (found []flaw) {
	if p.kind == inCard || !capitalBeforeDigit(p.text) && !strings.Contains(p.text, "NHA") {
		return nil
	}
	for _, at := range planNumberRE.FindAllStringIndex(p.text, -1) {
		found = append(found, flaw{at: at[0], mild: true, message: `"` + p.text[at[0]:at[1]] + `" looks like a number of the exam's test plan`})
	}
	return found
}

// authorityProblems (C10): what a fact rests on is somebody else's work, which a reader can look up.
func authorityProblems(c *content.Course) strict.Problems {
	var found strict.Problems
	for _, s := range c.Sources {
		if !strings.HasPrefix(s.URL, "https://") && !strings.HasPrefix(s.URL, "http://") {
			found = append(found, strict.Problemf(s.File, s.Line, "C10", "%s: %q is no address at which somebody else publishes it", s.Key, s.URL))
		}
		if m := ownFileRE.FindString(s.Ref + " " + s.Title); m != "" {
			found = append(found, strict.Problemf(s.File, s.Line, "C10", "%s names %s: a file of this project is never a source", s.Key, m))
		}
	}
	return found
}

var ownFileRE = regexp.MustCompile(`\b[\w/-]+\.(?:md|ya?ml)\b|\bfrontdesk\b`)

// imageProblems (C07): an image is a drawing or a PNG in a folder whose file LICENSE names author and license, and by its
// name it copies neither a claim form nor a logo.
func imageProblems(fsys fs.FS) strict.Problems {
	var found strict.Problems
	fail := func(file, format string, args ...any) {
		found = append(found, strict.Problemf(file, 1, "C07", format, args...))
	}
	_ = fs.WalkDir(fsys, ".", func(file string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !slices.Contains([]string{".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".bmp", ".tiff", ".pdf"}, strings.ToLower(path.Ext(file))) {
			return nil // the loaders say what cannot be read
		}
		if ext := path.Ext(file); ext != ".svg" && ext != ".png" {
			fail(file, "an image of the course is an SVG or a PNG")
		}
		if m := lookAlikeRE.FindString(path.Base(file)); m != "" {
			fail(file, "the name says %q: neither the claim forms nor logos may be copied; name a drawing of our own after what it explains", m)
		}
		license, _ := fs.ReadFile(fsys, path.Join(path.Dir(file), "LICENSE"))
		if !authorRE.Match(license) || !licenseRE.Match(license) {
			fail(file, "beside the image there is no file LICENSE that names its author and, after \"License:\", its license")
		}
		return nil
	})
	return found
}

var (
	lookAlikeRE = regexp.MustCompile(`(?i)1500|ub-?04|logo`)
	authorRE    = regexp.MustCompile(`(?i)\bauthors?\b`)
	licenseRE   = regexp.MustCompile(`(?mi)^licen[cs]e: \S`)
)
