package charts

import (
	"strings"

	"uptake/analysis/report"
)

// movedTable splits every ratio's change per unit into volume and rate.
func (s *subject) movedTable() table {
	t := table{Caption: "More shown or a better rate?", Long: true, Head: []column{{"Rate", false}}}
	several := s.treatments() > 1
	if several {
		t.Head = append(t.Head, column{"Arm", false})
	}
	t.Head = append(t.Head, column{"Change per " + strings.TrimSuffix(s.units(), "s"), true}, column{"By volume", true}, column{"By the rate", true}, column{"", false})
	for _, v := range s.Moved {
		row := []cell{{Text: metricTitle(v.Metric)}}
		if several {
			row = append(row, cell{Text: name(v.Arm)})
		}
		note := cell{}
		if v.Opposite {
			note = cell{Text: "opposite ways", Tone: caution}
		}
		t.Rows = append(t.Rows, append(row, cell{Text: plainSigned(v.PerUnit)}, cell{Text: plainSigned(v.Volume)}, cell{Text: plainSigned(v.Rate)}, note))
	}
	t.Foot = "The change of the rate's numerator per " + strings.TrimSuffix(s.units(), "s") + " is exactly what the denominator did (volume) plus what the rate did. Where they point opposite ways, read the rate together with the change per " + strings.TrimSuffix(s.units(), "s") + "."
	return t
}

// plainSigned is a number with its sign, to three significant digits.
func plainSigned(v report.Num) string {
	t := number(v)
	if v > 0 && v.Defined() {
		return "+" + t
	}
	return t
}
