package method

import (
	"math"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// weakBaseline is Fieller's g from which on the relative interval is lopsided
// enough to warn about.
const weakBaseline = 0.05

// Welch compares two means:
//
//	se² = s_c²/n_c + s_t²/n_t,  t = (m_t − m_c)/se with Satterthwaite's ν,
//	abs = d ± t_{α/2}(ν)·se,  rel by Fieller with the same t_{α/2}(ν)
//
// so that 0 lies outside both intervals exactly when p < α. Undefined, with a
// caution: fewer than 2 units in an arm (n_below_2), no variation in either arm
// (zero_variance), a ratio's denominator that adds up to 0 (zero_denominator), a
// control mean of 0 (zero_control_mean, rel only), a control mean that cannot
// be told from 0 (unbounded_lift, the ends of rel).
//
// Below 60 units in an arm a caution says that a skewed value can make the
// interval too narrow (few_units); from there to 500 units it says so where the
// other arm has more than ten times as many (uneven_arms).
//
// Source: Welch (1947), Biometrika 34; Fieller (1954), JRSS B 16.
func Welch(c, t stats.Sample, alpha float64) report.Comparison {
	out := welch(c, t, alpha, "mean")
	if n := min(c.N, t.N); n < stats.DeltaUnits && out.P.Defined() {
		out.Cautions = append(out.Cautions, report.Cautionf("few_units",
			"The smaller arm has %d units; below %d the interval may be too narrow where few units hold most of the "+
				"value.", n, stats.DeltaUnits))
	} else if n < unevenArms && max(c.N, t.N) > 10*n && out.P.Defined() {
		out.Cautions = append(out.Cautions, report.Cautionf("uneven_arms",
			"The smaller arm has %d units against %d; below %d in so uneven a split the interval can be too narrow "+
				"where few units hold most of the value.", n, max(c.N, t.N), unevenArms))
	}
	return out
}

// unevenArms is how many units the smaller arm of a very uneven split needs for
// the normal to serve: with 100 against 1,900 units of exponential values 5.8 %
// alarmed where 5 % should have.
const unevenArms = 500

// welch compares two values; what names them: mean, ratio or quantile.
func welch(c, t stats.Sample, alpha float64, what string) report.Comparison {
	out := Undefined("welch")
	d := c.Diff(t)
	if c.N > 0 && t.N > 0 && (math.IsNaN(c.Value()) || math.IsNaN(t.Value())) {
		out.Cautions = append(out.Cautions, report.Cautionf("zero_denominator",
			"The denominator adds up to %g over %d control units and to %g over %d treatment units; a ratio to 0 is "+
				"undefined.",
			c.Denominator, c.N, t.Denominator, t.N))
		return out
	}
	out.Abs.Value = report.Num(d)
	lift := d / math.Abs(c.Value())
	if c.N > 0 && c.Value() == 0 {
		lift = math.NaN()
		out.Cautions = append(out.Cautions, report.Cautionf("zero_control_mean",
			"The control %s over %d units is 0, so no relative lift exists; the absolute difference is given.", what,
			c.N))
	}
	out.Rel.Value = report.Num(lift)
	if c.N < 2 || t.N < 2 {
		out.Cautions = append(out.Cautions, report.Cautionf("n_below_2",
			"Control has %d and the other arm %d units; a comparison needs at least 2 in each.", c.N, t.N))
		return out
	}
	se, df := stats.WelchDF(c.N, c.Q(), t.N, t.Q())
	out.SE = report.Num(se)
	if se == 0 {
		if d == 0 { // then one sentence says it
			out.Cautions = out.Cautions[:0]
		}
		format := "All %d control units have the value %g and all %d others %g: without variation there is no error " +
			"to judge by."
		if what == "ratio" {
			format = "In all %d control units the ratio is %g, where they have one, and in all %d others %g: without " +
				"variation there is no error to judge by."
		}
		out.Cautions = append(out.Cautions, report.Cautionf("zero_variance", format, c.N, c.Value(), t.N, t.Value()))
		return out
	}
	stat := d / se
	p := stats.TwoSided(stats.StudentLogSF(math.Abs(stat), df))
	crit := stats.StudentISF(alpha/2, df)
	out.DF, out.Statistic = report.Num(df), report.Num(stat)
	out.P, out.Log10P = report.Num(p.P), report.Num(p.Log10())
	out.Abs = report.Interval{Value: report.Num(d), Lo: report.Num(d - crit*se), Hi: report.Num(d + crit*se),
		Method: "welch", Bounded: true}
	out.State = state(out.Abs)
	out.Rel = fieller(c, c.Q(), t.Q(), lift, crit, what, &out.Cautions)
	return out
}

// fieller is the interval of the relative lift at the critical value crit, for
// squared standard errors qc and qt of the two means.
func fieller(c stats.Sample, qc, qt, lift, crit float64, what string, cautions *[]report.Caution) report.Interval {
	out := report.NoInterval("fieller")
	out.Value = report.Num(lift)
	if math.IsNaN(lift) {
		return out
	}
	lo, hi, g := stats.Fieller(c.Value(), qc, qt, lift, crit)
	if g >= 1 {
		*cautions = append(*cautions, report.Cautionf("unbounded_lift",
			"The control %s %.4g ± %.2g cannot be told from 0, so the relative lift has no finite bounds; use the "+
				"absolute difference.",
			what, c.Value(), crit*math.Sqrt(qc)))
		return out
	}
	out.Lo, out.Hi, out.Bounded = report.Num(lo), report.Num(hi), true
	if g > weakBaseline {
		*cautions = append(*cautions, report.Cautionf("weak_baseline",
			"The control %s is known only to ±%.0f%%, so the interval of the relative lift is wide and lopsided.", what,
			100*math.Sqrt(g)))
	}
	return out
}
