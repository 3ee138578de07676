package templates

import "strings"

// A Chart draws marks as bands with dots on a line from 0 to 100 per cent: once narrow, for a phone, and once wide. The
// template only writes down what stands here.
type Chart struct {
	Narrow, Wide Drawing
	Marks        []Mark
	Sentence     string // the finding; "" if there is none
}

// A Drawing is one SVG: its size, and for each mark the places of what belongs to it.
type Drawing struct {
	Width, Height int
	Rows          []ChartRow
	From, To, Mid int // x of 0, 100 and 50 per cent
	Axis          int // y of the words under the line
}

// A ChartRow is one mark in a drawing.
type ChartRow struct {
	Mark
	Lines    []ChartText // the title, broken into lines
	CountX   int         // right end of "14 of 16"
	CountY   int
	Y        int // of the line
	BandX    float64
	BandSize float64
	Dot      float64
}

// A ChartText is one line of text and where it stands.
type ChartText struct {
	Text string
	Y    int
}

func newChart(marks []Mark) *Chart {
	return &Chart{Narrow: narrow(marks), Wide: wide(marks), Marks: marks, Sentence: Finding(marks)}
}

const (
	lineHeight = 20 // of text of 15
	bandRadius = 6
)

// narrow puts each title over its line; it is drawn for a width of 300.
func narrow(marks []Mark) Drawing {
	d := Drawing{Width: 300, From: 6, To: 294}
	y := 0
	for _, m := range marks {
		row := ChartRow{Mark: m, CountX: d.Width}
		for _, line := range wrap(m.Title, 29) {
			y += lineHeight
			row.Lines = append(row.Lines, ChartText{line, y - 5})
		}
		row.CountY = y - 5
		y += 14
		row.place(d, y)
		y += 20
		d.Rows = append(d.Rows, row)
	}
	return d.finish(y)
}

// wide puts the titles at the left; it is drawn for a width of 640.
func wide(marks []Mark) Drawing {
	d := Drawing{Width: 640, From: 284, To: 556}
	y := 0
	for _, m := range marks {
		row := ChartRow{Mark: m, CountX: d.Width}
		lines := wrap(m.Title, 30)
		height := max(len(lines)*lineHeight, 24)
		for i, line := range lines {
			row.Lines = append(row.Lines, ChartText{line, y + (height-len(lines)*lineHeight)/2 + i*lineHeight + 15})
		}
		row.place(d, y+height/2)
		row.CountY = row.Y + 5
		y += height + 12
		d.Rows = append(d.Rows, row)
	}
	return d.finish(y)
}

func (row *ChartRow) place(d Drawing, y int) {
	at := func(perCent float64) float64 { return float64(d.From) + perCent/100*float64(d.To-d.From) }
	row.Y = y
	row.BandX = at(float64(row.Low))
	row.BandSize = max(at(float64(row.High))-row.BandX, 2*bandRadius)
	if row.Scored > 0 {
		row.Dot = at(100 * float64(row.Correct) / float64(row.Scored))
	}
}

func (d Drawing) finish(y int) Drawing {
	d.Mid = (d.From + d.To) / 2
	d.Axis = y + 15
	d.Height = y + lineHeight
	return d
}

// wrap breaks a text into lines of at most width characters, at spaces.
func wrap(s string, width int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(s) {
		if line != "" && len(line)+1+len(word) > width {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}
