package templates

import (
	"net/url"
	"strconv"
)

// A SearchPage is what was found for a query.
type SearchPage struct {
	Frame
	Query   string
	As      string // the query with misspelled words replaced; "" if none was
	Total   int    // of which Results is one page
	Results []SearchResult
	Number  int // of this page, from 1
	Pages   int
	Often   []Link // what people often look for; shown where nothing was found
}

// A SearchResult is one thing that was found.
type SearchResult struct {
	Link
	Kind    string // "Lesson", "Part of a lesson", "Term"
	Context string // where it stands
	Snippet []SearchSpan
	Unsafe  bool // an abbreviation that must not be written in a record
}

// A SearchSpan is a piece of a snippet; Mark tells whether it was asked for.
type SearchSpan struct {
	Text string
	Mark bool
}

// SearchPerPage is how many results stand on a page.
const SearchPerPage = 20

// NewSearchPage is the page for a query; the caller fills in what was found.
func NewSearchPage(query string, total int) SearchPage {
	title := "Search"
	if query != "" {
		title = plural(total, "result", "results") + " for " + query
		if total == 0 {
			title = "Nothing matches “" + query + "”"
		}
	}
	f := Personal(nil, title)
	f.Asked = query
	return SearchPage{Frame: f, Query: query, Total: total, Number: 1, Pages: 1}
}

// Template names the page's file.
func (SearchPage) Template() string { return "search.html" }

// First is the number of the first result on this page.
func (p SearchPage) First() int { return (p.Number-1)*SearchPerPage + 1 }

// Neighbors are the links to the pages before and after this one.
func (p SearchPage) Neighbors() (links []Link) {
	if p.Number > 1 {
		links = append(links, Link{"Previous results", p.at(p.Number - 1)})
	}
	if p.Number < p.Pages {
		links = append(links, Link{"Next results", p.at(p.Number + 1)})
	}
	return links
}

func (p SearchPage) at(number int) string {
	return "/search/?" + url.Values{"q": {p.Query}, "page": {strconv.Itoa(number)}}.Encode()
}

// A SearchStandInPage is the search page of a copy that has no server: a script beside it does the work.
type SearchStandInPage struct {
	Frame
	Index string // address of the script that holds the words
}

// Template names the page's file.
func (SearchStandInPage) Template() string { return "search-standin.html" }
