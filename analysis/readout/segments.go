package readout

import (
	"sort"

	"uptake/analysis"
	"uptake/analysis/compare"
	"uptake/analysis/health"
	"uptake/analysis/method"
	"uptake/analysis/report"
	"uptake/analysis/stats"
	"uptake/analysis/sums"
)

// segmentCap is how many levels of a segment are reported one by one; the rest
// is put together as "other".
const segmentCap = 20

// segments reports every declared segment: level by level (largest first, then
// by name) the primary, secondary and guardrail metrics and the acceptance and
// ignore rates. A level with fewer than SegmentMinUnits units in an arm gets
// no comparison.
func segments(by *compare.Terms, r *report.Report, list []analysis.Entry, left *leftOut) {
	if by.Control >= 0 && !by.Gates.Arms().Given() {
		return
	}
	var effects levelEffects
	for n, d := range left.f.Dimensions {
		if d.TooMany {
			r.Cautions = append(r.Cautions, report.Cautionf("too_many_levels",
				"The segment %s has more than %d levels, so it is not reported; it looks like an id.", d.Name,
				sums.MaxLevels))
			continue
		}
		levels, merged := topLevels(d)
		if merged != nil {
			r.Cautions = append(r.Cautions, report.Cautionf("levels_merged",
				"The segment %s has %d levels; the %d smallest are put together as other.", d.Name, len(d.Levels),
				len(merged)))
		}
		for k, l := range levels {
			names := map[string]bool{l.Name: true}
			if k == segmentCap-1 && merged != nil {
				names = merged
			}
			for _, e := range list {
				if e.Col >= 0 && l.Block[e.Col] != nil {
					s := left.attach(e.Samples(l.Block, e.Col), e.Col, left.level(n, names))
					r.Segments = append(r.Segments, segment(by, by.Gates.Metric(e.Metric.Name), d.Name, l, s, e))
					effects.add(by, len(r.Segments)-1, r.Segments[len(r.Segments)-1], e, s)
				}
			}
		}
	}
	effects.report(r)
}

// topLevels are the levels of a segment, largest first, then by name; merged are the names of
// those that are put together as other, the last of them, nil where none are.
func topLevels(d sums.Dimension) (levels []sums.Level, merged map[string]bool) {
	levels = append([]sums.Level(nil), d.Levels...)
	sort.SliceStable(levels,
		func(i, j int) bool { return stats.Total(levels[i].Units) > stats.Total(levels[j].Units) })
	if len(levels) <= segmentCap {
		return levels, nil
	}
	rest := levels[segmentCap-1]
	rest.Units = append([]int64(nil), rest.Units...)
	merged = map[string]bool{rest.Name: true}
	for _, l := range levels[segmentCap:] {
		for a, n := range l.Units {
			rest.Units[a] += n
		}
		merged[l.Name] = true
		rest.Block, _ = rest.Block.Merge(l.Block) // same columns: cannot differ in dimension
	}
	rest.Name = "other"
	return append(levels[:segmentCap-1:segmentCap-1], rest), merged
}

func segment(by *compare.Terms, leave health.Leave, dimension string, l sums.Level, s []stats.Sample,
	e analysis.Entry) report.Segment {
	out := report.Segment{Dimension: dimension, Level: l.Name, Metric: e.Metric.Name,
		Comparisons: []report.Comparison{}}
	out.Arms, out.Cautions = by.Estimates(e, s)
	for _, i := range by.Compared() {
		if few, too := tooFew(by, dimension, l, i); too {
			c := method.Undefined("", few)
			c.Arm, c.Control = by.Names[i], by.Names[by.Control]
			out.Comparisons = append(out.Comparisons, c)
			continue
		}
		out.Comparisons = append(out.Comparisons, by.Compare(leave, e, s[by.Control], s[i], i))
	}
	return out
}

// tooFew says of a level that it has not enough units for a comparison of an arm.
func tooFew(by *compare.Terms, dimension string, l sums.Level, arm int) (few report.Caution, too bool) {
	need := int64(by.Exp.Statistics.SegmentMinUnits)
	if min(l.Units[by.Control], l.Units[arm]) >= need {
		return few, false
	}
	return report.Cautionf("too_few_units", "%s %s has %d units in %s and %d units in %s; a comparison "+
		"needs %d in each.", dimension, quoted(l.Name), l.Units[by.Control], by.Names[by.Control], l.Units[arm],
		by.Names[arm], need), true
}

func quoted(level string) string {
	if level == "" {
		return "(missing)"
	}
	return level
}
