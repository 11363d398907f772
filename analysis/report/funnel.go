package report

// Funnel is a metric of kind funnel, step by step. Its last step is the metric itself.
type Funnel struct {
	Within      string       `json:"within"` // how long after the first step the others count, "" = no limit
	Steps       []Step       `json:"steps"`
	Comparisons []StepEffect `json:"comparisons"` // by arm and step, of the exposed, then of those at the step before
}

// Step is one step of a funnel in every arm.
type Step struct {
	Name   string    `json:"name"`
	Within string    `json:"within"` // how long after the step before it counts, "" = no limit
	Arms   []StepArm `json:"arms"`
}

// StepArm counts an arm's units at one step, all of which are at the step before. Shares lie
// from 0 to 1 with Wilson's interval, and are undefined where there is nobody to be a share of.
type StepArm struct {
	Arm      string `json:"arm"`
	Units    int64  `json:"units"`
	Share    Num    `json:"share"` // of the units that the metric counts
	Lo       Num    `json:"lo"`
	Hi       Num    `json:"hi"`
	Before   int64  `json:"before"`    // units at the step before; those that the metric counts before the first
	OfBefore Num    `json:"of_before"` // Units of Before
	BeforeLo Num    `json:"of_before_lo"`
	BeforeHi Num    `json:"of_before_hi"`
}

// What the share of a StepEffect of a Funnel is of.
const (
	OfExposed = "exposed"
	OfBefore  = "before"
)
