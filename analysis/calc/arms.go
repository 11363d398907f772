package calc

import (
	"math"

	"uptake/analysis/counted"
	"uptake/analysis/stats"
)

// forms of an arm, for the one-line descriptions.
const (
	armForms   = `control, treatment: {x: [..]} | {n, mean, var} | {n, sum, sum_squares}`
	countForms = `control, treatment: {n, x}`
	ratioForms = `control, treatment: {m: [..], d: [..]} | {n, m_sum, m_sum_squares, d_sum, d_sum_squares, md_sum}`
)

// sample reads one arm: raw values, n with mean and variance, or n with sums.
func (f *fields) sample(name string) stats.Sample { return f.object(name).asSample() }

func (f *fields) asSample() stats.Sample {
	c := f.call
	empty := stats.Sample{Mean: []float64{math.NaN()}, Tail: []float64{0}, Cross: []float64{math.NaN()},
		Total: []float64{0}}
	switch {
	case f.has("x"):
		sums, err := stats.FromValues(f.list("x"))
		if err != nil {
			c.fail("%s.x: %v", f.path, err)
			return empty
		}
		return sums.Sample()
	case f.has("mean"):
		n, mean, variance := f.count("n"), f.num("mean"), math.NaN()
		if n > 1 || f.has("var") {
			variance = f.num("var")
		}
		if variance < 0 {
			c.fail("%s.var is %v; a variance is never negative", f.path, variance)
		}
		if n == 0 {
			return empty
		}
		return stats.FromMoments(n, mean, variance)
	case f.has("sum"):
		n := f.count("n")
		s, err := stats.FromFloats(n, []float64{f.num("sum")}, []float64{f.num("sum_squares")})
		if err != nil {
			c.fail("%s: %v", f.path, err)
			return empty
		}
		if n == 0 {
			return empty
		}
		out := s.Sample()
		f.possible(n, s, out.Cross[0])
		return out
	}
	c.fail("%s has none of x, mean and sum", f.path)
	return empty
}

// possible refuses sums that no values can have: a negative centred sum of
// squares beyond what the rounding of the sum of squares explains.
func (f *fields) possible(n int64, s stats.Sums, cross float64) {
	total, _ := s.TotalSquares(0)
	if cross < -1e-12*total {
		f.call.fail("%s: the sum of squares is smaller than %d values with that sum can have (their variance would "+
			"be %.4g)", f.path, n, cross/float64(n-1))
	}
}

// pair reads control and treatment.
func (c *call) pair() (control, treatment stats.Sample) {
	return c.in.sample("control"), c.in.sample("treatment")
}

// ratio reads one arm of a ratio metric, linearised.
func (f *fields) ratio(name string) stats.Sample {
	sums := f.object(name).sumsOf([]string{"m", "d"})
	if f.call.err != nil {
		return stats.Sample{}
	}
	return sums.Ratio()
}

// sumsOf reads the exact sums of several variables of one arm: lists under their
// names, or n with <v>_sum, <v>_sum_squares and <v><w>_sum.
func (f *fields) sumsOf(vars []string) stats.Sums {
	c := f.call
	if f.has(vars[0]) {
		var columns [][]float64
		for _, v := range vars {
			columns = append(columns, f.list(v))
			if k := len(columns); len(columns[k-1]) != len(columns[0]) {
				c.fail("%s: %s has %d values, %s has %d", f.path, v, len(columns[k-1]), vars[0], len(columns[0]))
				return stats.Sums{}
			}
		}
		s, err := stats.FromValues(columns...)
		if err != nil {
			c.fail("%s: %v", f.path, err)
		}
		return s
	}
	n := f.count("n")
	var sum, cross []float64
	for i, v := range vars {
		sum = append(sum, f.num(v+"_sum"))
		cross = append(cross, f.num(v+"_sum_squares"))
		for _, w := range vars[i+1:] {
			name := v + w + "_sum"
			if !f.has(name) && f.has(v+"_"+w+"_sum") {
				name = v + "_" + w + "_sum"
			}
			cross = append(cross, f.num(name))
		}
	}
	s, err := stats.FromFloats(n, sum, cross)
	if err != nil {
		c.fail("%s: %v", f.path, err)
	}
	return s
}

// proportion reads one arm's {n, x}.
func (f *fields) proportion(name string) (n, x int64) { return f.object(name).successes() }

func (f *fields) successes() (n, x int64) {
	n, x = f.count("n"), f.count("x")
	if x > n {
		f.call.fail("%s has %d successes in %d units", f.path, x, n)
	}
	return n, x
}

// why says in words why a comparison of two samples is undefined.
func why(c, t stats.Sample) string {
	switch {
	case c.N == 0 || t.N == 0:
		return counted.Sprintf("control has %d and treatment %d units; both are needed", c.N, t.N)
	case math.IsNaN(c.Value()) || math.IsNaN(t.Value()):
		return "a denominator is 0"
	case c.N < 2 || t.N < 2:
		return counted.Sprintf("control has %d and treatment %d units; two in each are needed for a variance", c.N, t.N)
	}
	return "no value varies, so there is no error to judge by"
}
