package evals

import (
	"cmp"
	"fmt"
	"slices"
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

// cheapest is what the grade that costs least came to, behind a semicolon; "" where nobody has it.
func (s *subject) cheapest(m *report.EvalMetric) string {
	if len(m.Graded.Grades) == 0 {
		return ""
	}
	g := slices.MinFunc(m.Graded.Grades, func(a, b report.EvalGrade) int { return cmp.Compare(a.Cost, b.Cost) })
	share := func(version string) report.Num {
		for _, v := range g.Versions {
			if v.Version == version {
				return v.Share
			}
		}
		return report.Undefined()
	}
	was, is := share(s.Baseline), share(s.Decision.Version)
	if !was.Defined() || !is.Defined() {
		return ""
	}
	return fmt.Sprintf("; %s %s in %s, %s in %s", say.Name(g.Name), say.Tenth(was), say.Name(s.Baseline), say.Tenth(is),
		say.Name(s.Decision.Version))
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

// gradesFigure draws each grade's share of the items in every version; nil where none has items.
func (s *subject) gradesFigure(m *report.EvalMetric, place int) *draw.Figure {
	shown := []string{s.Baseline}
	for _, v := range s.Versions {
		if v.Version != s.Baseline && len(shown) < draw.MostGroups {
			shown = append(shown, v.Version)
		}
	}
	var rows []draw.GroupRow
	for _, g := range m.Graded.Grades {
		r := draw.GroupRow{Name: g.Name, Note: "costs " + number(g.Cost)}
		for _, name := range shown {
			of := report.NoInterval("")
			for _, v := range g.Versions {
				if v.Version == name {
					of = report.Interval{Value: v.Share, Lo: v.JointLo, Hi: v.JointHi}
				}
			}
			r.Shares = append(r.Shares, of)
		}
		rows = append(rows, r)
	}
	f := &draw.Figure{ID: "figure-grades-" + strconv.Itoa(place),
		Title: say.MetricTitle(m.Metric) + ": share of the items by grade",
		Sub: "Lines are " + say.Level(s.Alpha) + " intervals that hold for all grades of a version together, errors " +
			"clustered.",
		Finding: strings.Join(names(shown, len(shown)), " → ") + "."}
	if !draw.GroupShares(f, shown, rows, "more items ▸") {
		return nil
	}
	return f
}
