package analysis

import (
	"context"
	"math"

	"uptake/analysis/fold"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
	"uptake/analysis/study"
)

// valued is every arm's sample of a metric that is made of values.
type valued struct {
	samples  []stats.Sample
	immature []int64 // by arm: units whose own window is not over; nil where the metric has none
	cautions []report.Caution
}

// quantiles makes the samples of the quantile metrics, by place in list: over
// the numbers that shown suggestions carry, clustered by unit, or over the
// values of units. What is needed is read once more, unit by unit.
func (b *board) quantiles(ctx context.Context, list []entry, t *study.Tables, workers int) (map[int]valued, error) {
	var names []string
	var columns []fold.Column
	var ofNumbers, ofUnits []int
	for i, e := range list {
		switch {
		case e.m.Kind != spec.Quantile:
		case e.m.Of != "":
			names, ofNumbers = append(names, e.m.Of), append(ofNumbers, i)
		default:
			for k, v := range t.Shape.Variables {
				if v.Name == e.m.Name {
					columns, ofUnits = append(columns, fold.Column{Name: v.Name, Y: fold.Value{From: fold.Variable, Var: k}, Window: e.m.Window}), append(ofUnits, i)
				}
			}
		}
	}
	out := map[int]valued{}
	if len(names) > 0 {
		numbers, err := fold.CollectNumbers(ctx, b.exp, names, t, workers)
		if err != nil {
			return nil, err
		}
		for k, i := range ofNumbers {
			out[i] = b.overSuggestions(list[i], numbers[k])
		}
	}
	if len(columns) > 0 {
		v, err := fold.Collect(ctx, b.exp, columns, t, workers)
		if err != nil {
			return nil, err
		}
		for k, i := range ofUnits {
			out[i] = b.overUnits(list[i], v, k)
		}
	}
	return out, nil
}

var noSeries = report.Caution{Code: "quantile_whole", Detail: "A quantile is given for the whole experiment only, not by day or segment: it is no sum of parts."}

func (b *board) overSuggestions(e entry, n fold.Numbers) valued {
	out := valued{cautions: []report.Caution{noSeries}}
	for a := range b.arms {
		out.samples = append(out.samples, stats.ClusterQuantile(n.Value[a], n.Unit[a], int(n.Units[a]), e.m.Quantile, b.exp.Statistics.Alpha))
		if all := n.Lost[a] + int64(len(n.Value[a])); all > 0 && n.Lost[a] > 0 {
			out.cautions = append(out.cautions, caution("missing_values", "In %s %d of %d shown suggestions have no %s and are left out.", b.arms[a], n.Lost[a], all, e.m.Of))
		}
	}
	return out
}

func (b *board) overUnits(e entry, v *fold.Vectors, column int) valued {
	out := valued{cautions: []report.Caution{noSeries}}
	if e.m.Window > 0 {
		out.immature = make([]int64, len(b.arms))
	}
	values, unit := make([][]float64, len(b.arms)), make([][]int32, len(b.arms))
	scale := math.Pow10(e.scales[0])
	for u, has := range v.Columns[column].Has {
		a := v.Arm[u]
		switch {
		case v.Crossover[u]:
		case has:
			unit[a] = append(unit[a], int32(len(values[a])))
			values[a] = append(values[a], v.Columns[column].Y.Float(u)/scale)
		case out.immature != nil: // where rows are events every unit has a value
			out.immature[a]++
		}
	}
	for a := range b.arms {
		out.samples = append(out.samples, stats.ClusterQuantile(values[a], unit[a], len(values[a]), e.m.Quantile, b.exp.Statistics.Alpha))
	}
	return out
}
