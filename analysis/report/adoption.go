package report

// Adoption is how units come to use the feature.
type Adoption struct {
	Outcome string       `json:"outcome"` // the metric that ends the funnel, "" without one
	Funnel  []FunnelArm  `json:"funnel"`
	Steps   []StepEffect `json:"funnel_comparisons"`   // by arm and step, without exposed
	First   *TimeToFirst `json:"time_to_first_accept"` // null where rows carry no time
}

// FunnelArm counts one arm's units at each step; every step's are among those of
// the step before.
type FunnelArm struct {
	Arm   string       `json:"arm"`
	Steps []FunnelStep `json:"steps"` // exposed, shown, seen, accepted, kept, outcome
}

// FunnelStep is one step. Share is of the exposed units, with Wilson's interval.
type FunnelStep struct {
	Step  string `json:"step"`
	Units int64  `json:"units"`
	Share Num    `json:"share"`
	Lo    Num    `json:"lo"`
	Hi    Num    `json:"hi"`
}

// StepEffect compares the share of units that reach one step with control's, read
// once: of the exposed unless Of says another.
type StepEffect struct {
	Step       string    `json:"step"`
	Of         string    `json:"of,omitempty"` // of a Funnel: what the share is of, exposed or before
	Arm        string    `json:"arm"`
	Control    string    `json:"control"`
	Abs        Interval  `json:"abs"`
	Rel        Interval  `json:"rel"`
	SE         Num       `json:"se"`
	Statistic  Num       `json:"statistic"`
	P          Num       `json:"p"`
	PAdjusted  Num       `json:"p_adjusted"`            // Holm over every comparison of the funnel
	FamilySize int       `json:"family_size,omitempty"` // as Across.FamilySize
	Cautions   []Caution `json:"cautions"`
}

// TimeToFirst is the time from first exposure to the first accept, in days;
// units that have not accepted are followed to the end of their window or of the
// data.
type TimeToFirst struct {
	Horizon     Num               `json:"horizon_days"` // up to which every arm is followed
	Arms        []FirstArm        `json:"arms"`
	Comparisons []FirstComparison `json:"comparisons"`
}

// FirstArm is one arm's Kaplan–Meier estimate.
type FirstArm struct {
	Arm        string       `json:"arm"`
	Units      int64        `json:"units"`
	Accepted   int64        `json:"accepted"`
	Median     Num          `json:"median_days"` // undefined where fewer than half accept
	Restricted Num          `json:"restricted_mean_days"`
	SE         Num          `json:"restricted_mean_se"`
	Curve      []CurvePoint `json:"curve"` // share that has accepted by the end of so many days
}

// CurvePoint is a share with its log-log interval.
type CurvePoint struct {
	Days  Num `json:"days"`
	Share Num `json:"share"`
	Lo    Num `json:"lo"`
	Hi    Num `json:"hi"`
}

// FirstComparison compares an arm with control: the log-rank test, and the
// difference of the restricted means.
type FirstComparison struct {
	Arm        string   `json:"arm"`
	Control    string   `json:"control"`
	Chi2       Num      `json:"chi2"`
	P          Num      `json:"p"`
	Restricted Interval `json:"restricted_mean_difference"`
}
