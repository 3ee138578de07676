package main

import (
	"fmt"
	"runtime/debug"

	"frontdesk/content"
	"frontdesk/quizzes"
	"frontdesk/server/store"
)

// versionCmd says what this binary is.
type versionCmd struct{ courseFlag }

// Run prints one line for each version.
func (c *versionCmd) Run(io streams) error {
	files, err := c.folders()
	if err != nil {
		return err
	}
	loaded, _ := content.Load(files.content)
	bank, _ := quizzes.Load(files.quizzes, loaded.Domain)
	version, commit := build()
	schema, err := store.LatestSchema()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(io.out, "frontdesk %s\ncommit    %s\nschema    %d\ncourse    %s %s\nquestions %s\n",
		version, commit, schema, loaded.ID, loaded.Version, bank.Version())
	return err
}

// build is what the Go toolchain has written into the binary.
func build() (version, commit string) {
	version, commit = "(unknown)", "(unknown)"
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return version, commit
	}
	version = info.Main.Version
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			commit = s.Value
		case s.Key == "vcs.modified" && s.Value == "true":
			commit += " with changes"
		}
	}
	return version, commit
}
