package evals

import (
	"math"
	"slices"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// weight is a category's share of the traffic, as declared.
func (b *board) weight(category string) report.Num {
	sum, own := 0.0, math.NaN()
	for _, w := range b.e.Weights {
		sum += w.Share
		if w.Category == category {
			own = w.Share
		}
	}
	return report.Num(own / sum)
}

// categories compares a version with the baseline within every category, and pools the
// differences partially: a small category's is drawn to the others'.
func (b *board) categories(m, v int) (out []report.EvalCategory) {
	names := b.categoryNames
	all := 0
	var effects, variances, df []float64
	var at []int
	for _, name := range names {
		items := b.in(name)
		p := b.pair(m, v, false, items)
		c := report.EvalCategory{Category: name, Weight: b.weight(name), EvalComparison: b.comparison(m, v, p, items),
			Shrunken: report.NoInterval("pooled towards the other categories, full Bayes")}
		all += c.Paired
		b.within[m] = append(b.within[m], p.differs().P)
		if !p.few() && p.mean.SE > 0 {
			effects, variances, df = append(effects, p.mean.Mean), append(variances, p.mean.SE*p.mean.SE),
				append(df, p.mean.DF)
			at = append(at, len(out))
		}
		out = append(out, c)
	}
	for i, s := range stats.Shrink(effects, variances, df, b.e.Alpha) {
		x := &out[at[i]].Shrunken
		x.Value, x.Lo, x.Hi, x.Bounded = report.Num(s.Mean), report.Num(s.Lo), report.Num(s.Hi), !math.IsNaN(s.Lo)
	}
	for i := range out {
		out[i].Share = report.Num(float64(out[i].Paired) / float64(all))
	}
	return out
}

// traffic is the difference under the declared shares of traffic instead of those of the
// evaluation, Σ w_c·d̄_c over categories with paired items, the weights summing to 1 there. Its
// error adds up, cluster by cluster, what the items' deviations from their category's mean
// weigh, each divided by 1 − the cluster's share of the category (CR3 within categories);
// Student's degrees of freedom are clusters less categories. Mix is what the other weights
// alone change (Kitagawa's composition between the two sets of shares, the differences held).
func (b *board) traffic(m, v int, p *pairs) *report.EvalTraffic {
	if len(b.e.Weights) == 0 || len(p.diff) == 0 {
		return nil
	}
	type cell struct {
		n, sum  float64
		cluster map[int32]float64
	}
	cells := map[string]*cell{}
	for i, d := range p.diff {
		name := b.items[p.item[i]].category
		c := cells[name]
		if c == nil {
			c = &cell{cluster: map[int32]float64{}}
			cells[name] = c
		}
		c.n++
		c.sum += d
		c.cluster[p.cluster[i]]++
	}
	u := report.Undefined()
	out := &report.EvalTraffic{Version: b.versions[v], Abs: report.NoInterval("categories by traffic, CR3 by cluster"),
		Mix: u}
	covered, value, used := 0.0, 0.0, 0
	for _, name := range b.categoryNames {
		if w, c := float64(b.weight(name)), cells[name]; c != nil && w > 0 {
			covered += w
			value += w * c.sum / c.n
			used++
		}
	}
	out.Covered = report.Num(covered)
	if used == 0 {
		return out
	}
	value /= covered
	out.Abs.Value, out.Mix = report.Num(value), report.Num(value-p.mean.Mean)
	part := make([]float64, p.clusters)
	whole := false // a category that one cluster makes up has no error
	for i, d := range p.diff {
		name := b.items[p.item[i]].category
		c := cells[name]
		w := float64(b.weight(name))
		if !(w > 0) {
			continue
		}
		h := c.cluster[p.cluster[i]] / c.n
		if h == 1 {
			whole = true
			continue
		}
		part[p.cluster[i]] += w / covered / c.n * (d - c.sum/c.n) / (1 - h)
	}
	df := float64(p.mean.Clusters - used)
	squares := 0.0
	for _, x := range part {
		squares += x * x
	}
	if !p.few() && df >= 1 && squares > 0 && !whole {
		h := stats.StudentISF(b.e.Alpha/2, df) * math.Sqrt(squares)
		out.Abs.Lo, out.Abs.Hi, out.Abs.Bounded = report.Num(value-h), report.Num(value+h), true
	}
	return out
}

// weightsHeld says where declared weights and categories do not meet.
func (b *board) weightsHeld() {
	names := b.categoryNames
	if len(names) == 0 {
		b.caution(report.Cautionf("no_category",
			"no item has a category: there is the overall comparison alone; name the field that holds it under "+
				"columns: {category: …}"))
		return
	}
	for _, w := range b.e.Weights {
		if !slices.Contains(names, w.Category) {
			b.caution(report.Cautionf("weight_without_items",
				"weights names the category %q, %.0f%% of the traffic, and no item is in it; categories are %s",
				w.Category,
				100*float64(b.weight(w.Category)), quoted(names)))
		}
	}
	for _, n := range names {
		if len(b.e.Weights) > 0 && math.IsNaN(float64(b.weight(n))) {
			b.caution(report.Cautionf("category_without_weight",
				"weights does not name the category %q; it counts nothing in the traffic's difference", n))
		}
	}
}
