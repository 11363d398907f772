package readout

import (
	"math"
	"slices"

	"uptake/analysis"
	"uptake/analysis/fold"
	"uptake/analysis/metric"
	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/analysis/sums"
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
	funnels      map[int]int // funnels: place in list → first column of the steps
	fresh        *novelty
	plain        []int    // place in list → column of the metric without its caps, −1 without
	paired       []int    // place in list → column with whether the unit was shown one, −1 without
	numbers      []string // of quantiles over suggestions
}

// newColumns lists the columns; everything beside a capped metric is capped alike.
func newColumns(exp *spec.Experiment, demand spec.Demand, t *study.Tables) (*columns, error) {
	c := &columns{exp: exp, shape: t.Shape, graded: map[int]int{}, funnels: map[int]int{}}
	var err error
	if c.list, c.all, err = analysis.Entries(exp, demand, t.Shape); err != nil {
		return nil, err
	}
	c.rates = len(c.all)
	if demand.Suggestions {
		c.all = append(c.all, rateColumns(t.NoSession)...)
	}
	c.shown = len(c.all) - c.rates
	for i, e := range c.list {
		if e.Kind.Carried != nil {
			c.graded[i] = len(c.all)
			c.all = append(c.all, gradeColumns(exp, e.Metric)...)
		}
		if len(e.Metric.Steps) > 0 {
			c.funnels[i] = len(c.all)
			c.all = append(c.all, stepColumns(e, c.all[e.Col], t.Shape.Variables)...)
		}
	}
	fresh, extra := newNovelty(exp, c.list, c.all, t)
	c.fresh, c.all = fresh, append(c.all, extra...)
	c.plain, extra = uncappedColumns(c.list, c.all)
	c.all = append(c.all, extra...)
	c.paired = make([]int, len(c.list))
	for i := range c.paired {
		c.paired[i] = -1
	}
	if demand.Suggestions && len(exp.Arms) > 0 {
		c.paired, extra = complierColumns(c.list, c.all)
		c.all = append(c.all, extra...)
	}
	for i := range c.all {
		// for leftOut; Later's units are those of its two ages
		c.all[i].Keep = c.all[i].Keep || c.all[i].Pair() && c.all[i].Later == nil
	}
	for _, e := range c.list {
		if e.Metric.Of != "" {
			c.numbers = append(c.numbers, e.Metric.Of)
		}
		if alsoOf(exp, e, c.all) {
			c.all[e.Col].Keep = true
		}
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

// noSuggestions reports whether no unit was shown a suggestion and the file
// asks for nothing that is made of them.
func (c *columns) noSuggestions(f *sums.Result) bool {
	if slices.ContainsFunc(c.exp.Metrics, func(m spec.Metric) bool {
		k, _ := metric.Find(m.Kind)
		return m.Builtin || k.Carried != nil || m.Of != ""
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
