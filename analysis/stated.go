package analysis

import (
	"errors"
	"fmt"
	"math/big"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/fault"
	"uptake/analysis/metric"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
	"uptake/analysis/study"
)

// DeclaredArms lists the arms in file order with the place of control; without
// arms the one group and −1.
func DeclaredArms(exp *spec.Experiment) (arms []string, control int) {
	if len(exp.Arms) == 0 {
		return []string{spec.AllArm}, -1
	}
	control = -1
	for i, a := range exp.Arms {
		arms = append(arms, a.Name)
		if a.Control {
			control = i
		}
	}
	return arms, control
}

// StatedSamples makes every metric's sample by arm, and the units of every arm.
func StatedSamples(exp *spec.Experiment, in *study.Summary) (list []Entry, all [][]stats.Sample, units []int64,
	err error) {
	arms, _ := DeclaredArms(exp)
	units = make([]int64, len(arms))
	var problems []error
	for _, m := range exp.Metrics {
		kind, ok := metric.Find(m.Kind)
		if !ok || kind.Dim != 1 || m.Builtin {
			problems = append(problems, fmt.Errorf("the metric %s of kind %s cannot be made of sums; layout summary "+
				"knows mean and proportion", m.Name, m.Kind))
			continue
		}
		s := make([]stats.Sample, len(arms))
		for i, arm := range arms {
			row, err := find(in, m, arm)
			if err == nil {
				s[i], err = stated(row, kind.Binary)
			}
			if err != nil {
				problems = append(problems, err)
				continue
			}
			units[i] = max(units[i], s[i].N)
		}
		list, all = append(list, Entry{Metric: m, Kind: kind, Col: len(list), Scales: []int{0}}), append(all, s)
	}
	if len(problems) > 0 {
		return nil, nil, nil, errors.Join(problems...)
	}
	return list, all, units, nil
}

// find returns the one row of an arm and metric.
func find(in *study.Summary, m spec.Metric, arm string) (*study.SummaryRow, error) {
	name := m.Column
	if name == "" {
		name = m.Name
	}
	var out *study.SummaryRow
	seen := map[string]bool{}
	var arms []string
	for i := range in.Rows {
		r := &in.Rows[i]
		if r.Metric != name {
			continue
		}
		if !seen[r.Arm] {
			seen[r.Arm] = true
			arms = append(arms, fmt.Sprintf("%q", r.Arm))
		}
		if r.Arm != arm && arm != spec.AllArm {
			continue
		}
		if out != nil {
			return nil, fault.At(fault.Place{File: r.File, Row: r.Row},
				counted.Errorf("%s row %d repeats the metric %s of arm %q, which row %d gives already%s", r.File, r.Row,
					name, arm, out.Row, apart(in.Apart)))
		}
		out = r
	}
	switch {
	case out != nil:
		return out, nil
	case arms == nil:
		return nil, fmt.Errorf("no row gives the metric %s", name)
	}
	return nil, fmt.Errorf("no row gives the metric %s for the arm %q; the rows have %s", name, arm,
		strings.Join(arms, ", "))
}

// stated makes the sample of a row: n with successes, with sum and
// sum_squares, or with mean and var (n−1); decimals are taken exactly.
func stated(r *study.SummaryRow, binary bool) (stats.Sample, error) {
	at := fmt.Sprintf("%s row %d (%s, %s)", r.File, r.Row, r.Arm, r.Metric)
	count, ok := decimal(r.N) // 1000.0 is what a table makes of 1000
	if !ok || !count.IsInt() || count.Sign() < 0 || count.Num().BitLen() > 53 {
		return stats.Sample{}, fmt.Errorf("%s: n is %q; it must be a whole number of units from 0 to 2^53", at, r.N)
	}
	n := count.Num()
	var problem error
	number := func(name, text string) *big.Rat {
		v, ok := decimal(text)
		if !ok && problem == nil {
			problem = fmt.Errorf("%s: %s is %q, which is not a number", at, name, text)
		}
		return v
	}
	switch {
	case r.Successes != "":
		x := number("successes", r.Successes)
		if problem != nil {
			return stats.Sample{}, problem
		}
		if !x.IsInt() || x.Sign() < 0 || x.Num().Cmp(n) > 0 {
			return stats.Sample{}, fmt.Errorf("%s: %s successes of %s units; it must be a whole number from 0 to n", at,
				r.Successes, r.N)
		}
		return stats.FromCount(n.Int64(), x.Num().Int64()), nil
	case r.Sum != "" && r.SumSquares != "":
		sum, squares := number("sum", r.Sum), number("sum_squares", r.SumSquares)
		if problem != nil {
			return stats.Sample{}, problem
		}
		s := stats.FromRationals(n.Int64(), []*big.Rat{sum}, []*big.Rat{squares})
		out := s.Sample()
		if out.Cross[0] < 0 || n.Sign() == 0 && (sum.Sign() != 0 || squares.Sign() != 0) {
			return out, fmt.Errorf("%s: sum %s and sum_squares %s over %s units would make the variance negative", at,
				r.Sum, r.SumSquares, r.N)
		}
		if binary && out.Successes < 0 {
			return out, fmt.Errorf("%s: a proportion's sum and sum_squares are its count of successes; they are %s "+
				"and %s", at, r.Sum, r.SumSquares)
		}
		return out, nil
	case r.Sum != "" && binary:
		c := *r
		c.Successes = r.Sum
		return stated(&c, binary)
	case r.Mean != "" && r.Var != "":
		m, v := number("mean", r.Mean), number("var", r.Var)
		if problem != nil {
			return stats.Sample{}, problem
		}
		if v.Sign() < 0 {
			return stats.Sample{}, fmt.Errorf("%s: var is %s; a variance is not negative", at, r.Var)
		}
		mf, _ := m.Float64()
		vf, _ := v.Float64()
		return stats.FromMoments(n.Int64(), mf, vf), nil
	}
	return stats.Sample{}, fmt.Errorf("%s: give n with successes, with sum and sum_squares, or with mean and var", at)
}

// decimal reads a decimal number exactly; exponents beyond those of doubles are refused.
func decimal(text string) (*big.Rat, bool) {
	text = strings.TrimSpace(text)
	if strings.ContainsAny(text, "/xX_pP") || len(text) > 400 {
		return nil, false
	}
	if i := strings.IndexAny(text, "eE"); i >= 0 && len(text)-i > 5 {
		return nil, false
	}
	return new(big.Rat).SetString(text)
}

// apart says how to tell rows apart that state the same.
func apart(columns []string) string {
	switch len(columns) {
	case 0:
		return "; leave one of the two out"
	case 1:
		return fmt.Sprintf("; the column %q tells the two apart: keep one of its values with where: [{column: %[1]q, "+
			"is: [...]}]", columns[0])
	}
	return fmt.Sprintf("; the columns %s tell such rows apart: keep one value of each with where: [{column: %q, is: "+
		"[...]}, ...]", strings.Join(columns, ", "), columns[0])
}
