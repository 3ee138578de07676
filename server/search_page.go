package server

import (
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"frontdesk/server/search"
	"frontdesk/templates"
)

// maxQuery is the longest query that is looked up, in bytes; the field of the page is shorter.
const maxQuery = 400

// showSearch answers a query with a page or, for scripts, with JSON.
func (s *Server) showSearch(w http.ResponseWriter, r *http.Request, _ *scope) error {
	query := strings.TrimSpace(r.URL.Query().Get("q"))
	if len(query) > maxQuery || !utf8.ValidString(query) {
		return malformed("A search is text of at most %d characters.", maxQuery)
	}
	number, err := strconv.Atoi(r.URL.Query().Get("page"))
	if err != nil || number < 1 || number > 1000 {
		number = 1
	}
	found, err := s.search.Search(r.Context(), query, (number-1)*templates.SearchPerPage, templates.SearchPerPage)
	if err != nil {
		return err
	}
	if wantsJSON(r) {
		return writeJSON(w, http.StatusOK, searchData(found))
	}
	return s.show(w, http.StatusOK, s.searchPage(query, number, found))
}

func (s *Server) searchPage(query string, number int, found search.Found) templates.SearchPage {
	page := templates.NewSearchPage(query, found.Total)
	page.As, page.Number = found.As, number
	page.Pages = max((found.Total+templates.SearchPerPage-1)/templates.SearchPerPage, 1)
	for _, r := range found.Results {
		page.Results = append(page.Results, s.searchResult(r))
	}
	if len(page.Results) == 0 {
		for _, path := range oftenSought {
			if d, ok := s.document(path); ok {
				page.Often = append(page.Often, templates.Link{Text: d.Title, Path: path})
			}
		}
	}
	return page
}

// oftenSought is what the page offers where it has found nothing, as far as it is written.
var oftenSought = []string{"/learn/law/hipaa-who-and-what/", "/learn/encounter/cards-eligibility-cob/", "/learn/scheduling/scheduling-methods/",
	"/learn/billing/cms-1500/", "/learn/terminology/abbreviations-safe-and-unsafe/", "/learn/career/education-and-certification/"}

func (s *Server) document(path string) (search.Document, bool) {
	for _, d := range s.site.Documents() {
		if d.Path == path {
			return d, true
		}
	}
	return search.Document{}, false
}

// kindNames are the kinds of results in words.
var kindNames = map[search.Kind]string{search.Lesson: "Lesson", search.Heading: "Part of a lesson", search.Term: "Term"}

func (s *Server) searchResult(r search.Result) templates.SearchResult {
	t := templates.SearchResult{Link: templates.Link{Text: r.Title, Path: r.Path}, Kind: kindNames[r.Kind], Context: r.Context}
	for _, span := range r.Snippet {
		t.Snippet = append(t.Snippet, templates.SearchSpan(span))
	}
	if r.Kind == search.Term {
		t.Unsafe = s.unsafe(r.Path)
	}
	return t
}

// unsafe reports whether the term at a path is an abbreviation that must not be written in a record.
func (s *Server) unsafe(path string) bool {
	for _, k := range s.course.Cards {
		if k.Path() == path {
			return k.Safe == "do-not-use"
		}
	}
	return false
}

// resultLine is a result as a script sees it.
type resultLine struct {
	Path    string `json:"path"`
	Title   string `json:"title"`
	Kind    string `json:"kind"`
	Snippet string `json:"snippet"` // plain text
}

func searchData(found search.Found) any {
	data := struct {
		Results []resultLine `json:"results"`
		Total   int          `json:"total"`
		As      string       `json:"as,omitempty"`
	}{Results: []resultLine{}, Total: found.Total, As: found.As}
	for _, r := range found.Results {
		var snippet strings.Builder
		for _, span := range r.Snippet {
			snippet.WriteString(span.Text)
		}
		data.Results = append(data.Results, resultLine{r.Path, r.Title, string(r.Kind), snippet.String()})
	}
	return data
}
