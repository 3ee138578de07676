package classwork_test

import (
	"testing"
	"time"

	"frontdesk/server/classwork"
)

// The zones of the tests: north and south, a change of half an hour, one at midnight, one that goes with Ramadan, and none.
var zones = []string{"America/Chicago", "Europe/Berlin", "Australia/Lord_Howe", "America/Santiago", "Africa/Casablanca", "Asia/Kathmandu"}

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// A wallClock is what a zone's clock showed at every minute from one moment on, found by walking through them.
type wallClock struct {
	start int64 // Unix minutes
	shown []int64
}

func walk(z *time.Location, from, until time.Time) wallClock {
	c := wallClock{start: from.Unix() / 60}
	for t := from; t.Before(until); t = t.Add(time.Minute) {
		_, offset := t.In(z).Zone()
		c.shown = append(c.shown, t.Unix()/60+int64(offset)/60)
	}
	return c
}

// moments are when the clock shows each local time of so many minutes' step, or the first moment behind the gap that it
// falls into.
func (c wallClock) moments(step int64) (when map[int64][]int64, gaps map[int64]int64) {
	when, gaps = map[int64][]int64{}, map[int64]int64{}
	for i, wall := range c.shown {
		if wall%step == 0 {
			when[wall] = append(when[wall], c.start+int64(i))
		}
		if i > 0 {
			for missing := c.shown[i-1] + 1; missing < wall; missing++ {
				gaps[missing] = c.start + int64(i)
			}
		}
	}
	return when, gaps
}

// TestInstantOverTwoYears asks for every quarter of an hour of every day of 2026 and 2027 in each zone, and compares with
// a walk through all minutes: a due date keeps its local time over both changes of the clock, one that is skipped is the
// first moment after the gap, and one that comes twice is the later moment, or the earlier if that is wanted.
func TestInstantOverTwoYears(t *testing.T) {
	from, until := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, name := range zones {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			z := zone(t, name)
			when, gaps := walk(z, from.AddDate(0, 0, -2), until.AddDate(0, 0, 2)).moments(15)
			met := map[classwork.Clock]int{}
			for wall := from; wall.Before(until); wall = wall.Add(15 * time.Minute) {
				local, minute := wall.Format(classwork.Layout), wall.Unix()/60
				at, clock := when[minute], classwork.Once
				switch len(at) {
				case 0:
					at, clock = []int64{gaps[minute]}, classwork.Skipped
				case 2:
					clock = classwork.Twice
				}
				met[clock]++
				late, gotClock, err := classwork.Instant(local, z, false)
				early, _, _ := classwork.Instant(local, z, true)
				if err != nil || gotClock != clock || early.Unix() != 60*at[0] || late.Unix() != 60*at[len(at)-1] {
					t.Fatalf("%s: %v to %v, %s, %v; want %s, minutes %v", local, early.UTC(), late.UTC(), gotClock, err, clock, at)
				}
				if back := classwork.Local(late, z); clock != classwork.Skipped && back != local {
					t.Fatalf("%s comes back as %s", local, back)
				}
			}
			if changes := name != "Asia/Kathmandu"; changes != (met[classwork.Skipped] > 0 && met[classwork.Twice] > 0) {
				t.Errorf("the test has met %v", met)
			}
		})
	}
}

func TestInstant(t *testing.T) {
	for _, tc := range []struct {
		zone, local string
		early       bool
		want        string // UTC; "" for an error
		clock       classwork.Clock
	}{
		{"America/Chicago", "2026-12-04T17:00", false, "2026-12-04T23:00", classwork.Once},
		{"America/Chicago", "2027-03-14T02:30", false, "2027-03-14T08:00", classwork.Skipped},
		{"America/Chicago", "2027-03-14T02:00", true, "2027-03-14T08:00", classwork.Skipped},
		{"America/Chicago", "2027-03-14T03:00", false, "2027-03-14T08:00", classwork.Once},
		{"America/Chicago", "2026-11-01T01:30", true, "2026-11-01T06:30", classwork.Twice},
		{"America/Chicago", "2026-11-01T01:30", false, "2026-11-01T07:30", classwork.Twice},
		{"Australia/Lord_Howe", "2026-10-04T02:15", false, "2026-10-03T15:30", classwork.Skipped},
		{"Australia/Lord_Howe", "2026-04-05T01:45", true, "2026-04-04T14:45", classwork.Twice},
		{"Australia/Lord_Howe", "2026-04-05T01:45", false, "2026-04-04T15:15", classwork.Twice},
		{"America/Santiago", "2026-09-06T00:00", false, "2026-09-06T04:00", classwork.Skipped},
		{"Pacific/Apia", "2011-12-30T12:00", false, "2011-12-30T10:00", classwork.Skipped}, // a whole day that Samoa left out
		{"America/Chicago", "", false, "", ""},
		{"America/Chicago", "2026-02-30T12:00", false, "", ""},
		{"America/Chicago", "2026-12-04 17:00", false, "", ""},
	} {
		got, clock, err := classwork.Instant(tc.local, zone(t, tc.zone), tc.early)
		if (err != nil) != (tc.want == "") || clock != tc.clock || err == nil && got.UTC().Format(classwork.Layout) != tc.want {
			t.Errorf("%s %s early %v: %v, %s, %v; want %s, %s", tc.zone, tc.local, tc.early, got.UTC(), clock, err, tc.want, tc.clock)
		}
	}
	if got := classwork.Local(time.Time{}, time.UTC); got != "" {
		t.Errorf("no moment is %q", got)
	}
}
