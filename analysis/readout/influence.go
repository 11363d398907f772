package readout

import (
	"fmt"
	"math"
	"math/big"
	"strings"

	"uptake/analysis"
	"uptake/analysis/compare"
	"uptake/analysis/health"
	"uptake/analysis/metric"
	"uptake/analysis/moment"
	"uptake/analysis/report"
	"uptake/analysis/stats"
	"uptake/analysis/sums"
)

// leastUnits is how many units an arm needs for one of them to be told from the rest.
const leastUnits = 20

// influence warns where one or two units make a comparison: where leaving them out
// moves the difference further than the interval of all other units is wide, so that
// the printed difference lies far outside what the others say. Heavy tails as they
// are found every day move it by half of that at times. Tried are
// the two largest and the two smallest units of each arm (of a ratio, by numerator),
// alone and in pairs, each with the exact sums of the rest. Two, because one of two
// alike hides behind the other's error.
func influence(by *compare.Terms, metrics []report.Metric, list []analysis.Entry, f *sums.Result) {
	for i, e := range list {
		if e.Col >= 0 && f.Extremes[e.Col] != nil && e.Flat == nil {
			influenceOf(by, &metrics[i], e, f)
		}
	}
}

func influenceOf(by *compare.Terms, m *report.Metric, e analysis.Entry, f *sums.Result) {
	of := func(arm int) stats.Sums { return metric.Sums(f.Main[e.Col][arm], e.Scales...) }
	for k, arm := range by.Compared() {
		c := &m.Comparisons[k]
		if !c.P.Defined() || min(f.Main[e.Col][by.Control].N, f.Main[e.Col][arm].N) < leastUnits {
			continue
		}
		c.Cautions = append(c.Cautions, influential(by, by.Gates.Metric(e.Metric.Name), e, [2]stats.Sums{of(by.Control),
			of(arm)},
			[2]sums.Extremes{f.Extremes[e.Col][by.Control], f.Extremes[e.Col][arm]}, [2]string{c.Control, c.Arm})...)
	}
}

// outlier is a unit that lies furthest out in its arm.
type outlier struct {
	side   int // 0 control
	vector [2]moment.Sum128
	low    bool
}

func influential(by *compare.Terms, leave health.Leave, e analysis.Entry, whole [2]stats.Sums,
	extremes [2]sums.Extremes, arms [2]string) []report.Caution {
	var all []outlier
	for side, x := range extremes {
		for _, v := range x.High {
			all = append(all, outlier{side, v, false})
		}
		for _, v := range x.Low {
			all = append(all, outlier{side, v, true})
		}
	}
	full := e.Kind.Sample(whole[0]).Diff(e.Kind.Sample(whole[1]))
	most, rest := 1.0, math.NaN() // times the width of the interval of the rest
	var found []outlier
	try := func(left ...outlier) {
		own := [2]stats.Sums{}
		for side := range own {
			own[side] = without(whole[side], left, side)
		}
		c := e.Kind.Compare(leave, e.Kind.Sample(own[0]), e.Kind.Sample(own[1]), by.Exp.Statistics.Alpha)
		d, width := float64(c.Abs.Value), float64(c.Abs.Hi-c.Abs.Lo)
		if c.SE == 0 {
			width = 0
		}
		if moved := math.Abs(full-d) / width; moved > most { // +Inf where the rest does not vary
			most, rest, found = moved, d, left
		}
	}
	for _, x := range all {
		try(x)
	}
	for i := 0; i < len(all) && found == nil; i++ {
		for _, y := range all[i+1:] {
			try(all[i], y)
		}
	}
	if found == nil {
		return nil
	}
	return []report.Caution{{Code: "influential_units", Detail: influenceText(e, found, arms, full, rest,
		by.Exp.Statistics.Alpha)}}
}

// without are the sums of one side with the units that are of it left out.
func without(s stats.Sums, left []outlier, side int) stats.Sums {
	out := stats.Sums{N: s.N, Den: s.Den}
	for _, x := range s.Sum {
		out.Sum = append(out.Sum, new(big.Int).Set(x))
	}
	for _, x := range s.Cross {
		out.Cross = append(out.Cross, new(big.Int).Set(x))
	}
	for _, o := range left {
		if o.side != side {
			continue
		}
		out.N--
		at := 0
		for i := range out.Sum {
			v := o.vector[i].Big()
			out.Sum[i].Sub(out.Sum[i], v)
			for j := i; j < len(out.Sum); j++ {
				out.Cross[at].Sub(out.Cross[at], new(big.Int).Mul(v, o.vector[j].Big()))
				at++
			}
		}
	}
	return out
}

func influenceText(e analysis.Entry, found []outlier, arms [2]string, full, rest, alpha float64) string {
	what, low := "value", false
	if e.Kind.Dim == 2 {
		what = "numerator"
	}
	var parts []string
	for _, o := range found {
		low = low || o.low
		parts = append(parts, fmt.Sprintf("%.6g in %s", o.vector[0].Float()/math.Pow10(e.Scales[0]), arms[o.side]))
	}
	head := "One unit makes the difference: without it (" + what + " " + parts[0] + ")"
	if len(found) > 1 {
		head = "Two units make the difference: without them (" + what + "s " + strings.Join(parts, " and ") + ")"
	}
	advice := " winsorize: {upper: 99%} caps what single units weigh."
	switch {
	case e.Metric.Builtin:
		advice = ""
	case e.Metric.Winsorize.Upper > 0 && e.Metric.Winsorize.Lower > 0:
		advice = " A cap nearer to the middle (winsorize) takes away what single units weigh."
	case low:
		advice = " winsorize: {lower: 1%, upper: 99%} caps what single units weigh."
	}
	return fmt.Sprintf("%s it is %.4g instead of %.4g, which is further off than the %.4g%% interval of all other "+
		"units is wide. See whether such values are real.%s",
		head, rest, full, 100*(1-alpha), advice)
}
