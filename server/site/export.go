package site

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// marker is the file by which a folder is known as an export, so that a later one may replace it.
const marker = ".frontdesk-export"

// ErrNotEmpty says that the folder for an export holds something else.
var ErrNotEmpty = errors.New("the folder is not empty and is not an earlier export")

// Export writes the site into dir: every shared page with the bytes that are served, stand-ins for the personal
// pages, and the static files. It writes beside dir first and renames, so that dir is the old export or the new one
// and never half of each. dir may be absent, empty, or an earlier export.
func (s *Site) Export(dir string) error {
	dir = filepath.Clean(dir)
	if err := replaceable(dir); err != nil {
		return err
	}
	temp, err := os.MkdirTemp(filepath.Dir(dir), ".frontdesk-build-")
	if err != nil {
		return fmt.Errorf("write an export beside %s: %w", dir, err)
	}
	defer os.RemoveAll(temp)
	for file, body := range s.files() {
		if err := write(filepath.Join(temp, filepath.FromSlash(file)), body); err != nil {
			return err
		}
	}
	if err := os.Chmod(temp, 0o755); err != nil {
		return fmt.Errorf("open the export to readers: %w", err)
	}
	return replace(temp, dir)
}

// files is the export's content by path.
func (s *Site) files() map[string][]byte {
	files := map[string][]byte{marker: []byte("This folder is made by frontdesk build, which may replace it.\n")}
	for _, group := range []map[string]*page{s.pages, s.standIns} {
		for p, page := range group {
			if strings.HasSuffix(p, "/") {
				p += "index.html"
			}
			files[strings.TrimPrefix(p, "/")] = page.plain
		}
	}
	files[strings.TrimPrefix(indexFile, "/")] = s.words
	for _, name := range s.assets.Names() {
		body, _ := s.assets.Content(name)
		files[s.assets.Path(name)] = body
	}
	return files
}

func replaceable(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read %s: %w", dir, err)
	}
	if len(entries) > 0 && !slices.ContainsFunc(entries, func(e os.DirEntry) bool { return e.Name() == marker }) {
		return fmt.Errorf("export to %s: %w", dir, ErrNotEmpty)
	}
	return nil
}

func write(file string, body []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return fmt.Errorf("write export: %w", err)
	}
	if err := os.WriteFile(file, body, 0o644); err != nil {
		return fmt.Errorf("write export: %w", err)
	}
	return nil
}

// replace puts temp in the place of dir.
func replace(temp, dir string) error {
	old := temp + "-old"
	err := os.Rename(dir, old)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("replace %s: %w", dir, err)
	}
	if err := os.Rename(temp, dir); err != nil {
		if back := os.Rename(old, dir); back != nil && !errors.Is(back, fs.ErrNotExist) {
			err = errors.Join(err, back)
		}
		return fmt.Errorf("put the export at %s: %w", dir, err)
	}
	if err := os.RemoveAll(old); err != nil {
		return fmt.Errorf("remove the earlier export %s: %w", old, err)
	}
	return nil
}
