package server

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"fmt"
	"html"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"frontdesk/server/store"
)

// upload sends a form with a file, as browsers do.
func (b *browser) upload(target string, file []byte, fields ...string) answer {
	b.c.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part, err := w.CreateFormFile("file", "class.csv")
	if err != nil {
		b.c.t.Fatal(err)
	}
	_, _ = part.Write(file)
	for i := 0; i+1 < len(fields); i += 2 {
		_ = w.WriteField(fields[i], fields[i+1])
	}
	_ = w.Close()
	return b.send("POST", target, body.String(), "Content-Type", w.FormDataContentType())
}

// TestReadRoster: what is read from a list, and what is wrong in it.
func TestReadRoster(t *testing.T) {
	for name, tc := range map[string]struct{ text, want string }{
		"own":                   {"name,login,role\nAna Diaz,Ana,learner\nTolu,tolu,Instructor\nRosa,rosa,coordinator\nSam,sam,\n", "2 Ana Diaz/Ana/learner; 3 Tolu/tolu/instructor; 4 Rosa/rosa/coordinator; 5 Sam/sam/"},
		"OneRoster":             {"sourcedId,enabledUser,username,givenName,familyName,email,role\nx,true,ana,Ana,Diaz,ana@x.org,student\nx,false,ben,Ben,Roy,,teacher\nx,TRUE,,Cy,Li,cy@x.org,\n", "2 Ana Diaz/ana/learner; 3 Ben Roy/ben/instructor out; 4 Cy Li/cy@x.org/"},
		"from a sheet":          {"\ufeffName\tLogin\r\nAna \tana\r\n\r\nBen\t ben\r\n", "2 Ana/ana/; 4 Ben/ben/"},
		"semicolons":            {"login;name\nana;\"Diaz, Ana\"", "2 Diaz, Ana/ana/"},
		"formulas":              {"name,login,role\n\"=HYPERLINK(\"\"http://x\"\")\",ana\nBen,@SUM(A1),\nCy,cy,\" \r=1+1\"\n", `2 ! name: “=HYPERLINK("http://x")” begins like a formula. Put its value there; 3 ! login: “@SUM(A1)” begins like a formula. Put its value there; 4 ! role: “=1+1” begins like a formula. Put its value there`},
		"no names":              {"name,familyName,phone,login\n-,,+1 555,ana\n+1 555,,,ben\n\"\t-1\",,,cy\nDee,-,,dee\n,-,,eli\nFay,,=1+1,fay\n", "2 ! name: “-” begins like a formula. Put its value there; 3 ! name: “+1 555” begins like a formula. Put its value there; 4 ! name: “-1” begins like a formula. Put its value there; 5 ! familyName: “-” begins like a formula. Put its value there; 6 ! familyName: “-” begins like a formula. Put its value there; 7 Fay/fay/"},
		"apostrophes":           {"name,login\n'=1+1,'@ben\n'Abd,abd\n", "2 ! name: “=1+1” begins like a formula. Put its value there; 3 'Abd/abd/"},
		"behind a semicolon":    {"name,login\nAna;'=1,ana;'-1\n", "2 Ana;=1/ana;-1/"},
		"old Mac":               {"name,login\rAna,ana\rBen,ben\r", "2 Ana/ana/; 3 Ben/ben/"},
		"blank lines":           {"\n,,\nname,login\n\n,\nAna,ana\n", "6 Ana/ana/"},
		"odd headings":          {"login;name;notes, questions, and wishes;a,b,c\nana;Ana;;\n", "2 Ana/ana/"},
		"short and long":        {"name,login,role\nAna,ana\nBen,ben,learner,more\n", "2 Ana/ana/; 3 Ben/ben/learner"},
		"line breaks":           {"name,login\n\"Ana\nDiaz\",ana\nBen,ben\n", "2 ! name: the name is longer than 100 characters, or has a line break or an invisible sign; 3 Ben/ben/"},
		"no name":               {"name,login\n,ana\nBen,\n", "2 ! name: the name is missing; 3 ! login: the sign-in name is missing"},
		"no login in OneRoster": {"givenName,familyName,userName,email\nAna,Diaz,,\nBen,Roy,,ben@clinic\n,,cy,\n", "2 ! userName: the sign-in name is missing; 3 ! email: “ben@clinic” has no ending such as .com; 4 ! givenName: the name is missing"},
		"long names":            {"name,login\nAna," + strings.Repeat("a", maxLogin+1) + "\n", fmt.Sprintf("2 ! login: the sign-in name is longer than %d characters, or has a line break or an invisible sign", maxLogin)},
		"role":                  {"name,login,role\nAna,ana,guardian\n", "2 ! role: “guardian” is no role in a class. Write learner, instructor or coordinator"},
		"enabled":               {"name,login,enabledUser\nAna,ana,yes\n", "2 ! enabledUser: “yes” is neither true nor false"},
		"address":               {"name,email\nRosa,rosa@clinic\n", "2 ! email: “rosa@clinic” has no ending such as .com"},
		"twins":                 {"name,login\nAna,ana\nBen,ben\nAna,ＡＮＡ\n", "2 Ana/ana/; 3 Ben/ben/; 4 ! “ＡＮＡ” stands in row 2 already"},
		"empty":                 {" \n", "refused: Choose a file, or paste rows"},
		"headings alone":        {"name,login\n\n", "refused: The list has no rows below its headings"},
		"no login":              {"name,role\nAna,learner\n", "refused: The first row has no heading login, username or email"},
		"no headings":           {"login\nana\n", "refused: The first row has no heading name, givenName or familyName"},
		"heading twice":         {"name,login,Login\nAna,a,b\n", "refused: The heading Login stands there twice"},
		"Latin-1":               {"name,login\nAna,ana\nAndr\xe9,andre\n", "refused: Row 3 is not readable as UTF-8. Save the list as “CSV UTF-8” and try again"},
		"UTF-16":                {"\xff\xfen\x00a\x00", "refused: This is UTF-16 text. Save the list as “CSV UTF-8” and try again"},
		"a picture":             {"\x89PNG\r\n\x1a\n\x00\x00", "refused: This is not a CSV or .xlsx file"},
		"a PDF":                 {"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "refused: This is not a CSV or .xlsx file"},
		"quotation marks":       {"name,login\nAna,ana\n\"Ben,ben\n", "refused: Row 3 cannot be read: look at its quotation marks"},
		"too large":             {"name,login\n" + strings.Repeat("x", maxRoster), "refused: The list is larger than 2 MB. Send it in parts"},
		"too many":              {"name,login\n" + strings.Repeat("a,b\n", maxRosterRows+1), "refused: The list has more than 5,000 rows. Send it in parts"},
		"our own template":      {rosterTemplate, "2 Ana Diaz/ana.diaz@example.org/learner; 3 Tolu Adeyemi/tolu/instructor"},
	} {
		f, refused := readRoster([]byte(tc.text))
		var all []string
		for _, l := range f.lines {
			switch {
			case l.wrong != "":
				all = append(all, fmt.Sprint(l.Row, " ! ", l.wrong))
			case l.Out:
				all = append(all, fmt.Sprintf("%d %s/%s/%s out", l.Row, l.Name, l.Login, l.Role))
			default:
				all = append(all, fmt.Sprintf("%d %s/%s/%s", l.Row, l.Name, l.Login, l.Role))
			}
		}
		got := strings.Join(all, "; ")
		if refused != "" {
			got = "refused: " + refused
		}
		if got != tc.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, tc.want)
		}
	}
}

