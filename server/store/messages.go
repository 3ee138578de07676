package store

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// A Message passes between a learner and the staff of a class, inside the site.
type Message struct {
	ID      string
	Class   string
	Name    string // of the class
	Person  string // the learner
	Actor   string // who wrote it; the learner, or staff
	By      string // the actor's name; "" if there is no such account any more
	About   string // an address on this site that it is about; may be ""
	Subject string // what stands there, in words; may be ""
	Body    string
	At      time.Time
	Read    time.Time // by the learner; of the learner's own: when staff had dealt with it; zero before
	Shown   []string  // only to AddMessage: the ids of the messages that whoever writes has seen waiting
}

// Own tells whether the learner wrote it.
func (m Message) Own() bool { return m.Actor == m.Person }

// MaxOpenMessages is how many messages of one learner wait for staff at a time.
const MaxOpenMessages = 10

// AddMessage keeps a message. One of staff is an answer to what they were shown
// of what the learner has asked the class: that counts as dealt with; one of the
// learner says that what they were shown was read. What came in meanwhile waits
// on. ErrNotFound unless the learner is in
// the class now; ErrFull for a learner's own if MaxOpenMessages wait already.
// That it was sent is written down, but not its words. Of m, ID, Name, By, At
// and Read are not read.
func (db *DB) AddMessage(ctx context.Context, m Message, now time.Time) error {
	err := db.write(ctx, func(h *handle) error {
		c, err := h.holdClass(m.Class)
		if err != nil {
			return err
		}
		if err := h.hold(m.Person, ""); err != nil {
			return err
		}
		in, err := h.membership(c.ID, m.Person)
		if err != nil {
			return err
		}
		if in.role != Learner || !in.left.IsZero() {
			return ErrNotFound
		}
		if m.Own() {
			open, err := number(h, "SELECT COUNT(*) FROM messages WHERE person = ?1 AND actor = ?1 AND read_at IS NULL", m.Person)
			if err != nil {
				return err
			}
			if open >= MaxOpenMessages {
				return ErrFull
			}
		}
		if err := h.settleMessages(m.Class, m.Person, m.Actor, !m.Own(), m.Shown, now); err != nil {
			return err
		}
		_, err = h.exec("INSERT INTO messages (id, class, person, actor, about, subject, body, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
			newID(), m.Class, m.Person, m.Actor, m.About, m.Subject, m.Body, ms(now))
		if err != nil {
			return err
		}
		return h.auditIn(m.Class, m.Actor, "message", m.Person, "", "", now)
	})
	return during("add message", err)
}

// settleMessages marks what waits between a class ("" for all) and a learner, as
// far as it was shown: the learner's own as dealt with, or those of staff as
// read. Ids of others count for nothing.
func (h *handle) settleMessages(class, person, by string, own bool, shown []string, now time.Time) error {
	which := "actor <> person"
	if own {
		which = "actor = person"
	}
	if len(shown) == 0 {
		return nil
	}
	args, marks := []any{person, class, ms(now), by}, make([]string, len(shown))
	for i, id := range shown {
		args, marks[i] = append(args, id), fmt.Sprintf("?%d", i+5)
	}
	_, err := h.exec("UPDATE messages SET read_at = ?3, read_by = ?4 WHERE person = ?1 AND (?2 = '' OR class = ?2) AND read_at IS NULL AND "+which+
		" AND id IN ("+strings.Join(marks, ", ")+")", args...)
	return err
}

// ReadMessages marks what staff have written to a learner, and the learner was
// shown, as read.
func (db *DB) ReadMessages(ctx context.Context, person string, shown []string, now time.Time) error {
	err := db.write(ctx, func(h *handle) error { return h.settleMessages("", person, person, false, shown, now) })
	return during("read messages", err)
}

// SettleMessages marks what a learner has asked a class, and actor was shown, as
// dealt with.
func (db *DB) SettleMessages(ctx context.Context, actor, class, person string, shown []string, now time.Time) error {
	err := db.write(ctx, func(h *handle) error { return h.settleMessages(class, person, actor, true, shown, now) })
	return during("settle messages", err)
}

const selectMessages = `SELECT m.id, m.class, c.name, m.person, m.actor, (SELECT a.name FROM accounts a WHERE a.person = m.actor),
	m.about, m.subject, m.body, m.at, m.read_at FROM messages m JOIN classes c ON c.id = m.class WHERE `

func (m *Message) dest() []any {
	return []any{&m.ID, &m.Class, &m.Name, &m.Person, &m.Actor, words{&m.By}, &m.About, &m.Subject, &m.Body, at{&m.At}, at{&m.Read}}
}

// MessagesOf returns what was written between a learner and a class, or all
// classes for "", newest first.
func (db *DB) MessagesOf(ctx context.Context, class, person string) ([]Message, error) {
	all, err := list(db.read(ctx), (*Message).dest, selectMessages+"m.person = ?1 AND (?2 = '' OR m.class = ?2) ORDER BY m.at DESC, m.id", person, class)
	return all, during("messages of person", err)
}

// OpenMessages returns what learners have asked a class and nobody has dealt
// with, oldest first.
func (db *DB) OpenMessages(ctx context.Context, class string) ([]Message, error) {
	all, err := list(db.read(ctx), (*Message).dest, selectMessages+"m.class = ?1 AND m.actor = m.person AND m.read_at IS NULL ORDER BY m.at, m.id", class)
	return all, during("open messages", err)
}
