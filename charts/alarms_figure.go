package charts

import (
	"fmt"
	"math"

	"uptake/analysis/report"
	"uptake/charts/say"
)

// alarmShapes are the marks of a rate by its word, apart without colour.
var alarmShapes = map[string]string{"as_it_should_be": "circle", "too_many": "diamond", "too_few": "square"}

// alarmsFigure is every metric's rate of false alarms with its exact interval
// against the level; nil where no metric has a rate.
func (s *aaSubject) alarmsFigure() *figure {
	rows, axis := s.alarmRows()
	if axis.Hi <= axis.Lo {
		return nil
	}
	f := &figure{
		ID:      "figure-alarms",
		Title:   "False alarms at the end, in 100 shuffles without any effect",
		Sub:     "Marks are rates, lines their exact 95% intervals. The upright line is what is meant.",
		Finding: s.alarmsFinding(),
		wide:    dotsDrawing(rows, axis, 1040),
		narrow:  dotsDrawing(rows, axis, 360),
	}
	for _, word := range []string{"as_it_should_be", "too_many", "too_few"} {
		if s.many(word) > 0 {
			f.Key = append(f.Key, keyItem{"key-" + alarmShapes[word], string(alarmWords[word].tone), alarmWords[word].text})
		}
	}
	f.Key = append(f.Key, keyItem{"key-thin", "muted", "meant, " + say.Share(s.Alpha)})
	return f
}

// alarmRows are the figure's rows, and the axis from none to the longest interval.
func (s *aaSubject) alarmRows() ([]dotRow, dotAxis) {
	axis := dotAxis{Line: 100 * float64(s.Alpha), Left: "fewer alarms", Right: "more alarms ▸", Tick: say.Fixed}
	var rows []dotRow
	most := 0.0
	for i := range s.Metrics {
		m := &s.Metrics[i]
		a, w := &m.Alarms, alarmWords[m.Alarms.Word]
		row := dotRow{Name: s.rowName(m), Note: say.Name(m.Role), Value: say.Dash, Word: w.text, Token: string(w.tone)}
		if a.Rate.Defined() {
			row.Value = say.Tenth(a.Rate) + " (" + rateSpan(a) + ")"
			row.Marks = []dotMark{{report.Interval{Value: a.Rate, Lo: a.Lo, Hi: a.Hi}, alarmShapes[a.Word], string(w.tone)}}
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
func (s *aaSubject) alarmsFinding() string {
	text := fmt.Sprintf("%s of shuffles are meant to raise an alarm.", say.Share(s.Alpha))
	for i := range s.Metrics {
		m := &s.Metrics[i]
		if m.Alarms.Rate.Defined() {
			text += fmt.Sprintf(" %s: %s, interval %s, %s.", s.rowName(m), say.Tenth(m.Alarms.Rate), rateSpan(&m.Alarms), alarmWords[m.Alarms.Word].text)
		}
	}
	return text
}
