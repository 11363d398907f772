package analysis_test

import (
	"context"
	"math"
	"reflect"
	"slices"
	"testing"
	"uptake/analysis/plan"
	"uptake/analysis/readout"
	"uptake/analysis/spec"
)

// TestReadPast: baseline, spread, traffic and correlation against a second
// computation on the units themselves.
func TestReadPast(t *testing.T) {
	w := draw(5, 900)
	w.exp.Metrics[1].Role, w.exp.Metrics[1].MinimumEffect = spec.Primary, spec.Amount{Value: 0.1, Form: spec.Relative,
		Text: "10%"}
	w.exp.Metrics[2].Role, w.exp.Metrics[2].Margin = spec.Guardrail, spec.Amount{Value: 0.1, Form: spec.Relative,
		Text: "10%"}
	tables, demand := w.tables(t, 3)
	p, err := plan.ReadPast(context.Background(), w.exp, demand, tables, 2)
	if err != nil {
		t.Fatal(err)
	}
	names := []string{}
	for _, m := range p.Metrics {
		names = append(names, m.Name+" "+string(m.Role))
	}
	if want := []string{"acceptance_rate primary", "tasks primary", "spend_per_task guardrail", "converted guardrail",
		"accepted_per_unit diagnostic"}; !reflect.DeepEqual(names, want) {
		t.Fatalf("%v", names)
	}
	again, _ := w.tables(t, 3)
	rep, err := readout.Analyze(context.Background(), w.exp, demand, again, readout.Options{Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range p.Metrics {
		for _, r := range rep.Metrics {
			if e := r.Arms[0]; r.Name == m.Name && (m.Base != float64(e.Value) || m.Units != e.Units ||
				math.Abs(math.Sqrt(m.Variance/float64(m.Units))/float64(e.SE)-1) > 1e-12) {
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

// TestReadPastCapped: of a capped metric the base, the spread and how it goes together
// with others are those of the values that a readout compares, within the caps of all
// arms.
func TestReadPastCapped(t *testing.T) {
	w := draw(5, 900)
	m := w.exp.Metrics
	m[1].Role, m[1].MinimumEffect = spec.Primary, spec.Amount{Value: 0.1, Form: spec.Relative, Text: "10%"}
	m[1].Winsorize = spec.Winsorize{Upper: 0.9}
	m[2].Role, m[2].Margin = spec.Guardrail, spec.Amount{Value: 0.1, Form: spec.Relative, Text: "10%"}
	m[2].Winsorize = spec.Winsorize{Lower: 0.1, Upper: 0.8, SkipZeros: true}
	tables, demand := w.tables(t, 3)
	p, err := plan.ReadPast(t.Context(), w.exp, demand, tables, 2)
	if err != nil {
		t.Fatal(err)
	}
	// in whole numbers: tasks, and of spend per task the numerator and the denominator
	capped := func(variable int, zeros bool, lower, upper float64) (control []float64) {
		var all, own []float64
		for _, u := range w.units {
			if v := float64(u.row.Var[variable]); !u.row.Crossover {
				if zeros || v != 0 {
					all = append(all, v)
				}
				if u.row.Arm == 0 {
					own = append(own, v)
				}
			}
		}
		slices.Sort(all)
		at := func(q float64) float64 { // type 7, rounded to a whole number
			h := q * float64(len(all)-1)
			k := int(h)
			return math.Floor(all[k] + (h-float64(k))*(all[min(k+1, len(all)-1)]-all[k]) + 0.5)
		}
		for _, v := range own {
			if v = min(v, at(upper)); lower > 0 && (zeros || v != 0) {
				v = max(v, at(lower))
			}
			control = append(control, v)
		}
		return control
	}
	tasks, spend, per := capped(0, true, 0, 0.9), capped(1, false, 0.1, 0.8), capped(2, false, 0.1, 0.8)
	n, base, ratio := float64(len(tasks)), average(tasks), average(spend)/average(per)
	var vt, vl, cov float64
	for i := range tasks {
		x, l := tasks[i]-base, spend[i]-ratio*per[i]
		vt, vl, cov = vt+x*x, vl+l*l, cov+x*l
	}
	sd := math.Sqrt(vl/(n-1)) / average(per) / 1e9
	for _, c := range []struct {
		name      string
		got, want float64
	}{{"base of tasks", p.Metrics[1].Base, base}, {"spread of tasks", math.Sqrt(p.Metrics[1].Variance),
		math.Sqrt(vt / (n - 1))},
		{"base of spend per task", p.Metrics[2].Base, ratio / 1e9}, {"spread of spend per task",
			math.Sqrt(p.Metrics[2].Variance), sd},
		{"correlation", p.Correlation[1][2], cov / math.Sqrt(vt*vl)}} {
		if math.Abs(c.got/c.want-1) > 1e-9 {
			t.Errorf("%s: %v, by hand %v", c.name, c.got, c.want)
		}
	}
}
