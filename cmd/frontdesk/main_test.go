package main

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3"

	"frontdesk/server/store/storetest"
)

// binary is the program, built once as a user would.
var binary string

func TestMain(m *testing.M) {
	os.Exit(withBinary(m))
}

func withBinary(m *testing.M) int {
	dir, err := os.MkdirTemp("", "frontdesk-test-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "frontdesk")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "build the program: %v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// command is the program in a folder of its own, without the environment's FRONTDESK_ variables.
func command(t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, binary, args...)
	cmd.Dir = dir
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "FRONTDESK_") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	return cmd
}

// outcome is how a run ended.
type outcome struct {
	status   int
	out, err string
}

func finish(t *testing.T, cmd *exec.Cmd) outcome {
	t.Helper()
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return outcome{cmd.ProcessState.ExitCode(), out.String(), errs.String()}
}

// listing is every file below a folder.
func listing(t *testing.T, dir string) string {
	t.Helper()
	var list []string
	if err := filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		list = append(list, path)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return strings.Join(list, "\n")
}

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// copyCourse puts the shipped course into dir and lets edit change one file of it.
func copyCourse(t *testing.T, dir, file string, edit func(string) string) string {
	t.Helper()
	for _, name := range []string{"content", "quizzes"} {
		if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(filepath.Join("../..", name))); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(dir, file)
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, path, edit(string(src)))
	return dir
}

func busyPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l.Addr().String()
}

// newerDatabase is one that a later version of the program has migrated.
func newerDatabase(t *testing.T, dir string) string {
	t.Helper()
	path := filepath.Join(dir, "newer.db")
	if o := finish(t, command(t, dir, "user", "add", "ida", "--db", path)); o.status != 0 {
		t.Fatal(o)
	}
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("INSERT INTO migrations (version, name) SELECT MAX(version) + 1, 'later' FROM migrations"); err != nil {
		t.Fatal(err)
	}
	return path
}

