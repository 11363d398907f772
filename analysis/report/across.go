package report

// Across is one test of whether a metric differs between any of the arms, where none of
// them is a control.
type Across struct {
	Method     string    `json:"method"`    // chi_square | welch_anova; "" where nothing was tested
	Statistic  Num       `json:"statistic"` // chi-square, or F
	DF         Num       `json:"df"`
	DFError    Num       `json:"df_error"` // of F
	P          Num       `json:"p"`
	Log10P     Num       `json:"log10_p"`
	PAdjusted  Num       `json:"p_adjusted"`            // over the declared metrics
	FamilySize int       `json:"family_size,omitempty"` // how many p were corrected together; 0 where this one was not
	Cautions   []Caution `json:"cautions"`
}
