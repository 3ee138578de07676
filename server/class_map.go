package server

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"frontdesk/server/store"
	"frontdesk/templates"
)

// The class map, and choosing people of a class by section and label.

// chooseFrom fills in a filter from the address and returns those whom it lets through.
func chooseFrom(query url.Values, path string, people []store.ClassMember) (templates.ClassFilter, []store.ClassMember) {
	f := templates.ClassFilter{Path: path, Section: query.Get("section"), Label: query.Get("label"), Number: 1}
	var sections, labels []string
	var chosen []store.ClassMember
	for _, m := range people {
		if m.Section != "" {
			sections = append(sections, m.Section)
		}
		labels = append(labels, m.Labels...)
		if (f.Section == "" || m.Section == f.Section) && (f.Label == "" || slices.Contains(m.Labels, f.Label)) {
			chosen = append(chosen, m)
		}
	}
	options := func(names []string, chosen string) (all []templates.SelectOption) {
		slices.Sort(names)
		for _, n := range slices.Compact(names) {
			all = append(all, templates.SelectOption{Value: n, Label: n, Chosen: n == chosen})
		}
		return all
	}
	f.Sections, f.Labels = options(sections, f.Section), options(labels, f.Label)
	f.Found = len(chosen)
	f.Pages = max((f.Found+templates.ClassPerPage-1)/templates.ClassPerPage, 1)
	if n, err := strconv.Atoi(query.Get("page")); err == nil {
		f.Number = min(max(n, 1), f.Pages)
	}
	return f, chosen
}

// ofPage are those who stand on the page of a filter.
func ofPage(f templates.ClassFilter, chosen []store.ClassMember) []store.ClassMember {
	first := (f.Number - 1) * templates.ClassPerPage
	return chosen[first:min(first+templates.ClassPerPage, len(chosen))]
}

// showClassMap is the heat map of learners by domain.
func (s *Server) showClassMap(w http.ResponseWriter, r *http.Request, sc *scope) error {
	page := templates.NewClassMapPage(sc.shown(), classLine(sc.class, sc.role))
	page.Look = sc.look()
	people, err := s.classmates(r, sc)
	if err != nil {
		return err
	}
	figures, err := s.db.DomainFigures(r.Context(), sc.class.ID)
	if err != nil {
		return fmt.Errorf("count answers by domain: %w", err)
	}
	var chosen []store.ClassMember
	page.Filter, chosen = chooseFrom(r.URL.Query(), page.Class.Path()+"map", learnersOf(people))
	at := map[string]int{}
	for i, d := range s.bank.Blueprint().Domains {
		at[d.ID] = i
		page.Domains = append(page.Domains, d.Title)
	}
	rows := map[string]*templates.MapRow{}
	for _, m := range chosen {
		rows[m.ID] = &templates.MapRow{Name: m.Name, Path: page.Class.Path() + "people/" + m.ID, Cells: make([]templates.MapCell, len(at))}
	}
	page.Totals = make([]templates.MapCell, len(at))
	for _, f := range figures {
		row, i := rows[f.Person], at[f.Domain]
		if _, known := at[f.Domain]; row == nil || !known {
			continue
		}
		for _, c := range []*templates.MapCell{&row.Cells[i], &row.All, &page.Totals[i]} {
			c.Right, c.Of = c.Right+f.Right, c.Of+f.Of
		}
	}
	for _, m := range ofPage(page.Filter, chosen) {
		page.Rows = append(page.Rows, *rows[m.ID])
	}
	return s.show(w, http.StatusOK, page)
}