// Whatever is wrong at the start is told in one sentence that names the thing, with the right status, and nothing is
// written.
func TestBadStart(t *testing.T) {
	t.Parallel()
	here := t.TempDir()
	corrupt := filepath.Join(here, "corrupt.db")
	writeFile(t, corrupt, strings.Repeat("this is no database ", 500))
	full := filepath.Join(here, "full")
	writeFile(t, filepath.Join(full, "thesis.txt"), "years of work")
	broken := copyCourse(t, t.TempDir(), "content/cmaa/course.yaml", func(s string) string { return s + "\nnonsense: 1\n" })
	twoKeys := copyCourse(t, t.TempDir(), "quizzes/cmaa/d3/03.yaml", func(s string) string {
		before, after, _ := strings.Cut(s, "      misconception: ") // the first distractor of the file becomes a key
		_, after, _ = strings.Cut(after, "\n")
		return before + "      key: true\n" + after
	})
	busy, newer := busyPort(t), newerDatabase(t, here)
	serve := func(args ...string) []string { return append([]string{"serve", "--addr", "127.0.0.1:0"}, args...) }
	for _, tc := range []struct {
		what   string
		args   []string
		status int
		want   string // regular expression over all of stderr
		lines  bool   // more lines may stand before the sentence
	}{
		{what: "no command", status: 2, want: `expected one of "serve"`},
		{what: "unknown flag", args: serve("--adr", "x"), status: 2, want: `unknown flag --adr`},
		{what: "unknown command", args: []string{"server"}, status: 2, want: `unexpected argument server`},
		{what: "unknown role", args: []string{"user", "role", "ida", "boss"}, status: 2, want: `must be one of`},
		{what: "bad date", args: []string{"check", "--at", "soon"}, status: 2, want: `--at takes a day such as 2027-03-31, not "soon"`},
		{what: "bad base URL", args: serve("--base-url", "study.example.org"), status: 2, want: `--base-url takes an address such as https://`},
		{what: "base URL with a path", args: serve("--base-url", "https://x.org/study"), status: 2, want: `without a path`},
		{what: "bad proxy", args: serve("--trusted-proxies", "10.0.0.1/99"), status: 2, want: `--trusted-proxies takes networks`},
		{what: "no course folder", args: serve("--course", "nowhere"), status: 1, want: `the course nowhere cannot be read: there is no folder nowhere/content; --course takes`},
		{what: "a course that is a file", args: serve("--course", corrupt), status: 1, want: `cannot be read: .* is not a folder`},
		{what: "an unknown key", args: serve("--course", broken), status: 1, lines: true,
			want: `(?s)content/cmaa/course.yaml:\d+: .*nonsense.*frontdesk: the course .* has 1 error of form, listed above; mend them`},
		{what: "two keys", args: serve("--course", twoKeys), status: 1, lines: true, want: `(?s)quizzes/cmaa/d3/03.yaml:\d+: .*frontdesk: the course .* has`},
		{what: "busy port", args: []string{"serve", "--addr", busy}, status: 1, want: `the address ` + busy + ` is in use by another program; .*--addr`},
		{what: "no port", args: []string{"serve", "--addr", "localhost"}, status: 1, want: `cannot listen on localhost: .*--addr takes a host and a port`},
		{what: "no folder for the database", args: serve("--db", "no/such/folder/x.db"), status: 1, want: `database no/such/folder/x.db: `},
		{what: "a database that cannot be written", args: serve("--db", "/proc/frontdesk.db"), status: 1, want: `database /proc/frontdesk.db: .*--db`},
		{what: "corrupt database", args: serve("--db", corrupt), status: 1, want: `database .*corrupt.db: .*damaged or is not a frontdesk database; restore a backup`},
		{what: "newer schema", args: serve("--db", newer), status: 1, want: `database .*newer.db: .*newer frontdesk; run that version`},
		{what: "PostgreSQL is down", args: serve("--db", "postgres://ida:secret@127.0.0.1:1/x"), status: 1, want: `database postgres://127.0.0.1:1/x: .*its server runs.*connection refused`},
		{what: "no database to list", args: []string{"user", "list", "--db", "none.db"}, status: 1, want: `there is no database none.db`},
		{what: "folder with other files", args: []string{"build", "-o", full}, status: 1, want: `holds files that are not from an earlier build`},
		{what: "no folder to build in", args: []string{"build", "-o", "no/such/out"}, status: 1, want: `there is no folder no/such; make it first`},
		{what: "build into a file", args: []string{"build", "-o", corrupt}, status: 1, want: `is a file; give -o a folder`},
		{what: "build where nobody may write", args: []string{"build", "-o", "/proc/out"}, status: 1, want: `/proc`},
		{what: "build to nowhere", args: []string{"build"}, status: 2, want: `missing flags: --out`},
	} {
		before := listing(t, here)
		o := finish(t, command(t, here, tc.args...))
		if o.status != tc.status || !regexp.MustCompile(tc.want).MatchString(o.err) {
			t.Errorf("%s: status %d, want %d and %s\n%s", tc.what, o.status, tc.status, tc.want, o.err)
		}
		if lines := strings.Count(o.err, "\n"); !tc.lines && lines != 1 || !strings.HasSuffix(o.err, "\n") || strings.Contains(o.err, "goroutine") {
			t.Errorf("%s: stderr is not one sentence:\n%s", tc.what, o.err)
		}
		if o.out != "" || strings.Contains(o.err, "secret") {
			t.Errorf("%s: stdout %q, stderr %q", tc.what, o.out, o.err)
		}
		if after := listing(t, here); after != before {
			t.Errorf("%s: something was written\nbefore:\n%s\nafter:\n%s", tc.what, before, after)
		}
	}
}

// running is the program while it serves.
type running struct {
	t    *testing.T
	cmd  *exec.Cmd
	url  string
	out  *bufio.Reader
	errs *bytes.Buffer
}

// start runs serve and waits until it says where it is.
func start(t *testing.T, cmd *exec.Cmd) *running {
	t.Helper()
	r := &running{t: t, cmd: cmd, errs: &bytes.Buffer{}}
	cmd.Stderr = r.errs
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	r.out = bufio.NewReader(pipe)
	line := r.readLine()
	r.url = strings.TrimSuffix(strings.TrimPrefix(line, "Frontdesk is at "), "/")
	if !strings.HasPrefix(r.url, "http") {
		t.Fatalf("the first line is %q\n%s", line, r.errs)
	}
	return r
}

func (r *running) readLine() string {
	r.t.Helper()
	line, err := r.out.ReadString('\n')
	if err != nil {
		_ = r.cmd.Wait()
		r.t.Fatalf("read stdout: %v\n%s", err, r.errs)
	}
	return strings.TrimSpace(line)
}

