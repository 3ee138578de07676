// Command frontdesk is the whole product in one binary: it serves the site, builds it as files, checks course and
// question bank, and keeps people's accounts from the shell.
//
// This package is flags and wiring. Each subcommand has a file; course.go opens what several of them need. Everything
// that can go wrong at the start is told in one sentence on stderr that names the thing and the remedy: exit status 1,
// or 2 if the command line itself cannot be understood.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // time zones on machines that have none

	"github.com/alecthomas/kong"
)

// program is the command line. Every flag can be set by an environment variable too, FRONTDESK_ and its name.
type program struct {
	Serve   serveCmd   `cmd:"" help:"Serve the site. Prints its address."`
	Build   buildCmd   `cmd:"" help:"Write the site as files that need no server."`
	Check   checkCmd   `cmd:"" help:"List every problem in lessons, glossary and question bank."`
	Export  exportCmd  `cmd:"" help:"Write questions for others to solve."`
	User    userCmd    `cmd:"" help:"List people, add one, reset a password, change a role."`
	Version versionCmd `cmd:"" help:"Show the versions of program, database schema and course."`
}

// streams are where a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// usageError is a command line that cannot be understood: exit status 2.
type usageError struct{ error }

// errReported ends a command whose findings are printed already: exit status 1 and no further sentence.
var errReported = errors.New("problems were found")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the process at once
	code := run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr})
	stop()
	os.Exit(code)
}

// run is the program without the process round it; it returns the exit status.
func run(ctx context.Context, args []string, io streams) int {
	var p program
	exited := -1
	parser, err := kong.New(&p, kong.Name("frontdesk"),
		kong.Description("Study for the CMAA exam and for the first week at the front desk."),
		kong.Writers(io.out, io.err), kong.Exit(func(code int) { exited = code }),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(io))
	if err != nil {
		fmt.Fprintln(io.err, "frontdesk:", err)
		return 1
	}
	cmd, err := parser.Parse(args)
	if exited >= 0 {
		return exited // --help
	}
	if err != nil {
		fmt.Fprintf(io.err, "frontdesk: %v; see frontdesk --help\n", err)
		return 2
	}
	return status(cmd.Run(), io)
}

// status prints what a command has failed with and returns the exit status.
func status(err error, io streams) int {
	var usage usageError
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errReported):
		return 1
	case errors.As(err, &usage):
		fmt.Fprintf(io.err, "frontdesk: %v; see frontdesk --help\n", err)
		return 2
	}
	fmt.Fprintln(io.err, "frontdesk:", err)
	return 1
}
