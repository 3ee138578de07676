package server

import (
	"frontdesk/content"
	"frontdesk/quizzes"
	"frontdesk/server/exam"
	"frontdesk/server/store"
	"frontdesk/templates"
)

// whereToBegin says where to begin after a diagnostic: with the domain of the smallest share of right answers, and the first
// lesson about it that is not read yet. Where too little was answered to say so, with the first lesson of all.
func (s *Server) whereToBegin(res exam.Result, reads map[string]store.Read) *templates.Begin {
	b := &templates.Begin{}
	if 2*res.Whole.Answered < res.Attempt.Items {
		b.Lesson = s.firstUnread(reads, func(*content.Lesson) bool { return true })
		return b
	}
	weakest, thin, ok := quizzes.Weakest(res.Domains)
	if !ok {
		return b
	}
	domain := s.mark(weakest)
	b.Domain, b.Thin = &domain, thin
	b.Lesson = s.firstUnread(reads, func(l *content.Lesson) bool { return l.Module.ID == weakest.Domain })
	if b.Lesson == nil { // lessons of other modules that count for it
		b.Lesson = s.firstUnread(reads, func(l *content.Lesson) bool { return l.Domain == weakest.Domain })
	}
	return b
}

// firstUnread is the first lesson in course order that fits and is not marked as read, or nil.
func (s *Server) firstUnread(reads map[string]store.Read, fits func(*content.Lesson) bool) *templates.Link {
	for _, l := range s.course.Written() {
		if _, done := reads[l.ID]; !done && fits(l) {
			return &templates.Link{Text: l.Title, Path: l.Path()}
		}
	}
	return nil
}

// lessonMarks are the answers of a check by lesson, in course order.
func (s *Server) lessonMarks(res exam.Result) []templates.LessonMark {
	marks := map[string]*templates.LessonMark{}
	for _, v := range res.Verdicts {
		m := marks[v.Item.Lesson()]
		if m == nil {
			m = &templates.LessonMark{}
			marks[v.Item.Lesson()] = m
		}
		m.Scored++
		m.Correct += one(v.Right())
	}
	var list []templates.LessonMark
	for _, l := range s.course.Lessons() {
		m := marks[l.ID]
		if m == nil {
			continue
		}
		m.Text = l.Title
		if l.Written {
			m.Path = l.Path()
		}
		list = append(list, *m)
	}
	return list
}
