package check

import (
	"regexp"
	"slices"
	"strings"
)

var (
	phoneRE    = regexp.MustCompile(`\b(?:1-)?(?:\(?\d{3}\)?[ -])?\d{3}-\d{4}\b`)
	fakePhone  = regexp.MustCompile(`\b555-01\d\d$`)
	emailRE    = regexp.MustCompile(`[\w.+-]+@([\w-]+(?:\.[\w-]+)+)`)
	hostRE     = regexp.MustCompile(`(?i)\b(?:https?://)?((?:[a-z0-9-]+\.)+(?:com|org|net|gov|edu|io|info|biz|us|health))\b`)
	fakeHostRE = regexp.MustCompile(`(?i)(^|\.)example\.(org|com|net)$|\.(gov|edu)$`)
	ssnRE      = regexp.MustCompile(`\b\d{3}-\d{2}-\d{4}\b`)
	npiRE      = regexp.MustCompile(`\b\d{10}\b`)
	mbiRE      = regexp.MustCompile(`\b[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-?[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-?[AC-HJKMNP-RT-Y]{2}\d\d\b`)
)

const (
	sampleNPI = "1234567893"
	sampleMBI = "1EG4TE5MK73"
)

// contactData: no telephone number, address or identifier of an item can belong to anybody.
func contactData(it *item) {
	it.eachText(func(field, text string) {
		for _, m := range phoneRE.FindAllString(text, -1) {
			if !fakePhone.MatchString(m) && !it.publicPhone(m) {
				it.fail(field, "%s could be somebody's telephone; write 555-0100 to 555-0199", m)
			}
		}
		for _, g := range append(emailRE.FindAllStringSubmatch(text, -1), hostRE.FindAllStringSubmatch(text, -1)...) {
			if !fakeHostRE.MatchString(g[1]) {
				it.fail(field, "%s could be somebody's address; write example.org", g[1])
			}
		}
		if m := ssnRE.FindString(text); m != "" {
			it.fail(field, "%s looks like a Social Security number", m)
		}
		it.identifiers(field, text)
	})
}

// publicPhone reports whether the number is Poison Control's or an agency's hotline.
func (it *item) publicPhone(number string) bool {
	if number == "1-800-222-1222" || strings.HasSuffix("1-800-222-1222", number) {
		return true
	}
	for _, s := range it.course.Sources {
		if s.Phone != "" && strings.HasSuffix(s.Phone, number) {
			return true
		}
	}
	return false
}

// identifiers: a provider or Medicare number is the well-known sample, or cannot be real and says so by its tag.
func (it *item) identifiers(field, text string) {
	invalid := it.tagged("invalid-by-design")
	for _, m := range npiRE.FindAllString(text, -1) {
		if m != sampleNPI && !(invalid && !luhnNPI(m)) {
			it.fail(field, "%s could be a provider's number; write %s, or one that fails the check digit, tagged invalid-by-design", m, sampleNPI)
		}
	}
	for _, m := range mbiRE.FindAllString(text, -1) {
		if strings.ReplaceAll(m, "-", "") != sampleMBI {
			it.fail(field, "%s could be a Medicare number; write 1EG4-TE5-MK73", m)
		}
	}
}

// luhnNPI reports whether ten digits pass the check of a National Provider Identifier: Luhn's, over 80840 and the
// number.
func luhnNPI(number string) bool {
	sum := 0
	digits := []byte("80840" + number)
	slices.Reverse(digits)
	for i, d := range digits {
		n := int(d - '0')
		if i%2 == 1 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum%10 == 0
}
