package decide

import (
	"fmt"
	"strings"

	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// across says how many of the primary metrics differ between arms that have no control,
// "" where none is primary.
func across(v *view) string {
	var differ []string
	primaries, tested := 0, 0
	for _, m := range v.Metrics {
		if spec.Role(m.Role) != spec.Primary || m.Across == nil {
			continue
		}
		primaries++
		if m.Across.P.Defined() {
			tested++
		}
		if v.differs(m) {
			differ = append(differ, report.Spoken(m.Name))
		}
	}
	switch {
	case primaries == 0:
		return ""
	case tested == 0:
		return " Whether they differ could not be tested."
	case len(differ) == 0:
		return " No difference between them was found in a primary metric."
	}
	return fmt.Sprintf(" They differ in %s.", strings.Join(differ, " and "))
}

// differs reports whether a metric differs between the arms after correction.
func (v *view) differs(m report.Metric) bool {
	p := m.Across.PAdjusted
	if Family(m) != 1 {
		p = m.Across.P
	}
	return p.Defined() && float64(p) < v.Exp.Statistics.Alpha
}

// acrossReasons are the tests of the primary metrics, in words.
func acrossReasons(v *view) []string {
	out := []string{"No arm is named as the control, so none can be said to be better than what there was; name it " +
		"with arms: [{name: …, control: true}, …] to decide."}
	for _, m := range v.Metrics {
		if a := m.Across; spec.Role(m.Role) == spec.Primary && a != nil && a.P.Defined() {
			out = append(out, sentence(fmt.Sprintf("%s over all arms: %s", report.Spoken(m.Name), AcrossText(a))))
		}
	}
	return out
}

// AcrossText is a test over all arms in words.
func AcrossText(a *report.Across) string {
	test := fmt.Sprintf("chi-square %.4g on %.0f degrees of freedom", float64(a.Statistic), float64(a.DF))
	if a.Method == "welch_anova" {
		test = fmt.Sprintf("F %.4g on %.0f and %.1f degrees of freedom", float64(a.Statistic), float64(a.DF),
			float64(a.DFError))
	}
	text := fmt.Sprintf("%s, p %.2g", test, float64(a.P))
	if a.PAdjusted.Defined() && a.PAdjusted != a.P {
		text += fmt.Sprintf(", %.2g after correction", float64(a.PAdjusted))
	}
	return text
}
