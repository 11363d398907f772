package spec

import (
	"fmt"
	"slices"
)

// LeftOut is a declared metric that an experiment is read without.
type LeftOut struct {
	Metric string
	Role   Role
	Why    string // a sentence about its data
}

// Without is the experiment without some of its declared metrics, whose data failed; ok is
// false where one of them is not declared, or where nothing would be left to measure.
func (e *Experiment) Without(metrics []string, why string) (_ *Experiment, ok bool) {
	out := *e
	out.Metrics, out.LeftOut = nil, slices.Clone(e.LeftOut)
	for _, m := range e.Metrics {
		if slices.Contains(metrics, m.Name) {
			out.LeftOut = append(out.LeftOut, LeftOut{m.Name, m.Role, why})
		} else {
			out.Metrics = append(out.Metrics, m)
		}
	}
	if len(out.LeftOut)-len(e.LeftOut) != len(metrics) || len(out.Metrics) == 0 {
		return nil, false
	}
	out.Decision.AcceptHarm = slices.DeleteFunc(slices.Clone(e.Decision.AcceptHarm),
		func(name string) bool { return slices.Contains(metrics, name) })
	out.Decision.Weights = slices.DeleteFunc(slices.Clone(e.Decision.Weights),
		func(w MetricWeight) bool { return slices.Contains(metrics, w.Metric) })
	return &out, true
}

// Failed says in a sentence each which metrics of some roles are left out.
func (e *Experiment) Failed(roles ...Role) (why []string) {
	for _, l := range e.LeftOut {
		if slices.Contains(roles, l.Role) {
			why = append(why, fmt.Sprintf("The %s metric %s could not be computed.", l.Role, l.Metric))
		}
	}
	return why
}
