package server

import (
	"net/http"
	"strings"
)

// showShared answers with a page that is the same for everybody, and with what to do about every other path: the page
// has moved, the method is wrong, or there is nothing.
func (s *Server) showShared(w http.ResponseWriter, r *http.Request, _ *scope) error {
	reading := r.Method == http.MethodGet || r.Method == http.MethodHead
	if s.site.Has(r.URL.Path) {
		if !reading {
			return wrongMethod(r, []string{http.MethodGet, http.MethodHead})
		}
		s.site.ServeHTTP(w, r)
		return nil
	}
	if allow := s.allowed(r); len(allow) > 0 {
		recordOf(r).route = routeNowhere
		return wrongMethod(r, allow)
	}
	if to, ok := s.site.Redirect(r.URL.Path); ok && reading {
		w.Header().Set("Cache-Control", "public, max-age=3600")
		http.Redirect(w, r, withQuery(to, r.URL.RawQuery), http.StatusMovedPermanently)
		return nil
	}
	recordOf(r).route = routeNowhere
	return notHere()
}

// showStatic answers with a style sheet, script or icon.
func (s *Server) showStatic(w http.ResponseWriter, r *http.Request, _ *scope) error {
	_, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/static/"), "/")
	if _, ok := s.static.Content(name); !ok {
		return notHere()
	}
	s.static.ServeHTTP(w, r)
	return nil
}

// toPersonal leads from the place where an export has a stand-in to the page itself.
func toPersonal(path string) handler {
	return func(w http.ResponseWriter, r *http.Request, _ *scope) error {
		return redirect(w, withQuery(path, r.URL.RawQuery))
	}
}

func withQuery(path, query string) string {
	if query == "" {
		return path
	}
	return path + "?" + query
}
