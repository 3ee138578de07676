package templates

import (
	"fmt"
	"time"
)

// minutes writes a duration in whole minutes, to the nearest one: "1 h 12 min", "2 h", "31 min".
func minutes(d time.Duration) string {
	m := max(int(d.Round(time.Minute)/time.Minute), 0)
	switch {
	case m < 60:
		return fmt.Sprintf("%d min", m)
	case m%60 == 0:
		return fmt.Sprintf("%d h", m/60)
	}
	return fmt.Sprintf("%d h %d min", m/60, m%60)
}

// lowTime is from when on the clock shows seconds and turns red. room-clock.js has the same figure.
const lowTime = 5 * time.Minute

// left is what the clock shows: whole minutes until five are left, then minutes and seconds.
func left(d time.Duration) string {
	if d > lowTime {
		return minutes(d)
	}
	s := max(int(d/time.Second), 0)
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// clockTime is a time of day with the zone of t, for the server's zone need not be the reader's: "10:58 AM CST".
func clockTime(t time.Time) string { return t.Format("3:04 PM MST") }

// dayAndTime is "Friday, December 4, 2026, 5:00 PM CST".
func dayAndTime(t time.Time) string { return t.Format("Monday, January 2, 2006, 3:04 PM MST") }
