package sums

import (
	"maps"
	"slices"
)

// Waits counts units by how long they took until something, or were watched without it.
type Waits map[int64]Wait

// Wait counts units at one time: those for which it came, and those last observed then
// without it.
type Wait struct{ Over, Censored int64 }

// StepTimes are the times to one step of a funnel, in Waited seconds: from first exposure, of
// all units that the metric counts, and from the step before, of those who reached it. At
// the first step both are the same.
type StepTimes struct{ Exposed, Before Waits }

// Waited cuts a time in microseconds to whole seconds within the first hour, and to whole
// minutes later, in seconds: an hour told to the second and weeks told to the minute are few
// enough times to be kept one by one.
func Waited(us int64) int64 {
	const second, hour = 1_000_000, 3600
	s := max(us, 0) / second
	if s >= hour {
		s -= s % 60
	}
	return s
}

// Add takes in units at one time.
func (w *Waits) Add(at int64, n Wait) {
	if *w == nil {
		*w = Waits{}
	}
	old := (*w)[at]
	(*w)[at] = Wait{old.Over + n.Over, old.Censored + n.Censored}
}

// Times lists the times, ascending.
func (w Waits) Times() []int64 { return slices.Sorted(maps.Keys(w)) }

func (w *Waits) merge(o Waits) {
	for at, n := range o {
		w.Add(at, n)
	}
}

// mergeSteps adds the times of other units to the same steps.
func (r *Result) mergeSteps(o *Result) {
	for k, arms := range o.Steps {
		if k == len(r.Steps) {
			r.Steps = append(r.Steps, nil)
		}
		for arm, x := range arms {
			if arm == len(r.Steps[k]) {
				r.Steps[k] = append(r.Steps[k], StepTimes{})
			}
			r.Steps[k][arm].Exposed.merge(x.Exposed)
			r.Steps[k][arm].Before.merge(x.Before)
		}
	}
}
