package ignore

import (
	"context"
	"fmt"
	"slices"

	"uptake/analysis/report"
	"uptake/analysis/study"
)

// byHandPlaces are the columns by which doing it by hand is told apart.
var byHandPlaces = []string{"surface", "type", "feature", "latency_ms"}

// byHand gives how often people did by themselves what was suggested, of what was seen and of
// what was not accepted, by arm and by place.
func byHand(_ context.Context, f *Facts, out *report.Ignores) error {
	l := &report.ByHandLens{Half: report.Undefined(), Arms: []report.ByHandArm{}, Places: []report.ByHandPart{}}
	done := func(p *person) int64 { return p.states[study.StateTypedThrough] }
	for i := range f.units {
		if done(&f.units[i]) > 0 {
			l.Users++
		}
	}
	if l.Users == 0 {
		return nil
	}
	ofSeen := func(p *person) (y, x int64) { return done(p), p.seen() }
	groups := f.groups()
	whole := groups[len(groups)-1]
	l.Share, l.Done, l.Seen = f.ratio(whole.units, ofSeen)
	l.OfUnused, _, l.Unused = f.ratio(whole.units, func(p *person) (y, x int64) {
		x = p.seen()
		for s, n := range p.states {
			if study.AcceptedStates.Has(study.State(s)) {
				x -= n
			}
		}
		return done(p), x
	})
	typed := func(row int) bool { return f.seen.state[row] == study.StateTypedThrough }
	for a, g := range groups[:len(groups)-1] {
		x := report.ByHandArm{Arm: g.name, Gap: report.NoInterval("")}
		x.Share, x.Done, x.Seen = f.ratio(g.units, ofSeen)
		if f.control >= 0 && a != f.control {
			d := f.apartBy(-1, func(p *person, _ int) int {
				return slices.Index([]int{a, f.control}, p.arm)
			}, typed)
			x.Gap = f.interval(d.diff, d.se, d.units-1, "linearised")
		}
		l.Arms = append(l.Arms, x)
	}
	every := func(int) bool { return true }
	for _, name := range byHandPlaces {
		c := f.attributeNamed(name)
		if name == "latency_ms" {
			c = f.columnNamed(name)
		}
		if c >= 0 && f.columns[c].varies() && len(f.columns[c].levels) <= mostLevels {
			shares := f.levelled(c, every).shares(every, typed)
			l.Places = append(l.Places, report.ByHandPart{Attribute: name, Levels: shares})
		}
	}
	var after []float32
	for row := range f.seen.state {
		if v := f.seen.after[row]; typed(row) && v == v {
			after = append(after, v)
		}
	}
	if len(after) > 0 {
		slices.Sort(after)
		l.Half = report.Num(after[(len(after)-1)/2])
	}
	l.Sentence = fmt.Sprintf("%.1f%% of the suggestions seen end with the user doing the same by hand; these are "+
		"%.1f%% of what is not accepted.", 100*float64(l.Share.Value), 100*float64(l.OfUnused.Value))
	out.ByHand = l
	return nil
}

// leastByHand is the share of suggestions done by hand from whose lower bound on a test of it is drafted.
const leastByHand = 0.005

// testByHand drafts the test that would tell whether what is done by hand could be accepted; false where too little
// is, or where something else is studied.
func (f *Facts) testByHand(ctx context.Context, out *report.Ignores) (report.NextTest, bool, error) {
	l := out.ByHand
	if l == nil || f.of.Name == "dismissed" || !(l.Share.Lo >= leastByHand) {
		return report.NextTest{}, false, nil
	}
	c := report.Cause{Mechanism: "redundant", Rank: len(out.Causes) + 1, Points: l.Share}
	m := f.mechanismOf(c.Mechanism)
	t, err := f.test(ctx, c, m, fmt.Sprintf("If we %s, %s; %.1f of 100 suggestions seen are done by hand.", m.change,
		inMetric(m.primary), 100*float64(l.Share.Value)))
	return t, true, err
}
