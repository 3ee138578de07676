package main

import (
	"io/fs"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"frontdesk/server"
)

// files are the folders that serve reads: with --dev those of the working directory.
func (c *serveCmd) files() (folders, error) {
	if !c.Dev {
		return c.folders()
	}
	if c.Course == "" {
		c.Course = "."
	}
	all, err := c.folders()
	if err != nil {
		return all, err
	}
	for _, name := range []string{"templates", "static"} {
		if err := readable(name); err != nil {
			return all, usageError{err}
		}
	}
	all.templates, all.static = os.DirFS("templates"), os.DirFS("static")
	return all, nil
}

// workbench serves while somebody edits: after each change of a file the course is read again and a new server takes
// the place of the old one. What is wrong with the edit is shown instead of a page.
type workbench struct {
	parts server.Parts
	flags *serveCmd

	mu      sync.Mutex
	current *server.Server
	read    time.Time // newest change that current or broken knows
	broken  string
}

// ServeHTTP answers with the files as they are now.
func (b *workbench) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s, broken := b.server(r)
	if broken != "" {
		http.Error(w, broken, http.StatusInternalServerError)
		return
	}
	s.ServeHTTP(w, r)
}

func (b *workbench) server(r *http.Request) (*server.Server, string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	files, err := b.flags.files()
	if err != nil {
		return nil, err.Error()
	}
	changed := newest(files)
	if !changed.After(b.read) {
		return b.current, b.broken
	}
	b.read = changed
	var list strings.Builder
	loaded, err := files.load(b.flags.name(), b.parts.Now(), &list)
	if err != nil {
		b.broken = list.String() + err.Error()
		return nil, b.broken
	}
	p := b.parts
	p.Course, p.Bank, p.Site, p.Templates, p.Static = loaded.content, loaded.bank, loaded.site, loaded.templates, loaded.static
	p.Search = loaded.site.NewIndex()
	s, err := server.New(r.Context(), p)
	if err != nil {
		b.broken = err.Error()
		return nil, b.broken
	}
	b.current, b.broken = s, ""
	return s, ""
}

// newest is when a file of the folders was last changed.
func newest(f folders) time.Time {
	var last time.Time
	for _, fsys := range []fs.FS{f.content, f.quizzes, f.templates, f.static} {
		_ = fs.WalkDir(fsys, ".", func(_ string, e fs.DirEntry, err error) error {
			if err != nil {
				return nil // a file that has gone meanwhile
			}
			if info, err := e.Info(); err == nil && info.ModTime().After(last) {
				last = info.ModTime()
			}
			return nil
		})
	}
	return last
}
