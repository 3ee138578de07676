package server

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"frontdesk/quizzes"
)

// Where a secret may stand all the same while the attempt is open.
type reach int

const (
	nowhere      reach = iota
	onSharedPage       // a practice item, which lessons and self-checks show to everybody
	onOtherPages       // a source, which stands on many pages, but is tied to no question of the open attempt
)

// A secret is a text that an answer must not hold.
type secret struct {
	what  string // in words
	text  string // folded
	reach reach
}

// secrets are what nobody may be told about the items of an attempt that is open.
type secrets struct {
	attempt string
	read    *reader
	long    map[string][]secret // by their first bytes
	starts  [1 << 16]bool       // the first three letters of all, to look no further at nearly everything
	clean   map[checked]bool    // those without any
	asked   string              // what the questions themselves say: it is no secret
}

// checked is a body that was looked at for secrets.
type checked struct {
	least reach
	body  string
}

// window is how many bytes of a secret it is found by.
const window = 8

// begins is a small number for the beginning of a text.
func begins(s string) uint16 { return (uint16(s[0])*31+uint16(s[1]))*31 + uint16(s[2]) }

// secretsOf lists the secrets of an open attempt.
func secretsOf(t testing.TB, c *clinic, person, attempt string, read *reader) *secrets {
	t.Helper()
	s := &secrets{attempt: attempt, read: read, long: map[string][]secret{}, clean: map[checked]bool{}}
	items, err := c.db.AttemptItems(t.Context(), person, attempt)
	if err != nil {
		t.Fatal(err)
	}
	asked := ""
	for _, it := range items {
		item, _ := c.bank.Item(strings.TrimPrefix(it.Item, c.course.ID+"/"))
		q := item.Question(it.Order)
		asked += fmt.Sprintln(q.Scenario, q.Exhibit, q.Text, q.Options)
	}
	s.asked = fold(asked)
	for _, it := range items {
		item, ok := c.bank.Item(strings.TrimPrefix(it.Item, c.course.ID+"/"))
		if !ok {
			t.Fatalf("%s is not in the bank", it.Item)
		}
		s.item(c, it.N, item)
	}
	return s
}

func (s *secrets) item(c *clinic, n int, it quizzes.Item) {
	open := nowhere
	if it.Use() == quizzes.UsePractice {
		open = onSharedPage
	}
	s.add(n, "id", it.ID(), open)
	s.add(n, "revision", it.Revision(), nowhere)
	for i, o := range it.Draft().Options {
		name := "reason of " + quizzes.OptionID(i)
		s.add(n, name, o.Why, open)
		for _, sentence := range strings.SplitAfter(o.Why, ". ") {
			if len(sentence) > 40 {
				s.add(n, "a sentence of the "+name, strings.TrimSuffix(strings.TrimSpace(sentence), "."), onSharedPage)
			}
		}
		s.add(n, "belief behind "+quizzes.OptionID(i), o.Misconception, open)
	}
	for _, key := range it.Sources() {
		if strings.ContainsAny(key, ".#") {
			s.add(n, "source", key, onOtherPages)
		}
		if source := c.course.Source(key); source != nil {
			s.add(n, "title of a source", source.Title, onOtherPages)
			s.add(n, "address of a source", source.URL, onOtherPages)
		}
	}
}

func (s *secrets) add(n int, what, text string, r reach) {
	if text = fold(text); len(text) < window || strings.Contains(s.asked, text) {
		return
	}
	s.starts[begins(text)] = true
	key := text[:window]
	s.long[key] = append(s.long[key], secret{fmt.Sprintf("the %s of question %d", what, n), text, r})
}

