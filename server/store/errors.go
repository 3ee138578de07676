package store

import "errors"

// What can be wrong with the database itself. Each text is one sentence and a
// remedy, fit for stderr; Open puts the name of the database in front of it.
var (
	// ErrNewerSchema: a newer program has migrated this database.
	ErrNewerSchema = errors.New("it was written by a newer frontdesk; run that version, or restore a backup made by this one")
	// ErrCorrupt: not a database, or one whose pages are damaged.
	ErrCorrupt = errors.New("the file is damaged or is not a frontdesk database; restore a backup, or give another path with --db")
	// ErrReadOnly: the file or its folder cannot be written.
	ErrReadOnly = errors.New("the file or its folder cannot be written; change its owner or permissions, or give another path with --db")
	// ErrUnavailable: the folder is missing, the server does not answer, the
	// disk is full, the database is locked for too long or has been closed.
	// While serving it means 503 with Retry-After.
	ErrUnavailable = errors.New("it cannot be used now; see that its server runs and its disk has room, then try again")
)

// What can be wrong with one request. Callers compare with errors.Is and choose
// the words the client sees.
var (
	// ErrNotFound: it does not exist, or it is not the caller's (404).
	ErrNotFound = errors.New("not found")
	// ErrTaken: another account has this sign-in name (409).
	ErrTaken = errors.New("the sign-in name is taken")
	// ErrMember: the person already has an account.
	ErrMember = errors.New("the person already has an account")
	// ErrClosed: the attempt was submitted, its time and grace are over, or it
	// is void: nothing about it can change (409 closed).
	ErrClosed = errors.New("the attempt is closed")
	// ErrLocked: the item's answer was checked and stands (409 locked).
	ErrLocked = errors.New("the item is locked")
	// ErrTakenOver: a newer tab writes to this attempt (409 taken_over).
	ErrTakenOver = errors.New("another tab has taken over")
	// ErrUntimed: an attempt without a clock takes no extra time.
	ErrUntimed = errors.New("the attempt has no time limit")
	// ErrNoAttempts: the assignment allows no further attempt.
	ErrNoAttempts = errors.New("no attempts left")
	// ErrBegun: somebody has begun the work or the form, so its questions stand.
	ErrBegun = errors.New("the work was begun")
	// ErrChanged: somebody else has changed it since it was looked at.
	ErrChanged = errors.New("it was changed meanwhile")
	// ErrNotSubmitted: an open attempt cannot be graded.
	ErrNotSubmitted = errors.New("the attempt is still open")
	// ErrDecided: somebody else has decided about the question meanwhile (409).
	ErrDecided = errors.New("somebody else has decided meanwhile")
	// ErrFull: no more of it is kept.
	ErrFull = errors.New("there are too many, or it is too long")
	// ErrOwnerExists: there is an owner, so no owner link is made or taken.
	ErrOwnerExists = errors.New("there is an owner already")
	// ErrLastOwner: the only owner cannot give the role away before another has it.
	ErrLastOwner = errors.New("the last owner must stay owner")
	// ErrStaff: what is asked for is only for learners.
	ErrStaff = errors.New("the person is staff")
	// ErrAdded: the person is in the class only because somebody knew the sign-in
	// name; that gives nobody a say over the account.
	ErrAdded = errors.New("the person was added by sign-in name")
)
