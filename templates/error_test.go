package templates_test

import (
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"frontdesk/templates"
)

func typeName(p templates.Page) string { return reflect.TypeOf(p).Name() }

func errorSamples() map[string]templates.Page {
	ana := &templates.Person{Name: "Ana Diaz"}
	return map[string]templates.Page{
		"error-404": templates.Problem(nil, templates.NotFound, templates.Detail{}),
		"error-409": templates.Problem(ana, templates.ExamEnded, templates.Detail{Ended: "10:58 AM",
			Way: &templates.Link{Text: "See where it stands", Path: "/attempts/X7"}}),
		"error-500": templates.Problem(ana, templates.Broken, templates.Detail{Reference: "7KQ4M2"}),
	}
}

func TestProblem(t *testing.T) {
	detail := templates.Detail{Limit: "64 KB", Wait: 1500 * time.Millisecond, Ended: "10:58 AM", Reference: "7KQ4M2"}
	for _, tc := range []struct {
		c      templates.Case
		status int
		want   string
	}{
		{templates.NotFound, http.StatusNotFound, "mistyped"},
		{templates.Malformed, http.StatusBadRequest, "Nothing was changed"},
		{templates.CrossSite, http.StatusForbidden, "press the button again"},
		{templates.WrongMethod, http.StatusMethodNotAllowed, "button on the page"},
		{templates.Changed, http.StatusConflict, "not saved"},
		{templates.TooLarge, http.StatusRequestEntityTooLarge, "The limit is 64 KB."},
		{templates.TooMany, http.StatusTooManyRequests, "Wait 2 seconds."},
		{templates.Broken, http.StatusInternalServerError, "are safe"},
		{templates.Unavailable, http.StatusServiceUnavailable, "cannot be reached"},
		{templates.SignInFirst, http.StatusUnauthorized, "nothing was done yet"},
		{templates.ExamEnded, http.StatusConflict, "ended at 10:58 AM"},
	} {
		p := templates.Problem(nil, tc.c, detail)
		if p.Status != tc.status || !strings.Contains(p.Text, tc.want) || len(p.Ways) == 0 || p.Title != p.Heading {
			t.Errorf("case %d is %s, want status %d and %q", tc.c, fmt.Sprintf("%+v", p), tc.status, tc.want)
		}
	}
}

func TestTooLargeTellsTheSize(t *testing.T) {
	p := templates.Problem(nil, templates.TooLarge, templates.Detail{Limit: "2 MB", Size: "200 MB"})
	if p.Text != "You sent 200 MB. The limit is 2 MB. Nothing was saved." {
		t.Error(p.Text)
	}
}
