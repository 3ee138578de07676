package check

import (
	"math"
	"slices"
	"strings"
	"testing"
)

func TestToks(t *testing.T) {
	for _, tc := range []struct{ text, want string }{
		{"Ask her why.", "ask her why"},
		{"Ms. Reyes’s “copy” costs $1,250.50", "ms reyes copy costs $1,250.50"},
		{"9:00, 9:15 and 45 CFR 164.524(c)", "9:00 9:15 and 45 cfr 164.524 c"},
		{"don't re-check o'clock", "don t re check o clock"},
		{"ﬁle № ４２", "file no 42"}, // a ligature, a sign and wide digits become plain (NFKC)
		{"", ""},
	} {
		if got := strings.Join(toks(tc.text), " "); got != tc.want {
			t.Errorf("toks(%q) = %q, want %q", tc.text, got, tc.want)
		}
	}
}

func TestRoot(t *testing.T) {
	for w, want := range map[string]string{
		"authorization": "author", // -ization is none of the suffixes: "ation" comes off, six letters are kept
		"scheduling":    "schedu", "schedule": "schedu", "scheduled": "schedu",
		"payments": "paymen", // "ments" would leave three letters, "s" is the longest that fits
		"billing":  "bill", "bills": "bill", "copies": "copi", "copy": "copy",
		"patients": "patien", "ready": "read", "easily": "easi", "ally": "ally",
	} {
		if got := root(w); got != want {
			t.Errorf("root(%q) = %q, want %q", w, got, want)
		}
	}
}

func TestContentOf(t *testing.T) {
	var got []string
	for r := range contentOf("Which of these patients should pay $500 for copies of their records within 30 days?") {
		got = append(got, r)
	}
	slices.Sort(got)
	if want := "copi patien record"; strings.Join(got, " ") != want {
		t.Errorf("content is %v, want %s", got, want)
	}
}

func TestStop(t *testing.T) {
	if n := len(stop); n < 100 || n > 140 {
		t.Errorf("%d words carry no content; the standard speaks of about 110", n)
	}
}

func TestSyl(t *testing.T) {
	for w, want := range map[string]int{
		"desk": 1, "the": 1, "table": 2, "whole": 1, "people": 2, "date": 1,
		"asked": 1, "waited": 2, "needed": 2, "billed": 1,
		"dates": 1, "offices": 3, "charges": 2, "copies": 1, "watches": 2, "boxes": 2,
		"authorization": 5, "patient": 2, "eye": 1,
	} {
		if got := syl(w); got != want {
			t.Errorf("syl(%q) = %d, want %d", w, got, want)
		}
	}
}

func TestGrade(t *testing.T) {
	for _, tc := range []struct {
		text                        string
		words, sentences, syllables int
	}{
		{"Dr. Lee sees two patients. They wait.", 7, 2, 8},
		{"She owes $1,250.50 by 9:00!", 5, 1, 5},
		{"Ask. . .", 1, 1, 1},
		{"", 0, 0, 0},
	} {
		got := readingOf(tc.text, nil)
		if want := (reading{tc.words, tc.sentences, tc.syllables}); got != want {
			t.Errorf("reading of %q is %+v, want %+v", tc.text, got, want)
		}
	}
	if g := readingOf("Dr. Lee sees two patients. They wait.", nil).grade(); math.Abs(g-(0.39*3.5+11.8*8/7-15.59)) > 1e-9 {
		t.Errorf("grade is %f", g)
	}
	if g := (reading{}).grade(); g != 0 {
		t.Errorf("the grade of nothing is %f", g)
	}
	masked := readingOf("Otitis media is common. Referrals help.", masker([]string{"otitis media", "Referral"}))
	if want := (reading{5, 2, 8}); masked != want { // cover is common; cover help
		t.Errorf("with terms masked the reading is %+v, want %+v", masked, want)
	}
}

func TestJaccard(t *testing.T) {
	a, b := set([]string{"a", "b", "c"}), set([]string{"b", "c", "d"})
	for _, tc := range []struct {
		a, b map[string]bool
		want float64
	}{{a, b, 0.5}, {a, a, 1}, {a, nil, 0}, {nil, nil, 0}} {
		if got := jaccard(tc.a, tc.b); got != tc.want {
			t.Errorf("jaccard(%v, %v) = %f, want %f", tc.a, tc.b, got, tc.want)
		}
	}
}

func TestSentences(t *testing.T) {
	for _, tc := range []struct {
		text string
		want int
	}{
		{"Dr. Tran is late", 1}, {"It is 9 a.m. and she waits", 1}, {"It costs $1.50 now", 1},
		{`He says, "I wait." She nods`, 2}, {"Stop! Why? Go", 3},
	} {
		if got := len(sentences(tc.text)); got != tc.want {
			t.Errorf("%q has %d sentences, want %d", tc.text, got, tc.want)
		}
	}
}

