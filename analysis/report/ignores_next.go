package report

// Timeline is one user's session to watch for a cause.
type Timeline struct {
	Cause int    `json:"cause"` // rank
	User  string `json:"user"`  // a pseudonym, unless ids were asked for
	Began string `json:"began"` // when the first of its suggestions was shown, RFC 3339 UTC
	// Session is a pseudonym, unless ids were asked for and sessions are logged.
	Session string         `json:"session"`
	Arm     string         `json:"arm"`
	Link    string         `json:"link"` // to the replay; "" without a template
	Steps   []TimelineStep `json:"steps"`
}

// TimelineStep is one suggestion of a session.
type TimelineStep struct {
	At      Num    `json:"at"` // seconds since the first of the session
	What    string `json:"what"`
	Here    bool   `json:"here"` // in the cause's place
	Outcome string `json:"outcome"`
	After   Num    `json:"after"` // seconds from showing to the decision; null without one
}

// NextTest is what to do about a cause: the experiment that would test it, or, of a
// place that has no reason yet, watching and labelling.
type NextTest struct {
	Step       string   `json:"step"` // test | watch | count
	Cause      string   `json:"cause"`
	Rank       int      `json:"rank"` // of the cause; behind the last where it is of what is done by hand
	Hypothesis string   `json:"hypothesis"`
	Change     string   `json:"change"`
	Unit       string   `json:"unit"`
	Primary    string   `json:"primary"`
	Guardrails []string `json:"guardrails"`
	Apart      string   `json:"rival_apart"` // what would tell the rival explanation apart
	Falsified  string   `json:"falsified_by"`
	Baseline   Num      `json:"baseline"`
	Margins    []string `json:"margins"` // of the guardrails, as an experiment file has them
	// guardrails whose margin was widened for the test not to take too long
	Widened     []string `json:"widened"`
	Slowest     string   `json:"slowest"`              // the metric that takes the most units
	Chance      Num      `json:"chance_to_ship"`       // at the smallest effect, as uptake plan draws it
	ChanceTwice Num      `json:"chance_to_ship_twice"` // at twice that, all of the points
	// of the primary, in its unit: a share of suggestions or users, or a number per unit
	MDE         Num `json:"mde"`
	UnitsNeeded Num `json:"units_needed"`
	Weeks       Num `json:"weeks"`
	Design      Num `json:"design_effect"`
}

// MissingField is something that is not logged and what it would tell.
type MissingField struct {
	Field string `json:"field"`
	Feeds string `json:"would_feed"`
	Why   string `json:"why"`
}
