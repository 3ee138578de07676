package server

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/gorilla/mux"

	"frontdesk/templates"
)

// patience is how long a request may wait for the database in all; then the answer is 503.
const patience = 20 * time.Second

// newRouter puts the table behind gorilla/mux. Nothing uses the router's own middleware or its answers for "not found" and
// "wrong method": the last line of the table takes whatever no other has taken, so every request passes a handler.
func (s *Server) newRouter() *mux.Router {
	m := mux.NewRouter().SkipClean(true) // with cleaning, a POST to //path would be redirected and lose its body
	for _, rt := range s.table {
		line := m.Path(rt.path).Handler(s.handlerOf(rt))
		if methods := rt.methods(); len(methods) > 0 {
			line.Methods(methods...)
		}
	}
	last := s.handlerOf(s.table[len(s.table)-1])
	m.NotFoundHandler, m.MethodNotAllowedHandler = last, last // paths that its pattern cannot match: a line break, OPTIONS *
	return m
}

// methods are the methods the line answers; none means any.
func (rt route) methods() []string {
	switch rt.method {
	case "":
		return nil
	case http.MethodGet:
		return []string{http.MethodGet, http.MethodHead}
	}
	return []string{rt.method}
}

// handlerOf is what stands between the router and a handler: the record for logs and metrics learns which line it was,
// the body is read and checked, the access column is resolved, and errors become answers.
func (s *Server) handlerOf(rt route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		recordOf(r).route = rt.path
		if rt.access == shared {
			if err := rt.handle(w, r, &scope{}); err != nil {
				s.refuse(w, r, nil, err)
			}
			return
		}
		ctx, cancel := context.WithTimeout(r.Context(), patience)
		defer cancel()
		r = r.WithContext(ctx)
		sc := &scope{}
		if err := s.serve(w, r, rt, sc); err != nil {
			s.refuse(w, r, sc, err)
		}
	})
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request, rt route, sc *scope) (err error) {
	limit := rt.limit
	if limit == 0 {
		limit = maxBody
	}
	take := read
	if rt.files && mediaType(r) == "multipart/form-data" {
		take = readUpload
	}
	if sc.input, err = take(w, r, limit); err != nil {
		return err
	}
	if sc.bad != nil && !rt.judges {
		return sc.bad
	}
	if err = s.allow(w, r, rt, sc); err != nil {
		return err
	}
	return rt.handle(w, r, sc)
}

// allowed lists the methods that some line of the table, other than the last, answers at the request's path.
func (s *Server) allowed(r *http.Request) []string {
	var methods []string
	for _, rt := range s.table {
		for _, method := range rt.methods() {
			if slices.Contains(methods, method) {
				continue
			}
			probe := r.Clone(r.Context())
			probe.Method = method
			var match mux.RouteMatch
			if !s.router.Match(probe, &match) || match.Route == nil {
				continue
			}
			if template, err := match.Route.GetPathTemplate(); err == nil && template != sharedPage {
				methods = append(methods, method)
			}
		}
	}
	slices.Sort(methods)
	return methods
}

// wrongMethod is 405.
func wrongMethod(r *http.Request, allow []string) *refusal {
	return &refusal{status: http.StatusMethodNotAllowed, code: "method_not_allowed", kind: templates.WrongMethod, allow: allow,
		message: fmt.Sprintf("This address does not answer %s.", methodLabel(r.Method))}
}
