package server

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// What classes keep of a person, as the person takes it along.

type ownDeck struct {
	Deck string    `json:"deck"`
	At   time.Time `json:"at"`
}

type ownMark struct {
	Work    string    `json:"work"`
	PerCent *float64  `json:"per_cent"` // null: what the work itself gives
	Excused bool      `json:"excused"`
	Reason  string    `json:"reason"`
	At      time.Time `json:"at"`
}

type ownComment struct {
	Work string    `json:"work"`
	By   string    `json:"by"`
	Text string    `json:"text"`
	At   time.Time `json:"at"`
}

type ownMessage struct {
	Class   string    `json:"class"`
	By      string    `json:"by"`
	About   string    `json:"about"`
	Subject string    `json:"subject"`
	Text    string    `json:"text"`
	At      time.Time `json:"at"`
}

// ownClassData fills in places in classes, decks, marks, comments and messages.
func (s *Server) ownClassData(ctx context.Context, person string, d *ownData) error {
	classes, err := s.db.ClassesOf(ctx, person)
	if err != nil {
		return fmt.Errorf("list classes: %w", err)
	}
	for _, m := range classes {
		place, err := s.db.MemberOf(ctx, m.ID, person)
		if err != nil {
			return fmt.Errorf("find a place in a class: %w", err)
		}
		own := ownClass{Name: m.Name, Term: m.Term, Role: string(m.Role), Joined: m.Joined, Section: place.Section, Labels: append([]string{}, place.Labels...)}
		if !m.Left.IsZero() {
			own.Left = &m.Left
		}
		d.Classes = append(d.Classes, own)
	}
	messages, err := s.db.MessagesOf(ctx, "", person)
	if err != nil {
		return fmt.Errorf("list messages: %w", err)
	}
	for _, m := range messages {
		d.Messages = append(d.Messages, ownMessage{m.Name, m.By, m.About, m.Subject, m.Body, m.At})
	}
	return s.ownMarks(ctx, person, d)
}

func (s *Server) ownMarks(ctx context.Context, person string, d *ownData) error {
	titles, err := s.db.MarkedWork(ctx, person)
	if err != nil {
		return fmt.Errorf("list marked work: %w", err)
	}
	for _, w := range titles {
		marks, err := s.db.MarksOf(ctx, w.ID, person)
		if err != nil {
			return fmt.Errorf("list marks: %w", err)
		}
		for _, m := range marks {
			own := ownMark{Work: w.Title, Excused: m.Excused, Reason: m.Reason, At: m.At}
			if m.Given {
				perCent := float64(m.Tenths) / 10
				own.PerCent = &perCent
			}
			d.Marks = append(d.Marks, own)
		}
		comments, err := s.db.CommentsOn(ctx, w.ID, person)
		if err != nil {
			return fmt.Errorf("list comments: %w", err)
		}
		for _, c := range comments {
			d.Comments = append(d.Comments, ownComment{w.Title, c.By, c.Body, c.At})
		}
	}
	record, err := s.db.RecordOfPerson(ctx, person)
	if err != nil {
		return fmt.Errorf("list decks: %w", err)
	}
	for deck, at := range record.Decks[person] {
		d.Decks = append(d.Decks, ownDeck{strings.TrimPrefix(deck, s.kept("")), at})
	}
	slices.SortFunc(d.Decks, func(a, b ownDeck) int { return strings.Compare(a.Deck, b.Deck) })
	return nil
}