var digestField = regexp.MustCompile(`name="digest" value="(\w+)"`)

// TestImport: a coordinator checks a list with two bad rows, runs it, and runs it again; the new ones choose passwords.
func TestImport(t *testing.T) {
	both(t, func(t *testing.T, c *clinic) {
		class := c.class(c.account("ana", store.Learner), store.Learner)
		c.account("ben", store.Learner)
		cora := c.browser()
		cora.signIn("cora").leads(t, "/me")
		target := "/classes/" + class.ID + "/import"
		cora.get(target).want(t, 200, "Nothing changes until you have checked it", "Step 1 of 3", "Download the template", `accept=".csv,.xlsx,`)
		if got := cora.get(target+"/template.csv").want(t, 200).body; got != rosterTemplate {
			t.Errorf("the template is %q", got)
		}
		list := "name,login,role\r\n"
		for i := range 23 {
			list += fmt.Sprintf("New %d,new%d,\r\n", i, i)
		}
		list += "Ben,ben,instructor\r\nAna,ana@clinic,learner\r\n=1+1,,learner\r\nCora,cora,learner\r\n"

		check := cora.upload(target, []byte(list), "leave", "1").want(t, 200, "Step 2 of 3", "23 new, 1 added.", "3 rows with problems are left out", "Nobody is taken out while rows have problems. Correct them and send the list again.", "New accounts: 23", "Change 24 people", "ana@clinic” has no ending", "this is you")
		if _, err := c.db.AccountByLogin(t.Context(), "new1"); err == nil {
			t.Error("looking has made an account")
		}
		bad := cora.post(target, "text", list, "do", "errors").want(t, 200)
		rows, err := csv.NewReader(strings.NewReader(bad.body)).ReadAll()
		if err != nil || len(rows) != 3 || strings.Join(rows[0], ",") != "name,login,role,row,problem" || rows[2][0] != "'=1+1" || rows[1][3] != "26" {
			t.Errorf("%v, %v", rows, err)
		}
		if disposition := bad.Header.Get("Content-Disposition"); disposition != `attachment; filename="problem-rows.csv"` {
			t.Errorf("%s", disposition)
		}

		// Without those rows, who is not in the list leaves, and is named at once.
		list = strings.Replace(list, "Ana,ana@clinic,learner\r\n=1+1,,learner\r\n", "", 1)
		check = cora.upload(target, []byte(list), "leave", "1").want(t, 200, "23 new, 1 added, 1 out.", "1 row with problems is left out", "Change 25 people", "<details open><summary>Show who")
		if strings.Contains(check.body, "Nobody is taken out") {
			t.Error("the page says that nobody is taken out")
		}
		digest := digestField.FindStringSubmatch(check.body)[1]

		// Somebody joins in between: what was shown does not hold any more, and nothing is done.
		zoe := c.account("zoe", store.Learner)
		c.put(class, zoe, store.Learner)
		again := cora.post(target, "text", list, "leave", "1", "do", "run", "digest", digest).want(t, http.StatusConflict, "The class changed while you were checking", "23 new, 1 added, 2 out.")
		digest = digestField.FindStringSubmatch(again.body)[1]
		done := cora.post(target, "text", list, "leave", "1", "do", "run", "digest", digest).want(t, 200, "Step 3 of 3", "23 new, 1 added, 2 out.", "1 row was left out")
		links := regexp.MustCompile(`http://clinic\.test(/reset/\w+)`).FindAllStringSubmatch(html.UnescapeString(done.body), -1)
		if len(links) != 23 {
			t.Fatalf("%d links", len(links))
		}
		people, err := c.db.PeopleOf(t.Context(), class.ID)
		if err != nil || len(people) != 27 {
			t.Errorf("%d people, %v", len(people), err)
		}
		count := auditOf(t, c)
		same := cora.post(target, "text", list, "leave", "1").want(t, 200, "Nothing to change", "24 people stay as they are")
		if strings.Contains(same.body, `value="run"`) {
			t.Error("nothing is to be changed, and there is a button for it")
		}
		cora.post(target, "text", list, "leave", "1", "do", "run", "digest", digestField.FindStringSubmatch(same.body)[1]).want(t, 200, "Nothing to change")
		if auditOf(t, c) != count {
			t.Error("the second run has changed something")
		}

		// A new one has no password until the link has made one, once.
		b := c.browser()
		b.post("/sign-in", "login", "new0", "password", "").want(t, http.StatusUnprocessableEntity)
		b.signIn("new0").want(t, http.StatusUnprocessableEntity)
		c.clock.Forward(13 * 24 * time.Hour)
		b.get(links[0][1]).want(t, 200, "new0")
		b.post(links[0][1], "password", "quite another set of words").leads(t, "/me?done=password")
		b.get(links[0][1]).want(t, http.StatusNotFound)
		b.get("/classes").want(t, 200, "New hires")
		c.clock.Forward(2 * 24 * time.Hour)
		c.browser().get(links[1][1]).want(t, http.StatusNotFound)
	})
}

