package server

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"frontdesk/server/store"
	"frontdesk/templates"
)

// Sign-in, sign-up, sign-out.

// Lengths in characters.
const (
	maxLogin = 254
	maxName  = 100
)

// showSignIn is the form; who has signed in already is led on.
func (s *Server) showSignIn(w http.ResponseWriter, r *http.Request, sc *scope) error {
	next := localPath(r.URL.Query().Get("next"), "")
	if sc.member() {
		return redirect(w, orMe(next))
	}
	page, err := s.signInPage(r, sc)
	if err != nil {
		return err
	}
	page.Next, page.Banner = next, banner(r)
	return s.show(w, http.StatusOK, page)
}

func (s *Server) signInPage(r *http.Request, sc *scope) (templates.SignInPage, error) {
	page := templates.NewSignInPage(sc.shown())
	if !sc.guest() {
		return page, nil
	}
	work, err := s.workOf(r.Context(), sc.person())
	page.Work = work
	return page, err
}

// signIn checks name and password. An unknown name takes as long as a wrong password, and is answered alike.
func (s *Server) signIn(w http.ResponseWriter, r *http.Request, sc *scope) error {
	page, err := s.signInPage(r, sc)
	if err != nil {
		return err
	}
	page.Login, page.Shared, page.Next = sc.field("login"), sc.field("shared") == "1", localPath(sc.field("next"), "")
	password := sc.form.Get("password")
	if page.Login == "" {
		page.Errors = append(page.Errors, templates.FieldError{Field: "login", Text: "Enter your email or user name"})
	}
	if password == "" {
		page.Errors = append(page.Errors, templates.FieldError{Field: "password", Text: "Enter your password"})
	}
	if len(page.Errors) > 0 {
		return s.refuseForm(w, r, http.StatusUnprocessableEntity, page, page.Errors)
	}
	account, err := s.authenticate(r, page.Login, password)
	if errors.Is(err, errNoMatch) {
		page.Errors = []templates.FieldError{{Field: "login", Text: "The name and password do not match. Check both."}}
		return s.refuseForm(w, r, http.StatusUnprocessableEntity, page, page.Errors)
	}
	if wait := waitOf(err); wait > 0 {
		page.Errors = []templates.FieldError{{Text: tooManyWords(wait)}}
		w.Header().Set("Retry-After", seconds(wait))
		return s.refuseForm(w, r, http.StatusTooManyRequests, page, page.Errors)
	}
	if err != nil {
		return err
	}
	return s.enter(w, r, sc, account.Person, passwordKind(page.Shared), orMe(page.Next))
}

// errNoMatch says that name and password do not belong together, and not which of them is wrong.
var errNoMatch = errors.New("name and password do not match")

// authenticate finds the account that name and password open. Errors: errNoMatch; a refusal with 429.
func (s *Server) authenticate(r *http.Request, login, password string) (store.Account, error) {
	now := s.now()
	byLogin, byAddress := loginKey(store.FoldLogin(login)), addressKey(s.address(r))
	if wait := s.tries.take(byAddress, triesPerAddress, now); wait > 0 {
		return store.Account{}, tooMany(wait)
	}
	if wait := s.tries.take(byLogin, triesPerLogin, now); wait > 0 {
		return store.Account{}, tooMany(wait)
	}
	account, err := s.db.AccountByLogin(r.Context(), login)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return store.Account{}, fmt.Errorf("look up account: %w", err)
	}
	ok, err := s.passwords.match(r.Context(), password, account.Hash)
	if err != nil {
		return store.Account{}, err
	}
	if !ok || !account.Leaving.IsZero() && !now.Before(account.Leaving) {
		return store.Account{}, errNoMatch
	}
	s.tries.giveBack(byAddress)
	s.tries.giveBack(byLogin)
	return account, nil
}

// enter makes the browser's session that of a person who has shown who it is. If a guest has work in this browser, it
// asks first whose that is: nothing happens until the answer.
func (s *Server) enter(w http.ResponseWriter, r *http.Request, sc *scope, person, kind, next string) error {
	if sc.guest() {
		work, err := s.workOf(r.Context(), sc.person())
		if err != nil {
			return err
		}
		if work.Any() {
			return s.askToMerge(w, r, person, kind, next)
		}
	}
	stays, err := s.db.Stay(r.Context(), person, s.now())
	if err != nil {
		return fmt.Errorf("keep an account: %w", err)
	}
	if err := s.become(w, r, sc, person, kind); err != nil {
		return err
	}
	if stays {
		return redirect(w, "/me?done=stays")
	}
	return redirect(w, next)
}

func passwordKind(sharedComputer bool) string {
	if sharedComputer {
		return kindShared
	}
	return kindPassword
}

// showSignUp is the form for an account.
func (s *Server) showSignUp(w http.ResponseWriter, r *http.Request, sc *scope) error {
	next := localPath(r.URL.Query().Get("next"), "")
	if sc.member() {
		return redirect(w, orMe(next))
	}
	page, err := s.signUpPage(r, sc)
	if err != nil {
		return err
	}
	page.Next = next
	return s.show(w, http.StatusOK, page)
}

func (s *Server) signUpPage(r *http.Request, sc *scope) (templates.SignUpPage, error) {
	if !sc.guest() {
		return templates.NewSignUpPage(sc.shown(), templates.Work{}), nil
	}
	work, err := s.workOf(r.Context(), sc.person())
	return templates.NewSignUpPage(sc.shown(), work), err
}