func TestCalc(t *testing.T) {
	for expr, want := range map[string]float64{
		"283+0.20*(383-283)": 303, "2*(6+1)": 14, "10/4-1": 1.5, "min(3, 2)*max(1,5)": 10,
		"round(2.675, 2)": 2.68, "7": 7, "0-5": -5, "8-3-2": 3, "8/2/2": 2,
	} {
		r, err := calc(expr)
		if err != nil || math.Abs(r.number-want) > 1e-9 {
			t.Errorf("calc(%s) = %v, %v, want %v", expr, r.number, err, want)
		}
	}
	for expr, want := range map[string]string{
		"date(2026-03-03)+30d": "2026-04-02", "date(2026-03-03)-3d": "2026-02-28", "date(2026-03-03)": "2026-03-03",
		"date(2026-01-31)+1m": "2026-02-28", "date(2024-02-29)+1y": "2025-02-28", "date(2026-03-31)-1m": "2026-02-28",
		"date(2026-03-06)+1b": "2026-03-09", "date(2026-03-09)-1b": "2026-03-06", "date(2026-03-07)+2b": "2026-03-10",
		"date(2026-07-01)+2b":    "2026-07-06", // Friday, July 3, stands in for Saturday the 4th
		"date(2026-11-25)+1b":    "2026-11-27", // Thanksgiving
		"date(2026-05-22)+1b":    "2026-05-26", // Memorial Day
		"date(2026-03-03)+2w+1d": "2026-03-18",
	} {
		r, err := calc(expr)
		if err != nil || r.day.Format("2006-01-02") != want {
			t.Errorf("calc(%s) = %v, %v, want %s", expr, r.day, err, want)
		}
	}
	for _, expr := range []string{"", "1+", "$5", "1,000", "(1+2", "1/0", "2 3", "-5", "round(1)", "date(2026-02-30)", "date(2026-03-03)+30", "abs(1)", "date(2026-03-03)+999999999d"} {
		if r, err := calc(expr); err == nil {
			t.Errorf("calc(%s) is accepted as %v", expr, r)
		}
	}
}

func TestFederalHolidays(t *testing.T) {
	n := 0
	for d, _ := civil(2026, 1, 1); d.Year() == 2026; d = d.AddDate(0, 0, 1) {
		if w := d.Weekday(); w != 0 && w != 6 && federalHoliday(d) {
			n++
		}
	}
	if n != 11 {
		t.Errorf("2026 has %d weekdays on which federal offices close, want 11", n)
	}
}

func TestKindOf(t *testing.T) {
	for text, want := range map[string]kind{
		"$24": "money", "$1,250.50": "money", "15 boxes": "number", "20%": "number", "30": "number", "3 to 5 years": "number",
		"March 18, 2026": "date", "Tuesday, March 3": "date", "Friday": "date", "9:00, 9:15": "time list", "10 a.m.": "time list",
		"99213": "code", "J06.9": "code", `"I hear you."`: "quotation", "He may go. She may not": "sentence", "It is so.": "sentence",
		"Ask her name": "phrase", "Let Ms. Tran begin": "phrase", "Item 23": "phrase", `Stamp it "paid"`: "phrase",
	} {
		if got := kindOf(text); got != want {
			t.Errorf("%q is taken for a %s, want %s", text, got, want)
		}
	}
}

func TestValues(t *testing.T) {
	for _, rising := range [][]string{
		{"$2.50", "$19.70", "$1,000"}, {"45 minutes", "1 hour", "2 hours 30 minutes", "1 day"}, {"Two days", "Five days"},
	} {
		for i := range rising[1:] {
			if slices.Compare(numericValue(rising[i]), numericValue(rising[i+1])) >= 0 {
				t.Errorf("%q does not lie below %q", rising[i], rising[i+1])
			}
		}
	}
	for _, rising := range [][]string{
		{"March 18, 2026", "April 2, 2026", "January 3, 2027"}, {"3/18/2026", "4/2/2026"}, {"April 2", "May 1"},
		{"9:00, 9:00, 9:30", "9:00, 9:15, 9:30", "9:30"}, {"11:30", "12:15", "1:00"}, {"9 a.m.", "12:30 p.m.", "1 p.m."},
		{"Monday", "Tuesday at 9:00", "Tuesday at 2:00", "Friday"}, {"March 3, 2026, at 9:00", "March 3, 2026, at 1:00"},
		{"Within 24 hours", "Within 3 days", "Within 2 weeks"}, {"March 2026", "April 2026"},
	} {
		for i := range rising[1:] {
			if slices.Compare(chronoValue(rising[i]), chronoValue(rising[i+1])) >= 0 {
				t.Errorf("%q does not come before %q", rising[i], rising[i+1])
			}
		}
	}
	for _, text := range []string{"Later", "In time", ""} {
		if v := chronoValue(text); len(v) > 0 {
			t.Errorf("%q is read as the time %v", text, v)
		}
	}
}

func TestOpenings(t *testing.T) {
	for text, want := range map[string]string{
		"Ask her name": "base verb", "Record the date": "base verb", "Book": "base verb or noun or article",
		"Record request": "base verb or noun or article", "The record": "noun or article", "Part A": "base verb or noun or article",
		"Oncology": "noun or article", "Paused until noon": "noun or article", "Billing the plan": "form in -ing",
		"30 days": "number", `"Hello."`: "quotation", "Open hours": "base verb or noun or article",
	} {
		if got := name(openings(text)); got != want {
			t.Errorf("%q begins with a %s, want %s", text, got, want)
		}
	}
}
