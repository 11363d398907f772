package decide

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// order ranks verdicts for the overall one: with several arms it is that of the
// arm one would act on, the most favourable one; among equals the first declared.
var order = []report.Verdict{report.DoNotUse, report.Ship, report.LooksPromising, report.Hold, report.KeepRunning,
	report.CannotTell, report.NoDifference, report.DoNotShip}

// Decide gives every arm the verdict of the first rule that matches, and the
// experiment the most favourable of them (do_not_use is always for all). The
// banner names the arm when there are several.
func Decide(f *Facts) report.Decision {
	arms := f.Arms
	if len(arms) == 0 {
		arms = []string{""}
	}
	d := report.Decision{Reasons: []string{}, Arms: []report.ArmDecision{}, Basis: basis(f), Early: f.early() &&
		len(f.Arms) > 0, Alpha: f.alpha(),
		Harms: []report.Harm{}, NotRuledOut: []report.NotRuledOut{}, AcceptHarm: f.Exp.Decision.AcceptHarm}
	for _, w := range f.Exp.Decision.Weights {
		d.Weights = append(d.Weights, w.Metric+" = "+strconv.FormatFloat(w.Weight, 'g', -1, 64))
	}
	best, about := len(order), 0
	views := f.views(arms)
	for i, arm := range arms {
		v := views[i]
		if r, say, ok := v.ruled(); ok {
			headline, reasons := say()
			headline, reasons = v.withHarms(r.Verdict, headline, append(reasons, hidingReasons(v.hiding())...))
			if reasons == nil {
				reasons = []string{}
			}
			r.Text = r.said(v)
			if !slices.Contains([]string{"gate_failed", "embargo", "nothing_to_decide"}, r.Code) && f.unplanned() {
				r.Code, r.Text = readWithoutPlan, "Read without a plan: "+lower(r.Text)
			}
			if arm != "" {
				d.Arms = append(d.Arms, report.ArmDecision{Arm: arm, Verdict: r.Verdict, Rule: r.Text,
					Headline: headline, Reasons: reasons})
			}
			if n := rank(r.Verdict); n < best {
				best, about = n, i
				d.Verdict, d.Rule, d.Code, d.Headline, d.Reasons = r.Verdict, r.Text, r.Code, headline, reasons
				d.NewWeeks, d.SecondReading = v.still(r.Code)
			}
		}
	}
	if d.Verdict == report.DoNotUse {
		d.Basis = "Nothing was decided: a health check failed."
		return d
	}
	if len(arms) > 1 {
		d.Headline = arms[about] + ": " + strings.TrimSuffix(d.Headline, ".") + elsewhere(views, about) + "."
		d.Reasons = slices.Clone(d.Reasons)
		for i := range d.Reasons {
			d.Reasons[i] = arms[about] + ": " + d.Reasons[i]
		}
	}
	for _, v := range views {
		for _, h := range v.harms {
			d.Harms = append(d.Harms, h.Harm)
		}
		d.Hiding = append(d.Hiding, v.hiding()...)
	}
	d.NotRuledOut = notRuledOut(views)
	d.Open = strings.TrimSpace(openLine(d.NotRuledOut) + unknownLine(views))
	views[about].outlook(&d)
	return d
}

// ruled is the first rule that matches a view, and its words; false where none does.
func (v *view) ruled() (r Rule, say words, ok bool) {
	for _, r = range Rules {
		if ok, say = r.match(v); ok {
			return r, say, true
		}
	}
	return Rule{}, nil, false
}

// Verdict is that of one arm alone, as Decide gives it, without its words: for the many
// experiments that are drawn. Empty where no rule matches.
func Verdict(f *Facts, arm string) report.Verdict {
	for i, v := range f.views(f.Arms) {
		if f.Arms[i] == arm {
			r, _, _ := v.ruled()
			return r.Verdict
		}
	}
	return ""
}

// Readings gives every comparison its reading, which is that of the verdict.
func Readings(f *Facts) {
	for i, v := range f.views(f.Arms) {
		for _, p := range v.pairs {
			for k := range f.Metrics {
				for j := range f.Metrics[k].Comparisons {
					if c := &f.Metrics[k].Comparisons[j]; f.Metrics[k].Name == p.got.Name && c.Arm == f.Arms[i] {
						c.Reading = v.reading(p)
					}
				}
			}
		}
	}
}

