package report

// Heterogeneity says whether one metric's effect in one arm differs between the
// levels of a segment dimension, beyond chance. Effects are absolute. P is by
// Method: welch_james, or brown_forsythe where one arm has more than twice the
// units of the other; Q, I2 and Tau describe the levels and are not what P is of.
type Heterogeneity struct {
	Dimension string `json:"dimension"`
	Metric    string `json:"metric"`
	Arm       string `json:"arm"`
	Control   string `json:"control"`
	Levels    int    `json:"levels"` // in the test: with a comparison and at least 15 units in each arm
	Q         Num    `json:"q"`      // Cochran's Q with the levels' own errors
	DF        Num    `json:"df"`     // of q, levels − 1
	Method    string `json:"method"`
	Statistic Num    `json:"statistic"` // F
	DF1       Num    `json:"df1"`
	DF2       Num    `json:"df2"`
	P         Num    `json:"p"`
	// Holm over dimensions × primary and secondary metrics × arms; undefined for other roles
	PAdjusted  Num       `json:"p_adjusted"`
	FamilySize int       `json:"family_size,omitempty"` // as Across.FamilySize
	I2         Num       `json:"i2"`                    // share of the variation beyond chance
	Tau        Num       `json:"tau"`                   // standard deviation of the true effects (DerSimonian–Laird)
	Cautions   []Caution `json:"cautions"`
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
