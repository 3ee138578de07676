package templates

import (
	"fmt"
	"net/url"

	"frontdesk/quizzes"
)

// A StatisticsPage says of every question what first answers say of it, for staff.
type StatisticsPage struct {
	Frame
	Rows     []StatisticsRow // of this page
	Matching int             // on all pages
	Number   int             // of this page, from 1
	Pages    int
	Sort     string // item, answers, right, r or time; "" puts what is flagged first
	Domain   string
	Lesson   string
	Domains  []SelectOption
	Lessons  []SelectOption
	Withheld int
	Forms    []FormFigures
}

// StatisticsPerPage is how many questions stand on one page.
const StatisticsPerPage = 50

// NewStatisticsPage is the page; the caller fills in the rest.
func NewStatisticsPage(p *Person) StatisticsPage {
	f := Personal(p, "Statistics of questions")
	f.Nav = Statistics
	return StatisticsPage{Frame: f, Number: 1, Pages: 1}
}

// Template names the page's file.
func (StatisticsPage) Template() string { return "statistics.html" }

// A StatisticsRow is one question, in one revision, in the table.
type StatisticsRow struct {
	ReportedRow
	ID      string
	InBank  bool
	Answers ItemFigures
}

// Path is the address of the same list, sorted or filtered the same way, at a page; from 1.
func (s StatisticsPage) Path(page int) string { return s.address("/statistics", s.Sort, page) }

// CSV is the address of the list as a file.
func (s StatisticsPage) CSV() string { return s.address("/statistics.csv", "", 1) }

func (s StatisticsPage) address(path, sort string, page int) string {
	q := url.Values{}
	for name, value := range map[string]string{"sort": sort, "domain": s.Domain, "lesson": s.Lesson} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if page > 1 {
		q.Set("page", fmt.Sprint(page))
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// A SortLink is the head of a column.
type SortLink struct {
	Text, Path string
	Order      string // of aria-sort: ascending, descending, or "" where the list is not sorted by it
	Right      bool   // figures
}

// Heads are the columns that the list can be sorted by.
func (s StatisticsPage) Heads() []SortLink {
	list := []SortLink{}
	for _, c := range []struct{ sort, text, order string }{
		{"item", "Question", "ascending"}, {"answers", "Answers", "descending"}, {"right", "Right", "ascending"},
		{"r", "r", "ascending"}, {"time", "Median time", "descending"},
	} {
		l := SortLink{Text: c.text, Path: s.address("/statistics", c.sort, 1), Right: c.sort != "item"}
		if s.Sort == c.sort {
			l.Order = c.order
		}
		list = append(list, l)
	}
	return list
}

// Range names the rows of a page: "51 to 100".
func (s StatisticsPage) Range(page int) string {
	return fmt.Sprintf("%d to %d", (page-1)*StatisticsPerPage+1, min(page*StatisticsPerPage, s.Matching))
}

// ItemFigures are the statistics of one question in words.
type ItemFigures struct{ quizzes.ItemAnalysis }

// Few reports whether there are too few answers to judge.
func (f ItemFigures) Few() bool { return f.N < quizzes.FewestJudged }

// Share is the share right: "71%".
func (f ItemFigures) Share() string { return fmt.Sprintf("%.0f%%", 100*f.Facility) }

// ShareRange is its interval: "62 to 79%".
func (f ItemFigures) ShareRange() string { return fmt.Sprintf("%.0f to %.0f%%", 100*f.Low, 100*f.High) }

// Expected is the share right to be expected, with the estimate of before: "68%".
func (f ItemFigures) Expected() string { return fmt.Sprintf("%.0f%%", 100*f.Difficulty) }

// R is the correlation with the score on the other questions: "0.31", or "–" where it is not known.
func (f ItemFigures) R() string {
	if !f.Discrimination.Known {
		return "–"
	}
	return quizzes.Signed(f.Discrimination.R)
}

// RRange is its interval: "0.12 to 0.48".
func (f ItemFigures) RRange() string {
	return quizzes.Signed(f.Discrimination.Low) + " to " + quizzes.Signed(f.Discrimination.High)
}

// MedianTime is the median time, "41 s", or "–".
func (f ItemFigures) MedianTime() string {
	if f.Timed == 0 {
		return "–"
	}
	return fmt.Sprintf("%.0f s", f.Median.Seconds())
}

// QuartileTimes are the quartiles around it: "28 to 66 s".
func (f ItemFigures) QuartileTimes() string {
	return fmt.Sprintf("%.0f to %.0f s", f.Quartile1.Seconds(), f.Quartile3.Seconds())
}

// Thirds is the table of options by score third.
func (f ItemFigures) Thirds() []ThirdsRow {
	var of [3]int
	for _, o := range f.Options {
		for i, n := range o.Thirds {
			of[i] += n
		}
	}
	var rows []ThirdsRow
	for i, o := range f.Options {
		row := ThirdsRow{Letter: string(rune('A' + i)), Key: o.Key, N: o.N}
		if o.Option == "" {
			row.Letter = "None"
		}
		for third, n := range o.Thirds {
			bar := ThirdsBar{N: n}
			if of[third] > 0 {
				bar.Width = barWidth * n / of[third]
			}
			row.Thirds = append(row.Thirds, bar)
		}
		rows = append(rows, row)
	}
	return rows
}

// barWidth is the length of a bar that stands for all of a third, in pixels.
const barWidth = 60

// A ThirdsRow is who chose one option; a ThirdsBar is how many of one third did.
type ThirdsRow struct {
	Letter string
	Key    bool
	N      int
	Thirds []ThirdsBar // lower, middle, upper
}

// A ThirdsBar is a count with the length of its bar.
type ThirdsBar struct{ N, Width int }

// FormFigures are what one kind of form measures.
type FormFigures struct {
	quizzes.FormAnalysis
	Title string // "Practice exam, 110 questions that count"
}

// Few reports whether there are too few sittings to judge, or nothing can be known.
func (f FormFigures) Few() bool { return f.N < quizzes.FewestJudged || !f.Reliability.Known }

// MeanScore is the mean: "71%".
func (f FormFigures) MeanScore() string {
	return fmt.Sprintf("%.0f%%", 100*f.Mean/float64(max(f.Items, 1)))
}

// KR20 is the reliability: "0.84".
func (f FormFigures) KR20() string { return quizzes.Signed(f.Reliability.KR20) }

// SEM is the standard error of measurement: "4.1 questions".
func (f FormFigures) SEM() string { return fmt.Sprintf("%.1f questions", f.Reliability.SEM) }
