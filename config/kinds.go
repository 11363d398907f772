package config

import (
	"math"
	"strings"
	"time"

	"uptake/analysis/spec"
)

// retention reads {kind: retention, event: …, day: 7}: the share of units with
// the event in [N·24 h, (N+1)·24 h) after first exposure, over units for which the
// data hold all of that day; the others are immature.
func retention(t *object, m *spec.Metric) {
	m.Retention = t.whole("day")
	if !t.has("day") {
		t.bad("day", "retention is measured on a day after exposure, such as day: 7")
	}
	m.Window = time.Duration(m.Retention+1) * 24 * time.Hour
}

// retentionFits refuses an experiment's window that ends before the day that a
// metric of kind retention looks at does.
func retentionFits(o *object, e *spec.Experiment) {
	for _, m := range e.Metrics {
		if m.Retention > 0 && e.Window > 0 && e.Window < m.Window {
			o.bad("window", "is %s, and the metric %s looks at day %d after exposure, which is over %s after it; "+
				"give a window of %s or more, or leave it out",
				spec.Span(e.Window), m.Name, m.Retention, spec.Span(m.Window), spec.Span(m.Window))
		}
	}
}

// quantile reads the level of a quantile and what it is over; done reports that
// it is over what shown suggestions carry and needs nothing more.
func quantile(t *object, m *spec.Metric) (done bool) {
	if m.Quantile = t.share("quantile"); t.missing("quantile") {
		t.bad("quantile", "%s", spec.WhichQuantile)
	}
	if m.Of = t.text("of"); m.Of == "" {
		return false
	}
	if t.has("event") || t.has("field") {
		t.bad("of", "a quantile is over the numbers of shown suggestions (of: latency_ms) or over units (event: …), "+
			"not both")
		t.skip()
	}
	for _, key := range []string{"window", "where", "scale", "aggregate"} {
		if t.has(key) {
			t.bad(key, "does not apply to a quantile over suggestions")
		}
	}
	return true
}

// winsorize reads a cap: 99.9%, or {lower: 1%, upper: 99.9%, skip_zeros: true};
// quantile is the older name of upper.
func winsorize(t *object, m *spec.Metric) {
	if !t.has("winsorize") {
		return
	}
	w := &m.Winsorize
	if !t.isTable("winsorize") {
		w.Upper = t.share("winsorize")
		return
	}
	o, _ := t.object("winsorize")
	w.Upper, w.Lower, w.SkipZeros = o.share("upper"), o.share("lower"), o.bool("skip_zeros")
	if o.has("quantile") {
		if w.Upper = o.share("quantile"); o.has("upper") {
			o.bad("quantile", "is the older name of upper, which is given too; keep one of them")
		}
	}
	o.done()
	switch {
	case !o.has("upper") && !o.has("quantile") && !o.has("lower"):
		t.bad("winsorize", "says which quantile to cap at: upper, lower or both, such as {lower: 1%%, upper: 99%%}")
	case w.Upper > 0 && w.Lower >= w.Upper:
		o.bad("lower", "must be below the upper quantile")
	}
}

// graded reads the grades with their costs: {kind: graded, grades: [{name: works,
// cost: 0}, {name: hallucinated, cost: 6}]}. Costs are kept exactly, with as many
// decimals as the file writes.
func graded(t *object, m *spec.Metric) {
	var costs []string
	seen := map[string]bool{}
	for _, g := range t.objects("grades") {
		name, cost := g.text("name"), g.text("cost")
		switch v, err := parseNumber(cost, false); {
		case name == "":
			g.bad("name", "a grade has a name: the value that labels have for it")
		case seen[name]:
			g.bad("name", "there are two grades named %q", name)
		case err != nil || v < 0:
			g.bad("cost", "a grade says what one such suggestion costs, 0 or more, such as cost: 6")
		}
		seen[name] = true
		if _, after, ok := strings.Cut(cost, "."); ok && !strings.ContainsAny(cost, "eE") {
			m.Scale = max(m.Scale, len(after))
		}
		g.done()
		m.Grades, costs = append(m.Grades, spec.Grade{Name: name}), append(costs, cost)
	}
	if len(m.Grades) < 2 {
		t.bad("grades", "name at least two grades with their costs, such as [{name: works, cost: 0}, {name: "+
			"hallucinated, cost: 6}]")
	}
	if m.Scale > 6 {
		t.bad("grades", "a cost has %d decimals; at most 6 are kept", m.Scale)
	}
	for i, c := range costs {
		v, _ := parseNumber(c, false)
		if v *= math.Pow10(m.Scale); v > 1e12 {
			t.bad("grades", "the cost %s is too large; count costs in thousands", c)
		}
		m.Grades[i].Cost = int64(math.Round(v))
	}
}
