package analysis_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"uptake/analysis"
	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// TestCUPED: the adjusted numbers of a mean and of a ratio against a naive
// computation in doubles, with a tenth of the units without a history.
func TestCUPED(t *testing.T) {
	w := draw(21, 900)
	w.exp.Statistics.CUPED = 14 * 24 * time.Hour
	w.exp.Metrics[0].Role = spec.Secondary
	w.exp.Metrics[1].Role = spec.Primary
	r := rand.New(rand.NewPCG(5, 5))
	vars := analysis.Needs(w.exp).Variables
	at := map[string]int{}
	for i, v := range vars {
		at[v.Name] = i
	}
	for i := range w.units {
		u := &w.units[i].row
		v := make([]int64, len(vars))
		copy(v, u.Var)
		u.Missing = make([]bool, len(vars))
		for name, k := range at {
			if vars[k].Covariate {
				of := map[string]string{"tasks.before": "tasks", "spend_per_task.before": "spend_per_task.numerator",
					"spend_per_task.before.denominator": "spend_per_task.denominator",
					"converted.before":                  "converted", "acceptance_rate.before": "tasks",
					"acceptance_rate.before.denominator": "tasks"}[name]
				v[k] = v[at[of]] + r.Int64N(6)
			}
		}
		if r.IntN(10) == 0 {
			for k := range vars {
				u.Missing[k] = vars[k].Covariate
			}
		}
		u.Var = v
		for d := range w.units[i].days {
			w.units[i].days[d].v = append(w.units[i].days[d].v, make([]int64, len(vars)-4)...)
		}
	}
	got := w.analyze(t, 4, 2)

	tasks := naiveCUPED(w, func(p person) (y, x, zy, zx float64, missing bool) {
		k := at["tasks.before"]
		return float64(p.row.Var[at["tasks"]]), 1, float64(p.row.Var[k]), 1, p.row.Missing[k]
	})
	ratio := naiveCUPED(w, func(p person) (y, x, zy, zx float64, missing bool) {
		v, k := p.row.Var, at["spend_per_task.before"]
		return float64(v[at["spend_per_task.numerator"]]) / 1e9, float64(v[at["spend_per_task.denominator"]]),
			float64(v[k]) / 1e9,
			float64(v[at["spend_per_task.before.denominator"]]), p.row.Missing[k]
	})
	for name, want := range map[string]adjustedByHand{"tasks": tasks, "spend_per_task": ratio} {
		c := metricOf(t, got, name).Comparisons[0]
		a := c.CUPED
		if a == nil {
			t.Fatalf("%s is not adjusted: %v", name, c.Cautions)
		}
		for what, v := range map[string][2]float64{"difference": {float64(a.Abs.Value), want.diff},
			"se": {float64(a.SE), want.se}, "theta": {float64(a.Theta), want.theta}, "missing": {float64(a.Missing),
				want.missing}} {
			if math.Abs(v[0]-v[1]) > 1e-9*math.Max(1e-3, math.Abs(v[1])) {
				t.Errorf("%s: %s is %v, naively %v", name, what, v[0], v[1])
			}
		}
		if !(a.VarianceReduction > 0.05) || !(a.SE < c.SE) {
			t.Errorf("%s: variance reduction %v, se %v of %v", name, a.VarianceReduction, a.SE, c.SE)
		}
	}
	if c := metricOf(t, got, "converted").Comparisons[0].CUPED; c == nil || c.State == "up" || c.State == "none" {
		t.Errorf("an adjusted guardrail reads %+v", c)
	}
	if c := metricOf(t, got, "accepted_per_unit").Comparisons[0].CUPED; c != nil {
		t.Error("a diagnostic nobody declared is adjusted")
	}
	w.exp.Statistics.Sequential = true
	plain := draw(21, 900).analyze(t, 2, 1)
	if hasCaution(got.Cautions, "not_adjusted") || !hasCaution(plain.Cautions, "not_adjusted") || metricOf(t, plain,
		"tasks").Comparisons[0].CUPED != nil {
		t.Error("what is not adjusted must be said, and nothing is adjusted without being asked")
	}
}

func hasCaution(list []report.Caution, code string) bool {
	for _, c := range list {
		if c.Code == code {
			return true
		}
	}
	return false
}

type adjustedByHand struct{ diff, se, theta, missing float64 }

// naiveCUPED imputes the mean, linearises both ratios, and adjusts.
func naiveCUPED(w *world, of func(person) (y, x, zy, zx float64, missing bool)) adjustedByHand {
	type row struct{ y, x, zy, zx float64 }
	var arms [2][]row
	var gone []*row
	var sy, sx, n, units float64
	var pending [][2]int
	for _, p := range w.units {
		if p.row.Crossover {
			continue
		}
		units++
		y, x, zy, zx, missing := of(p)
		a := p.row.Arm
		arms[a] = append(arms[a], row{y, x, zy, zx})
		if missing {
			pending = append(pending, [2]int{a, len(arms[a]) - 1})
			continue
		}
		sy, sx, n = sy+zy, sx+zx, n+1
	}
	for _, k := range pending {
		r := &arms[k[0]][k[1]]
		r.zy, r.zx = sy/n, sx/n
		gone = append(gone, r)
	}
	var out adjustedByHand
	out.missing = float64(len(gone)) / units
	var l, z [2][]float64
	ratio := sx != n || len(arms[0]) > 0 && arms[0][0].x != 1
	for a, rows := range arms {
		var y, x, zy, zx float64
		for _, r := range rows {
			y, x, zy, zx = y+r.y, x+r.x, zy+r.zy, zx+r.zx
		}
		k := float64(len(rows))
		for _, r := range rows {
			l[a] = append(l[a], (r.y-y/x*r.x)/(x/k)+y/x)
			z[a] = append(z[a], (r.zy-zy/zx*r.zx)/(zx/k)+zy/zx)
		}
	}
	if ratio { // from the unit variances of both arms
		var sxy, sxx float64
		for a := range l {
			sxy += products(l[a], z[a]) / float64(len(l[a])-1)
			sxx += products(z[a], z[a]) / float64(len(l[a])-1)
		}
		out.theta = sxy / sxx
	} else {
		all, allZ := append(append([]float64{}, l[0]...), l[1]...), append(append([]float64{}, z[0]...), z[1]...)
		out.theta = products(all, allZ) / products(allZ, allZ)
	}
	var m [2]float64
	for a := range l {
		adj := make([]float64, len(l[a]))
		for i := range adj {
			adj[i] = l[a][i] - out.theta*z[a][i]
		}
		m[a] = average(adj)
		out.se += products(adj, adj) / float64(len(adj)-1) / float64(len(adj))
	}
	out.diff, out.se = m[1]-m[0], math.Sqrt(out.se)
	return out
}

func average(v []float64) float64 {
	s := 0.0
	for _, x := range v {
		s += x
	}
	return s / float64(len(v))
}

func products(a, b []float64) float64 {
	ma, mb, s := average(a), average(b), 0.0
	for i := range a {
		s += (a[i] - ma) * (b[i] - mb)
	}
	return s
}
