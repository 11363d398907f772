package draw

import (
	"uptake/analysis/report"
	"uptake/charts/say"
)

// Effect is one comparison as every output shows it.
type Effect struct {
	Role, Metric, Arm string
	Note              string // what is worse, and the limit, for guardrails
	Rel, Abs          say.Span
	State             State
	Gap               string // what is said where no relative interval can be drawn
	Instead           string // what stands beneath a gap in place of the state

	Interval report.Interval // relative, as numbers for the drawings
	Inner    [2]float64      // the 50% interval; NaN where it cannot be derived
	Strip    float64         // half-width of what is too small to matter; NaN without one
	Limit    float64         // where a guardrail is breached; NaN without one
}

// Word says how the effect reads, or why no relative difference can be read.
func (e *Effect) Word() string {
	if e.Instead != "" {
		return e.Instead
	}
	return e.State.Word
}

// Said is the relative difference, or what stands in its place.
func (e *Effect) Said() string {
	if e.Gap != "" {
		return e.Gap
	}
	return e.Rel.String()
}

// Title is the effect's name in a list: the arm only where there are several.
func (e *Effect) Title() string {
	if e.Arm == "" {
		return e.Metric
	}
	return e.Metric + ", " + e.Arm
}

// State is what one comparison says, in a word, a shape and a colour.
type State struct {
	Word  string
	Shape string // up | down | circle | square | cross
	Tone  Tone
	Text  string // one character for text outputs
}
