package server

import (
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"

	"frontdesk/server/store"
	"frontdesk/templates"
)

// showSkills is a person's audit of own skills.
func (s *Server) showSkills(w http.ResponseWriter, r *http.Request, sc *scope) error {
	page, err := s.skillsPage(r, sc)
	if err != nil {
		return err
	}
	return s.show(w, http.StatusOK, page)
}

func (s *Server) skillsPage(r *http.Request, sc *scope) (templates.SkillsPage, error) {
	page := templates.NewSkillsPage(sc.shown())
	page.Banner = banner(r)
	rated := map[string]store.Rating{}
	if sc.known() {
		list, err := s.db.RatingsOf(r.Context(), sc.person())
		if err != nil {
			return page, fmt.Errorf("list ratings: %w", err)
		}
		for _, rating := range list {
			rated[rating.Skill] = rating
		}
	}
	for _, skill := range s.course.Skills {
		row := templates.SkillRow{ID: skill.ID, Title: skill.Title, People: skill.People, Example: skill.Evidence}
		if l := s.course.Lesson(skill.Lesson); l != nil {
			row.Lesson = templates.Link{Text: l.Title, Path: l.Path()}
		}
		if rating, ok := rated[s.kept(skill.ID)]; ok {
			row.Rated, row.Level, row.Evidence, row.At = true, rating.Level, rating.Evidence, rating.At.Local()
		}
		page.Rows = append(page.Rows, row)
	}
	return page, nil
}

// rateSkills keeps what was rated. Skills without a rating are left as they are.
func (s *Server) rateSkills(w http.ResponseWriter, r *http.Request, sc *scope) error {
	page, err := s.skillsPage(r, sc)
	if err != nil {
		return err
	}
	var ratings []store.Rating
	for i := range page.Rows {
		row := &page.Rows[i]
		level := sc.field(row.Field("level"))
		row.Evidence = strings.TrimSpace(sc.field(row.Field("evidence")))
		switch {
		case level == "" && row.Evidence != "":
			page.Errors = append(page.Errors, templates.FieldError{Field: row.Field("level"), Text: "Choose a rating for " + row.Title})
		case utf8.RuneCountInString(row.Evidence) > templates.MaxEvidence || unprintable(row.Evidence):
			page.Errors = append(page.Errors, templates.FieldError{Field: row.Field("evidence"),
				Text: fmt.Sprintf("Write at most %d characters for %s, on one line", templates.MaxEvidence, row.Title)})
		}
		if level == "" {
			continue
		}
		if len(level) != 1 || level < "0" || level > "3" {
			return malformed("A rating is 0, 1, 2 or 3.")
		}
		row.Rated, row.Level = true, int(level[0]-'0')
		ratings = append(ratings, store.Rating{Skill: s.kept(row.ID), Level: row.Level, Evidence: row.Evidence})
	}
	if len(page.Errors) > 0 {
		return s.refuseForm(w, r, http.StatusUnprocessableEntity, page, page.Errors)
	}
	if err := s.db.Rate(r.Context(), sc.person(), ratings, s.now()); err != nil {
		return fmt.Errorf("keep ratings: %w", err)
	}
	return redirect(w, "/me/skills?done=skills")
}
