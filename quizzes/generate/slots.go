package generate

import (
	"fmt"
	"slices"
)

// A comer is a patient with the minutes since midnight at which the visit was due and at which the patient came.
type comer struct {
	name       string
	due, comes int
}

// starts tells when the visit of each comer starts, if they are seen in that order: when the patient is there and the
// provider is free, whichever is later.
func starts(order []comer, ready, length int) map[string]int {
	at := map[string]int{}
	for _, c := range order {
		at[c.name] = max(ready, c.comes)
		ready = at[c.name] + length
	}
	return at
}

func byArrival(list []comer) []comer {
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b comer) int { return a.comes - b.comes })
	return sorted
}

// waveSteps walks through the visits in order.
func waveSteps(order []comer, ready, length int) []string {
	steps := []string{"Put the patients in order of arrival. A visit starts when the patient is there and the provider is free."}
	for _, c := range order {
		start := max(ready, c.comes)
		ready = start + length
		steps = append(steps, full(fmt.Sprintf("%s: here at %s, starts at %s, ends at %s", c.name, clock12(c.comes), clock12(start), clock12(ready))))
	}
	return steps
}

// wave asks how long one of several patients waits who are all due on the hour.
func wave(d *draw) (Question, bool) {
	hour, length := 60*d.between(8, 15), pick(d, 10, 15, 20)
	var list []comer
	taken := map[int]bool{}
	for range d.between(3, 4) {
		late := d.between(1, 18)
		if taken[late] {
			return Question{}, false
		}
		taken[late] = true
		list = append(list, comer{d.person(), hour, hour + late})
	}
	order := byArrival(list)
	place := d.between(1, len(order)-1)
	who, first := order[place], order[0]
	start := starts(order, hour, length)[who.name]
	wait := start - who.comes
	if wait == 0 {
		return Question{}, false
	}
	asListed := starts(list, hour, length)[who.name] - who.comes
	errors := []slip[int]{
		{start - hour, "The start is right. But the wait was counted from the hour at which the visit was due, not from arrival."},
		{wait + length, "This runs to the end of the visit. A wait ends when the visit starts."},
		{place*length - (who.comes - hour), fmt.Sprintf("This starts the first visit on the hour. Nobody was there until %s, so the provider was idle before that.", clock12(first.comes))},
		{place * length, "This adds up the whole visits ahead. Part of that time had passed when the patient came."},
	}
	if asListed != wait {
		errors = append(errors, slip[int]{asListed, "This sees the patients in the order of the list. In a wave they are seen in order of arrival."})
	}
	if place > 1 {
		errors = append(errors, slip[int]{max(order[place-1].comes+length-who.comes, 0), "This starts the visit before it on arrival. That patient had to wait as well."})
	}
	options, ok := ranked(d, minutes,
		slip[int]{wait, fmt.Sprintf("The visit starts at %s, when the one before it ends. The wait runs from arrival to that start.", clock12(start))}, errors...)
	rows := [][]string{{"Patient", "Comes at"}}
	for _, c := range list {
		rows = append(rows, []string{c.name, clock12(c.comes)})
	}
	return Question{
		Scenario: fmt.Sprintf("In a wave schedule, all these patients are due at %s, and the provider is ready then. They are seen in order of arrival. Each visit takes %d minutes.", clock12(hour), length),
		Exhibit:  table(false, rows...), Text: fmt.Sprintf("How long does %s wait?", who.name), Options: options,
		Steps: append(waveSteps(order, hour, length), fmt.Sprintf("From %s to %s are %s.", clock12(who.comes), clock12(start), minutes(wait)))}, ok
}

// modifiedWave asks when the last of three visits ends, two of them due on the hour and one on the half hour.
func modifiedWave(d *draw) (Question, bool) {
	hour, length := 60*d.between(8, 15), pick(d, 12, 15, 18, 20)
	var list []comer
	late := 0
	for _, due := range []int{hour, hour, hour + 30} {
		by := d.between(0, 14)
		late += by
		list = append(list, comer{d.person(), due, due + by})
	}
	order := byArrival(list)
	if order[0].comes == order[1].comes || order[2].due != hour+30 { // nobody overtakes whoever is due last
		return Question{}, false
	}
	end := starts(order, hour, length)[order[2].name] + length
	errors := []slip[int]{
		{hour + 3*length, "This puts the three visits end to end from the hour on. Minutes in which nobody was there were left out."},
		{hour + 30 + length, "This starts the last visit when it was due. It starts when the patient is there and the provider is free."},
		{hour + 3*length + late, "This adds all late minutes. While one patient is late, the provider sees another who is there."},
		{hour + 60, "This is the end of the hour. A modified wave keeps time at the end of the hour to catch up."},
	}
	why := "Each visit starts when the patient is there and the provider is free. The last one starts when its patient comes."
	if alone := order[2].comes + length; end > alone {
		why = "Each visit starts when the patient is there and the provider is free. The last patient still waits for the visits before."
		errors = append(errors, slip[int]{alone, "This starts the last visit when the patient came. The provider was not free yet."})
	}
	options, ok := ranked(d, clock12, slip[int]{end, why}, errors...)
	rows := [][]string{{"Patient", "Due", "Comes at"}}
	for _, c := range list {
		rows = append(rows, []string{c.name, clock12(c.due), clock12(c.comes)})
	}
	return Question{
		Scenario: fmt.Sprintf("A provider is ready at %s and sees patients in order of arrival. Each visit takes %d minutes. The table shows one hour of a modified wave.", clock12(hour), length),
		Exhibit:  table(false, rows...), Text: "At what time does the last visit end?", Options: options,
		Steps: waveSteps(order, hour, length)}, ok
}

