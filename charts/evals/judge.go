package evals

import (
	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/say"
)

// judgeSection is how far the judge is to be believed; nil where nothing is known of it.
func (s *subject) judgeSection() *doc.Section {
	for i := range s.Metrics {
		m := &s.Metrics[i]
		if m.Judge == nil {
			continue
		}
		j := m.Judge
		sec := &doc.Section{ID: "judge", Topic: "Judge",
			Heading: "What is left of " + say.Metric(m.Metric) + " after the judge's errors"}
		sec.Line("Calls right what people call right", say.Tenth(j.Sensitivity), false)
		sec.Line("Calls wrong what people call wrong", say.Tenth(j.Specificity), false)
		if j.From == "labels" {
			sec.Line("Found over", say.Plural(j.Labelled, "labelled answer", "labelled answers"), false)
			sec.Line("Cohen's kappa", number(j.Kappa), false)
			sec.Line("Krippendorff's alpha", number(j.Krippendorff), false)
		} else {
			sec.Line("From", "the evaluation file, taken as known", false)
		}
		if j.Alike {
			sec.Notes = append(sec.Notes, "The judge's error rates are assumed alike in all versions.")
		}
		t := doc.Table{Caption: say.MetricTitle(m.Metric) + " with the judge's errors taken out",
			Head: []doc.Column{{Text: "Version"}, {Text: "As judged", Num: true}, {Text: "Corrected", Num: true},
				{Text: "Difference", Num: true}}}
		for _, c := range j.Corrected {
			t.Rows = append(t.Rows, []doc.Cell{{Text: say.Name(c.Version)}, {Text: levelText(m, valueOf(m, c.Version))},
				{Text: span(m, c.Share)}, {Text: diffText(m, c.Abs)}})
		}
		t.Foot = "(p + specificity − 1)/(sensitivity + specificity − 1), Rogan and Gladen; intervals by the delta " +
			"method. Gates are read as judged."
		sec.Tables = append(sec.Tables, t)
		return sec
	}
	return nil
}

// span is a value with its interval.
func span(m *report.EvalMetric, iv report.Interval) string {
	out := levelText(m, iv.Value)
	if iv.Bounded {
		out += " (" + levelText(m, iv.Lo) + " to " + levelText(m, iv.Hi) + ")"
	}
	return out
}
