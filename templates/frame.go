package templates

import "strings"

// A Nav is the part of the site that a page belongs to, as the navigation marks it.
type Nav string

// The parts of the navigation; a page of none of them leaves Nav empty.
const (
	Learn    Nav = "learn"
	Practice Nav = "practice"
	Terms    Nav = "terms"

	Classes    Nav = "classes" // for staff
	Reports    Nav = "reports" // these two are for administrators and owners
	Statistics Nav = "statistics"
)

// Frame is what every page has round its main part. Make one with Shared or Personal and set what differs.
type Frame struct {
	Lang       string // of the page's words, "en"
	Root       string // "/" on personal pages; on shared ones the relative way to the site's root, "../../"
	Title      string // of the page, as plain text
	Section    string // of the site, between Title and "Frontdesk" in the browser's title; may be ""
	Summary    string // one sentence for search engines; may be ""
	Nav        Nav
	Breadcrumb []Crumb // the pages above this one
	Person     *Person // who asks; nil on shared pages and for someone unknown
	Banner     *Banner // what the form just sent has done; nil for nothing
	Errors     []FieldError
	Asked      string // what was searched for, for the search field; "" elsewhere
}

// Shared is the frame of a page that is the same for everybody and stands at path, such as "/learn/law/". All its
// links are relative and name their file, so that an export works from any folder and over file://.
func Shared(path, title string) Frame {
	root := strings.Repeat("../", strings.Count(strings.Trim(path, "/"), "/")+1)
	if strings.Trim(path, "/") == "" {
		root = "./"
	}
	return Frame{Lang: "en", Root: root, Title: title}
}

// Personal is the frame of a page that is made for one person; p is nil for someone unknown.
func Personal(p *Person, title string) Frame {
	return Frame{Lang: "en", Root: "/", Title: title, Person: p}
}

// A Crumb is one step of the way from the site's root to a page. Without a Path it is text.
type Crumb struct{ Text, Path string }

// A Person is whom a personal page is for.
type Person struct {
	Name  string // as the person wrote it; "" for a guest
	Guest bool   // has work here but no account
	Staff bool   // coordinator, instructor, administrator or owner
	Admin bool   // administrator or owner
}

// A Banner says on the next page what a form has done. It stays until the page is left.
type Banner struct {
	Title string // "Saved"
	Text  string // one or two sentences; may be ""
	Link  *Link  // what can be done about it, such as Undo; nil for nothing
	Note  bool   // something to know rather than something done
}

// A Link is a text that leads to an address of this site, written from the root: "/learn/law/".
type Link struct{ Text, Path string }

// A FieldError says what is wrong with one field of a refused form, in a sentence that says the remedy.
type FieldError struct {
	Field string // the field's name, which is also its id in the page; "" for the form as a whole
	Text  string
}

func (f Frame) inFrame() {}

// Personal reports whether the page is made for one person.
func (f Frame) Personal() bool { return f.Root == "/" }

// DocumentTitle is the browser's title: page, section, Frontdesk; after a refused form "Error: " comes first.
func (f Frame) DocumentTitle() string {
	parts := []string{f.Title, f.Section, "Frontdesk"}
	title := strings.Join(compact(parts), " · ")
	if len(f.Errors) > 0 {
		return "Error: " + title
	}
	return title
}

// FieldError is the sentence about one field, "" if it is fine.
func (f Frame) FieldError(field string) string {
	for _, e := range f.Errors {
		if e.Field == field {
			return e.Text
		}
	}
	return ""
}

// Link is the address that leads from this page to path, which is written from the root and may carry a query or a
// fragment. Shared pages get a relative address that names its file. They know personal pages only as /me/ and /exam/,
// which an export replaces by pages that say so; a personal page goes straight to /me and /attempts/new.
func (f Frame) Link(path string) string {
	at := len(path)
	if i := strings.IndexAny(path, "?#"); i >= 0 {
		at = i
	}
	base, rest := path[:at], path[at:]
	if f.Personal() {
		switch base {
		case "/me/":
			base = "/me"
		case "/exam/":
			base = "/attempts/new"
		case "/search/":
			base = "/search"
		}
		return base + rest
	}
	base = f.Root + strings.TrimPrefix(base, "/")
	if strings.HasSuffix(base, "/") {
		base += "index.html"
	}
	return base + rest
}

// compact leaves out the empty strings.
func compact(list []string) []string {
	var kept []string
	for _, s := range list {
		if s != "" {
			kept = append(kept, s)
		}
	}
	return kept
}
