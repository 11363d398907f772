package report

// Health is the list of gates before any result.
type Health struct {
	Status string  `json:"status"` // ok | warn | fail
	Checks []Check `json:"checks"`
}

// Check is one gate. P, Chi2 and DF are undefined where the check has none.
type Check struct {
	Name   string     `json:"name"`   // as in health.Checks and health.After
	Status string     `json:"status"` // ok | warn | fail | none (does not apply)
	P      Num        `json:"p"`
	Chi2   Num        `json:"chi2"`
	DF     Num        `json:"df"`
	Detail string     `json:"detail"` // one sentence with the numbers in it
	Arms   []CheckArm `json:"arms,omitempty"`

	Metrics []CheckMetric `json:"metrics,omitempty"`

	// Of a check that failed or asks for care: what it means, what is likely
	// behind it, and what to do.
	Meaning string   `json:"meaning,omitempty"`
	Causes  []string `json:"causes,omitempty"`
	Todo    string   `json:"todo,omitempty"`
}

// CheckMetric is one metric's part of a check that looks at each. Withheld means
// that its arms are not compared.
type CheckMetric struct {
	Metric   string     `json:"metric"`
	P        Num        `json:"p"` // adjusted over the metrics
	Withheld bool       `json:"withheld"`
	Detail   string     `json:"detail"`
	Arms     []CheckArm `json:"arms"`
}

// Withheld says why nothing in the report compares arms: the checks whose gates
// are shut, and the reason as a sentence.
type Withheld struct {
	Checks []string `json:"checks"`
	Reason string   `json:"reason"`
}

// CheckArm is one arm's part of a check.
type CheckArm struct {
	Arm      string `json:"arm"`
	Observed Num    `json:"observed"`
	Expected Num    `json:"expected"`
}