// textField is the list that the page which checks it carries on.
var textField = regexp.MustCompile(`(?s)name="text" value="([^"]*)"`)

// TestImportWorkbook: a workbook is checked and run like a CSV file, and the run takes the rows that were shown.
func TestImportWorkbook(t *testing.T) {
	both(t, func(t *testing.T, c *clinic) {
		class := c.class(c.account("ana", store.Learner), store.Learner)
		cora := c.browser()
		cora.signIn("cora").leads(t, "/me")
		target := "/classes/" + class.ID + "/import"
		rows := [][]any{{"Name", "Login", "Role"}, {"Ana", "ana"}, {"Zoë, \"Zo\" Li", "zoe", "instructor"}, nil, {"Rosa", "rosa@clinic"}, {"Two\nlines", "two"}, {"Max", 100234}}
		check := cora.upload(target, workbook(t, rows)).want(t, 200, "2 new.", "2 rows with problems", "rosa@clinic” has no ending", `<th scope="row" class="right">5</th>`, `<th scope="row" class="right">6</th>`, "row 7")
		text := strings.ReplaceAll(html.UnescapeString(textField.FindStringSubmatch(check.body)[1]), "\n", "\r\n") // as browsers send it
		digest := digestField.FindStringSubmatch(check.body)[1]
		cora.upload(target, nil, "text", text, "do", "run", "digest", digest).want(t, 200, "2 new.", "2 rows were left out")
		for login, role := range map[string]store.Role{"zoe": store.Instructor, "100234": store.Learner} {
			account, err := c.db.AccountByLogin(t.Context(), login)
			if err != nil {
				t.Fatal(err)
			}
			if m, err := c.db.MemberOf(t.Context(), class.ID, account.Person); err != nil || m.In != role {
				t.Errorf("%s is %+v, %v", login, m, err)
			}
		}
		cora.upload(target, workbook(t, rows)).want(t, 200, "Nothing to change")
		cora.upload(target, workbook(t, rows, behind(t, "hidden"))).want(t, 200, "From the sheet “<bdi>List</bdi>”. 1 hidden row is included.", "Nothing to change")
		formula := workbook(t, rows, func(f *excelize.File) { _ = f.SetCellFormula("Sheet1", "D14", "=1+1") })
		cora.upload(target, formula).want(t, http.StatusUnprocessableEntity, "Cell D14 holds a formula. Put its value there", `href="#file"`)
	})
}