// clock asks for an end time on the 12-hour clock.
func clock(d *draw) (Question, bool) {
	who := d.person()
	start, length := 5*d.between(13*12, 19*12), 5*d.between(4, 15)
	end := start + length
	options, ok := ranked(d, clock12,
		slip[int]{end, fmt.Sprintf("%s plus %s is %s. From 1:00 in the afternoon on, 12 comes off the hour.", clock24(start), minutes(length), clock24(end))},
		slip[int]{end + 120, "This takes 10 off the hour instead of 12, so the time comes out two hours late."},
		slip[int]{start, "This is when the visit starts. Its length was forgotten."},
		slip[int]{end + length, "The length was added twice. It is added once, to the start."},
		slip[int]{start - length, "The length was taken off instead of added."},
		slip[int]{end - 12*60, "The figures are right, but they were put in the morning. Hours from 13 on lie after noon."})
	return Question{
		Scenario: fmt.Sprintf("The schedule runs on the 24-hour clock. A visit of %s takes %s and starts at %s.", who, minutes(length), clock24(start)),
		Text:     "At what time on a 12-hour clock does the visit end?", Options: options,
		Steps: []string{
			fmt.Sprintf("Add the length: %s plus %s is %s.", clock24(start), minutes(length), clock24(end)),
			fmt.Sprintf("Take 12 off the hour: %d minus 12 is %d.", end/60, end/60-12),
			fmt.Sprintf("The time is %s, after noon.", clock12(end)),
		}}, ok
}

// zone asks for the patient's clock at a remote visit.
func zone(d *draw) (Question, bool) {
	zones := []string{"Eastern", "Central", "Mountain", "Pacific"} // each an hour behind the one before
	clinic, away, who := d.IntN(4), d.IntN(4), d.person()
	start := 15 * d.between(9*4, 17*4)
	shift := 60 * (clinic - away)
	there := start + shift
	if shift == 0 || there < 7*60 || there > 20*60 {
		return Question{}, false
	}
	hours, direction, further := max(shift, -shift)/60, "ahead of", 60
	if shift < 0 {
		direction, further = "behind", -60
	}
	gap := fmt.Sprintf("%d hours", hours)
	if hours == 1 {
		gap = "1 hour"
	}
	errors := []slip[int]{
		{start - shift, fmt.Sprintf("The number of hours is right, and the direction is turned around. %s time is %s %s time.", zones[away], direction, zones[clinic])},
		{start, "This is the time at the clinic. The patient's clock shows another one."},
		{there + further, "The direction is right. But the zones were counted with both ends, so the gap is one hour too long."},
		{(there + 12*60) % (24 * 60), "The hours are right, but morning and afternoon were mixed up."},
	}
	if start >= 13*60 {
		errors = append(errors, slip[int]{there + 120, "The gap is right. But 10 was taken off the 24-hour time instead of 12."})
	}
	options, ok := ranked(d, clock12, slip[int]{there, fmt.Sprintf("%s is %s at the clinic. %s time is %s %s %s time.", clock24(start), clock12(start), zones[away], gap, direction, zones[clinic])}, errors...)
	rows := [][]string{{"Zone", "One moment"}}
	for i, z := range zones {
		rows = append(rows, []string{z, clock12((16 - i) * 60)})
	}
	return Question{
		Scenario: fmt.Sprintf("A clinic keeps %s time, and %s will join a video visit from %s time. The clinic's schedule shows %s.", zones[clinic], who, zones[away], clock24(start)),
		Exhibit:  table(false, rows...), Text: fmt.Sprintf("What does the clock of %s show when the visit starts?", who), Options: options,
		Steps: []string{
			fmt.Sprintf("On a 12-hour clock, %s is %s at the clinic.", clock24(start), clock12(start)),
			fmt.Sprintf("In the table, %s time is %s %s %s time.", zones[away], gap, direction, zones[clinic]),
			full("So the clock of the patient shows " + clock12(there)),
		}}, ok
}
