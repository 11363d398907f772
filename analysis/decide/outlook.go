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
	d.ToAll = v.toAll()
}

// smallest is what this experiment finds in 80 of 100 cases; nil where its error is unknown.
func (v *view) smallest() *report.SmallestEffect {
	p := v.primaries()[0]
	if !(p.cmp.SE > 0) {
		return nil
	}
	s := &report.SmallestEffect{Metric: p.got.Name, Arm: v.arm, Rel: report.Undefined(),
		Abs: report.Num((v.critical() + stats.NormalISF(0.2)) * float64(p.cmp.SE))}
	if base := math.Abs(v.base(p)); base > 0 {
		s.Rel = s.Abs / report.Num(base)
	}
	return s
}

// tradeOff is the first primary metric that is better, against the first metric that is proven
// worse and that nobody accepted, else against what is least ruled out; nil where either is not.
func (v *view) tradeOff(d *report.Decision) *report.TradeOff {
	gain, ok := first(v.primaries(), func(p pair) bool { return v.reading(p) == "better" && p.by.Rel.Lo.Defined() })
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
	loss, ok := first(v.pairs, func(p pair) bool { return p.got.Name == t.Lost && p.by.Rel.Lo.Defined() })
	if !ok || t.Lost == t.Gained {
		return nil
	}
	t.Loss = bettered(loss)
	t.BreakEven, t.BreakEvenWorst = breakEven(t.Gain.Value, t.Loss.Value), breakEven(t.Gain.Lo, t.Loss.Lo)
	return t
}

// breakEven is gain / −loss, undefined where there is no loss or no gain.
func breakEven(gain, loss report.Num) report.Num {
	if !(loss < 0) || !(gain > 0) {
		return report.Undefined()
	}
	return gain / -loss
}

// bettered is a relative difference turned so that better is above 0.
func bettered(p pair) report.Interval {
	i := p.by.Rel
	if p.got.Better == "down" {
		i.Value, i.Lo, i.Hi = -i.Value, -i.Hi, -i.Lo
	}
	return i
}

// toAll is the lift of the first primary metric over all units; nil where it is not a rate
// among suggestions, or where coverage or lift has no interval.
func (v *view) toAll() *report.ShippedToAll {
	p := v.primaries()[0]
	b, ok := spec.FindBuiltin(p.got.Name)
	if !p.got.Builtin || !ok || b.Kind != spec.Ratio || !p.by.Rel.Lo.Defined() || !p.by.Rel.Hi.Defined() {
		return nil
	}
	for _, m := range v.Metrics {
		if !m.Builtin || m.Name != "coverage" {
			continue
		}
		for _, e := range m.Arms {
			if e.Arm == v.arm && e.Value > 0 && e.Lo.Defined() && e.Hi.Defined() {
				c := report.Interval{Value: e.Value, Lo: e.Lo, Hi: e.Hi, Method: "wilson", Bounded: true}
				return &report.ShippedToAll{Metric: p.got.Name, Arm: v.arm, Coverage: c, Local: p.by.Rel,
					All: product(p.by.Rel, c)}
			}
		}
	}
	return nil
}

// product is the interval of a lift times a share.
func product(lift, share report.Interval) report.Interval {
	l, c := float64(lift.Value), float64(share.Value)
	end := func(to, shareTo report.Num) float64 { return math.Hypot(c*(float64(to)-l), l*(float64(shareTo)-c)) }
	lower, upper := share.Lo, share.Hi
	if l < 0 {
		lower, upper = upper, lower
	}
	return report.Interval{Value: report.Num(c * l), Lo: report.Num(c*l - end(lift.Lo, lower)),
		Hi: report.Num(c*l + end(lift.Hi, upper)), Method: "mover_product", Bounded: true}
}
