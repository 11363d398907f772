package report

// Novelty follows one primary metric's effect over the days since exposure, on
// units that were observed throughout, and compares who was exposed early with
// who was exposed late.
type Novelty struct {
	Metric  string         `json:"metric"`
	Arm     string         `json:"arm"`
	Control string         `json:"control"`
	Days    int            `json:"days"`  // observed of every unit
	Units   int64          `json:"units"` // of both arms
	Ages    []AgeEffect    `json:"ages"`
	Change  Change         `json:"change"` // from the first of the ages to the last
	Cohorts []CohortEffect `json:"cohorts"`
	// Difference is the late cohort's absolute effect minus the early one's.
	Difference Interval  `json:"cohort_difference"`
	P          Num       `json:"cohort_p"`
	Cautions   []Caution `json:"cautions"`
}

// Change is how an arm's value over control's moved from one age to a later one, on
// the same units, their covariance in its error: Log is ln(m_t/m_c) late minus
// early, Ratio its exponential minus 1.
type Change struct {
	EarlyFrom int       `json:"early_from"`
	EarlyTo   int       `json:"early_to"`
	LateFrom  int       `json:"late_from"`
	LateTo    int       `json:"late_to"`
	Log       Interval  `json:"log"`
	Ratio     Interval  `json:"ratio"`
	SE        Num       `json:"se"` // of log
	DF        Num       `json:"df"`
	Statistic Num       `json:"statistic"`
	P         Num       `json:"p"`
	Log10P    Num       `json:"log10_p"`
	Method    string    `json:"method"` // delta | cr3
	State     string    `json:"state"`  // up | down | open | none
	Cautions  []Caution `json:"cautions"`
}

// AgeEffect is the effect on days From to To after exposure, day 0 the day of it.
type AgeEffect struct {
	From int      `json:"from"`
	To   int      `json:"to"`
	Abs  Interval `json:"abs"`
	Rel  Interval `json:"rel"`
}

// CohortEffect is the effect over all observed days of the units first exposed
// between two calendar days, both included.
type CohortEffect struct {
	Name  string   `json:"name"` // early | late
	From  string   `json:"from"`
	To    string   `json:"to"`
	Units int64    `json:"units"`
	Abs   Interval `json:"abs"`
	Rel   Interval `json:"rel"`
}

// Moved splits the change of a ratio's numerator per unit exactly into what more
// or fewer of the denominator did (volume) and what the rate did:
//
//	Δ(y/unit) = Δ(x/unit)·(R_c+R_t)/2 + ΔR·(x_c+x_t)/2
type Moved struct {
	Metric   string `json:"metric"`
	Arm      string `json:"arm"`
	Control  string `json:"control"`
	PerUnit  Num    `json:"per_unit"` // change of the numerator per unit
	Volume   Num    `json:"volume"`
	Rate     Num    `json:"rate"`
	Opposite bool   `json:"opposite"` // the two parts point different ways
}

// Complier is the effect on the units that were shown a suggestion because of
// the treatment, where control has no feature: the intention-to-treat effect
// over the share of units shown one. It holds if being assigned changes nothing
// but whether one is shown something.
type Complier struct {
	Value  Num    `json:"value"`
	Lo     Num    `json:"lo"`
	Hi     Num    `json:"hi"`
	Shown  Num    `json:"shown"` // share of the arm's units ever shown a suggestion
	Method string `json:"method"`
}
