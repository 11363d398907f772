package report

// Overlap is what experiments do that run over the same units: whether their arms are
// assigned independently, and whether the lift of one is another in the arms of another.
type Overlap struct {
	Experiments int `json:"experiments"` // whose units were looked at
	// of the units that were looked at, drawn by their hash; counts below are of these
	Share        Num      `json:"share"`
	Sharing      int      `json:"sharing"`      // pairs that share a unit
	Looked       int      `json:"looked"`       // of these, the ones sharing most
	Level        Num      `json:"level"`        // of the false discovery rate
	LeastCell    int64    `json:"least_cell"`   // units that each of four groups needs
	Assignments  Taken    `json:"assignments"`  // tests of independent assignment, a pair each
	Interactions Taken    `json:"interactions"` // tests of an interaction, several a pair
	Pairs        []Pair   `json:"pairs"`        // the least p first, then those that share most
	Untold       int      `json:"untold"`       // pairs beyond those
	Without      []string `json:"without"`      // experiments of this run whose units could not be looked at
}

// Taken is a family of tests that are corrected together.
type Taken struct {
	Family int `json:"family"`
	Found  int `json:"found"` // with a q of at most Level, by Benjamini and Hochberg
}

// Pair is two experiments that share units.
type Pair struct {
	A string `json:"a"`
	B string `json:"b"`
	// they read a file that both read; else the same ids are taken to name the same units
	SameExport  bool          `json:"same_export"`
	UnitsA      int64         `json:"units_a"`
	UnitsB      int64         `json:"units_b"`
	Shared      int64         `json:"shared"`
	Assignment  Assignment    `json:"assignment"`
	Interaction []Interaction `json:"interactions"`
}

// Assignment is a chi-square test over the arms of both. Where a group expects fewer than
// five units there is none, and Why says so.
type Assignment struct {
	Chi2 Num    `json:"chi2"`
	DF   Num    `json:"df"`
	P    Num    `json:"p"`
	Q    Num    `json:"q"`
	Why  string `json:"why"`
}

// Interaction is how much another a metric's lift is in an arm of the other experiment
// than in its control: a difference of differences, in the metric's unit.
type Interaction struct {
	Of          string   `json:"of"` // experiment whose main metric it is
	Metric      string   `json:"metric"`
	Unit        string   `json:"unit"` // share | number
	Arm         string   `json:"arm"`
	Control     string   `json:"control"`
	With        string   `json:"with"`
	WithArm     string   `json:"with_arm"`
	WithControl string   `json:"with_control"`
	Cells       []int64  `json:"cells"` // units: control in control, arm in control, control in arm, arm in arm
	Difference  Interval `json:"difference"`
	SE          Num      `json:"se"`
	DF          Num      `json:"df"`
	P           Num      `json:"p"`
	Q           Num      `json:"q"`
	Why         string   `json:"why"` // why there is no difference, "" where there is one
}
