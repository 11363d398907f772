package readout

import (
	"math"
	"slices"

	"uptake/analysis/compare"
	"uptake/analysis/health"
	"uptake/analysis/report"
	"uptake/analysis/stats"
	"uptake/analysis/sums"
)

var funnelSteps = [sums.FunnelSteps]string{"exposed", "shown", "seen", "accepted", "kept", "outcome"}

// curveDays are the days at which the share that has accepted is printed.
var curveDays = []float64{1.0 / 24, 1, 2, 3, 7, 14, 21, 28, 60, 90}

const minutesPerDay = 1440

// adoption reports the funnel and the time to the first accept.
func adoption(by *compare.Terms, f *sums.Result) *report.Adoption {
	out := &report.Adoption{Outcome: sums.OutcomeMetric(by.Exp), Funnel: []report.FunnelArm{},
		Steps: []report.StepEffect{}}
	z := stats.NormalISF(by.Exp.Statistics.Alpha / 2)
	for a, name := range by.Names {
		arm := report.FunnelArm{Arm: name, Steps: []report.FunnelStep{}}
		n := f.Adoption[a].Funnel[sums.StepExposed]
		for k, units := range f.Adoption[a].Funnel {
			if k == sums.StepOutcome && out.Outcome == "" {
				break
			}
			lo, hi := stats.Wilson(n, units, z)
			share := report.Undefined()
			if n > 0 {
				share = report.Num(float64(units) / float64(n))
			}
			arm.Steps = append(arm.Steps, report.FunnelStep{Step: funnelSteps[k], Units: units, Share: share,
				Lo: report.Num(lo), Hi: report.Num(hi)})
		}
		out.Funnel = append(out.Funnel, arm)
	}
	if leave := by.Gates.Arms(); leave.Given() {
		out.Steps = stepEffects(by, leave, out.Funnel)
	}
	if by.Timed {
		out.First = firstAccepts(by, f)
	}
	return out
}

// firstAccepts estimates the time to the first accept by Kaplan–Meier, in days
// up to the longest time that every arm is followed, and compares arms by the
// log-rank test and the difference of restricted means. Nil where nobody was
// followed.
func firstAccepts(by *compare.Terms, f *sums.Result) *report.TimeToFirst {
	spells := make([][]stats.Spell, len(by.Names))
	horizon := math.Inf(1)
	for a := range by.Names {
		last := 0.0
		for _, at := range f.Adoption[a].First.Times() {
			n := f.Adoption[a].First[at]
			t := float64(at) / minutesPerDay
			for range n.Over {
				spells[a] = append(spells[a], stats.Spell{Time: t, Cause: 1})
			}
			for range n.Censored {
				spells[a] = append(spells[a], stats.Spell{Time: t})
			}
			last = t
		}
		horizon = math.Min(horizon, last)
	}
	if !(horizon > 0) {
		return nil
	}
	out := &report.TimeToFirst{Horizon: report.Num(horizon), Arms: []report.FirstArm{},
		Comparisons: []report.FirstComparison{}}
	var mean, se []float64
	for a, name := range by.Names {
		c := stats.KaplanMeier(spells[a])
		m, s := c.Restricted(horizon)
		mean, se = append(mean, m), append(se, s)
		arm := report.FirstArm{Arm: name, Units: int64(len(spells[a])), Median: report.Num(c.Median()),
			Restricted: report.Num(m), SE: report.Num(s), Curve: []report.CurvePoint{}}
		for _, s := range spells[a] {
			arm.Accepted += int64(s.Cause)
		}
		lo, hi := c.LogLog(by.Exp.Statistics.Alpha)
		for _, d := range curveDays {
			if d > horizon {
				break
			}
			p := report.CurvePoint{Days: report.Num(d), Share: 0, Lo: report.Undefined(), Hi: report.Undefined()}
			// the last event at or before d
			if i, _ := slices.BinarySearch(c.Time, math.Nextafter(d, math.Inf(1))); i > 0 {
				p.Share, p.Lo, p.Hi = report.Num(1-c.S[i-1]), report.Num(1-hi[i-1]), report.Num(1-lo[i-1])
			}
			arm.Curve = append(arm.Curve, p)
		}
		out.Arms = append(out.Arms, arm)
	}
	if leave := by.Gates.Arms(); leave.Given() {
		out.Comparisons = firstDifferences(by, leave, spells, mean, se)
	}
	return out
}

// firstDifferences compares the times to the first accept: mean and se are every
// arm's restricted mean and its error.
func firstDifferences(by *compare.Terms, _ health.Leave, spells [][]stats.Spell, mean,
	se []float64) []report.FirstComparison {
	out := []report.FirstComparison{}
	for _, i := range by.Compared() {
		var both []stats.Spell
		for g, a := range []int{by.Control, i} {
			for _, s := range spells[a] {
				s.Group = g
				both = append(both, s)
			}
		}
		t := stats.LogRank(both, 2, 0)
		d, e := mean[i]-mean[by.Control], math.Hypot(se[i], se[by.Control])
		half := stats.NormalISF(by.Exp.Statistics.Alpha/2) * e
		c := report.FirstComparison{Arm: by.Names[i], Control: by.Names[by.Control], Chi2: report.Num(t.Chi2),
			P: report.Num(t.P.P),
			Restricted: report.Interval{Value: report.Num(d), Lo: report.Undefined(), Hi: report.Undefined(),
				Method: "restricted_mean"}}
		if e > 0 {
			c.Restricted.Lo, c.Restricted.Hi, c.Restricted.Bounded = report.Num(d-half), report.Num(d+half), true
		}
		out = append(out, c)
	}
	return out
}
