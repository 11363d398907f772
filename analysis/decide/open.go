package decide

import (
	"fmt"
	"math"
	"sort"
	"strings"

	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// openLimit is how much worse, relative to control, a metric without margin and
// minimum effect may be before it is said that this is not ruled out.
var openLimit = spec.Amount{Value: 0.1, Form: spec.Relative, Text: "10%"}

// mostOpen is how many of them one line names.
const mostOpen = 3

// notRuledOut lists the declared metrics whose bad end, by the interval that
// decides, passes their margin, else their minimum effect, else 10 %; the worst
// relative to control first. What is proven worse is said elsewhere,
// and a guardrail that is safe is ruled out by its one-sided bound.
func notRuledOut(views []*view) []report.NotRuledOut {
	out := []report.NotRuledOut{}
	for _, v := range views {
		for _, p := range v.pairs {
			if n, ok := v.open(p); ok {
				out = append(out, n)
			}
		}
	}
	size := func(n report.NotRuledOut) float64 {
		if n.Rel.Defined() {
			return math.Abs(float64(n.Rel))
		}
		return math.Inf(1) // control is 0, or the lift has no end
	}
	sort.SliceStable(out, func(i, j int) bool { return size(out[i]) > size(out[j]) })
	return out
}

func (v *view) open(p *pair) (report.NotRuledOut, bool) {
	var none report.NotRuledOut
	if spec.Role(p.got.Role) == spec.Diagnostic {
		return none, false
	}
	if r := v.reading(p); r == "worse" || r == "breached" || r == "safe" {
		return none, false
	}
	limit, from := openLimit, "default"
	switch {
	case p.ask.Margin.Given():
		limit, from = p.ask.Margin, "margin"
	case p.ask.MinimumEffect.Given():
		limit, from = p.ask.MinimumEffect, "minimum_effect"
	}
	abs, rel, base := p.worst(p.by.Abs), p.worst(p.by.Rel), v.base(p)
	if !rel.Defined() && base != 0 {
		rel = abs / report.Num(math.Abs(base))
	}
	bad, most, shown := rel, limit.Value, rel
	if limit.Form != spec.Relative || !rel.Defined() {
		var ok bool
		if most, ok = limit.Abs(base); !ok {
			return none, false
		}
		bad, shown = abs, report.Undefined()
	}
	if p.got.Better != "down" {
		bad = -bad
	}
	if !(float64(bad) > most) { // nor where nothing bounds it
		return none, false
	}
	n := report.NotRuledOut{Metric: p.got.Name, Arm: v.arm, Control: v.Control, Abs: abs, Rel: rel, Limit: limit.Text,
		From: from}
	way := "up"
	if p.got.Better != "down" {
		way = "down"
	}
	n.Words = fmt.Sprintf("%s %s by up to %s", name(p), way, size(p, shown, abs))
	if len(v.Arms) > 1 {
		n.Words += " in " + v.arm
	}
	return n, true
}

// base is control's value, NaN where it has none.
func (v *view) base(p *pair) float64 {
	for _, e := range p.got.Arms {
		if e.Arm == v.Control {
			return float64(e.Value)
		}
	}
	return math.NaN()
}

// unknownLine names the declared metrics of which nothing can be ruled out, having no
// interval, where those that the verdict is about have one.
func unknownLine(views []*view) string {
	var words []string
	for _, v := range views {
		if len(v.primaries()) == 0 || !all(v.primaries(), (*pair).bounded) {
			continue
		}
		for _, p := range v.pairs {
			if spec.Role(p.got.Role) == spec.Diagnostic || p.bounded() {
				continue
			}
			words = append(words, name(p)+v.inArm())
		}
	}
	if len(words) == 0 {
		return ""
	}
	return " No interval can be given for " + named(words) + ", so nothing is ruled out there."
}

// openLine is the one line about what is not ruled out, "" where nothing is open.
func openLine(list []report.NotRuledOut) string {
	var words []string
	for _, n := range list {
		words = append(words, n.Words)
	}
	if len(words) == 0 {
		return ""
	}
	return "Not ruled out: " + named(words) + "."
}

// named lists the first few and counts the rest.
func named(words []string) string {
	s := strings.Join(words[:min(len(words), mostOpen)], ", ")
	if n := len(words) - mostOpen; n > 0 {
		s += fmt.Sprintf(", and %d more", n)
	}
	return s
}
