package nightly

import (
	"cmp"
	"math"
	"slices"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// leastPooled is how many experiments a spread can be taken from.
const leastPooled = 3

// answers are the verdicts from which something was learned.
var answers = []report.Verdict{report.Ship, report.DoNotShip, report.Hold, report.NoDifference}

// portfolioOf is what the finished rows have come to.
func portfolioOf(rows []report.IndexRow, version string) *report.Portfolio {
	p := &report.Portfolio{Schema: report.PortfolioSchema, ProgramVersion: version, LearningRate: report.Undefined(),
		WinRate: report.Undefined(),
		Metrics: []report.PortfolioMetric{}, Experiments: []report.PortfolioExperiment{}, Cautions: []report.Caution{}}
	alphas := map[string]float64{}
	tests := map[string][]report.PrimaryTest{} // by folder
	var lists [][]report.PrimaryTest
	for i := range rows {
		r := &rows[i]
		if r.Status == report.StatusFailed || !r.Ended || r.Opens != "" {
			p.Running++
			continue
		}
		p.Finished++
		p.DataTo = max(p.DataTo, r.DataTo)
		if slices.Contains(answers, r.Verdict) {
			p.Learned++
		}
		if r.Verdict == report.Ship {
			p.Won++
		}
		none := report.NoInterval("")
		x := report.PortfolioExperiment{ID: r.ID, Family: r.Family, Folder: r.Folder, Verdict: r.Verdict, Lift: none,
			Shrunken: none, Q: report.Undefined(), Rows: r.Rows, DataTo: r.DataTo}
		if l := r.Lift; l != nil {
			x.Metric, x.Arm = l.Metric, l.Arm
			if l.Relative {
				x.Lift = l.Lift
			}
			alphas[r.Folder] = float64(r.Alpha)
		}
		tests[r.Folder] = slices.Clone(r.Primaries) // the index has q of its own family
		lists = append(lists, tests[r.Folder])
		p.Experiments = append(p.Experiments, x)
	}
	p.Discoveries = discoveries(lists...)
	for i := range p.Experiments {
		x := &p.Experiments[i]
		for _, t := range tests[x.Folder] {
			if t.Metric == x.Metric && t.Arm == x.Arm {
				x.Q = t.Q
			}
		}
	}
	if p.Finished > 0 {
		p.LearningRate, p.WinRate = report.Num(float64(p.Learned)/float64(p.Finished)),
			report.Num(float64(p.Won)/float64(p.Finished))
	}
	slices.SortFunc(p.Experiments, func(a, b report.PortfolioExperiment) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Folder, b.Folder))
	})
	var names []string
	for _, x := range p.Experiments {
		if x.Metric != "" && !slices.Contains(names, x.Metric) {
			names = append(names, x.Metric)
		}
	}
	slices.Sort(names)
	for _, n := range names {
		p.Metrics = append(p.Metrics, pool(p, n, alphas))
	}
	return p
}

// pool draws the lifts of one metric to their mean: y_i ~ N(θ_i, v_i), θ_i ~ N(μ, τ²), τ²
// by DerSimonian and Laird's moments, B_i = v_i/(v_i+τ²),
//
//	θ̂_i = y_i + B_i(μ̂ − y_i),  Var θ̂_i = v_i(1−B_i) + B_i²/Σ(1/V),  V_i = v_i + τ²
//
// and of a sum Σv_i(1−B_i) + (ΣB_i)²/Σ(1/V): that μ is estimated moves all of them
// together. Source: Efron & Morris (1975), JASA 70; DerSimonian & Laird (1986).
func pool(p *report.Portfolio, metric string, alphas map[string]float64) report.PortfolioMetric {
	u := report.Undefined()
	m := report.PortfolioMetric{Metric: metric, Mean: u, Spread: u, Raw: u, Total: report.NoInterval("empirical_bayes")}
	var at []int
	var y, v []float64
	for i, x := range p.Experiments {
		se := float64(x.Lift.Hi-x.Lift.Lo) / 2 / stats.NormalISF(alphas[x.Folder]/2)
		if x.Metric == metric && x.Lift.Bounded && se > 0 {
			at, y, v = append(at, i), append(y, float64(x.Lift.Value)), append(v, se*se)
		}
	}
	m.Experiments = len(at)
	shipped := func(i int) bool { return p.Experiments[i].Verdict == report.Ship }
	raw := 0.0
	for k, i := range at {
		if shipped(i) {
			m.Shipped++
			raw += y[k]
		}
	}
	if m.Shipped > 0 {
		m.Raw = report.Num(raw)
	}
	if len(at) < leastPooled {
		p.Cautions = append(p.Cautions, report.Cautionf("too_few_to_pool", "%d finished with %s as the main metric "+
			"and a lift with an interval; from fewer than %d no spread can be taken, so nothing is drawn to a mean.",
			len(at), report.Spoken(metric), leastPooled))
		return m
	}
	mean, tau2 := moments(y, v)
	weights, pulled, variance, total := 0.0, 0.0, 0.0, 0.0
	for k := range y {
		weights += 1 / (v[k] + tau2)
	}
	z := stats.NormalISF(0.025)
	for k, i := range at {
		b := v[k] / (v[k] + tau2)
		theta, own := y[k]+b*(mean-y[k]), v[k]*(1-b)
		half := z * math.Sqrt(own+b*b/weights)
		p.Experiments[i].Shrunken = report.Interval{Value: report.Num(theta), Lo: report.Num(theta - half),
			Hi: report.Num(theta + half), Method: "empirical_bayes", Bounded: true}
		if shipped(i) {
			total, variance, pulled = total+theta, variance+own, pulled+b
		}
	}
	m.Mean, m.Spread = report.Num(mean), report.Num(math.Sqrt(tau2))
	if m.Shipped > 0 {
		half := z * math.Sqrt(variance+pulled*pulled/weights)
		m.Total.Value, m.Total.Lo, m.Total.Hi, m.Total.Bounded = report.Num(total), report.Num(total-half),
			report.Num(total+half), true
	}
	return m
}

// moments are the mean of effects and the variance of the true ones, which is 0 where they
// differ by no more than their errors.
func moments(y, v []float64) (mean, tau2 float64) {
	weighted := func(tau2 float64) (mean, w, w2 float64) {
		for i := range y {
			x := 1 / (v[i] + tau2)
			mean, w, w2 = mean+x*y[i], w+x, w2+x*x
		}
		return mean / w, w, w2
	}
	mean, w, w2 := weighted(0)
	q := 0.0
	for i := range y {
		q += (y[i] - mean) * (y[i] - mean) / v[i]
	}
	tau2 = max(0, (q-float64(len(y)-1))/(w-w2/w))
	mean, _, _ = weighted(tau2)
	return mean, tau2
}