// signUp makes an account. A guest becomes its member and keeps all work.
func (s *Server) signUp(w http.ResponseWriter, r *http.Request, sc *scope) error {
	if sc.member() {
		return redirect(w, "/me")
	}
	page, err := s.signUpPage(r, sc)
	if err != nil {
		return err
	}
	page.Name, page.Login, page.Shared = sc.field("name"), sc.field("login"), sc.field("shared") == "1"
	page.Next = localPath(sc.field("next"), "")
	if page.Errors = accountErrors(page.Name, page.Login, sc.form.Get("password")); len(page.Errors) > 0 {
		return s.refuseForm(w, r, http.StatusUnprocessableEntity, page, page.Errors)
	}
	if wait := s.tries.take(addressKey(s.address(r)), triesPerAddress, s.now()); wait > 0 {
		page.Errors = []templates.FieldError{{Text: tooManyWords(wait)}}
		w.Header().Set("Retry-After", seconds(wait))
		return s.refuseForm(w, r, http.StatusTooManyRequests, page, page.Errors)
	}
	hash, err := s.passwords.hash(r.Context(), sc.form.Get("password"))
	if err != nil {
		return err
	}
	account := store.NewAccount{Person: sc.person(), Name: page.Name, Login: page.Login, Hash: hash, Role: store.Learner}
	person, err := s.db.CreateAccount(r.Context(), sc.person(), account, s.now())
	if errors.Is(err, store.ErrTaken) || errors.Is(err, store.ErrMember) { // a member by now: the form was sent twice
		page.Errors = []templates.FieldError{{Field: "login", Text: "That name is taken. Sign in, or choose another."}}
		return s.refuseForm(w, r, http.StatusUnprocessableEntity, page, page.Errors)
	}
	if err != nil {
		return fmt.Errorf("make account: %w", err)
	}
	if err := s.become(w, r, sc, person, passwordKind(page.Shared)); err != nil {
		return err
	}
	return redirect(w, cmp.Or(page.Next, "/me?done=account"))
}

// signOut ends this browser's session. A guest would lose all work by that, and is asked first.
func (s *Server) signOut(w http.ResponseWriter, r *http.Request, sc *scope) error {
	if sc.guest() {
		return redirect(w, "/me/finish")
	}
	if err := s.leave(w, r, sc); err != nil {
		return err
	}
	return redirect(w, "/sign-in?done=out")
}

// signOutEverywhere ends all sessions of a person.
func (s *Server) signOutEverywhere(w http.ResponseWriter, r *http.Request, sc *scope) error {
	if sc.guest() {
		return redirect(w, "/me/finish")
	}
	if _, err := s.db.EndSessions(r.Context(), sc.person(), ""); err != nil {
		return fmt.Errorf("sign out everywhere: %w", err)
	}
	if err := s.leave(w, r, sc); err != nil {
		return err
	}
	return redirect(w, "/sign-in?done=everywhere")
}

// CheckName says in a sentence why a shown name or a sign-in name cannot be taken; "" if both can.
func CheckName(name, login string) string {
	for _, e := range nameErrors(name, login) {
		return e.Text
	}
	return ""
}

func nameErrors(name, login string) []templates.FieldError {
	var errs []templates.FieldError
	if text := nameError(name); text != "" {
		errs = append(errs, templates.FieldError{Field: "name", Text: text})
	}
	switch {
	case store.FoldLogin(login) == "":
		errs = append(errs, templates.FieldError{Field: "login", Text: "Enter your email or user name"})
	case utf8.RuneCountInString(store.FoldLogin(login)) > maxLogin || unprintable(login): // folding can make it 18 times as long
		errs = append(errs, templates.FieldError{Field: "login", Text: fmt.Sprintf("Enter at most %d letters, digits and signs, on one line", maxLogin)})
	}
	return errs
}

func nameError(name string) string {
	switch {
	case name == "":
		return "Enter your name"
	case utf8.RuneCountInString(name) > maxName || unprintable(name):
		return fmt.Sprintf("Enter a name of at most %d characters, on one line", maxName)
	}
	return ""
}

// unprintable finds what breaks a line or turns the direction of the text around it.
func unprintable(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp) || unicode.Is(unicode.Bidi_Control, r)
	})
}

// accountErrors is what is wrong with what was typed for a new account.
func accountErrors(name, login, password string) []templates.FieldError {
	errs := nameErrors(name, login)
	if text := CheckPassword(password); text != "" {
		errs = append(errs, templates.FieldError{Field: "password", Text: text})
	}
	return errs
}

// refuseForm shows a form again with what is wrong in it; a script gets the first sentence as JSON.
func (s *Server) refuseForm(w http.ResponseWriter, r *http.Request, status int, page templates.Page, errs []templates.FieldError) error {
	if !wantsJSON(r) {
		return s.show(w, status, page)
	}
	p := problem{Error: problemError{Code: "refused"}}
	if status == http.StatusTooManyRequests {
		p.Error.Code = "too_many"
	}
	for _, e := range errs[:1] {
		p.Error.Message = strings.TrimSuffix(e.Text, ".") + "."
	}
	return writeJSON(w, status, p)
}

// waitOf is how long an error asks to wait; 0 for any other error.
func waitOf(err error) time.Duration {
	var e *refusal
	if errors.As(err, &e) && e.status == http.StatusTooManyRequests {
		return e.detail.Wait
	}
	return 0
}

func tooManyWords(wait time.Duration) string {
	minutes := int((wait + time.Minute - 1) / time.Minute)
	if minutes == 1 {
		return "Too many tries. Wait 1 minute, then try again."
	}
	return fmt.Sprintf("Too many tries. Wait %d minutes, then try again.", minutes)
}

// seconds is a wait for a header, rounded up.
func seconds(wait time.Duration) string {
	return strconv.Itoa(int((wait + time.Second - 1) / time.Second))
}

func orMe(next string) string {
	if next == "" {
		return "/me"
	}
	return next
}
