package templates_test

import (
	"errors"
	"testing"

	"frontdesk/templates"
)

func TestNewSelfCheck(t *testing.T) {
	if _, err := templates.NewSelfCheck(item(t, "d3-03-001"), "abcd", ""); !errors.Is(err, templates.ErrNotPractice) {
		t.Errorf("an exam item is taken: %v", err)
	}
	q, err := templates.NewSelfCheck(item(t, "d3-03-101"), "cabd", "")
	if err != nil {
		t.Fatal(err)
	}
	if q.Answer() != "C" || q.Options[2].Text != "April 2" || q.Options[0].Text != "May 2" || q.Options[0].Letter != "A" {
		t.Errorf("shown as cabd the question is %+v", q)
	}
}
