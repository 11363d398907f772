package readout

import (
	"math"

	"uptake/analysis"
	"uptake/analysis/fold"
	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// Assigned is who was in which arm, with what the main metrics made of each: what is held
// against other experiments over the same units. Units seen in two arms are not in it.
type Assigned struct {
	Arms    []string
	Unit    string // what a unit is called; "row" where every row is its own
	Units   []uint64
	Arm     []int32 // by unit
	Metrics []AssignedMetric
}

// AssignedMetric is a main metric with its values by unit, NaN where a unit has none.
type AssignedMetric struct {
	Name  string
	Share bool
	Y, X  []float64 // X nil where it is a mean; both nil of a quantile, which is not made of a value of each unit
}

// vectored reports whether a metric is a main one with a value, or two, of each unit; a graded one has the cost of the
// unit's suggestions and how many are graded. A quantile is not made of what single units have.
func vectored(e analysis.Entry) bool {
	return e.Metric.Role == spec.Primary && e.Col >= 0 && !e.Kind.Valued
}

// keepMain keeps the vectors of the main metrics.
func (a *Asked) keepMain() {
	for _, e := range a.c.list {
		if vectored(e) && a.c.all[e.Col].Later == nil {
			a.c.all[e.Col].Keep = true
		}
	}
}

// assigned is made of what was kept. Where the arms must not be compared, or their numbers
// are closed, it has no metrics.
func (a *Asked) assigned(v *fold.Vectors, r *report.Report) *Assigned {
	out := &Assigned{Arms: a.c.shape.Arms, Unit: r.Unit}
	var rows []int
	for i, id := range v.IDs {
		if !v.Crossover[i] {
			rows = append(rows, i)
			out.Units, out.Arm = append(out.Units, id), append(out.Arm, v.Arm[i])
		}
	}
	if r.Withheld != nil || r.Embargo != nil {
		return out
	}
	for _, e := range a.c.list {
		if e.Metric.Role == spec.Primary && e.Kind.Valued {
			out.Metrics = append(out.Metrics, AssignedMetric{Name: e.Metric.Name})
		}
		if !vectored(e) || !a.c.all[e.Col].Keep {
			continue
		}
		c := &v.Columns[e.Col]
		m := AssignedMetric{Name: e.Metric.Name, Share: e.Share(), Y: make([]float64, len(rows))}
		pair := c.X.Len() > 0
		if pair {
			m.X = make([]float64, len(rows))
		}
		for k, i := range rows {
			if m.Y[k] = math.NaN(); !c.Has[i] {
				continue
			}
			m.Y[k] = c.Y.Float(i) / math.Pow10(e.Scales[0])
			if pair {
				m.X[k] = c.X.Float(i) / math.Pow10(e.Scales[1])
			}
		}
		out.Metrics = append(out.Metrics, m)
	}
	return out
}
