package report

// Funnel is a metric of kind funnel, step by step. Its last step is the metric itself.
type Funnel struct {
	Within      string       `json:"within"` // how long after the first step the others count, "" = no limit
	Steps       []Step       `json:"steps"`
	Comparisons []StepEffect `json:"comparisons"` // by arm and step, of the exposed, then of those at the step before
	Segments    []StepLevel  `json:"segments"`    // by segment and level, as Report.Segments
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
	// How long it took, of all units that the metric counts and of those at the step before;
	// null where rows carry no time.
	FromExposure *StepTime `json:"from_exposure"`
	FromBefore   *StepTime `json:"from_before"`
}

// StepTime is how long units took to a step, in days. Who was not there when its window or the
// data ended is Open: counted in Median and P90 as long as it was watched, and in neither of
// those there.
type StepTime struct {
	Units       int64 `json:"units"`
	Reached     int64 `json:"reached"`
	Open        int64 `json:"open"`
	Median      Num   `json:"median_days"` // until half of Units are there (Kaplan–Meier), undefined where fewer are
	P90         Num   `json:"p90_days"`    // until nine in ten are
	MedianThere Num   `json:"median_days_of_reached"`
	P90There    Num   `json:"p90_days_of_reached"`
}

// StepLevel is the funnel in one level of a segment.
type StepLevel struct {
	Dimension   string       `json:"dimension"`
	Level       string       `json:"level"`
	Steps       []LevelStep  `json:"steps"`
	Comparisons []LevelReach `json:"comparisons"` // by arm and step
}

// LevelStep is one step in every arm of a level.
type LevelStep struct {
	Name string     `json:"name"`
	Arms []LevelArm `json:"arms"`
}

// LevelArm counts an arm's units of a level at one step; the share is of those that the metric
// counts, with Wilson's interval, and undefined where there are none.
type LevelArm struct {
	Arm    string `json:"arm"`
	Units  int64  `json:"units"`
	Share  Num    `json:"share"`
	Lo     Num    `json:"lo"`
	Hi     Num    `json:"hi"`
	Before int64  `json:"before"` // as StepArm.Before
}

// LevelReach is the difference to control in the share of a level that reaches a step, with
// Newcombe's interval. It has no p: it says where a difference lies, and tests nothing.
type LevelReach struct {
	Step     string    `json:"step"`
	Arm      string    `json:"arm"`
	Control  string    `json:"control"`
	Abs      Interval  `json:"abs"`
	Cautions []Caution `json:"cautions"`
}

// What the share of a StepEffect of a Funnel is of.
const (
	OfExposed = "exposed"
	OfBefore  = "before"
)