func rank(v report.Verdict) int {
	for i, o := range order {
		if o == v {
			return i
		}
	}
	return len(order)
}

func basis(f *Facts) string {
	if f.Embargo != nil {
		return "Nothing: the numbers are closed."
	}
	if f.Exp.ArmsAny {
		return "One test over all arms for each metric, by all data; no comparison with a control was made."
	}
	if len(f.Arms) == 0 {
		return "No comparison was made."
	}
	level := fmt.Sprintf("%.4g%%", 100*(1-f.Exp.Statistics.Alpha))
	adjusted := ""
	if n := f.adjusted(); n > 0 {
		adjusted = fmt.Sprintf("Numbers adjusted for the time before exposure (CUPED) where there are, as for %s; "+
			"the unadjusted ones are beside. ", counted.Noun(n, "deciding comparison"))
	}
	band := fmt.Sprintf("%.4g%%", 100*(1-spec.BandShare*f.Exp.Statistics.Alpha))
	guards := fmt.Sprintf("guardrails at a one-sided level of %.4g%%", 100*f.Exp.Decision.GuardAlpha)
	switch {
	case f.Looks != nil:
		return looksBasis(f, level, guards)
	case f.After:
		return adjusted + fmt.Sprintf("The always-valid %s band, which is watched on after the reading at the end; "+
			"guardrails by the band at a one-sided level of %.4g%%.", band,
			100*spec.BandShare*f.Exp.Decision.GuardAlpha)
	case f.early() && f.unplanned():
		return adjusted + fmt.Sprintf("Read without a plan: the file gives no end, so the always-valid %s band "+
			"decides, which holds however often it is read; guardrails by the band at a one-sided level of %.4g%%. "+
			"No chance is given without an end.", band, 100*spec.BandShare*f.Exp.Decision.GuardAlpha)
	case f.early():
		return adjusted + fmt.Sprintf("The always-valid %s band, which holds however often it is read, because the "+
			"planned end is not reached; it spends a fifth of alpha, the rest is kept for the reading at the end; "+
			"guardrails by the band at a one-sided level of %.4g%%. No chance is given before the end.",
			band, 100*spec.BandShare*f.Exp.Decision.GuardAlpha)
	case !f.Ended:
		return "Nothing: the planned end is not reached, and always-valid results are switched off (statistics: " +
			"sequential)."
	}
	if margin, ok := f.Exp.HoldsAccepted(); ok {
		guards += fmt.Sprintf("; where fewer suggestions are seen, accepted ones per unit must be shown to fall by "+
			"less than %s", margin.Text)
	}
	s := adjusted + fmt.Sprintf("Two-sided intervals, not corrected for the number of metrics%s; %s; chances by a "+
		"normal model%s. ", f.when(), guards, f.prior()) + f.readingBasis(level)
	if !f.Timed && !f.unplanned() {
		s += " The rows carry no time; the declared end is taken as reached."
	}
	return s
}

// adjusted counts the comparisons of primary metrics and guardrails that are
// read by their adjusted numbers.
func (f *Facts) adjusted() int {
	n := 0
	for _, m := range f.Metrics {
		for _, c := range m.Comparisons {
			if r := spec.Role(m.Role); c.CUPED != nil && (r == spec.Primary || r == spec.Guardrail) {
				n++
			}
		}
	}
	return n
}

// when says at what time the fixed interval is read.
func (f *Facts) when() string {
	if f.unplanned() {
		return ", read without a plan: the file gives no end; harm is corrected for the number of metrics"
	}
	return "; harm is corrected for the number of metrics"
}

// prior says what the chances start from.
func (f *Facts) prior() string {
	if f.Exp.Statistics.PriorSD > 0 {
		return " with the prior of the file"
	}
	for _, m := range f.Exp.Metrics {
		if m.Role == spec.Primary && !m.MinimumEffect.Given() {
			return " with a wide prior, because no minimum_effect says what a large effect would be"
		}
	}
	return " with a sceptical prior"
}
