package evals

import (
	"fmt"
	"strconv"
	"strings"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// gradesSection is what graded metrics are made of; nil without any.
func (s *subject) gradesSection() *doc.Section {
	sec := &doc.Section{ID: "grades", Topic: "Grades", Heading: "What came out, and what it costs"}
	for i := range s.Metrics {
		m := &s.Metrics[i]
		if m.Graded == nil {
			continue
		}
		head := []doc.Column{{Text: "Grade"}, {Text: "Cost", Num: true}}
		for _, v := range s.Versions {
			head = append(head, doc.Column{Text: say.Name(v.Version), Num: true})
		}
		for _, v := range s.Versions {
			if v.Version != s.Baseline {
				head = append(head, doc.Column{Text: "Break-even cost, " + say.Name(v.Version), Num: true})
			}
		}
		t := doc.Table{Caption: say.MetricTitle(m.Metric) + ": share of items by grade", Head: head}
		for _, g := range m.Graded.Grades {
			row := []doc.Cell{{Text: say.Name(g.Name)}, {Text: number(g.Cost)}}
			for _, v := range g.Versions {
				row = append(row, doc.Cell{Text: say.Tenth(v.Share), Sub: jointText(v)})
			}
			for _, e := range g.BreakEven {
				row = append(row, doc.Cell{Text: number(e.Cost)})
			}
			t.Rows = append(t.Rows, row)
		}
		t.Foot = fmt.Sprintf("Beneath a share what all grades together may be at %s (Goodman). Break-even cost: what "+
			"the grade would have to cost for the version to cost what the baseline does, the other costs held. %s: "+
			"no cost of 0 or more does.", say.Level(s.Alpha), say.Dash)
		sec.Tables = append(sec.Tables, t)
		if f := s.gradesFigure(m, len(sec.Figures)+1); f != nil {
			sec.Figures = append(sec.Figures, f)
		}
	}
	if len(sec.Tables) == 0 {
		return nil
	}
	return sec
}

func jointText(v report.EvalGradeShare) string {
	if v.UpperIf0.Defined() {
		return "none; at most " + say.Tenth(v.UpperIf0)
	}
	if !v.JointLo.Defined() {
		return ""
	}
	return say.Tenth(v.JointLo) + " to " + say.Tenth(v.JointHi)
}

// gradeLooks are the marks of the baseline and of the versions beside it, as many as a row has room for.
var gradeLooks = []draw.DotMark{{Shape: "hollow", Token: "muted"}, {Shape: "circle", Token: "accepted"},
	{Shape: "diamond", Token: "dismissed"}, {Shape: "square", Token: "ignored"}}

// gradesFigure draws each grade's share of the items in every version; nil where none has items.
func (s *subject) gradesFigure(m *report.EvalMetric, place int) *draw.Figure {
	shown := []string{s.Baseline}
	for _, v := range s.Versions {
		if v.Version != s.Baseline && len(shown) < len(gradeLooks) {
			shown = append(shown, v.Version)
		}
	}
	var rows []draw.DotRow
	most, said := 0.0, ""
	for _, g := range m.Graded.Grades {
		r := draw.DotRow{Name: say.Name(g.Name), Note: "costs " + number(g.Cost), Token: "muted"}
		for k, name := range shown {
			for _, v := range g.Versions {
				if v.Version != name || !v.Share.Defined() {
					continue
				}
				look := gradeLooks[k]
				look.Of = report.Interval{Value: v.Share, Lo: v.JointLo, Hi: v.JointHi}
				r.Marks = append(r.Marks, look)
				most = max(most, 100*float64(v.Share), 100*float64(v.JointHi))
				if r.Value != "" {
					r.Value += " → "
				}
				r.Value += say.Tenth(v.Share)
			}
		}
		said += " " + say.Name(g.Name) + ": " + r.Value + "."
		if len(r.Marks) > 0 {
			rows = append(rows, r)
		}
	}
	if len(rows) == 0 {
		return nil
	}
	axis := draw.DotAxis{Hi: 1.05 * most, Right: "more items ▸",
		Tick: func(v float64, decimals int) string { return say.Fixed(v, decimals) + "%" }}
	f := &draw.Figure{ID: "figure-grades-" + strconv.Itoa(place),
		Title: say.MetricTitle(m.Metric) + ": share of the items by grade",
		Sub: "Lines are " + say.Level(s.Alpha) + " intervals that hold for all grades of a version together, errors " +
			"clustered.",
		Finding: strings.Join(names(shown, len(shown)), " → ") + "." + said,
		Wide:    draw.Dots(rows, axis, 1040), Narrow: draw.Dots(rows, axis, 360)}
	for k, name := range shown {
		f.Key = append(f.Key, draw.KeyItem{Shape: "key-" + gradeLooks[k].Shape, Token: gradeLooks[k].Token,
			Text: say.Name(name)})
	}
	return f
}
