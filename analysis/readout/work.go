package readout

import (
	"uptake/analysis"
	"uptake/analysis/compare"
	"uptake/analysis/fold"
	"uptake/analysis/health"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
	"uptake/analysis/study"
	"uptake/analysis/sums"
)

// work is a readout on its way: what was read of a study, and what parts hand on to
// later ones. Slices over metrics are by place in list.
type work struct {
	exp    *spec.Experiment
	demand spec.Demand
	t      *study.Tables // nil: sums were stated
	stated *study.Summary
	*columns
	f    *fold.Result
	days []sums.Day // the states at their ends
	left *leftOut
	list []analysis.Entry

	by      *compare.Terms
	to      int64 // the data cut-off
	reached int   // planned looks that the data have reached
	valued  map[int]valued
	samples [][]stats.Sample
	nonZero [][]int64 // by arm; nil where it was not counted
	facts   *health.Facts
	again   [][]compare.Reread                  // by compared arm
	chances map[string]map[string]*report.Bayes // metric → arm
	flat    []string                            // primary metrics whose caps leave nothing to compare

	r *report.Report
}

// newWork begins with what the experiment file says.
func newWork(exp *spec.Experiment, o Options) *work {
	return &work{exp: exp, r: header(exp, o), chances: map[string]map[string]*report.Bayes{}}
}

// folded takes what the pass over the study tables added up: rows and arms.
func (w *work) folded() (err error) {
	for i, e := range w.list {
		if e.Col >= 0 {
			w.list[i].Flat = flattened(e.Capped(&w.all[e.Col], w.t.Shape.Arms))
		}
	}
	if w.days, err = w.f.Days(); err != nil {
		return err
	}
	if w.left, err = newLeftOut(w.columns, w.f); err != nil {
		return err
	}
	if w.r.Rows, err = analysis.Counted(w.t, &w.f.Tally); err != nil {
		return err
	}
	w.r.Rows.ByDay = byDay(w.t.Logged)
	if stats.Total(w.f.Units)+stats.Total(w.f.Crossing) == 0 {
		return &analysis.NoUnitsError{Read: w.r.Rows.Read, Dropped: w.r.Rows.Dropped}
	}
	w.by = &compare.Terms{Arms: analysis.FoldedArms(w.exp, w.t.Shape, w.f.Result, w.demand.Suggestions),
		Timed: w.t.HasTime}
	w.to = w.t.To
	if w.r.Unit = w.t.UnitName; !w.t.Unhashed {
		w.r.InputHash = report.Hash(w.f.Tally.Hash.String())
	}
	if analysis.Attributed(w.exp, w.t) && w.demand.Suggestions {
		w.r.Attribution = spec.Span(w.exp.Suggestions.Attribution)
	}
	if w.t.HasTime {
		w.r.DataFrom, w.r.DataTo = report.Stamp(w.t.From), report.Stamp(w.t.To)
	}
	return nil
}

// byDay counts the rows of all sources by their day; nil where none carries one.
func byDay(logged []study.Logged) map[string]int64 {
	var out map[string]int64
	for _, l := range logged {
		if l.Event != "" {
			continue
		}
		for d, n := range l.Days {
			if out == nil {
				out = map[string]int64{}
			}
			out[d.String()] += n.Rows
		}
	}
	return out
}

// metrics compares every metric of the list in its order.
func (w *work) metrics() {
	for i, e := range w.list {
		var alt []stats.Sample
		var before *analysis.Covaried
		if w.f != nil && e.Col >= 0 {
			alt, before = w.left.firstSeen(e, e.Col), e.Covaried(w.f.Adjusted[e.Col])
		}
		m := w.by.Metric(e, w.samples[i], alt, before)
		w.r.Metrics = append(w.r.Metrics, m.Metric)
		w.again = append(w.again, m.Again)
		if len(m.Chances) > 0 {
			w.chances[e.Metric.Name] = m.Chances
		}
	}
}

func (w *work) say(c ...report.Caution) { w.r.Cautions = append(w.r.Cautions, c...) }