// told is the detector: what an answer gives away. Nothing is told by an empty list.
func (s *secrets) told(st step, a answer) []string {
	least := nowhere
	if strings.HasPrefix(a.Header.Get("Cache-Control"), "no-store") {
		least = onSharedPage
	}
	about := strings.HasPrefix(st.target, "/attempts/"+s.attempt)
	if about {
		least = onOtherPages
	}
	found := s.in(readings(head(a)), least)
	if key := (checked{least, a.body}); !s.clean[key] {
		inBody := s.in(s.read.texts(a), least)
		if about {
			inBody = append(inBody, marks(a)...)
		}
		s.clean[key] = len(inBody) == 0
		found = append(found, inBody...)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// head is the status line and every header, read as it is sent and as addresses and forms are written.
func head(a answer) string {
	var b strings.Builder
	for name, values := range a.Header {
		for _, v := range values {
			plain, _ := url.QueryUnescape(v)
			fmt.Fprintf(&b, "%s: %s\n%s\n", name, v, plain)
		}
	}
	return a.Status + "\n" + b.String()
}

// in finds secrets in the readings of a text, so however it is escaped, broken into lines or strewn with tags.
func (s *secrets) in(texts []string, least reach) []string {
	var found []string
	for _, text := range texts {
		for i := 0; i+window <= len(text); i++ {
			if !s.starts[begins(text[i:])] {
				continue
			}
			for _, secret := range s.long[text[i:i+window]] {
				if secret.reach <= least && strings.HasPrefix(text[i:], secret.text) {
					found = append(found, secret.what)
				}
			}
		}
	}
	return found
}

// readings are the ways in which a text can be read: with the escapes of HTML and JSON undone, with tags and without.
func readings(raw string) []string {
	plain := html.UnescapeString(unescapeJSON(raw))
	list := []string{fold(plain)}
	if strings.Contains(raw, "<") {
		list = append(list, fold(html.UnescapeString(unescapeJSON(withoutTags(raw)))))
	}
	if other := unescapeJSON(html.UnescapeString(raw)); other != plain { // JSON in an attribute
		list = append(list, fold(other))
	}
	return list
}

func withoutTags(s string) string {
	var b strings.Builder
	for {
		from := strings.IndexByte(s, '<')
		if from < 0 {
			return b.String() + s
		}
		b.WriteString(s[:from])
		to := strings.IndexByte(s[from:], '>')
		if to < 0 {
			return b.String()
		}
		s = s[from+to+1:]
	}
}

// unescapeJSON undoes what JSON does to a string, wherever it stands.
func unescapeJSON(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		switch s[i] {
		case 'n', 't', 'r':
			b.WriteByte(' ')
		case 'u':
			var r rune
			if n, err := fmt.Sscanf(s[i+1:min(i+5, len(s))], "%04x", &r); n == 1 && err == nil && i+4 < len(s) {
				b.WriteRune(r)
				i += 4
			}
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// alikes are what texts are told apart by, and say the same with.
var alikes = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "–", "-", "—", "-", "\u00ad", "", "\u00a0", " ")

// fold makes texts alike that say the same: small letters, one space between words, plain quotes and dashes.
func fold(s string) string {
	return strings.Join(strings.Fields(strings.ToLower(alikes.Replace(s))), " ")
}

// documented are the names of fields that JSON about an open attempt may have.
var documented = strings.Fields(`id mode state started minutes remaining_ms locked released items n scenario exhibit question options text
	choice flagged struck confidence seen seq applied answered late error code message at`)

// telling are words that no mark-up or text about an open attempt has: they would tell a key, or what counts.
var telling = []string{"key", "right", "correct", "wrong", "scored", "pretest", "trial", "counted", "why", "reason", "expected", "misconception",
	"revision", "solved", "sources", "verdict"}

// marks finds what would tell a key, or whether a question counts, without any text of the bank: fields of JSON beyond
// the documented ones, and telling attributes, classes and words of a page.
func marks(a answer) []string {
	if strings.HasPrefix(a.Header.Get("Content-Type"), asJSON) {
		var v any
		if err := json.Unmarshal([]byte(a.body), &v); err != nil {
			return []string{"an answer that is no JSON: " + err.Error()}
		}
		return fieldsOfJSON(v)
	}
	if !strings.HasPrefix(a.Header.Get("Content-Type"), asPage) {
		return nil
	}
	root, err := html.Parse(strings.NewReader(a.body))
	if err != nil {
		return []string{err.Error()}
	}
	var found []string
	for n := range root.Descendants() {
		if n.Type == html.CommentNode {
			found = append(found, "a comment: "+n.Data)
		}
		if n.Type != html.ElementNode || n.Data == "th" || n.Data == "td" { // cells of an exhibit are aligned by class
			continue
		}
		for _, at := range n.Attr {
			said := at.Key
			if at.Key == "class" || strings.HasPrefix(at.Key, "data-") || at.Key == "id" || at.Key == "title" || at.Key == "aria-label" {
				said += " " + at.Val
			}
			for _, word := range strings.FieldsFunc(said, func(r rune) bool { return r < 'A' || r > 'z' }) {
				if slices.Contains(telling, strings.ToLower(word)) {
					found = append(found, fmt.Sprintf("the mark %s=%q on <%s>", at.Key, at.Val, n.Data))
				}
			}
		}
	}
	text := fold(withoutTags(a.body))
	for _, words := range []string{"right answer", "not counted", "trial question", "your answer, and", "the answer is"} {
		if strings.Contains(text, words) {
			found = append(found, "the words "+words)
		}
	}
	return found
}

func fieldsOfJSON(v any) []string {
	var found []string
	switch v := v.(type) {
	case map[string]any:
		for name, inner := range v {
			if !slices.Contains(documented, name) {
				found = append(found, "the field "+name)
			}
			found = append(found, fieldsOfJSON(inner)...)
		}
	case []any:
		for _, inner := range v {
			found = append(found, fieldsOfJSON(inner)...)
		}
	}
	return found
}
