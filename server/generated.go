package server

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/gorilla/mux"

	"frontdesk/quizzes/generate"
	"frontdesk/server/site"
	"frontdesk/server/store"
	"frontdesk/templates"
)

// showGenerated makes a practice question of the family in the path and the seed in the query, with its reasons once an
// answer stands there too. Without a seed it leads to one. Nothing is looked up and nothing is kept.
func (s *Server) showGenerated(w http.ResponseWriter, r *http.Request, _ *scope) error {
	f, ok := s.site.Family(mux.Vars(r)["family"])
	if !ok {
		return store.ErrNotFound
	}
	query := r.URL.Query()
	if !query.Has("seed") {
		return redirect(w, fmt.Sprintf("%s?seed=%d", templates.GeneratedPath(f.ID), s.random()%generate.MaxSeed+1))
	}
	seed, err := strconv.ParseUint(query.Get("seed"), 10, 64)
	if err != nil || seed < 1 || seed > generate.MaxSeed {
		return malformed("The number of a question is a whole number from 1 to %d.", generate.MaxSeed)
	}
	choice := query.Get("answer")
	if !slices.Contains([]string{"", "a", "b", "c", "d"}, choice) {
		return malformed("An answer is a, b, c or d.")
	}
	q, err := f.Make(seed)
	if err != nil {
		return err
	}
	page := templates.NewGeneratedPage(site.ShownFamily(s.course, f), seed, q)
	page.Choice = choice
	if page.Exhibit, err = site.GeneratedExhibit(f.ID, q, "Exhibit"); err != nil {
		return err
	}
	if harder, ok := s.site.Family(f.Harder); ok {
		shown := site.ShownFamily(s.course, harder)
		page.Harder = &shown
	}
	return s.show(w, http.StatusOK, page)
}
