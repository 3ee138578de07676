package store

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
)

// ClassMember is somebody in a class, or who was.
type ClassMember struct {
	Person
	In      Role // role in the class
	Joined  time.Time
	Left    time.Time // zero while in it
	Section string    // of the class; "" for none
	Labels  []string  // that staff have given, in alphabetical order
	Lessons int       // marked as read
}

func (m *ClassMember) dest() []any {
	return append(m.Person.dest(), &m.In, at{&m.Joined}, at{&m.Left}, &m.Section, &m.Lessons)
}

// selectMembers finds who is and was in the class ?1.
const selectMembers = "SELECT " + personColumns + `, m.role, m.joined, m.left_at, m.section, COALESCE(r.lessons, 0)
	FROM members m JOIN people p ON p.id = m.person LEFT JOIN accounts a ON a.person = p.id
	LEFT JOIN (SELECT person, COUNT(DISTINCT lesson) AS lessons FROM reads
		WHERE undone IS NULL AND person IN (SELECT person FROM members WHERE class = ?1) GROUP BY person) r ON r.person = p.id
	WHERE m.class = ?1`

// MemberOf returns somebody who is or was in a class; ErrNotFound.
func (db *DB) MemberOf(ctx context.Context, class, person string) (ClassMember, error) {
	h := db.read(ctx)
	m, err := one(h, (*ClassMember).dest, selectMembers+" AND m.person = ?2", class, person)
	if err == nil {
		var labels map[string][]string
		labels, err = h.labels(class)
		m.Labels = labels[person]
	}
	return m, during("member of class", err)
}

// PeopleOf returns who is and was in a class, ordered by name, then sign-in
// name. ErrNotFound is not told apart from an empty class.
func (db *DB) PeopleOf(ctx context.Context, class string) ([]ClassMember, error) {
	h := db.read(ctx)
	all, err := list(h, (*ClassMember).dest, selectMembers, class)
	if err != nil {
		return nil, during("people of class", err)
	}
	labels, err := h.labels(class)
	for i := range all {
		all[i].Labels = labels[all[i].ID]
	}
	slices.SortFunc(all, func(a, b ClassMember) int {
		return cmp.Or(strings.Compare(FoldLogin(a.Name), FoldLogin(b.Name)), strings.Compare(a.Login, b.Login), strings.Compare(a.ID, b.ID))
	})
	return all, during("people of class", err)
}

// labels returns the labels of the people of a class, by person.
func (h *handle) labels(class string) (map[string][]string, error) {
	type label struct{ person, label string }
	all := map[string][]string{}
	err := walk(h, func(l *label) []any { return []any{&l.person, &l.label} }, func(l label) error {
		all[l.person] = append(all[l.person], l.label)
		return nil
	}, "SELECT person, label FROM labels WHERE class = ?1", class)
	for _, of := range all {
		slices.Sort(of)
	}
	return all, err
}

// A Spot is where the staff of a class have put somebody.
type Spot struct {
	Section string   // "" for none
	Labels  []string // in any order
}

// tidy is the spot with its labels in order, each once.
func (s Spot) tidy() Spot {
	return Spot{s.Section, slices.Compact(slices.Sorted(slices.Values(s.Labels)))}
}

func (s Spot) same(other Spot) bool {
	return s.Section == other.Section && slices.Equal(s.Labels, other.Labels)
}

func (s Spot) words() string {
	return strings.Trim("section "+s.Section+"; labels "+strings.Join(s.Labels, ", "), " ")
}

// SetPlace puts somebody who is or was in a class into a section of it ("" for
// none) and gives these labels and no others, whatever stood there. Setting them
// again changes nothing. ErrNotFound.
func (db *DB) SetPlace(ctx context.Context, actor, class, person, section string, labels []string, now time.Time) error {
	return db.setSpot(ctx, actor, class, person, nil, Spot{section, labels}, now)
}

// ChangePlace is SetPlace for somebody who has seen what stood there: ErrChanged
// if that is not was, unless it is to already; then nothing changes. ErrNotFound.
func (db *DB) ChangePlace(ctx context.Context, actor, class, person string, was, to Spot, now time.Time) error {
	was = was.tidy()
	return db.setSpot(ctx, actor, class, person, &was, to, now)
}

// setSpot is SetPlace, or ChangePlace where was is not nil.
func (db *DB) setSpot(ctx context.Context, actor, class, person string, was *Spot, to Spot, now time.Time) error {
	to = to.tidy()
	err := db.changeMember(ctx, class, person, func(h *handle, c Class, m membership) error {
		if m.role == "" {
			return ErrNotFound
		}
		is, err := h.spot(class, person)
		switch {
		case err != nil || is.same(to):
			return err
		case was != nil && !is.same(*was):
			return ErrChanged
		}
		if _, err := h.exec("UPDATE members SET section = ?3 WHERE class = ?1 AND person = ?2", class, person, to.Section); err != nil {
			return err
		}
		if _, err := h.exec("DELETE FROM labels WHERE class = ?1 AND person = ?2", class, person); err != nil {
			return err
		}
		for _, l := range to.Labels {
			if _, err := h.exec("INSERT INTO labels (class, person, label) VALUES (?1, ?2, ?3)", class, person, l); err != nil {
				return err
			}
		}
		return h.auditIn(class, actor, "set section and labels", person, is.words(), to.words(), now)
	})
	return during("set section and labels", err)
}

