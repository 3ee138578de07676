package generate

import (
	"fmt"
	"time"
)

func plusDays(day time.Time, n int) time.Time { return day.AddDate(0, 0, n) }

// plusMonths keeps to the last day of a shorter month.
func plusMonths(day time.Time, n int) time.Time {
	first := time.Date(day.Year(), day.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	return plusDays(first, min(day.Day(), plusDays(plusMonth(first), -1).Day())-1)
}

func plusMonth(first time.Time) time.Time { return first.AddDate(0, 1, 0) }

// plusCounted goes n days on and counts those that counts lets through.
func plusCounted(day time.Time, n int, counts func(time.Time) bool) time.Time {
	for n > 0 {
		if day = plusDays(day, 1); counts(day) {
			n--
		}
	}
	return day
}

func workday(day time.Time) bool { return !weekend(day) }

// request is one that a patient makes under HIPAA: its limit in days, that of the request it is taken for, and its name.
type request struct {
	name         string // "access to the record"
	limit, other int    // days
	otherName    string
	asks         string // what the patient wants
}

const extension = 30 // days, once, with a written notice

// access asks for the last day of a request for a copy.
func access(d *draw) (Question, bool) {
	return rightsLimit(d, request{"access", 30, 60, "amendment", "a copy of the record"})
}

// amendment asks for the last day of a request to correct an entry.
func amendment(d *draw) (Question, bool) {
	return rightsLimit(d, request{"amendment", 60, 30, "access", "an entry in the record corrected"})
}

func rightsLimit(d *draw, r request) (Question, bool) {
	who, received := d.person(), d.weekday()
	q := Question{
		Scenario: fmt.Sprintf("On %s, a practice receives a signed request from %s, who wants %s.", fullDate(received), who, r.asks),
		Text:     "By what date must the practice act on the request?",
		Steps: []string{
			fmt.Sprintf("The request is for %s, so the limit is %d calendar days from receipt.", r.name, r.limit),
			fmt.Sprintf("The next day, %s, is day 1. Weekends count.", date(plusDays(received, 1))),
		}}
	limit, other, months := r.limit, r.other, r.limit/30
	why := fmt.Sprintf("A request for %s has %d calendar days, counted from receipt.", r.name, limit)
	extra := slip[time.Time]{plusDays(received, limit+extension), "This adds the extension. It takes a written notice with a reason before the first limit ends, and none was sent."}
	if d.chance(1, 2) {
		q.Scenario += " In time, the practice sends a written notice that it needs an extension. No state rule is shorter."
		q.Text = "What is the last day on which the practice may act on the request?"
		extra = slip[time.Time]{plusDays(received, limit), "This is the limit without the extension. A written notice in time moves it once, by 30 days."}
		why = fmt.Sprintf("A request for %s has %d calendar days, and a written notice in time adds %d once.", r.name, limit, extension)
		limit, other, months = limit+extension, other+extension, months+1
		q.Steps = append(q.Steps, fmt.Sprintf("A written notice in time adds %d days, once: %d days in all.", extension, limit))
	} else {
		q.Scenario += " The practice sends no notice of an extension, and no state rule is shorter."
	}
	last := plusDays(received, limit)
	q.Steps = append(q.Steps, fmt.Sprintf("Day %d is %s.", limit, fullDate(last)))
	ok := false
	q.Options, ok = dated(d, slip[time.Time]{last, why}, extra,
		slip[time.Time]{plusDays(received, other), fmt.Sprintf("This uses the limit of a request for %s. It sounds alike, and its number of days is another.", r.otherName)},
		slip[time.Time]{plusCounted(received, limit, workday), fmt.Sprintf("This counts %d weekdays. The limit is in calendar days, so Saturdays and Sundays count as well.", limit)},
		slip[time.Time]{plusDays(received, limit-1), "This takes the day of receipt as day 1. The count starts with the day after it."},
		slip[time.Time]{plusDays(received, limit-2*months), "This takes a month for four weeks. The limit is in days, and four weeks are 28 of them."},
		slip[time.Time]{plusMonths(received, months), "This counts months on the calendar. The limit is in days, and months differ in length."})
	return q, ok
}

// timely asks for the last day of a claim that was rejected once.
func timely(d *draw) (Question, bool) {
	who, limit := d.person(), pick(d, 60, 90, 120, 180)
	visit := d.weekday()
	sent := plusCounted(visit, d.between(2, 9), workday)
	rejected := plusCounted(sent, d.between(1, 7), workday)
	last := plusDays(visit, limit)
	options, ok := dated(d,
		slip[time.Time]{last, "The limit runs from the visit, and a rejection does not stop the clock."},
		slip[time.Time]{plusDays(sent, limit), "This counts from the day on which the claim was sent. The plan counts from the date of service."},
		slip[time.Time]{plusDays(rejected, limit), "This starts the clock anew with the rejection. A rejected claim counts as if it had never come."},
		slip[time.Time]{plusDays(visit, limit-1), "This takes the visit itself as day 1. The count starts with the day after it."},
		slip[time.Time]{plusDays(visit, limit-2*(limit/30)), "This takes a month for four weeks. The limit is in days, and four weeks are 28 of them."},
		slip[time.Time]{plusMonths(visit, limit/30), "This counts months on the calendar. The limit is in days, and months differ in length."},
		slip[time.Time]{plusCounted(visit, limit, workday), "This counts weekdays alone. The limit is in calendar days."})
	return Question{
		Scenario: fmt.Sprintf("Suppose a plan takes claims up to %d calendar days after the date of service, weekends included. The claim for %s was rejected for a typing error.", limit, who),
		Exhibit:  table(false, []string{"Event", "Date"}, []string{"Visit", date(visit)}, []string{"Claim sent", date(sent)}, []string{"Claim rejected", date(rejected)}),
		Text:     "By what date must the corrected claim reach the plan?", Options: options,
		Steps: []string{
			fmt.Sprintf("The clock starts with the date of service: %s.", date(visit)),
			"The rejection does not stop it and does not start it anew.",
			fmt.Sprintf("The day after the visit is day 1. Day %d is %s.", limit, fullDate(last)),
		}}, ok
}

// A holiday on which an office of the federal government is closed, in the two years from which days are drawn.
type holiday struct {
	name string
	day  time.Time
}

// holidays of 2026 and 2027 that fall on a weekday (5 USC 6103), as far as they have one day alone.
func holidays() []holiday {
	on := func(name string, year int, month time.Month, day int) holiday {
		return holiday{name, time.Date(year, month, day, 0, 0, 0, 0, time.UTC)}
	}
	return []holiday{
		on("Memorial Day", 2026, time.May, 25), on("Juneteenth", 2026, time.June, 19), on("Labor Day", 2026, time.September, 7),
		on("Columbus Day", 2026, time.October, 12), on("Veterans Day", 2026, time.November, 11), on("Thanksgiving Day", 2026, time.November, 26),
		on("Presidents Day", 2027, time.February, 15), on("Memorial Day", 2027, time.May, 31), on("Labor Day", 2027, time.September, 6),
		on("Columbus Day", 2027, time.October, 11), on("Veterans Day", 2027, time.November, 11), on("Thanksgiving Day", 2027, time.November, 25),
	}
}

// businessDays asks for the last day of a limit in business days with a holiday in it.
func businessDays(d *draw) (Question, bool) {
	who, h, limit := d.person(), pick(d, holidays()...), d.between(5, 12)
	notice := plusDays(h.day, -d.between(3, 12))
	came := plusDays(notice, d.between(1, 4))
	counts := func(day time.Time) bool { return workday(day) && !day.Equal(h.day) }
	last := plusCounted(notice, limit, counts)
	if weekend(notice) || weekend(came) || !came.Before(h.day) || !last.After(h.day) {
		return Question{}, false
	}
	options, ok := dated(d,
		slip[time.Time]{last, fmt.Sprintf("Saturdays, Sundays, and %s are skipped. The day after the notice is the first that counts.", h.name)},
		slip[time.Time]{plusCounted(notice, limit, workday), fmt.Sprintf("Weekends are skipped, and that is right. But %s is no business day either, and it was counted.", h.name)},
		slip[time.Time]{plusCounted(came, limit, counts), "This counts from the day on which the notice came. The plan counts from the date of the notice."},
		slip[time.Time]{plusCounted(notice, limit+1, counts), "This takes the day after the notice as day 0. That day is day 1."},
		slip[time.Time]{plusDays(notice, limit), "This counts calendar days. The limit of this plan is in business days, so weekends and the holiday are skipped."},
		slip[time.Time]{plusCounted(notice, limit-1, counts), "This takes the date of the notice as day 1. The count starts with the day after it."},
		slip[time.Time]{plusCounted(notice, limit, func(day time.Time) bool { return day.Weekday() != time.Sunday && !day.Equal(h.day) }),
			"The holiday and Sundays are skipped, and that is right. But a Saturday is no business day, and Saturdays were counted."})
	return Question{
		Scenario: fmt.Sprintf("A plan holds the claim for %s and asks for a report. Suppose it gives %d business days from the date of its notice.", who, limit),
		Exhibit:  table(false, []string{"Fact", "Date"}, []string{"Date of the notice", fullDate(notice)}, []string{"Notice received", fullDate(came)}, []string{"Holiday of the plan: " + h.name, fullDate(h.day)}),
		Text:     "By what date must the report reach the plan?", Options: options,
		Steps: []string{
			fmt.Sprintf("Skip Saturdays, Sundays, and %s.", fullDate(h.day)),
			fmt.Sprintf("Business day 1 is %s.", fullDate(plusCounted(notice, 1, counts))),
			fmt.Sprintf("Business day %d is %s.", limit, fullDate(last)),
		}}, ok
}
