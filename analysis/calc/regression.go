package calc

import (
	"errors"
	"math"
	"math/big"

	"uptake/analysis/stats"
)

// mostWork is the largest rows × columns² of a fit in 1024 bits.
const mostWork = 20_000_000

// fits refuses a design that would take too long.
func (c *call) fits(columns, rows int) {
	if columns*columns*rows > mostWork {
		c.fail("inputs: %d rows and %d columns are too many (rows × columns² of at most %d)", rows, columns, mostWork)
	}
}

var regressions = []Method{
	{"ols_robust", "inputs: X: [[..], ..] with the intercept as a column, y: [..], cluster: [..] (optional)",
		func(c *call) Result {
			columns, y := c.design("X")
			var cluster []int
			groups := 0
			if c.in.has("cluster") {
				if cluster, groups = c.in.labels("cluster"); len(cluster) != len(y) {
					c.fail("inputs: y has %d values, cluster has %d", len(y), len(cluster))
				}
			}
			f, ok := c.fit(columns, y)
			if !ok {
				return nil
			}
			var r Result
			r.add("beta", f.Beta).add("se_classical", f.SE())
			r.add("HC0", f.HC(0)).add("HC1", f.HC(1)).add("HC2", f.HC(2)).add("HC3", f.HC(3))
			if groups > 1 {
				r.clustered(f, cluster, groups)
			}
			return r
		}},
	{"nist_linreg", "inputs: x: [..] | [[..], ..], y: [..], model: {type: polynomial, degree} | {type: multiple} | " +
		"{type: no_intercept}" + decimalNote, func(c *call) Result {
		return c.nistRegression()
	}},
	{"avlm_t", "inputs: X: [[..], ..] with the intercept as a column, y: [..]  options: g = 1, alpha = 0.05",
		func(c *call) Result {
			columns, y := c.design("X")
			alpha, g := c.opt.share("alpha", 0.05), c.opt.numOr("g", 1)
			if !(g > 0) {
				c.fail("options.g is %v; a number above 0 is needed", g)
			}
			f, ok := c.fit(columns, y)
			if !ok {
				return nil
			}
			if f.N == f.K || f.RSS == 0 {
				var r Result
				return *r.add("beta", f.Beta).undefined("the fit leaves no residuals")
			}
			a := stats.AnytimeRegression(f, g, alpha)
			var r Result
			r.add("beta", f.Beta).add("se", f.SE()).add("log_G", a.LogG)
			p, logs := make([]float64, f.K), make([]float64, f.K)
			for j, l := range a.LogG {
				t := stats.SequenceP(l)
				p[j], logs[j] = t.P, t.Log
			}
			return *r.add("p", p).add("log_p", logs).add("ci_lower", a.Lower).add("ci_upper", a.Upper)
		}},
}

func (r *Result) clustered(f stats.Fit, cluster []int, groups int) {
	c := f.Cluster(cluster, groups)
	g, n, k := float64(groups), float64(f.N), float64(f.K)
	r.add("CR0", c.CR0(1)).add("CR1", c.CR0(g/(g-1))).add("CR1S", c.CR0(g/(g-1)*(n-1)/(n-k)))
	se2, df2 := c.Adjusted(0.5)
	se3, df3 := c.Adjusted(1)
	p := make([]float64, f.K)
	for j := range p {
		p[j] = stats.Test{Estimate: f.Beta[j], SE: se2[j], DF: df2[j]}.TwoSided().P
	}
	r.add("CR2", se2).add("CR3", se3).add("CR2_df", df2).add("CR2_p", p).add("CR3_df", df3)
}

// design reads a matrix by rows as columns, and y.
func (c *call) design(name string) (columns [][]float64, y []float64) {
	rows, y := c.in.rows(name), c.in.list("y")
	if len(rows) != len(y) {
		c.fail("inputs: %s has %d rows, y has %d values", name, len(rows), len(y))
		return nil, nil
	}
	return transpose(rows), y
}

func transpose(rows [][]float64) (columns [][]float64) {
	if len(rows) == 0 {
		return nil
	}
	for j := range rows[0] {
		col := make([]float64, len(rows))
		for i, r := range rows {
			col[i] = r[j]
		}
		columns = append(columns, col)
	}
	return columns
}

