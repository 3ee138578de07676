package templates

import (
	"net/url"
	"strings"
)

// MinPassword is the fewest characters that a password may have, as the pages say it.
const MinPassword = 12

// A SignInPage lets a person in who has an account. Errors about the field "login" or "password", or about none.
type SignInPage struct {
	Frame
	Login  string // as it was typed
	Shared bool   // sign out when the browser is closed
	Next   string // where to go afterwards, a path of this site; may be ""
	Work   Work   // what a guest has done in this browser
}

// NewSignInPage is the form, empty; the caller fills in what was typed.
func NewSignInPage(p *Person) SignInPage { return SignInPage{Frame: Personal(p, "Sign in")} }

// UpPath is the address of the form for a new account. Of the pages to go to afterwards only joining a class makes sense
// with one.
func (s SignInPage) UpPath() string {
	if !strings.HasPrefix(s.Next, "/join/") {
		return "/sign-up"
	}
	return withNext("/sign-up", s.Next)
}

// Template names the page's file.
func (SignInPage) Template() string { return "account-sign-in.html" }

// Fields are what is typed, in order.
func (s SignInPage) Fields() []Field {
	return []Field{s.login(s.Login), s.password("Password", "", "current-password")}
}

// SharedBox is the question whether the computer is shared.
func (s SignInPage) SharedBox() Choice { return sharedBox(s.Shared) }

// A SignUpPage makes an account. A guest's work stays where it is: the guest becomes the account.
type SignUpPage struct {
	Frame
	Name   string // as it was typed
	Login  string
	Shared bool
	Next   string // where to go afterwards, a path of this site; may be ""
	Work   Work   // what will be kept
}

// NewSignUpPage is the form, empty; the caller fills in what was typed.
func NewSignUpPage(p *Person, w Work) SignUpPage {
	title := "Make an account"
	if w.Any() {
		title = "Keep your work"
	}
	return SignUpPage{Frame: Personal(p, title), Work: w}
}

// InPath is the address of the other form, which leads on to the same page.
func (s SignUpPage) InPath() string { return withNext("/sign-in", s.Next) }

// withNext adds to the address of a form where to go afterwards.
func withNext(path, next string) string {
	if next == "" {
		return path
	}
	return path + "?" + url.Values{"next": {next}}.Encode()
}

// Template names the page's file.
func (SignUpPage) Template() string { return "account-sign-up.html" }

// Fields are what is typed, in order.
func (s SignUpPage) Fields() []Field {
	return []Field{s.name(s.Name), s.login(s.Login), s.newPassword()}
}

// SharedBox is the question whether the computer is shared.
func (s SignUpPage) SharedBox() Choice { return sharedBox(s.Shared) }

// A MergePage asks, after the right password, whether the work that a guest has done in this browser belongs to the
// account too. Nobody is signed in yet.
type MergePage struct {
	Frame
	Name  string // of the account
	Guest Work   // what was done in this browser
	Next  string // where to go afterwards, a path of this site; may be ""
	Open  bool   // both have an open exam of one kind: the guest's would be closed as it stands
	Whose string // of the guest, see Exam.Whose
}

// NewMergePage asks for the account called name.
func NewMergePage(p *Person, name string, guest Work) MergePage {
	return MergePage{Frame: Personal(p, "Take this computer’s work over?"), Name: name, Guest: guest}
}

// Template names the page's file.
func (MergePage) Template() string { return "account-merge.html" }

// Take is the question.
func (m MergePage) Take() Choice {
	return Choice{Name: "take", Legend: "Whose work is it?", Error: m.FieldError("take"), Options: []ChoiceOption{
		{Value: "yes", Label: "Mine: take it over", Hint: "It moves into your account. What the account has stays as it is."},
		{Value: "no", Label: "Not mine, or leave it out", Hint: "It is not moved. This browser forgets it, nobody can open it again, and it is erased within 180 days."},
	}}
}

// A SettingsPage is what a member can change about the account.
type SettingsPage struct {
	Frame
	Name   string // as shown, or as it was typed
	Login  string
	Factor float64 // of time, as staff have set it; 1 for the usual one
	Whose  string  // see Exam.Whose
	Owner  bool    // an owner is not erased before the site has another
}

// NewSettingsPage is the page of a member.
func NewSettingsPage(p *Person, login string, factor float64) SettingsPage {
	f := Personal(p, "Settings")
	f.Breadcrumb = []Crumb{{"My page", "/me/"}}
	return SettingsPage{Frame: f, Name: p.Name, Login: login, Factor: factor}
}

// Template names the page's file.
func (SettingsPage) Template() string { return "account-settings.html" }

// Extra tells of extra time, "" where there is none.
func (s SettingsPage) Extra() string { return ExtraTime(s.Factor) }

// NameField is the form for the name.
func (s SettingsPage) NameField() Field { return s.name(s.Name) }

// PasswordFields are the form for the password.
func (s SettingsPage) PasswordFields() []Field {
	current := s.password("Password now", "", "current-password")
	current.Name, current.Error = "current", s.FieldError("current")
	next := s.newPassword()
	next.Label = "New password"
	return []Field{current, next}
}

// EraseField is the form for erasing the account.
func (s SettingsPage) EraseField() Field {
	f := s.password("Your password", "The account is switched off today and erased in 7 days, with all work in it. Sign in before then to keep it.", "current-password")
	f.Name, f.Error = "erase-password", s.FieldError("erase-password")
	return f
}

// A ResetPage sets a new password from a link that staff have made.
type ResetPage struct {
	Frame
	Token string
	State LinkState
	Login string // whose password it is
}

// LinkState is whether a one-time link can be used.
type LinkState string

// The states of a one-time link.
const (
	Usable  LinkState = ""
	Used    LinkState = "used"
	Expired LinkState = "expired"
)

// NewResetPage is the page behind a reset link.
func NewResetPage(token, login string, state LinkState) ResetPage {
	title := "Choose a new password"
	if state != Usable {
		title = "This link does not work any more"
	}
	return ResetPage{Frame: Personal(nil, title), Token: token, Login: login, State: state}
}

// Template names the page's file.
func (ResetPage) Template() string { return "account-reset.html" }

// Fields are what is typed.
func (r ResetPage) Fields() []Field { return []Field{r.newPassword()} }

func (f Frame) name(value string) Field {
	return Field{Name: "name", Label: "Name", Hint: "A first name is enough.", Error: f.FieldError("name"),
		Value: value, Autocomplete: "name", Required: true}
}

func (f Frame) login(value string) Field {
	return Field{Name: "login", Label: "Email or user name", Error: f.FieldError("login"), Value: value, Autocomplete: "username", Required: true}
}

func (f Frame) password(label, hint, autocomplete string) Field {
	return Field{Name: "password", Label: label, Hint: hint, Error: f.FieldError("password"), Type: "password", Autocomplete: autocomplete, Required: true}
}

func (f Frame) newPassword() Field {
	return f.password("Password", "At least 12 characters. Four unrelated words are fine.", "new-password")
}

func sharedBox(checked bool) Choice {
	return Choice{Name: "shared", Legend: "This computer", Many: true, Options: []ChoiceOption{
		{Value: "1", Label: "This is a shared computer (sign me out when I close it)", Checked: checked}}}
}
