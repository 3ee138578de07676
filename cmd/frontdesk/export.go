package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"frontdesk/content"
	"frontdesk/quizzes"
)

// exportCmd writes what other people and programs work with.
type exportCmd struct {
	Blind exportBlindCmd `cmd:"" help:"Write questions without their keys, shuffled, for somebody to solve blind. Compare the answers with: frontdesk check --blind."`
}

// exportBlindCmd writes one JSON object a line.
type exportBlindCmd struct {
	courseFlag
	Out      string   `short:"o" required:"" placeholder:"FILE" help:"The file to write; it must not exist."`
	Pass     string   `default:"P3" enum:"P1,P2,P3,P4" help:"What a solver sees: P1 no options, P2 options alone, P3 all, P4 all and the sources."`
	Seed     uint64   `default:"1" help:"Another seed shuffles otherwise."`
	Lesson   []string `placeholder:"ID" help:"Questions of these lessons alone, such as d3-01."`
	Unsolved bool     `help:"Those alone that are not recorded as solved in their present wording."`
}

// Run writes the file.
func (c *exportBlindCmd) Run(io streams) (err error) {
	files, err := c.folders()
	if err != nil {
		return err
	}
	course, _ := content.Load(files.content)
	bank, problems := quizzes.Load(files.quizzes, course.Domain)
	if found := problems.Errors(); len(found) > 0 {
		return fmt.Errorf("the bank has %s of form; see them with: frontdesk check", count(len(found), "error"))
	}
	title := func(lesson string) string {
		if l := course.Lesson(lesson); l != nil {
			return l.Title
		}
		return lesson
	}
	list := bank.Blind(quizzes.Pass(c.Pass), c.Seed, title, func(it quizzes.Item) bool {
		return (len(c.Lesson) == 0 || slices.Contains(c.Lesson, it.Lesson())) && !it.Retired(time.Now()) && !(c.Unsolved && it.SolvedNow())
	})
	if len(list) == 0 {
		return errors.New("no question fits; leave out --lesson or --unsolved")
	}
	file, err := os.OpenFile(c.Out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("%s exists already; choose another name with -o", c.Out)
	} else if err != nil {
		return fmt.Errorf("write the questions: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	w := bufio.NewWriter(file)
	lines := json.NewEncoder(w)
	lines.SetEscapeHTML(false)
	for _, q := range list {
		if err := lines.Encode(q); err != nil {
			return fmt.Errorf("write the questions: %w", err)
		}
	}
	fmt.Fprintf(io.out, "%s in %s, as pass %s shows them\n", count(len(list), "question"), c.Out, strings.ToUpper(c.Pass))
	return w.Flush()
}
