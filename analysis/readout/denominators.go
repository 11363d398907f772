package readout

import (
	"math"

	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// denominators warns where a rate moved because its denominator did.
func denominators(metrics []report.Metric) {
	for i := range metrics {
		m := &metrics[i]
		if about, ok := spec.FindBuiltin(m.Name); !ok || !about.Shown || !m.Builtin {
			continue
		}
		for j := range m.Comparisons {
			movedDenominator(metrics, &m.Comparisons[j], m.Name)
		}
	}
}

// way is where an effect that is not 0 went.
func way(effect report.Num) string {
	if effect < 0 {
		return "fell"
	}
	return "rose"
}

// movedDenominator warns when the number of suggestions shown or seen per unit
// moved for certain and the rate moved the other way: then the rate can change
// while the value stays (adoption definitions, 2.4).
func movedDenominator(metrics []report.Metric, c *report.Comparison, name string) {
	if !c.Abs.Value.Defined() {
		return
	}
	for _, m := range metrics {
		if !m.Builtin || m.Name != "shown_per_unit" && m.Name != "seen_per_unit" {
			continue
		}
		for _, d := range m.Comparisons {
			up, down := d.Abs.Lo > 0, d.Abs.Hi < 0
			if d.Arm != c.Arm || !(up && c.Abs.Value < 0 || down && c.Abs.Value > 0) || !d.Rel.Value.Defined() {
				continue
			}
			accepted := "unknown"
			for _, a := range metrics {
				if a.Builtin && a.Name == "accepted_per_unit" {
					for _, x := range a.Comparisons {
						if x.Arm == c.Arm && x.Rel.Value.Defined() {
							accepted = signed(float64(x.Rel.Value))
						}
					}
				}
			}
			c.Cautions = append(c.Cautions, report.Cautionf("moved_denominator",
				"%s %s by %.1f%% while %s %s by %.2f points: read them together with accepted per unit (%s).",
				report.Spoken(m.Name), way(d.Rel.Value), 100*math.Abs(float64(d.Rel.Value)),
				report.Spoken(name), way(c.Abs.Value), 100*math.Abs(float64(c.Abs.Value)), accepted))
			return
		}
	}
}
