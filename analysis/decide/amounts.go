package decide

import (
	"math"

	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// What is held against a written amount is printed in the amount's own unit: percent
// of control beside 2%, points beside 2pp, the metric's unit beside a bare number.

// written is an amount for people: "2%", "2 points", "0.5".
func (p *pair) written(a spec.Amount) string {
	if a.Form == spec.Points || a.Form == spec.Absolute && p.got.Unit == "share" {
		if s := plain(100 * a.Value); s != "1" {
			return s + " points"
		}
		return "1 point"
	}
	return a.Text
}

// in is the interval of a comparison in the unit of an amount, that unit, and what
// its numbers are printed times.
func (p *pair) in(a spec.Amount, c report.Comparison) (report.Interval, string, float64) {
	if a.Form == spec.Relative {
		return c.Rel, "%", 100
	}
	unit, scale := p.unit()
	return c.Abs, unit, scale
}

// fitsIn says which effects the data are compatible with, in the unit of an amount.
func fitsIn(p *pair, a spec.Amount) string {
	i, unit, scale := p.in(a, p.cmp)
	if !i.Lo.Defined() || !i.Hi.Defined() {
		return fits(p)
	}
	return span(p, i, unit, scale)
}

// least is how far a guardrail is beyond its limit at best: the end of the interval that
// decides, "at least 39%", in the unit of its margin.
func (p *pair) least() string {
	i, unit, scale := p.in(p.ask.Margin, p.by)
	best := i.Lo
	if p.got.Better != "down" {
		best = i.Hi
	}
	if !best.Defined() {
		return "more than its limit"
	}
	least, allowed := plain(scale*math.Abs(float64(best)))+unit, p.written(p.ask.Margin)
	if least == allowed {
		return "more than " + allowed
	}
	return "at least " + least
}

// worst is the bad end of an interval.
func (p *pair) worst(i report.Interval) report.Num {
	if p.got.Better == "down" {
		return i.Hi
	}
	return i.Lo
}
