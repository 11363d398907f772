package report

// KeptArm is what became of one arm's accepted suggestions.
type KeptArm struct {
	Arm      string        `json:"arm"`
	Accepted int64         `json:"accepted"`
	Shares   []KeptShare   `json:"shares"`
	Stayed   []StayedPoint `json:"stayed"` // empty where nothing was looked for
}

// StayedPoint is the share of accepted suggestions that were still found so long
// after the accept, or later, of those accepted a tenth longer before the data end.
type StayedPoint struct {
	Seconds Num      `json:"seconds"`
	Found   int64    `json:"found"`
	Old     int64    `json:"old_enough"`
	Share   Interval `json:"share"`
}

// KeptShare is the share of accepted suggestions that ended so.
type KeptShare struct {
	Outcome string `json:"outcome"` // as_is | partial | edited | reverted
	Count   int64  `json:"count"`
	Value   Num    `json:"value"`
	Lo      Num    `json:"lo"`
	Hi      Num    `json:"hi"`
}
