package evals

import (
	"math"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// reading is what one set of pairs says of one criterion.
type reading struct {
	verdict report.GateVerdict
	// the one-sided bound that decides: how bad the truth may be, of what failed how good it may be at
	// best; in the metric's own direction
	bound   float64
	p       float64
	why     string
	against bool  // what was seen lies on the wrong side, and more items would rather show that
	needed  int64 // items in all that would decide it; of what failed, that would show it mended
	// independent groups of items, where there are too few
	clusters int
}

// withinMargin asks whether a version loses less than margin, one-sided at level. Differences
// are first turned so that more is better. It passes where
//
//   - Student's bound with CR3 errors is above −margin;
//   - of 0/1 scores, Tango's score at −margin on items after the design effect rejects too;
//   - and one more cluster of mean size, wholly worse, would not undo either: a few items
//     without a loss prove little (a t test at 2 points with 100 items and no gains passes
//     falsely in 13 of 100).
//
// It fails where both upper bounds are below −margin. Not measured: under ten clusters, or
// fewer effective items than would show a loss of margin with no loss seen, ln level / ln(1 −
// margin), the margin being a share of the range.
func (b *board) withinMargin(m metric, p *pairs, margin, level float64, least int) reading {
	sign := m.sign()
	out := reading{bound: math.NaN(), p: math.NaN()}
	deff, items := p.effective()
	floor := float64(least)
	if width := m.width(); floor == 0 && width > 0 && margin < width {
		floor = seenNone(level, margin/width)
	}
	switch {
	case p.few():
		out.verdict, out.why, out.clusters = report.GateNotMeasured, "few_clusters", p.mean.Clusters
	case items < floor:
		out.verdict, out.why = report.GateNotMeasured, "few_items"
	}
	if out.why != "" {
		out.needed = int64(math.Ceil(floor * deff))
		return out
	}
	out.p, out.bound = b.losing(p, sign, margin, level)
	pass := out.p < level
	if pass {
		if again, _ := b.losing(p.and(sign), sign, margin, level); m.width() > 0 && !(again < level) {
			pass, out.why = false, "one_more_cluster"
		}
	}
	switch {
	case pass:
		out.verdict = report.GatePass
	case p.atBest(sign, level) < -margin:
		out.verdict, out.bound = report.GateFail, p.atBest(sign, level)
		out.needed = int64(math.Max(p.toShow(margin, level), math.Ceil(floor*deff)))
	default:
		out.verdict = report.GateInconclusive
		out.needed, out.against = p.needed(sign, margin, level)
	}
	return out
}

// seenNone is the items of which none may be bad, for a share of bad ones to be ruled out at level: the least n
// with (1 − share)^n ≤ level.
func seenNone(level, share float64) float64 { return math.Ceil(math.Log(level) / math.Log1p(-share)) }

// width is the whole range of a metric's scores; 0 where it is not known.
func (m metric) width() float64 {
	switch {
	case m.binary:
		return 1
	case m.HasRange:
		return m.Range[1] - m.Range[0]
	}
	return 0
}

// losing is the one-sided p of "the loss is margin or more", the larger of Student's and
// Tango's, and the lower bound at level, the smaller of theirs.
func (b *board) losing(p *pairs, sign, margin, level float64) (pValue, bound float64) {
	d := sign * p.mean.Mean
	pValue, bound = 0, d
	if p.mean.SE > 0 {
		pValue = stats.StudentSF((d+margin)/p.mean.SE, p.mean.DF)
		bound = d - stats.StudentISF(level, p.mean.DF)*p.mean.SE
	} else if d <= -margin {
		pValue = 1
	}
	if p.binary {
		t := p.tango(sign)
		z := t.Score(-margin)
		if math.IsNaN(z) {
			return 1, bound
		}
		pValue = math.Max(pValue, math.Exp(stats.NormalLogSF(z)))
		bound = math.Min(bound, t.Lower(stats.NormalISF(level)))
	}
	return pValue, bound
}

// atBest is the upper bound of the gain at level, the larger of Student's and Tango's.
func (p *pairs) atBest(sign, level float64) float64 {
	d := sign * p.mean.Mean
	upper := d
	if p.mean.SE > 0 {
		upper = d + stats.StudentISF(level, p.mean.DF)*p.mean.SE
	}
	if p.binary {
		upper = math.Max(upper, p.tango(sign).Upper(stats.NormalISF(level)))
	}
	return upper
}

// needed is the items in all with which 80 in 100 such evaluations would pass, were there no
// difference; where that is no more than there are, or the loss that was seen is beyond the margin
// (against), with which as many would pass or fail, were the difference what it is. 0 where it lies on
// the margin itself, and no number of items would do.
func (p *pairs) needed(sign, margin, level float64) (items int64, against bool) {
	n := float64(len(p.diff))
	room := margin + sign*p.mean.Mean
	if need := p.toShow(margin, level); need > n && room >= 0 {
		return int64(need), false
	}
	if room == 0 {
		return 0, false
	}
	return int64(math.Max(p.toShow(math.Abs(room), level), n+1)), room < 0
}

// toShow is the items in all with which 80 in 100 such evaluations would show, at level, that the mean
// does not lie as far as distance from where it was seen.
func (p *pairs) toShow(distance, level float64) float64 {
	n := float64(len(p.diff))
	variance := p.mean.SE * p.mean.SE * n
	if p.binary { // Tango's score never takes items for more than they are, however alike their groups
		apart := 0.0
		for _, d := range p.diff {
			apart += (d - p.mean.Mean) * (d - p.mean.Mean) / n
		}
		variance = math.Max(variance, apart)
	}
	if !(variance > 0) {
		variance = distance // as if as many items were worse as may be
	}
	z := stats.NormalISF(level) + stats.NormalISF(1-power)
	return math.Ceil(z * z * variance / (distance * distance))
}
