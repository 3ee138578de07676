package server

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"frontdesk/templates"
)

// show answers with a personal page: rendered whole, then sent, and kept by nobody.
func (s *Server) show(w http.ResponseWriter, status int, p templates.Page) error {
	body, err := s.templates.Render(p)
	if err != nil {
		return err
	}
	send(w, status, "text/html; charset=utf-8", body)
	return nil
}

// writeJSON answers with JSON that nobody keeps.
func writeJSON(w http.ResponseWriter, status int, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	send(w, status, "application/json", append(body, '\n'))
	return nil
}

func send(w http.ResponseWriter, status int, contentType string, body []byte) {
	h := w.Header()
	h.Set("Content-Type", contentType)
	h.Set("Cache-Control", "no-store")
	h.Add("Vary", "Accept")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // who asked may have gone: nothing is to be done about it
}

// redirect answers a form: the browser gets the page at path, which is one of ours and begins with one slash.
func redirect(w http.ResponseWriter, path string) error {
	h := w.Header()
	h.Set("Location", path)
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusSeeOther)
	return nil
}

// wantsJSON tells whether the client asked for JSON or has sent some.
func wantsJSON(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "application/json") || mediaType(r) == "application/json"
}

// localPath returns next if it leads to a page of this site, and fallback if it could lead anywhere else.
func localPath(next, fallback string) string {
	u, err := url.Parse(next)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || u.Opaque != "" {
		return fallback
	}
	if !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(u.Path, "//") || strings.ContainsAny(next, "\\\t\r\n") ||
		strings.HasPrefix(next, "//") {
		return fallback
	}
	back := url.URL{Path: u.Path, RawQuery: u.RawQuery}
	return back.String()
}

// withNext adds to path where to go afterwards.
func withNext(path, next string) string {
	if next = localPath(next, ""); next == "" {
		return path
	}
	return path + "?" + url.Values{"next": {next}}.Encode()
}
