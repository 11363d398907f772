package report

// Suggestions is what became of the shown suggestions.
type Suggestions struct {
	Outcomes []Outcomes `json:"outcomes"`
	Rates    []Rate     `json:"rates"`
	Rules    []Note     `json:"rules"` // how often each rule of the state machine fired
}

// Outcomes counts end states: Shown = Immature + all others but Pending, which is part of Immature.
type Outcomes struct {
	Arm          string `json:"arm"`
	Shown        int64  `json:"shown"`
	Immature     int64  `json:"immature"`
	Pending      int64  `json:"pending"`
	NotSeen      int64  `json:"not_seen"`
	Accepted     int64  `json:"accepted"`
	Edited       int64  `json:"edited"`
	Partial      int64  `json:"partial"`
	Reverted     int64  `json:"reverted"`
	Dismissed    int64  `json:"dismissed"`
	Superseded   int64  `json:"superseded"`
	TypedThrough int64  `json:"typed_through"`
	Ignored      int64  `json:"ignored"`
}

// Rate is one suggestion rate of one arm under one weighting.
type Rate struct {
	Rate        string `json:"rate"`      // acceptance | ignore | dismiss | edit | non_use
	Weighting   string `json:"weighting"` // pooled | per_unit | per_session
	Arm         string `json:"arm"`
	Value       Num    `json:"value"`
	SE          Num    `json:"se"`
	Lo          Num    `json:"lo"`
	Hi          Num    `json:"hi"`
	Numerator   Num    `json:"numerator"`
	Denominator Num    `json:"denominator"`
	Units       int64  `json:"units"`

	Cautions []Caution `json:"cautions,omitempty"` // why value or interval is undefined
}