// stop asks the program to end and returns its status.
func (r *running) stop() int {
	r.t.Helper()
	if err := r.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		r.t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, r.out)
	_ = r.cmd.Wait()
	return r.cmd.ProcessState.ExitCode()
}

func client(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar, Timeout: 30 * time.Second}
}

func fetch(t *testing.T, c *http.Client, target string, form url.Values) (int, string, string) {
	t.Helper()
	method, body := http.MethodGet, io.Reader(nil)
	if form != nil {
		method, body = http.MethodPost, strings.NewReader(form.Encode())
	}
	req, err := http.NewRequestWithContext(t.Context(), method, target, body)
	if err != nil {
		t.Fatal(err)
	}
	if form != nil {
		u, _ := url.Parse(target)
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Origin", u.Scheme+"://"+u.Host) // as a browser does; without Sec-Fetch-Site, as on a plain-HTTP network
	}
	res, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, res.Request.URL.Path, string(text)
}

// The first command serves the landing page; the printed link makes the owner; after a restart the owner is still
// signed in, and no more link is printed.
func TestServeOwnerRestart(t *testing.T) {
	t.Parallel()
	for _, engine := range storetest.Engines(t) {
		t.Run(engine, func(t *testing.T) { serveOwnerRestart(t, storetest.DSN(t, engine)) })
	}
}

func serveOwnerRestart(t *testing.T, dsn string) {
	dir := t.TempDir()
	cmd := command(t, dir, "serve")
	cmd.Env = append(cmd.Env, "FRONTDESK_ADDR=127.0.0.1:0", "FRONTDESK_DB="+dsn)
	r := start(t, cmd)
	c := client(t)
	if status, _, body := fetch(t, c, r.url+"/", nil); status != 200 || !strings.Contains(body, "<h1") {
		t.Fatalf("landing page: %d %s", status, body)
	}
	if line := r.readLine(); !strings.Contains(line, "Nobody owns this site yet") {
		t.Fatalf("second line: %q", line)
	}
	link := r.readLine()
	if !strings.HasPrefix(link, r.url+"/owner/") {
		t.Fatalf("owner link: %q", link)
	}
	owner := url.Values{"name": {"Ida"}, "login": {"ida"}, "password": {"four unrelated words"}}
	if status, path, body := fetch(t, c, link, owner); status != 200 || path != "/me" || !strings.Contains(body, "You own this site now") {
		t.Fatalf("owner: %d %s\n%s", status, path, body)
	}
	if status := r.stop(); status != 0 {
		t.Fatalf("status %d at the end\n%s", status, r.errs)
	}

	address := strings.TrimPrefix(r.url, "http://")
	r = start(t, command(t, dir, "serve", "--addr", address, "--db", dsn))
	if status, _, body := fetch(t, c, r.url+"/me.json", nil); status != 200 || !strings.Contains(body, `"name":"Ida"`) {
		t.Errorf("after the restart: %d %s", status, body)
	}
	if status := r.stop(); status != 0 {
		t.Errorf("status %d at the end", status)
	}
	if strings.Contains(r.errs.String(), "Ida") || strings.Contains(r.errs.String(), "127.0.0.1") {
		t.Errorf("the log has personal data:\n%s", r.errs)
	}
	if o := finish(t, command(t, dir, "user", "list", "--db", dsn)); o.status != 0 || !regexp.MustCompile(`(?m)^ida +Ida +owner +\d{4}-\d\d-\d\d$`).MatchString(o.out) {
		t.Errorf("people: %+v", o)
	}
}

