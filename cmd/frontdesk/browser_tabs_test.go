package main

import (
	"context"
	"testing"
)

// Two tabs of one browser: the second is told of the first and can take over; the first turns read-only at its next
// save, and can take over in turn.
func openTwoTabs(t *testing.T, browser context.Context) {
	d := openDoor(t, weekday)
	first := person(t, browser, d.url, desk)
	first.expect(`the server responded with a status of 409`)
	path := first.begin(d, halfExam)
	first.choose(1)
	first.sees("#saved", "1 answer saved")

	second := first.another(desk)
	second.expect(`the server responded with a status of 409`)
	second.open(d.url + path + "/items/1")
	second.sees("#save #saved", "This exam is also open in another tab. Go on there, or continue here.")
	second.readOnly(true)
	second.press(named("Continue here"))
	second.sees("#saved", "1 answer saved")
	second.readOnly(false)

	first.choose(2) // this request is the next one
	first.sees("#save #saved", "You went on with this exam in another tab")
	first.readOnly(true)
	first.press(named("Next")) // looking is free
	first.wait(`document.querySelector("#title").innerText.startsWith("Question 2")`)
	second.choose(3)
	second.sees("#saved", "1 answer saved")
	first.press(named("Continue here"))
	first.sees("#save:not(.waiting) #saved", "1 answer saved")
	first.choose(4)
	first.sees("#saved", "All 2 answers saved")

	second.choose(1)
	second.sees("#save #saved", "You went on with this exam in another tab")
	kept := attemptOf(t, first, d.url+path)
	for i, place := range []int{3, 4} {
		if want := kept.Items[i].Options[place-1].ID; kept.Items[i].Choice == nil || *kept.Items[i].Choice != want {
			t.Errorf("question %d: %v is kept, want %s", i+1, kept.Items[i].Choice, want)
		}
	}

	first.open("about:blank")
	second.open("about:blank")
	third := first.another(desk)
	third.enterRoom(d, path)
	third.choose(1)
	third.sees("#save:not(.waiting) #saved", "All 3 answers saved")
}

// readOnly waits until the question can be looked at only, or can be answered.
func (b *tab) readOnly(want bool) {
	b.t.Helper()
	state := `document.querySelector("#answers").disabled && document.querySelector("#flag").disabled`
	if !want {
		state = "!(" + state + ")"
	}
	b.wait(state)
}

// A second device goes on where the first stopped: its numbers start from those that the site tells, so that nothing
// that it says is taken for old. What the first device then says is refused, and it says so.
func takeSecondDevice(t *testing.T, browser context.Context) {
	d := openDoor(t, weekday)
	computer := person(t, browser, d.url, desk)
	computer.expect(`the server responded with a status of 409`)
	path := computer.begin(d, halfExam)
	for _, place := range []int{1, 2, 3} {
		computer.choose(place)
	}
	computer.press(named("Flag for later"))
	computer.until("all of it is saved", func() bool { return attemptOf(t, computer, d.url+path).Items[0].Seq == 4 })

	other := person(t, browser, d.url, phone)
	other.showCookies(d, computer.cookies(d.url))
	other.enterRoom(d, path+"/items/1")
	other.wait(`document.querySelector("#option-3").checked && document.querySelector("#flag[aria-pressed=true]")`)
	other.choose(4)
	other.until("its choice is kept", func() bool {
		item := attemptOf(t, other, d.url+path).Items[0]
		return item.Seq == 5 && *item.Choice == item.Options[3].ID && item.Flagged
	})

	computer.choose(1)
	computer.sees("#save #saved", "You went on with this exam in another tab")
	computer.press(named("Continue here"))
	computer.sees("#save:not(.waiting) #saved", "1 answer saved")
	computer.wait(`document.querySelector("#option-4").checked`) // what was refused does not come back over it
	computer.choose(2)
	computer.until("the first device goes on", func() bool {
		item := attemptOf(t, computer, d.url+path).Items[0]
		return item.Seq > 5 && *item.Choice == item.Options[1].ID && item.Flagged
	})
}
