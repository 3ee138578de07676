package server

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gorilla/securecookie"
	"github.com/gorilla/sessions"

	"frontdesk/server/store"
)

// The cookies. The first holds only the random token of a row in the store, signed; the second only says to the script
// of shared pages that it is worth asking for /me.json; the third keeps a sign-in that waits for an answer (merge.go).
const (
	cookieName        = "frontdesk"
	flagCookieName    = "fd"
	waitingCookieName = "frontdesk-waiting"
)

// How sessions begin; the store keeps the word.
const (
	kindGuest    = "guest"
	kindPassword = "password"
	kindShared   = "shared" // a password on a computer that others use too

	kindWaiting       = "waiting"        // the right password was shown, but nothing is opened yet
	kindWaitingShared = "waiting-shared" // the same, on a shared computer
	kindReset         = "reset"          // no cookie at all: the token of a link to a new password
	kindLearnerReset  = "reset-learner"  // the same, made by a class's coordinator: it is no good for staff
)

const (
	sessionLife = 180 * 24 * time.Hour // from the last visit
	sharedLife  = 12 * time.Hour
	resetLife   = time.Hour
	touchEvery  = time.Hour // how exactly the last visit is kept
)

// sessionStore is a store for gorilla/sessions that keeps everything on our side: a session's values are its row. Of
// Values it knows personKey and kindKey; setting one and saving begins a session with a new token.
type sessionStore struct {
	db      *store.DB
	codecs  []securecookie.Codec
	options sessions.Options
	now     func() time.Time
}

type sessionKey string

const (
	personKey sessionKey = "person" // string: to whom the session is to belong
	kindKey   sessionKey = "kind"   // string
	rowKey    sessionKey = "row"    // store.Session: what New has found
)

// newSessionStore reads the key that signs cookies from the database, where the first process has put it, or makes it
// of secret, if there is one.
func newSessionStore(ctx context.Context, db *store.DB, secret []byte, secure bool, now func() time.Time) (*sessionStore, error) {
	if len(secret) == 0 {
		fresh := make([]byte, 32)
		rand.Read(fresh)
		kept, err := db.Secret(ctx, "cookie", fresh)
		if err != nil {
			return nil, fmt.Errorf("read the cookie key: %w", err)
		}
		secret = kept
	}
	key := sha256.Sum256(append([]byte("frontdesk cookie key\n"), secret...))
	codec := securecookie.New(key[:], nil)
	codec.MaxAge(0) // the row knows when the session ends
	return &sessionStore{
		db: db, codecs: []securecookie.Codec{codec}, now: now,
		// gorilla's own defaults are neither HttpOnly nor Lax.
		options: sessions.Options{Path: "/", HttpOnly: true, Secure: secure, SameSite: http.SameSiteLaxMode, MaxAge: int(sessionLife.Seconds())},
	}, nil
}

// Get returns the request's session; it is looked up once.
func (st *sessionStore) Get(r *http.Request, name string) (*sessions.Session, error) {
	return sessions.GetRegistry(r).Get(st, name)
}

// New looks the session up. A cookie that is forged, or whose session has ended, gives a new session and no error; an
// error means that the database could not be asked.
func (st *sessionStore) New(r *http.Request, name string) (*sessions.Session, error) {
	se := sessions.NewSession(st, name)
	options := st.options
	se.Options, se.IsNew = &options, true
	c, err := r.Cookie(name)
	if err != nil {
		return se, nil
	}
	var token string
	if securecookie.DecodeMulti(name, c.Value, &token, st.codecs...) != nil {
		return se, nil
	}
	row, err := st.db.Session(r.Context(), token, st.now())
	if errors.Is(err, store.ErrNotFound) {
		return se, nil
	}
	if err != nil {
		return se, fmt.Errorf("look up session: %w", err)
	}
	if !opens(name, row.Kind) {
		return se, nil
	}
	se.ID, se.IsNew = token, false
	se.Values[rowKey] = row
	return se, nil
}

// Save writes the session and sets its cookie. With a MaxAge below 0 it ends the session. With a person set in Values
// it ends the token that was, if any, and begins a new one, so that a token which somebody has planted never becomes
// that of somebody signed in. Otherwise it moves the session's end.
func (st *sessionStore) Save(r *http.Request, w http.ResponseWriter, se *sessions.Session) error {
	if se.Options.MaxAge < 0 {
		st.setCookies(w, se, "")
		if se.ID == "" {
			return nil
		}
		if err := st.db.EndSession(r.Context(), se.ID); err != nil {
			return fmt.Errorf("end session: %w", err)
		}
		return nil
	}
	if err := st.write(r.Context(), se); err != nil {
		return err
	}
	signed, err := securecookie.EncodeMulti(se.Name(), se.ID, st.codecs...)
	if err != nil {
		return fmt.Errorf("sign session: %w", err)
	}
	st.setCookies(w, se, signed)
	return nil
}

// write brings the row up to date.
func (st *sessionStore) write(ctx context.Context, se *sessions.Session) error {
	now := st.now()
	person, _ := se.Values[personKey].(string)
	kind, _ := se.Values[kindKey].(string)
	row, _ := se.Values[rowKey].(store.Session)
	if person == "" {
		if err := st.db.TouchSession(ctx, se.ID, now.Add(life(row.Kind)), now); err != nil {
			return fmt.Errorf("touch session: %w", err)
		}
		st.persist(se, row.Kind)
		return nil
	}
	token, err := st.db.RotateSession(ctx, se.ID, person, kind, now.Add(life(kind)), now)
	if err != nil {
		return fmt.Errorf("begin session: %w", err)
	}
	se.ID, se.IsNew = token, false
	delete(se.Values, personKey)
	st.persist(se, kind)
	return nil
}

// persist lets the cookies of a shared computer end with the browser.
func (st *sessionStore) persist(se *sessions.Session, kind string) {
	se.Options.MaxAge = int(life(kind).Seconds())
	if kind == kindShared {
		se.Options.MaxAge = 0
	}
}

// setCookies sets the session's cookie, and beside the one that says who asks the flag that a script can read. An empty
// value takes them away.
func (st *sessionStore) setCookies(w http.ResponseWriter, se *sessions.Session, signed string) {
	setCookie(w, sessions.NewCookie(se.Name(), signed, se.Options))
	if se.Name() != cookieName {
		return
	}
	readable := *se.Options
	readable.HttpOnly = false
	value := "1"
	if signed == "" {
		value = ""
	}
	setCookie(w, sessions.NewCookie(flagCookieName, value, &readable))
}

// setCookie sets a cookie once: what the same answer has set under the name before is taken out.
func setCookie(w http.ResponseWriter, c *http.Cookie) {
	h := w.Header()
	h["Set-Cookie"] = slices.DeleteFunc(h["Set-Cookie"], func(line string) bool { return strings.HasPrefix(line, c.Name+"=") })
	http.SetCookie(w, c)
}

// opens tells whether a session of the kind belongs into the cookie: none can be put to another use.
func opens(cookie, kind string) bool {
	switch kind {
	case kindGuest, kindPassword, kindShared:
		return cookie == cookieName
	case kindWaiting, kindWaitingShared:
		return cookie == waitingCookieName
	}
	return false
}

// life is how long a session of the kind lasts after a visit.
func life(kind string) time.Duration {
	switch kind {
	case kindShared:
		return sharedLife
	case kindWaiting, kindWaitingShared:
		return waitingLife
	}
	return sessionLife
}
