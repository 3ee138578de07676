package server

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"regexp"
	"slices"
	"testing"
	"testing/fstest"

	"frontdesk/quizzes"
	"frontdesk/server/store"
	"frontdesk/server/store/storetest"
)

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
	t.Parallel()
	file := storetest.DSN(t, string(store.SQLite))
	c := openOver(t, storetest.Reopen(t, file))
	b := c.guest()
	id, items := begin(b, "mode", "drill", "count", "20", "feedback", "end"), 20
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
