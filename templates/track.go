package templates

import (
	"fmt"
	"strings"

	"frontdesk/content"
)

// A TrackPage is one track, week by week.
type TrackPage struct {
	Frame
	Track content.Track
	Weeks []WeekOutline
	Today content.Date // lessons whose check is due before it are marked
}

// Template names the page's file.
func (TrackPage) Template() string { return "track.html" }

// A WeekOutline is a week of a track: what to read, then what to practice.
type WeekOutline struct {
	Number   int // from 1
	Lessons  []*content.Lesson
	Practice []Link
}

// Lessons is the number of lessons of all weeks.
func (p TrackPage) Lessons() int { return len(p.Track.Lessons()) }

// Hours is how long its lessons take together: "about 17 hours".
func (p TrackPage) Hours() string {
	minutes := 0
	for _, w := range p.Weeks {
		for _, l := range w.Lessons {
			minutes += l.Minutes
		}
	}
	return fmt.Sprintf("about %s", plural((minutes+30)/60, "hour", "hours"))
}

// A FollowPage asks whether to follow a track, for browsers without script: following a link changes nothing.
type FollowPage struct {
	Frame
	Track content.Track
	Now   bool // it is followed already
}

// NewFollowPage asks p about a track; the caller fills in Now.
func NewFollowPage(p *Person, t content.Track) FollowPage {
	f := Personal(p, "Follow a track")
	f.Section, f.Nav = t.Title, Learn
	return FollowPage{Frame: f, Track: t}
}

// Template names the page's file.
func (FollowPage) Template() string { return "me-track.html" }

// A FollowedTrack is what a person's own page shows of the track that they follow.
type FollowedTrack struct {
	Link
	Week     int         // the first with a lesson that is not done; 0 when all are
	Weeks    int         // all
	Lessons  []TrackLine // of that week
	Practice []Link      // of that week
}

// Place is where in it the person stands: "Week 3 of 15".
func (t FollowedTrack) Place() string {
	if t.Week == 0 {
		return fmt.Sprintf("All %s done", plural(t.Weeks, "week", "weeks"))
	}
	return fmt.Sprintf("Week %d of %d", t.Week, t.Weeks)
}

// A TrackLine is a lesson of the week.
type TrackLine struct {
	Link
	Minutes int
	Done    bool
}

// PracticeLink leads to what a week of a track says to practice (content.Week).
func PracticeLink(c *content.Course, practice string) Link {
	module, check := strings.CutPrefix(practice, "check ")
	switch {
	case check:
		for _, m := range c.Modules {
			if m.ID == module {
				return Link{"a 15-question check of " + m.Title, "/exam/?mode=check&module=" + m.ID}
			}
		}
	case practice == "diagnostic":
		return Link{"35 questions that say where to begin", "/exam/?mode=diagnostic"}
	case practice == "half":
		return Link{"a half exam", "/exam/?mode=half"}
	case practice == "mock":
		return Link{"a practice exam", "/exam/?mode=mock"}
	}
	for _, h := range c.Handouts {
		if h.Name == practice {
			return Link{h.Title, h.Path()}
		}
	}
	return Link{practice, "/practice/"} // the loader lets nothing else through
}
