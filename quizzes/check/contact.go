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
	sectionRE  = regexp.MustCompile(`\bCFR \d+\.$`) // 29 CFR 2590.715-2714 is no telephone
	ssnRE      = regexp.MustCompile(`\b\d{3}-\d{2}-\d{4}\b`)
	npiRE      = regexp.MustCompile(`\b\d{10}\b`)
	mbiRE      = regexp.MustCompile(`\b[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-?[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-?[AC-HJKMNP-RT-Y]{2}\d\d\b`)
)

const (
	sampleNPI = "1234567893"
	sampleMBI = "1EG4TE5MK73"
)

// contactData (L46): no telephone number, address or identifier of an item can belong to anybody.
func contactData(p *prose) []flaw { return append(netAddresses(p, true), numbersOfPeople(p)...) }

// realContacts (C12): the same of the rest of the course, which may name the sites of agencies and products. A rule for
// items has the id L46.
func realContacts(p *prose) []flaw { return append(netAddresses(p, false), numbersOfPeople(p)...) }

// netAddresses finds e-mail addresses that could be somebody's, and where no real site may be named, hosts.
func netAddresses(p *prose, hosts bool) (found []flaw) {
	var all [][]int
	if strings.Contains(p.text, "@") {
		all = emailRE.FindAllStringSubmatchIndex(p.text, -1)
	}
	if hosts && dotInside(p.text) {
		all = append(all, hostRE.FindAllStringSubmatchIndex(p.text, -1)...)
	}
	for _, at := range all {
		if host := p.text[at[2]:at[3]]; !fakeHostRE.MatchString(host) {
			found = append(found, flawf(at[0], "%s could be somebody's address; write example.org", host))
		}
	}
	return found
}

// numbersOfPeople finds telephone, Social Security, provider and Medicare numbers that could be real.
func numbersOfPeople(p *prose) (found []flaw) {
	if !hasDigit(p.text) {
		return nil
	}
	if hyphenated(p.text) {
		for _, at := range phoneRE.FindAllStringIndex(p.text, -1) {
			if m := p.text[at[0]:at[1]]; !fakePhone.MatchString(m) && !p.publicPhone(m) && !sectionRE.MatchString(p.text[:at[0]]) {
				found = append(found, flawf(at[0], "%s could be somebody's telephone; write 555-0100 to 555-0199", m))
			}
		}
		if at := ssnRE.FindStringIndex(p.text); at != nil {
			found = append(found, flawf(at[0], "%s looks like a Social Security number", p.text[at[0]:at[1]]))
		}
	}
	return append(found, identifiers(p)...)
}

// identifiers finds provider and Medicare numbers that are neither the well-known samples nor, by their tag, invalid.
func identifiers(p *prose) (found []flaw) {
	if digitsInRow(p.text, 10) {
		for _, at := range npiRE.FindAllStringIndex(p.text, -1) {
			if m := p.text[at[0]:at[1]]; m != sampleNPI && !(p.invalid && !luhnNPI(m)) {
				found = append(found, flawf(at[0], "%s could be a provider's number; write %s, or one that fails the check digit, tagged invalid-by-design", m, sampleNPI))
			}
		}
	}
	if !digitBeforeCapital(p.text) {
		return found
	}
	for _, at := range mbiRE.FindAllStringIndex(p.text, -1) {
		if m := p.text[at[0]:at[1]]; strings.ReplaceAll(m, "-", "") != sampleMBI {
			found = append(found, flawf(at[0], "%s could be a Medicare number; write 1EG4-TE5-MK73", m))
		}
	}
	return found
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

// publicPhone reports whether the number is Poison Control's or an agency's hotline.
func (w *world) publicPhone(number string) bool {
	if number == "1-800-222-1222" || strings.HasSuffix("1-800-222-1222", number) {
		return true
	}
	for _, s := range w.course.Sources {
		if s.Phone != "" && strings.HasSuffix(s.Phone, number) {
			return true
		}
	}
	return false
}
