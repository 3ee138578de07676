package check

import "strings"

// Most texts hold nothing that a given pattern looks for, and a regular expression takes long to say so. The functions of
// this file say it quickly: where one is false, the pattern beside which it is used matches nothing.

// containsAny reports whether one of the literals stands in a text.
func containsAny(s string, literals []string) bool {
	for _, l := range literals {
		if strings.Contains(s, l) {
			return true
		}
	}
	return false
}

var monthList = strings.Split(monthNames, "|")

// mayHoldDate: a full date has a month's name and a year.
func mayHoldDate(s string) bool { return digitsInRow(s, 4) && containsAny(s, monthList) }

// mayHoldClock: a clock time has a digit before a colon and another digit, or before the a or p of am and pm.
func mayHoldClock(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			continue
		}
		if i+2 < len(s) && s[i+1] == ':' && isDigit(s[i+2]) {
			return true
		}
		rest := strings.TrimLeft(s[i+1:], " \t\n\r\f")
		if len(s)-i-1-len(rest) <= 1 && rest != "" && strings.IndexByte("aApP", rest[0]) >= 0 {
			return true
		}
	}
	return false
}

func hasDigit(s string) bool {
	for i := range len(s) {
		if isDigit(s[i]) {
			return true
		}
	}
	return false
}

// hyphenated reports whether a hyphen stands between two digits.
func hyphenated(s string) bool {
	for i := 1; i+1 < len(s); i++ {
		if s[i] == '-' && isDigit(s[i-1]) && isDigit(s[i+1]) {
			return true
		}
	}
	return false
}

// digitsInRow reports whether n digits follow one another.
func digitsInRow(s string, n int) bool {
	row := 0
	for i := 0; i < len(s) && row < n; i++ {
		if row++; !isDigit(s[i]) {
			row = 0
		}
	}
	return row == n
}

// digitBeforeCapital reports whether a digit is followed by a capital.
func digitBeforeCapital(s string) bool {
	for i := 1; i < len(s); i++ {
		if isDigit(s[i-1]) && isCapital(s[i]) {
			return true
		}
	}
	return false
}

// capitalBeforeDigit reports whether a capital is followed by a digit.
func capitalBeforeDigit(s string) bool {
	for i := 1; i < len(s); i++ {
		if isCapital(s[i-1]) && isDigit(s[i]) {
			return true
		}
	}
	return false
}

// twoCapitals reports whether two capitals stand side by side.
func twoCapitals(s string) bool {
	for i := 1; i < len(s); i++ {
		if isCapital(s[i-1]) && isCapital(s[i]) {
			return true
		}
	}
	return false
}

func isCapital(b byte) bool { return 'A' <= b && b <= 'Z' }

// dotInside reports whether a period stands before a letter, as in every host.
func dotInside(s string) bool {
	for i := 0; ; {
		dot := strings.IndexByte(s[i:], '.')
		if dot < 0 {
			return false
		}
		if i += dot + 1; i < len(s) && isASCIILetter(s[i]) {
			return true
		}
	}
}
