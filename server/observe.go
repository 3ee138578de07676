package server

import (
	"context"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Names of what no line of the table has answered, in logs and metrics.
const (
	routeRefused = "(refused)" // stopped before the router
	routeNowhere = "(nowhere)" // 404 and 405
)

// record is what is kept of a request for the log and the metrics: nothing about who asked, and of the address only the
// line of the table.
type record struct {
	route  string
	status int // of what has been sent; 0 before
	bytes  int64
}

type recordKey struct{}

// recordOf returns the request's record. A request that did not come through observed gets one that nobody reads.
func recordOf(r *http.Request) *record {
	if rec, ok := r.Context().Value(recordKey{}).(*record); ok {
		return rec
	}
	return &record{}
}

// recorder notes what is sent.
type recorder struct {
	http.ResponseWriter
	*record
}

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 && status >= 200 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *recorder) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

// Unwrap is for http.ResponseController.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// observed writes one line to the log for each request, and counts it.
func (s *Server) observed(inner http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now() // a duration of the process, not a time of the course
		rec := &record{}
		r = r.WithContext(context.WithValue(r.Context(), recordKey{}, rec))
		defer func() {
			took := time.Since(start)
			method := methodLabel(r.Method)
			s.metrics.requests.WithLabelValues(method, rec.route, strconv.Itoa(rec.status)).Inc()
			s.metrics.seconds.WithLabelValues(method, rec.route).Observe(took.Seconds())
			s.log.LogAttrs(r.Context(), slog.LevelInfo, "request", slog.String("method", method), slog.String("route", rec.route),
				slog.Int("status", rec.status), slog.Float64("ms", float64(took.Microseconds())/1000), slog.Int64("bytes", rec.bytes))
		}()
		inner.ServeHTTP(&recorder{w, rec}, r)
		if rec.status == 0 {
			rec.status = http.StatusOK // an empty answer
		}
	})
}

// methodLabel keeps clients from making up labels.
func methodLabel(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodPatch, http.MethodOptions:
		return method
	}
	return "(other)"
}

// metrics are the figures of this process, in a registry of their own.
type metrics struct {
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	handler  http.Handler
}

func newMetrics() *metrics {
	m := &metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "frontdesk_requests_total", Help: "Requests answered, by line of the route table.",
		}, []string{"method", "route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "frontdesk_request_seconds", Help: "Time to answer a request.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 20},
		}, []string{"method", "route"}),
	}
	reg := prometheus.NewRegistry()
	reg.MustRegister(m.requests, m.seconds, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), collectors.NewBuildInfoCollector())
	m.handler = promhttp.HandlerFor(reg, promhttp.HandlerOpts{DisableCompression: true})
	return m
}

func (s *Server) showMetrics(w http.ResponseWriter, r *http.Request, _ *scope) error {
	w.Header().Set("Cache-Control", "no-store")
	s.metrics.handler.ServeHTTP(w, r)
	return nil
}

// showHealth says that the process lives.
func (s *Server) showHealth(w http.ResponseWriter, _ *http.Request, _ *scope) error {
	return writeJSON(w, http.StatusOK, map[string]bool{"alive": true})
}

// readiness is the answer of /readyz. The status follows Ready alone: a balancer must not take the lessons away because
// the database is down.
type readiness struct {
	Ready    bool   `json:"ready"`
	Draining bool   `json:"draining"`
	Database string `json:"database"` // "ok" or "unreachable"
}

func (s *Server) showReady(w http.ResponseWriter, r *http.Request, _ *scope) error {
	ctx, cancel := context.WithTimeout(r.Context(), time.Second)
	defer cancel()
	a := readiness{Ready: true, Database: "ok"}
	if err := s.db.Ping(ctx); err != nil {
		a.Database = "unreachable"
	}
	status := http.StatusOK
	if s.draining.Load() {
		a.Ready, a.Draining, status = false, true, http.StatusServiceUnavailable
	}
	return writeJSON(w, status, a)
}
