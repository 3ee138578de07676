package templates

// An OwnerPage sets the site up: whoever opens the one-time link chooses the owner's account. Looking at the page does
// not use the link up; sending the form does.
type OwnerPage struct {
	Frame
	Token string
	State LinkState
	Name  string // as it was typed
	Login string
}

// NewOwnerPage is the page behind the owner link; the caller fills in what was typed.
func NewOwnerPage(p *Person, token string, state LinkState) OwnerPage {
	title := "Set up this site"
	if state != Usable {
		title = "This link does not work any more"
	}
	return OwnerPage{Frame: Personal(p, title), Token: token, State: state}
}

// Template names the page's file.
func (OwnerPage) Template() string { return "owner.html" }

// Fields are what is typed, in order.
func (o OwnerPage) Fields() []Field {
	name := o.name(o.Name)
	name.Hint = "Shown to the people of this site."
	return []Field{name, o.login(o.Login), o.newPassword()}
}
