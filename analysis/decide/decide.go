package decide

import (
	"fmt"

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
	d := report.Decision{Reasons: []string{}, Arms: []report.ArmDecision{}, Basis: basis(f), Early: f.early() && len(f.Arms) > 0}
	best := len(order)
	views := f.views(arms)
	for i, arm := range arms {
		v := views[i]
		for _, r := range Rules {
			ok, headline, reasons := r.match(v)
			if !ok {
				continue
			}
			if reasons == nil {
				reasons = []string{}
			}
			if arm != "" {
				d.Arms = append(d.Arms, report.ArmDecision{Arm: arm, Verdict: r.Verdict, Rule: r.Text, Headline: headline, Reasons: reasons})
			}
			if n := rank(r.Verdict); n < best {
				best = n
				d.Verdict, d.Rule, d.Headline, d.Reasons = r.Verdict, r.Text, headline, reasons
				if len(arms) > 1 && r.Verdict != report.DoNotUse {
					d.Headline = arm + ": " + headline
				}
			}
			break
		}
	}
	if d.Verdict == report.DoNotUse {
		d.Basis = "Nothing was decided: a health check failed."
	}
	return d
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
	if len(f.Arms) == 0 {
		return "No comparison was made."
	}
	level := fmt.Sprintf("%.4g%%", 100*(1-f.Exp.Statistics.Alpha))
	adjusted := ""
	if n := f.adjusted(); n > 0 {
		adjusted = fmt.Sprintf("Numbers adjusted for the time before exposure (CUPED) where there are, as for %s; the unadjusted ones are beside. ", count(n, "deciding comparison"))
	}
	guards := fmt.Sprintf("guardrails at a one-sided level of %.4g%%", 100*f.Exp.Decision.GuardAlpha)
	switch {
	case f.Looks != nil:
		return looksBasis(f, level, guards)
	case f.early():
		return adjusted + fmt.Sprintf("The always-valid %s band, which holds however often it is read, because the planned end is not reached; %s. No chance is given before the end.", level, guards)
	case !f.Ended:
		return "Nothing: the planned end is not reached, and always-valid results are switched off (statistics: sequential)."
	}
	s := adjusted + fmt.Sprintf("Fixed-horizon two-sided %s intervals, not corrected for the number of metrics, read once at the planned end; %s; chances by a normal model with a sceptical prior.", level, guards)
	if !f.Timed {
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
