package report

// Heterogeneity says whether one metric's effect in one arm differs between the
// levels of a segment dimension, beyond chance. Effects are absolute.
type Heterogeneity struct {
	Dimension string `json:"dimension"`
	Metric    string `json:"metric"`
	Arm       string `json:"arm"`
	Control   string `json:"control"`
	Levels    int    `json:"levels"` // with a comparison
	Q         Num    `json:"q"`      // Cochran's Q with per-level Welch variances
	DF        Num    `json:"df"`
	P         Num    `json:"p"`
	PAdjusted Num    `json:"p_adjusted"` // Holm over dimensions × primary and secondary metrics × arms; undefined for other roles
	I2        Num    `json:"i2"`         // share of the variation beyond chance
	Tau       Num    `json:"tau"`        // standard deviation of the true effects (DerSimonian–Laird)
}

// PostStratified is a comparison whose levels of a segment are weighted by
// their share of all units: what chance did to the arms' mix is taken out.
type PostStratified struct {
	Dimension string   `json:"dimension"`
	Strata    int      `json:"strata"`
	Abs       Interval `json:"abs"`
	Rel       Interval `json:"rel"`
	SE        Num      `json:"se"`
	P         Num      `json:"p"`
	Log10P    Num      `json:"log10_p"`
}
