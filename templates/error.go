package templates

import (
	"fmt"
	"net/http"
	"time"
)

// An ErrorPage says in plain words what is missing or broken, what is safe, and one way on. Problem makes it.
type ErrorPage struct {
	Frame
	Status    int // HTTP status
	Heading   string
	Text      string
	Ways      []Link // where to go from here; the first one is the best
	Reference string // what staff can look up in the log; "" where that is of no use
}

// Template names the page's file.
func (ErrorPage) Template() string { return "error.html" }

// A Case is a kind of trouble that has words of its own.
type Case int

// The cases. Each has a status, so the status alone is not enough to tell them apart.
const (
	NotFound    Case = iota // also for what is not theirs
	Malformed               // a request that could not be read
	CrossSite               // a form that another site has sent
	WrongMethod             // a method that the address does not know
	Changed                 // somebody else changed it first
	TooLarge                // Detail.Limit
	TooMany                 // Detail.Wait
	Broken                  // a mistake of ours; Detail.Reference
	Unavailable             // the database cannot be reached
	SignInFirst             // a form was sent after the session had ended
	ExamEnded               // an answer came after the end; Detail.Ended, Detail.Way
)

// A Detail is what some of the cases name in their text.
type Detail struct {
	Limit     string        // "1 MB"
	Size      string        // of what was sent, "200 MB"; "" if nobody has counted
	Wait      time.Duration // until another try makes sense; whole seconds are shown
	Ended     string        // the time at which an exam ended, "10:58 AM"
	Reference string
	Way       *Link // comes first among the ways on; nil for the usual ones
}

// Problem is the page for a case, for person p, who may be nil.
func Problem(p *Person, c Case, d Detail) ErrorPage {
	lessons, mine := Link{"Lessons", "/learn/"}, Link{"My page", "/me/"}
	page := ErrorPage{Ways: []Link{lessons, mine}, Reference: d.Reference}
	switch c {
	case Malformed:
		page.set(http.StatusBadRequest, "We could not read that", "Nothing was changed. Go back and try again.")
	case CrossSite:
		page.set(http.StatusForbidden, "That came from another site", "For safety we did not do it. Open the page here and press the button again.")
	case WrongMethod:
		page.set(http.StatusMethodNotAllowed, "That does not work this way", "Go back and use the button on the page.")
	case Changed:
		page.set(http.StatusConflict, "Someone else changed this first", "Your version was not saved. Go back, look at theirs, and decide.")
	case TooLarge:
		text := "The limit is " + d.Limit + ". Nothing was saved."
		if d.Size != "" {
			text = "You sent " + d.Size + ". " + text
		}
		page.set(http.StatusRequestEntityTooLarge, "That is too large", text)
	case TooMany:
		page.set(http.StatusTooManyRequests, "Too many tries", fmt.Sprintf("Wait %s. Your work is safe.", plural(seconds(d.Wait), "second", "seconds")))
	case Broken:
		page.set(http.StatusInternalServerError, "Something went wrong on our side", "Answers that said “saved” are safe. Try again; if it happens twice, give the reference to the people who run this site.")
	case Unavailable:
		page.set(http.StatusServiceUnavailable, "We cannot show your page right now", "The records cannot be reached. Answers that said “saved” are safe. Lessons, terms and self-check practice work.")
		page.Ways = []Link{lessons, {"Terms", "/terms/"}, {"Self-check practice", "/practice/"}}
	case SignInFirst:
		page.set(http.StatusUnauthorized, "Sign in to finish", "You were signed out, so nothing was done yet. Sign in, go back, and press the button again.")
		page.Ways = []Link{{"Sign in", "/sign-in"}, lessons}
	case ExamEnded:
		page.set(http.StatusConflict, "This exam has ended", "It ended at "+d.Ended+". Answers up to then count.")
	default:
		page.set(http.StatusNotFound, "This page is not here", "The address may be mistyped, or the page is not open to you.")
	}
	if d.Way != nil {
		page.Ways = append([]Link{*d.Way}, page.Ways...)
	}
	page.Frame = Personal(p, page.Heading)
	return page
}

func (p *ErrorPage) set(status int, heading, text string) {
	p.Status, p.Heading, p.Text = status, heading, text
}

// seconds rounds up, so that a page never sends somebody back too early.
func seconds(d time.Duration) int { return int((d + time.Second - 1) / time.Second) }
