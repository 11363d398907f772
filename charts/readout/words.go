package readout

import (
	"uptake/analysis/report"
	"uptake/charts/draw"
)

// stateOf reads a comparison's state together with the metric's good direction.
func stateOf(m *report.Metric, c *report.Comparison) draw.State {
	up := m.Better != "down"
	switch {
	case !c.Abs.Value.Defined() && !c.Rel.Value.Defined():
		return draw.State{Word: "no comparison", Shape: "circle", Tone: draw.Inconclusive, Text: "·"}
	case limited(m) && c.State == "safe":
		return draw.State{Word: inLimit, Shape: "square", Tone: draw.Good, Text: "■"}
	case limited(m) && c.State == "breached":
		return draw.State{Word: beyond, Shape: "cross", Tone: draw.Bad, Text: "×"}
	case limited(m):
		return draw.State{Word: mayPass, Shape: "circle", Tone: draw.Inconclusive, Text: "●"}
	case c.Reading == "too_small":
		return draw.State{Word: "too small to matter", Shape: "circle", Tone: draw.Inconclusive, Text: "●"}
	case c.Reading == "unclear" && (c.State == "up" || c.State == "down"):
		return draw.State{Word: c.State + ", unclear after correction", Shape: "circle", Tone: draw.Inconclusive,
			Text: "●"}
	case c.State == "up" && up:
		return draw.State{Word: "up, better", Shape: "up", Tone: draw.Good, Text: "▲"}
	case c.State == "up":
		return draw.State{Word: "up, worse", Shape: "up", Tone: draw.Bad, Text: "▲"}
	case c.State == "down" && up:
		return draw.State{Word: "down, worse", Shape: "down", Tone: draw.Bad, Text: "▼"}
	case c.State == "down":
		return draw.State{Word: "down, better", Shape: "down", Tone: draw.Good, Text: "▼"}
	case !c.Abs.Lo.Defined() && !c.Rel.Lo.Defined():
		return draw.State{Word: "no interval", Shape: "circle", Tone: draw.Inconclusive, Text: "●"}
	case inStrip(m, c):
		return draw.State{Word: "too small to matter", Shape: "circle", Tone: draw.Inconclusive, Text: "●"}
	}
	return draw.State{Word: "unclear", Shape: "circle", Tone: draw.Inconclusive, Text: "●"}
}

// inStrip reports whether the whole interval lies inside what was declared too small to matter.
func inStrip(m *report.Metric, c *report.Comparison) bool {
	if m.MinimumEffect == nil {
		return false
	}
	iv, limit := c.Abs, m.MinimumEffect.Abs
	if inPercent(m.MinimumEffect) {
		iv, limit = c.Rel, m.MinimumEffect.Rel
	}
	if !limit.Defined() || !iv.Lo.Defined() || !iv.Hi.Defined() {
		return false
	}
	l := max(limit, -limit)
	return iv.Lo > -l && iv.Hi < l
}

// limited reports whether the metric is a guardrail that its margin judges.
func limited(m *report.Metric) bool { return m.Role == "guardrail" && m.Margin != nil }

// worse names in words which way is worse.
func worse(m *report.Metric) string {
	if m.Better == "down" {
		return "higher is worse"
	}
	return "lower is worse"
}

// roles in the order in which people should read them.
var roles = []struct{ Role, Heading string }{
	{"primary", "Primary"},
	{"secondary", "Secondary"},
	{"guardrail", "Guardrails"},
}

// outcomeWord is one end state of a shown suggestion.
type outcomeWord struct {
	Name, Group, Meaning string
	Count                func(*report.Outcomes) int64
}

// outcomes lists the end states in the order in which they are printed. The
// groups are the five that one bar can show apart.
var outcomes = []outcomeWord{
	{"accepted", "accepted", "taken as offered", func(o *report.Outcomes) int64 { return o.Accepted }},
	{"partly accepted", "accepted", "only a part was taken", func(o *report.Outcomes) int64 { return o.Partial }},
	{"edited", "edited", "taken, then changed soon after", func(o *report.Outcomes) int64 { return o.Edited }},
	{"reverted", "edited", "taken, then undone soon after", func(o *report.Outcomes) int64 { return o.Reverted }},
	{"dismissed", "dismissed", "turned down by an explicit action",
		func(o *report.Outcomes) int64 { return o.Dismissed }},
	{"ignored", "ignored", "seen, and not answered within the answer window",
		func(o *report.Outcomes) int64 { return o.Ignored }},
	{"typed by hand", "ignored", "the same content was entered by hand",
		func(o *report.Outcomes) int64 { return o.TypedThrough }},
	{"replaced", "not seen", "replaced by the system before a decision",
		func(o *report.Outcomes) int64 { return o.Superseded }},
	{"not seen", "not seen", "logged as shown but not on screen long enough to be read",
		func(o *report.Outcomes) int64 { return o.NotSeen }},
}

// outcomeGroups are the five parts of a readout's bar, in their order.
var outcomeGroups = []draw.OutcomePart{
	{Part: draw.Part{Group: "accepted", Label: "accepted", Token: "accepted"}, Count: inGroup("accepted")},
	{Part: draw.Part{Group: "edited", Label: "edited or reverted", Token: "edited"}, Count: inGroup("edited")},
	{Part: draw.Part{Group: "dismissed", Label: "dismissed", Token: "dismissed"}, Count: inGroup("dismissed")},
	{Part: draw.Part{Group: "ignored", Label: "ignored", Token: "ignored"}, Count: inGroup("ignored")},
	{Part: draw.Part{Group: "not seen", Label: "not seen or replaced", Token: "notseen"}, Count: inGroup("not seen")},
}

// rateWords names the suggestion rates.
var rateWords = []struct{ Rate, Name string }{
	{"acceptance", "acceptance rate"},
	{"ignore", "ignore rate"},
	{"dismiss", "dismiss rate"},
	{"edit", "edit rate"},
	{"non_use", "non-use rate"},
}

// weightWords names the three ways to average a rate.
var weightWords = []struct{ Weighting, Name string }{
	{"pooled", "per suggestion"},
	{"per_unit", "per unit"},
	{"per_session", "per session"},
}
