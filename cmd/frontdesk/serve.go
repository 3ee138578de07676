package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"syscall"
	"time"

	"frontdesk/server"
	"frontdesk/server/store"
)

// serveCmd is the site.
type serveCmd struct {
	Addr           string        `default:"127.0.0.1:8080" placeholder:"HOST:PORT" env:"FRONTDESK_ADDR" help:"Where to listen. Port 0 takes a free one. Default: ${default}."`
	BaseURL        string        `name:"base-url" placeholder:"URL" env:"FRONTDESK_BASE_URL" help:"How people reach the site, such as https://study.example.org. With https, cookies are sent over https alone."`
	TrustedProxies []string      `placeholder:"NETWORK" env:"FRONTDESK_TRUSTED_PROXIES" help:"Networks of the proxies in front, such as 10.0.0.0/8, whose X-Forwarded-For is believed when tries to sign in are counted."`
	Drain          time.Duration `default:"0s" env:"FRONTDESK_DRAIN" help:"How long /readyz says 503 at the end before no more connections are taken. Default: ${default}."`
	Dev            bool          `env:"FRONTDESK_DEV" help:"Read templates, static, content and quizzes from the working directory, and again after each edit."`
	dbFlag
	courseFlag

	edited time.Time // newest change of a file when the course was read
}

// finishing is how long requests may take to end when the process is told to stop.
const finishing = 25 * time.Second

// secretVariable holds what signs the cookies in place of the key in the database. It is no flag: flags can be seen in
// the list of processes.
const secretVariable = "FRONTDESK_SECRET"

// Help is what serve --help says beside the flags.
func (*serveCmd) Help() string {
	return "The cookies are signed with a key that is kept in the database. " + secretVariable +
		", at least 32 characters, replaces it: all processes must have the same."
}

// Run serves until the context ends, then finishes what has begun. What can fail fails before anything is written.
func (c *serveCmd) Run(ctx context.Context, io streams) error {
	parts, err := c.parts(io)
	if err != nil {
		return err
	}
	listener, err := listen(ctx, c.Addr)
	if err != nil {
		return err
	}
	defer listener.Close()
	if parts.BaseURL == nil {
		parts.BaseURL = reachable(listener.Addr())
	}
	if parts.Store, err = store.Open(ctx, c.DB); err != nil {
		return err
	}
	defer parts.Store.Close()
	s, err := server.New(ctx, parts)
	if err != nil {
		return err
	}
	if err := announce(ctx, io, s, parts.BaseURL); err != nil {
		return err
	}
	var handler http.Handler = s
	if c.Dev {
		handler = &workbench{parts: parts, flags: c, current: s, read: c.edited}
	}
	return c.serve(ctx, listener, handler, s, parts.Log)
}

// parts reads flags and course.
func (c *serveCmd) parts(io streams) (server.Parts, error) {
	p := server.Parts{Now: time.Now, Random: rand.Uint64, Log: slog.New(slog.NewTextHandler(io.err, nil))}
	if secret := os.Getenv(secretVariable); secret != "" {
		if p.Secret = []byte(secret); len(secret) < 32 {
			return p, usageError{fmt.Errorf("%s is shorter than 32 characters; make one with: openssl rand -hex 32", secretVariable)}
		}
	}
	for _, text := range c.TrustedProxies {
		network, err := netip.ParsePrefix(text)
		if err != nil {
			return p, usageError{fmt.Errorf("--trusted-proxies takes networks such as 10.0.0.0/8, not %q", text)}
		}
		p.Proxies = append(p.Proxies, network)
	}
	if c.BaseURL != "" {
		base, err := parseBaseURL(c.BaseURL)
		if err != nil {
			return p, err
		}
		p.BaseURL = base
	}
	files, err := c.files()
	if err != nil {
		return p, err
	}
	if c.Dev {
		c.edited = newest(files)
	}
	loaded, err := files.load(c.name(), p.Now(), io.err)
	if err != nil {
		return p, err
	}
	p.Course, p.Bank, p.Site, p.Templates, p.Static = loaded.content, loaded.bank, loaded.site, loaded.templates, loaded.static
	p.Search = loaded.site.NewIndex()
	return p, nil
}

// listen takes the port, before anything else is touched.
func listen(ctx context.Context, addr string) (net.Listener, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	switch {
	case err == nil:
		return l, nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("the address %s is in use by another program; stop that one, or choose another with --addr", addr)
	case errors.Is(err, fs.ErrPermission):
		return nil, fmt.Errorf("there is no permission to listen on %s; choose a port above 1023 with --addr", addr)
	}
	return nil, fmt.Errorf("cannot listen on %s: %w; --addr takes a host and a port, such as 127.0.0.1:8080", addr, err)
}

// reachable is an address at which the listener can be reached from this machine.
func reachable(a net.Addr) *url.URL {
	host, port, err := net.SplitHostPort(a.String())
	if ip := net.ParseIP(host); err == nil && ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return &url.URL{Scheme: "http", Host: net.JoinHostPort(host, port)}
}

// announce prints where the site is and, until there is an owner, the link for the first one.
func announce(ctx context.Context, io streams, s *server.Server, base *url.URL) error {
	link, err := s.OwnerLink(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(io.out, "Frontdesk is at %s/\n", base)
	if link != "" {
		fmt.Fprintf(io.out, "Nobody owns this site yet. Whoever opens this link chooses the owner's account; it works once:\n%s\n", link)
	}
	return nil
}

// serve answers until ctx ends. Then /readyz says so for as long as --drain, no more connections are taken, and what
// has begun is finished.
func (c *serveCmd) serve(ctx context.Context, l net.Listener, handler http.Handler, s *server.Server, log *slog.Logger) error {
	h := &http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: time.Minute,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	tended := make(chan struct{})
	go func() {
		defer close(tended)
		s.Tend(background)
	}()
	defer func() {
		stop()
		<-tended
	}()
	failed := make(chan error, 1)
	go func() { failed <- h.Serve(l) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	s.Drain()
	time.Sleep(c.Drain)
	end, cancel := context.WithTimeout(background, finishing)
	defer cancel()
	if err := h.Shutdown(end); err != nil {
		return fmt.Errorf("some requests did not end in %s: %w", finishing, err)
	}
	return nil
}
