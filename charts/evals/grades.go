package evals

import (
	"fmt"

	"uptake/analysis/report"
	"uptake/charts/doc"
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
