package server

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"frontdesk/quizzes"
	"frontdesk/server/store"
	"frontdesk/server/store/storetest"
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
	long    map[string][]secret // by their first bytes
	starts  [1 << 16]bool       // the first three letters of all, to look no further at nearly everything
	clean   map[string]bool     // bodies without any, by reach
	asked   string              // what the questions themselves say: it is no secret
}

// window is how many bytes of a secret it is found by.
const window = 8

// begins is a small number for the beginning of a text.
func begins(s string) uint16 { return (uint16(s[0])*31+uint16(s[1]))*31 + uint16(s[2]) }

// secretsOf lists the secrets of an open attempt.
func secretsOf(t testing.TB, c *clinic, person, attempt string) *secrets {
	t.Helper()
	s := &secrets{attempt: attempt, long: map[string][]secret{}, clean: map[string]bool{}}
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
	found := s.in(head(a), least)
	if key := fmt.Sprint(least, a.body); !s.clean[key] {
		inBody := s.in(a.body, least)
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

// in finds secrets in a text, however it is escaped, broken into lines or strewn with tags.
func (s *secrets) in(raw string, least reach) []string {
	var found []string
	for _, text := range readings(raw) {
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

// emptyBank has the blueprint and no items: a server over it shows every attempt from the texts kept with it.
func emptyBank(t *testing.T) *quizzes.Bank {
	t.Helper()
	files := fstest.MapFS{}
	for _, name := range []string{"cmaa/blueprint.yaml", "cmaa/solvers.yaml"} {
		src, err := fs.ReadFile(quizzes.Embedded(), name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: src}
	}
	bank, problems := quizzes.Load(files, func(string) string { return "" })
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return bank
}

// turnKeys gives every question that is kept in the database another key, other reasons, sources and estimate, and lets
// count what did not. What a learner sees stays as it is.
func turnKeys(t *testing.T, file string) {
	t.Helper()
	db, err := sql.Open("sqlite3", file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), "SELECT hash, body FROM texts WHERE kind = 'item'")
	if err != nil {
		t.Fatal(err)
	}
	turned := map[string][]byte{}
	for rows.Next() {
		var hash, body string
		item := map[string]any{}
		if err := errors.Join(rows.Scan(&hash, &body), json.Unmarshal([]byte(body), &item)); err != nil {
			t.Fatal(err)
		}
		item["key"], item["expected"], item["level"] = (int(item["key"].(float64))+1)%4, 0.11, "recall"
		item["sources"], item["tags"], item["objective"] = []string{}, []string{"other"}, "o9"
		for _, o := range item["options"].([]any) {
			o.(map[string]any)["why"] = "Somebody said so."
		}
		turned[hash], _ = json.Marshal(item)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil || len(turned) == 0 {
		t.Fatalf("%d items, %v", len(turned), err)
	}
	for hash, body := range turned {
		if _, err := db.ExecContext(t.Context(), "UPDATE texts SET body = ? WHERE hash = ?", string(body), hash); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.ExecContext(t.Context(), "UPDATE attempt_items SET scored = 1 - scored"); err != nil {
		t.Fatal(err)
	}
}

// random is what differs between two answers to one request, whatever is asked.
var random = regexp.MustCompile(`name="key" value="\w+"`)

// snapshot is every answer about an attempt, headers and all: reading it, and saving again what was saved.
func snapshot(b *browser, attempt string, items int) map[string]string {
	shot, path := map[string]string{}, "/attempts/"+attempt
	ask := func(method, target, body string, as ...string) {
		for _, accept := range as {
			a := b.send(method, target, body, "Accept", accept)
			shot[method+target+body+accept] = random.ReplaceAllString(fmt.Sprint(a.StatusCode, a.Header, a.body), "")
		}
	}
	for _, target := range []string{path, path + "/check", path + "/check?ask=1", path + "/result", path + "/answers?show=all", "/me", "/me.json", "/attempts/new?mode=mock"} {
		ask("GET", target, "", asPage, asJSON)
	}
	for n := 1; n <= items; n++ {
		item := fmt.Sprintf("%s/items/%d", path, n)
		ask("GET", item, "", asPage)
		for i, choice := range "ab" {
			ask("PUT", item, fmt.Sprintf(`{"seq":%d,"choice":"%c"}`, i+1, choice), asJSON)
		}
		ask("POST", item+"/check", `{}`, asJSON)
	}
	ask("POST", path+"/submit", "open=-1", asPage, asJSON)
	return shot
}

// differ counts the answers that are not the same twice.
func differ(one, two map[string]string) (list []string) {
	for request, answer := range one {
		if two[request] != answer {
			list = append(list, request)
		}
	}
	slices.Sort(list)
	return list
}

// TestTheRoomIsTheSameWhateverTheKey: of two exams that differ only in keys, reasons and what counts, every answer is
// the same to the byte while they are open; so none of them can tell any of it, in whatever way. Once they are
// submitted, results and answers differ.
func TestTheRoomIsTheSameWhateverTheKey(t *testing.T) {
	file := storetest.DSN(t, string(store.SQLite))
	c := openOver(t, storetest.Reopen(t, file))
	b := c.guest()
	id, items := begin(b, "mode", "drill", "count", "30", "feedback", "end"), 30
	b.c = openOver(t, c.db, func(p *Parts) { p.Bank = emptyBank(t) })
	snapshot(b, id, items) // saves everything once
	before := snapshot(b, id, items)
	turnKeys(t, file)
	for _, request := range differ(before, snapshot(b, id, items)) {
		t.Errorf("with another key another answer: %s", request)
	}
	b.post("/attempts/"+id+"/submit").want(t, http.StatusSeeOther)
	before = snapshot(b, id, items)
	turnKeys(t, file)
	if list := differ(before, snapshot(b, id, items)); len(list) != 4 { // result and answers, as page and as JSON
		t.Errorf("after submitting, other keys change %q", list)
	}
}
