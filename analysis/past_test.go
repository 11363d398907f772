package analysis_test

import (
	"context"
	"math"
	"reflect"
	"testing"
	"uptake/analysis/plan"
	"uptake/analysis/readout"
	"uptake/analysis/spec"
)

// TestReadPast: baseline, spread, traffic and correlation against a second
// computation on the units themselves.
func TestReadPast(t *testing.T) {
	w := draw(5, 900)
	w.exp.Metrics[1].Role, w.exp.Metrics[1].MinimumEffect = spec.Primary, spec.Amount{Value: 0.1, Form: spec.Relative, Text: "10%"}
	w.exp.Metrics[2].Role, w.exp.Metrics[2].Margin = spec.Guardrail, spec.Amount{Value: 0.1, Form: spec.Relative, Text: "10%"}
	tables, demand := w.tables(t, 3)
	p, err := plan.ReadPast(context.Background(), w.exp, demand, tables, 2)
	if err != nil {
		t.Fatal(err)
	}
	names := []string{}
	for _, m := range p.Metrics {
		names = append(names, m.Name+" "+string(m.Role))
	}
	if want := []string{"acceptance_rate primary", "tasks primary", "spend_per_task guardrail", "converted guardrail", "accepted_per_unit diagnostic"}; !reflect.DeepEqual(names, want) {
		t.Fatalf("%v", names)
	}
	again, _ := w.tables(t, 3)
	rep, err := readout.Analyze(context.Background(), w.exp, demand, again, readout.Options{Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range p.Metrics {
		for _, r := range rep.Metrics {
			if e := r.Arms[0]; r.Name == m.Name && (m.Base != float64(e.Value) || m.Units != e.Units || math.Abs(math.Sqrt(m.Variance/float64(m.Units))/float64(e.SE)-1) > 1e-12) {
				t.Errorf("%+v, the readout has %+v", m, e)
			}
		}
	}
	// tasks and the linearised spend per task, in control
	var y, s []float64
	for _, u := range w.units {
		if u.row.Arm == 0 && !u.row.Crossover {
			y, s = append(y, float64(u.row.Var[0])), append(s, float64(u.row.Var[1])/1e9)
		}
	}
	var ty, ts float64
	for i := range y {
		ty, ts = ty+y[i], ts+s[i]
	}
	n := float64(len(y))
	var cov, vy, vl float64
	for i := range y {
		l := s[i] - ts/ty*y[i] // tasks are the denominator too
		cov, vy, vl = cov+(y[i]-ty/n)*l, vy+(y[i]-ty/n)*(y[i]-ty/n), vl+l*l
	}
	if got, want := p.Correlation[1][2], cov/math.Sqrt(vy*vl); math.Abs(got-want) > 1e-9 || got != p.Correlation[2][1] {
		t.Errorf("correlation %v, by hand %v", got, want)
	}
	if c := p.Correlation[0][4]; !(c > 0.1 && c < 1) {
		t.Errorf("acceptance rate and accepted per unit go together by %v", c)
	}
	if got := p.UnitsPerWeek; math.Abs(got-900.0/2) > 900*0.05 { // 900 units in 14 days
		t.Errorf("%v new units a week", got)
	}
}
