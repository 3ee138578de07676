package server

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"frontdesk/quizzes"
	"frontdesk/server/exam"
	"frontdesk/templates"
)

// showStatistics is the table of all questions that were answered.
func (s *Server) showStatistics(w http.ResponseWriter, r *http.Request, sc *scope) error {
	all, err := s.exams.Statistics(r.Context(), sc.person(), s.now())
	if err != nil {
		return err
	}
	query := r.URL.Query()
	page := templates.NewStatisticsPage(sc.shown())
	page.Domain, page.Lesson, page.Withheld = query.Get("domain"), query.Get("lesson"), all.Withheld
	if order := orders[query.Get("sort")]; order != nil {
		page.Sort = query.Get("sort")
		slices.SortStableFunc(all.Items, order)
	}
	page.Domains, page.Lessons = s.statisticsFilters(all, page.Domain, page.Lesson)
	rows := chosen(all.Items, page.Domain, page.Lesson)
	page.Matching = len(rows)
	page.Pages = max((len(rows)+templates.StatisticsPerPage-1)/templates.StatisticsPerPage, 1)
	if n, err := strconv.Atoi(query.Get("page")); err == nil {
		page.Number = min(max(n, 1), page.Pages)
	}
	first := (page.Number - 1) * templates.StatisticsPerPage
	for _, it := range rows[first:min(first+templates.StatisticsPerPage, len(rows))] {
		page.Rows = append(page.Rows, templates.StatisticsRow{ReportedRow: s.reportedRow(exam.Reported{Item: it.Item, Off: it.Off}), ID: it.Item.ID(),
			InBank: it.InBank, Answers: templates.ItemFigures{ItemAnalysis: it.ItemAnalysis}})
	}
	for _, f := range all.Forms {
		page.Forms = append(page.Forms, templates.FormFigures{FormAnalysis: f, Title: formTitle(f)})
	}
	return s.show(w, http.StatusOK, page)
}

// orders are the ways in which the table can be sorted; what is not known comes last.
var orders = map[string]func(x, y exam.ItemStatistics) int{
	"item":    func(x, y exam.ItemStatistics) int { return cmp.Compare(x.Item.ID(), y.Item.ID()) },
	"answers": func(x, y exam.ItemStatistics) int { return -cmp.Compare(x.N, y.N) },
	"right":   func(x, y exam.ItemStatistics) int { return cmp.Compare(x.Facility, y.Facility) },
	"time":    func(x, y exam.ItemStatistics) int { return -cmp.Compare(x.Median, y.Median) },
	"r": func(x, y exam.ItemStatistics) int {
		a, b := x.Discrimination, y.Discrimination
		return cmp.Or(one(b.Known)-one(a.Known), cmp.Compare(a.R, b.R))
	},
}

// chosen are the items of a domain and a lesson; "" is all.
func chosen(items []exam.ItemStatistics, domain, lesson string) []exam.ItemStatistics {
	return slices.DeleteFunc(slices.Clone(items), func(it exam.ItemStatistics) bool {
		return domain != "" && it.Item.Domain() != domain || lesson != "" && it.Item.Lesson() != lesson
	})
}

// statisticsFilters are the domains and lessons of the items, in the order of course and blueprint.
func (s *Server) statisticsFilters(all exam.Statistics, domain, lesson string) (domains, lessons []templates.SelectOption) {
	there := map[string]bool{}
	for _, it := range all.Items {
		there[it.Item.Domain()], there[it.Item.Lesson()] = true, true
	}
	for _, d := range s.bank.Blueprint().Domains {
		if there[d.ID] {
			domains = append(domains, templates.SelectOption{Value: d.ID, Label: d.Title, Chosen: d.ID == domain})
		}
	}
	for _, l := range s.course.Written() {
		if there[l.ID] {
			lessons = append(lessons, templates.SelectOption{Value: l.ID, Label: l.Title, Chosen: l.ID == lesson})
		}
	}
	return domains, lessons
}

// formTitle names a kind of exam by its mode and length.
func formTitle(f quizzes.FormAnalysis) string {
	mode, _, _ := strings.Cut(f.Form, " ")
	name := map[string]string{"mock": "Practice exam", "half": "Half exam", "diagnostic": "First-day exam", "check": "Module check", "form": "Fixed form"}[mode]
	return fmt.Sprintf("%s, %d questions that count", cmp.Or(name, mode), f.Items)
}

// showStatisticsFile is the table as a file for a spreadsheet, filtered as the page is.
func (s *Server) showStatisticsFile(w http.ResponseWriter, r *http.Request, sc *scope) error {
	all, err := s.exams.Statistics(r.Context(), sc.person(), s.now())
	if err != nil {
		return err
	}
	query := r.URL.Query()
	body, err := statisticsFile(chosen(all.Items, query.Get("domain"), query.Get("lesson")))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", `attachment; filename="statistics.csv"`)
	send(w, http.StatusOK, "text/csv; charset=utf-8", body)
	return nil
}

var statisticsColumns = strings.Fields(`item revision in_bank domain lesson question answers right share low high expected r r_low r_high
	quartile1_s median_s quartile3_s option_a a_lower a_middle a_upper option_b b_lower b_middle b_upper option_c c_lower c_middle c_upper
	option_d d_lower d_middle d_upper no_answer none_lower none_middle none_upper marked look_at_this`)

// statisticsFile writes the table with all figures. What is not known is an empty cell.
func statisticsFile(items []exam.ItemStatistics) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.Write(statisticsColumns); err != nil {
		return nil, err
	}
	for _, it := range items {
		row := []string{it.Item.ID(), it.Item.Revision(), strconv.FormatBool(it.InBank), it.Item.Domain(), it.Item.Lesson(), firstWords(it.Item),
			strconv.Itoa(it.N), strconv.Itoa(it.Correct), figure(it.Facility), figure(it.Low), figure(it.High), figure(it.Difficulty)}
		if d := it.Discrimination; d.Known {
			row = append(row, figure(d.R), figure(d.Low), figure(d.High))
		} else {
			row = append(row, "", "", "")
		}
		for _, d := range []time.Duration{it.Quartile1, it.Median, it.Quartile3} {
			row = append(row, figure(d.Seconds()))
		}
		marked := ""
		for _, o := range it.Options {
			row = append(row, strconv.Itoa(o.N), strconv.Itoa(o.Thirds[0]), strconv.Itoa(o.Thirds[1]), strconv.Itoa(o.Thirds[2]))
			if o.Key {
				marked = strings.ToUpper(o.Option)
			}
		}
		row = append(row, marked, strings.Join(it.Flags, " "))
		for i := range row {
			row[i] = harmless(row[i])
		}
		if err := w.Write(row); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

func figure(f float64) string { return strconv.FormatFloat(f, 'f', 4, 64) }

// harmless keeps a spreadsheet from taking a text for a formula. Numbers stay as they are.
func harmless(cell string) string {
	if cell == "" || !strings.ContainsAny(cell[:1], "=+-@\t\r") {
		return cell
	}
	if _, err := strconv.ParseFloat(cell, 64); err == nil {
		return cell
	}
	return "'" + cell
}
