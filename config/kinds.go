package config

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"uptake/analysis/spec"
)

// retention reads {kind: retention, event: …, day: 7}: the share of units with
// the event on that day after exposure, the day of exposure being day 0, each day
// 24 hours long; only units whose day has passed count.
func retention(t *object, m *spec.Metric, layout spec.Layout) {
	if layout != spec.Events {
		t.bad("kind", "retention needs the events of later days, which only layout events has; in layout %s name the column as a proportion", layout)
		t.skip("event", "where")
	}
	m.Retention = t.whole("day", 0, 1)
	if !t.has("day") {
		t.bad("day", "retention is measured on a day after exposure, such as day: 7")
	}
	if t.has("window") {
		t.bad("window", "retention looks at one day; say which with day: 7")
		t.skip("window")
	}
	m.Window = time.Duration(m.Retention+1) * 24 * time.Hour
}

// quantile reads the level of a quantile and what it is over; done reports that
// it is over what shown suggestions carry and needs nothing more.
func quantile(t *object, m *spec.Metric, layout spec.Layout) (done bool) {
	m.Quantile = t.share("quantile", 0.5, 0, 1)
	if !t.has("quantile") || m.Quantile <= 0 || m.Quantile >= 1 {
		t.bad("quantile", "a quantile says which one, above 0 and below 1, such as quantile: 95%%")
	}
	if layout == spec.Summary {
		t.bad("kind", "a quantile needs the values one by one, which layout summary does not carry")
	}
	m.Of = t.text("of", "")
	switch {
	case m.Of == "":
		return false
	case layout != spec.Events && layout != spec.Suggestions:
		t.bad("of", "names a number that shown suggestions carry, which layout %s does not have; a quantile over units names its column", layout)
	case t.has("event") || t.has("field"):
		t.bad("of", "a quantile is over the numbers of shown suggestions (of: latency_ms) or over units (event: …), not both")
	}
	t.skip("event", "field", "aggregate", "where", "window", "winsorize", "scale")
	for _, key := range []string{"window", "where", "winsorize", "scale"} {
		if t.has(key) {
			t.bad(key, "does not apply to a quantile over suggestions")
		}
	}
	return true
}

// winsorize reads a cap: 99.9%, or {quantile: 99.9%, skip_zeros: true}.
func winsorize(t *object, m *spec.Metric, layout spec.Layout) {
	if !t.has("winsorize") {
		return
	}
	w := &m.Winsorize
	if _, table := t.m["winsorize"].(map[string]any); table {
		o, _ := t.object("winsorize")
		w.Upper = o.share("quantile", 0, 0, 1)
		w.SkipZeros = o.bool("skip_zeros")
		o.done()
	} else {
		w.Upper = t.share("winsorize", 0, 0, 1)
	}
	switch {
	case layout == spec.Summary:
		t.bad("winsorize", "a cap needs the units one by one, which layout summary does not carry")
	case m.Kind != spec.Mean && m.Kind != spec.Ratio:
		t.bad("winsorize", "caps the values of a mean or a ratio; this metric is a %s", m.Kind)
	case w.Upper < 0.5 || w.Upper >= 1:
		t.bad("winsorize", "expected the quantile to cap at, from 50%% to below 100%%, such as 99.9%%")
	}
}

// graded reads the grades with their costs: {kind: graded, grades: [{name: works,
// cost: 0}, {name: hallucinated, cost: 6}]}. Costs are kept exactly, with as many
// decimals as the file writes.
func graded(t *object, m *spec.Metric, layout spec.Layout) {
	if layout != spec.Events && layout != spec.Suggestions {
		t.bad("kind", "grades are borne by shown suggestions, which layout %s does not have", layout)
	}
	var costs []string
	seen := map[string]bool{}
	for _, g := range t.objects("grades") {
		name, cost := g.text("name", ""), g.text("cost", "")
		switch v, err := strconv.ParseFloat(cost, 64); {
		case name == "":
			g.bad("name", "a grade has a name: the value that labels have for it")
		case seen[name]:
			g.bad("name", "there are two grades named %q", name)
		case cost == "" || err != nil || math.IsInf(v, 0) || v < 0:
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
		t.bad("grades", "name at least two grades with their costs, such as [{name: works, cost: 0}, {name: hallucinated, cost: 6}]")
	}
	if m.Scale > 6 {
		t.bad("grades", "a cost has %d decimals; at most 6 are kept", m.Scale)
	}
	for i, c := range costs {
		v, _ := strconv.ParseFloat(c, 64)
		if v *= math.Pow10(m.Scale); v > 1e12 {
			t.bad("grades", "the cost %s is too large; count costs in thousands", c)
		}
		m.Grades[i].Cost = int64(math.Round(v))
	}
}

// labels reads the file that grades suggestions.
func labels(o *object, e *spec.Experiment, dir string) *spec.Labels {
	t, ok := o.object("labels")
	if !ok {
		return nil
	}
	l := &spec.Labels{Table: spec.Table{Written: t.text("path", ""), Format: t.text("format", ""), Columns: t.names("columns")}}
	l.Path = resolve(dir, l.Written)
	if l.Written == "" {
		t.bad("path", "labels name the file with one row per graded suggestion, such as {path: graded.csv}")
	}
	if l.Path == "-" {
		t.bad("path", "labels are read before the export, so they cannot come from standard input")
	}
	for k := range l.Columns {
		if k != "suggestion_id" && k != "grade" {
			o.p.add(t.at("columns")+"."+k, lineOf(t.m["columns"]), "a label file has the columns suggestion_id and grade only")
		}
	}
	if !slices.ContainsFunc(e.Metrics, func(m spec.Metric) bool { return m.Kind == spec.Graded }) {
		o.bad("labels", "no metric is made of labels; add one such as {name: quality, kind: graded, grades: [{name: works, cost: 0}, {name: hallucinated, cost: 6}]}")
	}
	t.done()
	return l
}
