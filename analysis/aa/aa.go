package aa

import (
	"context"
	"math/rand/v2"
	"sync/atomic"

	"uptake/analysis/counted"
	"uptake/analysis/decide"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/study"
)

// Options are how an A/A analysis goes; Runs and Seed say what is computed.
type Options struct {
	Workers        int
	ProgramVersion string

	Runs     int // 100 … 100,000
	Seed     uint64
	Progress func(done int) // told how many runs are done; may be nil
}

// The limits of an A/A analysis.
const (
	leastRuns, mostRuns = 100, 100_000
	leastAAUnits        = 20
)

// Problems says why an experiment file cannot be shuffled, before any row is read.
func Problems(exp *spec.Experiment, runs int) []string {
	var out []string
	if runs < leastRuns || runs > mostRuns {
		out = append(out, counted.Sprintf("%d runs: between %d and %d runs are possible; with fewer the rate says "+
			"nothing, more tell nothing new", runs, leastRuns, mostRuns))
	}
	if exp.Layout == spec.Summary {
		out = append(out, "layout summary states sums, and arms can only be shuffled over units: give the rows they "+
			"were made of")
	}
	if exp.ArmsAny {
		out = append(out, "arms: any names no control, and the false alarms counted are those of comparisons with "+
			"it; list the arms")
	}
	if len(exp.Metrics) == 0 {
		out = append(out, "the experiment declares no metrics, so there is nothing to compare; list them under metrics")
	}
	return out
}

// Run shuffles the arms over the units of the result, which makes every difference
// a matter of chance, compares the arms as the readout does, and counts how often
// a metric raises an alarm all the same. Arms keep their sizes; caps of winsorized
// metrics, pooled over arms, are those of the readout. Metrics are the declared
// ones, and accepted_per_unit where Ship asks for it. The result depends on the
// units, the runs and the seed alone.
//
// Source: Kohavi, Tang & Xu (2020), Trustworthy Online Controlled Experiments,
// chapter 19.
func Run(ctx context.Context, exp *spec.Experiment, demand spec.Demand, t *study.Tables, o Options) (*report.AA,
	error) {
	a, err := newShuffler(ctx, exp, demand, t, o)
	if err != nil {
		return nil, err
	}
	cells := make([][]falseAlarm, len(a.list)*len(a.by.Compared()))
	for i := range cells {
		cells[i] = make([]falseAlarm, o.Runs)
	}
	verdicts := make([]report.Verdict, o.Runs)
	var done atomic.Int64
	labels := make([][]uint16, max(1, o.Workers))
	for w := range labels {
		labels[w] = make([]uint16, len(a.labels))
	}
	err = shuffles(ctx, o.Runs, o.Workers, o.Seed, func(w, run int, r *rand.Rand) {
		shuffled(r, a.labels, labels[w])
		cell, v := 0, a.verdict()
		for i := range a.list {
			for _, f := range a.run(i, labels[w], r, v) {
				cells[cell][run] = f
				cell++
			}
		}
		verdicts[run] = v.word()
		if n := done.Add(1); o.Progress != nil {
			o.Progress(int(n))
		}
	})
	if err != nil {
		return nil, err
	}
	cell := 0
	for _, s := range a.list {
		for _, arm := range a.by.Compared() {
			m := report.AAMetric{Name: s.Metric.Name, Kind: string(s.Metric.Kind), Role: string(s.Metric.Role),
				Better: "up", Arm: a.by.Names[arm], Winsorized: []report.Num{}, Cautions: []report.Caution{}}
			if s.Metric.Down {
				m.Better = "down"
			}
			for _, w := range s.capped {
				if w.Quantile.Defined() {
					m.Winsorized = append(m.Winsorized, w.Quantile)
				}
				if w.Lower != nil {
					m.Winsorized = append(m.Winsorized, w.Lower.Quantile)
				}
			}
			falseAlarms(&m, cells[cell], exp.Statistics.Alpha, exp.Decision.GuardAlpha)
			cautions(&m, o.Runs)
			a.out.Metrics = append(a.out.Metrics, m)
			cell++
		}
	}
	counts := map[report.Verdict]int{}
	for _, v := range verdicts {
		counts[v]++
	}
	a.out.Budget = decide.Budget(exp, counts, o.Runs, t.HasTime, demand.Suggestions, a.facts)
	a.out.Headline = headline(a.out)
	return a.out, nil
}