// TestImportRefused: what cannot be read at all, and what is too much.
func TestImportRefused(t *testing.T) {
	c := open(t)
	class := c.class(c.account("ana", store.Learner), store.Learner)
	cora := c.browser()
	cora.signIn("cora").leads(t, "/me")
	target := "/classes/" + class.ID + "/import"
	cora.upload(target, nil, "text", "").want(t, http.StatusUnprocessableEntity, "Choose a file, or paste rows", `href="#text"`)
	cora.upload(target, []byte("name,login\nAndr\xe9,andre\n")).want(t, http.StatusUnprocessableEntity, "Row 2 is not readable as UTF-8", `href="#file"`)
	cora.upload(target, bytes.Repeat([]byte("x"), maxRoster+1)).want(t, http.StatusUnprocessableEntity, "larger than 2 MB")
	cora.upload(target, bytes.Repeat([]byte("x"), maxRoster+maxBody)).want(t, http.StatusRequestEntityTooLarge, "You sent 3 MB. The limit is 2 MB")
	cora.upload(target, raw(t, strings.Repeat("0", 64<<20))).want(t, http.StatusUnprocessableEntity, "The file unpacks to more than 16 MB, so it was not opened", `href="#file"`)
	cora.upload(target, []byte("\x89PNG\r\n\x1a\n\x00")).want(t, http.StatusUnprocessableEntity, "This is not a CSV or .xlsx file", `href="#file"`)
	cora.upload(target, []byte("x"), "text", "\x00").want(t, http.StatusBadRequest, "not valid text")
	cora.send("POST", target, "--x\r\ncut off", "Content-Type", "multipart/form-data; boundary=x").want(t, http.StatusBadRequest, "did not arrive whole")
	cora.send("POST", target, "x", "Content-Type", "multipart/form-data").want(t, http.StatusBadRequest, "did not arrive whole")
}

