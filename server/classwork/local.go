package classwork

import (
	"fmt"
	"time"
)

// Layout is how local times are written, to the minute, without a zone.
const Layout = "2006-01-02T15:04"

// A Clock says how a local time stands on the clock of a zone.
type Clock string

// How a local time stands on the clock.
const (
	Once    Clock = "once"
	Skipped Clock = "skipped" // it does not exist: clocks go forward over it
	Twice   Clock = "twice"   // clocks go back over it
)

// Instant is the moment of a local time in a zone. A time that comes twice means the later moment, or the earlier one if
// early is set: whoever is given until then has the most of it. In place of one that is skipped stands the first moment
// after the gap. The error is for text that is not of Layout.
func Instant(local string, zone *time.Location, early bool) (time.Time, Clock, error) {
	wall, err := time.Parse(Layout, local)
	if err != nil {
		return time.Time{}, "", fmt.Errorf("read local time: %w", err)
	}
	before, after := under(wall, wall.AddDate(0, 0, -1), zone), under(wall, wall.AddDate(0, 0, 1), zone)
	first, last := shows(before, wall, zone), shows(after, wall, zone)
	switch {
	case first && last && !before.Equal(after):
		if early {
			return before, Twice, nil
		}
		return after, Twice, nil
	case first:
		return before, Once, nil
	case last:
		return after, Once, nil
	}
	gap, _ := before.In(zone).ZoneBounds() // with the offset of before, the moment is past the gap
	return gap, Skipped, nil
}

// under is the moment at which a clock would show wall with the offset that the zone has about the time near.
func under(wall, near time.Time, zone *time.Location) time.Time {
	_, offset := near.In(zone).Zone()
	return wall.Add(-time.Duration(offset) * time.Second)
}

// shows tells whether the zone's clock shows wall at a moment.
func shows(moment, wall time.Time, zone *time.Location) bool {
	return moment.In(zone).Format(Layout) == wall.Format(Layout)
}

// Local is how a moment stands on the clock of a zone.
func Local(moment time.Time, zone *time.Location) string {
	if moment.IsZero() {
		return ""
	}
	return moment.In(zone).Format(Layout)
}
