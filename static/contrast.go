package static

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// A Pair is two colors of the style sheet that meet on a page, named by their tokens, with the contrast that they need
// by WCAG 2.2 and the contrast that they have.
type Pair struct {
	Front, Back string
	Needs       float64    // 7 for body text, 4.5 for other text, 3 for edges and graphics, 0 for decoration
	Ratios      [4]float64 // light, dark, high contrast light, high contrast dark
}

// pairs are all the pairs that templates may put together.
var pairs = []struct {
	front, back string
	needs       float64
}{
	{"ink", "bg", 7}, {"ink", "sunk", 7}, {"ink", "raised", 7}, {"ink", "accent-soft", 7}, {"ink", "amber-soft", 7}, {"ink", "red-soft", 7},
	{"ink-2", "bg", 4.5}, {"ink-2", "sunk", 4.5}, {"ink-2", "raised", 4.5}, {"ink-2", "accent-soft", 4.5},
	{"accent", "bg", 4.5}, {"accent", "sunk", 4.5}, {"accent", "raised", 4.5}, {"accent", "accent-soft", 4.5},
	{"accent-hover", "bg", 4.5}, {"on-accent", "accent", 4.5}, {"on-accent", "accent-hover", 4.5},
	{"amber", "bg", 4.5}, {"amber", "raised", 4.5}, {"amber", "amber-soft", 4.5}, {"amber-edge", "bg", 3}, {"amber-edge", "amber-soft", 3},
	{"red", "bg", 4.5}, {"red", "raised", 4.5}, {"red", "sunk", 4.5}, {"red", "red-soft", 4.5}, {"on-red", "red", 4.5},
	{"edge", "bg", 3}, {"edge", "sunk", 3}, {"edge", "raised", 3}, {"edge", "accent-soft", 3},
	{"focus", "bg", 3}, {"focus", "sunk", 3}, {"focus", "raised", 3}, {"focus", "accent-soft", 3},
	{"accent", "track", 3}, {"ink", "band", 3}, {"accent", "band", 0}, {"band", "bg", 0}, {"line", "bg", 0},
}

// Contrast works out the contrast of every pair from the text of site.css.
func Contrast(css []byte) ([]Pair, error) {
	themes, err := themes(string(css))
	if err != nil {
		return nil, err
	}
	var result []Pair
	for _, p := range pairs {
		pair := Pair{Front: p.front, Back: p.back, Needs: p.needs}
		for i, theme := range themes {
			front, err := theme.luminance(p.front)
			if err != nil {
				return nil, err
			}
			back, err := theme.luminance(p.back)
			if err != nil {
				return nil, err
			}
			pair.Ratios[i] = (max(front, back) + 0.05) / (min(front, back) + 0.05)
		}
		result = append(result, pair)
	}
	return result, nil
}

// A palette is the tokens of one theme: "ink" is "#16201e", or "var(--bg)".
type palette map[string]string

var (
	commentRE  = regexp.MustCompile(`(?s)/\*.*?\*/`)
	rootRuleRE = regexp.MustCompile(`(:root[^{};]*)\{([^{}]*--bg:[^{}]*)\}`)
	tokenRE    = regexp.MustCompile(`--([a-z0-9-]+):([^;]+)`)
	bothRE     = regexp.MustCompile(`^light-dark\(([^,]+),([^,]+)\)$`)
)

// rootRules are the rules that set the colors of the whole page, in the order in which they stand: light for every
// browser, both themes, high contrast chosen here, high contrast of the system; forced colors and print follow.
func rootRules(css string) ([]palette, error) {
	found := rootRuleRE.FindAllStringSubmatch(commentRE.ReplaceAllString(css, ""), -1)
	if len(found) < 4 || !strings.Contains(found[2][1], "data-contrast=more") {
		return nil, fmt.Errorf("the style sheet has %d rules that set --bg for :root, in an order that is not understood", len(found))
	}
	var rules []palette
	for _, f := range found {
		p := palette{}
		for _, t := range tokenRE.FindAllStringSubmatch(f[2], -1) {
			p[t[1]] = strings.TrimSpace(t[2])
		}
		rules = append(rules, p)
	}
	return rules, nil
}

// themes are light, dark, high contrast light and high contrast dark.
func themes(css string) ([4]palette, error) {
	rules, err := rootRules(css)
	if err != nil {
		return [4]palette{}, err
	}
	light, dark := rules[1].split()
	highLight, highDark := rules[2].split()
	return [4]palette{
		rules[0].with(light), rules[0].with(dark),
		rules[0].with(light).with(highLight), rules[0].with(dark).with(highDark),
	}, nil
}

// split takes the two sides of light-dark() apart; other values hold for both.
func (p palette) split() (light, dark palette) {
	light, dark = palette{}, palette{}
	for name, value := range p {
		light[name], dark[name] = value, value
		if both := bothRE.FindStringSubmatch(value); both != nil {
			light[name], dark[name] = strings.TrimSpace(both[1]), strings.TrimSpace(both[2])
		}
	}
	return light, dark
}

// with is p with what q sets anew.
func (p palette) with(q palette) palette {
	all := palette{}
	for _, from := range []palette{p, q} {
		for name, value := range from {
			all[name] = value
		}
	}
	return all
}

// luminance is the relative luminance of WCAG 2, from 0 for black to 1 for white.
func (p palette) luminance(token string) (float64, error) {
	value := p[token]
	if name, ok := strings.CutPrefix(value, "var(--"); ok {
		return p.luminance(strings.TrimSuffix(name, ")"))
	}
	hex := strings.TrimPrefix(value, "#")
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	rgb, err := strconv.ParseUint(hex, 16, 24)
	if err != nil || len(hex) != 6 {
		return 0, fmt.Errorf("the token --%s is %q, which is no color such as #0b655c", token, value)
	}
	linear := func(shift int) float64 {
		c := float64(rgb>>shift&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(16) + 0.7152*linear(8) + 0.0722*linear(0), nil
}
