package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"frontdesk/content"
	"frontdesk/quizzes"
	"frontdesk/server/site"
	"frontdesk/static"
	"frontdesk/templates"
)

// courseFlag is shared by every command that reads a course.
type courseFlag struct {
	Course string `placeholder:"DIR" env:"FRONTDESK_COURSE" help:"A course laid out like the repository, with the folders content and quizzes, in place of the one in the binary."`
}

// folders are where a process reads its files: those in the binary, or folders on disk.
type folders struct {
	content, quizzes, templates, static fs.FS
}

// folders opens what the flag names. A folder that cannot be read is an error here; what is wrong inside the files is
// found when they are loaded.
func (f courseFlag) folders() (folders, error) {
	all := folders{content.Embedded(), quizzes.Embedded(), templates.Embedded(), static.Embedded()}
	if f.Course == "" {
		return all, nil
	}
	for _, name := range []string{"content", "quizzes"} {
		if err := readable(filepath.Join(f.Course, name)); err != nil {
			return all, fmt.Errorf("the course %s cannot be read: %w; --course takes a folder that holds content and quizzes", f.Course, err)
		}
	}
	all.content = os.DirFS(filepath.Join(f.Course, "content"))
	all.quizzes = os.DirFS(filepath.Join(f.Course, "quizzes"))
	return all, nil
}

// readable tells in few words why a folder cannot be listed.
func readable(dir string) error {
	_, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no folder %s", dir)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("there is no permission to read %s", dir)
	case err != nil:
		return fmt.Errorf("%s is not a folder that can be read", dir)
	}
	return nil
}

// course is everything that does not change while a process runs.
type course struct {
	content   *content.Course
	bank      *quizzes.Bank
	templates *templates.Set
	static    *static.Files
	site      *site.Site
}

// load reads the folders and renders the shared pages as of at. Problems of form are listed on log, each with its file
// and line, and are an error: a course is served whole or not at all.
func (f folders) load(name string, at time.Time, log io.Writer) (course, error) {
	var c course
	loaded, problems := content.Load(f.content)
	bank, inBank := quizzes.Load(f.quizzes, loaded.Domain)
	if found := append(problems.In("content"), inBank.In("quizzes")...).Errors(); len(found) > 0 {
		for _, p := range found {
			fmt.Fprintln(log, p)
		}
		return c, fmt.Errorf("%s has %s of form, listed above; mend them and try again", name, count(len(found), "error"))
	}
	files, err := static.New(f.static)
	if err != nil {
		return c, err
	}
	set, err := templates.New(f.templates, files.Path)
	if err != nil {
		return c, err
	}
	pages, err := site.Build(site.Input{Course: loaded, Bank: bank, Templates: set, Static: files, At: at})
	if err != nil {
		return c, fmt.Errorf("render the shared pages: %w", err)
	}
	return course{loaded, bank, set, files, pages}, nil
}

// name is the course in messages.
func (f courseFlag) name() string {
	if f.Course == "" {
		return "the course in the binary"
	}
	return "the course " + f.Course
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
