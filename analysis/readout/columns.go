package readout

import (
	"context"
	"math"
	"slices"

	"uptake/analysis"
	"uptake/analysis/fold"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/study"
)

// columns is everything that one pass over the study tables adds up: the
// metrics' own columns first, then what stands beside them.
type columns struct {
	exp   *spec.Experiment
	shape study.Shape
	list  []analysis.Entry
	all   []fold.Column

	rates, shown int         // suggestion rates: first column and how many
	graded       map[int]int // graded metrics: place in list → first column of the grades
	fresh        *novelty
	capped       [][]report.Winsorized // by place in list
	paired       []int                 // place in list → column with whether the unit was shown one, −1 without
}

// newColumns lists the columns; where a metric is capped, the units are read for
// its caps first, and everything beside the metric is capped alike.
func newColumns(ctx context.Context, exp *spec.Experiment, demand spec.Demand, t *study.Tables, workers int) (*columns, error) {
	c := &columns{exp: exp, shape: t.Shape, graded: map[int]int{}}
	var err error
	if c.list, c.all, err = analysis.Entries(exp, demand, t.Shape); err != nil {
		return nil, err
	}
	if c.capped, err = analysis.Winsorize(ctx, exp, c.list, c.all, t, workers); err != nil {
		return nil, err
	}
	for i := range c.list {
		c.list[i].Flat = flattened(c.capped[i])
	}
	c.rates = len(c.all)
	if demand.Suggestions {
		c.all = append(c.all, rateColumns(t.NoSession)...)
	}
	c.shown = len(c.all) - c.rates
	for i, e := range c.list {
		if e.Metric.Kind == spec.Graded {
			c.graded[i] = len(c.all)
			c.all = append(c.all, gradeColumns(exp, e.Metric)...)
		}
	}
	fresh, extra := newNovelty(exp, c.list, c.all, t)
	c.fresh, c.all = fresh, append(c.all, extra...)
	c.paired = make([]int, len(c.list))
	for i := range c.paired {
		c.paired[i] = -1
	}
	if demand.Suggestions && len(exp.Arms) > 0 {
		c.paired, extra = complierColumns(c.list, c.all)
		c.all = append(c.all, extra...)
	}
	return c, nil
}

// unit is what a ratio of a column's whole numbers is multiplied with to be in its
// metric's unit; suggestion rates count.
func (c *columns) unit(i int) float64 {
	followed := c.fresh.entryAt(i)
	for k, e := range c.list {
		if e.Col == i || k == followed {
			return math.Pow10(e.Scales[1] - e.Scales[0])
		}
	}
	return 1
}

// beside is what the fold of the columns does for a reader of the units. Where no
// metric reads them again, the fold is the last to read them, and keeps what
// leftOut may ask for.
func (c *columns) beside(reader *fold.Reader) fold.Beside {
	b := fold.Beside{Reader: reader}
	b.Last = reader != nil && len(unitNames(c.exp)) == 0 && !slices.ContainsFunc(c.list, func(e analysis.Entry) bool { return e.Metric.Kind == spec.Quantile })
	if b.Last {
		b.Keep = pairs(c.all)
	}
	return b
}

// pairs are the columns of a numerator and a denominator, in their order.
func pairs(columns []fold.Column) []fold.Column {
	var out []fold.Column
	for _, c := range columns {
		if isPair(&c) {
			out = append(out, c)
		}
	}
	return out
}

func isPair(c *fold.Column) bool { return c.Pair() && c.Age == nil }

// noSuggestions reports whether no unit was shown a suggestion and the file
// asks for nothing that is made of them.
func (c *columns) noSuggestions(f *fold.Result) bool {
	if slices.ContainsFunc(c.exp.Metrics, func(m spec.Metric) bool {
		return m.Builtin || m.Kind == spec.Graded || m.Kind == spec.Quantile && m.Of != ""
	}) {
		return false
	}
	for _, o := range f.Outcomes {
		for _, n := range o {
			if n > 0 {
				return false
			}
		}
	}
	return true
}
