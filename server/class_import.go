package server

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"frontdesk/server/store"
	"frontdesk/templates"
)

// Bringing a class in line with a list. The page that says what a list would do carries the list; the run reads it again
// in the same way, and does what that page has shown or nothing.

// inviteLife is how long the link of somebody from a list is good: longer than one that staff make for somebody who
// waits for it.
const inviteLife = 14 * 24 * time.Hour

// Most lines of each kind on the page that checks a list.
const (
	shownProblems = 50
	shownPeople   = 200
)

// showImport is where a list is chosen.
func (s *Server) showImport(w http.ResponseWriter, r *http.Request, sc *scope) error {
	return s.show(w, http.StatusOK, templates.NewImportPage(sc.shown(), classLine(sc.class, sc.role)))
}

// showRosterTemplate is an empty list to fill in.
func (s *Server) showRosterTemplate(w http.ResponseWriter, r *http.Request, _ *scope) error {
	w.Header().Set("Content-Disposition", `attachment; filename="class.csv"`)
	send(w, http.StatusOK, "text/csv; charset=utf-8", []byte(rosterTemplate))
	return nil
}

// importList takes a list: it says what the list would do, does it, or returns the rows that cannot be used as a file.
func (s *Server) importList(w http.ResponseWriter, r *http.Request, sc *scope) error {
	field, text := "file", sc.files["file"]
	if len(text) == 0 {
		field, text = "text", []byte(sc.form.Get("text"))
	}
	var f rosterFile
	text, sheet, refused := listText(text)
	if refused == "" {
		f, refused = readRoster(text)
	}
	if refused != "" {
		page := templates.NewImportPage(sc.shown(), classLine(sc.class, sc.role))
		page.Text, page.Leave = sc.form.Get("text"), sc.field("leave") == "1"
		page.Errors = []templates.FieldError{{Field: field, Text: refused}}
		return s.refuseForm(w, r, http.StatusUnprocessableEntity, page, page.Errors)
	}
	list := f.roster(sc.class.ID, sc.person(), sc.field("leave") == "1")
	switch sc.field("do") {
	case "errors":
		w.Header().Set("Content-Disposition", `attachment; filename="problem-rows.csv"`)
		send(w, http.StatusOK, "text/csv; charset=utf-8", f.errorsFile())
		return nil
	case "run":
		plan, err := s.db.RunRoster(r.Context(), list, sc.field("digest"), kindReset, s.now().Add(inviteLife), s.now())
		if errors.Is(err, store.ErrChanged) {
			return s.checkList(w, r, sc, f, list, checkedText{text, sheet}, http.StatusConflict)
		}
		if err != nil {
			return fmt.Errorf("bring a class in line with a list: %w", err)
		}
		return s.showImported(w, sc, f, plan)
	}
	return s.checkList(w, r, sc, f, list, checkedText{text, sheet}, http.StatusOK)
}

// checkedText is a list as it was sent, and the sheet that it comes from.
type checkedText struct {
	text  []byte
	sheet sheetNote
}

// checkList says what a list would do. Status 409 adds that this is another comparison than the one before.
func (s *Server) checkList(w http.ResponseWriter, r *http.Request, sc *scope, f rosterFile, list store.Roster, sent checkedText, status int) error {
	plan, err := s.db.PlanRoster(r.Context(), list)
	if err != nil {
		return fmt.Errorf("compare a class with a list: %w", err)
	}
	page := templates.NewImportCheckPage(sc.shown(), classLine(sc.class, sc.role))
	page.Text, page.Leave, page.Digest = string(sent.text), list.Leave, plan.Digest()
	page.Sheet, page.HiddenRows = sent.sheet.name, sent.sheet.hidden
	page.Sum, page.Changes, page.Same, page.Groups = sumOf(plan)
	page.NobodyOut = f.keepsAll(list.Leave)
	f.addOwn(plan)
	for _, l := range f.lines {
		if l.wrong == "" {
			continue
		}
		if page.Bad++; page.Bad <= shownProblems {
			page.Problems = append(page.Problems, templates.ImportProblem{Row: l.Row, Text: l.wrong})
		}
	}
	if status == http.StatusConflict {
		page.Errors = []templates.FieldError{{Text: "The class changed while you were checking, so nothing was done. Look at the new comparison"}}
		return s.refuseForm(w, r, status, page, page.Errors)
	}
	return s.show(w, status, page)
}

// addOwn marks the row of who sends the list, if it would change that one's own place.
func (f *rosterFile) addOwn(plan store.RosterPlan) {
	for _, c := range plan {
		for i := range f.lines {
			if c.Step == store.RosterOwn && f.lines[i].Row == c.Row {
				f.lines[i].wrong = "this is you. Somebody else has to change your place in the class"
			}
		}
	}
}

// groupsOf are the steps as a page names them: for a heading, and in a sum.
var groupsOf = []struct {
	step        store.RosterStep
	title, note string
	sum         string
}{
	{store.RosterNew, "New accounts", "An account is made for each, and a link at which the person chooses a password.", "%d new"},
	{store.RosterAdd, "Added", "They have an account. Their names stay as they are.", "%d added"},
	{store.RosterReturn, "Come back", "They have left the class before.", "%d back"},
	{store.RosterRole, "Another role", "", "%d with another role"},
	{store.RosterOut, "Leave the class", "Their accounts and work are kept.", "%d out"},
}

// sumOf puts a plan into words: a sentence without its period, how many people it changes, how many it leaves as they are,
// and who they are.
func sumOf(plan store.RosterPlan) (sum string, changes, same int, groups []templates.ImportGroup) {
	var parts []string
	for _, g := range groupsOf {
		group := templates.ImportGroup{Title: g.title, Note: g.note, Open: g.step == store.RosterOut}
		for _, c := range plan {
			if c.Step != g.step {
				continue
			}
			line := templates.ImportLine{Row: c.Row, Name: c.Name, Login: c.Login, Role: string(c.Role)}
			if c.Step == store.RosterRole {
				line.Was = string(c.Was)
			}
			if group.Of++; group.Of <= shownPeople {
				group.Lines = append(group.Lines, line)
			}
		}
		if group.Of > 0 {
			groups, parts = append(groups, group), append(parts, fmt.Sprintf(g.sum, group.Of))
			changes += group.Of
		}
	}
	for _, c := range plan {
		if c.Step == store.RosterSame {
			same++
		}
	}
	if changes == 0 {
		return "Nothing to change", 0, same, nil
	}
	return strings.Join(parts, ", "), changes, same, groups
}

// showImported says what was done, with the links of new accounts: only their hashes are kept, so this is the one time.
func (s *Server) showImported(w http.ResponseWriter, sc *scope, f rosterFile, plan store.RosterPlan) error {
	nobody := f.keepsAll(sc.field("leave") == "1")
	f.addOwn(plan)
	bad := 0
	for _, l := range f.lines {
		if l.wrong != "" {
			bad++
		}
	}
	sum, _, _, _ := sumOf(plan)
	page := templates.NewImportDonePage(sc.shown(), classLine(sc.class, sc.role), sum, bad)
	page.NobodyOut = nobody
	for _, c := range plan {
		if c.Token != "" {
			page.Links = append(page.Links, templates.ImportLink{Name: c.Name, Login: c.Login, Address: s.base.JoinPath("reset", c.Token).String()})
		}
	}
	return s.show(w, http.StatusOK, page)
}
