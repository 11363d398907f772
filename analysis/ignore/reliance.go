package ignore

import (
	"context"
	"fmt"
	"math"

	"uptake/analysis/report"
	"uptake/analysis/stats"
	"uptake/analysis/study"
)

// leastLabelled is the share of seen suggestions that must be labelled for shares of
// all to be spoken of; below it they are those of the labelled alone.
const leastLabelled = 0.2

// reliance says whether ignoring was right: by the labels of suggestions, else by
// bounds from the stated share of good ones.
func reliance(_ context.Context, f *Facts, out *report.Ignores) error {
	l := &report.RelianceLens{From: "labels", Good: report.Undefined(), Unused: report.Undefined(),
		Under: report.NoInterval(""), Over: report.NoInterval(""), Right: report.NoInterval(""),
		Bounds: report.NoInterval("")}
	var users []stats.RelianceCounts
	for i := range f.units {
		p := &f.units[i]
		var c stats.RelianceCounts
		for row := p.from; row < p.to; row++ {
			l.Seen++
			used := study.AcceptedStates.Has(f.seen.state[row])
			switch {
			case f.seen.label == nil || f.seen.label[row] == unlabelled:
				continue
			case used && f.seen.label[row] == good:
				c.UsedGood++
			case used:
				c.UsedBad++
			case f.seen.label[row] == good:
				c.UnusedGood++
			default:
				c.UnusedBad++
			}
		}
		l.UsedGood, l.UsedBad, l.UnusedGood, l.UnusedBad = l.UsedGood+c.UsedGood, l.UsedBad+c.UsedBad, l.UnusedGood+
			c.UnusedGood, l.UnusedBad+c.UnusedBad
		users = append(users, c)
	}
	l.Labelled = l.UsedGood + l.UsedBad + l.UnusedGood + l.UnusedBad
	if l.Labelled == 0 {
		return f.bounds(l, out)
	}
	s := stats.Reliance(users)
	share := func(c stats.ClusteredShare) report.Interval {
		return inUnit(f.interval(c.Value, c.SE, math.Max(1, float64(c.Users-1)), "clustered"))
	}
	l.Good, l.Unused = report.Num(s.GoodShare.Value), quotient(l.UnusedGood+l.UnusedBad, l.Labelled)
	l.Under, l.Over, l.Right = share(s.Under), share(s.Over), share(s.Deserved)
	l.Bounds = share(s.LeftGood)
	l.Sentence = fmt.Sprintf("Of the %d labelled suggestions %.0f%% were not used, and of these %.0f%% were good.",
		l.Labelled, 100*float64(l.Unused), 100*(1-s.Deserved.Value))
	if l.UnusedGood+l.UnusedBad == 0 {
		l.Sentence = fmt.Sprintf("All of the %d labelled suggestions were used.", l.Labelled)
	}
	if share := float64(l.Labelled) / float64(l.Seen); share < leastLabelled {
		out.Cautions = append(out.Cautions, report.Cautionf("few_labels", "Only %.1f%% of the seen suggestions are "+
			"labelled. What is said of right and wrong is of those; unless they were drawn at random it may not hold "+
			"for the rest.", 100*share))
	}
	out.Reliance = l
	return nil
}

// bounds are Fréchet's, from the share that is not used and the stated share of
// good suggestions.
func (f *Facts) bounds(l *report.RelianceLens, out *report.Ignores) error {
	known := f.exp.Suggestions.KnownGood
	if known == 0 || l.Seen == 0 {
		return nil
	}
	var unused int64
	for _, st := range f.seen.state {
		if !study.AcceptedStates.Has(st) {
			unused++
		}
	}
	l.From, l.Good, l.Unused = "stated", report.Num(known), quotient(unused, l.Seen)
	lo, hi := stats.RelianceBounds(float64(l.Unused), 1-known)
	l.Bounds = report.Interval{Value: report.Undefined(), Lo: report.Num(lo), Hi: report.Num(hi), Bounded: true,
		Method: "frechet"}
	l.Sentence = fmt.Sprintf("At least %.0f of the %.0f points are good suggestions left unused, at most %.0f can be "+
		"deserved, if %.0f%% of what is shown is good.",
		100*lo, 100*float64(l.Unused), 100*(float64(l.Unused)-lo), 100*known)
	out.Reliance = l
	return nil
}
