package config

import (
	"uptake/analysis/spec"
)

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