// spot is where somebody stands in a class, with the labels in order.
func (h *handle) spot(class, person string) (Spot, error) {
	labels, err := h.labels(class)
	if err != nil {
		return Spot{}, err
	}
	section, err := one(h, func(s *string) []any { return []any{s} }, "SELECT section FROM members WHERE class = ?1 AND person = ?2", class, person)
	return Spot{section, labels[person]}, err
}

// membership is what the table has of a person in a class.
type membership struct {
	role Role
	left time.Time
}

func (m membership) words(class string) string {
	switch {
	case m.role == "":
		return ""
	case !m.left.IsZero():
		return "left " + class
	}
	return string(m.role) + " in " + class
}

// membership returns what is kept; a zero role where the person never was in
// the class.
func (h *handle) membership(class, person string) (membership, error) {
	all, err := list(h, func(m *membership) []any { return []any{&m.role, at{&m.left}} },
		"SELECT role, left_at FROM members WHERE class = ?1 AND person = ?2", class, person)
	if err != nil || len(all) == 0 {
		return membership{}, err
	}
	return all[0], nil
}

// setMember makes a person's row in a locked class what to says, unless it is so
// already, and writes that down as an action.
func (h *handle) setMember(actor, action string, c Class, person string, was, to membership, now time.Time) error {
	if was.role == to.role && was.left.IsZero() == to.left.IsZero() {
		return nil
	}
	_, err := h.exec(`INSERT INTO members (class, person, role, joined, left_at) VALUES (?1, ?2, ?3, ?4, CAST(?5 AS BIGINT))
		ON CONFLICT (class, person) DO UPDATE SET role = ?3, left_at = CAST(?5 AS BIGINT)`, c.ID, person, string(to.role), ms(now), ms(to.left))
	if err != nil {
		return err
	}
	return h.auditIn(c.ID, actor, action, person, was.words(c.Name), to.words(c.Name), now)
}

// Join lets a living person into the class whose code it is, as a learner, and
// returns the class's id. Who is in it already stays what they are; who has left
// comes back as a learner, whatever they were before. ErrNotFound as for
// ClassByCode.
func (db *DB) Join(ctx context.Context, code, person string, now time.Time) (string, error) {
	var class string
	err := db.write(ctx, func(h *handle) error {
		found, err := one(h, (*Class).dest, "SELECT "+classColumns+" FROM classes c WHERE c.code = ?1", FoldCode(code))
		if err != nil {
			return err
		}
		c, err := h.holdClass(found.ID)
		if err != nil {
			return err
		}
		if c.Code != FoldCode(code) || c.Closed || !c.Archived.IsZero() { // as it stands now that nobody can change it
			return ErrNotFound
		}
		if err := h.touch(person, now); err != nil {
			return err
		}
		was, err := h.membership(c.ID, person)
		if err != nil {
			return err
		}
		class = c.ID
		if was.role == "" || !was.left.IsZero() {
			if err := h.setMember(person, "join class", c, person, was, membership{role: Learner}, now); err != nil {
				return err
			}
		}
		_, err = h.exec("UPDATE members SET own = 1 WHERE class = ?1 AND person = ?2", c.ID, person)
		return err
	})
	if err != nil {
		return "", during("join class", err)
	}
	return class, nil
}

// PutMember makes a living person somebody in a class, in a role; who has left comes back. ErrNotFound.
func (db *DB) PutMember(ctx context.Context, actor, class, person string, role Role, now time.Time) error {
	err := db.changeMember(ctx, class, person, func(h *handle, c Class, was membership) error {
		return h.setMember(actor, "add to class", c, person, was, membership{role: role}, now)
	})
	return during("add to class", err)
}

// EndMember takes a person out of a class. The row stays, for ReturnMember.
// ErrNotFound if the person never was in it.
func (db *DB) EndMember(ctx context.Context, actor, class, person string, now time.Time) error {
	err := db.changeMember(ctx, class, person, func(h *handle, c Class, was membership) error {
		if was.role == "" {
			return ErrNotFound
		}
		if actor == person { // who leaves by own hand is nobody's to speak for, whoever brings them back
			if _, err := h.exec("UPDATE members SET own = 0 WHERE class = ?1 AND person = ?2", class, person); err != nil {
				return err
			}
		}
		return h.setMember(actor, "leave class", c, person, was, membership{role: was.role, left: now}, now)
	})
	return during("leave class", err)
}

// ReturnMember takes back what EndMember did, in the role of before. ErrNotFound
// if the person never was in the class.
func (db *DB) ReturnMember(ctx context.Context, actor, class, person string, now time.Time) error {
	err := db.changeMember(ctx, class, person, func(h *handle, c Class, was membership) error {
		if was.role == "" {
			return ErrNotFound
		}
		return h.setMember(actor, "return to class", c, person, was, membership{role: was.role}, now)
	})
	return during("return to class", err)
}

// changeMember locks the class and the person, and gives f what the person is
// there.
func (db *DB) changeMember(ctx context.Context, class, person string, f func(h *handle, c Class, was membership) error) error {
	return db.write(ctx, func(h *handle) error {
		c, err := h.holdClass(class)
		if err != nil {
			return err
		}
		if err := h.hold(person, ""); err != nil {
			return err
		}
		was, err := h.membership(class, person)
		if err != nil {
			return err
		}
		return f(h, c, was)
	})
}
