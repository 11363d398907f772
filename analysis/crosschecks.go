package analysis

import (
	"strings"

	"uptake/analysis/decide"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// spoken is a metric's name for people.
func spoken(name string) string { return strings.ReplaceAll(name, "_", " ") }

// crossChecks does what needs all metrics at once: the correction (Holm's unless
// the file asks for another) of family 1 over metrics × arms, and the warning that
// a rate moved because its denominator did.
func (b *board) crossChecks(r *report.Report) {
	var at []*report.Comparison
	var p, adjusted []float64
	for i := range r.Metrics {
		if decide.Family(r.Metrics[i]) != 1 {
			continue
		}
		for j := range r.Metrics[i].Comparisons {
			c := &r.Metrics[i].Comparisons[j]
			at, p, adjusted = append(at, c), append(p, float64(c.P)), append(adjusted, float64(c.Adjusted().P))
		}
	}
	way, ok := stats.FindAdjustment(b.exp.Statistics.Adjust)
	if !ok {
		panic("analysis: there is no adjustment " + b.exp.Statistics.Adjust) // config names those there are
	}
	r.PAdjustment = way.Name
	for i, v := range way.Adjust(p) {
		at[i].PAdjusted = report.Num(v)
	}
	for i, v := range way.Adjust(adjusted) {
		if a := at[i].CUPED; a != nil {
			a.PAdjusted = report.Num(v)
		}
	}
	for i := range r.Metrics {
		m := &r.Metrics[i]
		if about, ok := spec.FindBuiltin(m.Name); !ok || !about.Shown || !m.Builtin {
			continue
		}
		for j := range m.Comparisons {
			movedDenominator(r, &m.Comparisons[j], m.Name)
		}
	}
}

// movedDenominator warns when the number of suggestions shown or seen per unit
// moved for certain and the rate moved the other way: then the rate can change
// while the value stays (adoption definitions, 2.4).
func movedDenominator(r *report.Report, c *report.Comparison, name string) {
	if !c.Abs.Value.Defined() {
		return
	}
	for _, m := range r.Metrics {
		if !m.Builtin || m.Name != "shown_per_unit" && m.Name != "seen_per_unit" {
			continue
		}
		for _, d := range m.Comparisons {
			up, down := d.Abs.Lo > 0, d.Abs.Hi < 0
			if d.Arm != c.Arm || !(up && c.Abs.Value < 0 || down && c.Abs.Value > 0) || !d.Rel.Value.Defined() {
				continue
			}
			accepted := "unknown"
			for _, a := range r.Metrics {
				if a.Builtin && a.Name == "accepted_per_unit" {
					for _, x := range a.Comparisons {
						if x.Arm == c.Arm && x.Rel.Value.Defined() {
							accepted = signed(float64(x.Rel.Value))
						}
					}
				}
			}
			c.Cautions = append(c.Cautions, caution("moved_denominator",
				"%s moved by %s while %s moved by %.2f points the other way: read them together with accepted per unit (%s).",
				spoken(m.Name), signed(float64(d.Rel.Value)), spoken(name), 100*float64(c.Abs.Value), accepted))
			return
		}
	}
}
