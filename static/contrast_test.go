package static_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"frontdesk/static"
)

// contrasts is the table of the page plan, section 2: pair, least contrast, light, dark, high light, high dark.
const contrasts = `
ink bg 7 16.67 15.42 21.00 21.00
ink sunk 7 15.47 16.30 21.00 21.00
ink raised 7 16.67 13.82 21.00 21.00
ink accent-soft 7 14.33 11.56 21.00 21.00
ink amber-soft 7 14.99 12.41 21.00 21.00
ink red-soft 7 14.59 13.43 21.00 21.00
ink-2 bg 4.5 8.02 8.84 15.11 16.81
ink-2 sunk 4.5 7.44 9.34 15.11 16.81
ink-2 raised 4.5 8.02 7.92 15.11 16.81
ink-2 accent-soft 4.5 6.89 6.62 15.11 16.81
accent bg 4.5 6.93 9.35 11.09 14.50
accent sunk 4.5 6.43 9.88 11.09 14.50
accent raised 4.5 6.93 8.38 11.09 14.50
accent accent-soft 4.5 5.96 7.01 11.09 14.50
accent-hover bg 4.5 9.86 11.43 14.94 17.07
on-accent accent 4.5 6.93 8.80 11.09 14.50
on-accent accent-hover 4.5 9.86 10.76 14.94 17.07
amber bg 4.5 6.75 10.55 11.63 15.57
amber raised 4.5 6.75 9.46 11.63 15.57
amber amber-soft 4.5 6.07 8.50 11.63 15.57
amber-edge bg 3 4.47 5.98 11.63 15.57
amber-edge amber-soft 3 4.01 4.81 11.63 15.57
red bg 4.5 7.03 8.89 10.79 13.59
red raised 4.5 7.03 7.97 10.79 13.59
red sunk 4.5 6.52 9.39 10.79 13.59
red red-soft 4.5 6.15 7.74 10.79 13.59
on-red red 4.5 7.03 9.13 10.79 13.59
edge bg 3 4.60 5.66 16.67 17.83
edge sunk 3 4.27 5.98 16.67 17.83
edge raised 3 4.60 5.07 16.67 17.83
edge accent-soft 3 3.96 4.24 16.67 17.83
focus bg 3 16.67 15.42 21.00 21.00
focus sunk 3 15.47 16.30 21.00 21.00
focus raised 3 16.67 13.82 21.00 21.00
focus accent-soft 3 14.33 11.56 21.00 21.00
accent track 3 4.92 5.50 11.09 14.50
ink band 3 9.79 4.97 4.91 4.34
accent band 0 4.07 3.01 2.59 3.00
band bg 0 1.70 3.10 4.27 4.83
line bg 0 1.41 1.70 8.02 10.22`

func siteCSS(t *testing.T) string {
	t.Helper()
	css, err := os.ReadFile("site.css")
	if err != nil {
		t.Fatal(err)
	}
	return string(css)
}

// TestContrast recomputes every pair from the style sheet.
func TestContrast(t *testing.T) {
	got, err := static.Contrast([]byte(siteCSS(t)))
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Split(strings.TrimSpace(contrasts), "\n")
	if len(got) != len(want) {
		t.Fatalf("%d pairs, want %d", len(got), len(want))
	}
	for i, p := range got {
		r := p.Ratios
		line := fmt.Sprintf("%s %s %v %.2f %.2f %.2f %.2f", p.Front, p.Back, p.Needs, r[0], r[1], r[2], r[3])
		if line != want[i] {
			t.Errorf("computed %s\n        want %s", line, want[i])
		}
		for _, ratio := range r {
			if ratio < p.Needs {
				t.Errorf("%s on %s has %.2f and needs %v", p.Front, p.Back, ratio, p.Needs)
			}
		}
	}
}

// TestThemesAgree holds the colors that are written twice to each other: light for old browsers and light for new
// ones, high contrast chosen here and high contrast of the system.
func TestThemesAgree(t *testing.T) {
	css := siteCSS(t)
	if err := static.ThemesAgree(css); err != nil {
		t.Error(err)
	}
	if err := static.ThemesAgree(strings.Replace(css, "--ink:#16201e", "--ink:#16201f", 1)); err == nil {
		t.Error("another ink for old browsers is not noticed")
	}
	last := strings.LastIndex(css, "light-dark(#7d0f0c,#ffc1ba)")
	if err := static.ThemesAgree(css[:last] + strings.Replace(css[last:], "#7d0f0c", "#7d0f0d", 1)); err == nil {
		t.Error("another red in the system's high contrast is not noticed")
	}
}

func TestContrastRefuses(t *testing.T) {
	css := siteCSS(t)
	for name, broken := range map[string]string{
		"no rules":  "body { color:red }",
		"no color":  strings.Replace(css, "--ink:light-dark(#16201e", "--ink:light-dark(teal", 1),
		"no values": "",
	} {
		if _, err := static.Contrast([]byte(broken)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
