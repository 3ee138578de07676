// Package search finds lessons, sections of lessons and terms by the words that people use for them.
//
// New builds an index in memory from documents; Search asks it. Words are stemmed, so "copays" finds "copay"; a word
// that stands nowhere is taken for the nearest one that does, and the answer says so; and a list of sayings leads from
// lay words to the course's own ("kidney doctor" to nephrology). A term whose very name was asked for comes first.
//
// The package knows nothing of the course or of HTTP. An Index never changes, so any number of goroutines may ask it.
package search

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/analysis/token/lowercase"
	"github.com/blevesearch/bleve/v2/analysis/token/porter"
	stopfilter "github.com/blevesearch/bleve/v2/analysis/token/stop"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/unicode"
	"github.com/blevesearch/bleve/v2/analysis/tokenmap"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search/query"
)

// A Kind says what a document is.
type Kind string

// The kinds of documents.
const (
	Lesson  Kind = "lesson"
	Heading Kind = "heading" // a section of a lesson
	Term    Kind = "term"
)

// A Document is something that can be found.
type Document struct {
	Path    string // address on the site, perhaps with a fragment; unique
	Kind    Kind
	Title   string
	Context string // where it stands: the module, the lesson, the deck
	Text    string // plain words
}

// A Saying is what people say and the words of the course for it.
type Saying struct {
	Say  string // "kidney doctor"
	Find string // "nephrology nephrologist"
}

// A Result is a document that was found, with the part of its text that shows why.
type Result struct {
	Document
	Snippet []Span
}

// A Span is a piece of text; Mark tells whether it was asked for.
type Span struct {
	Text string
	Mark bool
}

// Found is the answer to a query.
type Found struct {
	Results []Result
	Total   int    // of which Results is one page
	As      string // the query with misspelled words replaced; "" if none was
}

// Index is a searchable set of documents.
type Index struct {
	ready    chan struct{} // closed when what follows is there
	failed   error         // why it is not
	index    bleve.Index
	stem     analysis.Analyzer
	docs     map[string]Document
	names    map[string]string // name of a term or lesson, folded, to its path
	words    map[string]int    // how often each word stands in the documents, for misspellings
	sayings  []Saying          // with folded Say, the longest first
	distinct []string          // the words, sorted
	known    map[string]bool   // their stems
}

// analyzer is like bleve's English one (lower case, no possessives, no stop words, Porter's stems), but it keeps "no":
// a no-show is something.
const analyzer = "desk"

// New begins to build an index and returns at once, so that a server need not wait for it; the first searches do.
func New(docs []Document, sayings []Saying) *Index {
	x := &Index{ready: make(chan struct{}), docs: map[string]Document{}, names: map[string]string{}, words: map[string]int{}}
	go func() {
		defer close(x.ready)
		x.failed = x.build(docs, sayings)
	}()
	return x
}

func (x *Index) build(docs []Document, sayings []Saying) error {
	m, err := documentMapping()
	if err != nil {
		return err
	}
	if x.index, err = bleve.NewMemOnly(m); err != nil {
		return fmt.Errorf("make the search index: %w", err)
	}
	x.stem = m.AnalyzerNamed(analyzer)
	batch := x.index.NewBatch()
	for _, d := range docs {
		if err := batch.Index(d.Path, map[string]any{"title": d.Title, "context": d.Context, "text": d.Text, "kind": string(d.Kind)}); err != nil {
			return fmt.Errorf("index %s: %w", d.Path, err)
		}
		x.remember(d)
	}
	if err := x.index.Batch(batch); err != nil {
		return fmt.Errorf("write the search index: %w", err)
	}
	x.listen(sayings)
	return nil
}

// listen takes in the sayings, and then all words that are known.
func (x *Index) listen(sayings []Saying) {
	for _, s := range sayings {
		x.sayings = append(x.sayings, Saying{strings.Join(wordsOf(s.Say), " "), s.Find})
		for _, w := range wordsOf(s.Say) {
			x.words[w]++
		}
	}
	slices.SortStableFunc(x.sayings, func(a, b Saying) int { return len(b.Say) - len(a.Say) })
	for w := range x.words {
		x.distinct = append(x.distinct, w)
	}
	slices.Sort(x.distinct)
	x.known = x.stems(x.distinct)
}

func documentMapping() (*mapping.IndexMappingImpl, error) {
	text := bleve.NewTextFieldMapping()
	text.Analyzer, text.Store, text.IncludeTermVectors, text.IncludeInAll, text.DocValues = analyzer, false, false, false, false
	kind := bleve.NewKeywordFieldMapping()
	kind.Store, kind.IncludeInAll = false, false
	doc := bleve.NewDocumentStaticMapping()
	for _, field := range []string{"title", "context", "text"} {
		doc.AddFieldMappingsAt(field, text)
	}
	doc.AddFieldMappingsAt("kind", kind)
	m := bleve.NewIndexMapping()
	if err := addAnalyzer(m); err != nil {
		return nil, fmt.Errorf("make the analyzer: %w", err)
	}
	m.DefaultMapping, m.DefaultAnalyzer = doc, analyzer
	return m, m.Validate()
}

