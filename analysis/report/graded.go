package report

// Graded is what a graded metric is made of: every grade's share of the graded
// suggestions, and how many are graded at all.
type Graded struct {
	Grades   []Grade    `json:"grades"`
	Labelled []Labelled `json:"labelled"`
}

// Grade is one grade with its cost, its share in every arm, the difference of
// the shares, and the cost at which the verdict on cost turns.
type Grade struct {
	Name        string            `json:"name"`
	Cost        Num               `json:"cost"`
	Arms        []GradeShare      `json:"arms"`
	Comparisons []GradeComparison `json:"comparisons"`
}

// GradeShare is one grade's share in one arm. Intervals use the number of
// independent suggestions that would have the same clustered error.
type GradeShare struct {
	Arm      string `json:"arm"`
	Count    int64  `json:"count"`
	Of       int64  `json:"of"` // graded suggestions
	Share    Num    `json:"share"`
	SE       Num    `json:"se"` // clustered by unit
	Lo       Num    `json:"lo"` // Wilson, this grade alone
	Hi       Num    `json:"hi"`
	JointLo  Num    `json:"joint_lo"` // Goodman, all grades at once
	JointHi  Num    `json:"joint_hi"`
	UpperIf0 Num    `json:"upper_if_0"` // none of Of seen: 1 − alpha^(1/Of), one-sided; undefined otherwise
	// the same with units for suggestions: what holds if a unit's suggestions stand or fall together
	UpperUnits Num `json:"upper_if_0_units"`
}

// GradeComparison compares one grade's share with control.
type GradeComparison struct {
	Arm     string   `json:"arm"`
	Control string   `json:"control"`
	Abs     Interval `json:"abs"`
	Rel     Interval `json:"rel"`
	SE      Num      `json:"se"`
	P       Num      `json:"p"`
	// this grade's cost at which both arms cost the same, the others' held; undefined where no cost of 0 or more does
	BreakEven Num       `json:"break_even"`
	Cautions  []Caution `json:"cautions"`
}

// Labelled is how much of an arm's suggestions is graded.
type Labelled struct {
	Arm    string `json:"arm"`
	Graded int64  `json:"graded"`
	Shown  int64  `json:"shown"`
	Share  Num    `json:"share"`
	Units  int64  `json:"units"` // with a graded suggestion
	// of the difference to control's share, clustered by unit; undefined for control
	PDiffer Num `json:"p_differs" compares:"arms"`
}
