package server

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"frontdesk/server/store"
	"frontdesk/templates"
)

// maxNamed is the most people whose entries one search of the audit goes through.
const maxNamed = 200

// auditPage is the page without its entries: of the class in the scope if there is one.
func auditPage(sc *scope) templates.AuditPage {
	if sc.class.ID != "" {
		return templates.NewClassAuditPage(sc.shown(), classLine(sc.class, sc.role))
	}
	return templates.NewAuditPage(sc.shown())
}

// auditActions are what there is to choose from.
func (s *Server) auditActions(r *http.Request, f store.AuditFilter) ([]string, error) {
	if f.Class != "" {
		return s.db.AuditActionsIn(r.Context(), f.Class)
	}
	return s.db.AuditActions(r.Context())
}

// auditZone is where the days and times of the record are local: at the class, or at the server.
func auditZone(sc *scope) *time.Location {
	if sc.class.ID != "" {
		return zoneOf(sc.class)
	}
	return time.Local
}

// showAudit lists who did what: for administrators, or in one class for its coordinators.
func (s *Server) showAudit(w http.ResponseWriter, r *http.Request, sc *scope) error {
	page := auditPage(sc)
	query := r.URL.Query()
	filter, none, err := s.auditFilter(r, sc, &page)
	if err != nil {
		return err
	}
	actions, err := s.auditActions(r, filter)
	if err != nil {
		return fmt.Errorf("list actions: %w", err)
	}
	for _, a := range actions {
		page.Actions = append(page.Actions, templates.SelectOption{Value: a, Label: a, Chosen: a == filter.Action})
	}
	if n, err := strconv.Atoi(query.Get("page")); err == nil {
		page.Number = min(max(n, 1), 1_000_000)
	}
	if none || len(page.Errors) > 0 {
		return s.show(w, http.StatusOK, page)
	}
	filter.Skip, filter.Most = (page.Number-1)*templates.AuditPerPage, templates.AuditPerPage
	entries, found, err := s.db.Audit(r.Context(), filter)
	if err != nil {
		return fmt.Errorf("read the audit: %w", err)
	}
	page.Found = found
	page.Pages = max((found+templates.AuditPerPage-1)/templates.AuditPerPage, 1)
	open, err := s.openNow(r, sc)
	if err != nil {
		return err
	}
	for _, e := range entries {
		page.Lines = append(page.Lines, auditLine(e, open, auditZone(sc)))
	}
	return s.show(w, http.StatusOK, page)
}

// auditFilter reads the filter from the address, into the page too; none tells that nobody has that name.
func (s *Server) auditFilter(r *http.Request, sc *scope, page *templates.AuditPage) (f store.AuditFilter, none bool, err error) {
	query := r.URL.Query()
	page.Name, page.Action = strings.TrimSpace(query.Get("name")), query.Get("action")
	page.From, page.To = query.Get("from"), query.Get("to")
	f.Action, f.Class = page.Action, sc.class.ID
	day := func(field, text string, add int) time.Time {
		if text == "" {
			return time.Time{}
		}
		t, err := time.ParseInLocation(time.DateOnly, text, auditZone(sc))
		if err != nil {
			page.Errors = append(page.Errors, templates.FieldError{Field: field, Text: "Enter a day as 2026-11-22"})
			return time.Time{}
		}
		return t.AddDate(0, 0, add)
	}
	f.From, f.Until = day("from", page.From, 0), day("to", page.To, 1)
	if page.Name == "" {
		return f, false, nil
	}
	all, err := s.auditPeople(r, sc)
	if err != nil {
		return f, false, fmt.Errorf("list people: %w", err)
	}
	for _, p := range all {
		if q := store.FoldLogin(page.Name); (strings.Contains(store.FoldLogin(p.Name), q) || strings.Contains(p.Login, q)) && len(f.People) < maxNamed {
			f.People = append(f.People, p.ID)
		}
	}
	return f, len(f.People) == 0, nil
}

// auditPeople are those whose name can be searched for: of the class, or all.
func (s *Server) auditPeople(r *http.Request, sc *scope) (all []store.Person, err error) {
	if sc.class.ID == "" {
		return s.db.ListPeople(r.Context())
	}
	members, err := s.db.PeopleOf(r.Context(), sc.class.ID)
	for _, m := range members {
		all = append(all, m.Person)
	}
	return all, err
}

// questionDecided is the action whose object is a question: its id and revision.
const questionDecided = "decide question"

// auditLine is an entry in words. What was decided about a question stands under Reports; here nothing tells its key, nor
// which question it is while it stands on an open attempt of who reads this: open has the ids of those.
func auditLine(e store.AuditEntry, open map[string]bool, zone *time.Location) templates.AuditLine {
	if item, _, _ := strings.Cut(e.Object, " "); e.Action == questionDecided {
		e.Became, _, _ = strings.Cut(e.Became, " ")
		if open[item] {
			e.Object = "a question of your open attempt"
		}
	}
	by := e.By
	switch {
	case e.Actor == store.Shell:
		by = "command line"
	case by == "":
		by = e.Actor
	}
	of := e.Of
	if of == "" {
		of = e.Object
	}
	return templates.AuditLine{At: e.At.In(zone), By: by, Action: e.Action, Of: of, OfID: e.Object, Was: e.Was, Became: e.Became}
}

// showAuditFile is every entry that the filter chooses, as CSV.
func (s *Server) showAuditFile(w http.ResponseWriter, r *http.Request, sc *scope) error {
	page := auditPage(sc)
	filter, none, err := s.auditFilter(r, sc, &page)
	if err != nil {
		return err
	}
	if len(page.Errors) > 0 {
		return malformed("A day of the filter cannot be read; days are written as 2026-11-22.")
	}
	var entries []store.AuditEntry
	if !none {
		if entries, _, err = s.db.Audit(r.Context(), filter); err != nil {
			return fmt.Errorf("read the audit: %w", err)
		}
	}
	open, err := s.openNow(r, sc)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	out := csv.NewWriter(&file)
	_ = out.Write([]string{"at", "by", "by_id", "action", "of", "of_id", "was", "became"}) // into memory
	for _, e := range entries {
		l := auditLine(e, open, auditZone(sc))
		_ = out.Write([]string{e.At.UTC().Format(time.RFC3339), plainCell(l.By), plainCell(e.Actor), plainCell(e.Action), plainCell(l.Of), plainCell(l.OfID), plainCell(l.Was), plainCell(l.Became)})
	}
	out.Flush()
	w.Header().Set("Content-Disposition", `attachment; filename="audit.csv"`)
	send(w, http.StatusOK, "text/csv; charset=utf-8", file.Bytes())
	return nil
}
