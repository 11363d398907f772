package readout

import (
	"math"

	"uptake/analysis"
	"uptake/analysis/compare"
	"uptake/analysis/fold"
	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// valued is every arm's sample of a metric that is made of values.
type valued struct {
	samples  []stats.Sample
	immature []int64 // by arm: units whose own window is not over; nil where the metric has none
	cautions []report.Caution
}

// valuedSamples makes the samples of the quantile metrics, by place in list: over
// the numbers that shown suggestions carry, clustered by unit, or over the values
// of units.
func valuedSamples(by *compare.Terms, list []analysis.Entry, f *fold.Result) map[int]valued {
	out := map[int]valued{}
	number := 0
	for i, e := range list {
		switch {
		case !e.Kind.Valued:
		case e.Metric.Of != "":
			out[i] = overSuggestions(by, e, f.Numbers[number])
			number++
		default:
			out[i] = overUnits(by, e, f.Kept)
		}
	}
	return out
}

// foldedSamples are every metric's samples by arm, and the units with a value other
// than 0 where those were counted.
func foldedSamples(list []analysis.Entry, left *leftOut, made map[int]valued) (samples [][]stats.Sample,
	nonZero [][]int64) {
	for i, e := range list {
		if e.Col < 0 {
			samples, nonZero = append(samples, made[i].samples), append(nonZero, nil)
			continue
		}
		samples, nonZero = append(samples, left.of(e, e.Col)), append(nonZero, left.f.NonZero[e.Col])
	}
	return samples, nonZero
}

// quantileCautions says of every quantile what it is of.
func quantileCautions(metrics []report.Metric, made map[int]valued) {
	for i := range metrics {
		metrics[i].Cautions = append(metrics[i].Cautions, made[i].cautions...)
	}
}

var noSeries = report.Caution{Code: "quantile_whole", Detail: "A quantile is given for the whole experiment only, " +
	"not by day or segment: it is no sum of parts."}

func overSuggestions(by *compare.Terms, e analysis.Entry, n fold.Numbers) valued {
	out := valued{cautions: []report.Caution{noSeries}}
	for a := range by.Names {
		out.samples = append(out.samples, stats.ClusterQuantile(n.Value[a], n.Unit[a], int(n.Units[a]),
			e.Metric.Quantile, by.Exp.Statistics.Alpha))
		if all := n.Lost[a] + int64(len(n.Value[a])); all > 0 && n.Lost[a] > 0 {
			out.cautions = append(out.cautions, report.Cautionf("missing_values", "In %s %d of %d shown suggestions "+
				"have no %s and are left out.", by.Names[a], n.Lost[a], all, e.Metric.Of))
		}
	}
	return out
}

func overUnits(by *compare.Terms, e analysis.Entry, v *fold.Vectors) valued {
	out := valued{cautions: []report.Caution{noSeries}}
	if e.Metric.Window > 0 {
		out.immature = make([]int64, len(by.Names))
	}
	values, unit := make([][]float64, len(by.Names)), make([][]int32, len(by.Names))
	scale := math.Pow10(e.Scales[0])
	for u, has := range v.Columns[e.Kept].Has {
		a := v.Arm[u]
		switch {
		case v.Crossover[u]:
		case has:
			unit[a] = append(unit[a], int32(len(values[a])))
			values[a] = append(values[a], v.Columns[e.Kept].Y.Float(u)/scale)
		case out.immature != nil: // where rows are events every unit has a value
			out.immature[a]++
		}
	}
	for a := range by.Names {
		out.samples = append(out.samples, stats.ClusterQuantile(values[a], unit[a], len(values[a]), e.Metric.Quantile,
			by.Exp.Statistics.Alpha))
	}
	return out
}
