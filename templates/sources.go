package templates

import "frontdesk/content"

// A SourcesPage lists every source that the course rests on.
type SourcesPage struct {
	Frame
	Sources []SourceOutline // in order of title
	Levels  SourceLevels
}

// Template names the page's file.
func (SourcesPage) Template() string { return "sources.html" }

// A SourceOutline is a source with the number of lessons that rest on it.
type SourceOutline struct {
	SourceNote
	Lessons int
}

// SourceLevels counts sources by how they were checked.
type SourceLevels struct{ Read, Secondary, NotRead int }

// A SourcePage is one source and what rests on it.
type SourcePage struct {
	Frame
	Source  SourceNote
	Lessons []*content.Lesson // written ones
	Terms   []*content.Card
}

// Template names the page's file.
func (SourcePage) Template() string { return "source.html" }
