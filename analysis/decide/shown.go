package decide

import (
	"fmt"
	"math"

	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// fellLevel is the one-sided level at which fewer suggestions are taken to be seen.
const fellLevel = 0.05

// among are the counts per unit that a pair's rate divides by, none where it is no
// rate among suggestions.
func (v *view) among(p *pair) []string { return v.Exp.Among(p.ask) }

// find is a built-in metric in the view's arm.
func (v *view) find(name string) (*pair, bool) {
	return first(v.pairs, func(p *pair) bool { return p.got.Builtin && p.got.Name == name })
}

// fewer names the first of the counts that fell, by the fixed test at every time:
// it only ever asks for more, so that reading it daily does no harm. A fall without
// p, as where no unit differs from another, is one.
func (v *view) fewer(p *pair) (*pair, bool) {
	for _, n := range v.among(p) {
		if d, ok := v.find(n); ok {
			if f := d.fixed; !(float64(f.P) >= 2*fellLevel) && f.Abs.Value < 0 {
				return d, true
			}
		}
	}
	return nil, false
}

// lessShown says why a rate that is better may be no gain, "" where it is one.
// Where the suggestions that it divides by became fewer, accepted suggestions per
// unit must be shown to hold up: their one-sided bound at the guardrail level lies
// inside their margin. Otherwise it is enough that they are not estimated to fall.
func (v *view) lessShown() string {
	for _, p := range v.primaries() {
		a, ok := v.find(spec.Accepted)
		if !ok || len(v.among(p)) == 0 {
			continue
		}
		if d, fell := v.fewer(p); fell {
			if h := a.cmp.Held; h == nil || h.State != "safe" {
				return fmt.Sprintf("%s can be better for %s alone (%s), and accepted suggestions per unit are not "+
					"shown to hold up%s",
					name(p), fewerWords[d.got.Name], fixedMove(d), heldText(h))
			}
			continue
		}
		if down := a.cmp.Abs.Value; !down.Defined() || down < 0 || a.worse() {
			return fmt.Sprintf("%s can rise by showing less, and accepted suggestions per unit are not shown to hold "+
				"up (%s)", name(p), fits(a))
		}
	}
	return ""
}

var fewerWords = map[string]string{spec.Seen: "fewer suggestions being seen", spec.Shown: "fewer suggestions being " +
	"shown", spec.Accepted: "fewer suggestions being accepted"}

func fixedMove(p *pair) string {
	fixed := *p
	fixed.cmp = p.fixed
	return moved(&fixed) + " per unit"
}

// heldText is ": they may have fallen by 8%, and 5% is the most".
func heldText(h *report.Held) string {
	if h == nil || !h.Bound.Defined() {
		return ": no bound can be given"
	}
	if h.State == "breached" {
		return fmt.Sprintf(": they fell by more than the %s that is the most allowed", h.Margin)
	}
	bound := number(100*math.Abs(float64(h.Bound)), decimals(100*float64(h.Bound), 0)) + "%"
	if h.Margin == "" || h.Margin[len(h.Margin)-1] != '%' {
		bound = number(math.Abs(float64(h.Bound)), decimals(float64(h.Bound), 0))
	}
	return fmt.Sprintf(": they may have fallen by up to %s, and %s is the most allowed", bound, h.Margin)
}

// hiding is what showing less alone can make of every primary rate whose
// suggestions became fewer.
func (v *view) hiding() []report.Hiding {
	var out []report.Hiding
	a, okA := v.find(spec.Accepted)
	s, okS := v.find(spec.Seen)
	if !okA || !okS {
		return nil
	}
	for _, p := range v.primaries() {
		if p.got.Name != "acceptance_rate" || !p.got.Builtin {
			continue
		}
		if _, fell := v.fewer(p); !fell {
			continue
		}
		at := func(p *pair, arm string) float64 {
			for _, e := range p.got.Arms {
				if e.Arm == arm {
					return float64(e.Value)
				}
			}
			return math.NaN()
		}
		ac, sc, st := at(a, v.Control), at(s, v.Control), at(s, v.arm)
		if !(st > 0) {
			continue
		}
		out = append(out, report.Hiding{Metric: p.got.Name, Arm: v.arm, Control: v.Control,
			Rate: report.Num(at(p, v.arm)),
			Lo:   report.Num(math.Max(0, (ac-sc+st)/st)), Hi: report.Num(math.Min(1, ac/st)), Gained: a.cmp.Abs})
	}
	return out
}

// hidingReasons say the bounds in a sentence.
func hidingReasons(list []report.Hiding) []string {
	var out []string
	for _, h := range list {
		out = append(out, fmt.Sprintf("Hiding suggestions alone could have put the rate anywhere from %s%% to %s%%, "+
			"by which ones were hidden; it is %s%%. What goes beyond is the change in accepted suggestions per unit: "+
			"%s.",
			number(100*float64(h.Lo), 1), number(100*float64(h.Hi), 1), number(100*float64(h.Rate), 1),
			signedSpan(h.Gained)))
	}
	return out
}