// A request that has begun is finished after the program was told to stop; /readyz says meanwhile that it is ending.
func TestDrain(t *testing.T) {
	r := start(t, command(t, t.TempDir(), "serve", "--addr", "127.0.0.1:0", "--drain", "1s"))
	address := strings.TrimPrefix(r.url, "http://")
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	body := "login=ida&password=not+the+right+words"
	fmt.Fprintf(conn, "POST /sign-in HTTP/1.1\r\nHost: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s",
		address, len(body), body[:10])
	if err := r.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	c := client(t)
	for status := 200; status != http.StatusServiceUnavailable; {
		status, _, _ = fetch(t, c, r.url+"/readyz", nil)
	}
	if status, _, _ := fetch(t, c, r.url+"/", nil); status != 200 {
		t.Errorf("while draining the landing page is %d", status)
	}
	for { // until no more connections are taken
		other, err := net.Dial("tcp", address)
		if err != nil {
			break
		}
		other.Close()
	}
	fmt.Fprint(conn, body[10:])
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil || res.StatusCode != http.StatusUnprocessableEntity {
		t.Fatalf("the request that had begun: %v, %v", res, err)
	}
	_, _ = io.Copy(io.Discard, res.Body)
	conn.Close()
	_, _ = io.Copy(io.Discard, r.out)
	if _ = r.cmd.Wait(); r.cmd.ProcessState.ExitCode() != 0 {
		t.Errorf("status %d\n%s", r.cmd.ProcessState.ExitCode(), r.errs)
	}
}

// A form works over a plain-HTTP address of the machine that is not the loopback one.
func TestPlainNetwork(t *testing.T) {
	t.Parallel()
	address := ""
	all, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range all {
		if n, ok := a.(*net.IPNet); ok && !n.IP.IsLoopback() && n.IP.To4() != nil {
			address = n.IP.String()
		}
	}
	if address == "" {
		if os.Getenv("CI") != "" {
			t.Fatal("this machine has no address but the loopback one")
		}
		t.Skip("this machine has no address but the loopback one")
	}
	r := start(t, command(t, t.TempDir(), "serve", "--addr", "0.0.0.0:0"))
	u, err := url.Parse(r.url)
	if err != nil {
		t.Fatal(err)
	}
	lan := "http://" + net.JoinHostPort(address, u.Port())
	status, path, body := fetch(t, client(t), lan+"/attempts", url.Values{"mode": {"drill"}, "count": {"10"}})
	if status != 200 || !strings.HasPrefix(path, "/attempts/") {
		t.Errorf("%d %s\n%s", status, path, body)
	}
	if u.Hostname() != "localhost" {
		t.Errorf("the printed address is %s", r.url)
	}
	r.stop()
}

// With --dev an edit shows at the next request, and one that is wrong says what is wrong.
func TestDev(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"content", "quizzes", "templates", "static"} {
		if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(filepath.Join("../..", name))); err != nil {
			t.Fatal(err)
		}
	}
	r := start(t, command(t, dir, "serve", "--dev", "--addr", "127.0.0.1:0"))
	defer r.stop()
	c := client(t)
	path := filepath.Join(dir, "templates", "landing.html")
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	later := time.Now()
	edit := func(text string) string {
		t.Helper()
		writeFile(t, path, text)
		later = later.Add(time.Second) // file systems may keep seconds only
		if err := os.Chtimes(path, later, later); err != nil {
			t.Fatal(err)
		}
		_, _, body := fetch(t, c, r.url+"/", nil)
		return body
	}
	if body := edit(strings.Replace(string(page), "<h1", "<p>An edit.</p><h1", 1)); !strings.Contains(body, "<p>An edit.</p>") {
		t.Errorf("the edit does not show:\n%s", body)
	}
	if body := edit(string(page) + "{{.Nonsense}}{{end}}"); !strings.Contains(body, "landing.html") || strings.Contains(body, "<h1") {
		t.Errorf("a mistake shows as:\n%s", body)
	}
	if body := edit(string(page)); !strings.Contains(body, "<h1") || strings.Contains(body, "An edit") {
		t.Errorf("mended, it shows as:\n%s", body)
	}
}

