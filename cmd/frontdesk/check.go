package main

import (
	"encoding/json"
	"fmt"
	"time"

	"frontdesk/content"
	"frontdesk/quizzes/check"
)

// checkCmd lists problems.
type checkCmd struct {
	courseFlag
	JSON bool   `name:"json" env:"FRONTDESK_JSON" help:"Print the report as JSON."`
	At   string `placeholder:"DATE" env:"FRONTDESK_AT" help:"The day on which to check, such as 2027-03-31, in place of today: it decides what is past its date."`
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
