package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime/debug"
	"time"

	"frontdesk/content"
	"frontdesk/quizzes"
	"frontdesk/quizzes/check"
)

// checkCmd lists problems.
type checkCmd struct {
	courseFlag
	JSON  bool   `name:"json" env:"FRONTDESK_JSON" help:"Print the report as JSON."`
	Blind string `placeholder:"ANSWERS" env:"FRONTDESK_BLIND" help:"Compare a file of answers, one JSON object a line, with the keys of the bank, and say what is to be done. See frontdesk export blind."`
	At    string `placeholder:"DATE" env:"FRONTDESK_AT" help:"The day on which to check, such as 2027-03-31, in place of today: it decides what is past its date."`
}

// Run prints the report; an error in it gives exit status 1.
func (c *checkCmd) Run(io streams) error {
	at := time.Now()
	if c.At != "" {
		day, err := content.ParseDate(c.At)
		if err != nil {
			return usageError{fmt.Errorf("--at takes a day such as 2027-03-31, not %q", c.At)}
		}
		at = day.Time()
	}
	files, err := c.folders()
	if err != nil {
		return err
	}
	if c.Blind != "" {
		return c.compare(files, io)
	}
	debug.SetGCPercent(400) // a check reads much, keeps most of it and ends
	report := check.Files(files.content, files.quizzes, at)
	if c.JSON {
		e := json.NewEncoder(io.out)
		e.SetIndent("", "  ")
		err = e.Encode(report)
	} else {
		err = report.WriteText(io.out)
	}
	if err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	if len(report.Problems.Errors()) > 0 {
		return errReported
	}
	return nil
}

// compare prints what blind answers come to. Answers that call for a decision are no error: they are why solvers are
// asked.
func (c *checkCmd) compare(files folders, io streams) error {
	file, err := os.Open(c.Blind)
	if err != nil {
		return fmt.Errorf("read the answers: %w", err)
	}
	defer file.Close()
	answers, err := check.ReadBlind(file)
	if err != nil {
		return fmt.Errorf("%s: %w", c.Blind, err)
	}
	course, _ := content.Load(files.content)
	bank, problems := quizzes.Load(files.quizzes, course.Domain)
	if found := problems.Errors(); len(found) > 0 {
		return fmt.Errorf("the bank has %s of form; see them with: frontdesk check", count(len(found), "error"))
	}
	report := check.Blind(bank, answers)
	if c.JSON {
		e := json.NewEncoder(io.out)
		e.SetIndent("", "  ")
		err = e.Encode(report)
	} else {
		err = report.WriteText(io.out)
	}
	if err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}
