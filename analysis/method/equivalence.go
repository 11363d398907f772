package method

import (
	"fmt"
	"math"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// Bound is a margin of equivalence or of non-inferiority: in the metric's unit,
// or, Relative, as a share of control. The zero Bound is none.
type Bound struct {
	Value    float64
	Relative bool
	Text     string // as the file has it
}

// against are the tests of the difference against −bound and +bound. A relative
// bound moves with control's mean, whose error counts: m_t − (1 ∓ bound)·m_c.
func (b Bound) against(c, t stats.Sample) (lower, upper stats.Test) {
	if !b.Relative {
		w := stats.WelchTest(c, t)
		return w.Shift(-b.Value), w.Shift(b.Value)
	}
	lower, upper = stats.MarginTest(c, t, b.Value, true), stats.MarginTest(c, t, b.Value, false)
	if c.Value() < 0 { // bound × |m_c| below m_c is (1 + bound)·m_c
		lower, upper = upper, lower
	}
	return lower, upper
}

// equivalence runs the two one-sided tests against the margin, else the minimum
// effect.
//
// Source: Schuirmann (1987), Journal of Pharmacokinetics and Biopharmaceutics 15.
func equivalence(c, t stats.Sample, a Asked) (report.Also, bool) {
	b := a.Margin
	if b.Value == 0 {
		b = a.Effect
	}
	w := stats.WelchTest(c, t)
	if b.Value == 0 || !w.Defined() {
		return report.Also{}, false
	}
	lower, upper := b.against(c, t)
	p := math.Max(lower.Greater().P, upper.Less().P)
	out, ok := linear("abs", w, 2*a.Alpha)
	out.P, out.Note = report.Num(p), fmt.Sprintf("equivalence within ±%s is shown where p is below %g", b.Text, a.Alpha)
	return out, ok
}

// nonInferior tests that the arm is not worse by the margin or more.
func nonInferior(c, t stats.Sample, a Asked) (report.Also, bool) {
	w := stats.WelchTest(c, t)
	if a.Margin.Value == 0 || !w.Defined() {
		return report.Also{}, false
	}
	lower, upper := a.Margin.against(c, t)
	lo, hi := w.Bounds(a.GuardAlpha)
	out := report.Also{Scale: "abs", Value: report.Num(w.Estimate), Lo: report.Num(lo), Hi: report.Undefined(),
		P: report.Num(lower.Greater().P)}
	if a.Down {
		out.Lo, out.Hi, out.P = report.Undefined(), report.Num(hi), report.Num(upper.Less().P)
	}
	out.Note = fmt.Sprintf("not worse by %s is shown where p is below %g (one-sided)", a.Margin.Text, a.GuardAlpha)
	return out, true
}
