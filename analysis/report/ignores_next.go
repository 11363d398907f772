package report

// Timeline is one user's session to watch for a cause.
type Timeline struct {
	Cause int            `json:"cause"` // rank
	User  string         `json:"user"`  // a pseudonym, unless ids were asked for
	Arm   string         `json:"arm"`
	Link  string         `json:"link"` // to the replay; "" without a template
	Steps []TimelineStep `json:"steps"`
}

// TimelineStep is one suggestion of a session.
type TimelineStep struct {
	At      Num    `json:"at"` // seconds since the first of the session
	What    string `json:"what"`
	Here    bool   `json:"here"` // in the cause's place
	Outcome string `json:"outcome"`
	After   Num    `json:"after"` // seconds from showing to the decision; null without one
}

// NextTest is the experiment that would test a cause.
type NextTest struct {
	Cause       string   `json:"cause"`
	Rank        int      `json:"rank"`
	Hypothesis  string   `json:"hypothesis"`
	Change      string   `json:"change"`
	Unit        string   `json:"unit"`
	Primary     string   `json:"primary"`
	Guardrails  []string `json:"guardrails"`
	Apart       string   `json:"rival_apart"` // what would tell the rival explanation apart
	Falsified   string   `json:"falsified_by"`
	Baseline    Num      `json:"baseline"`
	MDE         Num      `json:"mde"` // of the primary, in its unit: a share of suggestions or users, or a number per unit
	UnitsNeeded Num      `json:"units_needed"`
	Weeks       Num      `json:"weeks"`
	Design      Num      `json:"design_effect"`
}

// MissingField is something that is not logged and what it would tell.
type MissingField struct {
	Field string `json:"field"`
	Feeds string `json:"would_feed"`
	Why   string `json:"why"`
}
