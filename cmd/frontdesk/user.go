package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"frontdesk/server"
	"frontdesk/server/store"
)

// userCmd keeps people from the shell.
type userCmd struct {
	List  userListCmd  `cmd:"" help:"List everybody who has an account."`
	Add   userAddCmd   `cmd:"" help:"Make an account. Prints a link at which the person chooses a password."`
	Reset userResetCmd `cmd:"" help:"Print a link at which the person chooses a new password: good for one hour, once."`
	Role  userRoleCmd  `cmd:"" help:"Change what a person may do."`
}

// dbFlag names the database.
type dbFlag struct {
	DB string `name:"db" default:"frontdesk.db" placeholder:"PATH" env:"FRONTDESK_DB" help:"The database: a path (SQLite), or postgres://user@host/name. Default: ${default}."`
}

// open opens the database, and makes it only if create says so.
func (f dbFlag) open(ctx context.Context, create bool) (*store.DB, error) {
	if !create && !strings.Contains(f.DB, "://") {
		if _, err := os.Stat(f.DB); errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("there is no database %s; give its path with --db, or start frontdesk serve once to make it", f.DB)
		}
	}
	return store.Open(ctx, f.DB)
}

// linkFlag says where the site is, for links that are printed.
type linkFlag struct {
	BaseURL string `name:"base-url" default:"http://127.0.0.1:8080" placeholder:"URL" env:"FRONTDESK_BASE_URL" help:"How people reach the site, for links. Default: ${default}."`
}

type userListCmd struct{ dbFlag }

// Run prints one line for each account.
func (c *userListCmd) Run(ctx context.Context, io streams) error {
	db, err := c.open(ctx, false)
	if err != nil {
		return err
	}
	defer db.Close()
	people, err := db.ListPeople(ctx)
	if err != nil {
		return fmt.Errorf("list people: %w", err)
	}
	w := tabwriter.NewWriter(io.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "USER NAME\tNAME\tROLE\tLAST SEEN")
	for _, p := range people {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", printable(p.Login), printable(p.Name), p.Role, p.Seen.UTC().Format(time.DateOnly))
	}
	return w.Flush()
}

// printable keeps a name from moving the cursor or breaking the table.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 {
			return -1
		}
		return r
	}, s)
}

type userAddCmd struct {
	Login         string `arg:"" help:"Email or user name to sign in with."`
	Name          string `help:"As shown to others. Default: the user name." env:"FRONTDESK_NAME"`
	Role          string `enum:"learner,instructor,coordinator,admin,owner" default:"learner" env:"FRONTDESK_ROLE" help:"learner, instructor, coordinator, admin or owner. Default: ${default}."`
	PasswordStdin bool   `name:"password-stdin" env:"FRONTDESK_PASSWORD_STDIN" help:"Read the password from the first line of standard input, and print no link."`
	dbFlag
	linkFlag
}

// Run makes the account; nothing is made if anything is wrong.
func (c *userAddCmd) Run(ctx context.Context, io streams) error {
	base, err := parseBaseURL(c.BaseURL)
	if err != nil {
		return err
	}
	a := store.NewAccount{Name: strings.TrimSpace(c.Name), Login: c.Login, Role: store.Role(c.Role)}
	if a.Name == "" {
		a.Name = strings.TrimSpace(c.Login)
	}
	if wrong := server.CheckName(a.Name, a.Login); wrong != "" {
		return usageError{errors.New(wrong)}
	}
	password := rand.Text() // nobody's: the link replaces it
	if c.PasswordStdin {
		if password, err = readPassword(io); err != nil {
			return err
		}
	}
	if a.Hash, err = server.HashPassword(ctx, password); err != nil {
		return err
	}
	db, err := c.open(ctx, true)
	if err != nil {
		return err
	}
	defer db.Close()
	person, err := db.CreateAccount(ctx, store.Shell, a, time.Now())
	if errors.Is(err, store.ErrTaken) {
		return fmt.Errorf("the user name %s is taken; choose another, or use frontdesk user reset", c.Login)
	}
	if err != nil {
		return fmt.Errorf("add %s: %w", c.Login, err)
	}
	fmt.Fprintf(io.out, "%s is added as %s.\n", c.Login, c.Role)
	if c.PasswordStdin {
		return nil
	}
	return printLink(ctx, io, db, base, person)
}

// readPassword takes the first line of standard input.
func readPassword(io streams) (string, error) {
	line, err := bufio.NewReader(io.in).ReadString('\n')
	password := strings.TrimRight(line, "\r\n")
	if password == "" && err != nil {
		return "", errors.New("there is no password on standard input; write one line, such as with: echo … | frontdesk user add --password-stdin …")
	}
	if wrong := server.CheckPassword(password); wrong != "" {
		return "", errors.New(wrong)
	}
	return password, nil
}

type userResetCmd struct {
	Login string `arg:"" help:"Email or user name of the person."`
	dbFlag
	linkFlag
}

// Run prints the link. The old password works until the link is used.
func (c *userResetCmd) Run(ctx context.Context, io streams) error {
	base, err := parseBaseURL(c.BaseURL)
	if err != nil {
		return err
	}
	db, account, err := c.find(ctx, c.Login)
	if err != nil {
		return err
	}
	defer db.Close()
	return printLink(ctx, io, db, base, account.Person)
}

type userRoleCmd struct {
	Login string `arg:"" help:"Email or user name of the person."`
	Role  string `arg:"" enum:"learner,instructor,coordinator,admin,owner" help:"learner, instructor, coordinator, admin or owner."`
	dbFlag
}

// Run changes the role.
func (c *userRoleCmd) Run(ctx context.Context, io streams) error {
	db, account, err := c.find(ctx, c.Login)
	if err != nil {
		return err
	}
	defer db.Close()
	err = db.SetRole(ctx, store.Shell, account.Person, store.Role(c.Role), time.Now())
	if errors.Is(err, store.ErrLastOwner) {
		return fmt.Errorf("%s is the only owner; make somebody else owner first", c.Login)
	}
	if err != nil {
		return fmt.Errorf("change the role of %s: %w", c.Login, err)
	}
	fmt.Fprintf(io.out, "%s is now %s.\n", c.Login, c.Role)
	return nil
}

// find opens the database and looks an account up.
func (f dbFlag) find(ctx context.Context, login string) (*store.DB, store.Account, error) {
	db, err := f.open(ctx, false)
	if err != nil {
		return nil, store.Account{}, err
	}
	account, err := db.AccountByLogin(ctx, login)
	if err == nil {
		return db, account, nil
	}
	db.Close()
	if errors.Is(err, store.ErrNotFound) {
		return nil, account, fmt.Errorf("nobody has the user name %s; frontdesk user list shows who there is", login)
	}
	return nil, account, fmt.Errorf("look up %s: %w", login, err)
}

func printLink(ctx context.Context, io streams, db *store.DB, base *url.URL, person string) error {
	link, err := server.NewResetLink(ctx, db, base, person, time.Now())
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(io.out, "The link for a new password, good for one hour and once. If people reach the site elsewhere, give --base-url:\n%s\n", link)
	return err
}

// parseBaseURL reads --base-url: a scheme and a host, nothing more.
func parseBaseURL(s string) (*url.URL, error) {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || strings.Trim(u.Path, "/") != "" ||
		u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return nil, usageError{fmt.Errorf("--base-url takes an address such as https://study.example.org, without a path, not %q", s)}
	}
	u.Path = ""
	return u, nil
}
