package readout

import (
	"slices"
	"time"

	"uptake/analysis/decide"
	"uptake/analysis/health"
	"uptake/analysis/spec"
)

// decide gives the verdict.
func (w *work) decide() {
	by, r, h := w.by, w.r, w.facts
	d := &decide.Facts{Exp: by.Exp, Health: r.Health, Metrics: r.Metrics, Timed: by.Timed, Full: health.FullWeeks(h),
		Planned: health.PlannedBefore(h),
		Ended:   by.Ended, Looks: r.Looks, Chances: w.chances, TooFew: map[string][]string{}}
	if d.Embargo = r.Embargo; d.Embargo != nil {
		d.Metrics = nil
	}
	if by.Control >= 0 && d.Embargo == nil {
		d.Control = by.Names[by.Control]
		for _, i := range by.Compared() {
			d.TooFew[by.Names[i]] = slices.Concat(by.Exp.Failed(spec.Primary, spec.Guardrail), w.flat,
				health.TooFew(h, by.Control), health.TooFew(h, i))
			d.Arms = append(d.Arms, by.Names[i])
		}
	}
	if by.Timed {
		d.Weeks = float64(len(h.Days)) / 7
	}
	if end := by.Exp.End; end != spec.NoDay && !by.Ended {
		d.DaysLeft = decide.DaysLeft(end, w.to, by.Exp.Zone)
	}
	r.Decision = decide.Decide(d)
	if x := r.Decision.Smallest; x != nil && by.Timed {
		x.Until = r.Decision.SecondReading
		if weeks := r.Decision.NewWeeks; weeks > 0 {
			x.Until = (spec.DayOf(w.to, by.Exp.Zone) + spec.Day(7*weeks) + followed(by.Exp)).String()
		}
	}
	r.Decision.PlannedUnits = int64(by.Exp.Decision.PlannedUnits)
	if least := int64(by.Exp.Decision.MinUnits); slices.ContainsFunc(h.Arms,
		func(a health.Arm) bool { return a.Share > 0 && a.Units < least }) {
		r.Decision.MinUnits = least
	}
	if d.Embargo == nil && by.Ended && by.Timed && by.Exp.End != spec.NoDay && by.Exp.Statistics.Sequential &&
		r.Looks == nil {
		after := *d
		after.Ended, after.After = false, true
		band := decide.Decide(&after)
		r.Decision.Band = &band
	}
	decide.Readings(d)
}

// followed is how many days of data the units that are exposed last need after their day: the
// longest window of a primary metric, its own or the experiment's.
func followed(exp *spec.Experiment) spec.Day {
	const day = 24 * time.Hour
	longest := exp.Window
	for _, m := range exp.Metrics {
		if m.Role == spec.Primary {
			longest = max(longest, m.Window)
		}
	}
	return spec.Day((longest + day - 1) / day)
}
