package server

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"frontdesk/content"
	"frontdesk/server/store"
	"frontdesk/templates"
)

// studied is the track that somebody follows, the zero Track for none, and the lessons marked as read, by id.
func (s *Server) studied(ctx context.Context, sc *scope) (content.Track, map[string]store.Read, error) {
	reads, err := s.reads(ctx, sc)
	if err != nil || !sc.known() {
		return content.Track{}, reads, err
	}
	kept, err := s.db.TrackOf(ctx, sc.person())
	if err != nil {
		return content.Track{}, nil, fmt.Errorf("find the track: %w", err)
	}
	track, _ := s.course.Track(strings.TrimPrefix(kept, s.kept(""))) // one that the course has no more is none
	return track, reads, nil
}

// readNext is the first lesson of the track that is not marked; after its last one the first of the course; nil when all
// are done.
func (s *Server) readNext(track content.Track, reads map[string]store.Read) *templates.ReadNext {
	for _, l := range append(s.course.InOrder(track), s.course.Written()...) {
		if _, done := reads[l.ID]; !done {
			return &templates.ReadNext{Link: templates.Link{Text: l.Title, Path: l.Path()}, Minutes: l.Minutes}
		}
	}
	return nil
}

// followed is where somebody stands in the track; nil for the zero Track.
func (s *Server) followed(track content.Track, reads map[string]store.Read) *templates.FollowedTrack {
	if track.ID == "" {
		return nil
	}
	f := &templates.FollowedTrack{Link: templates.Link{Text: track.Title, Path: track.Path()}, Weeks: len(track.Weeks)}
	for _, l := range s.course.InOrder(track) {
		if _, done := reads[l.ID]; !done {
			f.Week = track.Week(l.ID)
			break
		}
	}
	if f.Week == 0 {
		return f
	}
	week := track.Weeks[f.Week-1]
	for _, id := range week.Lessons {
		l := s.course.Lesson(id)
		_, done := reads[id]
		f.Lessons = append(f.Lessons, templates.TrackLine{Link: templates.Link{Text: l.Title, Path: l.Path()}, Minutes: l.Minutes, Done: done})
	}
	for _, p := range week.Practice {
		f.Practice = append(f.Practice, templates.PracticeLink(s.course, p))
	}
	return f
}

// showFollow asks whether to follow a track, for browsers without script.
func (s *Server) showFollow(w http.ResponseWriter, r *http.Request, sc *scope, id string) error {
	track, ok := s.course.Track(id)
	if !ok {
		return notHere()
	}
	page := templates.NewFollowPage(sc.shown(), track)
	now, _, err := s.studied(r.Context(), sc)
	if err != nil {
		return err
	}
	page.Now = now.ID == track.ID
	return s.show(w, http.StatusOK, page)
}

// follow keeps which track somebody follows, or that it is none.
func (s *Server) follow(w http.ResponseWriter, r *http.Request, sc *scope) error {
	f := struct {
		Track string `json:"track"` // "" follows none
	}{sc.field("track")}
	if sc.body != nil {
		if err := sc.decode(&f); err != nil {
			return err
		}
	}
	kept := ""
	if f.Track != "" {
		if _, ok := s.course.Track(f.Track); !ok {
			return notHere()
		}
		kept = s.kept(f.Track)
	}
	if err := s.db.FollowTrack(r.Context(), sc.person(), kept, s.now()); err != nil {
		return fmt.Errorf("follow a track: %w", err)
	}
	switch {
	case wantsJSON(r):
		return writeJSON(w, http.StatusOK, map[string]string{"track": f.Track})
	case f.Track == "":
		return redirect(w, "/me?done=no-track")
	}
	return redirect(w, "/me?done=track")
}

// nextData and trackData are what the script of shared pages is told of them.
type nextData struct {
	Title   string `json:"title"`
	Path    string `json:"path"`
	Minutes int    `json:"minutes"`
}

type trackData struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Path  string `json:"path"`
	Place string `json:"place"` // "Week 3 of 15"
}

func (d *meData) follow(track content.Track, next *templates.ReadNext, f *templates.FollowedTrack) {
	if next != nil {
		d.Next = &nextData{next.Text, next.Path, next.Minutes}
	}
	if f != nil {
		d.Track = &trackData{track.ID, f.Text, f.Path, f.Place()}
	}
}
