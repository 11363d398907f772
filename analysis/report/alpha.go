package report

// Alpha says how the level alpha is shared out over the ways in which an
// experiment can be read, and by which of them the verdict was reached.
type Alpha struct {
	// of the always-valid band over all days, also after the end; null where there is none: switched off, planned
	// looks, no time in the rows
	Band Num `json:"band"`
	End  Num `json:"end"` // of the band and the reading at the end together
	// of those and the reading after the declared extension; null without one
	Extension Num `json:"extension"`
	// what |z| of the first primary metric is held against; null where the band or a planned look decides
	Critical Num    `json:"critical"`
	By       string `json:"by"` // band | look | end | extension | none
	// end | extension: what was read where the band took its place after the end
	Reading string `json:"reading,omitempty"`

	// ExtensionDeclared says when the second reading was declared: before_start,
	// after_data, late_plan (the plan's date lies after the start) or no_plan.
	ExtensionDeclared string `json:"extension_declared,omitempty"`
}

// Final is what decides once the planned end is reached: the comparison's own
// interval at the critical value that the always-valid band, watched before and
// after, leaves of alpha. The printed intervals stay at 1 − alpha.
type Final struct {
	By       string `json:"by"`       // end | extension: the reading after a declared extension
	Critical Num    `json:"critical"` // of |z|; of a guardrail with a margin, of its one-sided z
	Level    Num    `json:"level"`    // the same as the p needed, two-sided; one-sided for a guardrail with a margin
	// days: by the information of every day; bound: the days are not known, so what holds for any; single: nothing else
	// is read
	Path string   `json:"path"`
	Abs  Interval `json:"abs"`
	Rel  Interval `json:"rel"`
	// p times alpha over Level: below alpha exactly where it decides; undefined for guardrails with a margin
	P     Num    `json:"p"`
	State string `json:"state"` // as Comparison.State
	Held  *Held  `json:"held,omitempty"`
}