// TestImportOf200MB: a file far beyond the limit is refused while it is being sent, whether its length is told or not.
func TestImportOf200MB(t *testing.T) {
	c := open(t)
	class := c.class(c.account("ana", store.Learner), store.Learner)
	cora, _ := c.db.AccountByLogin(t.Context(), "cora")
	b := c.signedIn(cora.Person, kindPassword)
	site := httptest.NewServer(c.Server)
	defer site.Close()
	const whole = 200 << 20
	for name, want := range map[string]string{fmt.Sprint("Content-Length: ", whole): "You sent 200 MB. The limit is 2 MB", "Transfer-Encoding: chunked": "The limit is 2 MB"} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		status, closed, page, sent := b.pour(t, site, "/classes/"+class.ID+"/import", name, whole)
		runtime.ReadMemStats(&after)
		if status != http.StatusRequestEntityTooLarge || !closed || !strings.Contains(page, want) {
			t.Errorf("%s: %d, closed %v, %s", name, status, closed, page)
		}
		if cost := after.TotalAlloc - before.TotalAlloc; sent > whole/4 || cost > 100<<20 { // with what the test itself takes, and gives back
			t.Errorf("%s: %d MB were taken, and %d MB of memory", name, sent>>20, cost>>20)
		}
	}
}

// pour sends a form with a file over a connection, as fast as it is taken, and says how much of it was.
func (b *browser) pour(t *testing.T, site *httptest.Server, target, length string, whole int) (status int, closed bool, page string, sent int64) {
	conn, err := net.Dial("tcp", site.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: %s\r\nAccept: text/html\r\nContent-Type: multipart/form-data; boundary=x\r\n%s\r\n", target, b.host, length)
	for name, value := range b.cookies {
		fmt.Fprintf(conn, "Cookie: %s=%s\r\n", name, value)
	}
	fmt.Fprint(conn, "\r\n")
	var taken atomic.Int64
	done := make(chan struct{})
	go func() {
		defer close(done)
		piece := []byte("\r\n--x\r\nContent-Disposition: form-data; name=file; filename=x\r\n\r\n" + strings.Repeat("x", 64<<10))
		for n := 0; n < whole; n += len(piece) {
			frame := piece
			if strings.HasPrefix(length, "Transfer") {
				frame = fmt.Appendf(nil, "%x\r\n%s\r\n", len(piece), piece)
			}
			if _, err := conn.Write(frame); err != nil {
				return
			}
			taken.Add(int64(len(piece)))
			piece = piece[len(piece)-64<<10:]
		}
	}()
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(res.Body)
	<-done // the connection was closed, or all of it was taken
	return res.StatusCode, res.Close, string(body), taken.Load()
}
