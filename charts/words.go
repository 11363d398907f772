package charts

import (
	"uptake/analysis/report"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// verdictWord is how one verdict is written and marked.
type verdictWord struct {
	Verdict report.Verdict
	Word    string // the badge
	Banner  string // the banner when the report carries no headline
	Tone    draw.Tone
	Mark    string // the shape, a key of marks
}

// verdicts lists every verdict in the order in which the rules are tried.
var verdicts = []verdictWord{
	{report.DoNotUse, "Do not use", "Do not decide on this data: the groups are not comparable.", draw.Invalid, "octagon"},
	{report.DoNotShip, "Do not ship", "Do not ship.", draw.Bad, "down"},
	{report.KeepRunning, "Keep running", "Keep running.", draw.Inconclusive, "clock"},
	{report.Hold, "Hold", "Hold.", draw.Caution, "bars"},
	{report.Ship, "Ship", "Ship.", draw.Good, "up"},
	{report.LooksPromising, "Looks promising", "Looks promising.", draw.Promising, "rising"},
	{report.NoDifference, "No difference that matters", "Too small to matter by your own limit: decide on cost.", draw.Inconclusive, "equals"},
	{report.CannotTell, "Cannot tell", "Cannot tell yet.", draw.Inconclusive, "question"},
}

func verdictOf(v report.Verdict) verdictWord {
	for _, w := range verdicts {
		if w.Verdict == v {
			return w
		}
	}
	return verdicts[len(verdicts)-1]
}

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
		return draw.State{Word: c.State + ", unclear after correction", Shape: "circle", Tone: draw.Inconclusive, Text: "●"}
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
	{"dismissed", "dismissed", "turned down by an explicit action", func(o *report.Outcomes) int64 { return o.Dismissed }},
	{"ignored", "ignored", "seen, and not answered within the answer window", func(o *report.Outcomes) int64 { return o.Ignored }},
	{"typed by hand", "ignored", "the same content was entered by hand", func(o *report.Outcomes) int64 { return o.TypedThrough }},
	{"replaced", "not seen", "replaced by the system before a decision", func(o *report.Outcomes) int64 { return o.Superseded }},
	{"not seen", "not seen", "logged as shown but not on screen long enough to be read", func(o *report.Outcomes) int64 { return o.NotSeen }},
}

// outcomeGroups are the five parts of a readout's bar, in their order.
var outcomeGroups = []draw.OutcomePart{
	{Group: "accepted", Label: "accepted", Token: "accepted", Count: inGroup("accepted")},
	{Group: "edited", Label: "edited or reverted", Token: "edited", Count: inGroup("edited")},
	{Group: "dismissed", Label: "dismissed", Token: "dismissed", Count: inGroup("dismissed")},
	{Group: "ignored", Label: "ignored", Token: "ignored", Count: inGroup("ignored")},
	{Group: "not seen", Label: "not seen or replaced", Token: "notseen", Count: inGroup("not seen")},
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

// gateWords says in a few words what a passed, doubtful or failed check means.
var gateWords = []struct{ Name, OK, Warn, Fail string }{
	{"srm", "split as planned", "split not checked", "split not as planned"},
	{"srm_sequential", "split as planned day after day", "split not checked by day", "split not as planned day after day"},
	{"srm_segments", "split as planned in segments", "split not as planned in a segment", "split not as planned in a segment"},
	{"srm_days", "split as planned on each day", "split not as planned on a day", "split not as planned on a day"},
	{"triggered_srm", "feature reaches arms alike", "feature reaches arms differently", "feature reaches arms differently"},
	{"empty_arm", "every arm has units", "an arm has no units", "an arm has no units"},
	{"crossovers", "units stay in one arm", "units seen in two arms", "too many units in two arms"},
	{"imbalance", "arms alike before the start", "arms differed before the start", "arms differed before the start"},
	{"logging_loss", "no rows lost in one arm", "rows lost in one arm", "rows lost in one arm"},
	{"missing_by_arm", "values missing in no arm more", "values missing in one arm more", "values missing in one arm more"},
	{"zero_share", "no units in an arm planned empty", "units in an arm planned empty", "units in an arm planned empty"},
	{"data_gaps", "no gaps in the data", "days without rows", "days missing from the data"},
	{"full_weeks", "full weeks", "too few full weeks", "less than a full week"},
	{"planned", "plan fixed beforehand", "plan not shown to be fixed beforehand", "plan written after the start"},
	{"maturity", "answers had time to arrive", "many answers still open", "too many answers still open"},
	{"coverage", "suggestions reach every arm", "an arm is shown no suggestions", "suggestions missing"},
	{"missing_cells", "arms alike in missing values", "values missing by arm", "values missing by arm"},
	{"strangers", "units of every source exposed", "a source of units never exposed", "a source of units never exposed"},
	{"equal_rows", "few equal rows", "many equal rows", "too many equal rows"},
	{"missing_units", "few rows without a unit", "rows without a unit", "too many rows without a unit"},
	{"late_accepts", "few late accepts", "many late accepts", "too many late accepts"},
	{"minimum_data", "units enough to decide", "too few units to decide", "too few units to decide"},
	{"too_good", "no effect too good to be true", "an effect too good to be true", "an effect too good to be true"},
	{"copies", "few copies that differ", "copies that differ", "copies that differ"},
	{"bad_rows", "rows readable", "some rows unreadable", "too many unreadable rows"},
}

// gateWord is a check's outcome in a few words; its own name where it does not apply.
func gateWord(check, status string) string {
	for _, g := range gateWords {
		if g.Name == check {
			switch status {
			case "ok":
				return g.OK
			case "warn":
				return g.Warn
			case "fail":
				return g.Fail
			}
		}
	}
	return say.Metric(check)
}

// statusWord is a check's status for people and for terminals.
func statusWord(status string) string {
	switch status {
	case "ok":
		return "passed"
	case "fail":
		return "failed"
	case "warn":
		return "take care"
	case "none":
		return "does not apply"
	}
	return say.Name(status)
}
