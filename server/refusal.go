package server

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"frontdesk/server/store"
	"frontdesk/templates"
)

// refusal is an answer other than success. Its words are for the client, its cause is for the log and goes nowhere else.
type refusal struct {
	status  int
	code    string // in JSON: a word that a script can compare
	message string // what is wrong and what to do, in sentences; "" takes the words of the page
	state   string // in JSON: of the attempt that the request is about; "" for none
	at      time.Time
	kind    templates.Case
	detail  templates.Detail
	heading string   // of the page, in place of its own; message is then all its text
	next    string   // where to go after signing in; "" for nowhere
	allow   []string // with 405
	cause   error
}

// Error is for the log.
func (e *refusal) Error() string {
	if e.cause != nil {
		return fmt.Sprintf("%d %s: %v", e.status, e.code, e.cause)
	}
	return fmt.Sprintf("%d %s: %s", e.status, e.code, e.message)
}

// Unwrap is what was behind the refusal, or nil.
func (e *refusal) Unwrap() error { return e.cause }

// busyWait is after how long a client should come back when the database does not answer.
const busyWait = 5 * time.Second

// statusGone is what the log shows when the client left before the answer; nothing is sent.
const statusGone = 499

// malformed is 400: the request itself cannot be understood. The message says which part.
func malformed(format string, args ...any) *refusal {
	return &refusal{status: http.StatusBadRequest, code: "malformed", kind: templates.Malformed, message: fmt.Sprintf(format, args...)}
}

// conflict is 409: it would be right at another time. state is the attempt's, "" for none.
func conflict(code, state, message string) *refusal {
	return &refusal{status: http.StatusConflict, code: code, state: state, kind: templates.Changed,
		heading: "That cannot be done now", message: message}
}

// notHere is 404: it does not exist, or it is not theirs.
func notHere() *refusal {
	return &refusal{status: http.StatusNotFound, code: "not_found", kind: templates.NotFound}
}

// noSession is 401 for a request that needs a person. A page that was only looked at leads through sign-in back to it.
func noSession(r *http.Request) *refusal {
	e := &refusal{status: http.StatusUnauthorized, code: "no_session", kind: templates.SignInFirst}
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		e.heading, e.message = "Sign in to see this page", "It belongs to one person. Nobody is signed in in this browser."
		e.next = r.URL.RequestURI()
	}
	return e
}

// tooLarge is 413. sent is how many bytes the request says it has; -1 if it does not say.
func tooLarge(sent, limit int64) *refusal {
	shift, unit := 10, "KB"
	if limit >= 1<<20 {
		shift, unit = 20, "MB"
	}
	d := templates.Detail{Limit: fmt.Sprint(limit>>shift, " ", unit)}
	if sent > limit {
		d.Size = fmt.Sprint(max(sent>>shift, limit>>shift+1), " ", unit)
	}
	return &refusal{status: http.StatusRequestEntityTooLarge, code: "too_large", kind: templates.TooLarge, detail: d}
}

// tooMany is 429.
func tooMany(wait time.Duration) *refusal {
	return &refusal{status: http.StatusTooManyRequests, code: "too_many", kind: templates.TooMany, detail: templates.Detail{Wait: wait}}
}

// refusalOf says what a client is told about an error. What nobody has foreseen is a mistake of ours: 500.
func refusalOf(err error) *refusal {
	var e *refusal
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &e):
		return e
	case errors.As(err, &large):
		return tooLarge(-1, large.Limit)
	case errors.Is(err, store.ErrNotFound):
		return notHere()
	case errors.Is(err, store.ErrUnavailable), errors.Is(err, store.ErrReadOnly), errors.Is(err, store.ErrCorrupt),
		errors.Is(err, context.DeadlineExceeded):
		return &refusal{status: http.StatusServiceUnavailable, code: "unavailable", kind: templates.Unavailable,
			detail: templates.Detail{Wait: busyWait}, cause: err}
	}
	return &refusal{status: http.StatusInternalServerError, code: "internal", kind: templates.Broken,
		detail: templates.Detail{Reference: rand.Text()[:8]}, cause: err}
}

// refuse answers err, as a page or as JSON, and logs what is ours to mend. sc may be nil.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, sc *scope, err error) {
	if r.Context().Err() != nil && errors.Is(err, context.Canceled) {
		recordOf(r).status = statusGone
		return
	}
	e := refusalOf(err)
	if e.status >= http.StatusInternalServerError {
		s.log.LogAttrs(r.Context(), slog.LevelError, "request failed", slog.String("route", recordOf(r).route),
			slog.Int("status", e.status), slog.String("reference", e.detail.Reference), slog.Any("err", err))
	}
	if recordOf(r).status != 0 {
		return // a part of another answer is out already
	}
	page := e.page(sc.shown())
	h := w.Header()
	h.Del("ETag")
	h.Del("Content-Encoding")
	if e.detail.Wait > 0 {
		h.Set("Retry-After", strconv.Itoa(int(math.Ceil(e.detail.Wait.Seconds()))))
	}
	if len(e.allow) > 0 {
		h.Set("Allow", strings.Join(e.allow, ", "))
	}
	if wantsJSON(r) {
		s.refuseJSON(w, r, e, page)
		return
	}
	if err := s.show(w, e.status, page); err != nil {
		s.log.ErrorContext(r.Context(), "error page failed", "err", err)
		http.Error(w, page.Heading, e.status)
	}
}

// page is the refusal for people.
func (e *refusal) page(p *templates.Person) templates.ErrorPage {
	page := templates.Problem(p, e.kind, e.detail)
	page.Status = e.status
	switch {
	case e.heading != "" && e.kind != templates.ExamEnded: // which names the time and the way
		page.Heading, page.Title, page.Text = e.heading, e.heading, e.message
	case e.message != "":
		page.Text = e.message + " " + page.Text
	}
	if e.next != "" {
		page.Ways[0].Path = withNext("/sign-in", e.next)
	}
	return page
}

// problem is an error in JSON.
type problem struct {
	Error problemError `json:"error"`
	State string       `json:"state,omitempty"`
}

type problemError struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	At      int64  `json:"at,omitempty"` // Unix ms: when the exam ended
}

func (s *Server) refuseJSON(w http.ResponseWriter, r *http.Request, e *refusal, page templates.ErrorPage) {
	p := problem{Error: problemError{Code: e.code, Message: e.message}, State: e.state}
	if p.Error.Message == "" {
		p.Error.Message = page.Heading + ". " + page.Text
	}
	if !e.at.IsZero() {
		p.Error.At = e.at.UnixMilli()
	}
	if err := writeJSON(w, e.status, p); err != nil {
		s.log.ErrorContext(r.Context(), "error answer failed", "err", err)
	}
}
