package analysis

import (
	"sort"

	"uptake/analysis/fold"
	"uptake/analysis/health"
	"uptake/analysis/method"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// segmentCap is how many levels of a segment are reported one by one; the rest
// is put together as "other".
const segmentCap = 20

// segments reports every declared segment: level by level (largest first, then
// by name) the primary, secondary and guardrail metrics and the acceptance and
// ignore rates. A level with fewer than SegmentMinUnits units in an arm gets
// no comparison.
func (b *board) segments(r *report.Report, list []entry, f *fold.Result) {
	if b.control >= 0 && !b.gates.Arms().Given() {
		return
	}
	var effects levelEffects
	for n, d := range f.Dimensions {
		if d.TooMany {
			r.Cautions = append(r.Cautions, caution("too_many_levels",
				"The segment %s has more than %d levels, so it is not reported; it looks like an id.", d.Name, fold.MaxLevels))
			continue
		}
		levels := append([]fold.Level(nil), d.Levels...)
		var merged map[string]bool // the levels put together as other
		sort.SliceStable(levels, func(i, j int) bool { return total(levels[i].Units) > total(levels[j].Units) })
		if len(levels) > segmentCap {
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
			r.Cautions = append(r.Cautions, caution("levels_merged",
				"The segment %s has %d levels; the %d smallest are put together as other.", d.Name, len(levels), len(levels)-segmentCap+1))
			levels = append(levels[:segmentCap-1:segmentCap-1], rest)
		}
		for k, l := range levels {
			names := map[string]bool{l.Name: true}
			if k == segmentCap-1 && merged != nil {
				names = merged
			}
			for _, e := range list {
				if e.col >= 0 && l.Block[e.col] != nil {
					s := b.left.attach(samples(e, l.Block, e.col), e.col, b.left.level(n, names))
					r.Segments = append(r.Segments, b.segment(b.gates.Metric(e.m.Name), d.Name, l, s, e))
					effects.add(b, len(r.Segments)-1, r.Segments[len(r.Segments)-1], e, s)
				}
			}
		}
	}
	effects.report(r)
}

func (b *board) segment(leave health.Leave, dimension string, l fold.Level, s []stats.Sample, e entry) report.Segment {
	out := report.Segment{Dimension: dimension, Level: l.Name, Metric: e.m.Name, Comparisons: []report.Comparison{}}
	out.Arms, out.Cautions = b.estimates(e, s)
	need := int64(b.exp.Statistics.SegmentMinUnits)
	for _, i := range b.compared() {
		if least := min(l.Units[b.control], l.Units[i]); least < need {
			c := method.Undefined("", caution("too_few_units", "%s %s has %d units in %s and %d in %s; a comparison needs %d in each.",
				dimension, quoted(l.Name), l.Units[b.control], b.arms[b.control], l.Units[i], b.arms[i], need))
			c.Arm, c.Control = b.arms[i], b.arms[b.control]
			out.Comparisons = append(out.Comparisons, c)
			continue
		}
		out.Comparisons = append(out.Comparisons, b.compare(leave, e, s[b.control], s[i], i))
	}
	return out
}

func quoted(level string) string {
	if level == "" {
		return "(missing)"
	}
	return level
}

// series reports the lift with all data up to the end of each day; the last day
// is the comparison of the report itself. Metrics without unit days are not in
// it. A ratio that rests on few effective units has no interval on a day: that
// needs the units one by one.
func (b *board) series(r *report.Report, list []entry, cols []fold.Column, f *fold.Result) {
	for i, e := range list {
		if e.col < 0 || !cols[e.col].Series || e.m.Role == spec.Diagnostic && !cols[e.col].Segments && e.m.Name != "accepted_per_unit" {
			continue
		}
		leave := b.gates.Metric(e.m.Name)
		if !leave.Given() {
			continue
		}
		for k, arm := range b.compared() {
			for n, d := range f.Days {
				s := samples(e, d.Block, e.col)
				c := b.compare(leave, e, s[b.control], s[arm], arm)
				if n == len(f.Days)-1 {
					c.Abs, c.Rel = r.Metrics[i].Comparisons[k].Abs, r.Metrics[i].Comparisons[k].Rel
				}
				c.Sequential, _ = b.alwaysValid(c, s[b.control], s[arm], b.bandAlpha())
				r.Series = append(r.Series, report.Point{Metric: e.m.Name, Arm: c.Arm, Control: c.Control, Day: d.Day.String(),
					Units: s[b.control].N + s[arm].N, Abs: c.Abs, Rel: c.Rel, Sequential: c.Sequential})
			}
		}
	}
}