func TestUser(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	user := func(in string, args ...string) outcome {
		t.Helper()
		cmd := command(t, dir, append([]string{"user"}, args...)...)
		cmd.Stdin = strings.NewReader(in)
		return finish(t, cmd)
	}
	expect := func(o outcome, status int, want string) {
		t.Helper()
		if o.status != status || !regexp.MustCompile(want).MatchString(o.out+o.err) {
			t.Fatalf("%+v, want %d %s", o, status, want)
		}
	}
	expect(user("four unrelated words\n", "add", "ida", "--role", "owner", "--password-stdin"), 0, `^ida is added as owner.\n$`)
	expect(user("short\n", "add", "eve", "--password-stdin"), 1, `at least 12 characters`)
	expect(user("", "add", "eve", "--password-stdin"), 1, `no password on standard input`)
	expect(user("", "add", " "), 2, `Enter your`)
	expect(user("", "add", "Ida"), 1, `the user name Ida is taken`)
	added := user("", "add", "rosa@example.org", "--name", "Rosa Díaz", "--base-url", "https://study.example.org")
	expect(added, 0, `https://study.example.org/reset/\w{26}\n$`)
	expect(user("", "list"), 0, `(?m)^ida +ida +owner`)
	expect(user("", "list"), 0, `(?m)^rosa@example.org +Rosa Díaz +learner`)
	expect(user("", "role", "rosa@example.org", "instructor"), 0, `is now instructor`)
	expect(user("", "role", "rosa@example.org", "coordinator"), 0, `is now coordinator`)
	expect(user("", "role", "ida", "learner"), 1, `ida is the only owner; make somebody else owner first`)
	expect(user("", "role", "nobody", "admin"), 1, `nobody has the user name nobody`)
	expect(user("", "reset", "nobody"), 1, `nobody has the user name nobody`)
	reset := user("", "reset", "ROSA@example.org")
	expect(reset, 0, `http://127.0.0.1:8080/reset/\w{26}\n$`)

	r := start(t, command(t, dir, "serve", "--addr", "127.0.0.1:0"))
	defer r.stop()
	path := regexp.MustCompile(`/reset/\w+`).FindString(reset.out)
	c := client(t)
	if status, at, body := fetch(t, c, r.url+path, url.Values{"password": {"another four words"}}); status != 200 || at != "/me" || !strings.Contains(body, "Rosa Díaz") {
		t.Errorf("reset: %d %s\n%s", status, at, body)
	}
	if status, _, _ := fetch(t, client(t), r.url+path, nil); status != 404 {
		t.Errorf("the link works twice: %d", status)
	}
	signIn := url.Values{"login": {"ida"}, "password": {"four unrelated words"}}
	if status, at, body := fetch(t, client(t), r.url+"/sign-in", signIn); status != 200 || at != "/me" {
		t.Errorf("sign in: %d %s\n%s", status, at, body)
	}
}

func TestBuildCommand(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	out := filepath.Join(dir, "site")
	for range 2 { // the second replaces the first
		o := finish(t, command(t, dir, "build", "-o", out))
		if o.status != 0 || !regexp.MustCompile(`^\d+ pages are in .*site; open .*index.html\n$`).MatchString(o.out) {
			t.Fatalf("%+v", o)
		}
	}
	for _, file := range []string{"index.html", "learn/index.html", "me/index.html", "exam/index.html"} {
		if _, err := os.Stat(filepath.Join(out, file)); err != nil {
			t.Error(err)
		}
	}
	if left, err := filepath.Glob(filepath.Join(dir, ".frontdesk*")); err != nil || len(left) > 0 {
		t.Errorf("left beside the export: %v, %v", left, err)
	}
}

func TestCheckCommand(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	bad := copyCourse(t, t.TempDir(), "content/cmaa/glossary/px.yaml", func(s string) string { return s + "\n- id: px-999\n  frnt: x\n" })
	o := finish(t, command(t, dir, "check", "--course", bad))
	if o.status != 1 || !regexp.MustCompile(`(?m)^content/cmaa/glossary/px.yaml:\d+: \w+: .*frnt`).MatchString(o.out) || o.err != "" {
		t.Errorf("%+v", o)
	}
	o = finish(t, command(t, dir, "check", "--json", "--course", bad))
	var report struct {
		Problems []struct {
			File, Rule, Severity, Message string
			Line                          int
		}
	}
	if err := json.Unmarshal([]byte(o.out), &report); err != nil || o.status != 1 || len(report.Problems) == 0 || report.Problems[0].Line == 0 {
		t.Errorf("status %d, %v\n%.300s", o.status, err, o.out)
	}
	later := finish(t, command(t, dir, "check", "--at", "2099-01-01"))
	if now := finish(t, command(t, dir, "check")); now.out == later.out {
		t.Error("--at changes nothing")
	}
}

func TestVersionCommand(t *testing.T) {
	o := finish(t, command(t, t.TempDir(), "version"))
	if o.status != 0 || !regexp.MustCompile(`^frontdesk \S+.*\ncommit +\S+.*\nschema +[1-9]\d*\ncourse +cmaa \w+\nquestions \w+\n$`).MatchString(o.out) {
		t.Errorf("%+v", o)
	}
}
