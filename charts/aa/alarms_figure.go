package aa

import (
	"fmt"
	"math"

	"uptake/analysis/report"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// alarmShapes are the marks of a rate by its word, apart without colour.
var alarmShapes = map[string]string{"as_it_should_be": "circle", "too_many": "diamond", "too_few": "square"}

// alarmsFigure is every metric's rate of false alarms with its exact interval
// against the level; nil where no metric has a rate.
func (s *subject) alarmsFigure() *draw.Figure {
	rows, axis := s.alarmRows()
	if axis.Hi <= axis.Lo {
		return nil
	}
	f := &draw.Figure{
		ID:      "figure-alarms",
		Title:   "False alarms at the end, in 100 shuffles without any effect",
		Sub:     "Marks are rates, lines their exact 95% intervals. The upright line is what is meant.",
		Finding: s.alarmsFinding(),
		Wide:    draw.Dots(rows, axis, 1040),
		Narrow:  draw.Dots(rows, axis, 360),
	}
	for _, word := range []string{"as_it_should_be", "too_many", "too_few"} {
		if s.many(word) > 0 {
			f.Key = append(f.Key, draw.KeyItem{Shape: "key-" + alarmShapes[word], Token: string(alarmWords[word].tone),
				Text: alarmWords[word].text})
		}
	}
	f.Key = append(f.Key, draw.KeyItem{Shape: "key-thin", Token: "muted", Text: "meant, " + say.Share(s.Alpha)})
	return f
}

// alarmRows are the figure's rows, and the axis from none to the longest interval.
func (s *subject) alarmRows() ([]draw.DotRow, draw.DotAxis) {
	axis := draw.DotAxis{Line: 100 * float64(s.Alpha), Left: "fewer alarms", Right: "more alarms ▸", Tick: say.Fixed}
	var rows []draw.DotRow
	most := 0.0
	for i := range s.Metrics {
		m := &s.Metrics[i]
		a, w := &m.Alarms, alarmWords[m.Alarms.Word]
		row := draw.DotRow{Name: s.rowName(m), Note: say.Name(m.Role), Value: say.Dash, Word: w.text,
			Token: string(w.tone)}
		if a.Rate.Defined() {
			row.Value = say.Tenth(a.Rate) + " (" + rateSpan(a) + ")"
			row.Marks = []draw.DotMark{{Of: report.Interval{Value: a.Rate, Lo: a.Lo, Hi: a.Hi},
				Shape: alarmShapes[a.Word], Token: string(w.tone)}}
			most = math.Max(most, 100*math.Max(float64(a.Rate), float64(a.Hi)))
		}
		rows = append(rows, row)
	}
	if most > 0 {
		axis.Hi = 1.05 * math.Max(most, axis.Line)
	}
	return rows, axis
}

// alarmsFinding reads the rows out.
func (s *subject) alarmsFinding() string {
	text := fmt.Sprintf("%s of shuffles are meant to raise an alarm.", say.Share(s.Alpha))
	for i := range s.Metrics {
		m := &s.Metrics[i]
		if m.Alarms.Rate.Defined() {
			text += fmt.Sprintf(" %s: %s, interval %s, %s.", s.rowName(m), say.Tenth(m.Alarms.Rate),
				rateSpan(&m.Alarms), alarmWords[m.Alarms.Word].text)
		}
	}
	return text
}
