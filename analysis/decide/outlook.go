package decide

import (
	"math"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// outlook adds to a decision what it means for who acts on it, of the arm that it is about.
// The verdict does not hang on it.
func (v *view) outlook(d *report.Decision) {
	if v.arm == "" || len(v.primaries()) == 0 {
		return
	}
	if d.Verdict == report.CannotTell {
		d.Smallest = v.smallest()
	}
	d.TradeOff = v.tradeOff(d)
	d.Weighed = v.weighed()
	d.ToAll = v.toAll()
}

// smallest is what this experiment finds in 80 of 100 cases; nil where its error is unknown, and
// where it is not read at its end: the always-valid band has no one size that it finds.
func (v *view) smallest() *report.SmallestEffect {
	p := v.primaries()[0]
	z, se, ok := v.held(p)
	if !ok {
		return nil
	}
	s := &report.SmallestEffect{Metric: p.got.Name, Arm: v.arm, Rel: report.Undefined(),
		Abs: report.Num((z + stats.NormalISF(0.2)) * se)}
	if base := math.Abs(v.base(p)); base > 0 {
		s.Rel = s.Abs / report.Num(base)
	}
	return s
}

// held is what |z| of a pair is held at in the reading that the data have reached, the last
// planned look among them, and the error that z is made with; false before the end.
func (v *view) held(p *pair) (z, se float64, ok bool) {
	se = v.standardError(p)
	if !v.Ended || !(se > 0) {
		return 0, 0, false
	}
	switch f := p.cmp.Final; {
	case p.cmp.Looks != nil:
		z, ok = lastBoundary(p.cmp.Looks)
		return z, se, ok
	case f != nil && f.Critical.Defined():
		return float64(f.Critical), se, true
	}
	return v.critical(), se, true
}

// tradeOff is the first primary metric that is better, against the first metric that is proven
// worse and that nobody accepted, else against what is least ruled out; nil where either is not.
func (v *view) tradeOff(d *report.Decision) *report.TradeOff {
	gain, ok := first(v.primaries(), func(p *pair) bool { return v.reading(p) == "better" && p.cmp.Rel.Lo.Defined() })
	if !ok {
		return nil
	}
	t := &report.TradeOff{Arm: v.arm, Gained: gain.got.Name, Gain: bettered(gain)}
	for _, h := range d.Harms {
		if h.Arm == v.arm && h.Accepted == "" && t.Lost == "" {
			t.Lost, t.Proven = h.Metric, true
		}
	}
	for _, n := range d.NotRuledOut {
		if n.Arm == v.arm && t.Lost == "" {
			t.Lost = n.Metric
		}
	}
	loss, ok := first(v.pairs, func(p *pair) bool { return p.got.Name == t.Lost && p.cmp.Rel.Lo.Defined() })
	if !ok || t.Lost == t.Gained {
		return nil
	}
	t.Loss = bettered(loss)
	t.BreakEven, t.BreakEvenWorst = breakEven(t.Gain.Value, t.Loss.Value), breakEven(t.Gain.Lo, t.Loss.Lo)
	return t
}

// weighed is what gains and losses come to by the declared weights; nil without any, and where a metric that has one
// has no difference.
func (v *view) weighed() *report.Weighed {
	list := v.Exp.Decision.Weights
	if len(list) < 2 {
		return nil
	}
	w := &report.Weighed{Arm: v.arm, Net: report.Interval{Method: "sum of bounds", Bounded: true}}
	for _, one := range list {
		p, ok := first(v.pairs, func(p *pair) bool { return p.got.Name == one.Metric })
		if !ok || !p.cmp.Rel.Value.Defined() {
			return nil
		}
		better, share := bettered(p), report.Num(one.Weight/list[0].Weight)
		w.Metrics = append(w.Metrics, report.WeighedMetric{Metric: one.Metric, Weight: report.Num(one.Weight),
			Better: better, Part: share * better.Value})
		w.Net.Value, w.Net.Lo, w.Net.Hi = w.Net.Value+share*better.Value, w.Net.Lo+share*better.Lo,
			w.Net.Hi+share*better.Hi
	}
	w.Net.Bounded = w.Net.Lo.Defined() && w.Net.Hi.Defined()
	return w
}

// breakEven is gain / −loss, undefined where there is no loss or no gain.
func breakEven(gain, loss report.Num) report.Num {
	if !(loss < 0) || !(gain > 0) {
		return report.Undefined()
	}
	return gain / -loss
}

// bettered is the relative difference that pages print, turned so that better is above 0.
func bettered(p *pair) report.Interval {
	i := p.cmp.Rel
	if p.got.Better == "down" {
		i.Value, i.Lo, i.Hi = -i.Value, -i.Hi, -i.Lo
	}
	return i
}

// toAll is what a change of the acceptance rate comes to over all units, those that are never
// shown a suggestion among them: their accepted suggestions per unit, as measured. Nil where the
// first primary metric is another, and where coverage or that lift has no interval.
func (v *view) toAll() *report.ShippedToAll {
	p := v.primaries()[0]
	a, ok := v.find(spec.Accepted)
	if !p.got.Builtin || p.got.Name != "acceptance_rate" || !ok || !a.cmp.Rel.Lo.Defined() || !a.cmp.Rel.Hi.Defined() {
		return nil
	}
	for _, m := range v.Metrics {
		if !m.Builtin || m.Name != "coverage" {
			continue
		}
		for _, e := range m.Arms {
			if e.Arm == v.arm && e.Value > 0 && e.Lo.Defined() && e.Hi.Defined() {
				c := report.Interval{Value: e.Value, Lo: e.Lo, Hi: e.Hi, Method: "wilson", Bounded: true}
				return &report.ShippedToAll{Metric: a.got.Name, Arm: v.arm, Coverage: c, Local: p.cmp.Rel,
					All: a.cmp.Rel}
			}
		}
	}
	return nil
}