func (c *call) fit(columns [][]float64, y []float64) (stats.Fit, bool) {
	c.fits(len(columns), len(y))
	if c.err != nil {
		return stats.Fit{}, false
	}
	f, err := stats.LeastSquares(columns, y)
	if err != nil {
		c.fail("%v (%d rows, %d columns)", err, len(y), len(columns))
		return f, false
	}
	return f, true
}

func (c *call) nistRegression() Result {
	y := c.in.decimals("y")
	model := c.in.object("model")
	kind := model.text("type", "", "polynomial", "multiple", "no_intercept")
	var columns [][]*big.Rat
	ones := make([]*big.Rat, len(y))
	for i := range ones {
		ones[i] = big.NewRat(1, 1)
	}
	switch kind {
	case "polynomial":
		degree := model.count("degree")
		if degree > 40 {
			c.fail("inputs.model.degree is %d; at most 40 is possible", degree)
		}
		x := c.in.decimals("x")
		if c.err != nil {
			return nil
		}
		columns = append(columns, ones[:min(len(ones), len(x))])
		for d := range degree {
			col := make([]*big.Rat, len(x))
			for i, v := range x {
				if i < len(columns[d]) {
					col[i] = new(big.Rat).Mul(columns[d][i], v)
				} else {
					col[i] = v
				}
			}
			columns = append(columns, col)
		}
	case "multiple", "no_intercept":
		if kind == "multiple" {
			columns = append(columns, ones)
		}
		columns = append(columns, c.decimalColumns("x")...)
	default:
		c.fail("inputs.model.type is missing")
	}
	for _, col := range columns {
		if len(col) != len(y) {
			c.fail("inputs: x has %d rows, y has %d values", len(col), len(y))
		}
	}
	c.fits(len(columns), len(y))
	if c.err != nil {
		return nil
	}
	centred := kind != "no_intercept"
	r, err := exactFit(columns, y, centred)
	if err != nil {
		c.fail("%v (%d rows, %d columns)", err, len(y), len(columns))
		return nil
	}
	binary := make([][]*big.Rat, len(columns))
	for j, col := range columns {
		binary[j] = rounded(col)
	}
	if kind == "polynomial" && len(columns) > 1 { // powers of the rounded x, not rounded powers
		for d := 2; d < len(columns); d++ {
			for i := range binary[d] {
				binary[d][i] = new(big.Rat).Mul(binary[d-1][i], binary[1][i])
			}
		}
	}
	if b, err := exactFit(binary, rounded(y), centred); err == nil {
		r.add("from_binary64", b)
	}
	return r
}

// decimalColumns reads one column (a list of numbers) or several (a list of rows).
func (c *call) decimalColumns(name string) [][]*big.Rat {
	parts := c.in.elements(name)
	if len(parts) == 0 || len(parts[0]) == 0 || parts[0][0] != '[' {
		return [][]*big.Rat{c.in.decimals(name)}
	}
	var columns [][]*big.Rat
	for i, raw := range parts {
		row, err := decimalList(raw)
		if err != nil {
			c.fail("inputs.%s: row %d: %v", name, i, err)
			return nil
		}
		if i == 0 {
			columns = make([][]*big.Rat, len(row))
		}
		if len(row) != len(columns) {
			c.fail("inputs.%s: row %d has %d values, row 0 has %d", name, i, len(row), len(columns))
			return nil
		}
		for j, v := range row {
			columns[j] = append(columns[j], v)
		}
	}
	return columns
}

func exactFit(columns [][]*big.Rat, y []*big.Rat, centred bool) (r Result, err error) {
	var exact []stats.Exact
	for _, col := range columns {
		exact = append(exact, stats.ExactOf(col))
	}
	f, err := stats.LeastSquaresExact(exact, stats.ExactOf(y))
	if err != nil {
		return nil, err
	}
	r.add("beta", f.Beta).add("se", f.SE()).add("residual_sd", math.Sqrt(f.Sigma2()))
	return *r.add("r_squared", f.RSquared(centred)), nil
}

var errNotNumbers = errors.New("a list of numbers is needed")
