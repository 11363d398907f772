package sums

import "uptake/analysis/spec"

// Adoption counts units of the result on their way to using the feature.
type Adoption struct {
	Funnel [FunnelSteps]int64
	// First holds, by whole minutes since first exposure, how many units first
	// accepted then and how many were last observed then without having accepted.
	First Waits
}

// The steps of the funnel; every step's units are among those of the one before.
const (
	StepExposed = iota
	StepShown   // a mature suggestion was shown
	StepSeen
	StepAccepted
	StepKept
	StepOutcome // and has a value above 0 of the first declared metric that is no built-in
	FunnelSteps
)

// OutcomeMetric is the metric whose value ends the funnel, "" without one.
func OutcomeMetric(exp *spec.Experiment) string {
	for _, m := range exp.Metrics {
		if !m.Builtin && (m.Kind == spec.Mean || m.Kind == spec.Proportion) && m.Role != spec.Guardrail {
			return m.Name
		}
	}
	return ""
}

func (d *Adoption) merge(o Adoption) {
	for i, n := range o.Funnel {
		d.Funnel[i] += n
	}
	d.First.merge(o.First)
}
