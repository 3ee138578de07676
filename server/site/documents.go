package site

import (
	"encoding/json"
	"fmt"
	"strings"

	"frontdesk/content"
	"frontdesk/server/search"
	"frontdesk/templates"
)

// documents are what can be searched: each written lesson, each section of its text, each term.
func (b *builder) documents() (all []search.Document) {
	for _, l := range b.Course.Written() {
		opening := []string{l.Summary}
		for _, o := range l.Objectives {
			opening = append(opening, o.Text)
		}
		all = append(all, search.Document{Path: l.Path(), Kind: search.Lesson, Title: l.Title, Context: l.Module.Title, Text: strings.Join(opening, " ")})
		for _, h := range b.lessons[l.ID].Headings {
			if h.Level <= 3 {
				all = append(all, search.Document{Path: l.Path() + "#" + h.ID, Kind: search.Heading, Title: h.Text, Context: l.Title, Text: h.Below})
			}
		}
	}
	for _, k := range b.Course.Cards {
		all = append(all, search.Document{Path: k.Path(), Kind: search.Term, Title: k.Front, Context: deckTitle(k), Text: termText(k)})
	}
	return all
}

func (b *builder) sayings() (all []search.Saying) {
	for _, s := range b.Course.Sayings {
		all = append(all, search.Saying(s))
	}
	return all
}

func termText(k *content.Card) string {
	text := k.Back + "."
	for _, more := range []string{k.Example, k.Trap} {
		if more != "" {
			text += " " + more
		}
	}
	return text
}

func deckTitle(k *content.Card) string {
	for _, d := range content.Decks() {
		if d.Prefix == k.Deck() {
			return d.Title
		}
	}
	return ""
}

// indexFile is what the search page of an export reads. It is a script and not JSON, for a page that is opened from a
// folder may run a script beside it and may not fetch a file.
const indexFile = "/search/words.js"

// exported is a document in the index of an export; the names are short because there are thousands.
type exported struct {
	Path    string      `json:"p"` // relative to the root of the export, naming its file
	Kind    search.Kind `json:"k"`
	Title   string      `json:"t"`
	Context string      `json:"c"`
	Text    string      `json:"x"`
}

// searchStandIn adds the search page of an export, which has its own index and script.
func (b *builder) searchStandIn() error {
	f := frame("/search/", "Search", "", "")
	b.jobs = append(b.jobs, job{path: "/search/", standIn: true, page: templates.SearchStandInPage{Frame: f, Index: f.Root + strings.TrimPrefix(indexFile, "/")}})
	return nil
}

// exportIndex is the script that holds every document and saying.
func (b *builder) exportIndex(documents []search.Document) ([]byte, error) {
	root := templates.Shared("/", "")
	index := struct {
		Documents []exported       `json:"documents"`
		Sayings   []content.Saying `json:"sayings"`
	}{Sayings: b.Course.Sayings}
	for _, d := range documents {
		path := strings.TrimPrefix(root.Link(d.Path), "./")
		index.Documents = append(index.Documents, exported{path, d.Kind, d.Title, d.Context, d.Text})
	}
	body, err := json.Marshal(index) // escapes <, > and the line separators that a script must not hold
	if err != nil {
		return nil, fmt.Errorf("search index of the export: %w", err)
	}
	return append(append([]byte("self.frontdesk = "), body...), ";\n"...), nil
}