func addAnalyzer(m *mapping.IndexMappingImpl) error {
	stop := []any{}
	for line := range strings.Lines(string(en.EnglishStopWords)) {
		word, _, _ := strings.Cut(line, "|") // a comment follows
		if word = strings.TrimSpace(word); word != "" && word != "no" {
			stop = append(stop, word)
		}
	}
	return errors.Join(
		m.AddCustomTokenMap("desk_stop_words", map[string]any{"type": tokenmap.Name, "tokens": stop}),
		m.AddCustomTokenFilter("desk_stop", map[string]any{"type": stopfilter.Name, "stop_token_map": "desk_stop_words"}),
		m.AddCustomAnalyzer(analyzer, map[string]any{"type": custom.Name, "tokenizer": unicode.Name,
			"token_filters": []string{en.PossessiveName, lowercase.Name, "desk_stop", porter.Name}}))
}

// remember keeps what bleve is not asked for: the document itself, its name and its words.
func (x *Index) remember(d Document) {
	x.docs[d.Path] = d
	name := strings.Join(wordsOf(d.Title), " ")
	if at, taken := x.names[name]; d.Kind != Heading && (!taken || x.docs[at].Kind != Term) {
		x.names[name] = d.Path
	}
	for _, text := range []string{d.Title, d.Text} {
		for _, w := range wordsOf(text) {
			x.words[w]++
		}
	}
}

// Search answers a query with size results, beginning with the one numbered from, counted from 0. A query without a
// word finds nothing. It waits until the index is built, or ctx ends.
func (x *Index) Search(ctx context.Context, text string, from, size int) (Found, error) {
	select {
	case <-x.ready:
	case <-ctx.Done():
		return Found{}, fmt.Errorf("wait for the search index: %w", ctx.Err())
	}
	if x.failed != nil {
		return Found{}, x.failed
	}
	asked := wordsOf(text)
	if len(asked) == 0 {
		return Found{}, nil
	}
	words, corrected := x.corrected(asked)
	r := bleve.NewSearchRequestOptions(x.query(words), size, from, false)
	answer, err := x.index.SearchInContext(ctx, r)
	if err != nil {
		return Found{}, fmt.Errorf("search: %w", err)
	}
	f := Found{Total: int(answer.Total)}
	if corrected {
		f.As = strings.Join(words, " ")
	}
	stems := x.stems(x.meant(words))
	for _, hit := range answer.Hits {
		d := x.docs[hit.ID]
		f.Results = append(f.Results, Result{Document: d, Snippet: x.snippet(d.Text, stems)})
	}
	return f, nil
}

// query looks for the words in titles first, then in texts; for what a saying means; and lifts what bears the very
// name that was asked for.
func (x *Index) query(words []string) query.Query {
	whole, said := strings.Join(words, " "), x.said(words)
	title := 4.0
	if len(said) > 0 {
		title = 1.5 // the words of the saying are not those of a title
	}
	all := bleve.NewDisjunctionQuery(
		matching("title", whole, title), matching("context", whole, 0.5), matching("text", whole, 1),
		phrase("title", whole, 6), phrase("text", whole, 2))
	for _, s := range said {
		all.AddQuery(matching("title", s.Find, 6))
		all.AddQuery(matching("text", s.Find, 1.5))
	}
	if path, ok := x.names[whole]; ok {
		exact := bleve.NewDocIDQuery([]string{path})
		exact.SetBoost(100)
		all.AddQuery(exact)
	}
	return all
}

func matching(field, text string, boost float64) query.Query {
	q := bleve.NewMatchQuery(text)
	q.SetField(field)
	q.SetBoost(boost)
	return q
}

func phrase(field, text string, boost float64) query.Query {
	q := bleve.NewMatchPhraseQuery(text)
	q.SetField(field)
	q.SetBoost(boost)
	return q
}

// said are the sayings of which all words were asked for, in their order.
func (x *Index) said(words []string) (all []Saying) {
	text := " " + strings.Join(words, " ") + " "
	for _, s := range x.sayings {
		if strings.Contains(text, " "+s.Say+" ") {
			all = append(all, s)
		}
	}
	return all
}

// meant are the words asked for and those that sayings add.
func (x *Index) meant(words []string) []string {
	all := slices.Clone(words)
	for _, s := range x.said(words) {
		all = append(all, wordsOf(s.Find)...)
	}
	return all
}
