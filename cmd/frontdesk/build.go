package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"frontdesk/server/site"
)

// buildCmd writes the static site.
type buildCmd struct {
	Out string `short:"o" required:"" placeholder:"DIR" env:"FRONTDESK_OUT" help:"Where to write. A new or empty folder, or an earlier export, which is replaced."`
	courseFlag
}

// Run exports every shared page, or leaves the folder as it was.
func (c *buildCmd) Run(io streams) error {
	files, err := c.folders()
	if err != nil {
		return err
	}
	loaded, err := files.load(c.name(), time.Now(), io.err)
	if err != nil {
		return err
	}
	if err := loaded.site.Export(c.Out); err != nil {
		return c.explain(err)
	}
	fmt.Fprintf(io.out, "%d pages are in %s; open %s\n", len(loaded.site.Paths()), c.Out, filepath.Join(c.Out, "index.html"))
	return nil
}

// explain adds the remedy to why an export failed.
func (c *buildCmd) explain(err error) error {
	parent := filepath.Dir(filepath.Clean(c.Out))
	_, missing := os.Stat(parent)
	switch {
	case errors.Is(err, site.ErrNotEmpty):
		return fmt.Errorf("%s holds files that are not from an earlier build; give -o a new or empty folder", c.Out)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return fmt.Errorf("there is no permission to write in %s; choose another folder with -o, or change its permissions", parent)
	case errors.Is(missing, fs.ErrNotExist):
		return fmt.Errorf("there is no folder %s; make it first, or choose another with -o", parent)
	}
	if info, statErr := os.Stat(c.Out); statErr == nil && !info.IsDir() {
		return fmt.Errorf("%s is a file; give -o a folder", c.Out)
	}
	return fmt.Errorf("the site cannot be written to %s: %w; choose another folder with -o", c.Out, err)
}
