package config

import (
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
		w.Quantile = o.share("quantile", 0, 0, 1)
		w.SkipZeros = o.bool("skip_zeros")
		o.done()
	} else {
		w.Quantile = t.share("winsorize", 0, 0, 1)
	}
	switch {
	case layout == spec.Summary:
		t.bad("winsorize", "a cap needs the units one by one, which layout summary does not carry")
	case m.Kind != spec.Mean && m.Kind != spec.Ratio:
		t.bad("winsorize", "caps the values of a mean or a ratio; this metric is a %s", m.Kind)
	case w.Quantile < 0.5 || w.Quantile >= 1:
		t.bad("winsorize", "expected the quantile to cap at, from 50%% to below 100%%, such as 99.9%%")
	}
}
