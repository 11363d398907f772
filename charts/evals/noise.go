package evals

import (
	"uptake/charts/doc"
	"uptake/charts/say"
)

// noiseSection is what repeats say: how large a difference does nothing make; nil without repeats.
func (s *subject) noiseSection() *doc.Section {
	t := doc.Table{Caption: "What repeats of a version say", Head: []doc.Column{{Text: "Metric and version"},
		{Text: "Runs of one item, sd", Num: true}, {Text: "Share of a run's variance",
			Num: true}, {Text: "Nothing makes up to", Num: true}, {Text: "Half of the repeats against the other",
			Num: true}}}
	for i := range s.Metrics {
		m := &s.Metrics[i]
		_, sc := scales(m)
		amount := func(v float64) string {
			return say.Fixed(sc.Factor*v, max(0, min(4, say.Digits(sc.Factor*v, 2)))) + sc.Unit
		}
		for _, n := range m.Noise {
			t.Rows = append(t.Rows, []doc.Cell{{Text: say.MetricTitle(m.Metric) + ", " + say.Name(n.Version),
				Sub: say.Plural(n.Items, "item",
					"items") + " with repeats"}, {Text: amount(float64(n.Within))}, {Text: say.Share(n.Share)},
				{Text: "±" + amount(float64(n.Nothing))}, {Text: diffText(m, n.Split)}})
		}
	}
	if len(t.Rows) == 0 {
		return nil
	}
	t.Foot = "Nothing makes up to: two readings of the same version over these items, with these repeats, differ by " +
		"no more in 95 of 100. A difference within it may be nothing but repeats."
	return &doc.Section{ID: "noise", Topic: "Noise", Heading: "How large a difference nothing makes",
		Tables: []doc.Table{t}}
}
