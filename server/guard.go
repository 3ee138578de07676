package server

import (
	"fmt"
	"net/http"
	"runtime/debug"

	"frontdesk/templates"
)

// contentPolicy lets a page load what comes from this site and nothing else: no inline script, no inline style, no
// frame, no form that leads elsewhere.
const contentPolicy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; " +
	"manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// wrapped puts round the router what every request passes, from the outside in: the record that logs and metrics are
// written from, the net under panics, the headers, the guard against other sites' forms, and the check of the address.
func (s *Server) wrapped(inner http.Handler) (http.Handler, error) {
	guard := http.NewCrossOriginProtection()
	if err := guard.AddTrustedOrigin(s.base.Scheme + "://" + s.base.Host); err != nil {
		return nil, fmt.Errorf("trust the base URL: %w", err)
	}
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		recordOf(r).route = routeRefused
		s.refuse(w, r, nil, &refusal{status: http.StatusForbidden, code: "cross_site", kind: templates.CrossSite})
	}))
	return s.observed(s.caught(secured(guard.Handler(s.checked(inner))))), nil
}

// secured sets the headers that every answer has.
func secured(inner http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		// Not no-referrer: with it Chromium sends "Origin: null", and every form on a plain-HTTP network would be refused.
		h.Set("Referrer-Policy", "same-origin")
		inner.ServeHTTP(w, r)
	})
}

// checked refuses addresses that are not text.
func (s *Server) checked(inner http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := checkAddress(r.URL); err != nil {
			recordOf(r).route = routeRefused
			s.refuse(w, r, nil, err)
			return
		}
		inner.ServeHTTP(w, r)
	})
}

// caught turns a panic into a 500, so that one broken page is one broken page.
func (s *Server) caught(inner http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if p == http.ErrAbortHandler {
				panic(p)
			}
			s.log.ErrorContext(r.Context(), "panic", "route", recordOf(r).route, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			s.refuse(w, r, nil, fmt.Errorf("panic: %v", p))
		}()
		inner.ServeHTTP(w, r)
	})
}
